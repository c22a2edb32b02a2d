//! Dots in the place of a list's elements: somebody left them out, and what the list holds is not told.

use super::body::{Item, ItemKind};
use super::found::Found;
use super::{Definition, Kind};

/// Dots that stand for the elements of a list, not for rows.
pub(super) fn is_inside_cell(items: &[Item<'_>], at: usize) -> bool {
    if items[at].line.text.contains(char::is_alphanumeric) {
        return false;
    }
    let before =
        items[..at].iter().rev().find(|item| !matches!(item.kind, ItemKind::Blank | ItemKind::Ruler | ItemKind::Dots));
    before.is_some_and(|item| item.line.text.contains("Failover Targets") || item.line.text.trim() == "Failover")
}

/// The records without the lists of which elements were left out: an empty one would say that there is none.
pub(super) fn without_lists(definition: &Definition, mut found: Found, items: &[Item<'_>]) -> Found {
    let is_list = |name: &str| definition.column(name).is_some_and(|column| matches!(column.kind, Kind::Targets));
    let dots = (0..items.len()).filter(|&at| items[at].kind == ItemKind::Dots && is_inside_cell(items, at));
    for line in dots.map(|at| items[at].line.number) {
        let own = found.records.partition_point(|record| record.line <= line).checked_sub(1);
        if let Some(record) = own.and_then(|own| found.records.get_mut(own)) {
            record.fields.retain(|(name, _)| !is_list(name));
        }
    }
    found
}
