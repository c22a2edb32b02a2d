//! Headings of which somebody renamed one: the others, and the view's order, tell which it was.

use super::super::kind::{self, Fit};
use super::super::{Column, Definition, Kind, View};
use super::is_heading;

/// The view of which the headings are all, in its order, but for one that names no column.
pub(super) fn sole(definition: &Definition, asked: Option<&str>, columns: &[Option<&Column>]) -> Option<usize> {
    let may_be = |view: &View| !view.headless && asked.is_none_or(|option| view.option == option);
    let mut views = definition.views.iter().enumerate().filter(|(_, view)| may_be(view));
    views.find(|(_, view)| is_sole(definition, view, columns)).map(|(index, _)| index)
}

/// Whether a heading of the view's is not among the columns.
pub(super) fn lacks(definition: &Definition, view: &View, columns: &[Option<&Column>]) -> bool {
    let is_headed = |name: &&String| definition.column(name).is_some_and(|column| !column.headings.is_empty());
    let is_named = |name: &String| columns.iter().flatten().any(|column| column.name == *name);
    view.columns.iter().filter(is_headed).any(|name| !is_named(name))
}

/// Whether the headings are all that the view has, in its order, but for one.
pub(super) fn is_sole(definition: &Definition, view: &View, columns: &[Option<&Column>]) -> bool {
    let is_headed = |name: &&String| definition.column(name).is_some_and(|column| !column.headings.is_empty());
    let headed: Vec<&String> = view.columns.iter().filter(is_headed).collect();
    let is_own = |(column, name): (&Option<&Column>, &&String)| column.is_none_or(|column| column.name == **name);
    headed.len() == columns.len()
        && columns.len() > 2
        && columns.iter().flatten().count() + 1 == columns.len()
        && columns.iter().zip(&headed).all(is_own)
}

/// Gives the one heading that names no column that of the view whose letters and figures it has: `Used` for `Used%`.
pub(super) fn settle_spelled<'d>(
    definition: &'d Definition,
    view: &View,
    cells: &[Vec<String>],
    columns: &mut [Option<&'d Column>],
) {
    let Some(at) = columns.iter().position(Option::is_none).filter(|_| is_sole(definition, view, columns)) else {
        return;
    };
    let plain = |lines: &[String]| lines.concat().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let headed = view.columns.iter().filter_map(|name| definition.column(name));
    let own = headed.filter(|column| !column.headings.is_empty()).nth(at);
    let is_meant = |column: &&Column| {
        let letters = plain(&cells[at]);
        let is_same = |heading: &Vec<String>| plain(heading).eq_ignore_ascii_case(&letters);
        !letters.is_empty() && column.headings.iter().any(is_same)
    };
    columns[at] = own.filter(is_meant);
}

/// Whether the cells may be a column's: in one of names or texts stands more than figures and yes or no.
pub(super) fn may_be(column: &Column, cells: &[String]) -> bool {
    let is_free = matches!(column.kind, Kind::Name | Kind::Word | Kind::Text | Kind::List);
    let is_other = |cell: &String| {
        [Kind::Bool, Kind::Integer, Kind::Percent, Kind::UpDown]
            .iter()
            .any(|kind| cell != "-" && kind::fit(kind, cell) == Fit::Telling)
    };
    !is_free || !cells.iter().any(is_other)
}

/// Takes the columns away of which a cell has a part of the heading alone, and no cell below a word: other columns have such words too.
pub(super) fn without_strange(
    view: &View,
    cells: &[Vec<String>],
    below: &[Vec<String>],
    columns: &mut [Option<&Column>],
) {
    let is_strange = |column: &Column, below: &[String]| {
        let Kind::Enumeration { words, .. } = &column.kind else { return false };
        let mut told = below.iter().filter(|cell| *cell != "-").peekable();
        let is_known = |cell: &String| words.iter().any(|word| word.eq_ignore_ascii_case(cell));
        told.peek().is_some() && !told.any(is_known)
    };
    // What the view has in its place may be called so too: `Address` over addresses with their masks.
    let is_misplaced = |column: &Column, below: &[String]| {
        let is_other = |cell: &String| kind::fit(&column.kind, cell) == Fit::Never;
        !view.columns.contains(&column.name) && !below.is_empty() && below.iter().all(is_other)
    };
    for ((own, cell), below) in columns.iter_mut().zip(cells).zip(below) {
        let is_its = |column: &Column| is_heading(column, &cell.join(" ")) || !is_strange(column, below);
        *own = own.filter(|column| is_its(column) && !is_misplaced(column, below));
    }
}

/// Of two cells of the same words the one that keeps the view's order names their column; where both or none does, neither.
pub(super) fn settle_twins(view: &View, cells: &[Vec<String>], columns: &mut [Option<&Column>]) {
    for first in 0..cells.len() {
        let Some(second) = (first + 1..cells.len()).find(|&at| cells[at] == cells[first] && !cells[at].is_empty())
        else {
            continue;
        };
        // Each may have a column of its own: `Authentication Method` names the second one too.
        if columns[first].is_some() && columns[second].is_some() {
            continue;
        }
        let Some(column) = columns[first].take().or(columns[second].take()) else { continue };
        let keeps = |at: usize| {
            let place = |column: &Column| view.columns.iter().position(|name| *name == column.name);
            let before = columns[..at].iter().rev().flatten().find_map(|other| place(other));
            let after = columns[at + 1..].iter().flatten().find_map(|other| place(other));
            let own = place(column);
            own.is_some()
                && before.is_none_or(|before| own > Some(before))
                && after.is_none_or(|after| own < Some(after))
        };
        match (keeps(first), keeps(second)) {
            (true, false) => columns[first] = Some(column),
            (false, true) => columns[second] = Some(column),
            _ => {}
        }
    }
}
