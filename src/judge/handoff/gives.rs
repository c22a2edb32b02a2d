//! What a control connection to a LIF gives, in words, and who may log in there
//! (ND:tape-backup/user-authentication-svm-scoped-ndmp-mode-concept.adoc).

use super::super::gives::{Gives, IN_NODE_SCOPE, Share};
use super::Desk;
use super::sheet::Line;
use super::told::Told;

/// Key and label of a line, and the words for it.
type What = (&'static str, &'static str, fn(&Gives) -> &'static str);

/// The lines about it.
const WHAT: [What; 3] = [
    ("volumes", "volumes", |gives| words(gives.volumes)),
    ("tapes", "tape devices", |gives| words(gives.tapes)),
    ("data", "data connections", |gives| if gives.is_local { "LOCAL, TCP, TCP/IPv6" } else { "TCP, TCP/IPv6" }),
];

fn words(share: Share) -> &'static str {
    match share {
        Share::Cluster => "all of the cluster",
        Share::Node => "those of its node",
        Share::Svm => "all of its SVM",
        Share::SvmOnNode => "those of its SVM on its node",
        Share::None => "none",
    }
}

/// The lines of the sheet about it.
pub(super) fn lines(desk: &Desk<'_>, role: &str) -> Vec<Line> {
    let given = WHAT.map(|(key, label, words)| Line::new(key, label, Told::value(given(desk, role, words))));
    let users = if role == "data" { "vsadmin, vsadmin-backup" } else { "admin, backup" };
    let who = match desk.is_svm_scoped() {
        Some(false) => "the NDMP user of the node".to_owned(),
        _ => format!("users of the roles {users}, or of a custom role for it"),
    };
    given.into_iter().chain([Line::new("users", "who may log in", Told::value(who))]).collect()
}

/// Whether a LIF of this role surely gives the tape devices of a node, at which it `is_there` or not.
pub(super) fn gives_tapes(desk: &Desk<'_>, role: &str, is_there: bool) -> bool {
    let is_aware = desk.is_svm_scoped() == Some(true) && desk.context.question.cab == Some(true);
    let tapes = Gives::in_svm_scope(role, is_aware).map(|gives| gives.tapes);
    tapes == Some(Share::Cluster) || (tapes == Some(Share::Node) && is_there)
}

fn given(desk: &Desk<'_>, role: &str, words: fn(&Gives) -> &'static str) -> String {
    if desk.is_svm_scoped() == Some(false) {
        // Of other LIFs no source tells it.
        let is_told = matches!(role, "intercluster" | "node-mgmt");
        return if is_told {
            words(&IN_NODE_SCOPE)
        } else {
            "not told: in node scope no source tells it of such a LIF"
        }
        .to_owned();
    }
    let told = |has_cab| Gives::in_svm_scope(role, has_cab).as_ref().map_or("", words);
    match desk.context.question.cab {
        Some(has_cab) => told(has_cab).to_owned(),
        None if told(true) == told(false) => told(true).to_owned(),
        None => format!("with cluster aware backup: {}; without: {}", told(true), told(false)),
    }
}
