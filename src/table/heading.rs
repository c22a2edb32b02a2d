//! Headings to columns: in full, as field names, cut, shifted, or torn over several lines.

use super::body::{Item, ItemKind};
pub(super) use super::definition::normal;
use super::slot::Slot;
use super::word::{Word, words};
use super::{Column, Definition, View, bare};

mod cut;
mod drawn;
mod named;
mod order;
mod places;
mod renamed;
mod ruled;
pub(super) mod ruler;
mod told;
mod unnamed;
mod wording;

pub(super) use named::{columns_of, may_name_keys};
pub(super) use places::{heads, placed};
pub(super) use ruled::{lines as ruled_lines, named_cells};
pub(super) use told::{are_told, is_common_name, is_told};

/// Lines that a heading may be spread over when somebody tore it.
const FARTHEST: usize = 14;
/// Lines that ONTAP prints of a heading at most.
const TALLEST: usize = 4;

/// A heading that was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Heading {
    /// The columns from left to right.
    pub(super) slots: Vec<Slot>,
    /// Index of the view.
    pub(super) view: usize,
    /// Line numbers of the heading, without the ruler.
    pub(super) lines: Vec<usize>,
    /// Index of the first item behind it.
    pub(super) next: usize,
    /// Whether cells can be expected under their headings.
    pub(super) placed: bool,
    /// Whether places alone part the cells, because no column has a type.
    pub(super) untyped: bool,
    /// Whether runs of blanks in it show that none were collapsed.
    pub(super) spaced: bool,
    /// Its line, where some of its words name no column, so that the cells below and their order alone tell which they are.
    pub(super) supposed: Option<usize>,
    /// Its line, where some of its words may name one column or another.
    pub(super) doubtful: Option<usize>,
    /// Whether its words are names of fields, as `-fields` prints them: whoever cuts a column out cuts its name out.
    pub(super) of_fields: bool,
    /// Whether all its words are there.
    pub(super) sound: bool,
    /// Index of the first column of the ruler's second line, where somebody's program broke the lines of the table.
    pub(super) broken_at: Option<usize>,
}

impl Heading {
    /// How many of its columns can be told.
    pub(super) fn columns(&self) -> usize {
        self.slots.iter().filter(|slot| slot.named).count()
    }
}

