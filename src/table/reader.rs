//! One answer's lines to records and a status.

use std::sync::Arc;

use super::answer::{Answer, Cell, Doubt, Record, Status, Value};
use super::body::{Item, ItemKind};
use super::broken;
use super::command::{Passed, Typed};
use super::cut_end;
use super::dotted::{self, is_inside_cell};
use super::effort::Effort;
use super::found::Found;
use super::gate::Gate;
use super::generic;
use super::heading::Heading;
use super::headless;
use super::instances;
use super::labels;
use super::records::{self, Trouble, TroubleKind};
use super::seams::Seams;
use super::sentence::{owned, sentences};
use super::sheet::Sheet;
use super::status::Verdict;
use super::{Definition, Kind};
use crate::source::{Line, Place};

/// Where an answer comes from.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// Index of the table.
    pub(super) table: usize,
    /// The command, where it is known.
    pub(super) typed: Option<Arc<Typed>>,
    /// Whether it is only what several commands have in common, of which any may have printed the answer.
    pub(super) is_shared: bool,
    /// Cluster name in the prompt.
    pub(super) prompt: Option<String>,
    /// Index of the capture.
    pub(super) source: usize,
    /// Line of the command or of the answer's first line.
    pub(super) line: usize,
    /// Whether a prompt or the next command follows.
    pub(super) closed: bool,
    /// Whether a fence stands below it.
    pub(super) is_fenced: bool,
    /// Whether the text ends inside the answer's last line.
    pub(super) open_end: bool,
    /// Whether the capture is this answer and nothing else.
    pub(super) is_pure: bool,
    /// Why it proves nothing, whatever it says.
    pub(super) doubt: Option<(Doubt, Option<usize>)>,
    /// What the search for its cells may cost.
    pub(super) effort: Effort,
}

/// Reads the answer in `items`; `None` when nothing in it belongs to `definition`.
pub(super) fn read(definition: &Definition, gate: &Gate, origin: &Origin, items: &[Item<'_>]) -> Option<Answer> {
    let option = origin.typed.as_ref().map(|typed| view_option(definition, typed));
    let found = sentences(definition, items, origin.source as u32)
        .or_else(|| generic::separate(definition, items, origin.source as u32))
        .or_else(|| tables((definition, gate), option, items, origin))
        .or_else(|| generic::tabbed(definition, items, origin.source as u32))
        .or_else(|| origin.typed.as_ref().and_then(|typed| of_fields(definition, typed, items, origin)))
        .or_else(|| origin.typed.as_ref().and_then(|_| without_heading(definition, items, origin)))
        .or_else(|| origin.typed.as_ref().and_then(|_| generic::other_view(definition, items, origin)))
        .filter(|found| found.recognised)?;
    let is_own = owned(definition, &found, items);
    let found = found.noted(definition, (items, origin), is_own);
    Some(answer(definition, origin, cut_end::without(found, definition, origin, items)))
}

/// Reads labels or a table without heading of which no command is known.
pub(super) fn read_instances(definition: &Definition, origin: &Origin, items: &[Item<'_>]) -> Option<Answer> {
    let found = without_heading(definition, items, origin)?;
    let is_own = owned(definition, &found, items);
    let found = found.noted(definition, (items, origin), is_own);
    Some(answer(definition, origin, cut_end::without(found, definition, origin, items)))
}

/// The option that chose the view.
pub(super) fn view_option<'a>(definition: &'a Definition, typed: &Typed) -> &'a str {
    let options = definition.views.iter().map(|view| view.option.as_str());
    options.filter(|option| !option.is_empty()).find(|option| typed.has_option(option)).unwrap_or("")
}

