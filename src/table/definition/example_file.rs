//! `[[example]]` of a table file: texts of ONTAP with the records that are read from them.

use std::collections::{BTreeMap, BTreeSet};

use super::TableExample;
use crate::fault::{Faults, Section, advice};
use crate::table::{Status, Value};

const KEYS: [&str; 4] = ["command", "input", "status", "records"];
const STATUSES: [Status; 5] = [Status::Complete, Status::Empty, Status::Refused, Status::CutOff, Status::Unreadable];

/// All examples of a table, whose records speak of its columns alone.
pub(super) fn examples(root: &Section, columns: &BTreeSet<String>, faults: &Faults) -> Vec<TableExample> {
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    root.sections("example", &KEYS).iter().map(|section| example(section, &columns, faults)).collect()
}

fn example(section: &Section, columns: &[&str], faults: &Faults) -> TableExample {
    for (key, help) in [("input", "expected the text that ONTAP printed"), ("records", "expected what is read from it")]
    {
        if !section.has(key) {
            section.missing(key, help);
        }
    }
    TableExample {
        line: section.line_of("input"),
        command: section.text("command").map(|command| command.value),
        input: section.string("input"),
        status: status(section, faults),
        records: section.sections("records", columns).iter().map(|row| record(row, columns)).collect(),
    }
}

fn record(section: &Section, columns: &[&str]) -> BTreeMap<String, Value> {
    let value = |column: &str| {
        if section.is_array(column) {
            return Value::List(section.texts(column).into_iter().map(|text| text.value).collect());
        }
        Value::Text(section.string(column).into())
    };
    columns.iter().filter(|column| section.has(column)).map(|column| ((*column).to_owned(), value(column))).collect()
}

/// Whether the answer is all there; it is, unless the example says otherwise.
fn status(section: &Section, faults: &Faults) -> Status {
    let Some(word) = section.text("status") else { return Status::Complete };
    let found = STATUSES.into_iter().find(|status| status.word() == word.value);
    if found.is_none() {
        let help = advice(&word.value, STATUSES.into_iter().map(Status::word));
        faults.add_text(&word, format!("unknown status `{}`", word.value), help);
    }
    found.unwrap_or_default()
}
