//! The rows below one heading to records.

use std::sync::Arc;

use super::answer::{Cell, Misfit, Record};
use super::blocks;
use super::body::{Item, ItemKind};
use super::cells::{self, Piece};
use super::doubts::Doubts;
use super::drafts::{Draft, Gathering};
use super::effort::Effort;
use super::heading::Heading;
use super::indents;
use super::prose::{Texts, is_in_place};
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
    /// Somebody's sentence stands among the rows.
    Said,
    /// A record lacks cells.
    Half,
    /// Dots stand for rows that somebody left out.
    LeftOut,
    /// A shell passed the answer on to a command that leaves rows or words out.
    Sifted,
    /// Several commands stand above it, and nothing tells which of them it answers.
    Shared,
    /// A heading has no row.
    Bare,
    /// A line fits no column.
    Unfit,
    /// A line can be read in two ways.
    Ambiguous,
    /// A line has more ways than are looked at.
    GivenUp,
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
    /// Lines at the left edge, right below another one, that go on with a record.
    pub(super) rests: Vec<usize>,
    /// Why lines were not read, or not with certainty: their numbers, and words for who wants to follow the reader.
    pub(super) traces: Vec<(usize, String)>,
}

/// What holds for all rows below a heading.
pub(super) struct Place<'a> {
    /// Fields told above the heading.
    pub(super) labels: &'a [(String, Cell)],
    /// Names of the fields that every record needs.
    pub(super) keys: &'a [String],
    /// Index of the capture.
    pub(super) source: u32,
    /// Whether a prompt or the next command follows the answer.
    pub(super) closed: bool,
    /// What the search for the cells may cost.
    pub(super) effort: &'a Effort,
}

/// Reads the rows at `at` of `items` below `heading`.
pub(super) fn read(heading: &Heading, place: &Place<'_>, items: &[Item<'_>], at: &[usize]) -> Rows {
    let lines = lines(heading, items, at);
    let (readings, said, parted) = readings(&Texts::new(items, at, &lines, heading), place.effort);
    let number = |row: usize| items[at[row]].line.number;
    let traced = readings.iter().enumerate().filter_map(|(row, reading)| Some((number(row), reading.trace.clone()?)));
    let mut table = Rows { traces: traced.collect(), rests: rests(&readings, items, at), ..Rows::default() };
    let gathering =
        Gathering { readings: &readings, slots: &heading.slots, lines: &lines, said: &said, parted: &parted };
    let drafts = gathering.drafts(&mut |kind, row| table.troubles.push(Trouble { kind, line: number(row) }));
    let headed: Arc<[usize]> = heading.lines.clone().into();
    let (mut is_broken_off, mut refused) = (false, None);
    let is_over = is_over(place, items, at);
    for mut draft in drafts.into_iter().rev() {
        draft.unread = draft.unread.or(refused);
        let piece = |&(row, from, to): &(usize, usize, usize)| Piece {
            line: &items[at[row]].line,
            words: &lines[row].0[from..to],
            source: place.source,
        };
        let line = number(draft.first_row);
        let read = |draft: &Draft| {
            let record = record(draft, (&heading.slots, &lines, is_over), place, &headed, line, piece)?;
            let doubt = draft.doubt(heading, &lines).or_else(|| lacking_key(heading, place.keys, &record.0));
            doubt.map_or(Ok(record), Err)
        };
        let own = read(&draft);
        refused = own.as_ref().err().map(|_| draft.first_row);
        // Where places are seen, what was refused for its rest alone tells nothing of the record above it; nor does what
        // begins just where records begin.
        let begins = begins_in_place(&draft, &heading.slots, &lines);
        let is_own_fault = (own.is_err() && !begins) || (is_broken_off && !lines[draft.first_row].1);
        // What begins below it may be its rest.
        draft.torn |= is_broken_off;
        let record = if is_broken_off { own.and_then(|_| read(&draft)) } else { own };
        is_broken_off = is_own_fault;
        table.keep(record, line, draft.glued, draft.is_half(&heading.slots));
    }
    table.in_order(heading)
}

