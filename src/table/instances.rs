//! Instance views: one record after another, each a run of `Label: value` lines. A value may go on in the lines below its label.

use super::answer::Misfit;
use super::body::{Item, ItemKind};
use super::complaint::is_trouble;
use super::labels::{Labelled, column_of, labelled, to_record};
use super::prose::{is_listed, is_words};
use super::records::{Trouble, TroubleKind};
use super::stray::is_command;
use super::{Definition, Kind, Record, kind};
use crate::source::Line;

/// Reads the records of an instance view, with what is wrong with its lines.
pub(super) fn read(definition: &Definition, items: &[Item<'_>], source: u32) -> (Vec<Record>, Vec<Trouble>) {
    let longest = items.iter().map(|item| item.line.text.len()).max().unwrap_or(0);
    let (records, troubles) = (Vec::new(), Vec::new());
    let mut view = View { definition, source, longest, widest: 0, records, troubles, is_fenced: false };
    // Behind the count the answer is over.
    let own = items.iter().take_while(|item| !matches!(item.kind, ItemKind::Footer(_)));
    own.for_each(|item| view.take(item));
    let View { mut records, mut troubles, .. } = view;
    troubles.extend(told_twice(&mut records, &definition.key));
    let most = records.iter().map(|record| record.labels.len()).max().unwrap_or(0);
    let (half, whole): (Vec<_>, Vec<_>) = records.into_iter().partition(|record| record.is_half(&definition.key, most));
    troubles
        .extend(half.iter().map(|record| Trouble { kind: TroubleKind::Half, line: to_record(&record.labels).line }));
    let lacking = whole.iter().filter(|record| record.lacks_value());
    troubles.extend(lacking.map(|record| Trouble { kind: TroubleKind::Half, line: to_record(&record.labels).line }));
    let of = |block: Block<'_>| Record { misfits: block.misfits, ..to_record(&block.labels) };
    (whole.into_iter().map(of).collect(), troubles)
}

/// Takes a label out of a record behind which it stands once more with another value, alone or with labels that the record has not,
/// and no name of a row among them: nobody knows which holds.
fn told_twice<'d>(records: &mut Vec<Block<'d>>, key: &[String]) -> Vec<Trouble> {
    let mut troubles = Vec::new();
    let mut kept: Vec<Block<'d>> = Vec::with_capacity(records.len());
    for mut record in records.drain(..) {
        let is_keyed = |block: &Block<'_>| key.iter().any(|key| block.has(key));
        let is_rest = |above: &Block<'_>| {
            let others = record.labels.iter().skip(1);
            record.labels.len() == 1
                || is_keyed(above) && !is_keyed(&record) && others.into_iter().all(|own| !above.has(&own.field))
        };
        let again = record.labels.first().cloned();
        let own = again.zip(kept.last_mut().filter(|above| is_rest(above))).and_then(|(again, above)| {
            let at = above.labels.iter().position(|own| own.field == again.field)?;
            Some((again, above, at))
        });
        let Some((again, above, at)) = own else {
            kept.push(record);
            continue;
        };
        troubles.push(Trouble { kind: TroubleKind::Ambiguous, line: again.place.line as usize });
        if above.labels[at].value != again.value {
            above.labels.remove(at);
            above.misfits.push(Misfit { field: again.field.clone(), word: again.value.clone(), place: again.place });
        }
        above.labels.extend(record.labels.drain(1..));
    }
    *records = kept;
    troubles
}

/// An instance view as far as its lines have been seen.
struct View<'d> {
    definition: &'d Definition,
    source: u32,
    /// Length of the longest line.
    longest: usize,
    /// The same of those seen so far.
    widest: usize,
    records: Vec<Block<'d>>,
    troubles: Vec<Trouble>,
    /// Whether a ruler has come, which no such view has: below it stands what an author says.
    is_fenced: bool,
}

