//! The words that are nobody's names: of the tables (commands, fields, headings, labels, the words that columns print) and of a list
//! of the trade's and of common English ones.

use std::collections::{BTreeSet, HashSet};

use crate::table::{Definition, Kind};

/// Words of the trade, of mails and tickets, and common English: nobody is named so.
const COMMON: &str = include_str!("words.txt");

/// Words that stay.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// In lower case.
    words: HashSet<String>,
    /// Those of the tables, of which people type the beginnings.
    own: BTreeSet<String>,
    /// Those of the tables from their ends, for ONTAP breaks words to fit a column.
    reversed: BTreeSet<String>,
}

impl Vocabulary {
    /// The words of the tables, and the common ones.
    pub(super) fn of(tables: &[Definition]) -> Self {
        let mut own = BTreeSet::new();
        tables.iter().for_each(|table| texts(table, &mut |text| own.extend(words(text))));
        let reversed = own.iter().map(|word| word.chars().rev().collect()).collect();
        let words = own.iter().cloned().chain(COMMON.split_whitespace().map(str::to_owned)).collect();
        Self { words, own, reversed }
    }

    /// Whether the word stays: known as it is, as the beginning or the end of a word of the tables, or as two of them that lost
    /// the blank between them. `word` is in lower case.
    pub(super) fn knows(&self, word: &str) -> bool {
        let is_short = word.chars().nth(1).is_none();
        is_short || self.words.contains(word) || self.is_part(word) || self.is_glued(word)
    }

    fn is_part(&self, word: &str) -> bool {
        let backwards: String = word.chars().rev().collect();
        begins(&self.own, word) || begins(&self.reversed, &backwards)
    }

    fn is_glued(&self, word: &str) -> bool {
        let parts = word.char_indices().map(|(at, _)| word.split_at(at));
        let is_own = |part: &str| part.len() > 2 && self.own.contains(part);
        parts.into_iter().any(|(first, second)| is_own(first) && is_own(second))
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
        for known in
            ["vserver", "vs", "net", "intercluster", "cluster", "displayed", "wide", "de", "ultrium", "thu", "x"]
        {
            assert!(vocabulary.knows(known), "{known}");
        }
        for name in ["tweed", "acme", "jane", "contoso", "oslo", "filerx", "müller"] {
            assert!(!vocabulary.knows(name), "{name}");
        }
    }
}
