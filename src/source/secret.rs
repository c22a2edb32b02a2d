//! Secrets in texts: the NDMP password that `generate-password` prints, passwords typed as options, and what this program
//! itself was given to log in with.

use std::iter;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

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

/// Secrets of this run, in every part of it: a server may send back what it was told, wherever and to whomever it likes.
/// They stay in memory until the program ends, for their echo may come late.
static HELD: RwLock<Vec<Held>> = RwLock::new(Vec::new());

struct Held {
    secret: String,
    /// Whether it may be a word of ONTAP: masked there, it would be evidence that is gone.
    is_word: bool,
}

/// Shorter secrets are not looked for: they stand in every other word, and masking those would wipe the evidence out.
const SHORTEST: usize = 4;

/// From now on this secret is masked in everything that is [`masked`], and unless it is a word that ONTAP itself prints, in
/// everything that is [`redacted`](super::redacted): a password such as `plaintext` must not hide a fault.
pub fn hold(secret: &str, is_word: bool) {
    let secret = secret.trim();
    if secret.chars().count() < SHORTEST {
        return;
    }
    let mut held = HELD.write().unwrap_or_else(PoisonError::into_inner);
    if !held.iter().any(|other| other.secret == secret) {
        held.push(Held { secret: secret.to_owned(), is_word });
    }
}

/// `text` of a message with every secret masked: what looks like one, and what is held.
pub fn masked(text: String) -> String {
    without(text, |_| true)
}

/// `text` of an answer with every secret masked that is no word of ONTAP.
pub(super) fn masked_evidence(text: String) -> String {
    without(text, |held| !held.is_word)
}

fn without(mut text: String, is_meant: impl Fn(&Held) -> bool) -> String {
    let mut found = find(&text);
    let held = HELD.read().unwrap_or_else(PoisonError::into_inner);
    let meant = held.iter().filter(|held| is_meant(held));
    found.extend(meant.flat_map(|held| occurrences(&text, &held.secret)));
    overwrite(&mut text, united(found));
    text
}

/// Overwrites what looks like a secret with asterisks, and tells where it stood (byte ranges after it). What is held is left
/// as it is: a bundle must read the same to those who do not hold it.
pub(super) fn mask(text: &mut String) -> Vec<Range<usize>> {
    let found = find(text);
    overwrite(text, found)
}

/// Writes one asterisk a character over these places, which are in order and apart; gives where they are then.
fn overwrite(text: &mut String, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
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

/// Everywhere where the secret stands, also inside of words and where it overlaps itself.
fn occurrences(text: &str, secret: &str) -> impl Iterator<Item = Range<usize>> {
    let step = secret.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    iter::from_fn(move || {
        let start = from + text.get(from..)?.find(secret)?;
        from = start + step;
        Some(start..start + secret.len())
    })
}

/// The same places in order, those that overlap as one.
fn united(mut found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    found.sort_by_key(|run| run.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(found.len());
    for run in found {
        match apart.last_mut() {
            Some(last) if run.start < last.end => last.end = last.end.max(run.end),
            _ => apart.push(run),
        }
    }
    apart
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

#[cfg(test)]
mod tests {
    use super::*;

    fn masked_of(text: &str, secrets: &[&str]) -> String {
        let mut text = text.to_owned();
        let found = secrets.iter().flat_map(|secret| occurrences(&text, secret)).chain(find(&text));
        let found = united(found.collect());
        overwrite(&mut text, found);
        text
    }

    #[test]
    fn secrets_are_masked_inside_of_words_and_where_they_overlap() {
        assert_eq!(masked_of("op:wren-7x,", &["wren-7x"]), "op:*******,");
        assert_eq!(masked_of("mywren-7xs wren-7 wren-7x", &["wren-7x"]), "my*******s wren-7 *******");
        assert_eq!(masked_of("a wren-7x-linnet b", &["wren-7x", "7x-linnet"]), "a ************** b");
        assert_eq!(masked_of("wrenwrens", &["wrens", "wren"]), "*********");
        assert_eq!(masked_of("xaaaaaax", &["aaaa"]), "x******x");
        assert_eq!(masked_of("größe größen", &["größe"]), "***** *****n");
    }

    #[test]
    fn what_is_held_and_what_looks_like_a_secret_are_masked_together() {
        assert_eq!(masked_of("Password: wren-7x-more\nwren-7x\n", &["wren-7x"]), "Password: ************\n*******\n");
        assert_eq!(masked_of("add -pw wren-7xyz wren\n", &["xyz wr"]), "add -pw ************en\n");
    }

    #[test]
    fn what_is_held_is_masked_and_too_short_a_secret_is_not_held() {
        hold(" chaffinch-of-secret-rs\n", false);
        hold("\u{2603}\u{2604}\u{2605}", false);
        let text = "say chaffinch-of-secret-rs \u{2603}\u{2604}\u{2605}!";
        assert_eq!(masked(text.to_owned()), format!("say {} \u{2603}\u{2604}\u{2605}!", "*".repeat(22)));
        hold("bunting-of-secret-rs", true);
        let word = "say bunting-of-secret-rs";
        assert_eq!(masked(word.to_owned()), format!("say {}", "*".repeat(20)));
        assert_eq!(masked_evidence(word.to_owned()), word, "evidence may not vanish behind a password");
        let mut text = text.to_owned();
        assert!(mask(&mut text).is_empty(), "a bundle reads the same to everybody");
    }
}
