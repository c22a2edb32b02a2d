//! Waivers, and passwords in saved text, as the program treats them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
mod program;
mod saved;

use ndmp_preflight::report::Format;
use std::fs;

use program::{run, run_on};
use saved::Saved;
use serde_json::Value;
use tempfile::tempdir;

const DOWN: &str = "strathspey-03_mgmt1";

/// What a run with these waivers gives: the exit code, and `rule verdict` of all that is neither pass nor not applicable.
fn waived(damage: impl Fn(&mut Saved), config: &str, options: &str) -> (i32, Vec<String>) {
    let mut saved = Saved::sample("ready-svm-9.12.1");
    damage(&mut saved);
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("cluster")).unwrap();
    for (file, text) in &saved.files {
        fs::write(folder.path().join("cluster").join(file), text).unwrap();
    }
    fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
    let ran = run(folder.path(), &format!("check --from cluster --format json {options}"));
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap().clone();
    let is_bad = |outcome: &&Value| outcome["verdict"] != "pass" && outcome["verdict"] != "not-applicable";
    let mut bad: Vec<String> = outcomes
        .iter()
        .filter(is_bad)
        .map(|outcome| format!("{} {}", outcome["rule"].as_str().unwrap(), outcome["verdict"].as_str().unwrap()))
        .collect();
    bad.dedup();
    (ran.code, bad)
}

fn down(saved: &mut Saved) {
    saved.edit("network_interface_show", DOWN, "up/up", "up/down");
}

fn waiver(rule: &str, only: &str, until: &str) -> String {
    format!("[[waiver]]\nrule = \"{rule}\"\n{only}\nreason = \"change 4711\"\nuntil = {until}\n")
}

fn told(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn a_waiver_covers_what_it_names_and_what_was_observed_stays() {
    let only = format!("only = {{ lif = \"{DOWN}\" }}");
    let day = "--now 2026-12-31";
    assert_eq!(
        waived(down, &waiver("lif-up", &only, "2026-12-31"), day),
        (0, told(&["lif-up waived"])),
        "its last day"
    );
    assert_eq!(waived(down, &waiver("lif-up", "", "2026-12-31"), day), (0, told(&["lif-up waived"])), "the whole rule");
    let expired = told(&["lif-up fail", "waiver-expired fail"]);
    assert_eq!(waived(down, &waiver("lif-up", &only, "2026-12-30"), day), (1, expired), "the day after");
    let other = told(&["lif-up fail", "waiver-unmatched fail"]);
    assert_eq!(waived(down, &waiver("lif-up", "only = { lif = \"cluster_mgmt\" }", "2026-12-31"), day), (1, other));
    let unknown = told(&["lif-up fail", "waiver-unknown-rule fail"]);
    assert_eq!(waived(down, &waiver("lif-upp", "", "2026-12-31"), day), (1, unknown));
}

#[test]
fn findings_on_waivers_decide_only_when_should_rules_do() {
    let idle = waiver("lif-up", "", "2026-12-31");
    let day = "--now 2026-11-22";
    assert_eq!(waived(|_| {}, &idle, day), (0, told(&["waiver-unmatched fail"])));
    assert_eq!(waived(|_| {}, &idle, &format!("{day} --fail-on should")).0, 1);
}

#[test]
fn a_waiver_covers_failures_not_unknowns() {
    let open = |saved: &mut Saved| {
        saved.without("security_login_show");
    };
    let seen = waived(open, &waiver("ndmp-user", "", "2026-12-31"), "--now 2026-11-22");
    assert_eq!(seen, (3, told(&["ndmp-user unknown", "waiver-unmatched fail"])));
}

#[test]
fn a_waiver_needs_a_reason_and_a_date() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("text.txt"), "NetApp Release 9.9.1: Sat Nov 20 05:14:36 UTC 2021\n").unwrap();
    for config in [
        "[[waiver]]\nrule = \"lif-up\"\nuntil = 2026-12-31\n",
        "[[waiver]]\nrule = \"lif-up\"\nreason = \"change\"\n",
        "[[waiver]]\nreason = \"change\"\nuntil = 2026-12-31\n",
    ] {
        fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
        let ran = run(folder.path(), "check --from text.txt");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{config}");
    }
}

#[test]
fn a_password_is_found_and_shown_nowhere() {
    const SECRET: &str = "qvT9xKc2pLr8WnZ4";
    let forms = [
        format!(
            "cluster1::> vserver services ndmp generate-password -vserver cluster1 -user backup_admin1\n\n Vserver: cluster1\n    User: backup_admin1\nPassword: {SECRET}\n"
        ),
        format!(
            "cluster1::> vserver services ndmp generate-password -vserver cluster1 -user backup_admin1\n\n Vserver: cluster1\r\n    User: backup_admin1\r\nPassword: {SECRET}\r\n\r\ncluster1::> version\r\nNetApp Release 9.9.1P5: Sat Nov 20 05:14:36 UTC 2021\r\n"
        ),
        format!(
            "cluster1::> vserver serv ndmp generate-password\n  (vserver services ndmp generate-password)\n\n Vserver: cluster1\n    User: backup_admin1\nPassword: {SECRET}\n"
        ),
    ];
    for text in forms {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("paste.txt"), &text).unwrap();
        for format in Format::words() {
            for options in ["", "-v", "--select capture-secret"] {
                let ran = run(folder.path(), &format!("check --from paste.txt --format {format} {options}"));
                assert!(
                    !ran.out.contains(SECRET) && !ran.err.contains(SECRET),
                    "{format} {options} shows it:\n{}",
                    ran.out
                );
                assert_eq!(ran.code, 1, "{format} {options}: {}", ran.out);
                assert!(ran.out.contains("capture-secret"), "{format} {options}");
            }
        }
        let ran = run_on(folder.path(), "check --from - --format json", &text);
        assert!(ran.code == 1 && !ran.out.contains(SECRET) && !ran.err.contains(SECRET), "standard input: {}", ran.out);
        for format in ["human", "json"] {
            let ran = run(folder.path(), &format!("facts --from paste.txt --format {format}"));
            assert!(!ran.out.contains(SECRET) && !ran.err.contains(SECRET), "facts {format} shows it:\n{}", ran.out);
        }
    }
}
