//! The plan that mends what failed: for every failing example of every rule, and for whole clusters.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod families;
mod formats;
#[path = "../cli/program.rs"]
mod program;
#[path = "../saved/mod.rs"]
mod saved;
mod typed;
mod whole;

use std::collections::BTreeSet;

use ndmp_preflight::judge::fix::{FixPlan, Then, plan};
use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::{Catalog, Rule};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Reading};
use ndmp_preflight::trial;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

/// Every failing example: its rule, what it asks, and what was read of it.
fn examples(catalog: &Catalog) -> Vec<(&Rule, Question, Reading)> {
    let mut found = Vec::new();
    for rule in &catalog.rules {
        for example in rule.examples.iter().filter(|example| example.verdict == Verdict::Fail) {
            let question = trial::question(catalog, example, TODAY).unwrap();
            let captures = vec![Capture::of_text("example", &example.input)];
            let readings = table::read("example", captures, &catalog.tables);
            found.extend(readings.into_iter().map(|reading| (rule, question.clone(), reading)));
        }
    }
    found
}

fn key(outcome: &Outcome) -> String {
    format!("{} {:?}", outcome.rule, outcome.subject)
}

/// What holds of any plan: every failure has a step, no command stands twice, none makes a password, and what is said to
/// pass does.
fn look(plan: &FixPlan, before: &[Outcome], what: &str) {
    let failed = before.iter().filter(|outcome| outcome.verdict == Verdict::Fail);
    let planned: BTreeSet<String> =
        plan.steps.iter().flat_map(|step| &step.mends).map(|one| format!("{} {:?}", one.rule, one.subject)).collect();
    for outcome in failed {
        assert!(planned.contains(&key(outcome)), "{what}: no step for {}", key(outcome));
    }
    let commands: Vec<&String> = plan.steps.iter().flat_map(|step| &step.commands).collect();
    let distinct: BTreeSet<&String> = commands.iter().copied().collect();
    assert_eq!(commands.len(), distinct.len(), "{what}: {commands:#?}");
    assert!(commands.iter().all(|command| !command.contains("generate-password")), "{what}: {commands:#?}");
    for (step, one) in plan.steps.iter().flat_map(|step| step.mends.iter().map(move |one| (step, one))) {
        assert!(!step.commands.is_empty() || !step.note.is_empty(), "{what}: {step:#?}");
        let after = plan.after.iter().find(|outcome| outcome.rule == one.rule && outcome.subject == one.subject);
        let is_failed = after.is_some_and(|outcome| outcome.verdict == Verdict::Fail);
        assert_eq!(is_failed, matches!(one.then, Then::Fails | Then::NotRehearsed), "{what}: {one:#?}");
        // What is not rehearsed is never counted as mended by it.
        let is_alone =
            plan.steps.iter().filter(|other| other.mends.iter().any(|own| own.rule == one.rule)).count() == 1;
        if is_alone && step.not_rehearsed.is_some() && plan.steps.len() == 1 {
            assert_eq!(one.then, Then::NotRehearsed, "{what}: {step:#?}");
        }
    }
}

#[test]
fn every_failure_of_every_example_has_its_step() {
    let catalog = Catalog::embedded().unwrap();
    let all = examples(&catalog);
    assert!(all.len() > 80, "{}", all.len());
    for (rule, question, reading) in all {
        let before = judge(&reading, &catalog, &question).outcomes;
        look(&plan(&reading, &catalog, &question), &before, &rule.file);
    }
}

/// Rules whose fix has a command of which the tables tell what it does: behind it none of them fails. What passes then, and
/// what only the cluster can tell, is listed; a rule that leaves the list has lost its rehearsal.
#[test]
fn what_is_rehearsed_mends_what_it_is_for() {
    let catalog = Catalog::embedded().unwrap();
    let (mut passes, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for (rule, question, reading) in examples(&catalog) {
        let alone = Catalog { rules: vec![rule.clone()], ..catalog.clone() };
        let plan = plan(&reading, &alone, &question);
        for one in plan.steps.iter().filter(|step| step.not_rehearsed.is_none()).flat_map(|step| &step.mends) {
            match one.then {
                Then::Passes | Then::NotApplicable => passes.insert(rule.id.as_str()),
                Then::Unknown => unknown.insert(rule.id.as_str()),
                then => panic!("{}: {then:?} behind {:#?}", rule.file, plan.steps),
            };
        }
    }
    assert_eq!(passes.into_iter().collect::<Vec<_>>(), PASSES);
    assert_eq!(unknown.into_iter().collect::<Vec<_>>(), UNKNOWN);
}

const PASSES: [&str; 25] = [
    "backup-svm-enabled",
    "backup-svm-scope",
    "dma-authentication",
    "dma-scope",
    "lif-allowed-dma",
    "lif-failover-cluster-mgmt",
    "lif-failover-local",
    "lif-firewall-ndmp",
    "lif-home",
    "lif-service-ndmp",
    "lif-svm-ndmp-enabled",
    "mgmt-lif-service-ndmp",
    "ndmp-scope",
    "ndmp-scope-deprecated",
    "ndmp-user",
    "node-ndmp-clear-text",
    "node-ndmp-enabled",
    "node-ndmp-user",
    "node-service-ndmp",
    "svm-ndmp-allowed",
    "svm-ndmp-authentication",
    "svm-ndmp-enabled",
    "svm-ndmp-preferred-role",
    "tape-reservations",
    "tape-reservations-uniform",
];

const UNKNOWN: [&str; 2] = ["lif-up", "tape-device-status"];
