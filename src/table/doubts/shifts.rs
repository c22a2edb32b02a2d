//! Cells before a blank one of which another may be lost: their words may be those of the columns to their right.

use std::ops::Range;

use super::super::cells::Piece;
use super::super::kind::{self, Fit};
use super::super::slot::Slot;
use super::super::word::Word;
use super::Doubts;

/// For each column whether its cell may be another's.
pub(super) fn of<'a, F: Fn(&(usize, usize, usize)) -> Piece<'a>>(doubts: &Doubts<'_, F>) -> Vec<bool> {
    let mut moved = vec![false; doubts.slots.len()];
    let told: Vec<usize> = (0..moved.len()).filter(|&slot| !doubts.draft.cells[slot].is_empty()).collect();
    for (at, &slot) in told.iter().enumerate() {
        let next = told.get(at + 1).copied();
        let behind = next.unwrap_or(moved.len());
        if slot + 1 >= behind || doubts.slots[slot + 1..behind].iter().any(|slot| !slot.blank || !slot.headed) {
            continue;
        }
        let first = match next.filter(|&next| doubts.are_beside(slot, next)) {
            Some(next) => doubts.first_moved(slot, next),
            None => Some(slot).filter(|&slot| doubts.is_of_next(slot)),
        };
        first.into_iter().for_each(|first| moved[first..behind].fill(true));
    }
    for slot in (1..moved.len()).filter(|&slot| doubts.begins_late(slot)) {
        moved[slot - 1..=slot].fill(true);
    }
    moved
}

/// The columns at the end of an unfinished record whose cells may be those to the right of them.
pub(super) fn at_end<'a, F: Fn(&(usize, usize, usize)) -> Piece<'a>>(doubts: &Doubts<'_, F>) -> Range<usize> {
    doubts.missing().map_or(0..0, |missing| doubts.first_before(missing)..missing)
}

impl<'a, F: Fn(&(usize, usize, usize)) -> Piece<'a>> Doubts<'_, F> {
    /// Whether the cell begins in its place only behind words that stand to the left of it, with room between: they may be the rest of
    /// the cell before, `AFF A400    8ABC123456`.
    fn begins_late(&self, slot: usize) -> bool {
        let is_own = |word: &Word<'_>| word.gap > 1 && aside(&self.slots[slot], word) == Some(0);
        let is_late = |&(row, from, to): &(usize, usize, usize)| {
            self.lines[row].1 && self.lines[row].0[from..to].iter().skip(1).any(is_own)
        };
        self.draft.cells[slot].iter().any(is_late)
    }

    /// The first of the cells that may stand one column to the left because the one `missing` at the end is not that which is lost: the
    /// last alone where its place tells nothing else.
    fn first_before(&self, missing: usize) -> usize {
        let last = missing - 1;
        let fits: Vec<usize> = (0..=last).rev().take_while(|slot| self.fits_next(*slot)).collect();
        let place = || {
            let &(row, from, _) = self.draft.cells[last].first()?;
            let (words, placed) = &self.lines[row];
            aside(&self.slots[last], &words[from]).filter(|_| *placed)
        };
        let is_placed = !fits.is_empty() && place() == Some(0);
        if is_placed { last } else { fits.last().copied().unwrap_or(missing) }
    }

    /// Whether two cells stand on one line.
    fn are_beside(&self, slot: usize, next: usize) -> bool {
        let row = |cell: Option<&(usize, usize, usize)>| cell.map(|cell| cell.0);
        row(self.draft.cells[slot].last()) == row(self.draft.cells[next].first())
    }

    /// The first of the cells up to `slot` that may be those of the columns to their right, where no place shows that what is blank
    /// before the cell in `next` is just that.
    fn first_moved(&self, slot: usize, next: usize) -> Option<usize> {
        let row = self.draft.cells[next].first()?.0;
        let is_here = |slot: usize| self.draft.cells[slot].last().is_some_and(|cell| cell.0 == row);
        if !is_here(slot) || self.shows(slot, next, row) {
            return None;
        }
        let is_moved = |slot: &usize| is_here(*slot) && self.fits_next(*slot);
        (0..=slot).rev().take_while(is_moved).last()
    }

    /// Whether the cell in `next` stands where ONTAP puts it behind a blank one.
    fn shows(&self, slot: usize, next: usize, row: usize) -> bool {
        let (words, placed) = &self.lines[row];
        let word = |slot: usize| self.draft.cells[slot].iter().find(|cell| cell.0 == row).map(|cell| &words[cell.1]);
        let aside = |slot: usize| Some(aside(&self.slots[slot], word(slot)?));
        let first = (0..next).find_map(aside).flatten();
        let own = aside(next).flatten();
        let last = self.draft.cells[slot].last().map_or(0, |cell| words[cell.2 - 1].end);
        // Behind a cell that is too wide all is moved.
        let is_pushed = self.slots[slot + 1].offset.is_some_and(|offset| last >= offset) && own > Some(0);
        let is_right = self.slots[next].right && word(next).is_some_and(|word| word.end == self.slots[next].end());
        *placed && own.is_some() && (own == Some(0) || own == first || is_right || is_pushed)
    }

    /// Whether the cell is as much one of the next column as of its own.
    fn fits_next(&self, slot: usize) -> bool {
        let (own, other) = self.fits(slot);
        other > Fit::Never && other >= own
    }

    /// Whether the last cell is rather one of the next column, which is blank.
    fn is_of_next(&self, slot: usize) -> bool {
        let (own, other) = self.fits(slot);
        let is_guess = || {
            let text = self.text(slot);
            let words: Vec<&str> = text.split(' ').collect();
            kind::cost(&self.slots[slot].kind, &words, false).is_some_and(|cost| cost >= kind::UNKNOWN)
        };
        let is_open = matches!(self.slots[slot].kind, super::Kind::Enumeration { .. });
        let is_glued = self.slots.get(slot + 1).is_some_and(|next| kind::ends_with_known(&next.kind, &self.text(slot)));
        other > own || other > Fit::Never && is_open && is_guess() || is_glued
    }

    /// How well a cell fits its own column, and the next one.
    fn fits(&self, slot: usize) -> (Fit, Fit) {
        let text = self.text(slot);
        let fit = |slot: &Slot| kind::fit(&slot.kind, &text);
        (fit(&self.slots[slot]), self.slots.get(slot + 1).map_or(Fit::Never, fit))
    }

    fn text(&self, slot: usize) -> String {
        let pieces = self.draft.cells[slot].iter().map(self.piece);
        pieces.map(|piece| piece.text()).collect::<Vec<_>>().join(" ")
    }
}

/// Columns by which a word stands to the right of the column's cells; `None` where these have no place.
fn aside(slot: &Slot, word: &Word<'_>) -> Option<isize> {
    let own = slot.offset? + slot.text_indent(word.text);
    Some(word.start as isize - own as isize)
}
