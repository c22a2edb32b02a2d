//! Headings of which one is another word, in all tables: what stands below it is another column, and the answer is not called
//! complete without the one that it may be. What a table is about stands first, whatever it is called.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be, and shows it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Answer, Column, Definition, Status};

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])));

/// Fields of a record with their values as text.
type Told = BTreeMap<String, String>;

/// Fields of a column, by their names.
type Fields = BTreeSet<String>;

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

/// The text with other words over a run of the ruler, of which it gets as many as they need; `None` where that moves cells.
fn renamed(lines: &[&str], ruler: usize, run: (usize, usize), heads: &[String]) -> Option<String> {
    let need = heads.iter().map(String::len).max()?.saturating_sub(run.1 - run.0);
    let wider = |at: usize, line: &str| {
        if at == 0 || line.len() <= run.1 {
            return Some(line.to_owned());
        }
        let fill = if at == ruler { "-" } else { " " };
        let is_before = at > ruler || run.0 == 0 || line.is_char_boundary(run.0) && line[..run.0].ends_with(' ');
        let is_apart = at == ruler || is_before && line.is_char_boundary(run.1) && line[run.1..].starts_with(' ');
        is_apart.then(|| format!("{}{}{}", &line[..run.1], fill.repeat(need), &line[run.1..]))
    };
    let count_from = lines.iter().position(|line| line.contains(" entr")).unwrap_or(lines.len());
    let mut all = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        all.push(if at >= count_from { Some((*line).to_owned()) } else { wider(at, line) }?);
    }
    let run = (run.0, run.1 + need);
    for (at, line) in all.iter_mut().enumerate().take(ruler).skip(1) {
        let head = (at + heads.len()).checked_sub(ruler).and_then(|at| heads.get(at)).map_or("", String::as_str);
        *line = with(line, run, head);
    }
    Some(all.join("\n") + "\n")
}

/// The words over a run, line by line.
fn heads(lines: &[&str], ruler: usize, (from, to): (usize, usize)) -> Vec<String> {
    let over = lines[1..ruler].iter().map(|line| line.get(from..to.min(line.len())).unwrap_or("").trim().to_owned());
    over.filter(|words| !words.is_empty()).collect()
}

