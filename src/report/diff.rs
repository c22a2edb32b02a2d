//! What changed between two judgements, in the shape `ndmp-preflight/diff/v1`: which verdicts turned, and the words of ONTAP behind
//! them, before and after.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::Serialize;

use super::layout::{clean, hang, subject};
use super::style::{Ink, Style};
use super::{Exit, Policy, Readiness, Report, Tally, Target, Tool, json, snippet};
use crate::judge::{Evidence, Outcome, Severity, Verdict};

/// All that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    schema: &'static str,
    tool: Tool,
    /// 1 where a `must` rule turned to fail, 3 where one turned unknown, 4 where a target can no longer be read or is
    /// no longer there, else 0.
    pub exit_code: u8,
    /// One entry a cluster.
    pub targets: Vec<Differing>,
}

/// What changed of one cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differing {
    /// Name by which the user knows it.
    pub target: String,
    /// That a side could not be read, or that the two are of different clusters, where both tell their names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The verdict before; `null` where it was not there.
    pub before: Option<Readiness>,
    /// The verdict after.
    pub after: Option<Readiness>,
    /// What changed, the worst first.
    pub changes: Vec<Turn>,
}

/// One rule about one subject, before and after.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Turn {
    /// How it changed.
    pub kind: Kind,
    /// The rule.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// What it is about.
    pub subject: BTreeMap<String, String>,
    /// What was said before.
    pub before: Option<Side>,
    /// What is said after.
    pub after: Option<Side>,
}

/// How something changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It is worse: a pass that fails or cannot be told, an unknown that fails.
    Red,
    /// It is better.
    Green,
    /// Its verdict is another one, neither better nor worse.
    Other,
    /// Its verdict is the same, and rests on other words.
    Facts,
    /// It is there only now.
    Appeared,
    /// It is there no more.
    Gone,
}

/// What is said on one side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Side {
    /// The verdict.
    pub verdict: Verdict,
    /// Why, as a code.
    pub reason: Option<String>,
    /// What was observed.
    pub message: String,
    /// Where ONTAP's text shows it.
    pub evidence: Vec<Evidence>,
}

impl Side {
    fn of(outcome: &Outcome) -> Self {
        let Outcome { verdict, reason, message, evidence, .. } = outcome.clone();
        Self { verdict, reason, message, evidence }
    }

    /// The words that it rests on, wherever they stand.
    fn words(&self) -> BTreeSet<&str> {
        self.evidence.iter().map(|mark| mark.text.trim()).collect()
    }

    fn badness(&self) -> usize {
        [Verdict::Unknown, Verdict::Fail].iter().position(|verdict| *verdict == self.verdict).map_or(0, |at| at + 1)
    }
}

impl Diff {
    /// Compares the targets of two runs, by name; where there is one on each side, whatever it is called.
    pub fn of(mut before: Vec<Target>, mut after: Vec<Target>, policy: Policy) -> Self {
        for targets in [&mut before, &mut after] {
            let mut tally = Tally::new(policy);
            targets.iter_mut().for_each(|target| tally.add(target));
        }
        let mut targets = Vec::new();
        if let ([one], [other]) = (before.as_slice(), after.as_slice()) {
            targets.push(Differing::of(Some(one), Some(other)));
        } else {
            let names: BTreeSet<String> = before.iter().chain(&after).map(super::account::name).collect();
            let of =
                |all: &[Target], name: &str| all.iter().find(|target| super::account::name(target) == name).cloned();
            targets
                .extend(names.iter().map(|name| Differing::of(of(&before, name).as_ref(), of(&after, name).as_ref())));
        }
        let Report { tool, .. } = Report::closing(Tally::default());
        let exit_code = ended(&targets).code();
        Self { schema: "ndmp-preflight/diff/v1", tool, exit_code, targets }
    }

    /// How the program ends.
    pub fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }

    /// Writes it as JSON.
    ///
    /// # Errors
    /// Those of writing.
    pub fn json(&self, out: &mut dyn io::Write) -> io::Result<()> {
        json::pretty(self, out)
    }

    /// Writes it for a person at a terminal.
    ///
    /// # Errors
    /// Those of writing.
    pub fn human(&self, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        let parts: Vec<String> = self.targets.iter().flat_map(|target| target.human(style)).collect();
        writeln!(out, "{}", parts.join("\n\n"))
    }
}

fn ended(targets: &[Differing]) -> Exit {
    let unreadable = Some(Readiness::Unreadable);
    let is_lost = |target: &Differing| {
        target.before != target.after && (target.after.is_none() || target.after == unreadable)
            // Who names one on each side wants them compared.
            || targets.len() == 1 && (target.before == unreadable || target.after == unreadable)
    };
    let turned = |verdict: Verdict| {
        let is_it = |turn: &Turn| {
            let is_worse = turn.kind == Kind::Red || turn.kind == Kind::Appeared;
            is_worse
                && turn.severity == Severity::Must
                && turn.after.as_ref().is_some_and(|side| side.verdict == verdict)
        };
        targets.iter().flat_map(|target| &target.changes).any(is_it)
    };
    match (targets.iter().any(is_lost), turned(Verdict::Fail), turned(Verdict::Unknown)) {
        (true, ..) => Exit::Unreadable,
        (_, true, _) => Exit::NotReady,
        (_, _, true) => Exit::Undecided,
        _ => Exit::Ready,
    }
}

type Key<'t> = (&'t str, &'t BTreeMap<String, String>);

