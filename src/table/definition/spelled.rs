//! Headings as damaged ones are compared with them: without regard to case, plural and marks.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock, PoisonError};

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

/// What follows from the columns of a table, found out when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Spelled {
    /// The headings of all columns as they are compared.
    headings: OnceLock<Vec<Vec<Spelling>>>,
    /// Which column the words of a label mean, by the label.
    labels: Mutex<HashMap<String, Option<usize>>>,
}

/// Labels that are kept: ONTAP prints far fewer, and nobody fills the memory with others.
const MOST: usize = 512;

impl Spelled {
    /// Those of each column, in their order.
    pub(crate) fn of(&self, columns: &[Column]) -> &[Vec<Spelling>] {
        let spelling = |heading: &Vec<String>| Spelling {
            words: heading.iter().flat_map(|line| line.split_whitespace()).map(normal).collect(),
            lowest: heading.last().map(|line| normal(line)).unwrap_or_default(),
        };
        self.headings
            .get_or_init(|| columns.iter().map(|column| column.headings.iter().map(spelling).collect()).collect())
    }

    /// The column that the words of a label mean, as `find` tells where it was not asked for before.
    pub(crate) fn column(&self, label: &str, find: impl FnOnce() -> Option<usize>) -> Option<usize> {
        let labels = || self.labels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = labels().get(label) {
            return *known;
        }
        let found = find();
        let mut labels = labels();
        if labels.len() < MOST {
            labels.insert(label.to_owned(), found);
        }
        found
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
