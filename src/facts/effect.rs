//! Facts as they would be behind a command: what `[[effect]]` of the tables says of its form, and nothing else. What a command
//! does that no table describes, or whose values are still to be filled in, is not known.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Fact, Facts, Mark, Name, Reason, Row, Why};
use crate::source::Place;
use crate::table::{Definition, Effect, Kind, ROW, Value};

/// A command taken apart: the words of its path, and its options with their values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form<'c> {
    /// The path.
    pub(crate) path: String,
    /// Options without their dashes, with their values.
    pub(crate) options: Vec<(&'c str, &'c str)>,
}

impl<'c> Form<'c> {
    /// Takes a command apart; `None` where an option has no value.
    pub(crate) fn of(command: &'c str) -> Option<Self> {
        let words: Vec<&str> = command.split_whitespace().collect();
        let start = words.iter().position(|word| word.starts_with('-')).unwrap_or(words.len());
        let mut options = Vec::new();
        for pair in words[start..].chunks(2) {
            let [option, value] = pair else { return None };
            options.push((option.strip_prefix('-')?, *value));
        }
        Some(Self { path: words[..start].join(" "), options })
    }

    /// The value of an option.
    pub(crate) fn value(&self, option: &str) -> Option<&'c str> {
        self.options.iter().find(|(name, _)| *name == option).map(|(_, value)| *value)
    }
}

/// The effects that the tables tell of a command, with their tables; `None`: not of all its options.
pub(crate) fn effects<'t>(tables: &'t [Definition], form: &Form<'_>) -> Option<Vec<(&'t Definition, &'t Effect)>> {
    let of = |table: &'t Definition| table.effects.iter().map(move |effect| (table, effect));
    let is_typed = |option: &&str| form.value(option).is_some();
    let is_meant = |effect: &Effect| effect.command == form.path && effect.options().iter().all(is_typed);
    let found: Vec<_> = tables.iter().flat_map(of).filter(|(_, effect)| is_meant(effect)).collect();
    let is_told = |(option, _): &(&str, &str)| {
        found.iter().any(|(_, effect)| effect.is_row_option(option) || effect.options().contains(option))
    };
    (!found.is_empty() && form.options.iter().all(is_told)).then_some(found)
}

/// Rows by entity, as they were.
#[derive(Clone)]
pub(crate) struct Entities(BTreeMap<String, Vec<Row>>);

impl Facts<'_> {
    /// The rows as they are.
    pub(crate) fn entities(&self) -> Entities {
        Entities(self.entities.clone())
    }

    /// Makes the rows what they were.
    pub(crate) fn restore(&mut self, entities: Entities) {
        self.entities = entities.0;
        self.telling = <_>::default();
    }

    /// Makes the facts what they would be behind the command.
    ///
    /// # Errors
    /// Why it is not known what they would be; they are as before then.
    pub(crate) fn follow(&mut self, command: &str) -> Result<(), String> {
        if command.contains('<') {
            return Err("it depends on what is filled in".to_owned());
        }
        let unknown = || "no table tells what the command does".to_owned();
        let form = Form::of(command).ok_or_else(unknown)?;
        let tables = self.tables;
        let found = effects(tables, &form).ok_or_else(unknown)?;
        let mut changed = Vec::new();
        for (table, effect) in found {
            let rows = match changed.iter().position(|(entity, _)| *entity == table.entity) {
                Some(at) => changed.swap_remove(at).1,
                None => self.rows(&table.entity).to_vec(),
            };
            let hand = Hand { table, effect, form: &form, command };
            changed.push((table.entity.clone(), hand.applied(rows)?));
        }
        for (entity, rows) in changed {
            self.entities.insert(entity, rows);
        }
        self.telling = <_>::default();
        Ok(())
    }
}

/// One effect of one command.
struct Hand<'h> {
    table: &'h Definition,
    effect: &'h Effect,
    form: &'h Form<'h>,
    command: &'h str,
}

