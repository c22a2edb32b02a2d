//! Which lines make a record: the readings of lines gathered, with what makes a record doubtful.

use super::Kind;
use super::blocks::{self, Reading, Row, Step};
use super::heading::Heading;
use super::records::TroubleKind;
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
    /// For each slot whether its cell can be read in several ways.
    pub(super) unsure: Vec<bool>,
    /// For each slot whether a word that is no value of it stands in its place.
    pub(super) misfit: Vec<bool>,
    /// A word of it stands under no heading.
    strays: bool,
    /// The group columns before its first cell cannot be told.
    pub(super) orphan: bool,
    /// A line behind it cannot be read, which may be a part of it.
    pub(super) torn: bool,
    /// The first line behind it that cannot be read.
    pub(super) unread: Option<usize>,
    /// It goes on behind that line.
    pub(super) split: bool,
    /// Its last line, at the left, goes on with its last cell: that may be the beginning of another record.
    pub(super) glued: bool,
}

impl Draft {
    /// Whether more than its keys are told.
    fn is_told(&self, slots: &[Slot]) -> bool {
        self.cells.iter().zip(slots).any(|(cells, slot)| !slot.key && cells.iter().any(|cell| cell.0 == self.first_row))
    }

    /// Whether cells are missing that cannot be blank.
    pub(super) fn is_half(&self, slots: &[Slot]) -> bool {
        !blocks::is_finished(slots, self.last_slot)
    }

    /// Why its record is not certain although all of its cells could be read; `lines` are the table's.
    pub(super) fn doubt(&self, heading: &Heading, lines: &[blocks::Row<'_>]) -> Option<TroubleKind> {
        if heading.untyped && self.strays {
            return Some(TroubleKind::Unfit);
        }
        // The last record of a cut text still tells what it holds.
        let told = self.cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_early = || self.ends_in_place(&heading.slots, lines);
        let is_lost = self.first_row + 1 < lines.len() && !is_early() || self.torn || told < 3;
        (self.is_half(&heading.slots) && is_lost).then_some(TroubleKind::Half)
    }

    /// Whether all words of its last line stand where columns begin, or end that are set to the right: behind them nothing was moved.
    fn ends_in_place(&self, slots: &[Slot], lines: &[blocks::Row<'_>]) -> bool {
        let Some((row, ..)) = self.cells[self.last_slot].last() else { return false };
        let (words, placed) = &lines[*row];
        let holds = |run: &[Word<'_>], slot: &Slot| {
            let start = run[0].start;
            let is_left = slot.offset.is_some_and(|at| at == start || at + slot.text_indent(run[0].text) == start);
            is_left || slot.right && slot.offset.is_some() && run.last().is_some_and(|last| last.end == slot.end())
        };
        let mut runs = words.chunk_by(|_, next| next.gap == 1);
        *placed && runs.all(|run| slots.iter().any(|slot| holds(run, slot)))
    }

    fn take(&mut self, row: usize, reading: &Reading) {
        for cell in &reading.cells {
            self.cells[cell.slot].push((row, cell.from, cell.to));
            self.last_slot = self.last_slot.max(cell.slot);
            self.unsure[cell.slot] |= !(cell.sure && reading.sure);
            self.misfit[cell.slot] |= cell.is_misfit;
        }
        reading.rivals.iter().for_each(|&slot| self.unsure[slot] = true);
    }
}

/// What a line without types may cost: more, and a word stands under no heading.
const STRAY: u32 = 6;

/// Whether a cell of several words reaches below the heading of the next column.
fn runs_over(reading: &Reading, slots: &[Slot], line: &[Word<'_>]) -> bool {
    reading.cells.iter().any(|cell| {
        let next = slots.get(cell.slot + 1).and_then(|next| next.offset);
        cell.to - cell.from > 1 && next.is_some_and(|next| line[cell.to - 1].end > next)
    })
}

/// Lines with their readings, on their way to records.
pub(super) struct Gathering<'a> {
    /// What each line is.
    pub(super) readings: &'a [Reading],
    /// The columns.
    pub(super) slots: &'a [Slot],
    /// The lines.
    pub(super) lines: &'a [Row<'a>],
    /// Which lines are somebody's sentences.
    pub(super) said: &'a [bool],
    /// Which lines stand below an empty one that is no usual one.
    pub(super) parted: &'a [bool],
}

impl Gathering<'_> {
    /// Why a line was passed over.
    fn of_passed_over(&self, row: usize) -> TroubleKind {
        match (self.said[row], self.readings[row].is_given_up) {
            (true, _) => TroubleKind::Said,
            (false, true) => TroubleKind::GivenUp,
            (false, false) => TroubleKind::Unfit,
        }
    }

