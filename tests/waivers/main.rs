//! Waivers under torture: days that are none, zones, too much and too little; values that changed, and what `waive` writes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "../cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
#[path = "../saved/mod.rs"]
mod saved;

mod bound;
mod written;

use std::fs;
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use program::{Ran, program, ran, run};
use saved::Saved;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

const CONFIG: &str = "ndmp-preflight.toml";

/// A cluster with many failures, in a folder with this configuration.
fn cluster(config: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("cluster")).unwrap();
    for (file, text) in &Saved::sample("many-faults").files {
        fs::write(folder.path().join("cluster").join(file), text).unwrap();
    }
    fs::write(folder.path().join(CONFIG), config).unwrap();
    folder
}

fn check(folder: &Path) -> Ran {
    run(folder, "check --from cluster --now 2026-11-22 --format json")
}

fn outcomes(done: &Ran) -> Vec<Value> {
    let report: Value = serde_json::from_str(&done.out).unwrap();
    report["targets"][0]["outcomes"].as_array().unwrap().clone()
}

/// Verdicts of the rule, and the findings on waivers with their messages.
fn found(folder: &Path, rule: &str) -> (Vec<String>, Vec<(String, String)>) {
    let all = outcomes(&check(folder));
    let word = |one: &Value, key: &str| one[key].as_str().unwrap().to_owned();
    let verdicts = all.iter().filter(|one| one["rule"] == rule).map(|one| word(one, "verdict"));
    let findings = all.iter().filter(|one| word(one, "rule").starts_with("waiver-"));
    (verdicts.collect(), findings.map(|one| (word(one, "rule"), word(one, "message"))).collect())
}

fn waiver(rule: &str, more: &str, until: &str) -> String {
    format!("[[waiver]]\nrule = \"{rule}\"\n{more}reason = \"change 4711\"\nuntil = {until}\n")
}

/// Writes the report of the cluster, and runs `waive` on it.
fn waive(folder: &Path, words: &str) -> Ran {
    if !folder.join("report.json").exists() {
        fs::write(folder.join("report.json"), check(folder).out).unwrap();
    }
    run(folder, &format!("waive --in report.json --now 2026-11-22 {words}"))
}

#[test]
fn only_days_are_days() {
    for (until, told) in [
        ("2026-12-31", None),
        ("2028-02-29", None),
        ("9999-12-31", None),
        ("\"2026-12-31\"", Some("`until` is not a date")),
        ("2026-12-31T00:00:00Z", Some("`until` is not a date")),
        ("2026-12-31T00:00:00+14:00", Some("`until` is not a date")),
        ("2026-12-31 23:59:59", Some("`until` is not a date")),
        ("23:59:59", Some("`until` is not a date")),
        ("20261231", Some("`until` is not a date")),
        ("true", Some("`until` is not a date")),
        ("[2026-12-31]", Some("`until` is not a date")),
        ("2026-02-30", Some("")),
        ("2027-02-29", Some("")),
        ("2026-13-01", Some("")),
        ("2026-00-10", Some("")),
        ("2026-2-3", Some("not TOML")),
        ("31.12.2026", Some("not TOML")),
        ("tomorrow", Some("not TOML")),
        ("", Some("not TOML")),
    ] {
        let folder = cluster(&waiver("lif-home", "", until));
        let done = check(folder.path());
        match told {
            None => assert_eq!(found(folder.path(), "lif-home").1, [], "{until}"),
            Some(told) => {
                assert_eq!((done.code, done.out.as_str()), (2, ""), "{until}");
                assert!(done.err.contains(told) && done.err.contains(&format!("{CONFIG}:4:")), "{until}: {}", done.err);
            }
        }
    }
}

#[test]
fn a_day_ends_with_the_day_in_utc_wherever_the_program_runs() {
    let verdict = |zone: &str, until: &str| {
        let folder = cluster(&waiver("lif-home", "only = { lif = \"tweed-01_ic2\" }\n", until));
        let mut command = program(folder.path(), "check --from cluster --format json");
        command.env("TZ", zone);
        let all = outcomes(&ran(command));
        let of = |one: &&Value| one["rule"] == "lif-home" && one["verdict"] != "pass";
        all.iter().find(of).unwrap()["verdict"].as_str().unwrap().to_owned()
    };
    for zone in ["UTC", "Pacific/Kiritimati", "Etc/GMT+12", "Etc/GMT-14", "America/St_Johns", "nowhere/at-all"] {
        // Where midnight passes in the middle, the next round tells.
        let told = || {
            let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
            let days = [today, today.checked_sub(1.day()).unwrap()];
            let told = days.map(|day| verdict(zone, &day.to_string()));
            (today == Timestamp::now().to_zoned(TimeZone::UTC).date()).then_some(told)
        };
        let told = told().or_else(told).unwrap();
        assert_eq!(told, ["waived", "fail"], "{zone}");
    }
}

