//! Headings over a ruler, cell by cell: any mixture of columns in any order, some of their words lost, some renamed, some
//! of no column that is known.
//!
//! What the words of a cell do not tell, the cells below may: between two columns that are told, those that the view has
//! there, in its order, when their types leave one way.

use super::super::body::{Item, ItemKind};
use super::super::kind::{self, Fit};
use super::super::labels::field_name;
use super::super::slot::Slot;
use super::super::word::{Word, words};
use super::super::{Column, Definition, View};
use super::{Heading, cell_text, heads, is_heading, is_meant, normal, placed, ruler};

/// Lines of a heading.
const TALLEST: usize = 4;
/// Columns by which whoever types a heading misses its place.
const NEAR: usize = 2;
/// Rows that are asked for their types.
const LOOK: usize = 24;

/// The heading whose first line is at `at`; `option`: the view that was asked for, where that is known.
pub(super) fn find(definition: &Definition, option: Option<&str>, items: &[Item<'_>], at: usize) -> Option<Heading> {
    let (lines, ruler) = lines(items, at)?;
    if lines[1..].iter().any(|&below| super::sound(definition, items, below).is_some()) {
        return None;
    }
    let runs = ruler::trusted(&words(&items[ruler].line), &heads(items, &lines))?;
    let cells_of = |lines: &[usize]| (0..runs.len()).map(|run| cell_text(items, lines, &runs, run)).collect();
    let by_place = || without_moved(definition, items, &lines, &runs, cells_of(&lines));
    let cells: Vec<Vec<String>> = in_turn(items, &lines, &runs).unwrap_or_else(by_place);
    let asked = option.map(|option| view_of(definition, option));
    let (index, mut columns) = best_view(definition, asked, &cells)?;
    // A row above the heading names nothing.
    let below_first: Vec<Vec<String>> = cells_of(&lines[1..]);
    let count = |columns: &[Option<&Column>]| columns.iter().flatten().count();
    let without = best_view(definition, asked, &below_first).map_or(0, |(_, columns)| count(&columns));
    let is_row = lines.len() > 1 && !is_of_headings(definition, &items[at]);
    if is_row && without > 0 && without >= count(&columns) && is_wordy(&below_first) {
        return None;
    }
    let view = &definition.views[index];
    let named = columns.iter().flatten().count();
    // Whoever asked for fields asked for these, and for no view.
    let is_small = |cell: &Vec<String>| !cell.iter().any(|line| line.contains(char::is_uppercase));
    let of_fields = named > 0 && cells.iter().zip(&columns).all(|(cell, column)| column.is_none() || is_small(cell));
    if option.is_some() && !of_fields {
        by_types(definition, view, &mut columns, (&cells, &below(items, ruler, &runs)));
    }
    let line = lines.first().map(|&line| items[line].line.number);
    let own = own_words(items, &lines, &runs, cells.clone());
    let slots = slots(definition, view, &own, &columns);
    let known = slots.iter().filter(|slot| slot.kind != super::super::Kind::Text || slot.key).count();
    let told = columns.iter().flatten().count();
    let has_key = has_keys(definition, view, option.is_some(), &slots);
    let is_known = if option.is_some() { told * 2 >= cells.len() } else { named * 2 >= cells.len() };
    if runs.len() < 2 || !has_key || !is_known || known * 2 < cells.len() {
        return None;
    }
    let supposed = line.filter(|_| told > named);
    Some(Heading { supposed, ..placed(slots, index, items, &lines, ruler) })
}

/// The option of the view that an option chooses, the plain one where it chooses none.
fn view_of<'o>(definition: &Definition, option: &'o str) -> &'o str {
    let is_view = |view: &View| view.option == option && !view.headless;
    if definition.views.iter().any(is_view) { option } else { "" }
}

/// The words of each cell without those of upper lines that somebody moved: these stand over no end of a run.
fn own_words(items: &[Item<'_>], lines: &[usize], runs: &[Word<'_>], cells: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let upper = lines.split_last().map_or(&[][..], |(_, upper)| upper);
    let is_over = |word: &Word<'_>| runs.iter().any(|run| run.start == word.start || run.end == word.end);
    let mut begun = upper.iter().flat_map(|&at| words(&items[at].line)).filter(|word| word.gap != 1);
    let is_moved =
        begun.any(|word| !is_over(&word) && !cells.iter().any(|cell| cell.len() == 1 && cell[0] == word.text));
    let lowest = |cell: Vec<String>| cell.into_iter().last().into_iter().collect();
    if is_moved { cells.into_iter().map(lowest).collect() } else { cells }
}

