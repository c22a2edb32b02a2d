//! What changed between two runs.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::{json, program, report, samples};

/// A session, and the same with a LIF that fails over elsewhere.
fn sides() -> TempDir {
    let folder = tempdir().unwrap();
    let text = fs::read_to_string(samples().join("terminal-transcript.txt")).unwrap().replace("\r\n", "\n");
    let worse = text.replacen("dunkeld-01:e0M        local-only", "dunkeld-01:e0M        disabled  ", 1);
    assert_ne!(text, worse);
    fs::write(folder.path().join("before.txt"), text).unwrap();
    fs::write(folder.path().join("after.txt"), worse).unwrap();
    folder
}

fn diff(folder: &Path, line: &str) -> (i32, Value) {
    let ran = program::run(folder, &format!("diff {line} --format json --now 2026-11-22"));
    (ran.code, json(&ran.out))
}

fn turns(value: &Value) -> Vec<(String, String)> {
    let changes = value["targets"][0]["changes"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    changes.iter().map(|turn| (text(&turn["kind"]), text(&turn["rule"]))).collect()
}

#[test]
fn what_turned_is_told_with_the_words_before_and_after() {
    let folder = sides();
    let (code, value) = diff(folder.path(), "before.txt after.txt");
    assert_eq!((code, value["schema"].as_str()), (1, Some("ndmp-preflight/diff/v1")));
    assert_eq!(turns(&value), [("red".to_owned(), "lif-failover-local".to_owned())]);
    let turn = &value["targets"][0]["changes"][0];
    assert_eq!(turn["before"]["evidence"][0]["text"], "local-only");
    assert_eq!(turn["after"]["evidence"][0]["text"], "disabled");
    assert_eq!((&value["targets"][0]["before"], &value["targets"][0]["after"]), (&"ready".into(), &"not-ready".into()));
    let (code, back) = diff(folder.path(), "after.txt before.txt");
    assert_eq!((code, turns(&back)), (0, vec![("green".to_owned(), "lif-failover-local".to_owned())]));
    let (code, same) = diff(folder.path(), "before.txt before.txt");
    assert_eq!((code, turns(&same)), (0, Vec::new()));
    let human = program::run(folder.path(), "diff before.txt after.txt --now 2026-11-22").out;
    assert!(human.contains("Turned red\n  pass -> fail  must lif-failover-local"), "{human}");
    assert!(human.contains("local-only") && human.contains("^^^^^^^^"), "{human}");
}

/// Reports say as much as the captures that they are of; and one may be held against the other.
#[test]
fn reports_are_compared_as_captures_are() {
    let folder = sides();
    for name in ["before", "after"] {
        let ran = program::run(folder.path(), &format!("check --from {name}.txt --now 2026-11-22 --format json"));
        fs::write(folder.path().join(format!("{name}.json")), ran.out).unwrap();
    }
    let (_, wanted) = diff(folder.path(), "before.txt after.txt");
    for line in ["before.json after.json", "before.json after.txt", "before.txt after.json"] {
        let (code, value) = diff(folder.path(), line);
        assert_eq!((code, &value), (1, &wanted), "{line}");
    }
}

#[test]
fn clusters_of_a_fleet_are_compared_by_name() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("a.json"), report("many-faults ready-svm-9.12.1", "--format json")).unwrap();
    fs::write(folder.path().join("b.jsonl"), report("ready-svm-9.12.1 ready-svm-9.9.1", "--format jsonl")).unwrap();
    let (code, value) = diff(folder.path(), "a.json b.jsonl");
    // One of them is not there any more.
    assert_eq!(code, 4, "{value}");
    let of: Vec<(&str, bool, bool, usize)> = value["targets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let changes = one["changes"].as_array().unwrap().len();
            (one["target"].as_str().unwrap(), one["before"].is_null(), one["after"].is_null(), changes)
        })
        .collect();
    assert_eq!(of[1], ("ready-svm-9.12.1", false, false, 0), "{of:?}");
    assert_eq!((of[0].0, of[0].1, of[0].2), ("many-faults", false, true), "{of:?}");
    assert_eq!((of[2].0, of[2].1, of[2].2), ("ready-svm-9.9.1", true, false), "{of:?}");
    assert!(of[0].3 > 50 && of[2].3 > 50, "{of:?}");
}

#[test]
fn two_clusters_are_compared_and_said_to_be_two() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("a.json"), report("many-faults", "--format json")).unwrap();
    fs::write(folder.path().join("b.json"), report("ready-svm-9.9.1", "--format json")).unwrap();
    let (code, value) = diff(folder.path(), "a.json b.json");
    let remark = value["targets"][0]["remark"].as_str().unwrap();
    assert_eq!(remark, "these are two clusters, tweed before and drumnadrochit-prd after: compare runs of one");
    assert_eq!(code, 0, "nothing turned red");
    let ran = program::run(folder.path(), "diff a.json b.json");
    assert!(ran.out.contains("\nnote: these are two clusters, tweed before"), "{}", ran.out);
    let (_, same) = diff(folder.path(), "a.json a.json");
    assert_eq!(same["targets"][0].get("remark"), None);
}

#[test]
fn a_side_that_cannot_be_read_is_told() {
    let folder = sides();
    let ran = program::run(folder.path(), "diff before.txt nothing.txt --format json");
    assert_eq!(ran.code, 4, "{}", ran.out);
    // A list of all that is known of the other side would say nothing; the name that was mistyped says it.
    for (line, told) in [
        ("before.txt nothing.txt", "after: `nothing.txt`: no such file or directory"),
        ("nothing.txt before.txt", "before: `nothing.txt`: no such file or directory"),
        ("nothing.txt nowhere.txt", "after: `nowhere.txt`: no such file or directory"),
    ] {
        let (code, value) = diff(folder.path(), line);
        let remark = value["targets"][0]["remark"].as_str().unwrap();
        assert!(code == 4 && remark.contains(told), "{line}: {code} {remark}");
        assert_eq!(turns(&value), [], "{line}");
        let human = program::run(folder.path(), &format!("diff {line} --now 2026-11-22")).out;
        assert!(!human.contains("nothing changed") && human.lines().count() < 8, "{human}");
    }
    fs::write(folder.path().join("bad.json"), "{\"schema\": 1}").unwrap();
    let ran = program::run(folder.path(), "diff before.txt bad.json");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("`bad.json`"), "{}", ran.err);
}
