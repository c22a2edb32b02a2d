//! What a LIF that takes NDMP sessions rests on: the link of its port, the service of its SVM, its address family.

use std::borrow::Cow;
use std::collections::HashSet;
use std::net::IpAddr;

use super::super::Attested;
use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::access_rules::{ROLES, each_lif, each_session_lif, shown};
use super::addressed;
use super::each::{ip, told};
use super::entry::deciding;
use super::protocol::{name, untold};
use super::svm::enabled;
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::rule::Matter;
use crate::table::Kind;

/// The link of the LIF's current port is up.
pub(super) fn lif_port_up<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    each_session_lif(context, |context, subject, lif| vec![port(context, subject, lif)])
}

pub(super) fn port<'f>(context: &Context<'f>, subject: Vec<(String, String)>, lif: &'f Row) -> Finding<'f> {
    let unknown = |why: Why| Finding::about(subject.clone(), Truth::Unknown(shown(why, lif))).words_of(lif);
    let told = |column: &str| match context.facts.fact("lif", lif, column) {
        Fact::Known { value, .. } if !matches!(value.text().as_str(), "" | "-") => Ok(value.text()),
        Fact::Unknown(why) => Err(why),
        _ => Err(Why::new(Reason::Unset, format!("its {column} is not told"))),
    };
    let (node, port) = match (told("curr-node"), told("curr-port")) {
        (Ok(node), Ok(port)) => (node, port),
        (Err(why), _) | (_, Err(why)) => return unknown(why),
    };
    let is_its = |row: &&Row| row.is("node", &node) && row.is("port", &port);
    let of_node = context.known.rows_with(context, ("port", "node"), Some(&node));
    let Some(row) = of_node.into_iter().find(is_its) else {
        let scope = [("node".to_owned(), node.clone()), ("port".to_owned(), port.clone())];
        let shown = || named(&context.facts.listing_commands("port"));
        let absent = || Why::new(Reason::Contradiction, format!("{} does not show the port {node}:{port}", shown()));
        return unknown(context.facts.gap("port", &scope).unwrap_or_else(absent));
    };
    let (link, mark) = match context.facts.fact("port", row, "link") {
        Fact::Known { value, mark, .. } => (value.text(), mark),
        Fact::Unknown(why) => return unknown(why),
        Fact::NoneOf(_) => return unknown(Why::new(Reason::NotCaptured, "no answer tells the link")),
    };
    let truth = match link.as_str() {
        "up" => Truth::True,
        "down" | "off" => Truth::False,
        word => return unknown(Why::new(Reason::UnknownValue, format!("the link is `{word}`")).with(vec![mark])),
    };
    let note = if truth == Truth::True { "" } else { "should be up" };
    let name = lif.text("lif").unwrap_or_default();
    let marks: Vec<Mark> = std::iter::once(mark.noted(note)).chain(lif.mark("curr-port")).collect();
    let message = format!("the link of {node}:{port}, where {name} is now, is {link}");
    Finding::about(subject, truth).marks(marks).message(message).words_of(lif).word("node", node).word("port", port)
}

/// NDMP is on at every SVM that owns a LIF which takes NDMP sessions: those of IPspaces own LIFs too.
pub(super) fn lif_svm_ndmp_enabled<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let mut seen = HashSet::new();
    each_session_lif(context, |context, _, lif| {
        let Some(vserver) = lif.text("vserver").filter(|vserver| seen.insert(vserver.clone())) else {
            return Vec::new();
        };
        vec![enabled(context, &vserver, lif.mark("vserver"))]
    })
}

/// A data LIF that the application addresses is not configured for failover: when it moves, the NDMP operation fails
/// (ND:tape-backup/ndmp-concept.adoc).
pub(super) fn lif_failover_data<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let is_other = |lif: &&Row| told(context, "lif", lif, "role").is_ok_and(|(role, _)| role != "data");
    let lifs: Vec<&'f Row> = addressed::planned(context).into_iter().filter(|lif| !is_other(lif)).collect();
    if lifs.is_empty() {
        return vec![Finding::not_applicable("no-lif", "the application addresses no data LIF")];
    }
    lifs.into_iter().map(|lif| stays(context, lif)).collect()
}

fn stays<'f>(context: &Context<'f>, lif: &'f Row) -> Finding<'f> {
    let subject = ["vserver", "lif"].map(|name| (name.to_owned(), lif.text(name).unwrap_or_default().into_owned()));
    let about = |truth| Finding::about(subject.to_vec(), truth).words_of(lif);
    let policy = told(context, "lif", lif, "role").and_then(|_| told(context, "lif", lif, "failover-policy"));
    let (policy, mark) = match policy {
        Ok(told) => told,
        Err(why) => return about(Truth::Unknown(shown(why, lif))),
    };
    let is_known = match context.kind("lif", "failover-policy") {
        Some(Kind::Enumeration { words, .. }) => words.contains(&policy),
        _ => true,
    };
    if !is_known {
        let text = format!("`{policy}` is no failover policy that ONTAP is known to print");
        return about(Truth::Unknown(Why::new(Reason::UnknownValue, text).with(vec![mark])));
    }
    let name = lif.text("lif").unwrap_or_default();
    if policy == "disabled" {
        return about(Truth::True).marks([mark]).message(format!("{name} is not configured for failover"));
    }
    let message = format!("failover policy of {name}, a data LIF, is {policy}: an NDMP operation fails when it moves");
    about(Truth::False).marks([mark.noted("should be disabled")]).message(message)
}

