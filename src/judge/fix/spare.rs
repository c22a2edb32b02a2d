//! Steps that nobody needs: what they are for is mended by others, and what they would do is not known.

use super::step::{Mended, Step, Then};
use super::{by_subject, told};
use crate::facts::{Entities, Facts};
use crate::judge::{Question, Verdict};
use crate::rule::Catalog;

/// Takes such steps out; what they are for stands with the steps behind which it is mended.
pub(super) fn take_out(
    steps: &mut Vec<Step>,
    facts: &mut Facts<'_>,
    begun: Entities,
    catalog: &Catalog,
    question: &Question,
) {
    let spare: Vec<Step> = steps.extract_if(.., |step| is_spare(step)).collect();
    if spare.is_empty() {
        return;
    }
    let mut mended: Vec<Mended> = spare.into_iter().flat_map(|step| step.mends).collect();
    facts.restore(begun);
    for step in steps.iter_mut().filter(|step| !step.apart && !step.commands.is_empty()) {
        step.rehearse(facts);
        let outcomes = told(facts, catalog, question).0;
        let by_subject = by_subject(&outcomes);
        let holds = |one: &mut Mended| {
            let found = by_subject.get(&(one.rule.as_str(), &one.subject));
            found.is_none_or(|outcome| outcome.verdict != Verdict::Fail)
        };
        step.mends.extend(mended.extract_if(.., holds));
    }
    // Nothing is lost that was found.
    if let Some(last) = steps.last_mut() {
        last.mends.append(&mut mended);
    }
}

/// Whether it was not rehearsed, and all that it is for is well all the same.
fn is_spare(step: &Step) -> bool {
    let is_well = |one: &Mended| matches!(one.then, Then::Passes | Then::NotApplicable);
    step.not_rehearsed.is_some() && !step.apart && step.mends.iter().all(is_well)
}
