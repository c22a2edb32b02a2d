//! The rows below one heading to records.

use std::sync::Arc;

use super::align::Alignment;
use super::answer::{Cell, Record};
use super::body::Item;
use super::cells::{self, Piece};
use super::heading::Heading;
use super::rows::{self, Reading, Step};
use super::slot::Slot;
use super::word::{Word, words};

/// What is wrong with a table, and at which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    /// What is wrong.
    pub(super) kind: TroubleKind,
    /// Line number.
    pub(super) line: usize,
}

/// What is wrong with a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TroubleKind {
    /// A record lacks cells.
    Half,
    /// Dots stand for rows that somebody left out.
    LeftOut,
    /// A heading has no row.
    Bare,
    /// A line fits no column.
    Unfit,
    /// A line can be read in two ways.
    Ambiguous,
}

/// What a table gave.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// The records.
    pub(super) records: Vec<Record>,
    /// What is wrong.
    pub(super) troubles: Vec<Trouble>,
}

/// What holds for all rows below a heading.
pub(super) struct Place<'a> {
    /// Fields told above the heading.
    pub(super) labels: &'a [(String, Cell)],
    /// Names of the fields that every record needs.
    pub(super) keys: &'a [String],
    /// Index of the capture.
    pub(super) source: u32,
}

#[derive(Clone, Default)]
struct Draft {
    /// For each slot the rows and words of its cell.
    cells: Vec<Vec<(usize, usize, usize)>>,
    first_row: usize,
    last_slot: usize,
    ambiguous: bool,
    /// A word of it stands under no heading.
    strays: bool,
    /// The group columns before its first cell cannot be told.
    orphan: bool,
    /// A line behind it cannot be read, which may be a part of it.
    torn: bool,
    /// It goes on behind that line.
    split: bool,
}

