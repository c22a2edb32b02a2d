//! What came of the answers of a script that broke.

use super::lines::{self, Kind};
use super::{Asked, Joined, marks};

/// No more than so many bytes of a torn output are looked at: what pours is no answer.
const LARGEST: usize = 1 << 20;

impl Joined {
    /// Heading and rows that surely answer each command, in the order in which the commands were handed over; that these
    /// are all is not said. Of a command that was asked alone, everything behind the mark.
    pub fn torn(&self, output: &[u8]) -> Vec<Vec<u8>> {
        let output = &output[..output.len().min(LARGEST)];
        if let Some(mark) = &self.mark {
            let told = marks::split(mark, &self.asked, output).into_iter();
            return told.map(|piece| piece.map(|piece| piece.text).unwrap_or_default()).collect();
        }
        let asked: Vec<&Asked> = self.asked.iter().collect();
        let lines = lines::of(output);
        let mut torn = vec![Vec::new(); asked.len()];
        if lines.iter().any(|line| line.kind == Kind::Confused) {
            return torn;
        }
        for asked in asked {
            let own = asked.separator.map(|separator| separator.number());
            let is_own = |kind: Kind| matches!(kind, Kind::Marked(number, _) if Some(number) == own);
            let rows = lines.iter().filter(|line| is_own(line.kind) && line.is_closed());
            if let Some(torn) = asked.place.and_then(|place| torn.get_mut(place)) {
                *torn = rows.flat_map(|line| line.text).copied().collect();
            }
        }
        torn
    }
}
