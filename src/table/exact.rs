//! Rows that stand exactly where ONTAP puts them: every cell at its own column, none too wide, all of their types.
//!
//! Any other reading of such a row would have to move a word, so that none can be as cheap; no search is needed.

use super::Kind;
use super::kind;
use super::slot::Slot;
use super::word::Word;

/// Longest cell, in words.
const LONGEST: usize = 8;

/// The cells of a whole record on one line, if it is placed exactly: slot, first word, word behind the last. `shift`: columns by
/// which all lines were moved to the right.
pub(super) fn align(words: &[Word<'_>], slots: &[Slot], shift: isize) -> Option<Vec<(usize, usize, usize)>> {
    let first = words.first()?;
    let groups = slots.iter().take_while(|slot| slot.group).count();
    let mut slot = (0..=groups.min(slots.len() - 1)).find(|&slot| stands(&slots[slot], first, shift))?;
    let mut cells = Vec::with_capacity(slots.len());
    let mut from = 0;
    for at in 1..words.len() {
        let word = &words[at];
        if word.tabs > 0 {
            return None;
        }
        match next_slot(slots, slot, word, shift) {
            Some(next) => {
                is_cell(&slots[slot], &words[from..at], shift).then(|| cells.push((slot, from, at)))?;
                (slot, from) = (next, at);
            }
            None if word.gap == 1 => {}
            None => return None,
        }
    }
    is_cell(&slots[slot], &words[from..], shift).then(|| cells.push((slot, from, words.len())))?;
    let is_whole = first.tabs == 0 && slots[slot + 1..].iter().all(|slot| slot.blank);
    is_whole.then_some(cells)
}

/// Words that a line has more than which may be the rest of a text.
const REST: usize = 3;
/// What a word may cost that may stand in other columns too, but in none of them for certain.
const LITTLE: u32 = 1;

/// The cells of a whole record on one line whose places are not seen, where no column can be blank and there are as many words
/// as columns: one in each, since nothing that goes on from above has so many words.
pub(super) fn one_each(words: &[Word<'_>], slots: &[Slot]) -> Option<Vec<(usize, usize, usize)>> {
    let is_cell = |(word, slot): (&Word<'_>, &Slot)| {
        let may_go_on = matches!(slot.kind, Kind::Time | Kind::ServiceAddresses | Kind::Targets);
        let is_open = slot.blank || slot.group || may_go_on || word.text.ends_with(',');
        let is_nothing = slot.key && word.text == "-";
        !is_open && !is_nothing && kind::cost(&slot.kind, &[word.text], false).is_some_and(|cost| cost <= LITTLE)
    };
    let is_whole = words.len() == slots.len() && words.len() > REST && words.iter().zip(slots).all(is_cell);
    is_whole.then(|| (0..words.len()).map(|at| (at, at, at + 1)).collect())
}

fn stands(slot: &Slot, word: &Word<'_>, shift: isize) -> bool {
    let Some(offset) = slot.offset else { return false };
    let (start, end) = (word.start as isize - shift, word.end as isize - shift);
    (offset + slot.text_indent(word.text)) as isize == start || (slot.right && slot.end() as isize == end)
}

/// The slot to the right in which `word` stands exactly, with nothing but blank cells between.
fn next_slot(slots: &[Slot], slot: usize, word: &Word<'_>, shift: isize) -> Option<usize> {
    for (index, next) in slots.iter().enumerate().skip(slot + 1) {
        if stands(next, word, shift) {
            return Some(index);
        }
        if !next.blank {
            return None;
        }
    }
    None
}

/// Whether the words are a cell of the slot's type that does not reach beyond its column.
fn is_cell(slot: &Slot, words: &[Word<'_>], shift: isize) -> bool {
    let end = slot.end() as isize + shift;
    if words.len() > LONGEST || words.last().is_none_or(|last| last.end as isize > end) {
        return false;
    }
    let mut texts = [""; LONGEST];
    texts.iter_mut().zip(words).for_each(|(text, word)| *text = word.text);
    let texts = &texts[..words.len()];
    let is_free = slot.kind == Kind::Name && texts.len() > 1;
    !(is_free || slot.key && texts == ["-"]) && kind::cost(&slot.kind, texts, false) == Some(0)
}
