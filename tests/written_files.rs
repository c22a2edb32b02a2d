//! What becomes of files: whole or not there, nobody else's, where the links lead, and never over what is read.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use program::{Ran, program, ran, run};
use tempfile::{TempDir, tempdir};

const SESSION: &str = include_str!("../sample-outputs/many-faults/session.txt");

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Runs a line of the shell in the folder, in which `$P` is the program.
fn shell(folder: &Path, line: &str) -> Ran {
    let own = program(folder, "");
    let mut command = Command::new("sh");
    command.args(["-c", line]).current_dir(folder).env("P", own.get_program()).stdin(Stdio::null());
    for (name, value) in own.get_envs() {
        let _ = match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    ran(command)
}

/// All names in the folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn place() -> TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("session.txt"), SESSION).unwrap();
    folder
}

#[test]
fn a_report_keeps_the_mode_that_it_had_and_a_new_one_has_the_umask_s() {
    for (umask, usual) in [("0", 0o666), ("022", 0o644), ("077", 0o600)] {
        for before in [0o600, 0o640, 0o664, 0o444] {
            let folder = place();
            let at = |name: &str| folder.path().join(name);
            fs::write(at("old.json"), "old").unwrap();
            fs::set_permissions(at("old.json"), fs::Permissions::from_mode(before)).unwrap();
            let line = format!("umask {umask}; exec \"$P\" check --demo --report json=old.json --report junit=new.xml");
            assert_eq!(shell(folder.path(), &line).code, 1);
            assert_eq!((mode(&at("old.json")), mode(&at("new.xml"))), (before, usual), "umask {umask}, {before:o}");
            assert!(fs::read_to_string(at("old.json")).unwrap().starts_with('{'));
        }
    }
}

#[test]
fn what_waits_under_the_name_of_a_draft_is_not_written_to() {
    let folder = place();
    fs::write(folder.path().join("victim"), "mine").unwrap();
    // `exec` keeps the number of the process, which names were made of.
    let line = "for name in .out.json.$$.tmp .out.json.tmp out.json.tmp out.json.$$; do ln -s victim $name; done; \
        exec \"$P\" check --demo --report json=out.json";
    let done = shell(folder.path(), line);
    assert_eq!(done.code, 1, "{}", done.err);
    assert_eq!(fs::read_to_string(folder.path().join("victim")).unwrap(), "mine");
    assert!(fs::symlink_metadata(folder.path().join("out.json")).unwrap().is_file());
}

#[test]
fn two_reports_never_share_a_file_whatever_they_call_it() {
    let folder = place();
    fs::create_dir(folder.path().join("sub")).unwrap();
    fs::write(folder.path().join("there.json"), "old").unwrap();
    symlink("there.json", folder.path().join("link.json")).unwrap();
    symlink("later.json", folder.path().join("dangling.json")).unwrap();
    symlink("dangling.json", folder.path().join("chain.json")).unwrap();
    symlink(".", folder.path().join("here")).unwrap();
    let absolute = folder.path().join("out.json").display().to_string();
    for (one, other) in [
        ("out.json", "out.json"),
        ("out.json", "./out.json"),
        ("out.json", "sub/../out.json"),
        ("out.json", &absolute),
        ("out.json", "here/out.json"),
        ("there.json", "link.json"),
        ("later.json", "dangling.json"),
        ("later.json", "here/chain.json"),
    ] {
        let done = run(folder.path(), &format!("check --demo --report json={one} --report junit={other}"));
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{one}, {other}");
        assert!(done.err.contains("two reports would be written to "), "{}", done.err);
        assert!(done.err.contains(one) && done.err.contains(other), "{}", done.err);
    }
    assert_eq!(fs::read_to_string(folder.path().join("there.json")).unwrap(), "old");
    let apart = run(folder.path(), "check --demo --report json=out.json --report junit=sub/out.json");
    assert_eq!(apart.code, 1, "{}", apart.err);
}

