//! How the policy of a LIF stands to NDMP, in words that choose the advice: no entry, one without addresses, or another.

use std::borrow::Cow;
use std::net::IpAddr;

use super::super::context::Context;
use super::super::finding::Finding;
use super::NDMP_SERVICE;
use crate::facts::{Fact, Row};
use crate::rule::OntapRange;
use crate::table::Value;

/// The finding with the words `decides`, `assumed`, `entry`, `networks` and `network` of the policy that it names.
pub(super) fn told<'f>(context: &Context<'f>, finding: Finding<'f>) -> Finding<'f> {
    let Ok(era) = context.era else { return finding };
    let Some(policy) = finding.get("policy").map(Cow::into_owned) else { return finding };
    let is_old = era == OntapRange::Before9101;
    let networks =
        if is_old { of_firewall(context, &finding, &policy) } else { of_service(context, &finding, &policy) };
    let entry = match &networks {
        None => "absent",
        Some(networks) if networks.is_empty() => "empty",
        Some(_) => "other",
    };
    let is_assumed = is_old && finding.get("firewall-policy").is_none();
    let own = finding.subject.iter().find(|(name, _)| name == "vserver").map(|(_, value)| value.clone());
    // One command lets all of them in: each that names one alone would shut out those before it.
    let network = finding.get("left-out").map(Cow::into_owned);
    let finding = finding
        .word("entry", entry)
        .word("decides", deciding(context))
        .word("assumed", is_assumed.to_string())
        .word("lif-vserver", own.unwrap_or_default())
        .word("network", network.unwrap_or_default());
    finding.word("networks", networks.unwrap_or_default().join(", "))
}

/// Which policies decide by the release; where it is not known, those of today.
pub(super) fn deciding(context: &Context<'_>) -> &'static str {
    if context.era == Ok(OntapRange::Before9101) { "firewall-policy" } else { "service-policy" }
}

/// The network that is this address alone.
pub(super) fn host(address: IpAddr) -> String {
    format!("{address}/{}", if address.is_ipv4() { 32 } else { 128 })
}

fn is_of(row: &Row, finding: &Finding<'_>, policy: &str) -> bool {
    row.text("vserver") == finding.get("vserver") && row.text("policy").as_deref() == Some(policy)
}

fn of_firewall(context: &Context<'_>, finding: &Finding<'_>, policy: &str) -> Option<Vec<String>> {
    let is_its = |row: &&Row| is_of(row, finding, policy) && row.text("service").as_deref() == Some("ndmp");
    let row = context.facts.rows("firewall-policy").iter().find(is_its)?;
    let list = ["ip-list", "allow-list"].into_iter().find_map(|name| row.facts.get(name));
    Some(list.map(elements).unwrap_or_default())
}

fn of_service(context: &Context<'_>, finding: &Finding<'_>, policy: &str) -> Option<Vec<String>> {
    let row = context.facts.rows("service-policy").iter().find(|row| is_of(row, finding, policy))?;
    let services = row.facts.get("services").map(elements)?;
    services.iter().find(|service| *service == NDMP_SERVICE)?;
    let entries = row.facts.get("allowed-addresses").map(elements).unwrap_or_default();
    let of_ndmp = entries.iter().filter_map(|entry| entry.strip_prefix(NDMP_SERVICE)?.strip_prefix(':'));
    Some(of_ndmp.map(|network| network.trim().to_owned()).collect())
}

fn elements(fact: &Fact) -> Vec<String> {
    match fact {
        Fact::Known { value: Value::List(elements), .. } => elements.clone(),
        _ => Vec::new(),
    }
}
