//! NDMP passwords in saved text.

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use crate::facts::{Mark, Reason, Why};
use crate::source::Place;

/// Each place carries its line: a line that is nothing but passwords would be kept once for each of them.
const SHOWN: usize = 200;

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
    let message = match count {
        0 => "the text holds no password".to_owned(),
        1 => "the text holds a password; it is masked here, but not in the file".to_owned(),
        count => format!("the text holds {count} passwords; they are masked here, but not in the file"),
    };
    vec![Finding::about(Vec::new(), Truth::of(marks.is_empty())).marks(marks).message(message)]
}
