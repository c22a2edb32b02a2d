//! The formats by name: the one place to add another.

use std::io;
use std::str::FromStr;

use super::{Report, Style, human, json, junit};

/// A format of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal.
    #[default]
    Human,
    /// `ndmp-preflight/report/v1`.
    Json,
    /// JUnit XML, for the test views of CI systems.
    Junit,
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`; the formats are {words}", words = Format::words().join(", "))]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Human, Self::Json, Self::Junit];

    /// Its name for `--format` and `--report`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }

    /// The names of all formats.
    pub fn words() -> Vec<&'static str> {
        Self::ALL.into_iter().map(Self::word).collect()
    }

    /// Writes `report`; `style` concerns the human format only.
    pub fn write(self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match self {
            Self::Human => human::write(report, style, out),
            Self::Json => json::write(report, out),
            Self::Junit => junit::write(report, out),
        }
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|format| format.word() == word);
        found.ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}
