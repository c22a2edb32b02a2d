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
            findings.push(idle(outcomes, waiver));
        }
    }
    outcomes.extend(findings);
}

/// The finding of a waiver that covers nothing: what it was for is there no more, or shows another value.
fn idle(outcomes: &[Outcome], waiver: &Waiver) -> Outcome {
    let rule = &waiver.rule;
    let mut other = outcomes.iter().filter(|outcome| is_about(waiver, outcome));
    let Some(first) = other.next() else {
        let told = format!("the waiver of `{rule}` matches no failure{}", strange(outcomes, waiver));
        return finding("waiver-unmatched", waiver, told);
    };
    let more = other.count();
    let more = if more == 0 { String::new() } else { format!(", and {more} more") };
    let about: Vec<String> = first.subject.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let about = if about.is_empty() { String::new() } else { format!(" for {}", about.join(", ")) };
    let (was, now) = (listed(&waiver.observed), listed(&first.observed()));
    let told = format!("the waiver of `{rule}` lapsed{about}{more}: waived was {was}, and now there is {now}");
    finding("waiver-lapsed", waiver, told)
}

fn listed(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    if texts.is_empty() { "nothing that the answers show".to_owned() } else { texts.join(", ") }
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
    let covers = |outcome: &Outcome| is_about(waiver, outcome) && is_as_observed(waiver, outcome);
    let mut matched = false;
    for outcome in outcomes.iter_mut().filter(|outcome| covers(outcome)) {
        outcome.verdict = Verdict::Waived;
        outcome.reason = Some("waived".to_owned());
        outcome.message = format!("{}; waived until {}: {}", outcome.message, waiver.until, waiver.reason);
        matched = true;
    }
    // One of several about the same: of the whole rule, or each for the value of another cluster.
    let is_one_of_several = waiver.only.is_empty() || !waiver.observed.is_empty();
    let is_waived = |outcome: &Outcome| is_named(waiver, outcome) && outcome.verdict == Verdict::Waived;
    matched || is_one_of_several && outcomes.iter().any(is_waived)
}

/// Whether it is a failure of what the waiver names, whatever the evidence shows.
fn is_about(waiver: &Waiver, outcome: &Outcome) -> bool {
    is_named(waiver, outcome) && outcome.verdict == Verdict::Fail
}

fn is_named(waiver: &Waiver, outcome: &Outcome) -> bool {
    let is_its = |(name, value): &(String, String)| outcome.subject.get(name) == Some(value);
    outcome.rule == waiver.rule && waiver.only.iter().all(is_its)
}

/// Whether the evidence still shows what it showed when it was waived, in whatever order.
fn is_as_observed(waiver: &Waiver, outcome: &Outcome) -> bool {
    let sorted = |texts: &[String]| {
        let mut texts: Vec<String> = texts.iter().map(|text| settled(text)).collect();
        texts.sort();
        texts
    };
    let waived = sorted(&waiver.observed);
    // Who writes one by hand may leave out the columns, and takes them for any then.
    waived.is_empty() || waived == sorted(&outcome.observed()) || waived == sorted(&outcome.observed_texts())
}

/// A value without what only its print has: runs of blanks, and the order of the elements of a list. Before it may stand its column.
fn settled(text: &str) -> String {
    if let Some((column, value)) = text.split_once(": ") {
        return format!("{}: {}", column.trim(), settled(value));
    }
    let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut elements: Vec<String> = text.split(',').map(words).collect();
    elements.sort();
    elements.join(", ")
}

impl Outcome {
    /// What the evidence shows: the texts of its cells, each behind its column (`status-oper: down`), by which a waiver is bound to
    /// them: the same word in another column is another failure.
    pub fn observed(&self) -> Vec<String> {
        let told = |(field, text): (&str, String)| if field.is_empty() { text } else { format!("{field}: {text}") };
        self.cells().map(told).collect()
    }

    /// The texts alone.
    fn observed_texts(&self) -> Vec<String> {
        self.cells().map(|(_, text)| text).collect()
    }

    /// Columns and texts of the evidence, those of no text left out.
    fn cells(&self) -> impl Iterator<Item = (&str, String)> {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cells = self.evidence.iter().map(move |mark| (mark.field.as_str(), words(&mark.text)));
        cells.filter(|(_, text)| !text.is_empty())
    }
}

fn finding(rule: &str, waiver: &Waiver, message: String) -> Outcome {
    let subject = std::iter::once(("rule".to_owned(), waiver.rule.clone())).chain(waiver.only.clone()).collect();
    Outcome {
        title: "every waiver does its work".to_owned(),
        expected: "a waiver of a known rule, not expired, that covers a failure as it was waived".to_owned(),
        note: "renew it or take it out of the configuration".to_owned(),
        ..Outcome::of_configuration(rule, subject, format!("{message} ({})", waiver.place))
    }
}
