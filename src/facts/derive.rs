//! Facts that follow from others: the cluster's name, roles of LIFs, home nodes, LUNs, and which nodes there are.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashSet;

use super::cover::covers;
use super::merge::entity;
use super::{Columns, Fact, Facts, Mark, Name, Reason, Row, Why};
use crate::source::Place;
use crate::table::{Answer, Definition, Value};

/// What to ask for a fact: what it follows from as the tables declare it, else the fact itself.
pub(crate) fn sources(tables: &[Definition], entity: &str, column: &str) -> Vec<(String, String)> {
    let own = || vec![(entity.to_owned(), column.to_owned())];
    let of_entity = tables.iter().filter(|table| table.entity == entity);
    let found = of_entity.flat_map(|table| &table.derived).find(|derived| derived.column == column);
    found.map_or_else(own, |derived| derived.from.clone())
}

/// Completes the facts of all entities.
pub(super) fn complete(facts: &mut Facts<'_>) {
    services(facts);
    cluster_name(facts);
    svm_types(facts);
    home_nodes(facts);
    whereabouts(facts);
    super::roles::complete(facts);
    cluster_name_of_management(facts);
    svm_types(facts);
    super::devices::complete(facts);
    taken(facts);
    nodes(facts);
}

/// Facts that are the value of another column, as the tables declare them.
fn taken(facts: &mut Facts<'_>) {
    let tables = facts.tables;
    for (table, derived) in tables.iter().flat_map(|table| table.derived.iter().map(move |one| (table, one))) {
        let Some(takes) = &derived.takes else { continue };
        let column = Name::from(Cow::from(&derived.column));
        let key = super::merge::key_facts(table, 0);
        let whole = whole_answers(facts, table);
        each_row(facts, &table.entity, |row| {
            let mark = key.last().and_then(|name| row.mark(name));
            let lacking = whole.iter().find(|own| lacks(tables, **own, row));
            let otherwise = derived.otherwise.as_ref().zip(mark);
            let otherwise = otherwise.map(|(word, mark)| match lacking {
                Some((_, answer)) => Fact::Unknown(not_shown(answer, mark)),
                None => text_fact(word, mark),
            });
            let fact = row.facts.get(takes).cloned().or(otherwise);
            if let Some(fact) = fact {
                row.facts.insert(column.clone(), fact);
            }
        });
    }
}

/// The whole answers to the command of a table, with their numbers.
fn whole_answers<'a>(facts: &Facts<'a>, table: &Definition) -> Vec<(usize, &'a Answer)> {
    let all = facts.answers.iter().copied().enumerate();
    let is_its = |answer: &Answer| facts.tables[answer.table].command == table.command && facts.is_whole(answer);
    all.filter(|(at, answer)| is_its(answer) && !facts.superseded.contains_key(at)).collect()
}

/// Whether an answer would show a tape drive, were it as another answer lists it, and does not.
fn lacks(tables: &[Definition], (at, answer): (usize, &Answer), row: &Row) -> bool {
    row.is("device-type", "tape drive") && !row.answers.contains(&at) && covers(answer, tables, row)
}

/// Why nothing is known of a device that only one of two answers has.
fn not_shown(answer: &Answer, mark: Mark) -> Why {
    let text = format!(
        "another answer lists it, and `{}` does not: one of the two is older, or not whole",
        answer.command_line()
    );
    Why::new(Reason::Contradiction, text).with(vec![mark])
}

pub(super) fn text_fact(value: &str, mark: Mark) -> Fact {
    Fact::Known { value: Value::Text(value.into()), mark, parts: Vec::new() }
}

pub(super) fn each_row(facts: &mut Facts<'_>, entity: &str, change: impl Fn(&mut Row)) {
    for row in facts.entities.get_mut(entity).into_iter().flatten() {
        change(row);
    }
}

/// The name in the prompt, else the SVM of type admin, is the cluster's name.
fn cluster_name(facts: &mut Facts<'_>) {
    let prompt = facts.reading.cluster.clone().filter(|name| !is_other_svm(facts, name)).map(|name| {
        // The last one: what was typed before it may have changed anything but the name that it has still.
        let answer = facts.answers.iter().rfind(|answer| answer.prompt.as_deref() == Some(name.as_str()));
        let place = answer.map_or_else(Place::default, |answer| Place {
            source: answer.source as u32,
            line: answer.line as u32,
            column: 1,
            length: name.chars().count() as u32,
        });
        text_fact(&name, Mark::at(place, Arc::from([])))
    });
    let admin = || {
        let rows = facts.rows("vserver");
        let admins: Vec<&Row> = rows.iter().filter(|row| row.is("type", "admin")).collect();
        if let [only] = admins.as_slice() { only.facts.get("vserver").cloned() } else { None }
    };
    set_cluster_name(facts, prompt.or_else(admin));
}