/// The numbers of the lines at the left edge that go on with the line right above.
fn rests(readings: &[blocks::Reading], items: &[Item<'_>], at: &[usize]) -> Vec<usize> {
    let line = |row: usize| &items[at[row]].line;
    let is_rest = |row: &usize| {
        let is_below = line(*row).number == line(*row - 1).number + 1;
        readings[*row].step == blocks::Step::GoesOn && is_below && !line(*row).text.starts_with([' ', '\t'])
    };
    (1..at.len()).filter(is_rest).map(|row| line(row).number).collect()
}

/// A key that the record lacks because nobody knows which column of a doubtful heading it is.
fn lacking_key(heading: &Heading, keys: &[String], record: &Record) -> Option<TroubleKind> {
    let is_lacking = heading.doubtful.is_some() && !keys.iter().all(|key| record.cell(key).is_some());
    is_lacking.then_some(TroubleKind::Ambiguous)
}

/// Whether something stands behind the rows, so that the end of the text cut nothing off.
fn is_over(place: &Place<'_>, items: &[Item<'_>], at: &[usize]) -> bool {
    let behind = at.last().map_or(0, |last| last + 1);
    place.closed || items[behind..].iter().any(|item| item.kind != ItemKind::Blank)
}

/// How the lines are read, which of them are somebody's words, and which stand apart.
fn readings(texts: &Texts<'_>, effort: &Effort) -> (Vec<blocks::Reading>, Vec<bool>, Vec<bool>) {
    let mut said = texts.said();
    let readings = blocks::read(texts.lines, &said, texts.slots, effort);
    let is_read = |reading: &blocks::Reading| reading.step != blocks::Step::PassedOver;
    texts.end(readings.iter().rposition(is_read), &mut said);
    let parted = (0..texts.at.len()).map(|row| texts.is_parted(row)).collect();
    (readings, said, parted)
}

/// Where most records have words that are no values of their columns, and that nobody put there to hide others, the columns are
/// not what they seem.
fn strange(records: &[Record]) -> Option<Trouble> {
    let is_strange = |record: &&Record| record.misfits.iter().any(|misfit| !misfit.is_mask());
    let first = records.iter().find(is_strange)?;
    let count = records.iter().filter(is_strange).count();
    (records.len() > 2 && count * 2 > records.len()).then_some(Trouble { kind: TroubleKind::Unfit, line: first.line })
}

/// The word in the place of a column of which it is no value, for each field of the column.
fn misfits_of<'s>(slot: &'s Slot, piece: &Piece<'_>) -> impl Iterator<Item = Misfit> + use<'s> {
    let (word, place) = (piece.text(), piece.whole_place());
    slot.fields().iter().map(move |field| Misfit { field: field.clone(), word: word.clone(), place })
}

impl Rows {
    /// With its records from the first to the last, and what all of them together show.
    fn in_order(mut self, heading: &Heading) -> Self {
        self.records.reverse();
        self.troubles.extend(strange(&self.records));
        heading.doubtful.into_iter().for_each(|line| self.blame(line));
        self
    }

    /// Names a heading, which may name one column or another, for what can be read in two ways below it.
    fn blame(&mut self, heading: usize) {
        let ambiguous = self.troubles.iter_mut().filter(|trouble| trouble.kind == TroubleKind::Ambiguous);
        ambiguous.for_each(|trouble| trouble.line = heading);
    }

    /// Keeps the record that begins on a line, and what is wrong with it.
    fn keep(&mut self, record: Result<Read, TroubleKind>, line: usize, is_glued: bool, is_half: bool) {
        if is_glued && record.is_ok() {
            self.glued.push(line);
        }
        let half = is_half.then_some(TroubleKind::Half);
        let own = record.as_ref().map_or_else(|kind| Some(*kind), |(_, trouble)| *trouble);
        self.troubles.extend(half.into_iter().chain(own).map(|kind| Trouble { kind, line }));
        self.records.extend(record.map(|(record, _)| record));
    }
}

/// A record, and what is wrong with those of its cells that are left out.
type Read = (Record, Option<TroubleKind>);

