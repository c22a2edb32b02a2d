//! Stub of the reader's values.

use super::Definition;
use crate::source::Capture;

/// What was read of one cluster.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Name of the target.
    pub name: String,
    /// The texts.
    pub captures: Vec<Capture>,
    /// The answers in them.
    pub answers: Vec<Answer>,
    /// The cluster's own name.
    pub cluster: Option<String>,
    /// Remarks on the input.
    pub remarks: Vec<String>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Canonical command.
    pub command: String,
    /// Its options.
    pub options: String,
    /// As typed.
    pub typed: Option<String>,
    /// Index of the capture.
    pub source: usize,
    /// Line, from 1.
    pub line: usize,
    /// How much of it is there.
    pub status: Status,
    /// Entries announced.
    pub announced: Option<usize>,
    /// Records read.
    pub records: Vec<Record>,
    /// Why the status is what it is.
    pub why: String,
}

/// How much of an answer is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All of it.
    Complete,
    /// The cluster said that there is nothing.
    Empty,
    /// An error text.
    Refused,
    /// A part.
    CutOff,
    /// Not to be read with certainty.
    Unreadable,
    /// Needed, not there.
    Missing,
}

impl Status {
    /// Its word in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Empty => "empty",
            Self::Refused => "refused",
            Self::CutOff => "cut-off",
            Self::Unreadable => "unreadable",
            Self::Missing => "missing",
        }
    }
}

/// One record.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Fields in the order of the columns.
    pub fields: Vec<(String, Value)>,
    /// Line, from 1.
    pub line: usize,
}

/// One value as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A list.
    List(Vec<String>),
}

/// Reads `captures` (stub).
pub fn read(name: &str, captures: Vec<Capture>, _tables: &[Definition]) -> Vec<Reading> {
    vec![Reading { name: name.to_owned(), captures, ..Reading::default() }]
}
