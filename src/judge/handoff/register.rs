//! The chapter on what is registered: the LIFs that were chosen with what each gives, and why not the others.

use super::Desk;
use super::choice::{Choice, spelled};
use super::gives;
use super::hosts::{Host, Hosts};
use super::sheet::{Chapter, Line, Part, Table, Thing, Things};
use super::told::Told;

pub(super) fn chapter(desk: &Desk<'_>, hosts: &Hosts<'_>, choice: &Choice<'_, '_>) -> Chapter {
    let things = choice.chosen.iter().map(|(host, why)| thing(desk, host, why)).collect();
    let mut parts = vec![Part::Things(Things { key: "hosts", noun: "host", things })];
    if choice.chosen.is_empty() {
        let none = "no address can be recommended: no LIF that is seen surely takes the NDMP sessions that are planned";
        parts.push(Part::notes("nothing", vec![none.to_owned()]));
    }
    parts.push(Part::notes("notes", choice.notes.clone()));
    parts.push(Part::Table(others(hosts, choice)));
    parts.push(Part::Table(unusable(hosts)));
    if let Some(why) = &hosts.gap {
        parts.push(Part::line("more", "more LIFs", Told::untold(why)));
    }
    Chapter { key: "register", title: "Host to register".to_owned(), parts }
}

fn thing(desk: &Desk<'_>, host: &Host<'_>, why: &str) -> Thing {
    let of = |key, label: &str, column: &str| Line::new(key, label, Told::of(desk.context, "lif", host.row, column));
    let mut lines = vec![
        of("address", "address", "address"),
        Line::new("why", "why this one", Told::value(why)),
        Line::new("lif", "LIF", Told::value(&host.lif)),
        Line::new("role", "role", Told::value(spelled(&host.role))),
        Line::new("vserver", "SVM", Told::value(&host.vserver)),
        Line::new("node", "node now", host.node.clone()),
        of("home_node", "home node", "home-node"),
        of("is_home", "is home", "is-home"),
        Line::new("failover_policy", "failover policy", failover(desk, host)),
        Line::new("policy", "access", Told::value(host.access.clone().unwrap_or_default())),
    ];
    lines.extend(gives::lines(desk, &host.role));
    Thing { lines, table: None }
}

/// A session ends when its data LIF fails over (ND:tape-backup/ndmp-concept.adoc).
fn failover(desk: &Desk<'_>, host: &Host<'_>) -> Told {
    let told = Told::of(desk.context, "lif", host.row, "failover-policy");
    let is_risk = host.role == "data" && !told.is("disabled");
    if is_risk { told.noted("a session ends when a data LIF fails over: take one that does not") } else { told }
}

/// The LIFs that could be registered too.
fn others(hosts: &Hosts<'_>, choice: &Choice<'_, '_>) -> Table {
    let is_chosen = |host: &Host<'_>| choice.chosen.iter().any(|(own, _)| std::ptr::eq(*own, host));
    let left = hosts.all.iter().filter(|host| host.access.is_ok() && !is_chosen(host));
    let row = |host: &Host<'_>| {
        let address = host.row.text("address").unwrap_or_default();
        vec![
            Told::value(address),
            Told::value(&host.lif),
            Told::value(&host.vserver),
            Told::value(spelled(&host.role)),
            host.node.clone(),
        ]
    };
    Table {
        key: "others",
        title: "also takes NDMP sessions",
        columns: vec!["address", "lif", "vserver", "role", "node"],
        rows: left.map(row).collect(),
    }
}

/// Those that cannot be registered, or not with certainty.
fn unusable(hosts: &Hosts<'_>) -> Table {
    let row = |host: &Host<'_>| {
        let why = host.access.as_ref().err()?.clone();
        let own = [Told::value(&host.lif), Told::value(&host.vserver), Told::value(spelled(&host.role))];
        Some(own.into_iter().chain([host.node.clone(), why]).collect())
    };
    Table {
        key: "unusable",
        title: "not to be registered",
        columns: vec!["lif", "vserver", "role", "node", "why"],
        rows: hosts.all.iter().filter_map(row).collect(),
    }
}
