//! The sheet for the backup administrator, through the program: every format is read back.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod applications;
mod formats;
mod hostile;
mod hosts;
mod missing;
mod node_scope;
#[path = "../cli/program.rs"]
mod program;
mod tapes;

use std::fs;
use std::path::Path;

use program::{Ran, run, run_on};
use serde_json::Value;
use tempfile::{TempDir, tempdir};

/// A cluster in SVM scope: everything is told, and one LIF is down.
const CLYDE: &str = include_str!("clyde.txt");

/// The same with the LIF that is down up.
fn ready() -> String {
    edited(CLYDE, "192.0.2.23    up           down", "192.0.2.23    up           up  ")
}

/// The text with one thing in the place of another, which must be there.
fn edited(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "nothing like `{from}`");
    text.replace(from, to)
}

/// The text without the answer to a command.
fn without(text: &str, command: &str) -> String {
    let head = format!("clyde::> {command}");
    let (before, rest) = text.split_once(&head).unwrap_or_else(|| panic!("no `{command}`"));
    let end = rest.find("\nclyde::>").unwrap();
    format!("{before}{}", &rest[end + 1..])
}

/// A folder that holds the text as `cap.txt`.
fn folder(text: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("cap.txt"), text).unwrap();
    folder
}

/// What `handoff` says of the text.
fn handoff(text: &str, options: &str) -> Ran {
    run(folder(text).path(), &format!("handoff --from cap.txt {options}"))
}

/// The one target of the sheet, as JSON.
fn sheet(text: &str, options: &str) -> Value {
    let ran = handoff(text, &format!("--format json {options}"));
    let value: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    assert_eq!(value["schema"], "ndmp-preflight/handoff/v1");
    assert_eq!(value["targets"].as_array().unwrap().len(), 1);
    value["targets"][0].clone()
}

/// The values of a key of all things, `null` where it is not told.
fn values(things: &Value, key: &str) -> Vec<Value> {
    things.as_array().unwrap().iter().map(|thing| thing[key]["value"].clone()).collect()
}

/// The plain form of all formats.
const FORMATS: [&str; 4] = ["human", "markdown", "csv", "json"];

#[test]
fn the_exit_code_is_that_of_check() {
    let ready = ready();
    let undecided = without(&ready, "options tape.reservations");
    for (text, options, code) in [
        (ready.as_str(), "--reservations scsi", 0),
        (CLYDE, "--reservations scsi", 1),
        (&ready, "--reservations persistent", 1),
        (&undecided, "--reservations scsi", 3),
        (&undecided, "--reservations scsi --allow-unknown", 0),
        ("nothing of a cluster\n", "", 3),
        (&ready, "--format xml", 2),
        (&ready, "--dma nobody", 2),
    ] {
        assert_eq!(handoff(text, options).code, code, "{options}");
        if options != "--format xml" {
            let check = run(folder(text).path(), &format!("check --from cap.txt {options}"));
            assert_eq!(check.code, code, "{options}");
        }
    }
    let ran = run(Path::new("/"), "handoff --from no-such-file --format json");
    assert_eq!(ran.code, 4);
    let value: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(value["targets"][0]["verdict"], "unreadable");
    assert!(value["targets"][0]["error"].as_str().unwrap().contains("no-such-file"));
}

#[test]
fn what_is_open_stands_on_top_and_a_sheet_that_is_not_ready_says_so() {
    let ran = handoff(CLYDE, "--reservations scsi");
    assert_eq!(ran.code, 1, "{}", ran.out);
    let at = |words: &str| ran.out.find(words).unwrap_or_else(|| panic!("no `{words}`: {}", ran.out));
    assert!(at("NOT READY  a draft") < at("Open points"), "{}", ran.out);
    assert!(at("fail    must   lif-up") < at("Host to register"));
    assert!(at("n2_ic2 is up/down, not up/up") < at("\nCluster"));
    let target = sheet(CLYDE, "--reservations scsi");
    assert_eq!(target["verdict"], "not-ready");
    assert_eq!(target["open"][0]["rule"], "lif-up");
    assert_eq!(target["open"][0]["subject"]["lif"], "n2_ic2");
    for (format, first) in [("markdown", "**NOT READY**: a draft"), ("csv", "not-ready,NOT READY: a draft")] {
        let out = handoff(CLYDE, &format!("--reservations scsi --format {format}")).out;
        assert!(out.find(first).unwrap() < out.find("192.0.2.21").unwrap(), "{out}");
    }
    let done = handoff(&ready(), "--reservations scsi");
    assert!(done.out.contains("READY  every applicable must rule passed"), "{}", done.out);
    assert!(!done.out.contains("Open points") && !done.out.contains("draft"), "{}", done.out);
}

