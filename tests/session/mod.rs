//! The text of one session, what is read of it, and what the rules say.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Reading, Record};

pub(crate) fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

pub(crate) fn read(text: &str) -> Reading {
    table::read("session", vec![Capture::of_text("session.txt", text)], &catalog().tables).remove(0)
}

pub(crate) fn answer(text: &str) -> Answer {
    read(text).answers.remove(0)
}

/// The cells of each record as `field=value`.
pub(crate) fn told(answer: &Answer) -> Vec<String> {
    let cells = |record: &Record| -> Vec<String> {
        record.fields.iter().map(|(name, cell)| format!("{name}={}", cell.value.text())).collect()
    };
    answer.records.iter().map(|record| cells(&record).join(" ")).collect()
}

pub(crate) fn value(answer: &Answer, record: usize, field: &str) -> Option<String> {
    answer.records.get(record)?.cell(field).map(|cell| cell.value.text())
}

/// The values of a field, empty where it is not told.
pub(crate) fn values(answer: &Answer, field: &str) -> Vec<String> {
    (0..answer.records.len()).map(|record| value(answer, record, field).unwrap_or_default()).collect()
}

pub(crate) fn verdicts(text: &str, rule: &str) -> Vec<Verdict> {
    let all = judge(&read(text), &catalog(), &Question::plain(jiff::civil::date(2026, 11, 22))).outcomes;
    all.into_iter().filter(|outcome: &Outcome| outcome.rule == rule).map(|outcome| outcome.verdict).collect()
}
