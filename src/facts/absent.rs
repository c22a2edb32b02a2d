//! Why a fact is absent from a row. What the answers say of its column is the same for all rows of an entity.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::advice::advice;
use super::cover::{covers, tells};
use super::{Facts, Reason, Row, Why};
use crate::table::{Answer, Status};

/// By entity and column what the answers say of it.
pub(super) type Known = Mutex<HashMap<String, HashMap<String, Arc<Telling>>>>;

/// The answers that may tell a column of an entity.
#[derive(Debug)]
pub(super) struct Telling {
    /// The commands that show it, each in the form that does.
    commands: Vec<String>,
    /// The same in a sentence.
    advice: String,
    answers: Vec<Teller>,
}

/// An answer that may tell a column.
#[derive(Debug)]
struct Teller {
    at: usize,
    /// Whether its view shows the column.
    shows: bool,
    is_whole: bool,
    /// Whether it was asked for by a value of the column, and is not whole.
    is_asked: bool,
    is_refused: bool,
}

impl Facts<'_> {
    fn telling(&self, entity_name: &str, column: &str) -> Arc<Telling> {
        let mut known = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(entity_name).and_then(|columns| columns.get(column)) {
            return Arc::clone(found);
        }
        let answers = self.answers.iter().enumerate().filter(|(at, answer)| {
            !self.superseded.contains_key(at) && tells(&self.tables[answer.table], entity_name, column)
        });
        let commands = self.forms(entity_name, column);
        let found = Arc::new(Telling {
            advice: advice(&commands),
            commands,
            answers: answers.map(|(at, answer)| self.teller(at, answer, column)).collect(),
        });
        known.entry(entity_name.to_owned()).or_default().insert(column.to_owned(), Arc::clone(&found));
        found
    }

    fn teller(&self, at: usize, answer: &Answer, column: &str) -> Teller {
        Teller {
            at,
            shows: self.shows(answer, column),
            is_whole: self.is_whole(answer),
            is_asked: self.filters_by(answer, column) && !answer.status.is_whole(),
            is_refused: self.is_refused(answer),
        }
    }

    /// Why `column` is absent from `row`.
    pub(super) fn absence(&self, entity_name: &str, row: &Row, column: &str) -> Why {
        let telling = self.telling(entity_name, column);
        let covers = |teller: &&Teller| covers(self.answers[teller.at], self.tables, row);
        let find = |is_it: &dyn Fn(&&Teller) -> bool| telling.answers.iter().find(is_it);
        let broken = find(&|teller| teller.shows && !teller.is_whole && covers(teller));
        if let Some(teller) = broken.or_else(|| find(&|teller| teller.is_asked)) {
            return self.trouble(self.answers[teller.at]);
        }
        let here = row.any_mark(&["vserver", "lif", "node", "device-id"]).into_iter().collect::<Vec<_>>();
        if let Some(teller) = find(&|teller| teller.shows && covers(teller)) {
            let text = format!("the answer to `{}` does not hold it", self.answers[teller.at].command_line());
            return Why { is_row_absent: true, ..Why::new(Reason::NotCaptured, text).with(here) };
        }
        if let Some(teller) = find(&|teller| teller.is_refused) {
            return self.trouble(self.answers[teller.at]);
        }
        let commands = telling.commands.clone();
        if find(&|teller| row.answers.contains(&teller.at)).is_some() {
            let text = format!("no answer shows the column `{column}`; {}", telling.advice);
            return Why { commands, ..Why::new(Reason::ColumnMissing, text).with(here) };
        }
        let text = format!("not captured; {}", telling.advice);
        Why { commands, ..Why::new(Reason::NotCaptured, text).with(here) }
    }

    /// Why `column` of `row` is not told, where answers tell what it is not.
    pub fn undecided(&self, entity_name: &str, row: &Row, column: &str) -> Why {
        let why = self.absence(entity_name, row, column);
        // An answer that was lost names no commands: its own words say what to do.
        let is_lost = why.reason == Reason::NotCaptured && why.commands.is_empty() && !why.is_row_absent;
        if matches!(why.reason, Reason::ColumnMissing | Reason::NotCaptured) && !is_lost {
            let telling = self.telling(entity_name, column);
            let text = format!("its {column} was not captured; {}", telling.advice);
            let commands = telling.commands.clone();
            return Why { is_row_absent: false, reason: Reason::NotCaptured, text, commands, ..why };
        }
        why
    }

    /// Whether the cluster refused the command, and no other answer to it is whole.
    fn is_refused(&self, answer: &Answer) -> bool {
        let same = || self.answers.iter().filter(|other| other.table == answer.table);
        answer.status == Status::Refused && !same().any(|other| other.status.is_whole())
    }
}
