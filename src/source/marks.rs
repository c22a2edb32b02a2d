//! Marks that authors and mail clients put round text: quotation, bold, code.

use super::line::{Cells, unindented};

/// Whether a line of plain text may hold such marks: asked of every line, so it must be cheap.
pub(super) fn may_hold(raw: &str) -> bool {
    memchr::memchr2(b'*', b'`', raw.as_bytes()).is_some() || unindented(raw).starts_with(['>', '#', '_'])
}

/// The same of what stands behind marks of quotation: whether anything but these is to be taken off.
pub(super) fn may_emphasise(text: &str) -> bool {
    memchr::memchr2(b'*', b'`', text.as_bytes()).is_some() || unindented(text).starts_with('_')
}

/// Bytes of the marks before quoted mail (`> `, however deep) and comments (`# `).
pub(super) fn quotation(raw: &str) -> usize {
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
pub(super) fn unquote(cells: &mut Cells) {
    let text: String = cells.iter().map(|(c, _)| *c).collect();
    let marks = text[..quotation(&text)].chars().count();
    cells.drain(..marks);
}

/// Takes off bold marks (`**`, not the `***` that may stand for a ruler), code fences, and marks round single words.
pub(super) fn unmark(cells: &mut Cells) {
    let mut kept = Cells::with_capacity(cells.len());
    let mut index = 0;
    while index < cells.len() {
        let c = cells[index].0;
        let run = cells[index..].iter().take_while(|(other, _)| *other == c).count();
        let is_mark = (c == '*' && run == 2) || (c == '`' && (run == 2 || run == 3));
        if !is_mark {
            kept.extend_from_slice(&cells[index..index + run]);
        }
        index += run;
    }
    *cells = kept;
    unemphasise(cells);
}

/// Takes off the pairs round single words and round a whole line.
///
/// What follows moves to the left, as it stood before somebody put the marks in.
fn unemphasise(cells: &mut Cells) {
    let words = words(cells);
    let mut marks: Vec<usize> = Vec::new();
    // Behind an option stars are a pattern.
    let is_value = |at: usize| at > 0 && cells[words[at - 1].0].0 == '-' && cells[words[at].0].0 == '*';
    for (at, &(start, end)) in words.iter().enumerate().filter(|(at, _)| !is_value(*at)) {
        let width = pair(&cells[start..end], at == 0);
        marks.extend((start..start + width).chain(end - width..end));
    }
    if let (true, [(start, _), .., (_, end)]) = (marks.is_empty(), words.as_slice())
        && pair(&cells[*start..*end], false) == 1
    {
        marks.extend([*start, *end - 1]);
    }
    marks.extend(words.iter().flat_map(|&word| code_marks(cells, word)));
    marks.sort_unstable();
    let mut index = 0;
    cells.retain(|_| {
        index += 1;
        marks.binary_search(&(index - 1)).is_err()
    });
}

/// The marks of code at the edges of a word: a span of code may begin on one line and end on another.
fn code_marks(cells: &Cells, (start, end): (usize, usize)) -> impl Iterator<Item = usize> {
    let edges = [(end - start > 1 || end == 1).then_some(start), (end - start > 1).then_some(end - 1)];
    let is_mark: Vec<usize> = edges.into_iter().flatten().filter(|&at| cells[at].0 == '`').collect();
    is_mark.into_iter()
}

/// The runs of characters without blanks.
fn words(cells: &Cells) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (index, _) in cells.iter().enumerate().filter(|(_, (c, _))| !c.is_whitespace()) {
        match words.last_mut() {
            Some((_, end)) if *end == index => *end = index + 1,
            _ => words.push((index, index + 1)),
        }
    }
    words
}

/// How many characters at each end are a mark of emphasis.
///
/// An underscore may be a name's own. It is taken for a mark round a line's first word only, and twice at most.
fn pair(word: &[(char, u32)], is_first: bool) -> usize {
    let Some(mark) = word.first().map(|cell| cell.0) else { return 0 };
    let most = match mark {
        '*' | '`' => 1,
        '_' if is_first => 2,
        _ => return 0,
    };
    let width = word.iter().take_while(|cell| cell.0 == mark).count();
    let behind = word.iter().rev().take_while(|cell| cell.0 == mark).count();
    if width != behind || width > most || word.len() < 2 * width + 1 {
        return 0;
    }
    let inner = &word[width..word.len() - width];
    let is_name = |cell: Option<&(char, u32)>| cell.is_some_and(|cell| cell.0.is_alphanumeric());
    let is_whole = mark == '_' || inner.iter().all(|cell| cell.0 != mark);
    if is_whole && is_name(inner.first()) && !inner.last().is_some_and(|cell| cell.0.is_whitespace()) {
        width
    } else {
        0
    }
}
