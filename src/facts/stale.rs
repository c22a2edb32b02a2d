//! Evidence that a command typed behind it has made old: nobody knows whether it still holds until it is shown again.

use std::cmp::Ordering;

use super::chronology::head;
use super::cover::column_fact;
use super::{Fact, Facts, Mark, Reason, Row, Why};
use crate::rule::Query;
use crate::source::Place;
use crate::table::{Answer, Change, Definition, Effect, Told};

/// Other names of the options that name a row, where the command to change has its own.
const ALIASES: [(&str, &str); 4] = [
    ("username", "user-or-group-name"),
    ("user-or-group-name", "user-or-group-name"),
    ("user", "user-or-group-name"),
    ("node", "vserver"),
];

/// What an object keeps as long as it is there: entity and column.
const LASTING: [(&str, &str); 2] = [("lif", "role"), ("vserver", "type")];

/// Whether an object keeps what the column tells as long as it is there: of two values one is wrong, whichever came later.
pub(super) fn is_lasting(entity: &str, column: &str) -> bool {
    LASTING.contains(&(entity, column))
}

/// Makes the facts unknown that a later change has made old.
pub(super) fn settle(facts: &mut Facts<'_>) {
    let reading = facts.reading;
    for change in &reading.changes {
        for &table in &change.tables {
            if change.told == Some(Told::Present) && is_shown(facts, change, table) {
                continue;
            }
            let names: Vec<String> = entities(&facts.tables[table]);
            let hit = names.iter().map(|name| age(facts, change, table, name)).fold(false, |any, hit| any | hit);
            let is_hit = hit || is_of_role(change);
            if change.told != Some(Told::Absent) && (change.adds || !is_hit || named(facts, change, table).is_empty()) {
                facts.grown.push((table, change));
            }
        }
    }
}

/// Whether an answer shows the one object that the command names by all of the table's names.
fn is_shown(facts: &Facts<'_>, change: &Change, table: usize) -> bool {
    let definition = &facts.tables[table];
    let wanted = named(facts, change, table);
    let is_wanted = |key: &String| wanted.iter().any(|(fact, _)| *fact == column_fact(definition, key));
    let is_it = |row: &Row| wanted.iter().all(|(fact, value)| row.text(fact).is_some_and(|own| *own == **value));
    definition.key.iter().all(is_wanted) && facts.rows(&definition.entity).iter().any(is_it)
}

pub(super) fn entities(table: &Definition) -> Vec<String> {
    let mut names = vec![table.entity.clone()];
    names.extend(table.views.iter().filter_map(|view| view.entity.clone()));
    names.dedup();
    names
}

/// Makes what the table told before the change of the rows that it names unknown; whether there is such a row.
fn age(facts: &mut Facts<'_>, change: &Change, table: usize, name: &str) -> bool {
    let wanted = named(facts, change, table);
    let mut rows = facts.entities.remove(name).unwrap_or_default();
    let mut hit = false;
    for row in &mut rows {
        if wanted.iter().all(|(fact, value)| is_meant(row, fact, value)) {
            hit = true;
            age_row(facts, row, change, table);
        }
    }
    facts.entities.insert(name.to_owned(), rows);
    hit
}

/// The facts by which the change names its object. An option is spelled out as far as it must be.
fn named(facts: &Facts<'_>, change: &Change, table: usize) -> Vec<(String, String)> {
    let definition = &facts.tables[table];
    let keys = || definition.key.iter().filter(|key| *key != "option-name");
    let key = |option: &str| {
        let alias = ALIASES.iter().find(|(alias, key)| *alias == option && definition.key.iter().any(|own| own == key));
        let own = || keys().find(|key| *key == option).or_else(|| keys().find(|key| key.starts_with(option)));
        alias.map(|(_, key)| (*key).to_owned()).or_else(|| own().cloned())
    };
    // A role's rights are those of all who have it.
    let role = |option: &str| (option == "role" && is_of_role(change)).then(|| option.to_owned());
    let key = |option: &str| role(option).or_else(|| key(option));
    let of =
        |(option, value): &(String, String)| Some((column_fact(definition, &key(option)?).to_owned(), value.clone()));
    change.named.iter().filter_map(of).collect()
}

/// Whether it changes what the accounts of a role may do.
fn is_of_role(change: &Change) -> bool {
    change.path.contains(" role ")
}

