//! Claims about rows of another entity that belong to a row: so many of them meet the conditions.

use std::borrow::Cow;

use super::conditions::{condition_truth, proven};
use super::context::Context;
use super::finding::Finding;
use super::rows::{gap, wanted};
use super::truth::{self, Truth};
use crate::facts::{Fact, Mark, Reason, Row, Why, supposed};
use crate::rule::{Claim, Condition, Query, RowCheck, Test};

/// So many rows of another entity belong to the row and meet the conditions.
pub(super) fn has<'f>(
    context: &Context<'f>,
    check: &RowCheck,
    subject: Vec<(String, String)>,
    rows: &[&'f Row],
) -> Finding<'f> {
    let (Claim::Has { entity, on, with: conditions_, count, .. }, Some(row)) = (&check.claim, rows.first()) else {
        return Finding::unknown(Why::new(Reason::NotCaptured, "no row was seen"));
    };
    let Others { mut sure, mut unsure, near } = Others::of(context, &check.claim, row);
    sure.sort_by(|a, b| a.0.cmp(&b.0));
    sure.dedup_by(|a, b| a.0 == b.0);
    unsure.retain(|(value, _)| !sure.iter().any(|(other, _)| other == value));
    let fixed: Vec<(String, String)> =
        on.iter().filter_map(|(theirs, ours)| Some((theirs.clone(), row.text(ours)?.into_owned()))).collect();
    let gap = gap(context, entity, conditions_, &fixed);
    let truth = counted(&context.filled(count), sure.len(), unsure, gap);
    let own: Vec<Mark> = check.subject.first().and_then(|(_, column)| row.mark(column)).into_iter().collect();
    let marks = match truth {
        Truth::True => sure.iter().map(|(_, mark)| mark.clone()).collect(),
        _ => [near, own].concat(),
    };
    let marks = if marks.is_empty() { context.facts.listings(entity, &fixed) } else { marks };
    Finding::about(subject, truth).marks(marks).words_of(row).word("count", sure.len().to_string())
}

/// The rows of another entity, each by the value that tells it apart.
#[derive(Default)]
struct Others<'f> {
    /// They belong and meet the conditions.
    sure: Vec<(Cow<'f, str>, Mark)>,
    /// They may.
    unsure: Vec<(Cow<'f, str>, Why)>,
    /// Marks of those that belong and miss the last conditions.
    near: Vec<Mark>,
}

impl<'f> Others<'f> {
    fn of(context: &Context<'f>, claim: &Claim, row: &Row) -> Self {
        let mut found = Self::default();
        let Claim::Has { entity, on, with: conditions_, distinct, .. } = claim else { return found };
        for other in candidates(context, entity, on, row) {
            let belongs = on.iter().fold(Truth::True, |truth, (theirs, ours)| {
                truth.and(equal(context, (entity, other, theirs), row.text(ours).as_deref()))
            });
            let cannot = || on.iter().any(|pair| fails_if_equal(context, other, (pair, row), conditions_));
            if belongs == Truth::False || belongs != Truth::True && cannot() {
                continue;
            }
            let value = || {
                let value = distinct.as_ref().and_then(|column| other.text(column));
                value.unwrap_or_else(|| format!("{:p}", other).into())
            };
            match belongs.clone().and(proven(context, entity, other, conditions_)) {
                Truth::True => found.sure.extend(other.any_mark(&["lif", "device-id"]).map(|mark| (value(), mark))),
                Truth::Unknown(why) => found.unsure.push((value(), why)),
                Truth::False if belongs == Truth::True => {
                    found.near.extend(nearly(context, entity, other, conditions_));
                }
                Truth::False => {}
            }
        }
        found
    }
}

/// The rows of the entity that may belong to the row.
fn candidates<'f>(context: &Context<'f>, entity: &str, on: &[(String, String)], row: &Row) -> Vec<&'f Row> {
    match on.first() {
        Some((theirs, ours)) => context.known.rows_with(context, (entity, theirs), row.text(ours).as_deref()),
        None => context.facts.rows(entity).iter().collect(),
    }
}

fn equal(context: &Context<'_>, (entity, row, column): (&str, &Row, &str), value: Option<&str>) -> Truth {
    match &*context.facts.look(entity, row, column) {
        Fact::Known { value: found, .. } => Truth::of(value.is_some_and(|value| value == found.as_text())),
        Fact::Unknown(why) => Truth::Unknown(why.clone()),
        Fact::NoneOf(_) => Truth::Unknown(Why::new(Reason::NotCaptured, "no answer tells it")),
    }
}

/// Whether a row of which nobody knows whether it belongs would miss a condition if it did.
fn fails_if_equal(
    context: &Context<'_>,
    other: &Row,
    ((theirs, ours), row): (&(String, String), &Row),
    conditions: &[Condition],
) -> bool {
    let Some(value) = row.text(ours) else { return false };
    let Some((column, word)) = supposed(other, (theirs, &value)) else { return false };
    let fails = |condition: &Condition| match &condition.test {
        Test::Query(query) => truth::query(&context.filled(query)).is_some_and(|query| !query.matches(word)),
        Test::List { .. } => false,
    };
    !matches!(other.facts.get(theirs), Some(Fact::Known { .. }))
        && conditions.iter().any(|condition| condition.column == column && fails(condition))
}

/// Marks of a row that belongs, but misses a condition, where the columns that fail first are the last ones.
fn nearly(context: &Context<'_>, entity: &str, row: &Row, conditions: &[Condition]) -> Vec<Mark> {
    let fails = |condition: &&Condition| condition_truth(context, entity, row, condition) == Truth::False;
    // Most LIFs have another role, and why other facts of them are absent takes long to tell.
    if conditions.iter().filter(|condition| condition.column == "role").any(|condition| fails(&condition)) {
        return Vec::new();
    }
    let failing: Vec<&Condition> = conditions.iter().filter(fails).collect();
    if failing.len() == conditions.len() {
        return Vec::new();
    }
    failing
        .iter()
        .filter_map(|condition| Some(row.mark(&condition.column)?.noted(&wanted(context, condition))))
        .collect()
}

/// The count holds for every number that is possible, for none of them, or it cannot be told.
fn counted(query: &str, sure: usize, unsure: Vec<(Cow<'_, str>, Why)>, gap: Option<Why>) -> Truth {
    let Ok(query) = Query::parse(query) else {
        return Truth::Unknown(Why::new(Reason::UnknownValue, format!("`{query}` is not a number")));
    };
    let most = if gap.is_some() { sure + unsure.len() + 1000 } else { sure + unsure.len() };
    let held = (sure..=most).filter(|&number| query.holds_for_count(number)).count();
    if held == most - sure + 1 {
        return Truth::True;
    }
    if held == 0 {
        return Truth::False;
    }
    let why = unsure.into_iter().next().map(|(_, why)| why).or(gap);
    Truth::Unknown(why.unwrap_or_else(|| Why::new(Reason::NotCaptured, "no answer tells it")))
}
