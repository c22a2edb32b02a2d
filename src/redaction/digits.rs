//! Serial numbers and the like: letters and digits mixed, or more digits than a size or a port has.

use std::collections::HashMap;

/// What stands for numbers, and for words of letters and digits.
#[derive(Debug, Default)]
pub(super) struct Digits {
    shown: HashMap<String, String>,
    /// How many were replaced of each shape.
    counts: HashMap<String, usize>,
}

impl Digits {
    /// What stands for `word`: a digit for a digit, a letter for a letter, of hexadecimal ones where there are no others.
    pub(super) fn word(&mut self, word: &str) -> &str {
        let key = word.to_lowercase();
        if !self.shown.contains_key(&key) {
            let is_hexadecimal = key.chars().all(|c| c.is_ascii_hexdigit());
            let shape: String = key.chars().map(|c| if c.is_numeric() { '0' } else { 'a' }).collect();
            let count = self.counts.entry(shape).or_insert(0);
            *count += 1;
            let shown = filled(&key, *count, is_hexadecimal);
            self.shown.insert(key.clone(), shown);
        }
        &self.shown[&key]
    }
}

/// The number written over the characters of the word, from its end.
fn filled(word: &str, number: usize, is_hexadecimal: bool) -> String {
    let mut rest = number;
    let mut shown: Vec<char> = word.chars().collect();
    for character in shown.iter_mut().rev() {
        let (first, count) =
            if character.is_numeric() { (b'0', 10) } else { (b'a', if is_hexadecimal { 6 } else { 26 }) };
        let digit = u8::try_from(rest % count).unwrap_or_default();
        *character = char::from(first + digit);
        rest /= count;
    }
    // A number that begins with a zero is written without it somewhere.
    if let Some(first) = shown.first_mut().filter(|first| **first == '0') {
        *first = '9';
    }
    shown.into_iter().collect()
}

/// Whether it is more than a name with a number behind: letters and digits change at least three times, twice in what is
/// hexadecimal.
pub(super) fn is_serial(word: &str) -> bool {
    let kinds: Vec<bool> = word.chars().map(char::is_numeric).collect();
    let changes = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    let fewest = if word.chars().all(|c| c.is_ascii_hexdigit()) { 2 } else { 3 };
    kinds.len() > 5 && changes >= fewest && !is_time(word)
}

/// `20231115T033000Z`
fn is_time(word: &str) -> bool {
    let (date, time) = word.split_once('T').unwrap_or_default();
    is_date(date) && time.trim_end_matches('Z').bytes().all(|byte| byte.is_ascii_digit())
}

/// `20231115`
pub(super) fn is_date(digits: &str) -> bool {
    let is_between = |from: usize, first: u8, last: u8| {
        digits.get(from..from + 2).and_then(|two| two.parse().ok()).is_some_and(|two: u8| (first..=last).contains(&two))
    };
    digits.len() == 8 && is_between(0, 19, 20) && is_between(4, 1, 12) && is_between(6, 1, 31)
}

#[cfg(test)]
mod tests {
    use super::{Digits, is_serial};

    #[test]
    fn serial_numbers_keep_their_shape() {
        let mut digits = Digits::default();
        assert_eq!(digits.word("HU1204TYP7"), "aa0000aaa1");
        assert_eq!(digits.word("hu1204typ7"), "aa0000aaa1");
        assert_eq!(digits.word("HU1204TYP8"), "aa0000aaa2");
        assert_eq!(digits.word("4080000001"), "9000000001");
        assert_eq!(digits.word("5e3f7a9c"), "9a0a0a0b");
    }

    #[test]
    fn names_with_numbers_and_times_are_no_serial_numbers() {
        for (word, expected) in [
            ("HU1204TYP7", true),
            ("5e3f7a9c", true),
            ("1187e0", true),
            ("node01", false),
            ("e0a", false),
            ("11L1", false),
            ("20231115T033000Z", false),
            ("1P4", false),
        ] {
            assert_eq!(is_serial(word), expected, "{word}");
        }
    }
}
