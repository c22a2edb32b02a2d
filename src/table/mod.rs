//! ONTAP's text to typed cells: which command a text answers, its records, and whether that is all of them.
//!
//! A capture is cut at its prompts and commands (`candidates`, `segments`) into answers (`session`). An undamaged answer is
//! read in one pass, and its cells are kept as places in the text (`ordinary`, `store`). Any other goes through the one search:
//! its lines are told apart (`body`); a heading in any spelling and order gives the columns (`heading`); the words of each
//! line are pieces of cells (`pieces`), whose ways through the line have a price (`assignment`, `cost`); the cheapest way
//! over all lines makes blocks, each a record (`blocks`), in which every column is a stack of pieces, joined and typed once
//! (`drafts`, `cells`). A cell that another reading within the margin reads otherwise, or whose rest may stand on a line that
//! cannot be read, is unknown (`doubts`), and the answer's status says so; `facts -v` tells what was weighed.
//!
//! Before the search, lines that lost their places are put back (`indents`), and somebody's sentences are told (`prose`). Rows
//! whose heading is lost are read by the command (`headless`). What the end of a text, or its right edge, may have cut is taken
//! out (`cut_end`, `edge`). Lines that a window broke within words are read put together as well (`seams`). Where no command is
//! known, a heading must tell its table (`recognise`, `heading::told`).
//!
//! The ways are followed with the cheapest price from both ends of the table, so that each piece has its own certainty.
//! Labels and separated text have certain boundaries and need no search (`labels`, `separated`): what ONTAP prints with separators,
//! and tables that somebody exported or drew with bars. Labels in a table of two columns are given their colons first (`pairs`).

mod answer;
mod aside;
mod asked;
mod assignment;
mod banner;
mod blocks;
mod body;
mod broken;
mod candidates;
mod caption;
mod cells;
mod chained;
mod change;
mod closed;
mod clusters;
mod command;
mod complaint;
mod completion;
mod cost;
mod cut_end;
mod definition;
mod denial;
mod dotted;
mod doubled;
mod doubts;
mod drafts;
mod edge;
mod effort;
mod exact;
mod farewell;
mod found;
mod gate;
mod generic;
mod heading;
mod headless;
mod indents;
mod instances;
mod kind;
mod labels;
mod mention;
mod naming;
mod noise;
mod ordinary;
mod overwritten;
mod pairs;
mod parting;
mod pieces;
mod prose;
mod reader;
mod recognise;
mod records;
mod remark;
mod said;
mod seams;
mod segments;
mod sentence;
mod separated;
mod session;
mod sheet;
mod slip;
mod slot;
mod starts;
mod status;
mod store;
mod stray;
mod unread;
mod value;
mod visits;
mod word;

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::Serialize;

pub use answer::{Answer, Cell, Doubt, Misfit, Record, Status, Value};
pub use aside::Aside;
pub use change::{Change, Told};
pub use definition::{
    Column, Definition, Derived, Effect, Era, Kind, Sentence, TableExample, View, is_pasteable, parse_definition,
};
pub(crate) use definition::{ROW, bare, derived_faults, listing_faults, narrowed, settle_listings};
pub use denial::Denial;
pub(crate) use overwritten::{is_overwritten, is_word_overwritten};
pub use seams::Seams;
pub use slip::Slip;
pub use store::Records;
pub(crate) use store::{Field, InPlace, Shape};

use crate::source::{Capture, clean};
use recognise::{Gates, Tables};
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
    /// Commands among them that changed the cluster.
    pub changes: Vec<Change>,
    /// The cluster's name, where a prompt tells it.
    pub cluster: Option<String>,
    /// Accounts to which the cluster would not give a password.
    pub denials: Vec<Denial>,
    /// Commands of tables that were typed, and whose answers could not be read.
    pub unanswered: Vec<String>,
    /// What was passed over, in words.
    pub remarks: Vec<String>,
    /// Commands that the cluster did not know.
    pub slips: Vec<Slip>,
    /// What somebody wrote between the answers, in the order of the captures.
    pub asides: Vec<Aside>,
    /// Files and folders of the target that could not be read, or that were passed over.
    pub unread: Vec<Unread>,
    /// When the answers were collected, where that is known.
    pub collected: Option<Timestamp>,
}

/// A file or folder of a target of which nothing was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unread {
    /// Its path as the user knows it.
    pub source: String,
    /// Why, in words.
    pub why: String,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", clean(&self.source), self.why)
    }
}

/// Reads the captures of one target; one reading for each cluster whose prompt is in them.
pub fn read(name: &str, captures: Vec<Capture>, tables: &[Definition]) -> Vec<Reading> {
    Reader::new(tables).read(name, captures)
}

