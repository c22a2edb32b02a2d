//! ONTAP's text to typed cells: which command a text answers, its records, and whether that is all of them.
//!
//! A capture is cut into answers at its prompts and commands (`session`); the lines of an answer are told apart
//! (`body`); a heading gives the columns (`heading`), and the rows below it are read by the cheapest alignment of
//! words to columns (`align`, `rows`), because ONTAP prints the same table wrapped or overflowing, and because pastes
//! lose blanks, lines and headings. What cannot be read with certainty is left out, and the answer's status says so.

mod align;
mod answer;
mod asked;
mod body;
mod cells;
mod command;
mod definition;
mod definition_file;
mod drafts;
mod exact;
mod gate;
mod generic;
mod heading;
mod kind;
mod labels;
mod parting;
mod reader;
mod records;
mod rows;
mod separated;
mod session;
mod sheet;
mod slot;
mod status;
mod word;

use std::sync::Arc;

use rayon::prelude::*;

pub use answer::{Answer, Cell, Record, Status, Value};
pub use definition::{Column, Definition, Era, Kind, Sentence, View};

use crate::source::Capture;
use session::Session;

/// Everything that was read of one cluster.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Name by which the user knows the target.
    pub name: String,
    /// The captures; answers point into them.
    pub captures: Arc<Vec<Capture>>,
    /// The answers in the order of the captures.
    pub answers: Vec<Answer>,
    /// Answers of commands that no table describes, read by their headings alone; no rule speaks of them.
    pub generic: Vec<Answer>,
    /// The cluster's name, where a prompt tells it.
    pub cluster: Option<String>,
    /// What was passed over, in words.
    pub remarks: Vec<String>,
}

/// Reads the captures of one target; one reading for each cluster whose prompt is in them.
pub fn read(name: &str, captures: Vec<Capture>, tables: &[Definition]) -> Vec<Reading> {
    let sessions: Vec<Session> =
        captures.par_iter().enumerate().map(|(source, capture)| session::read(capture, source, tables)).collect();
    let mut clusters: Vec<String> = Vec::new();
    for prompt in sessions.iter().flat_map(|session| &session.prompts) {
        if !clusters.contains(prompt) {
            clusters.push(prompt.clone());
        }
    }
    let captures = Arc::new(captures);
    if let [first, second, ..] = clusters.as_slice() {
        let why = format!("cannot tell whether `{first}` or `{second}` answered");
        return clusters.iter().map(|cluster| of_cluster(cluster, &sessions, &captures, &why)).collect();
    }
    let remarks = sessions.iter().flat_map(|session| session.remarks.clone()).collect();
    let answers = sessions.into_iter().flat_map(|session| session.answers);
    let (generic, answers) = answers.partition(|answer| answer.generic);
    vec![Reading { name: name.to_owned(), captures, answers, generic, cluster: clusters.pop(), remarks }]
}

/// The answers of one of several clusters; an answer that no prompt attributes is unreadable for all of them.
fn of_cluster(cluster: &str, sessions: &[Session], captures: &Arc<Vec<Capture>>, why: &str) -> Reading {
    let mut answers = Vec::new();
    let mut remarks = Vec::new();
    for session in sessions {
        let only = if let [only] = session.prompts.as_slice() { Some(only.as_str()) } else { None };
        for answer in &session.answers {
            match answer.prompt.as_deref().filter(|prompt| !prompt.is_empty()).or(only) {
                Some(prompt) if prompt == cluster => answers.push(answer.clone()),
                Some(_) => {}
                None => answers.push(Answer {
                    status: Status::Unreadable,
                    records: Vec::new(),
                    why: why.to_owned(),
                    ..answer.clone()
                }),
            }
        }
        if only.is_none_or(|only| only == cluster) {
            remarks.extend(session.remarks.clone());
        }
    }
    let captures = Arc::clone(captures);
    let (generic, answers) = answers.into_iter().partition(|answer| answer.generic);
    Reading { name: cluster.to_owned(), captures, answers, generic, cluster: Some(cluster.to_owned()), remarks }
}
pub use definition_file::parse_definition;
pub(crate) use definition_file::parse_kind;
