//! What a control connection to a LIF gives, by its role and by whether the application uses cluster aware backup
//! (ND:tape-backup/availability-volumes-tapes-backup-restore-lif-reference.adoc, ndmp-data-connection-types-reference.adoc,
//! user-authentication-svm-scoped-ndmp-mode-concept.adoc; of node scope ND:tape-backup/ndmp-concept.adoc).

use super::Desk;
use super::sheet::Line;
use super::told::Told;

/// Role, and what it gives with and without cluster aware backup: volumes, tape devices, types of data connections.
type Gives = (&'static str, [&'static str; 3], [&'static str; 3]);

const ANY: &str = "LOCAL, TCP, TCP/IPv6";
const TCP: &str = "TCP, TCP/IPv6";

const SVM_SCOPE: [Gives; 4] = [
    ("node-mgmt", ["those of its node", "those of its node", ANY], ["those of its node", "those of its node", ANY]),
    (
        "intercluster",
        ["all of the cluster", "all of the cluster", ANY],
        ["those of its node", "those of its node", ANY],
    ),
    ("cluster-mgmt", ["all of the cluster", "all of the cluster", ANY], ["those of its node", "none", TCP]),
    ("data", ["all of its SVM", "none", TCP], ["those of its SVM on its node", "none", TCP]),
];

const NODE_SCOPE: [&str; 3] = ["those of its node", "those of its node", ANY];

/// Keys and labels of what is given.
const WHAT: [(&str, &str); 3] = [("volumes", "volumes"), ("tapes", "tape devices"), ("data", "data connections")];

/// The lines of the sheet about it.
pub(super) fn lines(desk: &Desk<'_>, role: &str) -> Vec<Line> {
    let given = (0..WHAT.len()).map(|at| Line::new(WHAT[at].0, WHAT[at].1, Told::value(given(desk, role, at))));
    let users = if role == "data" { "vsadmin, vsadmin-backup" } else { "admin, backup" };
    let who = match desk.is_svm_scoped() {
        Some(false) => "the NDMP user of the node".to_owned(),
        _ => format!("users of the roles {users}, or of a custom role for it"),
    };
    given.chain([Line::new("users", "who may log in", Told::value(who))]).collect()
}

/// Whether a LIF of this role surely gives the tape devices of a node, at which it `is_there` or not.
pub(super) fn gives_tapes(desk: &Desk<'_>, role: &str, is_there: bool) -> bool {
    let is_aware = desk.is_svm_scoped() == Some(true) && desk.context.question.cab == Some(true);
    match role {
        "cluster-mgmt" => is_aware,
        "intercluster" => is_aware || is_there,
        "node-mgmt" => is_there,
        _ => false,
    }
}

fn given(desk: &Desk<'_>, role: &str, at: usize) -> String {
    if desk.is_svm_scoped() == Some(false) {
        return NODE_SCOPE[at].to_owned();
    }
    let Some((_, with, without)) = SVM_SCOPE.iter().find(|(known, ..)| *known == role) else { return String::new() };
    match desk.context.question.cab {
        Some(true) => with[at].to_owned(),
        Some(false) => without[at].to_owned(),
        None if with[at] == without[at] => with[at].to_owned(),
        None => format!("with cluster aware backup: {}; without: {}", with[at], without[at]),
    }
}