impl Hand<'_> {
    fn applied(&self, mut rows: Vec<Row>) -> Result<Vec<Row>, String> {
        if self.effect.makes {
            let row = self.row()?;
            rows.retain(|other| !self.is_meant(other));
            rows.push(row);
        }
        let changes_nothing = self.effect.options().is_empty() && self.changes().next().is_none();
        let mut is_hit = changes_nothing && self.effect.unsettles.is_empty();
        for row in rows.iter_mut().filter(|row| self.is_meant(row)) {
            is_hit = true;
            self.change(row)?;
        }
        if is_hit { Ok(rows) } else { Err("no answer shows what the command names".to_owned()) }
    }

    fn changes(&self) -> impl Iterator<Item = &(String, String)> {
        let Effect { sets, adds, takes_away, replaces, .. } = self.effect;
        sets.iter().chain(adds).chain(takes_away).chain(replaces)
    }

    /// Whether the command is about the row: options that name rows and are not typed let all through.
    fn is_meant(&self, row: &Row) -> bool {
        let is_its =
            |(option, column): &(String, String)| self.form.value(option).is_none_or(|value| row.is(column, value));
        self.effect.rows.iter().all(is_its)
    }

    /// The new row, of which only its names are known.
    fn row(&self) -> Result<Row, String> {
        let mut row = Row::default();
        for (option, column) in &self.effect.rows {
            let value = self.form.value(option).ok_or_else(|| format!("it does not say `-{option}`"))?;
            self.put(&mut row, column, vec![value.to_owned()]);
        }
        Ok(row)
    }

    fn change(&self, row: &mut Row) -> Result<(), String> {
        let before = row.clone();
        for (column, text) in &self.effect.sets {
            let column = self.filled(column, &before)?.replace('.', "-");
            match self.filled(text, &before) {
                Ok(value) => self.put(row, &column, vec![value]),
                // What the row tells of itself is not told: then the cluster alone tells it.
                Err(_) if text.starts_with(&format!("{{{ROW}")) => self.unsettle_column(row, &column),
                Err(why) => return Err(why),
            }
        }
        self.change_lists(row);
        self.unsettle(row);
        Ok(())
    }

    fn change_lists(&self, row: &mut Row) {
        for (column, text) in &self.effect.adds {
            self.list(row, column, |list| {
                let missing: Vec<String> = self.elements(text).into_iter().filter(|one| !list.contains(one)).collect();
                list.extend(missing);
            });
        }
        for (column, text) in &self.effect.takes_away {
            self.list(row, column, |list| list.retain(|one| !self.elements(text).contains(one)));
        }
        for (column, text) in &self.effect.replaces {
            let new = self.elements(text);
            let names: Vec<&str> = new.iter().filter_map(|one| one.split_once(':')).map(|(name, _)| name).collect();
            let is_its = |one: &String| one.split_once(':').is_some_and(|(name, _)| names.contains(&name));
            self.list(row, column, |list| {
                list.retain(|one| !is_its(one));
                list.extend(new.iter().cloned());
            });
        }
    }

    fn unsettle(&self, row: &mut Row) {
        self.effect.unsettles.iter().for_each(|column| self.unsettle_column(row, column));
    }

    fn unsettle_column(&self, row: &mut Row, column: &str) {
        let text = format!("only the cluster tells what it is behind `{}`", self.command);
        row.facts.insert(Name::from(Cow::from(column)), Fact::Unknown(Why::new(Reason::Stale, text)));
    }

    /// A text with the values of options and of the row in it.
    fn filled(&self, text: &str, row: &Row) -> Result<String, String> {
        let (mut filled, mut rest) = (String::new(), text);
        while let Some((head, behind)) = rest.split_once('{') {
            let Some((name, after)) = behind.split_once('}') else { break };
            let value = match name.strip_prefix(ROW) {
                Some(column) => row.text(column).map(Cow::into_owned),
                None => self.form.value(name).map(str::to_owned),
            };
            let value = value.ok_or_else(|| format!("no answer tells `{}`", name.trim_start_matches(ROW)))?;
            filled = filled + head + &value;
            rest = after;
        }
        Ok(filled + rest)
    }

    /// What stands in a list: one element for each word of the last value.
    fn elements(&self, text: &str) -> Vec<String> {
        let (head, name) = text.rsplit_once('{').unwrap_or((text, ""));
        let head = self.filled(head, &Row::default()).unwrap_or_default();
        let value = self.form.value(name.trim_end_matches('}')).unwrap_or_default();
        value.split(',').filter(|one| !one.is_empty()).map(|one| format!("{head}{one}")).collect()
    }

    /// Changes a list that is known; of one that is not, nothing is known behind the command either.
    fn list(&self, row: &mut Row, column: &str, change: impl FnOnce(&mut Vec<String>)) {
        let Some(Fact::Known { value, .. }) = row.facts.get(column) else { return };
        let mut list = match value {
            Value::List(list) => list.clone(),
            Value::Text(text) => text.split(',').map(|one| one.trim().to_owned()).collect(),
        };
        list.retain(|one| !matches!(one.as_str(), "" | "-"));
        change(&mut list);
        self.put_list(row, column, list);
    }

    fn put(&self, row: &mut Row, column: &str, values: Vec<String>) {
        let kind = self.table.columns.iter().find(|own| own.fact == column).map(|own| &own.kind);
        if matches!(kind, Some(Kind::List | Kind::Addresses | Kind::ServiceAddresses | Kind::Targets)) {
            let parted = values.iter().flat_map(|value| value.split(',')).map(str::to_owned);
            return self.put_list(row, column, parted.collect());
        }
        let value = Value::Text(values.into_iter().next().unwrap_or_default().into());
        row.facts.insert(Name::from(Cow::from(column)), known(value));
    }

    fn put_list(&self, row: &mut Row, column: &str, list: Vec<String>) {
        row.facts.insert(Name::from(Cow::from(column)), known(Value::List(list)));
    }
}

/// A fact that no line shows.
fn known(value: Value) -> Fact {
    Fact::Known { value, mark: Mark::at(Place::default(), [].into()), parts: Vec::new() }
}
