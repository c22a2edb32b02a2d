//! The plan that mends what failed, in the shape `ndmp-preflight/fix/v1`. The verdict and the exit code are those of `check`: of
//! what is there now, not of what would be.

use std::collections::BTreeMap;
use std::io;

use jiff::Timestamp;
use serde::Serialize;

use super::handoff::OpenPoint;
use super::{
    Exit, Policy, Readiness, Report, Style, Summary, Tally, Target, Tool, fix_human, fix_markdown, fix_ontap, json,
};
use crate::judge::fix::{FixPlan, Step, Then};
use crate::judge::{CaptureNext, SiteLine, Verdict};

/// A format of the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FixFormat {
    /// For a terminal.
    #[default]
    Human,
    /// Commands to paste, with comments.
    Ontap,
    /// For a ticket or a wiki.
    Markdown,
    /// `ndmp-preflight/fix/v1`.
    Json,
}

impl FixFormat {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Human, Self::Ontap, Self::Markdown, Self::Json];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Ontap => "ontap",
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }
}

/// The one value that all formats render.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fix {
    /// `ndmp-preflight/fix/v1`.
    pub schema: &'static str,
    /// The tool.
    pub tool: Tool,
    /// The verdict about all targets as they are.
    pub verdict: Readiness,
    /// The exit code of the run.
    pub exit_code: u8,
    /// One entry a cluster.
    pub targets: Vec<FixTarget>,
    /// Rules that were not judged because `--select` or `--ignore` left them out; absent when all were judged.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
    /// Why the exit code is what it is, in one sentence.
    #[serde(skip)]
    pub because: String,
}

/// The plan for one cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FixTarget {
    /// Name by which the user knows it.
    pub target: String,
    /// The cluster's own name, when the evidence tells it.
    pub cluster: Option<String>,
    /// ONTAP release, such as `9.9.1P5`.
    pub ontap: Option<String>,
    /// When the cluster was asked, to the second; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "json::time")]
    pub collected: Option<Timestamp>,
    /// The verdict on what is there now.
    pub verdict: Readiness,
    /// Counts of the verdicts now.
    pub summary: Summary,
    /// What mends it, in order.
    pub steps: Vec<Step>,
    /// What the rules would say behind the steps whose effects are known.
    pub rehearsal: Rehearsal,
    /// Why the target could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the site's configuration set of the rules.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub site: Vec<SiteLine>,
    /// The commands to capture next, and the rules that they would settle.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub capture_next: Vec<CaptureNext>,
    /// Remarks that concern no rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// What the rules say behind the steps that could be rehearsed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rehearsal {
    /// The verdict then.
    pub verdict: Readiness,
    /// Counts of the verdicts then.
    pub summary: Summary,
    /// Failures that pass then.
    pub mended: usize,
    /// Failures of which it is not known, because no rehearsed step mends them.
    pub not_rehearsed: usize,
    /// What fails or cannot be told then.
    pub open: Vec<OpenPoint>,
}

impl Fix {
    /// The plans for all targets that were judged; `unkept`: targets whose bundles could not be kept, and why.
    pub fn of(
        judged: Vec<(Target, FixPlan)>,
        policy: Policy,
        left_out: Vec<String>,
        unkept: &[(String, String)],
    ) -> Self {
        let mut tally = Tally::new(policy);
        let mut targets = Vec::new();
        for (mut target, plan) in judged {
            tally.add(&mut target);
            targets.push(FixTarget::of(target, plan, policy));
        }
        let Report { tool, verdict, exit_code, because, .. } = Report::closing(tally).unkept(unkept);
        Self { schema: "ndmp-preflight/fix/v1", tool, verdict, exit_code, targets, left_out, because }
    }

    /// How the program ends.
    pub fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }

    /// Writes the plans; `style` concerns the human format only.
    ///
    /// # Errors
    /// Those of writing, and values that the format cannot hold.
    pub fn write(&self, format: FixFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            FixFormat::Human => fix_human::write(self, style, out),
            FixFormat::Ontap => fix_ontap::write(self, out),
            FixFormat::Markdown => fix_markdown::write(self, out),
            FixFormat::Json => json::pretty(self, out),
        }
    }
}

