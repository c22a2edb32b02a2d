//! Rows that stand exactly where ONTAP puts them: every cell at its own column, none too wide, all of their types.
//!
//! Any other reading of such a row would have to move a word, so that none can be as cheap; no search is needed.

use super::Kind;
use super::kind;
use super::slot::Slot;
use super::word::Word;

/// Longest cell, in words.
const LONGEST: usize = 8;

/// The cells of a whole record on one line, if it is placed exactly: slot, first word, word behind the last.
pub(super) fn align(words: &[Word<'_>], slots: &[Slot]) -> Option<Vec<(usize, usize, usize)>> {
    let first = words.first()?;
    let groups = slots.iter().take_while(|slot| slot.group).count();
    let mut slot = (0..=groups.min(slots.len() - 1)).find(|&slot| stands(&slots[slot], first))?;
    let mut cells = Vec::with_capacity(slots.len());
    let mut from = 0;
    for at in 1..words.len() {
        let word = &words[at];
        if word.tabs > 0 {
            return None;
        }
        match next_slot(slots, slot, word) {
            Some(next) => {
                is_cell(&slots[slot], &words[from..at]).then(|| cells.push((slot, from, at)))?;
                (slot, from) = (next, at);
            }
            None if word.gap == 1 => {}
            None => return None,
        }
    }
    is_cell(&slots[slot], &words[from..]).then(|| cells.push((slot, from, words.len())))?;
    let is_whole = first.tabs == 0 && slots[slot + 1..].iter().all(|slot| slot.blank);
    is_whole.then_some(cells)
}

fn stands(slot: &Slot, word: &Word<'_>) -> bool {
    let Some(offset) = slot.offset else { return false };
    offset + slot.text_indent(word.text) == word.start || (slot.right && slot.end() == word.end)
}

/// The slot to the right in which `word` stands exactly, with nothing but blank cells between.
fn next_slot(slots: &[Slot], slot: usize, word: &Word<'_>) -> Option<usize> {
    for (index, next) in slots.iter().enumerate().skip(slot + 1) {
        if stands(next, word) {
            return Some(index);
        }
        if !next.blank {
            return None;
        }
    }
    None
}

/// Whether the words are a cell of the slot's type that does not reach beyond its column.
fn is_cell(slot: &Slot, words: &[Word<'_>]) -> bool {
    if words.len() > LONGEST || words.last().is_none_or(|last| last.end > slot.end()) {
        return false;
    }
    let mut texts = [""; LONGEST];
    texts.iter_mut().zip(words).for_each(|(text, word)| *text = word.text);
    let texts = &texts[..words.len()];
    let is_free = slot.kind == Kind::Name && texts.len() > 1;
    !(is_free || slot.key && texts == ["-"]) && kind::cost(&slot.kind, texts, false) == Some(0)
}