/// Whether the draft's first line begins just where a record or a row of a group does, among lines that are indented.
fn begins_in_place(draft: &Draft, slots: &[Slot], lines: &[blocks::Row<'_>]) -> bool {
    let (words, placed) = &lines[draft.first_row];
    let first = slots.iter().take_while(|slot| slot.group).count();
    let is_start = slots.iter().take(first + 1).any(|slot| slot.offset == words.first().map(|word| word.start));
    // A word alone may be the rest of a text above it, unless a record goes on below it.
    let goes_on = draft.cells.iter().flatten().any(|cell| cell.0 > draft.first_row);
    let is_wide = words.len() > 1 || goes_on && slots.first().is_some_and(|slot| !slot.group);
    *placed && is_start && is_wide && !draft.ambiguous
}

/// The words of the rows, and for each row whether its places mean anything.
fn lines<'a>(heading: &Heading, items: &'a [Item<'_>], at: &[usize]) -> Vec<blocks::Row<'a>> {
    let lines = at.iter().map(|&index| words(&items[index].line));
    let mut lines: Vec<Vec<Word<'_>>> = lines.collect();
    indents::restore(&mut lines, heading);
    let is_spaced = heading.spaced || lines.iter().any(|line| line.iter().any(|word| word.gap > 1));
    // Where all rows stand one blank apart, they were typed so.
    let is_even = |line: &Vec<Word<'_>>| line.len() > 2 && line[1..].iter().all(|word| word.gap == 1);
    // One row alone was typed so where no word stands in the second column, although no wide one has pushed it.
    let second = heading.slots.iter().filter_map(|slot| slot.offset).nth(1).unwrap_or(0);
    let is_short = |line: &Vec<Word<'_>>| line[0].end < second && !line[1..].iter().any(|word| word.start == second);
    let is_typed = (lines.len() > 1 || !heading.untyped && lines.iter().all(is_short))
        && lines.iter().all(is_even)
        && !lines.iter().all(|line| stands(line, &heading.slots))
        && !(heading.of_fields && lines.iter().any(|line| stands(line, &heading.slots)));
    let is_placed = heading.placed && is_spaced && !is_typed;
    // Where no line is indented although a group's rows should be, the indents are lost, and with them the places.
    let is_grouped = heading.slots.first().is_some_and(|slot| slot.group);
    let is_one = heading.slots.iter().any(|slot| slot.offset == Some(1));
    let is_outer = lines.len() > 1 && lines.iter().all(|line| line[0].gap == 0 || (line[0].gap == 1 && !is_one));
    let mut wide = lines.iter().filter(|line| line[1..].iter().any(|word| word.gap > 1)).peekable();
    let is_in_place = wide.peek().is_some() && wide.all(|line| is_in_place(line, &heading.slots));
    let is_placed = is_placed && !(is_grouped && is_outer && !is_in_place);
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

/// Whether the words of a line stand just where the columns begin, one in each.
fn stands(line: &[Word<'_>], slots: &[Slot]) -> bool {
    line.len() == slots.len() && line.iter().zip(slots).all(|(word, slot)| slot.offset == Some(word.start))
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

/// The record of a draft, and what is wrong with those of its cells that are left out.
fn record<'a>(
    draft: &Draft,
    (slots, lines, is_over): (&[Slot], &[blocks::Row<'_>], bool),
    place: &Place<'_>,
    heading: &Arc<[usize]>,
    line: usize,
    piece: impl Fn(&(usize, usize, usize)) -> Piece<'a>,
) -> Result<Read, TroubleKind> {
    check(draft, slots)?;
    let doubts = Doubts { draft, slots, lines, is_over, piece: &piece }.of_columns();
    let pieces = |slot: usize| draft.cells[slot].iter().map(&piece).collect::<Vec<_>>();
    let unnamed: Vec<Piece<'_>> = (0..slots.len()).filter(|&slot| !slots[slot].named).flat_map(pieces).collect();
    let elsewhere: Vec<&str> = unnamed.iter().flat_map(|piece| piece.words.iter().map(|word| word.text)).collect();
    let mut fields = place.labels.to_vec();
    let mut trouble = None;
    let odd = |index: &usize| slots[*index].named && draft.misfit[*index] && doubts[*index].is_none();
    let strange = (0..slots.len()).filter(odd).filter_map(|index| Some((&slots[index], *pieces(index).first()?)));
    let misfits: Vec<Misfit> = strange.flat_map(|(slot, piece)| misfits_of(slot, &piece)).collect();
    for (index, slot) in slots.iter().enumerate().filter(|(index, slot)| slot.named && !odd(index)) {
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
    let is_hidden = |key: &String| misfits.iter().any(|misfit| misfit.field == *key);
    let is_told = |key: &String| fields.iter().any(|(name, _)| name == key) || is_hidden(key);
    let is_torn = slots.iter().any(|slot| !slot.named);
    if !is_torn && !place.keys.iter().all(is_told) {
        return Err(TroubleKind::Unfit);
    }
    Ok((Record { fields, line, heading: heading.clone(), misfits }, trouble))
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
pub(super) fn blank_fields<'s, N: From<&'s str>>(slot: &'s Slot, line: usize) -> Vec<(N, Cell)> {
    let place =
        crate::source::Place { source: 0, line: line as u32, column: slot.offset.unwrap_or(0) as u32 + 1, length: 1 };
    let cell = Cell { value: super::Value::Text("".into()), place, parts: Vec::new() };
    blank_names(slot).iter().map(|name| (name.as_str().into(), cell.clone())).collect()
}

/// The names of the fields that a blank cell tells.
pub(super) fn blank_names(slot: &Slot) -> &[String] {
    if matches!(slot.kind, super::Kind::Targets) { &[] } else { slot.fields() }
}
