//! `Label: value` lines: instance views, and the lines above a table that hold for all of its rows.

use std::sync::Arc;

use super::answer::{Cell, Record, Value};
use super::closed;
use super::{Column, Definition, Kind};
use crate::source::{Line, Place};

/// A label with the text behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Labelled<'d> {
    /// The column, where the label is known.
    pub(super) column: Option<&'d Column>,
    /// Field name; made from the label where no column is known.
    pub(super) field: String,
    /// The value.
    pub(super) value: String,
    /// Where the value stands; the label where there is no value.
    pub(super) place: Place,
    /// Column at which the value starts, from 0, tabs expanded to stops of eight.
    pub(super) indent: usize,
    /// Byte at which its colon stands.
    pub(super) colon: usize,
    /// Column at which it stands.
    pub(super) at: usize,
}

impl Labelled<'_> {
    /// Whether nothing stands behind it although ONTAP never leaves it so: it prints a value, or `-`.
    pub(super) fn is_lost(&self) -> bool {
        let may_be_empty = |column: &Column| column.blank || column.kind == Kind::Text || column.kind.is_list();
        self.value.is_empty() && self.column.is_some_and(|column| !may_be_empty(column))
    }
}

/// The column of a byte, tabs expanded to stops of eight.
pub(super) fn column_of(text: &str, byte: usize) -> usize {
    text[..byte].chars().fold(0, |column, c| if c == '\t' { (column / 8 + 1) * 8 } else { column + 1 })
}

/// The label that `line` begins with. Labels that `definition` does not know count only when `any`.
pub(super) fn labelled<'d>(
    definition: &'d Definition,
    line: &Line<'_>,
    source: u32,
    any: bool,
) -> Option<Labelled<'d>> {
    let text: &str = &line.text;
    let indent = text.len() - text.trim_start().len();
    let trimmed = &text[indent..];
    let loose = || any_label(trimmed).map(|length| (by_words(definition, &trimmed[..length]), length));
    let (column, length) = known_label(definition, trimmed).or_else(|| any.then(loose).flatten())?;
    let behind = &trimmed[length..];
    let gap = behind.find(':')? + 1;
    let value = behind[gap..].trim();
    let from = indent + length + gap + (behind[gap..].len() - behind[gap..].trim_start().len());
    let place =
        if value.is_empty() { place_of(line, indent, trimmed, source) } else { place_of(line, from, value, source) };
    let label = strip_mark(&trimmed[..length]);
    let field = column.map_or_else(|| field_name(label), |column| column.name.clone());
    Some(Labelled {
        column,
        field,
        value: value.to_owned(),
        place,
        colon: indent + length + gap - 1,
        at: column_of(text, indent + length + gap - 1),
        indent: column_of(text, from.min(text.len())),
    })
}

fn place_of(line: &Line<'_>, byte: usize, text: &str, source: u32) -> Place {
    let index = line.text[..byte].chars().count();
    let length = text.trim_end().chars().count().max(1);
    let column = line.column(index);
    let end = line.column(index + length - 1);
    Place {
        source,
        line: line.number as u32,
        column: column as u32,
        length: (end + 1).saturating_sub(column).max(1) as u32,
    }
}

/// From 9.6 ONTAP marks labels that are on their way out.
fn strip_mark(label: &str) -> &str {
    let label = label.trim();
    label
        .get(..13)
        .filter(|start| start.eq_ignore_ascii_case("(deprecated)-"))
        .map_or(label, |start| &label[start.len()..])
}

/// What stands before the first colon behind the mark of a label, and where it begins.
pub(super) fn before_colon(text: &str) -> Option<(usize, &str)> {
    let mark = text.len() - strip_mark(text).len();
    let said = text[mark..].split(':').next().filter(|said| mark + said.len() < text.len())?;
    Some((mark, said.trim_end()))
}

