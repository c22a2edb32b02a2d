//! What a reader sees of a line, with the place of each character in it: without what commands a terminal, what pages and mails
//! are made of, and how programs write strings. Secrets are looked for in this, and overwritten where they stand.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::source::is_unseen;

/// What shows nothing, or something else than is written. In a page a new cell begins like a bar, a new line like a new line.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:(?<escape>(?:\x1b|\\u001b|\\x1b|\\e|\\033)(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][A-Z0-9]|[=>78cDEHM]))",
        r"|(?<end></?(?:br|p|div|tr|li|ul|ol|pre|h[1-6]|table|dl)(?:\s[^<>]*)?/?>|\\[nr])",
        r"|(?<bar></?t[dh](?:\s[^<>]*)?>)",
        r"|(?<tag></?(?:a|b|i|em|strong|span|font|tt|kbd|code|u|s|small|big|dt|dd|samp|o:p|label)(?:\s[^<>]*)?/?>)",
        r"|&#(?<number>[0-9]{1,6});|&#x(?<hex>[0-9a-f]{1,5});|\\u(?<unicode>[0-9a-f]{4})",
        r"|&(?<name>nbsp|colon|quot|apos|lt|gt|amp|equals);",
        r"|\\(?<written>[tu\x22'/\\]))",
    ))
    .ok()
});

/// Characters of a line as a reader sees them.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The text.
    pub(super) text: String,
    /// Where the character of each of its bytes stands in the line.
    places: Vec<(u32, u32)>,
}

impl Shown {
    /// `is_written`: the line is of a string as a program writes it, in which a backslash means something.
    pub(super) fn of(line: &str, is_written: bool) -> Self {
        let may_be_mark = |byte: u8| matches!(byte, b'\x1b' | b'<' | b'&') || byte == b'\\' && is_written;
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~' | b'\n') && !may_be_mark(byte);
        if line.bytes().all(is_plain) {
            let places = (0..line.len() as u32).map(|at| (at, at + 1)).collect();
            return Self { text: line.to_owned(), places };
        }
        let mut shown = Self::default();
        let mut at = 0;
        while let Some(c) = line[at..].chars().next() {
            let is_mark = matches!(c, '\x1b' | '<' | '&') || c == '\\' && is_written;
            let mark = if is_mark { mark(&line[at..]) } else { None };
            let (seen, length) = mark.unwrap_or_else(|| (plain(c), c.len_utf8()));
            shown.push(seen, at..at + length);
            at += length;
        }
        shown
    }

    fn push(&mut self, seen: Option<char>, place: Range<usize>) {
        let Some(c) = seen else { return };
        self.text.push(c);
        let place = (place.start as u32, place.end as u32);
        self.places.extend(std::iter::repeat_n(place, c.len_utf8()));
    }

    /// Where a run of the text stands in the line.
    pub(super) fn place(&self, run: &Range<usize>) -> Option<Range<usize>> {
        let (first, last) = (self.places.get(run.start)?, self.places.get(run.end.checked_sub(1)?)?);
        Some(first.0 as usize..last.1 as usize)
    }
}

/// The character that is shown in the place of one that is no mark.
fn plain(c: char) -> Option<char> {
    match c {
        '\n' | '\r' => Some('\n'),
        '\u{2028}' | '\u{2029}' => Some('\n'),
        c if c.is_whitespace() => Some(' '),
        // The colon and the equals sign of other scripts.
        '\u{ff1a}' => Some(':'),
        '\u{ff1d}' => Some('='),
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => Some('"'),
        '\u{2018}'..='\u{201b}' => Some('\''),
        c if is_unseen(c) => None,
        c => Some(c),
    }
}

/// What a mark at the beginning of the text shows, and its length.
fn mark(text: &str) -> Option<(Option<char>, usize)> {
    let found = MARKS.as_ref()?.captures(text)?;
    let length = found[0].len();
    let code = |name: &str, radix| {
        let digits = found.name(name)?;
        u32::from_str_radix(digits.as_str(), radix).ok().and_then(char::from_u32)
    };
    let of_code = code("number", 10).or_else(|| code("hex", 16)).or_else(|| code("unicode", 16));
    let is = |name: &str| found.name(name).is_some();
    let seen = match found.name("name").or_else(|| found.name("written")).map(|name| name.as_str()) {
        Some("nbsp" | "t") => Some(' '),
        Some("colon") => Some(':'),
        Some("quot" | "\"") => Some('"'),
        Some("apos" | "'") => Some('\''),
        Some("lt") => Some('<'),
        Some("gt") => Some('>'),
        Some("amp") => Some('&'),
        Some("equals") => Some('='),
        Some(other) => other.chars().next(),
        None if is("end") => Some('\n'),
        None if is("bar") => Some('|'),
        None => of_code.and_then(plain),
    };
    Some((seen, length))
}
