//! Answers that are one sentence, such as the release or the node-scope-mode.

use super::answer::{Cell, Record, Value};
use super::body::{Item, ItemKind};
use super::found::Found;
use super::records::{Trouble, TroubleKind};
use super::{Definition, Sentence};
use crate::source::Place;

/// Whether the item is a sentence that is a whole answer.
pub(super) fn is_sentence(definition: &Definition, item: &Item<'_>) -> bool {
    let text = item.line.text.trim();
    definition.sentences.iter().any(|sentence| sentence_value(&sentence.text, &sentence.value, text).is_some())
}

/// Which items of text belong to the answer: its sentences, or what stands before its count. What fits nothing there is a
/// trouble of its own.
pub(super) fn owned(definition: &Definition, found: &Found, items: &[Item<'_>]) -> impl Fn(usize) -> bool + use<> {
    let is_told = |at: usize| is_sentence(definition, &items[at]);
    let by_sentence = found.placed.is_none() && (0..items.len()).any(is_told);
    let goes_on = |at: usize| at > 0 && is_told(at - 1) && is_date(items[at].line.text.trim());
    let count = items.iter().position(|item| matches!(item.kind, ItemKind::Footer(_))).unwrap_or(items.len());
    let own: Vec<bool> =
        (0..items.len()).map(|at| if by_sentence { is_told(at) || goes_on(at) } else { at < count }).collect();
    move |at| own.get(at).copied().unwrap_or(false)
}

/// An answer that is one sentence. Where it tells two values of one field, nobody knows which holds.
pub(super) fn sentences(definition: &Definition, items: &[Item<'_>], source: u32) -> Option<Found> {
    let mut found = Found::default();
    for item in items.iter().filter(|item| matches!(item.kind, ItemKind::Text | ItemKind::Error)) {
        let text = item.line.text.trim();
        for (sentence, (value, index)) in told(definition, text) {
            let cell = cell(item, value, index, source);
            let is_other = |record: &Record| record.cell(&sentence.field).is_some_and(|own| own.value != cell.value);
            if found.records.iter().any(is_other) {
                found.troubles.push(Trouble { kind: TroubleKind::Ambiguous, line: item.line.number });
            }
            let rest = sentence.text.contains('{').then(|| behind(sentence, text, index, &cell.value.text()));
            if rest.is_some_and(|rest| !rest.is_empty() && !is_date(rest) && !is_begun_date(rest)) {
                found.stray = Some((item.line.number, text.to_owned()));
            }
            let fields = vec![(sentence.field.clone(), cell)];
            found.records = vec![Record { fields, line: item.line.number, heading: [].into(), ..Record::default() }];
            found.recognised = true;
            // What refuses is told by its first line; one below an error of another kind is an answer beside it.
            found.is_told_by_error |= item.kind == ItemKind::Error && is_error_of(items, item);
        }
    }
    let dots = items.iter().find(|item| item.kind == ItemKind::Dots);
    found.stray = found.stray.or_else(|| dots.map(|item| (item.line.number, item.line.text.trim().to_owned())));
    if found.troubles.iter().any(|trouble| trouble.kind == TroubleKind::Ambiguous) {
        found.records.clear();
    }
    found.recognised.then_some(found)
}

/// The sentences that the line is, with the value and its place. Of two that begin alike the longer one tells more of the
/// line: `NetApp Release {release} Cluster-Mode:` is no `NetApp Release {release}:` with words behind it.
fn told<'d>(definition: &'d Definition, text: &str) -> Vec<(&'d Sentence, (String, usize))> {
    let value = |own: &'d Sentence| Some((own, sentence_value(&own.text, &own.value, text)?));
    let mut told: Vec<_> = definition.sentences.iter().filter_map(value).collect();
    let longest = told.iter().map(|(own, _)| mark(own).len()).max().unwrap_or(0);
    told.retain(|(own, _)| mark(own).len() == longest);
    told
}

/// What stands behind the braces of a sentence, empty where it has none.
fn mark(sentence: &Sentence) -> &str {
    sentence.text.split_once('}').map_or("", |(_, mark)| mark)
}

fn cell(item: &Item<'_>, value: String, index: usize, source: u32) -> Cell {
    let text = &item.line.text;
    let indent = text.chars().take_while(|c| c.is_whitespace()).count();
    let length = if index == 0 { text.trim().chars().count() } else { value.chars().count() };
    let column = item.line.column(indent + index) as u32;
    let place = Place { source, line: item.line.number as u32, column, length: length as u32 };
    Cell { value: Value::Text(value.into()), place, parts: Vec::new() }
}

/// Whether the line begins the only error among `items`.
fn is_error_of(items: &[Item<'_>], item: &Item<'_>) -> bool {
    let first = items.iter().find(|item| item.kind == ItemKind::Error).map(|first| first.line.text.trim());
    item.line.text.trim().starts_with("Error") || first.is_some_and(|text| text.ends_with(':'))
}

/// What stands in `text` behind the value that begins at character `index`, and behind the mark that ends it.
fn behind<'t>(sentence: &Sentence, text: &'t str, index: usize, value: &str) -> &'t str {
    let start = text.char_indices().nth(index).map_or(text.len(), |(at, _)| at);
    let rest = text.get(start + value.len()..).unwrap_or_default();
    rest.strip_prefix(mark(sentence)).unwrap_or(rest).trim_start_matches(':').trim()
}