/// The longest label of the definition that stands at the start of `text` with a colon behind it.
fn known_label<'d>(definition: &'d Definition, text: &str) -> Option<(Option<&'d Column>, usize)> {
    let (mark, said) = before_colon(text)?;
    let fits = |label: &str| {
        // Behind a shorter one no colon would stand.
        if label.len() < said.len() {
            return false;
        }
        let rest = text.get(mark..mark + label.len()).filter(|start| start.eq_ignore_ascii_case(label));
        rest.is_some() && text[mark + label.len()..].trim_start().starts_with(':')
    };
    let candidates =
        definition.columns.iter().flat_map(|column| column.labels.iter().map(move |label| (column, label)));
    let best = candidates.filter(|(_, label)| fits(label)).max_by_key(|(_, label)| label.len())?;
    Some((Some(best.0), mark + best.1.len()))
}

/// The only column whose name, label or heading has all words of a label that somebody typed: `Oper Status`, `User Name`.
fn by_words<'d>(definition: &'d Definition, label: &str) -> Option<&'d Column> {
    let at = definition.spelled.column(label, || place_by_words(definition, label))?;
    definition.columns.get(at)
}

fn place_by_words(definition: &Definition, label: &str) -> Option<usize> {
    // `NDMP Enabled`: what all of the table is about tells no column apart.
    let is_topic = |stem: &&Stem<'_>| stems(&definition.command).any(|topic| topic.is(stem));
    let all: Vec<Stem<'_>> = stems(strip_mark(label)).collect();
    let telling: Vec<Stem<'_>> = all.iter().filter(|stem| !is_topic(stem)).copied().collect();
    let words = if telling.is_empty() { all } else { telling };
    // `Oper Status` is all of `status-oper`, which counts more than a part of another one.
    let tells = |text: &[String], is_whole: bool| {
        let own = || text.iter().flat_map(|part| stems(part));
        let is_told = |word: &Stem<'_>| text.iter().any(|part| word.may_be_in(part)) && own().any(|stem| stem.is(word));
        words.iter().all(is_told) && (!is_whole || own().count() == words.len())
    };
    let fits = |column: &&Column, is_whole: bool| {
        let one = |text: &String| tells(std::slice::from_ref(text), is_whole);
        one(&column.name) || column.labels.iter().any(one) || column.headings.iter().any(|lines| tells(lines, is_whole))
    };
    if words.is_empty() {
        return None;
    }
    let plain = definition.columns.iter().enumerate().filter(|(_, column)| column.splits.is_empty());
    // What is all of a name is a part of it too.
    let part: Vec<(usize, &Column)> = plain.filter(|(_, column)| fits(column, false)).collect();
    let whole: Vec<(usize, &Column)> = part.iter().copied().filter(|(_, column)| fits(column, true)).collect();
    match (whole.as_slice(), part.as_slice()) {
        ([(only, _)], _) | ([], [(only, _)]) => Some(*only),
        _ => None,
    }
}

/// A word without the ending of its plural, and with an `e` in the place of `ed`: `Enabled` and `enable` are one.
#[derive(Clone, Copy)]
struct Stem<'t> {
    text: &'t str,
    with_e: bool,
}

impl Stem<'_> {
    /// Whether its first letters stand anywhere in the text: a cheap question, because few texts have it.
    fn may_be_in(&self, text: &str) -> bool {
        let Some(first) = self.text.as_bytes().get(..2) else { return true };
        text.as_bytes().windows(2).any(|pair| pair.eq_ignore_ascii_case(first))
    }

    fn is(&self, other: &Stem<'_>) -> bool {
        let bytes = |stem: &Stem<'_>| stem.text.len() + usize::from(stem.with_e);
        let letters = |text: &'_ str, with_e: bool| text.bytes().chain(with_e.then_some(b'e')).collect::<Vec<u8>>();
        bytes(self) == bytes(other)
            && match self.with_e == other.with_e {
                true => self.text.eq_ignore_ascii_case(other.text),
                false => letters(self.text, self.with_e).eq_ignore_ascii_case(&letters(other.text, other.with_e)),
            }
    }
}

/// The stems of a text's words.
fn stems(text: &str) -> impl Iterator<Item = Stem<'_>> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| {
        let text = word.trim_end_matches(['s', 'S']);
        let at = text.len().saturating_sub(2);
        let with_e = text.get(at..).is_some_and(|end| end.eq_ignore_ascii_case("ed"));
        Stem { text: if with_e { &text[..at] } else { text }, with_e }
    })
}