    /// Gathers the readings to records; `trouble` is told of rows that cannot be read.
    pub(super) fn drafts(&self, trouble: &mut dyn FnMut(TroubleKind, usize)) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        let mut groups_known = self.readings.first().is_none_or(Reading::starts_at_left);
        let is_exact = self.readings.iter().any(is_exact_row);
        let is_repeated = self.repeats_groups();
        for (row, reading) in self.readings.iter().enumerate() {
            match reading.step {
                Step::PassedOver => {
                    trouble(self.of_passed_over(row), row);
                    groups_known &= self.pass(drafts.last_mut(), row);
                    continue;
                }
                Step::New | Step::Abrupt => {
                    let is_known = groups_known && !is_repeated && !self.may_lack_group(row);
                    groups_known = is_known || reading.starts_at_left();
                    let mut draft = self.begun(&mut drafts, row, groups_known);
                    if is_exact && is_strange_group(reading, self.slots, &self.lines[row]) {
                        (draft.ambiguous, groups_known) = (true, false);
                    }
                    drafts.push(draft);
                }
                Step::GoesOn => {}
            }
            self.doubt_full(&mut drafts, row);
            drafts.last_mut().into_iter().for_each(|draft| self.go_on(draft, row));
        }
        drafts
    }

    /// Whether an empty line stands where ONTAP prints none: it may have told the group.
    fn may_lack_group(&self, row: usize) -> bool {
        let has_entries = self.slots.iter().any(|slot| slot.kind == Kind::ServiceAddresses);
        self.slots[0].group && self.parted[row] && !has_entries
    }

    /// Whether rows tell the group that the row above has told: ONTAP prints it in each of them, and leaves none blank.
    fn repeats_groups(&self) -> bool {
        let group = |row: usize| {
            let cells = &self.readings[row].cells;
            let first = cells.first().filter(|_| self.readings[row].starts_at_left() && cells.len() > 1)?;
            Some(&self.lines[row].0[first.from..first.to])
        };
        let is_same = |row: &usize| match (group(row - 1), group(*row)) {
            (Some(above), Some(own)) => above.iter().map(|word| word.text).eq(own.iter().map(|word| word.text)),
            _ => false,
        };
        self.slots[0].group && (1..self.readings.len()).any(|row| is_same(&row))
    }

    /// Keeps with the record above that a line below it cannot be read; tells whether the group of what follows is known.
    fn pass(&self, above: Option<&mut Draft>, row: usize) -> bool {
        let is_prose = self.said[row] || is_prose(&self.lines[row].0);
        if let Some(above) = above.filter(|_| !is_prose) {
            above.torn = true;
            above.unread.get_or_insert(row);
        }
        is_prose || is_arrow(&self.lines[row].0)
    }

    /// The record that a line begins.
    fn begun(&self, drafts: &mut [Draft], row: usize, groups_known: bool) -> Draft {
        let reading = &self.readings[row];
        // Where it may go on with the record above, that one may have more.
        if let Some(above) = drafts.last_mut().filter(|_| !reading.sure) {
            reading.rivals.iter().for_each(|&slot| above.unsure[slot] = true);
        }
        let draft = begin(drafts.last(), reading, self.slots, row);
        Draft {
            ambiguous: !self.lines[row].1 && is_behind_gap(self.readings, row),
            orphan: !reading.starts_at_left() && (!groups_known || row == 0),
            ..draft
        }
    }

    /// Takes from a word alone below one that fills its column the certainty of both.
    fn doubt_full(&self, drafts: &mut [Draft], row: usize) {
        let reading = &self.readings[row];
        let full = full_above(reading, self.slots, self.lines, row);
        let count = if reading.step == Step::GoesOn { 1 } else { 2 };
        for draft in drafts.iter_mut().rev().take(count) {
            full.iter().for_each(|&slot| draft.unsure[slot] = true);
        }
    }

    /// Whether a list of addresses goes on although no comma ends what stands above: its line may be another record's.
    fn goes_on_unparted(&self, draft: &Draft, reading: &Reading) -> bool {
        let is_open = |&(row, _, to): &(usize, usize, usize)| self.lines[row].0[to - 1].text.ends_with(',');
        reading.cells.iter().any(|cell| {
            let is_list = self.slots[cell.slot].kind == Kind::Addresses;
            is_list && cell.goes_on && draft.cells[cell.slot].last().is_some_and(|last| !is_open(last))
        })
    }

    /// Takes the cells of a line into its record.
    fn go_on(&self, draft: &mut Draft, row: usize) {
        let (reading, line) = (&self.readings[row], &self.lines[row].0);
        // What goes on behind a line that cannot be read may be that line's.
        let is_stranger = reading.step == Step::GoesOn && is_behind_gap(self.readings, draft.first_row);
        draft.ambiguous |= is_stranger && !draft.is_told(self.slots);
        draft.glued = is_glued(reading, draft, line);
        draft.ambiguous |= !reading.sure || self.goes_on_unparted(draft, reading);
        draft.strays |= reading.cost > STRAY || runs_over(reading, self.slots, line);
        draft.split |= draft.torn;
        draft.take(row, reading);
    }
}

