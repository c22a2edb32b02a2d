//! A fault of a rule, table or configuration file: data with a place, collected all at once, before anything runs.

use std::fmt;

mod filled;
mod nearest;
mod sheet;
mod syntax;

pub use nearest::advice;
pub(crate) use nearest::listing;
pub use nearest::nearest;
pub(crate) use sheet::{Faults, Section, Text};
pub(crate) use syntax::open;

/// One thing that is wrong in a TOML file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file as the user knows it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Length in characters.
    pub length: usize,
    /// The line of the file that holds it, or the part of a very long line.
    pub text: String,
    /// Column in characters at which that part begins, from 1.
    pub from: usize,
    /// What is wrong: a lowercase fragment, names in back-ticks.
    pub message: String,
    /// What to do: the nearest right word, or the list of right words; may be empty.
    pub help: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        writeln!(f, "error: {}", self.message)?;
        writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.text)?;
        write!(f, "{margin} | {}{}", self.indent(), "^".repeat(self.length.max(1)))?;
        if !self.help.is_empty() {
            write!(f, "\n{margin} = help: {}", self.help)?;
        }
        Ok(())
    }
}

impl Fault {
    /// Blanks that reach to the column; tabs stay tabs, so that the mark stands below its word on every terminal.
    fn indent(&self) -> String {
        let mut blanks = self.text.chars().map(|c| if c == '\t' { '\t' } else { ' ' });
        (self.from..self.column).map(|_| blanks.next().unwrap_or(' ')).collect()
    }
}
