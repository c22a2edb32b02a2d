//! From outcomes to the verdict of a target, of the run, and to the exit code with its reason.

use serde::{Deserialize, Serialize};

use super::layout::{clean, first_line, second};
use super::planned::Planned;
use super::printed::Printed;
use super::shard::Shard;
use super::tally::{Tally, TargetLine};
use super::{AnswerLine, Readiness, Report, Summary, Target, Tool};
use crate::judge::{Judgement, Outcome, Question, Questions, Severity, Verdict};
use crate::table::{Answer, Reading};

/// The exit codes of the program. When several apply: 2, 4, 1, 3, 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Every applicable `must` rule passed or is validly waived.
    Ready = 0,
    /// At least one deciding rule failed.
    NotReady = 1,
    /// Bad option, malformed rule, table, waiver or configuration: nothing was judged.
    Usage = 2,
    /// No deciding rule failed, but a `must` rule is unknown, or nothing was judged at all.
    Undecided = 3,
    /// At least one target could not be collected or read at all.
    Unreadable = 4,
}

impl Exit {
    /// The number that the operating system sees.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The way to end that has this number; another number is a fault of whoever gives it.
    pub(super) fn of_code(code: u8) -> Self {
        let all = [Self::Ready, Self::NotReady, Self::Usage, Self::Undecided, Self::Unreadable];
        all.into_iter().find(|exit| exit.code() == code).unwrap_or(Self::Usage)
    }
}

/// Which failures decide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Failures of `must` rules.
    #[default]
    Must,
    /// Failures of `should` rules too.
    Should,
}

impl FailOn {
    /// Whether a failure of a rule of this weight makes a cluster not ready.
    pub fn decides(self, severity: Severity) -> bool {
        severity == Severity::Must || (self == Self::Should && severity == Severity::Should)
    }
}

/// What the user wants the exit code to depend on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// `--fail-on`
    pub fail_on: FailOn,
    /// `--allow-unknown`
    pub allow_unknown: bool,
}

impl Policy {
    fn decides_failure(self, outcome: &Outcome) -> bool {
        outcome.verdict == Verdict::Fail && self.fail_on.decides(outcome.severity)
    }

    pub(super) fn verdict(self, target: &Target) -> Readiness {
        if target.not_asked {
            Readiness::Undecided
        } else if target.error.is_some() {
            Readiness::Unreadable
        } else if target.outcomes.iter().any(|outcome| self.decides_failure(outcome)) {
            Readiness::NotReady
        } else if !target.is_judged() || target.outcomes.iter().any(keeps_undecided) {
            Readiness::Undecided
        } else {
            Readiness::Ready
        }
    }
}

fn keeps_undecided(outcome: &Outcome) -> bool {
    outcome.verdict == Verdict::Unknown && outcome.severity == Severity::Must
}

impl Target {
    /// Remarks that the configuration has plans for others and none for this target, where it is so.
    pub fn remark_of_plans(&mut self, questions: &Questions) {
        let misnamed = questions.misnamed(&self.target, self.cluster.as_deref());
        self.remarks.extend(misnamed.or_else(|| questions.unplanned(&self.target)));
    }

    /// The target that was read and judged. Its verdict is final only in a [`Report`].
    pub fn of(reading: &Reading, judgement: Judgement, question: &Question) -> Self {
        let mut answers: Vec<_> = reading.answers.iter().map(|answer| answer_line(reading, answer)).collect();
        answers.extend(judgement.missing.into_iter().map(|(command, why)| missing_line(command, why)));
        Self {
            target: reading.name.clone(),
            cluster: judgement.cluster,
            ontap: judgement.ontap,
            scope: judgement.scope,
            dma: question.dma.clone(),
            collected: reading.collected.map(second),
            verdict: Readiness::Undecided,
            summary: Summary::of(&judgement.outcomes),
            answers,
            planned: Planned::of(question, &judgement.outcomes),
            attestations: question.attestations.iter().map(|one| one.line(question.today)).collect(),
            site: judgement.site,
            outcomes: judgement.outcomes,
            capture_next: judgement.capture_next,
            rests_on: judgement.rests_on,
            questions: judgement.questions,
            error: None,
            remarks: reading.remarks.clone(),
            not_asked: false,
            taken_over: false,
            evidence: None,
            slips: reading.slips.clone(),
            printed: Printed::default(),
            sources: reading.captures.len(),
            place: None,
            namesakes: 0,
            cases_before: 0,
            fail_on: FailOn::default(),
        }
    }

