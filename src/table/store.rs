//! The records of an answer: each read by itself, or kept as the places of their cells in the text they came from.
//!
//! Undamaged tables are kept as places: a cell takes four bytes until somebody asks for it.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use foldhash::HashSet;

use super::answer::{Cell, Record, holds_sign_of_mask, is_masked_cell};
use super::cells::{self, Piece, PlainList};
use super::records;
use super::slot::Slot;
use super::{Definition, Kind, broken};
use crate::source::Capture;
pub(crate) use in_place::{Field, InPlace, Shape};
use placed_line::{LinePart, PlacedLine};

mod in_place;
mod placed_line;

/// The records of one answer, in the order of the text.
#[derive(Clone)]
pub struct Records(Kept);

#[derive(Clone)]
enum Kept {
    Read(Arc<Vec<Record>>),
    Placed(Arc<Placed>),
}

impl Records {
    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Read(records) => records.len(),
            Kept::Placed(placed) => placed.rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether they are kept as places in the text.
    #[doc(hidden)]
    pub fn is_placed(&self) -> bool {
        matches!(self.0, Kept::Placed(_))
    }

    /// The record with this index, from 0.
    pub fn get(&self, index: usize) -> Option<Cow<'_, Record>> {
        match &self.0 {
            Kept::Read(records) => records.get(index).map(Cow::Borrowed),
            Kept::Placed(placed) => placed.record(index).map(Cow::Owned),
        }
    }

    /// The last record.
    pub fn last(&self) -> Option<Cow<'_, Record>> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The line of the last record.
    pub fn last_line(&self) -> Option<usize> {
        match &self.0 {
            Kept::Read(records) => records.last().map(|record| record.line),
            Kept::Placed(placed) => {
                let row = placed.rows.last()?;
                Some(placed.captures[placed.source as usize].line_at(row.start as usize))
            }
        }
    }

    /// The line of a label above rows kept as places whose value somebody hid: nobody knows which key it is.
    pub(super) fn hidden_label(&self, definition: &Definition) -> Option<usize> {
        let Kept::Placed(placed) = &self.0 else { return None };
        let labels = placed.parts.iter().flat_map(|part| part.labels.iter());
        let is_hidden = |name: &str, cell: &Cell| broken::tells_no_key(definition, name, &cell.value.text());
        let mut hidden = labels.filter(|(name, cell)| definition.key.contains(name) && is_hidden(name, cell));
        hidden.next().map(|(_, cell)| cell.place.line as usize)
    }

    /// The field names of all records, in the order printed.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for record in self.iter() {
            let masked = record.misfits.iter().map(|misfit| &misfit.field);
            for name in record.fields.iter().map(|(name, _)| name).chain(masked) {
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
        }
        names
    }

    /// The field names that its headings and labels give, also of cells that are blank; without a look at the rows where
    /// they are kept as places.
    pub(crate) fn headed(&self) -> Vec<String> {
        let Kept::Placed(placed) = &self.0 else { return self.names() };
        let labels = placed.parts.iter().flat_map(|part| part.labels.iter().map(|(name, _)| name));
        let of = |slot: &'_ Slot| if slot.splits.is_empty() { vec![slot.name.clone()] } else { slot.splits.clone() };
        let mut names: Vec<String> = labels.cloned().chain(placed.slots.iter().flat_map(of)).collect();
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// A record for each set of fields that records of the answer have, and others where only reading them tells which they
    /// have.
    pub(crate) fn of_each_shape(&self) -> impl Iterator<Item = Record<&str>> {
        let (mut seen, mut last) = (HashSet::default(), None);
        // Most records have the fields of the one before.
        let mut is_other = move |shape| last.replace(shape) != Some(shape) && seen.insert(shape);
        let is_new = move |&index: &usize| match &self.0 {
            Kept::Read(_) => true,
            Kept::Placed(placed) => placed.shape(index).is_none_or(&mut is_other),
        };
        (0..self.len()).filter(is_new).filter_map(|index| self.borrowed(index))
    }

    /// The values of a field, each with the index of its record; without a look at other cells where that is possible.
    pub(crate) fn texts<'r>(&'r self, name: &'r str) -> impl Iterator<Item = (usize, Cow<'r, str>)> {
        let of_record = move |index: usize| {
            let record = self.get(index)?;
            record.cell(name).map(|cell| cell.value.text().into())
        };
        let is_it = |slot: &Slot| slot.fields().iter().any(|field| field == name);
        let slot = match &self.0 {
            Kept::Read(_) => None,
            Kept::Placed(placed) => placed.slots.iter().position(is_it),
        };
        let told = move |index: usize| match &self.0 {
            Kept::Read(_) => of_record(index),
            Kept::Placed(placed) => placed.text(index, (name, slot)).unwrap_or_else(|| of_record(index)),
        };
        let is_label =
            |placed: &Placed| placed.parts.iter().any(|part| part.labels.iter().any(|(label, _)| label == name));
        // A WWPN stands in the place of an address.
        let is_absent = |placed: &Placed| slot.is_none() && name != cells::WWPN && !is_label(placed);
        let count = if matches!(&self.0, Kept::Placed(placed) if is_absent(placed)) { 0 } else { self.len() };
        (0..count).filter_map(move |index| Some((index, told(index)?)))
    }

    /// The record with this index with its names borrowed, for who takes its cells alone.
    pub(crate) fn borrowed(&self, index: usize) -> Option<Record<&str>> {
        match &self.0 {
            Kept::Read(records) => records.get(index).map(Record::borrowed),
            Kept::Placed(placed) => placed.record(index),
        }
    }

    /// The records cell by cell, where none of them reads otherwise than it was captured, and none can be a mask.
    pub(crate) fn in_place(&self) -> Option<InPlace> {
        match &self.0 {
            Kept::Placed(placed) if placed.capture().is_clear() => Some(InPlace::of(placed)),
            _ => None,
        }
    }

    /// The records one after another.
    pub fn iter(&self) -> impl Iterator<Item = Cow<'_, Record>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

