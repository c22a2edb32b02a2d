//! Joins the records of all answers: by key, the later answer of a session winning, a difference elsewhere a contradiction.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::cover::column_fact;
use super::repeated::twice;
use super::telling::{Telling, is_by_hand, is_overwritten, told};
use super::{Columns, Fact, Facts, Name, Reason, Row, Why};
use crate::table::{Answer, Definition, Status, Value, View};

/// The answers that a later answer to the same question replaced, with that one.
pub(super) fn superseded(facts: &Facts<'_>) -> BTreeMap<usize, usize> {
    let mut asked: HashMap<(usize, String), Vec<usize>> = HashMap::default();
    for (index, answer) in facts.answers.iter().enumerate() {
        asked.entry((answer.table, answer.command_line())).or_default().push(index);
    }
    let mut superseded = BTreeMap::new();
    for same in asked.into_values().filter(|same| same.len() > 1) {
        let is_answer = |other: &usize| !was_mistyped(facts.answers[*other]);
        for &index in &same {
            let others = || same.iter().copied().filter(is_answer).filter(|other| *other != index);
            let later = others().rfind(|&other| facts.follows(index, other));
            let own = Some(index).filter(|index| !is_answer(index)).and_then(|_| others().next());
            superseded.extend(later.or(own).map(|other| (index, other)));
        }
    }
    superseded.extend(retyped(facts));
    superseded
}

/// The commands that ONTAP did not take for one, each with the next to the same table that it answered.
fn retyped(facts: &Facts<'_>) -> Vec<(usize, usize)> {
    let mut answered: HashMap<usize, usize> = HashMap::default();
    let mut retyped = Vec::new();
    for at in (0..facts.answers.len()).rev() {
        let answer = facts.answers[at];
        if !was_mistyped(answer) {
            answered.insert(answer.table, at);
        } else if let Some(&next) = answered.get(&answer.table).filter(|next| facts.follows(at, **next)) {
            retyped.push((at, next));
        }
    }
    retyped
}

/// Whether ONTAP did not take the command for one, so that it never answered the question.
fn was_mistyped(answer: &Answer) -> bool {
    const WORDS: [&str; 4] = ["ambiguous", "not a recognized command", "invalid argument", "is not a known"];
    answer.status == Status::Refused && WORDS.iter().any(|words| answer.why.contains(words))
}

/// Fills the entities of `facts` from its answers.
pub(super) fn join(facts: &mut Facts<'_>) {
    facts.entities.insert("cluster".to_owned(), vec![Row::default()]);
    let own = |number: &usize| !facts.foreign.contains_key(number);
    let answers: Vec<usize> = (0..facts.answers.len()).filter(own).collect();
    let joined = &*facts;
    let of = |number: usize| told(joined, joined.answers[number]);
    // What each of them tells is worked out at the same time, and joined in their order.
    let told: Vec<_> = answers.par_iter().map(|&number| of(number)).collect();
    let mut partial = Vec::new();
    let mut index = Index::default();
    for (number, told) in answers.into_iter().zip(told) {
        add(facts, &mut index, number, told, &mut partial);
    }
    for (number, told) in partial {
        let (definition, view) = (&facts.tables[facts.answers[number].table], facts.answers[number].view);
        add_partial(facts, entity(definition, view), &key_facts(definition, view), told, number);
    }
}

/// What the records of a view are about.
pub(super) fn entity(definition: &Definition, view: usize) -> &str {
    definition.views.get(view).and_then(|view: &View| view.entity.as_deref()).unwrap_or(&definition.entity)
}

/// Fields that tell the records of a view apart.
pub(super) fn keys(definition: &Definition, view: usize) -> &[String] {
    definition.views.get(view).and_then(|view| view.key.as_ref()).unwrap_or(&definition.key)
}

/// Facts that tell the rows of a view apart.
pub(super) fn key_facts(definition: &Definition, view: usize) -> Vec<String> {
    keys_of_rows(definition, view).map(str::to_owned).collect()
}

/// The same, borrowed.
pub(super) fn keys_of_rows(definition: &Definition, view: usize) -> impl Iterator<Item = &str> {
    let names = keys(definition, view).iter().filter(|name| name.as_str() != "option-name");
    names.map(|name| column_fact(definition, name))
}

/// Where the row of a key stands: by entity and by the values of the key, each behind its length.
type Index = HashMap<String, HashMap<Vec<u8>, usize>>;

/// Writes the values of a key as one, so that no two keys are the same; tells whether it is whole.
fn write_key(bytes: &mut Vec<u8>, key: &[String], told: &Telling) -> bool {
    bytes.clear();
    key.iter().all(|name| {
        let Some(value) = told.text(name) else { return false };
        bytes.extend(value.as_ref().map_or(usize::MAX, |value| value.len()).to_le_bytes());
        bytes.extend(value.unwrap_or_default().bytes());
        true
    })
}

