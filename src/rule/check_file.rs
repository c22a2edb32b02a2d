//! `[check]`: which rows, and what is claimed of them.

use super::condition_file::{check_column, conditions, query};
use super::rule_file::is_kebab;
use super::vocabulary::{Entity, Vocabulary};
use super::{BUILTINS, Check, Claim, RowCheck};
use crate::fault::{Faults, Section, Text, advice, listing};

const KEYS: [&str; 14] = [
    "each", "where", "expect", "some", "same", "has", "on", "with", "count", "distinct", "subject", "none", "builtin",
    "reads",
];
const FORMS: [&str; 5] = ["expect", "some", "same", "has", "builtin"];
const OF_HAS: [&str; 4] = ["on", "with", "count", "distinct"];
const OF_ROWS: [&str; 4] = ["each", "where", "subject", "none"];

/// A check with what the rest of the file is measured by.
pub(super) struct Checked<'v> {
    pub(super) check: Check,
    /// Entity of its rows; `None` for a builtin and where its name is wrong.
    pub(super) entity: Option<&'v Entity<'v>>,
    /// Names of its subject; `None` where only a function knows them.
    pub(super) subject: Option<Vec<String>>,
    /// Entities and columns that a builtin reads.
    pub(super) reads: Vec<(String, String)>,
}

impl Checked<'_> {
    fn builtin(name: String, reads: Vec<(String, String)>) -> Self {
        Self { check: Check::Builtin(name), entity: None, subject: None, reads }
    }
}

/// Reads `[check]`.
pub(super) fn checked<'v>(root: &Section, vocabulary: &'v Vocabulary<'v>, faults: &Faults) -> Checked<'v> {
    let Some(section) = root.section("check", &KEYS) else {
        if !root.has("check") {
            root.missing("check", "expected `[check]` with a claim");
        }
        return Checked::builtin(String::new(), Vec::new());
    };
    let reader = CheckReader { section, vocabulary, faults };
    reader.one_claim();
    if reader.section.has("builtin") { reader.builtin() } else { reader.rows() }
}

struct CheckReader<'s, 't, 'v> {
    section: Section<'s, 't>,
    vocabulary: &'v Vocabulary<'v>,
    faults: &'s Faults<'t>,
}

impl<'v> CheckReader<'_, '_, 'v> {
    /// Exactly one form of a claim, and no key that belongs to another form.
    fn one_claim(&self) {
        let section = &self.section;
        let mut forms: Vec<&str> = FORMS.into_iter().filter(|form| section.has(form)).collect();
        forms.sort_by_key(|form| section.key_span(form).start);
        let Some((first, others)) = forms.split_first() else {
            let help = format!("expected one of {}", listing(&FORMS));
            self.faults.add(section.span(), "`[check]` claims nothing", help);
            return;
        };
        for other in others {
            let message = format!("`{other}` is a second claim besides `{first}`");
            self.faults.add(section.key_span(other), message, "keep one of them, or make two rules");
        }
        self.idle(*first == "builtin", &OF_ROWS, "besides `builtin`, whose function chooses its rows");
        self.idle(*first != "has", &OF_HAS, "without `has`");
        self.idle(*first != "builtin", &["reads"], "without `builtin`: the conditions name their columns");
    }

    fn idle(&self, is_idle: bool, keys: &[&str], why: &str) {
        for key in keys.iter().filter(|key| is_idle && self.section.has(key)) {
            let message = format!("`{key}` says nothing {why}");
            self.faults.add(self.section.key_span(key), message, "take it away");
        }
    }

