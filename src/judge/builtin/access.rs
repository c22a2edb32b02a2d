//! Whether a LIF lets NDMP in: through its firewall policy before ONTAP 9.10.1, through its service policy from then on.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::super::context::Context;
use super::super::truth;
use super::{NDMP_SERVICE, services};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::source::Place;
use crate::table::Value;

/// Whether a policy lets NDMP in.
#[derive(Clone, Debug)]
pub(in crate::judge) enum Access {
    /// It does, from these addresses (`None`: not told).
    Open { policy: Policy, addresses: Option<Vec<String>>, marks: Vec<Mark> },
    /// It does not.
    Closed { policy: Policy, why: String, marks: Vec<Mark> },
    /// Cannot be told.
    Unknown(Why),
}

impl Access {
    /// Whether it is open, by which policy, and where that stands; `None` where it cannot be told.
    fn told(&self) -> Option<(bool, &Policy, &Mark)> {
        match self {
            Self::Open { policy, marks, .. } => Some((true, policy, marks.first()?)),
            Self::Closed { policy, marks, .. } => Some((false, policy, marks.first()?)),
            Self::Unknown(_) => None,
        }
    }
}

/// A policy of an SVM.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::judge) struct Policy {
    pub(in crate::judge) vserver: String,
    pub(in crate::judge) name: String,
    /// No answer tells the LIF's policy: it is the one that the document gives its role.
    pub(in crate::judge) is_assumed: bool,
}

impl Policy {
    /// Its name, and whether it was assumed.
    pub(in crate::judge) fn told(&self) -> String {
        let assumed =
            if self.is_assumed { " (the document's for its role; no answer tells the LIF's own)" } else { "" };
        format!("{}{assumed}", self.name)
    }
}

/// What the LIF's firewall policy says of NDMP.
pub(in crate::judge) fn of_firewall(context: &Context<'_>, lif: &Row) -> Access {
    let (names, own) = match firewall_policy(context, lif) {
        Ok(found) => found,
        Err(why) => return Access::Unknown(why),
    };
    let found: Vec<(&String, Access)> = names
        .iter()
        .filter(|name| names.len() == 1 || exists(context, name))
        .map(|name| (name, firewall(context, lif, name, own.clone())))
        .collect();
    match found.as_slice() {
        [] => {
            Access::Unknown(context.facts.gap("firewall-policy", &[]).unwrap_or_else(|| absent(&names.join("` or `"))))
        }
        [(_, only)] => only.clone(),
        [(_, first), (_, second), ..] if is_open(first) == is_open(second) => first.clone(),
        [first, second, ..] => Access::Unknown(disagreement(first, second)),
    }
}

fn is_open(access: &Access) -> Option<bool> {
    match access {
        Access::Open { .. } => Some(true),
        Access::Closed { .. } => Some(false),
        Access::Unknown(_) => None,
    }
}

fn disagreement(first: &(&String, Access), second: &(&String, Access)) -> Why {
    let marks = [first, second].into_iter().flat_map(|(_, access)| match access {
        Access::Open { marks, .. } | Access::Closed { marks, .. } => marks.clone(),
        Access::Unknown(why) => why.marks.clone(),
    });
    let text =
        format!("no answer tells which firewall policy the LIF has, and `{}` and `{}` differ", first.0, second.0);
    Why::new(Reason::Contradiction, text).with(marks.collect())
}

/// The names of the policies that the LIF can have, and the mark that tells it. Where no answer does, the document's.
fn firewall_policy(context: &Context<'_>, lif: &Row) -> Result<(Vec<String>, Option<Mark>), Why> {
    match context.facts.fact("lif", lif, "firewall-policy") {
        Fact::Known { value, mark, .. } if !matches!(value.text().as_str(), "" | "-") => {
            return Ok((vec![value.text()], Some(mark)));
        }
        Fact::Known { mark, .. } => {
            return Err(Why::new(Reason::Unset, "the LIF has no firewall policy").with(vec![mark]));
        }
        Fact::Unknown(why) if why.reason == Reason::Contradiction || why.is_row_absent => return Err(why),
        // So it stands where an answer shows it masked.
        Fact::Unknown(why) if lif.facts.contains_key("firewall-policy") => return Err(why),
        // An answer that was asked for it and is refused or torn is no leave to assume.
        Fact::Unknown(_) => {
            if let Some(why) = context.facts.asked_in_vain("lif", lif, "firewall-policy") {
                return Err(why);
            }
        }
        Fact::NoneOf(_) => {}
    }
    if let Some(why) = own_policy(context, lif) {
        return Err(why);
    }
    let names: &[&str] = match lif.text("role").as_deref() {
        Some("intercluster") => &["intercluster"],
        Some("cluster-mgmt") => &["mgmt", "cluster"],
        Some("node-mgmt") => &["mgmt"],
        // Of LIFs for data the document says nothing.
        _ => return Err(context.facts.undecided("lif", lif, "firewall-policy")),
    };
    Ok((names.iter().map(|name| (*name).to_owned()).collect(), None))
}