impl FixTarget {
    fn of(target: Target, plan: FixPlan, policy: Policy) -> Self {
        let then = Target { outcomes: plan.after, ..target.clone() };
        let rehearsal = Rehearsal::of(&then, &plan.steps, policy);
        let remarks = target.site_remark().into_iter().chain(target.remarks).collect();
        let Target { target, cluster, ontap, collected, verdict, summary, error, capture_next, site, .. } = target;
        let steps = plan.steps;
        Self {
            target,
            cluster,
            ontap,
            collected,
            verdict,
            summary,
            steps,
            rehearsal,
            error,
            site,
            capture_next,
            remarks,
        }
    }

    /// What the plan comes to, in a sentence.
    pub(super) fn gist(&self) -> String {
        let Rehearsal { mended, not_rehearsed, open, verdict, .. } = &self.rehearsal;
        let of = |verdict: Verdict| open.iter().filter(|point| point.verdict == verdict).count();
        let steps = super::verdict::counted(self.steps.len(), "step");
        if self.steps.is_empty() {
            return format!("no step: {}", if of(Verdict::Fail) == 0 { "nothing failed" } else { "no fix is known" });
        }
        let mut told = vec![match (*mended, self.failures()) {
            (0, _) => "no failure passes then".to_owned(),
            (1, 1) => "the failure passes then".to_owned(),
            (some, all) if some == all => format!("all {all} failures pass then"),
            (some, all) => format!("{some} of {all} failures pass then"),
        }];
        let verb = |count: usize| if count == 1 { "fails" } else { "fail" };
        let all = failures(&self.steps);
        let left = |wanted: &[Then]| all.values().filter(|then| wanted.contains(then)).count();
        let (fails, lost) = (left(&[Then::Fails, Then::NotRehearsed]), left(&[Then::Unknown]));
        // Those that no step is for.
        let (others, unknown) = (of(Verdict::Fail).saturating_sub(fails), of(Verdict::Unknown).saturating_sub(lost));
        let parts = [
            (fails, format!("{fails} still {}{}", verb(fails), behind(*not_rehearsed, fails))),
            (lost, format!("{lost} can no longer be told")),
            (others, format!("{others} more {}", verb(others))),
            (
                unknown,
                format!(
                    "{unknown} that {} unknown {} so",
                    if unknown == 1 { "is" } else { "are" },
                    if unknown == 1 { "stays" } else { "stay" }
                ),
            ),
        ];
        told.extend(parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words));
        let verdict = verdict.word().replace('-', " ");
        format!("{steps}. Rehearsed on what was read: {}; {verdict} then", told.join(", "))
    }

    /// How many failures the steps are for, each once.
    fn failures(&self) -> usize {
        failures(&self.steps).len()
    }
}

/// How many of those that still fail do so because nobody knows what their steps do.
fn behind(not_rehearsed: usize, fails: usize) -> String {
    match not_rehearsed {
        0 => String::new(),
        all if all == fails => " (what mends it cannot be rehearsed)".to_owned(),
        some => format!(" ({some} of them for what mends them cannot be rehearsed)"),
    }
}

/// What the rules say then of each failure that the steps are for.
fn failures(steps: &[Step]) -> BTreeMap<(&str, &BTreeMap<String, String>), Then> {
    let all = steps.iter().flat_map(|step| &step.mends);
    all.map(|mended| ((mended.rule.as_str(), &mended.subject), mended.then)).collect()
}

impl Rehearsal {
    fn of(then: &Target, steps: &[Step], policy: Policy) -> Self {
        let all = failures(steps);
        let count = |wanted: Then| all.values().filter(|then| **then == wanted).count();
        let open = then.outcomes.iter().filter(|outcome| outcome.verdict != Verdict::Waived).cloned();
        Self {
            verdict: policy.verdict(then),
            summary: Summary::of(&then.outcomes),
            mended: count(Then::Passes) + count(Then::NotApplicable),
            not_rehearsed: count(Then::NotRehearsed),
            open: open.filter_map(OpenPoint::of).collect(),
        }
    }
}