/// The columns of a line that holds a word alone just below one that fills its column: ONTAP may have broken it there.
fn full_above(reading: &Reading, slots: &[Slot], lines: &[Row<'_>], row: usize) -> Vec<usize> {
    let ([cell], Some(above)) = (&reading.cells[..], row.checked_sub(1)) else { return Vec::new() };
    let (slot, word) = (&slots[cell.slot], &lines[row].0[cell.from]);
    let fills = |other: &&Word<'_>| {
        slot.offset == Some(other.start) && other.width() == slot.width && !other.has_break_inside()
    };
    let is_full = lines[row].1 && slot.offset == Some(word.start) && lines[above].0.iter().any(|word| fills(&word));
    // ONTAP broke the name at its mark: the rest is here.
    let is_rest = cell.goes_on && lines[above].0.iter().any(|other| other.start == word.start && other.ends_at_break());
    if is_full && !is_rest && cell.to - cell.from == 1 && word.end - word.start <= slot.width {
        vec![cell.slot]
    } else {
        Vec::new()
    }
}

/// A record that begins at `row`, with the group columns of the one before.
fn begin(before: Option<&Draft>, reading: &Reading, slots: &[Slot], row: usize) -> Draft {
    let first = reading.cells.first().map_or(0, |cell| cell.slot);
    let mut cells = before.map(|before| before.cells[..first].to_vec()).unwrap_or_default();
    let mut unsure = before.map(|before| before.unsure[..first].to_vec()).unwrap_or_default();
    let mut misfit = before.map(|before| before.misfit[..first].to_vec()).unwrap_or_default();
    cells.resize(slots.len(), Vec::new());
    unsure.resize(slots.len(), false);
    misfit.resize(slots.len(), false);
    Draft { cells, unsure, misfit, first_row: row, ..Draft::default() }
}

/// Whether the line above cannot be read; where no places are seen, a row below it may be its rest.
fn is_behind_gap(readings: &[Reading], row: usize) -> bool {
    row.checked_sub(1).is_some_and(|above| readings[above].step == Step::PassedOver)
}

/// A row that stands just in its columns.
fn is_exact_row(reading: &Reading) -> bool {
    matches!(reading.step, Step::New | Step::GoesOn) && reading.cost == 0 && reading.cells.len() > 2
}

/// A word alone, beside the column of the groups, where other rows stand just in their columns: perhaps somebody's remark.
fn is_strange_group(reading: &Reading, slots: &[Slot], (line, placed): &Row<'_>) -> bool {
    let [cell] = reading.cells[..] else { return false };
    *placed && slots[cell.slot].group && line.len() == 1 && slots[cell.slot].offset != Some(line[0].start)
}

/// Whether the line goes on, at the left, with the very cell that the line before ended in.
fn is_glued(reading: &Reading, draft: &Draft, line: &[Word<'_>]) -> bool {
    let is_same = reading.cells.first().is_some_and(|cell| cell.slot <= draft.last_slot);
    reading.step == Step::GoesOn && is_same && line.first().is_some_and(|first| first.start == 0)
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
