//! One step of a plan: commands that belong together, or what is done by hand, with all failures that it mends.

use std::collections::BTreeMap;

use serde::Serialize;

use super::order::Order;
use super::{Failure, Outcomes};
use crate::facts::{Facts, Form};
use crate::judge::advice::Advice;
use crate::judge::{Evidence, Outcome, Severity, Verdict};

/// Networks that let everybody in: where a failure asks for less, that is enough for all.
const EVERYBODY: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// One step.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Step {
    /// ONTAP commands, in order; none where no command can mend it.
    pub commands: Vec<String>,
    /// Why it matters.
    pub why: String,
    /// Commands that show whether it worked.
    pub check: Vec<String>,
    /// Commands that take it back; none where it is not known what was there.
    pub undo: Vec<String>,
    /// What to do besides, or instead where there is no command.
    pub note: String,
    /// What is to be filled in, as it stands in the commands.
    pub fill_in: Vec<String>,
    /// What the commands ask for when they are typed; empty where they ask for nothing.
    pub asks: String,
    /// The privilege level that the commands need beyond `admin`; may be empty.
    pub privilege: String,
    /// Why it is not known what the step does to the facts; `null` where it was rehearsed.
    pub not_rehearsed: Option<String>,
    /// Whether it is planned apart from the others, for what it would do to them.
    pub apart: bool,
    /// The failures that it mends.
    pub mends: Vec<Mended>,
    /// What its first failure is about.
    #[serde(skip)]
    pub(super) entity: String,
}

/// A failure that a step is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Mended {
    /// The rule.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// What it is about.
    pub subject: BTreeMap<String, String>,
    /// What was observed; of what fails only behind other steps, what would be.
    pub message: String,
    /// What would pass, in words.
    pub expected: String,
    /// The section of the document that asks for it.
    pub section: String,
    /// Where ONTAP's text shows it.
    pub evidence: Vec<Evidence>,
    /// What the rule says of it behind all steps.
    pub then: Then,
    /// The same in its own words.
    pub says: String,
}

/// What a rule says behind the steps that were rehearsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// It passes.
    Passes,
    /// It fails all the same.
    Fails,
    /// Only the cluster can tell.
    Unknown,
    /// It concerns the cluster no more.
    NotApplicable,
    /// The effect of the step is not known, so that nothing is.
    #[default]
    NotRehearsed,
}

impl Then {
    /// The word in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passes => "passes",
            Self::Fails => "fails",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not-applicable",
            Self::NotRehearsed => "not-rehearsed",
        }
    }
}

/// Adds the steps that mend the failures and are not there yet. Of commands that differ in their last value alone the one that
/// lets fewest in comes first; whether the others are still needed, the rules say behind it.
pub(super) fn add(steps: &mut Vec<Step>, failures: Vec<Failure>, order: &Order<'_>) {
    let mut wanted: Vec<(Failure, Advice)> = Vec::new();
    for mut failure in failures {
        let ways = std::mem::take(&mut failure.ways);
        let of = |way| {
            (
                Failure {
                    ways: Vec::new(),
                    outcome: failure.outcome.clone(),
                    why: failure.why.clone(),
                    entity: failure.entity.clone(),
                },
                way,
            )
        };
        wanted.extend(ways.into_iter().map(of));
    }
    // What is planned is known, and what is to be filled in is not: the first one serves for both.
    let is_open = |way: &Advice| way.commands.iter().any(|command| command.contains('<'));
    wanted.sort_by_key(|(_, way)| (is_open(way), way.commands.iter().any(|command| lets_everybody_in(command))));
    for (failure, way) in wanted {
        match steps.iter_mut().find(|step| step.is_same(&failure, &way, order)) {
            Some(step) => step.take(&failure, &way),
            None => steps.push(Step::of(&failure, way, steps, order)),
        }
    }
}

fn lets_everybody_in(command: &str) -> bool {
    command.split([' ', ',']).any(|word| EVERYBODY.contains(&word))
}

impl Step {
    fn of(failure: &Failure, way: Advice, before: &[Self], order: &Order<'_>) -> Self {
        let is_new = |command: &String| !before.iter().any(|step| step.commands.contains(command));
        let commands: Vec<String> = way.commands.into_iter().filter(is_new).collect();
        let effects: Vec<_> = commands.iter().filter_map(|command| order.effects(command)).flatten().collect();
        let first = |text: fn(&crate::table::Effect) -> &String| {
            effects.iter().map(|(_, effect)| text(effect)).find(|text| !text.is_empty()).cloned().unwrap_or_default()
        };
        Self {
            fill_in: fill_in(&commands),
            asks: first(|effect| &effect.asks),
            privilege: first(|effect| &effect.privilege),
            commands,
            why: failure.why.clone(),
            check: way.verify,
            undo: way.undo,
            note: way.note,
            not_rehearsed: None,
            apart: false,
            mends: vec![Mended::of(&failure.outcome)],
            entity: failure.entity.clone(),
        }
    }

