//! One report out of many.

use std::fs;

use serde_json::Value;
use tempfile::tempdir;

use super::{SAMPLES, json, program, report};

#[test]
fn shards_make_the_report_of_the_whole() {
    let folder = tempdir().unwrap();
    let mut files = Vec::new();
    for (at, sample) in SAMPLES.iter().enumerate() {
        // In turn as JSON and as lines.
        let format = ["json", "jsonl"][at % 2];
        let name = format!("{at}.{format}");
        fs::write(folder.path().join(&name), report(sample, &format!("--format {format}"))).unwrap();
        files.push(name);
    }
    let whole = report(&SAMPLES.join(" "), "--format json");
    let merged = program::run(folder.path(), &format!("merge {}", files.join(" ")));
    assert_eq!(json(&merged.out), json(&whole));
    assert_eq!(Some(i64::from(merged.code)), json(&whole)["exit_code"].as_i64());
    // Of what stands in no JSON these formats tell nothing.
    for format in ["tap", "openmetrics", "gitlab", "markdown", "github"] {
        let own = program::run(folder.path(), &format!("merge {} --format {format}", files.join(" "))).out;
        let whole = report(&SAMPLES.join(" "), &format!("--format {format}"));
        assert_eq!(own, whole, "{format}");
    }
    let piped = program::run_on(folder.path(), "merge -", &whole);
    assert_eq!(json(&piped.out), json(&whole), "{}", piped.err);
    let twice = program::run(folder.path(), "merge 0.json 0.json");
    assert_eq!(json(&twice.out)["targets"].as_array().map(Vec::len), Some(2));
}

/// The exit code is the gravest of them: 4, 1, 3, 0; an option that made a shard's own counts on.
#[test]
fn it_ends_as_the_gravest() {
    let folder = tempdir().unwrap();
    let save = |name: &str, sample: &str, options: &str| {
        fs::write(folder.path().join(name), report(sample, &format!("--format json {options}"))).unwrap();
    };
    save("0", "ready-svm-9.12.1", "");
    save("1", "many-faults", "");
    save("3", "mail-damaged.txt", "");
    save("4", "no-such-file", "");
    save("should", "ready-node-scope", "--fail-on should");
    let code = |line: &str| program::run(folder.path(), &format!("merge {line}")).code;
    let own =
        |name: &str| json(&fs::read_to_string(folder.path().join(name)).unwrap())["exit_code"].as_i64().unwrap() as i32;
    assert_eq!((own("0"), own("1"), own("3"), own("4"), own("should")), (0, 1, own("3"), 4, 1));
    assert_eq!(code("0 1"), 1);
    assert_eq!(code("0 1 4"), 4);
    assert_eq!(code("0 should"), 1);
    assert_eq!(code("0 0"), 0);
    assert_eq!(code("0 should --format tap"), 1);
}

#[test]
fn what_is_no_report_or_half_of_one_is_an_error() {
    let folder = tempdir().unwrap();
    let lines = report("many-faults", "--format jsonl");
    let cut = lines.lines().next().unwrap();
    let mut other: Value = json(&report("many-faults", "--format json"));
    other["schema"] = "ndmp-preflight/report/v2".into();
    let mut odd: Value = json(&report("many-faults", "--format json"));
    odd["targets"][0]["outcomes"][0]["verdict"] = "maybe".into();
    let cases = [
        ("cut", cut.to_owned(), "is cut: its last line, which says what all targets are together, is missing"),
        ("other", other.to_string(), "expected `\"schema\": \"ndmp-preflight/report/v1\"`"),
        ("odd", odd.to_string(), "unknown variant `maybe`"),
        ("empty", String::new(), "is empty"),
        ("text", "cluster1::> version".to_owned(), "is no report of this program"),
        ("half", report("many-faults", "--format json")[..2000].to_owned(), "is no report of this program"),
    ];
    for (name, text, wanted) in cases {
        fs::write(folder.path().join(name), text).unwrap();
        let ran = program::run(folder.path(), &format!("merge {name}"));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{name}");
        assert!(ran.err.contains(wanted) && ran.err.contains(name), "{name}: {}", ran.err);
    }
}
