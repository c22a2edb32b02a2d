//! Which columns of a table the cells of a heading name: all of a cell's ways to name a column are found in one look.

use super::super::definition::{Spelling, normal};
use super::super::{Column, Definition, View};
use super::is_meant;
use super::wording::{self, Wording};

/// Ways in which a cell names a column: by all words of a heading, by its lowest line, by some of its words, by all of
/// them and others, or by all of them with a letter wrong in one. The surest comes first.
const SURENESS: u8 = 5;

/// By the lowest line, whatever stands above it.
const LOWEST: u8 = 0b10;
/// By all words of a heading, among others.
const HOLDS: u8 = 0b1000;

/// Those of them in which nothing is lost but the upper lines, and nothing is added.
const WHOLE: u8 = 0b1_0011;

/// The view of the asked option, else of any, whose columns the cells name best, and which column each cell names.
pub(super) fn best_view<'d>(
    definition: &'d Definition,
    option: Option<&str>,
    cells: &[Vec<String>],
) -> Option<(usize, Vec<Option<&'d Column>>)> {
    let fits: Vec<Vec<Fit<'d>>> = cells.iter().map(|cell| fits(definition, cell)).collect();
    best_of(definition, option, &fits)
}

/// The same of cells of which it is known what they name.
fn best_of<'d>(
    definition: &'d Definition,
    option: Option<&str>,
    fits: &[Vec<Fit<'d>>],
) -> Option<(usize, Vec<Option<&'d Column>>)> {
    let may_be = |view: &View| !view.headless && option.is_none_or(|option| view.option == option);
    let views = definition.views.iter().enumerate().filter(|(_, view)| may_be(view));
    let named = views.map(|(index, view)| (index, named(view, fits)));
    let count = |columns: &[Option<&Column>], index: usize| {
        let own = |column: &&Column| definition.views[index].columns.contains(&column.name);
        (columns.iter().flatten().filter(|column| own(column)).count(), columns.iter().flatten().count())
    };
    let width = |index: usize| std::cmp::Reverse(definition.views[index].columns.len());
    named.max_by_key(|(index, columns)| (count(columns, *index), width(*index), std::cmp::Reverse(*index)))
}

/// The column that each cell of a heading without ruler names: some of its words may be another command's, so that all must be there.
pub(in super::super) fn columns_of<'d>(definition: &'d Definition, cells: &[Vec<String>]) -> Vec<Option<&'d Column>> {
    let whole = |fit: Fit<'d>| Some(Fit { ways: fit.ways & WHOLE, ..fit }).filter(|fit| fit.ways != 0);
    let fits = cells.iter().map(|cell| fits(definition, cell).into_iter().filter_map(whole).collect());
    let fits: Vec<Vec<Fit<'d>>> = fits.collect();
    best_of(definition, None, &fits).map_or_else(|| vec![None; cells.len()], |(_, columns)| columns)
}

/// The column that each cell of the heading names, the surest first; no column twice.
fn named<'d>(view: &View, fits: &[Vec<Fit<'d>>]) -> Vec<Option<&'d Column>> {
    let mut found: Vec<Option<&Column>> = vec![None; fits.len()];
    for sureness in 0..SURENESS {
        let mut cells: Vec<(usize, &Vec<Fit<'d>>)> =
            fits.iter().enumerate().filter(|(_, fits)| !fits.is_empty()).collect();
        if sureness == 0 {
            // `Mirror State` is that column, whatever else is called `State`.
            cells.sort_by_key(|(_, fits)| fits.iter().map(|fit| std::cmp::Reverse(fit.words)).min());
        }
        for (at, fits) in cells {
            if found[at].is_some() {
                continue;
            }
            let is_free = |column: &&Column| !found.iter().flatten().any(|other| other.name == column.name);
            let fits = || fits.iter().filter(|fit| fit.ways & 1 << sureness != 0).map(|fit| fit.column);
            let own: Vec<&Column> = fits().filter(|column| view.columns.contains(&column.name)).collect();
            let fits = if own.is_empty() { fits().collect() } else { own };
            let fits: Vec<&Column> = fits.into_iter().filter(is_free).collect();
            found[at] = match fits[..] {
                [] => None,
                [only] => Some(only),
                _ => only_between(view, &found, at, &fits),
            };
        }
    }
    found
}

