//! The LIFs that a backup application could address, and whether each takes NDMP sessions now.

use super::super::builtin::access::{self, Access};
use super::super::builtin::access_rules::covered;
use super::super::builtin::addressed;
use super::super::builtin::each::{ip, rows_of};
use super::super::builtin::lif::{family_name, only_family};
use super::super::context::Scope;
use super::super::rows;
use super::super::truth::Truth;
use super::Desk;
use super::told::Told;
use crate::facts::{Reason, Row, Why};
use crate::rule::OntapRange;

/// A LIF, what it is for the choice, and whether it can be chosen.
pub(super) struct Host<'f> {
    pub(super) row: &'f Row,
    /// `intercluster`, `cluster-mgmt`, `node-mgmt` or `data`.
    pub(super) role: String,
    pub(super) vserver: String,
    pub(super) lif: String,
    /// Where it is now.
    pub(super) node: Told,
    /// How its policy lets NDMP in, or why it cannot be chosen.
    pub(super) access: Result<String, Told>,
}

/// What is known of the LIFs.
pub(super) struct Hosts<'f> {
    pub(super) all: Vec<Host<'f>>,
    /// Why there may be more of them.
    pub(super) gap: Option<Why>,
}

/// Roles of the LIFs at which all of the cluster, or of a node, is offered (ND:tape-backup/
/// availability-volumes-tapes-backup-restore-lif-reference.adoc).
const ROLES: &str = "intercluster|cluster-mgmt|node-mgmt";

/// What tells them apart.
const SUBJECT: [(&str, &str); 2] = [("vserver", "vserver"), ("lif", "lif")];

/// The LIFs for NDMP, and those of the data SVMs that are backed up on their own.
pub(super) fn all<'f>(desk: &Desk<'f>) -> Hosts<'f> {
    let (groups, gap) = rows::subjects(desk.context, &rows_of("lif", &SUBJECT, &[("role", ROLES)], "no-lif"));
    let of_role = |row: &'f Row| host(desk, row, &row.text("role").unwrap_or_default());
    let mut all: Vec<Host<'f>> =
        groups.into_iter().filter_map(|(_, rows)| rows.first().copied()).map(of_role).collect();
    let rows = desk.context.facts.rows("lif").iter();
    let of_data = rows.filter(|row| desk.plan.svms.iter().any(|svm| row.is("vserver", svm)));
    all.extend(of_data.map(|row| host(desk, row, "data")));
    if desk.is_svm_scoped() == Some(false) {
        of_node_scope(&mut all);
    }
    Hosts { all, gap }
}

/// In node scope the guide registers intercluster LIFs (ND:ndmp/configure-lifs-node-scoped-task.adoc): a node-management LIF counts
/// where it is open, or where its node has no other.
fn of_node_scope(all: &mut Vec<Host<'_>>) {
    let is_usable = |host: &&Host<'_>| host.role == "intercluster" && host.access.is_ok();
    let served: Vec<Told> = all.iter().filter(is_usable).map(|host| host.node.clone()).collect();
    all.retain(|host| match host.role.as_str() {
        "cluster-mgmt" => false,
        "node-mgmt" => host.access.is_ok() || !served.contains(&host.node),
        _ => true,
    });
}

fn host<'f>(desk: &Desk<'f>, row: &'f Row, role: &str) -> Host<'f> {
    let text = |column: &str| row.text(column).unwrap_or_default().into_owned();
    let (vserver, lif) = (text("vserver"), text("lif"));
    let node = Told::of(desk.context, "lif", row, "curr-node");
    let access = up(desk, row)
        .and_then(|()| speaks(desk, row))
        .and_then(|()| serves(desk, &vserver, &node))
        .and_then(|()| opens(desk, row));
    Host { row, role: role.to_owned(), vserver, lif, node, access }
}

/// Whether both of its states are up, and it can be addressed.
fn up(desk: &Desk<'_>, row: &Row) -> Result<(), Told> {
    for (column, state) in [("status-admin", "administrative"), ("status-oper", "operational")] {
        match Told::of(desk.context, "lif", row, column) {
            told if told.is("up") => {}
            Told::Value(word) => return Err(Told::value(format!("its {state} status is {word}"))),
            told => return Err(told),
        }
    }
    match addressed::without_address(desk.context, row) {
        Some(_) => Err(Told::value("it has no IP address")),
        None => Ok(()),
    }
}

/// Whether its address is of a family over which the application talks.
fn speaks(desk: &Desk<'_>, row: &Row) -> Result<(), Told> {
    let Some((Some(is_v6), _)) = only_family(desk.context) else { return Ok(()) };
    match row.text("address").and_then(|text| ip(&text)) {
        Some(address) if address.is_ipv6() != is_v6 => {
            let family = family_name(is_v6);
            Err(Told::value(format!("{address} is no {family} address, and the application talks over {family} alone")))
        }
        _ => Ok(()),
    }
}

/// Whether NDMP is on where the LIF is: at its SVM, in node scope at its node.
fn serves(desk: &Desk<'_>, vserver: &str, node: &Told) -> Result<(), Told> {
    let node = node.text().unwrap_or_default();
    let (entity, key, name) = match &desk.context.scope {
        Ok(Scope::Svm) => ("vserver", "vserver", vserver),
        Ok(Scope::Node) => ("node", "node", node.as_str()),
        Err(why) => return Err(Told::untold(why)),
    };
    let Some(row) = desk.context.facts.rows(entity).iter().find(|row| row.is(key, name)) else {
        let absent = || Why::new(Reason::NotCaptured, format!("no answer tells whether NDMP is on at {name}"));
        let scope = [(key.to_owned(), name.to_owned())];
        return Err(Told::untold(&desk.context.facts.gap(entity, &scope).unwrap_or_else(absent)));
    };
    match Told::of(desk.context, entity, row, "enable") {
        told if told.is("true") => Ok(()),
        Told::Value(_) => Err(Told::value(format!("NDMP is off at {name}"))),
        told => Err(told),
    }
}

/// How its policy lets NDMP in, from every address of the backup application.
fn opens(desk: &Desk<'_>, row: &Row) -> Result<String, Told> {
    let access = match &desk.context.era {
        Ok(OntapRange::Before9101) => access::of_firewall(desk.context, row),
        Ok(OntapRange::From9101) => access::of_service(desk.context, row),
        Err(why) => return Err(Told::untold(why)),
    };
    let (policy, addresses, marks) = match &access {
        Access::Unknown(why) => return Err(Told::untold(why)),
        Access::Closed { why, .. } => return Err(Told::value(why)),
        Access::Open { policy, addresses, marks } => (policy, addresses, marks),
    };
    if let Some(why) = marks.iter().find_map(|mark| mark.doubt.as_ref()) {
        return Err(Told::untold(why));
    }
    let from = &desk.context.question.dma_addresses;
    if let Some(own) = row.text("address").and_then(|text| ip(&text))
        && !from.is_empty()
        && !from.iter().any(|address| address.is_ipv4() == own.is_ipv4())
    {
        return Err(Told::value("its address is of another family than those of the backup application"));
    }
    for address in from {
        match covered(desk.context, addresses.as_deref(), *address, marks) {
            Truth::True => {}
            Truth::False => return Err(Told::value(format!("its policy {} does not let {address} in", policy.told()))),
            Truth::Unknown(why) => return Err(Told::untold(&why)),
        }
    }
    let from = addresses.as_ref().map(|addresses| format!(" from {}", addresses.join(", "))).unwrap_or_default();
    Ok(format!("policy {} lets NDMP in{from}", policy.told()))
}
