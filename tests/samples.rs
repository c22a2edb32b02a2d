//! The made-up clusters of `sample-outputs/`: the program judges each as its README says, and its reports stay as read.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const SAMPLES: [&str; 7] = [
    "ready-svm-9.9.1",
    "ready-svm-9.12.1",
    "ready-node-scope",
    "document-two-nodes",
    "many-faults",
    "terminal-transcript.txt",
    "mail-damaged.txt",
];

/// Exit code and standard output of `check` on a sample.
fn check(sample: &str, options: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"));
    let path = format!("sample-outputs/{sample}");
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "--from", &path, "--now", "2026-11-22"])
        .args(options)
        .env_remove("COLUMNS");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("NDMP_PREFLIGHT_")) {
        command.env_remove(name);
    }
    let done = command.output().unwrap();
    (done.status.code().unwrap(), String::from_utf8(done.stdout).unwrap())
}

fn report(sample: &str) -> Value {
    serde_json::from_str(&check(sample, &["--format", "json"]).1).unwrap()
}

/// `verdict rule key=value ...` of every outcome that is neither a pass nor not applicable.
fn outcomes(report: &Value) -> BTreeSet<String> {
    let outcomes =
        report["targets"].as_array().unwrap().iter().flat_map(|target| target["outcomes"].as_array().unwrap());
    let open = outcomes.filter(|outcome| !matches!(outcome["verdict"].as_str(), Some("pass" | "not-applicable")));
    open.map(|outcome| {
        let subject = outcome["subject"].as_object().unwrap();
        line(
            outcome["verdict"].as_str().unwrap(),
            outcome["rule"].as_str().unwrap(),
            &subject.iter().map(|(k, v)| format!("{k}={}", v.as_str().unwrap())).collect::<Vec<_>>(),
        )
    })
    .collect()
}

fn line(verdict: &str, rule: &str, subject: &[String]) -> String {
    let mut subject = subject.to_vec();
    subject.sort();
    format!("{verdict} {rule} {}", if subject.is_empty() { "{}".to_owned() } else { subject.join(" ") })
}

/// The `expect` block below the heading of a sample in the README.
fn expected(sample: &str) -> BTreeSet<String> {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/README.md")).unwrap();
    let section = readme.split(&format!("\n## {sample}\n")).nth(1).unwrap_or_else(|| panic!("no section for {sample}"));
    let block = section.split("```expect\n").nth(1).unwrap().split("```").next().unwrap();
    block
        .lines()
        .filter(|text| !text.trim().is_empty())
        .map(|text| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let subject: Vec<String> =
                words[2..].iter().filter(|word| word.contains('=')).map(|word| (*word).to_owned()).collect();
            line(words[0], words[1], &subject)
        })
        .collect()
}

#[test]
fn each_sample_is_judged_as_its_readme_says() {
    for sample in SAMPLES.into_iter().filter(|sample| *sample != "mail-damaged.txt") {
        assert_eq!(outcomes(&report(sample)), expected(sample), "{sample}");
    }
}

#[test]
fn a_damaged_mail_shows_its_fault_and_no_other() {
    let seen = outcomes(&report("mail-damaged.txt"));
    let fails: BTreeSet<String> = seen.iter().filter(|line| line.starts_with("fail")).cloned().collect();
    let wanted: BTreeSet<String> =
        expected("mail-damaged.txt").into_iter().filter(|line| line.starts_with("fail")).collect();
    assert_eq!(fails, wanted);
}

#[test]
fn exit_codes_are_those_of_the_readme() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/README.md")).unwrap();
    for sample in SAMPLES {
        let row = readme.lines().find(|row| row.starts_with(&format!("| `{sample}"))).unwrap();
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (code, _) = check(sample, &[]);
        assert_eq!(code.to_string(), cells[cells.len() - 2], "{sample}");
    }
}

/// The rules whose outcomes the kept reports show, of each form one: others come and go without a change to them.
const SHOWN: &str = "capture-secret,intercluster-lif-per-node,lif-failover-local,ndmp-user,svm-ndmp-preferred-role,\
    node-ndmp-enabled,tape-drive-qualified,tape-reservations-uniform";

/// The report without the line that counts the rules which were left out.
fn without_left_out(report: &str) -> String {
    let (before, after) = report.split_once("left out").unwrap();
    let after = after.split_inclusive('\n').skip(1).skip_while(|line| line.starts_with("          "));
    before.to_owned() + &after.collect::<String>()
}

#[test]
fn reports_for_people_stay_as_read() {
    for sample in SAMPLES {
        let (_, report) = check(sample, &["--color", "never", "--select", SHOWN]);
        insta::assert_snapshot!(format!("human-{sample}"), without_left_out(&report));
    }
}

#[test]
fn json_reports_stay_as_read() {
    for sample in SAMPLES {
        let mut report: Value =
            serde_json::from_str(&check(sample, &["--format", "json", "--select", SHOWN]).1).unwrap();
        assert!(report.as_object_mut().unwrap().remove("left_out").is_some());
        insta::assert_snapshot!(format!("json-{sample}"), serde_json::to_string_pretty(&report).unwrap());
    }
}
