//! What the end of a text takes from the certainty of the last records: a word may be cut there, a list or a record go on.

use super::answer::{Cell, Record, Value};
use super::body::{Item, ItemKind};
use super::found::Found;
use super::reader::{Origin, keys};
use super::records::{Trouble, TroubleKind};
use super::slot::Slot;
use super::{Definition, Kind, kind};

/// Where the text ends inside the last line, the last word of it may be cut: its cell is not certain, nor is its record where
/// that is a key. So may the end of a list, or the cells that seem blank, where nothing shows that the answer is over.
pub(super) fn without(found: Found, definition: &Definition, origin: &Origin, items: &[Item<'_>]) -> Found {
    let mut found = without_swallowed(without_glue(found, origin), definition, (items, origin));
    let last = items.iter().rfind(|item| item.kind != ItemKind::Blank).filter(|item| item.kind == ItemKind::Text);
    let is_blank = |record: &Record| matches!(record.fields.last(), Some((_, Cell { value: Value::Text(text), .. })) if text.is_empty());
    let is_open =
        |record: &Record| record.fields.last().is_some_and(|(name, _)| name == "allowed-addresses") || is_blank(record);
    // What stands behind the last record shows that it is over.
    let is_over = |record: &Record| {
        origin.is_fenced || items.iter().any(|item| item.line.number > end_line(record) && is_drawn(item))
    };
    let is_last = |record: &Record| last.is_none_or(|last| last.line.number <= end_line(record)) && !is_over(record);
    let is_open = |record: &Record| is_last(record) && is_open(record);
    let may_go_on = !origin.closed && found.announced.is_none() && found.records.last().is_some_and(is_open);
    let Some(last) = last.filter(|_| (origin.open_end || may_go_on) && !found.records.is_empty()) else { return found };
    let is_several = found.records.len() > 1;
    if may_go_on && is_several {
        cut_open(&mut found, definition);
    }
    if origin.open_end && is_several {
        cut_last(&mut found, definition, last.line.number);
    }
    found
}

/// Whether a page ends the block with the answer on the line.
fn is_drawn(item: &Item<'_>) -> bool {
    item.kind == ItemKind::Ruler || item.line.is_fence()
}

/// The line on which the last cell of a record ends.
fn end_line(record: &Record) -> usize {
    let places = record.fields.iter().flat_map(|(_, cell)| cell.parts.iter().chain([&cell.place]));
    places.map(|place| place.line as usize).max().unwrap_or(record.line)
}

/// Takes out of the last record what more of the text may tell: the cells that seem blank; all of it, where its last list may go
/// on, or where it may itself be the end of the list above it.
fn cut_open(found: &mut Found, definition: &Definition) {
    let Some(mut last) = found.records.pop() else { return };
    found.troubles.push(Trouble { kind: TroubleKind::Half, line: last.line });
    let is_blank = |(_, cell): &(String, Cell)| matches!(&cell.value, Value::Text(text) if text.is_empty());
    if !last.fields.last().is_some_and(is_blank) {
        return;
    }
    if found.records.last().is_some_and(|list| may_end(definition, list, &last)) {
        found.records.pop();
        return;
    }
    let told = last.fields.iter().rposition(|field| !is_blank(field)).map_or(0, |last| last + 1);
    last.fields.truncate(told);
    let is_told = |(name, _): &(String, Cell)| !definition.key.contains(name);
    found.records.extend(last.fields.iter().any(is_told).then_some(last));
}

/// Whether a record that seems to end in a blank cell may be the end of the list above it: it holds elements of its kind.
fn may_end(definition: &Definition, above: &Record, cut: &Record) -> bool {
    let Some((name, Cell { value: Value::List(_), .. })) = above.fields.last() else { return false };
    let Some(column) = definition.column(name) else { return true };
    let told = cut.fields.iter().map(|(_, cell)| cell.value.text());
    let mut words = told.filter(|text| !text.is_empty() && text != "-");
    words.all(|text| kind::fit(&column.kind, &text) > kind::Fit::Never && Slot::of(column, &[]).may_list(&text))
}

/// Takes out the last cell on the line unless its word is whole for certain, and its record where that is a key. In every case the
/// text ends within the answer.
fn cut_last(found: &mut Found, definition: &Definition, line: usize) {
    let keys = keys(definition, found.view).to_vec();
    let Some(record) = found.records.last_mut() else { return };
    let end = |cell: &Cell| cell.parts.iter().chain([&cell.place]).map(|place| (place.line, place.column)).max();
    let (at, _) =
        record.fields.iter().enumerate().max_by_key(|(_, (_, cell))| end(cell)).map_or((0, 0), |(at, _)| (at, 0));
    let Some((name, cell)) = record.fields.get(at) else { return };
    let is_there = end(cell).is_some_and(|(last, _)| last as usize == line);
    let is_whole = matches!(&cell.value, Value::Text(text) if is_whole_word(definition, name, text));
    let is_key = keys.contains(name);
    if is_there && !is_whole {
        if is_key { drop(found.records.pop()) } else { drop(record.fields.remove(at)) }
    }
    cut_odd(found, definition, &keys, line);
    // Whatever the word is, more may have followed it.
    found.troubles.push(Trouble { kind: TroubleKind::Half, line });
}

/// Takes out of the last record the cells on the last line that only their places tell, and that stand elsewhere than those of other
/// records, or seem blank: what follows might show that they belong to other columns.
fn cut_odd(found: &mut Found, definition: &Definition, keys: &[String], line: usize) {
    let mut columns = definition.views.get(found.view).into_iter().flat_map(|view| &view.columns);
    let has_text = columns.any(|name| definition.column(name).is_some_and(|column| column.kind == Kind::Text));
    // Cells of one word each are told by their order.
    let Some((last, others)) = found.records.split_last_mut().filter(|_| has_text) else { return };
    let is_sure = |name: &String, cell: &Cell| {
        let text = cell.value.text();
        let is_told =
            || definition.column(name).is_some_and(|column| kind::fit(&column.kind, &text) == kind::Fit::Telling);
        let is_below = |other: &Record| other.cell(name).is_some_and(|above| above.place.column == cell.place.column);
        let is_usual = || !text.is_empty() && others.iter().any(is_below);
        keys.contains(name) || cell.place.line as usize != line || is_told() || is_usual()
    };
    last.fields.retain(|(name, cell)| is_sure(name, cell));
}

/// Whether no longer word of the column begins so.
fn is_whole_word(definition: &Definition, name: &str, text: &str) -> bool {
    match definition.column(name).map(|column| &column.kind) {
        Some(Kind::Bool) => true,
        Some(Kind::Enumeration { words, open: false }) => {
            words.iter().any(|word| word == text) && !words.iter().any(|word| word != text && word.starts_with(text))
        }
        _ => false,
    }
}

/// Records that may have swallowed the beginning of another one count only where ONTAP's count shows that they have not.
fn without_glue(mut found: Found, origin: &Origin) -> Found {
    let is_sure = found.announced.map_or(origin.closed, |count| count == found.records.len());
    if !is_sure {
        let (glued, sure) = found.records.into_iter().partition(|record| found.glued.contains(&record.line));
        found.records = sure;
        let trouble = |record: Record| Trouble { kind: TroubleKind::Half, line: record.line };
        found.troubles.extend(Vec::into_iter(glued).map(trouble));
    }
    found
}

/// Where rows may be missing, a list over several lines may have gone on with the lines of a record whose first line is lost,
/// unless ONTAP's count shows that all are here. Without a count the blank line that ONTAP prints behind such a list shows its end.
fn without_swallowed(mut found: Found, definition: &Definition, (items, origin): (&[Item<'_>], &Origin)) -> Found {
    let view = definition.views.get(found.view).and_then(|view| view.counted).unwrap_or(definition.counted);
    let count = found.records.len();
    let is_sure = found.announced.map_or(!view || count < 2, |announced| announced == count);
    let is_counted = found.announced.is_some();
    let said: Vec<usize> =
        found.troubles.iter().filter(|own| own.kind == TroubleKind::Said).map(|own| own.line).collect();
    let is_ended = |record: &Record| {
        let end = end_line(record);
        let is_end =
            |item: &Item<'_>| item.kind == ItemKind::Blank || is_drawn(item) || said.contains(&item.line.number);
        let is_last = || items.iter().all(|item| item.line.number <= end);
        origin.is_fenced && is_last() || items.iter().any(|item| item.line.number == end + 1 && is_end(item))
    };
    let is_tall = |record: &mut Record| {
        let mut lists = record.fields.iter().filter(|(name, _)| is_of_lines(definition, name));
        let is_tall =
            lists.any(|(_, cell)| cell.parts.first().zip(cell.parts.last()).is_some_and(|(a, b)| a.line != b.line));
        is_tall && (is_counted || !is_ended(record))
    };
    if !is_sure {
        let lost: Vec<Record> = found.records.extract_if(.., is_tall).collect();
        found.troubles.extend(lost.iter().map(|record| Trouble { kind: TroubleKind::Half, line: record.line }));
    }
    found
}

fn is_of_lines(definition: &Definition, name: &str) -> bool {
    definition.column(name).is_some_and(|column| column.kind == Kind::ServiceAddresses)
}