    /// The target that could not be read at all.
    pub fn unreadable(name: &str, error: String, question: &Question) -> Self {
        let reading = Reading { name: name.to_owned(), ..Reading::default() };
        Self { error: Some(error), ..Self::of(&reading, Judgement::default(), question) }
    }

    /// The target that nobody asked: nothing is wrong with it, and nothing is known of it.
    pub fn unasked(name: &str, why: String, question: &Question) -> Self {
        Self { not_asked: true, ..Self::unreadable(name, why, question) }
    }

    /// Whether its answers stand in a bundle: of no others it is known when they were collected.
    pub(super) fn is_bundle(&self) -> bool {
        self.collected.is_some()
    }

    /// Whether any answer holds a record.
    pub(super) fn has_records(&self) -> bool {
        self.answers.iter().any(|answer| answer.records > 0)
    }

    /// Whether an answer told something and a rule could be decided by it. Rules that look at the text alone, or at the
    /// options, do not make a text without an answer a judged one.
    pub fn is_judged(&self) -> bool {
        let told = |answer: &AnswerLine| answer.records > 0 || matches!(answer.status.as_str(), "complete" | "empty");
        let decided = |outcome: &Outcome| matches!(outcome.verdict, Verdict::Pass | Verdict::Fail | Verdict::Waived);
        self.answers.iter().any(told) && self.outcomes.iter().any(decided)
    }
}

pub(super) fn answer_line(reading: &Reading, answer: &Answer) -> AnswerLine {
    AnswerLine {
        command: format!("{} {}", answer.command, answer.options).trim().to_owned(),
        source: reading.captures.get(answer.source).map(|capture| capture.name.clone()).unwrap_or_default(),
        line: answer.line,
        status: answer.status.word().to_owned(),
        records: answer.records.len(),
        announced: answer.announced,
        why: answer.why.clone(),
    }
}

fn missing_line(command: String, why: String) -> AnswerLine {
    let status = crate::table::Status::Missing.word().to_owned();
    AnswerLine { command, source: String::new(), line: 0, status, records: 0, announced: None, why }
}

impl Report {
    /// The report on all targets, with the verdicts and the exit code that `policy` gives them.
    pub fn of(mut targets: Vec<Target>, policy: Policy) -> Self {
        let mut tally = Tally::new(policy);
        targets.iter_mut().for_each(|target| tally.add(target));
        Self { targets, ..Self::closing(tally) }
    }

    /// What is left to say when all targets were counted, and written where they belong.
    pub fn closing(tally: Tally) -> Self {
        let verdict = tally.verdict();
        let (exit, because) = exit_of(verdict, &tally);
        Self {
            schema: "ndmp-preflight/report/v1",
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            verdict,
            exit_code: exit.code(),
            targets: Vec::new(),
            left_out: Vec::new(),
            shard: None,
            resume: None,
            because,
            tally,
        }
    }

    /// The same where bundles could not be kept: targets, and why. The verdicts stand, and the exit code tells it.
    #[must_use]
    pub fn unkept(mut self, troubles: &[(String, String)]) -> Self {
        if troubles.is_empty() {
            return self;
        }
        for target in &mut self.targets {
            let own = troubles.iter().filter(|(name, _)| *name == target.target);
            target.remarks.extend(own.map(|(_, trouble)| trouble.clone()));
        }
        let of = names(troubles.iter().map(|(name, _)| name.as_str()));
        let told = format!("the bundle{} of {of} could not be kept", if troubles.len() == 1 { "" } else { "s" });
        let is_unread = self.exit() == Exit::Unreadable;
        self.because = if is_unread { format!("{}, and {told}", self.because) } else { told };
        self.exit_code = Exit::Unreadable.code();
        self
    }

