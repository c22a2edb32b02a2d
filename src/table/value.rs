//! A value as ONTAP prints it, and whether an answer is all there: what answers and the examples of tables are made of.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A value as printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// One value; `-` where ONTAP prints that, empty where the cell is blank.
    Text(SmolStr),
    /// The elements of a list.
    List(Vec<String>),
}

impl Value {
    /// The value as one text, lists parted by a comma and a blank.
    pub fn text(&self) -> String {
        self.as_text().into_owned()
    }

    /// The same, borrowed where it is one value.
    pub fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::List(elements) => Cow::Owned(elements.join(", ")),
        }
    }
}

/// Whether an answer is all there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// All records were read.
    #[default]
    Complete,
    /// The cluster said that there are no entries.
    Empty,
    /// The cluster answered with an error.
    Refused,
    /// Records are missing: the text ends early, was shortened, or the count disagrees.
    CutOff,
    /// Lines could not be read with certainty.
    Unreadable,
    /// Needed, and not there.
    Missing,
}

impl Status {
    /// The word of the status in every format.
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

    /// Whether the answer shows everything that there is.
    pub fn is_whole(self) -> bool {
        matches!(self, Self::Complete | Self::Empty)
    }
}
