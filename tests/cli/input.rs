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
    assert_eq!(targets(&beside.out), readable(&["fleet", "b"]));
    assert!(
        beside.err.starts_with("note: `fleet/a` holds no answer of ONTAP; the folder was passed over\n"),
        "{}",
        beside.err
    );
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

#[test]
fn one_bad_file_among_good_ones_is_told_and_the_rest_is_judged() {
    let folder = tempdir().unwrap();
    write(folder.path(), &[("lab/a.txt", "hello")]);
    fs::write(folder.path().join("lab/bad.txt"), [0_u8, 1, 2, 255, 254].repeat(400)).unwrap();
    let run = run(folder.path(), "check --from lab");
    assert_eq!(run.code, 3);
    assert!(
        run.out.contains(
            "note: `lab/bad.txt`: the file is binary; expected text that ONTAP printed; the other files were read"
        ),
        "{}",
        run.out
    );
    let machine = run_on(folder.path(), "check --format json --jobs 2 --from lab", "");
    assert_eq!(
        machine.err,
        "note: lab: `lab/bad.txt`: the file is binary; expected text that ONTAP printed; the other files were read\n"
    );
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