impl Differing {
    fn of(before: Option<&Target>, after: Option<&Target>) -> Self {
        let all = |target: Option<&'_ Target>| target.map(|target| target.outcomes.clone()).unwrap_or_default();
        let (old, new) = (all(before), all(after));
        let by_key = |outcomes: &'_ [Outcome]| -> BTreeMap<(String, BTreeMap<String, String>), Outcome> {
            outcomes.iter().map(|one| ((one.rule.clone(), one.subject.clone()), one.clone())).collect()
        };
        let (old_by_key, new_by_key) = (by_key(&old), by_key(&new));
        let keys: BTreeSet<Key<'_>> = old.iter().chain(&new).map(|one| (one.rule.as_str(), &one.subject)).collect();
        let get =
            |all: &BTreeMap<_, Outcome>, (rule, about): Key<'_>| all.get(&(rule.to_owned(), about.clone())).cloned();
        let turn = |key| turn(get(&old_by_key, key).as_ref(), get(&new_by_key, key).as_ref());
        let mut changes: Vec<Turn> = keys.into_iter().filter_map(turn).collect();
        // Of a side that could not be read nothing is known: neither that it had something, nor that it has it no more.
        let is_known =
            |turn: &Turn| turn.kind == Kind::Appeared && turn.after.as_ref().is_some_and(|side| side.badness() > 0);
        let unread = unread(before, after);
        changes.retain(|turn| unread.is_none() || is_known(turn));
        changes.sort_by_key(|turn| (turn.kind, turn.severity));
        let name = after.or(before).map(super::account::name).unwrap_or_default();
        // Of one that was not asked no more is known.
        let read = |target: &Target| if target.error.is_some() { Readiness::Unreadable } else { target.verdict };
        let verdict = |target: Option<&Target>| target.map(read);
        let remark = unread.or_else(|| strangers(before, after));
        Self { target: name, remark, before: verdict(before), after: verdict(after), changes }
    }

    fn human(&self, style: &Style) -> Vec<String> {
        let word = |verdict: Option<Readiness>| verdict.map_or("not there".to_owned(), |v| v.word().replace('-', " "));
        let name = style.paint(Ink::Strong, &clean(&self.target));
        let mut parts =
            vec![format!("{} {name}: {} -> {}", style.paint(Ink::Faint, "=="), word(self.before), word(self.after))];
        parts.extend(self.remark.iter().map(|remark| format!("note: {}", clean(remark))));
        for kind in [Kind::Red, Kind::Appeared, Kind::Green, Kind::Other, Kind::Facts, Kind::Gone] {
            let own: Vec<&Turn> = self.changes.iter().filter(|turn| turn.kind == kind).collect();
            if !own.is_empty() {
                let title = style.paint(Ink::Strong, kind.title());
                let turns: Vec<String> = own.iter().map(|turn| turn.human(style)).collect();
                parts.push(format!("{title}\n{}", turns.join("\n")));
            }
        }
        let is_read = |side: Option<Readiness>| side != Some(Readiness::Unreadable);
        if self.changes.is_empty() && is_read(self.before) && is_read(self.after) {
            parts.push("nothing changed".to_owned());
        }
        parts
    }
}

/// Which side could not be read, and why.
fn unread(before: Option<&Target>, after: Option<&Target>) -> Option<String> {
    let sides = [("before", before), ("after", after)];
    let told = sides.iter().filter_map(|(when, target)| Some(format!("{when}: {}", target.as_ref()?.error.as_ref()?)));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| format!("could not be read, so that there is nothing to compare: {}", told.join("; ")))
}

/// That they are of different clusters: then what changed is what tells these apart.
fn strangers(before: Option<&Target>, after: Option<&Target>) -> Option<String> {
    let (old, new) = before?.cluster.as_ref().zip(after?.cluster.as_ref())?;
    (old != new).then(|| format!("these are two clusters, {old} before and {new} after: compare runs of one"))
}

impl Kind {
    fn title(self) -> &'static str {
        match self {
            Self::Red => "Turned red",
            Self::Green => "Turned green",
            Self::Other => "Changed",
            Self::Facts => "The same verdict on other facts",
            Self::Appeared => "There only now",
            Self::Gone => "There no more",
        }
    }
}

fn turn(before: Option<&Outcome>, after: Option<&Outcome>) -> Option<Turn> {
    let own = after.or(before)?;
    let (before, after) = (before.map(Side::of), after.map(Side::of));
    let kind = match (&before, &after) {
        (None, _) => Kind::Appeared,
        (_, None) => Kind::Gone,
        (Some(before), Some(after)) => kind(before, after)?,
    };
    let (rule, severity, subject) = (own.rule.clone(), own.severity, own.subject.clone());
    Some(Turn { kind, rule, severity, subject, before, after })
}

fn kind(before: &Side, after: &Side) -> Option<Kind> {
    if before.badness() != after.badness() {
        return Some(if before.badness() < after.badness() { Kind::Red } else { Kind::Green });
    }
    if before.verdict != after.verdict || before.reason != after.reason {
        return Some(Kind::Other);
    }
    (before.message != after.message || before.words() != after.words()).then_some(Kind::Facts)
}

impl Turn {
    fn human(&self, style: &Style) -> String {
        let word = |side: &Option<Side>| side.as_ref().map_or("-", |side| side.verdict.word());
        let about = subject(&self.subject);
        let rule = style.paint(Ink::Strong, &self.rule);
        let words = format!("{} -> {}", word(&self.before), word(&self.after));
        let mut lines = vec![format!("  {words}  {} {rule}  {about}", self.severity.word()).trim_end().to_owned()];
        for (label, side) in [("before", &self.before), ("after", &self.after)] {
            let Some(side) = side else { continue };
            lines.push(hang(&format!("  {label:>8}: "), 12, &clean(&side.message), style.prose()));
            lines.extend(snippet::pictures(&side.evidence, Ink::Strong, style));
        }
        lines.join("\n")
    }
}
