//! `handoff --format csv`: tables for spreadsheets and scripts, parted by an empty line; the first column of each names the
//! table, the second the target. What is told once stands in the table `sheet`; what is not told stands in brackets, with the
//! reason. Cells that a spreadsheet would take for formulas have an apostrophe before them, as those of `facts --format csv`.

use std::io;

use super::csv_cell::fit;
use super::handoff::{Handoff, HandoffTarget, why, words};
use super::subject;
use crate::judge::handoff::{Chapter, Line, Part, Table, Thing, Told};

/// A table of all targets.
struct Grid {
    name: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// Writes the sheets.
pub(super) fn write(handoff: &Handoff, out: &mut dyn io::Write) -> io::Result<()> {
    for (at, grid) in grids(handoff).iter().enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        let mut writer = csv::Writer::from_writer(&mut *out);
        let own = ["table".to_owned(), "target".to_owned()];
        writer.write_record(own.iter().chain(&grid.columns).map(|cell| fit(cell)))?;
        for row in &grid.rows {
            writer.write_record(std::iter::once(&grid.name).chain(row).map(|cell| fit(cell)))?;
        }
        writer.flush()?;
    }
    Ok(())
}

fn grids(handoff: &Handoff) -> Vec<Grid> {
    let mut grids =
        vec![verdicts(handoff), set(handoff), open(handoff), questions(handoff), attested(handoff), sheet(handoff)];
    for target in &handoff.targets {
        for chapter in &target.sheet.chapters {
            chapter.parts.iter().for_each(|part| add(&mut grids, target, chapter, part));
        }
    }
    grids.retain(|grid| !grid.rows.is_empty());
    grids
}

fn grid(name: &str, columns: &[&str]) -> Grid {
    let columns = columns.iter().map(|column| (*column).to_owned()).collect();
    Grid { name: name.to_owned(), columns, rows: Vec::new() }
}

fn verdicts(handoff: &Handoff) -> Grid {
    let mut own = grid("verdict", &["verdict", "standing", "error"]);
    own.rows = handoff
        .targets
        .iter()
        .map(|target| {
            let (word, says) = target.standing();
            let error = target.error.clone().unwrap_or_default();
            vec![target.target.clone(), target.verdict.word().to_owned(), format!("{word}: {says}"), error]
        })
        .collect();
    own
}

/// What the site set of the rules: the verdicts rest on it.
fn set(handoff: &Handoff) -> Grid {
    let mut own = grid("site", &["rule", "key", "value", "was"]);
    for target in &handoff.targets {
        own.rows.extend(target.site.iter().map(|line| {
            let cells = [&target.target, &line.rule, &line.key, &line.value, &line.was];
            cells.map(String::clone).to_vec()
        }));
    }
    own
}

fn open(handoff: &Handoff) -> Grid {
    let mut own = grid("open", &["verdict", "weight", "rule", "subject", "message", "reason"]);
    for target in &handoff.targets {
        own.rows.extend(target.open.iter().map(|point| {
            let reason = point.reason.clone().unwrap_or_default();
            let words =
                [point.verdict.word(), point.severity.word(), &point.rule, &subject(&point.subject), &point.message];
            std::iter::once(target.target.clone()).chain(words.map(str::to_owned)).chain([reason]).collect()
        }));
    }
    own
}

/// What is left to ask.
fn questions(handoff: &Handoff) -> Grid {
    let mut own = grid("questions", &["whom", "about", "question", "settled_by"]);
    for target in &handoff.targets {
        own.rows.extend(target.questions.iter().map(|one| {
            [target.target.as_str(), &one.whom, &one.about, &one.ask, &one.settled_by].map(str::to_owned).into()
        }));
    }
    own
}

fn attested(handoff: &Handoff) -> Grid {
    let mut own = grid("attested", &["what", "value", "by", "on", "until", "counts"]);
    for target in &handoff.targets {
        own.rows.extend(target.attestations.iter().map(|one| {
            let value = one.value.clone().unwrap_or_default();
            let counts = one.counts.to_string();
            [target.target.as_str(), &one.what, &value, &one.by, &one.on, &one.until, &counts].map(str::to_owned).into()
        }));
    }
    own
}

/// What is told once: lines and notes of the chapters.
fn sheet(handoff: &Handoff) -> Grid {
    let mut own = grid("sheet", &["chapter", "what", "value"]);
    for target in &handoff.targets {
        for chapter in &target.sheet.chapters {
            let row =
                |what: &str, value: String| vec![target.target.clone(), chapter.key.to_owned(), what.to_owned(), value];
            for part in &chapter.parts {
                match part {
                    Part::Line(line) => own.rows.push(row(line.key, cell(&line.told))),
                    Part::Notes { key, texts } => own.rows.extend(texts.iter().map(|text| row(key, text.clone()))),
                    Part::Table(_) | Part::Things(_) => {}
                }
            }
        }
    }
    own
}

fn add(grids: &mut Vec<Grid>, target: &HandoffTarget, chapter: &Chapter, part: &Part) {
    match part {
        Part::Table(table) => {
            let name = format!("{}.{}", chapter.key, table.key);
            let rows = table.rows.iter().map(|row| of_row(target, &[], row)).collect();
            put(grids, &name, columns(&[], table), rows);
        }
        Part::Things(things) => {
            for thing in &things.things {
                let name = format!("{}.{}", chapter.key, things.key);
                put(grids, &name, columns_of(thing), rows_of(target, thing));
            }
        }
        Part::Line(_) | Part::Notes { .. } => {}
    }
}

/// Rows of the same columns stand below each other.
fn put(grids: &mut Vec<Grid>, name: &str, columns: Vec<String>, rows: Vec<Vec<String>>) {
    match grids.iter_mut().find(|grid| grid.name == name && grid.columns == columns) {
        Some(grid) => grid.rows.extend(rows),
        None => grids.push(Grid { name: name.to_owned(), columns, rows }),
    }
}

fn columns(lines: &[Line], table: &Table) -> Vec<String> {
    let own = lines.iter().map(|line| line.key.to_owned());
    // A column of the rows that is called as one of the lines is another thing.
    let name = |column: &&str| {
        let is_taken = lines.iter().any(|line| line.key == *column);
        if is_taken { format!("path_{column}") } else { (*column).to_owned() }
    };
    own.chain(table.columns.iter().map(name)).collect()
}

fn columns_of(thing: &Thing) -> Vec<String> {
    match &thing.table {
        Some(table) => columns(&thing.lines, table),
        None => thing.lines.iter().map(|line| line.key.to_owned()).collect(),
    }
}

/// One row a path, the lines of the thing in each.
fn rows_of(target: &HandoffTarget, thing: &Thing) -> Vec<Vec<String>> {
    match &thing.table {
        Some(table) if !table.rows.is_empty() => {
            table.rows.iter().map(|row| of_row(target, &thing.lines, row)).collect()
        }
        _ => vec![of_row(target, &thing.lines, &[])],
    }
}

fn of_row(target: &HandoffTarget, lines: &[Line], row: &[Told]) -> Vec<String> {
    let told = lines.iter().map(|line| &line.told).chain(row);
    std::iter::once(target.target.clone()).chain(told.map(cell)).collect()
}

fn cell(told: &Told) -> String {
    match told {
        Told::Untold(untold) => format!("({})", why(untold)),
        told => words(told),
    }
}
