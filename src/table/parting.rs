//! Where an answer ends although no prompt is there: at a heading with other columns, or at that of another command.
//!
//! The options that were typed hold for the first table alone; what stands below another heading is read for itself.

use super::Definition;
use super::body::{Item, ItemKind};
use super::heading;
use super::reader::label_above;
use super::recognise::{Gates, headless};

/// The item at which something else than the answer to `tables[own]` begins; 0 when all of it is something else.
///
/// `is_typed`: the command above is known. What a heading that nobody knows has below it is then shown as unread.
pub(super) fn end(
    tables: &[Definition],
    own: usize,
    gates: &Gates,
    items: &[Item<'_>],
    is_typed: bool,
) -> Option<usize> {
    let mut first: Option<Vec<String>> = None;
    let mut is_counted = false;
    let mut at = 0;
    while at < items.len() {
        let mut next = at + 1;
        // Behind the count nothing belongs to the answer, not even the same heading again.
        is_counted |= matches!(items[at].kind, ItemKind::Footer(_));
        let is_ruled = !is_typed && is_ruled(items, at);
        if items[at].kind == ItemKind::Text && (is_ruled || gates.all.lets_heading(items, at) || is_counted) {
            let of_author = || if is_ruled { heading::damaged(&tables[own], None, items, at) } else { None };
            if let Some(found) = heading::sound(&tables[own], items, at).or_else(of_author) {
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
            } else if is_ruled && first.is_some() {
                return Some(at);
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

/// Whether columns are headed there, apart from what stands above and with their ruler below: by whom, and of which table, is not told.
fn is_ruled(items: &[Item<'_>], at: usize) -> bool {
    let columns = |at: usize| items[at].line.text.split_whitespace().count();
    let is_apart = at.checked_sub(1).is_none_or(|above| items[above].kind == ItemKind::Blank);
    let is_over = || items.get(at + 1).is_some_and(|below| below.kind == ItemKind::Ruler);
    // Some programs draw a ruler below every row.
    let is_title = |word: &str| !word.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    items[at].kind == ItemKind::Text
        && is_apart
        && is_over()
        && columns(at) > 1
        && columns(at + 1) > 1
        && items[at].line.text.split_whitespace().all(is_title)
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
