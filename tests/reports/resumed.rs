//! A run that takes over what an earlier one judged: it writes what a run without it would have written, and judges anew what changed.

use std::fs;
use std::path::Path;

use ndmp_preflight::report::Format;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::program::{Ran, run};
use super::{json, samples};

const WAIVER: &str = "[[waiver]]\nrule = \"lif-home\"\nreason = \"re-homed\"\nuntil = 2026-12-31\n";

/// Clusters of every kind below `all`: folders, a session, one that holds two clusters, and one with nothing in it.
fn clusters() -> TempDir {
    let folder = tempdir().unwrap();
    let all = folder.path().join("all");
    fs::create_dir(&all).unwrap();
    for sample in ["many-faults", "ready-svm-9.12.1"] {
        fs::create_dir(all.join(sample)).unwrap();
        for file in fs::read_dir(samples().join(sample)).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), all.join(sample).join(file.file_name())).unwrap();
        }
    }
    for (name, text) in [("two", TWO), ("blank", "Good morning,\nnothing was captured.\n")] {
        fs::create_dir(all.join(name)).unwrap();
        fs::write(all.join(name).join("session.txt"), text).unwrap();
    }
    folder
}

const TWO: &str = "alpha::> version\nNetApp Release 9.9.1P5: Tue Jun 21 02:55:18 UTC 2022\n\n\
    beta::> version\nNetApp Release 9.12.1P4: Tue Jun 20 02:55:18 UTC 2023\n\nbeta::> network interfaze show\n\
    Error: \"interfaze\" is not a recognized command\n";

fn check(folder: &Path, options: &str) -> Ran {
    let now = if options.contains("--now") { "" } else { "--now 2026-11-22" };
    run(folder, &format!("check --from all {now} {options}"))
}

/// Runs with `--resume`, and keeps the report for the next run.
fn resumed(folder: &Path, options: &str) -> (Ran, Vec<String>) {
    let ran = check(folder, &format!("--resume last.json --report json=last.json {options}"));
    let report = json(&fs::read_to_string(folder.join("last.json")).unwrap());
    super::schemas::holds_strictly("report", &report);
    let targets = report["targets"].as_array().unwrap().iter();
    let name = |target: &Value| target["target"].as_str().unwrap().to_owned();
    let taken: Vec<String> = targets.filter(|target| target.get("taken_over").is_some()).map(name).collect();
    (ran, taken)
}

#[test]
fn it_writes_in_every_format_what_a_run_without_it_writes() {
    let folder = clusters();
    let (first, taken) = resumed(folder.path(), "");
    assert!(
        taken.is_empty() && first.err.contains("nothing is taken over from `last.json`: it is not there yet"),
        "{}",
        first.err
    );
    for format in Format::ALL.map(Format::word) {
        let options = format!("--format {format}");
        let whole = check(folder.path(), &options);
        let (again, taken) = resumed(folder.path(), &options);
        assert_eq!(taken, ["blank", "many-faults", "ready-svm-9.12.1", "alpha", "beta"], "{format}");
        assert_eq!(again.code, whole.code, "{format}");
        let told = "5 of 5 targets taken over, for nothing that they hang on has changed";
        match format {
            "human" => {
                let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert_eq!(flat(&again.out).replacen(&format!("; {told}"), "", 1), flat(&whole.out));
                assert!(flat(&again.out).contains(told), "{}", again.out);
            }
            "json" | "jsonl" | "html" => assert!(again.out.contains("taken_over"), "{format}"),
            _ => assert_eq!(again.out, whole.out, "{format}"),
        }
        assert!(format == "human" || again.err.contains(&format!("note: {told}")), "{format}: {}", again.err);
    }
    let mut again = json(&check(folder.path(), "--resume last.json --format json").out);
    for target in again["targets"].as_array_mut().unwrap() {
        for key in ["kept", "taken_over"] {
            assert!(target.as_object_mut().unwrap().remove(key).is_some(), "{key}");
        }
    }
    assert!(again.as_object_mut().unwrap().remove("resume").is_some());
    assert_eq!(again, json(&check(folder.path(), "--format json").out));
}

