//! NDMP passwords in saved text.

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use crate::facts::{Mark, Reason, Why};
use crate::source::Place;

/// Each place carries its line: a line that is nothing but passwords would be kept once for each of them.
const SHOWN: usize = 200;

/// Words of secrets that open nothing for a backup application: those of SNMP, and of peers and keys.
const OTHERS: [&str; 2] = ["community", "passphrase"];
/// Words that may name any secret.
const ANY: [&str; 6] = ["passw", "pwd", "secret", "ndmp", "kennw", "-pw"];

/// Whether the line says before a secret that it is one of another service.
fn names_other(context: &Context<'_>, place: &Place) -> bool {
    let Some(capture) = context.facts.reading.captures.get(place.source as usize) else { return false };
    let line = capture.raw_line(place.line as usize).to_lowercase();
    let before: String = line.chars().take((place.column as usize).saturating_sub(1)).collect();
    let has = |words: &[&str]| words.iter().any(|word| before.contains(word));
    has(&OTHERS) && !has(&ANY)
}

/// The text holds no password; found ones were masked before anything was read.
pub(super) fn capture_secret<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let captures = &context.facts.reading.captures;
    let places = captures.iter().enumerate().flat_map(|(source, capture)| {
        capture.secrets.iter().map(move |place| Place { source: source as u32, ..*place })
    });
    let count = captures.iter().map(|capture| capture.secrets.len()).sum::<usize>();
    let marks: Vec<Mark> =
        places.take(SHOWN).map(|place| Mark::at(place, [].into()).noted("a password stood here")).collect();
    if captures.iter().all(|capture| capture.line_count() == 0) {
        return vec![Finding::unknown(Why::new(Reason::NotCaptured, "there is no text"))];
    }
    let is_other = |place: &Mark| names_other(context, &place.place);
    if count > 0 && count == marks.len() && marks.iter().all(is_other) {
        let message =
            "the text holds no NDMP password; a secret of another service is masked here, but not in the file";
        return vec![Finding::about(Vec::new(), Truth::True).marks(marks).message(message.to_owned())];
    }
    let message = match count {
        0 => "the text holds no password".to_owned(),
        1 => "the text holds a password; it is masked here, but not in the file".to_owned(),
        count => format!("the text holds {count} passwords; they are masked here, but not in the file"),
    };
    vec![Finding::about(Vec::new(), Truth::of(marks.is_empty())).marks(marks).message(message)]
}
