//! NDMP reaches every LIF that takes NDMP sessions, from every address of the backup application.

use std::net::IpAddr;

use ipnet::IpNet;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::access::{self, Access, Policy};
use super::addressed::{self, holds, is_of_profile};
use super::each::{each, ip, rows_of};
use super::entry;
use super::lif::family_name;
use crate::facts::{Mark, Reason, Row, Why, named};
use crate::rule::OntapRange;

/// Before 9.10.1: the LIF's firewall policy lists ndmp with a non-empty allowed list.
pub(super) fn lif_firewall_ndmp<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    each_session_lif(context, |context, subject, lif| {
        vec![opened(context, subject, lif, access::of_firewall(context, lif))]
    })
}

/// From 9.10.1: the service policy of an intercluster LIF holds backup-ndmp-control, and that of a LIF that the application
/// addresses.
pub(super) fn lif_service_ndmp<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let mut findings = each_lif(context, "intercluster", |context, subject, lif| {
        vec![opened(context, subject, lif, access::of_service(context, lif))]
    });
    let planned = addressed::planned(context);
    let others = context.facts.rows("lif").iter().filter(|lif| !lif.is("role", "intercluster"));
    for lif in others.filter(|lif| holds(&planned, lif) || is_of_profile(context, lif)) {
        let access = access::of_service(context, lif);
        if holds(&planned, lif) || is_captured(&access) {
            findings.push(entry::told(context, opened(context, own(lif), lif, access)));
        }
    }
    findings
}

/// The same of the management LIFs that the application does not address.
pub(super) fn mgmt_lif_service_ndmp<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let roles = "cluster-mgmt|node-mgmt";
    let planned = addressed::planned(context);
    let findings = each_lif(context, roles, |context, subject, lif| {
        let access = access::of_service(context, lif);
        if holds(&planned, lif) || (is_of_profile(context, lif) && is_captured(&access)) {
            return Vec::new();
        }
        vec![opened(context, subject, lif, access)]
    });
    if findings.is_empty() {
        return vec![Finding::not_applicable("registered", "lif-service-ndmp speaks of the registered LIFs")];
    }
    findings
}

/// Whether enough was captured to judge a LIF that a profile alone names: the document does not ask for its policy.
fn is_captured(access: &Access) -> bool {
    !matches!(access, Access::Unknown(why) if matches!(why.reason, Reason::NotCaptured | Reason::ColumnMissing))
}

/// The subject of an outcome about the LIF.
fn own(lif: &Row) -> Vec<(String, String)> {
    ["vserver", "lif"].map(|name| (name.to_owned(), lif.text(name).unwrap_or_default().into_owned())).to_vec()
}

/// What the policy of the LIF that decides by the release says of NDMP.
pub(super) fn of_era(context: &Context<'_>, lif: &Row) -> Result<Access, Why> {
    Ok(match context.era.clone()? {
        OntapRange::Before9101 => access::of_firewall(context, lif),
        OntapRange::From9101 => access::of_service(context, lif),
    })
}

/// The allowed addresses cover every address of the backup application.
pub(super) fn lif_allowed_dma<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    if let Err(why) = &context.era {
        return vec![Finding::unknown(why.clone())];
    }
    each_session_lif(context, |context, subject, lif| {
        let access = of_era(context, lif).unwrap_or_else(Access::Unknown);
        let addresses = context.question.dma_addresses.iter();
        let findings: Vec<Finding<'f>> =
            addresses.clone().map(|address| allowed(context, subject.clone(), lif, &access, *address)).collect();
        let is_left_out = |(_, finding): &(&IpAddr, &Finding<'f>)| finding.truth == Truth::False;
        let left_out: Vec<String> =
            addresses.zip(&findings).filter(is_left_out).map(|(address, _)| entry::host(*address)).collect();
        findings.into_iter().map(|finding| finding.word("left-out", left_out.join(","))).collect()
    })
}

/// The roles of the LIFs that take NDMP sessions.
pub(super) const ROLES: &str = "{ndmp-roles}";

/// Judges each LIF of the roles.
pub(super) fn each_lif<'f>(
    context: &Context<'f>,
    roles: &str,
    mut judge: impl FnMut(&Context<'f>, Vec<(String, String)>, &'f Row) -> Vec<Finding<'f>>,
) -> Vec<Finding<'f>> {
    let check = rows_of("lif", &[("vserver", "vserver"), ("lif", "lif")], &[("role", roles)], "no-lif");
    let findings = each(context, &check, "no LIF takes NDMP sessions", |subject, rows| {
        rows.first().map(|lif| judge(context, subject, lif)).unwrap_or_default()
    });
    findings.into_iter().map(|finding| entry::told(context, finding)).collect()
}

