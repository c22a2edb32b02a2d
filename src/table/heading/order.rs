//! Whether the words of a heading come in the order of the view's columns: somebody may have put columns elsewhere.

use super::super::body::Item;
use super::super::word::{Word, words};
use super::super::{Column, Definition, View};
use super::{cell_text, is_heading, normal};

/// Whether the lowest words of the columns, or all their words, come in the view's order.
pub(super) fn is_kept(definition: &Definition, view: &View, items: &[Item<'_>], lines: &[usize]) -> bool {
    let columns: Vec<&Column> = view.columns.iter().filter_map(|name| definition.column(name)).collect();
    let headings = || columns.iter().filter_map(|column| column.headings.first());
    let parted = |text: &String| text.split_whitespace().map(normal).collect::<Vec<_>>();
    let all: Vec<String> = headings().flatten().flat_map(parted).collect();
    let tallest = headings().map(Vec::len).max().unwrap_or(0);
    let level = |up: usize| headings().filter_map(move |heading| heading.iter().rev().nth(up)).flat_map(parted);
    let upper: Vec<String> = (1..tallest).rev().flat_map(level).collect();
    let bottom: Vec<String> = headings().filter_map(|heading| heading.last()).flat_map(parted).collect();
    let line = |at: usize| words(&items[at].line).iter().map(|word| normal(word.text)).collect::<Vec<_>>();
    let found: Vec<String> = lines.iter().flat_map(|&at| line(at)).collect();
    let last = lines.last().map(|&at| line(at)).unwrap_or_default();
    // Of columns with the same word at the bottom the upper lines tell which is which.
    let is_crossed = last == bottom
        && found.len() == all.len()
        && (found[..found.len() - last.len()] != upper || is_crossed(&columns, items, lines));
    found == all
        || (last == bottom && !is_crossed)
        || (lines.len() > 1 && last != bottom && is_within(&last, &bottom) && !last.is_empty())
}

/// Whether the upper lines, which stand over the lowest one, make headings of columns in another order than the view's.
fn is_crossed(columns: &[&Column], items: &[Item<'_>], lines: &[usize]) -> bool {
    let lowest = lines.last().map(|&last| words(&items[last].line)).unwrap_or_default();
    let mut spans = Vec::new();
    let mut at = 0;
    for column in columns.iter().filter(|column| !column.headings.is_empty()) {
        let count = column.headings[0].last().map_or(0, |low| low.split_whitespace().count());
        let cell = lowest.get(at..at + count).unwrap_or_default();
        let (Some(first), Some(last)) = (cell.first(), cell.last()) else { return false };
        spans.push(Word { end: last.end, ..*first });
        at += count;
    }
    let cells = (0..spans.len()).map(|cell| cell_text(items, lines, &spans, cell).join(" "));
    let own = |cell: &String| {
        columns.iter().filter(|column| !column.headings.is_empty()).position(|column| is_heading(column, cell))
    };
    let places: Option<Vec<usize>> = cells.map(|cell| own(&cell)).collect();
    places.is_some_and(|places| !places.is_sorted())
}

/// Whether the words are some of the others, in their order.
pub(super) fn is_within(words: &[String], others: &[String]) -> bool {
    let mut others = others.iter();
    words.iter().all(|word| others.any(|other| other == word))
}
