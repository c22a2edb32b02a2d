//! Fleets: more targets than are judged at the same time, whose report still begins with the verdict on all.

use ndmp_preflight::report::Format;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;
use tempfile::tempdir;

use super::program::{program, run};

const MANY: usize = 150;

/// So many clusters, the last of which still runs an old release.
fn fleet(folder: &Path, many: usize) {
    for number in 0..many {
        let release = if number + 1 == many { "8.3.2" } else { "9.12.1P4" };
        let text = format!(
            "c{number:03}::> version\nNetApp Release {release}: Thu Jun 15 12:03:10 UTC 2023\n\nc{number:03}::>\n"
        );
        let cluster = folder.join(format!("fleet/c{number:03}"));
        fs::create_dir_all(&cluster).unwrap();
        fs::write(cluster.join("session.txt"), text).unwrap();
    }
}

#[test]
fn the_verdict_on_all_stands_before_the_first_target_and_all_come_in_order() {
    let folder = tempdir().unwrap();
    fleet(folder.path(), MANY);
    let all = run(folder.path(), "check --format json --from fleet --select ontap-version");
    assert_eq!(all.code, 1, "{}", all.err);
    let json: Value = serde_json::from_str(&all.out).unwrap();
    assert_eq!((json["verdict"].as_str(), json["exit_code"].as_i64()), (Some("not-ready"), Some(1)));
    let targets = json["targets"].as_array().unwrap();
    let names: Vec<_> = targets.iter().map(|target| target["target"].as_str().unwrap().to_owned()).collect();
    assert_eq!(names, (0..MANY).map(|number| format!("c{number:03}")).collect::<Vec<_>>());
    let verdicts = |word: &str| targets.iter().filter(|target| target["verdict"] == word).count();
    assert_eq!((verdicts("ready"), verdicts("not-ready")), (MANY - 1, 1));
    assert!(all.out.ends_with("\n}\n") && all.out.contains("\"left_out\""));
}

#[test]
fn lines_come_before_all_is_judged() {
    let folder = tempdir().unwrap();
    fleet(folder.path(), MANY);
    // The last target waits for its text, which comes when the first one was seen.
    let mut command = program(folder.path(), "check --format jsonl --from fleet -");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(first["target"], "c000");
    child.stdin.take().unwrap().write_all(b"hello").unwrap();
    let rest: Vec<Value> = lines.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    assert_eq!((rest.len(), &rest[MANY - 1]["target"]), (MANY + 1, &Value::from("stdin")));
    assert_eq!(rest[MANY]["verdict"], "not-ready");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}

#[test]
fn reports_in_files_are_those_on_standard_output() {
    let folder = tempdir().unwrap();
    fleet(folder.path(), MANY);
    for format in Format::words() {
        let shown = run(folder.path(), &format!("check --from fleet --format {format} --select ontap-version"));
        let kept = run(
            folder.path(),
            &format!("check --from fleet -q --format json --report {format}=kept --select ontap-version"),
        );
        assert_eq!((shown.code, kept.code), (1, 1));
        let file = fs::read_to_string(folder.path().join("kept")).unwrap();
        // `-q` holds for both.
        let is_same = if format == "human" { shown.out.ends_with(&file[1..]) } else { shown.out == file };
        assert!(is_same, "{format}");
    }
}

#[test]
fn a_report_comes_out_where_nothing_can_be_kept_aside() {
    let folder = tempdir().unwrap();
    fleet(folder.path(), 2 * MANY);
    let report = |temporary: &str| {
        let mut command = program(folder.path(), "check --from fleet --format json");
        command.env("TMPDIR", folder.path().join(temporary));
        let done = command.output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, whole) = report(".");
    // So much is no longer kept in memory where there is a file for it.
    assert!(whole.len() > 5 << 20, "{}", whole.len());
    assert_eq!(code, Some(1));
    assert!(report("nowhere") == (code, whole));
}

#[test]
fn counts_before_the_first_suite_are_those_of_all_suites() {
    let folder = tempdir().unwrap();
    fleet(folder.path(), MANY);
    let all = run(folder.path(), "check --from fleet --format junit");
    let head = all.out.lines().nth(1).unwrap();
    let count = |text: &str| all.out.matches(text).count();
    for (name, found) in [
        ("tests", count("<testcase ")),
        ("skipped", count("<skipped ")),
        ("failures", count("<failure ")),
        ("errors", count("<error ")),
    ] {
        assert!(found > 0 && head.contains(&format!(" {name}=\"{found}\"")), "{head}: {name} {found}");
    }
    assert_eq!(count("<testsuite "), MANY);
}
