//! Where the answers of a text without commands begin.

use super::body::{Item, ItemKind, is_headed};
use super::command::echo;
use super::recognise::{Tables, has_footer, is_sure, recognise};
use super::{Definition, doubled, heading};

/// The command whose echo stands right above an item.
fn echoed<'t>(items: &'t [Item<'_>], at: usize) -> Option<&'t str> {
    let above = items[..at].iter().rev().find(|item| item.kind != ItemKind::Blank)?;
    echo(&above.line.text).filter(|command| *command != "rows" && items[at].kind == ItemKind::Text)
}

/// The items below the echo of a command that no table describes: they are none of these tables.
fn of_another(items: &[Item<'_>], at: usize, tables: &[Definition]) -> Option<usize> {
    echoed(items, at).filter(|command| tables.iter().all(|table| table.command != *command))?;
    // Behind every line of a doubled text stands an empty one.
    let is_doubled = doubled::is_doubled(&items[at..]);
    let is_end = |item: &&Item<'_>| match item.kind {
        ItemKind::Blank => !is_doubled,
        ItemKind::Footer(_) => true,
        _ => is_doubled && echo(&item.line.text).is_some(),
    };
    Some(items[at..].iter().take_while(|item| !is_end(item)).count().max(1))
}

/// The table that begins at the item, with the item behind its heading: that of the echo above it, or what is recognised.
pub(super) fn begins(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, usize)> {
    if items[at].kind != ItemKind::Text {
        return None;
    }
    let named = |command: &str| {
        let table = known.tables.iter().position(|table| table.command == command)?;
        Some((table, heading::sound(&known.tables[table], items, at)?.next))
    };
    echoed(items, at).and_then(named).or_else(|| recognise(items, at, known))
}

/// Where answers without a command begin, and of which tables.
pub(super) fn starts(items: &[Item<'_>], known: &Tables<'_>, is_foreign: bool) -> Vec<(usize, usize)> {
    let tables = known.tables;
    let may_be = |table: usize, at: usize| !is_foreign || heading::sound(&tables[table], items, at).is_some();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let mut next = at + 1;
        if let Some(others) = of_another(items, at, tables) {
            at += others;
            continue;
        }
        if let Some((table, behind)) = begins(items, at, known).filter(|found| may_be(found.0, at)) {
            // Within an answer a row may look like the rest of a torn heading.
            let is_open = starts.last().is_some_and(|&(from, last)| last != table && !has_footer(&items[from..at]));
            let is_row = is_open && !is_sure(items, at, &tables[table]) && !is_headed(items, at);
            let goes_on =
                is_row || starts.last().is_some_and(|&(from, last)| last == table && !has_footer(&items[from..at]));
            if !goes_on {
                starts.push((at, table));
            }
            next = if is_row { next } else { behind.max(next) };
        }
        at = next;
    }
    starts
}