/// Reads the rows at `at` of `items` below `heading`.
pub(super) fn read(heading: &Heading, place: &Place<'_>, items: &[Item<'_>], at: &[usize]) -> Rows {
    let lines: Vec<Vec<Word<'_>>> = at.iter().map(|&index| words(&items[index].line)).collect();
    let is_spaced = heading.spaced || lines.iter().any(|line| line.iter().any(|word| word.gap > 1));
    let is_placed = heading.placed && is_spaced;
    // Where no line is indented although a group's rows should be, the indents are lost, and with them the places.
    let is_grouped = heading.slots.first().is_some_and(|slot| slot.group);
    let is_placed = is_placed && !(is_grouped && lines.len() > 1 && lines.iter().all(|line| line[0].gap == 0));
    let is_tabbed = |line: &[Word<'_>]| line.iter().any(|word| word.tabs > 0);
    let tabs_fit = is_aligned(lines.iter().filter(|line| is_tabbed(line)), &heading.slots);
    let lines: Vec<rows::Row<'_>> = lines
        .into_iter()
        .map(|line| {
            let placed = is_placed && (tabs_fit || !is_tabbed(&line));
            (line, placed)
        })
        .collect();
    let readings = rows::read(&lines, &heading.slots);
    let number = |row: usize| items[at[row]].line.number;
    let mut table = Rows::default();
    let drafts = drafts(&readings, &heading.slots, &lines, &mut |kind, row| {
        table.troubles.push(Trouble { kind, line: number(row) });
    });
    let headed: Arc<[usize]> = heading.lines.clone().into();
    let mut is_broken_off = false;
    for mut draft in drafts.into_iter().rev() {
        // What begins below it may be its rest.
        draft.torn |= is_broken_off;
        let piece = |&(row, from, to): &(usize, usize, usize)| Piece {
            line: &items[at[row]].line,
            words: &lines[row].0[from..to],
            source: place.source,
        };
        let line = number(draft.first_row);
        let is_half = !rows::is_finished(&heading.slots, draft.last_slot);
        // The last record of a cut text still tells what it holds.
        let told = draft.cells.iter().filter(|cell| !cell.is_empty()).count();
        let is_lost = is_half && (draft.first_row + 1 < lines.len() || draft.torn || told < 3);
        let record = match record(&draft, &heading.slots, place, &headed, line, piece) {
            Ok(_) if heading.untyped && draft.strays => Err(TroubleKind::Unfit),
            Ok(_) if is_lost => Err(TroubleKind::Half),
            other => other,
        };
        is_broken_off = record.is_err();
        table.troubles.extend(is_half.then_some(Trouble { kind: TroubleKind::Half, line }));
        table.troubles.extend(record.as_ref().err().map(|&kind| Trouble { kind, line }));
        table.records.extend(record);
    }
    table.records.reverse();
    table
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

fn drafts(
    readings: &[Reading],
    slots: &[Slot],
    lines: &[rows::Row<'_>],
    trouble: &mut dyn FnMut(TroubleKind, usize),
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    let mut groups_known = readings.first().is_none_or(|reading| starts_at_left(&reading.step));
    for (row, reading) in readings.iter().enumerate() {
        let alignment = match &reading.step {
            Step::PassedOver => {
                trouble(TroubleKind::Unfit, row);
                let is_prose = is_prose(&lines[row].0);
                groups_known &= is_prose;
                if let Some(draft) = drafts.last_mut() {
                    draft.torn |= !is_prose;
                }
                continue;
            }
            Step::New(alignment) | Step::Abrupt(alignment) => {
                let is_behind_gap = row.checked_sub(1).is_some_and(|above| readings[above].step == Step::PassedOver);
                let first = alignment.cells.first().map_or(0, |cell| cell.0);
                let inherited = drafts.last().map(|before| before.cells[..first].to_vec()).unwrap_or_default();
                groups_known |= first == 0;
                let mut cells = inherited;
                cells.resize(slots.len(), Vec::new());
                drafts.push(Draft {
                    cells,
                    first_row: row,
                    last_slot: 0,
                    // Where no places are seen it may be the rest of the line above.
                    ambiguous: is_behind_gap && !lines[row].1,
                    strays: false,
                    orphan: first > 0 && (!groups_known || row == 0),
                    torn: false,
                    split: false,
                });
                alignment
            }
            Step::GoesOn(alignment) => alignment,
        };
        let Some(draft) = drafts.last_mut() else { continue };
        draft.ambiguous |= reading.ambiguous;
        draft.strays |= alignment.cost > STRAY || runs_over(alignment, slots, &lines[row].0);
        draft.split |= draft.torn;
        for &(slot, from, to) in &alignment.cells {
            draft.cells[slot].push((row, from, to));
            draft.last_slot = slot;
        }
    }
    drafts
}

/// Whether nothing in the last cell shows that it is whole.
fn is_open_ended<'a>(slots: &[Slot], draft: &Draft, piece: &impl Fn(&(usize, usize, usize)) -> Piece<'a>) -> bool {
    let last: Vec<Piece<'_>> = draft.cells[draft.last_slot].iter().map(piece).collect();
    match &slots[draft.last_slot].kind {
        super::Kind::Text | super::Kind::Name | super::Kind::Word => true,
        super::Kind::Enumeration { words, .. } => {
            let text: Vec<&str> = last.iter().flat_map(|piece| piece.words.iter().map(|word| word.text)).collect();
            !words.contains(&text.join(" "))
        }
        _ => false,
    }
}

fn starts_at_left(step: &Step) -> bool {
    let (Step::New(alignment) | Step::Abrupt(alignment)) = step else { return false };
    alignment.cells.first().is_some_and(|cell| cell.0 == 0)
}

/// A sentence between rows, which cannot be a group's line.
fn is_prose(line: &[Word<'_>]) -> bool {
    let is_plain = |word: &&Word<'_>| word.text.trim_end_matches(['.', ',']).chars().all(|c| c.is_ascii_alphabetic());
    line.len() >= 4
        && line[1..].iter().all(|word| word.gap <= 2)
        && line.iter().filter(is_plain).count() * 10 >= line.len() * 7
}

fn record<'a>(
    draft: &Draft,
    slots: &[Slot],
    place: &Place<'_>,
    heading: &Arc<[usize]>,
    line: usize,
    piece: impl Fn(&(usize, usize, usize)) -> Piece<'a>,
) -> Result<Record, TroubleKind> {
    if draft.ambiguous {
        return Err(TroubleKind::Ambiguous);
    }
    let goes_on = slots[draft.last_slot].goes_on_below();
    let has_blank = slots.iter().zip(&draft.cells).any(|(slot, cell)| slot.blank && cell.is_empty());
    let ends_in_comma = draft.cells[draft.last_slot]
        .last()
        .is_some_and(|last| goes_on && piece(last).words.last().is_some_and(|word| word.text.ends_with(',')));
    if ends_in_comma || draft.split || (draft.torn && (goes_on || has_blank || is_open_ended(slots, draft, &piece))) {
        return Err(TroubleKind::Half);
    }
    let is_keyless = slots.iter().zip(&draft.cells).any(|(slot, cell)| slot.key && cell.is_empty());
    if draft.orphan || is_keyless {
        return Err(TroubleKind::Unfit);
    }
    let pieces = |slot: usize| draft.cells[slot].iter().map(&piece).collect::<Vec<_>>();
    let unnamed: Vec<Piece<'_>> = (0..slots.len()).filter(|&slot| !slots[slot].named).flat_map(pieces).collect();
    let elsewhere: Vec<&str> = unnamed.iter().flat_map(|piece| piece.words.iter().map(|word| word.text)).collect();
    let mut fields = place.labels.to_vec();
    for (index, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.named) {
        if draft.cells[index].is_empty() {
            if index <= draft.last_slot || rows::is_finished(slots, draft.last_slot) {
                fields.extend(blank_fields(slot, draft, heading, line));
            }
            continue;
        }
        fields.extend(cells::fields(slot, &pieces(index), &elsewhere).ok_or(TroubleKind::Unfit)?);
    }
    let is_told = |key: &String| fields.iter().any(|(name, _)| name == key);
    let is_torn = slots.iter().any(|slot| !slot.named);
    if !is_torn && !place.keys.iter().all(is_told) {
        return Err(TroubleKind::Unfit);
    }
    Ok(Record { fields, line, heading: heading.clone() })
}

/// Whether tabs stand for the blanks up to the next stop of eight: most words behind them then stand under a heading.
fn is_aligned<'a, 'b: 'a>(lines: impl Iterator<Item = &'a Vec<Word<'b>>>, slots: &[Slot]) -> bool {
    let (mut fit, mut all) = (0, 0);
    for word in lines.flatten().filter(|word| word.gap > 1) {
        let own = |slot: &Slot| slot.offset.map(|offset| offset + slot.text_indent(word.text)) == Some(word.start);
        let right = |slot: &Slot| slot.right && slot.end() == word.end;
        all += 1;
        fit += usize::from(slots.iter().any(|slot| own(slot) || right(slot)));
    }
    fit * 10 >= all * 8
}

/// A blank cell is an empty value; a list that has no line of its own is an absent one.
fn blank_fields(slot: &Slot, draft: &Draft, _heading: &Arc<[usize]>, line: usize) -> Vec<(String, Cell)> {
    if matches!(slot.kind, super::Kind::Targets) || draft.cells.is_empty() {
        return Vec::new();
    }
    let place =
        crate::source::Place { source: 0, line: line as u32, column: slot.offset.unwrap_or(0) as u32 + 1, length: 1 };
    let cell = Cell { value: super::Value::Text(String::new()), place, parts: Vec::new() };
    let names = if slot.splits.is_empty() { std::slice::from_ref(&slot.name) } else { slot.splits.as_slice() };
    names.iter().map(|name| (name.clone(), cell.clone())).collect()
}