#[test]
fn failures_come_before_unknowns_and_waived_ones_last() {
    let text = without(CLYDE, "options tape.reservations");
    let folder = folder(&text);
    let waiver = "[[waiver]]\nrule = \"lif-up\"\nonly = { lif = \"n2_ic2\" }\nreason = \"cable\"\nuntil = 2999-12-31\n";
    fs::write(folder.path().join("ndmp-preflight.toml"), waiver).unwrap();
    let line = "handoff --from cap.txt --format json --scope node --reservations scsi";
    let value: Value = serde_json::from_str(&run(folder.path(), line).out).unwrap();
    let open = value["targets"][0]["open"].as_array().unwrap();
    let verdicts: Vec<&str> = open.iter().map(|point| point["verdict"].as_str().unwrap()).collect();
    let mut sorted = verdicts.clone();
    sorted.sort_by_key(|verdict| ["fail", "unknown", "waived"].iter().position(|known| known == verdict));
    assert_eq!(verdicts, sorted);
    assert!(["fail", "unknown", "waived"].iter().all(|verdict| verdicts.contains(verdict)), "{verdicts:?}");
}

#[test]
fn a_report_goes_into_a_file_and_never_over_what_is_read() {
    let folder = folder(&ready());
    let ran =
        run(folder.path(), "handoff --from cap.txt --reservations scsi --report csv=a.csv --report markdown=b.md");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        fs::read_to_string(folder.path().join("a.csv")).unwrap().starts_with("table,target,verdict,standing,error\n")
    );
    assert!(fs::read_to_string(folder.path().join("b.md")).unwrap().starts_with("# Hand-off sheet: cap\n"));
    for wrong in ["csv=cap.txt", "junit=a.xml", "csv", "csv=-"] {
        let ran = run(folder.path(), &format!("handoff --from cap.txt --report {wrong}"));
        assert_eq!(ran.code, 2, "{wrong}: {}", ran.err);
    }
    assert!(fs::read_to_string(folder.path().join("cap.txt")).unwrap().starts_with("clyde::>"));
}

#[test]
fn the_demonstration_has_a_sheet_in_every_format() {
    for format in FORMATS {
        let ran = run(Path::new("/"), &format!("handoff --demo --dma netbackup --format {format}"));
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert!(ran.out.contains("stsw-teviot-01:3.126"), "{format}");
    }
}

#[test]
fn pasted_text_has_a_sheet_too() {
    let ran = run_on(Path::new("/"), "handoff --from - --dma netbackup", &ready());
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.starts_with("== stdin  hand-off sheet\nREADY"), "{}", ran.out);
}

#[test]
fn two_clusters_have_a_sheet_each() {
    let folder = folder(&ready());
    fs::write(folder.path().join("other.txt"), ready().replace("clyde", "forth")).unwrap();
    let line = "handoff --from cap.txt other.txt --format json --reservations scsi";
    let value: Value = serde_json::from_str(&run(folder.path(), line).out).unwrap();
    let names = value["targets"].as_array().unwrap().iter().map(|target| &target["sheet"]["cluster"]["name"]["value"]);
    assert_eq!(names.collect::<Vec<_>>(), ["clyde", "forth"]);
    let csv = run(folder.path(), "handoff --from cap.txt other.txt --format csv --reservations scsi").out;
    assert_eq!(csv.matches("table,target,address,why").count(), 1, "rows of the same table stand together: {csv}");
}
