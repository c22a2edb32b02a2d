//! The words of a line with their places.

use crate::source::Line;

/// A run of characters without blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// The characters.
    pub(super) text: &'a str,
    /// Index of its first character in the line, tabs counted as one.
    pub(super) index: usize,
    /// Column of its first character, from 0, tabs expanded to stops of eight.
    pub(super) start: usize,
    /// Column behind its last character.
    pub(super) end: usize,
    /// Blanks between it and the word before, or the start of the line.
    pub(super) gap: usize,
    /// Tabs among them.
    pub(super) tabs: usize,
}

/// Marks behind which ONTAP breaks a name that is too long for its column.
const BREAKS: [char; 5] = ['-', '_', '.', ':', '/'];

impl Word<'_> {
    /// Columns that it takes.
    pub(super) fn width(&self) -> usize {
        self.end - self.start
    }

    /// Whether it ends where ONTAP breaks names.
    pub(super) fn ends_at_break(&self) -> bool {
        self.text.len() > 1 && self.text.ends_with(BREAKS)
    }

    /// Whether it is the first part of no broken name: ONTAP would have broken it at the mark inside.
    pub(super) fn has_break_inside(&self) -> bool {
        !self.text.ends_with(BREAKS) && self.text.contains(BREAKS)
    }
}

/// The words of `line`, from left to right.
pub(super) fn words<'a>(line: &'a Line<'_>) -> Vec<Word<'a>> {
    let text: &str = &line.text;
    if text.is_ascii() {
        return among(text, text.bytes().map(char::from).enumerate());
    }
    among(text, text.char_indices())
}

/// Words that room is made for: few lines have more.
const USUAL: usize = 12;

/// The words of `text`, whose `chars` stand at these bytes.
fn among<'a>(text: &'a str, chars: impl Iterator<Item = (usize, char)>) -> Vec<Word<'a>> {
    let mut words: Vec<Word<'a>> = Vec::with_capacity(USUAL);
    let mut open: Option<(usize, usize, usize)> = None;
    let (mut column, mut tabs, mut behind) = (0, 0, 0);
    let mut is_behind_blank = false;
    for (index, (at, c)) in chars.enumerate() {
        if c.is_whitespace() {
            if let Some((from, start_index, start)) = open.take() {
                words.push(Word {
                    text: &text[from..at],
                    index: start_index,
                    start,
                    end: column,
                    gap: start - behind,
                    tabs,
                });
                behind = column;
                tabs = 0;
            }
            if c == '\t' && words.is_empty() && is_behind_blank {
                // A tab behind blanks of the indent is an editor's slip, not a cell.
                column += 1;
            } else if c == '\t' {
                tabs += 1;
                column = (column / 8 + 1) * 8;
            } else {
                column += 1;
            }
        } else {
            open.get_or_insert((at, index, column));
            column += 1;
        }
        is_behind_blank = c == ' ';
    }
    if let Some((from, start_index, start)) = open {
        words.push(Word { text: &text[from..], index: start_index, start, end: column, gap: start - behind, tabs });
    }
    words
}

/// Whether the line is a ruler: nothing but runs of dashes or what an author put in their place, one of three at least.
pub(super) fn is_ruler(text: &str) -> bool {
    let mark = |c: char| matches!(c, '-' | '*' | '=' | '_' | '~' | '+' | '|' | '\u{2500}'..='\u{257f}');
    text.chars().all(|c| mark(c) || c.is_whitespace())
        && [
            "---",
            "***",
            "===",
            "___",
            "~~~",
            "\u{2500}\u{2500}\u{2500}",
            "\u{2501}\u{2501}\u{2501}",
            "\u{2550}\u{2550}\u{2550}",
        ]
        .iter()
        .any(|run| text.contains(run))
}
