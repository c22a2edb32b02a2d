//! What was observed when: which of two answers, or of an answer and a change, came first.
//!
//! The time of an observation is the place where it stands: the order of a session, the depth of a quotation and the dates
//! that the text tells give the order of places (`source`). Where they do not, there is none.

use std::cmp::Ordering;

use jiff::civil::DateTime;

use super::Facts;
use crate::source::Place;
use crate::table::{Answer, Reading};

/// The answers of a reading by their places.
#[derive(Debug, Default)]
pub(super) struct Chronology {
    /// Source and line at which each begins, with its index, in order.
    starts: Vec<(u32, u32, usize)>,
}

impl Chronology {
    pub(super) fn of(answers: &[&Answer]) -> Self {
        let start = |(index, answer): (usize, &&Answer)| (answer.source as u32, answer.line as u32, index);
        let mut starts: Vec<_> = answers.iter().enumerate().map(start).collect();
        starts.sort_unstable();
        Self { starts }
    }

    /// Index of the answer that holds a place.
    fn at(&self, place: &Place) -> Option<usize> {
        let behind = self.starts.partition_point(|(source, line, _)| (*source, *line) <= (place.source, place.line));
        let (source, _, index) = self.starts[behind.checked_sub(1)?];
        (source == place.source).then_some(index)
    }
}

/// The beginning of an answer.
pub(super) fn head(answer: &Answer) -> Place {
    Place { source: answer.source as u32, line: answer.line as u32, column: 1, length: 0 }
}

impl Facts<'_> {
    /// Index of the answer in which a place stands.
    pub(super) fn answer_at(&self, place: &Place) -> Option<usize> {
        self.chronology.at(place)
    }

    /// Which of two places was observed first; `None` where nothing tells.
    pub(crate) fn order(&self, a: &Place, b: &Place) -> Option<Ordering> {
        // One answer was given at one time.
        if a.source == b.source && self.answer_at(a) == self.answer_at(b) {
            return None;
        }
        let in_session = |place: &Place| self.answer_at(place).is_none_or(|index| self.answers[index].in_session);
        order(self.reading, a, b, in_session(a) && in_session(b))
    }

    /// Whether the second answer is known to be later than the first.
    pub(super) fn follows(&self, before: usize, after: usize) -> bool {
        let (before, after) = (self.answers[before], self.answers[after]);
        self.order(&head(before), &head(after)) == Some(Ordering::Less)
    }
}

/// The order of two places; that of the text counts in a session.
pub(super) fn order(reading: &Reading, a: &Place, b: &Place, is_session: bool) -> Option<Ordering> {
    let own = reading.captures.get(a.source as usize)?;
    let (line, other_line) = (a.line as usize, b.line as usize);
    if a.source == b.source {
        return own.order(line, other_line, is_session);
    }
    own.order_beside(line, reading.captures.get(b.source as usize)?, other_line)
}

/// The oldest and the newest date that the text tells of its answers.
pub(crate) fn dates(reading: &Reading) -> Option<(DateTime, DateTime)> {
    let dated = |answer: &Answer| {
        let epoch = reading.captures.get(answer.source).and_then(|capture| capture.epoch(answer.line));
        epoch.into_iter().flat_map(|epoch| epoch.dates().take(1)).collect::<Vec<_>>()
    };
    let dates: Vec<DateTime> = reading.answers.iter().flat_map(dated).collect();
    Some((*dates.iter().min()?, *dates.iter().max()?))
}
