//! Headings over a ruler, cell by cell: any mixture of columns in any order, some of their words lost, some renamed, some
//! of no column that is known.

use super::super::body::{Item, ItemKind};
use super::super::labels::field_name;
use super::super::slot::Slot;
use super::super::word::{Word, words};
use super::super::{Column, Definition, Kind, View};
use super::drawn::{self, Drawn};
use super::named::best_view;
use super::places::{self, placed_over};
use super::{Heading, cell_text, heads, is_heading, normal, renamed, ruler, unnamed, wording};

/// Lines of a heading.
const TALLEST: usize = 4;
/// Rows that are asked for their types.
const LOOK: usize = 24;

/// The heading whose first line is at `at`; `option`: the view that was asked for, where that is known.
pub(super) fn find(definition: &Definition, option: Option<&str>, items: &[Item<'_>], at: usize) -> Option<Heading> {
    let (lines, ruler) = lines(items, at)?;
    let is_begun_below = lines[1..].iter().any(|&below| super::sound(definition, items, below).is_some());
    if is_begun_below || drawn::is_below_upper_line(definition, items, at) {
        return None;
    }
    let (runs, drawn) = drawn(definition, items, &lines, ruler)?;
    let asked = option.map(|option| view_of(definition, option));
    let (index, mut columns) = view_and_columns(definition, asked, &drawn.cells)?;
    let doubtful = drawn.doubtful(definition, &definition.views[index], &columns);
    columns.iter_mut().zip(&doubtful).filter(|(_, doubtful)| **doubtful).for_each(|(column, _)| *column = None);
    let view = &definition.views[index];
    let named = columns.iter().flatten().count();
    if begins_below(definition, asked, items, (&lines, &runs), named) {
        return None;
    }
    // Whoever asked for fields asked for these, and for no view.
    let is_small = |cell: &Vec<String>| !cell.iter().any(|line| line.contains(char::is_uppercase));
    let cells = &drawn.cells;
    let of_fields = named > 0 && cells.iter().zip(&columns).all(|(cell, column)| column.is_none() || is_small(cell));
    if option.is_some() && !of_fields {
        let below = below(items, ruler, &drawn.standing(items, &lines, &runs));
        unnamed::by_types(definition, view, (&mut columns, &doubtful), (cells, &below));
    }
    let line = lines.first().map(|&line| items[line].line.number);
    let own = own_words(items, &lines, drawn.runs(&runs), cells.clone());
    let mut slots = slots(definition, view, &own, &columns);
    slots.iter_mut().zip(&doubtful).for_each(|(slot, doubtful)| slot.named &= !doubtful);
    let known = slots.iter().filter(|slot| slot.kind != Kind::Text || slot.key).count();
    let told = columns.iter().flatten().count();
    let has_key = has_keys(definition, view, option.is_some(), &slots);
    let is_told = told * 2 >= cells.len() && (named > 0 || is_wordy(cells));
    let is_known = if option.is_some() { is_told } else { named * 2 >= cells.len() };
    if runs.len() < 2 || !has_key || !is_known || known * 2 < cells.len() {
        return None;
    }
    let supposed = line.filter(|_| told > named || is_of_another_time(&columns, cells));
    let doubtful = line.filter(|_| doubtful.contains(&true));
    Some(Heading { supposed, doubtful, ..placed_over((slots, drawn.spans.as_deref()), index, items, &lines, ruler) })
}

/// Whether a heading has a word more that tells of which time its column is: `Enabled (target)`, beside ONTAP's own or in its place.
fn is_of_another_time(columns: &[Option<&Column>], cells: &[Vec<String>]) -> bool {
    const TIMES: [&str; 11] =
        ["alt", "expected", "ist", "neu", "new", "old", "planned", "previous", "soll", "target", "wanted"];
    let is_told = |(column, cell): (&Option<&Column>, &Vec<String>)| {
        let text = cell.join(" ").to_lowercase();
        let mut words = text.split(|c: char| !c.is_alphanumeric()).skip(1);
        words.any(|word| TIMES.contains(&word)) && column.is_some_and(|column| !is_heading(column, &cell.join(" ")))
    };
    columns.iter().zip(cells).any(is_told)
}

/// The view of the asked option that the cells name best, or all but one of whose columns they name, with these columns.
fn view_and_columns<'d>(
    definition: &'d Definition,
    asked: Option<&str>,
    cells: &[Vec<String>],
) -> Option<(usize, Vec<Option<&'d Column>>)> {
    let (index, mut columns) = best_view(definition, asked, cells)?;
    // A view of which nothing lacks has a column more.
    let index = renamed::sole(definition, asked, &columns)
        .filter(|_| renamed::lacks(definition, &definition.views[index], &columns))
        .unwrap_or(index);
    renamed::settle_twins(&definition.views[index], cells, &mut columns);
    renamed::settle_spelled(definition, &definition.views[index], cells, &mut columns);
    Some((index, columns))
}

