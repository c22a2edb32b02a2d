//! Rows that stand where ONTAP puts them: exactly in their columns, pushed aside by a cell that is too wide, or wrapped
//! behind one.
//!
//! Nothing is searched: a line has one reading that costs nothing, or it has none here.

use std::sync::Arc;

use super::super::Kind;
use super::super::answer::{is_cut_off, is_hiding};
use super::super::kind;
use super::super::store::{Row, Run, Span};
use super::layout::{self, Lane, Layout};
use super::line::{COLON, COMMA, DIGIT, JOINT, LETTER, Word};

/// Longest cell, in words.
const LONGEST: usize = 8;

/// The records below a heading, as far as its lines have been seen.
pub(super) struct Rows<'t> {
    text: &'t str,
    layout: Arc<Layout>,
    /// The cells of the record that is open.
    pending: [Run; layout::MOST],
    /// The last slot of the open record that has a cell.
    open: Option<usize>,
    /// Column of the first element of the list below the last record, where the list goes on on the next line.
    list: Option<u32>,
    /// Byte at which the open record's first line starts.
    start: usize,
    /// Whether the open record has told its group.
    is_new_group: bool,
    /// Whether no record stands between the heading and the next line.
    is_headed: bool,
    /// Whether a record goes on behind its first line.
    pub(super) is_wrapped: bool,
    /// Whether an empty line stands above the next line.
    is_apart: bool,
    /// Whether a record tells the group that the one above has told.
    repeats: bool,
    /// The last cell that was found right in each slot.
    right: [Run; layout::MOST],
    pub(super) rows: Vec<Row>,
    pub(super) cells: Vec<Span>,
    pub(super) group_cells: Vec<Run>,
}

impl<'t> Rows<'t> {
    /// Of a table with so many lines at most.
    pub(super) fn new(text: &'t str, layout: Arc<Layout>, lines: usize) -> Self {
        let (pending, right) = ([Run::default(); layout::MOST], [Run::default(); layout::MOST]);
        let width = layout.slots.len() - layout.groups;
        let (rows, cells) = (Vec::with_capacity(lines), Vec::with_capacity(lines * width));
        let group_cells = Vec::new();
        Self {
            text,
            layout,
            pending,
            open: None,
            list: None,
            start: 0,
            is_new_group: false,
            is_headed: true,
            is_wrapped: false,
            is_apart: false,
            repeats: false,
            right,
            rows,
            cells,
            group_cells,
        }
    }

    /// Whether no record is open, and none lacks a group that the others tell each.
    pub(super) fn is_whole(&self) -> bool {
        let groups = self.group_cells.len().checked_div(self.layout.groups).unwrap_or(0);
        self.open.is_none() && self.list.is_none() && !(self.repeats && groups < self.rows.len())
    }

    /// Takes an empty line.
    pub(super) fn leave(&mut self) {
        self.is_apart = true;
    }

    /// Takes the line that starts at byte `start`; tells whether it could be read.
    pub(super) fn take(&mut self, start: usize, words: &[Word]) -> bool {
        if self.list.is_some() || !self.settle(start, words.first()) {
            return false;
        }
        let Some(slot) = self.first_slot(start, words) else { return false };
        // ONTAP prints no empty line within a group: it may have told another one.
        let is_apart = std::mem::take(&mut self.is_apart);
        if is_apart && slot > 0 && self.open.is_none() {
            return false;
        }
        let open = self.open;
        self.is_wrapped |= open.is_some_and(|open| open >= self.layout.groups);
        if open.is_none() {
            self.begin(start, slot);
        }
        let is_read = self.exact(start, words, slot) || self.pushed(start, words, slot);
        if !is_read {
            self.open = open;
        }
        is_read
    }

