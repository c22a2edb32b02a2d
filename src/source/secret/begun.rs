//! Where a sign of a secret may begin in a text of ASCII: a cheap question asked of all of it, so that few lines are looked at.
//!
//! The words of the signs, in small letters, are looked for all at once.

use std::cell::Cell;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// The words; of the first it counts what stands beside it. None is shorter than three letters: so many are compared in one step.
const WORDS: [&str; 13] = [
    KEY,
    "pas",
    "kennw",
    "contrase",
    "secret",
    "psk",
    "token",
    "communi",
    "authoriz",
    "curl",
    "smbclient",
    "mot de p",
    "://",
];

/// One that is looked for by itself.
const PW: &str = "pw";
const KEY: &str = "key";

/// What stands before `key`, maybe with a character between.
const KEYS: [&[u8]; 3] = [b"api", b"ate", b"red"];

static SIGNS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    // The first match is what is asked for, which vector instructions find.
    let mut all = AhoCorasick::builder();
    all.match_kind(MatchKind::LeftmostFirst).kind(Some(AhoCorasickKind::ContiguousNFA)).build(WORDS).ok()
});

/// A text of ASCII in small letters.
pub(super) struct Begun {
    text: Vec<u8>,
    /// Where `pw` may be a sign.
    short: Vec<usize>,
    /// The byte from which on a word was looked for last, and where one was found.
    last: Cell<Option<(usize, Option<usize>)>>,
}

impl Begun {
    pub(super) fn of(text: &str) -> Self {
        let text = text.as_bytes().to_ascii_lowercase();
        let short = memchr::memmem::find_iter(&text, PW).filter(|at| is_option_or_word(&text, *at)).collect();
        Self { text, short, last: Cell::default() }
    }

    /// A place in the first line behind byte `from` that may hold a sign.
    pub(super) fn find(&self, from: usize) -> Option<usize> {
        let short = self.short.get(self.short.partition_point(|at| *at < from)).copied();
        let is_told = |(known, found): &(usize, Option<usize>)| *known <= from && found.is_none_or(|at| at >= from);
        let word = match self.last.get().filter(is_told) {
            Some((_, word)) => word,
            None => {
                let word = self.word(from);
                self.last.set(Some((from, word)));
                word
            }
        };
        word.into_iter().chain(short).min()
    }

    /// Where the first of the longer words stands behind byte `from`.
    fn word(&self, from: usize) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let found = SIGNS.as_ref()?.find_iter(rest).map(|found| (found.pattern().as_usize(), from + found.start()));
        found.into_iter().find(|(word, at)| WORDS[*word] != KEY || self.is_key(*at)).map(|(_, at)| at)
    }

    /// Whether `key` at byte `at` stands behind a name of which it is part.
    fn is_key(&self, at: usize) -> bool {
        let before = &self.text[..at];
        let is_behind = |before: &[u8]| KEYS.iter().any(|key| before.ends_with(key));
        let apart = before.split_last().filter(|(parting, _)| **parting != b'\n').map(|(_, before)| before);
        is_behind(before) || apart.is_some_and(is_behind)
    }
}

/// Whether `pw` at byte `at` is a word, or begins or ends as options do.
fn is_option_or_word(text: &[u8], at: usize) -> bool {
    let byte = |at: Option<usize>| at.and_then(|at| text.get(at)).copied();
    let is_part = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let (before, behind) = (byte(at.checked_sub(1)), byte(Some(at + PW.len())));
    before == Some(b'-') || behind == Some(b'd') || !is_part(before) && !is_part(behind)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{BEGUN, around};
    use super::Begun;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn the_same_lines_are_found_as_by_the_expression(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "p", "a", "s", "P", "w", "d", "-", "k", "ken", "nw", "contr", "ase", "sec", "ret", "TOK", "en", "com",
                "muni", "author", "iz", "api", "ate", "red", "key", "cu", "rl", ":/", "/", "smb", "client", "mot", " de ",
                " ", "\n", "_", "x", ".",
            ]), 0..12)
        ) {
            let text = parts.concat();
            let by_expression = BEGUN.as_ref().and_then(|begun| begun.find(text.as_bytes())).map(|found| found.start());
            let line = |at: Option<usize>| at.map(|at| around(&text, at));
            prop_assert_eq!(line(Begun::of(&text).find(0)), line(by_expression), "{:?}", text);
        }
    }
}
