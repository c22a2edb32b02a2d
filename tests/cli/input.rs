//! What `--from` means: files, folders, fleets, standard input; and what is said of input that cannot be read.

use std::fs;
use std::path::Path;

use super::program::{run, run_on};
use serde_json::Value;
use tempfile::tempdir;

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Names of the targets, those that could not be read with their error.
fn targets(json: &str) -> Vec<(String, Option<String>)> {
    let report: Value = serde_json::from_str(json).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    report["targets"].as_array().unwrap().iter().map(|t| (text(&t["target"]).unwrap(), text(&t["error"]))).collect()
}

fn readable(names: &[&str]) -> Vec<(String, Option<String>)> {
    names.iter().map(|name| ((*name).to_owned(), None)).collect()
}

#[test]
fn a_file_a_folder_and_standard_input_are_a_target_each() {
    let folder = tempdir().unwrap();
    write(folder.path(), &[("prod.txt", "hello"), ("lab/a.txt", "hello"), ("lab/b.txt", "hello")]);
    let run = run_on(folder.path(), "check --format json --from prod.txt lab -", "hello");
    assert_eq!(targets(&run.out), readable(&["prod", "lab", "stdin"]));
    assert_eq!(run.code, 3);
}

#[test]
fn a_folder_of_folders_is_a_fleet_and_its_own_files_are_a_cluster() {
    let folder = tempdir().unwrap();
    let files =
        [("fleet/b/x.txt", "hello"), ("fleet/a/x.txt", "hello"), ("fleet/README.md", "x"), ("fleet/.git/x", "x")];
    write(folder.path(), &files);
    assert_eq!(targets(&run(folder.path(), "check --format json --from fleet").out), readable(&["a", "b"]));
    let version = "NetApp Release 9.9.1P5: Mon Mar 21 12:14:03 UTC 2022\n";
    write(folder.path(), &[("fleet/session.txt", "hello"), ("fleet/b/version.txt", version)]);
    let beside = run(folder.path(), "check --format json --from fleet/");
    assert_eq!(targets(&beside.out), readable(&["fleet", "a", "b"]));
}

#[test]
fn answers_in_a_folder_and_in_folders_of_it_cannot_both_be_meant() {
    let folder = tempdir().unwrap();
    let version = "NetApp Release 9.9.1P5: Mon Mar 21 12:14:03 UTC 2022\n";
    for inner in ["lab/old/version.txt", "lab/old/deep/version.txt"] {
        write(folder.path(), &[("lab/version.txt", version), (inner, version)]);
        for command in ["check", "facts"] {
            let both = run(folder.path(), &format!("{command} --from lab"));
            assert_eq!((both.code, both.out.as_str()), (2, ""), "{inner}");
            let words = ["error: `lab` holds answers of a cluster", "the folder `lab/old", "--from lab/old"];
            assert!(words.iter().all(|word| both.err.contains(word)), "{}", both.err);
        }
        fs::remove_dir_all(folder.path().join("lab")).unwrap();
    }
}

#[test]
fn the_current_folder_has_its_own_name() {
    let folder = tempdir().unwrap();
    write(folder.path(), &[("lab/a.txt", "hello")]);
    assert_eq!(targets(&run(&folder.path().join("lab"), "check --format json --from .").out), readable(&["lab"]));
}

#[test]
fn targets_of_one_name_are_told_apart_by_their_paths() {
    let folder = tempdir().unwrap();
    write(folder.path(), &[("a/prod.txt", "hello"), ("b/prod.txt", "hello")]);
    let run = run(folder.path(), "check --format json --from a/prod.txt b/prod.txt");
    assert_eq!(targets(&run.out), readable(&["a/prod.txt", "b/prod.txt"]));
}

