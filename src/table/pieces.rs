//! The words of one line to pieces of cells: which runs of words can stand in which column, and what the words alone cost.

use super::Kind;
use super::answer::{is_hiding, is_masked};
use super::cost;
use super::kind;
use super::slot::Slot;
use super::word::Word;

/// Longest piece, in words.
const LONGEST: usize = 40;
/// Columns that a free text may stand beside its own where it goes on.
const NEAR: usize = 2;
/// Columns that the next element of a list may stand beside its own.
const AWAY: usize = 8;
/// Columns that a line has at least which a mail client broke.
const SHORTEST: usize = 56;
/// Words that a mail client leaves of a line at most.
const REST: usize = 3;

/// A run of words that may be a cell, or go on with one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Index of its column.
    pub(super) slot: usize,
    /// Its first word.
    pub(super) from: usize,
    /// The word behind its last.
    pub(super) to: usize,
    /// Whether its cell began on an earlier line.
    pub(super) goes_on: bool,
    /// What its words cost, wherever they stand.
    pub(super) cost: u32,
    /// Whether an unknown word of an open list stands there: its place must tell that it is one.
    pub(super) is_guess: bool,
    /// Whether the word is no value of its column, in whose place it stands: somebody masked it, or mistyped it.
    pub(super) is_misfit: bool,
}

/// A line of a table.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its words.
    pub(super) words: &'a [Word<'a>],
    /// Whether their places mean anything.
    pub(super) placed: bool,
    /// The words of the line above.
    pub(super) above: &'a [Word<'a>],
    /// Column behind the longest line.
    pub(super) widest: usize,
    /// Columns by which all lines were moved to the right.
    pub(super) shift: isize,
    /// Whether it begins at the left edge of rows of which others are indented.
    pub(super) is_outer: bool,
    /// Whether it is the table's last line, at whose end the text may have been cut.
    pub(super) is_last: bool,
}

impl Line<'_> {
    /// Where a cell of the column stands by ONTAP's rule, in this text.
    pub(super) fn own(&self, slot: &Slot, text: &str) -> Option<isize> {
        Some((slot.offset? + slot.text_indent(text)) as isize + self.shift)
    }

    /// Whether all its words that stand apart stand where columns begin, so that their places cannot be others by chance.
    pub(super) fn stands(&self, slots: &[Slot]) -> bool {
        let apart = || self.words.iter().filter(|word| word.start > 0 && word.gap != 1);
        let own = |word: &&Word<'_>| slots.iter().any(|slot| self.own(slot, word.text) == Some(word.start as isize));
        apart().count() > 1 && apart().all(|word| own(&word))
    }

    /// Whether words stand where the column's cells begin, or end where it is set to the right.
    pub(super) fn holds(&self, slot: &Slot, words: &[Word<'_>]) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let is_right = slot.right && slot.offset.is_some() && slot.end() as isize + self.shift == last.end as isize;
        // Who draws a table anew sets a status to the left.
        let is_left = |own: isize| own == first.start as isize;
        is_right || [self.own(slot, first.text), self.own(slot, "")].into_iter().flatten().any(is_left)
    }

    /// Whether all its words that stand apart, and as many as tell that, stand in the places of columns.
    pub(super) fn is_in_place(&self, slots: &[Slot]) -> bool {
        const FEWEST: usize = 3;
        let runs = || self.words.chunk_by(|_, next| next.gap == 1);
        let holds = |run: &[Word<'_>]| slots.iter().any(|slot| self.holds(slot, run));
        self.placed && runs().count() >= FEWEST && runs().all(|run| run[0].tabs == 0 && holds(run))
    }

    /// Whether the first word had no room on the line before.
    pub(super) fn is_wrapped(&self) -> bool {
        let (first, before) = (&self.words[0], self.above.last().map_or(0, |last| last.end));
        first.text.starts_with(char::is_alphanumeric)
            && before >= SHORTEST
            && before + 1 + first.end - first.start > self.widest
    }

    /// Whether a word that starts there stands in the column, into which a cell reaches on the line above, where the next column
    /// is told.
    fn is_overrun(&self, slots: &[Slot], slot: usize, start: usize) -> bool {
        let own = |slot: usize| slots.get(slot).and_then(|slot| self.own(slot, ""));
        let reaches = |word: &Word<'_>| word.start < start && word.end >= start;
        let is_next = |word: &Word<'_>| own(slot + 1) == Some(word.start as isize);
        own(slot) == Some(start as isize) && self.above.iter().any(reaches) && self.above.iter().any(is_next)
    }

    /// The last word that stands in the column on the line above, and where the column ends.
    fn word_above(&self, slots: &[Slot], slot: usize) -> Option<&Word<'_>> {
        let own = self.own(&slots[slot], "")?;
        let first = self.above.iter().position(|word| word.start as isize == own)?;
        let next = slots.get(slot + 1).and_then(|next| self.own(next, "")).unwrap_or(isize::MAX);
        self.above[first..].iter().take_while(|word| (word.start as isize) < next).last()
    }
}

