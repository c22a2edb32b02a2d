//! Which LIFs are registered in the backup application, and why these: those that are planned, else the application's own,
//! else those that NetApp's guide names. One that is down, or takes no NDMP, is never among them.

use super::super::builtin::addressed;
use super::Desk;
use super::hosts::{Host, Hosts};
use super::profile;
use super::told::Told;

/// What is registered.
#[derive(Default)]
pub(super) struct Choice<'h, 'f> {
    /// The LIFs, each with the reason for it.
    pub(super) chosen: Vec<(&'h Host<'f>, String)>,
    /// What is to be said besides.
    pub(super) notes: Vec<String>,
}

/// Chooses among the LIFs that take NDMP sessions.
pub(super) fn of<'h, 'f>(desk: &Desk<'f>, hosts: &'h Hosts<'f>) -> Choice<'h, 'f> {
    let mut choice = if desk.plan.register.is_empty() && is_of_svm(desk) {
        Choice::default()
    } else if desk.plan.register.is_empty() {
        let is_svm_scoped = desk.is_svm_scoped() == Some(true);
        match desk.profile.filter(|_| is_svm_scoped).and_then(profile::registered_roles) {
            Some(roles) => of_application(desk, hosts, roles),
            None => of_scope(desk, hosts),
        }
    } else {
        planned(desk, hosts)
    };
    for svm in &desk.plan.svms {
        if !choice.chosen.iter().any(|(host, _)| host.vserver == *svm) {
            of_svm(hosts, svm, &mut choice);
        }
    }
    choice
}

/// Whether the planned user is one of a data SVM, and logs in at the LIFs of that SVM alone.
fn is_of_svm(desk: &Desk<'_>) -> bool {
    desk.is_svm_scoped() == Some(true) && desk.plan.user_svm.as_ref().is_some_and(|svm| desk.plan.svms.contains(svm))
}

fn usable<'h, 'f>(hosts: &'h Hosts<'f>, role: &str) -> Vec<&'h Host<'f>> {
    hosts.all.iter().filter(|host| host.role == role && host.access.is_ok()).collect()
}

/// What `--register` or the configuration names, by address or by name.
fn planned<'h, 'f>(desk: &Desk<'f>, hosts: &'h Hosts<'f>) -> Choice<'h, 'f> {
    let mut choice = Choice::default();
    for wish in &desk.plan.register {
        let meant = addressed::meant(desk.context, wish);
        let is_its = |host: &&Host<'_>| addressed::holds(&meant, host.row);
        let found: Vec<&Host<'f>> = hosts.all.iter().filter(is_its).collect();
        if found.is_empty() || meant.len() > 1 {
            choice.notes.push(format!("`{wish}` is planned, and {}", nowhere(desk, wish)));
            continue;
        }
        for host in found {
            match &host.access {
                // By its name and by its address it is planned once.
                Ok(_) if choice.chosen.iter().any(|(own, _)| std::ptr::eq(*own, host)) => {}
                Ok(_) => choice.chosen.push((host, "it is planned to be registered".to_owned())),
                Err(why) => choice.notes.push(format!("`{wish}` is planned, and {}", unusable(why))),
            }
        }
    }
    choice
}

fn nowhere(desk: &Desk<'_>, wish: &str) -> String {
    let facts = desk.context.facts;
    let meant = addressed::meant(desk.context, wish);
    if let [row, _, ..] = meant.as_slice() {
        let by = if row.is("lif", wish) {
            "by the address of the one that is meant"
        } else {
            "by the name of the one that is meant"
        };
        return format!("{} LIFs are called so; say it {by}", meant.len());
    }
    if let [row] = meant.as_slice() {
        let name = row.text("lif").unwrap_or_default();
        return format!("{name} is no LIF at which NDMP sessions are taken for the cluster or a planned SVM");
    }
    match facts.gap("lif", &[]) {
        Some(why) => format!("cannot be told from the answers: {}", why.text),
        None => "no LIF of the cluster has this name or address".to_owned(),
    }
}

fn unusable(why: &Told) -> String {
    match why {
        Told::Untold(untold) => format!("whether it can be registered cannot be told: {}", untold.why),
        told => format!("cannot be registered: {}", told.text().unwrap_or_default()),
    }
}

