//! `column = "query"` and its relatives, checked word by word against the columns of an entity.

use super::template::placeholders;
use super::vocabulary::Entity;
use super::{Condition, PARAMETERS, Query, Test};
use crate::fault::{Faults, Section, Text, advice};

/// The conditions of the table below `key`; `entity` is `None` when its name was wrong already.
pub(super) fn conditions(section: &Section, key: &str, entity: Option<&Entity>, faults: &Faults) -> Vec<Condition> {
    let names = section.names(key).unwrap_or_default();
    let condition = |name: Text| {
        check_column(&name, entity, faults);
        let test = if section.is_table(key, &name.value) {
            list_test(section, key, &name, entity, faults)
        } else {
            query_test(&section.entry_text(key, &name.value)?, &name.value, entity, faults)
        };
        Some(Condition { column: name.value, test })
    };
    names.into_iter().filter_map(condition).collect()
}

/// Notes a fault when the entity has no such column.
pub(super) fn check_column(name: &Text, entity: Option<&Entity>, faults: &Faults) {
    let Some(entity) = entity.filter(|entity| !entity.has(&name.value)) else { return };
    faults.add_text(name, format!("unknown column `{}`", name.value), advice(&name.value, entity.columns()));
}

fn query_test(text: &Text, column: &str, entity: Option<&Entity>, faults: &Faults) -> Test {
    if let Some(query) = query(text, faults) {
        for word in query.words().iter().filter(|word| !word.pattern && !word.text.contains('{')) {
            let Some(words) = entity.and_then(|entity| entity.refusal(column, &word.text)) else { continue };
            let help = if words.is_empty() { "expected a whole number".to_owned() } else { advice(&word.text, words) };
            let message = format!("unknown word `{}` for `{column}`", word.text);
            faults.add_within(text, word.offset..word.offset + word.length, message, help);
        }
        let numbers = entity.is_none_or(|entity| entity.is_counted(column));
        for place in query.comparisons().into_iter().filter(|_| !numbers) {
            let message = format!("`{column}` holds words, not numbers to compare");
            faults.add_within(text, place, message, "quotes make a text literal: `\"1..2\"`".to_owned());
        }
    }
    Test::Query(text.value.clone())
}

/// Parses the query and checks its parameters.
pub(super) fn query(text: &Text, faults: &Faults) -> Option<Query> {
    check_names(text, faults, "parameter", &|name| PARAMETERS.contains(&name), &|| PARAMETERS.to_vec());
    match Query::parse(&text.value) {
        Ok(query) => Some(query),
        Err(error) => {
            let place = error.offset..error.offset + error.length;
            faults.add_within(text, place, error.message, String::new());
            None
        }
    }
}

/// Checks the names in braces of a text.
pub(super) fn check_names<'c>(
    text: &Text,
    faults: &Faults,
    what: &str,
    known: &dyn Fn(&str) -> bool,
    all: &dyn Fn() -> Vec<&'c str>,
) {
    match placeholders(&text.value) {
        Ok(names) => {
            for name in names.into_iter().filter(|name| !known(&name.name)) {
                let help = advice(&name.name, all());
                faults.add_within(text, name.place, format!("unknown {what} `{{{}}}`", name.name), help);
            }
        }
        Err(at) => {
            faults.add_within(text, at..at + 1, "brace is not closed".to_owned(), "expected `{name}`".to_owned());
        }
    }
}

/// `{ holds = [...], within = [...] }` or `{ exactly = [...] }`.
fn list_test(section: &Section, key: &str, name: &Text, entity: Option<&Entity>, faults: &Faults) -> Test {
    const KEYS: [&str; 3] = ["holds", "within", "exactly"];
    if entity.is_some_and(|entity| entity.has(&name.value) && !entity.is_list(&name.value)) {
        let message = format!("`{}` is not a list", name.value);
        faults.add_text(name, message, "expected a query, such as `\"up\"`");
    }
    let Some(list) = section.entry_section(key, &name.value, &KEYS) else {
        return Test::List { holds: Vec::new(), within: None };
    };
    let texts = |key| list.texts(key).into_iter().map(|text| text.value).collect::<Vec<_>>();
    if !KEYS.iter().any(|key| list.has(key)) {
        faults.add(list.span(), format!("`{}` asks for nothing", name.value), advice("", KEYS));
    }
    if !list.has("exactly") {
        return Test::List { holds: texts("holds"), within: list.has("within").then(|| texts("within")) };
    }
    if list.has("holds") || list.has("within") {
        faults.add(list.key_span("exactly"), "`exactly` is both `holds` and `within`", "keep it alone");
    }
    Test::List { holds: texts("exactly"), within: Some(texts("exactly")) }
}
