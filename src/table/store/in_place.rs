//! Records that are kept as places, cell by cell: for who asks for few of their cells.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use super::super::answer::Cell;
use super::super::slot::Slot;
use super::super::{Value, cells, records};
use super::placed_line::PlacedLine;
use super::{Placed, Row};
use crate::source::Place;

/// What is the same for all records that have the same fields: the table they stand in, and two bits a column.
pub(crate) type Shape = (usize, u64);

/// Records of which each cell is told by nothing but its own characters.
#[derive(Clone)]
pub(crate) struct InPlace(Arc<Placed>);

/// Where a record has a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Field {
    /// In the label with this index above its table.
    Label(usize),
    /// In a slot, of whose fields it has this index.
    Slot(usize, usize),
}

impl InPlace {
    pub(super) fn of(placed: &Arc<Placed>) -> Self {
        Self(Arc::clone(placed))
    }

    /// Which fields a record has; `None` where only reading it tells that.
    pub(crate) fn shape(&self, index: usize) -> Option<Shape> {
        self.0.shape(index)
    }

    /// The fields of records of a shape in the order printed, each with its name.
    pub(crate) fn fields(&self, (part, shapes): Shape) -> Vec<(&str, Field)> {
        let part = part.checked_sub(1).and_then(|at| self.0.parts.get(at));
        let labels = part.iter().flat_map(|part| &part.labels).enumerate();
        let labels = labels.map(|(at, (name, _))| (name.as_str(), Field::Label(at)));
        let count = self.0.slots.len();
        let of_slot = |(at, slot)| {
            let names = named(slot, shapes >> (2 * (count - 1 - at)) & 3);
            names.into_iter().enumerate().map(move |(nth, name)| (name, Field::Slot(at, nth)))
        };
        labels.chain(self.0.slots.iter().enumerate().flat_map(of_slot)).collect()
    }

    /// The lines of the heading above records of a shape.
    pub(crate) fn heading(&self, (part, _): Shape) -> Option<&Arc<[usize]>> {
        self.0.parts.get(part.checked_sub(1)?).map(|part| &part.heading)
    }

    /// A cell of a record.
    pub(crate) fn cell(&self, index: usize, field: Field) -> Option<Cell> {
        let row = self.0.rows.get(index)?;
        let (slot, nth) = match field {
            Field::Label(at) => return self.0.part(index)?.labels.get(at).map(|(_, cell)| cell.clone()),
            Field::Slot(slot, nth) => (slot, nth),
        };
        let plain = self.0.plain_cell(index, row, (slot, nth));
        plain.or_else(|| self.0.fields_of(index, row, slot).into_iter().nth(nth).map(|(_, cell)| cell))
    }

    /// Its text, where that is plainly what stands there.
    pub(crate) fn text(&self, index: usize, field: Field) -> Option<Cow<'_, str>> {
        let row = self.0.rows.get(index)?;
        let (at, nth) = match field {
            Field::Label(at) => return self.0.part(index)?.labels.get(at).map(|(_, cell)| cell.value.as_text()),
            Field::Slot(slot, nth) => (slot, nth),
        };
        let (slot, run) = (self.0.slots.get(at)?, self.0.run(index, row, at));
        let text = &self.0.capture().text()[run.from as usize..][..run.length as usize];
        cells::clear_field(slot, text, nth).map(Cow::Borrowed)
    }
}

impl fmt::Debug for InPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} records", self.0.rows.len())
    }
}

/// The names of the fields in a slot, by the two bits of its shape.
fn named(slot: &Slot, shape: u64) -> Vec<&str> {
    match shape {
        0 => records::blank_names(slot).iter().map(String::as_str).collect(),
        1 if slot.splits.is_empty() => vec![&slot.name],
        1 => vec![cells::WWPN],
        2 => slot.splits.first().map(String::as_str).into_iter().collect(),
        _ => slot.splits.iter().map(String::as_str).collect(),
    }
}

impl Placed {
    /// The shape of a record; those of all are found out together.
    pub(super) fn shape(&self, index: usize) -> Option<Shape> {
        let shapes = self.shapes.get_or_init(|| (0..self.rows.len()).map(|index| self.shape_of(index)).collect());
        shapes.get(index).copied().flatten()
    }

    fn shape_of(&self, index: usize) -> Option<Shape> {
        let (text, is_clear) = (self.capture().text(), self.capture().is_clear());
        let row = self.rows.get(index)?;
        let part = self.parts.partition_point(|part| part.first <= index);
        let (mut shapes, mut end) = (0, row.start as usize);
        for (at, (slot, run)) in self.slots.iter().zip(self.runs(index, row)).enumerate() {
            let (from, to) = (run.from as usize, (run.from + run.length) as usize);
            let cell = &text[from..to];
            // The cells of the record's own lines are looked through together.
            if !is_clear && at < self.groups && cells::may_be_masked(cell) {
                return None;
            }
            end = if at < self.groups { end } else { end.max(to) };
            shapes = shapes << 2 | if cell.is_empty() { 0 } else { cells::shape(slot, cell)? };
        }
        let own = &text[row.start as usize..end];
        (is_clear || !cells::may_be_masked(own) || self.is_told(index, row)).then_some((part, shapes))
    }

    /// Whether each cell of a record is plainly what stands there, and none is a mask.
    fn is_told(&self, index: usize, row: &Row) -> bool {
        let mut cells = (self.groups..self.slots.len()).map(|at| (&self.slots[at], self.run(index, row, at)));
        cells
            .all(|(slot, run)| cells::is_told(slot, &self.capture().text()[run.from as usize..][..run.length as usize]))
    }

    /// The cell of a field that is plainly what stands there.
    fn plain_cell(&self, index: usize, row: &Row, (at, nth): (usize, usize)) -> Option<Cell> {
        let (slot, run, capture) = (self.slots.get(at)?, self.run(index, row, at), self.capture());
        let (from, text) = (run.from as usize, &capture.text()[run.from as usize..][..run.length as usize]);
        let value = cells::clear_field(slot, text, nth)?;
        let line = capture.line_at(from);
        let before = if nth == 0 { 0 } else { text.len() - value.len() };
        let column = from - capture.line_start(line) + before + 1;
        let (column, length) = (column as u32, value.len() as u32);
        let place = Place { source: self.source, line: line as u32, column, length };
        Some(Cell { value: Value::Text(value.into()), place, parts: Vec::new() })
    }

    /// The fields of a record in a slot.
    fn fields_of(&self, index: usize, row: &Row, at: usize) -> Vec<(&str, Cell)> {
        let (Some(slot), run) = (self.slots.get(at), self.run(index, row, at)) else { return Vec::new() };
        let capture = self.capture();
        if run.length == 0 {
            return records::blank_fields(slot, capture.line_at(row.start as usize));
        }
        let mut fields = Vec::with_capacity(2);
        let mut line = PlacedLine::of(capture, capture.line_at(run.from as usize));
        self.add(&mut fields, slot, run, &mut line);
        fields
    }
}
