//! Several commands on one line, `network interface show -role intercluster; network interface show -role node-mgmt`, or on lines
//! right above each other: their answers stand below in the order of the commands, each with the options of its own.
//!
//! Which answer is whose is told only where that is certain: every command showed something, as many answers of each table begin
//! as were asked for, and no row is one that its command would have left out.

use std::sync::Arc;

use super::answer::Answer;
use super::body::{Item, ItemKind};
use super::command::{Passed, Typed};
use super::reader::{self, Origin};
use super::recognise::Tables;
use super::segments::Segment;
use super::session::Session;
use super::starts::{self, begins};

/// Commands on such a line that print nothing.
const SILENT: [&str; 5] = ["exit", "logout", "quit", "rows", "set"];

/// Reads the answers to the commands of one line; whether it is certain which is whose.
pub(super) fn read(
    session: &mut Session,
    segment: &Segment,
    items: &[Item<'_>],
    origin: &dyn Fn(usize) -> Origin,
    known: &Tables<'_>,
) -> bool {
    let Some(asked) = asked(segment) else { return false };
    let begun = begun(items, known);
    let is_silent = |item: &Item<'_>| matches!(item.kind, ItemKind::Blank | ItemKind::Noise);
    let starts = firsts(&begun, &asked, is_told(items));
    let Some(starts) = starts.filter(|starts| items[..starts[0]].iter().all(is_silent)) else { return false };
    let ends = starts.iter().skip(1).copied().chain([items.len()]);
    let parts = starts.iter().zip(ends).zip(&asked);
    let answers: Option<Vec<_>> = parts
        .map(|((&from, to), (table, typed))| {
            let origin = Origin {
                typed: Some(Arc::clone(typed)),
                line: items[from].line.number,
                closed: origin(*table).closed || to < items.len(),
                open_end: origin(*table).open_end && to == items.len(),
                ..origin(*table)
            };
            reader::read(&known.tables[*table], &known.gates.each[*table], &origin, &items[from..to])
        })
        .collect();
    let Some(answers) = answers.filter(|answers| answers.iter().all(fits)) else { return false };
    session.answers.extend(answers);
    true
}

/// Whether each row is one that the command may have shown. Of patterns nothing is told here.
fn fits(answer: &Answer) -> bool {
    let is_plain = |value: &str| value.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/".contains(c));
    let is_shown = |(name, value): &(String, String)| {
        !is_plain(value) || answer.records.texts(name).all(|(_, text)| text.eq_ignore_ascii_case(value))
    };
    answer.filters.iter().all(is_shown)
}

/// Whether what was asked for in one line stands below it, each with a beginning of its own; of commands right above each other, whether
/// the answer to an upper one comes first.
pub(super) fn are_together(segment: &Segment, items: &[Item<'_>], known: &Tables<'_>) -> bool {
    if segment.stacked.is_empty() {
        return false;
    }
    let found: Vec<usize> = starts::starts(items, known, false).into_iter().map(|(_, table)| table).collect();
    let mut asked = segment.stacked.iter().chain(&segment.typed).filter_map(|typed| typed.definition);
    if segment.is_chain() {
        return asked.all(|table| found.contains(&table));
    }
    // What the first heading is of was asked above the last command.
    found.first().is_some_and(|first| Some(*first) != segment.table() && asked.any(|table| table == *first))
}

/// The tables that were asked for with their commands, where nothing else was that prints something: in one line, or in lines right
/// above each other.
fn asked(segment: &Segment) -> Option<Vec<(usize, Arc<Typed>)>> {
    if segment.is_chain() { asked_in_line(segment) } else { asked_in_lines(segment) }
}

fn asked_in_lines(segment: &Segment) -> Option<Vec<(usize, Arc<Typed>)>> {
    let all = || segment.stacked.iter().chain(&segment.typed);
    let is_whole = |typed: &Arc<Typed>| typed.passed == Passed::Whole && typed.before.is_empty();
    let own: Vec<_> = all().filter_map(|typed| Some((typed.definition?, Arc::clone(typed)))).collect();
    // What stands behind the frame of an answer follows that one.
    (!segment.is_behind_fence && all().all(is_whole) && own.len() == all().count() && own.len() > 1).then_some(own)
}

fn asked_in_line(segment: &Segment) -> Option<Vec<(usize, Arc<Typed>)>> {
    let last = segment.typed.as_ref().filter(|_| segment.is_chain())?;
    let all = || last.before.iter().chain([last.as_ref()]).filter(|typed| !typed.text.is_empty());
    let is_silent = |typed: &Typed| SILENT.iter().any(|silent| typed.text.split(' ').next() == Some(silent));
    let own: Vec<_> = all().filter_map(|typed| Some((typed.definition?, Arc::new(alone(typed))))).collect();
    let is_only = segment.stacked.len() == last.before.iter().filter(|typed| typed.definition.is_some()).count();
    let is_whole = last.passed == Passed::Whole && all().all(|typed| typed.definition.is_some() || is_silent(typed));
    (is_only && is_whole && own.len() > 1).then_some(own)
}

/// The command without those before it.
fn alone(typed: &Typed) -> Typed {
    Typed { before: Vec::new(), ..typed.clone() }
}

/// Whether each command printed something of a table: none was refused, and none found nothing.
fn is_told(items: &[Item<'_>]) -> bool {
    !items.iter().any(|item| matches!(item.kind, ItemKind::Empty | ItemKind::Error | ItemKind::Complaint))
}

/// Where answers may begin, each apart from what stands above it, and of which tables.
fn begun(items: &[Item<'_>], known: &Tables<'_>) -> Vec<(usize, usize)> {
    let is_apart = |at: usize| {
        let above = at.checked_sub(1).map(|above| items[above].kind);
        matches!(above, None | Some(ItemKind::Blank | ItemKind::Footer(_)))
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < items.len() {
        match begins(items, at, known).filter(|_| is_apart(at)) {
            Some((table, behind)) => {
                found.push((at, table));
                at = behind.max(at + 1);
            }
            None => at += 1,
        }
    }
    found
}

/// Where the answer to each command begins: of one command for a table all that begins in its place, of several as many as they are.
fn firsts(begun: &[(usize, usize)], asked: &[(usize, Arc<Typed>)], is_told: bool) -> Option<Vec<usize>> {
    let mut runs = asked.chunk_by(|own, next| own.0 == next.0);
    let mut starts = Vec::new();
    for found in begun.chunk_by(|own, next| own.1 == next.1) {
        let run = runs.next().filter(|run| run[0].0 == found[0].1)?;
        match (run.len(), found.len()) {
            (1, _) => starts.push(found[0].0),
            (asked, begun) if asked == begun && is_told => starts.extend(found.iter().map(|(at, _)| *at)),
            _ => return None,
        }
    }
    runs.next().is_none().then_some(starts)
}
