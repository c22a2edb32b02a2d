//! `Label: value` lines: instance views, and the lines above a table that hold for all of its rows.

use std::sync::Arc;

use super::answer::{Cell, Record, Value};
use super::body::{Item, ItemKind};
use super::records::{Trouble, TroubleKind};
use super::{Column, Definition, Kind};
use crate::source::{Line, Place};

/// A label with the text behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Labelled<'d> {
    /// The column, where the label is known.
    pub(super) column: Option<&'d Column>,
    /// Field name; made from the label where no column is known.
    pub(super) field: String,
    /// The value.
    pub(super) value: String,
    /// Where the value stands; the label where there is no value.
    pub(super) place: Place,
    /// Column at which the value starts, in characters of the line, from 0.
    pub(super) indent: usize,
}

/// The label that `line` begins with. Labels that `definition` does not know count only when `any`.
pub(super) fn labelled<'d>(
    definition: &'d Definition,
    line: &Line<'_>,
    source: u32,
    any: bool,
) -> Option<Labelled<'d>> {
    let text: &str = &line.text;
    let indent = text.len() - text.trim_start().len();
    let trimmed = &text[indent..];
    let (column, length) =
        known_label(definition, trimmed).or_else(|| any.then(|| any_label(trimmed)).flatten().map(|l| (None, l)))?;
    let behind = &trimmed[length..];
    let gap = behind.find(':')? + 1;
    let value = behind[gap..].trim();
    let from = indent + length + gap + (behind[gap..].len() - behind[gap..].trim_start().len());
    let place =
        if value.is_empty() { place_of(line, indent, trimmed, source) } else { place_of(line, from, value, source) };
    let label = strip_mark(&trimmed[..length]);
    let field = column.map_or_else(|| field_name(label), |column| column.name.clone());
    Some(Labelled {
        column,
        field,
        value: value.to_owned(),
        place,
        indent: text[..from.min(text.len())].chars().count(),
    })
}

fn place_of(line: &Line<'_>, byte: usize, text: &str, source: u32) -> Place {
    let index = line.text[..byte].chars().count();
    let length = text.trim_end().chars().count().max(1);
    let column = line.column(index);
    let end = line.column(index + length - 1);
    Place {
        source,
        line: line.number as u32,
        column: column as u32,
        length: (end + 1).saturating_sub(column).max(1) as u32,
    }
}

/// From 9.6 ONTAP marks labels that are on their way out.
fn strip_mark(label: &str) -> &str {
    let label = label.trim();
    label
        .get(..13)
        .filter(|start| start.eq_ignore_ascii_case("(deprecated)-"))
        .map_or(label, |start| &label[start.len()..])
}

/// The longest label of the definition that stands at the start of `text` with a colon behind it.
fn known_label<'d>(definition: &'d Definition, text: &str) -> Option<(Option<&'d Column>, usize)> {
    let mark = text.len() - strip_mark(text).len();
    let fits = |label: &str| {
        let rest = text.get(mark..mark + label.len()).filter(|start| start.eq_ignore_ascii_case(label));
        rest.is_some() && text[mark + label.len()..].trim_start().starts_with(':')
    };
    let candidates =
        definition.columns.iter().flat_map(|column| column.labels.iter().map(move |label| (column, label)));
    let best = candidates.filter(|(_, label)| fits(label)).max_by_key(|(_, label)| label.len())?;
    Some((Some(best.0), mark + best.1.len()))
}

fn any_label(text: &str) -> Option<usize> {
    let at = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len))?;
    let label = &text[..at];
    let is_label = label.starts_with(|c: char| c.is_ascii_uppercase() || c == '(')
        && label.len() <= 60
        && label.chars().all(|c| c.is_ascii_alphanumeric() || " -_/()?.'#%,&".contains(c));
    is_label.then_some(at)
}

fn field_name(label: &str) -> String {
    let mut name = String::new();
    for c in label.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// Value of a label as a cell; lists are parted.
pub(super) fn cell(labelled: &Labelled<'_>) -> Cell {
    let is_list = labelled.column.is_some_and(|c| matches!(c.kind, Kind::List | Kind::Addresses | Kind::Targets));
    let text = labelled.value.as_str();
    let is_entries = labelled.column.is_some_and(|c| c.kind == Kind::ServiceAddresses);
    let value = if is_entries {
        Value::List(entries(text))
    } else if is_list && text != "-" && !text.is_empty() {
        Value::List(text.split(',').map(str::trim).filter(|element| !element.is_empty()).map(str::to_owned).collect())
    } else {
        Value::Text(text.to_owned())
    };
    Cell { value, place: labelled.place, parts: Vec::new() }
}

/// `service: address, address` entries to `service:address`.
fn entries(text: &str) -> Vec<String> {
    let mut service = "";
    let mut entries = Vec::new();
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        match word.strip_suffix(':') {
            Some(name) => service = name,
            None => entries.push(format!("{service}:{word}")),
        }
    }
    entries
}

/// Reads an instance view: one record after another, each a run of `Label: value` lines.
pub(super) fn instances(definition: &Definition, items: &[Item<'_>], source: u32) -> (Vec<Record>, Vec<Trouble>) {
    let mut records: Vec<Vec<Labelled<'_>>> = Vec::new();
    let mut troubles = Vec::new();
    for item in items.iter().filter(|item| item.kind == ItemKind::Text) {
        if let Some(labelled) = labelled(definition, &item.line, source, true) {
            let is_first = definition.key.first() == Some(&labelled.field);
            let repeats = is_first
                || records.last().is_none_or(|record| record.iter().any(|other| other.field == labelled.field));
            if repeats {
                records.push(Vec::new());
            }
            if let Some(record) = records.last_mut() {
                record.push(labelled);
            }
        } else if !records.last_mut().and_then(|record| record.last_mut()).is_some_and(|last| goes_on(last, &item.line))
        {
            troubles.push(Trouble { kind: TroubleKind::Unfit, line: item.line.number });
        }
    }
    let most = records.iter().map(Vec::len).max().unwrap_or(0);
    let is_half = |record: &[Labelled<'_>]| {
        let has = |key: &String| record.iter().any(|label| label.field == *key);
        record.len() < most || record.len() < 2 || !definition.key.iter().all(has)
    };
    let mut whole = Vec::new();
    for record in records.iter().map(|record| (to_record(record), is_half(record))) {
        match record {
            (record, true) => troubles.push(Trouble { kind: TroubleKind::Half, line: record.line }),
            (record, false) => whole.push(record),
        }
    }
    (whole, troubles)
}

fn to_record(labels: &[Labelled<'_>]) -> Record {
    let fields = labels.iter().map(|label| (label.field.clone(), cell(label))).collect();
    Record { fields, line: labels.first().map_or(0, |label| label.place.line as usize), heading: Arc::from([]) }
}

/// Joins a line without a label to the value above it: behind a comma, behind a hyphen inside a word, or below the value.
fn goes_on(last: &mut Labelled<'_>, line: &Line<'_>) -> bool {
    let text = line.text.trim();
    let indent = line.text.chars().take_while(|c| c.is_whitespace()).count();
    if last.value.ends_with('-') && last.value.len() > 1 {
        last.value.push_str(text);
    } else if last.value.ends_with(',') || (indent + 2 >= last.indent && !last.value.is_empty()) {
        last.value.push(' ');
        last.value.push_str(text);
    } else {
        return false;
    }
    true
}
