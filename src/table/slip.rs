//! A command that was typed, and that the cluster did not know: most likely a slip of the pen.

use serde::{Deserialize, Serialize};

use super::Definition;
use super::body::{Item, ItemKind};
use super::segments::Segment;
use crate::fault::nearest;
use crate::source::Capture;

/// A command that the cluster did not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// `session.txt:250`
    pub place: String,
    /// As typed.
    pub typed: String,
    /// What the cluster said.
    pub words: String,
    /// The command of a table that it most likely stands for.
    pub meant: Option<String>,
}

/// What the cluster says of a word that no command has at this place.
const UNKNOWN: &str = "is not a recognized command";

/// The slip of a segment whose command no table describes; `None` where the cluster says nothing of the kind.
pub(super) fn of(segment: &Segment, items: &[Item<'_>], capture: &Capture, tables: &[Definition]) -> Option<Slip> {
    let typed = segment.typed.as_ref().filter(|typed| typed.definition.is_none())?;
    let is_it = |item: &&Item<'_>| item.kind == ItemKind::Error && item.line.text.contains(UNKNOWN);
    let words = items.iter().find(is_it)?.line.text.trim();
    let commands = || tables.iter().map(|table| table.command.as_str());
    let meant = nearest(path(&typed.command), commands()).map(str::to_owned);
    Some(Slip {
        place: format!("{}:{}", capture.name, segment.line),
        typed: typed.text.clone(),
        words: words.to_owned(),
        meant,
    })
}

/// The words before the options.
fn path(command: &str) -> &str {
    command.split(" -").next().unwrap_or(command).trim()
}
