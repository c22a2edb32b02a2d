//! Lines of a table to records: which line begins one, which goes on with one, and which cannot be read.
//!
//! The cheapest path over the lines decides; a path as cheap as another one makes its records ambiguous, not guessed.

use super::align::{Alignment, BLANK, Start, align};
use super::exact;
use super::slot::Slot;
use super::word::Word;

/// Cost of a line that goes on with a record.
const GOES_ON: u32 = 1;
/// Cost of a line that goes on with the very cell of the line before.
const SAME_CELL: u32 = 2;
/// Cost of going on in a column that may be blank, where its place cannot be seen.
const ODD_COLUMN: u32 = 4;
/// Cost of going on with a free text.
const SAME_TEXT: u32 = 6;
/// Cost of passing over a line.
const PASSED_OVER: u32 = 30;
/// Cost of going on at the left although other lines are indented.
const LOST_INDENT: u32 = 8;
/// Cost of beginning below a heading with a row whose group has not been told.
const ORPHAN: u32 = 10;
/// Cost of leaving a record unfinished.
const UNFINISHED: u32 = 45;
/// Columns of the narrowest line that mail clients wrap at.
const NARROWEST: usize = 72;
/// Columns that a line has at least which a mail client broke.
const SHORTEST: usize = 56;
/// Lines over which several paths may lead until they are given up as unreadable.
const LONGEST_DOUBT: usize = 256;
/// Where no places are seen, another path must cost so much more that the best one is certain.
const MARGIN: u32 = 3;
/// A path that costs so much more than the best one is given up.
const HOPELESS: u32 = 90;

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It begins a record.
    New(Alignment),
    /// It begins a record although the one before is unfinished.
    Abrupt(Alignment),
    /// It goes on with a record.
    GoesOn(Alignment),
    /// It cannot be read.
    PassedOver,
}

/// A line's reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// What the line is.
    pub(super) step: Step,
    /// Whether another reading was as cheap.
    pub(super) ambiguous: bool,
}

/// The line to be read next.
struct Next<'a> {
    words: &'a [Word<'a>],
    /// Whether its offsets mean anything.
    placed: bool,
    /// Column behind the line before.
    before: usize,
    /// Column behind the longest line.
    widest: usize,
    /// What a blank cell costs.
    blank: u32,
}

#[derive(Clone)]
struct Node {
    cost: u32,
    back: usize,
    step: Step,
    /// The best other way to the same state: its cost, and the state it comes from.
    other: Option<(u32, usize)>,
}

/// A line of a table: its words, and whether their offsets mean anything.
pub(super) type Row<'a> = (Vec<Word<'a>>, bool);

/// Reads the `lines` of a table with these columns.
pub(super) fn read(lines: &[Row<'_>], slots: &[Slot]) -> Vec<Reading> {
    let ends = lines.iter().filter_map(|(line, _)| line.last()).map(|word| word.end);
    // A heading that is longer than the rows was not broken: neither were they.
    let headed = slots.iter().map(Slot::end).max().unwrap_or(0);
    let widest = ends.max().unwrap_or(0).max(headed).max(NARROWEST);
    // Where the places are seen a blank cell is told by them; else every one is a guess.
    let blank = if lines.iter().all(|(_, placed)| *placed) { 0 } else { BLANK };
    let mut search = Search::new(slots, blank, lines.len());
    let mut before = 0;
    for (line, placed) in lines {
        if !(*placed && search.take_exact(line)) {
            search.take(&Next { words: line, placed: *placed, before, widest, blank });
        }
        before = line.last().map_or(0, |word| word.end);
    }
    search.finish()
}

/// The paths over the lines so far: what is certain, and the lines over which several paths still lead.
struct Search<'s> {
    slots: &'s [Slot],
    blank: u32,
    /// How much more another path must cost.
    margin: u32,
    readings: Vec<Reading>,
    window: Vec<Vec<Option<Node>>>,
    costs: Vec<Option<u32>>,
}

impl<'s> Search<'s> {
    fn new(slots: &'s [Slot], blank: u32, lines: usize) -> Self {
        let mut costs = vec![None; slots.len() + 1];
        costs[0] = Some(0);
        let margin = if blank == 0 { 0 } else { MARGIN };
        Self { slots, blank, margin, readings: Vec::with_capacity(lines), window: Vec::new(), costs }
    }

