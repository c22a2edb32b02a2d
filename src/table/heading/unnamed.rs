//! Cells of a heading that name no column in full: damaged words, or none at all.
//!
//! Between two columns that are told stand those that the view has there, in its order, when the cells below are of their types.
//! A word with a meaning of its own is another column's, though: `Disabled` is not `Enabled`, and stands where that did.

use std::ops::Range;

use super::super::kind::{self, Fit};
use super::super::{Column, Definition, Kind, View};
use super::wording::{Wording, wording};
use super::{is_near, normal, renamed};

/// Gives the cells of the heading that name no column the columns that the view has between their neighbours, where the types
/// of the cells below leave one way.
pub(super) fn by_types<'d>(
    definition: &'d Definition,
    view: &View,
    (columns, doubtful): (&mut [Option<&'d Column>], &[bool]),
    (cells, below): (&[Vec<String>], &[Vec<String>]),
) {
    renamed::without_strange(view, cells, below, columns);
    let is_authors = columns.iter().flatten().count() * OWN < cells.len();
    let mut at = 0;
    while at < columns.len() {
        if columns[at].is_some() {
            at += 1;
            continue;
        }
        let end = (at..columns.len()).find(|&next| columns[next].is_some()).unwrap_or(columns.len());
        let missing = missing(definition, view, columns, at..end).filter(|_| !doubtful[at..end].contains(&true));
        if let Some(missing) = missing {
            let is_sole = || {
                renamed::is_sole(definition, view, columns)
                    && missing.iter().all(|column| renamed::may_be(column, &below[at]))
            };
            let is_strange = is_strange(columns, cells, at..end) && !is_sole();
            let gap =
                Gap { definition, view, missing: &missing, cells: &cells[at..end], is_first: at == 0, is_authors };
            let found = gap.in_order(&below[at..end], is_strange);
            columns[at..end].iter_mut().zip(found).for_each(|(own, column)| *own = column);
        }
        at = end;
    }
}

/// The columns that the view has in a gap, and that are named nowhere else; `None` where a neighbour is none of the view's.
fn missing<'d>(
    definition: &'d Definition,
    view: &View,
    columns: &[Option<&Column>],
    gap: Range<usize>,
) -> Option<Vec<&'d Column>> {
    let place = |column: &Column| view.columns.iter().position(|name| *name == column.name);
    let before = columns[..gap.start].iter().rev().flatten().next();
    let from = before.map_or(Some(0), |before| place(before).map(|at| at + 1))?;
    let to = columns.get(gap.end).copied().flatten().map_or(Some(view.columns.len()), place)?;
    let between = view.columns.get(from..to.max(from)).unwrap_or_default().iter();
    let is_free = |column: &&Column| {
        !column.headings.is_empty() && !columns.iter().flatten().any(|other| other.name == column.name)
    };
    Some(between.filter_map(|name| definition.column(name)).filter(is_free).collect())
}

/// Of so many headings one names its column, where they are not the author's own.
const OWN: usize = 4;

/// Whether the cells bear words of no column's, among others most of which bear their columns' names: somebody may have put a column
/// there, and left another one out. Nobody puts one before the first.
fn is_strange(columns: &[Option<&Column>], cells: &[Vec<String>], range: Range<usize>) -> bool {
    let named = columns.iter().flatten().count();
    range.start > 0 && named * 2 > cells.len() && cells[range].iter().any(|cell| !cell.is_empty())
}

/// A run of cells that name no column, between others that do.
struct Gap<'g, 'd> {
    definition: &'d Definition,
    view: &'g View,
    /// What the view has there.
    missing: &'g [&'d Column],
    cells: &'g [Vec<String>],
    /// Whether the heading begins with it.
    is_first: bool,
    /// Whether hardly a heading is ONTAP's: somebody wrote them all, for the columns as they are.
    is_authors: bool,
}

