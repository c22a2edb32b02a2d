//! The formats by name: the one place to add another.

use std::io;
use std::str::FromStr;

use super::{Report, Style, Target, Verbosity, human, json, junit};

/// A format of the report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal.
    #[default]
    Human,
    /// `ndmp-preflight/report/v1`.
    Json,
    /// JSON, a target a line, for fleets too large to be held at once.
    Jsonl,
    /// JUnit XML, for the test views of CI systems.
    Junit,
}

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`; the formats are {words}", words = Format::words().join(", "))]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Human, Self::Json, Self::Jsonl, Self::Junit];

    /// Its name for `--format` and `--report`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Junit => "junit",
        }
    }

    /// The names of all formats.
    pub fn words() -> Vec<&'static str> {
        Self::ALL.into_iter().map(Self::word).collect()
    }

    /// What stands of one target that was counted; `style` concerns the human format only.
    ///
    /// # Errors
    /// A value that the format cannot hold.
    pub fn part(self, target: &Target, style: &Style) -> io::Result<Vec<u8>> {
        match self {
            Self::Human => Ok(human::part(target, style)),
            Self::Json => json::part(target),
            Self::Jsonl => json::line(target),
            Self::Junit => junit::part(target),
        }
    }

    /// Whether nothing stands before the first target, so that each can be shown when it is judged.
    pub fn is_shown_at_once(self) -> bool {
        self == Self::Jsonl
    }

    /// Whether more is shown of what passed than that it did.
    pub fn tells_passes(self, verbosity: Verbosity) -> bool {
        match self {
            Self::Human => verbosity == Verbosity::Verbose,
            Self::Json | Self::Jsonl => true,
            Self::Junit => false,
        }
    }

    /// What stands between the parts of two targets.
    pub fn between(self, style: &Style) -> &'static [u8] {
        match self {
            Self::Human => human::between(style),
            Self::Json => json::BETWEEN,
            Self::Jsonl | Self::Junit => b"",
        }
    }

    /// What stands round the targets.
    ///
    /// # Errors
    /// A value that the format cannot hold.
    pub fn frame(self, report: &Report, style: &Style) -> io::Result<Frame> {
        match self {
            Self::Human => Ok(human::frame(report, style)),
            Self::Json => json::frame(report),
            Self::Jsonl => json::last_line(report),
            Self::Junit => junit::frame(report),
        }
    }

    /// Writes `report` with the targets in it; `style` concerns the human format only.
    ///
    /// # Errors
    /// Those of writing, and values that the format cannot hold.
    pub fn write(self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let Frame { head, tail } = self.frame(report, style)?;
        out.write_all(&head)?;
        for (at, target) in report.targets.iter().enumerate() {
            out.write_all(if at == 0 { b"" } else { self.between(style) })?;
            out.write_all(&self.part(target, style)?)?;
        }
        out.write_all(&tail)
    }
}

/// What stands round the parts of the targets in a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Before the first.
    pub head: Vec<u8>,
    /// Behind the last.
    pub tail: Vec<u8>,
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|format| format.word() == word);
        found.ok_or_else(|| UnknownFormat(word.to_owned()))
    }
}
