//! What a rule found about one subject, before it becomes an outcome: truth, marks, and the words for its sentences.

use std::borrow::Cow;

use super::truth::Truth;
use crate::facts::{Mark, Row, Why};

/// What a rule found about one subject. Most sentences are never shown, so that a finding refers to the rows that fill them.
#[derive(Clone, Debug)]
pub(super) struct Finding<'f> {
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
    /// Values for the placeholders of sentences and commands, besides the subject; the last one of a name counts.
    pub(super) words: Vec<(Cow<'static, str>, String)>,
    /// The row whose known facts are words behind those.
    pub(super) row: Option<&'f Row>,
    /// The row of another entity that a fix is about, whose known facts are words before all others.
    pub(super) other: Option<&'f Row>,
}

impl<'f> Finding<'f> {
    /// A finding about a subject.
    pub(super) fn about(subject: Vec<(String, String)>, truth: Truth) -> Self {
        let (marks, words) = (Vec::new(), Vec::new());
        Self { subject, truth, marks, message: String::new(), not_applicable: None, words, row: None, other: None }
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

    pub(super) fn word(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.words.push((name.into(), value.into()));
        self
    }

    /// All known facts of a row become words.
    pub(super) fn words_of(self, row: &'f Row) -> Self {
        Self { row: Some(row), ..self }
    }

    /// All known facts of the row that a fix is about become words, before all others.
    pub(super) fn with(&self, other: &'f Row) -> Self {
        Self { other: Some(other), ..self.clone() }
    }

    /// The value of a name in sentences and commands.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        let own = || self.words.iter().rfind(|(own, _)| own == name).map(|(_, value)| Cow::from(value));
        let subject = || self.subject.iter().find(|(own, _)| own == name).map(|(_, value)| Cow::from(value));
        let of = |row: Option<&'f Row>| row.and_then(|row| row.text(name));
        of(self.other).or_else(own).or_else(subject).or_else(|| of(self.row))
    }
}
