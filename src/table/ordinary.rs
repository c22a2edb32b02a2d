//! Answers as ONTAP prints them, undamaged, in one pass over the bytes: almost all that is ever saved.
//!
//! Whatever is not exactly so is left to the readers that search for the best reading.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use foldhash::{HashMap, HashSet};

use super::Definition;
use super::answer::Cell;
use super::body::{self, Item, ItemKind};
use super::gate::Gate;
use super::reader::label_above;
use super::recognise::Gates;
use super::store::{Part, Placed, Records};
use super::word::is_ruler;
use crate::source::{Capture, Line, Place};

mod layout;
mod line;
mod rows;

use layout::Layout;
use line::{MARK, OTHER, Word};
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
    /// Whether each record stands on one line, so that none of them may be two.
    pub(super) is_of_lines: bool,
}

/// The reader of undamaged answers in one capture.
#[derive(Clone)]
pub(super) struct Reader<'t> {
    captures: &'t Arc<Vec<Capture>>,
    source: usize,
    text: &'t str,
    /// The words of all headings, without regard to case.
    words: Arc<HashSet<String>>,
    /// The layouts below the headings that were seen, by table and text.
    layouts: HashMap<(usize, &'t str), Option<Arc<Layout>>>,
    /// Those that other captures have.
    shared: Arc<Layouts>,
    /// The tables of the headings that were seen without a command.
    tables: HashMap<&'t str, Option<usize>>,
    /// The labels that were seen, by table and line.
    labels: HashMap<(usize, &'t str), Option<(String, Cell)>>,
}

/// An answer while it is read.
struct Reading<'t> {
    layout: Arc<Layout>,
    rows: Rows<'t>,
    parts: Vec<Part>,
    announced: Option<usize>,
}

/// What reads one table.
#[derive(Clone, Copy)]
pub(super) struct Table<'d> {
    /// Its index.
    pub(super) index: usize,
    /// Its definition.
    pub(super) definition: &'d Definition,
    /// Which words can begin its headings.
    pub(super) gate: &'d Gate,
    /// Which words can begin any table's headings.
    pub(super) all: &'d Gate,
}

/// The layouts of all captures, by table and text of the heading: most clusters print the same ones.
#[derive(Default)]
pub(super) struct Layouts(Mutex<ByTable>);

type ByTable = HashMap<usize, HashMap<String, Option<Arc<Layout>>>>;

impl Layouts {
    /// Layouts of one table that are kept: nobody has so many headings who does not want to fill the memory.
    const MOST: usize = 256;

    fn layout(&self, table: Table<'_>, text: &str) -> Option<Arc<Layout>> {
        let known = self.all().get(&table.index).and_then(|own| own.get(text).cloned());
        if let Some(known) = known {
            return known;
        }
        let layout = layout::of(table.definition, table.gate, text).map(Arc::new);
        let mut all = self.all();
        let own = all.entry(table.index).or_default();
        if own.len() < Self::MOST {
            own.insert(text.to_owned(), layout.clone());
        }
        layout
    }

    fn all(&self) -> MutexGuard<'_, ByTable> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A heading with the labels above it.
struct Top {
    layout: Arc<Layout>,
    labels: Vec<(String, Cell)>,
    /// Its first line.
    first: usize,
    /// The line of its ruler.
    ruler: usize,
}

impl<'t> Reader<'t> {
    pub(super) fn new(captures: &'t Arc<Vec<Capture>>, source: usize, gates: &Gates) -> Self {
        let (text, words) = (captures[source].text(), Arc::clone(&gates.words));
        let shared = Arc::clone(&gates.layouts);
        let (layouts, tables, labels) = (HashMap::default(), HashMap::default(), HashMap::default());
        Self { captures, source, text, words, layouts, shared, tables, labels }
    }