/// Adds what the records of an answer tell to the rows of their entity; what lacks a part of its key goes to `partial`.
fn add(
    facts: &mut Facts<'_>,
    index: &mut Index,
    number: usize,
    told: Vec<Telling>,
    partial: &mut Vec<(usize, Vec<(Name, Fact)>)>,
) {
    let (definition, view) = (&facts.tables[facts.answers[number].table], facts.answers[number].view);
    let (entity, key) = (entity(definition, view), key_facts(definition, view));
    let mut rows = facts.entities.remove(entity).unwrap_or_default();
    let known = index.entry(entity.to_owned()).or_default();
    let mut bytes = Vec::new();
    for told in told {
        if !write_key(&mut bytes, &key, &told) {
            partial.push((number, told.into_facts()));
            continue;
        }
        let told = match known.get(&bytes) {
            Some(&at) if !key.is_empty() => {
                let told = told.into_facts();
                note_twice(facts, &mut rows[at], &told, &key, number);
                Telling::Read(told)
            }
            _ => told,
        };
        let at = match known.get(&bytes) {
            _ if key.is_empty() && !rows.is_empty() => 0,
            Some(at) => *at,
            None => {
                known.insert(bytes.clone(), rows.len());
                rows.push(Row::default());
                rows.len() - 1
            }
        };
        merge(facts, &mut rows[at], told, &key, number);
    }
    if !rows.is_empty() {
        facts.entities.insert(entity.to_owned(), rows);
    }
}

/// Keeps where one answer shows the row twice; where the same question was answered again, what counts is that answer.
fn note_twice(facts: &Facts<'_>, row: &mut Row, told: &[(Name, Fact)], key: &[String], number: usize) {
    let is_open = row.twice.as_ref().is_none_or(|known| known.is_superseded(facts));
    if is_open && let Some(twice) = twice(facts, row, told, key, number) {
        row.twice = Some(Box::new(twice));
    }
}

/// A record without its whole key belongs to the only row that has what is known of the key.
fn add_partial(facts: &mut Facts<'_>, entity: &str, key: &[String], told: Vec<(Name, Fact)>, answer: usize) {
    let known: Vec<&String> = key.iter().filter(|name| told.iter().any(|(fact, _)| **fact == ***name)).collect();
    if known.is_empty() && !key.is_empty() {
        return;
    }
    let value = |name: &str| told.iter().find(|(fact, _)| **fact == *name).and_then(|(_, fact)| fact.text());
    let rows = facts.entities.entry(entity.to_owned()).or_default();
    let fits = |row: &Row| known.iter().all(|name| row.facts.text(name) == value(name));
    let fitting: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect();
    let at = match fitting.as_slice() {
        [] => {
            rows.push(Row::default());
            rows.len() - 1
        }
        [only] => *only,
        _ => return,
    };
    let mut row = std::mem::take(&mut rows[at]);
    merge(facts, &mut row, Telling::Read(told), key, answer);
    if let Some(rows) = facts.entities.get_mut(entity) {
        rows[at] = row;
    }
}

fn merge(facts: &Facts<'_>, row: &mut Row, told: Telling, key: &[String], answer: usize) {
    let is_new = row.facts.is_empty();
    let told = match told {
        Telling::InPlace(cells) if is_new => {
            row.facts = Columns::of_cells(cells);
            Vec::new()
        }
        Telling::Read(told) if is_new && are_apart(&told) => {
            row.facts = Columns::of(told);
            Vec::new()
        }
        told => told.into_facts(),
    };
    for (name, fact) in told {
        // A name is beyond doubt where any answer shows it without a remark. Behind a change it must be shown again.
        let is_shown_again = |old: &Fact| {
            let is_later = || order(facts, old, &fact) == Some(Ordering::Less);
            !facts.reading.changes.is_empty() && doubt(&fact).is_none() && is_later()
        };
        let is_kept = |old: &Fact| key.iter().any(|key| **key == *name) && doubt(old).is_none() && !is_shown_again(old);
        if row.facts.get(&name).is_some_and(is_kept) {
            continue;
        }
        let merged = match row.facts.remove(&name) {
            None => fact,
            Some(_) if key.iter().any(|key| **key == *name) => fact,
            Some(old) if is_filtered(facts, answer, &name, &old) && matches!(fact, Fact::Unknown(_)) => old,
            // What somebody wrote upon a cell was written when all had been shown.
            Some(old) if facts.reading.changes.is_empty() && is_overwritten(&old) => old,
            Some(_) if facts.reading.changes.is_empty() && is_overwritten(&fact) => fact,
            Some(old) if is_untold(row, &name, &old) || matches!(fact, Fact::Unknown(_)) => later(facts, old, fact),
            Some(old) => observed(facts, row, &name, (old, fact), is_lasting(facts, answer, &name)),
        };
        row.facts.insert(name, merged);
    }
    if !row.answers.contains(&answer) {
        row.answers.push(answer);
    }
}

/// Whether no two facts have one name.
fn are_apart(told: &[(Name, Fact)]) -> bool {
    (0..told.len()).all(|at| !told[..at].iter().any(|(name, _)| *name == told[at].0))
}

