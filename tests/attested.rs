//! What no command can show, said by somebody: who and when stands in the report, and it counts for a year.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;

use std::fs;

use program::{Ran, run};
use saved::Saved;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

/// A ready cluster in SVM scope, and a configuration.
fn place(config: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("cluster")).unwrap();
    for (file, text) in &Saved::sample("ready-svm-9.12.1").files {
        fs::write(folder.path().join("cluster").join(file), text).unwrap();
    }
    fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
    folder
}

fn check(config: &str, options: &str) -> Ran {
    run(place(config).path(), &format!("check --from cluster {options}"))
}

/// The exit code, `rule verdict` of all that failed or is unknown, and the target.
fn judged(config: &str, options: &str) -> (i32, Vec<String>, Value) {
    let ran = check(config, &format!("{options} --format json"));
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.err));
    let target = report["targets"][0].clone();
    let outcomes = target["outcomes"].as_array().unwrap();
    let word = |outcome: &Value, key: &str| outcome[key].as_str().unwrap().to_owned();
    let is_bad = |outcome: &&Value| matches!(outcome["verdict"].as_str().unwrap(), "fail" | "unknown");
    let mut bad: Vec<String> = outcomes
        .iter()
        .filter(is_bad)
        .map(|outcome| format!("{} {}", word(outcome, "rule"), word(outcome, "verdict")))
        .collect();
    bad.dedup();
    (ran.code, bad, target)
}

fn attest(what: &str, more: &str) -> String {
    format!("[[attest]]\nwhat = \"{what}\"\nby = \"backup team\"\non = 2026-11-20\n{more}\n")
}

const TODAY: &str = "--dma veeam --now 2026-11-22";

#[test]
fn an_attestation_settles_what_only_the_vendor_can_tell() {
    let open = judged("", TODAY);
    assert_eq!((open.0, open.1), (3, vec!["dma-scope unknown".to_owned()]));
    let (code, bad, target) = judged(&attest("dma-supports-cab", ""), TODAY);
    assert_eq!((code, bad), (0, Vec::new()));
    let line = json!({"what": "dma-supports-cab", "by": "backup team", "on": "2026-11-20", "until": "2027-11-20", "counts": true});
    assert_eq!(target["attestations"], json!([line]));
    let scope = target["outcomes"].as_array().unwrap().iter().find(|outcome| outcome["rule"] == "dma-scope").unwrap();
    assert!(scope["message"].as_str().unwrap().contains("attested by backup team on 2026-11-20"), "{scope}");
    let page = check(&attest("dma-supports-cab", ""), TODAY).out.replace("\n          ", " ");
    let said = "attested  the backup application uses cluster aware backup (backup team on 2026-11-20; counts until 2027-11-20)";
    assert!(page.contains(said), "{page}");
}

#[test]
fn it_counts_to_the_end_of_its_last_day() {
    let lapsed = vec!["dma-scope unknown".to_owned(), "attestation-lapsed fail".to_owned()];
    let of = |more: &str, now: &str| {
        let (code, bad, target) = judged(&attest("dma-supports-cab", more), &format!("--dma veeam --now {now}"));
        (code, bad, target["attestations"][0]["counts"].as_bool().unwrap())
    };
    assert_eq!(of("", "2026-11-20"), (0, Vec::new(), true), "its first day");
    assert_eq!(of("", "2027-11-20"), (0, Vec::new(), true), "a year later");
    assert_eq!(of("", "2027-11-21"), (3, lapsed.clone(), false), "the day after");
    assert_eq!(of("until = 2026-12-31", "2026-12-31"), (0, Vec::new(), true));
    assert_eq!(of("until = 2026-12-31", "2027-01-01"), (3, lapsed, false));
    assert_eq!(of("until = 2030-12-31", "2030-12-31"), (0, Vec::new(), true), "longer than a year");
    let page = check(&attest("dma-supports-cab", ""), "--dma veeam --now 2027-11-21").out;
    assert!(
        page.contains("lapsed    the backup application uses") && page.contains("counted until 2027-11-20"),
        "{page}"
    );
    let leap = attest("dma-supports-cab", "").replace("2026-11-20", "2024-02-29");
    assert_eq!(judged(&leap, "--dma veeam --now 2025-02-28").0, 0);
    assert_eq!(judged(&leap, "--dma veeam --now 2025-03-01").0, 3);
}

#[test]
fn a_lapsed_one_that_was_renewed_is_no_finding() {
    let old = attest("dma-supports-cab", "").replace("2026", "2024");
    let both = old.clone() + &attest("dma-supports-cab", "");
    assert_eq!(judged(&old, TODAY).1, ["dma-scope unknown", "attestation-lapsed fail"]);
    assert_eq!(judged(&both, TODAY).1, Vec::<String>::new());
}

