//! What the commands of a segment did beside answering: changes, slips and refused passwords.

use super::Session;
use crate::source::Capture;
use crate::table::body::Item;
use crate::table::command::Typed;
use crate::table::recognise::Tables;
use crate::table::segments::Segment;
use crate::table::{Change, change, denial, mention, slip};

/// Whether a page names the command in general terms, and nobody typed it: those who type stand behind prompts.
fn is_named(segment: &Segment, capture: &Capture) -> bool {
    mention::is_general(segment) && ["::>", "::*>"].iter().any(|prompt| capture.text().contains(prompt))
}

/// Keeps what was changed by the commands on the segment's line.
pub(super) fn note_changes(
    session: &mut Session,
    segment: &Segment,
    items: &[Item<'_>],
    (capture, source): (&Capture, usize),
    known: &Tables<'_>,
) {
    let Some(typed) = segment.typed.as_ref().filter(|_| !is_named(segment, capture)) else { return };
    let is_alone = typed.before.iter().all(|typed| typed.text.is_empty());
    let all = typed.before.iter().chain(std::iter::once(typed.as_ref())).enumerate();
    let change = |(at, one): (usize, &Typed)| {
        let place = (source, segment.line, segment.last);
        let before = &typed.before[..at];
        let typing = change::Typing { typed: one, is_alone, is_broken: segment.is_broken, items, before, place };
        change::of(&typing, known.tables)
    };
    let changes: Vec<Change> = all.filter_map(change).filter(|change| !is_again(session, segment, change)).collect();
    session.changes.extend(changes.into_iter().map(|change| (segment.prompt.clone(), change)));
}

/// Whether another shell may have done anything, and the last change before it was of that kind too, with no answer since: nothing
/// more is old for it.
fn is_again(session: &Session, segment: &Segment, change: &Change) -> bool {
    let is_of_any = |change: &Change| change.path.is_empty();
    let Some((prompt, before)) = session.changes.last().filter(|_| is_of_any(change)) else { return false };
    *prompt == segment.prompt
        && is_of_any(before)
        && session.answers.last().is_none_or(|answer| answer.line < before.line)
}

/// Keeps the changes, and the command that the cluster did not know.
pub(super) fn note_commands(
    session: &mut Session,
    segment: &Segment,
    items: &[Item<'_>],
    (capture, source): (&Capture, usize),
    known: &Tables<'_>,
) {
    note_changes(session, segment, items, (capture, source), known);
    let slip = slip::of(segment, items, capture, known.tables);
    session.slips.extend(slip.map(|slip| (segment.prompt.clone(), slip)));
    let denial = denial::of(segment, items, source, known.tables);
    session.denials.extend(denial.map(|denial| (segment.prompt.clone(), denial)));
}
