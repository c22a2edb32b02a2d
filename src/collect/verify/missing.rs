//! Which answers are not there, or not whole. That a file is as it was written does not say that it answers anything.

use crate::collect::bundle::{Bundle, Entry};
use crate::collect::plan::{Known, Plan};
use crate::judge::Question;
use crate::rule::Catalog;
use crate::table::{Answer, Column, Definition, Reading};

/// All of them, in words.
pub(super) fn missing(bundle: &Bundle, catalog: &Catalog) -> Vec<String> {
    let question =
        bundle.judged.as_ref().map_or_else(|| Question::plain(bundle.day()), |judged| judged.terms.question());
    let left_out = bundle.judged.as_ref().map_or(&[][..], |judged| judged.terms.left_out());
    let mut catalog = catalog.clone();
    catalog.rules.retain(|rule| !left_out.contains(&rule.id));
    let readings = bundle.readings(&catalog.tables);
    let mut missing = Vec::new();
    for answer in readings.iter().flat_map(|reading| &reading.answers) {
        if answer.is_unrecognised() && is_beyond(&catalog, &question, &answer.command) {
            continue;
        }
        if !answer.status.is_whole() {
            missing.push(format!("`{}`: {}: {}", answer.command_line(), answer.status.word(), answer.why));
        } else if let Some((doubt, _)) = answer.doubt {
            missing.push(format!("`{}`: {}", answer.command_line(), doubt.text()));
        }
    }
    missing.extend(bundle.entries.iter().filter_map(|entry| unanswered(bundle, entry, &readings, &catalog.tables)));
    let known = readings.first().map_or_else(Known::default, |reading| Known::of(reading, &catalog, &question));
    let plan = Plan::of(&catalog, &question);
    let is_answered =
        |table: &str| readings.iter().flat_map(|reading| &reading.answers).any(|answer| answer.command == table);
    let is_sent = |table: &str| bundle.entries.iter().any(|entry| of(entry, &catalog.tables) == Some(table));
    for step in plan.steps.iter().filter(|step| step.applies(&known) && !is_answered(&step.table)) {
        if !is_sent(&step.table) {
            missing.push(format!("`{}`: no answer that can be read", step.show));
        }
    }
    missing.dedup();
    missing
}

/// Whether only rules read the command that say nothing where it is not known.
fn is_beyond(catalog: &Catalog, question: &Question, command: &str) -> bool {
    let plan = Plan::of(catalog, question);
    let readers = plan.steps.iter().filter(|step| step.table == command).flat_map(|step| &step.rules);
    let mut rules = readers.filter_map(|name| catalog.rule(name)).peekable();
    rules.peek().is_some() && rules.all(|rule| !rule.beyond.is_empty())
}

/// Why the file of a command holds no answer to it.
fn unanswered(bundle: &Bundle, entry: &Entry, readings: &[Reading], tables: &[Definition]) -> Option<String> {
    let source = bundle.source(entry);
    let mut others = Vec::new();
    for reading in readings {
        let is_its = |answer: &&Answer| reading.captures.get(answer.source).is_some_and(|own| own.name == source);
        others.extend(reading.answers.iter().chain(&reading.generic).filter(is_its));
    }
    let command = of(entry, tables);
    let own = others.iter().find(|answer| !answer.generic && Some(answer.command.as_str()) == command);
    let told = |why: String| Some(format!("`{}`: {why}", entry.command));
    match (own, others.first()) {
        (Some(answer), _) => misfit(entry, answer, tables).and_then(told),
        (None, Some(other)) if !other.generic => told(format!("its file answers `{}`", other.command_line())),
        _ => told("no answer that can be read".to_owned()),
    }
}

/// The command of the table that reads the answer to an entry.
fn of<'t>(entry: &Entry, tables: &'t [Definition]) -> Option<&'t str> {
    let is_its = |table: &&Definition| {
        entry.command.strip_prefix(table.command.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let table = tables.iter().filter(is_its).max_by_key(|table| table.command.len())?;
    Some(&table.command)
}

/// Why the answer is none to the fields that were asked: ONTAP prints these and the keys, and no others.
fn misfit(entry: &Entry, answer: &Answer, tables: &[Definition]) -> Option<String> {
    let (_, fields) = entry.command.split_once(" -fields ")?;
    let fields: Vec<&str> = fields.split(' ').next()?.split(',').collect();
    let definition = &tables[answer.table];
    let told = answer.records.names();
    let is_key = |column: &&Column| definition.key.contains(&column.name);
    let is_named = |name: &String| fields.contains(&name.as_str());
    let is_asked = |column: &&Column| is_named(&column.name) || column.field.as_ref().is_some_and(is_named);
    let is_told = |column: &&Column| told.contains(&column.name);
    let columns = || definition.columns.iter().filter(|column| !is_key(column));
    if let Some(strange) = columns().filter(is_told).find(|column| !is_asked(column)) {
        return Some(format!("its file tells `{}`, which was not asked: it answers another command", strange.name));
    }
    let mut asked = columns().filter(is_asked).peekable();
    let is_blind = !answer.records.is_empty() && asked.peek().is_some() && !asked.any(|column| is_told(&column));
    is_blind.then(|| "its file tells none of the fields that were asked: it answers another command".to_owned())
}
