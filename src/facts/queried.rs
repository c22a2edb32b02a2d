//! Rows that a command chose by a query, `-status-oper !up`: when it was answered, the queried column of each of them fitted.
//! What was told of the column before holds no longer where it does not fit.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::chronology::head;
use super::cover::{column_fact, covers, covers_but, lets_list};
use super::derive::text_fact;
use super::merge::{entity, key_facts};
use super::{Fact, Facts, Mark, Reason, Row, Why};
use crate::table::{Answer, Kind, is_literal};

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

/// Makes the facts unknown by which a later whole answer of another command would have shown the row: it does not.
pub(super) fn settle_absent(facts: &mut Facts<'_>) {
    let mut entities = std::mem::take(&mut facts.entities);
    for at in (0..facts.answers.len()).filter(|&at| is_chosen(facts, at)) {
        let answer = facts.answers[at];
        let name = entity(&facts.tables[answer.table], answer.view);
        for row in entities.get_mut(name).into_iter().flatten() {
            if !row.answers.contains(&at) && covers(answer, facts.tables, row) {
                lack(facts, row, at);
            }
        }
    }
    facts.entities = entities;
}

/// Tells of rows that a whole answer to a question for those that have something, `-enable true`, does not show: they have it not. Only
/// where nothing else tells it.
pub(super) fn settle_left_out(facts: &mut Facts<'_>) {
    let asked: Vec<(usize, String)> = (0..facts.answers.len()).filter_map(|at| Some((at, had(facts, at)?))).collect();
    let mut entities = std::mem::take(&mut facts.entities);
    for (at, column) in asked {
        let answer = facts.answers[at];
        let is_left_out = |row: &&mut Row| {
            let is_told = row.answers.contains(&at) || row.facts.contains_key(&column);
            !is_told && covers_but(answer, facts.tables, row, &column)
        };
        let name = entity(&facts.tables[answer.table], answer.view);
        for row in entities.get_mut(name).into_iter().flatten().filter(is_left_out) {
            let mark = Mark::at(head(answer), [].into()).noted("not among those that have it");
            row.facts.insert(Cow::from(column.clone()), text_fact("false", mark));
        }
    }
    facts.entities = entities;
}

/// What all rows of a whole answer have that was chosen by it alone.
fn had(facts: &Facts<'_>, at: usize) -> Option<String> {
    let answer = facts.answers[at];
    let table = &facts.tables[answer.table];
    let is_it = |(name, value): &&(String, String)| {
        value == "true" && table.column(name).is_some_and(|column| column.kind == Kind::Bool)
    };
    let column = answer.filters.iter().find(is_it).map(|(name, _)| column_fact(table, name).to_owned())?;
    (is_chosen(facts, at) && chosen(facts, at) == [column.as_str()]).then_some(column)
}

/// Whether an answer holds all rows of its entity whose columns have some value, and is whole.
fn is_chosen(facts: &Facts<'_>, at: usize) -> bool {
    let answer = facts.answers[at];
    let table = &facts.tables[answer.table];
    let is_listing = table.lists(entity(table, answer.view));
    is_listing && !chosen(facts, at).is_empty() && answer.is_asked && facts.is_whole(answer)
}

/// The facts other than names by which the command of an answer chose its rows.
fn chosen(facts: &Facts<'_>, at: usize) -> Vec<String> {
    let answer = facts.answers[at];
    let table = &facts.tables[answer.table];
    let keys = key_facts(table, answer.view);
    let names = answer.filters.iter().filter(|(name, _)| table.column(name).is_some());
    names.map(|(name, _)| column_fact(table, name).to_owned()).filter(|fact| !keys.contains(fact)).collect()
}

/// What chose the rows of an answer was told of this one before, and the answer lacks it.
fn lack(facts: &Facts<'_>, row: &mut Row, at: usize) {
    let answer = facts.answers[at];
    for fact in chosen(facts, at) {
        let Some(Fact::Known { value, mark, .. }) = row.facts.get(&fact) else { continue };
        if facts.order(&mark.place, &head(answer)) == Some(Ordering::Greater) {
            continue;
        }
        let (command, value) = (answer.command_line(), value.as_text());
        let text =
            format!("`{command}` does not show it, so that `{fact}` was not `{value}` then; capture `{fact}` again");
        let shown = Mark::at(head(answer), [].into()).noted("not in the answer to this");
        let why = Why::new(Reason::Contradiction, text).with(vec![mark.clone().noted("here"), shown]);
        row.rivals.remove(fact.as_str());
        row.facts.insert(Cow::from(fact), Fact::Unknown(why));
    }
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
    if is_its_own || is_newer || lets_list(&own.query, &value.as_text()) {
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
