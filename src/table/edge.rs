//! Text that was cut at its right edge, as a narrow terminal does: heading, ruler and rows end in one column, and the last cells
//! may be halves. Certain it is where a word of the heading is cut, too: an author who leaves columns out cuts no words.

use super::answer::Record;
use super::body::{Item, ItemKind};
use super::heading::Heading;
use super::records::{Rows, Trouble, TroubleKind};
use super::word::{Word, words};
use super::{Definition, Kind};

/// Letters of a heading's beginning that tell it.
const TELLING: usize = 3;

/// Takes out the cells that end where the ruler does, where the heading shows that more stood to the right.
pub(super) fn without_cut_cells(definition: &Definition, heading: &Heading, items: &[Item<'_>], table: &mut Rows) {
    let Some(edge) = edge(definition, heading, items) else { return };
    let Some(last) = heading.slots.iter().rfind(|slot| slot.headed && slot.named) else { return };
    let names = last.fields();
    let ends = |line: usize| items.iter().any(|item| item.line.number == line && width(item) == edge);
    for record in table.records.iter_mut().filter(|record| is_open(record, names, &last.kind)) {
        let line = record.cell(&names[0]).map_or(0, |cell| cell.place.line as usize);
        if ends(line) {
            record.fields.retain(|(name, _)| !names.contains(name));
            table.troubles.push(Trouble { kind: TroubleKind::Half, line });
        }
    }
}

/// Whether a longer value of the column may begin so.
fn is_open(record: &Record, names: &[String], kind: &Kind) -> bool {
    let text = record.cell(&names[0]).map(|cell| cell.value.text());
    match kind {
        Kind::Bool | Kind::UpDown => false,
        Kind::Enumeration { words, .. } => text.is_some_and(|text| !words.contains(&text)),
        _ => text.is_some_and(|text| !text.is_empty() && text != "-"),
    }
}

/// The column behind the ruler, where no line below the heading is longer, and a word of the heading is cut.
fn edge(definition: &Definition, heading: &Heading, items: &[Item<'_>]) -> Option<usize> {
    let ruler = items[..heading.next].last().filter(|item| item.kind == ItemKind::Ruler)?;
    let edge = width(ruler);
    let rows = items[heading.next..].iter().take_while(|item| item.kind == ItemKind::Text);
    let is_widest = rows.clone().all(|item| width(item) <= edge) && rows.into_iter().any(|item| width(item) == edge);
    (is_widest && is_word_cut(definition, heading, items)).then_some(edge)
}

fn width(item: &Item<'_>) -> usize {
    words(&item.line).last().map_or(0, |last| last.end)
}

/// Whether the last word of a line of the heading is the beginning of a heading's or field's word only.
fn is_word_cut(definition: &Definition, heading: &Heading, items: &[Item<'_>]) -> bool {
    let headings = definition.columns.iter().flat_map(|column| column.headings.iter().flatten());
    let known: Vec<&str> = headings
        .flat_map(|line| line.split_whitespace())
        .chain(definition.columns.iter().map(|column| column.name.as_str()))
        .collect();
    let is_half = |word: &Word<'_>| {
        let starts = |known: &&str| known.len() > word.text.len() && known.starts_with(word.text);
        word.text.len() >= TELLING && !known.contains(&word.text) && known.iter().any(starts)
    };
    // An upper line that is cut is taken for no heading's.
    let is_above =
        |item: &Item<'_>| item.kind == ItemKind::Text && heading.lines.first() == Some(&(item.line.number + 1));
    let lines = items.iter().filter(|item| heading.lines.contains(&item.line.number) || is_above(item));
    lines.into_iter().any(|item| words(&item.line).last().is_some_and(is_half))
}
