//! Where a sign of a secret may begin in a text of ASCII: a cheap question asked of all of it, so that few lines are looked at.
//!
//! The words of the signs, in small letters, are looked for all at once.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

/// The words; of the first two it counts what stands beside them.
const WORDS: [&str; 14] = [
    PW,
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
pub(super) struct Begun(Vec<u8>);

impl Begun {
    pub(super) fn of(text: &str) -> Self {
        Self(text.as_bytes().to_ascii_lowercase())
    }

    /// A place in the first line behind byte `from` that may hold a sign.
    pub(super) fn find(&self, from: usize) -> Option<usize> {
        let rest = self.0.get(from..)?;
        let found = SIGNS.as_ref()?.find_iter(rest).map(|found| (found.pattern().as_usize(), from + found.start()));
        found.into_iter().find(|(word, at)| self.is_sign(WORDS[*word], *at)).map(|(_, at)| at)
    }

    fn is_sign(&self, word: &str, at: usize) -> bool {
        match word {
            PW => self.is_option_or_word(at),
            KEY => self.is_key(at),
            _ => true,
        }
    }

    /// Whether `pw` at byte `at` is a word, or begins or ends as options do.
    fn is_option_or_word(&self, at: usize) -> bool {
        let byte = |at: Option<usize>| at.and_then(|at| self.0.get(at)).copied();
        let is_part = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let (before, behind) = (byte(at.checked_sub(1)), byte(Some(at + PW.len())));
        before == Some(b'-') || behind == Some(b'd') || !is_part(before) && !is_part(behind)
    }

    /// Whether `key` at byte `at` stands behind a name of which it is part.
    fn is_key(&self, at: usize) -> bool {
        let before = &self.0[..at];
        let is_behind = |before: &[u8]| KEYS.iter().any(|key| before.ends_with(key));
        let apart = before.split_last().filter(|(parting, _)| **parting != b'\n').map(|(_, before)| before);
        is_behind(before) || apart.is_some_and(is_behind)
    }
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
