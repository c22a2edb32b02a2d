//! Which lines among the rows, or behind them, are somebody's sentences and no rows.

use super::blocks::Row;
use super::body::Item;
use super::slot::Slot;
use super::word::Word;

/// Words in small letters that make a sentence of a line between rows.
const LONG: usize = 4;
/// Words of the shortest sentence over several lines.
const SHORTEST: usize = 4;

/// The lines below a heading.
#[derive(Clone, Copy)]
pub(super) struct Texts<'t> {
    pub(super) items: &'t [Item<'t>],
    /// Their places among the items.
    pub(super) at: &'t [usize],
    /// Their words.
    pub(super) lines: &'t [Row<'t>],
    pub(super) slots: &'t [Slot],
    /// Lines from one to the next, as most stand.
    usual: usize,
}

impl<'t> Texts<'t> {
    pub(super) fn new(items: &'t [Item<'t>], at: &'t [usize], lines: &'t [Row<'t>], slots: &'t [Slot]) -> Self {
        let mut gaps: Vec<usize> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
        gaps.sort_unstable();
        let usual = gaps.get(gaps.len().saturating_sub(1) / 2).copied().unwrap_or(1);
        Self { items, at, lines, slots, usual }
    }

    /// For each line whether it is a sentence: apart from the rows, a long one between them, or behind another one where no row
    /// stands in place any more.
    pub(super) fn said(&self) -> Vec<bool> {
        let mut said: Vec<bool> = (0..self.at.len()).map(|row| self.is_said(row)).collect();
        let mut row = 0;
        while row < said.len() {
            let end = self.paragraph(row);
            if self.is_apart(row) && self.is_sentence(row, end) {
                said[row..end].fill(true);
            }
            row = end;
        }
        let mut rows = (0..said.len()).filter(|&row| self.lines[row].1 && is_in_place(&self.lines[row].0, self.slots));
        let last = rows.next_back();
        let first = (0..said.len()).find(|&row| said[row] && self.is_apart(row) && last.is_some_and(|last| row > last));
        said[first.unwrap_or(self.at.len())..].fill(true);
        said
    }

    /// Takes the lines behind the last one that was read for words by hand, where a gap parts them from it.
    pub(super) fn end(&self, last_read: Option<usize>, said: &mut [bool]) {
        let behind = last_read.map_or(said.len(), |last| last + 1);
        if behind < said.len() && self.is_apart(behind) {
            said[behind..].fill(true);
        }
    }

    fn text(&self, row: usize) -> &str {
        self.items[self.at[row]].line.text.trim()
    }

    /// Whether more empty lines stand above a line than between most others.
    fn is_apart(&self, row: usize) -> bool {
        row.checked_sub(1).is_none_or(|above| self.at[row] > self.at[above] + self.usual)
    }

    /// The line behind the last one that stands close below, all with single blanks.
    fn paragraph(&self, row: usize) -> usize {
        let goes_on = |next: &usize| self.at[*next] == self.at[*next - 1] + 1 && is_even(self.text(*next));
        row + 1 + (row + 1..self.at.len()).take_while(|next| is_even(self.text(row)) && goes_on(next)).count()
    }

    /// Whether lines are one sentence over several of them.
    fn is_sentence(&self, from: usize, to: usize) -> bool {
        let words = || (from..to).flat_map(|row| self.text(row).split(' '));
        let small = words().filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).count();
        let ends = self.text(to - 1).ends_with(['.', '!', '?', ':']);
        to > from + 1 && self.text(from).starts_with(char::is_uppercase) && ends && small >= SHORTEST
    }

    /// Whether a line is a sentence by itself.
    fn is_said(&self, row: usize) -> bool {
        let text = self.text(row);
        let ends = if self.is_apart(row) { ['.', '!', '?'].as_slice() } else { &[] };
        let is_sentence = text.starts_with(char::is_uppercase) && text.ends_with(ends);
        // Words in another script than ONTAP's are none of it, wherever they stand.
        let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
        let is_foreign = letters.peek().is_some() && letters.all(|c| !c.is_ascii());
        let is_small = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
        let small = text.split(' ').filter(is_small).count();
        let is_long = text.starts_with(char::is_uppercase) && text.ends_with(['.', '!', '?', ':']) && small >= LONG;
        is_foreign || (is_even(text) && text.contains(' ') && (is_sentence || is_long))
    }
}

fn is_even(text: &str) -> bool {
    !text.contains("  ")
}

/// Whether all words of a line that stand apart stand where columns begin, and there are some.
pub(super) fn is_in_place(line: &[Word<'_>], slots: &[Slot]) -> bool {
    let own = |word: &Word<'_>| {
        slots.iter().any(|slot| slot.offset.map(|at| at + slot.text_indent(word.text)) == Some(word.start))
    };
    let mut apart = line[1..].iter().filter(|word| word.gap > 1).peekable();
    apart.peek().is_some() && apart.all(own)
}