/// The same without the one-pass reader of undamaged answers, which must not make a difference.
#[doc(hidden)]
pub fn read_by_search(name: &str, captures: Vec<Capture>, tables: &[Definition]) -> Vec<Reading> {
    read_with(name, captures, &Reader::new(tables), false)
}

/// Reads the captures of one target after another; what must be known of all tables together is worked out once.
pub struct Reader<'t> {
    tables: &'t [Definition],
    gates: Gates,
}

impl<'t> Reader<'t> {
    /// For these tables.
    pub fn new(tables: &'t [Definition]) -> Self {
        Self { tables, gates: Gates::of(tables) }
    }

    /// Reads the captures of one target; one reading for each cluster whose prompt is in them.
    pub fn read(&self, name: &str, captures: Vec<Capture>) -> Vec<Reading> {
        read_with(name, captures, self, true)
    }
}

fn read_with(name: &str, captures: Vec<Capture>, reader: &Reader<'_>, in_one_pass: bool) -> Vec<Reading> {
    let captures = Arc::new(captures);
    let known = Tables { tables: reader.tables, gates: &reader.gates };
    let read = |source| session::read(&captures, source, &known, in_one_pass);
    let mut sessions: Vec<Session> = (0..captures.len()).into_par_iter().map(read).collect();
    naming::settle(&mut sessions, &captures, reader.tables);
    clusters::settle_hosts(&mut sessions);
    let unread = unrecognised(&sessions, &captures);
    let mut clusters = clusters::named(&sessions);
    if let Some(unread) = clusters::too_many(&clusters, &captures, name) {
        return vec![Reading { name: name.to_owned(), captures, unread: vec![unread], ..Reading::default() }];
    }
    if clusters.len() > 1 {
        return clusters::apart(&clusters, &sessions, &captures, &unread);
    }
    let remarks = sessions.iter().flat_map(|session| clusters::words(&session.remarks)).collect();
    let unanswered = sessions.iter().flat_map(|session| clusters::words(&session.unanswered)).collect();
    let slips = sessions.iter().flat_map(|session| session.slips.iter().map(|(_, slip)| slip.clone())).collect();
    let changes =
        sessions.iter().flat_map(|session| session.changes.iter().map(|(_, change)| change.clone())).collect();
    let asides = sessions.iter().flat_map(|session| session.asides.clone()).collect();
    let denials = sessions.iter().flat_map(|session| session.denials.iter().map(|(_, own)| own.clone())).collect();
    let (generic, answers) = parted(sessions);
    vec![Reading {
        name: name.to_owned(),
        captures,
        answers,
        generic,
        changes,
        denials,
        cluster: clusters.pop(),
        unanswered,
        remarks,
        slips,
        asides,
        unread,
        collected: None,
    }]
}

/// The files beside others with answers in which nothing of ONTAP's is: nobody knows what they were to tell.
fn unrecognised(sessions: &[Session], captures: &[Capture]) -> Vec<Unread> {
    if sessions.iter().all(|session| session.answers.is_empty()) {
        return Vec::new();
    }
    // What `ssh` says of a host's key is all that a file of its complaints holds where there were none.
    let is_of_key = |line: &str| line.trim().is_empty() || line.starts_with("Warning: Permanently added ");
    let is_of_keys = |capture: &Capture| !capture.is_blank() && capture.text().lines().all(is_of_key);
    let nothing = |(session, capture): &(&Session, &Capture)| {
        capture.asked.is_none() && session.is_empty() && !is_of_keys(capture)
    };
    let unread = |(_, capture): (&Session, &Capture)| {
        let why = match objection(capture.text()) {
            _ if capture.is_blank() => "it is empty".to_owned(),
            Some(words) => {
                let first = words.lines().next().unwrap_or_default();
                format!("no answer of ONTAP was recognised in it, and it speaks against the others: `{}`", clean(first))
            }
            None => "no answer of ONTAP was recognised in it".to_owned(),
        };
        Unread { source: capture.name.clone(), why }
    };
    sessions.iter().zip(captures).filter(nothing).map(unread).collect()
}

/// The answers without table, and the others.
fn parted(sessions: Vec<Session>) -> (Vec<Answer>, Vec<Answer>) {
    let mut answers: Vec<Answer> = Vec::new();
    let mut generic = Vec::new();
    for session in sessions {
        // Of a single capture the list is taken as it is.
        if answers.is_empty() {
            answers = session.answers;
        } else {
            answers.extend(session.answers);
        }
    }
    generic.extend(answers.extract_if(.., |answer| answer.generic));
    (generic, answers)
}

pub(crate) use complaint::{is_harmless, is_trouble};
pub(crate) use reader::is_literal;
pub(crate) use said::objection;