impl View<'_> {
    fn take(&mut self, item: &Item<'_>) {
        if matches!(item.kind, ItemKind::Blank | ItemKind::Ruler) {
            self.is_fenced |= item.kind == ItemKind::Ruler;
            self.records.last_mut().into_iter().for_each(|record| record.is_left = !record.is_spaced);
        }
        if item.kind == ItemKind::Text {
            self.text(&item.line);
        }
    }

    fn text(&mut self, line: &Line<'_>) {
        let is_apart = self.is_fenced || self.records.last().is_some_and(|record| record.is_left);
        let is_ours = |label: &Labelled<'_>| !is_apart && is_in_line(self.records.last(), label, line);
        let known = labelled(self.definition, line, self.source, true);
        self.widest = self.widest.max(self.records.last().map_or(0, |record| record.end));
        let longest = (self.longest, self.widest);
        if let Some(label) = known.filter(|label| label.column.is_some() || is_ours(label)) {
            let is_first = self.definition.key.first() == Some(&label.field);
            if is_first || self.records.last().is_none_or(|record| record.has(&label.field)) {
                self.records.push(Block::default());
            }
            self.records.last_mut().into_iter().for_each(|record| record.begin(label.clone(), line));
        } else if !self.records.last_mut().is_some_and(|record| record.shut || record.goes_on(line, longest)) {
            let text = line.text.trim();
            let is_said = is_apart || is_words(text) || is_command(text) || is_listed(text);
            let kind = if is_said { TroubleKind::Said } else { TroubleKind::Unfit };
            self.troubles.push(Trouble { kind, line: line.number });
        }
        self.records.last_mut().into_iter().for_each(|record| record.end = line.text.len());
    }
}

/// Columns of the narrowest line that mail clients wrap at.
const NARROWEST: usize = 72;
/// Columns by which a colon may stand beside the others.
const NEAR: usize = 2;

/// The labels of one record.
#[derive(Default)]
struct Block<'d> {
    labels: Vec<Labelled<'d>>,
    /// Labels with two values, of which nobody knows which holds.
    misfits: Vec<Misfit>,
    /// Indent of the last label.
    indent: usize,
    /// Length of the line before.
    end: usize,
    /// Whether a line behind an empty value could not be joined to it.
    torn: bool,
    /// Whether a line came that could not be read: what follows it goes on with that one.
    shut: bool,
    /// Whether an empty line or a ruler stands behind the last label: no value goes on there.
    is_left: bool,
    /// Whether empty lines stand between the labels too.
    is_spaced: bool,
}

impl<'d> Block<'d> {
    /// Takes a label with its line.
    fn begin(&mut self, label: Labelled<'d>, line: &Line<'_>) {
        self.is_spaced |= self.is_left;
        (self.indent, self.shut, self.is_left) = (indent(line), false, false);
        self.labels.push(label);
    }

    fn has(&self, field: &str) -> bool {
        self.labels.iter().any(|label| label.field == field)
    }

    /// Whether a value is lost behind a label, and more than that is told.
    fn lacks_value(&self) -> bool {
        self.labels.iter().any(Labelled::is_lost)
    }

    fn tells(&self, key: &str) -> bool {
        self.labels.iter().any(|label| label.field == key && !label.is_lost())
    }

    /// Whether labels are missing, or a value is.
    fn is_half(&self, key: &[String], most: usize) -> bool {
        let is_cut = self.torn || self.labels.iter().any(|label| label.value.ends_with(','));
        is_cut || self.labels.len() < most || self.labels.len() < 2 || !key.iter().all(|key| self.tells(key))
    }