/// Judges each LIF that takes sessions: those of the roles, and those of other roles that the plan names.
pub(super) fn each_session_lif<'f>(
    context: &Context<'f>,
    mut judge: impl FnMut(&Context<'f>, Vec<(String, String)>, &'f Row) -> Vec<Finding<'f>>,
) -> Vec<Finding<'f>> {
    let mut findings = each_lif(context, ROLES, &mut judge);
    let roles = context.filled(ROLES);
    let is_other = |lif: &&Row| !roles.split('|').any(|role| lif.is("role", role));
    let others: Vec<&Row> = addressed::planned(context).into_iter().filter(is_other).collect();
    for lif in others {
        let subject = own(lif);
        if !findings.iter().any(|finding| finding.subject.starts_with(&subject)) {
            findings.retain(|finding| finding.not_applicable.is_none());
            findings.extend(judge(context, subject, lif).into_iter().map(|finding| entry::told(context, finding)));
        }
    }
    findings
}

fn opened<'f>(context: &Context<'f>, subject: Vec<(String, String)>, lif: &'f Row, access: Access) -> Finding<'f> {
    let name = lif.text("lif").unwrap_or_default();
    match access {
        Access::Unknown(why) => Finding::about(subject, Truth::Unknown(shown(why, lif))),
        Access::Open { policy, addresses, marks } => {
            if let Some(why) = left_out(context, lif, &policy, addresses.as_deref()) {
                let message = format!("{why}: NDMP cannot reach {name}");
                let finding = of_policy(context, Finding::about(subject, Truth::False), lif, &policy);
                let own = servers(context, is_v6(lif).unwrap_or_default()).join(", ");
                return finding
                    .word("lacks", "family")
                    .word("servers", own)
                    .marks(noted(&marks, &why))
                    .message(message);
            }
            let from = addresses.map_or_else(String::new, |addresses| format!(" from {}", addresses.join(", ")));
            let message = format!("policy {} lets NDMP in at {name}{from}", policy.told());
            of_policy(context, Finding::about(subject, Truth::True), lif, &policy).marks(marks).message(message)
        }
        Access::Closed { policy, why, marks } => {
            let message = format!("{why}: NDMP cannot reach {name}");
            of_policy(context, Finding::about(subject, Truth::False), lif, &policy).marks(marks).message(message)
        }
    }
}

pub(super) fn shown(why: Why, lif: &Row) -> Why {
    let marks = if why.marks.is_empty() { lif.mark("lif").into_iter().collect() } else { why.marks.clone() };
    why.with(marks)
}

/// Words for the commands that mend the policy: `vserver` is the policy's.
fn of_policy<'f>(context: &Context<'f>, finding: Finding<'f>, lif: &'f Row, policy: &Policy) -> Finding<'f> {
    // Only a fix says it.
    let servers = if finding.truth == Truth::True { String::new() } else { let_in(context, lif, policy) };
    finding.word("servers", servers).word("vserver", &policy.vserver).word("policy", &policy.name).words_of(lif)
}

/// Whether its address is of IPv6; `None` where no answer tells one.
fn is_v6(lif: &Row) -> Option<bool> {
    lif.text("address").and_then(|text| ip(&text)).map(|address| address.is_ipv6())
}

/// Whether somebody connects over this protocol: where the plan names the backup servers, one of them has such an address.
fn is_used(context: &Context<'_>, is_v6: bool) -> bool {
    let planned = &context.question.dma_addresses;
    planned.is_empty() || planned.iter().any(|address| address.is_ipv6() == is_v6)
}

/// Why nobody reaches the LIF although its policy lets somebody in: none of the allowed networks is of its own family.
pub(super) fn left_out(
    context: &Context<'_>,
    lif: &Row,
    policy: &Policy,
    addresses: Option<&[String]>,
) -> Option<String> {
    let is_v6 = is_v6(lif).filter(|is_v6| is_used(context, *is_v6))?;
    let addresses = addresses.filter(|addresses| !addresses.is_empty())?;
    let is_other = |text: &String| net(text).is_some_and(|net| matches!(net, IpNet::V6(_)) != is_v6);
    addresses.iter().all(is_other).then(|| {
        let (own, list) = (family_name(is_v6), addresses.join(", "));
        format!("policy {} lets NDMP in from {list}, from no {own} address", policy.told())
    })
}

