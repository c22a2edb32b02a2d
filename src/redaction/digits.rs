//! Serial numbers and the like: letters and digits mixed, groups of them with hyphens, or more digits than a size or a port has.

use std::collections::{HashMap, HashSet};

/// What stands for numbers, and for words of letters and digits.
#[derive(Debug, Default)]
pub(super) struct Digits {
    shown: HashMap<String, String>,
    /// How many were replaced of each shape.
    counts: HashMap<String, usize>,
    taken: HashSet<String>,
}

impl Digits {
    /// What stands for `word`: a digit for a digit, a letter for a letter, of hexadecimal ones where there are no others. What is
    /// neither stays.
    pub(super) fn word(&mut self, word: &str) -> &str {
        let key = word.to_lowercase();
        if !self.shown.contains_key(&key) {
            let shown = self.coined(&key);
            self.taken.insert(shown.clone());
            self.shown.insert(key.clone(), shown);
        }
        &self.shown[&key]
    }

    fn coined(&mut self, key: &str) -> String {
        let is_hexadecimal = key.chars().filter(|c| c.is_alphanumeric()).all(|c| c.is_ascii_hexdigit());
        let kind = |c: char| if c.is_numeric() { '0' } else { 'a' };
        let shape: String = key.chars().map(|c| if c.is_alphanumeric() { kind(c) } else { c }).collect();
        let count = self.counts.entry(shape).or_insert(0);
        let mut shown = String::new();
        // Where all of a shape are given, one is given twice.
        for _ in 0..1000 {
            *count += 1;
            shown = filled(key, *count, is_hexadecimal);
            if shown != key && !self.taken.contains(&shown) {
                break;
            }
        }
        shown
    }
}

/// The number written over the letters and digits of the word, from its end.
fn filled(word: &str, number: usize, is_hexadecimal: bool) -> String {
    let mut rest = number;
    let mut shown: Vec<char> = word.chars().collect();
    for character in shown.iter_mut().rev().filter(|character| character.is_alphanumeric()) {
        let (first, count) =
            if character.is_numeric() { (b'0', 10) } else { (b'a', if is_hexadecimal { 6 } else { 26 }) };
        *character = char::from(first + u8::try_from(rest % count).unwrap_or_default());
        rest /= count;
    }
    // A long number that begins with a zero is written without it somewhere.
    if shown.len() > 4 && shown.iter().all(|c| c.is_ascii_digit()) {
        shown[0] = '9';
    }
    shown.into_iter().collect()
}

/// Length in bytes of a number with which the text begins that is no word: a key in groups, an identifier, an address of Ethernet with
/// hyphens or dots, a telephone number.
pub(super) fn grouped(text: &str) -> Option<usize> {
    if text.starts_with('+') {
        return telephone(text);
    }
    let end = text.char_indices().take(80).find(|(_, c)| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.'));
    let token = text[..end.map_or(text.len().min(80), |(at, _)| at)].trim_end_matches(['-', '.']);
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let dotted: Vec<&str> = token.split('.').collect();
    if dotted.len() == 3 && dotted.iter().all(|part| part.len() == 4 && is_hex(part)) {
        return Some(token.len());
    }
    let token = token.split('.').next().unwrap_or_default();
    let parts: Vec<&str> = token.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let has_digit = |part: &&&str| part.bytes().any(|byte| byte.is_ascii_digit());
    let is_wire = matches!(parts.len(), 6 | 8) && parts.iter().all(|part| part.len() == 2 && is_hex(part));
    let is_identifier = lengths == [8, 4, 4, 4, 12] && parts.iter().all(|part| is_hex(part));
    let is_key = parts.len() > 2
        && lengths.iter().all(|length| (4..9).contains(length))
        && parts.iter().filter(has_digit).count() > 1;
    (is_wire || is_identifier || is_key).then_some(token.len())
}

/// `+49 89 1234 5678`
fn telephone(text: &str) -> Option<usize> {
    let end = text[1..].find(|c: char| !c.is_ascii_digit() && !" ()/-".contains(c)).map_or(text.len(), |at| at + 1);
    let number = text[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    ((7..16).contains(&digits) && !number.contains("   ")).then_some(number.len())
}

/// Whether it is more than a name with a number behind: letters and digits change more than once.
pub(super) fn is_serial(word: &str) -> bool {
    let kinds: Vec<bool> = word.chars().map(char::is_numeric).collect();
    let changes = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
    kinds.len() > 3 && changes > 1 && !is_time(word) && !is_form(word)
}

/// What ONTAP mixes letters and digits in: ports (`e10a`), devices (`11L1`), releases (`1P4`), durations (`5d16h`), models of drives.
fn is_form(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let shape: String = lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let parts: Vec<&str> = shape.split('0').filter(|part| !part.is_empty()).collect();
    let is_port = shape.len() < 6 && shape.starts_with(['e', 'a']) && parts.iter().all(|part| part.len() == 1);
    let is_device = shape.starts_with('0') && parts.iter().all(|part| ["l", "p", "rc", "x"].contains(part));
    let is_duration = shape.starts_with('0') && parts.iter().all(|part| ["d", "h", "m", "s"].contains(part));
    is_port
        || is_device
        || is_duration
        || lower.trim_start_matches('0').starts_with("3592")
        || lower.starts_with("t10000")
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
    use super::{Digits, grouped, is_serial};

    #[test]
    fn serial_numbers_keep_their_shape_and_are_never_themselves() {
        let mut digits = Digits::default();
        assert_eq!(digits.word("HU1204TYP7"), "aa0000aaa1");
        assert_eq!(digits.word("hu1204typ7"), "aa0000aaa1");
        assert_eq!(digits.word("HU1204TYP8"), "aa0000aaa2");
        assert_eq!(digits.word("4080000001"), "9000000001");
        assert_eq!(digits.word("9000000002"), "9000000003");
        assert_eq!(digits.word("5e3f7a9c"), "0a0a0a0b");
        assert_eq!(digits.word("00-50-56-be-12-34"), "00-00-00-aa-00-01");
        let all: std::collections::HashSet<String> =
            (0..999).map(|n| digits.word(&format!("{n:03}")).to_owned()).collect();
        assert!(all.len() > 990, "{}", all.len());
    }

    #[test]
    fn names_with_numbers_and_times_are_no_serial_numbers() {
        for (word, expected) in [
            ("HU1204TYP7", true),
            ("5e3f7a9c", true),
            ("1187e0", true),
            ("k32b", true),
            ("node01", false),
            ("e0a", false),
            ("e10a", false),
            ("a0a", false),
            ("11L1", false),
            ("20231115T033000Z", false),
            ("5d16h23m", false),
            ("1P4", false),
            ("3592E07", false),
        ] {
            assert_eq!(is_serial(word), expected, "{word}");
        }
    }

    #[test]
    fn numbers_in_groups_are_taken_whole() {
        for (text, expected) in [
            ("50-0a-09-80-86-57-f8-42 x", Some(23)),
            ("0050.56be.1234.", Some(14)),
            ("4e3b2a1c-9f8e-11ec-a1b2-d039ea0b1c2d", Some(36)),
            ("a1b2c-d3e4f-g5h6j-k7l8m", Some(23)),
            ("1234-5678-9012, x", Some(14)),
            ("+49 89 1234 5678 or", Some(16)),
            ("2023-11-15", None),
            ("node-prod-2023", None),
            ("broadcast-domain-wide", None),
            ("+ 12", None),
        ] {
            assert_eq!(grouped(text), expected, "{text}");
        }
    }
}
