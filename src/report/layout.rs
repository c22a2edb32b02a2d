//! Words on lines: foreign text made harmless, wrapping, alignment, subjects as prose.

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use crate::source::clean;
use crate::source::{add_clean, is_unseen};

/// Bytes that are looked at in one step.
const AT_ONCE: usize = 256;

/// `text` with its line ends, tabs and, where they are `kept`, colours, and without everything else that would command the
/// terminal: for what nobody looked through word by word.
pub fn harmless(text: &str, kept: bool) -> String {
    // Nearly all that is shown holds nothing else, and is looked at many bytes at a time.
    let is_plain = |part: &[u8]| part.iter().fold(true, |all, byte| all & matches!(byte, b'\n' | b'\t' | b' '..=b'~'));
    if text.as_bytes().chunks(AT_ONCE).all(is_plain) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| is_unseen(c) && !matches!(c, '\n' | '\t')) {
        let (before, after) = rest.split_at(at);
        shown.push_str(before);
        let length = if kept { colour(after) } else { 0 };
        shown.push_str(if length == 0 { "\u{fffd}" } else { &after[..length] });
        rest = &after[length.max(after.chars().next().map_or(1, char::len_utf8))..];
    }
    shown.push_str(rest);
    shown
}

/// The bytes of the colour with which `text` begins; 0 where it begins with something else.
fn colour(text: &str) -> usize {
    let numbers = text.strip_prefix("\u{1b}[").unwrap_or_default();
    let end = numbers.find(|c: char| !c.is_ascii_digit() && c != ';');
    end.filter(|end| numbers[*end..].starts_with('m')).map_or(0, |end| end + 3)
}

/// `vserver cluster1, lif IC1`: the subject as prose, the wider thing first.
pub fn subject(subject: &BTreeMap<String, String>) -> String {
    let mut shown = String::new();
    add_subject(&mut shown, subject);
    shown
}

/// Writes the same behind `shown`.
pub(super) fn add_subject(shown: &mut String, subject: &BTreeMap<String, String>) {
    const ORDER: [&str; 4] = ["vserver", "node", "lif", "target-port"];
    let start = shown.len();
    let mut add = |name: &str, value: &str| {
        shown.push_str(if shown.len() == start { "" } else { ", " });
        shown.push_str(name);
        shown.push(' ');
        add_clean(shown, value);
    };
    for name in ORDER {
        subject.get(name).into_iter().for_each(|value| add(name, value));
    }
    let others = subject.iter().filter(|(name, _)| !ORDER.contains(&name.as_str()));
    others.for_each(|(name, value)| add(name, value));
}

/// `2026-11-22 08:00 UTC`.
pub fn minute(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The time without what is less than a second.
pub(super) fn second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

/// Number of characters.
pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// `text` with blanks behind it, `wide` characters in all.
pub(super) fn pad(text: &str, wide: usize) -> String {
    let blanks = wide.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(blanks))
}

/// The widest of `texts`, in characters.
pub(super) fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(width).max().unwrap_or(0)
}

/// The words of `text` on lines of at most `wide` characters; a longer word keeps a line of its own.
pub(super) fn wrap(text: &str, wide: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= wide => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// The first line of an error, which says it all.
pub(super) fn first_line(error: &str) -> String {
    clean(error.lines().next().unwrap_or_default().trim_end_matches(':'))
}

/// An error as `hang` sets it; its further lines are there to be copied, and stay whole.
pub(super) fn hang_error(head: &str, head_width: usize, error: &str, wide: usize) -> String {
    let mut lines = error.lines();
    let mut text = hang(head, head_width, &clean(lines.next().unwrap_or_default()), wide);
    for line in lines {
        text.push_str("\n\n");
        text.push_str(&clean(line));
    }
    text
}

/// `head`, which takes `head_width` characters on the screen, and the words of `text` beside it, wrapped to `wide`
/// characters; later lines stand under the first one's text.
pub fn hang(head: &str, head_width: usize, text: &str, wide: usize) -> String {
    let indent = format!("\n{}", " ".repeat(head_width));
    format!("{head}{}", wrap(text, wide.saturating_sub(head_width).max(20)).join(&indent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_colours_commands_the_terminal() {
        let text = "\u{1b}[1;31mbad\u{1b}[0m\ta\u{1b}[2Jb\u{1b}]0;t\u{7}c\u{9b}1md\r\ne\u{1b}[31";
        let told = "\ta\u{fffd}[2Jb\u{fffd}]0;t\u{fffd}c\u{fffd}1md\u{fffd}\ne\u{fffd}[31";
        assert_eq!(harmless(text, true), format!("\u{1b}[1;31mbad\u{1b}[0m{told}"));
        assert_eq!(harmless(text, false), format!("\u{fffd}[1;31mbad\u{fffd}[0m{told}"));
    }
}
