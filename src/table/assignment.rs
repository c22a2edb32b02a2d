//! Ways through one line: its pieces from left to right, each to a column, with what their places cost.
//!
//! ONTAP puts a cell at its column, or one blank behind the cell before when that one is too wide. What stands elsewhere
//! costs; a run of cells that was moved as a whole costs once.

use super::Kind;
use super::cost;
use super::pieces::{Line, Piece};
use super::slot::Slot;

/// No way.
pub(super) const NEVER: u32 = u32::MAX;

/// How a line is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// It begins a record.
    New,
    /// It goes on with a record whose cells up to this column are told.
    GoesOn(usize),
}

/// The ways through one line that are read in one manner.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// How the line is read.
    pub(super) manner: Manner,
    /// Whether places mean anything.
    pub(super) placed: bool,
    /// For each piece the cheapest way from the table's start to its end.
    pub(super) forward: Vec<u32>,
    /// For each piece the cheapest way from its end to the table's.
    pub(super) backward: Vec<u32>,
}

/// The pieces of a line in the order of their first words.
pub(super) struct Paths<'a> {
    pub(super) line: Line<'a>,
    pub(super) slots: &'a [Slot],
    pub(super) pieces: Vec<Piece>,
    /// For each word the first piece that begins there.
    starts: Vec<usize>,
    /// What a blank cell costs.
    pub(super) blank: u32,
    /// For each column the next one that cannot be blank.
    needed: &'a [usize],
    /// Whether every word that stands apart stands in the place of some column.
    pub(super) in_place: bool,
}

/// For each column the next one that cannot be blank; the number of columns where there is none.
pub(super) fn needed(slots: &[Slot]) -> Vec<usize> {
    let mut next = slots.len();
    let mut needed = vec![next; slots.len()];
    for (at, slot) in slots.iter().enumerate().rev() {
        needed[at] = next;
        next = if slot.blank { next } else { at };
    }
    needed
}

