//! What of a target stands on the last screen: the verdict, a line for each rule that failed, with its first fix, what
//! could not be told, and why.

use std::collections::BTreeSet;

use super::layout::{clean, hang, pad, subject, widest, width, wrap};
use super::style::{Ink, Style};
use super::verdict::counted;
use super::{Target, cause, site};
use crate::facts::Reason;
use crate::judge::{Outcome, Severity, Verdict};

/// Subjects of one rule that are named.
const NAMED: usize = 4;
/// Rules of one reason that are named.
const RULES: usize = 6;

/// The digest of a target that was read; nothing of one that was not, whose error says it all.
pub(super) fn of(target: &Target, verdict: &str, style: &Style) -> Option<String> {
    if target.error.is_some() {
        return None;
    }
    let failed = groups(target, Verdict::Fail, |outcome| outcome.rule.clone());
    let unknown = groups(target, Verdict::Unknown, |outcome| outcome.reason.clone().unwrap_or_default());
    let mut lines = vec![sentence(target, verdict, &told(target, &failed, style), style)];
    if !failed.is_empty() {
        lines.push("failed, with the first command that mends it:".to_owned());
    }
    let wide = widest(failed.iter().map(|group| group[0].rule.as_str()));
    lines.extend(failed.iter().map(|group| failure(group, wide, style)));
    if !unknown.is_empty() {
        lines.push("could not be told:".to_owned());
    }
    lines.extend(unknown.iter().map(|group| doubt(group, target, style)));
    Some(lines.join("\n"))
}

/// `cluster1: not ready; ...`, the verdict in its colour.
fn sentence(target: &Target, verdict: &str, told: &str, style: &Style) -> String {
    let name = clean(&target.target);
    let plain = format!("{name}: {}", super::human::words(target.verdict));
    let text = wrap(&format!("{plain}{told}"), style.prose()).join("\n");
    let painted = format!("{}: {verdict}", style.paint(Ink::Strong, &name));
    text.strip_prefix(&plain).map_or_else(|| text.clone(), |rest| painted + rest)
}

/// The outcomes of a verdict, the graver ones first, those together that have the same key.
fn groups<K: PartialEq>(target: &Target, verdict: Verdict, key: impl Fn(&Outcome) -> K) -> Vec<Vec<&Outcome>> {
    let mut all: Vec<&Outcome> = target.outcomes.iter().filter(|outcome| outcome.verdict == verdict).collect();
    all.sort_by_key(|outcome| (outcome.severity, outcome.beyond));
    let mut groups: Vec<Vec<&Outcome>> = Vec::new();
    for outcome in all {
        match groups.iter_mut().find(|group| key(group[0]) == key(outcome)) {
            Some(group) => group.push(outcome),
            None => groups.push(vec![outcome]),
        }
    }
    groups
}

