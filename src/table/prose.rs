//! Which lines among the rows, or behind them, are somebody's sentences and no rows.

use super::blocks::Row;
use super::body::{Item, ItemKind};
use super::exact;
use super::heading::Heading;
use super::slot::Slot;
use super::word::Word;

mod tail;

/// Words in small letters that make a sentence of a line between rows.
const LONG: usize = 4;
/// Letters of another script that make a sentence of a line with words of ONTAP's.
const FOREIGN: usize = 6;
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
    /// Whether it is a table of `-fields`.
    of_fields: bool,
    /// Whether ONTAP's count ends the table: what stands before it is the table's.
    is_counted: bool,
    /// Whether each line whose words stand in places is a row, also where these show no blanks.
    is_ruled: bool,
    /// Empty lines from one to the next, as most stand.
    usual: usize,
}

impl<'t> Texts<'t> {
    pub(super) fn new(items: &'t [Item<'t>], at: &'t [usize], lines: &'t [Row<'t>], heading: &'t Heading) -> Self {
        // Lines with words apart are rows, while the paragraphs of a page may be more than these.
        let is_wide = |row: usize| {
            let text = items[at[row]].line.text.trim();
            !is_long_sentence(text) && lines[row].0[1..].iter().any(|word| word.gap > 1)
        };
        let gap = |row: usize| blanks(items, at[row - 1], at[row]);
        let between = median((1..at.len()).filter(|&row| is_wide(row) && is_wide(row - 1)).map(gap));
        // Of one row alone its heading tells how close lines stand.
        let above = || {
            items[..at[0]]
                .iter()
                .rposition(|item| item.kind != ItemKind::Blank)
                .map(|above| blanks(items, above, at[0]))
        };
        let all = median((1..at.len()).map(gap)).unwrap_or(0);
        let usual = between.or_else(above).map_or(all, |usual| usual.min(all));
        let is_counted = items.iter().any(|item| matches!(item.kind, ItemKind::Footer(_)));
        let (slots, of_fields, is_ruled) = (&heading.slots, heading.of_fields, heading.placed);
        Self { items, at, lines, slots, of_fields, is_counted, is_ruled, usual }
    }

    /// For each line whether it is a sentence: apart from the rows, a long one between them, or behind another one where no row
    /// stands in place any more.
    pub(super) fn said(&self) -> Vec<bool> {
        let has_rows = self.of_fields && !self.is_counted && (0..self.at.len()).any(|row| self.is_row_of_fields(row));
        let is_beside = |row: usize| has_rows && self.is_beside_fields(row);
        let mut said: Vec<bool> = (0..self.at.len()).map(|row| self.is_said(row) || is_beside(row)).collect();
        let mut row = 0;
        while row < said.len() {
            let end = self.paragraph(row);
            if self.is_apart(row) && self.is_sentence(row, end) {
                said[row..end].fill(true);
            }
            row = end;
        }
        let mut rows = (0..said.len()).filter(|&row| self.lines[row].1 && is_in_place(&self.lines[row].0, self.slots));
        // Where no row stands in place nothing shows that one follows a sentence.
        let last = rows.next_back();
        let first = (last.unwrap_or(0) + 1..said.len()).find(|&row| said[row] && self.is_apart(row));
        let first = first.map(|first| last.map_or(first, |last| self.titles_above(first, last)));
        let tail = tail::begin(self, &said);
        said[first.unwrap_or(self.at.len()).min(tail)..].fill(true);
        said
    }

    /// Whether the line stands in the places that the ruler of `-fields` tells.
    fn is_row_of_fields(&self, row: usize) -> bool {
        let (words, placed) = &self.lines[row];
        let is_seen = *placed || self.is_ruled;
        is_seen && (is_in_place(words, self.slots) || exact::align(words, self.slots, 0).is_some())
    }

    /// Whether a line is no row of `-fields`, of which others stand in their places: its words stand one blank apart, although ONTAP
    /// fills each cell up to the next column.
    fn is_beside_fields(&self, row: usize) -> bool {
        let words = &self.lines[row].0;
        let needed = self.slots.iter().filter(|slot| !slot.blank).count();
        let is_plain = words[1..].iter().all(|word| word.gap == 1) && !self.is_row_of_fields(row);
        let is_beside = self.is_parted(row) || words.len() >= needed && is_unfilled(words, self.slots);
        // A name that has no room stands alone on its line.
        let is_wide = || words.len() == 1 && words[0].end >= self.slots[0].end();
        let is_behind = || row > 0 && self.is_whole(row - 1) && !is_wide() && !tail::has_each(self, row);
        is_plain && (words.len() > 1 && is_beside || is_behind())
    }

    /// Whether a row has all its cells in their places, and none that may go on below.
    fn is_whole(&self, row: usize) -> bool {
        let (words, placed) = &self.lines[row];
        let is_last = |cells: Vec<(usize, usize, usize)>| cells.last().map(|cell| cell.0 + 1) == Some(self.slots.len());
        let may_go_on = self.slots.iter().any(Slot::goes_on_below) || self.slots.last().is_none_or(Slot::goes_on);
        *placed && !may_go_on && exact::align(words, self.slots, 0).is_some_and(is_last)
    }

    /// Whether more empty lines stand above a line than between most others; those of a pager's question are none.
    pub(super) fn is_parted(&self, row: usize) -> bool {
        let is_blank = |item: &&Item<'_>| item.kind == ItemKind::Blank && !item.asks;
        let above = row.checked_sub(1).map(|above| &self.items[self.at[above]..self.at[row]]);
        above.is_some_and(|between| between.iter().filter(is_blank).count() > self.usual)
    }

