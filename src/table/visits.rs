//! Visits to an SVM: behind `vserver context -vserver X` the cluster's prompt is that of `X`, until somebody leaves it again. It is
//! the same cluster, seen from there: what is asked is asked of `X` alone, and what is changed is of `X`.
//!
//! Only what an SVM can have answered is taken so. Rows of other SVMs, tables that no SVM shows, and commands that name another one
//! below such a prompt stay those of a cluster of that name.

use std::sync::Arc;

use super::Definition;
use super::answer::{Answer, Status};
use super::command::Typed;
use super::segments::Segment;
use super::session::Session;

/// The option that names the SVM, and the column that does.
const SVM: &str = "vserver";
/// Letters by which `vserver` and `context` are known: with fewer another command may be meant.
const FEWEST: (usize, usize) = (2, 4);

/// The lines of a visit.
pub(super) struct Visit {
    first: usize,
    last: usize,
    svm: String,
}

/// Gives what was typed in visits to the cluster from which they were begun.
pub(super) fn enter(segments: &mut [Segment]) -> Vec<Visit> {
    let mut visits = Vec::new();
    let mut at = 0;
    while at + 1 < segments.len() {
        let (above, below) = segments.split_at_mut(at + 1);
        let from = &above[at];
        let Some(svm) = entered(from).filter(|svm| below[0].prompt.as_deref() == Some(svm)) else {
            at += 1;
            continue;
        };
        let is_there = |own: &&Segment| own.prompt.as_deref() == Some(&*svm);
        let count = below.iter().take_while(is_there).count();
        let visited = &mut below[..count];
        if visited.iter().all(|own| own.typed.as_ref().is_none_or(|typed| may_be_of(typed, &svm))) {
            visited.iter_mut().for_each(|own| take_in(own, from.prompt.as_ref(), &svm));
            visits.push(Visit { first: visited[0].line, last: visited[count - 1].last, svm });
        }
        at += count;
    }
    visits
}

/// The SVM into which the command goes, from a prompt with another name.
fn entered(segment: &Segment) -> Option<String> {
    let from = segment.prompt.as_deref().filter(|name| !name.is_empty())?;
    let typed = segment.typed.as_deref().filter(|typed| is_context(&typed.command) && typed.before.is_empty())?;
    // Without the option's name the SVM may be taken for a word of the command.
    let behind = typed.text.split_whitespace().rev().find(|word| !word.starts_with('-'));
    let named = svm_of(typed).or_else(|| behind.filter(|_| typed.options.is_empty()).map(str::to_owned));
    named.filter(|svm| svm != from && !is_context(svm))
}

/// `vserver context`, as far as it must be spelled out.
pub(super) fn is_context(command: &str) -> bool {
    let words: Vec<&str> = command.split(' ').collect();
    let [top, verb, rest @ ..] = words.as_slice() else { return false };
    let is_word = |typed: &str, word: &str, fewest: usize| typed.len() >= fewest && word.starts_with(typed);
    is_word(top, SVM, FEWEST.0) && is_word(verb, "context", FEWEST.1) && rest.len() <= 1
}

/// The SVM that the command names.
fn svm_of(typed: &Typed) -> Option<String> {
    let is_its = |name: &str| name.len() >= FEWEST.0 && SVM.starts_with(name);
    typed.options.iter().find(|(name, _)| is_its(name)).and_then(|(_, value)| value.clone())
}

/// Whether the command may have been given within the SVM, and nothing but its options names what it is about.
fn may_be_of(typed: &Typed, svm: &str) -> bool {
    let is_own = |typed: &Typed| {
        svm_of(typed).is_none_or(|named| named == svm) && (typed.definition.is_none() || typed.arguments.is_empty())
    };
    is_own(typed) && typed.before.iter().all(is_own)
}

/// Makes what was typed at the prompt of an SVM what it means at that of the cluster.
fn take_in(segment: &mut Segment, from: Option<&String>, svm: &str) {
    segment.prompt = from.cloned();
    segment.typed.iter_mut().for_each(|typed| *typed = Arc::new(within(typed, svm)));
    segment.stacked.iter_mut().for_each(|typed| *typed = Arc::new(within(typed, svm)));
}

fn within(typed: &Typed, svm: &str) -> Typed {
    let mut own = typed.clone();
    if svm_of(typed).is_none() {
        own.options.insert(0, (SVM.to_owned(), Some(svm.to_owned())));
    }
    own.before = typed.before.iter().map(|typed| within(typed, svm)).collect();
    own
}

/// Gives back what no SVM answers, or not so: it stays what a cluster of the SVM's name said.
pub(super) fn leave(session: &mut Session, visits: &[Visit], tables: &[Definition]) {
    let visited = |answer: &Answer| {
        let next = visits.partition_point(|visit| visit.first <= answer.line);
        next.checked_sub(1).map(|at| &visits[at]).filter(|visit| answer.line <= visit.last && !answer.generic)
    };
    for answer in &mut session.answers {
        let Some(visit) = visited(answer).filter(|visit| !is_of(answer, &visit.svm, &tables[answer.table])) else {
            continue;
        };
        answer.prompt = Some(visit.svm.clone());
        session.prompts.push(visit.svm.clone());
    }
}

/// Whether the answer is one that the SVM can have given.
fn is_of(answer: &Answer, svm: &str, table: &Definition) -> bool {
    let is_own = answer.records.texts(SVM).all(|(_, own)| own == svm);
    is_own && table.key.iter().any(|key| key == SVM) && answer.status != Status::Refused
}
