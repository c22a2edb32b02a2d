//! Whether the words of a heading come in the order of the view's columns: somebody may have put columns elsewhere.

use super::super::body::Item;
use super::super::word::words;
use super::super::{Column, Definition, View};
use super::normal;

/// Whether the lowest words of the columns, or all their words, come in the view's order.
pub(super) fn is_kept(definition: &Definition, view: &View, items: &[Item<'_>], lines: &[usize]) -> bool {
    let columns: Vec<&Column> = view.columns.iter().filter_map(|name| definition.column(name)).collect();
    let headings = || columns.iter().filter_map(|column| column.headings.first());
    let parted = |text: &String| text.split_whitespace().map(normal).collect::<Vec<_>>();
    let all: Vec<String> = headings().flatten().flat_map(parted).collect();
    let bottom: Vec<String> = headings().filter_map(|heading| heading.last()).flat_map(parted).collect();
    let line = |at: usize| words(&items[at].line).iter().map(|word| normal(word.text)).collect::<Vec<_>>();
    let found: Vec<String> = lines.iter().flat_map(|&at| line(at)).collect();
    let last = lines.last().map(|&at| line(at)).unwrap_or_default();
    found == all || last == bottom || (lines.len() > 1 && is_within(&last, &bottom) && !last.is_empty())
}

/// Whether the words are some of the others, in their order.
pub(super) fn is_within(words: &[String], others: &[String]) -> bool {
    let mut others = others.iter();
    words.iter().all(|word| others.any(|other| other == word))
}
