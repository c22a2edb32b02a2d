//! The changes that `cargo mutants --list --json` names, and where in a file each stands.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;

/// One of the changes.
#[derive(Deserialize, Clone)]
pub struct Mutant {
    pub name: String,
    pub file: String,
    pub genre: String,
    pub replacement: String,
    pub function: Option<Function>,
    pub span: Span,
    /// Its number, from one.
    #[serde(skip)]
    pub number: u32,
}

#[derive(Deserialize, Clone)]
pub struct Function {
    pub function_name: String,
    pub return_type: String,
}

#[derive(Deserialize, Clone)]
pub struct Span {
    pub start: Spot,
    pub end: Spot,
}

#[derive(Deserialize, Clone)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
}

/// All of a list, numbered.
pub fn read(path: &Path) -> io::Result<Vec<Mutant>> {
    let mut all: Vec<Mutant> = serde_json::from_str(&fs::read_to_string(path)?)?;
    for (at, mutant) in all.iter_mut().enumerate() {
        mutant.number = u32::try_from(at + 1).unwrap_or(0);
    }
    Ok(all)
}

/// The changes of a file, by the bytes that they stand at.
pub type Places<'l> = BTreeMap<(usize, usize), Vec<&'l Mutant>>;

pub fn places<'l>(text: &str, mutants: &[&'l Mutant]) -> Places<'l> {
    let mut starts = vec![0];
    starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
    let byte = |spot: &Spot| {
        let start = starts[spot.line - 1];
        let mut letters = text[start..].char_indices();
        start + letters.nth(spot.column - 1).map_or(text.len() - start, |(at, _)| at)
    };
    let mut places = Places::new();
    for &mutant in mutants {
        places.entry((byte(&mutant.span.start), byte(&mutant.span.end))).or_default().push(mutant);
    }
    places
}

pub fn key(range: &Range<usize>) -> (usize, usize) {
    (range.start, range.end)
}
