//! What was read, as typed records: the shape `ndmp-preflight/facts/v1`. Nothing is judged here.

use std::io;

use jiff::Timestamp;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::layout::second;
use super::{Exit, Style, facts_csv, facts_human, json};
use crate::table::{Answer, Definition, Reading, Record, Records, Unread};

/// A format of `facts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FactsFormat {
    /// A table for each answer, for a terminal.
    #[default]
    Human,
    /// `ndmp-preflight/facts/v1`.
    Json,
    /// One CSV table for each command.
    Csv,
}

impl FactsFormat {
    /// The names of all formats of `facts`.
    pub const WORDS: [&str; 3] = ["human", "json", "csv"];

    /// The format of that name.
    pub fn of(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|known| *known == word)?;
        [Self::Human, Self::Json, Self::Csv].get(at).copied()
    }
}

/// The one value that all formats of `facts` render.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Facts {
    /// `ndmp-preflight/facts/v1`.
    pub schema: &'static str,
    /// One entry a cluster.
    pub targets: Vec<FactsTarget>,
}

/// What was read of one cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactsTarget {
    /// Name by which the user knows it.
    pub target: String,
    /// When the cluster was asked, to the second; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "json::time")]
    pub collected: Option<Timestamp>,
    /// The answers in the order of the input.
    pub answers: Vec<FactsAnswer>,
    /// Why the target could not be read at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The cluster's own name, for people.
    #[serde(skip)]
    pub cluster: Option<String>,
    /// Files and folders of the target of which nothing was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
    /// Remarks on the input, for people.
    #[serde(skip)]
    pub remarks: Vec<String>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactsAnswer {
    /// Canonical command without its options.
    pub command: String,
    /// The command as it was typed; `null` when no command line stands above the answer.
    pub typed: Option<String>,
    /// Name of the source.
    pub source: String,
    /// Line of the command, or of the first line of the answer.
    pub line: usize,
    /// `complete`, `empty`, `refused`, `cut-off` or `unreadable`.
    pub status: &'static str,
    /// Whether no table describes the command, so that its headings alone gave the field names; absent when one does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub generic: bool,
    /// Columns that the command's table does not know, as those of a newer release or of a higher privilege: their values
    /// stand in the records under their headings, and no rule reads them; absent where there are none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unknown_columns: Vec<String>,
    /// What was read with certainty.
    #[serde(serialize_with = "records")]
    pub records: Records,
    /// Options of the command, for people.
    #[serde(skip)]
    pub options: String,
    /// Entries that ONTAP announced, for people.
    #[serde(skip)]
    pub announced: Option<usize>,
    /// Why the status is what it is, for people.
    #[serde(skip)]
    pub why: String,
    /// Number and text of the line that shows why, for people.
    #[serde(skip)]
    pub why_line: Option<(usize, String)>,
    /// Lines that were not read with certainty, with the readings that were weighed, for people.
    #[serde(skip)]
    pub traces: Vec<(usize, String)>,
}

impl FactsTarget {
    /// The target that was read by these tables.
    pub fn of(reading: &Reading, tables: &[Definition]) -> Self {
        Self {
            target: reading.name.clone(),
            collected: reading.collected.map(second),
            answers: in_order(reading).into_iter().map(|answer| FactsAnswer::of(reading, answer, tables)).collect(),
            error: None,
            cluster: reading.cluster.clone(),
            unread: reading.unread.clone(),
            remarks: reading.remarks.clone(),
        }
    }

    /// Whether no answer was recognised, or something of it was not read.
    fn lacks(&self) -> bool {
        self.answers.is_empty() || !self.unread.is_empty()
    }

    /// The target that could not be read at all.
    pub fn unreadable(name: &str, error: String) -> Self {
        let reading = Reading { name: name.to_owned(), ..Reading::default() };
        Self { error: Some(error), ..Self::of(&reading, &[]) }
    }
}

impl FactsAnswer {
    fn of(reading: &Reading, answer: &Answer, tables: &[Definition]) -> Self {
        Self {
            command: answer.command.clone(),
            typed: answer.typed.clone(),
            source: reading.captures.get(answer.source).map(|capture| capture.name.clone()).unwrap_or_default(),
            line: answer.line,
            status: answer.status.word(),
            generic: answer.generic,
            unknown_columns: unknown_columns(answer, tables),
            records: answer.records.clone(),
            options: answer.options.clone(),
            announced: answer.announced,
            why: answer.why.clone(),
            traces: traces(answer),
            why_line: answer.why_place.and_then(|place| {
                let line = place.line as usize;
                reading.captures.get(answer.source).map(|capture| (line, capture.raw_line(line).to_owned()))
            }),
        }
    }
}

impl Facts {
    /// The facts of all targets.
    pub fn of(targets: Vec<FactsTarget>) -> Self {
        Self { schema: "ndmp-preflight/facts/v1", targets }
    }

    /// Unreadable when a target could not be read, undecided when no answer was recognised in one, else ready.
    pub fn exit(&self) -> Exit {
        if self.targets.iter().any(|target| target.error.is_some()) {
            Exit::Unreadable
        } else if self.targets.is_empty() || self.targets.iter().any(FactsTarget::lacks) {
            Exit::Undecided
        } else {
            Exit::Ready
        }
    }

    /// Writes the facts; `style` concerns the human format only.
    pub fn write(&self, format: FactsFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            FactsFormat::Human => facts_human::write(self, style, out),
            FactsFormat::Json => json::pretty(self, out),
            FactsFormat::Csv => facts_csv::write(self, out),
        }
    }
}

/// Why lines were not read with certainty, in their order. A mask that stands where a value would is seen at once, without
/// weighing readings; it is told like the others.
fn traces(answer: &Answer) -> Vec<(usize, String)> {
    let mut all = answer.traces.clone();
    for misfit in answer.records.iter().flat_map(|record| record.misfits.clone()) {
        let line = misfit.place.line as usize;
        if !answer.traces.iter().any(|(traced, why)| *traced == line && why.contains(&misfit.word)) {
            all.push((line, format!("`{}` is no value of `{}`", misfit.word, misfit.field)));
        }
    }
    all.sort_by_key(|(line, _)| *line);
    all
}

/// The columns of the answer that its table does not describe. Where no table does, `generic` says so of all of them.
fn unknown_columns(answer: &Answer, tables: &[Definition]) -> Vec<String> {
    let Some(table) = tables.get(answer.table) else { return Vec::new() };
    answer.records.headed().into_iter().filter(|name| table.column(name).is_none()).collect()
}

/// All answers in the order of the input, those that no table describes among them.
fn in_order(reading: &Reading) -> Vec<&Answer> {
    let mut answers: Vec<&Answer> = reading.answers.iter().chain(&reading.generic).collect();
    answers.sort_by_key(|answer| (answer.source, answer.line));
    answers
}

fn records<S: Serializer>(records: &Records, serializer: S) -> Result<S::Ok, S::Error> {
    let mut sequence = serializer.serialize_seq(Some(records.len()))?;
    for record in records.iter() {
        sequence.serialize_element(&Fields(&record))?;
    }
    sequence.end()
}

/// A record as one JSON object, its fields in the order of the columns.
struct Fields<'a>(&'a Record);

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.fields.len()))?;
        for (name, cell) in &self.0.fields {
            map.serialize_entry(name, &cell.value)?;
        }
        map.end()
    }
}
