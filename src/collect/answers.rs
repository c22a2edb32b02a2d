//! Several commands in one script, and the answers told apart again by their own text.

use super::plan::Planned;
use super::script::Script;

/// Commands joined into one script.
#[derive(Clone, Debug)]
pub struct Joined {
    /// What is sent.
    pub script: Script,
    /// The commands in the order in which they were handed over.
    asked: Vec<Planned>,
}

/// The text that answers one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: Vec<u8>,
    /// Whether its end was seen: what was read is all that the cluster printed.
    pub whole: bool,
}

/// Joins commands into one script; their order in it is ours, their order here that of [`Joined::split`].
pub fn join(asked: &[Planned]) -> Joined {
    Joined { script: Script::of([]), asked: asked.to_vec() }
}

/// A script for one command alone, in its machine form or in its plain one.
pub fn alone(asked: &Planned, _plain: bool) -> Joined {
    Joined { script: Script::of([]), asked: vec![asked.clone()] }
}

/// Parts commands into as many lots as there are connections, so that the answers of each can be told apart best.
pub fn lots(asked: Vec<Planned>, _connections: usize) -> Vec<Vec<Planned>> {
    vec![asked]
}

impl Joined {
    /// The answers to the commands, in the order in which they were handed to [`join`]; `None`: cannot be told with
    /// certainty, the command is to be asked alone.
    pub fn split(&self, _output: &[u8]) -> Vec<Option<Piece>> {
        vec![None; self.asked.len()]
    }
}

/// Whether an answer shows that the release does not know separators, `-fields` or a field.
pub fn is_form_unknown(_answer: &[u8]) -> bool {
    false
}
