//! The words of a heading to its cells, one for each column.
//!
//! Where they stand over the runs of the ruler, their places tell. A ruler that somebody typed, or a heading that somebody moved,
//! agrees in the number of columns alone: then the lowest line is parted in turn, at its wide gaps, and at others where that
//! makes the most names of columns, if there is one way to do so. Upper lines count where they stand over the lowest one.

use std::ops::Range;

use super::super::body::{Item, ItemKind};
use super::super::definition::bare;
use super::super::word::{Word, words};
use super::super::{Column, Definition, View};
use super::places::stand_below;
use super::{cell_text, is_heading, normal};

/// Words of a heading's lowest line at most.
const WIDEST: usize = 48;
/// Columns by which whoever types a heading misses its place.
const NEAR: usize = 2;

/// A heading as it is drawn.
pub(super) struct Drawn<'a> {
    /// The words of each cell, from the top.
    pub(super) cells: Vec<Vec<String>>,
    /// Where each cell of the lowest line stands, where the ruler does not tell.
    pub(super) spans: Option<Vec<Word<'a>>>,
    /// Whether upper lines are lost, so that the lowest words alone tell the columns.
    pub(super) is_lowest: bool,
}

/// The cells of the heading on these lines, above a ruler of these runs.
pub(super) fn draw<'a>(
    definition: &Definition,
    items: &'a [Item<'_>],
    lines: &[usize],
    runs: &[Word<'_>],
) -> Option<Drawn<'a>> {
    let lowest = words(&items[*lines.last()?].line);
    if stands_over(&lowest, runs) {
        let cells = (0..runs.len()).map(|run| cell_text(items, lines, runs, run)).collect();
        return Some(Drawn { cells, spans: None, is_lowest: false }.without_moved_lines(definition));
    }
    let Some(ranges) = in_turn(definition, &lowest, runs.len()) else { return near(items, lines, runs) };
    let is_even = lowest.iter().skip(1).all(|word| word.gap == 1);
    // Whoever took the blanks out left the ruler: its runs are as wide as their headings at least.
    let is_too_wide =
        |(range, run): (&Range<usize>, &Word<'_>)| lowest[range.end - 1].end - lowest[range.start].start > run.width();
    if is_even && ranges.iter().zip(runs).any(is_too_wide) {
        return None;
    }
    let span = |range: &Range<usize>| Word { end: lowest[range.end - 1].end, ..lowest[range.start] };
    let spans: Vec<Word<'a>> = ranges.iter().map(span).collect();
    let is_over = lines.iter().all(|&line| stands_over(&words(&items[line].line), &spans));
    let lines = if is_over { lines } else { &lines[lines.len() - 1..] };
    let cells = (0..spans.len()).map(|cell| cell_text(items, lines, &spans, cell)).collect();
    let drawn = Drawn { cells, spans: Some(spans), is_lowest: !is_over };
    Some(if is_over { drawn.without_moved_lines(definition) } else { drawn })
}

/// Whether what stands apart in a line stands at an end of one of the runs.
fn stands_over(line: &[Word<'_>], runs: &[Word<'_>]) -> bool {
    let is_even = line.iter().skip(1).all(|word| word.gap == 1);
    // Each stands over a run of its own.
    let mut next = 0;
    let in_place = line.chunk_by(|_, next| next.gap == 1).all(|chunk| {
        let is_over = |run: &Word<'_>| run.start == chunk[0].start || chunk.iter().any(|word| word.end == run.end);
        let found = runs[next..].iter().position(is_over);
        next += found.map_or(0, |found| found + 1);
        found.is_some()
    });
    in_place && (!is_even || line.len() < 2 || line.iter().zip(runs).all(|(word, run)| word.start == run.start))
}

