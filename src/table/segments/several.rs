//! Several commands above the answers of one segment: which of them asked for an answer, as far as its table tells.
//!
//! Of several commands for one table nobody knows which printed it. What all of them ask for holds for its rows, and nothing else
//! does: any of them may have left rows out.

use std::sync::Arc;

use super::Segment;
use crate::table::Definition;
use crate::table::command::{Passed, Typed};
use crate::table::mention::is_in_general;
use crate::table::reader::view_option;

/// What asked for an answer.
#[derive(Default)]
pub(in crate::table) struct Above {
    /// The command, or what several have in common.
    pub(in crate::table) typed: Option<Arc<Typed>>,
    /// Whether it is what they have in common, and they do not ask for the same rows.
    pub(in crate::table) is_shared: bool,
}

impl Segment {
    /// What asked for the answers of this table, where several commands stand above them.
    pub(in crate::table) fn asked(&self, table: usize, definition: &Definition) -> Above {
        let asked = || self.stacked.iter().chain(&self.typed).filter(|typed| typed.definition == Some(table));
        let is_typed = |typed: &&Arc<Typed>| !is_told_by_another(typed, asked());
        let typed: Vec<&Arc<Typed>> = asked().filter(is_typed).collect();
        match typed.as_slice() {
            _ if self.stacked.is_empty() => Above::default(),
            [] => Above::default(),
            [only] => Above { typed: Some(Arc::clone(only)), is_shared: false },
            [.., last] if typed.iter().all(|own| asks_same_rows(own, last)) => {
                Above { typed: Some(Arc::clone(last)), is_shared: false }
            }
            several => Above { typed: common(several, definition), is_shared: true },
        }
    }
}

/// Whether a page tells the command in general terms, and tells beside it how it was typed.
fn is_told_by_another<'a>(own: &Arc<Typed>, mut all: impl Iterator<Item = &'a Arc<Typed>>) -> bool {
    let names = |typed: &Typed| typed.options.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    // `-lif lif_name` stands for any name too, where a name stands beside it.
    let is_word = |(_, value): &(String, Option<String>)| value.as_ref().is_some_and(|value| value.ends_with("_name"));
    let is_general = |typed: &Typed| is_in_general(typed) || typed.options.iter().any(is_word);
    is_general(own) && all.any(|other| !is_general(other) && names(other) == names(own))
}

/// Whether both ask for the same rows; which cells of them they show is another matter.
fn asks_same_rows(one: &Typed, other: &Typed) -> bool {
    let rows = |typed: &Typed| {
        let mut rows: Vec<_> = typed.options.iter().filter(|(name, _)| name != "fields").cloned().collect();
        rows.sort();
        rows
    };
    one.arguments == other.arguments && one.passed == other.passed && rows(one) == rows(other)
}

/// What all of the commands ask for; nothing where they ask for different views.
fn common(several: &[&Arc<Typed>], definition: &Definition) -> Option<Arc<Typed>> {
    let (last, others) = several.split_last()?;
    if others.iter().any(|other| view_option(definition, other) != view_option(definition, last)) {
        return None;
    }
    let is_common = |option: &(String, Option<String>)| others.iter().all(|other| other.options.contains(option));
    let is_same = others.iter().all(|other| other.arguments == last.arguments);
    let passed = several.iter().map(|typed| typed.passed).find(|passed| *passed != Passed::Whole).unwrap_or_default();
    Some(Arc::new(Typed {
        text: String::new(),
        options: last.options.iter().filter(|option| is_common(option)).cloned().collect(),
        arguments: if is_same { last.arguments.clone() } else { Vec::new() },
        before: Vec::new(),
        passed,
        ..(***last).clone()
    }))
}
