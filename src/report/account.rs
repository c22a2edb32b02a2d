//! What every format says of an outcome besides its message: what would have passed, the way out and back, and where both are
//! documented and seen. A format leaves out only what its form has no place for.

use std::collections::BTreeMap;

use super::layout::{clean, subject};
use super::{Target, site};
use crate::judge::{Outcome, Severity, Verdict};

/// The labels in their order, with their texts. A command is a text of its own.
pub(super) fn account(outcome: &Outcome) -> Vec<(&'static str, String)> {
    let mut told = vec![("expected", outcome.expected.clone())];
    let is_failed = outcome.verdict == Verdict::Fail;
    told.extend(outcome.fix.iter().map(|command| ("fix", command.clone())));
    told.extend(outcome.verify.iter().filter(|_| is_failed).map(|command| ("check", command.clone())));
    told.extend(outcome.undo.iter().filter(|_| is_failed).map(|command| ("undo", command.clone())));
    told.push(("note", outcome.note.clone()));
    told.extend(site::of_outcome(outcome).map(|text| (site::LABEL, text)));
    told.push(("document", outcome.section.clone()));
    told.retain(|(_, text)| !text.is_empty());
    told
}

/// `cluster1.txt:40:49`: where ONTAP's text shows it.
pub(super) fn source(outcome: &Outcome) -> Option<String> {
    outcome.evidence.first().map(|mark| format!("{}:{}:{}", mark.source, mark.line, mark.column))
}

/// The message, behind the reason where there is one.
pub(super) fn message(outcome: &Outcome) -> String {
    match outcome.reason.as_deref() {
        Some(reason) if outcome.message.is_empty() => reason.to_owned(),
        Some(reason) if outcome.verdict != Verdict::Waived => format!("{reason}: {}", outcome.message),
        _ => outcome.message.clone(),
    }
}

/// The subject and the message in one sentence, on one line.
pub(super) fn sentence(outcome: &Outcome) -> String {
    let (about, message) = (subject(&outcome.subject), clean(&message(outcome)));
    if about.is_empty() { message } else { format!("{about}: {message}") }
}

/// Why a target was not judged at all.
pub(super) fn unjudged(target: &Target) -> Option<(&'static str, String)> {
    let nothing = "nothing was judged: no answer of ONTAP was recognised, or no rule was selected";
    match &target.error {
        Some(error) => Some((unread(target), error.clone())),
        None if target.outcomes.is_empty() => Some(("nothing-judged", nothing.to_owned())),
        None => None,
    }
}

/// The word for a target of which nothing was read.
pub(super) fn unread(target: &Target) -> &'static str {
    if target.not_asked { "not-asked" } else { "unreadable" }
}

/// The name of the rule, for consumers that want one, of a target that was not judged at all.
pub(super) const INPUT: &str = "input";

/// The name of a target; behind it which one it is where others have the same.
pub(super) fn name(target: &Target) -> String {
    numbered(&target.target, target.namesakes)
}

/// A name, and which one it is of those that have it.
pub(super) fn numbered(name: &str, before: usize) -> String {
    if before == 0 { name.to_owned() } else { format!("{name} #{}", before + 1) }
}

/// How bad an outcome is, the worst first; of what is as it should be, nothing.
pub(super) fn rank(outcome: &Outcome) -> Option<usize> {
    let weight = [Severity::Must, Severity::Should, Severity::Info].iter().position(|own| *own == outcome.severity)?;
    match outcome.verdict {
        Verdict::Fail => Some(2 * weight),
        Verdict::Unknown => Some(2 * weight + 1),
        _ => None,
    }
}

/// Failures and unknowns, the worst first.
pub(super) fn troubles(target: &Target) -> Vec<&Outcome> {
    let mut troubles: Vec<&Outcome> = target.outcomes.iter().filter(|outcome| rank(outcome).is_some()).collect();
    troubles.sort_by_key(|outcome| rank(outcome));
    troubles
}

/// A short name of a finding that stays the same from run to run, and that no other finding of the target has.
pub(super) struct Fingerprints<'t> {
    target: &'t Target,
    given: BTreeMap<String, usize>,
}

impl<'t> Fingerprints<'t> {
    pub(super) fn of(target: &'t Target) -> Self {
        Self { target, given: BTreeMap::new() }
    }

    /// Of a rule and its subject.
    pub(super) fn next(&mut self, rule: &str, about: &BTreeMap<String, String>) -> String {
        use sha2::{Digest, Sha256};
        let mut text = format!("{}\0{rule}", name(self.target));
        about.iter().for_each(|(name, value)| text.push_str(&format!("\0{name}\0{value}")));
        let count = self.given.entry(text.clone()).or_default();
        *count += 1;
        let digest = Sha256::digest(format!("{text}\0{count}").as_bytes());
        digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
