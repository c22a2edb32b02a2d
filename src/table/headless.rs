//! Rows without a heading: the command tells the columns, where the view prints none, or somebody left out that of `-fields`.

use super::Definition;
use super::heading::Heading;
use super::kind::{self, Fit};
use super::slot::Slot;
use crate::source::Line;

/// Fields whose order is tried; ONTAP prints them in an order of its own.
const MOST: usize = 6;

/// The columns of a table without heading; a group's line is told by its smaller indent.
pub(super) fn of_view<'a>(definition: &Definition, view: usize, lines: impl Iterator<Item = &'a Line<'a>>) -> Heading {
    let view_definition = &definition.views[view];
    let key = view_definition.key.as_ref().unwrap_or(&definition.key);
    let columns = view_definition.columns.iter().filter_map(|name| definition.column(name));
    let mut slots: Vec<_> = columns.map(|column| Slot::of(column, key)).collect();
    let indents: Vec<usize> = lines.map(|line| line.text.len() - line.text.trim_start().len()).collect();
    let (least, most) = (indents.iter().min().copied().unwrap_or(0), indents.iter().max().copied().unwrap_or(0));
    let placed = most > least && most <= least + 8;
    if let (true, [group, name, ..]) = (placed, slots.as_mut_slice()) {
        (group.offset, name.offset) = (Some(least), Some(most));
    }
    heading(slots, view, placed)
}

/// The columns of rows that lost the heading of `-fields`: the keys, which ONTAP prints first, and the asked fields in the only
/// order in which all cells are values of their columns. Columns that may have changed places have no name.
pub(super) fn of_fields<'a>(
    definition: &Definition,
    asked: &[&str],
    lines: impl Iterator<Item = &'a Line<'a>>,
) -> Option<Heading> {
    let asked = asked.iter().filter(|name| !definition.key.iter().any(|key| key == *name));
    let fields: Vec<Slot> = asked.map(|name| Some(Slot::of(definition.column(name)?, &[]))).collect::<Option<_>>()?;
    let keys = definition.key.iter().filter_map(|key| definition.column(key));
    let keys: Vec<Slot> = keys.map(|column| Slot { group: false, ..Slot::of(column, &definition.key) }).collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.text.split_whitespace().collect()).collect();
    let width = keys.len() + fields.len();
    if rows.is_empty() || fields.is_empty() || fields.len() > MOST || rows.iter().any(|row| row.len() != width) {
        return None;
    }
    let fit =
        |slot: &Slot, at: usize| rows.iter().map(|row| kind::fit(&slot.kind, row[at])).min().unwrap_or(Fit::Never);
    let mut orders = orders(fields.len(), &|field, place| fit(&fields[field], keys.len() + place) > Fit::Never);
    // A word that a column is known to print is hardly one of another column that no one knows.
    let told = |order: &Vec<usize>| {
        let places = order.iter().enumerate();
        places.filter(|(place, field)| fit(&fields[**field], keys.len() + *place) == Fit::Telling).count()
    };
    let most = orders.iter().map(told).max().unwrap_or(0);
    orders.retain(|order| told(order) == most);
    let first = orders.first()?;
    let is_sure = |place: usize| orders.iter().all(|order| order[place] == first[place]);
    let own = first.iter().enumerate().map(|(place, &field)| Slot { named: is_sure(place), ..fields[field].clone() });
    let slots: Vec<Slot> = keys.into_iter().chain(own).collect();
    // Words that fit because any word does may be a sentence.
    let is_told = slots.iter().enumerate().any(|(at, slot)| fit(slot, at) == Fit::Telling);
    let fits = slots.iter().enumerate().all(|(at, slot)| fit(slot, at) > Fit::Never);
    let view = definition.views.iter().position(|view| view.option.is_empty()).unwrap_or(0);
    (is_told && fits).then(|| heading(slots, view, false))
}

/// The columns that a line names: keys, and fields that were asked, all of them; known by the command, whatever the table knows.
pub(super) fn of_names(definition: &Definition, asked: &[&str], line: &Line<'_>) -> Option<Heading> {
    let names: Vec<&str> = line.text.split_whitespace().collect();
    let is_key = |name: &&&str| definition.key.iter().any(|key| key == **name);
    let is_named = |name: &&str| asked.contains(name);
    let is_whole = asked.iter().all(|name| names.contains(name));
    let are_all = names.iter().all(|name| is_key(&name) || is_named(name));
    if names.first().is_none_or(|first| !is_key(&first)) || !is_whole || !are_all {
        return None;
    }
    let slot = |name: &&str| match definition.column(name) {
        Some(column) => Slot { group: false, blank: false, ..Slot::of(column, &definition.key) },
        None => Slot { blank: false, ..Slot::unknown(name, true) },
    };
    let view = definition.views.iter().position(|view| view.option.is_empty()).unwrap_or(0);
    let lines = vec![line.number];
    Some(Heading { lines, of_fields: true, ..heading(names.iter().map(slot).collect(), view, false) })
}

/// All orders of so many fields in which each may stand in its place.
fn orders(count: usize, may: &dyn Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for place in 0..count {
        let longer = |order: &Vec<usize>| {
            let free = (0..count).filter(|field| !order.contains(field) && may(*field, place));
            free.map(|field| [order.as_slice(), &[field]].concat()).collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders
}

fn heading(slots: Vec<Slot>, view: usize, placed: bool) -> Heading {
    Heading { slots, view, placed, sound: true, ..Heading::default() }
}
