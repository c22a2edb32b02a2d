//! Why a line was not read, or not with certainty: the best reading of it, the second, and what decided, in words.

use super::super::assignment::NEVER;
use super::super::cost;
use super::{Assigned, Reading, Step, Taken};

impl Taken<'_> {
    /// What a maintainer wants to know of a line that is in doubt; `None` of one that is read with certainty.
    ///
    /// `state`: the state before the line; `total`: what the best way over all lines costs.
    pub(super) fn trace(&self, reading: &Reading, state: usize, total: u32) -> Option<String> {
        let unsure = reading.cells.iter().find(|cell| !cell.sure || cell.is_misfit);
        match reading.step {
            Step::PassedOver => Some(self.trace_of_refused(state, total)),
            _ if reading.sure && unsure.is_none() => None,
            _ => Some(self.trace_of_doubtful(reading, unsure)),
        }
    }

    /// Why a line was passed over: it cannot be a row, or it would be an odd one.
    fn trace_of_refused(&self, state: usize, total: u32) -> String {
        let words = self.paths.line.words;
        let is_held = |at: usize| self.paths.pieces.iter().any(|piece| (piece.from..piece.to).contains(&at));
        if let Some(at) = (0..words.len()).find(|&at| !is_held(at)) {
            return format!("`{}` is no value of any column", words[at].text);
        }
        match self.second(state) {
            Some((whole, reading)) => format!(
                "passed over (costs {}); as a row ({}) it costs {} more",
                cost::PASSED_OVER,
                self.told(&reading.cells),
                whole.saturating_sub(total)
            ),
            None => "its words are no row of these columns, from left to right".to_owned(),
        }
    }

    /// The best way through the line, were it not passed over, and what it costs with all other lines.
    fn second(&self, state: usize) -> Option<(u32, Reading)> {
        let firsts = |run: usize| self.paths.firsts().map(move |first| (run, first));
        let all = (0..self.runs.len()).flat_map(firsts);
        let whole = |&(run, first): &(usize, usize)| {
            let run = &self.runs[run];
            run.forward[first].saturating_add(run.backward[first])
        };
        let (run, first) = all.min_by_key(whole).filter(|best| whole(best) != NEVER)?;
        Some((whole(&(run, first)), self.follow(run, first, state).0))
    }

    fn trace_of_doubtful(&self, reading: &Reading, unsure: Option<&Assigned>) -> String {
        let more = reading.second.unwrap_or(0);
        let best = self.told(&reading.cells);
        let slots = self.paths.slots;
        let rival = reading.rivals.first().map(|&slot| slots[slot].name.as_str());
        match (unsure, rival) {
            (Some(cell), None) => format!("`{}` is no value of `{}`", self.words(cell), slots[cell.slot].name),
            (Some(cell), Some(rival)) => format!(
                "read as {best}; but a reading with other words in `{rival}` costs {more} more only: `{}` is in doubt",
                self.words(cell)
            ),
            (None, rival) => format!(
                "read as {best}; but {} costs {more} more only",
                rival.map_or_else(|| "to pass it over".to_owned(), |rival| format!("that it goes on with `{rival}`"))
            ),
        }
    }

    fn words(&self, cell: &Assigned) -> String {
        let words = &self.paths.line.words[cell.from..cell.to];
        words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    /// `lif` x, `status` up/up
    fn told(&self, cells: &[Assigned]) -> String {
        let told = |cell: &Assigned| format!("{}={}", self.paths.slots[cell.slot].name, self.words(cell));
        cells.iter().map(told).collect::<Vec<_>>().join(" ")
    }
}
