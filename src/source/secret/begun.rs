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

/// The rare letters.
const RARE: [u32; 32] = {
    let mut rare = [0; 32];
    let mut at = 0;
    while at < WORDS.len() {
        let (word, before) = WORDS[at];
        rare[class(word[before]) as usize] |= 1 << class(word[before + 1]);
        at += 1;
    }
    rare[class(b'p') as usize] |= 1 << class(b'w');
    rare[class(b'e') as usize] |= 1 << class(b'y');
    rare[class(b':') as usize] |= 1 << class(b'/');
    rare
};

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

/// A number below 32 for each letter and for the signs in [`RARE`]; 0 for all other bytes.
const fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => byte - b'a' + 1,
        b'A'..=b'Z' => byte - b'A' + 1,
        b':' => 27,
        b'/' => 28,
        b'-' => 29,
        _ => 0,
    }
}

/// A place in the first line behind byte `from` that may hold a sign.
pub(super) fn find(text: &[u8], from: usize) -> Option<usize> {
    let mut rare = 0_u32;
    for (at, byte) in text.iter().enumerate().skip(from) {
        let class = CLASSES[usize::from(*byte)];
        if rare >> class & 1 == 1 && begins(text, at - 1) {
            return Some(at);
        }
        rare = RARE[usize::from(class)];
    }
    None
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
            ]), 0..12)
        ) {
            let text = parts.concat();
            let by_expression = BEGUN.as_ref().and_then(|begun| begun.find(text.as_bytes())).map(|found| found.start());
            let line = |at: Option<usize>| at.map(|at| around(&text, at));
            prop_assert_eq!(line(find(text.as_bytes(), 0)), line(by_expression), "{:?}", text);
        }
    }
}