    /// Takes a line of the list below the last record: `Failover Targets: a:e0c, a:e0d,`, and what goes on with it behind a
    /// comma, below its first element. Tells whether the line is one.
    pub(super) fn take_list(&mut self, start: usize, words: &[Word]) -> bool {
        if !self.layout.has_list || !self.settle(start, words.first()) {
            return false;
        }
        let Some((from, elements)) = self.list_part(start, words) else { return false };
        let (Some(row), [before @ .., last]) = (self.rows.last(), elements) else { return false };
        let goes_on = self.word(start, last).ends_with(',');
        let length = (start + last.end as usize).checked_sub(row.start as usize + usize::from(from));
        let Some(length) = length.and_then(|length| u16::try_from(length).ok()) else { return false };
        let is_joined = words.windows(2).all(|pair| pair[1].start == pair[0].end + 1);
        let are_elements = before.iter().all(|word| is_target(word, self.word(start, word), true));
        if !is_joined || !are_elements || !is_target(last, self.word(start, last), goes_on) {
            return false;
        }
        self.list = goes_on.then_some(elements[0].start);
        if let Some(cell) = self.cells.last_mut() {
            *cell = Span { from, length };
        }
        true
    }

    /// Where the list of the last record begins, from the start of the record, and the words of the line that are elements.
    fn list_part<'w>(&self, start: usize, words: &'w [Word]) -> Option<(u16, &'w [Word])> {
        let row = self.rows.last().filter(|_| self.layout.has_list && self.open.is_none() && !self.is_headed)?;
        let known = self.cells.last()?;
        if let Some(column) = self.list {
            return words.first().filter(|first| first.start == column).map(|_| (known.from, words));
        }
        let [failover, targets, elements @ ..] = words else { return None };
        let is_in_lane = self.layout.lanes[self.layout.groups..].iter().any(|lane| lane.start == failover.start);
        let is_label = self.word(start, failover) == "Failover" && self.word(start, targets) == "Targets:";
        let from = u16::try_from(start + failover.start as usize - row.start as usize).ok()?;
        (known.length == 0 && is_in_lane && is_label).then_some((from, elements))
    }

    /// Begins the rows below another heading: no group of the table above holds for them.
    pub(super) fn part(&mut self) {
        self.is_headed = true;
    }

    /// The slot of the line's first cell: behind the open record's last one, else a group's or the first behind the groups.
    fn first_slot(&self, start: usize, words: &[Word]) -> Option<usize> {
        let first = words.first()?;
        let stands = |slot: &usize| self.stands(*slot, start, first);
        match self.open {
            Some(open) if self.may_be_over(open) => (open + 1..self.layout.lanes.len()).find(stands),
            Some(open) => Some(open + 1).filter(|slot| *slot < self.layout.lanes.len() && stands(slot)),
            None => {
                let found = (0..=self.layout.groups).find(stands)?;
                (found == 0 || !self.is_headed).then_some(found)
            }
        }
    }

    /// Keeps an open record that has all it needs, unless the next line begins with a cell of it; tells whether that worked.
    pub(super) fn settle(&mut self, start: usize, next: Option<&Word>) -> bool {
        let Some(open) = self.open.filter(|open| self.may_be_over(*open)) else { return true };
        let goes_on = |next: &Word| (open + 1..self.layout.lanes.len()).any(|slot| self.stands(slot, start, next));
        next.is_some_and(goes_on) || self.finish()
    }

    /// Whether only cells that may be blank are missing behind the last one.
    fn may_be_over(&self, open: usize) -> bool {
        self.layout.lanes[open + 1..].iter().all(|lane| lane.blank)
    }

    fn begin(&mut self, start: usize, slot: usize) {
        (self.start, self.is_new_group) = (start, slot < self.layout.groups);
        self.pending[slot..self.layout.lanes.len()].fill(Run::default());
    }

    /// Whether the word stands where the slot's text begins, or where a column that is set to the right ends.
    fn stands(&self, slot: usize, start: usize, word: &Word) -> bool {
        let lane = &self.layout.lanes[slot];
        self.own(lane, start, word) == word.start || (lane.right && lane.end == word.end)
    }

    /// Column at which the text of the lane begins when it begins with this word.
    fn own(&self, lane: &Lane, start: usize, word: &Word) -> u32 {
        if !lane.status {
            return lane.start;
        }
        let text = self.word(start, word);
        let admin = text.bytes().position(|byte| byte == b'/').unwrap_or(4) as u32;
        lane.start + if kind::is_up_down(text) { 4_u32.saturating_sub(admin) } else { 0 }
    }

    fn word(&self, start: usize, word: &Word) -> &'t str {
        &self.text[start + word.start as usize..start + word.end as usize]
    }

    /// Reads cells that each stand in their own columns.
    fn exact(&mut self, start: usize, words: &[Word], first: usize) -> bool {
        let (mut slot, mut from) = (first, 0);
        for at in 1..words.len() {
            match self.next_slot(slot, start, &words[at]) {
                Some(next) => {
                    if words[at - 1].end > self.layout.lanes[slot].end || !self.put(slot, start, &words[from..at]) {
                        return false;
                    }
                    (slot, from) = (next, at);
                }
                None if words[at].start == words[at - 1].end + 1 => {}
                None => return false,
            }
        }
        self.put(slot, start, &words[from..]) && self.end(slot, words[words.len() - 1].end)
    }

    /// The slot to the right in which the word stands, with nothing but blank cells between.
    fn next_slot(&self, slot: usize, start: usize, word: &Word) -> Option<usize> {
        for next in slot + 1..self.layout.lanes.len() {
            if self.stands(next, start, word) {
                return Some(next);
            }
            if !self.layout.lanes[next].blank {
                return None;
            }
        }
        None
    }

    /// Ends the line behind a cell of `slot`: with the record, or where the next cell has no room.
    fn end(&mut self, slot: usize, end: u32) -> bool {
        let lanes = &self.layout.lanes;
        let has_room = end <= lanes[slot].end;
        if slot + 1 == lanes.len() || (has_room && self.may_be_over(slot)) {
            return self.finish();
        }
        self.open = Some(slot);
        slot < self.layout.groups || end + 1 > lanes[slot + 1].start
    }

    /// Reads a row of one word a column in which a wide cell pushed the others aside.
    fn pushed(&mut self, start: usize, words: &[Word], first: usize) -> bool {
        let count = self.layout.lanes.len();
        if !self.layout.is_countable || first + words.len() != count {
            return false;
        }
        for (at, word) in words.iter().enumerate() {
            let lane = &self.layout.lanes[first + at];
            let own = self.own(lane, start, word);
            let right = lane.end.saturating_sub(word.end - word.start);
            let free = at.checked_sub(1).map_or(0, |before| words[before].end + 1);
            let stands = word.start == own.max(free) || lane.right && word.start == right.max(free);
            if !stands || !self.put(first + at, start, std::slice::from_ref(word)) {
                return false;
            }
        }
        self.finish()
    }

    /// Puts a cell into the open record when it is of the slot's type.
    fn put(&mut self, slot: usize, start: usize, words: &[Word]) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let run = Run { from: start as u32 + first.start, length: last.end - first.start };
        if !self.is_cell(slot, start, words, run) {
            return false;
        }
        (self.pending[slot], self.right[slot]) = (run, run);
        true
    }

    fn is_cell(&self, slot: usize, start: usize, words: &[Word], run: Run) -> bool {
        let bytes = |run: Run| &self.text.as_bytes()[run.from as usize..][..run.length as usize];
        if bytes(run) == bytes(self.right[slot]) {
            return true;
        }
        let text = self.run(run);
        match words {
            [_] if is_cut_off(text) => false,
            [word] => self.is_simple(slot, word, text) || self.is_kind(slot, &[text]),
            _ if words.len() > LONGEST => false,
            _ => {
                let mut texts = [""; LONGEST];
                texts.iter_mut().zip(words).for_each(|(text, word)| *text = self.word(start, word));
                self.layout.slots[slot].kind != Kind::Name && self.is_kind(slot, &texts[..words.len()])
            }
        }
    }

    fn run(&self, run: Run) -> &'t str {
        &self.text[run.from as usize..][..run.length as usize]
    }

    /// Whether the word is plainly of the slot's type, told by the classes of its characters.
    fn is_simple(&self, slot: usize, word: &Word, text: &str) -> bool {
        match self.layout.slots[slot].kind {
            Kind::Name | Kind::Text => word.is_of(LETTER | DIGIT | JOINT) && word.has(LETTER | DIGIT) && is_name(text),
            Kind::Word => word.has(LETTER | DIGIT) && !word.has(COLON) && !text.ends_with(',') && !is_hiding(text),
            Kind::Integer => word.is_of(DIGIT),
            _ => false,
        }
    }

    fn is_kind(&self, slot: usize, texts: &[&str]) -> bool {
        let column = &self.layout.slots[slot];
        if texts == ["-"] {
            return !column.key && !matches!(column.kind, Kind::OptionName | Kind::DeviceId);
        }
        // A list goes on behind a comma, and a value behind a hyphen.
        let is_open = texts.last().is_some_and(|last| last.ends_with([',', '-']));
        !is_open && kind::cost(&column.kind, texts, false) == Some(0)
    }

    /// Whether the last cell of the open record tells itself as a value of the next column, which is blank: a cell before it is lost.
    fn may_be_moved(&self) -> bool {
        let last = (0..self.layout.lanes.len()).rfind(|&slot| self.pending[slot].length > 0).unwrap_or(0);
        let Some(next) = self.layout.slots.get(last + 1).filter(|_| last + 1 < self.layout.lanes.len()) else {
            return false;
        };
        let is_telling = matches!(next.kind, Kind::Enumeration { .. } | Kind::Bool | Kind::UpDown);
        let text = self.run(self.pending[last]);
        let is_other = || kind::fit(&next.kind, text) > kind::fit(&self.layout.slots[last].kind, text);
        is_telling && (is_other() || kind::ends_with_known(&next.kind, text))
    }

    /// Keeps the open record.
    fn finish(&mut self) -> bool {
        if self.may_be_moved() {
            return false;
        }
        let groups = self.layout.groups;
        if self.is_new_group {
            let text = |run: &Run| self.run(*run);
            let above = self.group_cells.iter().rev().take(groups).rev();
            self.repeats |= !self.is_headed && above.map(text).eq(self.pending[..groups].iter().map(text));
            self.group_cells.extend_from_slice(&self.pending[..groups]);
        }
        let group = self.group_cells.len().checked_div(groups).map_or(0, |count| count.saturating_sub(1));
        let start = self.start as u32;
        self.rows.push(Row { start, group: group as u32 });
        for run in &self.pending[groups..self.layout.lanes.len()] {
            let from = if run.length == 0 { Some(0) } else { run.from.checked_sub(start) };
            let span =
                from.and_then(|from| Some(Span { from: from.try_into().ok()?, length: run.length.try_into().ok()? }));
            let Some(span) = span else { return false };
            self.cells.push(span);
        }
        self.cells.extend(self.layout.has_list.then_some(Span { from: 0, length: 0 }));
        (self.open, self.is_headed) = (None, false);
        true
    }
}

/// Whether a word of letters, digits and joints is a name: not a truth value, not cut.
fn is_name(text: &str) -> bool {
    !text.starts_with('.') && !text.ends_with('-') && !matches!(text, "true" | "false")
}

/// Whether the word is `node:port`, with a comma behind it where more follow.
fn is_target(word: &Word, text: &str, goes_on: bool) -> bool {
    let Some(text) = (if goes_on { text.strip_suffix(',') } else { Some(text) }) else { return false };
    // Its characters are told by their classes, but for how many of them part it.
    if !word.is_of(LETTER | DIGIT | JOINT | COLON | COMMA) || !word.has(COLON) || !goes_on && word.has(COMMA) {
        return false;
    }
    let bytes = text.as_bytes();
    let Some(colon) = memchr::memchr2(b':', b',', bytes) else { return false };
    let (node, port) = (&bytes[..colon], &bytes[colon + 1..]);
    let is_edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let is_part = |part: &[u8]| is_edge(part.first()) && is_edge(part.last());
    let is_parted = bytes[colon] == b':' && !port.iter().any(|byte| matches!(byte, b':' | b','));
    is_parted && is_part(node) && is_part(port) && kind::is_target_of(node, port)
}