/// Every node has a LIF for NDMP of the family of each address of the backup application.
pub(super) fn lif_address_family<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let seen = Families::of(context);
    let of = |address: &IpAddr| {
        let subject = vec![("address".to_owned(), address.to_string())];
        let name = family_name(address.is_ipv6());
        let why = (format!("{address} is {name}"), format!("as {address} is one"));
        seen.judged(context, subject, address.is_ipv6(), &why)
    };
    context.question.dma_addresses.iter().map(of).collect()
}

/// Every node has a LIF for NDMP of the family of addresses that the application talks over, where that is but one.
pub(super) fn dma_address_family<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let Some((family, source)) = told_family(context) else {
        return vec![untold(context, Matter::AddressFamily)];
    };
    let application = name(context);
    if family == "both" {
        let text = format!("{application} talks NDMP over IPv4 and IPv6 ({source})");
        return vec![Finding::not_applicable("any-family", &text)];
    }
    let is_v6 = family == "ipv6";
    let only = format!("{application} talks NDMP over {} alone ({source})", family_name(is_v6));
    vec![Families::of(context).judged(context, Vec::new(), is_v6, &(only.clone(), only))]
}

/// Over which family the application talks, `ipv4`, `ipv6` or `both`, and who says so.
fn told_family(context: &Context<'_>) -> Option<(String, String)> {
    let attested = context.question.attested(Attested::DmaAddressFamily);
    let of_profile =
        || context.profile()?.address_family.as_ref().map(|cell| (cell.value.clone(), cell.source.clone()));
    let told = attested.and_then(|one| Some((one.value.clone()?, format!("attested by {}", one.whose()))));
    told.or_else(of_profile)
}

/// Whether it talks over IPv6 alone, or over IPv4 alone; the first is `None` where it talks over both.
pub(in crate::judge) fn only_family(context: &Context<'_>) -> Option<(Option<bool>, String)> {
    let (family, source) = told_family(context)?;
    Some(((family != "both").then(|| family == "ipv6"), source))
}

pub(in crate::judge) fn family_name(is_v6: bool) -> &'static str {
    if is_v6 { "IPv6" } else { "IPv4" }
}

/// The addresses of the LIFs that take NDMP sessions.
struct Families {
    /// Of each LIF its address, the node where it is, and where the address stands.
    lifs: Vec<(Option<IpAddr>, Option<String>, Option<Mark>)>,
    /// Why some of them, or some nodes, may be missing.
    open: Option<Why>,
}

impl Families {
    fn of(context: &Context<'_>) -> Self {
        let mut lifs = Vec::new();
        let rest = each_lif(context, ROLES, |_, _, lif| {
            let address = lif.text("address").and_then(|text| ip(&text));
            // Where it is now counts; where nobody tells that, it is taken to be at home.
            let node = ["curr-node", "home-node"].into_iter().find_map(|column| lif.text(column));
            lifs.push((address, node.map(Cow::into_owned), lif.mark("address")));
            Vec::new()
        });
        let open =
            rest.into_iter().find_map(|finding| if let Truth::Unknown(why) = finding.truth { Some(why) } else { None });
        Self { lifs, open: open.or_else(|| context.facts.gap("node", &[])) }
    }

    /// Whether every node has a LIF of that family; `why` it is wanted, at the beginning of a sentence and at the end of one.
    fn judged<'f>(
        &self,
        context: &Context<'f>,
        subject: Vec<(String, String)>,
        is_v6: bool,
        why: &(String, String),
    ) -> Finding<'f> {
        let name = family_name(is_v6);
        let nodes = context.facts.rows("node").iter().filter_map(|row| row.text("node"));
        let nodes: Vec<String> = nodes.map(Cow::into_owned).collect();
        let is_same = |own: &Option<IpAddr>| own.is_some_and(|own| own.is_ipv6() == is_v6);
        let has = |node: &String| self.lifs.iter().any(|(own, at, _)| is_same(own) && at.as_ref() == Some(node));
        let may_have = |node: &String| {
            self.lifs.iter().any(|(own, at, _)| own.is_none() && at.as_ref().is_none_or(|at| at == node))
        };
        let lacking: Vec<&String> = nodes.iter().filter(|node| !has(node)).collect();
        let untold = || {
            let run = named(&context.facts.listing_commands("lif"));
            Why::new(Reason::ColumnMissing, format!("the addresses or nodes of some LIFs are not told: run {run}"))
        };
        let truth = match &self.open {
            Some(why) => Truth::Unknown(why.clone()),
            None if nodes.is_empty() => Truth::Unknown(untold()),
            None if lacking.is_empty() => Truth::True,
            None if lacking.iter().all(|node| may_have(node)) => Truth::Unknown(untold()),
            None => Truth::False,
        };
        let marks: Vec<Mark> = self.lifs.iter().filter_map(|(_, _, mark)| mark.clone()).collect();
        let message = match lacking.first() {
            Some(node) => format!("{}, and {node} has no LIF for NDMP with an {name} address", why.0),
            None => format!("every node has a LIF for NDMP with an {name} address, {}", why.1),
        };
        Finding::about(subject, truth).word("decides", deciding(context)).marks(marks).message(message)
    }
}