/// A policy of the site's own that may be the LIF's, where no answer tells which one it has.
fn own_policy(context: &Context<'_>, lif: &Row) -> Option<Why> {
    const BUILT_IN: [&str; 4] = ["cluster", "data", "intercluster", "mgmt"];
    let owners = [lif.text("vserver"), context.facts.cluster_name().map(Cow::from)];
    let is_own = |row: &&Row| {
        let is_there = row.text("vserver").is_none() || owners.contains(&row.text("vserver"));
        is_there && row.text("policy").is_some_and(|policy| !BUILT_IN.contains(&&*policy))
    };
    let row = context.facts.rows("firewall-policy").iter().find(is_own)?;
    let policy = row.text("policy").unwrap_or_default();
    let commands = context.facts.asking_commands("lif", &["firewall-policy"]);
    let text = format!("no answer tells the LIF's firewall policy, and `{policy}` may be it; run {}", named(&commands));
    let marks = row.mark("policy").map(|mark| mark.noted("a policy of the site's own")).into_iter().collect();
    Some(Why { commands, ..Why::new(Reason::ColumnMissing, text).with(marks) })
}

fn exists(context: &Context<'_>, name: &str) -> bool {
    context.facts.rows("firewall-policy").iter().any(|row| row.text("policy").as_deref() == Some(name))
}

/// The rows of the policy: in the LIF's own SVM, else in the admin SVM, else in the only SVM that has one of that name.
fn firewall_rows<'a>(context: &Context<'a>, lif: &Row, name: &str) -> Result<(Policy, Vec<&'a Row>), Why> {
    let mut rows = context.known.rows_with(context, ("firewall-policy", "policy"), Some(name));
    rows.retain(|row| row.is("policy", name));
    let owners: Vec<Option<Cow<'_, str>>> = {
        let mut owners: Vec<Option<Cow<'_, str>>> = rows.iter().map(|row| row.text("vserver")).collect();
        owners.sort();
        owners.dedup();
        owners
    };
    let near = [lif.text("vserver"), context.facts.cluster_name().map(Cow::from)];
    let owner = near.into_iter().flatten().map(Some).find(|owner| owners.contains(owner));
    let owner = match (owner, owners.as_slice()) {
        (Some(owner), _) => owner,
        (None, [only]) => only.clone(),
        (None, []) => {
            let scope = [("policy".to_owned(), name.to_owned())];
            return Err(context.facts.gap("firewall-policy", &scope).unwrap_or_else(|| absent(name)));
        }
        (None, _) => {
            let marks = rows.iter().filter_map(|row| row.mark("policy")).take(2).collect();
            return Err(Why::new(
                Reason::Contradiction,
                format!("several SVMs have a policy `{name}`, and none is the LIF's own"),
            )
            .with(marks));
        }
    };
    let vserver = owner.clone().or_else(|| lif.text("vserver")).unwrap_or_default();
    let own = rows.into_iter().filter(|row| row.text("vserver") == owner).collect();
    Ok((Policy { vserver: vserver.into_owned(), name: name.to_owned(), is_assumed: false }, own))
}

fn absent(name: &str) -> Why {
    Why::new(Reason::Contradiction, format!("the policy `{name}` is not among the policies that are shown"))
}

