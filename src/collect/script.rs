//! What may be sent to a cluster: `show` commands and a few harmless settings of the own session, nothing else.
//!
//! The types are the allow-list. A [`Show`] is made by parsing, and only from a command whose last word of its path is a
//! `show`, or that is one of the few reading commands without that word; a [`Script`] is made of [`Show`]s and
//! [`Setting`]s only, and nothing but a [`Script`] can be handed to a connection.

use std::fmt;

/// Why a text is not a command that may be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{command}` may not be sent: {reason}")]
pub struct NotAllowed {
    /// The text.
    pub command: String,
    /// Why.
    pub reason: String,
}

/// One command that only reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Show(String);

/// A setting of the own session; ONTAP forgets it when the channel closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `set -confirmations off`
    NoConfirmations,
    /// `set -rows 0`
    NoPager,
    /// `set -showallfields false`
    AskedFieldsOnly,
    /// `set -showseparator "..."`
    Separator(Separator),
}

/// A separator of cells that no value of ONTAP holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Separator(String);

/// The whole text that one channel sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script(String);

impl Script {
    /// The text, as it is sent.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
