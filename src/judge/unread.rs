//! Files and folders of the target of which nothing was read: each keeps the target undecided, whatever the rules say.

use std::collections::BTreeMap;

use super::{Outcome, Severity, Verdict};
use crate::facts::Reason;
use crate::table::{Reading, Unread};

/// What these outcomes are called in the place of a rule; no selection of rules leaves them out.
pub const UNREAD: &str = "capture-unread";

/// One outcome for each of them.
pub(super) fn outcomes(reading: &Reading) -> impl Iterator<Item = Outcome> + '_ {
    reading.unread.iter().map(outcome)
}

fn outcome(unread: &Unread) -> Outcome {
    Outcome {
        beyond: false,
        rule: UNREAD.to_owned(),
        severity: Severity::Must,
        severity_was: None,
        verdict: Verdict::Unknown,
        reason: Some(Reason::Unreadable.word().to_owned()),
        subject: BTreeMap::from([("source".to_owned(), unread.source.clone())]),
        message: format!("{unread}; it was left out"),
        evidence: Vec::new(),
        fix: Vec::new(),
        title: "everything that was handed in is read".to_owned(),
        expected: "files of text that can be read, in one folder for each cluster".to_owned(),
        verify: Vec::new(),
        undo: Vec::new(),
        note: "make it readable, or take it out of the folder if it is no output of the cluster".to_owned(),
        section: String::new(),
    }
}
