//! `[[effect]]` of a table file: what a command does to the rows that the table shows, as far as the form of the command tells.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Definition;
use super::file::is_path;
use crate::fault::{Faults, Section, Text, advice};

const KEYS: [&str; 11] =
    ["command", "rows", "sets", "adds", "takes-away", "replaces", "unsettles", "makes", "asks", "privilege", "source"];

/// How a placeholder begins that stands for what is known of the row.
pub(crate) const ROW: &str = "row.";

/// What a command does to the rows of an entity. Texts may hold `{option}`, and `{row.column}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// The command without its options.
    pub command: String,
    /// Options that name the rows, each with the column that must have its value.
    pub rows: Vec<(String, String)>,
    /// Columns and what they are then.
    pub sets: Vec<(String, String)>,
    /// Lists and what they hold then besides.
    pub adds: Vec<(String, String)>,
    /// Lists and what they do not hold any more.
    pub takes_away: Vec<(String, String)>,
    /// Lists of `name:value` and what stands then in place of the entries of that name.
    pub replaces: Vec<(String, String)>,
    /// Columns of which only the cluster can tell what they are then.
    pub unsettles: Vec<String>,
    /// Whether there is a row more.
    pub makes: bool,
    /// What the command asks for when it is typed, such as a password; empty where it asks for nothing.
    pub asks: String,
    /// The privilege level that the command needs beyond `admin`; may be empty.
    pub privilege: String,
}

impl Effect {
    /// The options that it takes besides those that name rows.
    pub fn options(&self) -> BTreeSet<&str> {
        let pairs = [&self.sets, &self.adds, &self.takes_away, &self.replaces];
        let texts = pairs.into_iter().flatten().flat_map(|(column, text)| [column.as_str(), text.as_str()]);
        let is_option = |name: &&str| !self.is_row_option(name) && !name.starts_with(ROW);
        let names = texts.flat_map(placeholders).filter(is_option);
        names.collect()
    }

    /// The columns that it changes.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let pairs = [&self.sets, &self.adds, &self.takes_away, &self.replaces];
        let changed = pairs.into_iter().flatten().map(|(column, _)| column.as_str());
        changed.chain(self.unsettles.iter().map(String::as_str))
    }

    /// Whether the option names rows.
    pub fn is_row_option(&self, name: &str) -> bool {
        self.rows.iter().any(|(option, _)| option == name)
    }
}

/// The names in braces.
fn placeholders(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// All effects of a file.
pub(super) fn read(root: &Section, definition: &Definition, faults: &Faults) -> Vec<Effect> {
    root.sections("effect", &KEYS).iter().map(|section| one(section, definition, faults)).collect()
}

fn one(section: &Section, definition: &Definition, faults: &Faults) -> Effect {
    let known = Known::of(definition, faults);
    let pairs = |key: &str| known.pairs(section.pairs(key).unwrap_or_default());
    let own_rows = || definition.key.iter().map(|key| (key.clone(), fact(definition, key))).collect();
    let unsettled = section.texts("unsettles");
    unsettled.iter().for_each(|column| known.look(column));
    let rows = section.pairs("rows").map(|rows| {
        rows.iter().for_each(|(_, column)| known.look(column));
        rows.into_iter().map(|(option, column)| (option.value, column.value)).collect()
    });
    Effect {
        command: command(section, faults),
        rows: rows.unwrap_or_else(own_rows),
        sets: pairs("sets"),
        adds: pairs("adds"),
        takes_away: pairs("takes-away"),
        replaces: pairs("replaces"),
        unsettles: unsettled.into_iter().map(|text| text.value).collect(),
        makes: section.flag("makes") == Some(true),
        asks: section.string("asks"),
        privilege: section.string("privilege"),
    }
}

fn command(section: &Section, faults: &Faults) -> String {
    let Some(text) = section.need("command") else { return String::new() };
    if !is_path(&text.value) {
        let message = format!("`{}` is no command", text.value.escape_debug());
        faults.add_text(&text, message, "expected lower-case words with one blank between them");
    }
    text.value
}

fn fact(definition: &Definition, name: &str) -> String {
    definition.column(name).map_or(name, |column| column.fact.as_str()).to_owned()
}

/// The columns of the table's own entity.
struct Known<'d, 't> {
    columns: BTreeSet<&'d str>,
    names_options: bool,
    faults: &'d Faults<'t>,
}

impl<'d, 't> Known<'d, 't> {
    fn of(definition: &'d Definition, faults: &'d Faults<'t>) -> Self {
        let printed = definition.columns.iter().filter(|column| column.splits.is_empty());
        let columns = printed.map(|column| column.fact.as_str());
        let derived = definition.derived.iter().map(|derived| derived.column.as_str());
        Self { columns: columns.chain(derived).collect(), names_options: definition.names_options(), faults }
    }

    fn look(&self, column: &Text) {
        let is_option = self.names_options && column.value.starts_with('{');
        if !is_option && !self.columns.contains(column.value.as_str()) {
            let message = format!("the table has no column `{}`", column.value);
            self.faults.add_text(column, message, advice(&column.value, self.columns.iter().copied()));
        }
    }

    fn pairs(&self, pairs: Vec<(Text, Text)>) -> Vec<(String, String)> {
        pairs.iter().for_each(|(column, _)| self.look(column));
        pairs.into_iter().map(|(column, text)| (column.value, text.value)).collect()
    }
}
