//! Which table a text without a command belongs to: by separators, a heading, a sentence, labels, or option names.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::{HashSet, fast::RandomState};

use super::body::{Item, ItemKind};
use super::candidates::Tops;
use super::gate::Gate;
use super::heading;
use super::ordinary::Layouts;
use super::segments::FileNames;
use super::{Definition, labels, sentence, separated};

mod best;
mod labelled;

/// Which lines are worth a look, for all tables together and for each.
pub(super) struct Gates {
    pub(super) all: Gate,
    pub(super) each: Vec<Gate>,
    /// All labels in small letters.
    labels: HashSet<String>,
    /// Whether one of them holds a colon or ends in a blank, so that what stands before a colon tells nothing.
    has_odd: bool,
    /// The words of all headings and the names of all columns in small letters.
    pub(super) words: Arc<HashSet<String>>,
    /// The first words of all commands.
    pub(super) tops: Tops,
    /// The layouts of undamaged tables that were seen.
    pub(super) layouts: Arc<Layouts>,
    /// The commands that names of files spell out.
    pub(super) files: FileNames,
}

impl Gates {
    pub(super) fn of(tables: &[Definition]) -> Self {
        let columns = || tables.iter().flat_map(|table| &table.columns);
        let headings = columns().flat_map(|column| column.headings.iter().flatten());
        let names = columns().map(|column| &column.name);
        let words = headings.chain(names).flat_map(|text| text.split_whitespace());
        let labels = || small(columns().flat_map(|column| &column.labels).map(String::as_str));
        let is_odd = |label: &String| label.contains(':') || label.ends_with(char::is_whitespace);
        let gates = || (Gate::of(tables), tables.iter().map(|table| Gate::of([table])).collect());
        // Both take about as long, and a small cluster waits for them.
        let ((all, each), (labels, words)) = rayon::join(gates, || (labels(), small(words)));
        Self {
            has_odd: labels.iter().any(is_odd),
            all,
            each,
            labels,
            words: Arc::new(words),
            tops: Tops::of(tables),
            layouts: Arc::default(),
            files: FileNames::default(),
        }
    }

    /// Whether a table has this label.
    pub(super) fn knows_label(&self, text: &str) -> bool {
        self.labels.contains(&text.to_ascii_lowercase())
    }

    /// Whether a label of any table may begin the line.
    fn may_know(&self, text: &str) -> bool {
        let said = labels::before_colon(text.trim_start());
        said.is_some_and(|(_, said)| self.has_odd || self.labels.contains(&said.to_ascii_lowercase()))
    }
}

/// The texts in small letters, each once.
fn small<'t>(texts: impl Iterator<Item = &'t str>) -> HashSet<String> {
    let mut all = HashSet::with_capacity_and_hasher(ROOM, RandomState::default());
    for text in texts {
        let has_capital = text.bytes().any(|byte| byte.is_ascii_uppercase());
        let text = if has_capital { Cow::Owned(text.to_ascii_lowercase()) } else { Cow::Borrowed(text) };
        if !all.contains(&*text) {
            all.insert(text.into_owned());
        }
    }
    all
}

/// About as many words and labels as the program's own tables have.
const ROOM: usize = 1024;

/// The tables with their gates.
#[derive(Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) tables: &'a [Definition],
    pub(super) gates: &'a Gates,
}