/// Of several columns the one that the view has between the neighbours that are told.
fn only_between<'d>(view: &View, found: &[Option<&Column>], at: usize, fits: &[&'d Column]) -> Option<&'d Column> {
    let place = |column: &Column| view.columns.iter().position(|name| *name == column.name);
    let before = found[..at].iter().rev().flatten().find_map(|column| place(column));
    let after = found[at + 1..].iter().flatten().find_map(|column| place(column));
    let mut within = fits.iter().filter(|column| {
        let own = place(column);
        own.is_some() && before.is_none_or(|before| own > Some(before)) && after.is_none_or(|after| own < Some(after))
    });
    let first = within.next()?;
    // Of a word that several columns have the first one is told by what stands before it.
    let is_next = before.is_some_and(|before| place(first) == Some(before + 1));
    (within.next().is_none() || is_next).then_some(*first)
}

/// Whether the words of a heading may name all keys of a view: a cheap question, since without them no heading tells its table.
pub(in super::super) fn may_name_keys(definition: &Definition, words: &[String]) -> bool {
    let spelled = definition.spelled.of(&definition.columns);
    let is_same = |own: &str| words.iter().any(|word| is_meant(word, own));
    let is_headed = |key: &String| {
        let columns = definition.columns.iter().zip(spelled).filter(|(column, _)| column.name == *key);
        let mut own = columns.flat_map(|(_, headings)| headings).flat_map(|heading| &heading.words);
        own.any(|own| is_same(own)) || key.split('-').any(|own| is_same(&normal(own))) || is_same(&normal(key))
    };
    let keys = |view: &View| {
        let key = view.key.as_ref().unwrap_or(&definition.key);
        key.iter().all(|key| view.above.contains(key) || is_headed(key))
    };
    definition.views.iter().any(keys)
}

/// A column that a cell names.
struct Fit<'d> {
    column: &'d Column,
    /// A bit for each way in which the cell names it.
    ways: u8,
    /// How many words the cell has.
    words: usize,
}

/// The columns that a cell names.
fn fits<'d>(definition: &'d Definition, cell: &[String]) -> Vec<Fit<'d>> {
    let Some(last) = cell.last() else { return Vec::new() };
    let whole = cell.join(" ");
    let words: Vec<String> = whole.split_whitespace().map(normal).collect();
    let named = Cell { whole: &whole, last: &normal(last), words: &words };
    let is_qualified = cell.len() > 1 && wording::is_strange_above(definition, &cell[..cell.len() - 1]);
    let fit = |(column, headings): (&'d Column, &Vec<Spelling>)| {
        let mut ways = named.ways(column, headings);
        // `Remote` over `Node` is another node, and `Not enabled` another state.
        if is_qualified {
            ways &= !LOWEST;
        }
        if ways & HOLDS != 0 && wording::wording(definition, column, cell) != Wording::Own {
            ways &= !HOLDS;
        }
        Some(Fit { column, ways, words: words.len() }).filter(|fit| fit.ways != 0)
    };
    definition.columns.iter().zip(definition.spelled.of(&definition.columns)).filter_map(fit).collect()
}

/// The words of a cell, without regard to case, plural and marks.
struct Cell<'c> {
    whole: &'c str,
    last: &'c str,
    words: &'c [String],
}

impl Cell<'_> {
    fn ways(&self, column: &Column, headings: &[Spelling]) -> u8 {
        let of_headings = headings.iter().map(|heading| self.ways_of(heading)).fold(0, |all, ways| all | ways);
        of_headings | u8::from(column.name == self.whole)
    }

    /// The ways in which it is this heading.
    fn ways_of(&self, Spelling { words: own, lowest }: &Spelling) -> u8 {
        // A name alone may be any column's.
        let is_name = matches!(self.words, [word] if word == "name");
        let is_part = !is_name && self.words.iter().all(|word| own.contains(word));
        let holds = own.iter().all(|own| self.words.contains(own));
        let is_misspelt =
            own.len() == self.words.len() && self.words.iter().zip(own).all(|(word, own)| is_meant(word, own));
        let ways = [own == self.words, lowest == self.last, is_part, holds, is_misspelt];
        ways.iter().rev().fold(0, |ways, &is| ways << 1 | u8::from(is))
    }
}
