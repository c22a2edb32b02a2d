//! Where an answer says of itself that it is not whole, or not so: ONTAP complains in it, dots or somebody's words stand among its
//! rows. A row that damage to itself made unreadable is another thing: it takes nothing from the others.

use super::answer::{Answer, Doubt, hides};
use super::body::{Item, ItemKind, footer};
use super::found::Found;
use super::kind::{self, Fit};
use super::records::TroubleKind;
use super::stray;
use super::{Definition, Kind};
use crate::source::Place;

/// The first line of `items` for which no row of the answer proves anything.
pub(super) fn line(found: &Found, definition: &Definition, items: &[Item<'_>]) -> Option<usize> {
    let said = [&found.refused, &found.complaint].into_iter().flatten().map(|(line, _)| *line);
    let troubles = found.troubles.iter().filter(|trouble| match trouble.kind {
        TroubleKind::LeftOut => true,
        TroubleKind::Said => is_beside(found, items, trouble.line),
        TroubleKind::Unfit => is_stranger(found, definition, items, trouble.line),
        TroubleKind::Half => is_nothing(found, definition, items, trouble.line),
        // The words may have been taken for the rest of the row above.
        TroubleKind::Ambiguous => is_nothing(found, definition, items, trouble.line + 1),
        _ => false,
    });
    let empty = found.empty.filter(|_| found.has_records());
    said.chain(empty).chain(troubles.map(|trouble| trouble.line)).min()
}

/// Whether nobody knows of which object a key is: somebody hid it, or it is that of a device and goes on behind the device's name.
pub(super) fn tells_no_key(definition: &Definition, name: &str, text: &str) -> bool {
    let is_device = || definition.column(name).is_some_and(|column| column.kind == Kind::DeviceId);
    hides(text) || text.contains(' ') && is_device()
}

/// Of more rows than ONTAP counted some are of another answer. Of fewer the others are missing, and these are judged.
pub(super) fn miscounted(found: &Found, answer: &Answer) -> Option<(Doubt, Place)> {
    let is_other = answer.announced.is_some_and(|count| count < answer.records.len());
    let place = answer.why_place.filter(|_| is_other && found.troubles.is_empty());
    place.map(|place| (Doubt::Broken, place))
}

/// Whether ONTAP's count stands below a sentence, or a row does, or it stands close below the rows: else it may be a letter's.
fn is_beside(found: &Found, items: &[Item<'_>], line: usize) -> bool {
    let last = found.records.iter().map(|record| record.line).max().unwrap_or(0);
    let is_count = |item: &Item<'_>| matches!(item.kind, ItemKind::Footer(_)) && item.line.number > line;
    let mut between = items.iter().filter(|item| (last + 1..line).contains(&item.line.number));
    line < last || items.iter().any(is_count) || last > 0 && between.all(|item| item.kind == ItemKind::Text)
}

/// Whether a line that is no record is no damaged row either. Such a row has cells apart of which one at least is still one, or hardly
/// anything else; above the heading stands none, but there a host may greet whoever comes.
fn is_stranger(found: &Found, definition: &Definition, items: &[Item<'_>], line: usize) -> bool {
    let Some(item) = items.iter().find(|item| item.line.number == line) else { return false };
    let text = item.line.text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_rest = || words.len() == 1 && found.troubles.iter().any(|above| above.line + 1 == line);
    let is_record = found.records.iter().any(|record| record.line == line || record.heading.contains(&line));
    if is_record || is_rest() || item.kind != ItemKind::Text || footer(&words.join(" ")).is_some() {
        return false;
    }
    let cells = words.iter().filter(|word| may_be_cell(found, definition, word)).count();
    let heading = found.records.first().and_then(|record| record.heading.first());
    if heading.is_some_and(|heading| line < *heading) {
        return cells > 0 || stray::may_be_trouble(text);
    }
    let has_cells = text.contains("  ") || text.contains(['\t', '|']);
    let is_row = has_cells && cells > 0 || cells * 2 > words.len();
    !is_row
}

/// Whether no word of a line is one of a row: the record that it would begin has nothing of its own.
fn is_nothing(found: &Found, definition: &Definition, items: &[Item<'_>], line: usize) -> bool {
    let item = items.iter().find(|item| item.line.number == line);
    let has_cell = |item: &Item<'_>| item.line.text.split_whitespace().any(|word| may_be_cell(found, definition, word));
    item.is_some_and(|item| !has_cell(item)) && is_stranger(found, definition, items, line)
}

/// Whether a word has a form that a column prints and sentences do not, or is that of another row, or a part of one.
fn may_be_cell(found: &Found, definition: &Definition, word: &str) -> bool {
    const SHORTEST: usize = 3;
    let is_typed = |kind: &Kind| !matches!(kind, Kind::Text | Kind::Targets) && kind::fit(kind, word) == Fit::Telling;
    let is_known = |text: &str| text.split_whitespace().any(|own| own.len() >= SHORTEST && own == word);
    let is_of_record = || {
        let mut cells = found.records.iter().flat_map(|record| &record.fields);
        cells.any(|(_, cell)| is_known(&cell.value.text()))
    };
    let is_name = word.len() > 1 && word.contains(['_', '-', '/']) && word.contains(char::is_alphanumeric);
    is_name || definition.columns.iter().any(|column| is_typed(&column.kind)) || is_of_record()
}