/// Tables with headings, and the `Label: value` lines above them.
fn tables(known: (&Definition, &Gate), option: Option<&str>, items: &[Item<'_>], origin: &Origin) -> Option<Found> {
    let mut sheet = Sheet::new(known, option, items, origin);
    let mut at = 0;
    while let Some(item) = items.get(at) {
        let mut next = at + 1;
        match item.kind {
            ItemKind::Text => next = sheet.text(at),
            ItemKind::Ruler => sheet.ruler(at),
            ItemKind::Dots => {
                let kind = if is_inside_cell(items, at) { TroubleKind::Half } else { TroubleKind::LeftOut };
                sheet.found.troubles.push(Trouble { kind, line: item.line.number });
            }
            ItemKind::Footer(count) => {
                sheet.found.announced = Some(count);
                break;
            }
            ItemKind::Empty => {
                sheet.found.empty = Some(item.line.number);
                sheet.found.recognised = true;
            }
            ItemKind::Error => sheet.found.refuse(item),
            _ => {}
        }
        at = next;
    }
    Some(dotted::without_lists(known.0, sheet.finish()?, items))
}

/// What the lines beside the rows tell: count, emptiness, errors, and what was left out.
pub(super) fn around(items: &[Item<'_>]) -> Found {
    let mut found = Found { recognised: true, ..Found::default() };
    for item in items {
        match item.kind {
            ItemKind::Dots => found.troubles.push(Trouble { kind: TroubleKind::LeftOut, line: item.line.number }),
            ItemKind::Footer(count) => found.announced = Some(count),
            ItemKind::Empty => found.empty = Some(item.line.number),
            ItemKind::Error => found.refuse(item),
            _ => {}
        }
    }
    found
}

/// `Paths:` above a table of a device block.
pub(super) fn is_bare_label(text: &str) -> bool {
    let text = text.trim();
    text.strip_suffix(':')
        .is_some_and(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == ' '))
}

/// The field that a label tells for the table below it, and whether it is the first of its labels.
pub(super) fn label_above(definition: &Definition, item: &Item<'_>, source: u32) -> Option<(String, Cell, bool)> {
    let mut names = definition.views.iter().flat_map(|view| &view.above).peekable();
    if names.peek().is_none() || !item.line.text.contains(':') {
        return None;
    }
    let labelled = labels::labelled(definition, &item.line, source, false)?;
    let column = labelled.column.filter(|column| names.any(|name| *name == column.name))?;
    let first = definition.views.iter().any(|view| view.above.first() == Some(&column.name));
    Some((column.name.clone(), labels::cell(&labelled), first))
}

/// What tells the records of a view apart.
pub(super) fn keys(definition: &Definition, view: usize) -> &[String] {
    let own = definition.views.get(view).and_then(|view| view.key.as_ref());
    own.unwrap_or(&definition.key)
}

/// Instance views, and tables that are printed without a heading.
fn without_heading(definition: &Definition, items: &[Item<'_>], origin: &Origin) -> Option<Found> {
    let source = origin.source as u32;
    let mut found = Found::default();
    let headless = definition.views.iter().position(|view| view.headless);
    let count = items.iter().position(|item| matches!(item.kind, ItemKind::Footer(_))).unwrap_or(items.len());
    let texts: Vec<usize> = (0..count).filter(|&at| items[at].kind == ItemKind::Text).collect();
    let is_label = |&at: &usize| labels::labelled(definition, &items[at].line, source, false).is_some();
    let knows_label = texts.iter().any(is_label);
    // No row of a table without heading begins with a label: what does is its instance view.
    let begins_with_label = texts.first().is_some_and(is_label);
    if let Some(view) = headless.filter(|_| !texts.is_empty() && !begins_with_label) {
        let heading = headless::of_view(definition, view, texts.iter().map(|&at| &items[at].line));
        let place = records::Place {
            labels: &[],
            keys: keys(definition, view),
            source,
            closed: origin.closed,
            effort: &origin.effort,
        };
        let rows = records::read(&heading, &place, items, &texts);
        (found.view, found.records, found.troubles) = (view, rows.records, rows.troubles);
        (found.traces, found.rests) = (rows.traces, rows.rests);
        found.recognised = !found.records.is_empty();
    } else if knows_label {
        (found.records, found.troubles) = instances::read(definition, items, source);
        let said = found.troubles.iter().find(|trouble| trouble.kind == TroubleKind::Said);
        found.beside = said.map(|trouble| trouble.line);
        found.traces = found.troubles.iter().filter_map(trace_of_labels).collect();
        found.view = definition.views.iter().position(|view| view.option.is_empty()).unwrap_or(0);
        found.recognised = true;
    }
    found.announced = items.iter().find_map(|item| if let ItemKind::Footer(n) = item.kind { Some(n) } else { None });
    let dots = items.iter().filter(|item| item.kind == ItemKind::Dots);
    found.troubles.extend(dots.map(|item| Trouble { kind: TroubleKind::LeftOut, line: item.line.number }));
    found.recognised.then_some(found)
}

/// Why a line of an instance view was not read.
fn trace_of_labels(trouble: &Trouble) -> Option<(usize, String)> {
    let why = match trouble.kind {
        TroubleKind::Unfit => "no label begins it, and it stands where no value goes on",
        TroubleKind::Half => "labels that other records have are missing below it, or a value ends in a comma",
        _ => return None,
    };
    Some((trouble.line, why.to_owned()))
}

/// The answer to a command that asks for fields, where somebody left out the heading, or all but the fields' names and values.
fn of_fields(definition: &Definition, typed: &Typed, items: &[Item<'_>], origin: &Origin) -> Option<Found> {
    let source = origin.source as u32;
    let asked: Vec<&str> = typed.fields()?.split(',').map(str::trim).collect();
    let count = items.iter().position(|item| matches!(item.kind, ItemKind::Footer(_))).unwrap_or(items.len());
    let texts: Vec<usize> = (0..count).filter(|&at| items[at].kind == ItemKind::Text).collect();
    let first = items[*texts.first()?].line.number;
    let lines = || texts.iter().map(|&at| &items[at].line);
    if let Some(records) = labels::of_fields(definition, &asked, lines(), source) {
        // Whose values these are, nobody knows.
        let troubles = vec![Trouble { kind: TroubleKind::Half, line: first }];
        return Some(Found { records, troubles, ..around(items) });
    }
    if let Some(heading) = headless::of_names(definition, &asked, &items[texts[0]].line) {
        return named(&heading, items, &texts[1..], origin);
    }
    let heading = headless::of_fields(definition, &asked, lines())?;
    let place =
        records::Place { labels: &[], keys: &definition.key, source, closed: origin.closed, effort: &origin.effort };
    let rows = records::read(&heading, &place, items, &texts);
    let (view, records, traces, rests) = (heading.view, rows.records, rows.traces, rows.rests);
    let (troubles, supposed) = (rows.troubles, Some(first));
    let mut found = Found { view, records, troubles, traces, rests, supposed, ..around(items) };
    found.troubles.push(Trouble { kind: TroubleKind::Half, line: first });
    Some(found).filter(|found| !found.records.is_empty())
}

/// The rows below the names of asked fields, each with a word for every name.
fn named(heading: &Heading, items: &[Item<'_>], rows: &[usize], origin: &Origin) -> Option<Found> {
    let is_whole = |at: &usize| items[*at].line.text.split_whitespace().count() == heading.slots.len();
    if rows.is_empty() || !rows.iter().all(is_whole) {
        return None;
    }
    let (source, closed, effort) = (origin.source as u32, origin.closed, &origin.effort);
    let keys: Vec<String> = heading.slots.iter().filter(|slot| slot.key).map(|slot| slot.name.clone()).collect();
    let place = records::Place { labels: &[], keys: &keys, source, closed, effort };
    let read = records::read(heading, &place, items, rows);
    let (view, records, traces, rests) = (heading.view, read.records, read.traces, read.rests);
    Some(Found { view, records, troubles: read.troubles, traces, rests, ..around(items) })
}

pub(super) fn answer(definition: &Definition, origin: &Origin, mut found: Found) -> Answer {
    let typed = origin.typed.as_deref();
    let filters = typed.map(|typed| filters(definition, typed)).unwrap_or_default();
    add_asked_keys(&mut found, definition, &filters, place_in(origin));
    found.records = unmasked(std::mem::take(&mut found.records));
    found.troubles.extend(hidden_key(definition, &found.records));
    let passed = typed.filter(|typed| typed.passed != Passed::Whole).map(|_| TroubleKind::Sifted);
    let kinds = passed.into_iter().chain(origin.is_shared.then_some(TroubleKind::Shared));
    found.troubles.extend(kinds.map(|kind| Trouble { kind, line: origin.line }));
    let mut answer = Answer {
        command: definition.command.clone(),
        options: typed.map(Typed::options_text).unwrap_or_else(|| view_text(definition, found.view)),
        typed: typed.map(|typed| typed.text.clone()).filter(|text| !text.is_empty()),
        table: origin.table,
        view: found.view,
        filters,
        prompt: origin.prompt.clone(),
        source: origin.source,
        line: origin.line,
        status: Status::Complete,
        announced: found.announced,
        records: found.placed.take().unwrap_or_else(|| std::mem::take(&mut found.records).into()),
        why: String::new(),
        why_place: None,
        generic: false,
        remarks: std::mem::take(&mut found.remarks),
        traces: std::mem::take(&mut found.traces),
        doubt: None,
        is_asked: origin.typed.is_some(),
        seams: seams(&mut found),
        in_session: origin.prompt.is_some() || typed.is_some_and(|typed| !typed.text.is_empty()),
    };
    let hidden = answer.records.hidden_label(definition);
    found.troubles.extend(hidden.map(|line| Trouble { kind: TroubleKind::Unfit, line }));
    answer.doubt = doubt(&found, origin, answer.records.last_line().unwrap_or(0));
    settle(&mut answer, &found, definition, origin);
    answer.doubt = answer.doubt.or_else(|| broken::miscounted(&found, &answer));
    answer
}

/// An answer that has no form that is known, from this line on.
pub(super) fn unread(definition: &Definition, origin: &Origin, line: &Line<'_>) -> Answer {
    let length = line.text.chars().count() as u32;
    let place = Place { line: line.number as u32, length, ..place_in(origin) };
    Answer {
        status: Status::Unreadable,
        why: "no line of it has a form that is known".to_owned(),
        why_place: Some(place),
        ..answer(definition, origin, Found::default())
    }
}

fn seams(found: &mut Found) -> Seams {
    let troubles = found.troubles.iter().map(|trouble| trouble.line).collect();
    Seams { rests: std::mem::take(&mut found.rests), troubles }
}

fn unmasked(records: Vec<Record>) -> Vec<Record> {
    records.into_iter().map(Record::without_masks).collect()
}

/// The first record whose key somebody hid: nobody knows which object it is.
fn hidden_key(definition: &Definition, records: &[Record]) -> Option<Trouble> {
    let is_hidden = |record: &&Record| {
        let is_key = |field: &String| definition.key.contains(field);
        record.misfits.iter().any(|misfit| is_key(&misfit.field))
            || record
                .fields
                .iter()
                .any(|(name, cell)| is_key(name) && broken::tells_no_key(definition, name, &cell.value.text()))
    };
    records.iter().find(is_hidden).map(|record| Trouble { kind: TroubleKind::Unfit, line: record.line })
}

/// Gives the records that lack a key the value that the command asks for.
fn add_asked_keys(found: &mut Found, definition: &Definition, filters: &[(String, String)], place: Place) {
    for (name, value) in filters.iter().rev().filter(|(name, value)| definition.key.contains(name) && is_literal(value))
    {
        let cell = Cell { value: Value::Text(value.into()), place, parts: Vec::new() };
        let lacking = found.records.iter_mut().filter(|record| record.cell(name).is_none());
        lacking.for_each(|record| record.fields.insert(0, (name.clone(), cell.clone())));
    }
}

/// Whether a filter names one value, and no pattern or place for one.
pub(crate) fn is_literal(value: &str) -> bool {
    !value.is_empty()
        && !value.starts_with('!')
        && !value.contains(['*', '|', '<', '>', '"', ',', '{'])
        && !value.contains("..")
}

/// Says whether the answer is all there, and if not, why.
fn settle(answer: &mut Answer, found: &Found, definition: &Definition, origin: &Origin) {
    let view = definition.views.get(answer.view);
    let counted = view.and_then(|view| view.counted).unwrap_or(definition.counted);
    let verdict = Verdict {
        troubles: &found.troubles,
        empty: found.empty,
        refused: found.refused.as_ref(),
        complaint: found.complaint.as_ref(),
        stray: found.stray.as_ref(),
        paged: found.paged,
        counted,
    };
    let (status, why, line) = verdict.status(answer);
    answer.status = status;
    answer.why = why;
    answer.why_place = line.map(|line| Place { line: line as u32, ..place_in(origin) });
}

/// Why the answer proves nothing; `last`: the line of its last record.
fn doubt(found: &Found, origin: &Origin, last: usize) -> Option<(Doubt, Place)> {
    let stray = found.stray.as_ref().map(|(line, _)| (Doubt::Stray, Place { line: *line as u32, ..place_in(origin) }));
    let supposed = found.supposed.map(|line| (Doubt::Supposed, Place { line: line as u32, ..place_in(origin) }));
    // A sentence between the rows may speak of them.
    let is_among = |trouble: &&Trouble| trouble.kind == TroubleKind::Said && trouble.line < last;
    let said = found.troubles.iter().find(is_among).map(|trouble| trouble.line);
    let beside = found.beside.or(said).map(|line| (Doubt::Stray, Place { line: line as u32, ..place_in(origin) }));
    let own = |(doubt, line): (Doubt, Option<usize>)| {
        let line = line.unwrap_or(origin.line);
        (doubt, Place { line: line as u32, ..place_in(origin) })
    };
    let broken = found.broken.map(|line| (Doubt::Broken, Place { line: line as u32, ..place_in(origin) }));
    stray.or(beside).or(broken).or(supposed).or_else(|| origin.doubt.map(own))
}

fn place_in(origin: &Origin) -> Place {
    Place { source: origin.source as u32, line: origin.line as u32, column: 1, length: 0 }
}

fn view_text(definition: &Definition, view: usize) -> String {
    let option = definition.views.get(view).map_or("", |view| view.option.as_str());
    if option.is_empty() { String::new() } else { format!("-{option}") }
}

/// Options that choose records: those that name a column and give a value.
fn filters(definition: &Definition, typed: &Typed) -> Vec<(String, String)> {
    let options = typed.options.iter().filter_map(|(name, value)| Some((name.clone(), value.clone()?)));
    let is_all = |value: &str| value == "*" || value.is_empty();
    let named = options.filter(|(name, value)| name != "fields" && name != "instance" && !is_all(value));
    let positional = typed.arguments.iter().zip(positional_columns(definition));
    positional.filter(|(value, _)| !is_all(value)).map(|(value, name)| (name, value.clone())).chain(named).collect()
}

/// Columns that arguments without an option name fill, in ONTAP's order.
fn positional_columns(definition: &Definition) -> Vec<String> {
    let has_option_name = definition.columns.iter().any(|column| column.kind == Kind::OptionName);
    if has_option_name { vec!["option-name".to_owned()] } else { definition.key.clone() }
}
