//! Whether a redacted text is read and judged as the text itself: only then does it show what went wrong.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::judge::{Question, judge};
use crate::rule::Catalog;
use crate::source::Capture;
use crate::table::{Answer, Reading, Record, read};

/// How a redacted text is read and judged beside the original one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Answers of the original text.
    pub answers: usize,
    /// Their records.
    pub records: usize,
    /// What is read or judged otherwise, a sentence each; empty: nothing.
    pub differences: Vec<String>,
}

/// The rule on passwords in a text: they are masked in a redacted one.
const SECRET: &str = "capture-secret";

/// Reads and judges both texts, which are called `name`, on that day.
///
/// # Errors
///
/// What of the two is no text.
pub fn compared(
    catalog: &Catalog,
    today: Date,
    name: &str,
    original: Vec<u8>,
    redacted: &str,
) -> Result<Comparison, String> {
    let read_as = |bytes| {
        let capture = Capture::read(name, bytes).map_err(|error| error.to_string())?;
        Ok::<_, String>(read(name, vec![capture], &catalog.tables))
    };
    let (original, redacted) = (read_as(original)?, read_as(redacted.as_bytes().to_vec())?);
    let mut differences = Vec::new();
    let (before, after) = (answers(&original), answers(&redacted));
    for at in 0..before.len().max(after.len()) {
        differences.extend(difference(before.get(at).copied(), after.get(at).copied()));
    }
    if differences.is_empty() {
        differences.extend(otherwise(&verdicts(&original, catalog, today), &verdicts(&redacted, catalog, today)));
    }
    let records = before.iter().map(|answer| answer.records.len()).sum();
    Ok(Comparison { answers: before.len(), records, differences })
}

fn answers(readings: &[Reading]) -> Vec<&Answer> {
    readings.iter().flat_map(|reading| &reading.answers).collect()
}

fn difference(original: Option<&Answer>, redacted: Option<&Answer>) -> Option<String> {
    match (original.map(told), redacted.map(told)) {
        (original, redacted) if original == redacted => None,
        (Some((_, original)), Some((_, redacted))) if original != redacted => {
            Some(format!("{original} becomes {redacted}"))
        }
        (Some((_, original)), Some(_)) => Some(format!("{original} has other columns in the redacted text")),
        (Some((_, original)), None) => Some(format!("{original} is not found in the redacted text")),
        (None, Some((_, redacted))) => Some(format!("only the redacted text yields {redacted}")),
        (None, None) => None,
    }
}

/// Which columns each record has, and the answer in words.
fn told(answer: &Answer) -> (Vec<Vec<String>>, String) {
    let records = answer.records.len();
    let words = format!("`{}` (line {}: {}, {records} records)", answer.command, answer.line, answer.status.word());
    let columns = |record: &Record| record.fields.iter().map(|(name, _)| name.to_string()).collect();
    (answer.records.iter().map(|record| columns(&record)).collect(), words)
}

/// How often each rule came to each verdict, with its reason.
fn verdicts(readings: &[Reading], catalog: &Catalog, today: Date) -> BTreeMap<String, usize> {
    let question = Question::plain(today);
    let mut counts = BTreeMap::new();
    for outcome in readings.iter().flat_map(|reading| judge(reading, catalog, &question).outcomes) {
        if outcome.rule != SECRET {
            let reason = outcome.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            *counts.entry(format!("{} {}{reason}", outcome.rule, outcome.verdict.word())).or_default() += 1;
        }
    }
    counts
}

/// What is judged otherwise, by its first rule.
fn otherwise(original: &BTreeMap<String, usize>, redacted: &BTreeMap<String, usize>) -> Option<String> {
    let mut all = original.iter().filter(|(told, count)| redacted.get(*told) != Some(*count));
    match all.next() {
        Some((first, _)) => Some(format!("`{first}` and {} other verdicts change", all.count())),
        None if original.len() != redacted.len() => Some("rules speak of the redacted text alone".to_owned()),
        None => None,
    }
}
