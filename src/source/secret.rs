//! Secrets in pasted text: the NDMP password that `generate-password` prints, and passwords typed as options.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static SECRET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?im)^[> \t|*#]*(?:NDMP )?Password[* \t]*:[* \t]*(?<shown>[^\s*]\S*)[ \t\r*]*$",
        r"|\s-(?:(?:ndmp-)?pass(?:word|phrase)?|pw)[ \t]+(?<typed>[^\s-]\S*)",
    ))
    .ok()
});

/// Overwrites every secret in `text` with asterisks, one a character, and tells where they stood (byte ranges after it).
pub(super) fn mask(text: &mut String) -> Vec<Range<usize>> {
    let found = find(text);
    if found.is_empty() {
        return found;
    }
    let mut masked = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(found.len());
    let mut from = 0;
    for run in found {
        masked.push_str(&text[from..run.start]);
        let start = masked.len();
        masked.extend(text[run.clone()].chars().map(|_| '*'));
        places.push(start..masked.len());
        from = run.end;
    }
    masked.push_str(&text[from..]);
    *text = masked;
    places
}

fn find(text: &str) -> Vec<Range<usize>> {
    let Some(secret) = SECRET.as_ref() else { return Vec::new() };
    secret
        .captures_iter(text)
        .filter_map(|found| found.name("shown").or_else(|| found.name("typed")))
        .filter(|run| !run.as_str().chars().all(|c| c == '*'))
        .map(|run| run.range())
        .collect()
}
