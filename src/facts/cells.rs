//! The facts of a row that stand in one record of an answer, each made when somebody asks for it: of most rows few are.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::fields::known;
use super::{Fact, Name, Reason, Why};
use crate::table::{Field, InPlace, Shape};

/// The most fields that a record may have.
const MOST: usize = 64;

/// The records of an answer that have the same fields.
#[derive(Debug)]
pub(super) struct Alike {
    records: InPlace,
    /// Their facts in the order printed, no two under one name.
    fields: Vec<(Name, Field)>,
    heading: Arc<[usize]>,
    source: usize,
}

impl Alike {
    /// The records of a shape; `name`: what a field is called in its entity. `None` where two fields are one fact.
    pub(super) fn of(records: &InPlace, shape: Shape, source: usize, name: impl Fn(&str) -> Name) -> Option<Self> {
        let fields: Vec<(Name, Field)> =
            records.fields(shape).into_iter().map(|(field, place)| (name(field), place)).collect();
        let is_once = |at: usize| !fields[..at].iter().any(|(name, _)| *name == fields[at].0);
        let is_told = fields.len() <= MOST && (0..fields.len()).all(is_once);
        let heading = Arc::clone(records.heading(shape)?);
        is_told.then(|| Self { records: records.clone(), fields, heading, source })
    }
}

/// The facts of one record.
#[derive(Clone, Debug)]
pub(super) struct Cells {
    alike: Arc<Alike>,
    /// Index of the record.
    index: usize,
    /// A bit for each field that counts no more: something else is known of its column.
    gone: u64,
    /// Those that were asked for.
    made: Box<[OnceLock<Box<Fact>>]>,
}

impl Cells {
    pub(super) fn of(alike: &Arc<Alike>, index: usize) -> Self {
        let made = alike.fields.iter().map(|_| OnceLock::new()).collect();
        Self { alike: Arc::clone(alike), index, gone: 0, made }
    }

    /// Which field tells a column.
    pub(super) fn position(&self, column: &str) -> Option<usize> {
        let is_it = |(at, (name, _)): &(usize, &(Name, Field))| name.is(column) && self.counts(*at);
        self.alike.fields.iter().enumerate().find(is_it).map(|(at, _)| at)
    }

    /// Whether the field with this index tells the column.
    pub(super) fn tells(&self, at: usize, column: &str) -> bool {
        self.alike.fields.get(at).is_some_and(|(name, _)| name.is(column)) && self.counts(at)
    }

    fn counts(&self, at: usize) -> bool {
        self.gone >> at & 1 == 0
    }

    /// The fact of a field.
    pub(super) fn get(&self, at: usize) -> &Fact {
        self.made[at].get_or_init(|| Box::new(self.fact(at)))
    }

    fn fact(&self, at: usize) -> Fact {
        let Alike { records, fields, heading, source } = &*self.alike;
        let (name, field) = &fields[at];
        match records.cell(self.index, *field) {
            Some(cell) => known(cell, name, heading, *source),
            None => Fact::Unknown(Why::new(Reason::Unreadable, format!("`{}` cannot be read", &**name))),
        }
    }

    /// The value of a field, when it is known.
    pub(super) fn text(&self, at: usize) -> Option<Cow<'_, str>> {
        if self.made[at].get().is_none()
            && let Some(text) = self.plain(at)
        {
            return Some(text);
        }
        self.get(at).text()
    }

    /// The text of a field, where that is plainly what stands there.
    pub(super) fn plain(&self, at: usize) -> Option<Cow<'_, str>> {
        self.alike.records.text(self.index, self.alike.fields[at].1)
    }

    /// The names of the fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &Name> {
        let counting = self.alike.fields.iter().enumerate().filter(|(at, _)| self.counts(*at));
        counting.map(|(_, (name, _))| name)
    }

    /// Takes out a field.
    pub(super) fn take(&mut self, at: usize) -> Fact {
        let fact = self.made[at].take().map_or_else(|| self.fact(at), |fact| *fact);
        self.leave(at);
        fact
    }

    /// Lets a field count no more.
    pub(super) fn leave(&mut self, at: usize) {
        self.gone |= 1 << at;
    }

    /// All facts with their names.
    pub(super) fn into_facts(mut self) -> Vec<(Name, Fact)> {
        let counting: Vec<usize> = (0..self.made.len()).filter(|at| self.counts(*at)).collect();
        counting.into_iter().map(|at| (self.alike.fields[at].0.clone(), self.take(at))).collect()
    }
}
