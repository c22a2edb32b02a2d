//! What the records of an answer tell, each by its own: read, or left in its text until somebody asks for a cell.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

use super::added::Added;
use super::cells::{Alike, Cells};
use super::fields::Fields;
use super::merge::keys;
use super::{Fact, Facts, Mark, Name, Reason, Why};
use crate::source::Place;
use crate::table::{Answer, Definition, Doubt, InPlace, Shape};

/// What a record tells.
pub(super) enum Telling {
    /// It was read.
    Read(Vec<(Name, Fact)>),
    /// Each cell is read when somebody asks for it.
    InPlace(Cells),
}

impl Telling {
    /// All facts with their names.
    pub(super) fn into_facts(self) -> Vec<(Name, Fact)> {
        match self {
            Self::Read(facts) => facts,
            Self::InPlace(cells) => cells.into_facts(),
        }
    }

    /// The value of a fact, when it is known; `None` where the record does not tell it.
    pub(super) fn text(&self, name: &str) -> Option<Option<Cow<'_, str>>> {
        match self {
            Self::Read(facts) => facts.iter().find(|(own, _)| own.is(name)).map(|(_, fact)| fact.text()),
            Self::InPlace(cells) => cells.position(name).map(|at| cells.text(at)),
        }
    }
}

/// What each record of an answer tells.
pub(super) fn told(facts: &Facts<'_>, answer: &Answer) -> Vec<Telling> {
    let definition = &facts.tables[answer.table];
    let (fields, remarks, added) =
        (Fields::of(definition, answer), remarks(facts, answer), Added::of(definition, answer));
    let mut reader = Reader { definition, answer, fields, remarks, added };
    let mut shapes = reader.fields.in_place().filter(|_| reader.added.is_empty()).map(Shapes::new);
    let of = |at| {
        let alike = shapes.as_mut().and_then(|shapes| shapes.alike(at, &reader.fields));
        let cells = alike.map(|alike| Cells::of(&alike, at)).filter(|cells| !reader.fields.may_go_on(cells));
        cells.map_or_else(|| reader.read(at).map(Telling::Read), |cells| Some(Telling::InPlace(cells)))
    };
    (0..answer.records.len()).filter_map(of).collect()
}

/// What reads the records of an answer.
struct Reader<'d> {
    definition: &'d Definition,
    answer: &'d Answer,
    fields: Fields<'d>,
    remarks: BTreeMap<usize, Arc<Why>>,
    added: Added,
}

impl Reader<'_> {
    /// What the record with this index tells.
    fn read(&mut self, at: usize) -> Option<Vec<(Name, Fact)>> {
        let record = self.answer.records.borrowed(at)?;
        let place = || self.fields.written_behind(&record).or_else(|| self.added.speaks_against(&record));
        let beside = || place().map(|place| by_hand(self.answer, place));
        let remark = self.remarks.get(&at).cloned().or_else(beside);
        // What is left of a key that somebody hid may be another row's.
        let keys = keys(self.definition, self.answer.view);
        let has_hidden = record.misfits.iter().any(|misfit| keys.contains(&misfit.field));
        let written = |place| by_hand(self.answer, place);
        let mut told = if has_hidden { Vec::new() } else { self.fields.told(record, written) };
        if let Some(why) = remark {
            annotate(&mut told, &why);
        }
        Some(told)
    }
}

/// The shapes that records of an answer have; most have that of the one before.
struct Shapes {
    records: InPlace,
    known: HashMap<Shape, Option<Arc<Alike>>>,
    last: Option<(Shape, Option<Arc<Alike>>)>,
}

impl Shapes {
    fn new(records: InPlace) -> Self {
        Self { records, known: HashMap::default(), last: None }
    }

    /// The records that are like the one with this index; `None` where only reading it tells what it holds.
    fn alike(&mut self, at: usize, fields: &Fields<'_>) -> Option<Arc<Alike>> {
        let shape = self.records.shape(at)?;
        if let Some((_, alike)) = self.last.as_ref().filter(|(last, _)| *last == shape) {
            return alike.clone();
        }
        let alike = self.known.entry(shape).or_insert_with(|| fields.alike(&self.records, shape)).clone();
        self.last = Some((shape, alike.clone()));
        alike
    }
}

/// Why nothing of an answer is proof, although it can be read.
pub(super) fn doubted(facts: &Facts<'_>, answer: &Answer) -> Option<Why> {
    let (doubt, place) = answer.doubt?;
    if doubt == Doubt::Broken {
        return Some(facts.trouble(answer));
    }
    let mark = Mark::at(place, [].into()).noted(doubt.note());
    Some(Why::new(Reason::Annotated, doubt.text()).with(vec![mark]))
}

/// Why records prove nothing beside which somebody wrote something, by their indexes. What stands on a line of its own, or
/// beside a group's line, may speak of the record before it and of the one behind it.
fn remarks(facts: &Facts<'_>, answer: &Answer) -> BTreeMap<usize, Arc<Why>> {
    if let Some(why) = doubted(facts, answer).map(Arc::new) {
        return (0..answer.records.len()).map(|at| (at, Arc::clone(&why))).collect();
    }
    let mut found = BTreeMap::new();
    if answer.remarks.is_empty() {
        return found;
    }
    let lines: Vec<usize> = answer.records.iter().map(|record| record.line).collect();
    for place in &answer.remarks {
        let why = by_hand(answer, *place);
        let behind = lines.partition_point(|line| *line <= place.line as usize);
        let is_own = behind > 0 && lines[behind - 1] == place.line as usize;
        let both = [behind.checked_sub(1), Some(behind).filter(|&at| !is_own && at < lines.len())];
        found.extend(both.into_iter().flatten().map(|at| (at, Arc::clone(&why))));
    }
    found
}

/// What is said of the place of words that somebody wrote at a row.
const BY_HAND: &str = "written by hand";

/// Whether nobody knows a fact because somebody wrote upon its cell.
pub(super) fn is_overwritten(fact: &Fact) -> bool {
    matches!(fact, Fact::Unknown(why) if why.reason == Reason::Annotated && is_by_hand(why))
}

/// Whether somebody wrote at the row itself.
pub(crate) fn is_by_hand(why: &Why) -> bool {
    why.marks.first().is_some_and(|mark| mark.note == BY_HAND)
}

fn by_hand(answer: &Answer, place: Place) -> Arc<Why> {
    let text = "somebody wrote beside it; remove the words, or capture the answer again";
    let place = Place { source: answer.source as u32, ..place };
    Arc::new(Why::new(Reason::Annotated, text).with(vec![Mark::at(place, [].into()).noted(BY_HAND)]))
}

fn annotate(told: &mut [(Name, Fact)], why: &Arc<Why>) {
    for (_, fact) in told {
        if let Fact::Known { mark, .. } = fact {
            mark.doubt = Some(Arc::clone(why));
        }
    }
}

#[cfg(test)]
mod tests;