    /// The table whose heading begins lines `first..=last`.
    pub(super) fn table(
        &mut self,
        (first, last): (usize, usize),
        recognise: &dyn Fn(&[Item<'_>]) -> Option<usize>,
    ) -> Option<usize> {
        let capture = &self.captures[self.source];
        let top = (first..=last).find(|&number| !capture.raw_line(number).trim().is_empty())?;
        let ruler = (top..=last.min(top + TALLEST)).find(|&number| is_ruler(capture.raw_line(number)))?;
        let text = &self.text[capture.line_start(top)..capture.line_start(ruler + 1)];
        *self
            .tables
            .entry(text)
            .or_insert_with(|| recognise(&body::items((top..=ruler).map(|number| capture.line(number)))))
    }

    /// Reads lines `first..=last` as the answer to `table`.
    pub(super) fn read(&mut self, table: Table<'_>, (first, last): (usize, usize)) -> Option<Ordinary> {
        let capture = &self.captures[self.source];
        let top = self.top(table, first, last)?;
        let rows = Rows::new(self.text, Arc::clone(&top.layout), last - top.ruler);
        let mut reading = Reading { layout: Arc::clone(&top.layout), rows, parts: Vec::new(), announced: None };
        let mut number = reading.begin(top);
        while number <= last {
            if self.take(&mut reading, capture, number, table.all) {
                number += 1;
                continue;
            }
            let top = self.top(table, number, last).filter(|top| reading.may_begin(top))?;
            number = reading.begin(top);
        }
        (reading.rows.settle(0, None) && reading.rows.is_whole() && reading.has_rows()).then(|| self.ordinary(reading))
    }

    /// The heading that begins at line `first` or behind lines without meaning, with the labels above it.
    fn top(&mut self, table: Table<'_>, first: usize, last: usize) -> Option<Top> {
        let capture = &self.captures[self.source];
        let is_passed = |number: &usize| {
            let text = capture.raw_line(*number).trim();
            text.is_empty() || super::command::echo(text).is_some()
        };
        let mut labels = Vec::new();
        let mut lines = (first..=last).filter(|number| !is_passed(number));
        let mut first = lines.next()?;
        while let Some((name, cell)) = self.label(table, capture, first) {
            labels.push((name, cell));
            first = lines.next()?;
        }
        let ruler = (first..=last.min(first + TALLEST)).find(|&number| is_ruler(capture.raw_line(number)))?;
        let text = &self.text[capture.line_start(first)..capture.line_start(ruler + 1)];
        let of = || self.shared.layout(table, text);
        let layout = Arc::clone(self.layouts.entry((table.index, text)).or_insert_with(of).as_ref()?);
        let is_labelled = labels.iter().map(|(name, _)| name).eq(&layout.above);
        (is_labelled && ruler > first).then_some(Top { layout, labels, first, ruler })
    }

    /// The field that a label above a heading tells. Of long lists of devices many labels are the same.
    fn label(&mut self, table: Table<'_>, capture: &'t Capture, number: usize) -> Option<(String, Cell)> {
        let raw = capture.raw_line(number);
        if !raw.contains(':') || !raw.is_ascii() {
            return None;
        }
        if let Some(known) = self.labels.get(&(table.index, raw)) {
            let at = |cell: &Cell| Cell { place: Place { line: number as u32, ..cell.place }, ..cell.clone() };
            return known.as_ref().map(|(name, cell)| (name.clone(), at(cell)));
        }
        let label = self.new_label(table.definition, raw, number);
        self.labels.insert((table.index, raw), label.clone());
        label
    }

    fn new_label(&self, definition: &Definition, raw: &str, number: usize) -> Option<(String, Cell)> {
        let items = body::items(std::iter::once(Line::clean(number, raw)));
        let item = items.first().filter(|item| item.kind == ItemKind::Text)?;
        label_above(definition, item, self.source as u32).map(|(name, cell, _)| (name, cell))
    }

    /// Takes a line below the heading; tells whether it is what ONTAP prints there.
    fn take(&self, reading: &mut Reading<'t>, capture: &'t Capture, number: usize, gate: &Gate) -> bool {
        let start = capture.line_start(number);
        let bytes = capture.line_bytes(number);
        let mut words = [Word::default(); line::MOST];
        let Some(words) = line::split(bytes, &mut words) else { return false };
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            reading.rows.leave();
            return true;
        };
        let raw = &self.text[start..start + last.end as usize];
        if reading.announced.is_some() {
            return false;
        }
        if reading.rows.take_list(start, words) {
            return true;
        }
        if is_remark(raw, first, words) {
            return reading.take_remark(number, raw, start, words);
        }
        let is_heading =
            self.is_heading(raw, words, gate) && !(reading.names_group(words) && self.is_over_row(capture, number));
        !is_heading && reading.rows.take(start, words)
    }

    /// Whether no ruler stands below the line, as below a heading.
    fn is_over_row(&self, capture: &Capture, number: usize) -> bool {
        (number + 1..=number + TALLEST).all(|below| !is_ruler(capture.raw_line(below)))
    }

    /// Whether all words of the line are words of headings.
    fn is_heading(&self, raw: &str, words: &[Word], gate: &Gate) -> bool {
        let text = |word: &Word| &raw[word.start as usize..word.end as usize];
        let may_be = words.iter().all(|word| gate.may_head(text(word)));
        may_be && words.iter().all(|word| self.words.contains(&text(word).to_ascii_lowercase()))
    }

    fn ordinary(&self, reading: Reading<'t>) -> Ordinary {
        let mut rows = reading.rows;
        let is_of_lines = !rows.is_wrapped && !reading.layout.has_list;
        rows.rows.shrink_to_fit();
        rows.cells.shrink_to_fit();
        rows.group_cells.shrink_to_fit();
        let placed = Placed {
            captures: Arc::clone(self.captures),
            source: self.source as u32,
            slots: Arc::clone(&reading.layout.slots),
            groups: reading.layout.groups,
            parts: reading.parts,
            rows: rows.rows,
            cells: rows.cells,
            group_cells: rows.group_cells,
            shapes: OnceLock::new(),
        };
        Ordinary { records: placed.into(), view: reading.layout.view, announced: reading.announced, is_of_lines }
    }
}

impl Reading<'_> {
    /// Begins the rows below a heading, and tells the first line of them.
    fn begin(&mut self, top: Top) -> usize {
        let heading = top.layout.lines.iter().map(|line| top.first + line).collect();
        self.parts.push(Part { first: self.rows.rows.len(), labels: top.labels, heading });
        self.rows.part();
        top.ruler + 1
    }

