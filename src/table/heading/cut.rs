//! The beginning of the asked view's heading, of which the rest is lost: the kinds of the cells alone tell the columns.

use super::super::body::{Item, ItemKind};
use super::super::slot::Slot;
use super::super::word::Word;
use super::super::{Definition, bare};
use super::{Heading, normal, order, view_slots};

/// The beginning of the asked view's heading, the rest lost: its columns can be told by the kinds of their cells alone.
pub(super) fn find(
    definition: &Definition,
    option: &str,
    items: &[Item<'_>],
    at: usize,
    first: &[Word<'_>],
) -> Option<Heading> {
    let (index, view) =
        definition.views.iter().enumerate().find(|(_, view)| view.option == option && !view.headless)?;
    let ruler = (at + 1..items.len()).find(|&next| items[next].kind != ItemKind::Blank)?;
    let bag = &view.words;
    let is_same = |word: &str, other: &Word<'_>| word.eq_ignore_ascii_case(bare(other.text));
    let starts = bag.first().is_some_and(|word| first.first().is_some_and(|first| is_same(word, first)));
    let known = first.iter().all(|word| bag.iter().any(|own| is_same(own, word)));
    if items[ruler].kind != ItemKind::Ruler || !starts || !known || first.len() < 2 {
        return None;
    }
    let lines = vec![items[at].line.number];
    let plain = |words: &mut dyn Iterator<Item = &str>| words.map(normal).collect::<Vec<_>>();
    let (said, own) = (plain(&mut first.iter().map(|word| word.text)), plain(&mut bag.iter().map(String::as_str)));
    let mut slots = view_slots(definition, view);
    // A ruler of one run does not tell how many columns there are.
    let is_ruled = items[ruler].line.text.split_whitespace().count() > 1;
    let lowest: usize = slots.iter().map(|slot| slot.bottom.split_whitespace().count()).sum();
    if !is_ruled && first.len() < lowest {
        return None;
    }
    let is_in_order = order::is_within(&said, &own);
    if !is_in_order {
        unname_moved(&mut slots, (&said, &own));
    }
    let doubtful = lines.first().copied().filter(|_| !is_in_order);
    Some(Heading { slots, view: index, lines, next: ruler + 1, doubtful, ..Heading::default() })
}

/// Takes their names from the columns that may stand in the place of another one: all but those before the first word that is not
/// in its place, and behind the last one. Neither stands over the cells, so that nobody knows which is which.
fn unname_moved(slots: &mut [Slot], (said, own): (&[String], &[String])) {
    let same = |pair: &(&String, &String)| pair.0 == pair.1;
    let is_whole = said.len() == own.len();
    let before = said.iter().zip(own).take_while(same).count();
    let behind = own.len() - said.iter().rev().zip(own.iter().rev()).take_while(same).count();
    let mut at = 0;
    for slot in slots {
        let words = slot.bottom.split_whitespace().count();
        slot.named &= is_whole && (at + words <= before || at >= behind);
        at += words;
    }
}
