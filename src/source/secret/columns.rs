//! Tables with a column of secrets: cells between bars, commas, semicolons or tabs, or below words over a ruler.

use std::ops::Range;

use super::signs::{is_placeholder, is_strong};

/// What heads such a column.
const HEADINGS: [&str; 12] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "passwort",
    "kennwort",
    "ndmp password",
    "ndmp_password",
    "ndmp-password",
    "secret",
    "shared secret",
    "community",
];

/// What heads the columns beside it: else the word may be a value, the method of a login.
const OTHERS: [&str; 23] = [
    "",
    "#",
    "account",
    "address",
    "cluster",
    "comment",
    "created",
    "date",
    "host",
    "hostname",
    "ip",
    "login",
    "name",
    "node",
    "note",
    "notes",
    "remark",
    "svm",
    "url",
    "user",
    "user name",
    "username",
    "vserver",
];

/// Rows that are looked at below a heading.
const ROWS: usize = 10_000;

/// The secrets in the rows below the line, where it is a heading of such a table, and where that ends: no row of it is a heading.
pub(super) fn below(text: &str, heading: &Range<usize>) -> (Vec<Range<usize>>, usize) {
    let found = cells_below(text, heading);
    let end = found.last().map_or(heading.end, |last| last.end);
    (found, end)
}

fn cells_below(text: &str, heading: &Range<usize>) -> Vec<Range<usize>> {
    let line = text[heading.clone()].trim_end();
    let rows = || rows(text, heading.end);
    for mark in ['|', '\t', ';', ','] {
        let heads = cells(line, mark);
        let Some(at) = heads.iter().position(|cell| is_heading(&line[cell.clone()])) else { continue };
        let is_other = |cell: &Range<usize>| OTHERS.contains(&bare(&line[cell.clone()]).to_lowercase().as_str());
        if !heads.iter().enumerate().all(|(other, cell)| other == at || is_other(cell)) {
            continue;
        }
        let cell = |row: &Range<usize>| {
            let cell = cells(&text[row.clone()], mark).into_iter().nth(at)?;
            Some(row.start + cell.start..row.start + cell.end)
        };
        let found = rows().map_while(|row| Some((cell(&row)?, row)));
        return found.filter_map(|(cell, _)| secret(text, cell)).collect();
    }
    let Some(ruler) = rows().next().filter(|ruler| is_ruler(&text[ruler.clone()])) else {
        return below_words(text, line, rows());
    };
    let ruler = text[ruler].to_owned();
    if is_login(line) {
        return Vec::new();
    }
    let is_its = |column: &Range<usize>| line.get(column.start..column.end.min(line.len())).is_some_and(is_heading);
    let Some(column) = columns(&ruler).into_iter().find(is_its) else { return Vec::new() };
    let cell = |row: Range<usize>| {
        let own = text[row.clone()].trim_end();
        let end =
            column.end.max(own.len().min(column.start + own.get(column.start..)?.find("  ").unwrap_or(own.len())));
        own.get(column.start..end.min(own.len()))?;
        Some(row.start + column.start..row.start + end.min(own.len()))
    };
    rows().skip(1).filter_map(cell).filter_map(|cell| secret(text, cell)).collect()
}

/// Whether the line is a row that tells how somebody logs in, and no heading: its ruler stands a line too low.
fn is_login(line: &str) -> bool {
    const APPLICATIONS: [&str; 9] =
        ["amqp", "console", "http", "ontapi", "rsh", "service-processor", "snmp", "ssh", "telnet"];
    let words = || line.split_whitespace();
    words().any(|word| word == "password") && words().any(|word| APPLICATIONS.contains(&word))
}

/// The same where words alone head the columns, two blanks apart: what stands below is a secret where it looks like one.
fn below_words(text: &str, line: &str, rows: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let heads = words(line);
    let Some(at) = heads.iter().position(|cell| is_heading(&line[cell.clone()])).filter(|_| heads.len() > 1) else {
        return Vec::new();
    };
    let is_other = |cell: &Range<usize>| OTHERS.contains(&bare(&line[cell.clone()]).to_lowercase().as_str());
    if !heads.iter().enumerate().all(|(other, cell)| other == at || is_other(cell)) {
        return Vec::new();
    }
    let cell = |row: Range<usize>| {
        let own = words(&text[row.clone()]).into_iter().find(|cell| cell.start == heads[at].start)?;
        Some(row.start + own.start..row.start + own.end)
    };
    let found = rows.filter_map(cell).filter_map(|cell| secret(text, cell));
    found.filter(|cell| is_strong(&text[cell.clone()])).collect()
}

/// The runs of a line that two blanks part.
fn words(line: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let run = |part: &str| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 2;
        start..start + part.trim().len()
    };
    line.trim_end().split("  ").map(run).filter(|run| !run.is_empty()).collect()
}

/// The lines behind a heading, up to the first that is empty.
fn rows(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let mut at = start;
    text[start..]
        .split_inclusive('\n')
        .map(move |line| {
            let row = at..at + line.trim_end_matches(['\n', '\r']).len();
            at += line.len();
            row
        })
        .take_while(|row| !text[row.clone()].trim().is_empty())
        .take(ROWS)
}

/// The cells of a line, where it has several.
fn cells(line: &str, mark: char) -> Vec<Range<usize>> {
    let mut at = 0;
    let cell = |cell: &str| {
        let own = at..at + cell.len();
        at += cell.len() + mark.len_utf8();
        own
    };
    let cells: Vec<Range<usize>> = line.split(mark).map(cell).collect();
    if cells.len() > 1 { cells } else { Vec::new() }
}

fn is_heading(cell: &str) -> bool {
    HEADINGS.contains(&bare(cell).to_lowercase().as_str())
}

/// The cell without what sets it off.
fn bare(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || "*_`\"'>:".contains(c))
}

fn secret(text: &str, cell: Range<usize>) -> Option<Range<usize>> {
    let own = bare(&text[cell.clone()]);
    let is_mark = own.chars().all(|c| matches!(c, '-' | ':' | '=' | '+' | '*'));
    let start = cell.start + text[cell.clone()].find(own)?;
    (!is_mark && !is_placeholder(own)).then(|| start..start + own.len())
}

fn is_ruler(line: &str) -> bool {
    let line = line.trim_end();
    line.len() > 3 && line.contains(' ') && line.bytes().all(|byte| matches!(byte, b'-' | b' ' | b'='))
}

/// The columns of a ruler.
fn columns(ruler: &str) -> Vec<Range<usize>> {
    let mut columns: Vec<Range<usize>> = Vec::new();
    for (at, _) in ruler.bytes().enumerate().filter(|(_, byte)| *byte != b' ') {
        match columns.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => columns.push(at..at + 1),
        }
    }
    columns
}
