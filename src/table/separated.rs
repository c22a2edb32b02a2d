//! What ONTAP prints after `set -showseparator`: a line of field names, a line of display names, and rows without places.

use std::sync::Arc;

use super::answer::{Cell, Record, Value};
use super::body::{Item, ItemKind};
use super::cells::split;
use super::heading::is_heading;
use super::kind;
use super::labels::field_name;
use super::records::{Trouble, TroubleKind};
use super::slot::Slot;
use super::{Column, Definition, Kind};
use crate::source::{Line, Place};

/// The two heading lines of separated text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Heading {
    /// What stands between two cells.
    separator: String,
    /// Whether the separator also stands at both ends of a line.
    is_bordered: bool,
    /// Whether it is one of a live session's, which stands behind every cell.
    is_numbered: bool,
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
        let column = |name: &String| definition.columns.iter().find(|column| is_heading(column, name));
        if !self.is_bordered && self.names.iter().all(|name| name.chars().all(is_name_part)) {
            return self;
        }
        // ONTAP's own separated text has a cell for each field.
        let is_whole = |column: &&Column| self.is_bordered || column.splits.is_empty();
        let field = |name: String| match column(&name).filter(is_whole) {
            _ if name.chars().all(is_name_part) => name,
            Some(column) => column.name.clone(),
            None => field_name(&name),
        };
        Self { names: self.names.into_iter().map(field).collect(), ..self }
    }

    /// The cells of a line with the bytes at which they start.
    fn cells<'t>(&'t self, text: &'t str) -> Option<Vec<(usize, &'t str)>> {
        if !self.is_bordered {
            return Some(cells(text, &self.separator).collect());
        }
        let inner = text.strip_prefix(&self.separator)?.strip_suffix(&self.separator)?;
        let mut from = self.separator.len();
        let cell = |cell: &'t str| {
            let start = from + (cell.len() - cell.trim_start().len());
            from += cell.len() + self.separator.len();
            (start, cell.trim())
        };
        Some(inner.split(&self.separator).map(cell).collect())
    }
}