/// The date behind a release, `Thu Jun 15 09:27:51 UTC 2023`, with ONTAP's mark `<1O>` or not.
fn is_date(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|word| !word.starts_with('<') || word.len() > 5).collect();
    let is_year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    words.last().is_some_and(|last| is_year(last)) && words.len() <= 6 && words.iter().all(|word| is_part(word))
}

/// The same where the line ends before the year.
fn is_begun_date(text: &str) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let words: Vec<&str> = text.split_whitespace().collect();
    words.len() < 6 && DAYS.contains(&words[0]) && words.iter().all(|word| is_part(word))
}

/// A number, a time, or a short word: a day, a month, a zone.
fn is_part(word: &str) -> bool {
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || b":+-".contains(&byte));
    is_number || (word.len() <= 5 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

/// The value that `line` tells when it is the sentence `pattern`: a fixed value, or the word in place of `{...}`.
fn sentence_value(pattern: &str, value: &str, line: &str) -> Option<(String, usize)> {
    let (own, first) = (pattern.as_bytes().first(), line.as_bytes().first());
    // Hardly any line begins as a sentence does.
    if own.is_some_and(|own| !matches!(own, b'{' | b'.') && first.is_none_or(|first| !own.eq_ignore_ascii_case(first)))
    {
        return None;
    }
    if let Some(start) = pattern.strip_suffix("...") {
        let is_told = line.get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start));
        return is_told.then(|| (value.to_owned(), 0));
    }
    let Some((before, rest)) = pattern.split_once('{') else {
        return line.eq_ignore_ascii_case(pattern).then(|| (value.to_owned(), 0));
    };
    let behind = rest.split_once('}').map_or("", |(_, behind)| behind);
    let start = line.get(..before.len()).filter(|start| start.eq_ignore_ascii_case(before))?;
    let rest = &line[start.len()..];
    let end = rest.find(|c: char| c.is_whitespace() || behind.starts_with(c)).unwrap_or(rest.len());
    // A line that ends before the mark behind the value may be cut: a bare `9.1` was perhaps going to be `9.13.1`.
    let is_release = || rest[..end].matches('.').count() > 1 && !rest[..end].ends_with('.');
    let is_whole = rest[end..].starts_with(behind) || behind.len() == 1 && is_release();
    (end > 0 && is_whole).then(|| (rest[..end].to_owned(), start.chars().count()))
}

impl Sentence {
    /// Whether the line is this sentence.
    pub(crate) fn is_told_by(&self, line: &str) -> bool {
        sentence_value(&self.text, &self.value, line.trim()).is_some()
    }
}
