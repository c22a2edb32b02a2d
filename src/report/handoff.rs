//! The sheet for the backup administrator, in the shape `ndmp-preflight/handoff/v1`: what is open stands on top, and the verdict
//! and the exit code are those of `check`.

use std::collections::BTreeMap;
use std::io;

use jiff::Timestamp;
use serde::Serialize;

use super::{
    Exit, Policy, Readiness, Report, Style, Tally, Target, Tool, handoff_csv, handoff_human, handoff_markdown, json,
};
use crate::judge::handoff::{Sheet, Told, Untold};
use crate::judge::{AttestedLine, CaptureNext, OpenQuestion, Outcome, RestsOn, Severity, SiteLine, Verdict};

/// A format of the sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HandoffFormat {
    /// For a terminal.
    #[default]
    Human,
    /// For a ticket or a wiki.
    Markdown,
    /// Tables for a spreadsheet.
    Csv,
    /// `ndmp-preflight/handoff/v1`.
    Json,
}

impl HandoffFormat {
    /// The names of all formats of the sheet.
    pub const WORDS: [&str; 4] = ["human", "markdown", "csv", "json"];
}

/// The one value that all formats render.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Handoff {
    /// `ndmp-preflight/handoff/v1`.
    pub schema: &'static str,
    /// The tool.
    pub tool: Tool,
    /// The verdict about all targets.
    pub verdict: Readiness,
    /// The exit code of the run.
    pub exit_code: u8,
    /// One entry a cluster.
    pub targets: Vec<HandoffTarget>,
    /// Rules that were not judged because `--select` or `--ignore` left them out; absent when all were judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Why the exit code is what it is, in one sentence.
    #[serde(skip)]
    pub because: String,
}

/// The sheet of one cluster, with what is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandoffTarget {
    /// Name by which the user knows it.
    pub target: String,
    /// Profile of the backup application.
    pub dma: Option<String>,
    /// When the cluster was asked, to the second; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "json::time")]
    pub collected: Option<Timestamp>,
    /// The verdict.
    pub verdict: Readiness,
    /// What failed, then what could not be told, then failures that are waived, of each the weightiest first.
    pub open: Vec<OpenPoint>,
    /// What the answers tell.
    pub sheet: Sheet,
    /// Why the target could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the site's configuration set of the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub site: Vec<SiteLine>,
    /// What was attested (`[[attest]]`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attestations: Vec<AttestedLine>,
    /// What is left to ask: the vendor of the application, or the site.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<OpenQuestion>,
    /// The commands to capture next, and the rules that they would settle.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capture_next: Vec<CaptureNext>,
    /// How old the evidence is, and what was assumed.
    #[serde(skip_serializing_if = "RestsOn::is_empty")]
    pub rests_on: RestsOn,
    /// Remarks that concern no rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// An outcome that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OpenPoint {
    /// `fail`, `unknown` or `waived`.
    pub verdict: Verdict,
    /// The rule.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// Why it cannot be told, or is waived.
    pub reason: Option<String>,
    /// What it is about.
    pub subject: BTreeMap<String, String>,
    /// What was observed.
    pub message: String,
}

impl Handoff {
    /// The sheets of all targets that were judged, with the verdicts and the exit code that `policy` gives them; `unkept`:
    /// targets whose bundles could not be kept, and why.
    pub fn of(
        judged: Vec<(Target, Sheet)>,
        policy: Policy,
        left_out: Vec<String>,
        unkept: &[(String, String)],
    ) -> Self {
        let mut tally = Tally::new(policy);
        let mut targets = Vec::new();
        for (mut target, sheet) in judged {
            // Where something is open already, that says why.
            let is_open = |outcome: &Outcome| {
                outcome.severity == Severity::Must && matches!(outcome.verdict, Verdict::Fail | Verdict::Unknown)
            };
            if let Some(why) = sheet.without_host().filter(|_| !target.outcomes.iter().any(is_open)) {
                target.outcomes.push(Outcome::of_no_host(why));
            }
            tally.add(&mut target);
            targets.push(HandoffTarget::of(target, sheet));
        }
        let Report { tool, verdict, exit_code, because, .. } = Report::closing(tally).unkept(unkept);
        Self { schema: "ndmp-preflight/handoff/v1", tool, verdict, exit_code, targets, left_out, because }
    }