/// The cells of a heading of which most stand near the runs, without those that do not: somebody moved these.
fn near<'a>(items: &[Item<'_>], lines: &[usize], runs: &[Word<'_>]) -> Option<Drawn<'a>> {
    let lowest = words(&items[*lines.last()?].line);
    let is_near = |word: &Word<'_>, run: &Word<'_>| run.start.abs_diff(word.start) <= NEAR || run.end == word.end;
    let begun = || lowest.iter().filter(|word| word.gap != 1);
    let placed = begun().filter(|word| runs.iter().any(|run| is_near(word, run))).count();
    let cell = |run: &usize| {
        let is_at = |word: &Word<'_>| word.start == runs[*run].start;
        let is_there = begun().any(|word| is_near(word, &runs[*run])) || lowest.iter().any(is_at);
        if is_there { cell_text(items, lines, runs, *run) } else { Vec::new() }
    };
    let cells = (0..runs.len()).collect::<Vec<_>>().iter().map(cell).collect();
    (placed * 2 > begun().count()).then_some(Drawn { cells, spans: None, is_lowest: false })
}

impl<'a> Drawn<'a> {
    /// For each cell whether the words that would tell which column of a view it is are lost.
    pub(super) fn doubtful(&self, definition: &Definition, view: &View, columns: &[Option<&Column>]) -> Vec<bool> {
        let is_sole = |cell: &Vec<String>| cell.last().is_some_and(|low| lowest_of(&definition.columns, low) < 2);
        let sole =
            || columns.iter().zip(&self.cells).filter(|(_, cell)| is_sole(cell)).filter_map(|(column, _)| *column);
        let may_be =
            |other: &&View| other.option == view.option && sole().all(|column| other.columns.contains(&column.name));
        let views = || definition.views.iter().filter(may_be);
        let is_own = |column: &&Column| views().any(|view| view.columns.contains(&column.name));
        // Columns of the same fields are one.
        let is_first = |column: &&Column| {
            let mut before = definition.columns.iter().take_while(|other| other.name != column.name).filter(is_own);
            column.splits.is_empty() || !before.any(|other| other.splits == column.splits)
        };
        let own = || definition.columns.iter().filter(is_own).filter(is_first);
        let is_twice = |low: &String| self.cells.iter().filter(|cell| cell.last() == Some(low)).count() > 1;
        let is_shared = |cell: &Vec<String>| cell.last().is_some_and(|low| lowest_of(own(), low) > 1 || is_twice(low));
        self.cells.iter().map(|cell| self.is_lowest && is_shared(cell)).collect()
    }

    /// Where the cells of the heading stand.
    pub(super) fn runs<'r>(&'r self, runs: &'r [Word<'a>]) -> &'r [Word<'a>] {
        self.spans.as_deref().unwrap_or(runs)
    }

    /// What the rows stand below: the cells of the heading, where they do not stand below the ruler.
    pub(super) fn standing(&self, items: &[Item<'_>], lines: &[usize], runs: &[Word<'a>]) -> Vec<Word<'a>> {
        let is_below = |runs: &[Word<'_>]| stand_below(items, lines, runs);
        let spans = self.spans.as_ref().filter(|spans| !is_below(runs) && is_below(spans));
        spans.map_or_else(|| runs.to_vec(), Clone::clone)
    }

    /// Without the upper lines, where words of headings over a column's lowest ones make no heading with them: they were moved.
    fn without_moved_lines(mut self, definition: &Definition) -> Self {
        let plain = |text: &str| text.split_whitespace().map(normal).collect::<String>();
        let headings = || definition.columns.iter().flat_map(|column| &column.headings);
        let is_known = |text: &str| headings().any(|heading| plain(&heading.join(" ")) == plain(text));
        let is_word = |word: &str| is_upper_word(definition, word);
        let is_odd = |cell: &Vec<String>| {
            let Some((low, upper)) = cell.split_last().filter(|(_, upper)| !upper.is_empty()) else { return false };
            let is_moved = upper.iter().flat_map(|line| line.split_whitespace()).all(is_word);
            is_moved && lowest_of(&definition.columns, low) > 0 && !is_known(&cell.join(" "))
        };
        for cell in self.cells.iter_mut().filter(|cell| is_odd(cell)) {
            cell.drain(..cell.len() - 1);
            self.is_lowest = true;
        }
        self
    }
}