    /// Whether what mends the failure is this step: the same commands, or others about the same thing; by hand the same words, or
    /// the same cell that shows it.
    fn is_same(&self, failure: &Failure, way: &Advice, order: &Order<'_>) -> bool {
        if way.commands.is_empty() {
            let place =
                |evidence: &[Evidence]| evidence.first().map(|mark| (mark.source.clone(), mark.line, mark.column));
            let own = place(&failure.outcome.evidence);
            let is_seen = |one: &Mended| own.is_some() && place(&one.evidence) == own;
            return self.commands.is_empty() && (self.note == way.note || self.mends.iter().any(is_seen));
        }
        let is_there =
            |command: &String| self.commands.iter().any(|own| own == command || differ_in_value(own, command, order));
        way.commands.iter().all(is_there)
    }

    fn take(&mut self, failure: &Failure, way: &Advice) {
        let mended = Mended::of(&failure.outcome);
        if !self.mends.iter().any(|own| own.rule == mended.rule && own.subject == mended.subject) {
            self.mends.push(mended);
        }
        for command in &way.verify {
            if !self.check.contains(command) {
                self.check.push(command.clone());
            }
        }
        if way.commands == self.commands && self.undo.is_empty() {
            self.undo.clone_from(&way.undo);
        }
    }

    /// Whether it mends a failure that decides; others are better than they are bad.
    pub(super) fn is_due(&self) -> bool {
        self.mends.iter().any(|one| one.severity == Severity::Must)
    }

    /// Whether the other one is the way back of this one.
    pub(super) fn is_taken_back_by(&self, other: &Self) -> bool {
        !other.commands.is_empty() && other.commands.iter().all(|command| self.undo.contains(command))
    }

    /// Whether it is for this failure.
    pub(super) fn is_for(&self, outcome: &Outcome) -> bool {
        self.mends.iter().any(|one| one.rule == outcome.rule && one.subject == outcome.subject)
    }

    /// The same as a step that is to be planned apart, for what it would do to others.
    pub(super) fn set_apart(mut self, harm: &str) -> Self {
        self.apart = true;
        self.not_rehearsed = Some(format!("plan it apart from the others: {harm}"));
        self
    }

    /// Does to the facts what the commands do, as far as the tables tell.
    pub(super) fn rehearse(&mut self, facts: &mut Facts<'_>) {
        if self.commands.is_empty() {
            self.not_rehearsed = Some("no command does it".to_owned());
            return;
        }
        for command in &self.commands {
            if let Err(why) = facts.follow(command) {
                self.not_rehearsed.get_or_insert(why);
            }
        }
    }

    /// Says what the rules say of each failure behind all steps.
    pub(super) fn settle(&mut self, after: &Outcomes<'_>) {
        let is_rehearsed = self.not_rehearsed.is_none();
        self.mends.iter_mut().for_each(|mended| mended.settle(after, is_rehearsed));
    }
}

/// Whether two commands give the same thing another value: a second one would be refused, or undo the first. One whose value is
/// known is none that is still to be filled in.
fn differ_in_value(one: &str, other: &str, order: &Order<'_>) -> bool {
    let (Some((own, own_value)), Some((head, value))) = (one.rsplit_once(' '), other.rsplit_once(' ')) else {
        return false;
    };
    let last = Form::of(one).and_then(|form| form.options.last().map(|(option, _)| *option));
    let names_rows = |option: &str| {
        order.effects(one).is_none_or(|found| found.iter().any(|(_, effect)| effect.is_row_option(option)))
    };
    let is_still_open = own_value.contains('<') && !value.contains('<');
    own == head && !is_still_open && last.is_some_and(|option| !names_rows(option))
}

/// What stands in angle brackets.
fn fill_in(commands: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in commands.iter().flat_map(|command| command.split('<').skip(1)) {
        if let Some((name, _)) = part.split_once('>') {
            let name = format!("<{name}>");
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    found
}

impl Mended {
    fn of(outcome: &Outcome) -> Self {
        let Outcome { rule, severity, subject, message, expected, section, evidence, .. } = outcome.clone();
        Self {
            rule,
            severity,
            subject,
            message,
            expected,
            section,
            evidence,
            then: Then::default(),
            says: String::new(),
        }
    }

    fn settle(&mut self, after: &Outcomes<'_>, is_rehearsed: bool) {
        let of_rule = || after.iter().find(|((rule, _), outcome)| *rule == self.rule && outcome.subject.is_empty());
        let found = after.get(&(self.rule.as_str(), &self.subject)).copied().or_else(|| of_rule().map(|(_, one)| *one));
        self.then = match found.map(|outcome| outcome.verdict) {
            Some(Verdict::Pass) => Then::Passes,
            Some(Verdict::Unknown) => Then::Unknown,
            Some(Verdict::NotApplicable) | None => Then::NotApplicable,
            Some(Verdict::Fail | Verdict::Waived) if !is_rehearsed => Then::NotRehearsed,
            Some(Verdict::Fail | Verdict::Waived) => Then::Fails,
        };
        self.says = found.map(|outcome| outcome.message.clone()).unwrap_or_default();
    }
}