    fn builtin(&self) -> Checked<'v> {
        let name = self.section.need("builtin");
        if let Some(name) = name.as_ref().filter(|name| !BUILTINS.contains(&name.value.as_str())) {
            let message = format!("unknown builtin `{}`", name.value);
            self.faults.add_text(name, message, advice(&name.value, BUILTINS.iter().copied()));
        }
        if !self.section.has("reads") {
            self.section.missing("reads", "expected the columns that the function reads, such as `[\"lif.role\"]`");
        }
        let reads = self.section.texts("reads").iter().filter_map(|text| self.read(text)).collect();
        Checked::builtin(name.map(|name| name.value).unwrap_or_default(), reads)
    }

    /// `entity.column`, each of them known.
    fn read(&self, text: &Text) -> Option<(String, String)> {
        let Some((entity, column)) = text.value.split_once('.') else {
            self.faults.add_text(text, format!("`{}` is not a column", text.value), "expected `entity.column`");
            return None;
        };
        let part = |value: &str| Text { value: value.to_owned(), span: text.span.clone() };
        let known = self.entity(&part(entity))?;
        check_column(&part(column), Some(known), self.faults);
        Some((entity.to_owned(), column.to_owned()))
    }

    fn rows(&self) -> Checked<'v> {
        let each = self.section.need("each");
        let entity = each.as_ref().and_then(|each| self.entity(each));
        let each = each.map(|each| each.value).unwrap_or_default();
        let subject = self.subject(entity);
        let names = subject.as_ref().map(|pairs| pairs.iter().map(|(name, _)| name.clone()).collect());
        let check = RowCheck {
            none: self.none(&each),
            each,
            subject: subject.unwrap_or_default(),
            scope: self.conditions("where", entity),
            claim: self.claim(entity),
        };
        Checked { check: Check::Rows(Box::new(check)), entity, subject: names, reads: Vec::new() }
    }

    fn entity(&self, name: &Text) -> Option<&'v Entity<'v>> {
        let entity = self.vocabulary.entity(&name.value);
        if entity.is_none() {
            let help = advice(&name.value, self.vocabulary.names());
            self.faults.add_text(name, format!("unknown entity `{}`", name.value), help);
        }
        entity
    }

    /// The subject as it is given, else the key of the entity; `None` where neither can be told.
    fn subject(&self, entity: Option<&Entity>) -> Option<Vec<(String, String)>> {
        if !self.section.has("subject") {
            return entity.map(|entity| entity.key.iter().map(|&key| (key.to_owned(), key.to_owned())).collect());
        }
        let pairs = self.section.pairs("subject")?;
        pairs.iter().for_each(|(_, column)| check_column(column, entity, self.faults));
        Some(pairs.into_iter().map(|(name, column)| (name.value, column.value)).collect())
    }

    fn conditions(&self, key: &str, entity: Option<&Entity>) -> Vec<super::Condition> {
        conditions(&self.section, key, entity, self.faults)
    }

    fn none(&self, each: &str) -> String {
        let Some(none) = self.section.text("none") else { return format!("no-{each}") };
        if !is_kebab(&none.value) {
            let message = format!("`{}` is not a reason code", none.value);
            self.faults.add_text(&none, message, "expected lowercase words with hyphens between them");
        }
        none.value
    }

    fn claim(&self, entity: Option<&Entity>) -> Claim {
        if self.section.has("has") {
            return self.has(entity);
        }
        if self.section.has("same") {
            return Claim::Same(self.column("same", entity).unwrap_or_default());
        }
        let form = if self.section.has("some") { "some" } else { "expect" };
        let conditions = self.conditions(form, entity);
        if self.section.names(form).is_some_and(|names| names.is_empty()) {
            self.faults.add(
                self.section.key_span(form),
                format!("`{form}` asks for nothing"),
                "expected `column = \"query\"`",
            );
        }
        if form == "some" { Claim::Some(conditions) } else { Claim::Expect(conditions) }
    }

    fn has(&self, ours: Option<&Entity>) -> Claim {
        let name = self.section.need("has");
        let theirs = name.as_ref().and_then(|name| self.entity(name));
        let on = self.section.pairs("on").unwrap_or_default();
        for (their, our) in &on {
            check_column(their, theirs, self.faults);
            check_column(our, ours, self.faults);
        }
        Claim::Has {
            entity: name.map(|name| name.value).unwrap_or_default(),
            on: on.into_iter().map(|(their, our)| (their.value, our.value)).collect(),
            with: self.conditions("with", theirs),
            count: self.count(),
            distinct: self.column("distinct", theirs),
        }
    }

    /// How many there must be: at least one, where nothing is said.
    fn count(&self) -> String {
        let Some(count) = self.section.text("count") else { return ">=1".to_owned() };
        let query = query(&count, self.faults);
        for word in query.iter().flat_map(super::Query::words).filter(|word| !word.text.contains('{')) {
            if word.pattern || word.text.parse::<u64>().is_err() {
                let place = word.offset..word.offset + word.length;
                let help = "expected a number or a comparison, such as `>=1`".to_owned();
                self.faults.add_within(&count, place, format!("`{}` is not a number", word.text), help);
            }
        }
        count.value
    }

    fn column(&self, key: &str, entity: Option<&Entity>) -> Option<String> {
        let column = self.section.text(key)?;
        check_column(&column, entity, self.faults);
        Some(column.value)
    }
}
