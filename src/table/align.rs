//! Words of one line to columns, by the cheapest alignment.
//!
//! ONTAP places a cell at its own offset, or one blank behind the cell before it when that one overflows. A cell that
//! stands elsewhere costs; a cell of the wrong type is impossible. The runner-up's cost is kept: a tie is not an answer.

use super::kind;
use super::slot::Slot;
use super::word::Word;

/// Cost of one column of displacement is 1, up to this.
const FARTHEST: u32 = 12;
/// Columns that a line's first cell can stand away from its own.
const FARTHEST_FIRST: u32 = 8;
/// Cost of leaving a column blank that may be blank.
pub(super) const BLANK: u32 = 2;
/// Cost of a gap of two and more blanks inside a cell.
const HOLE: u32 = 5;
/// Cost of a cell that stands left of its column, one blank behind the cell before.
const DRAWN: u32 = 8;
/// Cost of a tab inside a cell.
const TAB: u32 = 20;
/// Cost of a word in a cell that stands apart from it, just where a column to the right begins.
const FOREIGN: u32 = 25;
/// Longest cell, in words.
const LONGEST: usize = 40;

/// A cell's words: slot, first word, word behind the last.
pub(super) type Cell = (usize, usize, usize);

/// One way to read a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alignment {
    /// What it costs.
    pub(super) cost: u32,
    /// What the best other reading that ends in the same column costs.
    pub(super) second: u32,
    /// The cells from left to right.
    pub(super) cells: Vec<Cell>,
}

/// Where a line's first cell may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A new record; leading group columns may be left out.
    New,
    /// Behind this slot.
    Behind(usize),
    /// In this slot, which began on an earlier line.
    Within(usize),
}

#[derive(Clone, Copy)]
struct Node {
    cost: u32,
    second: u32,
    back: Option<(usize, usize)>,
}

/// The best reading of `words` for each slot that the line can end in.
///
/// `placed`: whether offsets mean anything in this text.
/// `blank`: what a blank cell costs.
pub(super) fn align(
    words: &[Word<'_>],
    slots: &[Slot],
    start: Start,
    placed: bool,
    blank: u32,
) -> Vec<Option<Alignment>> {
    let mut nodes: Vec<Vec<Option<Node>>> = vec![vec![None; slots.len()]; words.len() + 1];
    let sheet = Sheet { words, slots, placed, blank };
    for (slot, skipped) in sheet.first_slots(start) {
        for (end, ends) in nodes.iter_mut().enumerate().skip(1).take(LONGEST) {
            let continues = start == Start::Within(slot);
            if let Some(cost) = sheet.cell_cost(slot, 0, end, 0, continues) {
                offer(&mut ends[slot], Node { cost: cost + skipped, second: u32::MAX, back: None });
            }
        }
    }
    for from in 1..words.len() {
        for slot in 0..slots.len() {
            if let Some(node) = nodes[from][slot] {
                sheet.extend(&mut nodes, from, slot, node);
            }
        }
    }
    (0..slots.len()).map(|slot| trace(&nodes, words.len(), slot)).collect()
}

struct Sheet<'a> {
    words: &'a [Word<'a>],
    slots: &'a [Slot],
    placed: bool,
    blank: u32,
}

