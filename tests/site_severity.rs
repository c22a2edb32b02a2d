//! `[rule.NAME]`: the weights and the numbers that a site gives to rules. They decide, and every format says that they are the site's.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;

use std::fs;
use std::path::Path;

use jsonschema::validator_for;
use ndmp_preflight::report::Format;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::schema::schema;
use program::{Ran, run};
use saved::Saved;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

const LIF: &str = "strathspey-03_mgmt1";

/// A ready cluster of which one LIF is down, where `is_down`, with this configuration beside it.
fn cluster(is_down: bool, config: &str) -> TempDir {
    let mut saved = Saved::sample("ready-svm-9.12.1");
    if is_down {
        saved.edit("network_interface_show", LIF, "up/up", "up/down");
    }
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("cluster")).unwrap();
    for (file, text) in &saved.files {
        fs::write(folder.path().join("cluster").join(file), text).unwrap();
    }
    fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
    folder
}

fn check(folder: &Path, options: &str) -> Ran {
    run(folder, &format!("check --from cluster --now 2026-11-22 {options}"))
}

fn json(folder: &Path, options: &str) -> Value {
    serde_json::from_str(&check(folder, &format!("--format json {options}")).out).unwrap()
}

/// The text on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

const LOWERED: &str = "[rule.lif-up]\nseverity = \"should\"\n";

#[test]
fn the_weight_that_a_site_gives_decides_the_exit_code() {
    for (is_down, config, options, code, verdict) in [
        (true, "", "", 1, "not-ready"),
        (true, LOWERED, "", 0, "ready"),
        (true, LOWERED, "--fail-on should", 1, "not-ready"),
        (true, "[rule.lif-up]\nseverity = \"info\"\n", "--fail-on should", 0, "ready"),
        (false, LOWERED, "", 0, "ready"),
        (true, "[rule.lif-up]\nseverity = \"must\"\n", "", 1, "not-ready"),
    ] {
        let folder = cluster(is_down, config);
        let report = json(folder.path(), options);
        assert_eq!((&report["exit_code"], &report["verdict"]), (&code.into(), &verdict.into()), "{config} {options}");
        assert_eq!(check(folder.path(), options).code, code, "{config} {options}");
    }
}

#[test]
fn a_rule_that_is_raised_decides_too() {
    let moved = |config: &str| {
        let folder = cluster(false, config);
        let file = folder.path().join("cluster/network_interface_show.txt");
        let text = fs::read_to_string(&file).unwrap();
        let line = text.lines().find(|line| line.contains(LIF)).unwrap();
        let changed = line.replacen("true", "false", 1);
        assert_ne!(changed, line);
        fs::write(&file, text.replace(line, &changed)).unwrap();
        json(folder.path(), "")
    };
    assert_eq!(moved("")["exit_code"], 0);
    let report = moved("[rule.lif-home]\nseverity = \"must\"\n");
    assert_eq!((&report["exit_code"], &report["verdict"]), (&1.into(), &"not-ready".into()));
    let site = serde_json::json!([{ "rule": "lif-home", "key": "severity", "value": "must", "was": "should", "severity": "should" }]);
    assert_eq!(report["targets"][0]["site"], site);
}

/// What each format says of a ready target of which a `must` rule was lowered and failed.
fn wanted(format: Format) -> &'static [&'static str] {
    match format {
        Format::Human => &[
            "the site's own: lif-up is should (must)",
            "verdict ready, with 1 must rule lowered by the site",
            "cluster: ready, with 1 must rule lowered by the site; 1 should rule failed",
            "exit code 0, because every applicable must rule passed; 1 must rule lowered by the site: lif-up is should (must)",
        ],
        Format::Json | Format::Jsonl => &["severity_was", "\"key\"", "\"was\""],
        // What a browser makes of it is tried in one.
        Format::Html => &["\"was\":\"must\"", "\"severity_was\":\"must\""],
        Format::Junit => {
            &["name=\"site\" value=\"lif-up is should (must)\"", "the rule is should by the site, must by its file"]
        }
        Format::Sarif => &[
            "lowered by the site",
            "the rule is should by the site, must by its file",
            "\"site\":\"lif-up is should (must)\"",
        ],
        Format::Markdown => &[
            "# NDMP preflight: ready, with 1 must rule lowered by the site",
            "the site's own: lif-up is should (must)",
            "the rule is should by the site, must by its file",
        ],
        Format::Github => &["1 must rule lowered by the site", "the site's own: lif-up is should (must)"],
        Format::Gitlab => {
            &["1 must rule lowered by the site: lif-up is should (must)", "the rule is should by the site"]
        }
        Format::Openmetrics => &["ndmp_preflight_must_rules_changed{target=\"cluster\"} 1"],
        Format::Csv => &["the rule is should by the site, must by its file"],
        Format::Nagios => &["the site's own: lif-up is should (must)", "NDMP WARNING: cluster ready"],
        Format::Tap => {
            &["# cluster: the site's own: lif-up is should (must)", "the rule is should by the site, must by its file"]
        }
    }
}

