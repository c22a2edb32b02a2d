//! The bundle: every answer of one cluster as it came, with a manifest of what was sent. Secrets are masked before
//! anything is kept.
//!
//! A live run is judged from its bundle, as `--from BUNDLE` is: there is one path from answers to a report.

mod archive;
mod draft;
mod manifest;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

pub use draft::{
    Access, followed, remove_drafts, write as write_whole, write_new, write_pair, write_with as write_whole_with,
};

use super::answers::Piece;
use super::judged::Judged;
use super::plan::Planned;
use crate::source::{Asked, Capture, clean, redacted};
use crate::table::{self, Definition, Reading, Unread};

/// How the name of a bundle ends.
pub const SUFFIX: &str = ".ndmp.tar.gz";

/// Where the signature of a bundle lies: beside it, as `ssh-keygen -Y sign` names it.
pub fn signature_of(bundle: &Path) -> PathBuf {
    bundle.with_added_extension("sig")
}

/// How a command was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Together with others in one script.
    pub joined: bool,
    /// In its plain form, not in the machine form.
    pub plain: bool,
}

/// One command with its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// Name of its file in the bundle; given by [`Bundle::push`].
    pub file: String,
    /// The exact text of the script that was sent.
    pub sent: String,
    /// The command in it that this answers.
    pub command: String,
    /// The answer, secrets masked.
    text: String,
    /// Whether the end of the answer was seen.
    pub whole: bool,
    /// How it was asked.
    pub how: How,
    /// Exit status of the script, where the cluster told one.
    pub exit_status: Option<i32>,
    /// How long the script took.
    pub duration: Duration,
    /// What else is to be said: why it was asked again; secrets masked.
    note: String,
    /// Why there is no answer, or no end of it, and what to do, where that is known; secrets masked.
    lost: String,
}

/// Everything that one cluster answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// Name by which the user knows the cluster.
    pub target: String,
    /// The cluster's own name.
    pub cluster: Option<String>,
    /// Where it was reached, without secrets.
    pub address: String,
    /// `ssh2` or `openssh`.
    pub transport: String,
    /// When the collection began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Version of the tool that collected it.
    pub tool: String,
    /// Remarks for the report; secrets masked.
    pub remarks: Vec<String>,
    /// The commands in the order of the plan.
    pub entries: Vec<Entry>,
    /// What was judged of it when it was collected.
    pub judged: Option<Judged>,
    /// Whether it was read from a file whose manifest has no checksum of its own, as older programs wrote them.
    pub unsealed: bool,
}

