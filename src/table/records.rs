//! The rows below one heading to records.

use std::sync::Arc;

use super::Kind;
use super::answer::{Cell, Record};
use super::blocks;
use super::body::Item;
use super::cells::{self, Piece};
use super::drafts::{self, Draft};
use super::heading::Heading;
use super::kind;
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
    /// Lines of records that go on with what may be the beginning of another one.
    pub(super) glued: Vec<usize>,
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

/// Reads the rows at `at` of `items` below `heading`.
pub(super) fn read(heading: &Heading, place: &Place<'_>, items: &[Item<'_>], at: &[usize]) -> Rows {
    let lines = lines(heading, items, at);
    let said: Vec<bool> = (0..at.len()).map(|row| is_said(items, at, row)).collect();
    let readings = blocks::read(&lines, &said, &heading.slots);
    let number = |row: usize| items[at[row]].line.number;
    let mut table = Rows::default();
    let drafts = drafts::gather(&readings, &heading.slots, (&lines, &said), &mut |kind, row| {
        table.troubles.push(Trouble { kind, line: number(row) });
    });
    let headed: Arc<[usize]> = heading.lines.clone().into();
    let mut is_broken_off = false;
    for mut draft in drafts.into_iter().rev() {
        let piece = |&(row, from, to): &(usize, usize, usize)| Piece {
            line: &items[at[row]].line,
            words: &lines[row].0[from..to],
            source: place.source,
        };
        let line = number(draft.first_row);
        let read = |draft: &Draft| {
            let record = record(draft, (&heading.slots, &lines), place, &headed, line, piece)?;
            draft.doubt(heading, lines.len()).map_or(Ok(record), Err)
        };
        let own = read(&draft);
        // Where places are seen, what was refused for its rest alone tells nothing of the record above it; nor does what
        // begins just where records begin.
        let begins = begins_in_place(&draft, &heading.slots, &lines);
        let is_own_fault = (own.is_err() && !begins) || (is_broken_off && !lines[draft.first_row].1);
        // What begins below it may be its rest.
        draft.torn |= is_broken_off;
        let record = if is_broken_off { own.and_then(|_| read(&draft)) } else { own };
        is_broken_off = is_own_fault;
        if draft.glued && record.is_ok() {
            table.glued.push(line);
        }
        let half = draft.is_half(&heading.slots).then_some(TroubleKind::Half);
        let own = record.as_ref().map_or_else(|kind| Some(*kind), |(_, trouble)| *trouble);
        table.troubles.extend(half.into_iter().chain(own).map(|kind| Trouble { kind, line }));
        table.records.extend(record.map(|(record, _)| record));
    }
    table.records.reverse();
    table
}