    /// The first of the lines between the last row in place and a sentence that stand apart as titles do.
    fn titles_above(&self, sentence: usize, last: usize) -> usize {
        let is_title = |row: &usize| self.is_apart(*row) && is_even(self.text(*row));
        (last + 1..sentence).rev().take_while(is_title).last().unwrap_or(sentence)
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
        row.checked_sub(1).is_none_or(|above| blanks(self.items, self.at[above], self.at[row]) > self.usual)
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
        // A word alone is a group's name.
        let first = without_bullet(self.text(from));
        let is_begun = first.starts_with(char::is_uppercase) && self.text(from).contains(' ');
        to > from + 1 && is_begun && ends && small >= SHORTEST
    }

    /// Whether a line is a sentence by itself.
    fn is_said(&self, row: usize) -> bool {
        let text = self.text(row);
        let ends = if self.is_apart(row) { ['.', '!', '?'].as_slice() } else { &[] };
        let is_sentence = text.starts_with(char::is_uppercase) && text.ends_with(ends);
        let is_clause = self.is_apart(row) && text.ends_with(',') && is_long_sentence(&text.replace(',', "."));
        is_words(text) || (is_even(text) && text.contains(' ') && is_sentence) || is_clause
    }
}

/// Whether a word ends before its column does, and the next one stands elsewhere than in the next column: nothing has pushed it.
fn is_unfilled(words: &[Word<'_>], slots: &[Slot]) -> bool {
    for (at, (word, slot)) in words.iter().zip(slots).enumerate() {
        if slot.offset != Some(word.start) || slot.goes_on() {
            return false;
        }
        let next = slots.get(at + 1).map(|next| next.offset);
        let is_apart = words.get(at + 1).is_some_and(|other| next != Some(Some(other.start)));
        if is_apart && (word.end < slot.end() || next.is_none()) {
            return true;
        }
    }
    false
}

fn median(numbers: impl Iterator<Item = usize>) -> Option<usize> {
    let mut numbers: Vec<usize> = numbers.collect();
    numbers.sort_unstable();
    numbers.get(numbers.len().saturating_sub(1) / 2).copied()
}

/// The line without the mark of a list: `4. Set ...`, `* Set ...`, `.. Set ...`.
fn without_bullet(text: &str) -> &str {
    let Some((mark, rest)) = text.split_once(' ') else { return text };
    let number = mark.trim_end_matches(['.', ')']);
    let is_number = number.len() < mark.len()
        && (number.len() == 1 || number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()));
    let is_mark = matches!(mark, "*" | "**" | "-" | "." | ".." | "\u{2022}" | ">" | "#" | "##" | "###");
    if is_number && number.chars().all(char::is_alphanumeric) || is_mark { rest.trim_start() } else { text }
}

/// Whether a mark of a list begins the line.
pub(super) fn is_listed(text: &str) -> bool {
    without_bullet(text).len() < text.len()
}

/// Whether a line is a sentence with so many plain words that it is no row, wherever it stands.
pub(super) fn is_long_sentence(text: &str) -> bool {
    let item = without_bullet(text);
    // A step of a list goes on with the next line.
    let is_step = item.len() < text.len() && text.starts_with(|c: char| c.is_ascii_digit());
    // Of every line this is asked: most of them begin or end otherwise.
    if !item.starts_with(char::is_uppercase) || !(is_step || text.ends_with(['.', '!', '?', ':'])) {
        return false;
    }
    let is_small = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    is_written(text) && text.split(' ').filter(is_small).count() >= LONG
}

/// `Show example`, `Example output:`: what a page puts above an answer.
pub(super) fn is_example(text: &str) -> bool {
    let words = || text.trim_end_matches(':').split(' ');
    let is_plain = words().all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_told = words().any(|word| ["example", "output"].iter().any(|told| word.eq_ignore_ascii_case(told)));
    is_plain && is_told && words().count() <= 4
}

/// Whether more than one blank stands only where people put them in a text: behind a sentence, and before a bracket.
fn is_written(text: &str) -> bool {
    let mut parts = text.split("  ").peekable();
    while let Some(part) = parts.next() {
        let next = parts.peek().map_or("(", |next| next.trim_start());
        if !part.trim_end().ends_with(['.', '!', '?', ':', ';', ')']) && !next.starts_with('(') {
            return false;
        }
    }
    true
}

/// Whether a line is somebody's words and no part of an answer, wherever it stands.
pub(super) fn is_words(text: &str) -> bool {
    is_foreign(text) || is_long_sentence(text)
}

/// Whether the words are in another script than ONTAP's, those of its own among them or not: they are none of it, wherever they
/// stand.
fn is_foreign(text: &str) -> bool {
    let (mut own, mut others) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        // Letters with accents are of names and words in Latin script.
        let count = if c.is_ascii() || (c as u32) < 0x250 { &mut own } else { &mut others };
        *count += 1;
    }
    let is_all = others > 0 && own == 0;
    is_all || is_even(text) && (others >= own.max(FOREIGN) || others > 0 && text.ends_with('\u{3002}'))
}

/// Empty lines between two items.
fn blanks(items: &[Item<'_>], from: usize, to: usize) -> usize {
    items[from..to].iter().filter(|item| item.kind == ItemKind::Blank).count()
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