    /// Takes a line that stands exactly in its columns, where nothing before it is in doubt.
    fn take_exact(&mut self, line: &[Word<'_>]) -> bool {
        if !self.window.is_empty() {
            return false;
        }
        let Some(alignment) = exact::align(line, self.slots) else { return false };
        let Some(open) = alone(&self.costs, self.slots) else { return false };
        self.costs[open] = None;
        self.costs[alignment.cells.last().map_or(0, |cell| cell.0) + 1] = Some(0);
        self.readings.push(Reading { step: Step::New(alignment), ambiguous: false });
        true
    }

    fn take(&mut self, line: &Next<'_>) {
        let nodes = step(line, self.slots, &self.costs);
        self.costs = nodes.iter().map(|node| node.as_ref().map(|node| node.cost)).collect();
        prune(&mut self.costs);
        self.window.push(nodes);
        if let Some(sure) = settled(&self.costs, self.slots) {
            let readings = trace(&self.window, sure, self.margin);
            self.settle(sure, readings);
        } else if self.window.len() >= LONGEST_DOUBT
            && let Some(best) = cheapest(&self.costs)
        {
            let mut readings = trace(&self.window, best, self.margin);
            readings.iter_mut().for_each(|reading| reading.ambiguous = true);
            self.settle(best, readings);
        }
    }

    fn settle(&mut self, state: usize, readings: Vec<Reading>) {
        self.readings.extend(readings);
        self.window.clear();
        self.costs.fill(None);
        self.costs[state] = Some(0);
    }

    fn finish(mut self) -> Vec<Reading> {
        for (state, cost) in self.costs.iter_mut().enumerate() {
            *cost = cost.map(|cost| end_cost(self.slots, state, cost, self.blank));
        }
        let Some(best) = cheapest(&self.costs) else { return self.readings };
        let mut last = trace(&self.window, best, self.margin);
        for tied in tied(&self.costs, best, self.margin) {
            let mut ambiguous = vec![false; self.window.len()];
            mark_detour(&self.window, self.window.len(), tied, best, &mut ambiguous);
            last.iter_mut().zip(ambiguous).for_each(|(reading, tied)| reading.ambiguous |= tied);
        }
        self.readings.extend(last);
        self.readings
    }
}

/// The only state that is left, when nothing in it is unfinished.
fn alone(costs: &[Option<u32>], slots: &[Slot]) -> Option<usize> {
    let mut open = costs.iter().enumerate().filter(|(_, cost)| cost.is_some());
    let (state, _) = open.next()?;
    (open.next().is_none() && state > 0 && is_finished(slots, state - 1)).then_some(state)
}

/// State 0: no record is open. State `slot + 1`: a record is open, and its last cell so far is that slot's.
fn step(line: &Next<'_>, slots: &[Slot], costs: &[Option<u32>]) -> Vec<Option<Node>> {
    let mut nodes: Vec<Option<Node>> = vec![None; costs.len()];
    let fresh = align(line.words, slots, Start::New, line.placed, line.blank);
    for (state, cost) in costs.iter().enumerate().filter_map(|(state, cost)| cost.map(|cost| (state, cost))) {
        offer(&mut nodes[state], Node { cost: cost + PASSED_OVER, back: state, step: Step::PassedOver, other: None });
        begin(&mut nodes, &fresh, slots, (state, cost), line.blank);
        if state > 0 {
            go_on(&mut nodes, line, slots, state, cost);
        }
    }
    nodes
}

fn begin(
    nodes: &mut [Option<Node>],
    fresh: &[Option<Alignment>],
    slots: &[Slot],
    (state, cost): (usize, u32),
    blank: u32,
) {
    for (slot, alignment) in fresh.iter().enumerate() {
        let Some(alignment) = alignment else { continue };
        let first = alignment.cells.first().map_or(0, |cell| cell.0);
        let finished = state == 0 || is_finished(slots, state - 1);
        let orphan = if state == 0 && first > 0 { ORPHAN } else { 0 };
        let (penalty, step) = if finished {
            (orphan + trailing(slots, state, blank), Step::New(alignment.clone()))
        } else {
            (UNFINISHED, Step::Abrupt(alignment.clone()))
        };
        offer(&mut nodes[slot + 1], Node { cost: cost + alignment.cost + penalty, back: state, step, other: None });
    }
}

fn go_on(nodes: &mut [Option<Node>], line: &Next<'_>, slots: &[Slot], state: usize, cost: u32) {
    let open = state - 1;
    let penalty = if slots[open].kind == super::Kind::Text { SAME_TEXT } else { SAME_CELL };
    let within = (slots[open].goes_on() && may_go_on(line, &slots[open])).then_some((Start::Within(open), penalty));
    // A line that goes on at the left has lost its indent, and with it its places.
    let is_placed = line.placed && line.words[0].start > 0;
    let lost = if line.placed && !is_placed { LOST_INDENT } else { 0 };
    for (start, penalty) in [(Start::Behind(open), GOES_ON)].into_iter().chain(within) {
        for (slot, alignment) in align(line.words, slots, start, is_placed, line.blank).into_iter().enumerate() {
            let Some(alignment) = alignment else { continue };
            let first = alignment.cells.first().map_or(0, |cell| cell.0);
            let is_odd = first > open && slots[first].blank && !(is_placed && slots[first].offset.is_some());
            let is_text = slots[first].kind == super::Kind::Text;
            let is_strange = is_odd || (first == open && alignment.cells.len() > 1);
            if is_text && is_strange && !(line.is_wrapped() && line.words.len() <= 3) {
                continue;
            }
            // A name alone at the left is a group's.
            let is_group = lost > 0 && slots[0].group && slots[first].kind == super::Kind::Name;
            let lost = if is_group { UNFINISHED + 1 } else { lost };
            let is_labelled = line.words[0].text == "Failover";
            let cost = cost + lost + alignment.cost + penalty + if is_odd && !is_labelled { ODD_COLUMN } else { 0 };
            offer(&mut nodes[slot + 1], Node { cost, back: state, step: Step::GoesOn(alignment), other: None });
        }
    }
}

/// A free text goes on below itself, or at the start of a line that a mail client began.
fn may_go_on(line: &Next<'_>, slot: &Slot) -> bool {
    let is_below = line.placed && slot.offset.is_some_and(|offset| offset.abs_diff(line.words[0].start) <= 2);
    slot.kind != super::Kind::Text || (is_below && !slot.key) || (line.is_wrapped() && line.words.len() <= 3)
}

impl Next<'_> {
    /// Whether the first word had no room on the line before.
    fn is_wrapped(&self) -> bool {
        let first = &self.words[0];
        first.text.starts_with(char::is_alphanumeric)
            && self.before >= SHORTEST
            && self.before + 1 + first.end - first.start > self.widest
    }
}

