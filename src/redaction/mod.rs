//! A paste that can be shown to others: names, addresses, serial numbers and passwords are replaced, the same one by the same one, and
//! every character keeps its place, so that what is read wrongly is read wrongly still.
//!
//! A word stays only where it is known to be nobody's name: ONTAP's own ([`Vocabulary`]), the trade's, common English. Whatever
//! else has letters is replaced, in prose too, for a name may stand anywhere. Words of one letter and numbers of up to four digits
//! stay, and so do dates.

mod addresses;
mod coined;
mod comparison;
mod digits;
mod verbatim;
mod vocabulary;

use std::collections::BTreeMap;

use crate::source;
use crate::table::Definition;

use addresses::Addresses;
use coined::Coined;
use digits::Digits;
use vocabulary::Vocabulary;

pub use comparison::{Comparison, compared};

/// What stands for what, over all texts that are redacted together.
#[derive(Debug)]
pub struct Redaction {
    vocabulary: Vocabulary,
    addresses: Addresses,
    names: Coined,
    digits: Digits,
    /// Words, numbers and addresses as they stood, with what stands there now.
    replaced: BTreeMap<String, String>,
}

impl Redaction {
    /// Nothing is replaced yet. `tables` tell ONTAP's own words.
    pub fn new(tables: &[Definition]) -> Self {
        Self {
            vocabulary: Vocabulary::of(tables),
            addresses: Addresses::default(),
            names: Coined::default(),
            digits: Digits::default(),
            replaced: BTreeMap::new(),
        }
    }

    /// The text of `bytes` in whatever encoding, passwords masked, with everything replaced that may be somebody's.
    pub fn text(&mut self, bytes: Vec<u8>) -> String {
        let text = source::redacted(bytes);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            at += match verbatim::length(rest) {
                Some(length) => copied(&mut out, rest, length),
                None => self.next(&mut out, rest),
            };
        }
        out
    }

    /// Takes an address, a word or a character from the beginning of `rest`; how many bytes that were.
    fn next(&mut self, out: &mut String, rest: &str) -> usize {
        if let Some(found) = addresses::found(rest).filter(|_| !out.ends_with(['.', ':']) || out.ends_with("::")) {
            let address = &rest[..found.length];
            let shown = self.addresses.replaced(address, found);
            self.note(address, &shown);
            out.push_str(&shown);
            return found.length;
        }
        let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        if length == 0 {
            return copied(out, rest, rest.chars().next().map_or(1, char::len_utf8));
        }
        self.word(out, &rest[..length]);
        length
    }

    /// A word of letters and digits.
    fn word(&mut self, out: &mut String, word: &str) {
        let lower = word.to_lowercase();
        if self.vocabulary.knows(&lower) || digits::is_date(word) {
            out.push_str(word);
        } else if digits::is_serial(word) {
            let shown = like(self.digits.word(word), word);
            self.note(&lower, &shown.to_lowercase());
            out.push_str(&shown);
        } else {
            let is_all_known = runs(word).all(|run| is_number(run) || self.vocabulary.knows(&run.to_lowercase()));
            runs(word).for_each(|run| self.run(out, run, is_all_known));
        }
    }

    /// Letters alone, or digits alone, of a word.
    fn run(&mut self, out: &mut String, run: &str, is_all_known: bool) {
        let lower = run.to_lowercase();
        let is_kept = match is_number(run) {
            true => run.len() < if is_all_known { 5 } else { 3 },
            false => self.vocabulary.knows(&lower),
        };
        if is_kept {
            out.push_str(run);
            return;
        }
        let vocabulary = &self.vocabulary;
        let shown = match is_number(run) {
            true => self.digits.word(run),
            false => self.names.name(&lower, |name| vocabulary.knows(name)),
        };
        let shown = like(shown, run);
        self.note(&lower, &shown.to_lowercase());
        out.push_str(&shown);
    }

    fn note(&mut self, from: &str, to: &str) {
        if from != to && !self.replaced.contains_key(from) {
            self.replaced.insert(from.to_owned(), to.to_owned());
        }
    }

    /// Words, numbers and addresses as they stood (words in lower case), with what stands there now.
    pub fn replaced(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        self.replaced.iter().map(|(from, to)| (from.as_str(), to.as_str()))
    }
}

fn copied(out: &mut String, rest: &str, length: usize) -> usize {
    out.push_str(&rest[..length]);
    length
}

fn is_number(run: &str) -> bool {
    run.starts_with(char::is_numeric)
}

/// The runs of letters and of digits of a word.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        let is_first_digit = rest.chars().next()?.is_numeric();
        let end = rest.find(|c: char| c.is_numeric() != is_first_digit).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        Some(run)
    })
}

/// The invented word in the capitals and the widths of the one that it stands for.
fn like(shown: &str, word: &str) -> String {
    let one = |(shown, original): (char, char)| match original {
        // Characters of East Asia take two columns of a terminal.
        '\u{1100}'.. => '文',
        _ if original.is_uppercase() => shown.to_ascii_uppercase(),
        _ => shown,
    };
    shown.chars().zip(word.chars()).map(one).collect()
}