/// All pieces of a line, by their first word.
pub(super) fn of(line: &Line<'_>, slots: &[Slot]) -> Vec<Piece> {
    let texts: Vec<&str> = line.words.iter().map(|word| word.text).collect();
    let mut pieces = Vec::with_capacity(texts.len() * 4);
    let longest: Vec<usize> = slots.iter().map(|slot| longest(&slot.kind)).collect();
    for from in 0..texts.len() {
        for slot in 0..slots.len() {
            for to in from + 1..=texts.len().min(from + longest[slot]) {
                if is_parted(&slots[slot].kind, &texts[from..to]) {
                    break;
                }
                pieces.extend(begun(line, slots, slot, &texts, (from, to)));
                pieces.extend(gone_on(line, slots, slot, &texts, (from, to)));
            }
        }
    }
    pieces
}

/// Words that a cell has at most, for all columns together.
pub(super) fn longest_of(slots: &[Slot]) -> usize {
    slots.iter().map(|slot| longest(&slot.kind)).sum()
}

/// Words that a cell has at most.
fn longest(kind: &Kind) -> usize {
    match kind {
        Kind::Text | Kind::List | Kind::Addresses | Kind::ServiceAddresses | Kind::Targets => LONGEST,
        Kind::Name | Kind::Time => 3,
        Kind::Enumeration { words, .. } => words.iter().map(|word| word.split(' ').count()).max().unwrap_or(1),
        _ => 1,
    }
}

/// Whether the words are more than one list, so that with any further words they are none either.
fn is_parted(kind: &Kind, texts: &[&str]) -> bool {
    let label = match kind {
        Kind::List | Kind::Addresses => 0,
        Kind::ServiceAddresses => 1,
        _ => return false,
    };
    texts.len() > label + 1 && !texts[texts.len() - 2].ends_with(',')
}

fn begun(line: &Line<'_>, slots: &[Slot], slot: usize, texts: &[&str], (from, to): (usize, usize)) -> Option<Piece> {
    let column = &slots[slot];
    let texts = &texts[from..to];
    // A name may hold a blank only where its place shows that it does: just below the next heading stands another cell.
    let is_other = |word: &Word<'_>| {
        let next = slots.get(slot + 1).and_then(|next| line.own(next, word.text));
        word.gap > 1 || !line.placed || next == Some(word.start as isize)
    };
    let is_parted = column.kind == Kind::Name && line.words[from + 1..to].iter().any(is_other);
    // Days go on with a clock, on this line or on the next one.
    let is_cut = column.kind == Kind::Time
        && line.words.get(to).is_some_and(|next| next.gap == 1)
        && kind::is_cut_time(&texts.join(" "));
    if is_parted || is_cut || column.key && (texts == ["-"] || texts == [kind::EMPTY]) {
        return None;
    }
    let Some(kind) = kind::cost(&column.kind, texts, false) else {
        // Only where places are seen may a word be no value of its column.
        return if line.placed {
            misfit(line, slots, slot, from, to)
        } else {
            hidden_key(line, slots, slot, (from, to))
        };
    };
    let is_guess = kind >= kind::UNKNOWN && matches!(column.kind, Kind::Enumeration { .. });
    // A word that another column is known to print is that one's.
    let is_known = |other: &Slot| {
        matches!(other.kind, Kind::Enumeration { .. }) && kind::fit(&other.kind, texts[0]) == kind::Fit::Telling
    };
    if is_guess && slots.iter().any(is_known) {
        return None;
    }
    // Where no place tells that it is one, it is a bolder guess.
    let bold = if is_guess && !line.placed { kind } else { 0 };
    let cost = kind + bold + between(line, slots, slot, (from, to));
    Some(Piece { slot, from, to, goes_on: false, cost, is_guess, is_misfit: false })
}

/// A word that stands just in the place of a column whose values are told apart from others, and is none of them.
fn misfit(line: &Line<'_>, slots: &[Slot], slot: usize, from: usize, to: usize) -> Option<Piece> {
    let (column, word) = (&slots[slot], &line.words[from]);
    let end = column.end() as isize + line.shift;
    let is_alone = to == from + 1 && line.words.get(to).is_none_or(|next| next.gap > 1 || next.start as isize > end);
    let next = slots.get(slot + 1).and_then(|next| line.own(next, "")).unwrap_or(isize::MAX);
    let is_hidden = is_hiding(word.text);
    let stands = line.placed
        && line.own(column, word.text) == Some(word.start as isize)
        && (is_hidden || (word.end as isize) < next);
    let is_bare = column.key || from == 0 || !word.text.contains(char::is_alphanumeric);
    let is_told = column.name.is_empty() || is_bare && !is_hidden;
    // The last word of all may be cut: it is a beginning of anything.
    let is_end = line.is_last && to == line.words.len() && from > 1;
    let cost = match is_hidden || is_masked(word.text) {
        true => cost::MASKED,
        false if is_end => cost::SAME_CELL,
        false => cost::MISFIT,
    };
    (is_alone && stands && !is_told).then_some(Piece {
        slot,
        from,
        to,
        goes_on: false,
        cost,
        is_guess: false,
        is_misfit: true,
    })
}

