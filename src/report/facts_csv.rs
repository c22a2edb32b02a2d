//! `facts --format csv`: the answers as tables for spreadsheets and scripts, answers with the same columns below each other.
//!
//! Before ONTAP's own fields stand `command`, `target`, `source`, `line` and `status`. Tables with other columns are parted by
//! an empty line; a cell is empty where the record lacks the field or ONTAP printed nothing. Columns that the program does not
//! know are named in a last column, `unknown_columns`. What could not be read stands in a last table with the reason in the
//! column `why`.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, and may run what stands in it. Such a cell has
//! an apostrophe before it; so has one that begins with an apostrophe, so that taking one away where there is one gives back
//! what ONTAP printed. A hyphen alone, ONTAP's word for nothing, is no formula and stays as it is.

use std::io;

use super::csv_cell::fit;
use super::facts::{Facts, FactsAnswer, FactsTarget};
use crate::table::Record;

const OWN: [&str; 5] = ["command", "target", "source", "line", "status"];

/// Heads the last column of a table with columns that the program does not know, and names them.
const UNKNOWN: &str = "unknown_columns";

/// Answers to one command that have the same columns.
struct Table<'a> {
    command: &'a str,
    columns: Vec<String>,
    /// Those of them that the command's table does not know.
    unknown_columns: &'a [String],
    answers: Vec<(&'a FactsTarget, &'a FactsAnswer)>,
}

/// Writes `facts`.
pub(super) fn write(facts: &Facts, out: &mut dyn io::Write) -> io::Result<()> {
    let tables = tables(facts);
    for (at, table) in tables.iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        table.write(out)?;
    }
    let unread = unread(facts);
    if !unread.is_empty() {
        if !tables.is_empty() {
            writeln!(out)?;
        }
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(OWN.into_iter().chain(["why"]))?;
        for row in unread {
            writer.write_record(row.map(fit))?;
        }
        writer.flush()?;
    }
    Ok(())
}

/// Targets, files and folders of which nothing was read, with the reason.
fn unread(facts: &Facts) -> Vec<[&str; 6]> {
    let mut rows = Vec::new();
    for target in &facts.targets {
        let name = target.target.as_str();
        let files = target.unread.iter().map(|unread| (unread.source.as_str(), unread.why.as_str()));
        let whole = target.error.iter().map(|error| ("", error.as_str()));
        rows.extend(whole.chain(files).map(|(source, why)| ["", name, source, "", "unreadable", why]));
    }
    rows
}

fn tables(facts: &Facts) -> Vec<Table<'_>> {
    let mut tables: Vec<Table<'_>> = Vec::new();
    let answers = facts.targets.iter().flat_map(|target| target.answers.iter().map(move |answer| (target, answer)));
    for (target, answer) in answers.filter(|(_, answer)| !answer.records.is_empty()) {
        let columns = answer.records.names();
        match tables.iter_mut().find(|table| table.command == answer.command && table.columns == columns) {
            Some(table) => table.answers.push((target, answer)),
            None => {
                let (command, unknown_columns) = (&answer.command, answer.unknown_columns.as_slice());
                tables.push(Table { command, columns, unknown_columns, answers: vec![(target, answer)] });
            }
        }
    }
    tables
}

impl Table<'_> {
    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        let columns = OWN.into_iter().chain(self.columns.iter().map(String::as_str));
        let mark = self.unknown_columns.iter().map(|_| UNKNOWN).take(1);
        writer.write_record(columns.chain(mark).map(fit))?;
        for (target, answer) in &self.answers {
            for record in answer.records.iter() {
                writer.write_record(self.row(target, answer, &record))?;
            }
        }
        writer.flush()
    }

    fn row(&self, target: &FactsTarget, answer: &FactsAnswer, record: &Record) -> Vec<String> {
        let line = record.line.to_string();
        let own = [self.command, &target.target, &answer.source, &line, answer.status].map(str::to_owned);
        let field = |name: &String| record.cell(name).map(|cell| cell.value.text()).unwrap_or_default();
        let mark = Some(self.unknown_columns.join(", ")).filter(|names| !names.is_empty());
        let cells = own.into_iter().chain(self.columns.iter().map(field)).chain(mark);
        cells.map(|cell| fit(&cell)).collect()
    }
}