#[test]
fn every_format_says_that_the_weight_is_the_site_s() {
    let (lowered, plain) = (cluster(true, LOWERED), cluster(true, ""));
    for format in Format::ALL {
        let told = flat(&check(lowered.path(), &format!("--format {}", format.word())).out);
        let untold = flat(&check(plain.path(), &format!("--format {}", format.word())).out);
        for part in wanted(format) {
            assert!(told.contains(part), "{}: {part}\n{told}", format.word());
            assert!(!untold.contains(part), "{}: {part}", format.word());
        }
    }
    let quiet = flat(&check(lowered.path(), "-q").out);
    assert!(quiet.contains("verdict ready, with 1 must rule lowered by the site"), "{quiet}");
}

#[test]
fn what_is_not_ready_claims_nothing_of_it_and_what_is_undecided_neither() {
    let config = "[rule.lif-failover-local]\nseverity = \"should\"\n";
    let folder = cluster(true, config);
    let told = flat(&check(folder.path(), "").out);
    assert!(
        told.contains("verdict not ready exit code 1,") && told.contains("the site's own: lif-failover-local"),
        "{told}"
    );
    let open = cluster(false, config);
    fs::remove_file(open.path().join("cluster/security_login_show.txt")).unwrap();
    let told = flat(&check(open.path(), "").out);
    assert!(told.contains("verdict undecided exit code 3,"), "{told}");
    let told = flat(&check(open.path(), "--allow-unknown").out);
    assert!(
        told.contains("could not be told; 1 must rule lowered by the site: lif-failover-local is should (must)"),
        "{told}"
    );
}

#[test]
fn a_report_with_it_meets_its_schema_and_is_read_again_with_it() {
    let config = format!("{LOWERED}[rule.tape-device-count]\ndrives = 63\n[rule.volume-space]\npercent = 90\n");
    let folder = cluster(true, &config);
    let report = json(folder.path(), "");
    let validator = validator_for(&schema("report").unwrap()).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&report).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    for outcome in outcomes {
        let is_set = outcome["rule"] == "lif-up";
        assert_eq!(outcome["severity_was"].as_str(), is_set.then_some("must"), "{}", outcome["rule"]);
    }
    let mut wrong = report.clone();
    wrong["targets"][0]["site"][0]["severity"] = "mst".into();
    assert!(!validator.is_valid(&wrong));
    fs::write(folder.path().join("r.json"), report.to_string()).unwrap();
    fs::remove_file(folder.path().join("ndmp-preflight.toml")).unwrap();
    let merged = flat(&run(folder.path(), "merge r.json --format human").out);
    let told = "the site's own: lif-up is should (must); drives of tape-device-count is 63 (64); percent of volume-space is 90 (100)";
    assert!(merged.contains(told), "{merged}");
    assert!(merged.contains("verdict ready, with 1 must rule lowered and 1 must rule changed by the site"), "{merged}");
}

#[test]
fn the_other_commands_say_it_too() {
    let folder = cluster(true, LOWERED);
    let options = "--from cluster --now 2026-11-22";
    for command in ["fix", "handoff"] {
        let done = run(folder.path(), &format!("{command} {options}"));
        let told = flat(&done.out);
        assert!(told.contains("note: the site's own: lif-up is should (must)"), "{command}: {told}");
        assert!(told.contains("1 must rule lowered by the site") || done.code != 0, "{command}: {told}");
        let sheet: Value =
            serde_json::from_str(&run(folder.path(), &format!("{command} {options} --format json")).out).unwrap();
        assert_eq!(sheet["targets"][0]["site"][0]["rule"], "lif-up", "{command}");
    }
    for (command, format, told) in [
        ("fix", "ontap", "# the site's own: lif-up is should (must)"),
        ("fix", "markdown", "Note: the site's own: lif-up is should (must)"),
        ("handoff", "markdown", "Note: the site's own: lif-up is should (must)"),
        ("handoff", "csv", "site,cluster,lif-up,severity,should,must"),
    ] {
        let done = run(folder.path(), &format!("{command} {options} --format {format}"));
        assert!(done.out.contains(told), "{command} {format}: {}", done.out);
    }
    let page = run(folder.path(), "explain lif-up").out;
    assert!(page.starts_with("lif-up (should by the site, must by its file)\n"), "{page}");
    let rules = flat(&run(folder.path(), "rules").out);
    assert!(rules.contains("; by the site, else must]"), "{rules}");
    let listed: Value = serde_json::from_str(&run(folder.path(), "rules --format json").out).unwrap();
    let own = listed["rules"].as_array().unwrap().iter().find(|rule| rule["rule"] == "lif-up").unwrap();
    assert_eq!((&own["severity"], &own["severity_was"]), (&"should".into(), &"must".into()));
}