/// A prompt can also be that of a login to an SVM.
fn is_other_svm(facts: &Facts<'_>, name: &str) -> bool {
    let rows = facts.rows("vserver");
    rows.iter().any(|row| row.is("vserver", name) && row.text("type").is_some_and(|kind| kind != "admin"))
}

fn set_cluster_name(facts: &mut Facts<'_>, name: Option<Fact>) {
    let Some(name) = name else { return };
    if let Some(cluster) = facts.entities.get_mut("cluster").and_then(|rows| rows.first_mut()) {
        cluster.facts.complete("cluster-name", name);
    }
}

/// The cluster-management LIF belongs to the admin SVM.
fn cluster_name_of_management(facts: &mut Facts<'_>) {
    let is_management = |row: &&Row| row.is("role", "cluster-mgmt");
    let names: Vec<Fact> =
        facts.rows("lif").iter().filter(is_management).filter_map(|row| row.facts.get("vserver").cloned()).collect();
    let texts: Vec<_> = facts.rows("lif").iter().filter(is_management).filter_map(|row| row.text("vserver")).collect();
    if texts.windows(2).all(|pair| pair[0] == pair[1]) {
        set_cluster_name(facts, names.into_iter().next());
    }
}

/// The names of two clusters, where answers name two admin SVMs, also such that a later answer replaced.
pub(super) fn two_clusters(facts: &Facts<'_>) -> Option<(String, String)> {
    let mut of_svms = BTreeSet::new();
    let mut of_lifs = BTreeSet::new();
    let mut of_ids = BTreeSet::new();
    for answer in &facts.reading.answers {
        let table = &facts.tables[answer.table];
        of_ids.extend(identities(answer));
        let (names, column, word) = match entity(table, answer.view) {
            "vserver" => (&mut of_svms, "type", "admin"),
            "lif" => (&mut of_lifs, "role", "cluster-mgmt"),
            _ => continue,
        };
        let is_asked = answer.filters.iter().any(|(name, value)| name == column && value == word);
        let wanted: BTreeSet<usize> =
            answer.records.texts(column).filter(|(_, text)| text == word).map(|(at, _)| at).collect();
        if !is_asked && wanted.is_empty() {
            continue;
        }
        let its = answer.records.texts("vserver").filter(|(at, _)| is_asked || wanted.contains(at));
        names.extend(its.map(|(_, name)| name.into_owned()));
    }
    let pair = |names: &BTreeSet<String>| Some((names.first()?.clone(), names.iter().nth(1)?.clone()));
    pair(&of_svms).or_else(|| pair(&of_lifs)).or_else(|| pair(&of_ids))
}

/// What tells a cluster from any other, a copy of it under its name too: its UUID.
fn identities(answer: &Answer) -> impl Iterator<Item = String> {
    let is_whole = |id: &str| id.len() == UUID && id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    answer.records.texts("cluster-uuid").map(|(_, id)| id.to_lowercase()).filter(move |id| is_whole(id))
}

/// Characters of a UUID.
const UUID: usize = 36;

/// The admin SVM has the cluster's name, and no other SVM has its type.
fn svm_types(facts: &mut Facts<'_>) {
    let Some(name) = facts.cluster_name() else { return };
    each_row(facts, "vserver", |row| {
        if row.facts.contains_key("type") && !matches!(row.facts.get("type"), Some(Fact::NoneOf(_))) {
            return;
        }
        let is_admin = row.text("vserver").is_some_and(|vserver| vserver == name);
        let mark = row.mark("vserver");
        let fact = match mark {
            Some(mark) if is_admin => text_fact("admin", mark),
            _ => Fact::NoneOf(vec!["admin"]),
        };
        row.facts.insert("type", fact);
    });
}

/// Whether a LIF is on its home node now, as far as its current node is told.
fn whereabouts(facts: &mut Facts<'_>) {
    each_row(facts, "lif", |row| {
        let (home, now) = (row.text("home-node"), row.text("curr-node").filter(|node| node != "-"));
        let told = row.mark("curr-node").or_else(|| row.mark("lif"));
        let fact = match (row.facts.get("curr-node"), home, now, told) {
            (Some(Fact::Unknown(why)), ..) => Fact::Unknown(why.clone()),
            (_, Some(home), Some(now), Some(mark)) => text_fact(if home == now { "yes" } else { "no" }, mark),
            (_, _, None, Some(mark)) => text_fact("untold", mark),
            _ => return,
        };
        row.facts.insert("on-home-node", fact);
    });
}

