//! How the program ends: the same for every format, whatever becomes of the report.

use ndmp_preflight::report::Format;
use std::fs;
use std::process::Stdio;

use super::program::{program, ran, run};
use tempfile::tempdir;

#[test]
fn the_exit_code_is_the_same_for_every_format() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("junk.txt"), "hello\n").unwrap();
    fs::write(folder.path().join("empty.txt"), "").unwrap();
    fs::write(folder.path().join("tape.bin"), [0_u8, 1, 2, 255, 254].repeat(400)).unwrap();
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-outputs");
    let lines = [
        (format!("check --from {samples}/ready-svm-9.9.1"), 0),
        (format!("check --from {samples}/ready-node-scope"), 0),
        (format!("check --from {samples}/ready-node-scope --fail-on should"), 1),
        (format!("check --from {samples}/ready-svm-9.9.1 --scope node"), 1),
        (format!("check --from {samples}/many-faults --allow-unknown"), 1),
        (format!("check --from {samples}/ready-svm-9.9.1/version.txt"), 3),
        (format!("check --from {samples}/ready-svm-9.9.1/version.txt --allow-unknown"), 0),
        (format!("check --from {samples}/many-faults {samples}/ready-svm-9.9.1/version.txt"), 1),
        (format!("check --from {samples}/many-faults nowhere.txt"), 4),
    ];
    let more = [
        ("check --from junk.txt", 3),
        ("check --from junk.txt --allow-unknown", 3),
        ("check --from nowhere.txt", 4),
        ("check --from empty.txt --allow-unknown", 3),
        ("check --from junk.txt tape.bin", 4),
        ("check --from junk.txt nowhere.txt --scope smv", 2),
        ("check --from junk.txt nowhere.txt --select no-such-rule", 2),
        ("check host:0", 2),
        ("check --all", 2),
        ("check", 2),
    ];
    let more = more.map(|(line, code)| (line.to_owned(), code));
    for (line, code) in lines.into_iter().chain(more) {
        for format in Format::words() {
            let run = run(folder.path(), &format!("{line} --format {format}"));
            assert_eq!(run.code, code, "{line} --format {format}: {}", run.err);
            assert_eq!(run.out.is_empty(), code == 2, "{line}: a report comes out unless nothing was judged");
        }
    }
}

#[test]
fn the_demo_ends_as_its_json_says_in_every_format() {
    let folder = tempdir().unwrap();
    let json = run(folder.path(), "check --demo --format json");
    let report: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(report["exit_code"], json.code);
    for format in Format::words() {
        assert_eq!(run(folder.path(), &format!("check --demo --format {format}")).code, json.code);
    }
}

#[test]
fn a_closed_pipe_ends_the_output_quietly_and_keeps_the_exit_code() {
    let folder = tempdir().unwrap();
    for format in Format::words() {
        let mut command = program(folder.path(), &format!("check --demo --format {format}"));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The report is longer than a pipe holds only on few systems; a closed one refuses the first byte everywhere.
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        let said = String::from_utf8(done.stderr).unwrap();
        assert_eq!(
            (done.status.code(), said.contains("panicked"), said.contains("pipe")),
            (Some(1), false, false),
            "{said}"
        );
    }
}

#[test]
fn help_and_version_end_with_0() {
    let folder = tempdir().unwrap();
    for line in ["--help", "--version", "check --help", "facts --help", "rules", "rules --format json"] {
        assert_eq!(run(folder.path(), line).code, 0, "{line}");
    }
}

#[test]
fn an_unknown_rule_is_not_explained() {
    let folder = tempdir().unwrap();
    let run = run(folder.path(), "explain no-such-rule");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.starts_with("error: no rule and no application is called `no-such-rule`"), "{}", run.err);
}

#[test]
fn every_rule_page_says_what_its_verdict_rests_on_and_since_when() {
    let folder = tempdir().unwrap();
    for rule in &ndmp_preflight::rule::Catalog::embedded().unwrap().rules {
        let page = run(folder.path(), &format!("explain {}", rule.id)).out;
        let (head, _) = page.split_once("\nfile ").unwrap();
        assert_eq!(head.matches("\nrests on   ").count(), 1, "{}", rule.id);
        assert_eq!(head.matches("\nsince      ONTAP 9").count(), 1, "{}", rule.id);
        let variants = if rule.fixes.len() > 1 { rule.fixes.len() } else { 0 };
        assert_eq!(head.matches("\nwhere      ").count(), variants, "{}", rule.id);
    }
    let explained = |rule: &str| {
        let mut command = program(folder.path(), &format!("explain {rule}"));
        command.env("COLUMNS", "140");
        ran(command).out
    };
    let page = explained("lif-service-ndmp");
    let told = "rests on   `network interface show`: vserver, lif, role, service-policy (from ONTAP 9.10.1)\n";
    assert!(page.contains(told), "{page}");
    assert!(page.contains("since      ONTAP 9.10.1; by the edition of 2023-02-24\n"), "{page}");
    let page = explained("lif-up");
    let first = "where      somebody took the LIF down\nfix        network interface modify -vserver {vserver} -lif {lif} -status-admin up\n";
    assert!(page.contains(first), "{page}");
    assert!(page.contains("where      nothing above fits\ncheck"), "{page}");
}
