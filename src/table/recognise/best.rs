//! Of all tables the one whose heading begins at an item.

use super::super::Definition;
use super::super::body::{Item, ItemKind};
use super::super::gate::is_over_ruler;
use super::super::heading::{self, Heading};
use super::Tables;

/// The heading that begins at an item, of the table that it fits best. A damaged one counts only where no whole one
/// begins just below it.
pub(super) fn heading(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, Heading)> {
    if !known.gates.all.lets_heading(items, at) {
        return None;
    }
    whole(items, at, known).or_else(|| damaged(items, at, known))
}

/// The tables of which the item may begin a heading.
fn gated<'a>(
    items: &'a [Item<'_>],
    at: usize,
    known: &Tables<'a>,
) -> impl Iterator<Item = (usize, &'a Definition)> + use<'a> {
    let is_over_ruler = is_over_ruler(items, at);
    let Tables { tables, gates } = *known;
    let item = &items[at];
    let lets: Vec<bool> = gates.each.iter().map(|gate| is_over_ruler || gate.lets_words(item)).collect();
    tables.iter().enumerate().filter(move |(table, _)| lets[*table])
}

/// How many columns of the heading are the table's own: names of fields may be those of several tables.
fn own((table, heading): &(usize, Heading), known: &Tables<'_>) -> usize {
    let is_own = |name: &str| known.tables[*table].column(name).is_some();
    heading.slots.iter().filter(|slot| is_own(&slot.name)).count()
}

fn whole(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, Heading)> {
    let gated = gated(items, at, known).filter(|(table, _)| known.gates.each[*table].lets_whole(&items[at]));
    let found = gated.filter_map(|(table, definition)| Some((table, heading::sound(definition, items, at)?)));
    // Names of fields are a heading whatever they are: other commands have fields of the same names.
    let is_told = |(table, heading): &(usize, Heading)| {
        let names: Vec<&str> = heading.slots.iter().map(|slot| slot.name.as_str()).collect();
        !heading.of_fields || heading::are_told(&known.tables[*table], &names)
    };
    found.filter(is_told).max_by_key(|found| (found.1.columns(), own(found, known), std::cmp::Reverse(found.0)))
}

fn damaged(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, Heading)> {
    // Without a ruler there is nothing that a table could be told by.
    let (lines, _) = heading::ruled_lines(items, at)?;
    let words: Vec<String> =
        lines.iter().flat_map(|&line| items[line].line.text.split_whitespace()).map(heading::normal).collect();
    let below = (at + 1..items.len()).filter(|&next| items[next].kind == ItemKind::Text).take(3);
    let found: Vec<(usize, Heading)> = gated(items, at, known)
        .filter(|(_, definition)| heading::may_name_keys(definition, &words))
        .filter_map(|(table, definition)| Some((table, heading::damaged(definition, None, items, at)?)))
        .filter(|(table, heading)| heading::is_told(&known.tables[*table], heading, items, at))
        .collect();
    if found.is_empty() || below.into_iter().any(|next| whole(items, next, known).is_some()) {
        return None;
    }
    let (table, heading) = found.into_iter().max_by_key(|found| (own(found, known), std::cmp::Reverse(found.0)))?;
    // What another table names better is that one's, also where it lacks its keys.
    let named = |table: usize| heading::named_cells(&known.tables[table], items, at);
    let is_best = gated(items, at, known).all(|(other, _)| other == table || named(other) <= named(table));
    is_best.then_some((table, heading))
}
