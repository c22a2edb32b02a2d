//! Where an answer says of itself that it is not whole, or not so: ONTAP complains in it, dots or somebody's words stand among its
//! rows. A row that damage to itself made unreadable is another thing: it takes nothing from the others.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::answer::{Answer, Doubt, Record, hides};
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
    let rows = Rows::of(found, definition, items);
    let troubles = found.troubles.iter().filter(|trouble| match trouble.kind {
        TroubleKind::LeftOut => true,
        TroubleKind::Said => rows.are_beside(trouble.line),
        TroubleKind::Unfit => rows.is_stranger(trouble.line),
        TroubleKind::Half => rows.is_nothing(trouble.line),
        // The words may have been taken for the rest of the row above.
        TroubleKind::Ambiguous => rows.is_nothing(trouble.line + 1),
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

/// Of more rows than ONTAP counted some are of another answer. Of fewer the others are missing, and these are judged; but where a row or
/// its group stands on several lines, those that are missing may have stood between them, and what is left be of two.
pub(super) fn miscounted(found: &Found, answer: &Answer) -> Option<(Doubt, Place)> {
    let is_other = |count: usize| count < answer.records.len() && found.troubles.is_empty();
    let is_glued =
        |count: usize| count > answer.records.len() && answer.records.iter().any(|record| stands_apart(&record));
    let is_so = answer.announced.is_some_and(|count| is_other(count) || is_glued(count));
    answer.why_place.filter(|_| is_so).map(|place| (Doubt::Broken, place))
}

/// Whether what belongs to a record stands on several lines: its own, or that of its group and its row.
fn stands_apart(record: &Record) -> bool {
    let places = record.fields.iter().flat_map(|(_, cell)| [&cell.place].into_iter().chain(&cell.parts));
    let mut lines = places.map(|place| place.line);
    lines.next().is_some_and(|first| lines.any(|line| line != first))
}

/// The rows of an answer, against which its other lines are held. Each set is made once, where any line asks: there may be as many
/// strange lines as rows.
struct Rows<'f, 'i> {
    found: &'f Found,
    definition: &'f Definition,
    items: &'f [Item<'i>],
    lines: OnceCell<HashSet<usize>>,
    troubles: OnceCell<HashSet<usize>>,
    words: OnceCell<HashSet<String>>,
    ends: OnceCell<(usize, usize, usize)>,
}

impl<'f, 'i> Rows<'f, 'i> {
    fn of(found: &'f Found, definition: &'f Definition, items: &'f [Item<'i>]) -> Self {
        let (lines, troubles, words, ends) = Default::default();
        Self { found, definition, items, lines, troubles, words, ends }
    }

    /// The item of a line; they stand in the order of the text.
    fn item(&self, line: usize) -> Option<&Item<'i>> {
        let at = self.items.partition_point(|item| item.line.number < line);
        self.items.get(at).filter(|item| item.line.number == line)
    }

    /// The lines on which records begin, and those of their headings.
    fn lines(&self) -> &HashSet<usize> {
        let all = || self.found.records.iter().flat_map(|record| record.heading.iter().copied().chain([record.line]));
        self.lines.get_or_init(|| all().collect())
    }

    /// The lines of which something is wrong.
    fn troubles(&self) -> &HashSet<usize> {
        self.troubles.get_or_init(|| self.found.troubles.iter().map(|trouble| trouble.line).collect())
    }

    /// The words of the cells, but for the shortest.
    fn words(&self) -> &HashSet<String> {
        const SHORTEST: usize = 3;
        self.words.get_or_init(|| {
            let cells = self.found.records.iter().flat_map(|record| &record.fields).map(|(_, cell)| cell.value.text());
            let words = |text: String| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
            cells.flat_map(words).filter(|word| word.len() >= SHORTEST).collect()
        })
    }

    /// Line of the last record, of the last count, and of the first line behind that record that is no sentence.
    fn ends(&self) -> (usize, usize, usize) {
        *self.ends.get_or_init(|| {
            let record = self.found.records.iter().map(|record| record.line).max().unwrap_or(0);
            let number = |item: &Item<'_>| item.line.number;
            let is_count = |item: &&Item<'_>| matches!(item.kind, ItemKind::Footer(_));
            let count = self.items.iter().rev().find(is_count).map_or(0, number);
            let is_other = |item: &&Item<'_>| number(item) > record && item.kind != ItemKind::Text;
            (record, count, self.items.iter().find(is_other).map_or(usize::MAX, number))
        })
    }

    /// Whether ONTAP's count stands below a sentence, or a row does, or it stands close below the rows: else it may be a letter's.
    fn are_beside(&self, line: usize) -> bool {
        let (record, count, other) = self.ends();
        line < record || line < count || record > 0 && line <= other
    }

    /// Whether a line that is no record is no damaged row either. Such a row has cells apart of which one at least is still one, or
    /// hardly anything else; above the heading stands none, but there a host may greet whoever comes.
    fn is_stranger(&self, line: usize) -> bool {
        let Some(item) = self.item(line) else { return false };
        let text = item.line.text.trim();
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_rest = || words.len() == 1 && line > 0 && self.troubles().contains(&(line - 1));
        let is_kind = item.kind == ItemKind::Text && footer(&words.join(" ")).is_none();
        if !is_kind || self.lines().contains(&line) || is_rest() {
            return false;
        }
        let cells = words.iter().filter(|word| self.may_be_cell(word)).count();
        let heading = self.found.records.first().and_then(|record| record.heading.first());
        if heading.is_some_and(|heading| line < *heading) {
            return cells > 0 || stray::may_be_trouble(text);
        }
        let has_cells = text.contains("  ") || text.contains(['\t', '|']);
        let is_row = has_cells && cells > 0 || cells * 2 > words.len();
        !is_row
    }

    /// Whether no word of a line is one of a row: the record that it would begin has nothing of its own.
    fn is_nothing(&self, line: usize) -> bool {
        let has_cell = |item: &Item<'_>| item.line.text.split_whitespace().any(|word| self.may_be_cell(word));
        self.item(line).is_some_and(|item| !has_cell(item)) && self.is_stranger(line)
    }

    /// Whether a word has a form that a column prints and sentences do not, or is that of another row, or a part of one.
    fn may_be_cell(&self, word: &str) -> bool {
        let is_typed =
            |kind: &Kind| !matches!(kind, Kind::Text | Kind::Targets) && kind::fit(kind, word) == Fit::Telling;
        let is_name = word.len() > 1 && word.contains(['_', '-', '/']) && word.contains(char::is_alphanumeric);
        is_name || self.definition.columns.iter().any(|column| is_typed(&column.kind)) || self.words().contains(word)
    }
}
