//! A paste that can be shown to others: names, addresses, serial numbers and passwords are replaced, the same one by the same one, and
//! every character keeps its place, so that what is read wrongly is read wrongly still.
//!
//! A word stays only where it is known to be nobody's name: ONTAP's own, the trade's, common English. Whatever
//! else has letters is replaced, in prose too, for a name may stand anywhere. Words of one letter and numbers of up to four digits
//! (of two behind a word) stay, and so do dates.

mod addresses;
mod coined;
mod comparison;
mod digits;
mod verbatim;
mod vocabulary;

use std::collections::{BTreeMap, HashSet};

use crate::source::{self, is_unseen};
use crate::table::Definition;

use addresses::Addresses;
use coined::Coined;
use digits::Digits;
use verbatim::Writing;
use vocabulary::Vocabulary;

pub use comparison::{Comparison, compared};

/// What stands for what, over all texts that are redacted together.
#[derive(Debug)]
pub struct Redaction {
    vocabulary: Vocabulary,
    addresses: Addresses,
    names: Coined,
    digits: Digits,
    /// Names that at the begin of a line could be the rest of a word of ONTAP's, and stand elsewhere too.
    named: HashSet<String>,
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
            named: HashSet::new(),
            replaced: BTreeMap::new(),
        }
    }

    /// Looks through a text for names, before any of those is redacted that belong together: what is a name in one place is one in all.
    pub fn heed(&mut self, bytes: Vec<u8>) {
        self.heed_text(&source::redacted(bytes));
    }

    fn heed_text(&mut self, text: &str) {
        let words = |line: &str| -> Vec<String> {
            line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
        };
        for word in text.lines().flat_map(|line| words(line).into_iter().skip(1)) {
            for run in std::iter::once(word.as_str()).chain(runs(&word)).filter(|run| !is_number(run)) {
                if self.vocabulary.knows(run, true) && !self.vocabulary.knows(run, false) {
                    self.named.insert(run.to_owned());
                }
            }
        }
    }

    /// Whether a word in small letters is known to be nobody's name.
    fn knows(&self, word: &str, is_first: bool) -> bool {
        self.vocabulary.knows(word, is_first && !self.named.contains(word))
    }

    /// The text of `bytes` in whatever encoding, passwords masked, with everything replaced that may be somebody's.
    pub fn text(&mut self, bytes: Vec<u8>) -> String {
        let text = source::redacted(bytes);
        self.heed_text(&text);
        let writing = Writing::of(&text);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            at += match writing.verbatim(rest) {
                Some(length) => copied(&mut out, rest, length),
                None => self.next(&mut out, (&text[..at], rest)),
            };
        }
        out
    }

    /// Takes an address, a number in groups, a word or a character from the beginning of `rest`; how many bytes that were.
    fn next(&mut self, out: &mut String, (before, rest): (&str, &str)) -> usize {
        if let Some(found) = addresses::found(before, rest) {
            let address = &rest[..found.length];
            let shown = self.addresses.replaced(address, found);
            self.note(address, &shown);
            out.push_str(&shown);
            return found.length;
        }
        if let Some(length) = digits::grouped(rest).filter(|_| !before.ends_with(['-', '.', ':'])) {
            self.number(out, &rest[..length]);
            return length;
        }
        // Characters that nobody sees may stand in a name.
        let length = rest.find(|c: char| !c.is_alphanumeric() && !is_hidden(c)).unwrap_or(rest.len());
        if length == 0 {
            return copied(out, rest, rest.chars().next().map_or(1, char::len_utf8));
        }
        let length = length - glued_address(before, rest, length);
        self.word(out, &rest[..length]);
        length
    }

    /// A word of letters and digits.
    fn word(&mut self, out: &mut String, word: &str) {
        let is_first = !out.rsplit('\n').next().unwrap_or_default().contains(char::is_alphanumeric);
        let seen: String = word.chars().filter(|c| !is_hidden(*c)).collect();
        let lower = seen.to_lowercase();
        let mut shown = String::new();
        if self.knows(&lower, is_first) || digits::is_date(&seen) {
            shown.push_str(&seen);
        } else if digits::is_serial(&seen) {
            self.number(&mut shown, &seen);
        } else {
            let most = most_digits(&seen, |run| self.knows(run, is_first));
            runs(&seen).for_each(|run| self.run(&mut shown, run, is_first, most));
        }
        let mut shown = shown.chars();
        out.extend(word.chars().filter_map(|c| if is_hidden(c) { Some(c) } else { shown.next() }));
    }

    /// Letters alone, or digits alone, of a word; of digits as many as `most` stay.
    fn run(&mut self, out: &mut String, run: &str, is_first: bool, most: usize) {
        let lower = run.to_lowercase();
        if is_number(run) && run.len() > most {
            return self.number(out, run);
        }
        if is_number(run) || self.knows(&lower, is_first) {
            out.push_str(run);
            return;
        }
        let (vocabulary, is_wide) = (&self.vocabulary, lower.contains(is_wide));
        let shown = like(self.names.name(&lower, |name| !is_wide && vocabulary.knows(name, false)), run);
        self.note(&lower, &shown.to_lowercase());
        out.push_str(&shown);
    }

    fn number(&mut self, out: &mut String, number: &str) {
        let shown = like(self.digits.word(number), number);
        self.note(&number.to_lowercase(), &shown.to_lowercase());
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

/// Characters that nobody sees and that end no word.
fn is_hidden(c: char) -> bool {
    is_unseen(c) && !c.is_control()
}

/// Bytes at the end of the word that begin an address: `lif192.0.2.7`.
fn glued_address(before: &str, rest: &str, length: usize) -> usize {
    let word = &rest[..length];
    let digits = length - word.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let at = length - digits;
    let is_address = (1..4).contains(&digits) && at > 0 && addresses::found(before, &rest[at..]).is_some();
    if is_address { digits } else { 0 }
}

/// Kinds of hardware, and forms, whose numbers have three digits and more.
const KINDS: [&str; 20] = [
    "fas", "aff", "asa", "ult", "dlt", "sdlt", "ts", "sha", "lto", "utf", "cp", "iso", "rfc", "tl", "vxa", "ds", "hh",
    "td", "windows", "x",
];

/// How many digits of the word stay: a number alone may be a size or a year, a known word with three digits may be a password.
fn most_digits(word: &str, knows: impl Fn(&str) -> bool) -> usize {
    let letters: Vec<String> = runs(word).filter(|run| !is_number(run)).map(str::to_lowercase).collect();
    let is_kind = |word: &String| KINDS.contains(&word.as_str());
    match letters.as_slice() {
        [] => 4,
        all if all.iter().all(is_kind) => 4,
        [one] if one.len() == 1 && knows(one) => 3,
        _ => 2,
    }
}

/// The invented word in the capitals and the widths of the one that it stands for.
fn like(shown: &str, word: &str) -> String {
    let one = |(shown, original): (char, char)| match original {
        _ if is_wide(original) => wide(shown),
        _ if original.is_uppercase() => shown.to_ascii_uppercase(),
        _ => shown,
    };
    shown.chars().zip(word.chars()).map(one).collect()
}

/// Characters that take two columns of a terminal (Unicode, East Asian Width).
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

/// The letter as one of those that take two columns.
fn wide(letter: char) -> char {
    let at = u32::from(letter) + 0xff41 - u32::from('a');
    if letter.is_ascii_lowercase() { char::from_u32(at).unwrap_or(letter) } else { letter }
}
