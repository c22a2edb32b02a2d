//! `facts --format human`: a table an answer, or a block a record where a table would be too wide.

use std::io;

use super::facts::{Facts, FactsAnswer, FactsTarget};
use super::layout::{clean, hang, hang_error, minute, pad, widest, width};
use super::style::{Ink, Style};
use super::verdict::counted;
use crate::table::{Record, Records, Value};

/// Writes `facts`.
pub(super) fn write(facts: &Facts, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut parts: Vec<String> = facts.targets.iter().map(|target| chapter(target, style)).collect();
    parts.push(ending(facts));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn chapter(target: &FactsTarget, style: &Style) -> String {
    let cluster = target.cluster.as_ref().filter(|cluster| **cluster != target.target);
    let cluster = cluster.map(|cluster| format!("  cluster {}", clean(cluster))).unwrap_or_default();
    let when = target.collected.map(|time| format!("  collected {}", minute(time))).unwrap_or_default();
    let rule = style.paint(Ink::Faint, "==");
    let mut parts = vec![format!("{rule} {}{cluster}{when}", style.paint(Ink::Strong, &clean(&target.target)))];
    if let Some(error) = &target.error {
        parts.push(hang_error(&format!("{}  ", style.paint(Ink::Bad, "unreadable")), 12, error, style.prose()));
    } else if target.answers.is_empty() {
        parts.push("no answer of ONTAP was recognised".to_owned());
    }
    let unread = style.paint(Ink::Bad, "unreadable");
    let told =
        target.unread.iter().map(|file| hang_error(&format!("{unread}  "), 12, &file.to_string(), style.prose()));
    parts.extend(told);
    parts.extend(target.answers.iter().map(|answer| section(answer, style)));
    parts.extend(target.remarks.iter().map(|remark| hang("note: ", 6, &clean(remark), style.prose())));
    parts.join("\n\n")
}

fn section(answer: &FactsAnswer, style: &Style) -> String {
    let command = clean(format!("{} {}", answer.command, answer.options).trim());
    let mut lines = vec![format!("{}  {}:{}", style.paint(Ink::Strong, &command), clean(&answer.source), answer.line)];
    lines.push(format!("  {}", status(answer, style)));
    if answer.generic {
        lines.push("  no table describes this command: read by its headings alone".to_owned());
    }
    if !answer.unknown_columns.is_empty() {
        let is_one = answer.unknown_columns.len() == 1;
        let what = if is_one {
            "unknown column, kept under its heading"
        } else {
            "unknown columns, kept under their headings"
        };
        let told = format!("{what}: {}", answer.unknown_columns.join(", "));
        lines.push(hang("  ", 2, &clean(&told), style.prose()));
    }
    if !answer.why.is_empty() {
        lines.push(hang("  ", 2, &clean(&answer.why), style.prose()));
    }
    if let (true, Some((number, text))) = (style.is_verbose(), &answer.why_line) {
        lines.push(format!("  {number} | {}", clean(text)));
    }
    if style.is_verbose() {
        let trace =
            |(line, why): &(usize, String)| hang("  ", 4, &clean(&format!("line {line}: {why}")), style.prose());
        lines.extend(answer.traces.iter().map(trace));
    }
    if let (true, Some(typed)) = (style.is_verbose(), &answer.typed) {
        lines.push(format!("  typed: {}", clean(typed)));
    }
    if !style.is_quiet() && !answer.records.is_empty() {
        lines.push(String::new());
        lines.push(table(&answer.records, style));
    }
    lines.join("\n")
}

fn status(answer: &FactsAnswer, style: &Style) -> String {
    let ink = if matches!(answer.status, "complete" | "empty") { Ink::Good } else { Ink::Doubt };
    let announced = answer.announced.map(|count| format!(" of {count} announced")).unwrap_or_default();
    format!("{}, {}{announced}", style.paint(ink, answer.status), counted(answer.records.len(), "record"))
}

fn table(records: &Records, style: &Style) -> String {
    let names = records.names();
    let mut rows: Vec<Vec<String>> = vec![names.clone()];
    rows.extend(records.iter().map(|record| names.iter().map(|name| cell(&record, name)).collect()));
    if style.is_verbose() {
        rows[0].insert(0, "line".to_owned());
        rows.iter_mut().skip(1).zip(records.iter()).for_each(|(row, record)| row.insert(0, record.line.to_string()));
    }
    let columns = rows[0].len();
    let wide: Vec<usize> = (0..columns).map(|at| widest(rows.iter().map(|row| row[at].as_str()))).collect();
    let total = wide.iter().sum::<usize>() + 2 * columns;
    if total <= style.prose() { aligned(&rows, &wide, style) } else { blocks(&rows, style) }
}

fn aligned(rows: &[Vec<String>], wide: &[usize], style: &Style) -> String {
    let line = |row: &Vec<String>| {
        let cells: Vec<_> = row.iter().zip(wide).map(|(cell, wide)| pad(cell, *wide)).collect();
        format!("  {}", cells.join("  ")).trim_end().to_owned()
    };
    let mut lines: Vec<_> = rows.iter().map(line).collect();
    lines[0] = style.paint(Ink::Faint, &lines[0]);
    lines.join("\n")
}

fn blocks(rows: &[Vec<String>], style: &Style) -> String {
    let wide = rows[0].iter().map(|name| width(name)).max().unwrap_or(0);
    let block = |row: &Vec<String>| {
        let told = row.iter().zip(&rows[0]).filter(|(cell, _)| *cell != ABSENT);
        let line = |(cell, name): (&String, &String)| {
            let head = format!("  {}  ", style.paint(Ink::Faint, &pad(name, wide)));
            hang(&head, wide + 4, cell, style.prose())
        };
        told.map(line).collect::<Vec<_>>().join("\n")
    };
    rows[1..].iter().map(block).collect::<Vec<_>>().join("\n\n")
}

/// Stands for a key that the record lacks: unlike `-`, ONTAP printed nothing of it.
const ABSENT: &str = "(none)";

fn cell(record: &Record, name: &str) -> String {
    match record.cell(name).map(|cell| &cell.value) {
        Some(Value::Text(text)) if text.is_empty() => "\"\"".to_owned(),
        Some(Value::Text(text)) => clean(text),
        Some(Value::List(words)) => clean(&words.join(", ")),
        None => {
            let misfit = record.misfits.iter().find(|misfit| misfit.field == name);
            misfit.map_or_else(|| ABSENT.to_owned(), |misfit| format!("(unknown: {})", clean(&misfit.word)))
        }
    }
}

fn ending(facts: &Facts) -> String {
    let answers = || facts.targets.iter().flat_map(|target| &target.answers);
    let records: usize = answers().map(|answer| answer.records.len()).sum();
    let part = answers().filter(|answer| !matches!(answer.status, "complete" | "empty")).count();
    let aside = if part == 0 { String::new() } else { format!("; {} not complete", counted(part, "answer")) };
    let (answers, targets) = (counted(answers().count(), "answer"), counted(facts.targets.len(), "target"));
    format!("read {} in {answers} of {targets}{aside}", counted(records, "record"))
}
