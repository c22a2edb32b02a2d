//! Lines that were read before: long tables repeat themselves, and so do the lines that a text lost its columns in.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use super::super::pieces::Line;
use super::super::word::Word;
use super::{NEVER, Reading};

/// Lines that are kept at most.
const MOST: usize = 4096;

/// All that a line's reading depends on, besides the table, where nothing before it is in doubt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Key<'s> {
    state: usize,
    words: &'s [Word<'s>],
    above: &'s [Word<'s>],
    flags: [bool; 3],
}

/// The texts alone are told apart by a number: lines that differ in nothing else are few.
impl Hash for Key<'_> {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.state.hash(hasher);
        self.words.first().map(|first| first.start).hash(hasher);
        self.words.iter().for_each(|word| hasher.write(word.text.as_bytes()));
    }
}

impl<'s> Key<'s> {
    /// The key of a line behind states of which one alone is open.
    pub(super) fn of(line: &Line<'s>, costs: &[u32]) -> Option<Self> {
        let mut open = costs.iter().enumerate().filter(|(_, cost)| **cost != NEVER);
        let (Some((state, 0)), None) = (open.next(), open.next()) else { return None };
        let flags = [line.placed, line.is_outer, line.is_last];
        Some(Self { state, words: line.words, above: line.above, flags })
    }
}

/// How lines were read, and in which state that left the table.
#[derive(Default)]
pub(super) struct Memory<'s>(HashMap<Key<'s>, (Reading, usize)>);

impl<'s> Memory<'s> {
    pub(super) fn get(&self, key: Option<&Key<'s>>) -> Option<(Reading, usize)> {
        self.0.get(key?).cloned()
    }

    pub(super) fn keep(&mut self, key: Key<'s>, reading: &Reading, state: usize) {
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(key, (reading.clone(), state));
    }
}
