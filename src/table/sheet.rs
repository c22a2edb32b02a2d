//! The lines of one answer on their way to tables: labels above, headings, and the rows below each.

use super::Definition;
use super::answer::Cell;
use super::body::{Item, ItemKind};
use super::complaint;
use super::edge;
use super::effort::Effort;
use super::found::Found;
use super::gate::Gate;
use super::heading::{self, Heading};
use super::labels;
use super::prose::{self, is_in_place};
use super::reader::{Origin, is_bare_label, keys, label_above};
use super::records::{self, Trouble, TroubleKind};
use super::word::{Word, words};

/// Columns of a heading that tells its table without what stands above it: `Alias  Mapping` stands in two of them.
const TELLING: usize = 4;

struct Open {
    heading: Heading,
    rows: Vec<usize>,
}

/// The tables of an answer as far as its lines have been seen.
pub(super) struct Sheet<'a> {
    definition: &'a Definition,
    gate: &'a Gate,
    /// The view that was asked for, where that is known.
    option: Option<&'a str>,
    items: &'a [Item<'a>],
    source: u32,
    closed: bool,
    effort: &'a Effort,
    /// What was found so far.
    pub(super) found: Found,
    above: Vec<(String, Cell)>,
    open: Option<Open>,
    /// Line of a label below which no table has come yet.
    pending_label: Option<usize>,
    /// Lines before the first heading that are nothing known.
    stray: Vec<usize>,
    /// Whether the heading of another table has come, apart from the rows above it: what stands below it is that one's.
    is_ended: bool,
    /// Whether a table has come since the last label.
    is_labelled_away: bool,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        (definition, gate): (&'a Definition, &'a Gate),
        option: Option<&'a str>,
        items: &'a [Item<'a>],
        origin: &'a Origin,
    ) -> Self {
        let found = Found::default();
        let (above, stray) = (Vec::new(), Vec::new());
        Self {
            definition,
            gate,
            option,
            items,
            source: origin.source as u32,
            closed: origin.closed,
            effort: &origin.effort,
            found,
            above,
            open: None,
            pending_label: None,
            stray,
            is_ended: false,
            is_labelled_away: false,
        }
    }

    /// Takes the text at `at`, and tells the next item to look at.
    pub(super) fn text(&mut self, at: usize) -> usize {
        let item = &self.items[at];
        let label = label_above(self.definition, item, self.source);
        if let Some((name, cell, first)) = label.filter(|_| self.gate.lets_label(&item.line.text)) {
            self.close();
            if first || self.above.iter().any(|(other, _)| *other == name) {
                self.above.clear();
            }
            self.above.push((name, cell));
            self.pending_label = Some(item.line.number);
            self.is_labelled_away = false;
        } else if let Some(heading) = self.heading(at) {
            if self.is_others(&heading) {
                self.close();
                self.stray.extend_from_slice(&heading.lines);
                return heading.next;
            }
            return self.begin(heading);
        } else if let Some(open) = &mut self.open {
            open.rows.push(at);
        } else if let Some(label) = self.label_beside(at) {
            self.above.push(label);
        } else if self.is_introduction(at) {
            // What announces the answer ends with a colon; any other sentence may tell what became of it since.
            let announces = item.line.text.trim_end().ends_with(':') || prose::is_example(item.line.text.trim());
            self.found.beside = self.found.beside.or_else(|| (!announces).then_some(item.line.number));
        } else if self.is_ended {
            return at + 1;
        } else if !is_bare_label(&item.line.text) {
            self.stray.push(item.line.number);
        }
        at + 1
    }

    /// Takes a ruler among the rows: what stands right above it is the heading of another table, unless it is a row.
    pub(super) fn ruler(&mut self, at: usize) {
        let is_row = |open: &Open, row: usize| {
            let words = words(&self.items[row].line);
            let is_titled = words.iter().all(|word| word.text.starts_with(char::is_uppercase));
            let is_apart = row.checked_sub(1).is_some_and(|above| self.items[above].kind == ItemKind::Blank);
            !is_titled || !is_apart && is_in_place(&words, &open.heading.slots)
        };
        let Some(open) = self.open.as_mut().filter(|_| words(&self.items[at].line).len() > 2) else { return };
        let Some(above) = open.rows.last().copied().filter(|&above| above + 1 == at && !is_row(open, above)) else {
            return;
        };
        let mut first = above;
        let mut lines = Vec::new();
        while open.rows.last() == Some(&first) {
            open.rows.pop();
            lines.push(self.items[first].line.number);
            first = first.saturating_sub(1);
        }
        self.is_ended = self.items[first].kind == ItemKind::Blank && !open.rows.is_empty();
        self.close();
        match lines.last() {
            Some(&line) if self.is_ended => self.found.troubles.push(Trouble { kind: TroubleKind::Said, line }),
            _ => self.stray.extend(lines),
        }
    }

    /// A label that no table knows, in line with the known ones above the table: kept under its own words.
    fn label_beside(&self, at: usize) -> Option<(String, Cell)> {
        let (name, cell) = self.above.last().filter(|_| self.pending_label.is_some())?;
        let known = |item: &&Item<'_>| item.line.number == cell.place.line as usize;
        let above = self.items[..at].iter().rfind(known)?;
        let colon = |item: &Item<'_>| labels::labelled(self.definition, &item.line, self.source, true);
        let (own, above) = (colon(&self.items[at])?, colon(above)?);
        let is_free = own.column.is_none() && own.field != *name && !own.value.is_empty();
        (is_free && own.at == above.at).then(|| (own.field.clone(), labels::cell(&own)))
    }

    /// Whether somebody tells above the first heading what is to come: `The following example shows ...:`.
    fn is_introduction(&self, at: usize) -> bool {
        let text = self.items[at].line.text.trim();
        let is_told = prose::is_long_sentence(text) || prose::is_example(text);
        !self.found.recognised && is_told && !complaint::is_trouble(text)
    }

    fn heading(&self, at: usize) -> Option<Heading> {
        let may_begin = self.gate.lets_heading(self.items, at);
        if may_begin { heading::find(self.definition, self.option, self.items, at) } else { None }
    }

    /// Whether a damaged heading has other columns than the one before in this answer: it is another command's.
    fn is_others(&self, heading: &Heading) -> bool {
        let names = |heading: &Heading| heading.slots.iter().map(|slot| slot.name.clone()).collect::<Vec<_>>();
        let is_other = |open: &Open| !open.rows.is_empty() && names(&open.heading) != names(heading);
        !heading.sound && !self.has_label_above(heading) && self.open.as_ref().is_some_and(is_other)
    }

    fn begin(&mut self, heading: Heading) -> usize {
        // A heading that is printed twice has its rows below the second.
        let is_repeated = |open: &Open| open.rows.is_empty() && open.heading.view == heading.view;
        self.open = self.open.take().filter(|open| !is_repeated(open));
        self.close();
        (self.found.view, self.found.recognised, self.pending_label) = (heading.view, true, None);
        let next = heading.next;
        self.found.supposed = self.upper_line(&heading).or(self.found.supposed).or(heading.supposed);
        let doubtful = heading.doubtful.map(|line| Trouble { kind: TroubleKind::Ambiguous, line });
        self.found.troubles.extend(doubtful);
        self.found.troubles.extend(self.renamed(&heading));
        if !heading.sound && self.found.stray.is_none() {
            self.judge_words(&heading);
        }
        self.is_ended = false;
        self.open = Some(Open { heading, rows: Vec::new() });
        next
    }

    /// Why the answer is not whole where the heading lacks a column of its view, and names one that no table has: it may be that
    /// one.
    fn renamed(&self, heading: &Heading) -> Option<Trouble> {
        let view = self.definition.views.get(heading.view).filter(|_| !heading.sound && !heading.of_fields)?;
        let is_known = |name: &str| self.definition.column(name).is_some();
        let is_told = |name: &String| heading.slots.iter().any(|slot| slot.named && slot.name == *name);
        let headed = |name: &String| self.definition.column(name).filter(|column| !column.headings.is_empty());
        let strange = heading.slots.iter().filter(|slot| !slot.named || !is_known(&slot.name)).count();
        let lacking = || view.columns.iter().filter(|name| !is_told(name)).filter_map(headed);
        // What may be blank tells nothing by its absence, unless what is named stands in its place.
        let is_lacking = lacking().any(|column| !column.blank) || (1..=strange).contains(&lacking().count());
        let line = heading.lines.last().copied()?;
        (strange > 0 && is_lacking).then_some(Trouble { kind: TroubleKind::Half, line })
    }

    /// Takes a line of words that are no heading's for the upper line of a heading's, where they stand just over its columns.
    fn upper_line(&mut self, heading: &Heading) -> Option<usize> {
        let first = *heading.lines.first()?;
        let above = *self.stray.last().filter(|&&line| line + 1 == first && self.open.is_none())?;
        let item = self.items[..heading.next].iter().rfind(|item| item.line.number == above)?;
        let ruler = self.items[..heading.next].last().filter(|item| item.kind == ItemKind::Ruler)?;
        let runs = words(&ruler.line);
        // Behind the last run a column began that somebody left out.
        let next = runs.last().map(|last| last.end + 1);
        let own = |word: &Word<'_>| next == Some(word.start) || runs.iter().any(|run| run.start == word.start);
        let words = words(&item.line);
        let is_upper = words.first().is_some_and(|first| first.start > 0) && words.iter().all(own);
        is_upper.then(|| self.stray.pop()).flatten()
    }

    /// Words of a damaged heading of which most are none of any heading: over a ruler somebody renamed columns; else it may be a
    /// sentence, and no heading.
    fn judge_words(&mut self, heading: &Heading) {
        let Some(alien) = alien(self.definition, self.items, heading) else { return };
        let above_rows = heading.next.checked_sub(1).map(|ruler| self.items[ruler].kind);
        if above_rows == Some(ItemKind::Ruler) && heading.placed {
            self.found.supposed = self.found.supposed.or(Some(alien.0));
        } else {
            self.found.stray = Some(alien);
        }
    }

    /// Whether ONTAP prints a label above each heading of such a table: without it nobody knows whose rows these are. A table
    /// that is known by its field names alone has no view.
    fn has_label_above(&self, heading: &Heading) -> bool {
        self.definition.views.get(heading.view).is_some_and(|view| !view.above.is_empty())
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if self.has_label_above(&open.heading) && self.is_labelled_away {
            let line = open.heading.lines.first().copied().unwrap_or(0);
            self.found.troubles.push(Trouble { kind: TroubleKind::Unfit, line });
            return;
        }
        self.is_labelled_away = true;
        if open.rows.is_empty() {
            let line = open.heading.lines.first().copied().unwrap_or(0);
            self.found.troubles.push(Trouble { kind: TroubleKind::Bare, line });
            return;
        }
        let keys = self.keys(&open.heading);
        // Whose rows these are, nobody knows where somebody left out what stands above them.
        let is_unled = self.is_unled(&open.heading);
        let line = open.heading.lines.first().copied().unwrap_or(0);
        self.found.troubles.extend(is_unled.then_some(Trouble { kind: TroubleKind::Half, line }));
        let (labels, source, closed, effort) = (&self.above, self.source, self.closed, self.effort);
        let place = records::Place { labels, keys: &keys, source, closed, effort };
        let mut rows = records::read(&open.heading, &place, self.items, &open.rows);
        edge::without_cut_cells(self.definition, &open.heading, self.items, &mut rows);
        self.found.records.extend(rows.records);
        self.found.troubles.extend(rows.troubles);
        self.found.glued.extend(rows.glued);
        self.found.rests.extend(rows.rests);
        self.found.traces.extend(rows.traces);
    }

    /// Whether what ONTAP prints above each such heading tells a key, and neither stands above it nor among its columns.
    fn is_unled(&self, heading: &Heading) -> bool {
        let above = self.definition.views.get(heading.view).map_or(&[][..], |view| &view.above);
        let is_lost = |key: &String| above.contains(key) && !heading.slots.iter().any(|slot| slot.name == *key);
        let is_telling = heading.slots.len() >= TELLING;
        self.above.is_empty()
            && is_telling
            && !heading.of_fields
            && keys(self.definition, heading.view).iter().any(is_lost)
    }

    /// What every record needs to be told apart: its keys, of a table of field names those that it has, and without labels above it
    /// none of theirs.
    fn keys(&self, heading: &Heading) -> Vec<String> {
        let above = self.definition.views.get(heading.view).map_or(&[][..], |view| &view.above);
        let is_unled = self.is_unled(heading);
        let is_free = |key: &String| heading.of_fields || is_unled && above.contains(key);
        let is_told = |key: &&String| !is_free(key) || heading.slots.iter().any(|slot| slot.name == **key);
        keys(self.definition, heading.view).iter().filter(is_told).cloned().collect()
    }

    /// What was found, if anything of the answer was known.
    pub(super) fn finish(mut self) -> Option<Found> {
        self.close();
        let mut found = self.found;
        // Where ONTAP says that there is nothing, a heading has no row.
        found.troubles.retain(|trouble| found.empty.is_none() || trouble.kind != TroubleKind::Bare);
        let pending = self.pending_label.filter(|_| found.recognised);
        found.troubles.extend(pending.map(|line| Trouble { kind: TroubleKind::Half, line }));
        if found.recognised && found.empty.is_none() {
            found.troubles.extend(self.stray.into_iter().map(|line| Trouble { kind: TroubleKind::Unfit, line }));
        }
        let is_known = found.recognised || found.refused.is_some();
        found.recognised = true;
        is_known.then_some(found)
    }
}

/// A line in a damaged heading of whose words most are none of any heading: a heading that was cut or scanned wrong has some left.
fn alien(definition: &Definition, items: &[Item<'_>], heading: &Heading) -> Option<(usize, String)> {
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    let headings = definition.columns.iter().flat_map(|column| column.headings.iter().flatten());
    let known: Vec<String> = headings.flat_map(|line| line.split([' ', '/'])).map(plain).collect();
    let is_alien = |item: &&Item<'_>| {
        let words: Vec<String> =
            item.line.text.split_whitespace().flat_map(|word| word.split('/')).map(plain).collect();
        let own = words.iter().filter(|word| known.contains(word)).count();
        own * 2 < words.len()
    };
    let first = heading.lines.first()?;
    // Of an answer with many tables only this heading is looked at.
    let above = items[..heading.next].iter().rev().take_while(|item| item.line.number >= *first);
    let lines: Vec<&Item<'_>> = above.filter(|item| heading.lines.contains(&item.line.number)).collect();
    let found = lines.into_iter().rev().find(is_alien).filter(|_| !known.is_empty())?;
    Some((found.line.number, found.line.text.trim().to_owned()))
}
