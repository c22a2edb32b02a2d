//! The lines of one answer, told apart: rows, rulers, footers, empty texts, errors, and what is not data.

use std::sync::LazyLock;

use regex::Regex;

use super::word::is_ruler;
use crate::source::Line;

/// A line of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The line.
    pub(super) line: Line<'a>,
    /// What it is.
    pub(super) kind: ItemKind,
}

/// What a line of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// Heading, row, label or anything else.
    Text,
    /// Nothing.
    Blank,
    /// Runs of dashes.
    Ruler,
    /// Dots in place of text that somebody left out.
    Dots,
    /// `N entries were displayed.`
    Footer(usize),
    /// ONTAP says that there is nothing.
    Empty,
    /// `Error: ...`
    Error,
    /// Pager, warning, login message, question.
    Noise,
}

/// Tells the lines apart.
pub(super) fn items<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Item<'a>> {
    let mut paragraph = None;
    lines
        .map(|line| {
            let line = without_pager(line);
            let kind = kind_of(&line, &mut paragraph);
            Item { line, kind }
        })
        .collect()
}

fn kind_of(line: &Line<'_>, paragraph: &mut Option<ItemKind>) -> ItemKind {
    let text = line.text.trim();
    if text.is_empty() {
        *paragraph = None;
        return ItemKind::Blank;
    }
    if let Some(kind) = whole_line(text) {
        *paragraph = None;
        return kind;
    }
    if let Some(kind) = paragraph_start(text) {
        *paragraph = Some(kind);
    }
    match *paragraph {
        Some(kind) => kind,
        None if is_noise(text) => ItemKind::Noise,
        None => ItemKind::Text,
    }
}

fn whole_line(text: &str) -> Option<ItemKind> {
    if is_ruler(text) {
        return Some(ItemKind::Ruler);
    }
    if is_left_out(text) {
        return Some(ItemKind::Dots);
    }
    if let Some(count) = footer(text) {
        return Some(ItemKind::Footer(count));
    }
    is_empty_text(text).then_some(ItemKind::Empty)
}

/// Dots, or a word in brackets, in place of rows.
fn is_left_out(text: &str) -> bool {
    let inner = text.trim_matches(['[', ']', '<', '>', '(', ')']);
    let is_dots = |text: &str| text.chars().all(|c| c == '.' || c.is_whitespace() || c == '\u{2026}');
    is_dots(inner)
        || (inner.len() < text.len()
            && ["snip", "snipped", "cut", "truncated", "omitted", "output omitted", "output truncated", "..."]
                .iter()
                .any(|word| inner.trim_matches(['.', ' ']).eq_ignore_ascii_case(word)))
}

fn paragraph_start(text: &str) -> Option<ItemKind> {
    const NOISE: [&str; 5] = ["Warning: ", "WARNING: ", "Info: ", "Note: ", "Notice: "];
    if text.starts_with("Error: ") {
        Some(ItemKind::Error)
    } else {
        NOISE.iter().any(|start| text.starts_with(start)).then_some(ItemKind::Noise)
    }
}

/// The number in `N entries were displayed.`; pages leave the full stop out.
fn footer(text: &str) -> Option<usize> {
    let (number, rest) = text.split_once(' ')?;
    let rest = rest.trim().trim_end_matches('.');
    let is_footer = matches!(rest, "entries were displayed" | "entry was displayed");
    number.parse().ok().filter(|_| is_footer)
}

fn is_empty_text(text: &str) -> bool {
    text == "There are no entries matching your query."
        || text == "This table is currently empty."
        || (text.starts_with("There are no ") && text.ends_with('.') && text.len() < 80)
}

static NOISE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:Last [Ll]ogin\b.*\d|Unsuccessful login attempts since|Your privileges? ha(?:s|ve) changed",
        r"|This is your first recorded login|\(?\S*@\S*\)? ?[Pp]assword:|Password:$|Do you (?:want|wish) to continue",
        r"|\d+ entries were (?:modified|acted on|added|deleted)|\d+ entry was (?:modified|added|deleted)",
        r"|\([a-z][a-z -]+ [a-z -]+\)$|logout$|Connection to \S+ closed|Goodbye$)"
    ))
    .ok()
});

fn is_noise(text: &str) -> bool {
    let may_begin = text.starts_with(|c: char| c.is_ascii_digit() || "LUYTPDCGl(".contains(c));
    if !may_begin && !text.contains('@') {
        return false;
    }
    NOISE.as_ref().is_some_and(|noise| noise.is_match(text))
}

const PAGER: &str = "Press <space> to page down, <return> for next line, or 'q' to quit...";

/// Takes the pager's sentence out of a line, whole or as it is left when a row was written over its beginning.
fn without_pager(line: Line<'_>) -> Line<'_> {
    if let Some(at) = line.text.find(&PAGER[..13]) {
        let shown = line.text[at..].bytes().zip(PAGER.bytes()).take_while(|(a, b)| a == b).count();
        let mut text = line.text[..at].to_owned() + &" ".repeat(shown) + &line.text[at + shown..];
        text.truncate(remains(&text).unwrap_or(text.len()));
        text.truncate(text.trim_end().len());
        return line.with_text(text);
    }
    match remains(&line.text) {
        Some(start) => {
            let text = line.text[..start].trim_end().to_owned();
            line.with_text(text)
        }
        None => line,
    }
}

/// Where the end of the pager's sentence stands in `text`, about where it would be had a row been written over its start.
fn remains(text: &str) -> Option<usize> {
    const INDENT: usize = 8;
    let common = text.bytes().rev().zip(PAGER.bytes().rev()).take_while(|(a, b)| a == b).count();
    if common >= 5 && text.trim().len() == common {
        return Some(0);
    }
    let start = text.len() - common;
    let own = PAGER.len() - common;
    (common >= 3 && (own..=own + INDENT).contains(&start)).then_some(start)
}
