//! `--format csv`: one row an outcome, for a spreadsheet. No cell is a formula.

use std::io;

use super::account::{name, unjudged};
use super::csv_cell::fit;
use super::format::{Frame, Shape};
use super::layout::subject;
use super::{Report, Style, Target};
use crate::judge::Outcome;

pub(super) const SHAPE: Shape = Shape { part, frame, tells_passes: true, ..Shape::of("csv") };

const COLUMNS: [&str; 21] = [
    "target",
    "cluster",
    "ontap",
    "scope",
    "dma",
    "collected",
    "rule",
    "weight",
    "verdict",
    "reason",
    "subject",
    "message",
    "expected",
    "fix",
    "check",
    "undo",
    "note",
    "document",
    "source",
    "seen",
    "site",
];

fn frame(_: &Report, _: &Style) -> io::Result<Frame> {
    Ok(Frame { head: line(COLUMNS.map(str::to_owned).to_vec())?, tail: Vec::new() })
}

fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let own = || {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let collected = target.collected.map(|time| time.to_string()).unwrap_or_default();
        vec![
            name(target),
            text(&target.cluster),
            text(&target.ontap),
            text(&target.scope),
            text(&target.dma),
            collected,
        ]
    };
    let mut rows = Vec::new();
    if let Some((word, why)) = unjudged(target) {
        let cells = ["", "", word, "", "", &why].map(str::to_owned);
        let blank = vec![String::new(); COLUMNS.len() - own().len() - cells.len()];
        rows.extend(line([own(), cells.to_vec(), blank].concat())?);
    }
    for outcome in &target.outcomes {
        rows.extend(line([own(), cells(outcome)].concat())?);
    }
    Ok(rows)
}

fn cells(outcome: &Outcome) -> Vec<String> {
    let Outcome { rule, severity, verdict, reason, message, expected, fix, verify, undo, note, section, .. } =
        outcome.clone();
    // ONTAP takes several commands of one line so.
    let commands = |commands: Vec<String>| commands.join("; ");
    let seen = outcome.evidence.first().map(|mark| mark.text.clone()).unwrap_or_default();
    vec![
        rule,
        severity.word().to_owned(),
        verdict.word().to_owned(),
        reason.unwrap_or_default(),
        subject(&outcome.subject),
        message,
        expected,
        commands(fix),
        commands(verify),
        commands(undo),
        note,
        section,
        super::account::source(outcome).unwrap_or_default(),
        seen,
        super::site::of_outcome(outcome).unwrap_or_default(),
    ]
}

fn line(cells: Vec<String>) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells.iter().map(|cell| fit(cell)))?;
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}