/// `; 13 must and 5 should rules failed, 2 rules could not be told, 65 outcomes passed (-v lists them)`
fn told(target: &Target, failed: &[Vec<&Outcome>], style: &Style) -> String {
    let of = |weight: Severity| failed.iter().filter(|group| group[0].severity == weight).count();
    let weights = [Severity::Must, Severity::Should, Severity::Info].map(|weight| (of(weight), weight.word()));
    let weights: Vec<String> =
        weights.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let rules = |count: usize| if count == 1 { "rule" } else { "rules" };
    let open = target.outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Unknown);
    let open = open.map(|outcome| outcome.rule.as_str()).collect::<BTreeSet<_>>().len();
    let passed = target.summary.pass;
    let how = if style.is_verbose() || passed == 0 { "" } else { " (-v lists them)" };
    let site = site::behind(target.verdict, &target.site);
    let parts = [
        (!weights.is_empty()).then(|| format!("{} {} failed", weights.join(" and "), rules(failed.len()))),
        (open > 0).then(|| format!("{open} {} could not be told", rules(open))),
        Some(format!("{} passed{how}", counted(passed, "outcome"))),
    ];
    format!("{site}; {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// A rule that failed, with its subjects and its first fix; on one line where there is room.
fn failure(group: &[&Outcome], wide: usize, style: &Style) -> String {
    let first = group[0];
    let weight = style.paint(Ink::Bad, &pad(first.severity.word(), 6));
    let head = format!("  {weight} {}  ", style.paint(Ink::Strong, &pad(&first.rule, wide)));
    let about = about(group);
    let text = hang(&head, wide + 11, &about, style.prose());
    let wide = wide + 11 + width(&about);
    match group.iter().find_map(|outcome| outcome.fix.first()) {
        Some(fix) => beside(text, wide, fix, style),
        None if first.note.is_empty() => text,
        None => {
            let is_room = !text.contains('\n') && wide + 2 + width(ABOVE) <= style.prose();
            format!("{text}{}{}", if is_room { "  " } else { "\n      " }, style.paint(Ink::Faint, ABOVE))
        }
    }
}

/// Stands beside a rule whose failure no command mends.
const ABOVE: &str = "(see its note)";

/// The command behind the text, or below it. It is there to be copied, and not wrapped.
fn beside(text: String, wide: usize, fix: &str, style: &Style) -> String {
    let fix = clean(fix);
    let is_room = !text.contains('\n') && wide + 2 + width(&fix) <= style.prose();
    let gap = if is_room { "  " } else { "\n      " };
    format!("{text}{gap}{}", style.paint(Ink::Command, &fix))
}

/// The first part of a message.
fn part(message: &str) -> String {
    clean(message.split("; ").next().unwrap_or_default())
}

/// The subjects, or what was found where there is none.
fn about(group: &[&Outcome]) -> String {
    let first = group[0];
    match group {
        [only] if only.subject.is_empty() => part(&only.message),
        [only] => subject(&only.subject),
        _ => {
            let named: Vec<String> = group.iter().take(NAMED).map(|outcome| own(outcome, first, group)).collect();
            let more = group.len().saturating_sub(NAMED);
            let more = if more == 0 { String::new() } else { format!(" and {more} more") };
            format!("{}: {}{more}", counted(group.len(), "subject"), named.join(", "))
        }
    }
}

/// What tells a subject from the others of its group.
fn own(outcome: &Outcome, first: &Outcome, group: &[&Outcome]) -> String {
    let is_own = |name: &String| group.iter().any(|other| other.subject.get(name) != first.subject.get(name));
    let values: Vec<String> =
        outcome.subject.iter().filter(|(name, _)| is_own(name)).map(|(_, value)| clean(value)).collect();
    if values.is_empty() { part(&outcome.message) } else { values.join(" ") }
}

/// What could not be told for one reason: its rules, and what is behind it where the text shows that.
fn doubt(group: &[&Outcome], target: &Target, style: &Style) -> String {
    let mut rules: Vec<&str> = Vec::new();
    for outcome in group {
        if !rules.contains(&outcome.rule.as_str()) {
            rules.push(&outcome.rule);
        }
    }
    let more = rules.len().saturating_sub(RULES);
    let shown = rules.iter().take(RULES).copied().collect::<Vec<_>>().join(", ");
    let more = if more == 0 { String::new() } else { format!(" and {more} more rules") };
    let reason = clean(group[0].reason.as_deref().unwrap_or_default());
    let head = format!("  {}  ", style.paint(Ink::Doubt, &reason));
    let line = hang(&head, width(&reason) + 4, &format!("{shown}{more}"), style.prose());
    let causes = if reason == Reason::Refused.word() { refusals(group) } else { cause::of(group, target) };
    let causes = causes.iter().map(|cause| hang("      cause: ", 13, cause, style.prose()));
    std::iter::once(line).chain(causes).collect::<Vec<_>>().join("\n")
}

/// What the cluster said, each once: that says more than that it refused.
fn refusals(group: &[&Outcome]) -> Vec<String> {
    let told = |outcome: &&Outcome| clean(outcome.message.trim_start_matches("cannot be told: "));
    let told: BTreeSet<String> = group.iter().map(told).collect();
    told.into_iter().collect()
}
