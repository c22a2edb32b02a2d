//! A TOML file as its loaders walk it: tables whose keys are all known, and texts that remember where they stand.
//!
//! No wrong key and no wrong type ends the walk; each leaves a fault with its place, and the walk goes on without it.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Fault, advice, nearest};

type Value<'t> = Spanned<DeValue<'t>>;

/// Openings of TOML strings; a key may have none. The newline behind a triple quote is not part of the text.
const OPENINGS: [&str; 9] = ["\"\"\"\r\n", "\"\"\"\n", "\"\"\"", "'''\r\n", "'''\n", "'''", "\"", "'", ""];

/// Characters of a line that are shown before a fault in a longer line, and behind it.
const BEFORE: usize = 1000;
const BEHIND: usize = 1000;

/// The faults that were found in one file so far.
pub(crate) struct Faults<'t> {
    file: &'t str,
    pub(super) text: &'t str,
    /// Where each line begins; worked out for the first fault.
    lines: OnceCell<Vec<usize>>,
    /// What stands in texts in the place of these names in braces.
    pub(super) filled: RefCell<Vec<(String, String)>>,
    pub(super) found: RefCell<Vec<Fault>>,
}

/// A string of the file with the bytes that hold it, quotes included.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) value: String,
    pub(crate) span: Range<usize>,
}

/// A TOML table whose keys were all looked at.
pub(crate) struct Section<'s, 't> {
    /// As it is called in messages, such as `[check]`; empty for the file itself.
    name: String,
    span: Range<usize>,
    table: &'s DeTable<'t>,
    faults: &'s Faults<'t>,
    /// Keys that its unknown ones most likely stand for; to call them missing too would be to say it twice.
    slips: Vec<String>,
}

/// Where the lines of a text begin.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// So many characters at most, from the end.
fn last_characters(text: &str, most: usize) -> &str {
    text.char_indices().rev().nth(most - 1).map_or(text, |(at, _)| &text[at..])
}

impl<'t> Faults<'t> {
    pub(crate) fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, lines: OnceCell::new(), filled: RefCell::default(), found: RefCell::default() }
    }

    /// Where each line of the file begins.
    fn lines(&self) -> &[usize] {
        self.lines.get_or_init(|| line_starts(self.text))
    }

    /// Number of the line that holds the byte, from 1.
    fn line_at(&self, byte: usize) -> usize {
        self.lines().partition_point(|&begin| begin <= byte).max(1)
    }

    /// Notes a fault at the bytes `span`; what runs over the end of the line is not marked.
    pub(crate) fn add(&self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.found.borrow_mut().push(Fault { message: message.into(), help: help.into(), ..self.place(span) });
    }

    /// A place of which only somebody else can tell whether it is right: a fault without words.
    pub(crate) fn place(&self, span: Range<usize>) -> Fault {
        let start = (0..=span.start.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0);
        let number = self.line_at(start);
        let begin = self.lines()[number - 1];
        let (head, tail) = self.text[begin..].split_at(start - begin);
        let tail = tail.lines().next().unwrap_or_default();
        let marked = tail.get(..span.end.saturating_sub(start)).unwrap_or(tail);
        let (shown, column) = (last_characters(head, BEFORE), head.chars().count() + 1);
        Fault {
            file: self.file.to_owned(),
            line: number,
            column,
            length: marked.chars().count().clamp(1, BEHIND),
            from: column - shown.chars().count(),
            text: shown.chars().chain(tail.chars().take(BEHIND)).collect(),
            message: String::new(),
            help: String::new(),
        }
    }

    /// Notes a fault about a part of a text, given in characters from its beginning.
    pub(crate) fn add_within(&self, text: &Text, part: Range<usize>, message: String, help: String) {
        self.add(self.part(text, part), message, help);
    }

    /// Notes a fault about a whole text, without its quotes.
    pub(crate) fn add_text(&self, text: &Text, message: impl Into<String>, help: impl Into<String>) {
        self.add(self.part(text, 0..text.value.chars().count()), message, help);
    }

    /// Bytes of a part of a text; of the whole text where escapes make its characters stand elsewhere.
    fn part(&self, text: &Text, part: Range<usize>) -> Range<usize> {
        let slice = self.text.get(text.span.clone()).unwrap_or_default();
        let opening = OPENINGS.iter().find(|opening| slice.starts_with(*opening)).map_or(0, |opening| opening.len());
        if !slice.get(opening..).is_some_and(|rest| rest.starts_with(&text.value)) {
            return text.span.clone();
        }
        let bytes = |at| text.value.char_indices().nth(at).map_or(text.value.len(), |(byte, _)| byte);
        let start = text.span.start + opening;
        start + bytes(part.start)..start + bytes(part.end)
    }

    /// The value when nothing is wrong, else all faults in the order of the file.
    pub(crate) fn settle<T>(self, value: T) -> Result<T, Vec<Fault>> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|fault| (fault.line, fault.column));
        if found.is_empty() { Ok(value) } else { Err(found) }
    }

    fn wrong_type(&self, value: &Value<'_>, name: &str, expected: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "an array",
            DeValue::Table(_) => "a table",
        };
        self.add(value.span(), format!("`{name}` is {found}"), format!("expected {expected}"));
    }

    fn text_of(&self, value: &Value<'_>, name: &str) -> Option<Text> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(value, name, "a string");
            return None;
        };
        let text = self.filled(text.to_string(), name);
        Some(Text { value: text, span: value.span() })
    }

    fn texts_of(&self, value: &Value<'_>, name: &str) -> Vec<Text> {
        let DeValue::Array(list) = value.get_ref() else {
            self.wrong_type(value, name, "an array of strings");
            return Vec::new();
        };
        list.iter().filter_map(|item| self.text_of(item, name)).collect()
    }
}

