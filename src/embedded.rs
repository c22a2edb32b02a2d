//! The files of `rules/` in the program, and the catalog that the build made of them: a start reads no TOML.

use crate::fault::Fault;
use crate::rule::Catalog;

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The catalog without its examples, checked and written by the build script.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalog.postcard"));

impl Catalog {
    /// The tables, rules and profiles of this program with their examples, read from their files.
    ///
    /// # Errors
    /// All faults of all files; none, as the build has read the same.
    pub fn embedded() -> Result<Self, Vec<Fault>> {
        Self::of(FILES)
    }

    /// The same as the build compiled it, without the examples of tables and rules, by which nobody judges.
    ///
    /// # Errors
    /// All faults of all files; none, as the build has read the same.
    pub fn for_judging() -> Result<Self, Vec<Fault>> {
        postcard::from_bytes(COMPILED).or_else(|_| Self::embedded())
    }

    /// All files of the program in one text, to tell whether another program has the same.
    pub(crate) fn embedded_text() -> String {
        FILES.iter().map(|(path, text)| format!("{path}\n{text}\n")).collect()
    }
}

/// Whether a text stands in the files of this program, be it in a word: what ONTAP prints and rules compare stands there.
#[cfg(feature = "ssh")]
pub(crate) fn is_word(text: &str) -> bool {
    FILES.iter().any(|(_, file)| file.contains(text))
}
