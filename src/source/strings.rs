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

/// The text with the lines of each run of strings that holds an answer; the other lines as they are.
pub(super) fn of_runs(text: &str) -> Option<String> {
    let has_strings =
        [",\n", "- '", "- \""].iter().any(|mark| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some());
    if !has_strings || !may_hold_strings(text) {
        return None;
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len());
    let mut is_changed = false;
    let mut at = 0;
    while at < lines.len() {
        let (run, is_strings) = run(&lines[at..]);
        let count = run.len().max(1);
        let is_run = is_strings && count >= LINES && run.iter().any(|line| is_telling(line));
        if is_run {
            is_changed = true;
            run.iter().for_each(|line| out.extend([line.as_str(), "\n"]));
        } else {
            lines[at..at + count].iter().for_each(|line| out.extend([*line, "\n"]));
        }
        at += count;
        // What ends the list is none of the answer.
        if is_run && lines.get(at).is_some_and(|line| is_end(line)) {
            out.push('\n');
            at += 1;
        }
    }
    out.truncate(out.len() - usize::from(!text.ends_with('\n')));
    is_changed.then_some(out)
}

/// Whether a line of the text may be a string: nothing is copied of a text of which none is.
fn may_hold_strings(text: &str) -> bool {
    let is_string = |line: &str| {
        let start = line.trim_start();
        let quoted = start.trim_start_matches(['(', '[', '+', ' ']);
        quoted.starts_with(['"', '\'']) || ["- '", "- \""].iter().any(|mark| start.starts_with(mark))
    };
    memchr::memchr2(b'"', b'\'', text.as_bytes()).is_some() && text.lines().any(is_string)
}

/// The texts of the strings that stand one a line from the first of `lines` on: all in quotation marks, or all items of a list; and
/// whether they are strings at all.
fn run(lines: &[&str]) -> (Vec<String>, bool) {
    let first = lines[0];
    let indent = &first[..first.len() - first.trim_start().len()];
    let item = |line: &str| line.strip_prefix(indent)?.strip_prefix('-').and_then(of_item);
    let strings: Vec<String> = lines.iter().map_while(|line| quoted(line)).collect();
    if !strings.is_empty() {
        return (strings, true);
    }
    let items: Vec<String> = lines.iter().map_while(|line| item(line)).collect();
    // In a list of YAML what begins as no word does stands in quotation marks, empty lines and rulers above all.
    let is_quoted = |line: &&str| ["- '", "- \""].iter().any(|mark| line.trim_start().starts_with(mark));
    let is_yaml = lines[..items.len()].iter().any(is_quoted);
    (items, is_yaml)
}

/// The text of an item of a YAML list behind its mark: it stands in quotation marks where it begins or ends as no word does.
fn of_item(rest: &str) -> Option<String> {
    let text = rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(""))?.trim_end();
    match text.strip_prefix('\'').and_then(|inner| inner.strip_suffix('\'')) {
        Some(inner) => Some(inner.replace("''", "'")),
        None if text.starts_with('"') => quoted(text),
        None => (!text.starts_with(['-', ' '])).then(|| text.to_owned()),
    }
}

/// Whether a line is nothing but marks that end a list.
fn is_end(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| matches!(c, ']' | ')' | '}' | ',' | ';'))
}

/// Whether a string is a line of ONTAP's that no list of anything else has: a ruler, a prompt, a count, a sentence.
fn is_telling(line: &str) -> bool {
    let is_ruler = line.contains("---") && line.bytes().all(|byte| matches!(byte, b'-' | b' '));
    let is_label =
        || line.trim_start().split_once(": ").is_some_and(|(label, _)| label.contains(' ') && line.starts_with(' '));
    let is_sentence = || line.ends_with(" displayed.") || line.starts_with("NDMP node-scope-mode is ");
    is_ruler || line.contains("::> ") || line.contains("::*> ") || is_sentence() || is_label()
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