/// What would follow if a LIF, whose home node nobody tells, had its home on `node`: it stands on another one now.
pub(crate) fn supposed<'r>(row: &Row, (column, node): (&str, &str)) -> Option<(&'r str, &'r str)> {
    let is_elsewhere = || row.text("curr-node").is_some_and(|now| !matches!(&*now, "-" | "") && now != node);
    (column == "home-node" && is_elsewhere()).then_some(("on-home-node", "no"))
}

/// A LIF that is at home stands on its home node and port.
fn home_nodes(facts: &mut Facts<'_>) {
    each_row(facts, "lif", |row| {
        if !row.is("is-home", "true") {
            return;
        }
        for (home, current) in [("home-node", "curr-node"), ("home-port", "curr-port")] {
            let is_told = row.text(current).is_some_and(|name| !matches!(&*name, "-" | ""));
            if let Some(fact) = row.facts.get(current).filter(|_| is_told).cloned() {
                row.facts.complete(home, fact);
            }
        }
    });
}

/// Services of a policy from its `service:address` entries.
fn services(facts: &mut Facts<'_>) {
    each_row(facts, "service-policy", |row| {
        if let Some(addresses) = addresses(row) {
            row.facts.complete("allowed-addresses", addresses);
        }
        let Some(Fact::Known { value: Value::List(entries), mark, parts }) =
            row.facts.get("allowed-addresses").cloned()
        else {
            return;
        };
        let mut names: Vec<String> = Vec::new();
        let mut places = Vec::new();
        for (index, entry) in entries.iter().enumerate() {
            let name = entry.split(':').next().unwrap_or_default();
            if !names.iter().any(|other| other == name) {
                names.push(name.to_owned());
                places.extend(parts.get(index).copied());
            }
        }
        let fact = Fact::Known { value: Value::List(names), mark, parts: places };
        row.facts.complete("services", fact);
    });
}

/// The `service:address` entries of a field that has all of them in one list, where an entry without a service goes on
/// with the one before it; `None` unless they are those of the policy's own services, in their order.
fn addresses(row: &Row) -> Option<Fact> {
    let Some(Fact::Known { value: Value::List(parts), mark, .. }) = row.facts.get("service-allowed-addresses") else {
        return None;
    };
    let Some(Fact::Known { value: Value::List(services), .. }) = row.facts.get("services") else { return None };
    let mut entries: Vec<String> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for part in parts {
        match part.split_once(':').filter(|(service, _)| services.iter().any(|known| known == service)) {
            Some((service, address)) => {
                seen.push(service);
                entries.push(format!("{service}:{}", address.trim()));
            }
            None if part.parse::<ipnet::IpNet>().is_ok() => entries.push(format!("{}:{part}", seen.last()?)),
            None => return None,
        }
    }
    seen.dedup();
    let all = services.iter().all(|service| seen.contains(&service.as_str()));
    all.then(|| Fact::Known { value: Value::List(entries), mark: mark.clone(), parts: Vec::new() })
}

/// Which nodes there are: `cluster show` or `system node show`, else the union of all answers that name nodes.
fn nodes(facts: &mut Facts<'_>) {
    let is_list = |answer: &Answer| facts.tables[answer.table].lists("node");
    let listed = |row: &Row| row.answers.iter().any(|&answer| is_list(facts.answers[answer]));
    let whole =
        facts.answers.iter().any(|answer| is_list(answer) && facts.is_whole(answer) && answer.filters.is_empty());
    let (mut rows, strays): (Vec<Row>, Vec<Row>) = facts.rows("node").iter().cloned().partition(listed);
    if !whole || rows.is_empty() {
        rows.extend(strays);
        let mut seen: HashSet<Cow<'_, str>> = rows.iter().filter_map(|row| row.text("node")).map(own).collect();
        let mut new = Vec::new();
        for (row, column) in naming_nodes(facts) {
            let Some(name) = row.text(column).filter(|name| !matches!(&**name, "-" | "")) else { continue };
            if seen.insert(name)
                && let Some(fact) = row.facts.get(column)
            {
                new.push(Row { facts: Columns::of(vec![("node".into(), fact.clone())]), ..Row::default() });
            }
        }
        rows.extend(new);
    }
    facts.entities.insert("node".to_owned(), rows);
}

/// The rows in which all answers but those about nodes name some, each with the column.
fn naming_nodes<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f Row, &'static str)> {
    const COLUMNS: [(&str, &str); 7] = [
        ("lif", "home-node"),
        ("lif", "curr-node"),
        ("tape-device", "node"),
        ("media-changer", "node"),
        ("supported-tape-drive", "node"),
        ("tape-alias", "node"),
        ("port", "node"),
    ];
    COLUMNS.iter().flat_map(|(entity, column)| facts.rows(entity).iter().map(move |row| (row, *column)))
}

fn own(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}