/// Each change of what a judgement hangs on is seen, and what does not hang on it is taken over all the same.
#[test]
fn what_changed_is_judged_anew_and_nothing_else() {
    let folder = clusters();
    let all = folder.path().join("all");
    resumed(folder.path(), "");
    let others = |without: &str| -> Vec<String> {
        let all = ["blank", "many-faults", "ready-svm-9.12.1", "alpha", "beta"];
        let is_other =
            |name: &&str| !name.starts_with(without) && (without != "two" || !["alpha", "beta"].contains(name));
        all.into_iter().filter(is_other).map(str::to_owned).collect()
    };
    let session = all.join("many-faults/session.txt");
    let text = fs::read_to_string(&session).unwrap();
    // One letter, one more file, a file less, another name: the target is judged as if no run had been before.
    let version = all.join("ready-svm-9.12.1/version.txt");
    let kept = fs::read(&version).unwrap();
    type Change<'c> = (&'c str, &'c dyn Fn());
    let changes: [Change<'_>; 6] = [
        ("many-faults", &|| fs::write(&session, text.replacen("tweed-01_ic1", "tweed-01_ic9", 1)).unwrap()),
        ("many-faults", &|| fs::write(&session, &text).unwrap()),
        ("ready-svm", &|| fs::remove_file(&version).unwrap()),
        ("ready-svm", &|| fs::write(&version, &kept).unwrap()),
        ("blank", &|| fs::write(all.join("blank/version.txt"), "NetApp Release 9.9.1: x\n").unwrap()),
        ("blank", &|| fs::rename(all.join("blank/version.txt"), all.join("blank/version_-node.txt")).unwrap()),
    ];
    for (what, change) in changes {
        change();
        let (again, taken) = resumed(folder.path(), "--format junit");
        assert_eq!(taken, others(what), "{what}");
        assert_eq!(again.out, check(folder.path(), "--format junit").out, "{what}");
        assert_eq!(resumed(folder.path(), "").1.len(), 5, "{what}");
    }
    fs::remove_dir_all(all.join("two")).unwrap();
    assert_eq!(resumed(folder.path(), "").1, others("two"));
}

#[test]
fn other_rules_options_and_days_take_nothing_over() {
    let folder = clusters();
    fs::write(folder.path().join("waiver.toml"), WAIVER).unwrap();
    fs::create_dir(folder.path().join("site")).unwrap();
    let rule = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/cluster/node-healthy.toml"));
    let rule = rule.unwrap().replace("\"node-healthy\"", "\"site-node-healthy\"");
    fs::write(folder.path().join("site/site-node-healthy.toml"), rule).unwrap();
    let (rules, options) =
        ("it was judged by other rules", "it was judged with other options or another configuration");
    let day = "it was judged on another day, by which waivers and attestations count";
    let cases = [
        ("", "--rules site", Some(rules)),
        ("", "--scope node", Some(options)),
        ("", "--svm vs1", Some(options)),
        ("", "--ignore lif-up", Some(options)),
        ("", "--fail-on should", Some(options)),
        ("", "--config waiver.toml", Some(options)),
        ("--config waiver.toml", "--config waiver.toml --now 2026-11-23", Some(day)),
        // Without waivers no verdict hangs on the day, and none on how a report looks.
        ("--now 2026-11-20", "--now 2027-11-20", None),
        ("", "--format csv --jobs 1 --exit-codes nagios -q", None),
        ("--config waiver.toml", "--config waiver.toml", None),
    ];
    for (before, after, why) in cases {
        let _ = fs::remove_file(folder.path().join("last.json"));
        resumed(folder.path(), before);
        let (again, taken) = resumed(folder.path(), after);
        match why {
            Some(why) => {
                assert!(
                    again.err.contains(&format!("nothing is taken over from `last.json`: {why}\n")),
                    "{after}: {}",
                    again.err
                );
                assert!(taken.is_empty(), "{after}");
            }
            None => assert_eq!(
                (taken.len(), again.err.contains("nothing is taken over")),
                (5, false),
                "{after}: {}",
                again.err
            ),
        }
    }
}

