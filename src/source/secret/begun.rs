//! Where a sign of a secret may begin in a text of ASCII: a cheap question asked of every byte, so that few lines are looked at.
//!
//! The words of the signs, without regard to case, by two letters of each that are rare in what ONTAP prints.

/// The words, and how many bytes before their rare letters they begin.
const WORDS: [(&[u8], usize); 13] = [
    (b"pas", 0),
    (b"pwd", 0),
    (b"-pw", 1),
    (b"kennw", 2),
    (b"contrase", 3),
    (b"secret", 2),
    (b"psk", 0),
    (b"token", 1),
    (b"communi", 2),
    (b"authoriz", 6),
    (b"curl", 2),
    (b"smbclient", 1),
    (b"mot de p", 1),
];

/// What stands before `key`, maybe with a character between.
const KEYS: [&[u8]; 3] = [b"api", b"ate", b"red"];

/// The rare letters, in small ones; `ey` and `:/` are those of `key` and `://`.
const RARE: [(u8, u8); 14] = [
    (b'p', b'a'),
    (b'p', b'w'),
    (b'n', b'n'),
    (b't', b'r'),
    (b'c', b'r'),
    (b'p', b's'),
    (b'o', b'k'),
    (b'm', b'm'),
    (b'i', b'z'),
    (b'r', b'l'),
    (b'm', b'b'),
    (b'o', b't'),
    (b'e', b'y'),
    (b':', b'/'),
];

// No word is without its own.
const _: () = {
    let mut at = 0;
    while at < WORDS.len() {
        let (word, before) = WORDS[at];
        let mut own = 0;
        while RARE[own].0 != word[before] || RARE[own].1 != word[before + 1] {
            own += 1;
        }
        at += 1;
    }
};

/// Bytes that are looked at together, as many as processors compare at once.
const AT_ONCE: usize = 64;

/// A place in the first line behind byte `from` that may hold a sign.
pub(super) fn find(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from + 1;
    while at < text.len() {
        let end = (at + AT_ONCE).min(text.len());
        let is_worth = match (text[at - 1..end - 1].first_chunk(), text[at..end].first_chunk()) {
            (Some(firsts), Some(seconds)) => may_hold(firsts, seconds),
            _ => true,
        };
        let is_sign = |at: &usize| is_rare(text[at - 1], text[*at]) && begins(text, at - 1);
        if is_worth && let Some(found) = (at..end).find(is_sign) {
            return Some(found);
        }
        at = end;
    }
    None
}

/// Whether rare letters are among these, each with the one behind it. Without a branch, so that all are compared at once.
fn may_hold(firsts: &[u8; AT_ONCE], seconds: &[u8; AT_ONCE]) -> bool {
    let (firsts, seconds) = (firsts.map(|byte| byte | SMALL), seconds.map(|byte| byte | SMALL));
    let mut found = [0_u8; AT_ONCE];
    for (own, behind) in RARE {
        for ((found, first), second) in found.iter_mut().zip(&firsts).zip(&seconds) {
            *found |= u8::from(*first == own) & u8::from(*second == behind);
        }
    }
    found.iter().fold(0, |all, one| all | one) != 0
}

/// The bit by which a small letter differs from its capital; `:` and `/` have it.
const SMALL: u8 = 0x20;

fn is_rare(first: u8, second: u8) -> bool {
    RARE.contains(&(first | SMALL, second | SMALL))
}

/// Whether the rare letters at byte `at` are a word's.
fn begins(text: &[u8], at: usize) -> bool {
    let is_at = |start: Option<usize>, word: &[u8]| {
        let own = start.and_then(|start| text.get(start..start + word.len()));
        own.is_some_and(|own| own.eq_ignore_ascii_case(word))
    };
    let is_part = |at: Option<usize>| {
        let byte = at.and_then(|at| text.get(at));
        byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
    };
    let is_word = is_at(Some(at), b"pw") && !is_part(at.checked_sub(1)) && !is_part(Some(at + 2));
    let is_key = || {
        let behind = |gap: usize| KEYS.iter().any(|key| is_at(at.checked_sub(4 + gap), key));
        is_at(at.checked_sub(1), b"key") && (behind(0) || behind(1) && text[at - 2] != b'\n')
    };
    WORDS.iter().any(|(word, before)| is_at(at.checked_sub(*before), word))
        || is_word
        || is_key()
        || is_at(Some(at), b"://")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{BEGUN, around};
    use super::find;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn the_same_lines_are_found_as_by_the_expression(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "p", "a", "s", "P", "w", "d", "-", "k", "ken", "nw", "contr", "ase", "sec", "ret", "TOK", "en", "com",
                "muni", "author", "iz", "api", "ate", "red", "key", "cu", "rl", ":/", "/", "smb", "client", "mot", " de ",
                " ", "\n", "_", "x", ".",
            ]), 0..48)
        ) {
            let text = parts.concat();
            let by_expression = BEGUN.as_ref().and_then(|begun| begun.find(text.as_bytes())).map(|found| found.start());
            let line = |at: Option<usize>| at.map(|at| around(&text, at));
            prop_assert_eq!(line(find(text.as_bytes(), 0)), line(by_expression), "{:?}", text);
        }
    }
}
