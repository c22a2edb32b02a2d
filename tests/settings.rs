//! Clusters that refuse settings of the session: an error of a setting belongs to the setting, and every answer behind it counts.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use direct::{CATALOG, SAMPLES, bundle, question, verdicts};
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::collect::role::Role;
use ontap::Manner;

mod direct;
#[path = "../examples/simulated-ontap/ontap.rs"]
mod ontap;

/// A manner on both streams, and where the cluster stops after an error.
fn ways(manner: &Manner) -> [Manner; 4] {
    [(false, false), (true, false), (false, true), (true, true)].map(|(errors_apart, stops_after_error)| Manner {
        errors_apart,
        stops_after_error,
        ..manner.clone()
    })
}

fn assert_judged_alike(manner: &Manner) {
    for sample in SAMPLES {
        // What the plain forms do not tell, the rules beyond the document do not judge.
        let of_document = |manner: Manner| {
            let mut verdicts = verdicts(sample, manner);
            let is_its = |key: &str| {
                let rule = key.split(' ').next().and_then(|name| CATALOG.rule(name));
                rule.is_none_or(|rule| rule.beyond.is_empty())
            };
            verdicts.retain(|key, _| is_its(key));
            verdicts
        };
        let wanted = of_document(Manner::default());
        for manner in ways(manner) {
            assert_eq!(of_document(manner.clone()), wanted, "{sample} {manner:?}");
        }
    }
}

#[test]
fn the_printed_role_tells_all_that_an_administrator_is_told() {
    let role = Role::of(&Plan::of(&CATALOG, &question()), "r", "u", None, "password").unwrap();
    let manner = Manner { role: Some(role.commands.clone()), ..Manner::default() };
    assert_judged_alike(&manner);
    for sample in SAMPLES {
        assert_eq!(bundle(sample, manner.clone()).unwrap().remarks, bundle(sample, Manner::default()).unwrap().remarks);
        // The test would see what is missing.
        let less: Vec<String> = role.commands.iter().filter(|command| *command != "cluster show").cloned().collect();
        assert_ne!(
            verdicts(sample, Manner { role: Some(less), ..Manner::default() }),
            verdicts(sample, Manner::default())
        );
    }
}

#[test]
fn an_account_without_set_is_told_everything_and_the_advice_is_about_set() {
    let manner = Manner { refused: vec!["set".to_owned()], ..Manner::default() };
    assert_judged_alike(&manner);
    for manner in ways(&manner) {
        let remarks = bundle(SAMPLES[0], manner).unwrap().remarks.join("\n");
        assert!(remarks.contains("`Error: \"set\" is not a recognized command`"), "{remarks}");
        assert!(remarks.contains("may not use `set`") && remarks.contains("ndmp-preflight role"), "{remarks}");
        assert!(!remarks.contains("this account may not use `version`"), "{remarks}");
    }
}

#[test]
fn a_setting_that_a_release_does_not_know_costs_no_answer() {
    for setting in ["-confirmations", "-rows", "-showallfields", "-showseparator"] {
        let manner = Manner { unknown_settings: vec![setting.to_owned()], ..Manner::default() };
        assert_judged_alike(&manner);
        for manner in ways(&manner) {
            let remarks = bundle(SAMPLES[0], manner).unwrap().remarks.join("\n");
            assert!(remarks.contains(setting) && remarks.contains("does not know the setting"), "{remarks}");
            assert!(!remarks.contains("ndmp-preflight role"), "{remarks}");
        }
    }
}
