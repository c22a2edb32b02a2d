//! Answers that cannot be this cluster's, or not of this time: they name nodes or SVMs that it does not have, or nothing where
//! every cluster has something.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::chronology::head;
use super::cover::{column_fact, lists_svm_types};
use super::merge::entity;
use super::{Facts, Mark, Reason, Why};
use crate::source::Place;
use crate::table::{Answer, Status};

/// Columns in which nodes are named.
const NODES: [&str; 3] = ["node", "home-node", "curr-node"];

/// The answers that are none of the cluster's, by index, with the reason.
pub(super) fn find(facts: &Facts<'_>) -> BTreeMap<usize, Why> {
    let nodes = listed_nodes(facts);
    let (admin, svms) = (facts.cluster_name(), listed_svms(facts));
    let mut found = BTreeMap::new();
    for (index, answer) in facts.answers.iter().enumerate() {
        let why = impossible(facts, answer)
            .or_else(|| nodes.as_ref().and_then(|nodes| other_nodes(facts, answer, nodes)))
            .or_else(|| admin.as_ref().and_then(|admin| without_admin(facts, answer, admin)))
            .or_else(|| svms.as_ref().and_then(|list| other_svms(facts, answer, list)));
        found.extend(why.map(|why| (index, why)));
    }
    found.extend(outgrown_list(facts, &found));
    found
}

/// The list of nodes, where a later list of the SVMs has one of a node that it lacks: one of the two is of another time or cluster.
fn outgrown_list(facts: &Facts<'_>, found: &BTreeMap<usize, Why>) -> Option<(usize, Why)> {
    let list = facts.answers.iter().position(|answer| lists_nodes(facts, answer))?;
    let is_later =
        |at: usize| facts.order(&head(facts.answers[at]), &head(facts.answers[list])) != Some(Ordering::Less);
    let of_svms = |at: &&usize| lists_svm_types(&facts.tables[facts.answers[**at].table]) && is_later(**at);
    found.keys().find(of_svms).map(|at| (list, found[at].clone()))
}

/// The nodes that a whole list of all of them names.
fn listed_nodes(facts: &Facts<'_>) -> Option<BTreeSet<String>> {
    let list = facts.answers.iter().find(|answer| lists_nodes(facts, answer))?;
    let nodes = list.records.iter().filter_map(|record| Some(record.cell("node")?.value.text()));
    Some(nodes.collect()).filter(|nodes: &BTreeSet<String>| !nodes.is_empty())
}

/// Whether a whole answer names all nodes.
fn lists_nodes(facts: &Facts<'_>, answer: &Answer) -> bool {
    let table = &facts.tables[answer.table];
    entity(table, answer.view) == "node"
        && table.lists("node")
        && answer.filters.is_empty()
        && answer.status == Status::Complete
}

/// An answer without rows where every cluster has some.
fn impossible(facts: &Facts<'_>, answer: &Answer) -> Option<Why> {
    let table = &facts.tables[answer.table];
    let asked: Vec<String> = answer.filters.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let is_never = |never: &String| if never == "always" { asked.is_empty() } else { asked == [never.clone()] };
    if answer.status != Status::Empty || !table.never_empty.iter().any(is_never) {
        return None;
    }
    let command = answer.command_line();
    let text = format!("`{command}` is empty, which it is on no cluster; run it again with a user who may see all");
    let place = Place { line: (answer.line + usize::from(answer.typed.is_some())) as u32, ..head(answer) };
    Some(Why::new(Reason::Contradiction, text).with(vec![Mark::at(place, [].into())]))
}