impl<'a> IntoIterator for &'a Records {
    type Item = Cow<'a, Record>;
    type IntoIter = Box<dyn Iterator<Item = Cow<'a, Record>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl Default for Records {
    fn default() -> Self {
        Self(Kept::Read(Arc::default()))
    }
}

impl From<Vec<Record>> for Records {
    fn from(records: Vec<Record>) -> Self {
        Self(Kept::Read(Arc::new(records)))
    }
}

impl From<Placed> for Records {
    fn from(placed: Placed) -> Self {
        Self(Kept::Placed(Arc::new(placed)))
    }
}

impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Records {}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Records of which every cell stands on one line, in plain text.
pub(super) struct Placed {
    /// The captures of the target.
    pub(super) captures: Arc<Vec<Capture>>,
    /// Index of the capture.
    pub(super) source: u32,
    /// The columns from left to right; the first `groups` are told once for several records.
    pub(super) slots: Arc<[Slot]>,
    /// How many of them are.
    pub(super) groups: usize,
    /// The tables that the answer is made of.
    pub(super) parts: Vec<Part>,
    /// The records.
    pub(super) rows: Vec<Row>,
    /// The cells of each record behind its group columns, one for each slot.
    pub(super) cells: Vec<Span>,
    /// The cells of the group columns, as many for each group.
    pub(super) group_cells: Vec<Run>,
    /// The shapes of the records, once somebody asked for one.
    pub(super) shapes: OnceLock<Vec<Option<Shape>>>,
}

/// A heading with the records below it.
pub(super) struct Part {
    /// Index of its first record.
    pub(super) first: usize,
    /// Fields told above the heading.
    pub(super) labels: Vec<(String, Cell)>,
    /// Lines of the heading.
    pub(super) heading: Arc<[usize]>,
}

/// Where a record stands.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Byte of the text at which the first line of the record starts.
    pub(super) start: u32,
    /// Index of its group.
    pub(super) group: u32,
}

/// A cell, counted from the start of its record; without length where it is blank.
#[derive(Clone, Copy)]
pub(super) struct Span {
    pub(super) from: u16,
    pub(super) length: u16,
}

/// A cell, counted from the start of the text.
#[derive(Clone, Copy, Default)]
pub(super) struct Run {
    pub(super) from: u32,
    pub(super) length: u32,
}

impl Placed {
    fn record<'p, N: From<&'p str> + AsRef<str>>(&'p self, index: usize) -> Option<Record<N>> {
        let row = self.rows.get(index)?;
        let capture = self.capture();
        let line = capture.line_at(row.start as usize);
        let part = self.part(index)?;
        let mut fields = Vec::with_capacity(part.labels.len() + self.slots.len() + 2);
        fields.extend(part.labels.iter().map(|(name, cell)| (N::from(name), cell.clone())));
        let mut own = PlacedLine::of(capture, line);
        for (slot, run) in self.slots.iter().zip(self.runs(index, row)) {
            if run.length == 0 {
                fields.extend(records::blank_fields(slot, line));
            } else {
                self.add(&mut fields, slot, run, &mut own);
            }
        }
        let record = Record { fields, line, heading: Arc::clone(&part.heading), misfits: Vec::new() };
        Some(if self.may_be_masked(index, row, part) { record.without_masks() } else { record })
    }