/// The words of the lowest line, one for each run, where somebody collapsed the blanks between them, so that they stand over
/// none.
fn in_turn(items: &[Item<'_>], lines: &[usize], runs: &[Word<'_>]) -> Option<Vec<Vec<String>>> {
    let is_even = |line: &usize| words(&items[*line].line).iter().skip(1).all(|word| word.gap == 1);
    let lowest = words(&items[*lines.last()?].line);
    let is_over = lowest.iter().zip(runs).all(|(word, run)| word.start == run.start);
    let is_collapsed = lines.iter().all(is_even) && lowest.len() == runs.len() && !is_over;
    is_collapsed.then(|| lowest.iter().map(|word| vec![word.text.to_owned()]).collect())
}

/// Whether the columns tell records apart. Where no command says whose table it is, all of its keys do.
fn has_keys(definition: &Definition, view: &View, is_asked: bool, slots: &[Slot]) -> bool {
    let key = view.key.as_ref().unwrap_or(&definition.key);
    let is_told = |key: &String| view.above.contains(key) || slots.iter().any(|slot| slot.name == *key);
    if is_asked { slots.iter().any(|slot| slot.key) || !view.above.is_empty() } else { key.iter().all(is_told) }
}

/// The lines of the heading, and the ruler.
fn lines(items: &[Item<'_>], at: usize) -> Option<(Vec<usize>, usize)> {
    let is_heading = |next: &usize| matches!(items[*next].kind, ItemKind::Text | ItemKind::Blank);
    let texts = (at..items.len()).take_while(is_heading).filter(|&next| items[next].kind == ItemKind::Text);
    let lines: Vec<usize> = texts.take(TALLEST + 1).collect();
    // The lines of a heading stand as close as every other line does.
    let gaps: Vec<usize> = lines.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let is_label = |line: &usize| {
        items[*line].line.text.trim_start().split_once(": ").is_some_and(|(label, _)| !label.contains("  "))
    };
    if gaps.windows(2).any(|pair| pair[0] != pair[1]) || gaps.iter().any(|gap| *gap > 2) || lines.iter().any(is_label) {
        return None;
    }
    let ruler = (*lines.last()? + 1..items.len()).find(|&next| items[next].kind != ItemKind::Blank)?;
    (lines.len() <= TALLEST && items[ruler].kind == ItemKind::Ruler).then_some((lines, ruler))
}

/// Whether half of the words of a line are words of headings.
fn is_of_headings(definition: &Definition, item: &Item<'_>) -> bool {
    let known = heading_words(definition);
    let words = words(&item.line);
    words.iter().filter(|word| is_known(&known, word)).count() * 2 >= words.len()
}

fn heading_words(definition: &Definition) -> Vec<String> {
    let lines = definition.columns.iter().flat_map(|column| column.headings.iter().flatten());
    lines.flat_map(|line| line.split([' ', '/'])).map(normal).collect()
}

fn is_known(known: &[String], word: &Word<'_>) -> bool {
    word.text.split('/').any(|part| known.contains(&normal(part)))
}

/// The cells without those of words that stand over no end of a run, behind a word that is no heading's: whoever put that one in
/// moved them, so that they stand over other columns than their own.
fn without_moved(
    definition: &Definition,
    items: &[Item<'_>],
    lines: &[usize],
    runs: &[Word<'_>],
    mut cells: Vec<Vec<String>>,
) -> Vec<Vec<String>> {
    let known = heading_words(definition);
    let lowest = lines.last().map(|&line| words(&items[line].line)).unwrap_or_default();
    let Some(strange) = lowest.iter().position(|word| !is_known(&known, word)) else { return cells };
    let is_near = |one: usize, other: usize| one.abs_diff(other) <= NEAR;
    let is_over = |word: &Word<'_>, run: &Word<'_>| is_near(run.start, word.start) || run.end == word.end;
    let behind = || lowest[strange + 1..].iter().filter(|word| word.gap > 1);
    if behind().all(|word| runs.iter().any(|run| is_over(word, run))) {
        return cells;
    }
    for (run, cell) in runs.iter().zip(&mut cells).filter(|(run, _)| run.start > lowest[strange].start) {
        if !behind().any(|word| is_over(word, run)) {
            cell.clear();
        }
    }
    cells
}

/// Whether every run of the ruler has words above it.
fn is_wordy(cells: &[Vec<String>]) -> bool {
    cells.iter().all(|cell| !cell.is_empty())
}

/// How many cells of the heading that may begin at an item name columns of one view.
pub(in super::super) fn named_cells(definition: &Definition, items: &[Item<'_>], at: usize) -> usize {
    let cells = || {
        let (lines, ruler) = lines(items, at)?;
        let runs = ruler::trusted(&words(&items[ruler].line), &heads(items, &lines))?;
        let cells: Vec<Vec<String>> = (0..runs.len()).map(|run| cell_text(items, &lines, &runs, run)).collect();
        best_view(definition, None, &cells)
    };
    cells().map_or(0, |(_, columns)| columns.iter().flatten().count())
}

/// The words over each run of the ruler below the heading that may begin at an item.
pub(super) fn cells(items: &[Item<'_>], at: usize) -> Option<Vec<Vec<String>>> {
    let (lines, ruler) = lines(items, at)?;
    let runs = ruler::trusted(&words(&items[ruler].line), &heads(items, &lines))?;
    let by_place = || (0..runs.len()).map(|run| cell_text(items, &lines, &runs, run)).collect();
    Some(in_turn(items, &lines, &runs).unwrap_or_else(by_place))
}

/// The view of the asked option, else of any, whose columns the cells name best, and which column each cell names.
fn best_view<'d>(
    definition: &'d Definition,
    option: Option<&str>,
    cells: &[Vec<String>],
) -> Option<(usize, Vec<Option<&'d Column>>)> {
    let may_be = |view: &View| !view.headless && option.is_none_or(|option| view.option == option);
    let views = definition.views.iter().enumerate().filter(|(_, view)| may_be(view));
    let named = views.map(|(index, view)| (index, named(definition, view, cells)));
    let count = |columns: &[Option<&Column>], index: usize| {
        let own = |column: &&Column| definition.views[index].columns.contains(&column.name);
        (columns.iter().flatten().filter(|column| own(column)).count(), columns.iter().flatten().count())
    };
    let width = |index: usize| std::cmp::Reverse(definition.views[index].columns.len());
    named.max_by_key(|(index, columns)| (count(columns, *index), width(*index), std::cmp::Reverse(*index)))
}

/// The column that each cell of the heading names, the surest first; no column twice.
fn named<'d>(definition: &'d Definition, view: &View, cells: &[Vec<String>]) -> Vec<Option<&'d Column>> {
    let mut found: Vec<Option<&Column>> = vec![None; cells.len()];
    for sureness in 0..SURENESS {
        for (at, cell) in cells.iter().enumerate() {
            if found[at].is_some() || cell.is_empty() {
                continue;
            }
            let is_free = |column: &&Column| !found.iter().flatten().any(|other| other.name == column.name);
            let fits: Vec<&Column> = definition.columns.iter().filter(|column| names(column, cell, sureness)).collect();
            let own: Vec<&Column> = fits.iter().copied().filter(|column| view.columns.contains(&column.name)).collect();
            let fits: Vec<&Column> = if own.is_empty() { fits } else { own }.into_iter().filter(is_free).collect();
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

/// Ways in which a cell names a column: by all words of a heading, by its lowest line, by some of its words, by all of
/// them and others, or by all of them with a letter wrong in one.
const SURENESS: usize = 5;

fn names(column: &Column, cell: &[String], sureness: usize) -> bool {
    let whole = cell.join(" ");
    let words = || whole.split_whitespace().map(normal);
    match sureness {
        0 => column.name == whole || is_heading(column, &whole),
        1 => {
            let last = cell.last().map(|line| normal(line));
            column.headings.iter().any(|heading| heading.last().map(|bottom| normal(bottom)) == last)
        }
        3 => column.headings.iter().any(|heading| {
            let all: Vec<String> = words().collect();
            heading.iter().flat_map(|line| line.split_whitespace()).map(normal).all(|word| all.contains(&word))
        }),
        4 => column.headings.iter().any(|heading| {
            let own: Vec<String> = heading.iter().flat_map(|line| line.split_whitespace()).map(normal).collect();
            own.len() == words().count() && words().zip(&own).all(|(word, own)| is_meant(&word, own))
        }),
        // A name alone may be any column's.
        _ if words().eq(["name".to_owned()]) => false,
        _ => column.headings.iter().any(|heading| {
            let all: Vec<String> = heading.iter().flat_map(|line| line.split_whitespace()).map(normal).collect();
            words().all(|word| all.contains(&word))
        }),
    }
}

/// The cells of the rows below the ruler that stand under each run.
fn below(items: &[Item<'_>], ruler: usize, runs: &[Word<'_>]) -> Vec<Vec<String>> {
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); runs.len()];
    let rows = items[ruler + 1..].iter().take_while(|item| item.kind != ItemKind::Ruler);
    for item in rows.filter(|item| item.kind == ItemKind::Text).take(LOOK) {
        let row = words(&item.line);
        let run_of = |word: &Word<'_>| runs.iter().rposition(|run| run.start <= word.start);
        // A row that a wide cell has pushed tells nothing up to where it is back in place.
        let begins = |run: &Word<'_>| row.iter().any(|word| word.start == run.start);
        let told = runs.iter().rposition(|run| !begins(run)).map_or(0, |last| last + 1);
        for (run, cell) in cells.iter_mut().enumerate().skip(told) {
            let own: Vec<&str> = row.iter().filter(|word| run_of(word) == Some(run)).map(|word| word.text).collect();
            if !own.is_empty() {
                cell.push(own.join(" "));
            }
        }
    }
    cells
}

/// Gives the cells of the heading that name no column the columns that the view has between their neighbours, where the types
/// of the cells below leave one way.
fn by_types<'d>(
    definition: &'d Definition,
    view: &View,
    columns: &mut [Option<&'d Column>],
    (cells, below): (&[Vec<String>], &[Vec<String>]),
) {
    let place = |column: &Column| view.columns.iter().position(|name| *name == column.name);
    let mut at = 0;
    while at < columns.len() {
        if columns[at].is_some() {
            at += 1;
            continue;
        }
        let end = (at..columns.len()).find(|&next| columns[next].is_some()).unwrap_or(columns.len());
        let from = columns[..at].iter().rev().flatten().next().map_or(Some(0), |before| place(before).map(|at| at + 1));
        let to = columns.get(end).copied().flatten().map_or(Some(view.columns.len()), place);
        if let (Some(from), Some(to)) = (from, to) {
            let missing = view.columns.get(from..to.max(from)).unwrap_or_default();
            let missing: Vec<&Column> = missing
                .iter()
                .filter_map(|name| definition.column(name))
                .filter(|column| {
                    !column.headings.is_empty() && !columns.iter().flatten().any(|c| c.name == column.name)
                })
                .collect();
            for (offset, column) in in_order(&missing, &cells[at..end], &below[at..end]).into_iter().enumerate() {
                columns[at + offset] = column;
            }
        }
        at = end;
    }
}

/// The columns of a run of cells: all that are missing, in their order, when their types fit; of more, those that fit alone.
fn in_order<'d>(missing: &[&'d Column], cells: &[Vec<String>], below: &[Vec<String>]) -> Vec<Option<&'d Column>> {
    let fit = |column: &Column, cells: &[String]| {
        let fits = cells.iter().map(|cell| kind::fit(&column.kind, cell)).min();
        fits.unwrap_or(Fit::Never)
    };
    let is_whole = missing.len() == below.len();
    if is_whole && is_crossed(missing, cells) {
        return vec![None; cells.len()];
    }
    if is_whole && missing.iter().zip(below).all(|(column, cells)| fit(column, cells) > Fit::Never) {
        return missing.iter().map(|column| Some(*column)).collect();
    }
    let alone = |cells: &Vec<String>| {
        let mut strong = missing.iter().filter(|column| fit(column, cells) == Fit::Telling);
        strong.next().copied().filter(|_| strong.next().is_none())
    };
    let found: Vec<Option<&Column>> = below.iter().map(alone).collect();
    let is_twice = found.iter().enumerate().any(|(at, column)| {
        column.is_some_and(|column| found[..at].iter().flatten().any(|other| other.name == column.name))
    });
    if is_twice { vec![None; below.len()] } else { found }
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

/// The columns in place; those that stand on lines of their own come last.
fn slots(definition: &Definition, view: &View, cells: &[Vec<String>], columns: &[Option<&Column>]) -> Vec<Slot> {
    let key = view.key.as_ref().unwrap_or(&definition.key);
    let slot = |(cell, column): (&Vec<String>, &Option<&Column>)| match column {
        Some(column) => Slot::of(column, key),
        None => {
            let name = field_name(&cell.join(" "));
            // What is called like a column, and is not taken for it, has no name of its own.
            let is_own = !name.is_empty() && definition.column(&name).is_none();
            Slot::unknown(&name, is_own)
        }
    };
    let mut slots: Vec<Slot> = cells.iter().zip(columns).map(slot).collect();
    let is_told = |column: &Column| columns.iter().flatten().any(|other| other.name == column.name);
    let unheaded = view.columns.iter().filter_map(|name| definition.column(name));
    let unheaded = unheaded.map(|column| (column, Slot::of(column, key)));
    slots.extend(unheaded.filter(|(column, slot)| !slot.headed && !is_told(column)).map(|(_, slot)| slot));
    slots
}
