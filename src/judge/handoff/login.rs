//! Who logs in, and how the password is made: never the password.

use super::super::builtin::user;
use super::Desk;
use super::sheet::{Chapter, Line, Part, Table, Thing, Things};
use super::told::Told;
use crate::facts::{Reason, Row};
use crate::table::is_pasteable;

/// An account of one SVM, as far as it is told.
pub(super) struct Login {
    pub(super) user: Told,
    pub(super) vserver: Told,
    role: Told,
    others: Vec<String>,
}

pub(super) fn chapter(desk: &Desk<'_>) -> Chapter {
    let things = if desk.is_svm_scoped() == Some(false) { of_nodes(desk) } else { of_svms(desk) };
    let note = "the password is none of this sheet's: whoever administers the cluster makes it with the command, and hands it over";
    // docs.netapp.com/us-en/ontap-cli, vserver services ndmp generate-password
    let anew = "it follows from the login password of the user: after each change of that one make it anew";
    let texts = [Some(note), (desk.is_svm_scoped() != Some(false)).then_some(anew)];
    let notes = Part::notes("notes", texts.into_iter().flatten().map(str::to_owned).collect());
    let users = Part::Things(Things { key: "users", noun: "user", things });
    let open = desk.without_nodes().filter(|_| desk.is_svm_scoped() == Some(false));
    Chapter { key: "login", title: "User".to_owned(), parts: open.into_iter().chain([users, notes]).collect() }
}

fn of_svms(desk: &Desk<'_>) -> Vec<Thing> {
    all(desk).iter().map(thing).collect()
}

/// The accounts: of the admin SVM or the SVM that is told, and of each SVM that is backed up on its own.
pub(super) fn all(desk: &Desk<'_>) -> Vec<Login> {
    let main = desk.plan.user_svm.clone().or_else(|| desk.context.facts.cluster_name());
    let Some(main) = main else {
        let untold = || Told::open(Reason::NotCaptured, "the name of the admin SVM is not told by any answer");
        return vec![Login { user: untold(), vserver: untold(), role: untold(), others: Vec::new() }];
    };
    let others = desk.plan.svms.iter().filter(|svm| **svm != main);
    let own = login(desk, &main, desk.plan.user.as_deref());
    std::iter::once(own).chain(others.map(|svm| login(desk, svm, None))).collect()
}

fn login(desk: &Desk<'_>, svm: &str, planned: Option<&str>) -> Login {
    let vserver = Told::value(svm);
    let fitting = match user::fitting(desk.context, svm, planned) {
        Ok(fitting) => fitting,
        Err(why) => {
            let user = planned.map_or_else(|| Told::untold(&why), Told::value);
            return Login { user, vserver, role: Told::untold(&why), others: Vec::new() };
        }
    };
    // The built-in administrator can do more than a backup needs.
    let first = fitting.iter().find(|(name, _)| name != "admin").or(fitting.first());
    let Some((name, role)) = first else {
        let why = "no account that can get an NDMP password is seen";
        let untold = || Told::open(Reason::NoMatch, format!("{why} at {svm}"));
        return Login { user: planned.map_or_else(untold, Told::value), vserver, role: untold(), others: Vec::new() };
    };
    let mut others: Vec<String> = fitting.iter().map(|(name, _)| name.clone()).filter(|other| other != name).collect();
    others.dedup();
    Login { user: Told::value(name), vserver, role: Told::value(role), others }
}

fn thing(login: &Login) -> Thing {
    let mut lines = vec![
        Line::new("vserver", "SVM", login.vserver.clone()),
        Line::new("user", "user", login.user.clone()),
        Line::new("role", "role", login.role.clone()),
        Line::new("password", "password", password(login)),
    ];
    if !login.others.is_empty() {
        lines.push(Line::new("others", "would do too", Told::List(login.others.clone())));
    }
    Thing { lines, table: None }
}

