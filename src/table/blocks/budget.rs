//! How much a search may look at: what a table costs grows with its text, whatever its words are.

use super::super::effort::{Effort, PER_BYTE};
use super::super::pieces;
use super::super::slot::Slot;
use super::Row;

/// Steps from one piece of a line to the next that every table may take; the widest genuine lines take half a million.
const BASE: u64 = 20_000_000;
/// Runs of words of one line that are tried in its columns at most, and ways through pieces that are held at a time: about a
/// hundred bytes each.
const MOST_PIECES: usize = 400_000;
const MOST_HELD: usize = 2_000_000;

/// What is left of it.
pub(super) struct Budget<'e> {
    /// What is left for the whole text.
    effort: &'e Effort,
    steps: u64,
    held: usize,
    /// Words that a cell has at most, for all columns together.
    longest: usize,
}

impl<'e> Budget<'e> {
    pub(super) fn of(lines: &[Row<'_>], slots: &[Slot], effort: &'e Effort) -> Self {
        let bytes = lines.iter().flat_map(|(words, _)| words).map(|word| word.text.len() as u64 + 1).sum::<u64>();
        Self { effort, steps: BASE + PER_BYTE * bytes, held: 0, longest: pieces::longest_of(slots) }
    }

    /// Whether so many words may be tried in all columns.
    pub(super) fn lets_words(&self, words: usize) -> bool {
        self.steps > 0 && words.saturating_mul(self.longest) <= MOST_PIECES
    }

    /// Takes the steps, where there are so many left; else nothing is left.
    pub(super) fn take(&mut self, steps: u64) -> bool {
        let is_enough = steps < self.steps && self.effort.take(steps);
        self.steps = if is_enough { self.steps - steps } else { 0 };
        is_enough
    }

    /// Whether the ways through another line's pieces can be held with those of the lines before.
    pub(super) fn hold(&mut self, ways: usize) -> bool {
        self.held = self.held.saturating_add(ways);
        self.held <= MOST_HELD
    }

    /// Forgets the ways that were held.
    pub(super) fn release(&mut self) {
        self.held = 0;
    }
}
