//! What to capture next: the fewest commands whose answers would settle what is unknown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::truth::Truth;
use crate::rule::{Catalog, Rule};
use crate::table::{Reading, Status};

/// A command to capture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureNext {
    /// The command, in the form that shows what is missing.
    pub command: String,
    /// The rules that wait for its answer.
    pub rules: Vec<String>,
    /// What its answer was, where there is one that does not do: `refused`, `cut-off`, `unreadable`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

/// What is wanted so far: the alternatives that would do, and the rule that wants them.
#[derive(Default)]
pub(super) struct List {
    wanted: Vec<(Vec<String>, String)>,
}

/// A command without its fields, and the fields.
type Form = (String, BTreeSet<String>);

impl List {
    /// Notes what an unknown finding waits for.
    pub(super) fn note(&mut self, rule: &Rule, finding: &Finding<'_>) {
        if let Truth::Unknown(why) = &finding.truth
            && !why.commands.is_empty()
        {
            self.wanted.push((why.commands.clone(), rule.id.clone()));
        }
    }

    /// Each command once, with all fields that are wanted of it, in the order of the tables. Of several that would do, one
    /// that is wanted anyway is enough.
    pub(super) fn settled(self, reading: &Reading, catalog: &Catalog) -> Vec<CaptureNext> {
        let alone: BTreeSet<String> = self.wanted.iter().filter_map(|(all, _)| only(all)).map(|form| form.0).collect();
        let mut list: Vec<(Form, BTreeSet<String>)> = Vec::new();
        for (alternatives, rule) in self.wanted {
            let forms: Vec<Form> = alternatives.iter().map(|command| parted(command)).collect();
            let Some(form) = forms.iter().find(|form| alone.contains(&form.0)).or(forms.first()).cloned() else {
                continue;
            };
            let is_alike = |known: &Form| known.0 == form.0 && known.1.is_empty() == form.1.is_empty();
            match list.iter_mut().find(|(known, _)| is_alike(known)) {
                Some((known, rules)) => {
                    known.1.extend(form.1);
                    rules.insert(rule);
                }
                None => list.push((form, BTreeSet::from([rule]))),
            }
        }
        list.sort_by_key(|(form, _)| place(&form.0, catalog));
        list.into_iter().map(|(form, rules)| next(&form, rules, reading)).collect()
    }
}

fn only(alternatives: &[String]) -> Option<Form> {
    if let [command] = alternatives { Some(parted(command)) } else { None }
}

/// The command and the fields behind `-fields`, where it ends with them.
fn parted(command: &str) -> Form {
    match command.split_once(" -fields ") {
        Some((command, fields)) if !fields.contains(' ') => {
            (command.to_owned(), fields.split(',').map(str::to_owned).collect())
        }
        _ => (command.to_owned(), BTreeSet::new()),
    }
}

/// The place of its table: the longest command that it begins with.
fn place(command: &str, catalog: &Catalog) -> usize {
    let tables = catalog.tables.iter().enumerate().filter(|(_, table)| command.starts_with(&table.command));
    tables.max_by_key(|(_, table)| table.command.len()).map_or(usize::MAX, |(at, _)| at)
}

fn next((command, fields): &Form, rules: BTreeSet<String>, reading: &Reading) -> CaptureNext {
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let command = if fields.is_empty() { command.clone() } else { format!("{command} -fields {}", fields.join(",")) };
    let own = reading.answers.iter().filter(|answer| answer.command_line() == command);
    let was = own.map(|answer| answer.status).find(|status| !matches!(status, Status::Complete | Status::Empty));
    CaptureNext { command, rules: rules.into_iter().collect(), was: was.map(|status| status.word().to_owned()) }
}
