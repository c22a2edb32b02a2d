//! Waivers: failures that the site accepts for a while. What was observed stays; a waiver that does not work is a finding.

use std::collections::BTreeSet;

use super::{Outcome, Question, Verdict, Waiver};
use crate::rule::Catalog;

/// Applies the waivers to the outcomes of one target.
pub(super) fn apply(outcomes: &mut Vec<Outcome>, question: &Question, catalog: &Catalog) {
    let mut findings = Vec::new();
    for waiver in &question.waivers {
        if catalog.rule(&waiver.rule).is_none() {
            let nearest = crate::fault::nearest(&waiver.rule, catalog.rules.iter().map(|rule| rule.id.as_str()));
            let help = nearest.map_or_else(String::new, |nearest| format!("; the nearest rule is `{nearest}`"));
            findings.push(finding("waiver-unknown-rule", waiver, format!("there is no rule `{}`{help}", waiver.rule)));
        } else if waiver.until < question.today {
            findings.push(finding(
                "waiver-expired",
                waiver,
                format!("the waiver of `{}` ended on {}", waiver.rule, waiver.until),
            ));
        } else if !waive(outcomes, waiver) {
            findings.push(finding(
                "waiver-unmatched",
                waiver,
                format!("the waiver of `{}` matches no failure{}", waiver.rule, strange(outcomes, waiver)),
            ));
        }
    }
    outcomes.extend(findings);
}

/// A key of the waiver that no subject of its rule has, and the nearest that they have.
fn strange(outcomes: &[Outcome], waiver: &Waiver) -> String {
    let own = outcomes.iter().filter(|outcome| outcome.rule == waiver.rule);
    let names: BTreeSet<&str> = own.flat_map(|outcome| outcome.subject.keys()).map(String::as_str).collect();
    let Some((strange, _)) = waiver.only.iter().find(|(name, _)| !names.contains(name.as_str())) else {
        return String::new();
    };
    if names.is_empty() {
        return String::new();
    }
    let help = crate::fault::advice(strange, names);
    format!("; its subjects have no `{strange}`: {help}")
}

/// Turns the failures that the waiver covers; whether there were any.
fn waive(outcomes: &mut [Outcome], waiver: &Waiver) -> bool {
    let covers = |outcome: &Outcome| {
        outcome.rule == waiver.rule
            && outcome.verdict == Verdict::Fail
            && waiver.only.iter().all(|(name, value)| outcome.subject.get(name) == Some(value))
    };
    let mut matched = false;
    for outcome in outcomes.iter_mut().filter(|outcome| covers(outcome)) {
        outcome.verdict = Verdict::Waived;
        outcome.reason = Some("waived".to_owned());
        outcome.message = format!("{}; waived until {}: {}", outcome.message, waiver.until, waiver.reason);
        matched = true;
    }
    let is_waived = |outcome: &Outcome| outcome.rule == waiver.rule && outcome.verdict == Verdict::Waived;
    matched || outcomes.iter().any(is_waived) && waiver.only.is_empty()
}

fn finding(rule: &str, waiver: &Waiver, message: String) -> Outcome {
    let subject = std::iter::once(("rule".to_owned(), waiver.rule.clone())).chain(waiver.only.clone()).collect();
    Outcome {
        title: "every waiver does its work".to_owned(),
        expected: "a waiver of a known rule, not expired, that covers a failure".to_owned(),
        note: "renew it or take it out of the configuration".to_owned(),
        ..Outcome::of_configuration(rule, subject, format!("{message} ({})", waiver.place))
    }
}