/// A report that cannot be used ends no run, for the next one would meet it again.
#[test]
fn a_report_that_is_damaged_is_told_and_all_is_judged() {
    let folder = clusters();
    resumed(folder.path(), "");
    let last = folder.path().join("last.json");
    let whole = fs::read_to_string(&last).unwrap();
    let plain = check(folder.path(), "--format json").out;
    let mut cut = json(&whole);
    cut["targets"][2]["kept"]["why"] = Value::Array(Vec::new());
    for (text, why, count) in [
        (whole[..whole.len() / 2].to_owned(), "is no report of this program", 0),
        (whole.replace("report/v1", "report/v0"), "is no report of this program: expected", 0),
        (plain, "it was written without `--resume`", 0),
        // What is kept of one fits it no longer: that one is judged anew, and the others are taken over.
        (cut.to_string(), "note: 4 of 5 targets taken over", 4),
        (serde_json::to_string_pretty(&cut).unwrap(), "note: 4 of 5 targets taken over", 4),
        ("{}".to_owned(), "is cut: its last line", 0),
    ] {
        fs::write(&last, text).unwrap();
        let (again, taken) = resumed(folder.path(), "--format tap");
        assert!(taken.len() == count && again.err.contains(why), "{why}: {}", again.err);
        assert_eq!(again.out, check(folder.path(), "--format tap").out);
    }
    let live = run(folder.path(), "check 192.0.2.1 --resume last.json");
    assert!(live.code == 2 && live.err.contains("`--resume` and clusters that are asked anew"), "{}", live.err);
}

/// What is said of a target besides its outcomes is not said again by each run.
#[test]
fn remarks_stay_as_many_as_they_were() {
    let folder = clusters();
    let plans = "[hosts.elsewhere]\naddress = \"192.0.2.1\"\n[hosts.elsewhere.backup]\ndma = \"netbackup\"\n";
    fs::write(folder.path().join("ndmp-preflight.toml"), plans).unwrap();
    let remarks = || {
        let ran = check(folder.path(), "--resume last.json --report json=last.json --format json");
        json(&ran.out)["targets"].as_array().unwrap().iter().map(|target| target["remarks"].clone()).collect::<Vec<_>>()
    };
    let first = remarks();
    assert!(first.iter().all(|remarks| remarks.as_array().is_some_and(|all| !all.is_empty())), "{first:?}");
    assert_eq!(remarks(), first);
    assert_eq!(remarks(), first);
}

/// A report of lines does as well, whole or in part; one without its end does not.
#[test]
fn a_report_of_lines_is_taken_over_as_a_whole_one_is() {
    let folder = clusters();
    let last = folder.path().join("last.jsonl");
    let again = || check(folder.path(), "--resume last.jsonl --report jsonl=last.jsonl --format junit");
    let judged = again();
    let whole = fs::read_to_string(&last).unwrap();
    let taken = again();
    assert!(taken.err.contains("note: 5 of 5 targets taken over"), "{}", taken.err);
    let taken_over = fs::read_to_string(&last).unwrap();
    assert_eq!(taken_over.matches("\"taken_over\":true").count(), 5);
    assert_eq!(taken_over.replace("\"taken_over\":true,", ""), whole);
    let lines: Vec<&str> = whole.lines().collect();
    let broken = whole.replacen("\"why\":[\"", "\"why\":[\"x\",\"", 1);
    assert_ne!(broken, whole);
    for (text, told) in [
        (lines[..lines.len() - 1].join("\n"), "nothing is taken over from `last.jsonl`: is cut"),
        (whole.replacen("{\"target\"", "{\"target", 1), "4 of 5 targets taken over"),
        (format!("\u{feff}{}", whole.replace('\n', "\r\n")), "5 of 5 targets taken over"),
        (broken, "4 of 5 targets taken over"),
    ] {
        fs::write(&last, text).unwrap();
        let ran = again();
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
        assert_eq!(ran.out, judged.out, "{told}");
    }
}

/// The parts of a shared run are resumed each for itself, and make the whole.
#[test]
fn parts_of_a_shared_run_are_resumed_too() {
    let folder = clusters();
    let part = |part: usize| {
        let ran = check(folder.path(), &format!("--shard {part}/2 --resume {part}.json --report json={part}.json -q"));
        assert!(ran.code != 2, "{}", ran.err);
        fs::read_to_string(folder.path().join(format!("{part}.json"))).unwrap().matches("\"taken_over\": true").count()
    };
    assert_eq!(part(1) + part(2), 0);
    assert_eq!(part(1) + part(2), 5);
    let merged = run(folder.path(), "merge 1.json 2.json --format junit");
    assert_eq!(merged.out, check(folder.path(), "--format junit").out);
}
