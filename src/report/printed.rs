//! What ONTAP printed behind the lines about the answers of a target: the records as a table, and the text they were read from.
//! Captures hold no secret: they are masked before anything else sees them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::AnswerLine;
use super::verdict::answer_line;
use crate::table::{Answer, Definition, Reading, Value};

/// What was printed in the answers of one target; empty where nobody wants to see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// Of each answer that was judged, in the order of the report; missing ones, which stand behind them there, have none.
    pub answers: Vec<PrintedAnswer>,
    /// Answers of commands that no table describes, with their lines; no rule speaks of them.
    pub further: Vec<(AnswerLine, PrintedAnswer)>,
}

/// One answer as it was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedAnswer {
    /// The command as it was typed, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
    /// Names of the fields, in the order printed.
    pub columns: Vec<String>,
    /// Of these, those that the command's table does not describe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_columns: Vec<String>,
    /// A record each: a value for each column, none where the record has no such cell.
    pub rows: Vec<Vec<Option<Value>>>,
    /// ONTAP's own text from the line of the answer on, with the command above it, up to the next one.
    pub text: String,
}

impl Printed {
    /// Of a target that was read by these tables.
    pub fn of(reading: &Reading, tables: &[Definition]) -> Self {
        let begins = begins(reading);
        let printed = |answer: &Answer| PrintedAnswer::of(reading, answer, tables, &begins);
        Self {
            answers: reading.answers.iter().map(printed).collect(),
            further: reading.generic.iter().map(|answer| (answer_line(reading, answer), printed(answer))).collect(),
        }
    }
}

/// Where answers and changes begin: source and line. What stands before the next of them belongs to the one before.
fn begins(reading: &Reading) -> BTreeSet<(usize, usize)> {
    let answers = reading.answers.iter().chain(&reading.generic).map(|answer| (answer.source, answer.line));
    answers.chain(reading.changes.iter().map(|change| (change.source, change.line))).collect()
}

impl PrintedAnswer {
    fn of(reading: &Reading, answer: &Answer, tables: &[Definition], begins: &BTreeSet<(usize, usize)>) -> Self {
        let columns = answer.records.names();
        let row = |record: &crate::table::Record| {
            columns.iter().map(|name| record.cell(name).map(|cell| cell.value.clone())).collect()
        };
        let table = tables.get(answer.table).filter(|_| !answer.generic);
        let is_unknown = |name: &&String| table.is_some_and(|table| table.column(name).is_none());
        Self {
            typed: answer.typed.clone(),
            rows: answer.records.iter().map(|record| row(&record)).collect(),
            unknown_columns: columns.iter().filter(is_unknown).cloned().collect(),
            text: text(reading, answer, begins),
            columns,
        }
    }
}

/// The lines of the answer, the blank ones at its end left out.
fn text(reading: &Reading, answer: &Answer, begins: &BTreeSet<(usize, usize)>) -> String {
    let Some(capture) = reading.captures.get(answer.source) else { return String::new() };
    let next = begins.range((answer.source, answer.line + 1)..).next().filter(|(source, _)| *source == answer.source);
    let end = next.map_or(capture.line_count(), |(_, line)| line - 1);
    let lines: Vec<&str> = (answer.line.max(1)..=end).map(|line| capture.raw_line(line)).collect();
    let blank = lines.iter().rev().take_while(|line| line.trim().is_empty()).count();
    lines[..lines.len() - blank].join("\n")
}
