//! Whether a redacted text is read as the text itself: only then does it show what went wrong.

use crate::source::Capture;
use crate::table::{Answer, Definition, Reading, Record, read};

/// How a redacted text is read beside the original one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Answers of the original text.
    pub answers: usize,
    /// Their records.
    pub records: usize,
    /// What is read otherwise, a sentence each; empty: nothing.
    pub differences: Vec<String>,
}

/// Reads both texts, which are called `name`.
///
/// # Errors
///
/// What of the two is no text.
pub fn compared(tables: &[Definition], name: &str, original: Vec<u8>, redacted: &str) -> Result<Comparison, String> {
    let read_as = |bytes| {
        let capture = Capture::read(name, bytes).map_err(|error| error.to_string())?;
        Ok::<_, String>(read(name, vec![capture], tables))
    };
    let (original, redacted) = (read_as(original)?, read_as(redacted.as_bytes().to_vec())?);
    let (original, redacted) = (answers(&original), answers(&redacted));
    let mut differences = Vec::new();
    for at in 0..original.len().max(redacted.len()) {
        differences.extend(difference(original.get(at).copied(), redacted.get(at).copied()));
    }
    let records = original.iter().map(|answer| answer.records.len()).sum();
    Ok(Comparison { answers: original.len(), records, differences })
}

fn answers(readings: &[Reading]) -> Vec<&Answer> {
    readings.iter().flat_map(|reading| &reading.answers).collect()
}

fn difference(original: Option<&Answer>, redacted: Option<&Answer>) -> Option<String> {
    match (original.map(told), redacted.map(told)) {
        (original, redacted) if original == redacted => None,
        (Some((_, original)), Some((_, redacted))) if original != redacted => {
            Some(format!("{original} is read as {redacted} of the redacted text"))
        }
        (Some((_, original)), Some(_)) => Some(format!("cells of {original} are others of the redacted text")),
        (Some((_, original)), None) => Some(format!("{original} is not read of the redacted text")),
        (None, Some((_, redacted))) => Some(format!("{redacted} is read of the redacted text alone")),
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
