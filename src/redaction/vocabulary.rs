//! The words that are nobody's names: of the tables (commands, fields, headings, labels, the words that columns print) and of a list
//! of the trade's and of common English ones.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use strsim::osa_distance;

use crate::table::{Definition, Kind};

/// Words of the trade, of mails and tickets, and common English: nobody is named so.
const COMMON: &str = include_str!("words.txt");

/// Words that stay.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// In lower case.
    words: HashSet<String>,
    /// Beginnings of words in languages that change their ends: `desactivad*`.
    stems: Vec<&'static str>,
    /// Those of the tables, of which people type the beginnings.
    own: BTreeSet<String>,
    /// Those of the tables from their ends, for ONTAP breaks words to fit a column.
    reversed: BTreeSet<String>,
    /// What was asked before.
    told: RefCell<HashMap<(String, bool), bool>>,
}

impl Vocabulary {
    /// The words of the tables, and the common ones.
    pub(super) fn of(tables: &[Definition]) -> Self {
        let mut own = BTreeSet::new();
        tables.iter().for_each(|table| texts(table, &mut |text| own.extend(words(text))));
        let reversed = own.iter().map(|word| word.chars().rev().collect()).collect();
        let stems = COMMON.split_whitespace().filter_map(|word| word.strip_suffix('*')).collect();
        let words = own.iter().cloned().chain(COMMON.split_whitespace().map(str::to_owned)).collect();
        Self { words, stems, own, reversed, told: RefCell::default() }
    }

    /// Whether the word stays: known as it is, as the beginning of a word of the tables, as two of them that lost the blank between
    /// them, or as one that is misspelt; where it begins a line (`is_first`) also as the end of one. `word` is in lower case.
    pub(super) fn knows(&self, word: &str, is_first: bool) -> bool {
        let key = (word.to_owned(), is_first);
        if let Some(told) = self.told.borrow().get(&key) {
            return *told;
        }
        let told = self.finds(word, is_first);
        self.told.borrow_mut().insert(key, told);
        told
    }

    fn finds(&self, word: &str, is_first: bool) -> bool {
        let mut characters = word.chars();
        let is_letter = characters.next().is_some_and(|c| c.is_ascii()) && characters.next().is_none();
        is_letter
            || self.words.contains(word)
            || self.stems.iter().any(|stem| word.starts_with(stem))
            || word.len() > 2 && self.is_part(word, is_first)
            || self.is_glued(word)
            || self.is_misspelt(word)
    }

    fn is_part(&self, word: &str, is_first: bool) -> bool {
        let backwards = || word.chars().rev().collect::<String>();
        begins(&self.own, word) || is_first && begins(&self.reversed, &backwards())
    }

    fn is_glued(&self, word: &str) -> bool {
        let parts = word.char_indices().map(|(at, _)| word.split_at(at));
        let is_own = |part: &str| part.len() > 2 && self.own.contains(part);
        parts.into_iter().any(|(first, second)| is_own(first) && is_own(second))
    }

    /// The reader forgives a letter, and what it forgives may be what somebody shows.
    fn is_misspelt(&self, word: &str) -> bool {
        let is_near =
            |own: &String| own.len() > 6 && own.len().abs_diff(word.len()) < 2 && osa_distance(own, word) == 1;
        word.len() > 6 && self.own.iter().any(is_near)
    }
}

/// Whether a word of the set begins so.
fn begins(set: &BTreeSet<String>, beginning: &str) -> bool {
    set.range(beginning.to_owned()..).next().is_some_and(|word| word.starts_with(beginning))
}

/// All texts of the table that ONTAP prints, or people type.
fn texts(table: &Definition, take: &mut dyn FnMut(&str)) {
    take(&table.command);
    take(&table.directory);
    table.changed_by.iter().for_each(|command| take(command));
    table.sentences.iter().for_each(|sentence| take(&sentence.text));
    for column in &table.columns {
        take(&column.name);
        column
            .splits
            .iter()
            .chain(&column.field)
            .chain(&column.words)
            .chain(&column.labels)
            .for_each(|text| take(text));
        column.headings.iter().flatten().for_each(|text| take(text));
        if let Kind::Enumeration { words, .. } = &column.kind {
            words.iter().for_each(|text| take(text));
        }
    }
}

/// The runs of letters, in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::Vocabulary;
    use crate::rule::Catalog;

    #[test]
    fn words_of_ontap_and_of_the_trade_stay_and_no_others() {
        let catalog = Catalog::embedded().unwrap();
        let vocabulary = Vocabulary::of(&catalog.tables);
        for known in [
            "vserver",
            "net",
            "intercluster",
            "cluster",
            "displayed",
            "ultrium",
            "thu",
            "x",
            "elegibility",
            "desactivado",
        ] {
            assert!(vocabulary.knows(known, false), "{known}");
        }
        for name in ["tweed", "acme", "jane", "contoso", "oslo", "filerx", "müller", "ute", "les", "王"] {
            assert!(!vocabulary.knows(name, false), "{name}");
        }
        assert!(vocabulary.knows("ibility", true), "the rest of a word that did not fit its column");
    }
}
