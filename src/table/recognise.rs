//! Which table a text without a command belongs to: by separators, a heading, a sentence, labels, or option names.

use std::collections::HashSet;
use std::sync::Arc;

use super::body::{Item, ItemKind};
use super::gate::{Gate, is_over_ruler};
use super::heading::{self, Heading};
use super::{Definition, labels, sentence, separated};

/// Which lines are worth a look, for all tables together and for each.
pub(super) struct Gates {
    pub(super) all: Gate,
    pub(super) each: Vec<Gate>,
    /// All labels in small letters.
    labels: HashSet<String>,
    /// Whether one of them holds a colon or ends in a blank, so that what stands before a colon tells nothing.
    has_odd: bool,
    /// The words of all headings and the names of all columns in small letters.
    pub(super) words: Arc<HashSet<String>>,
}

impl Gates {
    pub(super) fn of(tables: &[Definition]) -> Self {
        let columns = || tables.iter().flat_map(|table| &table.columns);
        let headings = columns().flat_map(|column| column.headings.iter().flatten());
        let names = columns().map(|column| &column.name);
        let words = headings.chain(names).flat_map(|text| text.split_whitespace()).map(str::to_ascii_lowercase);
        let labels = columns().flat_map(|column| &column.labels).map(|label| label.to_ascii_lowercase());
        let labels: HashSet<String> = labels.collect();
        let is_odd = |label: &String| label.contains(':') || label.ends_with(char::is_whitespace);
        Self {
            has_odd: labels.iter().any(is_odd),
            all: Gate::of(tables),
            each: tables.iter().map(|table| Gate::of([table])).collect(),
            labels,
            words: Arc::new(words.collect()),
        }
    }

    /// Whether a label of any table may begin the line.
    fn may_know(&self, text: &str) -> bool {
        let said = labels::before_colon(text.trim_start());
        said.is_some_and(|(_, said)| self.has_odd || self.labels.contains(&said.to_ascii_lowercase()))
    }
}

/// The tables with their gates.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) tables: &'a [Definition],
    pub(super) gates: &'a Gates,
}

/// Whether a heading with all its words begins there, a sentence, or labels behind a blank line.
pub(super) fn is_sure(items: &[Item<'_>], at: usize, definition: &Definition) -> bool {
    let is_parted = at.checked_sub(1).is_none_or(|before| items[before].kind == ItemKind::Blank);
    match heading::find(definition, None, items, at) {
        Some(heading) => heading.sound,
        None => is_parted || sentence::is_sentence(definition, &items[at]),
    }
}

pub(super) fn has_footer(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| matches!(item.kind, ItemKind::Footer(_)))
}

/// The table that the item begins: by its heading, by a sentence, by labels above a heading, or by three known labels.
pub(super) fn recognise(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, usize)> {
    let tables = known.tables;
    let by_heading = || best_heading(items, at, known).map(|found| (found.0, found.1.next));
    let by_sentence =
        || tables.iter().position(|table| sentence::is_sentence(table, &items[at])).map(|table| (table, at + 1));
    by_separator(items, at, tables)
        .or_else(by_heading)
        .or_else(by_sentence)
        .or_else(|| by_labels(items, at, known))
        .or_else(|| headless(items, at, tables))
}

