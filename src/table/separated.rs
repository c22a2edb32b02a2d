//! Tables whose cells a mark parts: what ONTAP prints after `set -showseparator`, and what a wiki, a spreadsheet or a program
//! wrote of its tables. Where a cell ends is certain, so nothing has to be searched.

use std::borrow::Cow;
use std::sync::Arc;

use super::answer::{Cell, Misfit, Record, Value, is_masked};
use super::body::{Item, ItemKind};
use super::cells::split;
use super::closed;
use super::heading::{self, is_heading};
use super::kind;
use super::labels::field_name;
use super::records::{Trouble, TroubleKind};
use super::slot::Slot;
use super::{Column, Definition, Kind};
use crate::source::{Line, Place};

mod marks;

pub(super) use marks::{drawn, find, is_rule, tabbed};

/// The heading of separated text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// What stands between two cells.
    separator: String,
    /// Whether the separator also stands at both ends of a line.
    is_bordered: bool,
    /// Whether it is one of a live session's, which stands behind every cell.
    is_numbered: bool,
    /// Whether somebody else than ONTAP wrote the table: a cell for several rows may be blank, and one may hold several fields.
    is_drawn: bool,
    /// Whether it is written in Markdown, where a backslash stands before marks.
    is_escaped: bool,
    /// Field names from left to right.
    pub(super) names: Vec<String>,
    /// Line number of the field names.
    line: usize,
    /// Index of the first item behind both.
    pub(super) next: usize,
}

impl Heading {
    /// The same with the names of the columns in the place of their headings.
    pub(super) fn named(self, definition: &Definition) -> Self {
        if self.is_drawn {
            return self.named_as_drawn(definition);
        }
        if self.names.iter().all(|name| name.chars().all(marks::is_name_part)) {
            return self;
        }
        // ONTAP's own separated text has a cell for each field.
        let column = |name: &String| {
            definition.columns.iter().find(|column| column.splits.is_empty() && is_heading(column, name))
        };
        let field = |name: String| match column(&name) {
            _ if name.chars().all(marks::is_name_part) => name,
            Some(column) => column.name.clone(),
            None => field_name(&name),
        };
        Self { names: self.names.into_iter().map(field).collect(), ..self }
    }

    /// The same of headings that somebody wrote: labels, or what names a column over a ruler.
    fn named_as_drawn(self, definition: &Definition) -> Self {
        if definition.columns.is_empty() {
            return Self { names: self.names.iter().map(|name| field_name(name)).collect(), ..self };
        }
        // `Speed(Mbps)` is ONTAP's own.
        let is_own = |name: &str| definition.columns.iter().any(|column| is_heading(column, name));
        let cell = |name: &String| vec![if is_own(name) { name.clone() } else { plain(name) }];
        let cells: Vec<Vec<String>> = self.names.iter().map(cell).collect();
        let named = heading::columns_of(definition, &cells);
        let names =
            self.names.iter().zip(named).map(|(name, column)| match column.or_else(|| labelled(definition, name)) {
                Some(column) => column.name.clone(),
                // What is called like a column, and is not taken for it, has no name of its own.
                None => Some(field_name(name)).filter(|name| definition.column(name).is_none()).unwrap_or_default(),
            });
        let mut names: Vec<String> = names.collect();
        for at in 1..names.len() {
            if names[..at].contains(&names[at]) {
                names[at].clear();
            }
        }
        Self { names, ..self }
    }

    /// Whether it names enough of the table's columns, and what tells its records apart.
    pub(super) fn is_of(&self, definition: &Definition) -> bool {
        let is_known = |name: &&String| definition.column(name).is_some();
        let known = self.names.iter().filter(is_known).count();
        if !self.is_drawn {
            let is_twice = |(at, name): (usize, &String)| self.names[..at].contains(name);
            return (definition.columns.is_empty() || known > 0) && !self.names.iter().enumerate().any(is_twice);
        }
        let has_key = definition.key.iter().any(|key| self.names.contains(key));
        definition.columns.is_empty() || known > 1 && known * 2 >= self.names.len() && has_key
    }