fn is_meant(row: &Row, fact: &str, value: &str) -> bool {
    let Some(own) = row.text(fact) else { return true };
    let value = value.replace(',', "|");
    Query::parse(&value).map_or(true, |query| query.matches(&own))
}

fn age_row(facts: &Facts<'_>, row: &mut Row, change: &Change, table: usize) {
    let at = place(change);
    let option = change.named.iter().find(|(name, _)| name == "option-name").map(|(_, value)| value.replace('.', "-"));
    let touched = touched(&facts.tables[table], change);
    let keys: Vec<String> =
        facts.tables[table].key.iter().map(|key| column_fact(&facts.tables[table], key).to_owned()).collect();
    for (column, fact) in row.facts.iter_mut() {
        let Fact::Known { mark, .. } = fact else { continue };
        if is_lasting(&facts.tables[table].entity, column) {
            continue;
        }
        let Some(answer) = facts.answer_at(&mark.place).map(|index| facts.answers[index]) else { continue };
        let is_its = answer.table == table && !keys.iter().any(|key| **key == **column);
        let is_other =
            option.as_ref().is_some_and(|option| !Query::parse(option).is_ok_and(|query| query.matches(column)));
        let is_spared = touched.as_ref().is_some_and(|touched| !touched.iter().any(|own| is_near(own, column)));
        if is_its && !is_other && !is_spared && facts.order(&mark.place, &at) != Some(Ordering::Greater) {
            *fact = Fact::Unknown(why(change, answer, Some(mark)));
        }
    }
}

/// The columns that the change can have touched, where the table's effects tell of all that was typed; `None`: any of them.
fn touched<'t>(table: &'t Definition, change: &Change) -> Option<Vec<&'t str>> {
    let typed: Vec<&str> = change.text.split_whitespace().filter_map(|word| word.strip_prefix('-')).collect();
    let is_typed = |option: &&str| typed.contains(option);
    let is_meant = |effect: &&Effect| {
        change.is(&effect.command) && effect.options().iter().all(is_typed) && !effect.makes && effect.asks.is_empty()
    };
    let found: Vec<&Effect> = table.effects.iter().filter(is_meant).collect();
    let is_told =
        |option: &&str| found.iter().any(|effect| effect.is_row_option(option) || effect.options().contains(option));
    if found.is_empty() || !typed.iter().all(is_told) {
        return None;
    }
    let columns = found.iter().flat_map(|effect| effect.columns());
    let columns: Vec<&str> = columns.map(|column| column_fact(table, column)).collect();
    columns.iter().all(|column| !column.contains('{')).then_some(columns)
}

/// Whether a column may follow from another one: `failover-targets` from `failover-policy`.
fn is_near(column: &str, other: &str) -> bool {
    column.split('-').next() == other.split('-').next()
}

pub(super) fn place(change: &Change) -> Place {
    Place { source: change.source as u32, line: change.until as u32, column: 1, length: 0 }
}

fn why(change: &Change, answer: &Answer, shown: Option<&Mark>) -> Why {
    let show = answer.command_line();
    let ended =
        change.error.as_ref().map(|error| format!(", and it ended in `{error}`, which does not say what holds now"));
    let ended = ended.unwrap_or_default();
    let text = format!("`{}` was typed behind the answer to `{show}`{ended}; run `{show}` again", change.text);
    let shown = shown.cloned().map(|mark| mark.noted("shown before the change")).into_iter();
    let why = Why::new(Reason::Stale, text).with(shown.chain([Facts::mark_of(change)]).collect());
    Why { commands: vec![show], ..why }
}

impl Facts<'_> {
    /// Where a change was typed.
    pub fn mark_of(change: &Change) -> Mark {
        let at = Place { line: change.line as u32, ..place(change) };
        Mark::at(at, [].into()).noted("changes it")
    }

    /// Why an answer does not show all rows any more: a command typed behind it may have made others.
    pub(super) fn outgrown(&self, answer: &Answer) -> Option<Why> {
        let is_behind = |change: &Change| self.order(&head(answer), &place(change)) != Some(Ordering::Greater);
        let found = self.grown.iter().find(|(table, change)| *table == answer.table && is_behind(change));
        found.map(|(_, change)| why(change, answer, None))
    }
}