/// The table that knows most of the names in separated text, its keys among them.
fn by_separator(items: &[Item<'_>], at: usize, tables: &[Definition]) -> Option<(usize, usize)> {
    let found = separated::find(items, at)?;
    let known = |table: &Definition| found.names.iter().filter(|name| table.column(name).is_some()).count();
    let has_keys = |table: &Definition| table.key.iter().all(|key| found.names.contains(key));
    let best = (0..tables.len())
        .filter(|&table| has_keys(&tables[table]))
        .max_by_key(|&table| (known(&tables[table]), std::cmp::Reverse(table)))?;
    (known(&tables[best]) >= 2).then_some((best, found.next))
}

/// A run of labels that one table knows best; a block above a heading belongs to the table of that heading.
fn by_labels(items: &[Item<'_>], at: usize, tables: &Tables<'_>) -> Option<(usize, usize)> {
    if !tables.gates.all.lets_label(&items[at].line.text) || !tables.gates.may_know(&items[at].line.text) {
        return None;
    }
    let gated = tables;
    let tables = tables.tables;
    let known = |definition: &Definition, item: &Item<'_>| labels::labelled(definition, &item.line, 0, false).is_some();
    if !items[at].line.text.contains(':') || !tables.iter().any(|definition| known(definition, &items[at])) {
        return None;
    }
    let block: Vec<&Item<'_>> = items[at..].iter().filter(|item| item.kind == ItemKind::Text).take(12).collect();
    let end = (at..items.len().min(at + 14))
        .filter(|&next| items[next].kind == ItemKind::Text)
        .find_map(|next| best_heading(items, next, gated).map(|(table, _)| (next, table)));
    if let Some((next, table)) = end {
        // Of tables with the same heading the one whose label stands above it.
        let behind = |definition: &Definition| {
            let is_led = definition.views.iter().any(|view| !view.above.is_empty());
            let heading = heading::find(definition, None, items, next)?;
            (is_led && known(definition, &items[at])).then_some(heading.next)
        };
        let others = (0..tables.len()).filter(|&other| other != table);
        return std::iter::once(table).chain(others).find_map(|table| Some((table, behind(&tables[table])?)));
    }
    let labels: Vec<&&Item<'_>> = block.iter().filter(|item| gated.gates.may_know(&item.line.text)).collect();
    let count = |definition: &Definition| {
        let labels = labels.iter().filter_map(|item| labels::labelled(definition, &item.line, 0, false));
        labels.map(|label| label.field).collect::<std::collections::BTreeSet<_>>().len()
    };
    let best = (0..tables.len()).max_by_key(|&table| (count(&tables[table]), std::cmp::Reverse(table)))?;
    (count(&tables[best]) >= 3 && known(&tables[best], &items[at])).then_some((best, at + block.len()))
}

/// The heading that begins at an item, of the table that it fits best. A damaged one counts only where no whole one
/// begins just below it.
fn best_heading(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, Heading)> {
    if !known.gates.all.lets_heading(items, at) {
        return None;
    }
    let gated = |at: usize| {
        let is_over_ruler = is_over_ruler(items, at);
        let lets = move |table: &usize| is_over_ruler || known.gates.each[*table].lets_words(&items[at]);
        (0..known.tables.len()).filter(lets).map(|table| (table, &known.tables[table]))
    };
    let whole = |at: usize| {
        let gated = gated(at).filter(|(table, _)| known.gates.each[*table].lets_whole(&items[at]));
        let found = gated.filter_map(|(table, definition)| Some((table, heading::sound(definition, items, at)?)));
        // Names of fields may be those of several tables: most of them are of one.
        let is_own = |table: usize, name: &str| known.tables[table].column(name).is_some();
        let own =
            |table: usize, heading: &Heading| heading.slots.iter().filter(|slot| is_own(table, &slot.name)).count();
        found.max_by_key(|(table, heading)| (heading.columns(), own(*table, heading), std::cmp::Reverse(*table)))
    };
    let damaged = || {
        let below = (at + 1..items.len()).filter(|&next| items[next].kind == ItemKind::Text).take(3);
        let mut found: Vec<(usize, Heading)> = gated(at)
            .filter_map(|(table, definition)| Some((table, heading::damaged(definition, None, items, at)?)))
            .collect();
        if found.is_empty() || below.into_iter().any(|next| whole(next).is_some()) {
            return None;
        }
        let own = |table: usize, heading: &Heading| {
            heading.slots.iter().filter(|slot| known.tables[table].column(&slot.name).is_some()).count()
        };
        found.sort_by_key(|(table, heading)| (std::cmp::Reverse(own(*table, heading)), *table));
        let (table, heading) = found.into_iter().next()?;
        // What another table names better is that one's, also where it lacks its keys.
        let named = |table: usize| heading::named_cells(&known.tables[table], items, at);
        let is_best = gated(at).all(|(other, _)| other == table || named(other) <= named(table));
        is_best.then_some((table, heading))
    };
    whole(at).or_else(damaged)
}

/// A table without heading is told by its option names.
fn headless(items: &[Item<'_>], at: usize, tables: &[Definition]) -> Option<(usize, usize)> {
    let table = tables.iter().position(|table| table.views.iter().any(|view| view.headless))?;
    let option = |item: &Item<'_>| {
        let name = item.line.text.trim_start().split_once(' ').map(|(name, _)| name.replace('.', "-"));
        let is_told = |name: String| tables[table].derived.iter().any(|derived| derived.column == name);
        item.kind == ItemKind::Text && name.is_some_and(is_told)
    };
    let next = items[at + 1..].iter().find(|item| item.kind != ItemKind::Blank)?;
    let is_group = items[at].line.text.split_whitespace().count() == 1;
    (is_group && option(next)).then_some((table, at + 2))
}
