//! Conditions on rows: each is made ready once, and asked of many rows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use foldhash::HashMap;
use smol_str::SmolStr;

use super::context::Context;
use super::truth::{self, Filled, Truth};
use crate::facts::{Fact, Row, Why, is_by_hand};
use crate::rule::Condition;
use crate::table::{Kind, Value};

/// A condition with its parameters filled in, and what the tables say of its column.
pub(super) struct Ready<'a> {
    entity: String,
    condition: Condition,
    test: Filled,
    kind: Option<&'a Kind>,
    words: &'a [String],
    /// The text that was tested last, and whether it met the condition: most rows say the same as the one before.
    last: RefCell<Option<(SmolStr, bool)>>,
    /// What the value of the last row is none of, and cannot meet the condition for that.
    excluded: RefCell<Vec<&'static str>>,
    /// Where the column stood in the row before.
    place: Cell<usize>,
}

impl Ready<'_> {
    /// Whether the row meets the condition.
    fn truth(&self, context: &Context<'_>, row: &Row) -> Truth {
        let (entity, column) = (&self.entity, &self.condition.column);
        let fact = context.facts.look_near(entity, row, column, &self.place);
        match self.test(&fact) {
            Truth::Unknown(_) if matches!(*fact, Fact::NoneOf(_)) => {
                Truth::Unknown(context.facts.undecided(entity, row, column))
            }
            truth => truth,
        }
    }

    /// Whether the fact meets the condition. What is told of a known value depends on nothing but its text, unless that cannot be
    /// told: then the place of the value is shown.
    fn test(&self, fact: &Fact) -> Truth {
        let test = || truth::test(fact, &self.test, self.kind, self.words);
        let text = match fact {
            Fact::Known { value: Value::Text(text), .. } => text,
            Fact::NoneOf(words) => return self.excluded(words, test),
            _ => return test(),
        };
        if let Some((_, holds)) = self.last.borrow().as_ref().filter(|(last, _)| last == text) {
            return Truth::of(*holds);
        }
        let truth = test();
        if !matches!(truth, Truth::Unknown(_)) {
            *self.last.borrow_mut() = Some((text.clone(), truth == Truth::True));
        }
        truth
    }

    /// The same of a value of which is known that it is none of these.
    fn excluded(&self, words: &[&'static str], test: impl Fn() -> Truth) -> Truth {
        if !words.is_empty() && self.excluded.borrow().as_slice() == words {
            return Truth::False;
        }
        let truth = test();
        if truth == Truth::False {
            words.clone_into(&mut self.excluded.borrow_mut());
        }
        truth
    }
}

/// What was made ready, by where the condition stands in memory. Conditions come and go, so that an address alone does not
/// tell which it is.
#[derive(Default)]
pub(super) struct Known<'a> {
    conditions: RefCell<Vec<(*const Condition, Rc<Ready<'a>>)>>,
    keys: RefCell<HashMap<String, Rc<[String]>>>,
    /// Rows by entity and column.
    rows: RefCell<HashMap<String, HashMap<String, ByValue>>>,
}

/// Rows by the value of a column; where it is not known, a row may have any.
struct ByValue {
    known: HashMap<String, Vec<usize>>,
    untold: Vec<usize>,
}

