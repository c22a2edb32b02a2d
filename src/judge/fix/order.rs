//! What is mended before what: a policy before the LIF that has it, the service of an SVM before its users.

use super::Step;
use crate::facts::{Form, effects};
use crate::rule::{Check, Rule};
use crate::table::{Definition, Effect};

/// Deeper than any entity rests on others; a circle in a site's own tables ends there.
const DEEPEST: usize = 8;

/// The order of the entities, as the tables declare it.
pub(super) struct Order<'t> {
    tables: &'t [Definition],
}

/// The entity that a rule is about.
pub(super) fn entity(rule: &Rule) -> Option<String> {
    match &rule.check {
        Check::Rows(check) => Some(check.each.clone()),
        Check::Builtin(_) => rule.reads.first().map(|(entity, _)| entity.clone()),
    }
}

impl<'t> Order<'t> {
    pub(super) fn of(tables: &'t [Definition]) -> Self {
        Self { tables }
    }

    /// What the tables tell of a command.
    pub(super) fn effects(&self, command: &str) -> Option<Vec<(&'t Definition, &'t Effect)>> {
        effects(self.tables, &Form::of(command)?)
    }

    /// The entity of which a command changes rows: that of the table that shows what its directory holds.
    pub(super) fn entity(&self, command: &str) -> Option<&'t str> {
        let own = self.effects(command).and_then(|found| found.first().map(|(table, _)| table.entity.as_str()));
        let is_its = |table: &&Definition| {
            let directory = table.command.rsplit_once(' ').map_or("", |(directory, _)| directory);
            !directory.is_empty() && command.starts_with(&format!("{directory} "))
        };
        let of_directory = || self.tables.iter().filter(is_its).max_by_key(|table| table.command.len());
        own.or_else(|| of_directory().map(|table| table.entity.as_str()))
    }

    /// Where a step stands: behind all that its entity rests on; there by hand first, for that takes longest; then as the
    /// tables list their effects. What no table is about comes last.
    pub(super) fn rank(&self, step: &Step) -> (usize, bool, usize) {
        let command = step.commands.first();
        let entity = command.and_then(|command| self.entity(command)).unwrap_or(&step.entity);
        let place = command.and_then(|command| self.effects(command)).and_then(|found| self.place(found.first()?.1));
        (self.depth(entity, DEEPEST), command.is_some(), place.unwrap_or(usize::MAX))
    }

    fn place(&self, effect: &Effect) -> Option<usize> {
        self.tables.iter().flat_map(|table| &table.effects).position(|own| std::ptr::eq(own, effect))
    }

    fn depth(&self, entity: &str, left: usize) -> usize {
        let mut own = self.tables.iter().filter(|table| table.tells(entity)).peekable();
        if own.peek().is_none() || left == 0 {
            return DEEPEST;
        }
        own.flat_map(|table| &table.behind).map(|before| 1 + self.depth(before, left - 1)).max().unwrap_or(0)
    }
}
