//! Headings as damaged ones are compared with them: without regard to case, plural and marks.

use std::sync::OnceLock;

use super::Column;

/// The word without what is none of its own in some headings: pages write `Tape Drive` for `Tape Drives`.
pub(crate) fn bare(word: &str) -> &str {
    word.trim_end_matches('?').trim_end_matches('s')
}

/// Without regard to case, plural and marks.
pub(crate) fn normal(word: &str) -> String {
    bare(word).to_ascii_lowercase()
}

/// A heading's words as they are compared: without regard to case, plural and marks.
#[derive(Debug)]
pub(crate) struct Spelling {
    /// All its words.
    pub(crate) words: Vec<String>,
    /// Its lowest line.
    pub(crate) lowest: String,
}

/// The headings of all columns of a table as they are compared, spelled when the first damaged heading is seen.
#[derive(Debug, Default)]
pub(crate) struct Spelled(OnceLock<Vec<Vec<Spelling>>>);

impl Spelled {
    /// Those of each column, in their order.
    pub(crate) fn of(&self, columns: &[Column]) -> &[Vec<Spelling>] {
        let spelling = |heading: &Vec<String>| Spelling {
            words: heading.iter().flat_map(|line| line.split_whitespace()).map(normal).collect(),
            lowest: heading.last().map(|line| normal(line)).unwrap_or_default(),
        };
        self.0.get_or_init(|| columns.iter().map(|column| column.headings.iter().map(spelling).collect()).collect())
    }
}

/// Spelled again where it is needed: whoever copies a table may change its columns.
impl Clone for Spelled {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// It follows from the columns.
impl PartialEq for Spelled {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
