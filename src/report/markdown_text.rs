//! Text in Markdown, as GitHub, GitLab and most tickets read it: nothing of a name commands the layout.

use super::layout::clean;

/// Text whose marks are signs and command nothing. Commands that a sentence holds between backticks stay code.
pub(super) fn text(plain: &str) -> String {
    let clean = clean(plain).replace('\n', " ");
    let parts: Vec<&str> = clean.split('`').collect();
    // An odd backtick, or one in a name, opens nothing.
    if parts.len().is_multiple_of(2) {
        return escaped(&clean);
    }
    let part = |(at, part): (usize, &&str)| if at % 2 == 1 && !part.is_empty() { code(part) } else { escaped(part) };
    parts.iter().enumerate().map(part).collect()
}

/// A command as code. Between the cells of a table a stroke would part even there.
pub(super) fn code(command: &str) -> String {
    format!("`{}`", clean(command).replace('`', "'").replace('|', "\\|"))
}

fn escaped(plain: &str) -> String {
    let mut out = String::with_capacity(plain.len());
    let chars: Vec<char> = plain.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let is_inside = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric());
        // Within a word it marks nothing.
        let is_plain = *c == '_' && is_inside(at.checked_sub(1)) && is_inside(Some(at + 1));
        if !is_plain && matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '!' | '&') {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}
