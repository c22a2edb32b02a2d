//! The sheet as a value: chapters of lines, tables and things, which every format renders.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::told::Told;

/// The sheet about one cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its chapters, in the order in which they are read.
    pub chapters: Vec<Chapter>,
}

impl Sheet {
    /// Why it names no host to register, where it names none.
    pub fn without_host(&self) -> Option<&str> {
        let parts = self.chapters.iter().flat_map(|chapter| &chapter.parts);
        parts.filter_map(Part::nothing).next()
    }
}

/// One chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its key in JSON and its name in CSV.
    pub key: &'static str,
    /// Its title for people.
    pub title: String,
    /// What it says.
    pub parts: Vec<Part>,
}

/// What a chapter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// One thing told.
    Line(Line),
    /// Sentences of the sheet's own.
    Notes {
        /// Its key.
        key: &'static str,
        /// The sentences.
        texts: Vec<String>,
    },
    /// Many things told alike.
    Table(Table),
    /// Things of which each has lines and a table of its own.
    Things(Things),
}

/// One thing told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub key: &'static str,
    /// What it is, for people.
    pub label: String,
    /// What is told of it.
    pub told: Told,
}

/// Rows of the same columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its key.
    pub key: &'static str,
    /// Its title for people; empty where that of the chapter does.
    pub title: &'static str,
    /// Keys of its columns; for people hyphens stand for the underscores.
    pub columns: Vec<&'static str>,
    /// A cell for each column.
    pub rows: Vec<Vec<Told>>,
}

/// Things of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Things {
    /// Their key.
    pub key: &'static str,
    /// What one is called, for people.
    pub noun: &'static str,
    /// The things.
    pub things: Vec<Thing>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What is told of it, the name first.
    pub lines: Vec<Line>,
    /// Where it is seen, where that is told in rows.
    pub table: Option<Table>,
}

impl Sheet {
    /// The commands whose answers would tell what is not told, each once, in the order of the sheet.
    pub fn untold(&self) -> Vec<String> {
        let mut commands: Vec<String> = Vec::new();
        for untold in self.chapters.iter().flat_map(|chapter| &chapter.parts).flat_map(Part::told) {
            let Told::Untold(untold) = untold else { continue };
            // One of those that tell it is enough.
            let first = untold.run.first().filter(|first| !commands.contains(first));
            commands.extend(first.cloned());
        }
        commands
    }
}

impl Part {
    /// Everything that is told in it, or not.
    fn told(&self) -> Vec<&Told> {
        match self {
            Self::Line(line) => vec![&line.told],
            Self::Notes { .. } => Vec::new(),
            Self::Table(table) => table.rows.iter().flatten().collect(),
            Self::Things(things) => {
                let lines = things.things.iter().flat_map(|thing| &thing.lines).map(|line| &line.told);
                let rows = things.things.iter().filter_map(|thing| thing.table.as_ref());
                lines.chain(rows.flat_map(|table| table.rows.iter().flatten())).collect()
            }
        }
    }
}

impl Line {
    pub(super) fn new(key: &'static str, label: &str, told: Told) -> Self {
        Self { key, label: label.to_owned(), told }
    }
}

impl Part {
    pub(super) fn line(key: &'static str, label: &str, told: Told) -> Self {
        Self::Line(Line::new(key, label, told))
    }

    fn nothing(&self) -> Option<&str> {
        match self {
            Self::Notes { key: "nothing", texts } => texts.first().map(String::as_str),
            _ => None,
        }
    }

    pub(super) fn notes(key: &'static str, texts: Vec<String>) -> Self {
        Self::Notes { key, texts }
    }
}

/// `{"cluster": {...}, "register": {...}}`: chapters by their keys, in their order.
impl Serialize for Sheet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.chapters.iter().map(|chapter| (chapter.key, chapter)))
    }
}

impl Serialize for Chapter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for part in &self.parts {
            match part {
                Part::Line(line) => map.serialize_entry(line.key, &line.told)?,
                Part::Notes { key, texts } => map.serialize_entry(key, texts)?,
                Part::Table(table) => map.serialize_entry(table.key, table)?,
                Part::Things(things) => map.serialize_entry(things.key, &things.things)?,
            }
        }
        map.end()
    }
}

/// An array of objects, one a row.
impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.rows.iter().map(|row| Row { columns: &self.columns, row }))
    }
}

struct Row<'a> {
    columns: &'a [&'static str],
    row: &'a [Told],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().zip(self.row))
    }
}

impl Serialize for Thing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for line in &self.lines {
            map.serialize_entry(line.key, &line.told)?;
        }
        if let Some(table) = &self.table {
            map.serialize_entry(table.key, table)?;
        }
        map.end()
    }
}
