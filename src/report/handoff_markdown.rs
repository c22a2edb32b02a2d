//! `handoff --format markdown`: for a ticket or a wiki, with tables as GitHub writes them. Nothing of a name commands the layout.

use std::io;

use super::handoff::{Handoff, HandoffTarget, OpenPoint, heading, words};
use super::layout::minute;
use super::markdown_text::{code, text};
use crate::judge::handoff::{Chapter, Line, Part, Table, Thing, Things, Told};

/// Writes the sheets.
pub(super) fn write(handoff: &Handoff, out: &mut dyn io::Write) -> io::Result<()> {
    let mut parts: Vec<String> = handoff.targets.iter().flat_map(sheet).collect();
    let verdict = handoff.verdict.word().replace('-', " ");
    parts.push(format!("Verdict: {verdict}. Exit code {}, because {}.", handoff.exit_code, text(&handoff.because)));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn sheet(target: &HandoffTarget) -> Vec<String> {
    let (word, says) = target.standing();
    let when = target.collected.map(minute).or_else(|| target.rests_on.newest.clone());
    let when = when.map(|when| format!(" As of {}.", text(&when))).unwrap_or_default();
    let mut parts = vec![format!("# Hand-off sheet: {}", text(&target.target)), format!("**{word}**: {says}.{when}")];
    if let Some(error) = &target.error {
        parts.push(text(error));
        return parts;
    }
    parts.extend(open(&target.open));
    parts.extend(target.sheet.chapters.iter().flat_map(chapter));
    parts.extend(questions(target));
    let commands: Vec<String> = target.to_capture().iter().map(|command| format!("- {}", code(command))).collect();
    if !commands.is_empty() {
        parts.extend(["## Capture these commands next to complete the sheet".to_owned(), commands.join("\n")]);
    }
    parts.extend(target.remarks.iter().map(|remark| format!("Note: {}", text(remark))));
    parts
}

fn open(points: &[OpenPoint]) -> Vec<String> {
    if points.is_empty() {
        return Vec::new();
    }
    let row = |point: &OpenPoint| {
        let cells = [point.verdict.word(), point.severity.word(), &point.rule, &point.text()].map(text);
        cells.join(" | ")
    };
    let rows: Vec<String> = points.iter().map(|point| format!("| {} |", row(point))).collect();
    let head = "| verdict | weight | rule | what |\n|---|---|---|---|";
    vec!["## Open points".to_owned(), format!("{head}\n{}", rows.join("\n"))]
}

/// What was attested, and what is left to ask.
fn questions(target: &HandoffTarget) -> Vec<String> {
    let attested = target.attestations.iter().map(|one| {
        let value = one.value.as_ref().map(|value| format!(" = {value}")).unwrap_or_default();
        let counts = if one.counts { "counts" } else { "counted" };
        format!(
            "- {}",
            text(&format!("attested: {}{value} by {} on {}; {counts} until {}", one.what, one.by, one.on, one.until))
        )
    });
    let asked = target.questions.iter().map(|one| {
        format!(
            "- **{}**, {}: {}",
            text(&one.whom),
            text(&one.about),
            text(&format!("{} Settled by {}.", one.ask, one.settled_by))
        )
    });
    let lines: Vec<String> = attested.chain(asked).collect();
    if lines.is_empty() { Vec::new() } else { vec!["## To ask, and to see to".to_owned(), lines.join("\n")] }
}

/// Lines and notes that stand together are one list.
fn chapter(chapter: &Chapter) -> Vec<String> {
    let mut parts = vec![format!("## {}", text(&chapter.title))];
    let mut list: Vec<String> = Vec::new();
    for part in &chapter.parts {
        match part {
            Part::Line(line) => list.push(labelled(line)),
            Part::Notes { key: "sources", texts } => {
                list.extend(texts.iter().map(|note| format!("- source: {}", text(note))))
            }
            Part::Notes { texts, .. } => list.extend(texts.iter().map(|note| format!("- {}", text(note)))),
            Part::Table(_) | Part::Things(_) => {
                parts.extend(taken(&mut list));
                parts.extend(more(part));
            }
        }
    }
    parts.extend(taken(&mut list));
    parts
}

fn taken(list: &mut Vec<String>) -> Option<String> {
    (!list.is_empty()).then(|| std::mem::take(list).join("\n"))
}

fn more(part: &Part) -> Vec<String> {
    match part {
        Part::Table(table) => titled(table),
        Part::Things(Things { noun, things, .. }) => {
            let count = things.len();
            let one = |(at, thing): (usize, &Thing)| {
                let number = if count > 1 { format!(" {} of {count}", at + 1) } else { String::new() };
                let lines: Vec<String> = thing.lines.iter().map(labelled).collect();
                let own = [format!("### {noun}{number}"), lines.join("\n")];
                own.into_iter().chain(thing.table.iter().flat_map(titled)).collect::<Vec<_>>()
            };
            things.iter().enumerate().flat_map(one).collect()
        }
        Part::Line(_) | Part::Notes { .. } => Vec::new(),
    }
}

fn labelled(line: &Line) -> String {
    format!("- **{}**: {}", text(&line.label), cell(&line.told))
}

fn cell(told: &Told) -> String {
    if let Told::Command(command) = told { code(command) } else { text(&words(told)) }
}

fn titled(table: &Table) -> Vec<String> {
    if table.rows.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = table.columns.iter().map(|column| heading(column)).collect();
    let ruler: String = names.iter().map(|_| "---|").collect();
    let row = |row: &Vec<Told>| {
        let cells: Vec<String> = row.iter().map(cell).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rows: Vec<String> = table.rows.iter().map(row).collect();
    let drawn = format!("| {} |\n|{ruler}\n{}", names.join(" | "), rows.join("\n"));
    let title = Some(format!("{}:", table.title)).filter(|_| !table.title.is_empty());
    title.into_iter().chain([drawn]).collect()
}
