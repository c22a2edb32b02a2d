//! What the rows themselves tell of columns without types: a group's lines, and rows of one word a column.

use super::super::heading::Heading;
use super::super::slot::Slot;
use super::super::word::Word;

/// Fewest columns of a table whose first one is a group's: with less, a row may be the rest of the cell above.
const FEWEST: usize = 3;

/// The heading's columns as these rows show them. `of_fields`: whether its words are field names.
pub(super) fn shaped(heading: &Heading, rows: &[Vec<Word<'_>>], of_fields: bool) -> Heading {
    let mut heading = heading.clone();
    if has_groups(&heading.slots, rows) {
        heading.slots[0].group = true;
        // The rows of a group begin in the second column.
        heading.slots[1].blank = false;
    }
    if is_counted(&heading, rows, of_fields) {
        heading.slots.iter_mut().for_each(|slot| slot.blank = false);
    }
    heading
}

fn stands(slot: &Slot, word: &Word<'_>) -> bool {
    slot.offset == Some(word.start) || slot.right && slot.end() == word.end
}

/// Whether some line holds the first column alone and the next begins at the second, as the rows of a group do.
fn has_groups(slots: &[Slot], rows: &[Vec<Word<'_>>]) -> bool {
    let [first, second, ..] = slots else { return false };
    // A word that is too wide for its column may have wrapped the line.
    let is_group = |row: &Vec<Word<'_>>| row.len() == 1 && fits(first, &row[0]);
    let is_member = |row: &Vec<Word<'_>>| stands(second, &row[0]);
    let reaches = |row: &Vec<Word<'_>>| row.last().is_some_and(|last| slots[FEWEST - 1].offset <= Some(last.start));
    slots.len() >= FEWEST
        && rows.windows(2).any(|pair| is_group(&pair[0]) && is_member(&pair[1]))
        && rows.iter().filter(|row| is_member(row)).all(reaches)
}

/// Whether each row has one word a column, each where ONTAP puts it when no cell is blank and none holds a blank.
///
/// `-fields` prints `-` for what is not set. Elsewhere a cell may be blank: there some row must stand in its columns, and
/// what pushes others aside must be no word of a sentence.
fn is_counted(heading: &Heading, rows: &[Vec<Word<'_>>], of_fields: bool) -> bool {
    let slots = &heading.slots;
    let members = || rows.iter().filter_map(|row| member(slots, row));
    let is_whole = rows.iter().all(|row| is_group_line(slots, row) || member(slots, row).is_some());
    let is_exact =
        |(first, row): (usize, &[Word<'_>])| row.iter().zip(&slots[first..]).all(|(word, slot)| fits(slot, word));
    let is_certain = || members().any(is_exact) && members().all(|(first, row)| is_named(&slots[first..], row));
    heading.placed && is_whole && (of_fields || is_certain())
}

fn is_group_line(slots: &[Slot], row: &[Word<'_>]) -> bool {
    slots[0].group && row.len() == 1 && stands(&slots[0], &row[0])
}

/// The row with its first column when it has one word for each column from there on, all in the expected places.
fn member<'r, 'w>(slots: &[Slot], row: &'r [Word<'w>]) -> Option<(usize, &'r [Word<'w>])> {
    let first = slots.len().checked_sub(row.len()).filter(|&first| first <= usize::from(slots[0].group))?;
    let expected = |at: usize| {
        let (slot, word) = (&slots[first + at], &row[at]);
        let free = at.checked_sub(1).map_or(0, |before| row[before].end + 1);
        let right = slot.end().saturating_sub(word.end - word.start);
        slot.offset.is_some_and(|own| word.start == own.max(free)) || slot.right && word.start == right.max(free)
    };
    (0..row.len()).all(expected).then_some((first, row))
}

fn fits(slot: &Slot, word: &Word<'_>) -> bool {
    stands(slot, word) && word.end <= slot.end()
}

/// Whether all cells that are wider than their columns are names, paths or numbers.
fn is_named(slots: &[Slot], row: &[Word<'_>]) -> bool {
    let is_wide = |(slot, word): &(&Slot, &Word<'_>)| word.end - word.start > slot.width;
    let is_name = |word: &Word<'_>| word.text.contains(|c: char| c.is_ascii_digit() || matches!(c, '_' | '/' | ':'));
    slots.iter().zip(row).filter(is_wide).all(|(_, word)| is_name(word))
}
