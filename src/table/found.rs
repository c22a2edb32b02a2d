//! What was read of an answer's lines, before it is judged whether that is all: records, and what the lines beside them say.

use std::collections::BTreeSet;

use super::answer::Record;
use super::body::{Item, ItemKind};
use super::broken;
use super::ordinary::Ordinary;
use super::reader::Origin;
use super::records::{Trouble, TroubleKind};
use super::store::Records;
use super::stray;
use super::{Definition, Kind};
use crate::source::Place;

/// Length of a place that reaches to the end of its line.
const REST_OF_LINE: u32 = 1000;

/// What was read of an answer's lines, before it is judged whether that is all.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Index of the view.
    pub(super) view: usize,
    /// The records.
    pub(super) records: Vec<Record>,
    /// The records where they were read as places.
    pub(super) placed: Option<Records>,
    /// What is wrong.
    pub(super) troubles: Vec<Trouble>,
    /// Lines of records that go on with what may be the beginning of another one.
    pub(super) glued: Vec<usize>,
    /// Lines at the left edge that go on with a record.
    pub(super) rests: Vec<usize>,
    /// Why lines were not read: their numbers, and words.
    pub(super) traces: Vec<(usize, String)>,
    pub(super) announced: Option<usize>,
    /// Line on which ONTAP says that there is nothing.
    pub(super) empty: Option<usize>,
    /// Line and text of an error.
    pub(super) refused: Option<(usize, String)>,
    /// Line and text of a complaint.
    pub(super) complaint: Option<(usize, String)>,
    /// Line of the pager's question, where nothing of the answer follows it.
    pub(super) paged: Option<usize>,
    /// Where words stand that somebody wrote by hand.
    pub(super) remarks: Vec<Place>,
    /// Line and text that is none of the answer, so that nobody knows what it says of it.
    pub(super) stray: Option<(usize, String)>,
    /// Line beside the answer with words of a page: nothing of the answer is missing for them, but they may tell of a change.
    pub(super) beside: Option<usize>,
    /// Line that says of the answer itself that it is not whole, or not so.
    pub(super) broken: Option<usize>,
    /// Line of a heading of which some words name no column: the types of the cells told which they are.
    pub(super) supposed: Option<usize>,
    /// Whether an error is the answer: what it refuses tells what is.
    pub(super) is_told_by_error: bool,
    /// Whether anything of the answer was recognised at all.
    pub(super) recognised: bool,
}

