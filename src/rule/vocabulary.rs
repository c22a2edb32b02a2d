//! What rules may speak of: entities, their columns, and the words of those columns. Comes from the tables alone.

use std::collections::BTreeMap;

use crate::table::{Column, Definition, Kind};

/// All entities of a catalog.
pub(crate) struct Vocabulary<'t> {
    entities: BTreeMap<&'t str, Entity<'t>>,
    commands: Vec<&'t str>,
}

/// The columns of one entity and its key.
#[derive(Default)]
pub(crate) struct Entity<'t> {
    columns: BTreeMap<&'t str, Vec<&'t Kind>>,
    pub(crate) key: Vec<&'t str>,
}

impl<'t> Vocabulary<'t> {
    pub(crate) fn of(tables: &'t [Definition]) -> Self {
        let mut vocabulary = Self { entities: BTreeMap::new(), commands: Vec::new() };
        vocabulary.commands = tables.iter().map(|table| table.command.as_str()).collect();
        for table in tables {
            vocabulary.add(table, &table.entity, &table.key);
        }
        for (table, view) in tables.iter().flat_map(|table| table.views.iter().map(move |view| (table, view))) {
            if let Some(entity) = view.entity.as_ref().filter(|entity| **entity != table.entity) {
                vocabulary.add(table, entity, view.key.as_ref().unwrap_or(&table.key));
            }
        }
        for (table, derived) in tables.iter().flat_map(|table| table.derived.iter().map(move |one| (table, one))) {
            let columns = &mut vocabulary.entities.entry(&table.entity).or_default().columns;
            columns.entry(&derived.column).or_default().extend(&derived.kind);
        }
        vocabulary
    }

    /// Adds the columns that are facts: a cell that is split tells its parts only.
    fn add(&mut self, table: &'t Definition, entity: &'t str, key: &'t [String]) {
        let entity = self.entities.entry(entity).or_default();
        if entity.key.is_empty() {
            entity.key = key.iter().map(|name| table.column(name).map_or(name.as_str(), fact)).collect();
        }
        for column in table.columns.iter().filter(|column| column.splits.is_empty()) {
            entity.columns.entry(fact(column)).or_default().push(&column.kind);
        }
    }

    pub(crate) fn entity(&self, name: &str) -> Option<&Entity<'t>> {
        self.entities.get(name)
    }

    /// The commands that tables describe.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &'t str> {
        self.commands.iter().copied()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &'t str> {
        self.entities.keys().copied()
    }
}

fn fact(column: &Column) -> &str {
    if column.fact.is_empty() { &column.name } else { &column.fact }
}

impl<'t> Entity<'t> {
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    pub(crate) fn columns(&self) -> impl Iterator<Item = &'t str> {
        self.columns.keys().copied()
    }

    /// The words of a column when it has no other and `word` is none of them; `-` and nothing may stand anywhere.
    pub(crate) fn refusal(&self, column: &str, word: &str) -> Option<Vec<&str>> {
        let kinds = self.columns.get(column)?;
        if matches!(word, "-" | "") || !kinds.iter().all(|kind| refuses(kind, word)) {
            return None;
        }
        Some(kinds.iter().flat_map(|kind| words(kind)).collect())
    }

    /// Whether numbers can be compared there.
    pub(crate) fn is_counted(&self, column: &str) -> bool {
        let wordy = |kind: &&Kind| matches!(kind, Kind::Bool | Kind::Enumeration { .. } | Kind::UpDown);
        !self.columns.get(column).is_some_and(|kinds| kinds.iter().all(wordy))
    }

    /// Whether its values are lists.
    pub(crate) fn is_list(&self, column: &str) -> bool {
        let list = |kind: &&Kind| matches!(kind, Kind::List | Kind::Addresses | Kind::ServiceAddresses | Kind::Targets);
        self.columns.get(column).is_some_and(|kinds| kinds.iter().any(list))
    }
}

fn refuses(kind: &Kind, word: &str) -> bool {
    match kind {
        Kind::Integer => word.parse::<i128>().is_err(),
        Kind::Bool | Kind::Enumeration { .. } => !words(kind).iter().any(|known| known.eq_ignore_ascii_case(word)),
        _ => false,
    }
}

fn words(kind: &Kind) -> Vec<&str> {
    match kind {
        Kind::Bool => vec!["true", "false"],
        Kind::Enumeration { words, .. } => words.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}