/// A lapsed attestation is a `should`: it decides only where those do.
#[test]
fn what_lapsed_decides_only_where_should_rules_do() {
    let idle = attest("data-ports-open", "").replace("2026", "2024");
    assert_eq!(judged(&idle, "--now 2026-11-22").0, 0);
    assert_eq!(judged(&idle, "--now 2026-11-22 --fail-on should").0, 1);
}

#[test]
fn values_are_attested_too() {
    let scsi = attest("dma-reservations", "value = \"scsi\"");
    let (code, bad, target) = judged(&scsi, "--dma commvault --now 2026-11-22");
    assert_eq!((code, bad), (1, vec!["tape-reservations fail".to_owned()]));
    assert_eq!(target["planned"]["reservations"], "scsi");
    let over = format!("[backup]\nreservations = \"persistent\"\n{scsi}");
    let (code, bad, _) = judged(&over, "--dma commvault --now 2026-11-22");
    assert_eq!((code, bad), (0, vec!["attestation-contradicted fail".to_owned()]), "what is planned wins");
    let later = format!("{scsi}{}", scsi.replace("scsi", "persistent").replace("11-20", "11-21"));
    let (code, bad, target) = judged(&later, "--dma commvault --now 2026-11-22");
    assert_eq!((code, bad), (0, Vec::new()), "the later one counts");
    assert_eq!(target["attestations"].as_array().unwrap().len(), 2);
    let without = format!("[backup]\ncab = false\n{}", attest("dma-supports-cab", ""));
    assert_eq!(judged(&without, TODAY).1, ["dma-scope fail", "attestation-contradicted fail"]);
}

#[test]
fn an_attestation_of_tomorrow_is_an_error() {
    let ran = check(&attest("dma-supports-cab", ""), "--now 2026-11-19");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    let wanted = "ndmp-preflight.toml:2: `dma-supports-cab` is attested on 2026-11-20, and today is 2026-11-19: nobody attests what is still to come";
    assert!(ran.err.contains(wanted), "{}", ran.err);
}

#[test]
fn what_cannot_be_attested_is_an_error_with_the_nearest_right_word() {
    for (config, wanted, help) in [
        (
            attest("dma-support-cab", ""),
            "nothing called `dma-support-cab` can be attested",
            "did you mean `dma-supports-cab`?",
        ),
        (attest("data-ports-open", "value = \"yes\""), "`data-ports-open` has no value", "leave it out"),
        (
            attest("dma-reservations", ""),
            "missing key `value` in `[[attest]]`",
            "`dma-reservations` is one of `off`, `scsi`, `persistent`",
        ),
        (
            attest("dma-reservations", "value = \"scsy\""),
            "`scsy` is no value of `dma-reservations`",
            "did you mean `scsi`?",
        ),
        (
            attest("dma-supports-cab", "until = 2026-11-19"),
            "`until` is before `on`, which is 2026-11-20",
            "expected the last day",
        ),
        (
            attest("dma-supports-cab", "").replace("2026-11-20", "\"20.11.2026\""),
            "`on` is not a date",
            "expected a date without quotes",
        ),
        (
            attest("dma-supports-cab", "").replace("on = 2026-11-20", ""),
            "missing key `on` in `[[attest]]`",
            "expected a date",
        ),
        (attest("dma-supports-cab", "").replace("backup team", " "), "`by` is empty", "expected a text"),
        (attest("dma-supports-cab", "untill = 2026-12-31"), "unknown key `untill`", "did you mean `until`?"),
    ] {
        let ran = check(&config, "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{config}");
        assert!(ran.err.contains(wanted) && ran.err.contains(help), "{config}\n{}", ran.err);
    }
}

/// What no source tells of the application is asked, until the plan or somebody answers it.
#[test]
fn open_questions_are_asked_until_they_are_answered() {
    let about = |config: &str, options: &str| -> Vec<String> {
        let (_, _, target) = judged(config, options);
        let questions = target["questions"].as_array().cloned().unwrap_or_default();
        let told = |one: &Value| format!("{} {}", one["whom"].as_str().unwrap(), one["about"].as_str().unwrap());
        questions.iter().map(told).collect()
    };
    let site = ["site data-ports-open", "site ndmp-password-generated"];
    let all = ["cab", "reservations", "authentication", "address-family", "ports", "ndmp-versions", "block-size"];
    let all: Vec<String> = all.iter().map(|about| format!("vendor {about}")).chain(site.map(str::to_owned)).collect();
    assert_eq!(about("", TODAY), all);
    let answers = [
        attest("dma-supports-cab", ""),
        attest("dma-reservations", "value = \"persistent\""),
        attest("dma-authentication", "value = \"challenge\""),
        attest("dma-address-family", "value = \"both\""),
        attest("dma-ndmp-version", "value = \"v4\""),
        attest("dma-block-size", "value = \"256\""),
        attest("data-ports-open", ""),
        attest("ndmp-password-generated", ""),
    ];
    assert_eq!(about(&answers.concat(), TODAY), Vec::<String>::new());
    for (left, answer) in answers.iter().enumerate() {
        let but_one: String = answers.iter().filter(|one| *one != answer).cloned().collect();
        assert!(!about(&but_one, TODAY).is_empty(), "answer {left}: {answer}");
    }
    let planned = "[backup]\ncab = true\nreservations = \"persistent\"\nauthentication = \"challenge\"\n";
    let left = ["vendor address-family", "vendor ports", "vendor ndmp-versions", "vendor block-size"];
    assert_eq!(about(planned, TODAY)[..4], left);
    assert_eq!(about("", "--now 2026-11-22"), Vec::<String>::new(), "no application is named");
    assert!(!about("", &format!("{TODAY} --tape none")).contains(&"vendor reservations".to_owned()));
}

