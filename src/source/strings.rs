//! Texts of which each line stands for itself as a program would write it: in quotation marks, or with a literal `\n` behind it.

use super::wrapping::literal;

/// Lines that make such a text.
const LINES: usize = 3;

/// The text without these marks, where nearly all of its lines bear them.
pub(super) fn of_lines(text: &str) -> Option<String> {
    let is_begun =
        || memchr::memmem::find(text.as_bytes(), b"\\n").is_some() || text.trim_start().starts_with(['"', '\'']);
    is_begun().then(|| unmarked(text, quoted).or_else(|| unmarked(text, ended)))?
}

/// The text with `inner` of each line.
fn unmarked(text: &str, inner: fn(&str) -> Option<String>) -> Option<String> {
    let said = || text.lines().filter(|line| !line.trim().is_empty());
    let count = said().filter(|line| inner(line).is_some()).count();
    let all = said().count();
    let is_whole = (count >= LINES && count * 5 >= all * 4) || (count == all && count > 0);
    let line = |line: &str| inner(line).unwrap_or_else(|| line.to_owned()) + "\n";
    // Where the text ends within a line, it still does.
    let is_open = !text.ends_with('\n') && text.lines().last().is_some_and(|last| inner(last).is_none());
    let mut lines: String = is_whole.then(|| text.lines().map(line).collect())?;
    lines.truncate(lines.len() - usize::from(is_open));
    Some(lines)
}

/// The line in a string, behind which nothing stands but what parts strings.
fn quoted(line: &str) -> Option<String> {
    let line = line.trim().trim_start_matches(['(', '[', '+', ' ']);
    if !line.starts_with(['"', '\'']) {
        return None;
    }
    let (text, rest) = literal(line)?;
    let text = text.trim_end_matches(['\r', '\n']);
    let is_alone = rest.chars().all(|c| matches!(c, ' ' | ',' | ';' | '+' | ')' | ']' | '\\'));
    (is_alone && !text.contains('\n')).then(|| text.to_owned())
}

/// The line before a literal `\n`.
fn ended(line: &str) -> Option<String> {
    let line = line.trim_end();
    // A terminal's mark behind each line says nothing.
    let text = line.strip_suffix("\u{1b}[K").unwrap_or(line).strip_suffix("\\n")?;
    let text = text.strip_suffix("\\r").unwrap_or(text);
    (!text.contains("\\n")).then(|| text.to_owned())
}
