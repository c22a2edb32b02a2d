//! What to capture: the commands that show a fact or list rows, each in the form that shows it. They come from the tables alone.

use super::Facts;
use super::cover::tells;
use super::{Reason, Why};
use crate::table::Definition;

impl Facts<'_> {
    /// The commands whose answers list the rows of the entity.
    pub fn listing_commands(&self, entity: &str) -> Vec<String> {
        self.commands(entity, |table| table.lists(entity))
    }

    /// The commands that show a fact of the entity, without their fields.
    pub fn telling_commands(&self, entity: &str, column: &str) -> Vec<String> {
        self.commands(entity, |table| tells(table, entity, column))
    }

    /// The commands that show these columns, all with one question.
    pub fn asking_commands(&self, entity: &str, columns: &[&str]) -> Vec<String> {
        let tells_all = |table: &&Definition| columns.iter().all(|column| tells(table, entity, column));
        let field = |table: &'_ Definition, column: &str| {
            let told = table.columns.iter().find(|told| told.fact == column && told.splits.is_empty());
            told.map_or_else(|| column.to_owned(), |told| told.field.as_ref().unwrap_or(&told.name).clone())
        };
        let asked = |table: &Definition| {
            let fields: Vec<String> = columns.iter().map(|column| field(table, column)).collect();
            format!("{} -fields {}", table.command, fields.join(","))
        };
        self.tables.iter().filter(tells_all).map(asked).collect()
    }

    /// The commands that show a column, each in the form that shows it; one that was captured is never named again as it was.
    pub(super) fn forms(&self, entity_name: &str, column: &str) -> Vec<String> {
        let tables = self.tables.iter().filter(|table| tells(table, entity_name, column));
        tables.map(|table| self.form(table, column)).collect()
    }

    fn form(&self, table: &Definition, column: &str) -> String {
        if !table.advice.is_empty() {
            return table.advice.clone();
        }
        let is_captured = self.reading.answers.iter().any(|answer| self.tables[answer.table].command == table.command);
        let found = table.columns.iter().find(|found| found.fact == column && found.splits.is_empty());
        match found.filter(|found| !table.without_fields && (is_captured || !is_in_plain_view(table, &found.name))) {
            Some(found) => format!("{} -fields {}", table.command, found.field.as_ref().unwrap_or(&found.name)),
            None => table.command.clone(),
        }
    }

    pub(super) fn commands(&self, entity_name: &str, which: impl Fn(&Definition) -> bool) -> Vec<String> {
        let tables = self.tables.iter().filter(|table| table.tells(entity_name) && which(table));
        tables.map(|table| if table.advice.is_empty() { &table.command } else { &table.advice }).cloned().collect()
    }
}

/// Whether the command shows the field when nothing is typed behind it.
fn is_in_plain_view(table: &Definition, name: &str) -> bool {
    let holds = |listed: &String| {
        listed == name || table.column(listed).is_some_and(|column| column.splits.iter().any(|split| split == name))
    };
    let view = table.views.iter().find(|view| view.option.is_empty());
    view.is_none_or(|view| view.columns.is_empty() || view.columns.iter().chain(&view.above).any(holds))
}

pub(super) fn not_captured(commands: &[String]) -> Why {
    let why = Why::new(Reason::NotCaptured, format!("not captured; {}", advice(commands)));
    Why { commands: commands.to_vec(), ..why }
}

pub(super) fn advice(commands: &[String]) -> String {
    if commands.is_empty() {
        return "no command of the tables shows it".to_owned();
    }
    format!("run {}", named(commands))
}

/// Commands in a sentence: one of them will do.
pub(crate) fn named(commands: &[String]) -> String {
    commands.iter().map(|command| format!("`{command}`")).collect::<Vec<_>>().join(" or ")
}
