//! What a rule found about one subject, before it becomes an outcome: truth, marks, and the words for its sentences.

use std::collections::BTreeMap;

use super::truth::Truth;
use crate::facts::{Mark, Row, Why};

/// What a rule found about one subject.
#[derive(Clone, Debug)]
pub(super) struct Finding {
    /// Names and values of the subject, in order.
    pub(super) subject: Vec<(String, String)>,
    /// Whether the claim holds.
    pub(super) truth: Truth,
    /// The decisive marks, the most decisive first.
    pub(super) marks: Vec<Mark>,
    /// The sentence; empty: from the rule's templates.
    pub(super) message: String,
    /// Reason code of a claim that does not concern the cluster.
    pub(super) not_applicable: Option<(String, String)>,
    /// Values for the placeholders of sentences and commands.
    pub(super) words: BTreeMap<String, String>,
}

impl Finding {
    /// A finding about a subject.
    pub(super) fn about(subject: Vec<(String, String)>, truth: Truth) -> Self {
        let words = subject.iter().cloned().collect();
        Self { subject, truth, marks: Vec::new(), message: String::new(), not_applicable: None, words }
    }

    /// The one outcome of a rule that does not concern the cluster.
    pub(super) fn not_applicable(reason: &str, text: &str) -> Self {
        let not_applicable = Some((reason.to_owned(), text.to_owned()));
        Self { not_applicable, ..Self::about(Vec::new(), Truth::True) }
    }

    /// The outcome without a subject that cannot be told.
    pub(super) fn unknown(why: Why) -> Self {
        Self::about(Vec::new(), Truth::Unknown(why))
    }

    pub(super) fn marks(mut self, marks: impl IntoIterator<Item = Mark>) -> Self {
        self.marks.extend(marks);
        self
    }

    pub(super) fn message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    pub(super) fn word(mut self, name: &str, value: impl Into<String>) -> Self {
        self.words.insert(name.to_owned(), value.into());
        self
    }

    /// All known facts of a row become words.
    pub(super) fn words_of(mut self, row: &Row) -> Self {
        for name in row.facts.keys() {
            if let Some(text) = row.text(name) {
                self.words.entry(name.clone()).or_insert(text);
            }
        }
        self
    }
}