impl Found {
    /// With what the lines beside the rows say of the whole answer. `is_own`: whether an item of text belongs to it.
    pub(super) fn noted(
        mut self,
        definition: &Definition,
        (items, origin): (&[Item<'_>], &Origin),
        is_own: impl Fn(usize) -> bool,
    ) -> Self {
        let source = origin.source as u32;
        if self.refused.is_none() && !self.is_told_by_error {
            items.iter().filter(|item| item.kind == ItemKind::Error).for_each(|item| self.refuse(item));
        }
        let found = items.iter().find(|item| item.kind == ItemKind::Complaint);
        self.complaint = found.map(|item| (item.line.number, item.line.text.trim().to_owned()));
        let is_told = |item: &Item<'_>| matches!(item.kind, ItemKind::Text | ItemKind::Footer(_) | ItemKind::Empty);
        let tail = items.iter().rposition(is_told).map_or(0, |last| last + 1);
        self.paged = items[tail..].iter().find(|item| item.asks).map(|item| item.line.number);
        self.remarks = items.iter().filter_map(|item| Some(remark_place(item, source, item.remark?))).collect();
        self.remarks.extend(self.rests(definition, items, source));
        let in_session = origin.is_pure || (origin.closed && origin.typed.is_some());
        // An answer that is a sentence ends with it.
        let is_sentence = self.has_records() && !definition.sentences.is_empty();
        let strays = stray::find(items, is_own, in_session, (origin.is_pure, is_sentence));
        let stray = strays.of_rows.map(|at| &items[at].line);
        self.beside = self.beside.or_else(|| strays.beside.map(|at| items[at].line.number));
        self.stray = self.stray.or_else(|| stray.map(|line| (line.number, line.text.trim().to_owned())));
        if self.has_records() {
            self.empty = items.iter().find(|item| is_empty_answer(item)).map(|item| item.line.number);
        }
        self.broken = broken::line(&self, definition, items);
        self
    }

    /// Lines of a few words right below another line that fit no column, and those of nothing but values wherever they stand: each
    /// may be what a row goes on with, or what somebody put in the place of a cell.
    fn rests(&self, definition: &Definition, items: &[Item<'_>], source: u32) -> Vec<Place> {
        const MOST: usize = 3;
        let is_aside = |own: &&Trouble| matches!(own.kind, TroubleKind::Unfit | TroubleKind::Said);
        let mut lines: Vec<usize> = self.troubles.iter().filter(is_aside).map(|own| own.line).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        lines.sort_unstable();
        // Where other rows begin, another one does.
        let first: BTreeSet<usize> = self.records.iter().map(|record| record.line).collect();
        let begins: BTreeSet<usize> =
            items.iter().filter(|item| first.contains(&item.line.number)).map(indent).collect();
        let is_below =
            |above: &Item<'_>, own: &Item<'_>| above.kind == ItemKind::Text && !begins.contains(&indent(own));
        let is_rest = |pair: &&[Item<'_>]| {
            let [above, own] = pair else { return false };
            let words = || own.line.text.split([' ', ',', '\t']).filter(|word| !word.is_empty());
            lines.binary_search(&own.line.number).is_ok()
                && words().count() <= MOST
                && (is_below(above, own) || words().all(|word| is_value(definition, word)))
        };
        let pairs = items.windows(2).filter(is_rest);
        pairs.map(|pair| remark_place(&pair[1], source, 1)).collect()
    }

    /// Keeps an error of ONTAP's.
    pub(super) fn refuse(&mut self, item: &Item<'_>) {
        let text = item.line.text.trim();
        match &mut self.refused {
            Some((_, words)) => {
                words.push(' ');
                words.push_str(text);
            }
            None => self.refused = Some((item.line.number, text.to_owned())),
        }
    }

    /// Whether there are any.
    pub(super) fn has_records(&self) -> bool {
        !self.records.is_empty()
    }

    /// Whether ONTAP said that there is nothing, or refused.
    pub(super) fn is_settled(&self) -> bool {
        self.empty.is_some() || self.refused.is_some()
    }
}

/// The words by hand behind a line; without length, because they end with it.
fn indent(item: &Item<'_>) -> usize {
    item.line.text.len() - item.line.text.trim_start().len()
}

/// Whether ONTAP says that there is nothing. Somebody who says that there are no other LIFs does not.
fn is_empty_answer(item: &Item<'_>) -> bool {
    const WORDS: [&str; 3] = ["no entries", "currently empty", "entries were displayed"];
    item.kind == ItemKind::Empty && WORDS.iter().any(|words| item.line.text.contains(words))
}

/// Whether a column of the table, or a fact that follows from one, has the word for a value.
fn is_value(definition: &Definition, word: &str) -> bool {
    let kinds = definition.columns.iter().map(|column| &column.kind);
    let mut all = kinds.chain(definition.derived.iter().filter_map(|derived| derived.kind.as_ref()));
    all.any(|kind| match kind {
        Kind::Bool => matches!(word, "true" | "false"),
        Kind::UpDown => word.split('/').all(|part| matches!(part, "up" | "down")),
        Kind::Enumeration { words, .. } => words.iter().any(|own| own == word),
        _ => false,
    })
}

fn remark_place(item: &Item<'_>, source: u32, column: usize) -> Place {
    Place { source, line: item.line.number as u32, column: column as u32, length: REST_OF_LINE }
}

impl From<Ordinary> for Found {
    fn from(ordinary: Ordinary) -> Self {
        let Ordinary { records, view, announced, .. } = ordinary;
        Self { view, placed: Some(records), announced, recognised: true, ..Self::default() }
    }
}
