//! An account to which the cluster itself would not give an NDMP password: whatever its row shows, it has none.
//!
//! `vserver services ndmp generate-password` answers `Error: show failed: Cannot get password for user "bkp1"` then
//! (ND:tape-backup/error-show-failed-cannot-get-password-reference.adoc).

use super::Definition;
use super::body::{Item, ItemKind};
use super::segments::Segment;

/// A password that was asked for, and refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Denial {
    /// The command as typed.
    pub text: String,
    /// What the cluster said.
    pub words: String,
    /// Index of the table of accounts.
    pub table: usize,
    /// The account: fields of the table with their values.
    pub named: Vec<(&'static str, String)>,
    /// Index of the capture.
    pub source: usize,
    /// Line of the command.
    pub line: usize,
}

/// The last word of the command, and how it begins at least.
const VERB: (&str, &str) = ("generate-password", "generate");
/// The command that shows accounts.
const ACCOUNTS: &str = "security login show";
/// The options that name an account, with the fields of its table.
const NAMES: [(&str, &str); 2] = [("user", "user-or-group-name"), ("vserver", "vserver")];
/// What ONTAP says of the command, or of whoever typed it, and not of the account.
const OF_COMMAND: [&str; 7] =
    ["not a recognized command", "invalid argument", "ambiguous", "not authorized", "privilege", "missing", "required"];

/// The denial that stands in a segment.
pub(super) fn of(segment: &Segment, items: &[Item<'_>], source: usize, tables: &[Definition]) -> Option<Denial> {
    let typed = segment.typed.as_ref().filter(|typed| typed.definition.is_none())?;
    let verb = typed.command.split(' ').find(|word| word.starts_with(VERB.1))?;
    if !VERB.0.starts_with(verb) || !typed.command.contains("ndmp") {
        return None;
    }
    let is_said = |item: &&Item<'_>| {
        let lower = item.line.text.to_lowercase();
        item.kind == ItemKind::Error && !OF_COMMAND.iter().any(|words| lower.contains(words))
    };
    let words = items.iter().find(is_said)?.line.text.trim().to_owned();
    let value = |option: &str| {
        let own = typed.options.iter().find(|(name, _)| !name.is_empty() && option.starts_with(name.as_str()));
        own.and_then(|(_, value)| value.clone())
    };
    let named: Vec<_> = NAMES.iter().filter_map(|(option, field)| Some((*field, value(option)?))).collect();
    let table = tables.iter().position(|table| table.command == ACCOUNTS)?;
    let is_named = named.iter().any(|(field, _)| *field == NAMES[0].1);
    is_named.then(|| Denial { text: typed.text.clone(), words, table, named, source, line: segment.line })
}
