//! Why something cannot be told, as a code for programs: the `reason` of an unknown outcome.

use std::fmt;

/// Why something cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No answer tells it.
    NotCaptured,
    /// The cluster refused the command.
    Refused,
    /// The answer ends before its end.
    CutOff,
    /// The answer is there, and has no such column.
    ColumnMissing,
    /// The answer cannot be read with certainty.
    Unreadable,
    /// The value is not set.
    Unset,
    /// The release is not known, and decides.
    VersionUnknown,
    /// Two pieces of evidence exclude each other.
    Contradiction,
    /// A word stands there that the rule does not know.
    UnknownValue,
    /// The evidence is older than a change, or than what is wanted.
    Stale,
    /// Somebody wrote beside ONTAP's words.
    Annotated,
    /// Only the maker of the backup application can tell.
    AskApplication,
    /// No listed name is plainly this one's.
    NoMatch,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 13] = [
        Self::NotCaptured,
        Self::Refused,
        Self::CutOff,
        Self::ColumnMissing,
        Self::Unreadable,
        Self::Unset,
        Self::VersionUnknown,
        Self::Contradiction,
        Self::UnknownValue,
        Self::Stale,
        Self::Annotated,
        Self::AskApplication,
        Self::NoMatch,
    ];

    /// The code in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::NotCaptured => "not-captured",
            Self::Refused => "refused",
            Self::CutOff => "cut-off",
            Self::ColumnMissing => "column-missing",
            Self::Unreadable => "unreadable",
            Self::Unset => "unset",
            Self::VersionUnknown => "version-unknown",
            Self::Contradiction => "contradiction",
            Self::UnknownValue => "unknown-value",
            Self::Stale => "stale",
            Self::Annotated => "annotated",
            Self::AskApplication => "ask-application",
            Self::NoMatch => "no-match",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
