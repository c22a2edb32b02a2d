//! What the ending of a report tells of all targets together: so little of each that the targets themselves need not be
//! kept.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use super::github::Shortlist;
use super::{Readiness, Summary, Target};
use crate::facts::Reason;
use crate::judge::{Outcome, RestsOn, Severity, SiteLine, Verdict};
use crate::report::Policy;

/// What counts of the targets for the verdict on all of them, and for the lines that sum them up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    policy: Policy,
    pub(super) lines: Vec<TargetLine>,
    /// The rules that were judged, with what must hold.
    pub(super) rules: BTreeMap<String, String>,
    /// Results of code scanning, and for how many there is room.
    pub(super) room: super::sarif::Room,
    /// The worst findings.
    pub(super) shortlist: Shortlist,
    /// Whether nobody reads those.
    is_unlisted: bool,
    /// Rules whose failure decides, in the order in which they were met.
    pub(super) failed: Vec<String>,
    /// Rules that keep a target undecided.
    pub(super) open: Vec<String>,
    /// `must` rules that are waived.
    pub(super) waived: Vec<String>,
    /// `must` rules beyond the document of whose evidence nothing was captured.
    pub(super) silent: Vec<String>,
    /// What the site set of the rules, each once.
    pub(super) site: Vec<SiteLine>,
    pub(super) outcomes: usize,
    /// Names as class names have them, with how many targets had each.
    names: HashMap<String, usize>,
    /// Outcomes, and targets that were not judged at all.
    cases: usize,
}

/// One target in the lines about all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TargetLine {
    pub(super) name: String,
    /// How many targets before it have its name.
    pub(super) namesakes: usize,
    pub(super) collected: Option<Timestamp>,
    pub(super) verdict: Option<Readiness>,
    pub(super) summary: Summary,
    pub(super) error: Option<String>,
    pub(super) not_asked: bool,
    /// Failures of `must`, `should` and `info` rules.
    pub(super) failures: [usize; 3],
    /// Answers that are there.
    pub(super) answers: usize,
    pub(super) sources: usize,
    /// Of a ready target.
    pub(super) rests_on: Option<RestsOn>,
    /// Must rules that the site changed.
    pub(super) changed: usize,
    pub(super) is_judged: bool,
    pub(super) has_records: bool,
    pub(super) taken_over: bool,
}

impl TargetLine {
    /// Its name; behind it which one it is where others have the same.
    pub(super) fn told(&self) -> String {
        super::account::numbered(&self.name, self.namesakes)
    }
}

impl Tally {
    /// Of no target yet.
    pub fn new(policy: Policy) -> Self {
        Self { policy, ..Self::default() }
    }

    /// Without the list of the worst findings, which the format `github` alone shows.
    #[must_use]
    pub fn unlisted(self) -> Self {
        Self { is_unlisted: true, ..self }
    }

    /// What the exit code depends on.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// `2 of 3 targets taken over, for nothing that they hang on has changed`, where some were.
    pub fn taken_over(&self) -> Option<String> {
        let count = self.lines.iter().filter(|line| line.taken_over).count();
        let of = super::verdict::counted(self.lines.len(), "target");
        (count > 0).then(|| format!("{count} of {of} taken over, for nothing that they hang on has changed"))
    }

    /// How many targets have this verdict.
    pub fn count(&self, verdict: Readiness) -> usize {
        self.lines.iter().filter(|line| line.verdict == Some(verdict)).count()
    }

    /// Outcomes, and targets that were not judged at all.
    pub(super) fn cases(&self) -> usize {
        self.cases
    }

    /// Counts the next target, and settles its verdict.
    pub fn add(&mut self, target: &mut Target) {
        target.verdict = self.policy.verdict(target);
        target.summary = Summary::of(&target.outcomes);
        let name = self.names.entry(target.target.replace('.', "_")).or_default();
        target.namesakes = *name;
        *name += 1;
        target.cases_before = self.cases;
        target.fail_on = self.policy.fail_on;
        self.cases += target.outcomes.len() + usize::from(super::account::unjudged(target).is_some());
        self.list(target);
        self.outcomes += target.outcomes.len();
        for same in target.outcomes.chunk_by(|one, next| one.rule == next.rule) {
            self.rules.entry(same[0].rule.clone()).or_insert_with(|| same[0].title.clone());
            same.iter().for_each(|outcome| self.note(outcome));
        }
        let is_new = |line: &&SiteLine| !self.site.contains(line);
        let new: Vec<SiteLine> = target.site.iter().filter(is_new).cloned().collect();
        self.site.extend(new);
        let failures = |weight| {
            let is_it = |outcome: &&Outcome| outcome.verdict == Verdict::Fail && outcome.severity == weight;
            target.outcomes.iter().filter(is_it).count()
        };
        self.lines.push(TargetLine {
            name: target.target.clone(),
            namesakes: target.namesakes,
            collected: target.collected,
            verdict: Some(target.verdict),
            summary: target.summary,
            error: target.error.clone(),
            not_asked: target.not_asked,
            failures: [Severity::Must, Severity::Should, Severity::Info].map(failures),
            answers: target.answers.iter().filter(|answer| answer.status != "missing").count(),
            sources: target.sources,
            rests_on: (target.verdict == Readiness::Ready).then(|| target.rests_on.clone()),
            changed: super::site::changed_rules(&target.site),
            is_judged: target.is_judged(),
            has_records: target.has_records(),
            taken_over: target.taken_over,
        });
    }

    /// Makes room for its findings in the formats that have not room for all.
    fn list(&mut self, target: &Target) {
        self.room.take(target);
        if !self.is_unlisted {
            self.shortlist.note(target);
        }
    }

    fn note(&mut self, outcome: &Outcome) {
        let is_must = outcome.severity == Severity::Must;
        let kept = match outcome.verdict {
            Verdict::Fail if self.policy.fail_on.decides(outcome.severity) => &mut self.failed,
            Verdict::Unknown if is_must => &mut self.open,
            Verdict::Waived if is_must => &mut self.waived,
            Verdict::NotApplicable if is_must && outcome.reason.as_deref() == Some(Reason::NotCaptured.word()) => {
                &mut self.silent
            }
            _ => return,
        };
        if !kept.contains(&outcome.rule) {
            kept.push(outcome.rule.clone());
        }
    }

    /// The verdict about all targets: the first of these words that any of them has. No target is nothing judged.
    pub(super) fn verdict(&self) -> Readiness {
        let gravest = [Readiness::Unreadable, Readiness::NotReady, Readiness::Undecided];
        let any = |verdict: &Readiness| self.lines.iter().any(|line| line.verdict == Some(*verdict));
        let calm = if self.lines.is_empty() { Readiness::Undecided } else { Readiness::Ready };
        gravest.into_iter().find(any).unwrap_or(calm)
    }
}
