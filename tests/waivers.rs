//! Waivers under torture: days that are none, zones, too much, too little, values that changed; and what `waive` writes.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;

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

/// The rules of which something fails.
fn failing(folder: &Path) -> Vec<String> {
    let all = outcomes(&check(folder));
    let failed = all.iter().filter(|one| one["verdict"] == "fail");
    let mut rules: Vec<String> = failed.map(|one| one["rule"].as_str().unwrap().to_owned()).collect();
    rules.dedup();
    rules
}

/// Each failing rule is waived as `waive` writes it; then one character of each value that it is bound to changes.
#[test]
fn a_waiver_lapses_when_any_value_that_it_is_bound_to_changes() {
    let folder = cluster("");
    let path = folder.path();
    let rules = failing(path);
    assert!(rules.len() > 12, "{rules:?}");
    for rule in &rules {
        let done = waive(path, &format!("{rule} --until 2026-12-31 --reason r"));
        assert_eq!(done.code, 0, "{}", done.err);
        fs::write(path.join(CONFIG), &done.out).unwrap();
        let (verdicts, findings) = found(path, rule);
        assert!(!verdicts.contains(&"fail".to_owned()) && findings.is_empty(), "{rule}: {findings:?}\n{}", done.out);
        let entries: Vec<&str> = done.out.split("\n\n").collect();
        let bound = done.out.lines().filter(|line| line.starts_with("observed")).count();
        assert_eq!(bound, entries.len(), "{rule} is bound to nothing:\n{}", done.out);
        for at in 0..entries.len() {
            let changed: Vec<String> = entries
                .iter()
                .enumerate()
                .map(|(own, entry)| {
                    let from = entry.find("observed").unwrap();
                    let line = from + entry[from..].find('\n').unwrap();
                    let end = from + entry[from..line].rfind('"').unwrap();
                    if own == at { format!("{}~{}", &entry[..end], &entry[end..]) } else { (*entry).to_owned() }
                })
                .collect();
            fs::write(path.join(CONFIG), changed.join("\n\n")).unwrap();
            let (verdicts, findings) = found(path, rule);
            assert_eq!(verdicts.iter().filter(|verdict| *verdict == "fail").count(), 1, "{rule} {at}");
            assert!(findings.len() == 1 && findings[0].0 == "waiver-lapsed", "{rule} {at}: {findings:?}");
            assert!(findings[0].1.contains("lapsed") && findings[0].1.contains("and now there is `"), "{findings:?}");
        }
        fs::write(path.join(CONFIG), "").unwrap();
    }
}

/// The cluster changes, and not the waiver.
#[test]
fn what_the_cluster_shows_now_decides() {
    let only = "only = { lif = \"tweed-01_ic1\" }\n";
    let judged = |observed: &str, now: &str| {
        let folder = cluster(&waiver("lif-failover-local", &format!("{only}{observed}"), "2026-12-31"));
        for entry in fs::read_dir(folder.path().join("cluster")).unwrap() {
            let file = entry.unwrap().path();
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, text.replace("broadcast-domain-wide", now)).unwrap();
        }
        found(folder.path(), "lif-failover-local")
    };
    let bound = "observed = \"broadcast-domain-wide\"\n";
    let (verdicts, findings) = judged(bound, "broadcast-domain-wide");
    assert!(verdicts.contains(&"waived".to_owned()) && findings.is_empty(), "{findings:?}");
    let (verdicts, findings) = judged(bound, "sfo-partner-only");
    assert!(verdicts.contains(&"fail".to_owned()), "{verdicts:?}");
    let told = "the waiver of `lif-failover-local` lapsed for lif tweed-01_ic1, vserver tweed: waived was `broadcast-domain-wide`, \
        and now there is `sfo-partner-only`";
    assert!(findings.len() == 1 && findings[0].0 == "waiver-lapsed" && findings[0].1.contains(told), "{findings:?}");
    let (verdicts, findings) = judged("", "sfo-partner-only");
    assert!(verdicts.contains(&"waived".to_owned()) && findings.is_empty(), "bound to nothing: {findings:?}");
    // What was waived is right now.
    let (verdicts, findings) = judged(bound, "local-only");
    assert!(!verdicts.contains(&"fail".to_owned()) && findings[0].0 == "waiver-unmatched", "{findings:?}");
}