#[test]
fn people_are_told_whom_to_ask_and_where_to_answer() {
    let page = check("", TODAY).out;
    let text: Vec<&str> = page.split_whitespace().collect();
    let text = text.join(" ");
    for wanted in [
        "ask the vendor of your backup application (veeam); no source tells it:",
        "cab does it use NetApp's cluster aware backup (CAB) extension of NDMP? Settled by `cab = true` or `false` in [backup], or [[attest]] \"dma-supports-cab\".",
        "no command shows this; see to it, then attest it:",
        "ndmp-password-generated was the NDMP password generated after the login password of the backup user was last set?",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{page}");
    }
}

/// What a source denies is no fact because somebody attests it: told, and not known until the plan says it.
#[test]
fn what_the_profile_denies_is_never_taken_for_a_fact_unseen() {
    let told = "[backup]\ncab = true\n";
    for (what, value, dma, rule) in [
        ("dma-supports-cab", "", "bareos", "dma-scope"),
        ("dma-authentication", "value = \"plaintext\"", "unitrends", "dma-authentication"),
        ("dma-ndmp-version", "value = \"v3\"", "unitrends", "dma-ndmp-version"),
        ("dma-address-family", "value = \"ipv6\"", "oracle-secure-backup", "dma-address-family"),
    ] {
        let config = format!("{}{}", if rule == "dma-scope" { "" } else { told }, attest(what, value));
        let (code, bad, target) = judged(&config, &format!("--dma {dma} --now 2026-11-22"));
        assert_eq!(
            (code, bad),
            (3, vec![format!("{rule} unknown"), "attestation-contradicted fail".to_owned()]),
            "{dma}"
        );
        let outcomes = target["outcomes"].as_array().unwrap();
        let of = |name: &str| outcomes.iter().find(|outcome| outcome["rule"] == name).unwrap().clone();
        assert_eq!(of(rule)["reason"], "contradiction", "{dma}");
        for text in [of(rule)["message"].clone(), of("attestation-contradicted")["message"].clone()] {
            let text = text.as_str().unwrap();
            let wanted = [what, "backup team", &format!("the profile {dma} says")];
            assert!(wanted.iter().all(|wanted| text.contains(wanted)), "{text}");
        }
    }
    // In node scope, where it does not matter, it is told all the same.
    let node = judged(&attest("dma-supports-cab", ""), "--dma bareos --scope node --now 2026-11-22");
    assert!(node.1.contains(&"attestation-contradicted fail".to_owned()), "{:?}", node.1);
    assert!(!node.1.contains(&"dma-scope unknown".to_owned()), "{:?}", node.1);
    // What agrees with the profile, or of what it tells nothing, is taken.
    for (what, value, dma) in [
        ("dma-authentication", "value = \"challenge\"", "unitrends"),
        ("dma-ndmp-version", "value = \"v4\"", "unitrends"),
        ("dma-ndmp-version", "value = \"v4\"", "veeam"),
        ("dma-reservations", "value = \"persistent\"", "netbackup"),
    ] {
        let (code, bad, _) =
            judged(&(told.to_owned() + &attest(what, value)), &format!("--dma {dma} --now 2026-11-22"));
        assert_eq!((code, bad), (0, Vec::new()), "{dma}");
    }
}

#[test]
fn a_plan_that_the_profile_denies_counts_and_is_told() {
    let bareos = judged("[backup]\ncab = true\n", "--dma bareos --now 2026-11-22");
    assert_eq!((bareos.0, bareos.1), (0, vec!["plan-contradicted fail".to_owned()]));
    let page = check("", "--dma bareos --cab true --now 2026-11-22").out;
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("the plan says cab = true, and the profile bareos says: no"), "{page}");
    let clear = judged("", "--dma unitrends --cab true --authentication plaintext --now 2026-11-22");
    assert_eq!(
        (clear.0, clear.1),
        (1, vec!["dma-authentication fail".to_owned(), "plan-contradicted fail".to_owned()])
    );
    let fitting = judged("", "--dma unitrends --cab true --authentication challenge --now 2026-11-22");
    assert_eq!((fitting.0, fitting.1), (0, Vec::new()));
}
