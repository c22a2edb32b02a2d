//! What is wrong with a reading: a value that was not printed, or an answer called complete that does not hold all of it.

use std::collections::{BTreeMap, BTreeSet};

use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Status};

use super::Case;
use super::by_hand::INSERTED;
use super::damage::Damage;
use super::tables::{Expected, Record};

/// What a case gave.
#[derive(Default)]
pub struct Outcome {
    pub faults: Vec<String>,
    /// Printed records of which every cell is read.
    pub whole: usize,
    pub printed: usize,
}

/// Damage after which the text ends early.
const CUTS: &[Damage] = &[Damage::CutEnd, Damage::CutMidRow];

/// Damage that takes columns away: nothing tells that they were there.
const FEWER: &[Damage] = &[Damage::ColumnsOut, Damage::KeyColumnOut];

pub fn outcome(case: &Case, tables: &[Definition], must_be_whole: bool) -> Outcome {
    let printed = case.expected.iter().map(|expected| expected.records.len()).sum();
    let Ok(capture) = Capture::read("case", case.bytes.clone()) else { return Outcome::default() };
    let readings = table::read("case", vec![capture], tables);
    let answers: Vec<&Answer> = readings.iter().flat_map(|reading| &reading.answers).collect();
    let mut faults = differences(case, &answers, tables);
    let mut whole = BTreeSet::new();
    for (at, answer) in answers.iter().enumerate() {
        // One record that ends the text is whole for all that can be seen.
        let is_last = at + 1 == answers.len() && case.has(CUTS);
        // Nor does an answer whose beginning is lost show what stood there.
        let is_first = at == 0 && answer.typed.is_none() && case.has(&[Damage::CutStart]);
        let is_open = is_first || (is_last && answer.records.len() == 1);
        judge(case, answer, !is_open, &mut whole, &mut faults);
    }
    if must_be_whole {
        let complete = answers.iter().filter(|answer| answer.status == Status::Complete).count();
        if complete != case.expected.len() || answers.len() != complete {
            let told = |a: &&Answer| format!("{} {} {} ({})", a.command, a.options, a.status.word(), a.why);
            let told: Vec<String> = answers.iter().map(told).collect();
            faults.push(format!("expected {} whole answers, read {told:?}", case.expected.len()));
        }
    }
    Outcome { faults, whole: whole.len(), printed }
}

/// Where reading in one pass and reading by search differ in more than that one of them reads less.
fn differences(case: &Case, answers: &[&Answer], tables: &[Definition]) -> Vec<String> {
    if answers.iter().all(|answer| !answer.records.is_placed()) {
        return Vec::new();
    }
    let Ok(capture) = Capture::read("case", case.bytes.clone()) else { return Vec::new() };
    let searched = table::read_by_search("case", vec![capture], tables);
    let searched = searched.iter().flat_map(|reading| &reading.answers);
    let is_other = |(one, other): &(&&Answer, &Answer)| one.records.is_placed() && **one != *other;
    let pairs = answers.iter().zip(searched).filter(is_other);
    pairs.map(|(one, other)| format!("in one pass: {one:#?}, by search {other:#?}")).collect()
}

fn read_records(answer: &Answer) -> Vec<Record> {
    let text = |cell: &table::Cell| cell.value.text().replace(", ", ",");
    let fields = |record: &table::Record| -> Record {
        record.fields.iter().map(|(name, cell)| (name.clone(), text(cell))).collect()
    };
    answer.records.iter().map(|record| fields(&record)).collect()
}

fn judge(
    case: &Case,
    answer: &Answer,
    must_be_true: bool,
    whole: &mut BTreeSet<(usize, usize)>,
    faults: &mut Vec<String>,
) {
    let candidates: Vec<(usize, &Expected)> =
        case.expected.iter().enumerate().filter(|(_, expected)| expected.command == answer.command).collect();
    let read = read_records(answer);
    let mut told = Vec::new();
    for record in &read {
        told.extend(
            wrong(case, record, &candidates, whole)
                .map(|what| format!("{what} in {} ({}): {record:?}", answer.command, answer.status.word())),
        );
    }
    // Nothing tells that rows of a table without a count are missing at its end.
    // Nor does anything where the count is lost that would have told it.
    let is_count_lost = case.has(&[Damage::RowsDropped]) && case.has(&[Damage::CountLost, Damage::CutEnd]);
    let is_uncounted = is_count_lost || candidates.first().is_some_and(|(_, expected)| !expected.counted);
    if answer.status == Status::Complete && !is_uncounted && !is_all(case, &read, &candidates) {
        told.push(format!("called complete: {} with {} records: {read:?}", answer.command, read.len()));
    }
    faults.extend(told.into_iter().filter(|_| must_be_true));
}

/// What is wrong with a record; the printed records that it shows wholly go to `whole`.
fn wrong(
    case: &Case,
    record: &Record,
    candidates: &[(usize, &Expected)],
    whole: &mut BTreeSet<(usize, usize)>,
) -> Option<&'static str> {
    let is_keyless = case.has(FEWER);
    let (mut is_right, mut is_right_but_keyless) = (false, false);
    for (number, expected) in candidates {
        for (at, truth) in expected.records.iter().enumerate() {
            let is_same = agrees(record, truth, if is_keyless { &[] } else { expected.keys });
            is_right |= is_same;
            is_right_but_keyless |= agrees(record, truth, &[]);
            if is_same && missing(record, truth) <= case.fields_out() {
                whole.insert((*number, at));
            }
        }
    }
    (!is_right).then_some(if is_right_but_keyless { "a key is missing" } else { "wrong" })
}

/// Whether the records are all that was printed.
fn is_all(case: &Case, read: &[Record], candidates: &[(usize, &Expected)]) -> bool {
    let is_whole = |(truth, record): (&Record, &Record)| missing(record, truth) <= case.fields_out();
    candidates
        .iter()
        .any(|(_, expected)| expected.records.len() == read.len() && expected.records.iter().zip(read).all(is_whole))
}

impl Case {
    /// The most fields that columns which are left out hold.
    fn fields_out(&self) -> usize {
        if self.has(FEWER) { 4 } else { 0 }
    }
}

/// Whether nothing in `record` differs from `truth`: every key that it has, and every other field.
fn agrees(record: &Record, truth: &Record, keys: &[&str]) -> bool {
    let truth: BTreeMap<&str, &str> = truth.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let has_keys = keys.iter().all(|key| record.iter().any(|(name, _)| name == key));
    let is_right = |(name, value): &(String, String)| {
        same(name, value, truth.get(name.as_str()).copied())
            || (name.eq_ignore_ascii_case(INSERTED) && matches!(value.as_str(), "true" | "false"))
    };
    has_keys && record.iter().all(is_right)
}

/// `-` and nothing are the same for a list; a list that is not printed has no field.
fn same(name: &str, value: &str, truth: Option<&str>) -> bool {
    let is_list = matches!(
        name,
        "allow-list" | "services" | "failover-targets" | "allowed-addresses" | "targets" | "lifs" | "authtype"
    );
    truth.is_some_and(|truth| value == truth || (is_list && value == "-" && truth.is_empty()))
        || (truth.is_none() && name == "failover-targets" && value.is_empty())
        || (name == "comment" && truth.is_none() && value.is_empty())
}

/// How many fields of `truth` are not read.
fn missing(record: &Record, truth: &Record) -> usize {
    let is_read =
        |name: &str, value: &str| record.iter().any(|(other, read)| other == name && same(name, read, Some(value)));
    truth.iter().filter(|(name, value)| !is_read(name, value)).count()
}
