//! What was observed when: which of two answers, or of an answer and a change, came first.
//!
//! The time of an observation is the place where it stands: the order of a session, the depth of a quotation and the dates
//! that the text tells give the order of places (`source`). Where they do not, there is none. Nor is there one of two captures
//! that stand under titles of their own, unless these tell it (`titles`), or a command between them changed something.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use jiff::civil::DateTime;

use super::Facts;
use super::titles::{Title, Told};
use crate::source::Place;
use crate::table::{Answer, Aside, Reading};

/// The answers of a reading by their places.
#[derive(Debug, Default)]
pub(super) struct Chronology {
    /// Source and line at which each begins, with its index, in order.
    starts: Vec<(u32, u32, usize)>,
    /// The titles above captures, in order: source, last line, what it tells, and how many before it tell that what follows is older.
    titles: Vec<(u32, u32, Title, usize)>,
    /// Source and line of each change, in order.
    changes: Vec<(u32, u32)>,
    /// The captures of which a title says that the newest stands on top.
    reversed: BTreeSet<u32>,
    /// What two titles tell together, by their indexes: many cells ask it of the same two.
    pairs: Mutex<HashMap<(usize, usize), Told>>,
}

impl Chronology {
    pub(super) fn of(answers: &[&Answer], reading: &Reading) -> Self {
        let start = |(index, answer): (usize, &&Answer)| (answer.source as u32, answer.line as u32, index);
        let mut starts: Vec<_> = answers.iter().enumerate().map(start).collect();
        starts.sort_unstable();
        let titles = reading.asides.iter().filter(|aside| aside.is_title);
        let mut against = 0;
        let of = |aside: &Aside| {
            let title = Title::of(&aside.text);
            let before = against;
            against += usize::from(title.is_against);
            // Below its last line: what stands within it is no capture of its own.
            (aside.source as u32, aside.last as u32, title, before)
        };
        let titles: Vec<_> = titles.map(of).collect();
        let changes = reading.changes.iter().filter(|change| !change.tables.is_empty() && change.may_be_done());
        let mut changes: Vec<_> = changes.map(|change| (change.source as u32, change.line as u32)).collect();
        changes.sort_unstable();
        let reversed = titles.iter().filter(|(_, _, title, _)| title.is_reversed).map(|(source, ..)| *source).collect();
        Self { starts, titles, changes, reversed, pairs: Mutex::default() }
    }

    /// What the titles of a capture tell of two of its lines.
    fn told(&self, source: u32, upper: u32, lower: u32) -> Told {
        let behind = |line: u32| self.titles.partition_point(|(own, at, ..)| (*own, *at) <= (source, line));
        let (own, other) = (behind(upper), behind(lower));
        if self.reversed.contains(&source) {
            return Told::Against;
        }
        if own == other {
            return Told::Nothing;
        }
        let against = |at: usize| self.titles.get(at).map_or_else(|| self.against(), |(.., before)| *before);
        if against(other) > against(own) {
            return Told::Against;
        }
        let upper = own.checked_sub(1).filter(|&at| self.titles[at].0 == source);
        // What stands under no title may be of the cluster that all is of, and what stands under one of another.
        let below = || if self.titles[other - 1].2.is_of_what_is() { Told::Nothing } else { Told::Open };
        upper.map_or_else(below, |upper| self.pair(upper, other - 1))
    }

    /// What two titles tell together.
    fn pair(&self, upper: usize, lower: usize) -> Told {
        let told = || self.titles[upper].2.before(&self.titles[lower].2);
        self.pairs.lock().map_or_else(|_| told(), |mut pairs| *pairs.entry((upper, lower)).or_insert_with(told))
    }

    /// How many titles tell that what follows is older.
    fn against(&self) -> usize {
        self.titles.last().map_or(0, |(_, _, title, before)| before + usize::from(title.is_against))
    }

    /// Whether something was changed from one line to another.
    fn is_changed(&self, source: u32, upper: u32, lower: u32) -> bool {
        let at = self.changes.partition_point(|change| *change < (source, upper));
        self.changes.get(at).is_some_and(|change| *change <= (source, lower))
    }

    /// Index of the answer that holds a place.
    fn at(&self, place: &Place) -> Option<usize> {
        let behind = self.starts.partition_point(|(source, line, _)| (*source, *line) <= (place.source, place.line));
        let (source, _, index) = self.starts[behind.checked_sub(1)?];
        (source == place.source).then_some(index)
    }
}

/// The beginning of an answer.
pub(super) fn head(answer: &Answer) -> Place {
    Place { source: answer.source as u32, line: answer.line as u32, column: 1, length: 0 }
}

impl Facts<'_> {
    /// Index of the answer in which a place stands.
    pub(super) fn answer_at(&self, place: &Place) -> Option<usize> {
        self.chronology.at(place)
    }

    /// Which of two places was observed first; `None` where nothing tells.
    pub(crate) fn order(&self, a: &Place, b: &Place) -> Option<Ordering> {
        // One answer was given at one time.
        if a.source == b.source && self.answer_at(a) == self.answer_at(b) {
            return None;
        }
        let in_session = |place: &Place| self.answer_at(place).is_none_or(|index| self.answers[index].in_session);
        let is_session = in_session(a) && in_session(b);
        let (upper, lower) = (a.line.min(b.line), a.line.max(b.line));
        let told = if a.source == b.source { self.chronology.told(a.source, upper, lower) } else { Told::Nothing };
        let is_forward = match told {
            Told::Nothing | Told::Later | Told::Pair => true,
            Told::Open => self.chronology.is_changed(a.source, upper, lower),
            Told::Against => false,
        };
        let by_pair = (told == Told::Pair && is_session).then(|| a.line.cmp(&b.line));
        order(self.reading, a, b, is_session && is_forward).or(by_pair)
    }

    /// Whether the second answer may be later than the first: it is, or each stands under a title of its own and nobody knows.
    pub(super) fn may_follow(&self, before: usize, after: usize) -> bool {
        let (own, other) = (head(self.answers[before]), head(self.answers[after]));
        let is_open = || {
            let told = self.chronology.told(own.source, own.line.min(other.line), own.line.max(other.line));
            own.source == other.source && told == Told::Open && self.order(&own, &other).is_none()
        };
        self.follows(before, after) || before != after && is_open()
    }

    /// Whether the second answer is known to be later than the first.
    pub(super) fn follows(&self, before: usize, after: usize) -> bool {
        let (before, after) = (self.answers[before], self.answers[after]);
        self.order(&head(before), &head(after)) == Some(Ordering::Less)
    }
}

/// The order of two places; that of the text counts in a session.
pub(super) fn order(reading: &Reading, a: &Place, b: &Place, is_session: bool) -> Option<Ordering> {
    let own = reading.captures.get(a.source as usize)?;
    let (line, other_line) = (a.line as usize, b.line as usize);
    if a.source == b.source {
        return own.order(line, other_line, is_session);
    }
    own.order_beside(line, reading.captures.get(b.source as usize)?, other_line)
}

/// The oldest and the newest date that the text tells of its answers.
pub(crate) fn dates(reading: &Reading) -> Option<(DateTime, DateTime)> {
    let dated = |answer: &Answer| {
        let epoch = reading.captures.get(answer.source).and_then(|capture| capture.epoch(answer.line));
        epoch.into_iter().flat_map(|epoch| epoch.dates().take(1)).collect::<Vec<_>>()
    };
    let dates: Vec<DateTime> = reading.answers.iter().flat_map(dated).collect();
    Some((*dates.iter().min()?, *dates.iter().max()?))
}
