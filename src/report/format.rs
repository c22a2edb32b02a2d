//! The formats by name: the one place to add another.

use std::io;
use std::str::FromStr;

use super::{
    Report, Style, Target, Verbosity, csv, github, gitlab, html, human, json, junit, markdown, nagios, openmetrics,
    sarif, tap,
};

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
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// For tickets and job summaries.
    Markdown,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// Metrics for Prometheus.
    Openmetrics,
    /// Outcomes for a spreadsheet.
    Csv,
    /// What a plug-in of Nagios or Icinga prints.
    Nagios,
    /// Test Anything Protocol.
    Tap,
    /// A page for a browser, whole in one file.
    Html,
}

/// How a format is written. What stands of a target depends on that alone, so that a fleet need not be held at once.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) word: &'static str,
    /// What stands of one target.
    pub(super) part: fn(&Target, &Style) -> io::Result<Vec<u8>>,
    /// What stands round the targets.
    pub(super) frame: fn(&Report, &Style) -> io::Result<Frame>,
    /// What stands between two parts that are not empty.
    pub(super) between: fn(&Style) -> &'static [u8],
    /// Whether nothing stands before the first target.
    pub(super) is_shown_at_once: bool,
    /// Whether more is shown of what passed than that it did.
    pub(super) tells_passes: bool,
    /// Whether the answers themselves are shown, with ONTAP's own text.
    pub(super) shows_answers: bool,
    /// For how much there is room.
    pub(super) most: Most,
}

/// For how much of the parts there is room.
#[derive(Clone, Copy)]
pub(super) enum Most {
    /// For all.
    All,
    /// For so many bytes, and what stands in place of a part behind them.
    Bytes(usize, Short),
    /// For so many bytes, and what stands in place of all parts behind them.
    Until(usize, &'static [u8]),
    /// For so many results, a line each, the worst first.
    Results,
}

/// What stands in place of a target for which there is no room.
type Short = fn(&Target) -> Vec<u8>;

impl Shape {
    /// A format of that name which says nothing.
    pub(super) const fn of(word: &'static str) -> Self {
        Self {
            word,
            part: |_, _| Ok(Vec::new()),
            frame: |_, _| Ok(Frame { head: Vec::new(), tail: Vec::new() }),
            between: |_| b"",
            is_shown_at_once: false,
            tells_passes: false,
            shows_answers: false,
            most: Most::All,
        }
    }
}

const HUMAN: Shape = Shape {
    part: |target, style| Ok(human::part(target, style)),
    frame: |report, style| Ok(human::frame(report, style)),
    between: human::between,
    ..Shape::of("human")
};

/// No format has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no format is called `{0}`; the formats are {words}", words = Format::words().join(", "))]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats.
    pub const ALL: [Self; 13] = [
        Self::Human,
        Self::Json,
        Self::Jsonl,
        Self::Junit,
        Self::Sarif,
        Self::Markdown,
        Self::Github,
        Self::Gitlab,
        Self::Openmetrics,
        Self::Csv,
        Self::Nagios,
        Self::Tap,
        Self::Html,
    ];

    fn shape(self) -> Shape {
        match self {
            Self::Human => HUMAN,
            Self::Json => json::SHAPE,
            Self::Jsonl => json::LINES,
            Self::Junit => junit::SHAPE,
            Self::Sarif => sarif::SHAPE,
            Self::Markdown => markdown::SHAPE,
            Self::Github => github::SHAPE,
            Self::Gitlab => gitlab::SHAPE,
            Self::Openmetrics => openmetrics::SHAPE,
            Self::Csv => csv::SHAPE,
            Self::Nagios => nagios::SHAPE,
            Self::Tap => tap::SHAPE,
            Self::Html => html::SHAPE,
        }
    }

    /// Its name for `--format` and `--report`.
    pub fn word(self) -> &'static str {
        self.shape().word
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
        (self.shape().part)(target, style)
    }

    /// Whether nothing stands before the first target, so that each can be shown when it is judged.
    pub fn is_shown_at_once(self) -> bool {
        self.shape().is_shown_at_once
    }

    /// Whether more is shown of what passed than that it did.
    pub fn tells_passes(self, verbosity: Verbosity) -> bool {
        self.shape().tells_passes || self == Self::Human && verbosity == Verbosity::Verbose
    }

    /// Whether the answers themselves are shown, so that a target must hold them.
    pub fn shows_answers(self) -> bool {
        self.shape().shows_answers
    }

    /// What stands round the targets.
    ///
    /// # Errors
    /// A value that the format cannot hold.
    pub fn frame(self, report: &Report, style: &Style) -> io::Result<Frame> {
        (self.shape().frame)(report, style)
    }

    /// Writes `report` with the targets in it; `style` concerns the human format only.
    ///
    /// # Errors
    /// Those of writing, and values that the format cannot hold.
    pub fn write(self, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let Frame { head, tail } = self.frame(report, style)?;
        out.write_all(&head)?;
        let mut parts = Parts::new(self);
        for target in &report.targets {
            out.write_all(&parts.next(self.part(target, style)?, target, style))?;
        }
        out.write_all(&tail)
    }
}

/// The parts of a report one after another.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    format: Format,
    /// Bytes so far.
    written: usize,
    /// Whether a part found no room, and none behind it is looked at.
    is_full: bool,
    /// Results so far.
    room: sarif::Room,
}

impl Parts {
    /// Before the first.
    pub fn new(format: Format) -> Self {
        Self { format, written: 0, is_full: false, room: sarif::Room::default() }
    }

    /// What is written of the next part, of this target, with what stands before it; a few words where there is no room for
    /// it.
    pub fn next(&mut self, part: Vec<u8>, target: &Target, style: &Style) -> Vec<u8> {
        let shape = self.format.shape();
        let part = match shape.most {
            Most::Bytes(most, short) if self.written + part.len() > most => short(target),
            Most::Until(..) if self.is_full => Vec::new(),
            Most::Until(most, notice) if self.written + part.len() > most => {
                self.is_full = true;
                notice.to_vec()
            }
            Most::Results => self.room.fitted(part, target),
            _ => part,
        };
        let is_between = self.written > 0 && !part.is_empty();
        let between: &[u8] = if is_between { (shape.between)(style) } else { b"" };
        self.written += between.len() + part.len();
        [between, &part].concat()
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
