//! Tables tried on their own examples: the records that are read, field by field.

use std::collections::BTreeMap;

use crate::source::Capture;
use crate::table::{self, Answer, Definition, Record, TableExample, Value};

type Fields = BTreeMap<String, Value>;

/// Reads every example of a table beside all other tables, as a text of a user is read.
///
/// # Errors
/// A sentence for each example from which other records are read than its file says.
pub fn table_examples(tables: &[Definition], table: &Definition) -> Result<(), Vec<String>> {
    let tried = table.examples.iter().enumerate();
    let wrong = tried.filter_map(|(at, example)| {
        let why = wrong(tables, table, example)?;
        Some(format!("{}: example {} of `{}`: {why}", table.file, at + 1, table.command))
    });
    let wrong: Vec<String> = wrong.collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

fn wrong(tables: &[Definition], table: &Definition, example: &TableExample) -> Option<String> {
    let typed = example.command.as_ref().map(|command| format!("cluster1::> {command}\n"));
    let text = typed.unwrap_or_default() + &example.input;
    let readings = table::read("example", vec![Capture::of_text("example", &text)], tables);
    let of_table = |answer: &&Answer| tables.get(answer.table).is_some_and(|own| own.command == table.command);
    let answers: Vec<&Answer> = readings.iter().flat_map(|reading| &reading.answers).filter(of_table).collect();
    if answers.is_empty() {
        return Some("no answer was recognised".to_owned());
    }
    let found: Vec<Fields> =
        answers.iter().flat_map(|answer| answer.records.iter()).map(|row| fields(table, &row)).collect();
    let status = answers.iter().find(|answer| answer.status != example.status);
    difference(&found, &example.records).or_else(|| {
        let answer = status?;
        let (found, wanted) = (answer.status.word(), example.status.word());
        Some(format!("the answer is {found}, expected {wanted}: {}", answer.why))
    })
}

/// The fields that the table describes; what it does not know has no name that a file could rely on.
fn fields(table: &Definition, record: &Record) -> Fields {
    let known = record.fields.iter().filter(|(name, _)| table.column(name).is_some());
    known.map(|(name, cell)| (name.clone(), cell.value.clone())).collect()
}

fn difference(found: &[Fields], wanted: &[Fields]) -> Option<String> {
    let pairs = found.iter().zip(wanted).enumerate();
    let differing = pairs.filter_map(|(at, (found, wanted))| Some((at + 1, field(found, wanted)?)));
    if let Some((number, why)) = differing.into_iter().next() {
        return Some(format!("record {number}: {why}"));
    }
    let (read, told) = (found.len(), wanted.len());
    (read != told).then(|| format!("{read} records were read, expected {told}"))
}

/// The first field that is not as it must be.
fn field(found: &Fields, wanted: &Fields) -> Option<String> {
    let name = wanted.keys().chain(found.keys()).find(|name| found.get(*name) != wanted.get(*name))?;
    Some(format!("`{name}` is {}, expected {}", shown(found.get(name)), shown(wanted.get(name))))
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "absent".to_owned(),
        Some(Value::Text(text)) => format!("`{text}`"),
        Some(Value::List(elements)) => format!("the list `{}`", elements.join(", ")),
    }
}
