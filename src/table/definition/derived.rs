//! `[[derived]]` of a table file: facts that no answer prints under their name, and what to ask in their place.
//!
//! How such a fact follows is code where it must be (`COMPUTED`); which facts it follows from stands in the files.

use std::collections::BTreeSet;

use super::file::faults_of;
use serde::{Deserialize, Serialize};

use super::{Definition, Kind, parse_kind};
use crate::fault::{Fault, Faults, Section, Text, advice};

const KEYS: [&str; 5] = ["column", "type", "from", "takes", "otherwise"];

/// The facts that the program itself computes: entity and column.
const COMPUTED: [(&str, &str); 6] = [
    ("lif", "role"),
    ("lif", "on-home-node"),
    ("tape-device", "attachment"),
    ("tape-device", "lun"),
    ("tape-device", "target-port"),
    ("tape-device", "unit"),
];

/// A fact that follows from others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Derived {
    /// Its column in the entity of the table.
    pub column: String,
    /// How it reads; `None`: a column of that name does say.
    pub kind: Option<Kind>,
    /// Entities and columns that are asked in its place.
    pub from: Vec<(String, String)>,
    /// The column of which it is the value.
    pub takes: Option<String>,
    /// Its value where no answer tells that column.
    pub otherwise: Option<String>,
}

/// All derived facts of a file. What they follow from is looked at when all tables are known.
pub(super) fn read(root: &Section, faults: &Faults) -> Vec<Derived> {
    let entity = root.quiet_string("entity");
    root.sections("derived", &KEYS).iter().map(|section| one(section, &entity, faults)).collect()
}

fn one(section: &Section, entity: &str, faults: &Faults) -> Derived {
    if !section.has("from") {
        section.missing("from", "expected the columns that are asked in its place");
    }
    let from = section.texts("from");
    if from.is_empty() && section.is_array("from") {
        faults.add(section.key_span("from"), "`from` is empty", "expected the columns that are asked in its place");
    }
    if section.has("otherwise") && !section.has("takes") {
        let help = "expected `takes = \"column\"` beside it: the word stands where no answer tells that column";
        faults.add(section.key_span("otherwise"), "`otherwise` of no column", help);
    }
    Derived {
        column: section.needed_string("column"),
        kind: section.text("type").and_then(|word| kind(&word, faults)),
        from: from.iter().map(|text| parted(&text.value, entity)).collect(),
        takes: section.text("takes").map(|text| text.value),
        otherwise: section.text("otherwise").map(|text| text.value),
    }
}

fn kind(word: &Text, faults: &Faults) -> Option<Kind> {
    let found = parse_kind(&word.value);
    if found.is_none() {
        let help = super::file::type_advice(&word.value);
        faults.add_text(word, format!("unknown type `{}`", word.value), help);
    }
    found
}

/// `service-policy.services`, or a column of the own entity.
fn parted(text: &str, own: &str) -> (String, String) {
    let (entity, column) = text.split_once('.').unwrap_or((own, text));
    (entity.to_owned(), column.to_owned())
}

/// The columns that the tables print as facts of an entity; `None` where no table tells of it.
fn printed<'t>(tables: &'t [Definition], entity: &str) -> Option<BTreeSet<&'t str>> {
    let mut telling = tables.iter().filter(|table| table.tells(entity)).peekable();
    telling.peek()?;
    let columns = telling.flat_map(|table| &table.columns).filter(|column| column.splits.is_empty());
    Some(columns.map(|column| column.fact.as_str()).collect())
}

/// The faults of the derived facts of a file, beside all tables.
pub(crate) fn faults(file: &str, text: &str, table: &Definition, tables: &[Definition]) -> Vec<Fault> {
    if table.derived.is_empty() {
        return Vec::new();
    }
    faults_of(file, text, |root, faults| {
        let look = Look { table, tables, faults };
        root.sections("derived", &KEYS).iter().for_each(|section| look.at(section));
    })
}

/// What a derived fact is looked at with.
struct Look<'l, 't> {
    table: &'l Definition,
    tables: &'l [Definition],
    faults: &'l Faults<'t>,
}

impl Look<'_, '_> {
    fn at(&self, section: &Section) {
        let Some(column) = section.text("column") else { return };
        let own = printed(self.tables, &self.table.entity).unwrap_or_default();
        self.once(&column);
        section.texts("from").iter().for_each(|from| self.source(from));
        let takes = section.text("takes");
        takes
            .iter()
            .filter(|takes| !own.contains(takes.value.as_str()))
            .for_each(|takes| self.unknown(takes, takes.value.as_str(), &self.table.entity, &own));
        if takes.is_none() && !self.is_computed(&column.value) {
            self.uncomputed(&column);
        }
        let is_printed = own.contains(column.value.as_str());
        if !is_printed && !section.has("type") {
            section.missing(
                "type",
                &format!("no table prints `{}` of `{}`: say how it reads", column.value, self.table.entity),
            );
        }
        if let Some(kind) = section.text("type").filter(|_| is_printed) {
            let message = format!("`{}` has a type already", column.value);
            self.faults.add_text(&kind, message, "a table prints that column: leave its type to it");
        }
    }

    /// One derived fact, one declaration.
    fn once(&self, column: &Text) {
        let same = |table: &&Definition| table.entity == self.table.entity;
        let all = self.tables.iter().filter(same).flat_map(|table| table.derived.iter().map(move |one| (table, one)));
        let mut others = all.filter(|(_, one)| one.column == column.value);
        let (first, second) = (others.next(), others.next());
        if let (Some((first, _)), Some(_)) = (first, second) {
            let message =
                format!("derived column `{}` of `{}` is already in `{}`", column.value, self.table.entity, first.file);
            self.faults.add_text(column, message, "keep one of the two");
        }
    }

    /// What it follows from must be printed by a table: else nothing could be asked in its place.
    fn source(&self, text: &Text) {
        let (entity, column) = parted(&text.value, &self.table.entity);
        match printed(self.tables, &entity) {
            None => {
                let known = self.tables.iter().map(|table| table.entity.as_str()).collect::<BTreeSet<_>>();
                self.faults.add_text(text, format!("unknown entity `{entity}`"), advice(&entity, known));
            }
            Some(known) if !known.contains(column.as_str()) => self.unknown(text, &column, &entity, &known),
            Some(_) => {}
        }
    }

    fn unknown(&self, text: &Text, column: &str, entity: &str, known: &BTreeSet<&str>) {
        let message = format!("no table prints a column `{column}` of `{entity}`");
        self.faults.add_text(text, message, advice(column, known.iter().copied()));
    }

    /// An option is told under its own name; the others are computed by the program.
    fn is_computed(&self, column: &str) -> bool {
        self.table.names_options() || COMPUTED.contains(&(self.table.entity.as_str(), column))
    }

    fn uncomputed(&self, column: &Text) {
        let own = COMPUTED.iter().filter(|(entity, _)| *entity == self.table.entity);
        let known: Vec<String> = own.map(|(_, column)| format!("`{column}`")).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        let message = format!("nothing tells how `{}` follows", column.value);
        let help = format!(
            "say `takes = \"column\"` of which it is the value; of `{}` the program computes {known}",
            self.table.entity
        );
        self.faults.add_text(column, message, help);
    }
}
