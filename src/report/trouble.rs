//! The blocks of the human report that need attention: failures and unknowns, with their evidence and their way out.

use std::collections::BTreeSet;

use super::layout::{clean, hang, pad, subject, widest, width};
use super::style::{Ink, Style};
use super::{Target, cause, snippet};
use crate::judge::{Evidence, Outcome, Verdict};

/// Places of one block that are drawn.
const MARKS: usize = 6;
/// Notes of one block that are told: they differ in the names.
const NOTES: usize = 2;

/// All blocks: failures by weight, then unknowns by weight, of each those of the document first.
pub(super) fn blocks(target: &Target, style: &Style) -> Vec<String> {
    let mut trouble: Vec<_> =
        target.outcomes.iter().filter(|o| matches!(o.verdict, Verdict::Fail | Verdict::Unknown)).collect();
    trouble.sort_by_key(|outcome| (outcome.verdict, outcome.beyond, outcome.severity));
    let mut groups: Vec<Vec<&Outcome>> = Vec::new();
    for outcome in trouble {
        match groups.iter_mut().find(|group| belongs(group[0], outcome)) {
            Some(group) => group.push(outcome),
            None => groups.push(vec![outcome]),
        }
    }
    groups.iter().map(|group| block(group, target, style)).collect()
}

/// Failures share a block when they are of one rule; unknowns also when they have the same reason and rest on the same cells or
/// are told in the same words, whatever their rule: one cause is told once.
fn belongs(first: &Outcome, other: &Outcome) -> bool {
    let kind = |outcome: &Outcome| (outcome.verdict, outcome.reason.clone(), outcome.beyond);
    let is_one = || first.evidence == other.evidence || first.message == other.message;
    kind(first) == kind(other) && (first.rule == other.rule || first.verdict == Verdict::Unknown && is_one())
}

fn block(group: &[&Outcome], target: &Target, style: &Style) -> String {
    let mut parts = vec![heading(group, style)];
    parts.extend(messages(group, style));
    if group[0].verdict == Verdict::Unknown {
        parts.extend(cause::of(group, target).iter().map(|cause| hang("  cause: ", 9, cause, style.prose())));
    }
    parts.extend(pictures(group, target, style));
    parts.extend(labels(group, style));
    parts.join("\n")
}

fn ink(verdict: Verdict) -> Ink {
    if verdict == Verdict::Fail { Ink::Bad } else { Ink::Doubt }
}

fn heading(group: &[&Outcome], style: &Style) -> String {
    let first = group[0];
    let word = style.paint(ink(first.verdict), first.verdict.word());
    let reason = first.reason.as_ref().map(|reason| format!(" ({})", clean(reason))).unwrap_or_default();
    let beyond = if first.beyond { ", beyond the document" } else { "" };
    let of_rules = distinct(group.iter().map(|outcome| outcome.rule.clone()));
    if of_rules.len() > 1 {
        return format!("{word}{reason}  {} rules, {} outcomes{beyond}", of_rules.len(), group.len());
    }
    let rule = style.paint(Ink::Strong, &first.rule);
    let about = match group {
        [only] => subject(&only.subject),
        several => format!("{} subjects", several.len()),
    };
    let plain = format!("{} {} {}{reason}{beyond}", first.verdict.word(), first.severity.word(), first.rule);
    let head = format!("{word} {} {rule}{reason}{beyond}", first.severity.word());
    if width(&plain) + 2 + width(&about) > style.prose() {
        return format!("{head}\n{}", hang("  ", 2, &about, style.prose()));
    }
    format!("{head}  {about}").trim_end().to_owned()
}