    /// Joins a line without a label to the value above it: behind a comma, inside a word, below the value, or where a
    /// mail client broke the line.
    ///
    /// `longest`: of all lines; `widest`: of those above.
    fn goes_on(&mut self, line: &Line<'_>, (longest, widest): (usize, usize)) -> bool {
        let (end, text, is_left) = (self.end, line.text.trim(), self.is_left);
        let Some(last) = self.labels.last_mut() else { return false };
        let is_mark = |c: char| !(c.is_alphanumeric() || "-_.:/ ".contains(c));
        let is_list = text.split(", ").all(|part| !part.trim_end_matches(',').contains(is_mark));
        let first = text.split_whitespace().next().map_or(0, str::len);
        let may_hold = last
            .column
            .is_none_or(|c| matches!(c.kind, Kind::Text | Kind::List | Kind::Addresses | Kind::ServiceAddresses));
        let may_hold = (may_hold || last.value.is_empty()) && text.starts_with(char::is_alphanumeric);
        // A list is broken behind a comma.
        let is_whole = last.column.is_some_and(|c| c.kind != Kind::Text) && !last.value.is_empty();
        let is_wrapped =
            may_hold && !is_whole && !is_link(text) && indent(line) == 0 && end + 1 + first > longest.max(NARROWEST);
        let is_below = indent(line) + 2 >= last.indent && !last.value.is_empty();
        // A program breaks lines that grew too long for the next word, and within a word the longest of them.
        let is_long = if is_whole { end >= longest } else { end + 1 + first > widest };
        let may_be_rest = may_hold && !is_left && !is_sentence(text) && !is_listed(text) && is_long;
        // What reads as the next element of such a list is one, wherever it stands.
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_entry = last.column.is_some_and(|c| c.kind == Kind::ServiceAddresses)
            && words[0].ends_with(':')
            && kind::cost(&Kind::ServiceAddresses, &words, true).is_some();
        if last.value.ends_with('-') && last.value.len() > 1 && !is_left {
            last.value.push_str(text);
        } else if (last.value.ends_with(',') && is_list) || !is_left && (is_below || is_wrapped || is_entry) {
            last.value.push(' ');
            last.value.push_str(text);
            last.value = last.value.trim().to_owned();
        } else {
            self.torn |= last.value.is_empty();
            self.shut = true;
            // It may be the rest of the value.
            if may_be_rest {
                self.labels.pop();
            }
            return false;
        }
        true
    }
}

/// Whether a line begins with the address of a page.
fn is_link(text: &str) -> bool {
    text.split(' ').next().is_some_and(|first| first.contains("://"))
}

/// Somebody's sentence, which is no part of a value.
fn is_sentence(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && text.ends_with(['.', '!', '?']) && text.contains(' ')
}

fn indent(line: &Line<'_>) -> usize {
    column_of(&line.text, line.text.len() - line.text.trim_start().len())
}

/// A label that no column has stands in line with the others: its colon below theirs, or its beginning.
fn is_in_line(record: Option<&Block<'_>>, label: &Labelled<'_>, line: &Line<'_>) -> bool {
    let Some((block, last)) = record.and_then(|record| Some((record, record.labels.last()?))) else {
        return is_title(&line.text[..label.colon]);
    };
    let is_short = line.text.split(':').next().is_some_and(|text| text.split_whitespace().count() <= 8);
    // An author who typed the labels anew misses the column by one or two; what goes on with a value stands behind it.
    let is_near = label.at.abs_diff(last.at) <= NEAR && indent(line) + NEAR <= last.at;
    // Where ONTAP sets labels right, no short one begins at the left.
    let aligned = block.labels.iter().filter(|other| other.at > label.at + NEAR).map(|other| other.at);
    let aligned: Vec<usize> = aligned.collect();
    if aligned.iter().any(|at| aligned.iter().filter(|other| *other == at).count() > 2) {
        return false;
    }
    // One that is longer than its room begins at the left and moves the colon.
    let is_long = indent(line) <= 1 && line.text.starts_with(' ') && label.at > last.at;
    let is_beside = (indent(line) == block.indent || is_long) && is_title(&line.text[..label.colon]);
    is_short && (is_near || label.at == last.at || is_beside)
}

/// Whether the words are written as ONTAP writes labels, and not as a sentence.
fn is_title(text: &str) -> bool {
    const LITTLE: [&str; 15] =
        ["a", "allowed", "and", "by", "for", "from", "in", "is", "of", "on", "or", "per", "the", "to", "with"];
    let is_big = |word: &str| !word.starts_with(|c: char| c.is_ascii_lowercase());
    !is_trouble(text)
        && !text.trim_start().to_ascii_lowercase().starts_with("err")
        && text.split_whitespace().all(|word| is_big(word) || LITTLE.contains(&word))
}
