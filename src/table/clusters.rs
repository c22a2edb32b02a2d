//! Several clusters in one text: whose prompt stands above an answer, or above a remark, and what nobody can attribute.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::answer::Answer;
use super::change::Change;
use super::session::Session;
use super::{Reading, Unread};
use crate::source::Capture;

/// Bytes of text that a cluster has at least, on average over many: the shortest answers of one are longer.
const LEAST: usize = 1024;
/// Clusters that may have less.
const FEW: usize = 64;

/// Which cluster a prompt is of.
type Of<'f> = dyn Fn(&Option<String>) -> Option<usize> + 'f;

/// The names before the prompts, in order, without repetition.
pub(super) fn named(sessions: &[Session]) -> Vec<String> {
    let mut seen = HashSet::new();
    let prompts = sessions.iter().flat_map(|session| &session.prompts);
    prompts.filter(|prompt| seen.insert(prompt.as_str())).cloned().collect()
}

/// What is told of a text with more names than it can hold sessions of clusters.
pub(super) fn too_many(clusters: &[String], captures: &[Capture], name: &str) -> Option<Unread> {
    let bytes: usize = captures.iter().map(|capture| capture.text().len()).sum();
    let [first, second, ..] = clusters else { return None };
    (clusters.len() > FEW.max(bytes / LEAST)).then(|| Unread {
        source: name.to_owned(),
        why: format!(
            "{} names stand before prompts in {bytes} bytes (`{first}`, `{second}` ...): so many clusters cannot have \
             answered in it; save the session of each cluster in a file of its own",
            clusters.len()
        ),
    })
}

/// Words of a session without the prompts that they belong to.
pub(super) fn words(told: &[(Option<String>, String)]) -> Vec<String> {
    told.iter().map(|(_, text)| text.clone()).collect()
}

/// One reading for each cluster; an answer that no prompt attributes is unreadable for all of them.
pub(super) fn apart(
    clusters: &[String],
    sessions: &[Session],
    captures: &Arc<Vec<Capture>>,
    unread: &[Unread],
) -> Vec<Reading> {
    let why = match clusters {
        [first, second, ..] => format!("cannot tell whether `{first}` or `{second}` answered"),
        _ => String::new(),
    };
    let empty = |name: &String| Reading {
        name: name.clone(),
        captures: Arc::clone(captures),
        cluster: Some(name.clone()),
        unread: unread.to_vec(),
        ..Reading::default()
    };
    let mut readings: Vec<Reading> = clusters.iter().map(empty).collect();
    let places: HashMap<&str, usize> = clusters.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let of = |prompt: &Option<String>| {
        let name = prompt.as_deref().filter(|name| !name.is_empty());
        name.and_then(|name| places.get(name)).copied()
    };
    let of_file = |session: &Session| match session.prompts.as_slice() {
        [only] => places.get(only.as_str()).copied(),
        _ => None,
    };
    let mut answering = HashSet::new();
    for session in sessions {
        let own = |answer: &Answer| of(&answer.prompt).or_else(|| of_file(session));
        answering.extend(session.answers.iter().filter_map(own));
        share(&mut readings, session.answers.iter().map(|answer| (own(answer), answer)), &why);
    }
    for session in sessions {
        share_words(&mut readings, session, (&of, of_file(session)), &answering);
    }
    readings
}

/// Gives each answer to its cluster, and those of none to all: of each command one, since they tell nothing.
fn share<'a>(readings: &mut [Reading], answers: impl Iterator<Item = (Option<usize>, &'a Answer)>, why: &str) {
    let mut told = HashSet::new();
    for (at, answer) in answers {
        if let Some(reading) = at.and_then(|at| readings.get_mut(at)) {
            reading.take(answer.clone());
        } else if told.insert((&answer.command, answer.view, answer.generic, answer.filters.is_empty())) {
            let lost = answer.clone().unattributed(why);
            readings.iter_mut().for_each(|reading| reading.take(lost.clone()));
        }
    }
}

/// Gives changes, remarks, slips and commands without answers to their clusters, and those of none to all. A name of which nothing is
/// answered may be another's, mistyped or cut: the commands below it may be any cluster's.
fn share_words(
    readings: &mut [Reading],
    session: &Session,
    (of, of_file): (&Of<'_>, Option<usize>),
    answering: &HashSet<usize>,
) {
    let mut give = |at: Option<usize>, take: &dyn Fn(&mut Reading)| match at.and_then(|at| readings.get_mut(at)) {
        Some(reading) => take(reading),
        None => readings.iter_mut().for_each(take),
    };
    for (prompt, change) in &session.changes {
        give(of(prompt), &|reading| reading.changes.push(Change::clone(change)));
    }
    for (prompt, command) in &session.unanswered {
        let own = of(prompt).or(of_file).filter(|own| answering.contains(own));
        give(own, &|reading| reading.unanswered.push(command.clone()));
    }
    for (prompt, remark) in &session.remarks {
        give(of(prompt).or(of_file), &|reading| reading.remarks.push(remark.clone()));
    }
    for (prompt, slip) in &session.slips {
        give(of(prompt).or(of_file), &|reading| reading.slips.push(slip.clone()));
    }
}

impl Reading {
    fn take(&mut self, answer: Answer) {
        if answer.generic { self.generic.push(answer) } else { self.answers.push(answer) }
    }
}