    /// The cells of a line with the bytes at which they start.
    fn cells<'t>(&'t self, text: &'t str) -> Option<Vec<(usize, &'t str)>> {
        if self.is_bordered { marks::between(text, &self.separator) } else { Some(marks::cells(text, &self.separator)) }
    }
}

/// A heading without brackets: `Status (Admin/Oper)`.
fn plain(name: &str) -> String {
    name.trim_matches(['"', '*', '\'']).replace(['(', ')'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The column with this label.
fn labelled<'d>(definition: &'d Definition, name: &str) -> Option<&'d Column> {
    let is_label = |column: &&Column| column.labels.iter().any(|label| label.eq_ignore_ascii_case(name));
    let mut found = definition.columns.iter().filter(is_label);
    found.next().filter(|_| found.next().is_none())
}

/// The record in a line, or why it is none: it has another number of cells than the heading, or a cell of a wrong type.
fn record(heading: &Heading, definition: &Definition, line: &Line<'_>, source: u32) -> Result<Record, String> {
    let indent = line.text.len() - line.text.trim_start().len();
    let text = line.text.trim();
    let found = heading.cells(text).ok_or("no mark stands at its ends")?;
    let is_torn = |cell: &str| cell.starts_with('"') != cell.ends_with('"');
    // A cell that goes on elsewhere has no separator behind it.
    let is_open = heading.is_numbered && !text.ends_with(&heading.separator);
    if found.len() != heading.names.len() {
        return Err(format!("it has {} cells; the heading has {}", found.len(), heading.names.len()));
    }
    if is_open || found.iter().any(|(_, cell)| is_torn(cell)) {
        return Err("a cell goes on elsewhere".to_owned());
    }
    let mut record = Record { line: line.number, heading: Arc::from([heading.line]), ..Record::default() };
    for (name, (start, cell)) in heading.names.iter().zip(found).filter(|(name, _)| !name.is_empty()) {
        let column = line.text[..indent + start].chars().count();
        let place = Place {
            source,
            line: line.number as u32,
            column: line.column(column) as u32,
            length: cell.chars().count().max(1) as u32,
        };
        let own =
            if heading.is_drawn { undressed(cell, heading.is_escaped) } else { cell.trim_matches('"').trim().into() };
        add(&mut record, definition, (name, heading.is_drawn), (&own, place))
            .ok_or_else(|| format!("`{own}` is no value of `{name}`"))?;
    }
    let is_told = |key: &&String| record.cell(key).is_some() || heading.is_drawn && !heading.names.contains(*key);
    let lacking = definition.key.iter().find(|key| !is_told(key));
    lacking.map_or(Ok(record), |key| Err(format!("nothing tells its `{key}`")))
}

/// A cell without what a page or a spreadsheet puts round its text: quotation marks, bold marks, backslashes before marks.
fn undressed(cell: &str, is_escaped: bool) -> Cow<'_, str> {
    // Nothing stands between two quotation marks where a cell is blank; bold is a text alone.
    let least = |mark: &str| 2 * mark.len() + usize::from(mark != "\"");
    let is_round = |mark: &str| cell.len() >= least(mark) && cell.starts_with(mark) && cell.ends_with(mark);
    let mark = ["\"", "**", "*", "`"].into_iter().find(|mark| is_round(mark)).unwrap_or_default();
    let text = cell[mark.len()..cell.len() - mark.len()].trim();
    if mark == "\"" && text.contains("\"\"") {
        return text.replace("\"\"", "\"").into();
    }
    match is_escaped && text.contains('\\') {
        true => text.replace("\\\\", "\\").replace("\\_", "_").into(),
        false => text.into(),
    }
}

