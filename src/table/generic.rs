//! Answers of commands that no table describes: the headings are the field names, and places alone part the cells.

use super::body::{Item, ItemKind};
use super::cut_end;
use super::doubled;
use super::effort::Effort;
use super::found::Found;
use super::heading::{self, Heading};
use super::reader::{self, Origin};
use super::records::{self, Trouble, TroubleKind};
use super::slot::Slot;
use super::word::{Word, words};
use super::{Answer, Cell, Column, Definition, Record, labels, separated};

mod shape;

/// Lines that a heading can have.
const TALLEST: usize = 4;

/// Reads the answer to the typed command by its headings, or by its labels.
pub(super) fn read(origin: &Origin, items: &[Item<'_>]) -> Option<Answer> {
    let typed = origin.typed.as_ref()?;
    let definition = Definition { command: typed.command.clone(), counted: true, ..Definition::default() };
    let source = origin.source as u32;
    let close = doubled::undoubled(items);
    let items = close.as_deref().unwrap_or(items);
    let found = separate(&definition, items, source)
        .or_else(|| tables(&definition, items, (source, &origin.effort)))
        .or_else(|| instances(&definition, items, source))
        .or_else(|| Some(reader::around(items)).filter(Found::is_settled))?;
    let found = found.noted(&definition, (items, origin), |_| true);
    let answer = reader::answer(&definition, origin, cut_end::without(found, &definition, origin, items));
    Some(Answer { generic: true, table: usize::MAX, ..answer })
}

/// Text with separators, whose first line names the fields.
pub(super) fn separate(definition: &Definition, items: &[Item<'_>], source: u32) -> Option<Found> {
    let is_text = |at: &usize| items[*at].kind == ItemKind::Text;
    // Where no field is known, only text that begins with its heading can be told from other text.
    let is_described = !definition.columns.is_empty();
    let most = if is_described { items.len() } else { 1 };
    if !is_described && items.iter().any(|item| item.kind == ItemKind::Ruler && !item.line.text.contains('|')) {
        return None;
    }
    let begins = |at: usize| {
        let drawn = || separated::drawn(items, at).filter(|_| is_described);
        let of =
            |heading: separated::Heading| Some(heading.named(definition)).filter(|heading| heading.is_of(definition));
        Some((at, separated::find(items, at).and_then(of).or_else(|| drawn().and_then(of))?))
    };
    let (at, heading) = (0..items.len()).filter(is_text).take(most).find_map(begins)?;
    Some(rows_below(definition, items, (at, &heading), source))
}

/// The same of text whose cells tabs part.
pub(super) fn tabbed(definition: &Definition, items: &[Item<'_>], source: u32) -> Option<Found> {
    let texts = (0..items.len()).filter(|&at| items[at].kind == ItemKind::Text);
    let begins = |at: usize| Some((at, separated::tabbed(items, at)?.named(definition)));
    let (at, heading) = texts.filter_map(begins).find(|(_, heading)| heading.is_of(definition))?;
    Some(rows_below(definition, items, (at, &heading), source))
}

/// What stands below the heading of separated text, and beside it.
fn rows_below(
    definition: &Definition,
    items: &[Item<'_>],
    (at, heading): (usize, &separated::Heading),
    source: u32,
) -> Found {
    let mut found = reader::around(items);
    let rows = separated::rows(heading, definition, &items[heading.next..], source);
    // `{noformat}` and its like are a wiki's.
    let is_mark = |text: &str| text.starts_with('{') && text.ends_with('}') && !text.contains(' ');
    let texts = items[..at].iter().filter(|item| item.kind == ItemKind::Text);
    let stray = texts.filter(|item| !is_mark(item.line.text.trim()));
    found.troubles.extend(stray.map(|item| Trouble { kind: TroubleKind::Unfit, line: item.line.number }));
    found.troubles.extend(rows.troubles);
    (found.records, found.traces) = (rows.records, rows.traces);
    found
}

/// A view of a known command that its table does not describe: the columns of which it knows the heading, or the name, are these, and
/// all others have their own names. All keys must be among them.
pub(super) fn other_view(definition: &Definition, items: &[Item<'_>], origin: &Origin) -> Option<Found> {
    if definition.key.is_empty() {
        return None;
    }
    let runs = |item: &Item<'_>| if item.kind == ItemKind::Ruler { words(&item.line).len() } else { 0 };
    let ruler = items.iter().position(|item| runs(item) > 1)?;
    // A line alone below the rows is a page's.
    let end = items[ruler..].iter().position(|item| runs(item) == 1).map_or(items.len(), |end| ruler + end);
    let found = tables(definition, &items[..end], (origin.source as u32, &origin.effort))?;
    let is_told = |record: &Record| definition.key.iter().all(|key| record.cell(key).is_some());
    let is_whole = !found.records.is_empty() && found.records.iter().all(is_told);
    is_whole.then_some(Found { recognised: true, ..found })
}

/// Tables with a ruler each.
fn tables(definition: &Definition, items: &[Item<'_>], (source, effort): (u32, &Effort)) -> Option<Found> {
    let rulers: Vec<usize> = (1..items.len()).filter(|&at| items[at].kind == ItemKind::Ruler).collect();
    let headings: Vec<(usize, Heading)> = rulers.iter().filter_map(|&ruler| above(definition, items, ruler)).collect();
    if headings.is_empty() {
        return None;
    }
    let mut found = reader::around(items);
    let mut label = Vec::new();
    for (index, (start, heading)) in headings.iter().enumerate() {
        label = label_before(definition, items, *start, source).unwrap_or(label);
        let end = headings.get(index + 1).map_or(items.len(), |next| next.0);
        let is_label = |at: usize| index + 1 < headings.len() && Some(at) == text_before(items, end);
        let rows: Vec<usize> = (heading.next..end)
            .filter(|&at| items[at].kind == ItemKind::Text)
            .filter(|&at| !(is_label(at) && labels::labelled(definition, &items[at].line, source, true).is_some()))
            .collect();
        if rows.is_empty() {
            found.troubles.push(Trouble { kind: TroubleKind::Bare, line: items[*start].line.number });
            continue;
        }
        let place = records::Place { labels: &label, keys: &definition.key, source, closed: true, effort };
        let lines: Vec<Vec<Word<'_>>> = rows.iter().map(|&at| words(&items[at].line)).collect();
        let of_fields = heading.lines.len() == 1 && words(&items[*start].line).iter().all(heading::is_field);
        let shaped = heading.untyped.then(|| shape::shaped(heading, &lines, of_fields));
        let read = records::read(shaped.as_ref().unwrap_or(heading), &place, items, &rows);
        found.records.extend(read.records);
        found.troubles.extend(read.troubles);
    }
    Some(found)
}

/// The heading above a ruler: the lines of text that touch it.
fn above(definition: &Definition, items: &[Item<'_>], ruler: usize) -> Option<(usize, Heading)> {
    let is_label = |at: usize| {
        let label = labels::labelled(definition, &items[at].line, 0, true);
        label.is_some_and(|label| !items[at].line.text[..label.colon].trim().contains("  "))
    };
    let lines: Vec<usize> = (ruler.saturating_sub(TALLEST)..ruler)
        .rev()
        .take_while(|&at| items[at].kind == ItemKind::Text && !is_label(at))
        .collect();
    let lines: Vec<usize> = lines.into_iter().rev().collect();
    let runs = heading::ruler::assumed(&words(&items[ruler].line), &heading::heads(items, &lines))?;
    let cells = (0..runs.len()).map(|run| heading::cell_text(items, &lines, &runs, run).join(" "));
    let names: Vec<String> = cells.map(|cell| labels::field_name(&cell)).collect();
    let is_twice = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    if lines.is_empty() || is_twice || names.iter().any(String::is_empty) {
        return None;
    }
    let mut slots: Vec<Slot> = names.iter().map(|name| slot(definition, name)).collect();
    slots[0].blank = false;
    let untyped = slots.iter().all(|slot| definition.column(&slot.name).is_none());
    Some((lines[0], Heading { untyped, ..heading::placed(slots, 0, items, &lines, ruler) }))
}

/// The column of a heading, by its words or by its name.
fn slot(definition: &Definition, name: &str) -> Slot {
    let is_its = |column: &&Column| {
        let headed = column.headings.iter().any(|heading| labels::field_name(&heading.join(" ")) == name);
        column.splits.is_empty() && (headed || column.name == name)
    };
    let mut own = definition.columns.iter().filter(is_its);
    match (own.next(), own.next()) {
        (Some(column), None) => Slot { group: false, ..Slot::of(column, &definition.key) },
        _ => Slot { right: true, ..Slot::unknown(name, true) },
    }
}

fn text_before(items: &[Item<'_>], at: usize) -> Option<usize> {
    items[..at].iter().rposition(|item| item.kind != ItemKind::Blank)
}

/// A `Label: value` line above a heading, which holds for its rows.
fn label_before(definition: &Definition, items: &[Item<'_>], start: usize, source: u32) -> Option<Vec<(String, Cell)>> {
    let at = text_before(items, start)?;
    let label = labels::labelled(definition, &items[at].line, source, true)?;
    Some(vec![(label.field.clone(), labels::cell(&label))])
}

/// An instance view: two labels at least, and little else.
fn instances(definition: &Definition, items: &[Item<'_>], source: u32) -> Option<Found> {
    let (records, troubles) = super::instances::read(definition, items, source);
    let mut found = reader::around(items);
    found.troubles.extend(troubles);
    (!records.is_empty() && found.troubles.len() <= records.len()).then(|| {
        found.records = records;
        found
    })
}
