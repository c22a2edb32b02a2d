//! The two ends of a time: what each cluster was before it, and what it is in its newest run.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::layout::minute;
use super::trend::{LeftOut, Origin, UNDATED};
use super::{Policy, Tally, Target, account};

/// Gathers runs in any order, and keeps of each cluster the two that are compared.
#[derive(Clone, Debug)]
pub struct Span {
    since: Timestamp,
    ends: BTreeMap<String, Ends>,
    /// Files, and clusters of them, that tell no time.
    pub left_out: Vec<LeftOut>,
}

/// A run with its time. What was judged here goes before a report of the same time.
type Dated = ((Timestamp, bool), Target);

#[derive(Clone, Debug, Default)]
struct Ends {
    /// The last one before the time.
    before: Option<Dated>,
    /// The first one since.
    first: Option<Dated>,
    newest: Option<Dated>,
}

impl Span {
    /// Of no run yet.
    pub fn new(since: Timestamp) -> Self {
        Self { since, ends: BTreeMap::new(), left_out: Vec::new() }
    }

    /// Takes the targets of one file.
    pub fn add(&mut self, origin: Origin<'_>, mut targets: Vec<Target>) {
        // It tells those of one name apart.
        let mut tally = Tally::new(Policy::default()).unlisted();
        targets.iter_mut().for_each(|target| tally.add(target));
        for target in &targets {
            let Some(time) = origin.time(target, &targets) else {
                let (source, why) = (origin.source.to_owned(), format!("`{}` of it {UNDATED}", target.target));
                self.left_out.push(LeftOut { source, why, unreadable: false });
                continue;
            };
            let dated = ((time, origin.is_judged_here), target.clone());
            self.ends.entry(account::name(target)).or_default().take(dated, self.since);
        }
    }

    /// What was before and what is now, one of each cluster that has both; and what is to be said of those that were not there before.
    pub fn sides(self) -> ((Vec<Target>, Vec<Target>), Vec<String>) {
        let (mut before, mut after, mut remarks) = (Vec::new(), Vec::new(), Vec::new());
        for (name, ends) in self.ends {
            let Some((_, newest)) = ends.newest else { continue };
            let old = ends.before.or_else(|| {
                let told = ends.first.as_ref().map(|((time, _), _)| minute(*time)).unwrap_or_default();
                remarks.push(format!("{name}: no run is older; compared with its first, of {told}"));
                ends.first
            });
            before.extend(old.map(|(_, target)| target));
            after.push(newest);
        }
        ((before, after), remarks)
    }
}

impl Ends {
    fn take(&mut self, dated: Dated, since: Timestamp) {
        let is_later = |one: &Option<Dated>| one.as_ref().is_none_or(|(known, _)| dated.0 >= *known);
        let is_earlier = |one: &Option<Dated>| one.as_ref().is_none_or(|(known, _)| dated.0 < *known);
        if is_later(&self.newest) {
            self.newest = Some(dated.clone());
        }
        let is_before = dated.0.0 < since;
        if is_before && is_later(&self.before) {
            self.before = Some(dated);
        } else if !is_before && is_earlier(&self.first) {
            self.first = Some(dated);
        }
    }
}