fn messages(group: &[&Outcome], style: &Style) -> Vec<String> {
    if let [only] = group {
        return vec![hang("  ", 2, &clean(&only.message), style.prose())];
    }
    let told = distinct(group.iter().map(|outcome| clean(&outcome.message)));
    if group.iter().any(|outcome| outcome.rule != group[0].rule) {
        let said = told.first().filter(|_| told.len() == 1).map(|message| hang("  ", 2, message, style.prose()));
        let about = if said.is_some() { subject_of } else { about };
        return said.into_iter().chain(rules(group, about, style)).collect();
    }
    if let [message] = told.as_slice() {
        let subjects: Vec<_> = group.iter().map(|outcome| subject(&outcome.subject)).collect();
        return vec![hang("  ", 2, message, style.prose()), hang("  for ", 6, &subjects.join("; "), style.prose())];
    }
    let each = |outcome: &&Outcome| hang("  - ", 4, &about(outcome), style.prose());
    group.iter().map(each).collect()
}

/// One line for each outcome of a block of many rules, the weight and the rule in columns.
fn rules(group: &[&Outcome], about: fn(&Outcome) -> String, style: &Style) -> Vec<String> {
    let wide = widest(group.iter().map(|outcome| outcome.rule.as_str()));
    let mut last = "";
    let mut lines = Vec::new();
    for outcome in group {
        let name = if outcome.rule == last { "" } else { outcome.rule.as_str() };
        let weight = if name.is_empty() { "" } else { outcome.severity.word() };
        let told = about(outcome);
        let column = if told.is_empty() { 0 } else { wide };
        let head = format!("  {} {}  ", pad(weight, 6), style.paint(Ink::Strong, &pad(name, column)));
        lines.push(hang(&head, wide + 11, &told, style.prose()).trim_end().to_owned());
        last = &outcome.rule;
    }
    lines
}

fn subject_of(outcome: &Outcome) -> String {
    subject(&outcome.subject)
}

fn about(outcome: &Outcome) -> String {
    let (subject, message) = (subject(&outcome.subject), clean(&outcome.message));
    if subject.is_empty() { message } else { format!("{subject}: {message}") }
}

/// The evidence of the block, each place once.
fn pictures(group: &[&Outcome], target: &Target, style: &Style) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let all = group.iter().flat_map(|outcome| &outcome.evidence).filter(|mark| seen.insert(*mark));
    let marks: Vec<Evidence> = all.cloned().collect();
    let shown = if style.is_verbose() { marks.len() } else { marks.len().min(MARKS) };
    let mut drawn = snippet::tabulated(&marks[..shown], target.is_bundle(), ink(group[0].verdict), style);
    if marks.len() > shown {
        drawn.push(format!("  ... and {} more places, with -v", marks.len() - shown));
    }
    drawn
}

fn labels(group: &[&Outcome], style: &Style) -> Vec<String> {
    let failed = group[0].verdict == Verdict::Fail;
    let one_rule = group.iter().all(|outcome| outcome.rule == group[0].rule);
    let mut lines = Vec::new();
    let mut say = |label: &str, ink: Option<Ink>, texts: Vec<String>| {
        for text in texts.iter().filter(|text| !text.is_empty()) {
            let head = style.paint(Ink::Strong, &format!("{label:>11}: "));
            // Commands are not wrapped: they are there to be copied.
            lines.push(match ink {
                Some(ink) => format!("{head}{}", style.paint(ink, text)),
                None => hang(&head, 13, text, style.prose()),
            });
        }
    };
    if one_rule {
        say("expected", None, distinct(group.iter().map(|o| clean(&o.expected))));
    }
    if failed {
        say("fix", Some(Ink::Command), distinct(group.iter().flat_map(|o| o.fix.iter().map(|fix| clean(fix)))));
        say(
            "check",
            Some(Ink::Command),
            distinct(group.iter().flat_map(|o| o.verify.iter().map(|command| clean(command)))),
        );
        say(
            "undo",
            Some(Ink::Command),
            distinct(group.iter().flat_map(|o| o.undo.iter().map(|command| clean(command)))),
        );
        let notes = distinct(group.iter().map(|o| clean(&o.note)));
        let shown = if style.is_verbose() { notes.len() } else { notes.len().min(NOTES) };
        say("note", None, notes[..shown].to_vec());
    }
    if style.is_verbose() && one_rule {
        say("rule", None, vec![clean(&group[0].title)]);
        say("section", None, vec![clean(&group[0].section)]);
    }
    lines
}

/// Each text once, in the order of its first place.
fn distinct(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}
