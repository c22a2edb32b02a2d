//! Tables tried on their own examples: the records that are read, field by field.

use std::collections::BTreeMap;

use super::Miss;
use crate::source::Capture;
use crate::table::{self, Answer, Definition, Record, TableExample, Value};

type Fields = BTreeMap<String, Value>;

/// What an example expects, what was read, and both in a sentence.
type Wrong = (String, String, String);

/// Reads every example of a table beside all other tables, as a text of a user is read.
///
/// # Errors
/// Each example from which other records are read than its file says.
pub fn table_examples(tables: &[Definition], table: &Definition) -> Result<(), Vec<Miss>> {
    let tried = table.examples.iter().enumerate();
    let missed = tried.filter_map(|(at, example)| {
        let (expected, found, message) = wrong(tables, table, example)?;
        let (file, line, of) = (table.file.clone(), example.line, table.command.clone());
        Some(Miss { file, line, number: at + 1, of, expected, found, message })
    });
    let missed: Vec<Miss> = missed.collect();
    if missed.is_empty() { Ok(()) } else { Err(missed) }
}

fn wrong(tables: &[Definition], table: &Definition, example: &TableExample) -> Option<Wrong> {
    let typed = example.command.as_ref().map(|command| format!("cluster1::> {command}\n"));
    let text = typed.unwrap_or_default() + &example.input;
    let readings = table::read("example", vec![Capture::of_text("example", &text)], tables);
    let of_table = |answer: &&Answer| tables.get(answer.table).is_some_and(|own| own.command == table.command);
    let answers: Vec<&Answer> = readings.iter().flat_map(|reading| &reading.answers).filter(of_table).collect();
    if answers.is_empty() {
        let message = "no answer was recognised".to_owned();
        return Some((format!("an answer to `{}`", table.command), message.clone(), message));
    }
    let found: Vec<Fields> =
        answers.iter().flat_map(|answer| answer.records.iter()).map(|row| fields(table, &row)).collect();
    let status = answers.iter().find(|answer| answer.status != example.status);
    difference(&found, &example.records).or_else(|| {
        let answer = status?;
        let (found, wanted) = (answer.status.word(), example.status.word());
        let message = format!("the answer is {found}, expected {wanted}: {}", answer.why);
        Some((wanted.to_owned(), format!("{found}: {}", answer.why), message))
    })
}

/// The fields that the table describes; what it does not know has no name that a file could rely on.
fn fields(table: &Definition, record: &Record) -> Fields {
    let known = record.fields.iter().filter(|(name, _)| table.column(name).is_some());
    known.map(|(name, cell)| (name.clone(), cell.value.clone())).collect()
}

fn difference(found: &[Fields], wanted: &[Fields]) -> Option<Wrong> {
    let pairs = found.iter().zip(wanted).enumerate();
    let differing = pairs.filter_map(|(at, (found, wanted))| field(at + 1, found, wanted));
    if let Some(wrong) = differing.into_iter().next() {
        return Some(wrong);
    }
    let (read, told) = (found.len(), wanted.len());
    let wrong = || (counted(told), counted(read), format!("{read} records were read, expected {told}"));
    (read != told).then(wrong)
}

fn counted(records: usize) -> String {
    format!("{records} record{}", if records == 1 { "" } else { "s" })
}

/// The first field of a record that is not as it must be.
fn field(number: usize, found: &Fields, wanted: &Fields) -> Option<Wrong> {
    let name = wanted.keys().chain(found.keys()).find(|name| found.get(*name) != wanted.get(*name))?;
    let (found, wanted) = (shown(found.get(name)), shown(wanted.get(name)));
    let of = |value: &str| format!("{value} as `{name}` of record {number}");
    let message = format!("record {number}: `{name}` is {found}, expected {wanted}");
    Some((of(&wanted), of(&found), message))
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "absent".to_owned(),
        Some(Value::Text(text)) => format!("`{text}`"),
        Some(Value::List(elements)) => format!("the list `{}`", elements.join(", ")),
    }
}
