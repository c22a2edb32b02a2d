//! Which lines may hold a prompt or a command: a cheap question asked of every line, so that few are looked at closely.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Definition;
use super::command::{DIRECTORIES, shell, short_words, title};
use crate::source::{Capture, blanks};

/// Marks that a prompt or the command line of another shell holds.
static MARKS: LazyLock<[Finder<'static>; 3]> = LazyLock::new(|| [">", "ssh", "link"].map(Finder::new));

/// The numbers of the lines (from 1) that may hold a prompt or a command, in order.
pub(super) fn lines(capture: &Capture, tops: &Tops) -> Vec<usize> {
    let text = capture.text();
    let is_plain = is_plain(text);
    let mut marked = MARKS.each_ref().map(|mark| Marked::of(text, mark));
    let mut lines = Vec::new();
    for number in 1..=capture.line_count() {
        let start = capture.line_start(number);
        let end = capture.line_start(number + 1);
        let is_marked = marked.iter_mut().fold(false, |any, marked| any | marked.is_within(end));
        let line = &text.as_bytes()[start..end];
        if is_marked || capture.is_quoted(number) || shell::may_begin(line) || may_be_typed(line, tops, is_plain) {
            lines.push(number);
        }
    }
    lines
}

/// The places of a mark in a text, one after another.
struct Marked<'t> {
    text: &'t [u8],
    finder: &'static Finder<'static>,
    next: usize,
}

impl<'t> Marked<'t> {
    fn of(text: &'t str, finder: &'static Finder<'static>) -> Self {
        let mut marked = Self { text: text.as_bytes(), finder, next: 0 };
        marked.seek(0);
        marked
    }

    fn seek(&mut self, from: usize) {
        self.next = self.finder.find(&self.text[from..]).map_or(usize::MAX, |at| from + at);
    }

    /// Whether it stands before `end`; the next question is about the text behind.
    fn is_within(&mut self, end: usize) -> bool {
        let is_within = self.next < end;
        if is_within {
            self.seek(end);
        }
        is_within
    }
}

/// The first words of all commands, by their first letters.
pub(super) struct Tops([Vec<String>; 26]);

impl Tops {
    /// Of these tables, and of what stands at the top of ONTAP's command tree.
    pub(super) fn of(tables: &[Definition]) -> Self {
        Self(tops(tables))
    }
}

fn tops(tables: &[Definition]) -> [Vec<String>; 26] {
    let mut tops: [Vec<String>; 26] = Default::default();
    let shorts = short_words().map(str::to_owned);
    let first = |table: &Definition| table.command.split(' ').next().unwrap_or_default().to_owned();
    for top in tables.iter().map(first).chain(DIRECTORIES.iter().map(|top| (*top).to_owned())).chain(shorts) {
        if let Some(letter) = top.bytes().next().filter(u8::is_ascii_lowercase) {
            let same = &mut tops[usize::from(letter - b'a')];
            if !same.contains(&top) {
                same.push(top);
            }
        }
    }
    tops
}

/// Whether no terminal wrote over any line of the text, and nothing in it is beyond ASCII: then no line need be asked.
fn is_plain(text: &str) -> bool {
    text.is_ascii() && memchr::memchr3(b'\r', b'\x08', b'\x1b', text.as_bytes()).is_none()
}

/// Whether the line begins with a command's first word, or holds marks that hide how it begins.
fn may_be_typed(line: &[u8], Tops(tops): &Tops, is_plain: bool) -> bool {
    let blanks = blanks(line);
    let Some(start) = line[blanks..].iter().position(|byte| !matches!(byte, b' ' | b'\t')) else { return false };
    let start = blanks + start;
    let is_top = |line: &[u8]| {
        let letter = line.first().filter(|byte| byte.is_ascii_lowercase());
        letter.is_some_and(|letter| tops[usize::from(letter - b'a')].iter().any(|top| begins(line, top.as_bytes())))
    };
    match line[start] {
        b'a'..=b'z' if is_top(&line[start..]) => true,
        // A heading of a tracker: `h3. cluster show`.
        b'h' if matches!(line[start..], [_, b'1'..=b'6', b'.', ..]) => true,
        b'=' | b'-' | b'+' | b'_' | b'>' | b'<' | b'A'..=b'Z' | b'0'..=b'9'
            if title::may_begin(&line[start..], &is_top) =>
        {
            true
        }
        b'#' | b'*' | b'`' | b'~' | b'{' | b'[' | b'"' | b'\'' | 0..=9 | 11..=31 | 127..=255 => true,
        _ => !is_plain && (!line.is_ascii() || is_overwritten(&line[start..])),
    }
}

/// Whether the line's first word is a command's, but for marks behind it, and not the beginning of a name: `cluster1-01`. What ends
/// in the mark of a string may frame an answer, whatever it begins with.
fn begins(line: &[u8], top: &[u8]) -> bool {
    let Some(behind) = line.strip_prefix(top) else { return false };
    let goes_on = behind.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    !goes_on || matches!(line.trim_ascii_end().last(), Some(b'"' | b'\'' | b'`'))
}

/// Whether a terminal would have written over the line's beginning.
fn is_overwritten(line: &[u8]) -> bool {
    let end = line.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
    memchr::memchr3(b'\r', b'\x08', b'\x1b', &line[..end]).is_some()
}
