//! Answers as ONTAP prints them, undamaged, in one pass over the bytes: almost all that is ever saved.
//!
//! Whatever is not exactly so is left to the readers that search for the best reading.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Definition;
use super::body::{self, ItemKind};
use super::gate::Gate;
use super::store::{Placed, Records};
use crate::source::{Capture, Line};

mod layout;
mod line;
mod rows;

use layout::Layout;
use line::{MARK, Word};
use rows::Rows;

/// Lines of text that a heading has at most, with its ruler.
const TALLEST: usize = 5;

/// What an undamaged answer holds.
pub(super) struct Ordinary {
    /// Its records.
    pub(super) records: Records,
    /// Index of the view.
    pub(super) view: usize,
    /// Entries that ONTAP announced.
    pub(super) announced: Option<usize>,
    /// Line of the heading.
    pub(super) line: usize,
}

/// The reader of undamaged answers in one capture.
pub(super) struct Reader<'t> {
    captures: &'t Arc<Vec<Capture>>,
    source: usize,
    text: &'t str,
    /// The words of all headings, without regard to case.
    words: HashSet<String>,
    /// The layouts below the headings that were seen, by table and text.
    layouts: HashMap<(usize, &'t str), Option<Arc<Layout>>>,
}

/// An answer while it is read.
struct Reading<'t> {
    rows: Rows<'t>,
    announced: Option<usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(captures: &'t Arc<Vec<Capture>>, source: usize, tables: &[Definition]) -> Self {
        let columns = || tables.iter().flat_map(|table| &table.columns);
        let headings = columns().flat_map(|column| column.headings.iter().flatten());
        let names = columns().map(|column| &column.name);
        let words = headings.chain(names).flat_map(|text| text.split_whitespace()).map(str::to_ascii_lowercase);
        let text = captures[source].text();
        Self { captures, source, text, words: words.collect(), layouts: HashMap::new() }
    }

    /// Reads lines `first..=last` as the answer to `tables[table]`.
    pub(super) fn read(
        &mut self,
        (table, definition): (usize, &Definition),
        (own, all): (&Gate, &Gate),
        (first, last): (usize, usize),
    ) -> Option<Ordinary> {
        let capture = &self.captures[self.source];
        let (top, ruler) = self.heading(capture, first, last)?;
        let text = &self.text[capture.line_start(top)..capture.line_start(ruler + 1)];
        let layout =
            self.layouts.entry((table, text)).or_insert_with(|| layout::of(definition, own, text, top).map(Arc::new));
        let layout = Arc::clone(layout.as_ref()?);
        let mut reading = Reading { rows: Rows::new(self.text, Arc::clone(&layout), last - ruler), announced: None };
        for number in ruler + 1..=last {
            if !self.take(&mut reading, capture, number, all) {
                return None;
            }
        }
        let is_read = reading.rows.is_whole() && !reading.rows.rows.is_empty();
        is_read.then(|| self.ordinary(reading, &layout, top))
    }

    /// The first line of the heading, and the line of its ruler.
    fn heading(&self, capture: &Capture, first: usize, last: usize) -> Option<(usize, usize)> {
        let is_passed = |number: &usize| {
            let text = capture.raw_line(*number).trim();
            text.is_empty() || super::command::echo(text).is_some()
        };
        let top = (first..=last).find(|number| !is_passed(number))?;
        let end = last.min(top + TALLEST);
        let ruler = (top..=end).find(|&number| capture.raw_line(number).trim_start().starts_with("--"))?;
        (ruler > top).then_some((top, ruler))
    }

    /// Takes a line below the heading; tells whether it is what ONTAP prints there.
    fn take(&self, reading: &mut Reading<'t>, capture: &'t Capture, number: usize, gate: &Gate) -> bool {
        let start = capture.line_start(number);
        let bytes = capture.line_bytes(number);
        let mut words = [Word::default(); line::MOST];
        let Some(words) = line::split(bytes, &mut words) else { return false };
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return true };
        let raw = &self.text[start..start + last.end as usize];
        if reading.announced.is_some() {
            return false;
        }
        if is_remark(raw, first, words) {
            return reading.take_remark(number, raw, start, words);
        }
        !self.is_heading(raw, words, gate) && reading.rows.take(start, words)
    }

    /// Whether all words of the line are words of headings.
    fn is_heading(&self, raw: &str, words: &[Word], gate: &Gate) -> bool {
        let text = |word: &Word| &raw[word.start as usize..word.end as usize];
        let may_be = words.iter().all(|word| gate.may_head(text(word)));
        may_be && words.iter().all(|word| self.words.contains(&text(word).to_ascii_lowercase()))
    }

    fn ordinary(&self, reading: Reading<'t>, layout: &Layout, top: usize) -> Ordinary {
        let mut rows = reading.rows;
        rows.rows.shrink_to_fit();
        rows.cells.shrink_to_fit();
        rows.group_cells.shrink_to_fit();
        let placed = Placed {
            captures: Arc::clone(self.captures),
            source: self.source as u32,
            slots: Arc::clone(&layout.slots),
            groups: layout.groups,
            heading: layout.lines.iter().map(|line| top + line).collect(),
            rows: rows.rows,
            cells: rows.cells,
            group_cells: rows.group_cells,
        };
        Ordinary { records: placed.into(), view: layout.view, announced: reading.announced, line: top }
    }
}

impl Reading<'_> {
    /// Takes a line that may be something else than a row.
    fn take_remark(&mut self, number: usize, raw: &str, start: usize, words: &[Word]) -> bool {
        match body::items(std::iter::once(Line::clean(number, raw))).first().map(|item| item.kind) {
            Some(ItemKind::Text) => !raw.contains("**") && self.rows.take(start, words),
            Some(ItemKind::Footer(count)) => {
                self.announced = Some(count);
                true
            }
            _ => false,
        }
    }
}

/// Whether a line may be something else than a row: by its first character, its last one, or an author's marks.
fn is_remark(raw: &str, first: &Word, words: &[Word]) -> bool {
    let bytes = raw.as_bytes();
    let begins = bytes[first.start as usize];
    let is_strange = !(begins.is_ascii_alphanumeric()) || b"0123456789LUYTPDCGlEWINOST".contains(&begins);
    let last = words[words.len() - 1];
    is_strange || bytes[last.end as usize - 1] == b'.' || words.iter().any(|word| word.has(MARK))
}