/// What is tried, the waiver, how many failures it covers, and the findings with parts of their messages.
type Case<'c> = (&'c str, String, usize, Vec<(&'c str, &'c str)>);

#[test]
fn a_waiver_covers_what_it_names_and_no_more() {
    let lif = "only = { lif = \"tweed-01_ic1\" }\n";
    let firewall = || "lif-firewall-ndmp".to_owned();
    let cases: [Case; 9] = [
        ("one subject", waiver("lif-firewall-ndmp", lif, "2026-12-31"), 1, vec![]),
        ("its last day", waiver("lif-firewall-ndmp", lif, "2026-11-22"), 1, vec![]),
        (
            "the day after",
            waiver("lif-firewall-ndmp", lif, "2026-11-21"),
            0,
            vec![("waiver-expired", "ended on 2026-11-21")],
        ),
        ("the whole rule", waiver("lif-firewall-ndmp", "", "2026-12-31"), 3, vec![]),
        ("the whole rule by an empty table", waiver("lif-firewall-ndmp", "only = {}\n", "2026-12-31"), 3, vec![]),
        (
            "a rule by its prefix",
            waiver("lif-firewall", "", "2026-12-31"),
            0,
            vec![("waiver-unknown-rule", "nearest rule is `lif-firewall-ndmp`")],
        ),
        (
            "a glob",
            waiver("lif-firewall-*", "", "2026-12-31"),
            0,
            vec![("waiver-unknown-rule", "there is no rule `lif-firewall-*`")],
        ),
        (
            "a key that the rule does not have",
            waiver("lif-firewall-ndmp", "only = { lif = \"tweed-01_ic1\", lyf = \"x\" }\n", "2026-12-31"),
            0,
            vec![("waiver-unmatched", "its subjects have no `lyf`: did you mean `lif`?")],
        ),
        (
            "a value in other letters",
            waiver("lif-firewall-ndmp", "only = { lif = \"TWEED-01_IC1\" }\n", "2026-12-31"),
            0,
            vec![("waiver-unmatched", "matches no failure")],
        ),
    ];
    for (what, config, waived, findings) in cases {
        let folder = cluster(&config);
        let (verdicts, told) = found(folder.path(), &firewall());
        assert_eq!(verdicts.iter().filter(|verdict| *verdict == "waived").count(), waived, "{what}");
        assert_eq!(told.len(), findings.len(), "{what}: {told:?}");
        for ((rule, message), (wanted, part)) in told.iter().zip(findings) {
            assert!(rule == wanted && message.contains(part), "{what}: {message}");
            assert!(message.contains(&format!("{CONFIG}:2")), "{what}: {message}");
        }
    }
}

#[test]
fn two_waivers_of_one_finding_are_one_too_many() {
    let lif = "only = { lif = \"tweed-01_ic2\" }\n";
    let twice = [waiver("lif-home", lif, "2026-12-31"), waiver("lif-home", lif, "2027-12-31")].concat();
    let (verdicts, told) = found(cluster(&twice).path(), "lif-home");
    assert!(verdicts.contains(&"waived".to_owned()));
    assert!(
        told.len() == 1 && told[0].0 == "waiver-unmatched" && told[0].1.contains(&format!("{CONFIG}:7")),
        "{told:?}"
    );
}

#[test]
fn keys_and_types_that_are_wrong_are_faults() {
    for (more, told) in [
        ("observd = \"x\"\n", "did you mean `observed`?"),
        ("observed = 3\n", "`observed` is a number"),
        ("observed = [3]\n", "`observed` is a number"),
        ("observed = { lif = \"x\" }\n", "`observed` is a table"),
        ("observed = \"\"\n", "`observed` is empty"),
        ("observed = \" \"\n", "`observed` is empty"),
        ("observed = []\n", "`observed` is empty"),
        ("observed = [\"a\", \"\"]\n", "`observed` is empty"),
        ("only = \"lif\"\n", "`only` is a string"),
        ("only = { lif = 3 }\n", "`lif` is a number"),
        ("only = [\"lif\"]\n", "`only` is an array"),
        ("rule = \"lif-up\"\n", "not TOML: duplicate key"),
    ] {
        let folder = cluster(&waiver("lif-home", more, "2026-12-31"));
        let done = check(folder.path());
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{more}");
        assert!(done.err.contains(told) && done.err.contains(&format!("{CONFIG}:3:")), "{more}: {}", done.err);
    }
}
