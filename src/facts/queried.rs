//! Rows that a command chose by a query, `-status-oper !up`: when it was answered, the queried column of each of them fitted.
//! What was told of the column before holds no longer where it does not fit.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::chronology::head;
use super::cover::{column_fact, lets};
use super::merge::key_facts;
use super::{Fact, Facts, Mark, Reason, Row, Why};
use crate::table::{Answer, is_literal};

/// A query by which the command of an answer chose its rows.
struct Queried {
    /// Index of the answer.
    answer: usize,
    /// The fact that it is about.
    fact: String,
    /// The query as typed.
    query: String,
}

/// Makes the facts unknown that a later answer's query excludes.
pub(super) fn settle(facts: &mut Facts<'_>) {
    let queries: Vec<Queried> = (0..facts.answers.len()).flat_map(|at| queries(facts, at)).collect();
    if queries.is_empty() {
        return;
    }
    let mut entities = std::mem::take(&mut facts.entities);
    for row in entities.values_mut().flatten() {
        for own in &queries {
            if row.answers.contains(&own.answer) {
                hold(facts, row, own);
            }
        }
    }
    facts.entities = entities;
}

/// The queries of an answer that are about no name of its rows. One value alone is told by the command line.
fn queries(facts: &Facts<'_>, at: usize) -> Vec<Queried> {
    let answer = facts.answers[at];
    let table = &facts.tables[answer.table];
    let keys = key_facts(table, answer.view);
    let is_own = answer.announced.is_none_or(|count| answer.records.len() <= count);
    let filters = answer.filters.iter().filter(|(name, query)| {
        let is_list = || table.column(name).is_some_and(|column| column.kind.is_list());
        is_own && table.column(name).is_some() && (!is_literal(query) || is_list())
    });
    filters
        .map(|(name, query)| (column_fact(table, name).to_owned(), query.clone()))
        .filter(|(fact, _)| !keys.contains(fact))
        .map(|(fact, query)| Queried { answer: at, fact, query })
        .collect()
}

/// Holds what is known of a row against a query that chose it.
fn hold(facts: &Facts<'_>, row: &mut Row, own: &Queried) {
    let answer = facts.answers[own.answer];
    let Some(Fact::Known { value, mark, .. }) = row.facts.get(&own.fact) else { return };
    let is_its_own = facts.answer_at(&mark.place) == Some(own.answer);
    let is_newer = facts.order(&mark.place, &head(answer)) == Some(Ordering::Greater);
    if is_its_own || is_newer || value.as_text().split(", ").any(|element| lets(&own.query, element)) {
        return;
    }
    let why = contradicted(answer, own, &value.as_text(), mark);
    row.rivals.remove(own.fact.as_str());
    row.facts.insert(Cow::from(&own.fact), Fact::Unknown(why));
}

fn contradicted(answer: &Answer, own: &Queried, value: &str, mark: &Mark) -> Why {
    let (command, fact) = (answer.command_line(), &own.fact);
    let text = format!("`{command}` shows it, so that `{fact}` was not `{value}` then; capture `{fact}` again");
    let shown = Mark::at(head(answer), [].into()).noted("shown by this query");
    Why::new(Reason::Contradiction, text).with(vec![mark.clone().noted("here"), shown])
}
