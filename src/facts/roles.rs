//! Roles of LIFs, which ONTAP deprecated in favour of service policies and still prints: told by a column, by the option that
//! was typed, or by the policy (ND:networking/lifs_and_service_policies96.adoc).

use std::borrow::Cow;

use foldhash::{HashMap, HashSet};

use super::advice::named;
use super::cover::is_covered;
use super::derive::text_fact;
use super::merge::entity;
use super::{Fact, Facts, Reason, Row, Why};
use crate::table::Value;

/// The role of a LIF: printed; else its service policy holds `intercluster-core`; else its SVM's type tells that it is
/// no LIF of the admin SVM; else complete answers to `-role X` that do not hold it tell what it is not.
pub(super) fn complete(facts: &mut Facts<'_>) {
    let covered: Vec<&str> = ROLES.into_iter().filter(|role| is_role_answered(facts, role)).collect();
    let rows = facts.entities.remove("lif").unwrap_or_default();
    let around = Around::of(facts);
    let mut roles: Vec<Option<Fact>> = rows.iter().map(|row| role(facts, &around, row, &covered)).collect();
    let is_cluster_s = |(row, role): (&Row, &Option<Fact>)| {
        let told = role.as_ref().and_then(value_of).or_else(|| row.text("role"));
        told.as_deref() == Some("cluster-mgmt")
    };
    if !rows.iter().zip(&roles).any(is_cluster_s) {
        rows.iter().zip(&mut roles).for_each(|(row, role)| doubt_failover(facts, row, role));
    }
    let with_role = rows.into_iter().zip(roles).map(|(mut row, role)| {
        if let Some(role) = role {
            row.facts.insert("role", role);
        }
        row
    });
    facts.entities.insert("lif".to_owned(), with_role.collect());
}

/// What the roles of LIFs follow from, by name: the first row of each.
struct Around<'f> {
    nodes: HashSet<Cow<'f, str>>,
    svms: HashMap<Option<Cow<'f, str>>, &'f Row>,
    policies: HashMap<(Cow<'f, str>, Cow<'f, str>), &'f Row>,
    /// The cluster's name, which is also the admin SVM's.
    admin: Option<String>,
}

impl<'f> Around<'f> {
    fn of(facts: &'f Facts<'_>) -> Self {
        let mut svms = HashMap::default();
        for row in facts.rows("vserver") {
            svms.entry(row.text("vserver")).or_insert(row);
        }
        let mut policies = HashMap::default();
        for row in facts.rows("service-policy") {
            if let (Some(vserver), Some(policy)) = (row.text("vserver"), row.text("policy")) {
                policies.entry((vserver, policy)).or_insert(row);
            }
        }
        let nodes = facts.rows("node").iter().filter_map(|row| row.text("node")).collect();
        Self { nodes, svms, policies, admin: facts.cluster_name() }
    }

    fn policy_of(&self, row: &Row) -> Option<&'f Row> {
        let policy = row.text("service-policy")?;
        self.policies.get(&(row.text("vserver")?, policy)).copied()
    }

    fn is_data_svm(&self, row: &Row) -> bool {
        self.svms.get(&row.text("vserver")).is_some_and(|svm| svm.is("type", "data"))
    }
}

fn value_of(fact: &Fact) -> Option<Cow<'_, str>> {
    match fact {
        Fact::Known { value, .. } => Some(value.as_text()),
        _ => None,
    }
}

/// Every cluster has a cluster-management LIF: where none is found, a failover policy tells no management LIF's role, because
/// it may be that one's, and wrong.
fn doubt_failover(facts: &Facts<'_>, row: &Row, role: &mut Option<Fact>) {
    let failover = row.mark("failover-policy");
    let Some(Fact::Known { mark, .. }) = role else { return };
    if Some(&*mark) == failover.as_ref() {
        let commands = named(&facts.asking_commands("lif", &["role"]));
        let text = format!(
            "it is a management LIF, and no LIF is known to be the cluster's, which every cluster has: run {commands}"
        );
        *role = Some(Fact::Unknown(Why::new(Reason::ColumnMissing, text).with(vec![mark.clone()])));
    }
}