/// Whether a heading with all its words begins there, a sentence, or labels behind a blank line.
pub(super) fn is_sure(items: &[Item<'_>], at: usize, definition: &Definition) -> bool {
    let is_parted = at.checked_sub(1).is_none_or(|before| items[before].kind == ItemKind::Blank);
    match heading::find(definition, None, items, at) {
        Some(heading) => heading.sound,
        None => is_parted || sentence::is_sentence(definition, &items[at]),
    }
}

pub(super) fn has_footer(items: &[Item<'_>]) -> bool {
    items.iter().any(|item| matches!(item.kind, ItemKind::Footer(_)))
}

/// The table that the item begins: by its heading, by a sentence, by labels above a heading, or by three known labels.
pub(super) fn recognise(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, usize)> {
    let tables = known.tables;
    let by_heading = || best::heading(items, at, known).map(|found| (found.0, found.1.next));
    let by_sentence =
        || tables.iter().position(|table| sentence::is_sentence(table, &items[at])).map(|table| (table, at + 1));
    let by_mark = |find: fn(&[Item<'_>], usize) -> Option<separated::Heading>| by_separator(&find(items, at)?, known);
    by_mark(separated::find)
        .or_else(|| by_mark(separated::drawn))
        .or_else(by_heading)
        .or_else(by_sentence)
        .or_else(|| by_labels(items, at, known))
        .or_else(|| headless(items, at, tables))
        .or_else(|| by_mark(separated::tabbed))
}

/// The table that knows most of the names in separated text, its keys among them.
fn by_separator(found: &separated::Heading, known: &Tables<'_>) -> Option<(usize, usize)> {
    let tables = known.tables;
    let words = || found.names.iter().flat_map(|name| name.split_whitespace());
    let strange = words().filter(|word| !known.gates.all.may_head(word.trim_matches(['(', ')']))).count();
    if strange * 2 > words().count() {
        return None;
    }
    let told = |table: usize| {
        let heading = found.clone().named(&tables[table]);
        let names: Vec<&str> = heading.names.iter().map(String::as_str).collect();
        let count = names.iter().filter(|name| tables[table].column(name).is_some()).count();
        heading::are_told(&tables[table], &names).then_some((count, Reverse(table)))
    };
    let (count, Reverse(best)) = (0..tables.len()).filter_map(told).max()?;
    (count >= 2).then_some((best, found.next))
}

/// A run of labels that one table knows best; a block above a heading belongs to the table of that heading.
fn by_labels(items: &[Item<'_>], at: usize, tables: &Tables<'_>) -> Option<(usize, usize)> {
    if !tables.gates.all.lets_label(&items[at].line.text) || !tables.gates.may_know(&items[at].line.text) {
        return None;
    }
    let gated = tables;
    let tables = tables.tables;
    let known = |definition: &Definition, item: &Item<'_>| labels::labelled(definition, &item.line, 0, false).is_some();
    if !items[at].line.text.contains(':') || !tables.iter().any(|definition| known(definition, &items[at])) {
        return None;
    }
    let block: Vec<&Item<'_>> =
        items[at..].iter().filter(|item| item.kind == ItemKind::Text).take(LONGEST_BLOCK).collect();
    let end = (at..items.len().min(at + 14))
        .filter(|&next| items[next].kind == ItemKind::Text)
        .find_map(|next| best::heading(items, next, gated).map(|(table, _)| (next, table)));
    if let Some((next, table)) = end {
        if let Some(own) = instance_above(items, (at, next), gated) {
            return Some(own);
        }
        // Of tables with the same heading the one whose label stands above it.
        let behind = |definition: &Definition| {
            let is_led = definition.views.iter().any(|view| !view.above.is_empty());
            let heading = heading::find(definition, None, items, next)?;
            (is_led && known(definition, &items[at])).then_some(heading.next)
        };
        let others = (0..tables.len()).filter(|&other| other != table);
        return std::iter::once(table).chain(others).find_map(|table| Some((table, behind(&tables[table])?)));
    }
    let told = || {
        let table = told_by(&block, gated)?;
        // Behind the last label of its own others may begin another answer.
        let last = block.iter().rposition(|item| known(&tables[table], item))?;
        Some((table, at + last + 1))
    };
    told().or_else(|| in_paragraph(items, at, gated))
}

/// The table of the labels up to the first line that it does not know: behind that may stand those of another table.
fn in_paragraph(items: &[Item<'_>], at: usize, known: &Tables<'_>) -> Option<(usize, usize)> {
    let block = |table: &Definition| {
        let is_own =
            |item: &&Item<'_>| item.kind == ItemKind::Text && labels::labelled(table, &item.line, 0, false).is_some();
        items[at..].iter().take_while(is_own).take(LONGEST_BLOCK).collect::<Vec<_>>()
    };
    let longest = known.tables.iter().map(block).max_by_key(Vec::len)?;
    Some((told_by(&longest, known)?, at + longest.len()))
}

/// Labels that are looked at for their table.
const LONGEST_BLOCK: usize = 12;

/// Whether the labels of a record of this table begin, of which the table above knows few: they are none of its.
pub(super) fn begins_labels(items: &[Item<'_>], at: usize, own: &Definition, above: &Definition) -> bool {
    let field =
        |table: &Definition, item: &Item<'_>| labels::labelled(table, &item.line, 0, false).map(|own| own.field);
    let is_in = |item: &&Item<'_>| item.kind == ItemKind::Text;
    let block: Vec<&Item<'_>> = items[at..].iter().take_while(is_in).take(LONGEST_BLOCK).collect();
    let count = |table: &Definition| block.iter().filter_map(|item| field(table, item)).collect::<BTreeSet<_>>().len();
    let is_key = || field(own, &items[at]).is_some_and(|name| own.key.contains(&name));
    count(own) >= 3 && (count(above) == 0 || is_key() && count(above) * 2 <= count(own))
}

/// The table that knows most of the labels in a block, its first one among them.
fn told_by(block: &[&Item<'_>], known: &Tables<'_>) -> Option<usize> {
    let tables = known.tables;
    let labels: Vec<&&Item<'_>> = block.iter().filter(|item| known.gates.may_know(&item.line.text)).collect();
    let count = |definition: &Definition| {
        let labels = labels.iter().filter_map(|item| labels::labelled(definition, &item.line, 0, false));
        labels.map(|label| label.field).collect::<BTreeSet<_>>().len()
    };
    let best = (0..tables.len()).max_by_key(|&table| (count(&tables[table]), Reverse(table)))?;
    let is_first = labels::labelled(&tables[best], &block.first()?.line, 0, false).is_some();
    (count(&tables[best]) >= 3 && is_first && labelled::are_told(&tables[best], block)).then_some(best)
}

/// The instance view that ends above the heading of another answer: its labels are none of that one's.
fn instance_above(items: &[Item<'_>], (at, next): (usize, usize), known: &Tables<'_>) -> Option<(usize, usize)> {
    // The answer begins behind the last empty line above its heading.
    let blank = items[at..next].iter().rposition(|item| item.kind == ItemKind::Blank);
    let end = blank.unwrap_or(next - at);
    let block: Vec<&Item<'_>> = items[at..at + end].iter().filter(|item| item.kind == ItemKind::Text).collect();
    let table = told_by(&block, known)?;
    let definition = &known.tables[table];
    let is_led = definition.views.iter().any(|view| !view.above.is_empty());
    let is_own = is_led && heading::find(definition, None, items, next).is_some();
    if is_own {
        return None;
    }
    // Where no empty line parts them, the last of the labels may be the heading's.
    let last = || (at..next).rev().find(|&at| labels::labelled(definition, &items[at].line, 0, false).is_some());
    Some((table, if blank.is_some() { at + end } else { last()? + 1 }))
}

/// A table without heading is told by its option names.
pub(super) fn headless(items: &[Item<'_>], at: usize, tables: &[Definition]) -> Option<(usize, usize)> {
    let table = tables.iter().position(|table| table.views.iter().any(|view| view.headless))?;
    let option = |item: &Item<'_>| {
        let name = item.line.text.trim_start().split_once(' ').map(|(name, _)| name.replace('.', "-"));
        let is_told = |name: String| tables[table].derived.iter().any(|derived| derived.column == name);
        item.kind == ItemKind::Text && name.is_some_and(is_told)
    };
    let next = items[at + 1..].iter().find(|item| item.kind != ItemKind::Blank)?;
    let is_group = items[at].line.text.split_whitespace().count() == 1;
    (is_group && option(next)).then_some((table, at + 2))
}