#[test]
fn the_numbers_of_a_rule_are_what_the_site_says() {
    let text = "tay::> storage tape show\nNode: tay-1\n\
        Device ID               Device Type     Description                     Status\n\
        ----------------------  --------------  ------------------------------  --------\n\
        sw4:10.11               tape drive      IBM ULT3580-TD8                 normal\n\
        sw4:10.12               tape drive      IBM ULT3580-TD8                 normal\n\
        2 entries were displayed.\n\ntay::> volume show\n\
        Vserver   Volume       Aggregate    State      Type       Size  Available Used%\n\
        --------- ------------ ------------ ---------- ---- ---------- ---------- -----\n\
        vs_iona   books        aggr1        online     RW         20TB     7.91TB   60%\n\ntay::>\n";
    let verdicts = |config: &str| {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("c.txt"), text).unwrap();
        fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
        let done = run(folder.path(), "check --from c.txt --format json");
        let report: Value = serde_json::from_str(&done.out).unwrap();
        let outcomes = report["targets"][0]["outcomes"].as_array().unwrap().clone();
        let of = |rule: &str| outcomes.iter().find(|one| one["rule"] == rule).unwrap().clone();
        [of("tape-device-count"), of("volume-space")]
    };
    let [count, space] = verdicts("");
    assert_eq!((&count["verdict"], &space["verdict"]), (&"pass".into(), &"pass".into()));
    let [count, space] = verdicts("[rule.tape-device-count]\ndrives = 2\n[rule.volume-space]\npercent = 61\n");
    assert_eq!((&count["verdict"], &space["verdict"]), (&"pass".into(), &"pass".into()), "the bound itself");
    let [count, space] = verdicts("[rule.tape-device-count]\ndrives = 1\n[rule.volume-space]\npercent = 60\n");
    // Without serial numbers two paths may be one device: that is not told.
    assert_eq!((&count["verdict"], &space["verdict"]), (&"unknown".into(), &"fail".into()));
    assert!(count["message"].as_str().unwrap().contains("tape drives: 2 of 1"), "{count}");
    assert_eq!(
        count["expected"].as_str().unwrap().split(',').next(),
        Some("at most 1 tape drives and 16 media changers")
    );
    assert_eq!(space["message"], "60% of vs_iona:books is used: not less than 60 per cent");
}

#[test]
fn what_nobody_knows_is_refused_with_its_place_and_the_nearest_that_is_known() {
    for (config, place, message, help) in [
        ("[rule.lif-upp]\nseverity = \"must\"\n", "1:7", "there is no rule `lif-upp`", "did you mean `lif-up`?"),
        ("[rule.qqqq]\nseverity = \"must\"\n", "1:7", "there is no rule `qqqq`", "`ndmp-preflight rules` lists all"),
        ("[rule.\"lif-*\"]\nseverity = \"must\"\n", "1:7", "`lif-*` is a glob", "name each rule by itself"),
        ("[rule.lif-up]\nseverity = \"mst\"\n", "2:13", "`mst` is no value of `severity`", "did you mean `must`?"),
        (
            "[rule.lif-up]\nseverty = 3\n",
            "2:1",
            "`lif-up` has no number `severty` that can be set",
            "did you mean `severity`?",
        ),
        ("[rule.lif-up]\nseverity = 3\n", "2:12", "`severity` is a number", "expected a string"),
        (
            "[rule.tape-device-count]\ndrive = 3\n",
            "2:1",
            "`tape-device-count` has no number `drive`",
            "did you mean `drives`?",
        ),
        (
            "[rule.tape-device-count]\ndrives = \"3\"\n",
            "2:10",
            "`drives` is not a number",
            "expected a whole number from 1",
        ),
        (
            "[rule.tape-device-count]\ndrives = 0\n",
            "2:10",
            "`drives` is out of range",
            "expected a whole number from 1",
        ),
        ("[rule.tape-device-count]\ndrives = 1.5\n", "2:10", "`drives` is not a number", "expected a whole number"),
        ("[rule.lif-up]\n", "1:7", "`[rule.lif-up]` sets nothing", "expected `severity = \"must\"`"),
        ("rule = \"lif-up\"\n", "1:8", "`rule` is a string", "expected a table"),
        ("[[rule]]\nseverity = \"must\"\n", "1:1", "`rule` is an array", "expected a table"),
        ("[rule]\nlif-up = \"must\"\n", "2:10", "`lif-up` is a string", "expected a table"),
        ("[rule.waiver-expired]\nseverity = \"must\"\n", "1:7", "there is no rule `waiver-expired`", ""),
    ] {
        let folder = cluster(false, config);
        let done = check(folder.path(), "");
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{config}");
        assert!(done.err.contains(&format!("error: {message}")), "{config}: {}", done.err);
        assert!(done.err.contains(&format!("ndmp-preflight.toml:{place}\n")), "{config}: {}", done.err);
        assert!(done.err.contains(help) && done.err.ends_with("; nothing was judged\n"), "{config}: {}", done.err);
    }
    let all = "[rule.lif-upp]\nseverity = \"must\"\n[rule.tape-device-count]\ndrive = 3\nchanger = 2\n";
    let folder = cluster(false, all);
    let done = check(folder.path(), "");
    assert!(done.err.ends_with("3 faults; nothing was judged\n"), "{}", done.err);
}