/// What it costs that the columns behind the last cell of a record are blank, where their places cannot be seen.
fn trailing(slots: &[Slot], state: usize, blank: u32) -> u32 {
    if state == 0 { 0 } else { blank * (slots.len() - state) as u32 }
}

pub(super) fn is_finished(slots: &[Slot], last: usize) -> bool {
    slots[last + 1..].iter().all(|slot| slot.blank)
}

fn offer(place: &mut Option<Node>, mut node: Node) {
    match place.take() {
        None => *place = Some(node),
        Some(old) if node.cost < old.cost => {
            node.other = [node.other, Some((old.cost, old.back)), old.other].into_iter().flatten().min();
            *place = Some(node);
        }
        Some(mut old) => {
            old.other = [old.other, Some((node.cost, node.back))].into_iter().flatten().min();
            *place = Some(old);
        }
    }
}

fn prune(costs: &mut [Option<u32>]) {
    let Some(best) = costs.iter().flatten().min().copied() else { return };
    for cost in costs.iter_mut() {
        if cost.is_some_and(|cost| cost > best + HOPELESS) {
            *cost = None;
        }
    }
}

/// The state in which the lines so far are certain: its record is finished and every other path is far behind.
fn settled(costs: &[Option<u32>], slots: &[Slot]) -> Option<usize> {
    let (best, state) = costs.iter().enumerate().filter_map(|(state, cost)| cost.map(|cost| (cost, state))).min()?;
    let far = costs
        .iter()
        .enumerate()
        .all(|(other, cost)| other == state || cost.is_none_or(|cost| cost >= best + PASSED_OVER));
    (far && state > 0 && is_finished(slots, state - 1)).then_some(state)
}

/// What it costs to end in a state: an unfinished record at the end costs as much as one in the middle.
fn end_cost(slots: &[Slot], state: usize, cost: u32, blank: u32) -> u32 {
    let is_whole = state == 0 || is_finished(slots, state - 1);
    cost + if is_whole { trailing(slots, state, blank) } else { PASSED_OVER - 1 }
}

/// The state to end in.
fn cheapest(costs: &[Option<u32>]) -> Option<usize> {
    costs.iter().enumerate().filter_map(|(state, cost)| Some(((*cost)?, state))).min().map(|(_, state)| state)
}

/// The other states to end in that cost as little.
fn tied(costs: &[Option<u32>], best: usize, margin: u32) -> Vec<usize> {
    let most = costs[best].map_or(0, |cost| cost + margin);
    (0..costs.len()).filter(|&state| state != best && costs[state].is_some_and(|cost| cost <= most)).collect()
}

fn trace(window: &[Vec<Option<Node>>], last: usize, margin: u32) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::with_capacity(window.len());
    let mut ambiguous = vec![false; window.len()];
    let mut state = last;
    for (at, nodes) in window.iter().enumerate().rev() {
        let Some(node) = &nodes[state] else { break };
        if is_tied(node, margin) {
            ambiguous[at] = true;
            if let Some((_, other)) = node.other.filter(|(cost, _)| *cost <= node.cost + margin) {
                mark_detour(window, at, other, node.back, &mut ambiguous);
            }
        }
        readings.push(Reading { step: node.step.clone(), ambiguous: false });
        state = node.back;
    }
    readings.reverse();
    for (reading, ambiguous) in readings.iter_mut().zip(ambiguous) {
        reading.ambiguous = ambiguous;
    }
    readings
}

fn is_tied(node: &Node, margin: u32) -> bool {
    let within = match &node.step {
        Step::New(alignment) | Step::Abrupt(alignment) | Step::GoesOn(alignment) => {
            alignment.second <= alignment.cost + margin
        }
        Step::PassedOver => false,
    };
    within || node.other.is_some_and(|(cost, _)| cost <= node.cost + margin)
}

/// Marks the lines in which the tied path differs from the best one.
fn mark_detour(window: &[Vec<Option<Node>>], at: usize, mut other: usize, mut best: usize, ambiguous: &mut [bool]) {
    for line in (0..at).rev() {
        if other == best {
            return;
        }
        ambiguous[line] = true;
        let back = |state: usize| window[line][state].as_ref().map_or(0, |node| node.back);
        (other, best) = (back(other), back(best));
    }
}
