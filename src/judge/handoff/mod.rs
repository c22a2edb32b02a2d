//! The sheet that the backup administrator needs: what the answers tell of the cluster, which address is registered and why,
//! who logs in, which drives there are. What no answer tells is said at its place with the command that would; nothing is
//! guessed, and nothing is left out silently.

mod application;
mod choice;
mod cluster;
mod devices;
mod gives;
mod hosts;
mod login;
mod plan;
mod ports;
mod profile;
mod register;
mod sheet;
mod tape;
mod told;
mod volumes;

use super::Question;
use super::builtin::addressed;
use super::context::{Context, Scope};
use crate::facts::{Facts, Reason, Row, Why, named};
use crate::rule::{Catalog, Profile, Read};
use crate::table::Reading;
use plan::Plan;
pub use sheet::{Chapter, Line, Part, Sheet, Table, Thing, Things};
pub use told::{Told, Untold};

/// What the chapters are written from.
struct Desk<'f> {
    context: &'f Context<'f>,
    plan: Plan,
    profile: Option<&'f Profile>,
}

/// The sheet about the cluster that was read.
pub fn sheet(reading: &Reading, catalog: &Catalog, question: &Question) -> Sheet {
    let facts = Facts::of(reading, catalog);
    match facts.of_no_cluster() {
        Some(untold) => of_facts(&Facts::of(&untold, catalog), catalog, question),
        None => of_facts(&facts, catalog, question),
    }
}

fn of_facts(facts: &Facts<'_>, catalog: &Catalog, question: &Question) -> Sheet {
    let context = Context::of(facts, question, catalog);
    let profile = question.dma.as_deref().and_then(|name| catalog.profile(name));
    let mut plan = Plan::of(question);
    // The SVMs of LIFs that are planned are backed up through these, and that of the planned user by it; the admin SVM is spoken
    // of in any case.
    for svm in addressed::svms(&context).into_iter().chain(plan.user_svm.clone()) {
        if !plan.svms.contains(&svm) {
            plan.svms.push(svm);
        }
    }
    plan.svms.retain(|svm| facts.cluster_name().as_ref() != Some(svm));
    let desk = Desk { context: &context, plan, profile };
    let hosts = hosts::all(&desk);
    let choice = choice::of(&desk, &hosts);
    let mut chapters = vec![
        cluster::chapter(&desk),
        register::chapter(&desk, &hosts, &choice),
        ports::chapter(&desk),
        login::chapter(&desk),
        login::authentication(&desk),
        tape::chapter(&desk),
    ];
    chapters.extend(question.tape.then(|| tape::reservations(&desk)));
    chapters.extend([volumes::chapter(&desk), volumes::limits(&desk)]);
    chapters.extend(application::chapter(&desk, &choice));
    Sheet { chapters }
}

impl<'f> Desk<'f> {
    /// Whether NDMP is SVM-scoped; `None`: cannot be told.
    fn is_svm_scoped(&self) -> Option<bool> {
        self.context.scope.as_ref().ok().map(|scope| *scope == Scope::Svm)
    }

    /// The names of the nodes that are seen.
    fn nodes(&self) -> Vec<String> {
        let names = self.context.facts.rows("node").iter().filter_map(|row| row.text("node"));
        names.map(|name| name.into_owned()).collect()
    }

    /// An SVM by its name.
    fn svm(&self, name: &str) -> Option<&'f Row> {
        self.context.facts.rows("vserver").iter().find(|row| row.is("vserver", name))
    }

    /// The admin SVM.
    fn admin(&self) -> Option<&'f Row> {
        self.context.facts.cluster_name().and_then(|name| self.svm(&name))
    }

    /// The SVMs with whose NDMP services the application speaks: the admin SVM, and those that are backed up on their own.
    fn svms(&self) -> Vec<String> {
        let admin = self.context.facts.cluster_name();
        let others = self.plan.svms.iter().filter(|svm| Some(*svm) != admin.as_ref()).cloned();
        admin.iter().cloned().chain(others).collect()
    }

    /// Why not even the admin SVM can be spoken of.
    fn without_admin(&self) -> Option<Part> {
        let facts = self.context.facts;
        if facts.cluster_name().is_some() {
            return None;
        }
        let commands = facts.telling_commands("cluster", "cluster-name");
        let text = format!("no answer tells the name of the admin SVM; run {}", named(&commands));
        let why = Why { commands, ..Why::new(Reason::NotCaptured, text) };
        Some(Part::line("admin_svm", "admin SVM", Told::untold(&why)))
    }

    /// Why no node can be spoken of.
    fn without_nodes(&self) -> Option<Part> {
        let is_without = self.nodes().is_empty();
        let gap = self.context.facts.gap("node", &[]).filter(|_| is_without)?;
        Some(Part::line("no_nodes", "nodes", Told::untold(&gap)))
    }

    /// What the answers tell of a column of an SVM.
    fn of_svm(&self, name: &str, column: &str) -> Told {
        match self.svm(name) {
            Some(row) => Told::of(self.context, "vserver", row, column),
            None => {
                let scope = [("vserver".to_owned(), name.to_owned())];
                let absent = || Told::open(Reason::NotCaptured, format!("no answer shows the SVM {name}"));
                self.context.facts.gap("vserver", &scope).map_or_else(absent, |why| Told::untold(&why))
            }
        }
    }
}

