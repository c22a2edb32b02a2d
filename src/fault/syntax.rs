//! Text to TOML: what is none is the only fault, and a word that lacks its quotes is told as that.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;

use super::Fault;
use super::sheet::Faults;

/// Parses the file; a syntax error is its only fault.
pub(crate) fn open<'t>(file: &'t str, text: &'t str) -> Result<Spanned<DeTable<'t>>, Vec<Fault>> {
    DeTable::parse(text).map_err(|error| {
        let faults = Faults::new(file, text);
        let end = text.len();
        let span = error.span().unwrap_or(end..end);
        match unquoted(text, span.start) {
            Some((span, help)) => {
                let message = format!("not TOML: `{}` is a text without quotes", &text[span.clone()]);
                faults.add(span, message, help);
            }
            None => {
                let message = error.message().trim().replace('\n', ", ");
                faults.add(span, format!("not TOML: {message}"), "");
            }
        }
        faults.found.into_inner()
    })
}

/// The value of the line that holds a byte, and how it is written, where it is a word that lacks nothing but its quotes.
fn unquoted(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let begin = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text[begin..].lines().next()?;
    let (key, value) = line.split_once('=')?;
    let value = value.split('#').next()?.trim();
    let is_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_text = |c: char| c.is_alphanumeric() || " -_.,:/@()'*?".contains(c);
    // What begins as a number is a text only where no number and no date has its signs.
    let is_number = value.starts_with(|c: char| c.is_ascii_digit()) && value.matches('.').count() < 2;
    let is_word = !is_number && value.starts_with(|c: char| c.is_alphanumeric() || c == '/');
    let is_word = is_word && value.chars().all(is_text);
    if !is_word || key.trim().is_empty() || !key.trim().chars().all(is_key) {
        return None;
    }
    let start = begin + key.len() + 1 + line[key.len() + 1..].find(value)?;
    Some((start..start + value.len(), format!("write `{} = \"{value}\"`", key.trim())))
}
