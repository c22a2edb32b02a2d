//! The lines of a table to blocks, each a record: which line begins one, which goes on with it, and which cannot be read.
//!
//! The cheapest way over all lines decides (`cost`). Of every piece it is known what the cheapest way through it costs: a
//! cell is sure when no way within the margin reads its words, or its column, otherwise.

use super::Kind;
use super::assignment::{self, Manner, NEVER, Paths, Run};
use super::cost;
use super::effort::Effort;
use super::exact;
use super::pieces::{self, Line, Piece};
use super::slot::Slot;
use super::word::Word;
use budget::Budget;
pub(super) use reading::{Assigned, Reading, Step};

mod budget;
mod memory;
mod reading;
mod trace;
mod tracing;

/// Columns of the narrowest line that mail clients wrap at.
const NARROWEST: usize = 72;
/// Lines over which several ways may lead until they are given up as unreadable.
const LONGEST_DOUBT: usize = 256;

/// A line of a table: its words, and whether their offsets mean anything.
pub(super) type Row<'a> = (Vec<Word<'a>>, bool);

/// Reads the `lines` of a table with these columns; `said`: which of them are somebody's sentences, and no rows.
pub(super) fn read(lines: &[Row<'_>], said: &[bool], slots: &[Slot], effort: &Effort) -> Vec<Reading> {
    let ends = lines.iter().filter_map(|(line, _)| line.last()).map(|word| word.end);
    // A heading that is longer than the rows was not broken: neither were they.
    let headed = slots.iter().map(Slot::end).max().unwrap_or(0);
    let widest = ends.max().unwrap_or(0).max(headed).max(NARROWEST);
    // Where the places are seen a blank cell is told by them; else every one is a guess.
    let blank = if lines.iter().all(|(_, placed)| *placed) { 0 } else { cost::BLANK };
    let shift = shift(lines, slots);
    let starts = || lines.iter().filter_map(|(line, _)| line.first()).map(|word| word.start);
    let edge = starts().min().unwrap_or(0);
    let is_indented = starts().any(|start| start > edge);
    let needed = assignment::needed(slots);
    let mut search = Search::new((slots, &needed), blank, lines, effort);
    let mut above: &[Word<'_>] = &[];
    for (at, ((words, placed), is_said)) in lines.iter().zip(said).enumerate() {
        if *is_said {
            search.pass();
            continue;
        }
        if !search.take_exact(words, *placed, shift) {
            let is_outer = is_indented && words.first().is_some_and(|first| first.start == edge);
            let is_last = at + 1 == lines.len();
            search.take(Line { words, placed: *placed, above, widest, shift, is_outer, is_last });
        }
        above = words;
    }
    search.finish()
}

/// Lines that are asked by how much all were moved.
const LOOK: usize = 64;

/// By how many columns the lines were moved to the right as a whole, against their ruler.
fn shift(lines: &[Row<'_>], slots: &[Slot]) -> isize {
    let farthest = cost::FARTHEST_FIRST as isize;
    let placed = lines.iter().take(LOOK).filter(|(_, placed)| *placed);
    let apart = placed.flat_map(|(words, _)| words).filter(|word| word.gap != 1);
    let mut counts = [0_usize; 2 * cost::FARTHEST_FIRST as usize + 1];
    for shifts in apart.map(|word| shifts(word, slots)) {
        counts.iter_mut().enumerate().for_each(|(at, count)| *count += (shifts >> at & 1) as usize);
    }
    let fits = |shift: isize| counts[(shift + farthest) as usize];
    let own = fits(0);
    let best = (-farthest..=farthest).max_by_key(|&shift| (fits(shift), std::cmp::Reverse(shift.abs()))).unwrap_or(0);
    // Two words that stand so by chance move no table.
    if fits(best) >= 2 * own.max(1) && fits(best) > 2 { best } else { 0 }
}

/// Which moves to the right would put the word where a column begins, or ends that is set to the right: a bit for each.
fn shifts(word: &Word<'_>, slots: &[Slot]) -> u32 {
    let farthest = cost::FARTHEST_FIRST as isize;
    let bit = |shift: isize| if shift.abs() <= farthest { 1 << (shift + farthest) } else { 0 };
    let of_slot = |slot: &Slot| {
        let left =
            slot.offset.map_or(0, |offset| bit(word.start as isize - (offset + slot.text_indent(word.text)) as isize));
        left | if slot.right { bit(word.end as isize - slot.end() as isize) } else { 0 }
    };
    slots.iter().map(of_slot).fold(0, |all, shifts| all | shifts)
}

/// The ways over the lines so far: what is certain, and the lines over which several ways still lead.
///
/// State 0: no record is open. State `slot + 1`: one is open, and its cells up to that column are told or blank.
struct Search<'s> {
    slots: &'s [Slot],
    needed: &'s [usize],
    blank: u32,
    readings: Vec<Reading>,
    /// Which lines were passed over, counted among all.
    said: Vec<usize>,
    window: Vec<Taken<'s>>,
    costs: Vec<u32>,
    /// Whether what a state lacks was lost behind words that stand in their places.
    early: Vec<bool>,
    memory: memory::Memory<'s>,
    budget: Budget<'s>,
}

/// A line in the window.
struct Taken<'s> {
    paths: Paths<'s>,
    runs: Vec<Run>,
    /// What each state costs before it.
    costs: Vec<u32>,
    /// Whether what a state lacks before it was lost behind words that stand in their places.
    early: Vec<bool>,
}

impl<'s> Search<'s> {
    fn new((slots, needed): (&'s [Slot], &'s [usize]), blank: u32, lines: &[Row<'_>], effort: &'s Effort) -> Self {
        let mut costs = vec![NEVER; slots.len() + 1];
        costs[0] = 0;
        let (readings, memory) = (Vec::with_capacity(lines.len()), memory::Memory::default());
        let budget = Budget::of(lines, slots, effort);
        let (window, early) = (Vec::new(), vec![false; costs.len()]);
        Self { slots, needed, blank, readings, said: Vec::new(), window, costs, early, memory, budget }
    }

    /// Takes a line that stands exactly in its columns, or has a word for each, where nothing before it is in doubt.
    fn take_exact(&mut self, line: &[Word<'_>], placed: bool, shift: isize) -> bool {
        if !self.window.is_empty() {
            return false;
        }
        let mut open = (0..self.costs.len()).filter(|&state| self.costs[state] != NEVER);
        let (Some(state), None) = (open.next(), open.next()) else { return false };
        if if state == 0 { placed } else { !is_finished(self.slots, state - 1) } {
            return false;
        }
        let found = if placed { exact::align(line, self.slots, shift) } else { exact::one_each(line, self.slots) };
        let Some(cells) = found else { return false };
        self.costs[state] = NEVER;
        self.costs[cells.last().map_or(0, |cell| cell.0) + 1] = 0;
        self.readings.push(Reading::exact(cells));
        true
    }

    /// Passes over a line that is none of the table.
    fn pass(&mut self) {
        self.said.push(self.readings.len() + self.window.len() + self.said.len());
    }

    fn take(&mut self, line: Line<'s>) {
        let key = if self.window.is_empty() { memory::Key::of(&line, &self.costs) } else { None };
        if let Some((reading, state)) = self.memory.get(key.as_ref()) {
            self.readings.push(reading);
            self.costs.fill(NEVER);
            self.costs[state] = 0;
            return;
        }
        if !self.budget.lets_words(line.words.len()) {
            return self.give_up();
        }
        let pieces = pieces::of(&line, self.slots);
        let paths = Paths::new(line, self.slots, pieces, (self.blank, self.needed));
        if !self.may_search(&paths) {
            return self.give_up();
        }
        let before = std::mem::replace(&mut self.costs, vec![NEVER; self.slots.len() + 1]);
        for (cost, own) in self.costs.iter_mut().zip(&before) {
            *cost = own.saturating_add(cost::PASSED_OVER);
        }
        let mut taken = Taken { paths, runs: Vec::new(), costs: before, early: self.early.clone() };
        taken.runs = self.runs(&taken);
        self.window.push(taken);
        self.prune();
        if let Some(sure) = self.settled() {
            self.settle(&[sure], false);
            key.zip(self.readings.last()).into_iter().for_each(|(key, reading)| self.memory.keep(key, reading, sure));
        } else if self.window.len() >= LONGEST_DOUBT || !self.holds_last() {
            self.settle_best();
        }
    }

    /// Settles the lines of the window as they are best read, all of them in doubt.
    fn settle_best(&mut self) {
        let best = (0..self.costs.len()).min_by_key(|&state| self.costs[state]).unwrap_or(0);
        self.settle(&[best], true);
    }

    /// The manners in which a line may be read.
    fn manners<'c>(costs: &'c [u32]) -> impl Iterator<Item = Manner> + use<'c> {
        let open = (1..costs.len()).filter(|&state| costs[state] != NEVER);
        std::iter::once(Manner::New).chain(open.map(|state| Manner::GoesOn(state - 1)))
    }

    /// Whether the search through a line is within what the table may cost.
    fn may_search(&mut self, paths: &Paths<'_>) -> bool {
        let steps = Self::manners(&self.costs).map(|manner| paths.steps(manner)).sum::<u64>();
        self.budget.take(steps * if paths.line.placed { 2 } else { 1 })
    }

    /// Whether the ways through the last line can be held with those before.
    fn holds_last(&mut self) -> bool {
        let ways = self.window.last().map_or(0, |last| last.paths.pieces.len() * (1 + last.runs.len()));
        self.budget.hold(ways)
    }

    /// Gives the line up, and with it what goes on across it: nobody knows whether it begins a record.
    fn give_up(&mut self) {
        if !self.window.is_empty() {
            self.settle_best();
        }
        self.readings.push(Reading::given_up());
        self.costs.fill(NEVER);
        self.costs[0] = 0;
    }

    /// The ways through a line in each manner, which also tell what each state costs behind it.
    fn runs(&mut self, taken: &Taken<'s>) -> Vec<Run> {
        let mut runs = Vec::new();
        for manner in Self::manners(&taken.costs) {
            let (placed, is_stuck) = (taken.paths.line.placed, taken.paths.line.stands(self.slots));
            let ways = [true, false].into_iter().filter(|&way| if way { placed } else { !(placed && is_stuck) });
            for placed in ways {
                let run = taken.paths.forward(manner, placed, &|piece| taken.entry(manner, placed, piece));
                let ends = (0..run.forward.len()).filter(|&at| run.forward[at] != NEVER && taken.paths.is_last(at));
                let ends: Vec<usize> = ends.collect();
                for &at in &ends {
                    let state = manner.state_behind(&taken.paths.pieces[at]);
                    if run.forward[at] < self.costs[state] {
                        self.costs[state] = run.forward[at];
                        self.early[state] = placed && taken.paths.in_place && is_nearly_finished(self.slots, state);
                    }
                }
                if !ends.is_empty() {
                    runs.push(run);
                }
            }
        }
        runs
    }

    fn prune(&mut self) {
        let best = self.costs.iter().min().copied().unwrap_or(0);
        let hopeless = |cost: &&mut u32| **cost > best.saturating_add(cost::HOPELESS);
        self.costs.iter_mut().filter(hopeless).for_each(|cost| *cost = NEVER);
    }

    /// The state in which the lines so far are certain: its record is finished and every other way is far behind.
    fn settled(&self) -> Option<usize> {
        let state = (0..self.costs.len()).min_by_key(|&state| self.costs[state])?;
        let best = self.costs[state];
        let is_far = |other: usize| other == state || self.costs[other] >= best.saturating_add(cost::PASSED_OVER);
        let far = (0..self.costs.len()).all(is_far);
        (far && state > 0 && is_finished(self.slots, state - 1)).then_some(state)
    }

    /// Reads the lines of the window on their way to one of the `ends`.
    fn settle(&mut self, ends: &[usize], in_doubt: bool) {
        let mut behind = vec![NEVER; self.costs.len()];
        for &state in ends {
            behind[state] = if ends.len() > 1 { end_cost(self.slots, state, self.blank) } else { 0 };
        }
        let mut readings = tracing::read(&mut self.window, behind, &self.costs, self.blank);
        if in_doubt {
            readings.iter_mut().for_each(|reading| reading.sure = false);
        }
        self.readings.extend(readings);
        self.window.clear();
        self.budget.release();
        self.costs.fill(NEVER);
        ends.first().into_iter().for_each(|&state| self.costs[state] = 0);
    }

    fn finish(mut self) -> Vec<Reading> {
        if !self.window.is_empty() {
            let ends: Vec<usize> = (0..self.costs.len()).filter(|&state| self.costs[state] != NEVER).collect();
            self.settle(&ends, false);
        }
        for at in self.said {
            self.readings.insert(at, Reading::passed_over());
        }
        self.readings
    }
}

impl Manner {
    /// The state behind a line that ends with the piece.
    fn state_behind(self, last: &Piece) -> usize {
        match self {
            Self::New => last.slot + 1,
            Self::GoesOn(open) => open.max(last.slot) + 1,
        }
    }
}

impl Taken<'_> {
    /// What it costs to come to the line and to begin it with this piece in this manner.
    fn entry(&self, manner: Manner, placed: bool, piece: &Piece) -> Option<u32> {
        let price = match manner {
            Manner::New => (0..self.costs.len()).filter_map(|state| self.begins(state, piece)).min()?,
            Manner::GoesOn(open) => self.costs[open + 1].saturating_add(self.goes_on(open, placed, piece)?),
        };
        let free = if self.paths.line.placed && !placed { cost::FREE } else { 0 };
        let lost = matches!(manner, Manner::GoesOn(_)) && self.is_at_left();
        Some(price + if lost { 0 } else { free })
    }

    fn is_at_left(&self) -> bool {
        self.paths.line.words.first().is_some_and(|first| first.start == 0)
    }

    /// What it costs to begin a record behind this state, with what the state costs.
    fn begins(&self, state: usize, piece: &Piece) -> Option<u32> {
        let slots = self.paths.slots;
        let before = Some(self.costs[state]).filter(|&cost| cost != NEVER)?;
        let is_early = self.early[state] && !is_finished(slots, state - 1);
        let price = if is_early { cost::EARLY } else { new_cost(slots, state, piece.slot, self.paths.blank) };
        Some(before + price)
    }

    /// What it costs that the line goes on with an open record, beside what its places cost.
    fn goes_on(&self, open: usize, placed: bool, piece: &Piece) -> Option<u32> {
        let (line, slots) = (&self.paths.line, self.paths.slots);
        let slot = &slots[piece.slot];
        let is_text = slot.kind == Kind::Text;
        let is_seen = placed && slot.offset.is_some();
        let is_odd = !piece.goes_on && slot.blank && !is_seen;
        if is_odd && is_text && !(line.is_wrapped() && line.words.len() <= 3) {
            return None;
        }
        let own = match (piece.goes_on, is_text) {
            (true, true) => cost::SAME_TEXT,
            (true, false) => cost::SAME_CELL,
            (false, _) => cost::GOES_ON,
        };
        let is_labelled = line.words[0].text == "Failover";
        let odd = if is_odd && !is_labelled { cost::ODD_COLUMN } else { 0 };
        Some(own + odd + self.lost_indent(placed, piece, open)?)
    }

    /// A line that goes on at the left has lost its indent, and with it its places.
    fn lost_indent(&self, placed: bool, piece: &Piece, open: usize) -> Option<u32> {
        let (line, slots) = (&self.paths.line, self.paths.slots);
        if !line.placed || !self.is_at_left() || (piece.goes_on && piece.slot == 0 && placed) {
            return Some(0);
        }
        // A name alone at the left is a group's.
        let is_name = matches!(slots[piece.slot].kind, Kind::Name | Kind::Word);
        let is_group = slots[0].group && is_name && piece.slot != open;
        let price = if is_group { cost::UNFINISHED + 1 } else { cost::LOST_INDENT };
        (!placed).then_some(price)
    }
}

/// What it costs that a record begins with this column behind a state.
fn new_cost(slots: &[Slot], state: usize, first: usize, blank: u32) -> u32 {
    if state == 0 {
        return if first > 0 { cost::ORPHAN } else { 0 };
    }
    if is_finished(slots, state - 1) { blank * (slots.len() - state) as u32 } else { cost::UNFINISHED }
}

/// Whether all columns behind the last told one may be blank.
pub(super) fn is_finished(slots: &[Slot], last: usize) -> bool {
    slots[last + 1..].iter().all(|slot| slot.blank)
}

/// Whether no more is lacking behind a state than an editor trims, or a window hides.
fn is_nearly_finished(slots: &[Slot], state: usize) -> bool {
    const MOST: usize = 2;
    slots[state..].iter().filter(|slot| !slot.blank).count() <= MOST
}

/// What it costs to end in a state: an unfinished record at the end costs as much as one in the middle.
fn end_cost(slots: &[Slot], state: usize, blank: u32) -> u32 {
    let is_whole = state == 0 || is_finished(slots, state - 1);
    if !is_whole {
        return cost::CUT;
    }
    if state == 0 { 0 } else { blank * (slots.len() - state) as u32 }
}