/// Why a bundle cannot be written or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// The file system says no.
    #[error("bundle `{}`: {reason}", clean(path))]
    File {
        /// Path.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// Not a bundle, or a damaged one.
    #[error("bundle `{}`: {reason}", clean(name))]
    Damaged {
        /// Name.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

impl Entry {
    /// An answer; secrets in it are masked here, before anybody else sees it.
    pub fn new(sent: &str, asked: &Planned, how: How, piece: Piece) -> Self {
        let command = if how.plain { &asked.plain } else { &asked.show };
        let (sent, command) = (sent.to_owned(), command.text().to_owned());
        Self { sent, command, text: redacted(piece.text), whole: piece.whole, how, ..Self::default() }
    }

    /// The same with a note.
    #[must_use]
    pub fn noted(mut self, note: &str) -> Self {
        self.note = redacted(note.as_bytes().to_vec());
        self
    }

    /// The same, and why there is no answer, or no end of it.
    #[must_use]
    pub fn lost(mut self, why: &str) -> Self {
        self.lost = redacted(why.as_bytes().to_vec());
        self
    }

    /// The answer, secrets masked.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What else is to be said.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Whether there is no answer, or no end of it, for a known reason.
    pub fn is_lost(&self) -> bool {
        !self.lost.is_empty()
    }

    /// That reason; empty where there is none.
    pub fn lost_why(&self) -> &str {
        &self.lost
    }
}

impl Bundle {
    /// Adds an answer and names its file after the command.
    pub fn push(&mut self, entry: Entry) {
        let path = entry.command.split(" -").next().unwrap_or_default();
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '_' };
        let stem: String = path.chars().map(plain).collect();
        let names =
            (1..).map(|number| if number == 1 { format!("{stem}.txt") } else { format!("{stem}_{number}.txt") });
        let is_free = |name: &String| !self.entries.iter().any(|other| other.file == *name);
        let file = names.into_iter().find(is_free).unwrap_or_default();
        self.entries.push(Entry { file, ..entry });
    }

    /// The day on which it was collected, UTC.
    pub fn day(&self) -> jiff::civil::Date {
        self.started.to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    /// When the collection began, where that is known.
    pub fn collected(&self) -> Option<Timestamp> {
        Some(self.started).filter(|time| *time != Timestamp::default())
    }

    /// Adds a remark for the report.
    pub fn remark(&mut self, text: &str) {
        self.remarks.push(redacted(text.as_bytes().to_vec()));
    }

    /// The answers as captures that know which command they answer, and what cannot be read as text. The names of their
    /// sources are the same wherever the bundle lies.
    pub fn captures(&self) -> (Vec<Capture>, Vec<Unread>) {
        let mut captures = Vec::new();
        let mut troubles = Vec::new();
        for entry in &self.entries {
            let name = self.source(entry);
            match Capture::read(&name, entry.text.as_bytes().to_vec()) {
                Ok(mut capture) => {
                    let (command, lost) = (entry.command.clone(), entry.lost.clone());
                    // Who tells why the end is lost did not see it.
                    capture.asked = Some(Asked { command, whole: entry.whole && lost.is_empty(), lost });
                    captures.push(capture);
                }
                Err(error) => troubles.push(Unread { source: name, why: error.to_string() }),
            }
        }
        (captures, troubles)
    }

    /// How evidence names the file of an answer.
    pub fn source(&self, entry: &Entry) -> String {
        format!("{}/{}", self.target, entry.file)
    }

    /// What the answers tell, with the remarks of the collection.
    pub fn readings(&self, tables: &[Definition]) -> Vec<Reading> {
        let (captures, troubles) = self.captures();
        let mut readings = table::read(&self.target, captures, tables);
        for reading in &mut readings {
            reading.collected = self.collected();
            reading.unread.clone_from(&troubles);
        }
        if let Some(first) = readings.first_mut() {
            first.remarks.splice(0..0, self.remarks.iter().cloned());
        }
        readings
    }

    /// The bundle as a file holds it: the same bytes for the same bundle.
    pub fn bytes(&self) -> Vec<u8> {
        archive::pack(&manifest::files(self))
    }

    /// Writes the bundle whole or not at all. Nobody but its owner may read it: it tells a cluster's users, addresses and policies.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, path: &Path) -> Result<(), BundleError> {
        Self::write_bytes(path, &self.bytes(), None)
    }

    /// Writes these bytes of a bundle, and its signature beside it. An older signature is taken away.
    ///
    /// # Errors
    /// What the file system says; an error of the signature can leave the bundle without one.
    pub fn write_bytes(path: &Path, bytes: &[u8], signature: Option<&[u8]>) -> Result<(), BundleError> {
        let failed =
            |error: std::io::Error| BundleError::File { path: path.display().to_string(), reason: error.to_string() };
        write_pair(path, bytes, (&signature_of(path), signature), Access::Owner).map_err(failed)
    }

    /// Reads the bytes of a bundle; `name` is for messages.
    ///
    /// # Errors
    /// What is wrong with it: no archive, an unknown schema, a path that leads out, a checksum that differs.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, BundleError> {
        let damaged = |reason: String| BundleError::Damaged { name: name.to_owned(), reason };
        let files = archive::unpack(bytes).map_err(damaged)?;
        manifest::bundle(files).map_err(damaged)
    }

    /// Reads a bundle.
    ///
    /// # Errors
    /// What the file system says, or what is wrong with the bundle.
    pub fn read(path: &Path) -> Result<Self, BundleError> {
        Self::of(&path.display().to_string(), &Self::load(path)?)
    }

    /// The bytes of a file that may be a bundle; never more than a bundle has.
    ///
    /// # Errors
    /// What the file system says, or that it is too large.
    pub fn load(path: &Path) -> Result<Vec<u8>, BundleError> {
        archive::load(path).map_err(|reason| BundleError::File { path: path.display().to_string(), reason })
    }
}
