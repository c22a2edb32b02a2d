//! `[fix]`, or several `[[fix]]`: how to mend a failure, chosen by what was seen.

use super::condition_file::{check_column, check_names, conditions};
use super::reads::Read;
use super::template::placeholders;
use super::vocabulary::{Entity, Vocabulary};
use super::{BUILTIN_WORDS, Check, Condition, Fix, OtherRows, PARAMETERS, Query, Test};
use crate::fault::{Faults, Section, Text, advice};

const KEYS: [&str; 9] = ["where", "when", "each", "on", "not-on", "commands", "verify", "undo", "note"];

/// What the fixes of a file are measured by.
pub(super) struct FixReader<'r, 's, 't> {
    pub(super) root: &'r Section<'s, 't>,
    pub(super) faults: &'s Faults<'t>,
    pub(super) vocabulary: &'r Vocabulary<'r>,
    pub(super) check: &'r Check,
    /// Entity of the judged rows; `None` for a builtin and where its name is wrong.
    pub(super) entity: Option<&'r Entity<'r>>,
    /// Entities and columns that a builtin reads: its sentences may speak of those columns.
    pub(super) reads: &'r [Read],
}

impl<'r> FixReader<'r, '_, '_> {
    /// The fixes in their order. The last one is for all that no other fits, and no other is.
    pub(super) fn fixes(&self) -> Vec<Fix> {
        let sections = self.root.one_or_more_sections("fix", &KEYS);
        for (at, section) in sections.iter().enumerate() {
            let is_last = at + 1 == sections.len();
            let is_bound = section.has("when") || section.has("each");
            if is_last && is_bound {
                let help = "expected a last `[[fix]]` without `when` and `each`, for what no other one fits";
                self.faults.add(section.span(), "the last `[[fix]]` has a condition", help);
            } else if !is_last && !is_bound {
                let help = "give it a `when`, or let it be the last one";
                self.faults.add(section.span(), "no `[[fix]]` behind this one can ever count", help);
            }
            if section.has("where") && !is_bound {
                let message = "`where` says nothing without `when` or `each`";
                self.faults.add(section.key_span("where"), message, "take it away");
            }
        }
        sections.iter().map(|section| self.fix(section)).collect()
    }

    fn fix(&self, section: &Section) -> Fix {
        let of = self.other_rows(section);
        let theirs = of.as_ref().and_then(|rows| self.vocabulary.entity(&rows.entity));
        let template = |text: Option<Text>| self.template(text, theirs);
        let fix = Fix {
            told: section.text("where").map(|text| text.value).unwrap_or_default(),
            when: if of.is_some() { conditions(section, "when", theirs, self.faults) } else { self.when(section) },
            commands: section.texts("commands").into_iter().filter_map(|text| template(Some(text))).collect(),
            verify: template(section.text("verify")),
            undo: template(section.text("undo")),
            note: template(section.text("note")).unwrap_or_default(),
            reads: Vec::new(),
            of,
        };
        if !section.has("commands") && !section.has("note") {
            section.missing("commands", "expected `commands`, or a `note` where no command can mend it");
        }
        Fix { reads: self.read(&fix, theirs), ..fix }
    }

    /// `each`, `on` and `not-on`: the rows of another entity that the fix is about.
    fn other_rows(&self, section: &Section) -> Option<OtherRows> {
        let Some(each) = section.text("each") else {
            for key in ["on", "not-on"].into_iter().filter(|key| section.has(key)) {
                self.faults.add(section.key_span(key), format!("`{key}` says nothing without `each`"), "take it away");
            }
            return None;
        };
        let theirs = self.vocabulary.entity(&each.value);
        if theirs.is_none() {
            let help = advice(&each.value, self.vocabulary.names());
            self.faults.add_text(&each, format!("unknown entity `{}`", each.value), help);
        }
        let pairs = |key| {
            let pairs = section.pairs(key).unwrap_or_default();
            let checked = pairs.into_iter().map(|(their, our): (Text, Text)| {
                check_column(&their, theirs, self.faults);
                check_column(&our, self.entity, self.faults);
                (their.value, our.value)
            });
            checked.collect()
        };
        Some(OtherRows { on: pairs("on"), not_on: pairs("not-on"), entity: each.value })
    }

    /// Conditions on the judged row, or on the words that a builtin gives.
    fn when(&self, section: &Section) -> Vec<Condition> {
        let when = conditions(section, "when", self.entity, self.faults);
        let Check::Builtin(builtin) = self.check else { return when };
        for name in section.names("when").unwrap_or_default() {
            let known: Vec<&str> = self.builtin_words(builtin).collect();
            if !known.contains(&name.value.as_str()) {
                let help = advice(&name.value, known);
                self.faults.add_text(&name, format!("`{builtin}` gives no word `{}`", name.value), help);
            } else if !section.is_table("when", &name.value)
                && let Some(text) = section.entry_text("when", &name.value)
            {
                self.check_words(builtin, &name.value, &text);
            }
        }
        when
    }

