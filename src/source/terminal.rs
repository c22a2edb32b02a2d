//! What a terminal would show of one line: text written over other text, erased, and with the cursor moved.

use std::iter::Peekable;
use std::str::Chars;

use super::line::{Cells, plain};
use super::unseen::is_unseen;

/// The most columns that a cursor is moved to; no terminal is wider, and a damaged number may be anything.
const WIDEST: usize = 1024;

/// How the questions begin that a pager asks below each page.
const PAGERS: [&str; 3] = ["Press <space> to page down", "--More--", "-- More --"];

/// The deepest indent of that question that is looked for.
const DEEPEST: usize = 64;

/// A line on a terminal while it is written.
#[derive(Default)]
struct Row {
    cells: Cells,
    /// Where the cursor stands.
    at: usize,
}

/// What a terminal would show of `raw`, behind the `quoted` bytes of a quotation: what it wrote over itself it wrote before
/// anybody quoted it.
pub(super) fn shown(raw: &str, quoted: usize) -> Cells {
    let mut row = Row::default();
    let mut column = raw[..quoted].chars().count() as u32;
    let mut chars = raw[quoted..].chars().peekable();
    while let Some(c) = chars.next() {
        column += 1;
        match c {
            '\r' => row.carriage_return(),
            '\x08' => row.backspace(),
            '\x1b' => column += row.escape(&mut chars),
            // A tab over other text has taken the place of the blanks that erase it.
            '\t' if row.at < row.cells.len() => (0..8 - row.at % 8).for_each(|_| row.put(' ', column)),
            '\t' => row.put('\t', column),
            // Nobody sees these, so that a word with one is the word without it.
            c if is_unseen(c) => {}
            c => row.put(plain(c), column),
        }
    }
    row.cells
}

impl Row {
    /// Whatever is written over the pager's question replaces all of it.
    fn carriage_return(&mut self) {
        if self.is_pager() {
            self.cells.clear();
        }
        self.at = 0;
    }

    /// So does what is written behind backspaces up to its beginning.
    fn backspace(&mut self) {
        self.at = self.at.saturating_sub(1);
        let indent = self.cells.iter().take(DEEPEST).take_while(|(c, _)| c.is_whitespace()).count();
        if self.at == indent && self.is_pager() {
            self.cells.truncate(indent);
        }
    }

    fn is_pager(&self) -> bool {
        PAGERS.iter().any(|pager| {
            let shown = self.cells.iter().take(DEEPEST + pager.len()).map(|(c, _)| *c);
            let shown = shown.skip_while(|c| c.is_whitespace());
            shown.zip(pager.chars()).filter(|(shown, own)| shown == own).count() == pager.chars().count()
        })
    }

    fn put(&mut self, c: char, column: u32) {
        while self.cells.len() < self.at {
            self.cells.push((' ', column));
        }
        match self.cells.get_mut(self.at) {
            Some(cell) => *cell = (c, column),
            None => self.cells.push((c, column)),
        }
        self.at += 1;
    }

    /// Reads an escape sequence behind its ESC. Gives the characters it took.
    fn escape(&mut self, chars: &mut Peekable<Chars<'_>>) -> u32 {
        let mut taken = 1;
        match chars.next() {
            Some('[') => {
                let mut parameters = String::new();
                for c in chars.by_ref() {
                    taken += 1;
                    if ('@'..='~').contains(&c) {
                        self.control(c, &parameters);
                        break;
                    }
                    parameters.push(c);
                }
            }
            Some(']') => {
                for c in chars.by_ref() {
                    taken += 1;
                    if c == '\x07' || c == '\\' {
                        break;
                    }
                }
            }
            Some('(' | ')') => {
                chars.next();
                taken += 1;
            }
            _ => {}
        }
        taken
    }

    /// A sequence that moves the cursor within the line, or erases.
    fn control(&mut self, name: char, parameters: &str) {
        let number = parameters.parse::<usize>().ok();
        let steps = number.unwrap_or(1).max(1);
        match name {
            'G' | '`' => self.at = (steps - 1).min(WIDEST),
            'C' => self.at = (self.at + steps).min(WIDEST.max(self.at)),
            'D' => self.at = self.at.saturating_sub(steps),
            'P' => {
                let from = self.at.min(self.cells.len());
                self.cells.drain(from..(from.saturating_add(steps)).min(self.cells.len()));
            }
            'K' => self.erase(parameters),
            'J' if matches!(parameters, "" | "0") => self.cells.truncate(self.at),
            _ => {}
        }
    }

    /// Erases behind the cursor, before it, or the whole line; the cursor stays.
    fn erase(&mut self, parameters: &str) {
        match parameters {
            "" | "0" => self.cells.truncate(self.at),
            "1" => self.cells.iter_mut().take(self.at + 1).for_each(|cell| cell.0 = ' '),
            "2" => self.cells.clear(),
            _ => {}
        }
    }
}
