//! Whether a bundle holds all answers that its question needs, and whether its report comes out again.

mod missing;
mod strange;

use std::collections::BTreeMap;

use serde_json::Value;

use super::bundle::Bundle;
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
        let mut found =
            Self { missing: missing::missing(bundle, catalog), strange: strange::strange(bundle), ..Self::default() };
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
