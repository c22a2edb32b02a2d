//! The beginning of the asked view's heading, of which the rest is lost: the kinds of the cells alone tell the columns.

use super::super::body::{Item, ItemKind};
use super::super::slot::Slot;
use super::super::word::Word;
use super::super::{Definition, Kind};
use super::{Heading, bag, bare, normal, order, view_slots};

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
    let bag = bag(definition, view);
    let is_same = |word: &str, other: &Word<'_>| word.eq_ignore_ascii_case(bare(other.text));
    let starts = bag.first().is_some_and(|word| first.first().is_some_and(|first| is_same(word, first)));
    let known = first.iter().all(|word| bag.iter().any(|own| is_same(own, word)));
    if items[ruler].kind != ItemKind::Ruler || !starts || !known || first.len() < 2 {
        return None;
    }
    let lines = vec![items[at].line.number];
    let plain = |words: &mut dyn Iterator<Item = &str>| words.map(normal).collect::<Vec<_>>();
    let (said, own) = (plain(&mut first.iter().map(|word| word.text)), plain(&mut bag.iter().copied()));
    let mut slots = view_slots(definition, view);
    if !order::is_within(&said, &own) {
        unname_alike(&mut slots);
    }
    Some(Heading { slots, view: index, lines, next: ruler + 1, ..Heading::default() })
}

/// Takes their names from the columns of one type: where the heading's order is not the view's, and neither stands over the cells,
/// nobody knows which is which.
fn unname_alike(slots: &mut [Slot]) {
    let kinds: Vec<Kind> = slots.iter().map(|slot| slot.kind.clone()).collect();
    for (at, slot) in slots.iter_mut().enumerate().filter(|(_, slot)| !slot.key) {
        slot.named &= !kinds.iter().enumerate().any(|(other, kind)| other != at && *kind == slot.kind);
    }
}