/// A node that the list of nodes lacks.
fn other_nodes(facts: &Facts<'_>, answer: &Answer, nodes: &BTreeSet<String>) -> Option<Why> {
    let table = &facts.tables[answer.table];
    let is_node = |name: &String| NODES.contains(&column_fact(table, name));
    let is_unknown = |name: &str| !matches!(name, "" | "-") && !nodes.contains(name);
    let fields = answer.records.headed().into_iter();
    let fields: Vec<(String, bool)> = fields.filter(is_node).map(|name| (name, false)).collect();
    let of_svms = (table.entity == "vserver").then(|| ("vserver".to_owned(), true));
    let mut first: Option<(usize, String)> = None;
    for (field, of_type) in fields.into_iter().chain(of_svms) {
        let is_named = |at: usize| {
            let kind = || answer.records.get(at).and_then(|record| Some(record.cell("type")?.value.text() == "node"));
            !of_type || kind().unwrap_or(false)
        };
        let found = answer.records.texts(&field).find(|(at, name)| is_unknown(name) && is_named(*at));
        if let Some((at, _)) = found.filter(|(at, _)| first.as_ref().is_none_or(|(other, _)| at < other)) {
            first = Some((at, field));
        }
    }
    let (at, field) = first?;
    let record = answer.records.get(at)?;
    let cell = record.cell(&field)?;
    let mark = Mark::at(Place { source: answer.source as u32, ..cell.place }, record.heading.clone());
    Some(other(answer, &format!("names the node `{}`, which the list of nodes lacks", cell.value.text()), mark))
}

/// A whole list of SVMs that lacks the admin SVM.
fn without_admin(facts: &Facts<'_>, answer: &Answer, admin: &str) -> Option<Why> {
    let table = &facts.tables[answer.table];
    let is_open = answer.filters.iter().all(|(name, value)| {
        (name == "vserver" && value == admin)
            || (name == "role" && matches!(value.as_str(), "cluster-mgmt" | "node-mgmt"))
    });
    if !table.holds_admin || !is_open || answer.status != Status::Complete {
        return None;
    }
    let svms: BTreeSet<String> = answer.records.texts("vserver").map(|(_, name)| name.into_owned()).collect();
    // Pages of 8.2 give the LIFs of nodes to SVMs of the nodes.
    let is_missing = !svms.is_empty() && !svms.contains(admin) && !svms.iter().any(|svm| facts.is_node(svm));
    let first = answer.records.get(0).and_then(|record| Some((record.cell("vserver")?.place, record.heading.clone())));
    let (place, heading) = first.filter(|_| is_missing)?;
    let mark = Mark::at(Place { source: answer.source as u32, ..place }, heading);
    Some(other(answer, &format!("does not show the admin SVM `{admin}`"), mark))
}

/// The SVMs that a whole list of all of them names.
fn listed_svms(facts: &Facts<'_>) -> Option<(String, BTreeSet<String>)> {
    let lists = |answer: &&&Answer| {
        let table = &facts.tables[answer.table];
        lists_svm_types(table) && answer.filters.is_empty() && answer.status == Status::Complete
    };
    let list = facts.answers.iter().find(lists)?;
    let svms = list.records.iter().filter_map(|record| Some(record.cell("vserver")?.value.text())).collect();
    Some((list.command.clone(), svms))
}

/// An answer of which no SVM is one of the list. The SVM `Cluster` is in no list.
fn other_svms(facts: &Facts<'_>, answer: &Answer, (list, svms): &(String, BTreeSet<String>)) -> Option<Why> {
    let table = &facts.tables[answer.table];
    if column_fact(table, "vserver") != "vserver" || table.column("vserver").is_none() {
        return None;
    }
    let mut first = None;
    for record in answer.records.iter() {
        let Some(cell) = record.cell("vserver") else { continue };
        let name = cell.value.text();
        if svms.contains(&name) || name.eq_ignore_ascii_case("cluster") || facts.is_node(&name) {
            return None;
        }
        first.get_or_insert_with(|| {
            (name, Place { source: answer.source as u32, ..cell.place }, record.heading.clone())
        });
    }
    let (name, place, heading) = first?;
    Some(other(answer, &format!("names the SVM `{name}`, which `{list}` lacks"), Mark::at(place, heading)))
}

fn other(answer: &Answer, what: &str, mark: Mark) -> Why {
    let text = format!("the answer to `{}` {what}: it is of another cluster, or older", answer.command_line());
    Why::new(Reason::Contradiction, text).with(vec![mark])
}

impl Facts<'_> {
    fn is_node(&self, name: &str) -> bool {
        self.rows("node").iter().any(|row| row.text("node").as_deref() == Some(name))
    }
}