/// A role that a LIF of a data SVM has not, or that the built-in service policy of the LIF excludes: one of the two is of another
/// answer.
fn contradicted(row: &Row, around: &Around<'_>) -> Option<Fact> {
    let role = row.text("role")?;
    if ROLES.contains(&&*role) && around.is_data_svm(row) {
        let text = format!("its role is {role}, and its SVM is for data, which has no such LIF");
        let marks = row.mark("role").into_iter().chain(row.mark("vserver")).collect();
        return Some(Fact::Unknown(Why::new(Reason::Contradiction, text).with(marks)));
    }
    let policy = row.text("service-policy")?;
    let is_data = policy.starts_with("default-data-");
    let excludes = match &*role {
        "intercluster" => is_data || matches!(&*policy, "default-management" | "default-cluster"),
        "cluster-mgmt" | "node-mgmt" => is_data || matches!(&*policy, "default-intercluster" | "default-cluster"),
        _ => false,
    };
    let text = format!("its role is {role}, and its service policy {policy} is none of that role");
    let marks = row.mark("role").into_iter().chain(row.mark("service-policy")).collect();
    excludes.then(|| Fact::Unknown(Why::new(Reason::Contradiction, text).with(marks)))
}

const ROLES: [&str; 3] = ["intercluster", "cluster-mgmt", "node-mgmt"];

/// Whether a complete answer holds all LIFs of the role, and only them.
fn is_role_answered(facts: &Facts<'_>, role: &str) -> bool {
    facts.answers.iter().any(|answer| {
        entity(&facts.tables[answer.table], answer.view) == "lif"
            && facts.is_whole(answer)
            && answer.filters.iter().any(|(name, _)| name == "role")
            && is_covered(answer, facts.tables, &[("role".to_owned(), role.to_owned())])
    })
}

