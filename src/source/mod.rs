//! Text and places: what was captured, and where in it a word stands. Knows nothing of ONTAP's tables or of rules.

use std::fmt;

mod added;
mod alphabet;
mod capture;
mod controls;
mod dates;
mod documents;
mod edges;
mod embedded;
mod epoch;
mod escapes;
mod exchange;
mod fence;
mod framed;
mod glue;
mod hanging;
mod hosts;
mod json_lines;
mod line;
mod mails;
mod margin;
mod marks;
mod markup;
mod playbooks;
mod printable;
mod quoting;
mod rich_text;
mod scalars;
mod secret;
mod sought;
mod strings;
mod struck;
mod terminal;
mod unseen;
mod wrapping;

pub use capture::{Asked, Capture, CaptureError, LARGEST, redacted};
pub(crate) use dates::ascends;
pub use epoch::Epoch;
pub use line::Line;
pub(crate) use line::blanks;
pub use secret::{forget, hold, masked};
pub(crate) use sought::Sought;
pub(crate) use unseen::add_clean;
pub use unseen::{clean, is_unseen};

/// A run of characters in one line of one source.
///
/// `line` and `column` count from 1, `column` and `length` count characters of the line as captured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Index of the capture among the captures of its target.
    pub source: u32,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Length in characters.
    pub length: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}
