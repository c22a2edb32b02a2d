//! Secrets in texts: the NDMP password that `generate-password` prints, passwords typed as options, and what this program
//! itself was given to log in with.
//!
//! They are looked for in what a reader sees of a line (`shown`), by their signs (`signs`), in the line below a label, and in
//! columns that are headed so (`columns`).

mod begun;
mod columns;
mod gate;
mod shown;
mod signs;

use std::iter;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

use regex::bytes;
use zeroize::Zeroizing;

use begun::Begun;
use shown::Shown;

/// How every sign of a secret begins, or what is in it: few bytes without regard to case, which are found in a text many times
/// as fast as the signs, and in one of ASCII (`begun`) without an expression. Beyond ASCII two characters fold to letters of the signs.
static BEGUN: LazyLock<Option<bytes::Regex>> = LazyLock::new(|| {
    let words = r"(?i-u:pas|pwd|-pw|\bpw\b|kennw|contrase|secret|psk|token|communi|authoriz|(?:api|ate|red).?key|curl)";
    bytes::Regex::new(&format!(r"{words}|(?-u:://)|(?i-u:smbclient|mot de p)|(?i-u:pa)\u{{17f}}|\u{{212a}}")).ok()
});

/// Secrets of this run, in every part of it: a server may send back what it was told, wherever and to whomever it likes.
/// They stay in memory until the program ends, for their echo may come late; then they are wiped.
static HELD: RwLock<Vec<Held>> = RwLock::new(Vec::new());

struct Held {
    secret: Zeroizing<String>,
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
    if !held.iter().any(|other| *other.secret == secret) {
        held.push(Held { secret: Zeroizing::new(secret.to_owned()), is_word });
    }
}

/// Wipes all secrets that are held; for a program that ends now.
pub fn forget() {
    HELD.write().unwrap_or_else(PoisonError::into_inner).clear();
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

/// Where secrets stand, in order and apart.
fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut from, mut table) = (0, 0);
    let ascii = text.is_ascii().then(|| Begun::of(text));
    let expression = |from: usize| BEGUN.as_ref()?.find_at(text.as_bytes(), from).map(|found| found.start());
    let begun = |from: usize| ascii.as_ref().map_or_else(|| expression(from), |ascii| ascii.find(from));
    while let Some(at) = begun(from) {
        let line = around(text, at);
        // No sign goes on behind the end of its line.
        from = line.end;
        found.extend(within(text, &line));
        found.extend(below(text, &line));
        if line.start >= table {
            let (cells, end) = columns::below(text, &line);
            found.extend(cells);
            table = end;
        }
    }
    united(found)
}

/// The secrets in a line, and the beginning of the next where the line ends in the middle of one.
fn within(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let own = &text[line.clone()];
    let mut found = Vec::new();
    // In a string that a program wrote a backslash means something; else it may be a letter of a secret.
    for is_written in [false, true].into_iter().filter(|is_written| !is_written || own.contains('\\')) {
        let shown = Shown::of(own, is_written);
        let runs = signs::secrets(&shown.text);
        let text_end = shown.text.trim_end().len();
        let is_full = WIDTHS.contains(&shown.text.trim_end().chars().count());
        let is_torn = is_full && runs.iter().any(|run| run.end == text_end);
        found.extend(runs.iter().filter_map(|run| shown.place(run)));
        if is_torn || signs::is_open(&shown.text) {
            found.extend(first_word(text, line.end).map(|run| run.start - line.start..run.end - line.start));
        }
    }
    found.into_iter().map(|run| line.start + run.start..line.start + run.end).collect()
}

/// Widths of terminals: a line that is as wide may go on in the next.
const WIDTHS: [usize; 6] = [80, 100, 120, 132, 160, 200];

/// The first word of the line that begins at a byte, unless it is an option.
fn first_word(text: &str, start: usize) -> Option<Range<usize>> {
    let line = around(text, start);
    let own = text.get(line.clone()).filter(|_| start < text.len())?;
    let word =
        own.split_whitespace().next().filter(|word| !word.starts_with(['-', '[', '<']) && !word.contains(':'))?;
    let at = start + own.find(word)?;
    let word = word.trim_matches(['"', '\'']);
    let at = at + text[at..].find(word)?;
    (!word.is_empty() && !word.chars().all(|c| c == '*')).then(|| at..at + word.len())
}

/// The password that `generate-password` prints, where a mail client put it below its label, or somebody wrote beside it.
fn below(text: &str, label: &Range<usize>) -> Option<Range<usize>> {
    let own = bare(&Shown::of(&text[label.clone()], false).text).to_lowercase();
    let (before, behind) = own.split_once("password:").or_else(|| own.split_once("password :"))?;
    let mut above = text[..label.start].lines().rev().take(ABOVE);
    let is_answer = !own.contains('@')
        && !signs::is_evidence(before)
        && above.any(|line| {
            let line = line.to_ascii_lowercase();
            line.contains("generate-password") || line.trim_start_matches(['>', ' ', '|']).starts_with("user:")
        });
    let behind = behind.trim_matches(['*', '_', '`', ' ']);
    let is_remarked = before.is_empty() && behind.contains(' ');
    let is_its = is_remarked || behind.is_empty() && label.end < text.len();
    if !is_answer || !is_its {
        return None;
    }
    let mut place = if is_remarked { label.clone() } else { around(text, label.end) };
    while place.end < text.len() && bare(&Shown::of(&text[place.clone()], false).text).is_empty() {
        place = around(text, place.end);
    }
    let line = Shown::of(text.get(place.clone())?, false);
    let skipped = if is_remarked { line.text.find(':')? + 1 } else { 0 };
    let value = bare(&line.text[skipped..]);
    let value = if is_remarked { value.split_whitespace().next()?.to_owned() } else { value };
    let is_word = !value.is_empty() && !value.contains([' ', ':']) && !value.chars().all(|c| c == '*');
    let start = skipped + line.text[skipped..].find(&value)?;
    let run = line.place(&(start..start + value.len()))?;
    (is_word && !signs::is_placeholder(&value)).then(|| place.start + run.start..place.start + run.end)
}

/// A line without what sets it off in a mail or a page.
fn bare(line: &str) -> String {
    behind_mark(line).trim_matches(|c: char| c.is_whitespace() || "*_`>|".contains(c)).to_owned()
}

/// The line without the mark or the number that stands before every line of a text.
fn behind_mark(line: &str) -> &str {
    const MARKS: [&str; 7] = ["#", "//", ";", "%", "!", "-", "+"];
    let text = line.trim_start();
    let (first, rest) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    let is_number = !rest.trim().is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    if is_number || MARKS.contains(&first) { rest } else { line }
}

/// Lines above a label in which the rest of the answer stands.
const ABOVE: usize = 6;

/// The line that holds byte `at`, with its end.
fn around(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    start..end
}

#[cfg(test)]
mod tests;
