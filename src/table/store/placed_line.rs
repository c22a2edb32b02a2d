//! A line of a text on which cells stand that are kept as places.

use std::borrow::Cow;

use super::super::cells::Piece;
use super::super::word::{self, Word};
use super::Run;
use crate::source::{Capture, Line, Place};

/// A line that cells stand on.
pub(super) struct PlacedLine<'t> {
    /// Byte of the text at which it starts.
    start: usize,
    raw: &'t str,
    line: Line<'t>,
}

/// What a cell has of a line.
pub(super) struct LinePart<'l> {
    /// The line, up to the end of the cell where marks behind it would change how it reads.
    line: Cow<'l, Line<'l>>,
    /// Its characters, from the one to behind the other.
    from: usize,
    end: usize,
}

impl<'t> PlacedLine<'t> {
    pub(super) fn of(capture: &'t Capture, number: usize) -> Self {
        let raw = capture.raw_line(number);
        Self { start: capture.line_start(number), raw, line: capture.clean(number, raw) }
    }

    pub(super) fn holds(&self, run: Run) -> bool {
        (self.start..self.start + self.raw.len()).contains(&(run.from as usize))
    }

    /// The text of a cell and its place, where the line reads as it was captured; it is of ASCII.
    pub(super) fn plain(&self, run: Run, source: u32) -> Option<(&'t str, Place)> {
        if self.line.is_changed() {
            return None;
        }
        let from = (run.from as usize).checked_sub(self.start)?;
        let text = self.raw.get(from..from + run.length as usize)?;
        let place = Place { source, line: self.line.number as u32, column: from as u32 + 1, length: run.length };
        Some((text, place))
    }

    /// The bytes of the line that are a cell's.
    fn bounds(&self, run: Run) -> (usize, usize) {
        let end = ((run.from + run.length) as usize - self.start).min(self.raw.len());
        ((run.from as usize).saturating_sub(self.start), end)
    }

    /// What a cell has of the line, where that reads as it was captured, and the byte at which it begins.
    pub(super) fn unchanged(&self, run: Run) -> Option<(&'t str, usize)> {
        let (from, end) = self.bounds(run);
        Some((self.raw.get(from..end).filter(|_| !self.line.is_changed())?, from))
    }

    pub(super) fn part(&self, run: Run) -> LinePart<'_> {
        let (from, end) = self.bounds(run);
        let line = if self.line.is_changed() {
            Cow::Owned(Line::clean(self.line.number, &self.raw[..end]))
        } else {
            Cow::Borrowed(&self.line)
        };
        LinePart { line, from, end }
    }
}

impl LinePart<'_> {
    pub(super) fn words(&self) -> Vec<Word<'_>> {
        if self.line.is_changed() {
            let mut words = word::words(&self.line);
            words.retain(|word| word.index >= self.from);
            return words;
        }
        let (mut words, raw) = (Vec::with_capacity(4), self.line.raw());
        let mut at = self.from;
        while let Some(start) = (at..self.end).find(|&at| raw.as_bytes()[at] != b' ') {
            let end = (start..self.end).find(|&at| raw.as_bytes()[at] == b' ').unwrap_or(self.end);
            words.push(Word { text: &raw[start..end], index: start, start, end, gap: 0, tabs: 0 });
            at = end;
        }
        words
    }

    pub(super) fn piece<'w>(&'w self, words: &'w [Word<'w>], source: u32) -> Piece<'w> {
        Piece { line: &self.line, words, source }
    }
}
