//! Outcomes to bytes: one report value, one file a format. Every format is a pure function of the report.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::judge::{AttestedLine, CaptureNext, OpenQuestion, Outcome, RestsOn, SiteLine, Verdict};
use crate::table::Slip;

mod account;
mod asked;
mod cause;
mod csv;
mod csv_cell;
pub mod dated;
pub mod diff;
mod digest;
pub mod facts;
mod facts_csv;
mod facts_human;
pub mod fix;
mod fix_human;
mod fix_markdown;
mod fix_ontap;
mod format;
mod github;
mod gitlab;
pub mod handoff;
mod handoff_csv;
mod handoff_human;
mod handoff_markdown;
pub mod html;
pub mod human;
pub mod json;
pub mod junit;
mod kept;
mod layout;
mod markdown;
mod markdown_text;
mod nagios;
mod named;
mod openmetrics;
mod place;
mod planned;
mod printed;
pub mod reread;
pub mod resume;
mod sarif;
pub mod shard;
mod shell;
mod site;
mod snippet;
pub mod span;
mod style;
mod tabulated;
mod tally;
mod tap;
pub mod trend;
mod trend_html;
mod trend_human;
mod trend_openmetrics;
mod trouble;
mod verdict;

pub use format::{Format, Parts, UnknownFormat};
pub use layout::{clean, hang, harmless, minute, subject};
pub use nagios::{ExitCodes, State, complaint as plugin_complaint};
pub use named::Named;
pub use planned::{Planned, Untold};
pub use printed::{Printed, PrintedAnswer};
pub use shell::Shell;
pub use style::{Style, Verbosity, WIDTH};
pub use tally::Tally;
pub use verdict::{Exit, FailOn, Policy};

/// The verdict about a target or about the whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Readiness {
    /// Every applicable `must` rule passed or is validly waived.
    Ready,
    /// At least one deciding rule failed.
    NotReady,
    /// Nothing failed, but a `must` rule is unknown or nothing was judged.
    Undecided,
    /// The target could not be collected or read at all.
    Unreadable,
}

impl Readiness {
    /// The word of the verdict in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::NotReady => "not-ready",
            Self::Undecided => "undecided",
            Self::Unreadable => "unreadable",
        }
    }
}

/// How many outcomes have which verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Summary {
    /// Passed.
    pub pass: usize,
    /// Failed.
    pub fail: usize,
    /// Undecided.
    pub unknown: usize,
    /// Does not concern this cluster.
    pub not_applicable: usize,
    /// Failed and waived.
    pub waived: usize,
}

impl Summary {
    /// Counts the verdicts of `outcomes`.
    pub fn of(outcomes: &[Outcome]) -> Self {
        let mut summary = Self::default();
        for outcome in outcomes {
            *match outcome.verdict {
                Verdict::Pass => &mut summary.pass,
                Verdict::Fail => &mut summary.fail,
                Verdict::Unknown => &mut summary.unknown,
                Verdict::NotApplicable => &mut summary.not_applicable,
                Verdict::Waived => &mut summary.waived,
            } += 1;
        }
        summary
    }

    /// The number of all outcomes.
    pub fn total(&self) -> usize {
        self.pass + self.fail + self.unknown + self.not_applicable + self.waived
    }
}

/// One answer of the cluster, as the report lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLine {
    /// Canonical command with its options.
    pub command: String,
    /// Name of the source.
    pub source: String,
    /// Line of the command, or of the first line of the answer.
    pub line: usize,
    /// `complete`, `empty`, `refused`, `cut-off`, `unreadable` or `missing`.
    pub status: String,
    /// Records read.
    pub records: usize,
    /// Entries that ONTAP announced; `null` when it announced none.
    pub announced: Option<usize>,
    /// Why the status is what it is, for people; empty when complete.
    #[serde(skip)]
    pub why: String,
}

/// The judgement of one cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Name by which the user knows it.
    pub target: String,
    /// The cluster's own name, when the evidence tells it.
    pub cluster: Option<String>,
    /// ONTAP release, such as `9.9.1P5`.
    pub ontap: Option<String>,
    /// `svm` or `node`: the scope that was judged.
    pub scope: Option<String>,
    /// Profile of the backup application.
    pub dma: Option<String>,
    /// When the cluster was asked, to the second; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "json::time")]
    pub collected: Option<Timestamp>,
    /// The verdict.
    pub verdict: Readiness,
    /// Counts of the verdicts.
    pub summary: Summary,
    /// What was read.
    pub answers: Vec<AnswerLine>,
    /// What was judged.
    pub outcomes: Vec<Outcome>,
    /// Why the target could not be read at all, or was not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Whether nobody asked it, for the run had ended (`--fail-fast`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_asked: bool,
    /// The commands to capture next, and the rules that they would settle.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capture_next: Vec<CaptureNext>,
    /// The backup that is planned.
    #[serde(skip_serializing_if = "Planned::is_empty")]
    pub planned: Planned,
    /// What the site's configuration set of the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub site: Vec<SiteLine>,
    /// What was attested, in the order of the configuration.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attestations: Vec<AttestedLine>,
    /// What neither a command nor a source tells of the backup application that is named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<OpenQuestion>,
    /// How old the evidence is, and what was assumed.
    #[serde(skip_serializing_if = "RestsOn::is_empty")]
    pub rests_on: RestsOn,
    /// Remarks that concern no rule: on the input (unknown commands, text passed over), on the account, on the cluster's name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// Whether it was judged in an earlier run, on the same evidence, and taken over from its report.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub taken_over: bool,
    /// SHA-256 of its evidence, where a later run may take it over.
    #[serde(skip)]
    pub evidence: Option<String>,
    /// Commands that the cluster did not know, for people.
    #[serde(skip)]
    pub slips: Vec<Slip>,
    /// What ONTAP printed in the answers, where a format shows it.
    #[serde(skip)]
    pub printed: Printed,
    /// How many sources were read, for people.
    #[serde(skip)]
    pub sources: usize,
    /// Where it stands in a run that is shared: its input among all of them, and which target of it.
    #[serde(skip)]
    pub place: Option<(usize, usize)>,
    /// How many targets before it have its name, as names of classes have it.
    #[serde(skip)]
    pub namesakes: usize,
    /// How many outcomes stand before its first one.
    #[serde(skip)]
    pub cases_before: usize,
    /// Which failures decide.
    #[serde(skip)]
    pub fail_on: FailOn,
}

/// Name and version of this tool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tool {
    /// `ndmp-preflight`.
    pub name: &'static str,
    /// Version of the package.
    pub version: &'static str,
}

/// The one value that all formats render.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `ndmp-preflight/report/v1`.
    pub schema: &'static str,
    /// The tool.
    pub tool: Tool,
    /// The verdict about all targets.
    pub verdict: Readiness,
    /// The exit code of the run.
    pub exit_code: u8,
    /// One entry a cluster.
    pub targets: Vec<Target>,
    /// Rules that were not judged because `--select` or `--ignore` left them out; absent when all were judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Which part of a run it is about, where the run is shared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shard: Option<shard::Shard>,
    /// What a later run needs to know to take targets over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume: Option<resume::Terms>,
    /// Why the exit code is what it is, in one sentence.
    #[serde(skip)]
    pub because: String,
    /// What the targets are together.
    #[serde(skip)]
    pub tally: Tally,
}
