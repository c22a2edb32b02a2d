//! Whether a bundle holds all answers that its question needs, and whether its report comes out again.

use std::collections::BTreeMap;

use serde_json::Value;

use super::bundle::{Bundle, Entry};
use super::plan::{Known, Plan};
use super::script::{Show, parts};
use crate::judge::Question;
use crate::rule::Catalog;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Answers that are not there, or not whole, in words.
    pub missing: Vec<String>,
    /// How the report that the bundle gives differs from the one that it holds, in words.
    pub different: Vec<String>,
    /// Why the report cannot be compared, and what to do about it, where it was made by other rules.
    pub other_rules: Option<String>,
    /// What no collector writes, in words.
    pub strange: Vec<String>,
}

impl Verified {
    /// Looks through a bundle, whose checksums were compared when it was read.
    pub fn of(bundle: &Bundle, catalog: &Catalog) -> Self {
        let mut found = Self { missing: missing(bundle, catalog), strange: strange(bundle), ..Self::default() };
        let Some(judged) = &bundle.judged else { return found };
        let again = judged.again(bundle, catalog);
        if again.report != judged.report {
            found.other_rules = judged.other_rules(&bundle.tool, catalog);
            if found.other_rules.is_none() {
                found.different = differences(&judged.report, &again.report);
            }
        }
        found
    }
}

/// Commands that nobody sends, and answers to commands that were not sent.
fn strange(bundle: &Bundle) -> Vec<String> {
    let fault = |entry: &Entry| match (Show::parse(&entry.command), parts(&entry.sent)) {
        (Err(error), _) | (_, Err(error)) => Some(error.to_string()),
        (_, Ok(parts)) if !parts.contains(&entry.command.as_str()) => {
            Some(format!("what was sent for `{}` does not hold it", entry.command))
        }
        _ => None,
    };
    let mut strange: Vec<String> = bundle.entries.iter().filter_map(fault).collect();
    strange.dedup();
    strange
}

fn missing(bundle: &Bundle, catalog: &Catalog) -> Vec<String> {
    let question =
        bundle.judged.as_ref().map_or_else(|| Question::plain(bundle.day()), |judged| judged.terms.question());
    let left_out = bundle.judged.as_ref().map_or(&[][..], |judged| judged.terms.left_out());
    let mut catalog = catalog.clone();
    catalog.rules.retain(|rule| !left_out.contains(&rule.id));
    let readings = bundle.readings(&catalog.tables);
    let mut missing = Vec::new();
    for answer in readings.iter().flat_map(|reading| &reading.answers) {
        if !answer.status.is_whole() {
            missing.push(format!("`{}`: {}: {}", answer.command_line(), answer.status.word(), answer.why));
        }
    }
    let known = readings.first().map_or_else(Known::default, |reading| Known::of(reading, &catalog, &question));
    let plan = Plan::of(&catalog, &question);
    let is_answered =
        |table: &str| readings.iter().flat_map(|reading| &reading.answers).any(|answer| answer.command == table);
    for step in plan.steps.iter().filter(|step| step.applies(&known) && !is_answered(&step.table)) {
        missing.push(format!("`{}`: no answer that can be read", step.show));
    }
    missing.dedup();
    missing
}

/// The outcomes that differ, else that something else does.
fn differences(stored: &str, again: &str) -> Vec<String> {
    let (stored, again) = (outcomes(stored), outcomes(again));
    let mut lines: Vec<String> = Vec::new();
    for (key, verdict) in &again {
        match stored.get(key) {
            Some(before) if before == verdict => {}
            Some(before) => lines.push(format!("{key} was {before}, is {verdict}")),
            None => lines.push(format!("{key} is {verdict}, and was not there")),
        }
    }
    lines.extend(
        stored
            .iter()
            .filter(|(key, _)| !again.contains_key(*key))
            .map(|(key, was)| format!("{key} was {was}, and is gone")),
    );
    if lines.is_empty() {
        lines.push("all verdicts are the same, their words or evidence are not".to_owned());
    }
    lines
}

/// `rule {subject}` and the verdict of each outcome.
fn outcomes(report: &str) -> BTreeMap<String, String> {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let list = |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let word = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let all = list(&report, "targets").into_iter().flat_map(|target| list(&target, "outcomes"));
    all.map(|outcome| {
        let subject = outcome.get("subject").map(Value::to_string).unwrap_or_default();
        (format!("{} {subject}", word(&outcome, "rule")), word(&outcome, "verdict"))
    })
    .collect()
}
