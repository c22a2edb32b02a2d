//! What many cases gave: how many records were read, and the shortest text of each kind of fault.

use std::collections::BTreeMap;

use ndmp_preflight::source::Capture;

use super::Case;
use super::damage::Damage;
use super::judge::Outcome;

/// What the cases of one kind of damage gave.
#[derive(Clone, Copy, Default)]
pub struct Share {
    pub whole: usize,
    pub printed: usize,
    pub failed: usize,
}

impl Share {
    fn percent(&self) -> usize {
        self.whole * 100 / self.printed.max(1)
    }
}

/// A text that was read wrongly.
struct Fault {
    length: usize,
    seed: u64,
    damages: Vec<Damage>,
    text: String,
    told: Vec<String>,
}

#[derive(Default)]
pub struct Tally {
    pub failed: usize,
    pub shares: BTreeMap<Vec<Damage>, Share>,
    faults: BTreeMap<(Vec<Damage>, String), Fault>,
}

impl Tally {
    pub fn add(&mut self, seed: u64, case: &Case, outcome: Outcome) {
        let Outcome { faults: told, whole, printed } = outcome;
        let share = self.shares.entry(case.damages.clone()).or_default();
        if case.is_changed {
            share.whole += whole;
            share.printed += printed;
        }
        let Some(first) = told.first() else { return };
        share.failed += 1;
        self.failed += 1;
        let kind = first.split([':', '(']).next().unwrap_or_default().to_owned();
        let (length, damages) = (case.bytes.len(), case.damages.clone());
        let shortest = self.faults.get(&(damages.clone(), kind.clone()));
        if shortest.is_none_or(|fault| length < fault.length) {
            let fault = Fault { length, seed, damages: damages.clone(), text: visible(&case.bytes), told };
            self.faults.insert((damages, kind), fault);
        }
    }

    /// Prints the share of single damages, and the shortest faults.
    pub fn show(&self, most: u64) {
        let mut faults: Vec<&Fault> = self.faults.values().collect();
        faults.sort_by_key(|fault| (fault.damages.len(), fault.length));
        for fault in faults.into_iter().zip(0..most).map(|(fault, _)| fault) {
            println!("seed {}, {:?}:\n{}\n  {}\n", fault.seed, fault.damages, fault.text, fault.told.join("\n  "));
        }
        for (damages, share) in self.shares.iter().filter(|(damages, _)| damages.len() < 2) {
            let Share { whole, printed, failed } = share;
            println!(
                "{damages:?}: {} %, {whole} of {printed} records read whole, {failed} cases failed",
                share.percent()
            );
        }
    }
}

impl Tally {
    /// The kinds of damage of which fewer records are read whole than `floors` says.
    pub fn below(&self, floors: &[(Damage, usize)]) -> Vec<String> {
        let share = |damage: Damage| self.shares.get(&vec![damage]).copied().unwrap_or_default();
        let told = floors.iter().map(|&(damage, least)| (damage, least, share(damage).percent()));
        let below = told.filter(|(_, least, percent)| percent < least);
        below.map(|(damage, least, percent)| format!("{damage:?}: {percent} % instead of {least} %")).collect()
    }
}

/// The text of a case with its marks made visible.
pub fn visible(bytes: &[u8]) -> String {
    let Ok(capture) = Capture::read("case", bytes.to_vec()) else { return String::new() };
    let line = |number| capture.raw_line(number).replace('\u{1b}', "^[").replace('\t', "\\t") + "\n";
    (1..=capture.line_count()).map(line).collect()
}
