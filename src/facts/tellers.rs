//! Which commands tell what a rule's verdict rests on, by the tables alone.

use std::collections::BTreeSet;

use super::derive::sources;
use crate::rule::{Catalog, Check, Read, Rule};
use crate::table::{Definition, Era};

/// A command, and the columns of its answer that a rule looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Teller {
    /// The command.
    pub command: String,
    /// The releases that have it; `None`: all.
    pub era: Option<Era>,
    /// Names of the columns, and the releases that have them.
    pub columns: Vec<(String, Option<Era>)>,
}

/// The commands whose answers the rule's verdict rests on, in the order of the tables.
pub fn tellers(rule: &Rule, catalog: &Catalog) -> Vec<Teller> {
    let mut reads: BTreeSet<Read> =
        rule.rests_on().iter().flat_map(|(entity, column)| sources(&catalog.tables, entity, column)).collect();
    reads.extend(names_of_rows(rule, catalog));
    let tellers = catalog.tables.iter().filter_map(|table| {
        let told: Vec<(String, Option<Era>)> = table
            .columns
            .iter()
            .filter(|column| column.splits.is_empty() && is_read(table, &column.fact, &reads))
            .map(|column| (column.name.clone(), column.era))
            .collect();
        let is_key = |name: &String| table.key.contains(name);
        // A name alone is in every answer about the entity: it counts where that answer lists all rows.
        let is_teller =
            told.iter().any(|(name, _)| !is_key(name)) || lists_what_only_names_tell(table, &reads, catalog);
        (is_teller && !told.is_empty()).then(|| Teller {
            command: table.command.clone(),
            era: table.era,
            columns: told,
        })
    });
    tellers.collect()
}

/// A rule about all rows of an entity rests on the answer that lists them, be no name of theirs in its sentences.
fn names_of_rows(rule: &Rule, catalog: &Catalog) -> Vec<Read> {
    let Check::Rows(check) = &rule.check else { return Vec::new() };
    let listing = catalog.tables.iter().filter(|table| table.entity == check.each && table.lists(&check.each));
    listing.flat_map(|table| table.key.iter().map(|name| (check.each.clone(), name.clone()))).collect()
}

fn is_read(table: &Definition, fact: &str, reads: &BTreeSet<Read>) -> bool {
    reads.iter().any(|(entity, column)| column == fact && table.tells(entity))
}

fn lists_what_only_names_tell(table: &Definition, reads: &BTreeSet<Read>, catalog: &Catalog) -> bool {
    let is_key = |column: &str| table.key.iter().any(|name| name == column);
    let is_listed_elsewhere = catalog.tables.iter().any(|other| {
        let lists = other.entity == table.entity && other.command != table.command && other.lists(&table.entity);
        let is_telling =
            |(entity, column): &Read| *entity == other.entity && other.columns.iter().any(|c| c.fact == *column);
        lists && reads.iter().any(|read| is_telling(read) && !is_key(&read.1))
    });
    table.lists(&table.entity) && reads.iter().any(|(entity, _)| *entity == table.entity) && !is_listed_elsewhere
}
