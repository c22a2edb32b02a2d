//! Where the columns of a heading stand: under the runs of its ruler, else under the words of its last line.

use super::super::body::{Item, ItemKind};
use super::super::slot::Slot;
use super::super::word::{Word, words};
use super::{Heading, normal, ruler};

/// Finds the places of the columns: under the runs of the ruler, else under the words of the heading's last line.
pub(in super::super) fn placed(
    mut slots: Vec<Slot>,
    view: usize,
    items: &[Item<'_>],
    lines: &[usize],
    next: usize,
) -> Heading {
    let rulers: Vec<usize> = (next..items.len())
        .take_while(|&at| matches!(items[at].kind, ItemKind::Ruler | ItemKind::Blank))
        .filter(|&at| items[at].kind == ItemKind::Ruler)
        .collect();
    let headed = slots.iter().filter(|slot| slot.headed).count();
    let is_placed = locate(&mut slots, &runs(items, &rulers, headed), items, lines);
    let next = rulers.last().map_or(next, |&last| last + 1);
    let spaced = lines.iter().any(|&at| words(&items[at].line).iter().any(|word| word.gap > 1));
    let lines = lines.iter().map(|&at| items[at].line.number).collect();
    let broken_at = broken_at(items, &rulers, &slots);
    Heading { slots, view, lines, next, placed: is_placed, spaced, broken_at, ..Heading::default() }
}

/// The first column of the second line of a ruler, where the ruler was broken into two.
fn broken_at(items: &[Item<'_>], rulers: &[usize], slots: &[Slot]) -> Option<usize> {
    let [first, second] = rulers else { return None };
    let runs = |at: usize| words(&items[at].line).len();
    let headed = slots.iter().filter(|slot| slot.headed).count();
    (runs(*first) + runs(*second) == headed && slots.iter().all(|slot| slot.offset.is_some() || !slot.headed))
        .then(|| runs(*first))
}

/// Gives the columns their places; tells whether they are known.
fn locate(slots: &mut [Slot], runs: &[Word<'_>], items: &[Item<'_>], lines: &[usize]) -> bool {
    let headed = slots.iter().filter(|slot| slot.headed).count();
    let is_below = |runs: &[Word<'_>]| stand_below(items, lines, runs);
    let as_is = (runs.len() == headed && is_below(runs)).then(|| runs.to_vec());
    let trusted =
        as_is.or_else(|| (runs.len() == headed).then(|| ruler::trusted(runs, &heads(items, lines))).flatten());
    match (trusted, lines.last()) {
        (Some(runs), _) => place(slots, &runs),
        (None, Some(&last)) => return place_by_heading(slots, &words(&items[last].line)),
        (None, None) => {}
    }
    true
}

/// Rows that are asked whether they stand below a ruler.
const LOOK: usize = 24;

/// Whether nearly all words of the rows that stand apart stand below the runs of the ruler.
fn stand_below(items: &[Item<'_>], lines: &[usize], runs: &[Word<'_>]) -> bool {
    let behind = lines.last().map_or(0, |&last| last + 1);
    let rulers =
        items[behind..].iter().take_while(|item| matches!(item.kind, ItemKind::Ruler | ItemKind::Blank)).count();
    let rows = items[behind + rulers..].iter().take_while(|item| item.kind != ItemKind::Ruler);
    let (mut fit, mut all) = (0, 0);
    for item in rows.filter(|item| item.kind == ItemKind::Text).take(LOOK) {
        for word in words(&item.line).iter().filter(|word| word.gap > 1) {
            all += 1;
            fit += usize::from(runs.iter().any(|run| run.start == word.start || run.end == word.end));
        }
    }
    all > 2 && fit * 5 >= all * 4
}

/// The words of all lines of a heading.
pub(in super::super) fn heads<'a>(items: &'a [Item<'_>], lines: &[usize]) -> Vec<Word<'a>> {
    lines.iter().flat_map(|&at| words(&items[at].line)).collect()
}

/// The runs of the ruler; one that a mail client broke goes on one blank behind its first part.
fn runs<'a>(items: &'a [Item<'_>], rulers: &[usize], headed: usize) -> Vec<Word<'a>> {
    let mut lines = rulers.iter().map(|&at| words(&items[at].line));
    let mut runs = lines.next().unwrap_or_default();
    for mut more in lines {
        if runs.len() + more.len() > headed {
            break;
        }
        let shift = runs.last().map_or(0, |last| last.end + 1);
        more.iter_mut().for_each(|run| (run.start, run.end) = (run.start + shift, run.end + shift));
        runs.extend(more);
    }
    runs
}

fn place(slots: &mut [Slot], runs: &[Word<'_>]) {
    for (slot, run) in slots.iter_mut().zip(runs) {
        slot.offset = Some(run.start);
        slot.width = run.end - run.start;
    }
}

/// Without a ruler the words of the heading's last line tell the places.
fn place_by_heading(slots: &mut [Slot], last: &[Word<'_>]) -> bool {
    if last.len() < 2 || last[1..].iter().all(|word| word.gap <= 1) {
        return false;
    }
    let mut runs = Vec::new();
    let mut at = 0;
    for slot in slots.iter().filter(|slot| slot.headed) {
        let length = slot.bottom.split_whitespace().count();
        let Some(cell @ [first, ..]) = last.get(at..at + length) else { return false };
        if !slot.bottom.split_whitespace().map(normal).eq(cell.iter().map(|word| normal(word.text))) {
            return false;
        }
        runs.push(Word { end: cell[length - 1].end, ..*first });
        at += length;
    }
    if at < last.len() {
        return false;
    }
    place(slots, &runs);
    for at in 1..runs.len() {
        slots[at - 1].width = runs[at].start.saturating_sub(runs[at - 1].start + 1);
    }
    true
}