fn firewall(context: &Context<'_>, lif: &Row, name: &str, own: Option<Mark>) -> Access {
    let (policy, rows) = match firewall_rows(context, lif, name) {
        Ok((policy, rows)) => (Policy { is_assumed: own.is_none(), ..policy }, rows),
        Err(why) => {
            return Access::Unknown(Why { marks: [why.marks.clone(), own.into_iter().collect()].concat(), ..why });
        }
    };
    let Some(row) = rows.iter().find(|row| row.text("service").as_deref() == Some("ndmp")) else {
        let scope = [("vserver".to_owned(), policy.vserver.clone()), ("policy".to_owned(), policy.name.clone())];
        if let Some(why) = context.facts.gap("firewall-policy", &scope).or_else(|| misread(&rows)) {
            return Access::Unknown(why);
        }
        let marks = rows
            .first()
            .and_then(|row| row.mark("policy"))
            .map(|mark| mark.noted("lists no ndmp"))
            .into_iter()
            .chain(own);
        return Access::Closed {
            why: format!("firewall policy {} does not list ndmp", policy.told()),
            marks: marks.collect(),
            policy,
        };
    };
    let allow = if row.facts.contains_key("ip-list") { "ip-list" } else { "allow-list" };
    let denies = row.text("action").is_some_and(|action| action == "deny");
    match context.facts.fact("firewall-policy", row, allow) {
        Fact::Unknown(why) => Access::Unknown(why),
        Fact::Known { value: Value::List(addresses), mark, .. } if !addresses.is_empty() && !denies => {
            Access::Open { policy, addresses: Some(addresses), marks: [mark].into_iter().chain(own).collect() }
        }
        Fact::Known { mark, .. } => {
            let why = format!("firewall policy {} allows ndmp from no address", policy.told());
            Access::Closed { why, marks: vec![mark.noted("no address is allowed")], policy }
        }
        Fact::NoneOf(_) => Access::Unknown(Why::new(Reason::NotCaptured, "no answer tells it")),
    }
}

/// Why no policy lacks NDMP in which a word stands that may be it.
fn misread(rows: &[&Row]) -> Option<Why> {
    let may_be = |row: &&&Row| {
        row.text("service")
            .is_some_and(|service| truth::may_be(&service, "ndmp") || !services::is_of_firewall(&service))
    };
    let row = rows.iter().find(may_be)?;
    let text = format!("`{}` may be ndmp, misread or masked", row.text("service").unwrap_or_default());
    Some(Why::new(Reason::UnknownValue, text).with(row.mark("service").into_iter().collect()))
}

/// What the LIF's service policy says of NDMP, unless the LIF's own list of services tells another thing; of two that one answer
/// after the other tells, the later counts.
pub(in crate::judge) fn of_service(context: &Context<'_>, lif: &Row) -> Access {
    let access = of_its_policy(context, lif);
    let Some(listed) = of_service_list(lif) else { return access };
    // The LIF's own list is as good as its policy, which nobody was asked for.
    if matches!(&access, Access::Unknown(why) if why.reason == Reason::NotCaptured) {
        return listed;
    }
    let (Some((is_open, policy, shown)), Some((is_listed, _, own))) = (access.told(), listed.told()) else {
        return access;
    };
    if is_open == is_listed {
        return access;
    }
    match context.facts.order(&shown.place, &own.place) {
        Some(Ordering::Greater) => access,
        // Which policy it has by then, nobody has shown.
        Some(Ordering::Less) => listed,
        _ => Access::Unknown(disagreeing(policy, shown, own)),
    }
}

/// Why nobody knows what a LIF answers whose own list of services and whose policy are not of one mind.
fn disagreeing(policy: &Policy, policy_mark: &Mark, list_mark: &Mark) -> Why {
    let text = format!(
        "the evidence contradicts itself: service policy {} and the LIF's own list of services do not agree on {NDMP_SERVICE}",
        policy.name
    );
    let marks = vec![policy_mark.clone().noted("the policy"), list_mark.clone().noted("the LIF's list")];
    Why::new(Reason::Contradiction, text).with(marks)
}

/// What the LIF's service policy says of NDMP; the policy is the LIF's own SVM's.
fn of_its_policy(context: &Context<'_>, lif: &Row) -> Access {
    let (name, own) = match context.facts.fact("lif", lif, "service-policy") {
        Fact::Known { value, mark, .. } if !matches!(value.text().as_str(), "" | "-") => (value.text(), mark),
        Fact::Known { mark, .. } => {
            return Access::Unknown(Why::new(Reason::Unset, "the LIF has no service policy").with(vec![mark]));
        }
        Fact::Unknown(why) => return of_service_list(lif).unwrap_or(Access::Unknown(why)),
        Fact::NoneOf(_) => return Access::Unknown(Why::new(Reason::NotCaptured, "no answer tells its service policy")),
    };
    let vserver = lif.text("vserver").unwrap_or_default().into_owned();
    let is_its = |row: &&Row| row.is("vserver", &vserver) && row.is("policy", &name);
    let policy = Policy { vserver: vserver.clone(), name: name.clone(), is_assumed: false };
    let of_name = context.known.rows_with(context, ("service-policy", "policy"), Some(&name));
    let Some(row) = of_name.into_iter().find(is_its) else {
        let scope = [("vserver".to_owned(), vserver), ("policy".to_owned(), name.clone())];
        let why = context.facts.gap("service-policy", &scope).unwrap_or_else(|| absent(&name));
        let marks = if why.marks.is_empty() { vec![own] } else { why.marks.clone() };
        return Access::Unknown(why.with(marks));
    };
    match context.facts.fact("service-policy", row, "services") {
        Fact::Unknown(why) => Access::Unknown(why),
        Fact::Known { value: Value::List(services), mark, parts } => {
            service(context, row, policy, &services, mark, &parts, own)
        }
        _ => closed_service(context, row, policy, own),
    }
}