    /// The same as a part of a run that is shared; a part without a target of its own says so.
    #[must_use]
    pub fn of_part(mut self, shard: Option<Shard>) -> Self {
        if let Some(shard) = &shard
            && self.tally.lines.is_empty()
        {
            let (part, run) = (shard.own, &shard.run);
            let of = counted(run.inputs, "target");
            self.because =
                format!("none of {of} falls to part {}/{}, so that nothing was judged in it", part.part, part.of);
        }
        Self { shard, ..self }
    }

    /// How the program ends.
    pub fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }
}

fn exit_of(verdict: Readiness, tally: &Tally) -> (Exit, String) {
    match verdict {
        Readiness::Unreadable => (Exit::Unreadable, because_unreadable(tally)),
        Readiness::NotReady => (Exit::NotReady, because_failed(tally)),
        Readiness::Undecided => undecided(tally),
        Readiness::Ready => (Exit::Ready, because_ready(tally)),
    }
}

/// Who ends with 0 by rules that a site changed says so.
fn by_site(tally: &Tally) -> String {
    let told = super::site::changed(&tally.site).zip(super::site::told(&tally.site));
    told.map(|(changed, told)| format!("; {changed}: {told}")).unwrap_or_default()
}

fn because_unreadable(tally: &Tally) -> String {
    // Of one target nothing else says why, where only the last lines are wanted.
    if let [TargetLine { name, error: Some(error), .. }] = tally.lines.as_slice() {
        let told = first_line(error);
        let told = told.strip_prefix(&format!("`{}`: ", clean(name))).unwrap_or(&told).to_owned();
        return format!("`{name}` could not be read: {told}");
    }
    let bad = tally.lines.iter().filter(|line| line.verdict == Some(Readiness::Unreadable));
    format!("{} could not be read", names(bad.map(|line| line.name.as_str())))
}

fn because_failed(tally: &Tally) -> String {
    let weight = if tally.policy().fail_on == FailOn::Should { "must or should rule" } else { "must rule" };
    format!("{} failed: {}", counted(tally.failed.len(), weight), named(&tally.failed))
}

fn undecided(tally: &Tally) -> (Exit, String) {
    if tally.lines.is_empty() {
        return (Exit::Undecided, "nothing was judged".to_owned());
    }
    let allow_unknown = tally.policy().allow_unknown;
    let blank: Vec<_> = tally.lines.iter().filter(|line| !line.is_judged).collect();
    if !blank.is_empty() {
        let excuse = if allow_unknown { ", and `--allow-unknown` does not accept that" } else { "" };
        let told = blank.iter().all(|line| line.has_records);
        let what = if told { "no rule could be decided" } else { "nothing was judged" };
        let blank = names(blank.iter().map(|line| line.name.as_str()));
        return (Exit::Undecided, format!("{what} in {blank}{excuse}"));
    }
    let unknown = counted(tally.open.len(), "must rule");
    // A failed `should` rule is counted on the same screen.
    let has_failures = tally.lines.iter().any(|line| line.failures != [0; 3]);
    let clear = if has_failures { "no must rule failed" } else { "nothing failed" };
    if allow_unknown {
        return (
            Exit::Ready,
            format!("{clear}, and `--allow-unknown` accepts that {unknown} could not be told{}", by_site(tally)),
        );
    }
    (Exit::Undecided, format!("{clear}, but {unknown} could not be told: {}", named(&tally.open)))
}

fn because_ready(tally: &Tally) -> String {
    let by_site = by_site(tally);
    if tally.waived.is_empty() {
        return format!("every applicable must rule passed{by_site}");
    }
    format!("every applicable must rule passed or is waived ({}){by_site}", named(&tally.waived))
}

fn named(rules: &[String]) -> String {
    names(rules.iter().map(String::as_str))
}

pub(super) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 4;
    let all: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if all.len() <= SHOWN + 1 {
        return all.join(", ");
    }
    format!("{} and {} more", all[..SHOWN].join(", "), all.len() - SHOWN)
}

/// `1 must rule`, `3 must rules`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
