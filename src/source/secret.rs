//! Secrets in pasted text: the NDMP password that `generate-password` prints, and passwords typed as options.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

static SECRET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?im)^(?:[^\n]*[^\w\n-])?(?:NDMP )?Password[* \t]*:[* \t]*(?<shown>[^\s*]\S*)[ \t\r*]*$",
        r"|\s-(?:(?:ndmp-)?pass(?:word|phrase)?|pw)[ \t]+(?<typed>[^\s-]\S*)",
    ))
    .ok()
});

/// What every secret has near it. Searched for first, because it can be found in the whole text at once.
static SIGN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)password|-pass|-pw").ok());

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
    let (Some(sign), Some(secret)) = (SIGN.as_ref(), SECRET.as_ref()) else { return Vec::new() };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = sign.find_at(text, from) {
        let lines = around(text, at.start());
        let start = lines.start;
        let shown = secret.captures_iter(&text[lines.clone()]);
        let runs = shown.filter_map(|found| found.name("shown").or_else(|| found.name("typed")));
        let plain = runs.filter(|run| !run.as_str().chars().all(|c| c == '*'));
        found.extend(plain.map(|run| start + run.start()..start + run.end()));
        from = lines.end;
    }
    found
}

/// The line that holds byte `at`, with its end.
fn around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    start..end
}
