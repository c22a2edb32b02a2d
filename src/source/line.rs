//! One line as a person reads it: without escape sequences, overwritten text, quotation marks, bold marks and odd blanks.
//!
//! Every character keeps the column that it had in the captured text, so that evidence points there.

use std::borrow::Cow;

/// One cleaned line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Line number, from 1.
    pub number: usize,
    /// The cleaned text.
    pub text: Cow<'a, str>,
    /// For each character of `text` its column in the captured line, from 1; `None` when nothing was changed.
    columns: Option<Vec<u32>>,
}

impl<'a> Line<'a> {
    /// Cleans `raw`, the captured line without its end.
    pub fn clean(number: usize, raw: &'a str) -> Self {
        if raw.bytes().all(is_plain) && !raw.contains("**") && !raw.trim_start().starts_with(['>', '`', '#']) {
            return Self { number, text: Cow::Borrowed(raw.trim_end()), columns: None };
        }
        let mut cells = overwrite(raw);
        unquote(&mut cells);
        unmark(&mut cells);
        while cells.last().is_some_and(|(c, _)| c.is_whitespace()) {
            cells.pop();
        }
        let text = cells.iter().map(|(c, _)| *c).collect::<String>();
        Self { number, text: Cow::Owned(text), columns: Some(cells.into_iter().map(|(_, column)| column).collect()) }
    }

    /// The same line with other characters in the same places.
    pub fn with_text(self, text: String) -> Line<'a> {
        Line { text: text.into(), ..self }
    }

    /// The captured column (from 1) of the character with this index.
    pub fn column(&self, index: usize) -> usize {
        match &self.columns {
            None => index + 1,
            Some(columns) => columns.get(index).or(columns.last()).map_or(1, |column| *column as usize),
        }
    }

    /// Whether nothing but blanks is left.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

fn is_plain(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte) || byte == b'\t'
}

type Cells = Vec<(char, u32)>;

/// What a terminal would show: escape sequences dropped, text behind a carriage return written over the text before it.
fn overwrite(raw: &str) -> Cells {
    let mut cells = Cells::new();
    let mut at = 0_usize;
    // What a terminal wrote over itself it wrote before anybody quoted it.
    let quoted = quotation(raw);
    let mut column = raw[..quoted].chars().count() as u32;
    let mut chars = raw[quoted..].chars().peekable();
    while let Some(c) = chars.next() {
        column += 1;
        match c {
            '\r' => {
                // Whatever is written over the pager's question replaces all of it.
                if is_pager(&cells) {
                    cells.clear();
                }
                at = 0;
            }
            '\x08' => {
                at = at.saturating_sub(1);
                let indent = cells.iter().take(DEEPEST).take_while(|(c, _)| c.is_whitespace()).count();
                if at == indent && is_pager(&cells) {
                    cells.truncate(indent);
                }
            }
            '\x1b' => column += escape(&mut chars, &mut cells, at),
            // A tab over other text has taken the place of the blanks that erase it.
            '\t' if at < cells.len() => {
                for _ in 0..8 - at % 8 {
                    put(&mut cells, &mut at, ' ', column);
                }
            }
            '\t' => put(&mut cells, &mut at, '\t', column),
            c if c.is_control() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{feff}') => {}
            c => put(&mut cells, &mut at, plain(c), column),
        }
    }
    cells
}

/// How the question begins that ONTAP's pager asks below each page.
const PAGER: &str = "Press <space> to page down";

/// The deepest indent of that question that is looked for.
const DEEPEST: usize = 64;

fn is_pager(cells: &Cells) -> bool {
    let shown = cells.iter().take(DEEPEST + PAGER.len()).map(|(c, _)| *c).skip_while(|c| c.is_whitespace());
    shown.zip(PAGER.chars()).filter(|(shown, own)| shown == own).count() == PAGER.len()
}

fn put(cells: &mut Cells, at: &mut usize, c: char, column: u32) {
    match cells.get_mut(*at) {
        Some(cell) => *cell = (c, column),
        None => cells.push((c, column)),
    }
    *at += 1;
}

/// Reads an escape sequence behind its ESC; `CSI K` erases to the end of the line. Gives the characters it took.
fn escape(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, cells: &mut Cells, at: usize) -> u32 {
    let mut taken = 1;
    match chars.next() {
        Some('[') => {
            for c in chars.by_ref() {
                taken += 1;
                if ('@'..='~').contains(&c) {
                    if c == 'K' {
                        cells.truncate(at);
                    }
                    break;
                }
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

/// Blanks and hyphens that word processors and mail clients put in.
fn plain(c: char) -> char {
    match c {
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{201c}' | '\u{201d}' => '"',
        '\u{2018}' | '\u{2019}' => '\'',
        c => c,
    }
}

/// Bytes of the marks before quoted mail (`> `, however deep) and comments (`# `).
fn quotation(raw: &str) -> usize {
    let mut taken = 0;
    loop {
        let rest = &raw[taken..];
        let indent = usize::from(rest.starts_with(' '));
        let behind = &rest[indent..];
        let Some(inner) = behind.strip_prefix('>').or_else(|| comment(behind)) else { return taken };
        let width = inner.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8);
        taken += indent + 1 + width;
    }
}

/// What stands behind the mark of a comment.
fn comment(text: &str) -> Option<&str> {
    text.strip_prefix('#').filter(|inner| inner.is_empty() || inner.starts_with(' '))
}

/// Takes off marks of quotation that stand behind escape sequences.
fn unquote(cells: &mut Cells) {
    let text: String = cells.iter().map(|(c, _)| *c).collect();
    let marks = text[..quotation(&text)].chars().count();
    cells.drain(..marks);
}

/// Takes off bold marks (`**`, not the `***` that may stand for a ruler) and code fences.
fn unmark(cells: &mut Cells) {
    let mut kept = Cells::with_capacity(cells.len());
    let mut index = 0;
    while index < cells.len() {
        let c = cells[index].0;
        let run = cells[index..].iter().take_while(|(other, _)| *other == c).count();
        let is_mark = (c == '*' && run == 2) || (c == '`' && run == 3);
        if !is_mark {
            kept.extend_from_slice(&cells[index..index + run]);
        }
        index += run;
    }
    *cells = kept;
}