#[test]
fn a_report_is_not_written_over_what_is_read() {
    let folder = place();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("cluster/more")).unwrap();
    fs::create_dir(at("rules")).unwrap();
    fs::write(at("cluster/version.txt"), "NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n").unwrap();
    fs::write(at("own.toml"), "tape = \"local\"\n").unwrap();
    fs::write(at("key"), "a key\n").unwrap();
    let profile = include_str!("../rules/profiles/bareos.toml").replacen("bareos", "other", 1);
    fs::create_dir(at("rules/profiles")).unwrap();
    fs::write(at("rules/profiles/other.toml"), profile).unwrap();
    symlink("session.txt", at("link.txt")).unwrap();
    symlink("cluster", at("same")).unwrap();
    let before = names(folder.path());
    for (words, report) in [
        ("--from session.txt", "session.txt"),
        ("--from session.txt", "./session.txt"),
        ("--from session.txt", "link.txt"),
        ("--from link.txt", "session.txt"),
        ("--from cluster/version.txt session.txt", "session.txt"),
        ("--from cluster", "cluster/version.txt"),
        ("--from cluster", "cluster/report.json"),
        ("--from cluster", "same/report.json"),
        ("--from same", "cluster/more/report.json"),
        ("--from cluster/", "cluster/more/../report.json"),
        ("--from session.txt --config own.toml", "own.toml"),
        ("--from session.txt --rules rules", "rules/profiles/other.toml"),
        ("cluster1 --identity key", "key"),
        ("cluster1 -o kept", "cluster/../link.txt/../kept.ndmp.tar.gz"),
    ] {
        let done = run(folder.path(), &format!("check {words} --report json={report}"));
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{words}, {report}: {}", done.err);
        assert!(done.err.starts_with("error: ") && done.err.lines().count() == 1, "{}", done.err);
    }
    assert_eq!(fs::read_to_string(at("session.txt")).unwrap(), SESSION);
    assert_eq!(fs::read_to_string(at("own.toml")).unwrap(), "tape = \"local\"\n");
    assert_eq!(fs::read_to_string(at("key")).unwrap(), "a key\n");
    assert_eq!(names(folder.path()), before);
    let beside = run(folder.path(), "check --from cluster --report json=cluster-report.json");
    assert_eq!(beside.code, 3, "{}", beside.err);
}

#[test]
fn a_link_is_followed_and_stays_a_link() {
    let folder = place();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("reports")).unwrap();
    fs::write(at("reports/there.json"), "old").unwrap();
    symlink("reports/there.json", at("there")).unwrap();
    symlink("reports/new.json", at("new")).unwrap();
    symlink("circle", at("circle")).unwrap();
    symlink("nowhere/out.json", at("lost")).unwrap();
    for name in ["there", "new"] {
        let done = run(folder.path(), &format!("check --demo -v --report json={name}"));
        let told = format!("note: report `{name}`, a link to `");
        assert!(done.code == 1 && done.err.contains(&told), "{}", done.err);
        assert!(fs::symlink_metadata(at(name)).unwrap().is_symlink(), "{name}");
        let report = fs::read_to_string(at(&format!("reports/{name}.json"))).unwrap();
        assert!(report.starts_with('{') && report.ends_with("}\n"), "{name}");
    }
    assert_eq!(names(&at("reports")), ["new.json", "there.json"]);
    let circle = run(folder.path(), "check --demo --report json=circle");
    assert!(circle.code == 2 && circle.err.contains("its links lead in a circle"), "{}", circle.err);
    let lost = run(folder.path(), "check --demo --report json=lost");
    assert!(lost.code == 2 && lost.err.contains("`lost`, a link to `nowhere/out.json`"), "{}", lost.err);
}

/// Starts a run with a report that takes its time, and ends it with a signal as soon as `is_time`. Gives how it ended.
fn ended(folder: &Path, signal: &str, is_time: impl Fn(Instant) -> bool) -> Option<i32> {
    let mut command = program(folder, "check --from fleet --format json --report json=out/report.json");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let start = Instant::now();
    while !is_time(start) && child.try_wait().unwrap().is_none() {
        thread::yield_now();
    }
    let _ = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).stderr(Stdio::null()).status();
    child.wait().unwrap().code()
}

#[test]
fn a_signal_leaves_the_old_report_or_the_new_one_and_nothing_beside_it() {
    let folder = tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for number in 0..16 {
        fs::create_dir_all(at(&format!("fleet/c{number}"))).unwrap();
        fs::write(at(&format!("fleet/c{number}/session.txt")), SESSION).unwrap();
    }
    fs::create_dir(at("out")).unwrap();
    let start = Instant::now();
    let whole = run(folder.path(), "check --from fleet --format json --report json=out/report.json");
    let (whole, length) = (whole.out, start.elapsed());
    let mut in_the_middle = 0;
    for run in 0..24_u32 {
        fs::write(at("out/report.json"), "old").unwrap();
        let is_drafted = || names(&at("out")).len() > 1;
        // Every second run is ended while its report is written, the others at any time.
        let moment = length * run / 24;
        let is_time = |start: Instant| if run % 2 == 0 { is_drafted() } else { start.elapsed() >= moment };
        let signal = ["TERM", "INT", "HUP"][run as usize % 3];
        let code = ended(folder.path(), signal, is_time);
        in_the_middle += u32::from(matches!(code, Some(143 | 130 | 129)));
        assert_eq!(names(&at("out")), ["report.json"], "run {run}, {signal}, ended with {code:?}");
        let report = fs::read_to_string(at("out/report.json")).unwrap();
        assert!(report == "old" || report == whole, "run {run}, {signal}, ended with {code:?}");
        thread::sleep(Duration::from_millis(1));
    }
    assert!(in_the_middle > 0, "no run was ended before it was done");
}
