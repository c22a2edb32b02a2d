//! The cheapest way over the lines of a window, and which of its cells are sure.

use super::super::assignment::{Manner, NEVER};
use super::super::cost;
use super::{Assigned, Reading, Step, Taken, is_finished};

/// Reads the lines of the window; `behind` tells what each state costs at its end.
pub(super) fn read(window: &mut [Taken<'_>], behind: Vec<u32>, costs: &[u32], blank: u32) -> Vec<Reading> {
    let reach = costs.iter().zip(&behind).map(|(own, end)| own.saturating_add(*end));
    let total = reach.min().unwrap_or(NEVER);
    let mut ends = vec![behind];
    for taken in window.iter_mut().rev() {
        let after = ends.last().map_or(&[][..], Vec::as_slice);
        let before = taken.backward(after);
        ends.push(before);
    }
    ends.reverse();
    let mut state = window.first().map_or(0, |first| first.start(&ends[0]));
    let mut readings = Vec::with_capacity(window.len());
    for (at, taken) in window.iter().enumerate() {
        let (mut reading, next) = taken.best(state, &ends[at + 1]);
        taken.weigh(&mut reading, total, &ends[at + 1], blank);
        reading.trace = taken.trace(&reading, state, total);
        readings.push(reading);
        state = next;
    }
    readings
}

impl Taken<'_> {
    /// The state in which the best way begins.
    fn start(&self, ends: &[u32]) -> usize {
        (0..self.costs.len()).min_by_key(|&state| self.costs[state].saturating_add(ends[state])).unwrap_or(0)
    }

    /// Works out what the ways behind each piece cost, and tells what each state before the line costs up to the end.
    fn backward(&mut self, after: &[u32]) -> Vec<u32> {
        let mut runs = std::mem::take(&mut self.runs);
        let mut before: Vec<u32> = after.iter().map(|cost| cost.saturating_add(cost::PASSED_OVER)).collect();
        for run in &mut runs {
            let manner = run.manner;
            self.paths.backward(run, &|piece| after[manner.state_behind(piece)]);
            for first in self.paths.firsts().filter(|&first| run.backward[first] != NEVER) {
                for (state, best) in before.iter_mut().enumerate() {
                    let price = self.price(manner, run.placed, state, first);
                    *best = (*best).min(price.map_or(NEVER, |price| price.saturating_add(run.backward[first])));
                }
            }
        }
        self.runs = runs;
        before
    }

    /// What it costs from a state to read the line in a manner up to its first piece.
    fn price(&self, manner: Manner, placed: bool, state: usize, first: usize) -> Option<u32> {
        let piece = &self.paths.pieces[first];
        if matches!(manner, Manner::GoesOn(open) if open + 1 != state) || self.costs[state] == NEVER {
            return None;
        }
        let own = self.paths.first(piece, placed, manner)?;
        let entry = match manner {
            Manner::New => self.begins(state, piece)? - self.costs[state] + self.free(placed, manner),
            Manner::GoesOn(open) => self.goes_on(open, placed, piece)? + self.free(placed, manner),
        };
        Some(own + entry)
    }

    fn free(&self, placed: bool, manner: Manner) -> u32 {
        let lost = matches!(manner, Manner::GoesOn(_)) && self.is_at_left();
        if self.paths.line.placed && !placed && !lost { cost::FREE } else { 0 }
    }

    /// The best reading of the line from a state, and the state behind it.
    fn best(&self, state: usize, after: &[u32]) -> (Reading, usize) {
        let mut best = (after[state].saturating_add(cost::PASSED_OVER), None);
        for (index, run) in self.runs.iter().enumerate() {
            for first in self.paths.firsts().filter(|&first| run.backward[first] != NEVER) {
                let Some(price) = self.price(run.manner, run.placed, state, first) else { continue };
                let whole = price.saturating_add(run.backward[first]);
                if whole < best.0 || (whole == best.0 && best.1.is_none()) {
                    best = (whole, Some((index, first)));
                }
            }
        }
        let Some((index, first)) = best.1.filter(|_| best.0 != NEVER) else {
            return (Reading::passed_over(), state);
        };
        self.follow(index, first, state)
    }

    /// The cheapest way that begins with a piece.
    pub(super) fn follow(&self, index: usize, first: usize, state: usize) -> (Reading, usize) {
        let run = &self.runs[index];
        let mut at = first;
        let mut cells = Vec::new();
        loop {
            let piece = &self.paths.pieces[at];
            cells.push(Assigned {
                slot: piece.slot,
                from: piece.from,
                to: piece.to,
                goes_on: piece.goes_on,
                sure: true,
                is_misfit: piece.is_misfit,
            });
            if self.paths.is_last(at) {
                break;
            }
            let price = |&next: &usize| {
                let step = self.paths.step(at, next, run.placed, run.manner);
                step.map_or(NEVER, |step| step.saturating_add(run.backward[next]))
            };
            match self.paths.followers(at, run.manner).min_by_key(price).filter(|next| price(next) != NEVER) {
                Some(next) => at = next,
                None => break,
            }
        }
        let next = run.manner.state_behind(&self.paths.pieces[at]);
        let step = match run.manner {
            Manner::GoesOn(_) => Step::GoesOn,
            Manner::New if state == 0 || is_finished(self.paths.slots, state - 1) => Step::New,
            Manner::New => Step::Abrupt,
        };
        let cost = run.forward[at].saturating_sub(self.costs[state]);
        let is_free = self.paths.line.placed && !run.placed;
        (Reading { step, cells, cost, is_free, ..Reading::passed_over() }, next)
    }

    /// Takes its certainty from what another way within the margin reads otherwise.
    fn weigh(&self, reading: &mut Reading, total: u32, after: &[u32], blank: u32) {
        let margin = if blank == 0 && !reading.is_free { 0 } else { cost::MARGIN };
        let passed = self.costs.iter().zip(after).map(|(own, end)| own.saturating_add(*end)).min().unwrap_or(NEVER);
        let passed = passed.saturating_add(cost::PASSED_OVER);
        if reading.step != Step::PassedOver && passed <= total.saturating_add(margin) {
            (reading.sure, reading.second) = (false, Some(passed - total));
        }
        for run in &self.runs {
            let is_same = match run.manner {
                Manner::New => matches!(reading.step, Step::New | Step::Abrupt),
                Manner::GoesOn(_) => reading.step == Step::GoesOn,
            };
            for (at, piece) in self.paths.pieces.iter().enumerate() {
                let whole = run.forward[at].saturating_add(run.backward[at]);
                // Whether a word was broken is told by little.
                let margin = if piece.goes_on { margin.max(cost::MARGIN) } else { margin };
                if whole == NEVER || whole > total.saturating_add(margin) {
                    continue;
                }
                let own = |cell: &Assigned| {
                    (cell.slot, cell.from, cell.to, cell.goes_on) == (piece.slot, piece.from, piece.to, piece.goes_on)
                };
                if is_same && reading.cells.iter().any(own) {
                    continue;
                }
                reading.second = Some(reading.second.map_or(whole - total, |second| second.min(whole - total)));
                reading.sure &= is_same;
                reading.rivals.push(piece.slot);
                let clashes =
                    |cell: &Assigned| cell.slot == piece.slot || (cell.from < piece.to && piece.from < cell.to);
                reading.cells.iter_mut().filter(|cell| clashes(cell)).for_each(|cell| cell.sure = false);
            }
        }
    }
}
