//! The fields of an answer's records to facts: under the names that they have in their entity, with the marks of their cells.

use std::borrow::Cow;
use std::sync::Arc;

use super::cells::{Alike, Cells};
use super::cover::column_fact;
use super::{Fact, Mark, Name, Reason, Why};
use crate::source::Place;
use crate::table::{
    Answer, Cell, Column, Definition, InPlace, Kind, Misfit, Record, Shape, Value, is_literal, is_overwritten,
    is_word_overwritten,
};

/// What the records of an answer tell, with what is the same for all of them.
pub(super) struct Fields<'d> {
    definition: &'d Definition,
    answer: &'d Answer,
    /// The fields of the record before with their facts: most records of an answer have the same fields in the same order.
    known: Vec<(String, Name)>,
    /// Columns of free text of which is known what ONTAP prints in them.
    worded: Vec<&'d Column>,
    /// Columns of which all words are known.
    closed: Vec<&'d Column>,
    names_options: bool,
    /// The facts that the command's filters tell of every record.
    filtered: Vec<(Name, Fact)>,
}

impl<'d> Fields<'d> {
    pub(super) fn of(definition: &'d Definition, answer: &'d Answer) -> Self {
        let is_worded = |column: &&Column| column.kind == Kind::Text && !column.words.is_empty();
        let is_closed = |column: &&Column| match column.kind {
            Kind::List => !column.words.is_empty(),
            Kind::Bool | Kind::UpDown | Kind::Enumeration { .. } => true,
            _ => false,
        };
        // Where more rows came than were counted, some are of another answer, whose command was lost.
        let is_own =
            answer.announced.map_or_else(|| is_below_one_heading(answer), |count| answer.records.len() <= count);
        let filters = answer.filters.iter().filter(|(_, value)| is_own && is_literal(value));
        let filtered = filters.filter_map(|(name, value)| {
            let column = definition.column(name)?;
            Some((Cow::from(&column.fact).into(), filtered(answer, column, value)))
        });
        Self {
            definition,
            answer,
            known: Vec::new(),
            worded: definition.columns.iter().filter(is_worded).collect(),
            closed: definition.columns.iter().filter(is_closed).collect(),
            names_options: definition.columns.iter().any(|column| column.name == "option-name"),
            filtered: filtered.collect(),
        }
    }

    /// Where a text goes on behind what ONTAP prints in its column: `Dynamically Qualified - really?`.
    pub(super) fn written_behind(&self, record: &Record<&str>) -> Option<Place> {
        let of = |name: &str| self.worded.iter().find(|column| column.name == name);
        if self.worded.is_empty() {
            return None;
        }
        let goes_on =
            |(name, cell): &&(&str, Cell)| of(name).is_some_and(|column| goes_on(column, &cell.value.as_text()));
        // Where ONTAP prints nothing as a rule, a bracket hides none of its words.
        let is_empty = |misfit: &&Misfit| of(&misfit.field).is_some_and(|own| own.words.iter().any(String::is_empty));
        let of_field = record.fields.iter().find(goes_on).map(|(_, cell)| cell.place);
        of_field.or_else(|| record.misfits.iter().find(is_empty).map(|misfit| misfit.place))
    }

    /// The records cell by cell, where each fact is what stands in its cell, and nothing else tells of it.
    pub(super) fn in_place(&self) -> Option<InPlace> {
        let is_plain = !self.names_options && self.filtered.is_empty();
        let is_undoubted = self.answer.remarks.is_empty() && self.answer.doubt.is_none();
        self.answer.records.in_place().filter(|_| is_plain && is_undoubted)
    }

    /// Records of one shape.
    pub(super) fn alike(&self, records: &InPlace, shape: Shape) -> Option<Arc<Alike>> {
        let name = |field: &str| Name::from(Cow::from(column_fact(self.definition, field)));
        Alike::of(records, shape, self.answer.source, name).map(Arc::new)
    }

    /// Whether a text may go on behind what ONTAP prints in its column, so that the record is to be read.
    pub(super) fn may_go_on(&self, cells: &Cells) -> bool {
        // A list takes any word. Elsewhere what somebody wrote upon a word is no value, which none that stays in place lacks.
        let mut lists = self.closed.iter().filter(|column| column.kind == Kind::List);
        lists.any(|column| cells.position(&column.fact).is_some())
            || self.worded.iter().any(|column| {
                let at = cells.position(&column.fact);
                at.is_some_and(|at| cells.plain(at).is_none_or(|text| goes_on(column, &text)))
            })
    }

    /// The fact of a field, which stands at this place of its record.
    fn fact(&mut self, at: usize, field: &str) -> Name {
        if let Some((_, fact)) = self.known.get(at).filter(|(known, _)| known == field) {
            return fact.clone();
        }
        let fact = Name::from(Cow::from(column_fact(self.definition, field)));
        self.known.truncate(at);
        self.known.resize(at, (String::new(), "".into()));
        self.known.push((field.to_owned(), fact.clone()));
        fact
    }

    /// Whether somebody wrote upon the cell of a column of which all words are known.
    fn is_written_upon(&self, field: &str, value: &Value) -> bool {
        self.closed.iter().any(|own| own.name == field && is_overwritten(own, value))
    }