/// A name in the place of a key that somebody hid, at the left of a line whose places are not seen.
fn hidden_key(line: &Line<'_>, slots: &[Slot], slot: usize, (from, to): (usize, usize)) -> Option<Piece> {
    let is_hidden = from == 0 && slot == 0 && to == 1 && slots[slot].key && is_hiding(line.words[from].text);
    let piece = Piece { slot, from, to, goes_on: false, cost: cost::MASKED, is_guess: false, is_misfit: true };
    is_hidden.then_some(piece)
}

/// What it costs that words stand apart within a cell, or below the headings of others.
fn between(line: &Line<'_>, slots: &[Slot], slot: usize, (from, to): (usize, usize)) -> u32 {
    let is_next = |word: &Word<'_>| {
        line.placed && slots[slot + 1..].iter().any(|next| line.own(next, "") == Some(word.start as isize))
    };
    let price = |word: &Word<'_>| {
        let hole = if word.tabs > 0 { cost::TAB } else { cost::HOLE * u32::from(word.gap > 1) };
        let foreign = if word.gap > 1 { cost::FOREIGN } else { cost::UNDER_ANOTHER };
        hole + if is_next(word) { foreign } else { 0 }
    };
    line.words[from + 1..to].iter().map(price).sum()
}

/// A piece that goes on with a cell of a line above.
fn gone_on(line: &Line<'_>, slots: &[Slot], slot: usize, texts: &[&str], (from, to): (usize, usize)) -> Option<Piece> {
    let column = &slots[slot];
    let is_word = matches!(column.kind, Kind::Name | Kind::Word | Kind::Port | Kind::Address);
    // Where no place is seen, nothing but the first words of a line go on with a cell; most columns' cells never go on.
    if from > 0 && !line.placed || !(is_word && line.placed || column.goes_on()) {
        return None;
    }
    let texts = &texts[from..to];
    let away = line.own(column, "").map(|own| own.abs_diff(line.words[from].start as isize));
    let is_below = line.placed && away.is_some_and(|away| away <= NEAR);
    let is_first = from == 0;
    if line.placed && line.is_overrun(slots, slot, line.words[from].start) && !column.key {
        let cost = kind::cost(&column.kind, texts, false)? + between(line, slots, slot, (from, to));
        return Some(Piece { slot, from, to, goes_on: true, cost, is_guess: false, is_misfit: false });
    }
    let own = match &column.kind {
        Kind::Name | Kind::Word | Kind::Port | Kind::Address => {
            let rest = if to - from == 1 && is_below { rest_of_word(line, slots, slot, texts[0]) } else { None };
            return rest.map(|cost| Piece { slot, from, to, goes_on: true, cost, is_guess: false, is_misfit: false });
        }
        Kind::Text => (is_below && !column.key) || (is_first && line.is_wrapped() && texts.len() <= REST),
        Kind::Enumeration { .. } => is_first || is_below,
        _ if column.goes_on() => {
            // Where places are seen, the next element of a list stands near its column, or at the left edge.
            let is_near = !line.placed || line.words[0].start == 0 || away.is_none_or(|away| away <= AWAY);
            let is_element = |text: &&str| column.may_list(text.trim_end_matches(','));
            texts.iter().all(is_element) && ((is_first && is_near) || (is_below && line.words[from].gap > 1))
        }
        _ => false,
    };
    let kind = if own { kind::cost(&column.kind, texts, true)? } else { return None };
    let cost = kind + between(line, slots, slot, (from, to));
    Some(Piece { slot, from, to, goes_on: true, cost, is_guess: false, is_misfit: false })
}

/// The rest of a word that ONTAP broke at the end of its column: it stands at the column's start, below a piece that ends in
/// a mark at which words are broken.
fn rest_of_word(line: &Line<'_>, slots: &[Slot], slot: usize, rest: &str) -> Option<u32> {
    let above = line.word_above(slots, slot)?;
    let may_be = above.ends_at_break() && rest.starts_with(char::is_alphanumeric) && rest.len() <= slots[slot].width;
    let is_fitting = || kind::cost(&slots[slot].kind, &[&format!("{}{rest}", above.text)], false).is_some();
    (may_be && is_fitting()).then_some(0)
}