/// A column of an entity that the sheet reads, and the only NDMP scope in which it does.
type Wanted = (&'static str, &'static str, Option<Scope>);

const WANTED: [Wanted; 40] = [
    ("cluster", "release", None),
    ("cluster", "node-scope-mode", None),
    ("node", "node", None),
    ("node", "model", None),
    ("node", "tape-reservations", None),
    ("node", "enable", Some(Scope::Node)),
    ("node", "clear-text", Some(Scope::Node)),
    ("node", "user-id", Some(Scope::Node)),
    ("vserver", "type", None),
    ("vserver", "rootvolume", None),
    ("vserver", "enable", Some(Scope::Svm)),
    ("vserver", "authtype", Some(Scope::Svm)),
    ("vserver", "maxversion", Some(Scope::Svm)),
    ("vserver", "data-port-range", Some(Scope::Svm)),
    ("vserver", "is-secure-control-connection-enabled", Some(Scope::Svm)),
    ("lif", "role", None),
    ("lif", "address", None),
    ("lif", "status-admin", None),
    ("lif", "status-oper", None),
    ("lif", "curr-node", None),
    ("lif", "home-node", None),
    ("lif", "is-home", None),
    ("lif", "failover-policy", None),
    ("lif", "firewall-policy", None),
    ("lif", "service-policy", None),
    ("firewall-policy", "allow-list", None),
    ("service-policy", "services", None),
    ("service-policy", "allowed-addresses", None),
    ("security-login", "role", Some(Scope::Svm)),
    ("security-login", "is-account-locked", Some(Scope::Svm)),
    ("security-login", "second-authentication-method", Some(Scope::Svm)),
    ("security-login", "is-ns-switch-group", Some(Scope::Svm)),
    ("volume", "node", None),
    ("volume", "nodes", None),
    ("volume", "state", None),
    ("volume", "type", None),
    ("tape-device", "device-type", None),
    ("tape-device", "description", None),
    ("tape-device", "status", None),
    ("tape-alias", "alias-mapping", None),
];

/// What it reads of tape devices besides, where tapes are attached to the cluster.
const OF_TAPE: [(&str, &str); 11] = [
    ("tape-device", "device-state"),
    ("tape-device", "errors"),
    ("tape-device", "serial-number"),
    ("tape-device", "wwnn"),
    ("tape-device", "wwpn"),
    ("tape-device", "alias"),
    ("media-changer", "description"),
    ("media-changer", "serial-number"),
    ("media-changer", "wwnn"),
    ("media-changer", "wwpn"),
    ("media-changer", "alias"),
];

/// What the sheet reads of a cluster, for whoever asks one: entity and column, and the only scope in which it is read.
pub fn reads(question: &Question) -> Vec<(Read, Option<Scope>)> {
    let own = WANTED.iter().map(|(entity, column, scope)| ((*entity, *column), *scope));
    let of_tape = OF_TAPE.iter().map(|read| (*read, None));
    let is_asked = |((entity, column), _): &((&str, &str), Option<Scope>)| {
        question.tape || !(entity.starts_with("tape-") || *entity == "media-changer" || *column == "tape-reservations")
    };
    let read =
        |((entity, column), scope): ((&str, &str), Option<Scope>)| ((entity.to_owned(), column.to_owned()), scope);
    own.chain(of_tape).filter(is_asked).map(read).collect()
}