/// Whether the cell tells what an object keeps.
fn is_lasting(facts: &Facts<'_>, answer: usize, name: &str) -> bool {
    let answer = facts.answers[answer];
    super::stale::is_lasting(entity(&facts.tables[answer.table], answer.view), name)
}

fn is_same(old: &Fact, new: &Fact) -> bool {
    match (old, new) {
        (Fact::Known { value: old, .. }, Fact::Known { value: new, .. }) => {
            old.as_text().eq_ignore_ascii_case(&new.as_text())
        }
        _ => false,
    }
}

fn doubt(fact: &Fact) -> Option<&Arc<Why>> {
    if let Fact::Known { mark, .. } = fact { mark.doubt.as_ref() } else { None }
}

/// What counts of a column that is told twice: the latest of what was observed, in agreement where no order is known.
fn observed(facts: &Facts<'_>, row: &mut Row, name: &str, (old, new): (Fact, Fact), is_lasting: bool) -> Fact {
    let mut rivals = row.rivals.remove(name).unwrap_or_else(|| vec![old]);
    // Of two values that an object keeps one is wrong, whichever came later.
    let orders = rivals.iter().map(|rival| order(facts, rival, &new).filter(|_| !is_lasting || is_same(rival, &new)));
    let orders: Vec<_> = orders.collect();
    // What somebody wrote at a row was written when all had been shown. Where nothing was changed, showing it again mends nothing.
    let is_lasting_remark = |rival: &Fact| {
        facts.reading.changes.is_empty() && doubt(rival).is_some_and(|why| is_by_hand(why)) && is_same(rival, &new)
    };
    if !orders.contains(&Some(Ordering::Greater)) {
        let mut orders = orders.into_iter();
        rivals.retain(|rival| orders.next().flatten() != Some(Ordering::Less) || is_lasting_remark(rival));
        rivals.push(new);
    }
    // What was shown anew since is beside no words any more.
    let by_hand = rivals.iter().find_map(doubt).cloned();
    let mut fact = match rivals.as_slice() {
        [first, rest @ ..] if rest.iter().all(|rival| is_same(first, rival)) => first.clone(),
        all => contradiction(name, all),
    };
    if let (Fact::Known { mark, .. }, Some(why)) = (&mut fact, by_hand) {
        mark.doubt.get_or_insert(why);
    }
    if rivals.len() > 1 {
        row.rivals.insert(name.to_owned(), rivals);
    }
    fact
}

/// Whether a list is known already that holds the element by which the command of the answer chose its rows.
fn is_filtered(facts: &Facts<'_>, answer: usize, name: &str, known: &Fact) -> bool {
    let Fact::Known { value: Value::List(elements), .. } = known else { return false };
    let answer = facts.answers[answer];
    let is_its = |(column, _): &&(String, String)| column_fact(&facts.tables[answer.table], column) == name;
    let chosen = answer.filters.iter().find(is_its).map(|(_, value)| value);
    chosen.is_some_and(|chosen| elements.iter().any(|element| element.eq_ignore_ascii_case(chosen)))
}

/// Whether a fact is unknown because its value is masked, and not because others contradict each other.
fn is_untold(row: &Row, name: &str, fact: &Fact) -> bool {
    matches!(fact, Fact::Unknown(_)) && !row.rivals.contains_key(name)
}

/// Of two facts of which one is unknown the later one; where no order is known, the unknown one.
fn later(facts: &Facts<'_>, old: Fact, new: Fact) -> Fact {
    let place = |fact: &Fact| match fact {
        Fact::Known { mark, .. } => Some(mark.place),
        Fact::Unknown(why) => why.marks.first().map(|mark| mark.place),
        Fact::NoneOf(_) => None,
    };
    let order = place(&old).zip(place(&new)).and_then(|(old, new)| facts.order(&old, &new));
    match order {
        Some(Ordering::Less) => new,
        Some(Ordering::Greater) => old,
        _ if matches!(new, Fact::Unknown(_)) => new,
        _ => old,
    }
}

/// Which of two facts was observed first.
fn order(facts: &Facts<'_>, old: &Fact, new: &Fact) -> Option<Ordering> {
    match (old, new) {
        (Fact::Known { mark: old, .. }, Fact::Known { mark: new, .. }) => facts.order(&old.place, &new.place),
        _ => None,
    }
}

/// Different values of one cell, and no order: nobody knows.
fn contradiction(name: &str, rivals: &[Fact]) -> Fact {
    let (mut values, mut marks) = (Vec::new(), Vec::new());
    for rival in rivals {
        let Fact::Known { value, mark, .. } = rival else { continue };
        let value = format!("`{}`", value.text());
        if !values.contains(&value) {
            values.push(value);
            marks.push(mark.clone().noted("here"));
        }
    }
    let text = format!("the evidence contradicts itself: `{name}` is {} at different places", values.join(" and "));
    Fact::Unknown(Why::new(Reason::Contradiction, text).with(marks))
}
