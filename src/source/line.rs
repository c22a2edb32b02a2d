//! One line as a person reads it: without escape sequences, overwritten text, quotation marks, bold marks and odd blanks.
//!
//! Every character keeps the column that it had in the captured text, so that evidence points there.

use std::borrow::Cow;

use memchr::memmem::Finder;

use super::alphabet::Alphabet;
use super::{fence, marks, terminal};

/// One cleaned line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Line number, from 1.
    pub number: usize,
    /// The cleaned text.
    pub text: Cow<'a, str>,
    columns: Columns,
    /// The captured line.
    raw: &'a str,
}

/// Where the characters of a cleaned line stand in the captured one.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Columns {
    /// Where they stand in the text: nothing was changed.
    Own,
    /// So many columns to the right, behind marks alone; and how many they are.
    Behind(u32, u32),
    /// Each in this column, from 1.
    Each(Vec<u32>),
    /// As in the text, on several lines: a program broke it behind each so many columns.
    Folded(u32),
}

impl<'a> Line<'a> {
    /// Cleans `raw`, the captured line without its end.
    pub fn clean(number: usize, raw: &'a str) -> Self {
        if let Some(text) = usual(raw) {
            return Self { number, text: Cow::Borrowed(text), columns: Columns::Own, raw };
        }
        if fence::may_be(raw) && fence::is_fence(raw) {
            return Self { number, text: Cow::Borrowed(""), columns: Columns::Each(Vec::new()), raw };
        }
        let is_plain =
            raw.as_bytes().chunks(AT_ONCE).all(|part| part.iter().fold(true, |all, &byte| all & is_plain(byte)));
        if is_plain && !marks::may_hold(raw) {
            return Self { number, text: Cow::Borrowed(raw.trim_end()), columns: Columns::Own, raw };
        }
        let quoted = marks::quotation(raw);
        if is_plain && !marks::may_emphasise(&raw[quoted..]) {
            let text = raw[quoted..].trim_end();
            let columns = Columns::Behind(quoted as u32, text.len() as u32);
            return Self { number, text: Cow::Borrowed(text), columns, raw };
        }
        let mut cells = terminal::shown(raw, quoted);
        marks::unquote(&mut cells);
        marks::unmark(&mut cells);
        while cells.last().is_some_and(|(c, _)| c.is_whitespace()) {
            cells.pop();
        }
        let text = cells.iter().map(|(c, _)| *c).collect::<String>();
        Self {
            number,
            text: Cow::Owned(text),
            columns: Columns::Each(cells.into_iter().map(|(_, column)| column).collect()),
            raw,
        }
    }

    /// The same of a line of a text whose characters are usual in all lines.
    pub(super) fn of_usual(number: usize, raw: &'a str) -> Self {
        match between_blanks(raw) {
            Some(text) => Self { number, text: Cow::Borrowed(text), columns: Columns::Own, raw },
            None => Self::clean(number, raw),
        }
    }

    /// Cleans what stands behind the first `quoted` bytes, which are a mark of the capture's own.
    pub(super) fn clean_behind(number: usize, raw: &'a str, quoted: usize) -> Self {
        let mut line = Self::clean(number, &raw[quoted..]);
        if quoted > 0 {
            let marks = raw[..quoted].chars().count() as u32;
            line.columns = match line.columns {
                Columns::Own => Columns::Behind(marks, line.text.chars().count() as u32),
                Columns::Behind(own, count) => Columns::Behind(marks + own, count),
                Columns::Each(own) => Columns::Each(own.into_iter().map(|column| marks + column).collect()),
                folded @ Columns::Folded(_) => folded,
            };
        }
        line
    }

    /// Whether it was captured with these words, which were erased or written over.
    pub(crate) fn hides(&self, words: &Finder<'_>) -> bool {
        self.is_changed() && words.find(self.raw.as_bytes()).is_some()
    }

    /// The line as captured.
    pub(crate) fn raw(&self) -> &'a str {
        self.raw
    }

    /// Whether it is a mark of a frame round pasted text, and nothing else.
    pub(crate) fn is_fence(&self) -> bool {
        self.text.is_empty() && fence::may_be(self.raw) && fence::is_fence(self.raw)
    }

    /// Whether it was captured behind the mark of a comment.
    pub(crate) fn is_comment(&self) -> bool {
        let raw = self.raw.trim_start();
        let is_mark = |mark: &str| raw.strip_prefix(mark).is_some_and(|rest| rest.starts_with(' '));
        ["#", "//", ";"].into_iter().any(is_mark)
    }

    /// Whether its text is not what was captured.
    pub(crate) fn is_changed(&self) -> bool {
        !matches!(self.columns, Columns::Own)
    }

    /// The same line with other characters in the same places.
    pub fn with_text(self, text: String) -> Line<'a> {
        Line { text: text.into(), ..self }
    }

    /// The captured column (from 1) of the character with this index.
    pub fn column(&self, index: usize) -> usize {
        match &self.columns {
            Columns::Own => index + 1,
            Columns::Behind(_, 0) => 1,
            Columns::Behind(marks, count) => *marks as usize + index.min(*count as usize - 1) + 1,
            Columns::Each(columns) => columns.get(index).or(columns.last()).map_or(1, |column| *column as usize),
            Columns::Folded(width) => index % *width as usize + 1,
        }
    }

    /// The captured line of the character with this index.
    pub(crate) fn number_of(&self, index: usize) -> usize {
        match self.columns {
            Columns::Folded(width) => self.number + index / width as usize,
            _ => self.number,
        }
    }

    /// Where the characters from one index to another stand: line, column from 1, and how many of them are on that line.
    pub(crate) fn run(&self, from: usize, last: usize) -> (usize, usize, usize) {
        let (number, column) = (self.number_of(from), self.column(from));
        let end = match self.columns {
            Columns::Folded(width) if self.number_of(last) > number => width as usize,
            _ => self.column(last),
        };
        (number, column, (end + 1).saturating_sub(column).max(1))
    }

    /// The line that a program broke behind each `width` columns, put together: `text` is all of it.
    pub(crate) fn folded(&self, text: String, width: usize) -> Self {
        let text = text.trim_end().to_owned();
        Self { number: self.number, text: text.into(), columns: Columns::Folded(width as u32), raw: self.raw }
    }

    /// Whether nothing but blanks is left.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Bytes that are looked at in one step.