impl Sheet<'_> {
    /// Slots that the first cell may stand in, with the cost of what is left out before them.
    fn first_slots(&self, start: Start) -> Vec<(usize, u32)> {
        match start {
            Start::Within(slot) => vec![(slot, 0)],
            Start::New => {
                let groups = self.slots.iter().take_while(|slot| slot.group).count();
                (0..=groups.min(self.slots.len() - 1)).map(|slot| (slot, 0)).collect()
            }
            Start::Behind(slot) => self.reachable(slot),
        }
    }

    /// Slots to the right of `slot` with only columns between that may be blank, and what these cost.
    fn reachable(&self, slot: usize) -> Vec<(usize, u32)> {
        let mut reached = Vec::new();
        let mut cost = 0;
        for next in slot + 1..self.slots.len() {
            reached.push((next, cost));
            if !self.slots[next].blank {
                break;
            }
            cost += self.blank;
        }
        reached
    }

    fn extend(&self, nodes: &mut [Vec<Option<Node>>], from: usize, slot: usize, node: Node) {
        for (next, skipped) in self.reachable(slot) {
            let behind = self.behind(from, slot, next);
            for (end, ends) in nodes.iter_mut().enumerate().skip(from + 1).take(LONGEST) {
                let Some(cost) = self.cell_cost(next, from, end, behind, false) else { continue };
                let step = cost + skipped;
                let second = node.second.saturating_add(step);
                offer(&mut ends[next], Node { cost: node.cost + step, second, back: Some((from, slot)) });
            }
        }
    }

    /// The first column that the cell of `next` can have, behind the words before `from` and the blank cells between.
    fn behind(&self, from: usize, slot: usize, next: usize) -> usize {
        let mut free = self.words[from - 1].end + 1;
        for blank in &self.slots[slot + 1..next] {
            free = (blank.end() + 1).max(free.max(blank.offset.unwrap_or(0)) + 1);
        }
        free
    }

    fn cell_cost(&self, slot: usize, from: usize, end: usize, behind: usize, continues: bool) -> Option<u32> {
        let column = &self.slots[slot];
        let words = &self.words[from..end];
        let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
        let is_parted = column.kind == super::Kind::Name && words[1..].iter().any(|word| word.gap > 1);
        if is_parted || column.key && texts == ["-"] {
            return None;
        }
        let kind = kind::cost(&column.kind, &texts, continues)?;
        let holes: u32 =
            words[1..].iter().map(|word| if word.tabs > 0 { TAB } else { HOLE * u32::from(word.gap > 1) }).sum();
        let displacement = self.displacement(column, words, behind)?;
        // A word that stands just where a column to the right begins is that column's.
        let is_next = |word: &Word<'_>| self.slots[slot + 1..].iter().any(|next| next.offset == Some(word.start));
        let weight = |word: &&Word<'_>| if word.gap > 1 { FOREIGN } else { 3 };
        let foreign = if self.placed {
            words[1..].iter().filter(|word| is_next(word)).map(|word| weight(&word)).sum()
        } else {
            0
        };
        // An unknown word that is no cell of its own by its place is a part of the cell before.
        let is_guess =
            kind >= kind::UNKNOWN && displacement > DRAWN && matches!(column.kind, super::Kind::Enumeration { .. });
        (!is_guess).then_some(kind + holes + foreign + displacement)
    }

    /// How far the cell stands from where ONTAP would have put it; `None` where it cannot have put it.
    fn displacement(&self, slot: &Slot, words: &[Word<'_>], behind: usize) -> Option<u32> {
        let (Some(offset), true, [first, .., last] | [first @ last]) = (slot.offset, self.placed, words) else {
            return Some(0);
        };
        let away = |own: usize| own.max(behind).abs_diff(first.start) as u32;
        let own = offset + slot.text_indent(first.text);
        let length = last.end - first.start;
        let end = slot.end().saturating_sub(length);
        let nearest = if slot.right { away(own).min(away(end)) } else { away(own) };
        if behind == 0 {
            // Nothing on the line pushes its first cell aside.
            return (nearest <= FARTHEST_FIRST).then_some(3 * nearest);
        }
        // ONTAP never puts a cell left of its column: such words belong to the cell before.
        let is_drawn = first.gap == 1 && first.start < own && !(slot.right && first.start >= end);
        Some(nearest.min(FARTHEST) + if is_drawn { DRAWN } else { 0 })
    }
}

/// Keeps the cheaper of two nodes, and what the other one costs.
fn offer(place: &mut Option<Node>, node: Node) {
    *place = Some(match *place {
        None => node,
        Some(old) if node.cost < old.cost => Node { second: node.second.min(old.cost), ..node },
        Some(old) => Node { second: old.second.min(node.cost), ..old },
    });
}

fn trace(nodes: &[Vec<Option<Node>>], words: usize, slot: usize) -> Option<Alignment> {
    let last = nodes[words][slot]?;
    let mut cells = Vec::new();
    let (mut end, mut at, mut node) = (words, slot, last);
    loop {
        let Some((from, before)) = node.back else {
            cells.push((at, 0, end));
            break;
        };
        cells.push((at, from, end));
        (end, at) = (from, before);
        node = nodes[from][before]?;
    }
    cells.reverse();
    Some(Alignment { cost: last.cost, second: last.second, cells })
}
