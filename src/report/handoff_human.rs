//! `handoff --format human`: for a person at a terminal. What is open comes first; in tables a number stands for what is not
//! told, with the reason below.

use std::io;

use super::asked;
use super::handoff::{Handoff, HandoffTarget, OpenPoint, heading, why, words};
use super::layout::{clean, hang, hang_error, minute, pad, subject, widest, width};
use super::style::{Ink, Style};
use super::{Readiness, Verbosity};
use crate::judge::Verdict;
use crate::judge::handoff::{Chapter, Line, Part, Table, Thing, Things, Told};

/// Writes the sheets.
pub(super) fn write(handoff: &Handoff, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let shown = if style.verbosity == Verbosity::Quiet { &[] } else { handoff.targets.as_slice() };
    let mut parts: Vec<String> = shown.iter().map(|target| sheet(target, style)).collect();
    parts.push(ending(handoff, style));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn sheet(target: &HandoffTarget, style: &Style) -> String {
    let mut parts = vec![head(target, style)];
    if let Some(error) = &target.error {
        let word = style.paint(Ink::Bad, Readiness::Unreadable.word());
        parts.push(hang_error(&format!("{word}  "), 12, error, style.prose()));
        return parts.join("\n\n");
    }
    parts.extend(open(&target.open, style));
    parts.extend(target.sheet.chapters.iter().map(|written| chapter(written, style)));
    parts.extend(asked::attested(&target.attestations, style));
    parts.extend(asked::questions(&target.questions, target.dma.as_deref(), style));
    let commands: Vec<String> = target.to_capture().iter().map(|command| format!("  {}", clean(command))).collect();
    if !commands.is_empty() {
        let title = style.paint(Ink::Strong, "Capture these commands next to complete the sheet");
        parts.push(format!("{title}\n{}", commands.join("\n")));
    }
    parts.extend(target.remarks.iter().map(|remark| hang("note: ", 6, &clean(remark), style.prose())));
    parts.join("\n\n")
}

fn head(target: &HandoffTarget, style: &Style) -> String {
    let name = clean(&target.target);
    let rule = style.paint(Ink::Faint, "==");
    let (word, text) = target.standing();
    let ink = match target.verdict {
        Readiness::Ready => Ink::Good,
        Readiness::Undecided => Ink::Doubt,
        Readiness::NotReady | Readiness::Unreadable => Ink::Bad,
    };
    let standing = hang(&format!("{}  ", style.paint(ink, word)), word.len() + 2, text, style.prose());
    let when = target.collected.map(minute).or_else(|| target.rests_on.newest.clone());
    let when = when.map(|when| format!(", as of {}", clean(&when))).unwrap_or_default();
    format!("{rule} {}  hand-off sheet{when}\n{standing}", style.paint(Ink::Strong, &name))
}

/// What failed, could not be told, or is waived: what is of one rule together.
fn open(points: &[OpenPoint], style: &Style) -> Option<String> {
    let is_same = |one: &OpenPoint, other: &OpenPoint| one.verdict == other.verdict && one.rule == other.rule;
    let groups: Vec<String> = points.chunk_by(is_same).map(|group| of_rule(group, style)).collect();
    let how = hang("  ", 2, "`check` with the same options shows the evidence, and what mends them", style.prose());
    let title = style.paint(Ink::Strong, "Open points");
    (!groups.is_empty()).then(|| format!("{title}\n{}\n{how}", groups.join("\n")))
}

fn of_rule(group: &[OpenPoint], style: &Style) -> String {
    let first = &group[0];
    let ink = match first.verdict {
        Verdict::Fail => Ink::Bad,
        Verdict::Waived => Ink::Waived,
        _ => Ink::Doubt,
    };
    let word = style.paint(ink, &pad(first.verdict.word(), 7));
    let mut lines =
        vec![format!("  {word} {} {}", pad(first.severity.word(), 6), style.paint(Ink::Strong, &first.rule))];
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for point in group {
        let (about, message) = (subject(&point.subject), clean(&point.message));
        match told.iter_mut().find(|(known, _)| *known == message) {
            Some((_, subjects)) => subjects.push(about),
            None => told.push((message, vec![about])),
        }
    }
    for (message, subjects) in told {
        let head = subjects.iter().filter(|about| !about.is_empty()).cloned().collect::<Vec<_>>().join("; ");
        let text = if head.is_empty() { message } else { format!("{head}: {message}") };
        lines.push(hang("    - ", 6, &text, style.prose()));
    }
    lines.join("\n")
}

fn chapter(chapter: &Chapter, style: &Style) -> String {
    let mut lines = vec![style.paint(Ink::Strong, &clean(&chapter.title))];
    let mut own: Vec<&Line> = Vec::new();
    for part in &chapter.parts {
        if let Part::Line(line) = part {
            own.push(line);
            continue;
        }
        lines.extend(labelled(&std::mem::take(&mut own), 2, style));
        match part {
            Part::Line(_) => {}
            // Where it is documented.
            Part::Notes { key: "sources", texts } if style.is_verbose() => {
                lines.extend(texts.iter().map(|text| hang("  - source: ", 4, &clean(text), style.prose())));
            }
            Part::Notes { key: "sources", .. } => {}
            Part::Notes { texts, .. } => {
                lines.extend(texts.iter().map(|text| hang("  - ", 4, &clean(text), style.prose())));
            }
            Part::Table(table) => lines.extend(table_of(table, 2, style)),
            Part::Things(things) => lines.extend(things_of(things, style)),
        }
    }
    lines.extend(labelled(&own, 2, style));
    lines.join("\n")
}

/// Lines below each other; those that are not told for one and the same reason are one.
fn labelled(lines: &[&Line], indent: usize, style: &Style) -> Vec<String> {
    let wide = widest(lines.iter().map(|line| line.label.as_str()));
    let is_same = |one: &&Line, other: &&Line| matches!(one.told, Told::Untold(_)) && one.told == other.told;
    lines.chunk_by(is_same).map(|group| labelled_once(group, indent, wide, style)).collect()
}

/// A command is not wrapped: it is there to be copied.
fn labelled_once(group: &[&Line], indent: usize, wide: usize, style: &Style) -> String {
    let (first, blanks) = (group[0], " ".repeat(indent));
    let text = words(&first.told);
    let doubt = style.paint(Ink::Doubt, "?");
    if group.len() > 1 {
        let labels: Vec<&str> = group.iter().map(|line| line.label.as_str()).collect();
        return hang(
            &format!("{blanks}{doubt} "),
            indent + 2,
            &format!("{}: {text}", labels.join(", ")),
            style.prose(),
        );
    }
    let head = format!("{blanks}{}  ", style.paint(Ink::Faint, &pad(&first.label, wide)));
    match &first.told {
        Told::Untold(_) => hang(&format!("{head}{doubt} "), indent + wide + 4, &text, style.prose()),
        Told::Command(_) => format!("{head}{}", style.paint(Ink::Command, &text)),
        _ => hang(&head, indent + wide + 2, &text, style.prose()),
    }
}

/// One below the other; what is the same of all is told once, behind them.
fn things_of(things: &Things, style: &Style) -> Vec<String> {
    let all = &things.things;
    let is_same = |line: &&Line| all.len() > 1 && all.iter().all(|other| other.lines.contains(line));
    let count = all.first().map_or(0, |first| first.lines.iter().filter(is_same).count());
    let is_common = |line: &&Line| count > 2 && is_same(line);
    let one = |(at, thing): (usize, &Thing)| {
        let number = if all.len() > 1 { format!(" {} of {}", at + 1, all.len()) } else { String::new() };
        let own: Vec<&Line> = thing.lines.iter().filter(|line| !is_common(line)).collect();
        let mut lines = vec![format!("  {}{number}", things.noun)];
        lines.extend(labelled(&own, 4, style));
        lines.extend(thing.table.iter().flat_map(|table| table_of(table, 4, style)));
        lines.join("\n")
    };
    let common: Vec<&Line> =
        all.first().map(|first| first.lines.iter().filter(is_common).collect()).unwrap_or_default();
    let each =
        (!common.is_empty()).then(|| format!("  each {}\n{}", things.noun, labelled(&common, 4, style).join("\n")));
    all.iter().enumerate().map(one).chain(each).collect()
}

/// Nothing where it has no rows; a block a row where it would be too wide. Where something is documented is told with -v.
fn table_of(table: &Table, indent: usize, style: &Style) -> Option<String> {
    if table.rows.is_empty() {
        return None;
    }
    let is_shown = |at: &usize| style.is_verbose() || table.columns[*at] != "source";
    let columns: Vec<usize> = (0..table.columns.len()).filter(is_shown).collect();
    let names: Vec<String> = columns.iter().map(|at| heading(table.columns[*at])).collect();
    let mut notes: Vec<String> = Vec::new();
    let row = |row: &Vec<Told>| columns.iter().map(|at| cell(&row[*at], &mut notes)).collect::<Vec<_>>();
    let rows: Vec<Vec<String>> = table.rows.iter().map(row).collect();
    let title = Some(format!("{}{}", " ".repeat(indent), table.title)).filter(|_| !table.title.is_empty());
    let indent = if table.title.is_empty() { indent } else { indent + 2 };
    let drawn = aligned(&names, &rows, indent, style).unwrap_or_else(|| {
        notes.clear();
        let row = |row: &Vec<Told>| columns.iter().map(|at| row[*at].clone()).collect::<Vec<_>>();
        blocks(&names, &table.rows.iter().map(row).collect::<Vec<_>>(), indent, style)
    });
    let note = |(at, text): (usize, &String)| {
        let head = format!("{}[{}] ", " ".repeat(indent), at + 1);
        hang(&head, width(&head), text, style.prose())
    };
    let notes = notes.iter().enumerate().map(note);
    Some(title.into_iter().chain([drawn]).chain(notes).collect::<Vec<_>>().join("\n"))
}

/// What is told; else why not.
fn whole(told: &Told) -> String {
    if matches!(told, Told::Untold(_)) { format!("? {}", words(told)) } else { words(told) }
}

/// What is told; else the number of the note that says why not.
fn cell(told: &Told, notes: &mut Vec<String>) -> String {
    let Told::Untold(untold) = told else { return words(told) };
    let text = why(untold);
    let at = notes.iter().position(|known| *known == text).unwrap_or_else(|| {
        notes.push(text);
        notes.len() - 1
    });
    format!("? [{}]", at + 1)
}

/// Nothing where it would be too wide.
fn aligned(names: &[String], rows: &[Vec<String>], indent: usize, style: &Style) -> Option<String> {
    let cells = |at: usize| rows.iter().map(move |row| row[at].as_str());
    let wides: Vec<usize> = (0..names.len()).map(|at| widest(cells(at)).max(width(&names[at]))).collect();
    if indent + wides.iter().sum::<usize>() + 2 * (names.len() - 1) > style.prose() {
        return None;
    }
    let line = |row: &[String]| {
        let cells: Vec<String> = row.iter().zip(&wides).map(|(cell, wide)| pad(cell, *wide)).collect();
        format!("{}{}", " ".repeat(indent), cells.join("  ")).trim_end().to_owned()
    };
    let head = style.paint(Ink::Faint, &line(names));
    Some(std::iter::once(head).chain(rows.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n"))
}

/// The first cell of each row is its title.
fn blocks(names: &[String], rows: &[Vec<Told>], indent: usize, style: &Style) -> String {
    let wide = widest(names.iter().skip(1).map(String::as_str));
    let blanks = " ".repeat(indent);
    let block = |row: &Vec<Told>| {
        let title = hang(&format!("{blanks}- "), indent + 2, &whole(&row[0]), style.prose());
        let line = |(name, told): (&String, &Told)| {
            let head = format!("{blanks}  {}  ", style.paint(Ink::Faint, &pad(name, wide)));
            match told {
                Told::Command(command) => format!("{head}{}", style.paint(Ink::Command, &clean(command))),
                told => hang(&head, indent + wide + 4, &whole(told), style.prose()),
            }
        };
        let lines = names.iter().zip(row).skip(1).map(line);
        std::iter::once(title).chain(lines).collect::<Vec<_>>().join("\n")
    };
    rows.iter().map(block).collect::<Vec<_>>().join("\n")
}

fn ending(handoff: &Handoff, style: &Style) -> String {
    let verdict = handoff.verdict.word().replace('-', " ");
    let exit = format!("{}, because {}", handoff.exit_code, clean(&handoff.because));
    format!("verdict    {verdict}\n{}", hang("exit code  ", 11, &exit, style.prose()))
}