    /// Adds the fields of a cell; `own`: the line of the cell before, and then of this one.
    fn add<'p, N: From<&'p str>>(
        &'p self,
        fields: &mut Vec<(N, Cell)>,
        slot: &'p Slot,
        run: Run,
        own: &mut PlacedLine<'p>,
    ) {
        if slot.kind == Kind::Targets {
            return self.add_list(fields, slot, run);
        }
        if !own.holds(run) {
            let capture = self.capture();
            *own = PlacedLine::of(capture, capture.line_at(run.from as usize));
        }
        let plain = own.plain(run, self.source);
        if plain.is_none_or(|(text, place)| !cells::add_plain(fields, slot, text, place)) {
            let part = own.part(run);
            let words = part.words();
            let _ = cells::add(fields, slot, &[part.piece(&words, self.source)], &[]);
        }
    }

    fn capture(&self) -> &Capture {
        &self.captures[self.source as usize]
    }

    /// Whether a cell of the record may be a mask. Its own lines are looked through together.
    fn may_be_masked(&self, index: usize, row: &Row, part: &Part) -> bool {
        if self.capture().is_clear() {
            return false;
        }
        let text = self.capture().text();
        let cell = |run: Run| &text[run.from as usize..(run.from + run.length) as usize];
        let own = (self.groups..self.slots.len()).map(|slot| self.run(index, row, slot));
        let end = own.map(|run| run.from + run.length).max().unwrap_or(row.start);
        let mut groups = (0..self.groups).map(|slot| cell(self.run(index, row, slot)));
        holds_sign_of_mask(&text[row.start as usize..end as usize])
            || groups.any(holds_sign_of_mask)
            || part.labels.iter().any(|(_, cell)| is_masked_cell(cell))
    }

    /// Adds the field of a cell that stands on several lines, one below the other.
    fn add_list<'p, N: From<&'p str>>(&'p self, fields: &mut Vec<(N, Cell)>, slot: &'p Slot, run: Run) {
        let capture = self.capture();
        let (first, last) = (capture.line_at(run.from as usize), capture.line_at((run.from + run.length - 1) as usize));
        if let Some(cell) = self.plain_list(run, (first, last)) {
            return fields.push((N::from(&slot.name), cell));
        }
        let lines: Vec<PlacedLine<'_>> = (first..=last).map(|number| PlacedLine::of(capture, number)).collect();
        let parts: Vec<_> = lines.iter().map(|line| line.part(run)).collect();
        let words: Vec<_> = parts.iter().map(LinePart::words).collect();
        let pieces: Vec<Piece<'_>> =
            parts.iter().zip(&words).map(|(part, words)| part.piece(words, self.source)).collect();
        let _ = cells::add(fields, slot, &pieces, &[]);
    }

    /// The list on these lines, where each reads as it was captured.
    fn plain_list(&self, run: Run, (first, last): (usize, usize)) -> Option<Cell> {
        let capture = self.capture();
        let mut list = PlainList::default();
        for number in first..=last {
            let (text, from) = PlacedLine::of(capture, number).unchanged(run)?;
            list.add(text, (self.source, number, from))?;
        }
        list.cell()
    }

    /// The value of a field of a record, which this slot tells if any does, `Some(None)` where it has none; `None` where only reading
    /// the record tells it.
    fn text(&self, index: usize, (name, slot): (&str, Option<usize>)) -> Option<Option<Cow<'_, str>>> {
        let row = self.rows.get(index)?;
        if let Some((_, cell)) = self.part(index)?.labels.iter().find(|(label, _)| label == name) {
            return (!is_masked_cell(cell)).then(|| Some(cell.value.as_text()));
        }
        let Some(at) = slot else {
            // A WWPN stands in the place of an address.
            return if name == "wwpn" { None } else { Some(None) };
        };
        let run = self.run(index, row, at);
        let text = &self.capture().text()[run.from as usize..][..run.length as usize];
        cells::field(&self.slots[at], text, (name, self.capture().is_clear())).map(|text| Some(Cow::Borrowed(text)))
    }

    /// The table that a record stands in.
    fn part(&self, index: usize) -> Option<&Part> {
        match self.parts.as_slice() {
            [only] => Some(only),
            parts => parts.get(parts.partition_point(|part| part.first <= index).checked_sub(1)?),
        }
    }

    /// The cell of a record in a slot.
    fn run(&self, index: usize, row: &Row, slot: usize) -> Run {
        let Some(own) = slot.checked_sub(self.groups) else {
            return self.group_cells[row.group as usize * self.groups + slot];
        };
        let span = self.cells[index * (self.slots.len() - self.groups) + own];
        Run { from: row.start + u32::from(span.from), length: u32::from(span.length) }
    }

    /// The cells of a record from left to right.
    fn runs(&self, index: usize, row: &Row) -> impl Iterator<Item = Run> {
        (0..self.slots.len()).map(move |slot| self.run(index, row, slot))
    }
}
