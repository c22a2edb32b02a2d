//! Which words can begin a heading or a label: a cheap question asked of every line, so that few are looked at closely.

use super::body::{Item, ItemKind};
use super::{Column, Definition};

/// The first letters, last letters and lengths of words.
#[derive(Clone, Debug)]
struct Shapes {
    first: [u64; 128],
    last: [u64; 128],
}

impl Shapes {
    fn new() -> Self {
        Self { first: [0; 128], last: [0; 128] }
    }

    fn add(&mut self, word: &str) {
        if let Some((first, last, length)) = shape(word) {
            self.first[first] |= length;
            self.last[last] |= length;
        }
    }

    fn may_hold(&self, word: &str) -> bool {
        shape(word)
            .is_some_and(|(first, last, length)| self.first[first] & length != 0 && self.last[last] & length != 0)
    }
}

/// First and last letter without regard to case, and the length as a bit; plural and question mark do not count.
fn shape(word: &str) -> Option<(usize, usize, u64)> {
    let mut word = word.as_bytes();
    while let [rest @ .., b'?'] = word {
        word = rest;
    }
    while let [rest @ .., b's' | b'S'] = word {
        word = rest;
    }
    let letter = |byte: &u8| usize::from(byte.to_ascii_lowercase() & 127);
    Some((letter(word.first()?), letter(word.last()?), 1 << word.len().min(63)))
}

/// What the headings, labels and sentences of a table can begin with.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    headings: Shapes,
    labels: Shapes,
    keys: Shapes,
}

impl Gate {
    /// Of one table or of several.
    pub(super) fn of<'d>(tables: impl IntoIterator<Item = &'d Definition>) -> Self {
        let mut gate = Self { headings: Shapes::new(), labels: Shapes::new(), keys: Shapes::new() };
        for table in tables {
            table.key.iter().for_each(|key| gate.keys.add(key));
            table.columns.iter().for_each(|column| gate.add(column));
        }
        gate
    }

    fn add(&mut self, column: &Column) {
        self.headings.add(&column.name);
        let words = column.headings.iter().flatten().flat_map(|line| line.split_whitespace());
        words.for_each(|word| self.headings.add(word));
        for label in &column.labels {
            self.labels.add(label.split([' ', ':']).next().unwrap_or_default());
        }
    }

    /// Whether a heading may begin at the item: all its words are a heading's, or a ruler stands close below.
    pub(super) fn lets_heading(&self, items: &[Item<'_>], at: usize) -> bool {
        self.lets_words(&items[at]) || is_over_ruler(items, at)
    }

    /// Whether all words of the item are a heading's.
    pub(super) fn lets_words(&self, item: &Item<'_>) -> bool {
        item.line.text.split_whitespace().all(|word| self.headings.may_hold(word))
    }

    /// Whether a heading with all its words may begin the item: its first word is a heading's, or names a key.
    pub(super) fn lets_whole(&self, item: &Item<'_>) -> bool {
        let first = item.line.text.split_whitespace().next();
        first.is_none_or(|first| self.headings.may_hold(first) || self.keys.may_hold(first))
    }

    /// Whether the word may be one of a heading.
    pub(super) fn may_head(&self, word: &str) -> bool {
        self.headings.may_hold(word)
    }

    /// Whether a known label may begin the line.
    pub(super) fn lets_label(&self, text: &str) -> bool {
        let text = text.trim_start();
        text.starts_with('(') || self.labels.may_hold(text.split([' ', ':', '\t']).next().unwrap_or_default())
    }
}

/// Whether a ruler stands close below the item.
pub(super) fn is_over_ruler(items: &[Item<'_>], at: usize) -> bool {
    let below = items[at + 1..].iter().filter(|item| item.kind != ItemKind::Blank).take(4);
    below.into_iter().any(|item| item.kind == ItemKind::Ruler)
}