/// The faults of a site's rule with these numbers and this check.
fn faults(parameters: &str, check: &str) -> String {
    let rule = format!(
        "id = \"x\"\ntitle = \"t\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"p\"\n[parameters]\n{parameters}\n[check]\n{check}\n\
         [say]\npass = \"p\"\nfail = \"f\"\n[[example]]\nverdict = \"pass\"\ninput = \"\"\n"
    );
    let mut catalog = Catalog::embedded().unwrap();
    let faults = catalog.add_site(vec![("site/x.toml".to_owned(), rule)]).err().unwrap_or_default();
    faults.iter().map(|fault| format!("{}:{} {} {}\n", fault.line, fault.column, fault.message, fault.help)).collect()
}

#[test]
fn a_rule_declares_the_numbers_that_can_be_set() {
    let rows = "each = \"volume\"\nexpect = { percent-used = \"<{most}\" }\nsubject = {}";
    assert_eq!(faults("most = 90", rows), "");
    assert!(faults("most = 90\nleast = 3", rows).contains("8:1 nothing of the rule reads `least`"));
    assert!(faults("mst = 90", rows).contains("unknown parameter `{most}`"));
    assert!(faults("most = \"90\"", rows).contains("`most` is not a number expected a whole number from 1"));
    assert!(faults("admin-svm = 1", rows).contains("`admin-svm` is no name of a parameter"));
    assert!(faults("Most = 1", rows).contains("`Most` is no name of a parameter"));
    let builtin = "builtin = \"tape-device-count\"\nreads = []";
    assert_eq!(faults("drives = 3\nchangers = 2", builtin), "");
    assert!(faults("drives = 3", builtin).contains("`changers`, which the function reads"));
    assert!(
        faults("drives = 3\nchangers = 2\ndrivers = 1", builtin)
            .contains("nothing of the rule reads `drivers` did you mean `drives`?")
    );
}

#[test]
fn a_site_s_own_rule_can_be_set_and_what_ontap_printed_stays() {
    let folder = tempdir().unwrap();
    let rule = "id = \"few-nodes\"\ntitle = \"at most {most} nodes\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"at most {most} nodes\"\n\
        [parameters]\nmost = 2\n[check]\neach = \"cluster\"\nhas = \"node\"\ncount = \"<={most}\"\nsubject = {}\n[say]\n\
        pass = \"{count} of {most}\"\nfail = \"{count}, not {most} at most\"\n[[example]]\nverdict = \"unknown\"\nsubject = {}\n\
        input = \"c::> # {most}\"\n";
    fs::create_dir(folder.path().join("site")).unwrap();
    fs::write(folder.path().join("site/few-nodes.toml"), rule).unwrap();
    let text = "tay::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
        tay-1                 true    true\ntay-2                 true    false\n2 entries were displayed.\n\ntay::>\n";
    fs::write(folder.path().join("c.txt"), text).unwrap();
    for (config, verdict, message) in [("", "pass", "2 of 2"), ("most = 1\n", "fail", "2, not 1 at most")] {
        let config = format!("rules = \"site\"\n[rule.few-nodes]\nseverity = \"must\"\n{config}");
        fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
        let done = run(folder.path(), "check --from c.txt --select few-nodes --format json");
        let report: Value = serde_json::from_str(&done.out).unwrap();
        let outcome = &report["targets"][0]["outcomes"][0];
        assert_eq!((&outcome["verdict"], &outcome["message"]), (&verdict.into(), &message.into()));
    }
    let page = run(folder.path(), "explain few-nodes").out;
    assert!(page.contains("most = 1 by the site, 2 by its file"), "{page}");
    assert!(page.contains("at most 1 nodes") && page.contains("c::> # {most}"), "{page}");
}