/// Whether the draft's first line begins just where a record or a row of a group does, among lines that are indented.
fn begins_in_place(draft: &Draft, slots: &[Slot], lines: &[blocks::Row<'_>]) -> bool {
    let (words, placed) = &lines[draft.first_row];
    let first = slots.iter().take_while(|slot| slot.group).count();
    let is_start = slots.iter().take(first + 1).any(|slot| slot.offset == words.first().map(|word| word.start));
    let is_wide = words.len() > 1 || slots.first().is_some_and(|slot| !slot.group);
    *placed && is_start && is_wide && !draft.ambiguous
}

/// Words in small letters that make a sentence of a line between rows.
const LONG: usize = 4;

/// Whether a line is somebody's sentence: apart from the rows, or a long one between them.
fn is_said(items: &[Item<'_>], at: &[usize], row: usize) -> bool {
    let text = items[at[row]].line.text.trim();
    let is_apart = row.checked_sub(1).is_none_or(|above| at[row] > at[above] + 1);
    let is_even = !text.contains("  ") && text.contains(' ');
    let is_sentence = text.starts_with(char::is_uppercase) && text.ends_with(['.', '!', '?', ':']);
    // Words in another script than ONTAP's are none of it, wherever they stand.
    let is_foreign =
        text.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_ascii()) && text.contains(char::is_alphabetic);
    let is_long = text.split(' ').filter(|word| word.chars().all(|c| c.is_ascii_lowercase())).count() >= LONG;
    is_foreign || ((is_apart || is_long) && is_even && is_sentence)
}

/// The words of the rows, and for each row whether its places mean anything.
fn lines<'a>(heading: &Heading, items: &'a [Item<'_>], at: &[usize]) -> Vec<blocks::Row<'a>> {
    let lines = at.iter().map(|&index| words(&items[index].line));
    let mut lines: Vec<Vec<Word<'_>>> = lines.collect();
    halve_doubled_indents(&mut lines, &heading.slots);
    let is_spaced = heading.spaced || lines.iter().any(|line| line.iter().any(|word| word.gap > 1));
    let is_placed = heading.placed && is_spaced;
    // Where no line is indented although a group's rows should be, the indents are lost, and with them the places.
    let is_grouped = heading.slots.first().is_some_and(|slot| slot.group);
    let is_placed = is_placed && !(is_grouped && lines.len() > 1 && lines.iter().all(|line| line[0].gap == 0));
    let is_tabbed = |line: &[Word<'_>]| line.iter().any(|word| word.tabs > 0);
    let tabs_fit = is_aligned(lines.iter().filter(|line| is_tabbed(line)), &heading.slots);
    lines
        .into_iter()
        .map(|line| {
            let placed = is_placed && (tabs_fit || !is_tabbed(&line));
            (line, placed)
        })
        .collect()
}

/// Takes half of the indent off, where every indented row stands just twice as far in as a column begins.
fn halve_doubled_indents(lines: &mut [Vec<Word<'_>>], slots: &[Slot]) {
    let offsets: Vec<usize> = slots.iter().skip(1).filter_map(|slot| slot.offset).collect();
    let is_doubled =
        |start: usize| start.is_multiple_of(2) && offsets.contains(&(start / 2)) && !offsets.contains(&start);
    let starts: Vec<usize> = lines.iter().map(|line| line[0].start).filter(|start| *start > 0).collect();
    let is_grouped = slots.first().is_some_and(|slot| slot.group);
    if !is_grouped || starts.is_empty() || !starts.into_iter().all(is_doubled) {
        return;
    }
    for line in lines {
        let shift = line[0].start / 2;
        line[0].gap -= shift.min(line[0].gap);
        line.iter_mut().for_each(|word| (word.start, word.end) = (word.start - shift, word.end - shift));
    }
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

/// Whether the draft can be a record at all.
fn check(draft: &Draft, slots: &[Slot]) -> Result<(), TroubleKind> {
    if draft.ambiguous {
        return Err(TroubleKind::Ambiguous);
    }
    if draft.split {
        return Err(TroubleKind::Half);
    }
    let is_keyless = slots.iter().zip(&draft.cells).any(|(slot, cell)| slot.key && cell.is_empty());
    if draft.orphan || is_keyless {
        return Err(TroubleKind::Unfit);
    }
    Ok(())
}

/// Whether a line holds a value of its own: one of a type that is never broken over lines, in its place.
fn is_row(words: &[Word<'_>], slots: &[Slot]) -> bool {
    let is_value = |slot: &Slot, word: &Word<'_>| {
        let is_short = matches!(slot.kind, Kind::Bool | Kind::UpDown | Kind::Enumeration { .. } | Kind::DeviceId);
        let stands = slot.offset.map(|offset| offset + slot.text_indent(word.text)) == Some(word.start);
        is_short && stands && kind::fit(&slot.kind, word.text) == kind::Fit::Telling
    };
    words.iter().any(|word| slots.iter().any(|slot| is_value(slot, word)))
}

/// For each column why its cell is not certain: it can be read otherwise, or what stands below, unread, may be its rest.
fn doubts<'a>(
    draft: &Draft,
    slots: &[Slot],
    lines: &[blocks::Row<'_>],
    piece: &impl Fn(&(usize, usize, usize)) -> Piece<'a>,
) -> Vec<Option<TroubleKind>> {
    let ends_in_comma = |slot: usize| {
        let last = draft.cells[slot].last().map(piece);
        slots[slot].goes_on_below() && last.is_some_and(|last| last.words.last().is_some_and(|w| w.text.ends_with(',')))
    };
    // A text at the end of its line may go on at the left edge, where a mail client broke it.
    let is_broken = |slot: usize| {
        let (Kind::Text, Some(last)) = (&slots[slot].kind, draft.cells[slot].last()) else { return false };
        let ends_line =
            piece(last).words.last().is_some_and(|word| word.end == lines[last.0].0.last().map_or(0, |w| w.end));
        let is_loose = |slot: usize, cell: &(usize, usize, usize)| {
            let words: Vec<&str> = piece(cell).words.iter().map(|word| word.text).collect();
            kind::fit(&slots[slot].kind, &words.join(" ")) != kind::Fit::Telling
        };
        let is_next = |&(slot, cell): &(usize, &(usize, usize, usize))| {
            cell.0 == last.0 + 1 && cell.1 == 0 && lines[cell.0].0[0].start == 0 && is_loose(slot, cell)
        };
        let mut all =
            draft.cells.iter().enumerate().flat_map(|(slot, cells)| cells.iter().map(move |cell| (slot, cell)));
        ends_line && (draft.torn || all.any(|cell| is_next(&cell)))
    };
    let may_go_on = |slot: usize| {
        let is_blank = slots[slot].blank && draft.cells[slot].is_empty();
        let is_open = slot == draft.last_slot && is_open_ended(slots, draft, piece);
        slots[slot].goes_on_below() || is_blank || is_open
    };
    // A word that stands below the cell in a line that cannot be read may be its rest.
    let is_above = |slot: usize| {
        let Some((words, placed)) = draft.unread.map(|row| &lines[row]) else { return false };
        let (own, next) = (slots[slot].offset, slots.get(slot + 1).and_then(|next| next.offset));
        let is_below = |word: &Word<'_>| own <= Some(word.start) && next.is_none_or(|next| word.start < next);
        *placed && own.is_some() && words.iter().any(is_below) && !draft.cells[slot].is_empty() && !is_row(words, slots)
    };
    let of = |slot: usize| {
        if draft.unsure[slot] {
            Some(TroubleKind::Ambiguous)
        } else if ends_in_comma(slot) || is_broken(slot) || is_above(slot) || (draft.torn && may_go_on(slot)) {
            Some(TroubleKind::Half)
        } else {
            None
        }
    };
    (0..slots.len()).map(of).collect()
}

/// The record of a draft, and what is wrong with those of its cells that are left out.
fn record<'a>(
    draft: &Draft,
    (slots, lines): (&[Slot], &[blocks::Row<'_>]),
    place: &Place<'_>,
    heading: &Arc<[usize]>,
    line: usize,
    piece: impl Fn(&(usize, usize, usize)) -> Piece<'a>,
) -> Result<(Record, Option<TroubleKind>), TroubleKind> {
    check(draft, slots)?;
    let doubts = doubts(draft, slots, lines, &piece);
    let pieces = |slot: usize| draft.cells[slot].iter().map(&piece).collect::<Vec<_>>();
    let unnamed: Vec<Piece<'_>> = (0..slots.len()).filter(|&slot| !slots[slot].named).flat_map(pieces).collect();
    let elsewhere: Vec<&str> = unnamed.iter().flat_map(|piece| piece.words.iter().map(|word| word.text)).collect();
    let mut fields = place.labels.to_vec();
    let mut trouble = None;
    for (index, slot) in slots.iter().enumerate().filter(|(_, slot)| slot.named) {
        let is_blank = draft.cells[index].is_empty();
        let is_told = !is_blank || index <= draft.last_slot || blocks::is_finished(slots, draft.last_slot);
        let read = match doubts[index] {
            Some(doubt) => Err(doubt),
            None if is_blank => Ok(if is_told { blank_fields(slot, line) } else { Vec::new() }),
            None => cells::fields(slot, &pieces(index), &elsewhere).ok_or(TroubleKind::Unfit),
        };
        match read {
            Ok(read) => fields.extend(read),
            Err(doubt) if slot.key => return Err(doubt),
            Err(doubt) => trouble = trouble.max(Some(doubt)),
        }
    }
    let is_told = |key: &String| fields.iter().any(|(name, _)| name == key);
    let is_torn = slots.iter().any(|slot| !slot.named);
    if !is_torn && !place.keys.iter().all(is_told) {
        return Err(TroubleKind::Unfit);
    }
    Ok((Record { fields, line, heading: heading.clone() }, trouble))
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
pub(super) fn blank_fields(slot: &Slot, line: usize) -> Vec<(String, Cell)> {
    if matches!(slot.kind, super::Kind::Targets) {
        return Vec::new();
    }
    let place =
        crate::source::Place { source: 0, line: line as u32, column: slot.offset.unwrap_or(0) as u32 + 1, length: 1 };
    let cell = Cell { value: super::Value::Text(String::new()), place, parts: Vec::new() };
    let names = if slot.splits.is_empty() { std::slice::from_ref(&slot.name) } else { slot.splits.as_slice() };
    names.iter().map(|name| (name.clone(), cell.clone())).collect()
}
