//! Whether the words of a heading come in the order of the view's columns: somebody may have put columns elsewhere.

use super::super::body::Item;
use super::super::word::{Word, words};
use super::super::{Column, Definition, View};
use super::{are_same, cell_text, is_heading, normal};

/// Whether the lowest words of the columns, or all their words, come in the view's order.
pub(super) fn is_kept(definition: &Definition, view: &View, items: &[Item<'_>], lines: &[usize]) -> bool {
    let line = |at: usize| items[at].line.text.split_whitespace();
    let all = || view.words.iter().map(String::as_str);
    if are_same(lines.iter().flat_map(|&at| line(at)), all()) {
        return true;
    }
    let columns: Vec<&Column> = view.columns.iter().filter_map(|name| definition.column(name)).collect();
    let headings = || columns.iter().filter_map(|column| column.headings.first());
    let tallest = headings().map(Vec::len).max().unwrap_or(0);
    let level = |up: usize| headings().filter_map(move |heading| heading.iter().rev().nth(up));
    let upper = (1..tallest).rev().flat_map(level).flat_map(|text| text.split_whitespace());
    let bottom = || headings().filter_map(|heading| heading.last()).flat_map(|text| text.split_whitespace());
    let Some((&lowest, above)) = lines.split_last() else { return bottom().next().is_none() };
    let is_last = are_same(line(lowest), bottom());
    // Of columns with the same word at the bottom the upper lines tell which is which.
    let is_crossed = || {
        let is_whole = lines.iter().flat_map(|&at| line(at)).count() == all().count();
        is_whole && (!are_same(above.iter().flat_map(|&at| line(at)), upper) || is_crossed(&columns, items, lines))
    };
    if is_last {
        return !is_crossed();
    }
    let normal = |words: &mut dyn Iterator<Item = &str>| words.map(normal).collect::<Vec<_>>();
    let (last, bottom) = (normal(&mut line(lowest)), normal(&mut bottom()));
    lines.len() > 1 && is_within(&last, &bottom) && !last.is_empty()
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
    let cells: Vec<String> = (0..spans.len()).map(|cell| cell_text(items, lines, &spans, cell).join(" ")).collect();
    let headed = || columns.iter().filter(|column| !column.headings.is_empty());
    // So nearly all are printed.
    if headed().zip(&cells).all(|(column, cell)| is_heading(column, cell)) {
        return false;
    }
    let own = |cell: &String| headed().position(|column| is_heading(column, cell));
    let places: Option<Vec<usize>> = cells.iter().map(own).collect();
    places.is_some_and(|places| !places.is_sorted())
}

/// Whether the words are some of the others, in their order.
pub(super) fn is_within(words: &[String], others: &[String]) -> bool {
    let mut others = others.iter();
    words.iter().all(|word| others.any(|other| other == word))
}
