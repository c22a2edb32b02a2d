//! Names that nobody has: as long as the ones that they stand for, the same for the same one.

use std::collections::{HashMap, HashSet};

const CONSONANTS: &[u8] = b"bdfgklmnprstvz";
const VOWELS: &[u8] = b"aeiou";
const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz";
/// One name is so far from the next that they differ at a glance; a prime that divides no number of names, so that none comes twice.
const STEP: usize = 104_729;
/// Names of a length that are tried before one is given twice.
const TRIES: usize = 20_000;

/// The names that were coined.
#[derive(Debug, Default)]
pub(super) struct Coined {
    /// By the word in lower case.
    names: HashMap<String, String>,
    taken: HashSet<String>,
    /// How many were coined of each length.
    counts: HashMap<usize, usize>,
}

impl Coined {
    /// The name that stands for `word` (in lower case); one that `is_known` is never coined.
    pub(super) fn name(&mut self, word: &str, is_known: impl Fn(&str) -> bool) -> &str {
        if !self.names.contains_key(word) {
            let name = self.coin(word, is_known);
            self.taken.insert(name.clone());
            self.names.insert(word.to_owned(), name);
        }
        &self.names[word]
    }

    fn coin(&mut self, word: &str, is_known: impl Fn(&str) -> bool) -> String {
        let length = word.chars().count();
        let count = self.counts.entry(length).or_default();
        let mut name = spoken(*count, length);
        // A length of which all are given is not looked through again: from then on names come twice.
        let tries = if *count < all(length) { TRIES } else { 1 };
        for _ in 0..tries {
            name = spoken(*count, length);
            *count += 1;
            if !is_known(&name) && !self.taken.contains(&name) && name != word {
                break;
            }
        }
        name
    }
}

/// How many names there are of that length, and no more than are ever wanted.
fn all(length: usize) -> usize {
    ALPHABET.len().saturating_pow(u32::try_from(length).unwrap_or(u32::MAX)).min(1 << 30)
}

/// Name `number` of that length, one that can be spoken while there are any.
fn spoken(number: usize, length: usize) -> String {
    let letters = |at: usize| if at.is_multiple_of(2) { CONSONANTS } else { VOWELS };
    // Of more letters nobody needs all names.
    let count = (0..length.min(12)).fold(1, |count: usize, at| count * letters(at).len());
    if number < count {
        // So that names of another length begin otherwise.
        return spelled((number + 1 + length).wrapping_mul(STEP) % count, length, letters);
    }
    spelled(number - count, length, |_| ALPHABET)
}

fn spelled(number: usize, length: usize, letters: impl Fn(usize) -> &'static [u8]) -> String {
    let mut rest = number;
    let letter = |at: usize| {
        let letters = letters(at);
        let letter = letters[rest % letters.len()];
        rest /= letters.len();
        char::from(letter)
    };
    (0..length).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Coined;

    #[test]
    fn names_are_as_long_and_told_apart() {
        let mut coined = Coined::default();
        for (length, count) in [(2, 100), (3, 300), (9, 300)] {
            let words = (0..count).map(|n| format!("{n:0length$}"));
            let names: HashSet<String> = words.map(|word| coined.name(&word, |_| false).to_owned()).collect();
            assert_eq!(names.len(), count);
            assert!(names.iter().all(|name| name.len() == length), "{names:?}");
        }
        let first = coined.name("tweed", |_| false).to_owned();
        assert_eq!(coined.name("tweed", |_| false), first);
        assert!(!coined.name("clyde", |name| !name.starts_with('z')).starts_with('b'));
    }
}