#[test]
fn neither_blanks_nor_the_order_of_a_list_or_of_the_cells_matter() {
    for (rule, observed, is_waived) in [
        ("svm-ndmp-authentication", "\"plaintext, challenge\"", true),
        ("svm-ndmp-authentication", "\"challenge,plaintext\"", true),
        ("svm-ndmp-authentication", "\"  challenge ,  plaintext \"", true),
        ("svm-ndmp-authentication", "\"plaintext\"", false),
        ("svm-ndmp-authentication", "[\"plaintext\", \"challenge\"]", false),
        ("media-changer-status", "[\"error\", \"offline\"]", true),
        ("media-changer-status", "[\"offline\", \"error\"]", true),
        ("media-changer-status", "\"offline\"", false),
        ("media-changer-status", "[\"offline\", \"error\", \"error\"]", false),
        ("lif-up", "\"DOWN\"", false),
    ] {
        let folder = cluster(&waiver(rule, &format!("observed = {observed}\n"), "2026-12-31"));
        let (verdicts, findings) = found(folder.path(), rule);
        assert_eq!(verdicts.contains(&"waived".to_owned()), is_waived, "{rule} {observed}");
        assert_eq!(findings.iter().any(|(rule, _)| rule == "waiver-lapsed"), !is_waived, "{rule} {observed}");
    }
}

#[test]
fn entries_are_appended_and_all_else_stays() {
    let before =
        "# ours\nfail-on = \"must\"   # as agreed\n\n[expect]\ndrives = 2\n\n[hosts.prod]\naddress = \"192.0.2.9\"";
    let folder = cluster(before);
    let path = folder.path();
    let file = path.join(CONFIG);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    }
    let printed = waive(path, "lif-firewall-ndmp --until 2026-12-31 --reason r").out;
    let done = waive(path, "lif-firewall-ndmp --until 2026-12-31 --reason r --write");
    let told = format!("written: 3 waivers of `lif-firewall-ndmp` into {}\n", file.canonicalize().unwrap().display());
    assert!(done.code == 0 && done.out.is_empty() && done.err == told, "{}{told}", done.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{before}\n\n{printed}"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    }
    let (verdicts, findings) = found(path, "lif-firewall-ndmp");
    assert!(!verdicts.contains(&"fail".to_owned()) && findings.is_empty(), "{findings:?}");
    // Another rule stands behind them; the same one is refused, and nothing is written.
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write").code, 0);
    let whole = fs::read_to_string(&file).unwrap();
    assert!(whole.starts_with(&format!("{before}\n\n{printed}\n[[waiver]]\nrule   = \"lif-home\"\n")), "{whole}");
    for words in ["lif-firewall-ndmp", "lif-firewall-ndmp --only lif=tweed-01_ic1", "lif-home"] {
        let done = waive(path, &format!("{words} --until 2027-12-31 --reason again --write"));
        assert!(
            done.code == 2 && done.err.contains(" already; change that entry, or take it out first"),
            "{}",
            done.err
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), whole, "{words}");
    }
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn any_file_can_be_appended_to_and_none_is_spoilt() {
    let folder = cluster("");
    let path = folder.path();
    let words = "lif-home --until 2026-12-31 --reason r -o own.toml";
    let entry = waive(path, "lif-home --until 2026-12-31 --reason r").out;
    assert_eq!(waive(path, words).code, 0);
    assert_eq!(fs::read_to_string(path.join("own.toml")).unwrap(), entry, "a new file holds the entry alone");
    for (before, after) in [
        ("", entry.clone()),
        ("dma = \"netbackup\"\n", format!("dma = \"netbackup\"\n\n{entry}")),
        ("dma = \"netbackup\"\r\n", format!("dma = \"netbackup\"\r\n\r\n{}", entry.replace('\n', "\r\n"))),
        ("\u{feff}", format!("\u{feff}{entry}")),
        ("# only a remark", format!("# only a remark\n\n{entry}")),
    ] {
        fs::write(path.join("own.toml"), before).unwrap();
        let done = waive(path, words);
        assert_eq!(
            (done.code, fs::read_to_string(path.join("own.toml")).unwrap()),
            (0, after),
            "{before:?} {}",
            done.err
        );
    }
    for (before, told) in [
        ("dma = netbackup\n", "not TOML"),
        ("waivers = 1\n", "did you mean `waiver`?"),
        ("waiver = [{ rule = \"lif-up\", reason = \"r\", until = 2026-12-31 }]\n", "own.toml"),
        (
            "[[waiver]]\nrule = \"lif-home\"\nreason = \"r\"\nuntil = 2020-12-31\n",
            "own.toml:2 waives `lif-home` for vserver tweed, lif tweed-01_ic2 already",
        ),
        ("x = \"\"\"\n", "not TOML"),
    ] {
        fs::write(path.join("own.toml"), before).unwrap();
        let done = waive(path, words);
        assert!(done.code == 2 && done.out.is_empty() && done.err.contains(told), "{before:?}: {}", done.err);
        assert_eq!(fs::read_to_string(path.join("own.toml")).unwrap(), before);
    }
    assert!(
        waive(path, "lif-home --until 2026-12-31 --reason r -o no/where.toml").err.contains("could not be written")
    );
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r -o cluster").code, 2, "a folder");
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write -o own.toml").code, 2);
    #[cfg(unix)]
    {
        fs::write(path.join("real.toml"), "# real\n").unwrap();
        fs::remove_file(path.join("own.toml")).unwrap();
        std::os::unix::fs::symlink("real.toml", path.join("own.toml")).unwrap();
        assert_eq!(waive(path, words).code, 0);
        assert!(path.join("own.toml").is_symlink(), "the link stays one");
        assert_eq!(fs::read_to_string(path.join("real.toml")).unwrap(), format!("# real\n\n{entry}"));
    }
}

