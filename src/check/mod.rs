//! What a check does between what was read and its report: the question that options and configuration put, the rules that are
//! selected, and each cluster judged by itself. Wherever it runs, in the program or in a page, it is this.

mod aim;
mod isolation;
mod selection;

use crate::judge::{Passes, Question, Questions, UNREAD, judge_telling};
use crate::report::{Printed, Target};
use crate::rule::Catalog;
use crate::saved::Gathered;
use crate::table::Reading;

pub use aim::{Aim, profile};
pub use isolation::isolated;
pub use selection::{Selection, glob};

/// Why nothing was judged: what was given cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// What is asked of the clusters, and how much is told of each.
#[derive(Clone, Copy)]
pub struct Asked<'q> {
    /// What is asked.
    pub questions: &'q Questions,
    /// How much is told of what passed.
    pub passes: Passes,
    /// Whether the answers themselves are told.
    pub answers: bool,
}

/// The targets of what was read, each judged. A fault of this program in one of them is told of that one.
pub fn targets(input: &Gathered, catalog: &Catalog, asked: Asked<'_>, selection: &Selection) -> Vec<Target> {
    let Asked { questions, passes, answers } = asked;
    let judged = |reading: &Reading| {
        let target = judged(reading, catalog, (questions.of(&reading.name), passes), selection);
        if answers { Target { printed: Printed::of(reading, &catalog.tables), ..target } } else { target }
    };
    match input {
        Gathered::Readings(readings) => {
            let unreadable = |reading: &Reading, error: String| {
                Target::unreadable(&reading.name, error, questions.of(&reading.name))
            };
            let judged = |reading| isolated(|| judged(reading)).unwrap_or_else(|error| unreadable(reading, error));
            readings.iter().map(judged).collect()
        }
        Gathered::Unreadable { name, error } => vec![Target::unreadable(name, error.clone(), questions.of(name))],
        Gathered::Unasked { name, error } => vec![Target::unasked(name, error.clone(), questions.of(name))],
    }
}

/// What the selected rules say of a cluster.
pub fn judged(
    reading: &Reading,
    catalog: &Catalog,
    (question, passes): (&Question, Passes),
    selection: &Selection,
) -> Target {
    let mut judgement = judge_telling(reading, catalog, question, passes);
    judgement.outcomes.retain(|outcome| outcome.rule == UNREAD || selection.holds(&outcome.rule));
    judgement.capture_next.iter_mut().for_each(|next| next.rules.retain(|rule| selection.holds(rule)));
    judgement.capture_next.retain(|next| !next.rules.is_empty());
    Target::of(reading, judgement, question)
}