/// Who of a family is let in: the servers of the backup where the plan tells them, else everybody.
fn servers(context: &Context<'_>, is_v6: bool) -> Vec<String> {
    let planned = &context.question.dma_addresses;
    if planned.is_empty() {
        return vec![if is_v6 { "::/0" } else { "0.0.0.0/0" }.to_owned()];
    }
    planned.iter().filter(|address| address.is_ipv6() == is_v6).map(|address| entry::host(*address)).collect()
}

/// Who is let in, of the families of all session LIFs that have the policy: one command is for all of them.
fn let_in(context: &Context<'_>, lif: &Row, policy: &Policy) -> String {
    let roles = context.filled(ROLES);
    let has_it = |other: &&Row| {
        ["firewall-policy", "service-policy"].iter().any(|column| other.is(column, &policy.name))
            && other.text("vserver") == lif.text("vserver")
            && roles.split('|').any(|role| other.is("role", role))
    };
    let mut families: Vec<bool> = context.facts.rows("lif").iter().filter(has_it).filter_map(is_v6).collect();
    families.push(is_v6(lif).unwrap_or_default());
    families.retain(|is_v6| is_used(context, *is_v6));
    let used = [false, true].into_iter().filter(|is_v6| families.contains(is_v6));
    let found: Vec<String> = used.flat_map(|is_v6| servers(context, is_v6)).collect();
    // Servers of the other family alone come to another LIF that has the policy.
    let all = || [false, true].into_iter().flat_map(|is_v6| servers(context, is_v6)).collect();
    if found.is_empty() { all() } else { found }.join(", ")
}

fn allowed<'f>(
    context: &Context<'f>,
    mut subject: Vec<(String, String)>,
    lif: &'f Row,
    access: &Access,
    address: IpAddr,
) -> Finding<'f> {
    subject.push(("address".to_owned(), address.to_string()));
    let name = lif.text("lif").unwrap_or_default();
    let (policy, addresses, marks) = match access {
        Access::Unknown(why) => return Finding::about(subject, Truth::Unknown(shown(why.clone(), lif))),
        Access::Closed { policy, why, marks } => {
            let finding = of_policy(context, Finding::about(subject, Truth::False), lif, policy);
            return finding.marks(marks.clone()).message(format!("{why}: {address} cannot reach {name}"));
        }
        Access::Open { policy, addresses, marks } => (policy, addresses, marks),
    };
    let truth = covered(context, addresses.as_deref(), address, marks);
    let list = addresses.as_ref().map(|addresses| addresses.join(", ")).unwrap_or_default();
    let message = match &truth {
        Truth::True => format!("policy {} lets {address} in at {name} ({list})", policy.told()),
        Truth::False => {
            format!("policy {} lets NDMP in at {name} from {list}, which does not cover {address}", policy.told())
        }
        Truth::Unknown(_) => String::new(),
    };
    let note = if truth == Truth::False { format!("does not cover {address}") } else { String::new() };
    of_policy(context, Finding::about(subject, truth), lif, policy).marks(noted(marks, &note)).message(message)
}

/// The marks, the first of them with a note.
fn noted(marks: &[Mark], note: &str) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    if let Some(first) = marks.first_mut() {
        *first = first.clone().noted(note);
    }
    marks
}

/// Whether the addresses that are let in hold this one.
pub(in crate::judge) fn covered(
    context: &Context<'_>,
    addresses: Option<&[String]>,
    address: IpAddr,
    marks: &[Mark],
) -> Truth {
    let Some(addresses) = addresses else {
        let run = named(&context.facts.listing_commands("service-policy"));
        return Truth::Unknown(Why::new(
            Reason::ColumnMissing,
            format!("no answer shows the allowed addresses: run {run}"),
        ));
    };
    let nets: Vec<Result<IpNet, &String>> = addresses.iter().map(|text| net(text).ok_or(text)).collect();
    if nets.iter().flatten().any(|net| net.contains(&address)) {
        return Truth::True;
    }
    match nets.into_iter().find_map(Result::err) {
        Some(text) => Truth::Unknown(
            Why::new(Reason::Unreadable, format!("`{text}` is not an address with a mask")).with(marks.to_vec()),
        ),
        None => Truth::False,
    }
}

fn net(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
