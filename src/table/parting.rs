//! Where an answer ends although no prompt is there: at a heading with other columns, or at that of another command.
//!
//! The options that were typed hold for the first table alone; what stands below another heading is read for itself.

use super::Definition;
use super::body::{Item, ItemKind};
use super::heading;
use super::reader::label_above;
use super::recognise::{Gates, headless};

/// The item at which something else than the answer to `tables[own]` begins; 0 when all of it is something else.
pub(super) fn end(tables: &[Definition], own: usize, gates: &Gates, items: &[Item<'_>]) -> Option<usize> {
    let mut first: Option<Vec<String>> = None;
    let mut is_counted = false;
    let mut at = 0;
    while at < items.len() {
        let mut next = at + 1;
        // Behind the count nothing belongs to the answer, not even the same heading again.
        is_counted |= matches!(items[at].kind, ItemKind::Footer(_));
        if items[at].kind == ItemKind::Text && (gates.all.lets_heading(items, at) || is_counted) {
            if let Some(found) = heading::sound(&tables[own], items, at) {
                let columns = found.slots.iter().map(|slot| slot.name.clone()).collect();
                if is_counted || first.as_ref().is_some_and(|first| *first != columns) {
                    return Some(with_labels(&tables[own], items, at));
                }
                first = Some(columns);
                next = found.next.max(next);
            } else if is_counted && is_headless(&tables[own]) && headless(items, at, tables).is_some() {
                return Some(at);
            } else if let Some(other) = other(tables, own, gates, items, at) {
                return Some(with_labels(&tables[other], items, at));
            }
        }
        at = next;
    }
    None
}

/// Whether the answer is printed without a heading: another one begins with the name of a group above the name of an option.
fn is_headless(definition: &Definition) -> bool {
    definition.views.iter().any(|view| view.headless)
}

/// Another table whose heading begins here.
fn other(tables: &[Definition], own: usize, gates: &Gates, items: &[Item<'_>], at: usize) -> Option<usize> {
    let mut others = (0..tables.len()).filter(|&table| table != own && gates.each[table].lets_whole(&items[at]));
    others.find(|&table| heading::sound(&tables[table], items, at).is_some())
}

/// The first of the labels that stand right above a heading.
fn with_labels(definition: &Definition, items: &[Item<'_>], heading: usize) -> usize {
    let mut start = heading;
    for at in (0..heading).rev() {
        match items[at].kind {
            ItemKind::Text if label_above(definition, &items[at], 0).is_some() => start = at,
            ItemKind::Blank => {}
            _ => break,
        }
    }
    start
}