/// The heading that begins at item `at`: of ONTAP's own separated text, or of a table that a wiki or a spreadsheet wrote.
pub(super) fn find(items: &[Item<'_>], at: usize) -> Option<Heading> {
    two_lines(items, at).or_else(|| bordered(items, at)).or_else(|| quoted(items, at))
}

/// `| a | b |` above `|---|---|`, or `|| a || b ||`: names between borders.
fn bordered(items: &[Item<'_>], at: usize) -> Option<Heading> {
    let text = items[at].line.text.trim();
    let (border, inner) = match text.strip_prefix("||").and_then(|rest| rest.strip_suffix("||")) {
        Some(inner) => ("||", inner),
        None => ("|", text.strip_prefix('|')?.strip_suffix('|')?),
    };
    let names: Vec<String> = inner.split(border).map(|name| name.trim().to_owned()).collect();
    let next = if border == "|" { at + 1 } else { at };
    let is_ruled = |item: &Item<'_>| {
        let text = item.line.text.trim();
        let runs = text.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')).unwrap_or_default().split('|');
        let is_run = |run: &str| run.contains('-') && run.trim().chars().all(|c| matches!(c, '-' | ':'));
        runs.clone().count() == names.len() && runs.into_iter().all(is_run)
    };
    let is_ruled = next == at || items.get(next).is_some_and(is_ruled);
    let is_told = names.len() >= 2 && names.iter().all(|name| name.contains(char::is_alphanumeric));
    (is_ruled && is_told).then(|| Heading {
        separator: "|".to_owned(),
        is_bordered: true,
        is_numbered: false,
        names,
        line: items[at].line.number,
        next: next + 1,
    })
}

/// `"a","b"`: quoted field names, parted by commas or semicolons.
fn quoted(items: &[Item<'_>], at: usize) -> Option<Heading> {
    let text = items[at].line.text.trim();
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let separator = [",", ";"].into_iter().find(|separator| inner.contains(&format!("\"{separator}\"")))?;
    let names: Vec<String> = inner.split(&format!("\"{separator}\"")).map(str::to_owned).collect();
    let (separator, line) = (separator.to_owned(), items[at].line.number);
    are_fields(&names).then_some(Heading {
        separator,
        is_bordered: false,
        is_numbered: false,
        names,
        line,
        next: at + 1,
    })
}

fn are_fields(names: &[String]) -> bool {
    let is_field = |name: &String| name.starts_with(|c: char| c.is_ascii_lowercase()) && name.chars().all(is_name_part);
    names.len() >= 2 && names.iter().all(is_field)
}

/// Field names, and below them as many display names.
fn two_lines(items: &[Item<'_>], at: usize) -> Option<Heading> {
    let text = items[at].line.text.trim();
    let first = text.find(|c: char| !is_name_part(c)).filter(|&end| end > 0)?;
    let length = numbered(&text[first..]).or_else(|| text[first..].find(is_name_part)).unwrap_or(text.len() - first);
    let separator = &text[first..first + length];
    // What parts the words of a name parts no cells.
    let is_joint = separator.trim().chars().all(|c| matches!(c, '/' | '-' | '_' | '.'));
    if is_joint || separator.starts_with(char::is_alphanumeric) || separator.trim() == ":" {
        return None;
    }
    let names: Vec<String> = cells(text, separator).map(|(_, cell)| cell.to_owned()).collect();
    let below = (at + 1..items.len()).find(|&next| items[next].kind != ItemKind::Blank)?;
    let display = items[below].line.text.trim();
    let is_heading = are_fields(&names)
        && cells(display, separator).count() == names.len()
        && display.contains(|c: char| c.is_ascii_uppercase());
    let (separator, line, is_numbered) = (separator.to_owned(), items[at].line.number, numbered(separator).is_some());
    is_heading.then_some(Heading { separator, is_bordered: false, is_numbered, names, line, next: below + 1 })
}

/// The length of a separator with a number in it: `|~07~|`.
fn numbered(text: &str) -> Option<usize> {
    let behind = text.strip_prefix("|~")?;
    let digits = behind.find(|c: char| !c.is_ascii_digit()).filter(|&digits| digits > 0)?;
    behind[digits..].starts_with("~|").then_some(digits + 4)
}

fn is_name_part(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.')
}

/// The cells of a line with the bytes at which they start; a separator at the end of the line begins no cell.
fn cells<'t>(text: &'t str, separator: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let whole = text;
    let text = text.strip_suffix(separator).or_else(|| text.strip_suffix(separator.trim_end())).unwrap_or(text);
    let mut from = 0;
    text.split(separator).map(move |cell| {
        let start = from + (cell.len() - cell.trim_start().len());
        from += cell.len() + separator.len();
        (start.min(whole.len()), cell.trim())
    })
}

/// The record in a line; `None` where it has another number of cells than the heading, or a cell of a wrong type.
pub(super) fn record(heading: &Heading, definition: &Definition, line: &Line<'_>, source: u32) -> Option<Record> {
    let indent = line.text.len() - line.text.trim_start().len();
    let text = line.text.trim();
    let found = heading.cells(text)?;
    let is_torn = |cell: &str| cell.starts_with('"') != cell.ends_with('"');
    // A cell that goes on elsewhere has no separator behind it.
    let is_open = heading.is_numbered && !text.ends_with(&heading.separator);
    if is_open || found.len() != heading.names.len() || found.iter().any(|(_, cell)| is_torn(cell)) {
        return None;
    }
    let mut fields = Vec::with_capacity(found.len());
    for (name, (start, cell)) in heading.names.iter().zip(found) {
        let kind = definition.column(name).map_or(&Kind::Text, |column| &column.kind);
        let bare = cell.trim_matches('"');
        let words: Vec<&str> = bare.split_whitespace().collect();
        let is_list = matches!(kind, Kind::List | Kind::Addresses | Kind::Targets | Kind::ServiceAddresses);
        let is_blank = words.is_empty() || bare == "-";
        if !is_blank && !is_list && *kind != Kind::Text && kind::cost(kind, &words, false).is_none() {
            return None;
        }
        let column = line.text[..indent + start].chars().count();
        let place = Place {
            source,
            line: line.number as u32,
            column: line.column(column) as u32,
            length: cell.chars().count().max(1) as u32,
        };
        if let Some(column) = definition.column(name).filter(|column| !is_blank && !column.splits.is_empty()) {
            split(&mut fields, &Slot::of(column, &definition.key), bare, place);
            continue;
        }
        let value = if is_list && !is_blank { list(bare)? } else { Value::Text(bare.into()) };
        fields.push((name.clone(), Cell { value, place, parts: Vec::new() }));
    }
    let has_keys = definition.key.iter().all(|key| fields.iter().any(|(name, _)| name == key));
    has_keys.then(|| Record { fields, line: line.number, heading: Arc::from([heading.line]), ..Record::default() })
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

/// The records below `heading`, what is wrong with them, and the index of the first item that is none of them.
pub(super) fn rows(
    heading: &Heading,
    definition: &Definition,
    items: &[Item<'_>],
    source: u32,
) -> (Vec<Record>, Vec<Trouble>) {
    let mut records: Vec<Record> = Vec::new();
    let mut troubles = Vec::new();
    let mut is_above_read = true;
    let read = |line: &Line<'_>, above: Option<&Record>| {
        let record = record(heading, definition, line, source)?;
        if heading.is_bordered { grouped(definition, record, above) } else { Some(record) }
    };
    for item in items.iter().filter(|item| item.kind == ItemKind::Text) {
        // What cannot be read may have begun another group.
        let above = records.last().filter(|_| is_above_read);
        let record = read(&item.line, above);
        is_above_read = record.is_some();
        match record {
            Some(record) => records.push(record),
            // Where nothing parts cells any more, somebody's other text goes on.
            None if !records.is_empty() && !item.line.text.contains(heading.separator.trim()) => {
                troubles.push(Trouble { kind: TroubleKind::Said, line: item.line.number });
                break;
            }
            None => troubles.push(Trouble { kind: TroubleKind::Unfit, line: item.line.number }),
        }
    }
    (records, troubles)
}