fn service(
    context: &Context<'_>,
    row: &Row,
    policy: Policy,
    services: &[String],
    mark: Mark,
    parts: &[Place],
    own: Mark,
) -> Access {
    let Some(at) = services.iter().position(|service| service == NDMP_SERVICE) else {
        if let Some(last) = services.last().filter(|last| is_begun(context, last)) {
            let text = format!("the list ends in `{last}`, the beginning of a service's name: its end is lost");
            return Access::Unknown(Why::new(Reason::Unreadable, text).with(vec![mark]));
        }
        if let Some(at) = services.iter().position(|service| services::may_be_ndmp(service)) {
            let text = format!("`{}` may be {NDMP_SERVICE}, misread or masked", services[at]);
            let mark = mark.of_part(parts, at);
            return Access::Unknown(Why::new(Reason::UnknownValue, text).with(vec![mark]));
        }
        return closed_service(context, row, policy, own);
    };
    let addresses = match context.facts.fact("service-policy", row, "allowed-addresses") {
        Fact::Known { value: Value::List(entries), .. } => {
            let of_ndmp = entries.iter().filter_map(|entry| entry.strip_prefix(NDMP_SERVICE)?.strip_prefix(':'));
            Some(of_ndmp.map(str::to_owned).collect())
        }
        _ => None,
    };
    Access::Open { policy, addresses, marks: vec![mark.of_part(parts, at), own] }
}

/// Whether a word is the beginning of the name of a service that another policy has, or of NDMP's, and itself none: each of
/// ONTAP's has a joint (docs.netapp.com/us-en/ontap/networking/lifs_and_service_policies96.html).
fn is_begun(context: &Context<'_>, word: &str) -> bool {
    // What every policy of ONTAP's begins with.
    const FIRST: [&str; 5] = [NDMP_SERVICE, "cluster-core", "data-core", "intercluster-core", "management-core"];
    // `management-http` is one beside `management-https`.
    let is_longer = |other: &str| other.strip_prefix(word).is_some_and(|rest| !matches!(rest, "" | "s"));
    let lists = context.facts.rows("service-policy").iter().filter_map(|row| row.facts.get("services"));
    let mut all = lists.flat_map(|list| match list {
        Fact::Known { value: Value::List(services), .. } => services.as_slice(),
        _ => &[],
    });
    !word.is_empty()
        && (!word.contains('-') || FIRST.iter().any(|own| is_longer(own)) || all.any(|other| is_longer(other)))
}

/// The list of the last policy in an answer that is cut off may go on.
fn closed_service(context: &Context<'_>, row: &Row, policy: Policy, own: Mark) -> Access {
    if let Some(why) = context.facts.torn("service-policy", row) {
        return Access::Unknown(why);
    }
    let mark = row.mark("policy");
    let why = format!("service policy {} does not hold {NDMP_SERVICE}", policy.name);
    let marks = mark.map(|mark| mark.noted(&format!("holds no {NDMP_SERVICE}"))).into_iter().chain([own]);
    Access::Closed { why, marks: marks.collect(), policy }
}

/// The LIF's own list of services, where an instance view shows it.
fn of_service_list(lif: &Row) -> Option<Access> {
    let Some(Fact::Known { value: Value::List(services), mark, .. }) = lif.facts.get("services") else { return None };
    let policy = Policy {
        vserver: lif.text("vserver").unwrap_or_default().into_owned(),
        name: "<policy>".to_owned(),
        is_assumed: false,
    };
    let is_held = services.iter().any(|service| service == NDMP_SERVICE);
    if let Some(word) = services.iter().find(|service| !is_held && services::may_be_ndmp(service)) {
        let text = format!("`{word}` may be {NDMP_SERVICE}, misread or masked");
        return Some(Access::Unknown(Why::new(Reason::UnknownValue, text).with(vec![mark.clone()])));
    }
    Some(if is_held {
        Access::Open { policy, addresses: None, marks: vec![mark.clone()] }
    } else {
        let why = format!("its services do not hold {NDMP_SERVICE}");
        Access::Closed { policy, why, marks: vec![mark.clone().noted(&format!("holds no {NDMP_SERVICE}"))] }
    })
}