/// What the application's maker says is registered in it.
fn of_application<'h, 'f>(desk: &Desk<'_>, hosts: &'h Hosts<'f>, roles: &[String]) -> Choice<'h, 'f> {
    let name = desk.profile.map(profile::title).unwrap_or_default();
    let spelled: Vec<&str> = roles.iter().map(|role| spelled(role)).collect();
    let why = format!("{name} registers the {} LIF", spelled.join(" or "));
    let usable = roles.iter().flat_map(|role| usable(hosts, role));
    let chosen: Vec<_> = usable.map(|host| (host, why.clone())).collect();
    let none = || format!("{why}, and no such LIF that takes NDMP sessions is seen");
    let notes = if chosen.is_empty() { vec![none()] } else { Vec::new() };
    Choice { chosen, notes }
}

/// The intercluster LIFs, as NetApp's guide has it (ND:ndmp/configure-backup-application-task.adoc): any of them with cluster
/// aware backup, else one a node.
fn of_scope<'h, 'f>(desk: &Desk<'_>, hosts: &'h Hosts<'f>) -> Choice<'h, 'f> {
    let is_aware = desk.is_svm_scoped() == Some(true) && desk.context.question.cab == Some(true);
    if !is_aware {
        return each_node(desk, hosts);
    }
    let (role, others) = (usable(hosts, "intercluster"), usable(hosts, "cluster-mgmt"));
    let why =
        "NetApp's guide registers intercluster LIFs; with cluster aware backup each of them gives all of the cluster";
    let chosen = if role.is_empty() {
        let why =
            "no intercluster LIF takes NDMP sessions; with cluster aware backup this one gives all of the cluster too";
        others.into_iter().map(|host| (host, why.to_owned())).collect()
    } else {
        role.into_iter().map(|host| (host, why.to_owned())).collect()
    };
    Choice { chosen, notes: Vec::new() }
}

/// One LIF a node, whose volumes and tape devices it gives.
fn each_node<'h, 'f>(desk: &Desk<'_>, hosts: &'h Hosts<'f>) -> Choice<'h, 'f> {
    let mut choice = Choice::default();
    let because = match (desk.is_svm_scoped(), desk.context.question.cab) {
        (Some(false), _) => "in node scope a LIF gives the volumes and tapes of its node",
        (_, Some(false)) => "without cluster aware backup a LIF gives the volumes and tapes of its node",
        _ => {
            "it is not told whether the application uses cluster aware backup ([backup] cab); without it a LIF gives the \
              volumes and tapes of its node, and with it this one gives no less"
        }
    };
    for node in desk.nodes() {
        let at = |role: &str| usable(hosts, role).into_iter().find(|host| host.node.is(&node));
        match at("intercluster").map(|host| (host, "")).or_else(|| at("node-mgmt").map(|host| (host, NO_INTERCLUSTER))) {
            Some((host, else_)) => choice.chosen.push((host, format!("{because}{else_}"))),
            None => choice.notes.push(format!(
                "{node}: no intercluster and no node-management LIF that takes NDMP sessions is seen there: its volumes \
                 and tapes cannot be reached through a LIF of its own"
            )),
        }
    }
    choice
}

const NO_INTERCLUSTER: &str = "; no intercluster LIF there takes NDMP sessions";

/// A data LIF of an SVM that is backed up on its own.
fn of_svm<'h, 'f>(hosts: &'h Hosts<'f>, svm: &str, choice: &mut Choice<'h, 'f>) {
    let why = format!("{svm} is backed up on its own, by its own user");
    let before = choice.chosen.len();
    let its = hosts.all.iter().filter(|host| host.vserver == svm && host.role == "data" && host.access.is_ok());
    choice.chosen.extend(its.map(|host| (host, why.clone())));
    if choice.chosen.len() == before {
        choice.notes.push(format!("{svm}: no data LIF of it that takes NDMP sessions is seen"));
    }
}

/// The role in words.
pub(super) fn spelled(role: &str) -> &str {
    match role {
        "cluster-mgmt" => "cluster-management",
        "node-mgmt" => "node-management",
        role => role,
    }
}