const AT_ONCE: usize = 32;

/// The text of a line as nearly all are: of printing characters, none of which may be a mark of anybody's.
fn usual(raw: &str) -> Option<&str> {
    let are_usual = |part: &[u8]| part.iter().fold(true, |all, &byte| all & is_usual(byte));
    raw.as_bytes().chunks(AT_ONCE).all(are_usual).then(|| between_blanks(raw))?
}

/// Whether all characters of a text are such, but for the ends of its lines.
pub(super) fn are_usual(alphabet: &Alphabet) -> bool {
    alphabet.is_of(|byte| is_usual(byte) || byte == b'\n')
}

/// Whether a line of a text whose characters are usual may read otherwise than it was captured: a mark of emphasis stands before
/// its first word.
pub(super) fn may_be_changed(text: &str, alphabet: &Alphabet) -> bool {
    let is_first = |at: usize| at.checked_sub(1).is_none_or(|before| text.as_bytes()[before].is_ascii_whitespace());
    alphabet.has(b"_") && memchr::memchr_iter(b'_', text.as_bytes()).any(is_first)
}

/// Whether a word of a text whose characters are usual may be a mask: of an address of which octets are hidden, `x.x.x.21`.
pub(super) fn may_hold_mask(text: &str, alphabet: &Alphabet) -> bool {
    let bytes = text.as_bytes();
    let is_octet = |at: usize| bytes.get(at + 1) == Some(&b'.') || at > 0 && bytes[at - 1] == b'.';
    alphabet.has(b"xX") && memchr::memchr2_iter(b'x', b'X', bytes).any(is_octet)
}

fn is_usual(byte: u8) -> bool {
    let is_mark = matches!(byte, b'*' | b'`' | b'"' | b'\'' | b'~') | matches!(byte, b'{' | b'[' | b'<' | b'>' | b'#');
    is_plain(byte) & !is_mark
}

/// The line without the blanks at its end; `None` where a mark of emphasis may stand before the first word.
fn between_blanks(raw: &str) -> Option<&str> {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t');
    let bytes = raw.as_bytes();
    if bytes[blanks(bytes)..].iter().find(|byte| !is_blank(byte)) == Some(&b'_') {
        return None;
    }
    let end = bytes.iter().rposition(|byte| !is_blank(byte)).map_or(0, |last| last + 1);
    Some(&raw[..end])
}

/// The line without the blanks before it; many lines begin with dozens of them.
pub(super) fn unindented(raw: &str) -> &str {
    raw[blanks(raw.as_bytes())..].trim_start()
}

/// The blanks before a line, or before what is left of it. They are passed over several at a time.
pub(crate) fn blanks(line: &[u8]) -> usize {
    const SEVERAL: usize = 8;
    let several = line.chunks_exact(SEVERAL).take_while(|part| *part == [b' '; SEVERAL]).count() * SEVERAL;
    several + line[several..].iter().take_while(|byte| **byte == b' ').count()
}

fn is_plain(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte) || byte == b'\t'
}

/// The characters of a line with their captured columns.
pub(super) type Cells = Vec<(char, u32)>;

/// Blanks and hyphens that word processors and mail clients put in.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{2501}' => '-',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Alphabet, Line, are_usual, blanks};

    #[test]
    fn blanks_are_counted_up_to_the_first_other_character() {
        for count in 0..40 {
            assert_eq!(blanks(format!("{}\t  x", " ".repeat(count)).as_bytes()), count);
            assert_eq!(blanks(" ".repeat(count).as_bytes()), count);
        }
    }

    #[test]
    fn a_line_of_a_usual_text_reads_as_it_does_alone() {
        let lines = ["", "   ", "a b  ", "  \t a-b_c  \t", "__init__", "  _x_", "a|b; 1%", "=== x"];
        assert!(are_usual(&Alphabet::of(&lines.join("\n"))));
        for line in lines {
            assert_eq!(Line::of_usual(7, line), Line::clean(7, line), "{line:?}");
        }
        for strange in ["a*", "`", "\"", "'", "~", "{", "[", "<", ">", "#", "\r", "\u{a0}", "\u{1b}"] {
            assert!(!are_usual(&Alphabet::of(&format!("{}{strange}\nb", "x".repeat(40)))), "{strange:?}");
        }
    }
}