impl ByValue {
    fn of(rows: &[Row], column: &str) -> Self {
        let (mut known, mut untold): (HashMap<String, Vec<usize>>, _) = (HashMap::default(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            match row.text(column) {
                Some(value) => known.entry(value.into_owned()).or_default().push(at),
                None => untold.push(at),
            }
        }
        Self { known, untold }
    }
}

impl<'a> Known<'a> {
    fn ready(&self, context: &Context<'a>, entity: &str, condition: &Condition) -> Rc<Ready<'a>> {
        let place = std::ptr::from_ref(condition);
        let is_it = |(at, known): &&(*const Condition, Rc<Ready<'a>>)| {
            *at == place && known.entity == entity && known.condition == *condition
        };
        // Rule by rule is judged, so that it is one of the last.
        if let Some((_, known)) = self.conditions.borrow().iter().rfind(is_it) {
            return Rc::clone(known);
        }
        let ready = Rc::new(Ready {
            entity: entity.to_owned(),
            condition: condition.clone(),
            test: Filled::of(&condition.test, |query| context.filled(query)),
            kind: context.kind(entity, &condition.column),
            words: context.words(entity, &condition.column),
            last: RefCell::default(),
            excluded: RefCell::default(),
            place: Cell::default(),
        });
        self.conditions.borrow_mut().push((place, Rc::clone(&ready)));
        ready
    }

    /// The rows of an entity that may have the value, in the order of the text.
    pub(super) fn rows_with<'f>(
        &self,
        context: &Context<'f>,
        (entity, column): (&str, &str),
        value: Option<&str>,
    ) -> Vec<&'f Row> {
        let rows = context.facts.rows(entity);
        let mut known = self.rows.borrow_mut();
        if !known.get(entity).is_some_and(|columns| columns.contains_key(column)) {
            known.entry(entity.to_owned()).or_default().insert(column.to_owned(), ByValue::of(rows, column));
        }
        let Some(index) = known.get_mut(entity).and_then(|columns| columns.get_mut(column)) else { return Vec::new() };
        let own = value.and_then(|value| index.known.get(value)).into_iter().flatten();
        let mut places: Vec<usize> = own.chain(&index.untold).copied().collect();
        places.sort_unstable();
        places.into_iter().map(|at| &rows[at]).collect()
    }

    fn keys(&self, context: &Context<'_>, entity: &str) -> Rc<[String]> {
        if let Some(known) = self.keys.borrow().get(entity) {
            return Rc::clone(known);
        }
        let keys: Rc<[String]> = context.keys(entity).into();
        self.keys.borrow_mut().insert(entity.to_owned(), Rc::clone(&keys));
        keys
    }
}

/// Conditions that are asked of many rows.
pub(super) struct Conditions<'a>(Vec<Rc<Ready<'a>>>);

impl<'a> Conditions<'a> {
    pub(super) fn of(context: &Context<'a>, entity: &str, conditions: &[Condition]) -> Self {
        Self(conditions.iter().map(|condition| context.known.ready(context, entity, condition)).collect())
    }

    /// Whether a row is one of those that are meant. What an answer says that is in doubt as a whole leaves no row out.
    pub(super) fn select(&self, context: &Context<'_>, row: &Row) -> Truth {
        all(self.0.iter().map(|ready| match ready.truth(context, row) {
            Truth::False => {
                let why = doubt(row, std::iter::once(ready.condition.column.as_str())).filter(|why| !is_by_hand(why));
                why.map_or(Truth::False, |why| Truth::Unknown(why.clone()))
            }
            truth => truth,
        }))
    }
}

/// Whether a row meets all conditions.
pub(super) fn conditions(context: &Context<'_>, entity: &str, row: &Row, conditions: &[Condition]) -> Truth {
    all(conditions.iter().map(|condition| condition_truth(context, entity, row, condition)))
}

fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut truth = Truth::True;
    for other in truths {
        truth = truth.and(other);
        // Nothing makes a row meet them again, and why a fact is absent takes long to tell.
        if truth == Truth::False {
            break;
        }
    }
    truth
}

/// Whether a row meets a condition.
pub(super) fn condition_truth(context: &Context<'_>, entity: &str, row: &Row, condition: &Condition) -> Truth {
    context.known.ready(context, entity, condition).truth(context, row)
}

/// Conditions that a claim rests on: what somebody wrote beside, or what another answer lacks, proves nothing.
pub(super) fn proven(context: &Context<'_>, entity: &str, row: &Row, conditions_: &[Condition]) -> Truth {
    let truth = conditions(context, entity, row, conditions_);
    if truth != Truth::True {
        return truth;
    }
    let keys = context.known.keys(context, entity);
    let columns = conditions_.iter().map(|condition| condition.column.as_str()).chain(keys.iter().map(String::as_str));
    doubt(row, columns).map_or(truth, |why| Truth::Unknown(why.clone()))
}

fn doubt<'r, 'c>(row: &'r Row, mut columns: impl Iterator<Item = &'c str>) -> Option<&'r Why> {
    columns.find_map(|column| match row.facts.get(column) {
        Some(Fact::Known { mark, .. }) => mark.doubt.as_deref(),
        _ => None,
    })
}