#[test]
fn input_that_cannot_be_read_is_named_with_the_reason() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("tape.bin"), [0_u8, 1, 2, 255, 254].repeat(400)).unwrap();
    fs::create_dir(folder.path().join("void")).unwrap();
    fs::File::create(folder.path().join("huge.txt")).unwrap().set_len(513 * 1024 * 1024).unwrap();
    let run = run(folder.path(), "check --format json --from nowhere.txt tape.bin void huge.txt");
    let expected = [
        ("nowhere", "`nowhere.txt`: no such file or directory"),
        ("tape", "`tape.bin`: the file is binary; expected text that ONTAP printed"),
        ("void", "`void`: the folder holds no file with output"),
        ("huge", "`huge.txt`: is larger than 512 MB; keep the answers to the `show` commands of one cluster"),
    ];
    let expected = expected.map(|(name, error)| (name.to_owned(), Some(error.to_owned())));
    assert_eq!(targets(&run.out), expected);
    assert_eq!(run.code, 4);
}

/// A cluster that is ready, with something beside its files.
fn with(beside: impl Fn(&Path)) -> tempfile::TempDir {
    let folder = tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/ready-svm-9.12.1");
    fs::create_dir(folder.path().join("lab")).unwrap();
    for entry in fs::read_dir(sample).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, folder.path().join("lab").join(path.file_name().unwrap())).unwrap();
    }
    beside(&folder.path().join("lab"));
    folder
}

/// Something of which nothing is read.
type Beside = (&'static str, fn(&Path), &'static str);

fn left_out() -> Vec<Beside> {
    let mut all: Vec<Beside> = vec![
        ("lab/bad.txt", |lab| fs::write(lab.join("bad.txt"), [0_u8, 1, 2, 255].repeat(400)).unwrap(), "is binary"),
        ("lab/notes", |lab| write(lab, &[("notes/x.txt", "hello")]), "no answer of ONTAP was recognised in the folder"),
        ("lab/a/b", |lab| write(lab, &[("a/b/x.txt", "hello")]), "no answer of ONTAP was recognised"),
        ("lab/a/b/c/d/e", |lab| write(lab, &[("a/b/c/d/e/x.txt", "hello")]), "lies in 4 other folders"),
        ("lab/shots", |lab| write(lab, &[("shots/x.png", "\u{0}\u{0}\u{1}")]), "is binary"),
    ];
    #[cfg(unix)]
    all.extend::<[Beside; 3]>([
        ("lab/gone.txt", |lab| std::os::unix::fs::symlink("nowhere", lab.join("gone.txt")).unwrap(), "no such file"),
        ("lab/pipe.txt", |lab| assert!(mkfifo(&lab.join("pipe.txt"))), "is no file, but a pipe"),
        ("lab/loop.txt", |lab| std::os::unix::fs::symlink("loop.txt", lab.join("loop.txt")).unwrap(), "symbolic links"),
    ]);
    #[cfg(unix)]
    if is_refused() {
        all.push(("lab/shut.txt", |lab| shut(&lab.join("shut.txt"), false), "permission denied"));
        all.push(("lab/shut", |lab| shut(&lab.join("shut"), true), "permission denied"));
    }
    all
}

#[cfg(unix)]
fn mkfifo(path: &Path) -> bool {
    std::process::Command::new("mkfifo").arg(path).status().unwrap().success()
}

#[cfg(unix)]
fn shut(path: &Path, is_folder: bool) {
    use std::os::unix::fs::PermissionsExt;
    if is_folder {
        fs::create_dir(path).unwrap()
    } else {
        fs::write(path, "hello").unwrap()
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
}

/// Whether a file without permissions cannot be read: root reads it all the same.
#[cfg(unix)]
fn is_refused() -> bool {
    let folder = tempdir().unwrap();
    shut(&folder.path().join("shut"), false);
    fs::read(folder.path().join("shut")).is_err()
}

#[test]
fn what_of_a_cluster_is_not_read_is_in_every_format_and_keeps_it_undecided() {
    for (path, beside, why) in left_out() {
        let folder = with(beside);
        for options in ["check", "check --format json", "check --format junit", "check --select tape-drive-visible"] {
            let told = run(folder.path(), &format!("{options} --now 2026-11-22 --from lab"));
            assert_eq!(told.code, 3, "{path} {options}: {}", told.out);
            let words = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(words.contains(path) && words.contains(why) && words.contains("unreadable"), "{options}: {words}");
        }
        for format in ["human", "json", "csv"] {
            let told = run(folder.path(), &format!("facts --format {format} --from lab"));
            let words = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.code == 3 && words.contains(path) && words.contains(why), "{format}: {words}");
        }
    }
}