/// Whether the first line is a row above the heading, which names nothing: without it no fewer columns are named.
fn begins_below(
    definition: &Definition,
    asked: Option<&str>,
    items: &[Item<'_>],
    (lines, runs): (&[usize], &[Word<'_>]),
    named: usize,
) -> bool {
    let first = &items[lines[0]];
    if lines.len() < 2 || is_of_headings(definition, first) || drawn::is_upper_line(first, runs) {
        return false;
    }
    let below: Vec<_> = (0..runs.len()).map(|run| cell_text(items, &lines[1..], runs, run)).collect();
    let without = best_view(definition, asked, &below).map_or(0, |(_, columns)| columns.iter().flatten().count());
    without > 0 && without >= named && is_wordy(&below)
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

/// The runs of the ruler, and the cells of the heading above it.
fn drawn<'a>(
    definition: &Definition,
    items: &'a [Item<'_>],
    lines: &[usize],
    ruler: usize,
) -> Option<(Vec<Word<'a>>, Drawn<'a>)> {
    let rulers = items[ruler..].iter().take_while(|item| item.kind == ItemKind::Ruler).count();
    let rulers: Vec<usize> = (ruler..ruler + rulers).collect();
    let widest = lines.last().map_or(0, |&last| words(&items[last].line).len());
    let own = places::runs(items, &rulers, widest);
    let runs = ruler::trusted(&own, &heads(items, lines)).unwrap_or(own);
    let drawn = drawn::draw(definition, items, lines, &runs)?;
    Some((runs, drawn))
}

/// Whether the columns tell records apart. Where no command says whose table it is, all of its keys do.
fn has_keys(definition: &Definition, view: &View, is_asked: bool, slots: &[Slot]) -> bool {
    let key = view.key.as_ref().unwrap_or(&definition.key);
    let is_told = |key: &String| view.above.contains(key) || slots.iter().any(|slot| slot.name == *key);
    if is_asked { slots.iter().any(|slot| slot.key) || !view.above.is_empty() } else { key.iter().all(is_told) }
}

/// The lines of the heading, and the ruler.
pub(in super::super) fn lines(items: &[Item<'_>], at: usize) -> Option<(Vec<usize>, usize)> {
    let is_heading = |next: &usize| matches!(items[*next].kind, ItemKind::Text | ItemKind::Blank);
    let texts = (at..items.len()).take_while(is_heading).filter(|&next| items[next].kind == ItemKind::Text);
    let lines: Vec<usize> = texts.take(TALLEST + 1).collect();
    // The lines of a heading stand as close as every other line does.
    let gaps: Vec<usize> = lines.windows(2).map(|pair| pair[1] - pair[0]).collect();
    if gaps.windows(2).any(|pair| pair[0] != pair[1])
        || gaps.iter().any(|gap| *gap > 2)
        || lines.iter().any(|&line| is_label(&items[line]))
    {
        return None;
    }
    let ruler = (*lines.last()? + 1..items.len()).find(|&next| items[next].kind != ItemKind::Blank)?;
    (lines.len() <= TALLEST && items[ruler].kind == ItemKind::Ruler).then_some((lines, ruler))
}

/// Whether a line begins with `Label: `, as what stands above the next table does.
fn is_label(item: &Item<'_>) -> bool {
    item.line.text.trim_start().split_once(": ").is_some_and(|(label, _)| !label.contains("  "))
}

/// Whether half of the words of a line are words of headings.
fn is_of_headings(definition: &Definition, item: &Item<'_>) -> bool {
    let known = heading_words(definition);
    let words = words(&item.line);
    // An upper line stands apart from the margin, above the second column.
    let is_indented = words.first().is_some_and(|first| first.start > 0);
    let is_form = |word: &Word<'_>| {
        let word = normal(word.text);
        is_indented && known.iter().any(|own| wording::is_kin(&word, own))
    };
    words.iter().filter(|word| is_known(&known, word) || is_form(word)).count() * 2 >= words.len()
}

fn heading_words(definition: &Definition) -> Vec<String> {
    let lines = definition.columns.iter().flat_map(|column| column.headings.iter().flatten());
    lines.flat_map(|line| line.split([' ', '/'])).map(normal).collect()
}

fn is_known(known: &[String], word: &Word<'_>) -> bool {
    word.text.split('/').any(|part| known.contains(&normal(part)))
}

/// Whether the line just above belongs to the heading at an item too, and has words that stand in none of the table's.
pub(super) fn is_below_strange_line(definition: &Definition, items: &[Item<'_>], at: usize) -> bool {
    let Some(above) = at.checked_sub(1).map(|above| &items[above]) else { return false };
    let is_upper =
        || lines(items, at).is_some_and(|(_, ruler)| drawn::is_upper_line(above, &words(&items[ruler].line)));
    let is_strange = || wording::is_strange_above(definition, &[above.line.text.to_string()]);
    above.kind == ItemKind::Text && is_upper() && is_strange()
}

/// Whether every run of the ruler has words above it.
fn is_wordy(cells: &[Vec<String>]) -> bool {
    cells.iter().all(|cell| !cell.is_empty())
}

/// How many cells of the heading that may begin at an item name columns of one view, and how many of these in full.
pub(in super::super) fn named_cells(definition: &Definition, items: &[Item<'_>], at: usize) -> (usize, usize) {
    let Some(cells) = cells(definition, items, at) else { return (0, 0) };
    let named = best_view(definition, None, &cells).map(|(_, columns)| columns).unwrap_or_default();
    let is_whole = |(column, cell): &(&Option<&Column>, &Vec<String>)| {
        column.is_some_and(|column| is_heading(column, &cell.join(" ")))
    };
    (named.iter().flatten().count(), named.iter().zip(&cells).filter(is_whole).count())
}

/// The words over each run of the ruler below the heading that may begin at an item.
pub(super) fn cells(definition: &Definition, items: &[Item<'_>], at: usize) -> Option<Vec<Vec<String>>> {
    let (lines, ruler) = lines(items, at)?;
    Some(drawn(definition, items, &lines, ruler)?.1.cells)
}

/// The cells of the rows below the ruler that stand just under each run, and reach into no other one.
fn below(items: &[Item<'_>], ruler: usize, runs: &[Word<'_>]) -> Vec<Vec<String>> {
    let mut cells: Vec<Vec<String>> = vec![Vec::new(); runs.len()];
    let rows = items[ruler + 1..].iter().take_while(|item| item.kind != ItemKind::Ruler && !is_label(item));
    for item in rows.filter(|item| item.kind == ItemKind::Text).take(LOOK) {
        let row = words(&item.line);
        for (run, cell) in cells.iter_mut().enumerate() {
            cell.extend(cell_below(&row, runs, run));
        }
    }
    cells
}

/// The words of a row from the start of a run on, up to a gap or the next run, where none before reaches into it.
fn cell_below(row: &[Word<'_>], runs: &[Word<'_>], run: usize) -> Option<String> {
    let Some(first) = row.iter().position(|word| word.start == runs[run].start) else {
        // A cell of one word that is set to the right.
        let is_right = |word: &&Word<'_>| word.end == runs[run].end && word.start > runs[run].start && word.gap > 1;
        return row.iter().find(is_right).map(|word| word.text.to_owned());
    };
    let next = runs.get(run + 1).map_or(usize::MAX, |next| next.start);
    // What stands one blank behind a word that filled its column may have been pushed there.
    let is_pushed = row[first].gap == 1 && runs[..run].last().is_some_and(|before| row[first - 1].end > before.end);
    let more = row[first + 1..].iter().take_while(|word| word.gap == 1 && word.start < next).count();
    let texts: Vec<&str> = row[first..=first + more].iter().map(|word| word.text).collect();
    (!is_pushed).then(|| texts.join(" "))
}

/// The columns in place; those that stand on lines of their own come last.
fn slots(definition: &Definition, view: &View, cells: &[Vec<String>], columns: &[Option<&Column>]) -> Vec<Slot> {
    let key = view.key.as_ref().unwrap_or(&definition.key);
    let slot = |(cell, column): (&Vec<String>, &Option<&Column>)| match column {
        Some(column) => wording::turned(column, cell, Slot::of(column, key)),
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
