//! The examples of all tables as sessions, and what is read of them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Status};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// Fields of a record with their values as text.
pub(crate) type Told = BTreeMap<String, String>;

pub(crate) fn answers(table: &Definition, text: &str) -> Vec<Answer> {
    let captures = vec![Capture::of_text("paste.txt", text)];
    let all = table::read("paste", captures, &CATALOG.tables).into_iter().flat_map(|reading| reading.answers);
    all.filter(|answer| answer.command == table.command).collect()
}

pub(crate) fn told(answers: &[Answer]) -> Vec<Told> {
    let mut all = Vec::new();
    for record in answers.iter().flat_map(|answer| answer.records.iter()) {
        all.push(record.fields.iter().map(|(name, cell)| (name.clone(), cell.value.text())).collect());
    }
    all
}

/// The whole examples of all tables as sessions, without the count and what stands below it.
pub(crate) fn examples() -> impl Iterator<Item = (&'static Definition, String)> {
    let is_end = |line: &str| line.contains(" displayed") || line.trim().is_empty() || line.trim().ends_with("::>");
    let of = move |table: &'static Definition| {
        let whole = table.examples.iter().filter(|example| example.status == Status::Complete);
        whole.filter_map(move |example| {
            let has_prompt = example.input.lines().next().is_some_and(|first| first.contains("::>"));
            let command = example.command.as_deref().unwrap_or(&table.command);
            let lead = if has_prompt { String::new() } else { format!("orkney::> {command}\n") };
            let lines: Vec<&str> = example.input.trim_end().lines().collect();
            let end = lines.iter().rposition(|line| !is_end(line))?;
            let is_one = lines[1..=end].iter().all(|line| !line.contains("::>"));
            is_one.then(|| (table, format!("{lead}{}\n", lines[..=end].join("\n"))))
        })
    };
    CATALOG.tables.iter().flat_map(of)
}
