//! How a command to change something ended: refused, not confirmed, or nobody knows.
//!
//! Only words that are known to refuse say that nothing was done. An error that tells a state (`is already off`, `does not exist`), or
//! that the cluster did not finish (`timed out`), leaves it open what holds now.

use super::Told;
use crate::table::body::{Item, ItemKind};
use crate::table::command::Typed;

/// Words of errors, in small letters, that refuse a command before anything is done.
const REFUSALS: [&str; 32] = [
    "access denied",
    "access is denied",
    "ambiguous",
    "insufficient privilege",
    "invalid argument",
    "invalid character",
    "invalid operation",
    "invalid value",
    "is an invalid",
    "is not a recognized",
    "is not a valid",
    "is not allowed",
    "is not authorized",
    "is not permitted",
    "is not supported",
    "is only allowed",
    "is required",
    "missing argument",
    "missing required",
    "multi-admin-verify request",
    "must be specified",
    "must specify",
    "not allowed",
    "not authorized",
    "not permitted",
    "not supported",
    "permission denied",
    "too many arguments",
    "unbalanced",
    "unexpected argument",
    "unrecognized",
    "was not expected",
];

/// Words that leave it open whatever stands beside them.
const OPEN: [&str; 5] = ["rpc", "timed out", "in progress", "already", "partial"];

/// Words of errors that refuse what was asked for one object, where nothing else was printed: in others they may speak of a part.
const OF_ONE: [&str; 26] = [
    "cannot be changed",
    "cannot be deleted",
    "cannot be disabled",
    "cannot be migrated",
    "cannot be modified",
    "cannot be moved",
    "cannot be removed",
    "cannot be renamed",
    "cannot be taken offline",
    "cannot change",
    "cannot delete",
    "cannot disable",
    "cannot initiate",
    "cannot migrate",
    "cannot modify",
    "cannot move",
    "cannot remove",
    "cannot rename",
    "failed to initiate giveback",
    "failed to initiate takeover",
    "giveback is not required",
    "is still in use",
    "is in use",
    "must be administratively down",
    "must be offline",
    "takeover is disabled",
];

/// Words beside these that leave it open, for they tell a state that other answers may show otherwise.
const STATES: [&str; 6] = ["during", "giveback is in", "in giveback", "in takeover", "rolled back", "waiting"];

/// What an error of ONTAP's says below a command, in one line; `None` without one.
pub(super) fn error(items: &[Item<'_>]) -> Option<String> {
    let lines: Vec<&str> =
        items.iter().filter(|item| item.kind == ItemKind::Error).map(|item| item.line.text.trim()).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// Whether the error says that nothing was done.
pub(super) fn is_refusal(error: &str) -> bool {
    let lower = error.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|words| lower.contains(words));
    has(&REFUSALS) && !has(&OPEN)
}

/// Whether the whole answer is one error, and it refuses what was asked for one object.
fn is_refused_for_one(typed: &Typed, items: &[Item<'_>]) -> bool {
    let is_one = !typed.text.contains(['*', '|', ',', '!', '{', '<', '>', '?']);
    let begins = |item: &&Item<'_>| item.line.text.trim_start().starts_with("Error:");
    // A sentence at the left may be another than the error's.
    let goes_on = |item: &Item<'_>| item.line.text.starts_with(' ') || begins(&item);
    let is_error = |item: &Item<'_>| {
        item.kind == ItemKind::Blank || item.kind == ItemKind::Error && goes_on(item) && !is_done(item)
    };
    let Some(error) = error(items).filter(|_| is_one && items.iter().all(is_error)) else { return false };
    let lower = error.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|words| lower.contains(words));
    items.iter().filter(begins).count() == 1
        && has(&OF_ONE)
        && !has(&OPEN)
        && !has(&STATES)
        && told_state(&error).is_none()
}

/// What the whole answer tells of the objects that the command names, where it is one for which nothing was done.
pub(super) fn told(items: &[Item<'_>]) -> Option<Told> {
    let mut said = items.iter().filter(|item| item.kind != ItemKind::Blank);
    let (first, None) = (said.next()?, said.next()) else { return None };
    match first.line.text.trim() {
        "There are no entries matching your query." | "0 entries were modified." | "0 entries were acted on." => {
            Some(Told::Absent)
        }
        "Error: command failed: duplicate entry" | "Error: duplicate entry" => Some(Told::Present),
        _ => None,
    }
}

/// Whether ONTAP refused it, or whoever typed it did not confirm it.
pub(super) fn is_undone(typed: &Typed, items: &[Item<'_>]) -> bool {
    let is_refused = error(items).is_some_and(|error| is_refusal(&error)) && !items.iter().any(is_done);
    // Of several questions the last decides.
    let confirmed = items.iter().filter_map(answer).next_back();
    is_refused
        || is_refused_for_one(typed, items)
        || confirmed.is_some_and(|answer| answer.starts_with('n') || answer.starts_with("^c"))
}

/// Whether ONTAP tells what was done: of several objects some may have been changed before one was refused; what stands beside an
/// error is done.
fn is_done(item: &Item<'_>) -> bool {
    let text = item.line.text.trim_start();
    item.kind == ItemKind::Complaint && text.starts_with("Info")
        || ["were modified", "was modified", "acted on"].iter().any(|done| text.contains(done))
}

/// What was answered to ONTAP's question whether to go on.
fn answer(item: &Item<'_>) -> Option<String> {
    let text = item.line.text.trim().to_ascii_lowercase();
    let (_, answer) = text.rsplit_once("{y|n}").or_else(|| text.rsplit_once("(y or n)"))?;
    Some(answer.trim_start_matches([':', ' ', '?']).to_owned())
}

/// Whether an error below a command that shows something tells that an object is not as it must be: `Some(true)` where that is a node,
/// or what serves it.
pub(super) fn told_state(error: &str) -> Option<bool> {
    const OF_NODES: [&str; 5] = ["is down", "is not reachable", "is not responding", "is unreachable", "out of quorum"];
    const OF_OTHERS: [&str; 4] = ["does not exist", "is not enabled", "is not running", "is offline"];
    let lower = error.to_ascii_lowercase();
    let tells = |states: &[&str]| states.iter().any(|state| lower.contains(state));
    tells(&OF_NODES).then_some(true).or_else(|| tells(&OF_OTHERS).then_some(false))
}