    /// The facts that a record tells, and those that the command's filters tell of it; `written`: why one is not known upon whose
    /// cell somebody wrote.
    pub(super) fn told(&mut self, record: Record<&str>, written: impl Fn(Place) -> Arc<Why>) -> Vec<(Name, Fact)> {
        let definition = self.definition;
        let source = self.answer.source;
        let option = record.cell("option-name").filter(|_| self.names_options);
        let option = option.map(|cell| Name::from(Cow::from(cell.value.as_text().replace('.', "-"))));
        // A masked key tells nobody's row.
        let key = definition.views.get(self.answer.view).and_then(|view| view.key.as_ref()).unwrap_or(&definition.key);
        let misfits = record.misfits.iter().filter(|misfit| !key.contains(&misfit.field));
        let named = |misfit: &Misfit| {
            let fact = of_misfit(definition, misfit, (&record.heading, source), &written);
            (Name::from(Cow::from(column_fact(definition, &misfit.field))), fact)
        };
        let misfits: Vec<(Name, Fact)> = misfits.map(named).collect();
        let mut told = Vec::with_capacity(record.fields.len() + misfits.len() + self.filtered.len() + ROOM);
        for (at, (field, cell)) in record.fields.into_iter().enumerate() {
            let fact = match &option {
                Some(option) if field == "option-value" => option.clone(),
                _ => self.fact(at, field),
            };
            let value = match self.is_written_upon(field, &cell.value) {
                true => Fact::Unknown((*written(cell.place)).clone()),
                false => known(cell, &fact, &record.heading, source),
            };
            told.push((fact, value));
        }
        told.extend(misfits);
        // Services stand before their addresses: such a row tells all of its list.
        let is_addressed = |(name, _): &(Name, Fact)| {
            definition.columns.iter().any(|column| column.kind == Kind::ServiceAddresses && column.fact == **name)
        };
        let is_whole = !self.filtered.is_empty() && told.iter().any(is_addressed);
        for (name, fact) in &self.filtered {
            let is_told = told.iter().any(|(own, _)| own == name);
            let is_answered = is_told || is_whole && matches!(fact, Fact::Unknown(_));
            if !is_answered {
                told.push((name.clone(), fact.clone()));
            }
        }
        told
    }
}

/// Whether a text goes on behind what ONTAP prints in its column.
fn goes_on(column: &Column, text: &str) -> bool {
    let is_longer = |own: &String| text.len() > own.len() && text.starts_with(own.as_str());
    !column.words.iter().any(|own| own == text) && column.words.iter().any(is_longer)
}

/// Whether one heading alone stands above rows that nobody counted: below a second one is another answer, whose command was lost.
fn is_below_one_heading(answer: &Answer) -> bool {
    let heading = |at: Option<usize>| Some(answer.records.get(at?)?.heading.clone());
    heading(Some(0)) == heading(answer.records.len().checked_sub(1))
}

/// Facts of a row that follow from those that an answer tells.
const ROOM: usize = 4;

pub(super) fn known(cell: Cell, column: &Name, heading: &Arc<[usize]>, source: usize) -> Fact {
    let Cell { value, mut place, mut parts } = cell;
    std::iter::once(&mut place).chain(&mut parts).for_each(|place| place.source = source as u32);
    Fact::Known { value, mark: Mark::at(place, Arc::clone(heading)).of(column), parts }
}

/// A fact in whose place a word stands that is no value of it: somebody wrote upon it, or masked or mistyped it.
fn of_misfit(
    definition: &Definition,
    misfit: &Misfit,
    (heading, source): (&Arc<[usize]>, usize),
    written: impl Fn(Place) -> Arc<Why>,
) -> Fact {
    match definition.column(&misfit.field).is_some_and(|own| is_word_overwritten(own, &misfit.word)) {
        true => Fact::Unknown((*written(misfit.place)).clone()),
        false => untold(misfit, heading, source),
    }
}

/// A fact whose value somebody masked or mistyped.
fn untold(misfit: &Misfit, heading: &Arc<[usize]>, source: usize) -> Fact {
    let text = format!("`{}` is no value of `{}`; capture the answer again", misfit.word, misfit.field);
    let place = Place { source: source as u32, ..misfit.place };
    Fact::Unknown(Why::new(Reason::Unreadable, text).with(vec![Mark::at(place, Arc::clone(heading))]))
}

/// A fact that only the command line tells: its mark is that line. Of a list a filter tells one element, and not what else is in it.
fn filtered(answer: &Answer, column: &Column, value: &str) -> Fact {
    let place = Place { source: answer.source as u32, line: answer.line as u32, column: 1, length: 0 };
    let mark = Mark::at(place, Arc::from([]));
    if column.kind.is_list() {
        let (command, name) = (answer.command_line(), &column.name);
        let text =
            format!("`{command}` tells that `{name}` holds `{value}`, and not what else; capture `{name}` itself");
        return Fact::Unknown(Why::new(Reason::CutOff, text).with(vec![mark]));
    }
    Fact::Known { value: Value::Text(value.into()), mark, parts: Vec::new() }
}