    fn builtin_words<'b>(&'b self, builtin: &'b str) -> impl Iterator<Item = &'b str> {
        let own = BUILTIN_WORDS.iter().filter(move |(of, ..)| *of == builtin).map(|(_, word, _)| *word);
        own.chain(self.reads.iter().map(|(_, column)| column.as_str()))
    }

    /// A word that a builtin chooses from a few is one of those.
    fn check_words(&self, builtin: &str, name: &str, text: &Text) {
        let values =
            BUILTIN_WORDS.iter().find(|(of, word, _)| *of == builtin && *word == name).map(|(.., values)| *values);
        let (Some(values), Ok(query)) = (values.filter(|values| !values.is_empty()), Query::parse(&text.value)) else {
            return;
        };
        for word in query.words().iter().filter(|word| !word.pattern && !values.contains(&word.text.as_ref())) {
            let message = format!("unknown word `{}` for `{name}`", word.text);
            let help = advice(&word.text, values.iter().copied());
            self.faults.add_within(text, word.offset..word.offset + word.length, message, help);
        }
    }

    /// A text whose names in braces are columns or parameters.
    fn template(&self, text: Option<Text>, theirs: Option<&Entity>) -> Option<String> {
        let text = text?;
        let is_builtin = matches!(self.check, Check::Builtin(_));
        let ours = self.entity;
        let has = |entity: Option<&Entity>, name: &str| entity.is_some_and(|entity| entity.has(name));
        let is_column = |name: &str| ours.is_none() || has(ours, name) || has(theirs, name);
        let known = |name: &str| is_builtin || is_column(name) || name == "count" || PARAMETERS.contains(&name);
        let columns = || ours.into_iter().chain(theirs).flat_map(|entity| entity.columns());
        let all = || columns().chain(PARAMETERS.iter().copied()).collect();
        check_names(&text, self.faults, "column", &known, &all);
        Some(text.value)
    }

    /// The columns that choose the fix and fill its texts.
    fn read(&self, fix: &Fix, theirs: Option<&Entity>) -> Vec<Read> {
        let Check::Rows(check) = self.check else { return Vec::new() };
        let of = |entity: &str, column: &str| (entity.to_owned(), column.to_owned());
        let texts = fix.commands.iter().chain(&fix.verify).chain(&fix.undo).chain([&fix.note]);
        let names: Vec<String> =
            texts.flat_map(|text| placeholders(text).unwrap_or_default()).map(|found| found.name).collect();
        let other = fix.of.as_ref().map_or("", |rows| rows.entity.as_str());
        let reads = names.iter().filter_map(|name| {
            let is_theirs = theirs.is_some_and(|entity| entity.has(name));
            let is_ours = self.entity.is_some_and(|entity| entity.has(name));
            if is_theirs { Some(of(other, name)) } else { is_ours.then(|| of(&check.each, name)) }
        });
        let judged = if other.is_empty() { check.each.as_str() } else { other };
        let chosen = fix.when.iter().map(|condition| of(judged, &condition.column));
        let pairs = fix.of.iter().flat_map(|rows| rows.on.iter().chain(&rows.not_on));
        reads.chain(chosen).chain(pairs.map(|(their, _)| of(other, their))).collect()
    }
}

impl Condition {
    /// The condition as a rule file says it: `status-admin = "down"`.
    pub fn told(&self) -> String {
        let list = |words: &[String]| words.join(", ");
        match &self.test {
            Test::Query(query) => format!("{} = {query}", self.column),
            Test::List { holds, within: Some(within) } if holds == within => {
                format!("{} is exactly {}", self.column, list(holds))
            }
            Test::List { holds, within: Some(within) } if holds.is_empty() => {
                format!("{} is within {}", self.column, list(within))
            }
            Test::List { holds, .. } => format!("{} holds {}", self.column, list(holds)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::BUILTIN_WORDS;
    use crate::rule::rule_file::is_kebab;

    #[test]
    fn the_words_of_builtins_belong_to_builtins() {
        for (builtin, word, values) in BUILTIN_WORDS {
            assert!(crate::rule::BUILTINS.contains(builtin), "{builtin}");
            assert!(is_kebab(word) && values.iter().all(|value| is_kebab(value)), "{word}");
        }
    }
}