fn role(facts: &Facts<'_>, around: &Around<'_>, row: &Row, covered: &[&'static str]) -> Option<Fact> {
    // A LIF that was made by its service policy alone may have no role of its own.
    let is_unset = matches!(row.text("role").as_deref(), Some("-" | "" | "undef"));
    if !is_unset && row.facts.contains_key("role") {
        return contradicted(row, around);
    }
    if row.is("vserver", "Cluster") {
        return row.mark("vserver").map(|mark| text_fact("cluster", mark));
    }
    // Without a policy none of these tells it.
    let has_policy = row.facts.contains_key("service-policy");
    let told = if has_policy { role_of_policy(facts, around, row) } else { None };
    if let Some(fact) = told {
        return Some(excluded(row, fact, covered));
    }
    if around.is_data_svm(row) {
        return row.mark("vserver").map(|mark| text_fact("data", mark));
    }
    let mut not = covered.to_vec();
    if is_without_intercluster(facts, around, row) && !not.contains(&"intercluster") {
        not.push("intercluster");
    }
    let unset = || {
        let why = Why::new(Reason::Unset, "its role is not set, and no service policy tells it");
        Fact::Unknown(why.with(row.mark("role").into_iter().collect()))
    };
    if not.is_empty() {
        return is_unset.then(unset);
    }
    Some(without_role(around, row, &not).unwrap_or(Fact::NoneOf(not)))
}

fn role_of_policy(facts: &Facts<'_>, around: &Around<'_>, row: &Row) -> Option<Fact> {
    role_of_service(around, row)
        .or_else(|| role_of_name(around, row))
        .or_else(|| role_of_management(facts, around, row))
}

/// A LIF of the admin SVM has one of the roles: where complete answers for each of them lack it, one of these is not whole.
fn without_role(around: &Around<'_>, row: &Row, not: &[&str]) -> Option<Fact> {
    if !ROLES.iter().all(|role| not.contains(role)) {
        return None;
    }
    let is_admins = around.admin.as_ref().is_some_and(|name| row.is("vserver", name));
    let text =
        "it is a LIF of the admin SVM, and no answer for a role shows it: one of them is of another time, or not whole";
    let why = || Why::new(Reason::Contradiction, text).with(row.mark("lif").into_iter().collect());
    is_admins.then(|| Fact::Unknown(why()))
}

/// A role that complete answers for it do not show is none.
fn excluded(row: &Row, fact: Fact, covered: &[&str]) -> Fact {
    let Fact::Known { value, mark, .. } = &fact else { return fact };
    let role = value.text();
    if !covered.contains(&role.as_str()) {
        return fact;
    }
    let text = format!(
        "its service policy makes it a LIF of role {role}, which the complete answer for that role does not show"
    );
    let own = row.mark("lif").into_iter();
    Fact::Unknown(Why::new(Reason::Contradiction, text).with(own.chain([mark.clone()]).collect()))
}

/// The built-in policy of intercluster LIFs, where it is not shown what it holds.
fn role_of_name(around: &Around<'_>, row: &Row) -> Option<Fact> {
    row.text("service-policy").filter(|policy| policy == "default-intercluster")?;
    let is_shown =
        around.policy_of(row).is_some_and(|shown| matches!(shown.facts.get("services"), Some(Fact::Known { .. })));
    if is_shown { None } else { row.mark("service-policy").map(|mark| text_fact("intercluster", mark)) }
}

/// A LIF of the admin SVM with the built-in policy of management LIFs: which of the two roles it has, the failover policy
/// tells, or the owner.
fn role_of_management(facts: &Facts<'_>, around: &Around<'_>, row: &Row) -> Option<Fact> {
    let mark = row.mark("service-policy").filter(|_| row.is("service-policy", "default-management"))?;
    let vserver = row.text("vserver")?;
    if around.nodes.contains(&vserver) {
        return Some(text_fact("node-mgmt", mark));
    }
    if around.admin.as_ref().is_none_or(|admin| *admin != vserver) {
        return None;
    }
    let nodes = facts.rows("node").len();
    match (row.text("failover-policy").as_deref(), row.mark("failover-policy")) {
        (Some("broadcast-domain-wide"), Some(mark)) => Some(text_fact("cluster-mgmt", mark)),
        (Some("local-only"), Some(mark)) if nodes > 1 => Some(text_fact("node-mgmt", mark)),
        _ => {
            let commands = named(&facts.asking_commands("lif", &["role", "failover-policy"]));
            let text = format!("it is a management LIF, of the cluster or of a node: run {commands}");
            Some(Fact::Unknown(Why::new(Reason::ColumnMissing, text).with(vec![mark])))
        }
    }
}

/// A service policy with `intercluster-core` makes a LIF an intercluster LIF (ND:networking/lifs_and_service_policies96.adoc).
fn role_of_service(around: &Around<'_>, row: &Row) -> Option<Fact> {
    let policy = around.policy_of(row)?;
    let Some(Fact::Known { value: Value::List(services), parts, mark }) = policy.facts.get("services") else {
        return None;
    };
    let at = |name: &str| services.iter().position(|service| service == name);
    let named = |name: &str, role: &str| at(name).map(|at| text_fact(role, mark.of_part(parts, at)));
    named("intercluster-core", "intercluster").or_else(|| named("cluster-core", "cluster"))
}

/// Whether its service policy is shown whole, and without `intercluster-core`.
fn is_without_intercluster(facts: &Facts<'_>, around: &Around<'_>, row: &Row) -> bool {
    let of = |name: &str| row.text(name).filter(|text| !matches!(&**text, "-" | ""));
    let Some(policy) = of("service-policy") else { return false };
    let Some(vserver) = of("vserver") else { return false };
    let Some(its) = around.policies.get(&(vserver, policy)) else { return false };
    matches!(its.facts.get("services"), Some(Fact::Known { value: Value::List(services), .. })
        if !services.iter().any(|service| service == "intercluster-core"))
        && facts.torn("service-policy", its).is_none()
}
