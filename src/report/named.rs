//! Formats by name, of whichever kind: a report's or a sheet's.

use super::Format;
use super::fix::FixFormat;
use super::handoff::HandoffFormat;

/// A kind of formats that are chosen by their names.
pub trait Named: Copy + 'static {
    /// The names of all.
    fn names() -> Vec<&'static str>;

    /// The one of that name.
    fn named(word: &str) -> Option<Self>;
}

impl Named for Format {
    fn names() -> Vec<&'static str> {
        Self::words()
    }

    fn named(word: &str) -> Option<Self> {
        word.parse().ok()
    }
}

impl Named for HandoffFormat {
    fn names() -> Vec<&'static str> {
        Self::WORDS.to_vec()
    }

    fn named(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|known| *known == word)?;
        [Self::Human, Self::Markdown, Self::Csv, Self::Json].get(at).copied()
    }
}

impl Named for FixFormat {
    fn names() -> Vec<&'static str> {
        Self::ALL.into_iter().map(Self::word).collect()
    }

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}