/// A case for each example, run of its ruler, and text with other words there.
fn each_renamed(
    names: impl Fn(&[String]) -> Vec<Vec<String>>,
    mut look: impl FnMut(&'static Definition, usize, &str, &[Told], &Fields),
) {
    for (table, lines, ruler) in examples() {
        let printed = told(&answers(table, &(lines.join("\n") + "\n")));
        let columns: Fields = printed.iter().flat_map(|record| record.keys().cloned()).collect();
        for (at, run) in runs(lines[ruler]).into_iter().enumerate() {
            let own = heads(&lines, ruler, run);
            for heads in names(&own).into_iter().filter(|heads| heads.len() < ruler) {
                let is_kept = |text: String| told(&answers(table, &text)) == printed;
                if renamed(&lines, ruler, run, &padded(&own, &heads)).is_some_and(is_kept)
                    && let Some(text) = renamed(&lines, ruler, run, &heads)
                {
                    look(table, at, &text, &printed, &columns);
                }
            }
        }
    }
}

/// The own words of a heading as wide as others are.
fn padded(own: &[String], others: &[String]) -> Vec<String> {
    let width = others.iter().map(String::len).max().unwrap_or(0);
    own.iter().map(|words| format!("{words:<width$}")).collect()
}

fn is_complete(read: &[Answer]) -> bool {
    !read.is_empty() && read.iter().all(|answer| answer.status == Status::Complete)
}

/// Whether a record lacks a field that was printed.
fn is_less(records: &[Told], printed: &[Told], columns: &Fields) -> bool {
    let own = |record: &Told| record.keys().filter(|field| columns.contains(*field)).count();
    records.iter().zip(printed).any(|(read, printed)| own(read) < printed.len())
}

#[test]
fn a_renamed_heading_is_another_column_or_the_first() {
    let (mut tried, mut first, mut whole) = (0, 0, 0);
    let names = |_: &[String]| NAMES.map(|name| vec![name.to_owned()]).to_vec();
    each_renamed(names, |table, at, text, printed, columns| {
        let read = answers(table, text);
        let records = told(&read);
        tried += 1;
        first += usize::from(at == 0);
        whole += usize::from(at == 0 && records == printed);
        for (field, value) in records.iter().flatten().filter(|(field, _)| columns.contains(*field)) {
            let is_own = printed.iter().any(|own| own.get(field) == Some(value));
            assert!(is_own, "{field}={value} was not printed in\n{text}");
        }
        let is_less = is_less(&records, printed, columns);
        assert!(!(is_complete(&read) && is_less), "called complete, {records:?} of\n{text}");
        let is_strange = ["Wharf", "Pier", "What"].iter().any(|name| text.contains(name));
        assert!(at == 0 || !is_strange || is_less || records.is_empty(), "{records:?} was told by\n{text}");
    });
    assert!(tried > 400, "{tried} texts were tried");
    assert!(whole * 100 >= first * LEAST, "{whole} of {first} were read in full");
}

/// Of a hundred texts with another word for what they are about so many are read in full at least.
const LEAST: usize = 60;

/// Words that turn a heading's meaning round, or make it another's.
fn turned(own: &[String]) -> Vec<Vec<String>> {
    let Some(low) = own.last() else { return Vec::new() };
    let whole = own.join(" ");
    let mut all = Vec::new();
    for lead in ["Not ", "No ", "Remote ", "Peer ", "Former ", "Non-"] {
        all.push(vec![format!("{lead}{whole}")]);
        // A line above a heading that is whole may be anybody's.
        if own.len() > 1 {
            all.push(vec![lead.trim_end_matches([' ', '-']).to_owned(), low.clone()]);
        }
    }
    for lead in ["Un", "Dis", "In"] {
        all.push(vec![format!("{lead}{}", whole.to_lowercase())]);
    }
    all.extend(["Away", "Denied", "Encrypted", "Free%", "Absent"].map(|name| vec![name.to_owned()]));
    all
}

#[test]
fn a_heading_that_means_something_else_tells_no_column() {
    let mut tried = 0;
    each_renamed(turned, |table, at, text, printed, columns| {
        let read = answers(table, text);
        let records = told(&read);
        tried += 1;
        let is_less = is_less(&records, printed, columns);
        assert!(at == 0 || is_less || records.is_empty(), "{records:?} was told by\n{text}");
        assert!(!(is_complete(&read) && is_less), "called complete, {records:?} of\n{text}");
    });
    assert!(tried > 1000, "{tried} texts were tried");
}

/// The halves of a heading in the other order: `Oper/Admin`.
fn crossed(own: &[String]) -> Vec<Vec<String>> {
    let is_pair = |words: &String| words.matches('/').count() == 1;
    let turn = |words: &String| {
        let turned = words.split(' ').map(|word| match word.split_once('/') {
            Some((one, two)) => format!("{two}/{one}"),
            None => word.to_owned(),
        });
        turned.collect::<Vec<_>>().join(" ")
    };
    if own.iter().any(is_pair) { vec![own.iter().map(turn).collect()] } else { Vec::new() }
}

#[test]
fn the_order_of_a_heading_s_words_is_that_of_its_cell_s() {
    let (mut tried, mut crossings) = (0, 0);
    each_renamed(crossed, |table, _, text, printed, _| {
        // An address goes before its mask, whatever the heading says; a name is a user's or a group's.
        if text.contains("Mask/Address") || text.contains("Group/User") {
            return;
        }
        let records = told(&answers(table, text));
        tried += 1;
        let pairs = table.columns.iter().filter(|column| column.splits.len() == 2);
        let halves =
            |column: &Column, record: &Told| column.splits.iter().map(|name| record.get(name).cloned()).collect();
        let mut turned = 0;
        for column in pairs {
            let (read, own): (Vec<Vec<_>>, Vec<Vec<_>>) =
                records.iter().zip(printed).map(|(read, own)| (halves(column, read), halves(column, own))).unzip();
            let crossed: Vec<Vec<Option<String>>> = own.iter().map(|own| own.iter().rev().cloned().collect()).collect();
            let is_lost = read.iter().flatten().all(Option::is_none);
            assert!(is_lost || read == own || read == crossed, "{read:?} was read of\n{text}");
            turned += usize::from(own.iter().flatten().all(Option::is_some) && (is_lost || read == crossed));
            crossings += usize::from(read == crossed && read != own);
        }
        assert!(turned > 0 || records.is_empty(), "{records:?} was read of\n{text}");
    });
    assert!(tried > 4 && crossings > 4, "{crossings} columns of {tried} texts were read in the other order");
}