impl<'s, 't> Section<'s, 't> {
    /// The whole file.
    pub(crate) fn file(document: &'s Spanned<DeTable<'t>>, known: &[&str], faults: &'s Faults<'t>) -> Self {
        let first = faults.text.find('\n').unwrap_or(faults.text.len());
        Self::new(String::new(), 0..first, document.get_ref(), known, faults)
    }

    fn new(name: String, span: Range<usize>, table: &'s DeTable<'t>, known: &[&str], faults: &'s Faults<'t>) -> Self {
        let place = if name.is_empty() { String::new() } else { format!(" in `{name}`") };
        let mut slips = Vec::new();
        for key in table.keys().filter(|key| !known.contains(&key.get_ref().as_ref())) {
            let word = key.get_ref();
            faults.add(key.span(), format!("unknown key `{word}`{place}"), advice(word, known.iter().copied()));
            slips.extend(nearest(word, known.iter().copied()).map(str::to_owned));
        }
        Self { name, span, table, faults, slips }
    }

    /// Where the section begins.
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    pub(crate) fn is_array(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_array())
    }

    /// Where the key stands, else where the section begins.
    pub(crate) fn key_span(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or_else(|| self.span(), |(key, _)| key.span())
    }

    /// Number of the line on which the key stands, else of that on which the section begins.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.faults.line_at(self.key_span(key).start)
    }

    /// Notes that a key is missing, unless a misspelt one stands for it.
    pub(crate) fn missing(&self, key: &str, help: &str) {
        if self.slips.iter().any(|slip| slip == key) {
            return;
        }
        let place = if self.name.is_empty() { String::new() } else { format!(" in `{}`", self.name) };
        self.faults.add(self.span(), format!("missing key `{key}`{place}"), help);
    }

    pub(crate) fn text(&self, key: &str) -> Option<Text> {
        self.table.get(key).and_then(|value| self.faults.text_of(value, key))
    }

    /// A text that must be there and say something.
    pub(crate) fn need(&self, key: &str) -> Option<Text> {
        if !self.has(key) {
            self.missing(key, "");
        }
        let text = self.text(key)?;
        if text.value.trim().is_empty() {
            self.faults.add(text.span.clone(), format!("`{key}` is empty"), "expected a text that says something");
        }
        Some(text)
    }

    /// The value of a text, empty where it is not there.
    pub(crate) fn string(&self, key: &str) -> String {
        self.text(key).map(|text| text.value).unwrap_or_default()
    }

    /// The same without a fault: for a text that another look has found wrong already.
    pub(crate) fn quiet_string(&self, key: &str) -> String {
        self.table.get(key).and_then(|value| value.get_ref().as_str()).unwrap_or_default().to_owned()
    }

    /// The value of a text that must be there.
    pub(crate) fn needed_string(&self, key: &str) -> String {
        self.need(key).map(|text| text.value).unwrap_or_default()
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        let value = self.table.get(key)?;
        let DeValue::Boolean(flag) = value.get_ref() else {
            self.faults.wrong_type(value, key, "`true` or `false`");
            return None;
        };
        Some(*flag)
    }

    /// A whole number that is not below `least`, with its place.
    pub(crate) fn number(&self, key: &str, least: u32) -> Option<u32> {
        let value = self.table.get(key)?;
        let number = value.get_ref().as_integer().filter(|integer| integer.radix() == 10);
        let number = number.and_then(|integer| integer.as_str().replace('_', "").parse::<u32>().ok());
        if number.is_none_or(|number| number < least) {
            let found = if value.get_ref().is_integer() { "out of range" } else { "not a number" };
            let help = format!("expected a whole number from {least}");
            self.faults.add(value.span(), format!("`{key}` is {found}"), help);
            return None;
        }
        number
    }

    /// A date without a time.
    pub(crate) fn date(&self, key: &str) -> Option<Date> {
        let value = self.table.get(key)?;
        let date = value.get_ref().as_datetime().filter(|found| found.time.is_none()).and_then(|found| found.date);
        let date = date.and_then(|date| {
            let (year, month, day) = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
            Date::new(year.ok()?, month.ok()?, day.ok()?).ok()
        });
        if date.is_none() {
            self.faults.add(
                value.span(),
                format!("`{key}` is not a date"),
                "expected a date without quotes: 2026-12-31",
            );
        }
        date
    }

    /// A date that must be there.
    pub(crate) fn needed_date(&self, key: &str) -> Option<Date> {
        if !self.has(key) {
            self.missing(key, "expected a date without quotes, such as 2026-12-31");
        }
        self.date(key)
    }

    /// One text, or an array of them.
    pub(crate) fn one_or_more(&self, key: &str) -> Vec<Text> {
        match self.table.get(key).map(|value| value.get_ref()) {
            Some(DeValue::Array(_)) | None => self.texts(key),
            Some(_) => self.text(key).into_iter().collect(),
        }
    }

    pub(crate) fn texts(&self, key: &str) -> Vec<Text> {
        self.table.get(key).map(|value| self.faults.texts_of(value, key)).unwrap_or_default()
    }

    /// An array of arrays of strings.
    pub(crate) fn lists(&self, key: &str) -> Vec<Vec<Text>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(lists) = value.get_ref() else {
            self.faults.wrong_type(value, key, "an array of arrays of strings");
            return Vec::new();
        };
        lists.iter().map(|list| self.faults.texts_of(list, key)).collect()
    }

    /// The section below `key`, if there is one.
    pub(crate) fn section(&self, key: &str, known: &[&str]) -> Option<Section<'s, 't>> {
        let value = self.table.get(key)?;
        self.below(value, key, format!("[{key}]"), known)
    }

    /// All sections of an array of tables.
    pub(crate) fn sections(&self, key: &str, known: &[&str]) -> Vec<Section<'s, 't>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(list) = value.get_ref() else {
            self.faults.wrong_type(value, key, &format!("tables, each below a `[[{key}]]`"));
            return Vec::new();
        };
        list.iter().filter_map(|value| self.below(value, key, format!("[[{key}]]"), known)).collect()
    }

    /// The one section below `[key]`, or those of an array of tables.
    pub(crate) fn one_or_more_sections(&self, key: &str, known: &[&str]) -> Vec<Section<'s, 't>> {
        if self.is_array(key) { self.sections(key, known) } else { self.section(key, known).into_iter().collect() }
    }

    fn below(&self, value: &'s Value<'t>, key: &str, name: String, known: &[&str]) -> Option<Section<'s, 't>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.faults.wrong_type(value, key, "a table");
            return None;
        };
        Some(Section::new(name, value.span(), table, known, self.faults))
    }

    /// The names of the table below `key`, in the order of the file.
    pub(crate) fn names(&self, key: &str) -> Option<Vec<Text>> {
        let value = self.table.get(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.faults.wrong_type(value, key, "a table such as `{ name = \"...\" }`");
            return None;
        };
        let text =
            |key: &Spanned<_>| Text { value: <_ as AsRef<str>>::as_ref(key.get_ref()).to_owned(), span: key.span() };
        let mut names: Vec<Text> = table.keys().map(text).collect();
        names.sort_by_key(|name| name.span.start);
        Some(names)
    }

    /// The names and texts of the table below `key`, in the order of the file.
    pub(crate) fn pairs(&self, key: &str) -> Option<Vec<(Text, Text)>> {
        let names = self.names(key)?;
        let pair = |name: Text| {
            self.entry(key, &name.value).and_then(|v| self.faults.text_of(v, &name.value)).map(|v| (name, v))
        };
        Some(names.into_iter().filter_map(pair).collect())
    }

    /// Whether the entry `name` below `key` is a table of its own.
    pub(crate) fn is_table(&self, key: &str, name: &str) -> bool {
        self.entry(key, name).is_some_and(|value| value.get_ref().is_table())
    }

    /// The entry `name` below `key` as a text.
    pub(crate) fn entry_text(&self, key: &str, name: &str) -> Option<Text> {
        self.entry(key, name).and_then(|value| self.faults.text_of(value, name))
    }

    /// The entry `name` below `key` as a section.
    pub(crate) fn entry_section(&self, key: &str, name: &str, known: &[&str]) -> Option<Section<'s, 't>> {
        self.entry(key, name).and_then(|value| self.below(value, name, name.to_owned(), known))
    }

    /// The same without a fault.
    pub(crate) fn quiet_entry(&self, key: &str, name: &str) -> Option<String> {
        self.entry(key, name).and_then(|value| value.get_ref().as_str()).map(str::to_owned)
    }

    fn entry(&self, key: &str, name: &str) -> Option<&'s Value<'t>> {
        self.table.get(key).and_then(|value| value.get_ref().get(name))
    }
}