    /// Whether the same heading may begin again here: below other labels, behind whole records.
    fn may_begin(&mut self, top: &Top) -> bool {
        let is_same = Arc::ptr_eq(&top.layout, &self.layout) && !top.labels.is_empty();
        self.announced.is_none() && is_same && self.rows.settle(0, None) && self.rows.is_whole() && self.has_rows()
    }

    /// Whether the line is the name of a group alone, although headings may have the word too: the SVM `Cluster`, the policy
    /// `cluster`.
    fn names_group(&self, words: &[Word]) -> bool {
        let groups = &self.layout.lanes[..self.layout.groups];
        matches!(words, [only] if only.start == 0 || groups.iter().any(|lane| lane.start == only.start))
    }

    /// Whether records follow the last heading.
    fn has_rows(&self) -> bool {
        self.parts.last().is_some_and(|part| part.first < self.rows.rows.len())
    }

    /// Takes a line that may be something else than a row.
    fn take_remark(&mut self, number: usize, raw: &str, start: usize, words: &[Word]) -> bool {
        let line = Line::clean(number, raw);
        let is_changed = line.is_changed();
        let items = body::items(std::iter::once(line));
        if items.len() > 1 || items.first().is_some_and(|item| item.remark.is_some()) {
            return false;
        }
        match items.first().map(|item| item.kind) {
            Some(ItemKind::Text) => !is_changed && self.rows.take(start, words),
            Some(ItemKind::Footer(count)) => {
                self.announced = Some(count);
                true
            }
            _ => false,
        }
    }
}

/// How lines begin that are no rows: see `body`.
const REMARKS: [&str; 18] = [
    "Connection ",
    "Do you ",
    "Error: ",
    "Goodbye",
    "INFO:",
    "Info:",
    "Last ",
    "Note: ",
    "Notice: ",
    "Password",
    "RPC:",
    "There are ",
    "This ",
    "Unsuccessful ",
    "WARNING:",
    "Warning:",
    "Your ",
    "logout",
];

/// Whether a line may be something else than a row: by its first words, its last character, or an author's marks.
fn is_remark(raw: &str, first: &Word, words: &[Word]) -> bool {
    let text = &raw[first.start as usize..];
    let may_be_by_hand = |word: &Word| match raw.as_bytes()[word.start as usize] {
        b'/' | b'T' => true,
        b'-' => word.end - word.start > 1,
        _ => word.has(OTHER),
    };
    let is_marked = text.ends_with('.') || words.iter().any(|word| word.has(MARK) || may_be_by_hand(word));
    is_marked
        || match text.as_bytes()[0] {
            b'0'..=b'9' => text.contains(" entr"),
            letter @ (b'A'..=b'Z' | b'l') => {
                REMARKS.iter().any(|remark| remark.as_bytes()[0] == letter && text.starts_with(remark))
            }
            other => !other.is_ascii_lowercase(),
        }
}