fn any_label(text: &str) -> Option<usize> {
    let at = text.find(": ").or_else(|| text.strip_suffix(':').map(str::len))?;
    let label = &text[..at];
    let is_label = label.starts_with(|c: char| c.is_ascii_uppercase() || c == '(')
        && label.len() <= 60
        && label.chars().all(|c| c.is_ascii_alphanumeric() || " -_/()?.'#%,&".contains(c));
    is_label.then_some(at)
}

/// A field name made of a label or a heading.
pub(super) fn field_name(label: &str) -> String {
    let mut name = String::new();
    for c in label.chars() {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.ends_with('-') {
            name.push('-');
        }
    }
    name.trim_matches('-').to_owned()
}

/// Value of a label as a cell; lists are parted.
pub(super) fn cell(labelled: &Labelled<'_>) -> Cell {
    let is_list = labelled.column.is_some_and(|c| matches!(c.kind, Kind::List | Kind::Addresses | Kind::Targets));
    let is_free = |inner: &str| {
        let is_worded = |column: &Column| column.words.iter().any(|word| word == inner);
        labelled.column.is_none_or(|column| column.kind == Kind::Text && !is_worded(column))
    };
    let quoted = unquoted(&labelled.value).filter(|inner| *inner == "-" || !is_free(inner));
    let text = quoted.unwrap_or(&labelled.value);
    let shift = u32::from(quoted.is_some());
    let place =
        Place { column: labelled.place.column + shift, length: labelled.place.length - 2 * shift, ..labelled.place };
    let is_entries = labelled.column.is_some_and(|c| c.kind == Kind::ServiceAddresses);
    let value = if is_entries {
        Value::List(entries(text))
    } else if is_list && text != "-" && !text.is_empty() {
        Value::List(text.split(',').map(str::trim).filter(|element| !element.is_empty()).map(str::to_owned).collect())
    } else {
        let printed = labelled.column.and_then(|column| closed::printed(&column.kind, text));
        Value::Text(printed.as_deref().unwrap_or(text).into())
    };
    Cell { value, place, parts: Vec::new() }
}

/// What stands between the quotes that somebody put round a value; free text may have its own.
fn unquoted(value: &str) -> Option<&str> {
    let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].strip_suffix(mark).filter(|inner| !inner.is_empty() && !inner.contains(mark))
}

/// `service: address, address` entries to `service:address`.
fn entries(text: &str) -> Vec<String> {
    let mut service = "";
    let mut entries = Vec::new();
    for word in text.split([' ', ',']).filter(|word| !word.is_empty()) {
        match word.strip_suffix(':') {
            Some(name) => service = name,
            None => entries.push(format!("{service}:{word}")),
        }
    }
    entries
}

/// Reads lines that are nothing but the names of asked fields, none of them a key, with their values.
pub(super) fn of_fields<'a>(
    definition: &Definition,
    asked: &[&str],
    lines: impl Iterator<Item = &'a Line<'a>>,
    source: u32,
) -> Option<Vec<Record>> {
    let mut records: Vec<Vec<Labelled<'_>>> = Vec::new();
    for line in lines {
        let label = labelled(definition, line, source, false).filter(|label| asked.contains(&label.field.as_str()))?;
        if records.last().is_none_or(|record| record.iter().any(|other| other.field == label.field)) {
            records.push(Vec::new());
        }
        records.last_mut()?.push(label);
    }
    let has_key = records.iter().flatten().any(|label| definition.key.contains(&label.field));
    (!has_key).then(|| records.iter().map(|record| to_record(record)).collect())
}

/// The labels of one record as its fields.
pub(super) fn to_record(labels: &[Labelled<'_>]) -> Record {
    let told = labels.iter().filter(|label| !label.is_lost());
    let fields = told.map(|label| (label.field.clone(), cell(label))).collect();
    Record {
        fields,
        line: labels.first().map_or(0, |label| label.place.line as usize),
        heading: Arc::from([]),
        ..Record::default()
    }
}