#[test]
fn without_a_configuration_one_is_begun_here_and_a_named_one_is_used() {
    let folder = cluster("");
    let path = folder.path();
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r").code, 0);
    fs::remove_file(path.join(CONFIG)).unwrap();
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write").code, 0);
    assert!(fs::read_to_string(path.join(CONFIG)).unwrap().starts_with("[[waiver]]\nrule   = \"lif-home\"\n"));
    fs::write(path.join("other.toml"), "").unwrap();
    assert_eq!(waive(path, "lif-home --until 2026-12-31 --reason r --write --config other.toml").code, 0);
    assert!(fs::read_to_string(path.join("other.toml")).unwrap().contains("lif-home"));
}

#[test]
fn any_value_binds_to_nothing_and_clusters_that_differ_have_an_entry_each() {
    let folder = cluster("");
    let path = folder.path();
    assert!(!waive(path, "lif-home --until 2026-12-31 --reason r --any-value").out.contains("observed"));
    let mut report: Value = serde_json::from_str(&fs::read_to_string(path.join("report.json")).unwrap()).unwrap();
    let mut other = report["targets"][0].clone();
    for one in other["outcomes"].as_array_mut().unwrap().iter_mut().filter(|one| one["rule"] == "lif-failover-local") {
        if let Some(text) = one["evidence"][0].get_mut("text") {
            *text = "disabled".into();
        }
    }
    report["targets"].as_array_mut().unwrap().push(other);
    fs::write(path.join("report.json"), report.to_string()).unwrap();
    let both = waive(path, "lif-failover-local --until 2026-12-31 --reason r").out;
    assert!(
        both.contains("observed = \"broadcast-domain-wide\"\n") && both.contains("observed = \"disabled\"\n"),
        "{both}"
    );
    // Each cluster has its own value: the entry of the other one is no finding.
    fs::write(path.join(CONFIG), &both).unwrap();
    let (verdicts, findings) = found(path, "lif-failover-local");
    assert!(verdicts.contains(&"waived".to_owned()) && findings.is_empty(), "{findings:?}");
    let one = waive(path, "lif-failover-local --until 2026-12-31 --reason r --any-value").out;
    assert_eq!(one.matches("[[waiver]]").count(), 1);
}