    /// How the program ends.
    pub fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }

    /// Writes the sheets; `style` concerns the human format only.
    ///
    /// # Errors
    /// Those of writing, and values that the format cannot hold.
    pub fn write(&self, format: HandoffFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            HandoffFormat::Human => handoff_human::write(self, style, out),
            HandoffFormat::Markdown => handoff_markdown::write(self, out),
            HandoffFormat::Csv => handoff_csv::write(self, out),
            HandoffFormat::Json => json::pretty(self, out),
        }
    }
}

impl HandoffTarget {
    fn of(target: Target, sheet: Sheet) -> Self {
        let said = target.site_remark();
        let mut open: Vec<OpenPoint> = target.outcomes.into_iter().filter_map(OpenPoint::of).collect();
        open.sort_by_key(|point| (rank(point.verdict), point.severity));
        let Target {
            target,
            dma,
            collected,
            verdict,
            error,
            site,
            attestations,
            questions,
            capture_next,
            rests_on,
            remarks,
            ..
        } = target;
        let remarks = said.into_iter().chain(remarks).collect();
        Self {
            target,
            dma,
            collected,
            verdict,
            open,
            sheet,
            error,
            site,
            attestations,
            questions,
            capture_next,
            rests_on,
            remarks,
        }
    }

    /// The commands that would complete the sheet and settle what is open, each once.
    pub(super) fn to_capture(&self) -> Vec<String> {
        let mut commands: Vec<String> = self.capture_next.iter().map(|next| next.command.clone()).collect();
        for command in self.sheet.untold() {
            if !commands.contains(&command) {
                commands.push(command);
            }
        }
        commands
    }

    /// What this sheet is worth, in a word and a sentence.
    pub(super) fn standing(&self) -> (&'static str, &'static str) {
        match self.verdict {
            Readiness::Ready => ("READY", "every applicable must rule passed or is validly waived"),
            Readiness::NotReady => ("NOT READY", "a draft: a backup will not work before the open points are mended"),
            Readiness::Undecided => ("UNDECIDED", "a draft: what is open could not be told from the answers"),
            Readiness::Unreadable => ("UNREADABLE", "no sheet: the target could not be read"),
        }
    }
}

fn rank(verdict: Verdict) -> usize {
    [Verdict::Fail, Verdict::Unknown, Verdict::Waived].iter().position(|own| *own == verdict).unwrap_or(3)
}

impl OpenPoint {
    pub(super) fn of(outcome: Outcome) -> Option<Self> {
        let is_open = matches!(outcome.verdict, Verdict::Fail | Verdict::Unknown | Verdict::Waived);
        let Outcome { verdict, rule, severity, reason, subject, message, .. } = outcome;
        is_open.then_some(Self { verdict, rule, severity, reason, subject, message })
    }

    /// Its subject and its message in one sentence.
    pub(super) fn text(&self) -> String {
        let (about, message) = (super::subject(&self.subject), super::clean(&self.message));
        if about.is_empty() { message } else { format!("{about}: {message}") }
    }
}

/// What is told, in words; why not where it is not.
pub(super) fn words(told: &Told) -> String {
    match told {
        Told::Value(text) | Told::Command(text) => super::clean(text),
        Told::List(words) => super::clean(&words.join(", ")),
        Told::Untold(untold) => why(untold),
    }
}

/// Why something is not told. What was not captured says so itself.
pub(super) fn why(untold: &Untold) -> String {
    let text = super::clean(&untold.why);
    if text.starts_with("not captured") { text } else { format!("not told: {text}") }
}

/// `device_id` as people write it.
pub(super) fn heading(column: &str) -> String {
    column.replace('_', " ")
}
