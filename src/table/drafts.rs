//! Which lines make a record: the readings of lines gathered, with what makes a record doubtful.

use super::align::Alignment;
use super::heading::Heading;
use super::records::TroubleKind;
use super::rows::{self, Reading, Step};
use super::slot::Slot;
use super::word::Word;

/// The lines of one record.
#[derive(Clone, Default)]
pub(super) struct Draft {
    /// For each slot the rows and words of its cell.
    pub(super) cells: Vec<Vec<(usize, usize, usize)>>,
    /// Its first row.
    pub(super) first_row: usize,
    /// The slot of its last cell.
    pub(super) last_slot: usize,
    /// Whether it can be read in several ways.
    pub(super) ambiguous: bool,
    /// A word of it stands under no heading.
    strays: bool,
    /// The group columns before its first cell cannot be told.
    pub(super) orphan: bool,
    /// A line behind it cannot be read, which may be a part of it.
    pub(super) torn: bool,
    /// It goes on behind that line.
    pub(super) split: bool,
    /// Its last line, at the left, goes on with its last cell: that may be the beginning of another record.
    pub(super) glued: bool,
}

impl Draft {
    /// Whether cells are missing that cannot be blank.
    pub(super) fn is_half(&self, slots: &[Slot]) -> bool {
        !rows::is_finished(slots, self.last_slot)
    }

    /// Why its record is not certain although all of its cells could be read; `lines` rows are in the table.
    pub(super) fn doubt(&self, heading: &Heading, lines: usize) -> Option<TroubleKind> {
        if heading.untyped && self.strays {
            return Some(TroubleKind::Unfit);
        }
        // The last record of a cut text still tells what it holds.
        let told = self.cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_lost = self.first_row + 1 < lines || self.torn || told < 3;
        (self.is_half(&heading.slots) && is_lost).then_some(TroubleKind::Half)
    }

    fn take(&mut self, row: usize, alignment: &Alignment) {
        for &(slot, from, to) in &alignment.cells {
            self.cells[slot].push((row, from, to));
            self.last_slot = slot;
        }
    }
}

/// What a line without types may cost: more, and a word stands under no heading.
const STRAY: u32 = 6;

/// Whether a cell of several words reaches below the heading of the next column.
fn runs_over(alignment: &Alignment, slots: &[Slot], line: &[Word<'_>]) -> bool {
    alignment.cells.iter().any(|&(slot, from, to)| {
        let next = slots.get(slot + 1).and_then(|next| next.offset);
        to - from > 1 && next.is_some_and(|next| line[to - 1].end > next)
    })
}

/// Gathers the readings of `lines` to records; `trouble` is told of rows that cannot be read.
pub(super) fn gather(
    readings: &[Reading],
    slots: &[Slot],
    lines: &[rows::Row<'_>],
    trouble: &mut dyn FnMut(TroubleKind, usize),
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut groups_known = readings.first().is_none_or(|reading| starts_at_left(&reading.step));
    let is_exact = readings.iter().any(is_exact_row);
    for (row, reading) in readings.iter().enumerate() {
        let alignment = match &reading.step {
            Step::PassedOver => {
                trouble(TroubleKind::Unfit, row);
                let is_prose = is_prose(&lines[row].0);
                groups_known &= is_prose || is_arrow(&lines[row].0);
                tear(drafts.last_mut().filter(|_| !is_prose));
                continue;
            }
            Step::New(alignment) | Step::Abrupt(alignment) => {
                groups_known |= starts_at_left(&reading.step);
                let mut draft = begin(drafts.last(), alignment, slots, row);
                draft.ambiguous = !lines[row].1 && is_behind_gap(readings, row);
                draft.orphan = !starts_at_left(&reading.step) && (!groups_known || row == 0);
                if is_exact && is_strange_group(alignment, slots, &lines[row]) {
                    (draft.ambiguous, groups_known) = (true, false);
                }
                drafts.push(draft);
                alignment
            }
            Step::GoesOn(alignment) => alignment,
        };
        let Some(draft) = drafts.last_mut() else { continue };
        draft.glued = is_glued(&reading.step, draft, &lines[row].0);
        draft.ambiguous |= reading.ambiguous;
        draft.strays |= alignment.cost > STRAY || runs_over(alignment, slots, &lines[row].0);
        draft.split |= draft.torn;
        draft.take(row, alignment);
    }
    drafts
}

/// A record that begins at `row`, with the group columns of the one before.
fn begin(before: Option<&Draft>, alignment: &Alignment, slots: &[Slot], row: usize) -> Draft {
    let first = alignment.cells.first().map_or(0, |cell| cell.0);
    let mut cells = before.map(|before| before.cells[..first].to_vec()).unwrap_or_default();
    cells.resize(slots.len(), Vec::new());
    Draft { cells, first_row: row, ..Draft::default() }
}

fn starts_at_left(step: &Step) -> bool {
    let (Step::New(alignment) | Step::Abrupt(alignment)) = step else { return false };
    alignment.cells.first().is_some_and(|cell| cell.0 == 0)
}

fn tear(draft: Option<&mut Draft>) {
    draft.into_iter().for_each(|draft| draft.torn = true);
}

/// Whether the line above cannot be read; where no places are seen, a row below it may be its rest.
fn is_behind_gap(readings: &[Reading], row: usize) -> bool {
    row.checked_sub(1).is_some_and(|above| readings[above].step == Step::PassedOver)
}

/// A row that stands just in its columns.
fn is_exact_row(reading: &Reading) -> bool {
    let (Step::New(alignment) | Step::GoesOn(alignment)) = &reading.step else { return false };
    alignment.cost == 0 && alignment.cells.len() > 2
}

/// A word alone, beside the column of the groups, where other rows stand just in their columns: perhaps somebody's remark.
fn is_strange_group(alignment: &Alignment, slots: &[Slot], (line, placed): &rows::Row<'_>) -> bool {
    let [(slot, _, _)] = alignment.cells[..] else { return false };
    *placed && slots[slot].group && line.len() == 1 && slots[slot].offset != Some(line[0].start)
}

/// Whether the line goes on, at the left, with the very cell that the line before ended in.
fn is_glued(step: &Step, draft: &Draft, line: &[Word<'_>]) -> bool {
    let Step::GoesOn(alignment) = step else { return false };
    let is_same = alignment.cells.first().is_some_and(|cell| cell.0 <= draft.last_slot);
    is_same && line.first().is_some_and(|first| first.start == 0)
}

/// An arrow that somebody drew: no group's name begins so.
fn is_arrow(line: &[Word<'_>]) -> bool {
    line.len() > 1
        && line.first().is_some_and(|first| ["<-", "<=", "\u{2190}"].iter().any(|arrow| first.text.starts_with(arrow)))
}

/// A sentence between rows, which cannot be a group's line.
fn is_prose(line: &[Word<'_>]) -> bool {
    let is_plain = |word: &&Word<'_>| word.text.trim_end_matches(['.', ',']).chars().all(|c| c.is_ascii_alphabetic());
    line.len() >= 4
        && line[1..].iter().all(|word| word.gap <= 2)
        && line.iter().filter(is_plain).count() * 10 >= line.len() * 7
}
