//! Headings of which somebody renamed one, in all tables: the column is told by its place and the types of its cells, or the answer is
//! not called complete.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be, and shows it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Definition, Status};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// Fields of a record with their values as text.
type Told = BTreeMap<String, String>;

/// Words that no heading has, and two that some have.
const NAMES: [&str; 5] = ["Wharf", "Pier", "What", "State", "Model"];

fn answers(table: &Definition, text: &str) -> Vec<Answer> {
    let captures = vec![Capture::of_text("paste.txt", text)];
    let all = table::read("paste", captures, &CATALOG.tables).into_iter().flat_map(|reading| reading.answers);
    all.filter(|answer| answer.command == table.command).collect()
}

fn told(answers: &[Answer]) -> Vec<Told> {
    let mut all = Vec::new();
    for record in answers.iter().flat_map(|answer| answer.records.iter()) {
        all.push(record.fields.iter().map(|(name, cell)| (name.clone(), cell.value.text())).collect());
    }
    all
}

fn is_ruler(line: &str) -> bool {
    line.contains("---") && line.chars().all(|c| c == '-' || c == ' ')
}

/// Where the runs of a ruler begin and end.
fn runs(ruler: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (at, _) in ruler.bytes().enumerate().filter(|(_, byte)| *byte == b'-') {
        match runs.last_mut() {
            Some((_, end)) if *end == at => *end = at + 1,
            _ => runs.push((at, at + 1)),
        }
    }
    runs
}

/// A line with blanks, or a name, in the place of a heading; set to the right where the heading is.
fn with(line: &str, (from, to): (usize, usize), name: &str) -> String {
    let padded = format!("{line:<to$}");
    let is_right = !padded[from..to].starts_with(' ') || padded[from..to].trim().is_empty();
    let name = if is_right { format!("{name:<0$}", to - from) } else { format!("{name:>0$}", to - from) };
    format!("{}{name}{}", &padded[..from], &padded[to..]).trim_end().to_owned()
}

/// Whole examples with one ruler below headings that begin right behind the command, and the lines of these.
fn examples() -> impl Iterator<Item = (&'static Definition, Vec<&'static str>, usize)> {
    let of = |table: &'static Definition| {
        let whole = table.examples.iter().filter(|example| example.status == Status::Complete);
        whole.filter_map(move |example| {
            let lines: Vec<&str> = example.input.lines().collect();
            let rulers: Vec<usize> = (0..lines.len()).filter(|&at| is_ruler(lines[at])).collect();
            let [ruler] = rulers[..] else { return None };
            let is_headed = lines[0].contains("::>") && lines[1..ruler].iter().all(|line| !line.contains(':'));
            (is_headed && !example.input.contains("-fields")).then_some((table, lines, ruler))
        })
    };
    CATALOG.tables.iter().flat_map(of)
}

#[test]
fn a_renamed_heading_is_told_by_its_place_or_its_loss() {
    let (mut tried, mut whole) = (0, 0);
    for (table, lines, ruler) in examples() {
        let printed = told(&answers(table, &(lines.join("\n") + "\n")));
        for run in runs(lines[ruler]) {
            for name in NAMES.into_iter().filter(|name| name.len() <= run.1 - run.0) {
                let heads = lines[1..ruler].iter().enumerate();
                let heads = heads.map(|(at, line)| with(line, run, if at + 2 == ruler { name } else { "" }));
                let all: Vec<String> = [lines[0].to_owned()]
                    .into_iter()
                    .chain(heads)
                    .chain(lines[ruler..].iter().map(|line| (*line).to_owned()))
                    .collect();
                let text = all.join("\n") + "\n";
                if text.contains(&lines[1..ruler].join("\n")) {
                    continue;
                }
                let read = answers(table, &text);
                let records = told(&read);
                tried += 1;
                whole += usize::from(records == printed);
                let names: BTreeSet<&String> = printed.iter().flat_map(BTreeMap::keys).collect();
                for (field, value) in records.iter().flatten().filter(|(field, _)| names.contains(field)) {
                    let is_own = printed.iter().any(|own| own.get(field) == Some(value));
                    assert!(is_own, "{field}={value} was not printed in\n{text}");
                }
                let is_complete = !read.is_empty() && read.iter().all(|answer| answer.status == Status::Complete);
                let is_less = records.iter().zip(&printed).any(|(read, own)| {
                    let of_table = read.keys().filter(|field| names.contains(field)).count();
                    of_table < own.len()
                });
                assert!(!(is_complete && is_less), "called complete, {records:?} of\n{text}");
            }
        }
    }
    assert!(tried > 400, "{tried} texts were tried");
    assert!(whole * 100 >= tried * LEAST, "{whole} of {tried} were read in full");
}

/// Of a hundred such texts so many are read in full at least.
const LEAST: usize = 90;
