//! Compiles many changes of a program into one build, each behind a switch, and tries each by the tests that come to its place.

mod check;
mod list;
mod plant;
mod reach;
mod run;
mod trial;
mod wrap;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::json;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = |at: usize| PathBuf::from(arguments.get(at).map_or("", String::as_str));
    match arguments.first().map(String::as_str) {
        Some("plant") => plant_all(&path(1), &path(2), &path(3), &path(4), arguments.get(5..).unwrap_or_default()),
        Some("reach") => reach::reach(&path(1), &path(2), &path(3), &path(4)),
        Some("try") => {
            let budget = arguments.get(5).and_then(|text| text.parse().ok()).unwrap_or(600);
            trial::trial(&path(1), &path(2), &path(3), &path(4), (budget, &path(6)))
        }
        Some("figures") => figures(&path(1), &path(2)),
        _ => Err(io::Error::other("plant, reach, try or figures: see README.md")),
    }
}

fn plant_all(list: &Path, from: &Path, to: &Path, out: &Path, cargo: &[String]) -> io::Result<()> {
    let mutants = list::read(list)?;
    let planted = check::viable(from, to, &mutants, cargo)?;
    let rows: Vec<_> = mutants
        .iter()
        .map(|mutant| {
            let state = match planted.unviable.get(&mutant.number) {
                Some(_) => "unviable",
                None if planted.found.contains(&mutant.number) => "planted",
                None => "unplanted",
            };
            json!({"number": mutant.number, "name": mutant.name, "file": mutant.file, "genre": mutant.genre,
                "line": mutant.span.start.line, "function": mutant.function.as_ref().map(|one| &one.function_name),
                "state": state, "why": planted.unviable.get(&mutant.number)})
        })
        .collect();
    std::fs::write(out, serde_json::to_string_pretty(&rows)?)
}

/// By the room what became of its changes, and below that those that no test found.
fn figures(planted: &Path, tried: &Path) -> io::Result<()> {
    let rows: Vec<trial::Row> = serde_json::from_str(&std::fs::read_to_string(planted)?)?;
    let tried = trial::tried(tried);
    let ends: BTreeMap<u32, &str> = tried.iter().map(|one| (one.number, one.end.as_str())).collect();
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for row in &rows {
        let room = row.file.rsplit_once('/').map_or("", |(room, _)| room);
        let end = if row.state == "planted" { ends.get(&row.number).copied().unwrap_or("untried") } else { &row.state };
        *counts.entry((room.to_owned(), end)).or_default() += 1;
    }
    let mut out = io::stdout().lock();
    for ((room, end), count) in counts {
        writeln!(out, "{room} {end} {count}")?;
    }
    let is_left = |one: &&trial::Tried| !matches!(one.end.as_str(), "caught" | "timeout");
    for one in tried.iter().filter(is_left) {
        writeln!(out, "{} {}: {}", one.number, one.end, one.name)?;
    }
    Ok(())
}