/// Whether a word stands above others in a heading.
fn is_upper_word(definition: &Definition, word: &str) -> bool {
    let headings = definition.columns.iter().flat_map(|column| &column.headings);
    let mut upper = headings.filter_map(|heading| heading.split_last()).flat_map(|(_, upper)| upper);
    upper.any(|line| line.split_whitespace().any(|own| own == word))
}

/// Whether nothing but words that stand above others in headings is on the line just above an item: the heading begins there.
pub(super) fn is_below_upper_line(definition: &Definition, items: &[Item<'_>], at: usize) -> bool {
    let above = at.checked_sub(1).map(|above| &items[above]).filter(|above| above.kind == ItemKind::Text);
    above.is_some_and(|above| above.line.text.split_whitespace().all(|word| is_upper_word(definition, word)))
}

/// Whether a line above a heading is a line of it, whatever its words: they are written as headings are, and stand over the runs.
pub(super) fn is_upper_line(item: &Item<'_>, runs: &[Word<'_>]) -> bool {
    let line = words(&item.line);
    let is_over = |word: &Word<'_>| word.gap == 1 || runs.iter().any(|run| run.start == word.start);
    let is_heading =
        |word: &Word<'_>| word.text.starts_with(char::is_uppercase) && !word.text.contains(char::is_numeric);
    let is_indented = line.first().is_some_and(|first| first.start > 0);
    item.kind == ItemKind::Text && is_indented && line.iter().all(|word| is_over(word) && is_heading(word))
}

/// How many columns have the words for the lowest line of their heading.
fn lowest_of<'d>(columns: impl IntoIterator<Item = &'d Column>, words: &str) -> usize {
    let is_lowest =
        |heading: &Vec<String>| heading.last().is_some_and(|low| bare(low).eq_ignore_ascii_case(bare(words)));
    columns.into_iter().filter(|column| column.headings.iter().any(is_lowest)).count()
}

/// The words of so many cells: parted at each wide gap, and at those others that give the most names, where one way is best.
fn in_turn(definition: &Definition, line: &[Word<'_>], count: usize) -> Option<Vec<Range<usize>>> {
    let parts = 1 + line.iter().skip(1).filter(|word| word.gap != 1).count();
    if line.len() > WIDEST || line.len() < count || count < parts {
        return None;
    }
    let text = |range: Range<usize>| line[range].iter().map(|word| word.text).collect::<Vec<_>>().join(" ");
    let is_name = |text: &str| {
        lowest_of(&definition.columns, text) > 0
            || definition.columns.iter().any(|column| column.name == text || is_heading(column, text))
    };
    let is_whole = |from: usize, to: usize| line[from + 1..to].iter().all(|word| word.gap == 1);
    // For each number of words the best ways to so many cells: names in it, how many such ways there are, and the last cell.
    let mut best: Vec<Vec<(usize, usize, usize)>> = vec![vec![(0, 0, 0); count + 1]; line.len() + 1];
    best[0][0].1 = 1;
    for to in 1..=line.len() {
        for from in (0..to).filter(|&from| is_whole(from, to)) {
            let own = usize::from(is_name(&text(from..to)));
            for cells in 1..=count {
                let (names, ways, _) = best[from][cells - 1];
                let now = &mut best[to][cells];
                if ways > 0 && (now.1 == 0 || names + own > now.0) {
                    *now = (names + own, ways, from);
                } else if ways > 0 && names + own == now.0 {
                    now.1 += ways;
                }
            }
        }
    }
    // A row is parted in some way too.
    let (names, ways, _) = best[line.len()][count];
    if ways != 1 || names * 2 < count {
        return None;
    }
    Some(back(&best, line.len(), count))
}

/// The ranges on the best way to so many cells of so many words, back from the last one.
fn back(best: &[Vec<(usize, usize, usize)>], mut to: usize, count: usize) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for cells in (1..=count).rev() {
        let from = best[to][cells].2;
        ranges.push(from..to);
        to = from;
    }
    ranges.reverse();
    ranges
}
