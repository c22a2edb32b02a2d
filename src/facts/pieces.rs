//! One question asked node by node, with `-node a`, then with `-node b`: where all nodes are known and each was asked for, the answers
//! together are what one answer to all of it would be.

use std::collections::HashSet;

use super::cover::is_covered;
use super::merge::entity;
use super::{Facts, Scope};
use crate::table::{Answer, is_literal};

/// The column by which such a question is parted, and the entity of the objects that it names.
const NODE: &str = "node";

impl Facts<'_> {
    /// The whole answers that together list every row of `entity` in this scope; none where any node is missing.
    pub(super) fn of_each_node(&self, entity_name: &str, scope: &[(String, String)]) -> Vec<&Answer> {
        let is_parted = entity_name != NODE && !scope.iter().any(|(column, _)| column == NODE);
        if !is_parted {
            return Vec::new();
        }
        let pieces: Vec<(&Answer, String)> =
            self.current().filter_map(|answer| Some((*answer, self.node_of(answer, entity_name, scope)?))).collect();
        let asked: HashSet<&str> = pieces.iter().map(|(_, node)| node.as_str()).collect();
        // Asked last: for most questions nobody asks so.
        let all =
            || self.rows(NODE).iter().all(|row| row.text(NODE).is_some_and(|own| asked.contains(&*own.to_lowercase())));
        let is_whole = !asked.is_empty() && !self.rows(NODE).is_empty() && self.gap(NODE, &[]).is_none() && all();
        if is_whole { pieces.into_iter().map(|(answer, _)| answer).collect() } else { Vec::new() }
    }

    /// The one node of which a whole answer lists every row in the scope.
    fn node_of(&self, answer: &Answer, entity_name: &str, scope: &[(String, String)]) -> Option<String> {
        let table = &self.tables[answer.table];
        let is_its = entity(table, answer.view) == entity_name && table.lists(entity_name);
        let (_, node) = answer.filters.iter().find(|(name, value)| name == NODE && is_literal(value))?;
        let is_listing = is_its && table.key.iter().any(|key| key == NODE);
        let of_node: Scope = scope.iter().cloned().chain([(NODE.to_owned(), node.clone())]).collect();
        let is_all = is_listing && is_covered(answer, self.tables, &of_node);
        (is_all && self.is_whole(answer) && self.outgrown(answer).is_none()).then(|| node.to_lowercase())
    }
}