impl<'d> Gap<'_, 'd> {
    /// The columns of the cells: all that are missing, in their order, when their types fit; of more, those that fit alone.
    ///
    /// `is_strange`: only what hardly another column holds tells one.
    fn in_order(&self, below: &[Vec<String>], is_strange: bool) -> Vec<Option<&'d Column>> {
        let (missing, cells) = (self.missing, self.cells);
        let fits = |column: &Column, cells: &[String]| {
            cells.iter().map(|cell| kind::fit(&column.kind, cell)).min().unwrap_or(Fit::Never)
        };
        let fit = |column: &Column, cells: &[String]| {
            let fits = fits(column, cells);
            let is_told = fits == Fit::Telling && column.kind != Kind::Bool;
            if is_strange && !is_told { Fit::Never } else { fits }
        };
        let is_whole = missing.len() == below.len();
        if is_whole && is_crossed(missing, cells) {
            return vec![None; cells.len()];
        }
        // Rows that stand beside their headings are asked for their types when they are read.
        let is_own = |column: &Column, head: &[String], cells: &[String]| {
            let may_hold = cells.is_empty() || fits(column, cells) > Fit::Never;
            may_hold && wording(self.definition, column, head) == Wording::Own
        };
        let is_its = |((column, head), cells): ((&&Column, &Vec<String>), &Vec<String>)| {
            self.may_head(head, column) && fit(column, cells) > Fit::Never
                || fits(column, cells) > Fit::Never && is_misspelt(column, head)
                || is_own(column, head, cells)
        };
        let own = || missing.iter().zip(cells).zip(below).map(is_its);
        if is_whole && (self.is_authors || own().all(|is_its| is_its)) {
            return missing.iter().zip(own()).map(|(column, is_its)| Some(*column).filter(|_| is_its)).collect();
        }
        let alone = |(head, cells): (&Vec<String>, &Vec<String>)| {
            let mut strong = missing.iter().filter(|column| fit(column, cells) == Fit::Telling);
            strong.next().copied().filter(|column| strong.next().is_none() && self.may_head(head, column))
        };
        let found: Vec<Option<&Column>> = cells.iter().zip(below).map(alone).collect();
        let is_twice = found.iter().enumerate().any(|(at, column)| {
            column.is_some_and(|column| found[..at].iter().flatten().any(|other| other.name == column.name))
        });
        if is_twice { vec![None; below.len()] } else { found }
    }

    /// Whether the words may head the column.
    fn may_head(&self, words: &[String], column: &Column) -> bool {
        let key = self.view.key.as_ref().unwrap_or(&self.definition.key);
        let is_subject = self.is_first
            && key.contains(&column.name)
            && self.missing.first().is_some_and(|first| first.name == column.name);
        let is = |words: &[String], wanted: Wording| wording(self.definition, column, words) == wanted;
        match wording(self.definition, column, words) {
            Wording::Blank | Wording::Own => true,
            // `User/Group` over another word.
            Wording::Other => {
                let is_renamed = |(low, upper): (&String, &[String])| {
                    is(upper, Wording::Own) && is(std::slice::from_ref(low), Wording::Foreign)
                };
                is_subject && words.split_last().is_some_and(is_renamed)
            }
            // What a table is about stands first, whatever it is called. Yes and no say nothing without the question.
            Wording::Foreign => {
                let is_question = matches!(column.kind, Kind::Bool | Kind::UpDown | Kind::Percent) || is_yes_no(column);
                is_subject || self.is_authors && !is_question
            }
        }
    }
}

/// Whether yes and no are all that the column prints.
fn is_yes_no(column: &Column) -> bool {
    matches!(&column.kind, Kind::Enumeration { words, .. } if words.iter().any(|word| word == "yes"))
}

/// Letters that a word has at least of which one may be wrong where its place tells which column it is: `Heath`.
const SPELLED_IN_PLACE: usize = 4;

/// Whether the words are those of the column's heading but for a letter in one of them.
fn is_misspelt(column: &Column, cell: &[String]) -> bool {
    let words: Vec<String> = cell.iter().flat_map(|line| line.split_whitespace()).map(normal).collect();
    let is_meant = |lines: &Vec<String>| {
        let own: Vec<String> = lines.iter().flat_map(|line| line.split_whitespace()).map(normal).collect();
        let wrong = words.iter().zip(&own).filter(|(word, own)| word != own).count();
        let is_near = |(word, own): (&String, &String)| is_near(word, own, SPELLED_IN_PLACE);
        own.len() == words.len() && wrong == 1 && words.iter().zip(&own).all(is_near)
    };
    column.headings.iter().any(is_meant)
}

/// Whether a heading has a word of another missing column than of the one in whose place it stands: somebody put the columns
/// in an order of his own.
fn is_crossed(missing: &[&Column], cells: &[Vec<String>]) -> bool {
    missing.iter().zip(cells).any(|(own, cell)| {
        let is_other = |other: &&Column| other.name != own.name && shares(other, cell);
        !shares(own, cell) && missing.iter().any(is_other)
    })
}

/// Whether a heading has a word of the column's headings.
fn shares(column: &Column, cell: &[String]) -> bool {
    let parted = |lines: &[String]| -> Vec<String> {
        lines.iter().flat_map(|line| line.split([' ', '-', '/'])).filter(|word| !word.is_empty()).map(normal).collect()
    };
    let own: Vec<String> = column.headings.iter().flat_map(|heading| parted(heading)).collect();
    parted(cell).iter().any(|word| own.contains(word))
}
