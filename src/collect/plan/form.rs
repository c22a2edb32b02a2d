//! The two forms of a command: with `-fields` for machines, and as a person types it for releases that know no other.

use std::collections::BTreeSet;

use super::super::script::{NotAllowed, Show};
use crate::table::{Column, Definition, View};

/// The two forms of a command.
pub(super) struct Form {
    pub(super) show: Show,
    pub(super) plain: Show,
}

/// The forms in which a table's command tells these columns; the plain one tells those that `least` has.
pub(super) fn of(table: &Definition, columns: &BTreeSet<&str>, least: &BTreeSet<&str>) -> Result<Form, NotAllowed> {
    let asked =
        if table.argument.is_empty() { table.command.clone() } else { format!("{} {}", table.command, table.argument) };
    let plain = Show::parse(&plain(table, &asked, least))?;
    if table.without_fields {
        return Ok(Form { show: plain.clone(), plain });
    }
    let show = Show::parse(&format!("{asked} -fields {}", fields(table, columns).join(",")))?;
    Ok(Form { show, plain })
}

/// The fields to ask for, keys first; at least two, because one name alone makes no line that shows a separator.
fn fields(table: &Definition, columns: &BTreeSet<&str>) -> Vec<String> {
    let mut fields: Vec<String> = table.key.clone();
    let mut add = |column: &Column| {
        let field = column.field.as_ref().unwrap_or(&column.name);
        if !fields.contains(field) {
            fields.push(field.clone());
        }
        fields.len()
    };
    let wanted = table.columns.iter().filter(|column| columns.contains(column.name.as_str()));
    let count = wanted.map(&mut add).last().unwrap_or(table.key.len());
    let others = table.columns.iter().filter(|column| column.splits.is_empty() && column.era.is_none());
    if count < 2 {
        others.map(add).find(|count| *count >= 2);
    }
    fields
}

/// The first view of the command that shows all columns, else all fields of every row.
fn plain(table: &Definition, asked: &str, columns: &BTreeSet<&str>) -> String {
    let shows_all = |view: &&View| columns.iter().all(|column| shows(table, view, column));
    match table.views.iter().find(shows_all) {
        Some(view) if view.option.is_empty() => asked.to_owned(),
        Some(view) => format!("{asked} -{}", view.option),
        None if table.sentences.is_empty() => format!("{asked} -instance"),
        None => asked.to_owned(),
    }
}

fn shows(table: &Definition, view: &View, name: &str) -> bool {
    let mut columns = view.columns.iter().chain(&view.above).filter_map(|name| table.column(name));
    // A view without columns is one of labels.
    view.columns.is_empty()
        || columns.any(|column| {
            column.name == name
                || column.splits.iter().any(|part| part == name)
                // The services of a policy stand in front of its addresses.
                || column.kind == crate::table::Kind::ServiceAddresses && name == "services"
        })
}
