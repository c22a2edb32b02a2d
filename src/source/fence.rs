//! Frames round pasted text that stand on lines of their own: the fences of Markdown, the marks of issue trackers.

use super::line::unindented;

/// Whether a line may be such a mark: asked of every line, so it must be cheap.
pub(super) fn may_be(raw: &str) -> bool {
    unindented(raw).starts_with(['`', '~', '{', '[', '<', '"', '\'']) || raw.trim_end().ends_with(['`', '"', '\''])
}

/// Whether the line is nothing but a mark, with the language that may stand behind it.
pub(crate) fn is_fence(raw: &str) -> bool {
    let text = raw.trim().trim_start_matches('>').trim_start();
    for mark in ['`', '~'] {
        let rest = text.trim_start_matches(mark);
        if text.len() - rest.len() >= 3 {
            return is_language(rest.trim()) || has_attributes(rest.trim());
        }
    }
    // The end of a string over several lines in somebody's program.
    let is_string = text.starts_with("\"\"\"") || text.starts_with("'''");
    if is_string && !text.contains(char::is_alphanumeric) || opens_string(text) {
        return true;
    }
    let inner = text.strip_prefix(['{', '[']).and_then(|rest| rest.strip_suffix(['}', ']']));
    inner.is_some_and(is_tracker) || is_tag(text)
}

/// `text title="Expected output"`, `console {.copy}`: a language and what the page is told of the frame.
fn has_attributes(text: &str) -> bool {
    let Some((language, attributes)) = text.split_once(' ') else { return false };
    let attributes = attributes.trim();
    let is_set = attributes.split_once('=').is_some_and(|(name, value)| is_language(name) && value.starts_with('"'));
    is_language(language) && (is_set || attributes.starts_with('{') && attributes.ends_with('}'))
}

fn is_language(word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.' | '{' | '}' | '=');
    word.len() <= 24 && word.chars().all(is_part)
}

/// `NODES = """`: a string begins in somebody's program.
fn opens_string(text: &str) -> bool {
    // Emphasis ends in such a mark too, and begins with one.
    let opened = |mark: &&str| text.strip_suffix(*mark).filter(|before| !before.contains(*mark));
    let before = ["\"\"\"", "'''", "`"].iter().find_map(opened);
    let before = before.map(|before| before.trim_end_matches(['b', 'r', 'u', 'f']).trim_end());
    before.is_some_and(|before| before.ends_with(['=', ':', '(']) && before.len() > 1)
}

/// `noformat`, `code:bash|title=x`, `/code`, `code=text`.
pub(super) fn is_tracker(inner: &str) -> bool {
    let inner = inner.trim_start_matches('/').to_ascii_lowercase();
    let name = inner.split([':', '=', '|']).next().unwrap_or_default();
    matches!(name, "noformat" | "code" | "quote" | "panel" | "pre" | "codeblock")
}

fn is_tag(text: &str) -> bool {
    let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let name = inner.unwrap_or_default().trim_start_matches('/').split(' ').next().unwrap_or_default();
    matches!(name.to_ascii_lowercase().as_str(), "pre" | "code" | "blockquote" | "details")
}