/// The heading of `definition` that begins at item `at`. `option` is the view that was asked for, where that is known.
pub(super) fn find(definition: &Definition, option: Option<&str>, items: &[Item<'_>], at: usize) -> Option<Heading> {
    sound(definition, items, at)
        .or_else(|| option.and_then(|_| sole_key(definition, items, at)))
        .map(|heading| Heading { sound: true, ..heading })
        .or_else(|| damaged(definition, option, items, at))
}

/// The heading of `-fields` with the only key, alone or before fields that no table knows: without the command any words over a
/// ruler would be one.
fn sole_key(definition: &Definition, items: &[Item<'_>], at: usize) -> Option<Heading> {
    let names = words(&items[at].line);
    let [key] = definition.key.as_slice() else { return None };
    let below = items.get(at + 1).filter(|item| item.kind == ItemKind::Ruler)?;
    let is_sole = words(&below.line).len() == names.len() && names.first().is_some_and(|first| first.text == key);
    is_sole.then(|| field_names(definition, items, at, (&names, 1)))?
}

/// A heading with all its words: of a view, or of `-fields`.
pub(super) fn sound(definition: &Definition, items: &[Item<'_>], at: usize) -> Option<Heading> {
    let first = items[at].line.text.split_whitespace().next().map(bare)?;
    let is_its = |view: &View| view.words.iter().any(|word| word.eq_ignore_ascii_case(first));
    let begins = |view: &View| if view.words.is_empty() { begins_heading(definition, first) } else { is_its(view) };
    let has_heading = |(_, view): &(usize, &View)| !view.headless && !view.columns.is_empty() && begins(view);
    let whole = definition.views.iter().enumerate().filter(has_heading);
    let found = whole.filter_map(|(index, view)| Some((index, whole_view(definition, view, items, at)?)));
    let found = found.max_by_key(|(_, found)| found.slots.len());
    let found = found.map(|(index, Whole { slots, lines, next })| placed(slots, index, items, &lines, next));
    // Of the names of fields a key stands first.
    let is_key = || definition.key.iter().any(|key| bare(key) == first);
    let of_names = || if is_key() { field_names(definition, items, at, (&words(&items[at].line), 2)) } else { None };
    let are_names = |heading: &Heading| {
        let is_name = |word: &str| definition.column(word).is_some();
        // Between tabs a cell may be empty, whatever its column.
        let text = &items[at].line.text;
        heading.lines.len() == 1 && !text.contains('\t') && text.split_whitespace().all(is_name)
    };
    match found {
        Some(heading) if are_names(&heading) => of_names().or(Some(heading)),
        other => other.or_else(of_names),
    }
}

/// Whether the first word is one of some column's heading.
fn begins_heading(definition: &Definition, first: &str) -> bool {
    let lines = definition.columns.iter().filter_map(|column| column.headings.first()).flatten();
    lines.flat_map(|line| line.split(' ')).any(|word| bare(word).eq_ignore_ascii_case(first))
}

/// A heading of which parts are lost or strange: cell by cell over the ruler, unless it is the asked view's, cut short.
pub(super) fn damaged(definition: &Definition, option: Option<&str>, items: &[Item<'_>], at: usize) -> Option<Heading> {
    if ruled::is_below_strange_line(definition, items, at) {
        return None;
    }
    let by_ruler = ruled::find(definition, option, items, at);
    let is_known = |slot: &Slot| definition.column(&slot.name).is_some();
    let is_whole = |heading: &&Heading| heading.slots.iter().all(is_known) && !is_narrow(items, heading.next);
    if by_ruler.as_ref().filter(is_whole).is_some() {
        return by_ruler;
    }
    let first = words(&items[at].line);
    option.and_then(|option| cut::find(definition, option, items, at, &first)).or(by_ruler)
}

/// Whether the ruler above item `next` has runs of one dash: somebody typed it, or lost a part of it.
fn is_narrow(items: &[Item<'_>], next: usize) -> bool {
    let ruler = next.checked_sub(1).map(|at| words(&items[at].line)).unwrap_or_default();
    ruler.iter().any(|run| run.end - run.start < 2)
}

/// All words of a view's headings.
struct Whole {
    slots: Vec<Slot>,
    lines: Vec<usize>,
    next: usize,
}

/// All words of a view's headings, on however many lines.
fn whole_view(definition: &Definition, view: &View, items: &[Item<'_>], at: usize) -> Option<Whole> {
    let mut left: Vec<&str> = view.words.iter().map(String::as_str).collect();
    let mut lines = Vec::new();
    let mut next = at;
    while !left.is_empty() {
        let item = items.get(next).filter(|_| next - at < FARTHEST)?;
        if item.kind == ItemKind::Text {
            for word in item.line.text.split_whitespace() {
                let position = left.iter().position(|other| other.eq_ignore_ascii_case(bare(word)))?;
                left.swap_remove(position);
            }
            lines.push(next);
        } else if !matches!(item.kind, ItemKind::Ruler | ItemKind::Blank) {
            return None;
        }
        next += 1;
    }
    let torn = torn_cells(definition, view, items, &lines);
    if torn.is_none() && lines.len() <= TALLEST && !order::is_kept(definition, view, items, &lines) {
        return None;
    }
    let slots = torn.unwrap_or_else(|| view_slots(definition, view));
    Some(Whole { slots, lines, next })
}

fn view_slots(definition: &Definition, view: &View) -> Vec<Slot> {
    let key = view.key.as_ref().unwrap_or(&definition.key);
    view.columns.iter().filter_map(|name| definition.column(name)).map(|column| Slot::of(column, key)).collect()
}

/// A heading on one line, parted by tabs, whose cells are not the view's: text that was rejoined in the wrong order.
/// A cell that is no column's heading stands for a column that cannot be told.
fn torn_cells(definition: &Definition, view: &View, items: &[Item<'_>], lines: &[usize]) -> Option<Vec<Slot>> {
    let [line] = lines else { return None };
    let text = &items[*line].line.text;
    if !text.contains('\t') {
        return None;
    }
    let cells: Vec<&str> = text.split('\t').map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let columns = || view.columns.iter().filter_map(|name| definition.column(name));
    let ordered =
        columns().filter_map(|column| column.headings.first()).flatten().flat_map(|line| line.split_whitespace());
    if ordered.map(normal).eq(text.split_whitespace().map(normal)) {
        return None;
    }
    if cells.len() < 2 || cells.iter().any(|cell| cell.contains("  ")) || is_ruled(items, *line, view.columns.len()) {
        return None;
    }
    let key = view.key.as_ref().unwrap_or(&definition.key);
    let columns: Vec<&Column> = columns().collect();
    let mut slots: Vec<Slot> = cells
        .iter()
        .map(|cell| match columns.iter().find(|column| is_heading(column, cell)) {
            Some(column) => Slot::of(column, key),
            None => Slot { blank: false, ..Slot::unknown(cell, false) },
        })
        .collect();
    slots.extend(columns.iter().filter(|column| column.headings.is_empty()).map(|column| Slot::of(column, key)));
    Some(slots)
}

/// Whether the ruler below has as many runs as the view has columns.
fn is_ruled(items: &[Item<'_>], heading: usize, columns: usize) -> bool {
    let below = items[heading + 1..].iter().find(|item| item.kind != ItemKind::Blank);
    below.is_some_and(|item| item.kind == ItemKind::Ruler && words(&item.line).len() == columns)
}

/// Letters that a word has at least of which one may be wrong: shorter ones are other words.
const SPELLED: usize = 7;

/// Whether somebody who retyped `own` may have meant it by `word`: `Elegibility`, `Admin/Ope`. Case does not count.
fn is_meant(word: &str, own: &str) -> bool {
    is_near(word, own, SPELLED)
}

/// Whether the words are the same but for a letter that is wrong, lost or too many in one of so many at least. The first letter is
/// never wrong.
fn is_near(word: &str, own: &str, shortest: usize) -> bool {
    let first = |word: &str| word.as_bytes().first().map(u8::to_ascii_lowercase);
    // A letter is one byte at least, and four at most.
    if first(word) != first(own) || word.len().abs_diff(own.len()) > 4 || word.eq_ignore_ascii_case(own) {
        return word.eq_ignore_ascii_case(own);
    }
    let is_same = |(a, b): &(char, char)| a.eq_ignore_ascii_case(b);
    let same = word.chars().zip(own.chars()).take_while(is_same).count();
    let rest = word.chars().rev().zip(own.chars().rev()).take_while(is_same).count();
    let (typed, printed) = (word.chars().count(), own.chars().count());
    let longest = typed.max(printed);
    longest >= shortest && typed.abs_diff(printed) <= 1 && same > 0 && same + rest + 1 >= longest
}

/// Whether words are those of a heading, without regard to case, plural and marks.
fn are_same<'w>(mut words: impl Iterator<Item = &'w str>, mut others: impl Iterator<Item = &'w str>) -> bool {
    loop {
        match (words.next(), others.next()) {
            (None, None) => return true,
            (Some(word), Some(other)) if bare(word).eq_ignore_ascii_case(bare(other)) => {}
            _ => return false,
        }
    }
}

pub(super) fn is_heading(column: &Column, cell: &str) -> bool {
    let is_same = |heading: &Vec<String>| {
        are_same(heading.iter().flat_map(|line| line.split_whitespace()), cell.split_whitespace())
    };
    column.headings.iter().any(is_same)
}

/// Whether the word can be a field's name.
pub(super) fn is_field(word: &Word<'_>) -> bool {
    word.text.starts_with(|c: char| c.is_ascii_lowercase())
        && word.text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_'))
}

/// Whether the words can be names of fields, a key first; a ruler below them vouches for those that are not known, where so many
/// are known at least.
fn are_names(definition: &Definition, below: &[Item<'_>], names: &[Word<'_>], least: usize) -> bool {
    let known = names.iter().filter(|word| field(definition, word.text).is_some()).count();
    let has_key = names.first().is_some_and(|first| definition.key.iter().any(|key| key == first.text));
    let next = below.iter().find(|item| item.kind != ItemKind::Blank);
    let has_ruler = next.is_some_and(|item| item.kind == ItemKind::Ruler);
    has_key && names.iter().all(is_field) && (known == names.len() || has_ruler && known >= least)
}

/// The heading of `-fields`: field names in one line, a key first, and so many of them at least.
fn field_names(
    definition: &Definition,
    items: &[Item<'_>],
    at: usize,
    (names, least): (&[Word<'_>], usize),
) -> Option<Heading> {
    if names.len() < least || !are_names(definition, &items[at + 1..], names, least) {
        return None;
    }
    let mut slots: Vec<Slot> = names.iter().map(|word| field_slot(definition, word.text)).collect();
    let mut lines = vec![at];
    let mut next = at + 1;
    // A mail client breaks a long heading: the lines below hold nothing but further names.
    while let Some(item) = items.get(next).filter(|item| item.kind == ItemKind::Text) {
        let more = words(&item.line);
        if !more.iter().all(|word| field(definition, word.text).is_some()) {
            break;
        }
        slots.extend(more.iter().map(|word| field_slot(definition, word.text)));
        lines.push(next);
        next += 1;
    }
    // In such a table ONTAP prints `-` for what is not set.
    let is_filled = is_filled(&items[next..], slots.len());
    let may_be = |slot: &Slot| {
        let is_unknown = || field(definition, &slot.name).is_none();
        !slot.key && (is_filled || is_unknown() || are_spaced(&items[next..], names.len()))
    };
    slots.iter_mut().filter(|slot| may_be(slot)).for_each(|slot| slot.become_blank(!is_filled));
    let view = definition.views.iter().position(|view| view.option.is_empty()).unwrap_or(0);
    let is_broken = lines.len() > 1;
    let heading = placed(slots, view, items, &lines, next);
    Some(Heading {
        of_fields: true,
        placed: heading.placed && (!is_broken || heading.slots.iter().all(|slot| slot.offset.is_some())),
        ..heading
    })
}

fn field_slot(definition: &Definition, name: &str) -> Slot {
    let Some(column) = field(definition, name) else { return Slot::unknown(name, true) };
    Slot { group: false, bottom: name.to_owned(), ..Slot::of(column, &definition.key) }
}

/// Whether the rows up to the next heading have a word for each column, none of them a mark alone.
pub(super) fn is_filled(items: &[Item<'_>], columns: usize) -> bool {
    let behind_ruler = items.iter().position(|item| item.kind == ItemKind::Ruler).map_or(0, |at| at + 1);
    let rows = items[behind_ruler..].iter().take_while(|item| item.kind != ItemKind::Ruler);
    rows.filter(|item| item.kind == ItemKind::Text).all(|item| {
        let mut words = item.line.text.split_whitespace();
        let count = words.clone().count();
        count >= columns && words.all(|word| word == "-" || word.contains(char::is_alphanumeric))
    })
}

/// Whether the rows up to the next heading show blank cells as blanks: nobody collapsed these, and each row stands on one line.
fn are_spaced(items: &[Item<'_>], columns: usize) -> bool {
    let behind_ruler = items.iter().position(|item| item.kind == ItemKind::Ruler).map_or(0, |at| at + 1);
    let rows = items[behind_ruler..].iter().take_while(|item| item.kind != ItemKind::Ruler);
    rows.filter(|item| item.kind == ItemKind::Text).all(|item| {
        let words = words(&item.line);
        words[0].start == 0 && words.len() * 2 >= columns && words[1..].iter().filter(|word| word.gap > 1).count() > 1
    })
}

/// The column of a field name, or of another spelling of it.
fn field<'d>(definition: &'d Definition, name: &str) -> Option<&'d Column> {
    let is_alias = |column: &&Column| column.headings.iter().any(|heading| heading.as_slice() == [name]);
    definition.column(name).or_else(|| definition.columns.iter().find(is_alias))
}

/// The words of the heading that stand over run `run` of the ruler.
pub(super) fn cell_text(items: &[Item<'_>], lines: &[usize], runs: &[Word<'_>], run: usize) -> Vec<String> {
    let nearest = |word: &Word<'_>| {
        let away = |run: &Word<'_>| {
            let overlap = word.end.min(run.end) as i64 - word.start.max(run.start) as i64;
            (-overlap).max(-1)
        };
        (0..runs.len()).min_by_key(|&index| away(&runs[index])).unwrap_or(0)
    };
    let line_text = |&at: &usize| {
        let over: Vec<&str> =
            words(&items[at].line).iter().filter(|word| nearest(word) == run).map(|word| word.text).collect();
        over.join(" ")
    };
    lines.iter().map(line_text).filter(|text| !text.is_empty()).collect()
}