/// Adds a cell to its record; `None` where it is of a wrong type.
fn add(
    record: &mut Record,
    definition: &Definition,
    (name, is_drawn): (&str, bool),
    (text, place): (&str, Place),
) -> Option<()> {
    let column = definition.column(name);
    let kind = column.map_or(&Kind::Text, |column| &column.kind);
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_list = matches!(kind, Kind::List | Kind::Addresses | Kind::Targets | Kind::ServiceAddresses);
    let is_blank = words.is_empty() || text == "-";
    // A spreadsheet writes truth in capitals.
    let text: Cow<'_, str> = closed::printed(kind, text).unwrap_or(text.into());
    let fits = kind::cost(kind, &words, false).is_some();
    if !is_blank && !is_list && *kind != Kind::Text && !fits {
        let column = column.filter(|column| is_drawn && is_masked(&text) && !definition.key.contains(&column.name))?;
        let slot = Slot::of(column, &definition.key);
        let misfit = |field: &String| Misfit { field: field.clone(), word: text.clone().into_owned(), place };
        record.misfits.extend(slot.fields().iter().map(misfit));
        return Some(());
    }
    if let Some(column) = column.filter(|column| !is_blank && !column.splits.is_empty()) {
        split(&mut record.fields, &Slot::of(column, &definition.key), &text, place);
        return Some(());
    }
    let value = match is_list {
        true if is_drawn && *kind != Kind::List && text == "-" => Value::List(Vec::new()),
        true if !is_blank => list(&text)?,
        _ => Value::Text(text.as_ref().into()),
    };
    record.fields.push((name.to_owned(), Cell { value, place, parts: Vec::new() }));
    Some(())
}

/// The elements of a list; one that ends in a comma goes on elsewhere, and half of it is no value.
fn list(text: &str) -> Option<Value> {
    let parts = text.split(',').map(|part| part.trim().trim_matches('"')).filter(|part| !part.is_empty());
    (!text.trim_end().ends_with(',')).then(|| Value::List(parts.map(str::to_owned).collect()))
}

/// A row of a drawn table whose cells for several rows are blank as in the row above it; `None` where nothing stands above, where
/// another group began to the left of them, or another key is blank.
fn grouped(definition: &Definition, mut record: Record, above: Option<&Record>) -> Option<Record> {
    let mut is_new = false;
    for (name, cell) in &mut record.fields {
        let is_blank = matches!(&cell.value, Value::Text(text) if text.is_empty());
        let is_group = definition.column(name).is_some_and(|column| column.group);
        if is_blank && is_group {
            *cell = above.filter(|_| !is_new)?.cell(name)?.clone();
        } else if is_blank && definition.key.contains(name) {
            return None;
        }
        is_new |= is_group && !is_blank;
    }
    Some(record)
}

/// What is below a heading.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) records: Vec<Record>,
    /// What is wrong with them.
    pub(super) troubles: Vec<Trouble>,
    /// Why lines were not read.
    pub(super) traces: Vec<(usize, String)>,
}

/// The rows below `heading`.
pub(super) fn rows(heading: &Heading, definition: &Definition, items: &[Item<'_>], source: u32) -> Rows {
    let mut rows = Rows::default();
    let mut is_above_read = true;
    let read = |line: &Line<'_>, above: Option<&Record>| {
        let record = record(heading, definition, line, source)?;
        let is_blank = || "a cell is blank that nothing above tells".to_owned();
        if heading.is_drawn { grouped(definition, record, above).ok_or_else(is_blank) } else { Ok(record) }
    };
    for item in items.iter().filter(|item| item.kind == ItemKind::Text && !is_rule(&item.line.text)) {
        let number = item.line.number;
        // What cannot be read may have begun another group.
        let above = rows.records.last().filter(|_| is_above_read);
        let record = read(&item.line, above);
        is_above_read = record.is_ok();
        match record {
            Ok(record) => rows.records.push(record),
            // Where nothing parts cells any more, somebody's other text goes on.
            Err(_) if !rows.records.is_empty() && !item.line.text.contains(heading.separator.trim()) => {
                rows.troubles.push(Trouble { kind: TroubleKind::Said, line: number });
                break;
            }
            Err(why) => {
                rows.troubles.push(Trouble { kind: TroubleKind::Unfit, line: number });
                rows.traces.push((number, why));
            }
        }
    }
    rows
}
