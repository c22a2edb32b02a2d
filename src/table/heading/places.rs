//! Where the columns of a heading stand: under the runs of its ruler, else under the words of its last line.

use super::super::Kind;
use super::super::body::{Item, ItemKind};
use super::super::slot::Slot;
use super::super::word::{Word, words};
use super::{Heading, normal, ruler};

/// Finds the places of the columns: under the runs of the ruler, else under the words of the heading's last line.
pub(in super::super) fn placed(
    slots: Vec<Slot>,
    view: usize,
    items: &[Item<'_>],
    lines: &[usize],
    next: usize,
) -> Heading {
    placed_over((slots, None), view, items, lines, next)
}

/// The same with the places of the heading's cells, where it stands over another ruler than its own.
pub(super) fn placed_over(
    (mut slots, spans): (Vec<Slot>, Option<&[Word<'_>]>),
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
    let is_placed = locate(&mut slots, &runs(items, &rulers, headed), spans, items, lines);
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
///
/// `spans`: where the cells of the heading stand, where its reader knows that, and knows that the ruler does not tell.
fn locate(
    slots: &mut [Slot],
    runs: &[Word<'_>],
    spans: Option<&[Word<'_>]>,
    items: &[Item<'_>],
    lines: &[usize],
) -> bool {
    let headed = slots.iter().filter(|slot| slot.headed).count();
    let is_below = |runs: &[Word<'_>]| stand_below(items, lines, runs);
    let is_ruled = runs.len() == headed;
    let spans = spans.map(<[Word<'_>]>::to_vec).or_else(|| over_cells(slots, &words(&items[*lines.last()?].line)));
    let is_unknown = slots.iter().all(|slot| slot.kind == Kind::Text);
    let told = if is_unknown { ruler::assumed } else { ruler::trusted };
    let trusted = if is_ruled { told(runs, &heads(items, lines)) } else { None };
    // Rows may stand below the runs of a strange ruler by chance, where they stand below the heading.
    let is_strange = trusted.is_none() && spans.as_ref().is_some_and(|spans| is_below(spans));
    if is_ruled && is_below(runs) && !is_strange {
        place(slots, runs);
        return true;
    }
    match (spans.filter(|spans| trusted.is_none() || is_below(spans)), trusted) {
        (Some(spans), _) => place_below(slots, &spans),
        (None, Some(runs)) => place(slots, &runs),
        (None, None) => return lines.is_empty(),
    }
    true
}

/// Rows that are asked whether they stand below a ruler.
const LOOK: usize = 24;

/// Whether nearly all words of the rows that stand apart stand below the runs of the ruler.
pub(super) fn stand_below(items: &[Item<'_>], lines: &[usize], runs: &[Word<'_>]) -> bool {
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
pub(super) fn runs<'a>(items: &'a [Item<'_>], rulers: &[usize], headed: usize) -> Vec<Word<'a>> {
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
fn place_below(slots: &mut [Slot], spans: &[Word<'_>]) {
    place(slots, spans);
    for at in 1..spans.len() {
        if !slots[at - 1].right {
            slots[at - 1].width = spans[at].start.saturating_sub(spans[at - 1].start + 1);
        }
    }
}

/// Where each column's words stand in the heading's last line; `None` where they are others.
fn over_cells<'a>(slots: &[Slot], last: &[Word<'a>]) -> Option<Vec<Word<'a>>> {
    if last.len() < 2 || last[1..].iter().all(|word| word.gap <= 1) {
        return None;
    }
    let mut spans = Vec::new();
    let mut at = 0;
    for slot in slots.iter().filter(|slot| slot.headed) {
        let length = slot.bottom.split_whitespace().count();
        let cell = last.get(at..at + length)?;
        if !slot.bottom.split_whitespace().map(normal).eq(cell.iter().map(|word| normal(word.text))) {
            return None;
        }
        spans.push(Word { end: cell.last()?.end, ..*cell.first()? });
        at += length;
    }
    (at == last.len()).then_some(spans)
}