/// The command that makes the NDMP password; it is printed, and never sent.
fn password(login: &Login) -> Told {
    let word = |told: &Told, open: &str| told.text().unwrap_or_else(|| open.to_owned());
    let (vserver, user) = (word(&login.vserver, "<vserver>"), word(&login.user, "<user>"));
    let is_strange = |word: &&String| !word.starts_with('<') && !is_pasteable(word);
    if let Some(strange) = [&vserver, &user].into_iter().find(is_strange) {
        return strange_name(strange);
    }
    Told::Command(format!("vserver services ndmp generate-password -vserver {vserver} -user {user}"))
}

fn strange_name(name: &str) -> Told {
    let why = format!("the name `{name}` is more than a name to ONTAP, so that no command is printed with it");
    Told::open(Reason::UnknownValue, why)
}

/// In node scope each node has one user of its own (ND:tape-backup/manage-node-scoped-ndmp-mode-concept.adoc).
fn of_nodes(desk: &Desk<'_>) -> Vec<Thing> {
    let thing = |row: &Row| {
        let node = row.text("node").unwrap_or_default().into_owned();
        let password = if is_pasteable(&node) {
            // docs.netapp.com/us-en/ontap-cli, system services ndmp password
            Told::Command(format!("system services ndmp password -node {node}"))
        } else {
            strange_name(&node)
        };
        let lines = vec![
            Line::new("node", "node", Told::value(node)),
            Line::new("user", "user", Told::of(desk.context, "node", row, "user-id")),
            Line::new("password", "password", password),
        ];
        Thing { lines, table: None }
    };
    desk.context.facts.rows("node").iter().map(thing).collect()
}

/// The NDMP user of a node, in node scope.
pub(super) fn of_node(desk: &Desk<'_>, node: &str) -> Option<String> {
    let row = desk.context.facts.rows("node").iter().find(|row| row.is("node", node))?;
    let is_its = desk.is_svm_scoped() == Some(false);
    Told::of(desk.context, "node", row, "user-id").text().filter(|_| is_its)
}

/// What ONTAP takes: an SVM what it is set to, a node always MD5 (docs.netapp.com/us-en/ontap-cli, system services ndmp modify).
pub(super) fn authentication(desk: &Desk<'_>) -> Chapter {
    let is_node = desk.is_svm_scoped() == Some(false);
    let of_node = |row: &Row| {
        let types = match Told::of(desk.context, "node", row, "clear-text") {
            told if told.is("true") => Told::List(vec!["challenge".to_owned(), "plaintext".to_owned()]),
            told if told.is("false") => Told::List(vec!["challenge".to_owned()]),
            told => told,
        };
        vec![Told::value(row.text("node").unwrap_or_default()), types]
    };
    let of_svm = |svm: &String| vec![Told::value(svm), listed(desk.of_svm(svm, "authtype"))];
    let rows = match is_node {
        true => desk.context.facts.rows("node").iter().map(of_node).collect(),
        false => desk.svms().iter().map(of_svm).collect(),
    };
    let columns = vec![if is_node { "node" } else { "vserver" }, "types"];
    let table = Part::Table(Table { key: "types", title: "", columns, rows });
    let planned = desk.plan.authentication.as_ref();
    let planned = planned.map(|word| Part::line("planned", "the application's", Told::value(word)));
    let open = if is_node { desk.without_nodes() } else { desk.without_admin() };
    // ND:tape-backup/supported-ndmp-authentication-methods-concept.adoc
    let words = "`challenge` is MD5 in the words of applications, `plaintext` clear text".to_owned();
    let parts = planned.into_iter().chain(open).chain([table, Part::notes("notes", vec![words])]).collect();
    Chapter { key: "authentication", title: "Authentication".to_owned(), parts }
}

/// The words of a list that ONTAP prints as one.
fn listed(told: Told) -> Told {
    match told {
        Told::Value(text) => Told::List(text.split(',').map(|word| word.trim().to_owned()).collect()),
        told => told,
    }
}
