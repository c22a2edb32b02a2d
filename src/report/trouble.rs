//! The blocks of the human report that need attention: failures and unknowns, with their evidence and their way out.

use super::layout::{clean, hang, pad, subject, widest};
use super::snippet;
use super::style::{Ink, Style};
use crate::judge::{Outcome, Verdict};

const MARKS: usize = 6;

/// All blocks: failures by weight, then unknowns by weight, of each those of the document first.
pub(super) fn blocks(outcomes: &[Outcome], style: &Style) -> Vec<String> {
    let mut trouble: Vec<_> =
        outcomes.iter().filter(|o| matches!(o.verdict, Verdict::Fail | Verdict::Unknown)).collect();
    trouble.sort_by_key(|outcome| (outcome.verdict, outcome.beyond, outcome.severity));
    let mut groups: Vec<Vec<&Outcome>> = Vec::new();
    for outcome in trouble {
        match groups.iter_mut().find(|group| belongs(group[0], outcome)) {
            Some(group) => group.push(outcome),
            None => groups.push(vec![outcome]),
        }
    }
    groups.iter().map(|group| block(group, style)).collect()
}

/// Failures share a block when they are of one rule and rest on the same cells; unknowns when they have the same reason
/// and rest on the same cells, whatever their rule.
fn belongs(first: &Outcome, other: &Outcome) -> bool {
    let same_rule = first.rule == other.rule;
    let kind = |outcome: &Outcome| (outcome.verdict, outcome.reason.clone(), outcome.beyond);
    let same_kind = kind(first) == kind(other);
    same_kind && first.evidence == other.evidence && (same_rule || first.verdict == Verdict::Unknown)
}

fn block(group: &[&Outcome], style: &Style) -> String {
    let mut parts = vec![heading(group, style)];
    parts.extend(messages(group, style));
    parts.extend(pictures(group, style));
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
    format!("{word} {} {rule}{reason}{beyond}  {about}", first.severity.word()).trim_end().to_owned()
}

fn messages(group: &[&Outcome], style: &Style) -> Vec<String> {
    if let [only] = group {
        return vec![hang("  ", 2, &clean(&only.message), style.prose())];
    }
    if group.iter().any(|outcome| outcome.rule != group[0].rule) {
        return rules(group, style);
    }
    let told = distinct(group.iter().map(|outcome| clean(&outcome.message)));
    if let [message] = told.as_slice() {
        let subjects: Vec<_> = group.iter().map(|outcome| subject(&outcome.subject)).collect();
        return vec![hang("  ", 2, message, style.prose()), hang("  for ", 6, &subjects.join("; "), style.prose())];
    }
    let each = |outcome: &&Outcome| hang("  - ", 4, &about(outcome), style.prose());
    group.iter().map(each).collect()
}

/// One line for each outcome of a block of many rules, the weight and the rule in columns.
fn rules(group: &[&Outcome], style: &Style) -> Vec<String> {
    let wide = widest(group.iter().map(|outcome| outcome.rule.as_str()));
    let mut last = "";
    let mut lines = Vec::new();
    for outcome in group {
        let name = if outcome.rule == last { "" } else { outcome.rule.as_str() };
        let weight = if name.is_empty() { "" } else { outcome.severity.word() };
        let head = format!("  {} {}  ", pad(weight, 6), style.paint(Ink::Strong, &pad(name, wide)));
        lines.push(hang(&head, wide + 11, &about(outcome), style.prose()));
        last = &outcome.rule;
    }
    lines
}

fn about(outcome: &Outcome) -> String {
    let (subject, message) = (subject(&outcome.subject), clean(&outcome.message));
    if subject.is_empty() { message } else { format!("{subject}: {message}") }
}

/// The evidence of the block: all outcomes of a block share it.
fn pictures(group: &[&Outcome], style: &Style) -> Vec<String> {
    let first = group[0];
    let shown = if style.is_verbose() { usize::MAX } else { MARKS };
    let marks = &first.evidence[..first.evidence.len().min(shown)];
    let mut drawn = snippet::pictures(marks, ink(first.verdict), style);
    if first.evidence.len() > shown {
        drawn.push(format!("  ... and {} more places, with -v", first.evidence.len() - shown));
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
        say("note", None, distinct(group.iter().map(|o| clean(&o.note))));
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