impl<'a> Paths<'a> {
    pub(super) fn new(
        line: Line<'a>,
        slots: &'a [Slot],
        pieces: Vec<Piece>,
        (blank, needed): (u32, &'a [usize]),
    ) -> Self {
        let starts = (0..=line.words.len()).map(|word| pieces.partition_point(|piece| piece.from < word)).collect();
        let in_place = line.is_in_place(slots);
        Self { line, slots, pieces, starts, blank, needed, in_place }
    }

    /// Indices of the pieces that begin at a word.
    fn at(&self, word: usize) -> std::ops::Range<usize> {
        let end = self.starts.get(word + 1).copied().unwrap_or(self.pieces.len());
        self.starts.get(word).map_or(0..0, |&start| start..end)
    }

    /// How many steps from one piece to the next there may be in a manner.
    pub(super) fn steps(&self, manner: Manner) -> u64 {
        (0..self.pieces.len()).map(|piece| self.followers(piece, manner).len() as u64).sum()
    }

    /// Indices of the pieces that can be first.
    pub(super) fn firsts(&self) -> std::ops::Range<usize> {
        self.at(0)
    }

    /// Whether the piece ends the line.
    pub(super) fn is_last(&self, piece: usize) -> bool {
        self.pieces[piece].to == self.line.words.len()
    }

    /// Indices of the pieces that can follow: those in columns to the right, up to the first that cannot be left blank.
    pub(super) fn followers(&self, piece: usize, manner: Manner) -> std::ops::Range<usize> {
        let piece = &self.pieces[piece];
        let told = match manner {
            Manner::New => piece.slot,
            Manner::GoesOn(open) => open.max(piece.slot),
        };
        // A cell may also reach over one column, and any may be lost where all others stand in their places.
        let last = if self.in_place { self.slots.len() } else { self.needed[told].max(piece.slot + 2) };
        let range = self.at(piece.to);
        let pieces = &self.pieces[range.clone()];
        let (from, to) =
            (pieces.partition_point(|next| next.slot <= piece.slot), pieces.partition_point(|next| next.slot <= last));
        range.start + from..range.start + to
    }

    /// What a run costs up to each piece; `entry` is the price of beginning with it.
    pub(super) fn forward(&self, manner: Manner, placed: bool, entry: &dyn Fn(&Piece) -> Option<u32>) -> Run {
        let mut forward = vec![NEVER; self.pieces.len()];
        for index in self.firsts() {
            let piece = &self.pieces[index];
            let price = entry(piece).zip(self.first(piece, placed, manner));
            forward[index] = price.map_or(NEVER, |(entry, first)| entry + first);
        }
        for index in 0..self.pieces.len() {
            if forward[index] == NEVER || self.is_last(index) {
                continue;
            }
            for next in self.followers(index, manner) {
                if let Some(price) = self.step(index, next, placed, manner) {
                    forward[next] = forward[next].min(forward[index] + price);
                }
            }
        }
        Run { manner, placed, forward, backward: Vec::new() }
    }

    /// What each piece of a run costs up to the table's end; `end` is the price of ending the line with it.
    pub(super) fn backward(&self, run: &mut Run, end: &dyn Fn(&Piece) -> u32) {
        let mut backward = vec![NEVER; self.pieces.len()];
        for index in (0..self.pieces.len()).rev() {
            if run.forward[index] == NEVER {
                continue;
            }
            if self.is_last(index) {
                backward[index] = end(&self.pieces[index]);
                continue;
            }
            for next in self.followers(index, run.manner) {
                if backward[next] != NEVER
                    && let Some(price) = self.step(index, next, run.placed, run.manner)
                {
                    backward[index] = backward[index].min(backward[next] + price);
                }
            }
        }
        run.backward = backward;
    }

    /// What it costs that a line begins with this piece, beside what the line's manner costs.
    pub(super) fn first(&self, piece: &Piece, placed: bool, manner: Manner) -> Option<u32> {
        let skipped = match manner {
            Manner::New => {
                let groups = self.slots.iter().take_while(|slot| slot.group).count().min(self.slots.len() - 1);
                // What stands at the left edge of a table with groups is a group's line.
                let first = &self.line.words[piece.from];
                let is_left = self.line.placed && self.line.own(&self.slots[0], "") == Some(first.start as isize);
                // But where the first group's line is lost, the next one's stands in its own column.
                let is_own = self.line.placed
                    && self.line.own(&self.slots[piece.slot], first.text) == Some(first.start as isize);
                let is_outer = self.line.is_outer && !is_own;
                let is_led = !(self.slots[0].group && (is_outer || is_left)) || piece.slot == 0;
                (!piece.goes_on && piece.slot <= groups && is_led && !self.is_far(piece)).then_some(0)?
            }
            // Where no place is seen, only the last cell goes on.
            Manner::GoesOn(open) if piece.goes_on => {
                (piece.slot == open || placed && piece.slot < open).then_some(0)?
            }
            Manner::GoesOn(open) => self.blanks(open, piece.slot)?,
        };
        Some(skipped + piece.cost + self.displacement(piece, None, placed, manner)?)
    }

    /// Whether a line's first piece stands so far to the right of its column that it is another's.
    fn is_far(&self, piece: &Piece) -> bool {
        let (slot, first) = (&self.slots[piece.slot], &self.line.words[piece.from]);
        let own = self.line.own(slot, first.text).filter(|_| self.line.placed);
        own.is_some_and(|own| first.start as isize > own + cost::FARTHEST_FIRST as isize)
    }

    /// What it costs that one piece follows another.
    pub(super) fn step(&self, before: usize, next: usize, placed: bool, manner: Manner) -> Option<u32> {
        let (before, next) = (&self.pieces[before], &self.pieces[next]);
        if next.slot <= before.slot {
            return None;
        }
        // A free text that goes on where no places are seen takes all of its line.
        if before.goes_on && !placed && self.slots[before.slot].kind == Kind::Text && !self.line.is_wrapped() {
            return None;
        }
        // An unknown word right behind a free text is a part of it.
        let first = &self.line.words[next.from];
        let stands = placed && self.line.own(&self.slots[next.slot], first.text) == Some(first.start as isize);
        if next.is_guess && first.gap == 1 && self.slots[before.slot].kind == Kind::Text && !stands {
            return None;
        }
        let skipped = match manner {
            Manner::New if next.goes_on => return None,
            Manner::New => {
                let moved = || self.overrun(before, next).filter(|_| stands);
                self.blanks(before.slot, next.slot).or_else(moved).or_else(|| self.lost(before, next, placed))?
            }
            Manner::GoesOn(open) if next.goes_on => (placed && next.slot <= open).then_some(0)?,
            Manner::GoesOn(open) if open > before.slot => self.blanks(open, next.slot)?,
            Manner::GoesOn(_) => self.blanks(before.slot, next.slot).or_else(|| self.lost(before, next, placed))?,
        };
        Some(skipped + next.cost + self.displacement(next, Some(before), placed, manner)?)
    }

    /// What it costs that the next column is left out, because the piece reaches into it; `None` where it does not.
    fn overrun(&self, before: &Piece, next: &Piece) -> Option<u32> {
        let slot = self.slots.get(before.slot + 1).filter(|_| next.slot == before.slot + 2)?;
        let own = self.line.own(slot, "")?;
        // What was moved into the column is its own cell.
        Some(()).filter(|()| self.aside(before) == 0)?;
        (self.line.words[before.to - 1].end as isize >= own).then_some(cost::OVERRUN)
    }

    /// What it costs that the cells between two others are lost, where their room is empty, and all words of the line stand in
    /// their places; `None` elsewhere: then a word that was moved may be one of them.
    fn lost(&self, before: &Piece, next: &Piece, placed: bool) -> Option<u32> {
        let between = self.slots.get(before.slot + 1..next.slot)?;
        let from = self.line.own(between.first()?, "")?;
        let is_empty = (self.line.words[before.to - 1].end as isize) < from;
        let is_lost = placed && self.in_place && is_empty && self.holds(before) && self.holds(next);
        let count = between.iter().filter(|slot| !slot.blank).count() as u32;
        is_lost.then(|| cost::LOST * count + self.blank * (between.len() as u32 - count))
    }

    /// Whether the piece stands in the place of its column.
    fn holds(&self, piece: &Piece) -> bool {
        self.line.holds(&self.slots[piece.slot], &self.line.words[piece.from..piece.to])
    }

    /// Whether a piece begins just where another column does.
    fn is_of_other(&self, piece: &Piece) -> bool {
        let first = &self.line.words[piece.from];
        self.slots.iter().any(|slot| self.line.own(slot, first.text) == Some(first.start as isize))
    }

    /// What it costs that a piece begins with a word which stands in the place of another column, as all words of the line stand
    /// in places.
    fn foreign(&self, piece: &Piece) -> u32 {
        let is_apart = piece.from == 0 || self.line.words[piece.from].gap > 1;
        if self.in_place && is_apart && !piece.goes_on && !self.holds(piece) { cost::FOREIGN } else { 0 }
    }

    /// What it costs to leave the columns between blank; `None` where one of them cannot be.
    fn blanks(&self, from: usize, to: usize) -> Option<u32> {
        if to <= from {
            return None;
        }
        let between = &self.slots[from + 1..to];
        between.iter().all(|slot| slot.blank).then_some(self.blank * between.len() as u32)
    }

    /// How far a piece stands from where ONTAP would have put it; `None` where it cannot have put it there.
    fn displacement(&self, piece: &Piece, before: Option<&Piece>, placed: bool, manner: Manner) -> Option<u32> {
        let slot = &self.slots[piece.slot];
        if !placed || slot.offset.is_none() {
            return Some(if placed || !self.line.placed { 0 } else { self.abroad(piece) });
        }
        let words = &self.line.words[piece.from..piece.to];
        let (first, last) = (words.first()?, words.last()?);
        let start = first.start as isize;
        let own = self.line.own(slot, first.text)?;
        let right = slot.end() as isize + self.line.shift - (last.end - first.start) as isize;
        let Some(before) = before else {
            let nearest = own.abs_diff(start).min(if slot.right { right.abs_diff(start) } else { usize::MAX }) as u32;
            return (nearest <= cost::FARTHEST_FIRST).then_some(cost::FIRST * nearest + self.foreign(piece));
        };
        let free = self.free(before, piece, manner);
        let away = |own: isize| own.max(free).abs_diff(start) as u32;
        let nearest = if slot.right { away(own).min(away(right)) } else { away(own) };
        let aside = self.aside(before);
        let moved = if aside == 0 { nearest } else { nearest.min(away(own + aside) + cost::STILL_ASIDE) };
        // ONTAP never puts a cell left of its column: such words belong to the cell before.
        let is_drawn = first.gap == 1 && start < own && !(slot.right && start >= right);
        // How far it is from there tells nothing then.
        let price = if is_drawn { cost::FARTHEST + cost::DRAWN } else { moved.min(cost::FARTHEST) };
        let is_far = price >= cost::FARTHEST && first.gap > 1;
        let foreign = if is_far && self.is_of_other(piece) { cost::FOREIGN } else { self.foreign(piece) };
        (!(piece.is_guess && price > cost::DRAWN)).then_some(price + foreign)
    }

    /// What it costs that a piece stands just below the heading of another column.
    fn abroad(&self, piece: &Piece) -> u32 {
        let first = &self.line.words[piece.from];
        let stands = |slot: &Slot| self.line.own(slot, first.text) == Some(first.start as isize);
        let is_abroad = first.gap > 1 && piece.from > 0 && !stands(&self.slots[piece.slot]);
        if is_abroad && self.slots.iter().any(stands) { cost::ABROAD } else { 0 }
    }

    /// How far the piece stands to the right of its column, or, negative, to the left.
    fn aside(&self, piece: &Piece) -> isize {
        let first = &self.line.words[piece.from];
        self.line.own(&self.slots[piece.slot], first.text).map_or(0, |own| first.start as isize - own)
    }

    /// The first column that is free behind a piece and the blank cells up to the next.
    fn free(&self, before: &Piece, next: &Piece, manner: Manner) -> isize {
        let mut free = self.line.words[before.to - 1].end as isize + 1;
        let is_told = |slot: usize| matches!(manner, Manner::GoesOn(open) if slot <= open);
        for (index, blank) in self.slots.iter().enumerate().take(next.slot).skip(before.slot + 1) {
            if !is_told(index) {
                let offset = blank.offset.unwrap_or(0) as isize + self.line.shift;
                free = (blank.end() as isize + self.line.shift + 1).max(free.max(offset) + 1);
            }
        }
        free
    }
}