#[test]
fn what_is_plainly_something_else_is_passed_over() {
    for beside in [
        |lab: &Path| write(lab, &[("README.md", "\u{0}")]),
        |lab: &Path| write(lab, &[("Readme.txt", "hello"), ("ndmp-preflight.toml", "fail-on = \"should\"")]),
        |lab: &Path| write(lab, &[(".git/config", "\u{0}"), (".DS_Store", "\u{0}")]),
        |lab: &Path| fs::create_dir(lab.join("empty")).unwrap(),
        |lab: &Path| write(lab, &[("Thumbs.db", "\u{0}"), ("desktop.ini", "x")]),
    ] {
        let folder = with(beside);
        let told = run(folder.path(), "check --now 2026-11-22 --from lab");
        assert_eq!(told.code, 0, "{}", told.out);
    }
}

#[test]
fn an_empty_text_is_readable_and_proves_nothing() {
    let folder = tempdir().unwrap();
    write(folder.path(), &[("empty.txt", ""), ("blank.txt", "  \n\n")]);
    for file in ["empty.txt", "blank.txt"] {
        let run = run(folder.path(), &format!("check --allow-unknown --from {file}"));
        assert_eq!(run.code, 3, "{}", run.out);
        assert!(run.out.contains(&format!("note: `{file}`: the file is empty")), "{}", run.out);
    }
}

#[test]
fn standard_input_is_read_once() {
    let folder = tempdir().unwrap();
    let run = run_on(folder.path(), "check --from - -", "hello");
    assert_eq!((run.code, run.err.as_str()), (2, "error: standard input (`-`) can be read only once\n"));
}

#[test]
fn facts_take_the_same_inputs() {
    let folder = tempdir().unwrap();
    write(folder.path(), &[("lab/a.txt", "hello")]);
    let run = run(folder.path(), "facts --format json --from lab nowhere.txt");
    let names: Vec<_> = targets(&run.out).into_iter().map(|(name, _)| name).collect();
    assert_eq!((run.code, names), (4, vec!["lab".to_owned(), "nowhere".to_owned()]));
    assert!(run.out.contains("\"schema\": \"ndmp-preflight/facts/v1\""));
}

#[test]
fn facts_tell_in_full_why_a_line_was_not_read() {
    let folder = tempdir().unwrap();
    let text = "cl1::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
                n1                    true    true\nn2                    truth   false\n  ??? what ???\n\
                2 entries were displayed.\n\ncl1::> ";
    write(folder.path(), &[("a.txt", text)]);
    let brief = run(folder.path(), "facts --from a.txt");
    let full = run(folder.path(), "facts -v --from a.txt");
    assert!(!brief.out.contains("no value of"), "{}", brief.out);
    assert!(full.out.contains("  line 5: `truth` is no value of `health`\n"), "{}", full.out);
    assert!(full.out.contains("  line 6: "), "{}", full.out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_name_that_is_not_unicode_is_read_too() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let folder = tempdir().unwrap();
    let name = OsStr::from_bytes(b"caf\xe9.txt");
    fs::write(folder.path().join(name), "hello").unwrap();
    let mut command = super::program::program(folder.path(), "check --format json --from");
    command.arg(name);
    let run = super::program::ran(command);
    assert_eq!((run.code, targets(&run.out)), (3, readable(&["caf\u{fffd}"])));
}
