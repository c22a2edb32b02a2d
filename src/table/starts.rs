//! Where the answers of a text without commands begin, and where they end.

use super::body::{Item, ItemKind, is_headed};
use super::command::echo;
use super::reader::label_above;
use super::recognise::{Tables, begins_labels, has_footer, headless, is_sure, recognise};
use super::{Definition, doubled, heading, labels, parting};

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
            let is_label = || starts.last().is_some_and(|&(_, last)| is_of_other(items, at, known, (table, last)));
            let is_row = is_open && !is_sure(items, at, &tables[table]) && !is_headed(items, at) && !is_label();
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

/// Whether a line right below the answer to one table is none of it, but begins that to another: with labels, with the label above a
/// heading, or with a group of options.
fn is_of_other(items: &[Item<'_>], at: usize, known: &Tables<'_>, (own, above): (usize, usize)) -> bool {
    let (own, above) = (&known.tables[own], &known.tables[above]);
    let is_above = || labels::labelled(above, &items[at].line, 0, false).is_some();
    let is_led = || label_above(own, &items[at], 0).is_some() && !is_above();
    let is_group = || own.views.iter().any(|view| view.headless) && headless(items, at, known.tables).is_some();
    begins_labels(items, at, own, above) || is_led() || is_group()
}

/// One table of a text without commands.
pub(super) struct Part {
    /// Its first item, and the one behind its last.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whose heading or labels they are; none where no table has the heading.
    pub(super) table: Option<usize>,
}

/// The tables of a text without commands. Each ends where the next begins, and at a heading with other columns: rows below that are none
/// of its records.
pub(super) fn parts(items: &[Item<'_>], known: &Tables<'_>, is_foreign: bool) -> Vec<Part> {
    let starts = starts(items, known, is_foreign);
    let ends = starts.iter().skip(1).map(|next| next.0).chain([items.len()]);
    let mut parts = Vec::with_capacity(starts.len());
    for (&(first, table), last) in starts.iter().zip(ends) {
        let (mut from, mut table) = (first, Some(table));
        while from < last {
            let behind = |end: usize| from + end.max(1);
            let end = match table {
                Some(table) => parting::end(known.tables, table, known.gates, &items[from..last], false).map(behind),
                None => (from + 1..last).find(|&at| begins(items, at, known).is_some()),
            };
            let to = end.unwrap_or(last);
            parts.push(Part { from, to, table });
            (from, table) = (to, if to < last { begins(items, to, known).map(|found| found.0) } else { None });
        }
    }
    parts
}
