//! Marks that an editor, a mail client or a script puts before every line: `#`, `>`, `|`, `//`, `- `, also behind an indent,
//! and also without a blank before the text.

use std::cell::LazyCell;

use super::line::blanks;
use super::quoting::{LONG_RUN, numbered};

/// Marks that ONTAP's own lines do not begin with, but for rulers and values of `-`, which need all lines to be taken for them.
const MARKS: [&str; 16] = [
    "#", ">", "|", "\u{2502}", "\u{2503}", "//", ";", "\u{bb}", "%", "!", "-", "*", "+", "\u{2022}", "\u{b7}",
    "\u{2023}",
];

/// The deepest indent before a mark.
const DEEPEST: usize = 40;

/// Lines of the shortest table: heading, ruler and row.
const RULED: usize = 3;

/// Lines that must touch their marks, so that a blank behind the others is the text's own.
const TOUCHING: usize = 2;

/// One mark before each line of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Margin {
    /// The blanks before the mark.
    indent: String,
    mark: &'static str,
    /// Whether a blank follows it on every line.
    is_spaced: bool,
}

impl Margin {
    /// Bytes of the margin at the start of `line`; `None` when there is none.
    pub(super) fn width(&self, line: &str) -> Option<usize> {
        let rest = line.strip_prefix(self.indent.as_str())?.strip_prefix(self.mark)?;
        Some(self.indent.len() + self.mark.len() + if self.is_spaced { blank(rest) } else { 0 })
    }
}

/// The bytes of a blank at the start of `text`.
pub(super) fn blank(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, ' ' | '\t' | '\u{a0}')).map_or(0, char::len_utf8)
}

/// Whether a margin may stand at the start of the line: a cheap question asked of every line.
pub(super) fn may_begin(line: &[u8]) -> bool {
    let first = line.iter().take(DEEPEST).skip(blanks(line)).find(|byte| !matches!(byte, b' ' | b'\t'));
    first.is_some_and(|first| matches!(first, b'#' | b'>' | b'|' | b'/' | b';' | b'%' | b'!'))
        || first.is_some_and(|first| matches!(first, b'-' | b'*' | b'+' | 0xc2 | 0xe2))
}

/// The mark of a line as it is counted: indent and mark.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Begun<'t> {
    indent: &'t str,
    mark: &'static str,
}

impl<'t> Begun<'t> {
    fn of(line: &'t str) -> Option<Self> {
        if !may_begin(line.as_bytes()) {
            return None;
        }
        let (indent, text) = line.split_at(line.len() - line.trim_start_matches([' ', '\t']).len());
        let mark = MARKS.into_iter().find(|mark| text.starts_with(mark))?;
        let rest = &text[mark.len()..];
        let is_apart = rest.trim().is_empty() || blank(rest) > 0;
        (is_apart || !is_list(mark)).then_some(Self { indent, mark })
    }

    fn rest(self, line: &'t str) -> &'t str {
        &line[self.indent.len() + self.mark.len()..]
    }
}

/// Whether the text begins with the mark of a list, perhaps behind further marks of quotation.
fn is_listed(text: &str) -> bool {
    let text = text.trim_start();
    Begun::of(text).is_some_and(|begun| is_list(begun.mark) || (begun.mark == ">" && is_listed(begun.rest(text))))
}

/// Whether the texts begin with numbers that count them.
fn is_numbered(texts: &[&str]) -> bool {
    let lines: Vec<(usize, &str)> = texts.iter().copied().enumerate().collect();
    numbered(&lines).is_some()
}

/// Whether the mark is one of a list, which rulers and empty values begin with too.
fn is_list(mark: &str) -> bool {
    matches!(mark, "-" | "*" | "+" | "\u{2022}" | "\u{b7}" | "\u{2023}")
}

/// The runs of lines behind one margin each: first line, last line, margin. `begun` are the lines with which one may begin.
pub(super) fn runs<'t>(begun: &[usize], count: usize, line: &dyn Fn(usize) -> &'t str) -> Vec<(usize, usize, Margin)> {
    let texts = LazyCell::new(|| (1..=count).filter(|&at| !line(at).trim().is_empty()).count());
    let mut runs = Vec::new();
    let mut free = 1;
    for &at in begun {
        let Some(begun) = Begun::of(line(at)).filter(|_| at >= free) else { continue };
        let marked = marked(begun, at, count, line);
        let last = marked.last().map_or(at, |(number, _)| *number);
        let rests: Vec<&str> = marked.into_iter().map(|(_, rest)| rest).collect();
        if rests.len() > 1 && is_run(begun.mark, &rests, &|| *texts) {
            runs.extend(margin(begun, &rests).map(|margin| (at, last, margin)));
        }
        free = last + 1;
    }
    runs
}

/// The lines from line `at` on that bear this mark, with what stands behind it. Empty lines may stand between them.
fn marked<'t>(begun: Begun<'t>, at: usize, count: usize, line: &dyn Fn(usize) -> &'t str) -> Vec<(usize, &'t str)> {
    let mut marked = Vec::new();
    for number in at..=count {
        let text = line(number);
        if Begun::of(text) == Some(begun) {
            marked.push((number, begun.rest(text)));
        } else if !text.trim().is_empty() {
            break;
        }
    }
    marked
}

/// Whether these lines are enough for their marks to be a margin, `texts` being the lines of the capture with any text.
fn is_run(mark: &str, rests: &[&str], texts: &dyn Fn() -> usize) -> bool {
    let is_nearly_all = || rests.len() * 5 >= texts() * 4;
    if is_list(mark) {
        // A column of empty values may begin nearly all lines too.
        let is_all = || rests.len() >= 3 && rests.len() == texts();
        return is_all() || is_nearly_all() && rests.iter().any(|rest| rest.contains("::") || is_ruler(rest));
    }
    // A table has its own bars within the lines.
    let is_bar = !matches!(mark, "#" | ">" | "%" | "!");
    let is_table = is_bar && rests.iter().filter(|rest| rest.contains(mark)).count() * 4 > rests.len();
    // A few lines of somebody's program hold a table when a ruler stands among them.
    let is_ruled =
        || matches!(mark, "#" | "//" | ";" | "|") && rests.len() >= RULED && rests.iter().any(|rest| is_ruler(rest));
    !is_table && (rests.len() >= LONG_RUN || is_nearly_all() || is_ruled())
}

fn is_ruler(text: &str) -> bool {
    text.contains("---") && text.bytes().all(|byte| matches!(byte, b'-' | b' ' | b'\r'))
}

/// The margin of these lines; `None` where each line's own mark is taken off without it.
fn margin(begun: Begun<'_>, rests: &[&str]) -> Option<Margin> {
    let said = || rests.iter().filter(|rest| !rest.trim().is_empty());
    let is_touching = |rest: &&&str| blank(rest) == 0 && !rest.starts_with(begun.mark);
    // A mark of quotation that nothing else begins with needs no blank behind it.
    let needed = if begun.mark == "\u{bb}" { 1 } else { TOUCHING };
    let is_spaced = said().filter(is_touching).count() < needed;
    // Behind it may stand the marks of a list, which are seen where this one is taken off as a margin.
    let is_listed = rests.iter().all(|rest| is_listed(rest)) || is_numbered(rests);
    let is_own = is_spaced && !is_listed && matches!(begun.indent, "" | " ") && matches!(begun.mark, "#" | ">");
    (!is_own).then(|| Margin { indent: begun.indent.to_owned(), mark: begun.mark, is_spaced })
}
