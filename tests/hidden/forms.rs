//! The broken state as another command shows it: other columns, one object, an instance view, a filter.

use super::cluster::Lif;
use super::hiding::Answers;
use super::scene::Scene;
use super::table::{EMPTY, Regime, Shape};

fn fields(names: &[&'static str], rows: Vec<Vec<String>>) -> String {
    Shape::fields(names, &rows).table(&rows, Regime::Overflowing)
}

fn lif_fields(scene: &Scene, names: &'static str, cells: fn(&Lif) -> Vec<&str>) -> (String, String) {
    let mut columns = vec!["vserver", "lif"];
    columns.extend(names.split(','));
    let row = |lif: &Lif| {
        let own = [lif.vserver.as_str(), &lif.name].into_iter().chain(cells(lif));
        own.map(str::to_owned).collect()
    };
    let rows = scene.broken.lifs.iter().map(row).collect();
    (format!("network interface show -fields {names}"), fields(&columns, rows))
}

fn status(lif: &Lif) -> Vec<&str> {
    lif.status.split('/').collect()
}

/// The one LIF that is broken, in an instance view.
fn instance(scene: &Scene) -> Option<(String, String)> {
    let same = |own: &Lif, other: &Lif| own.status == other.status && own.failover == other.failover;
    let lif = scene.broken.lifs.iter().zip(&scene.cluster.lifs).find(|(own, other)| !same(own, other))?.0;
    let cells = status(lif);
    let labels = [
        ("Vserver Name", lif.vserver.as_str()),
        ("Logical Interface Name", &lif.name),
        ("Role", lif.role),
        ("Home Node", &lif.node),
        ("Home Port", "e0M"),
        ("Current Node", &lif.node),
        ("Current Port", "e0M"),
        ("Operational Status", cells[1]),
        ("Administrative Status", cells[0]),
        ("Failover Policy", lif.failover),
    ];
    let text: String = labels.iter().map(|(label, value)| format!("{label:>27}: {value}\n")).collect();
    Some((format!("network interface show -vserver {} -lif {} -instance", lif.vserver, lif.name), format!("\n{text}")))
}

fn of_lifs(scene: &Scene) -> Vec<(String, String)> {
    let mut all = vec![lif_fields(scene, "failover-policy,status-admin,status-oper", |lif| {
        let cells = status(lif);
        vec![lif.failover, cells[0], cells[1]]
    })];
    if scene.found.contains("LIF") {
        all.push(lif_fields(scene, "status-admin,status-oper", status));
    }
    all.extend(instance(scene));
    all
}

fn of_service(scene: &Scene) -> Vec<(String, String)> {
    let admin = &scene.broken.svms[0];
    let on = if admin.enabled { "true" } else { "false" };
    let rows = vec![vec![admin.name.clone(), on.to_owned(), admin.authentication.replace(", ", ",")]];
    let roles = vec![vec![admin.name.clone(), scene.broken.roles.replace(", ", ",")]];
    let own = format!("vserver services ndmp show -vserver {}", admin.name);
    vec![
        (format!("{own} -fields enable,authtype"), fields(&["vserver", "enable", "authtype"], rows)),
        (format!("{own} -fields preferred-interface-role"), fields(&["vserver", "preferred-interface-role"], roles)),
    ]
}

fn of_users(scene: &Scene) -> Vec<(String, String)> {
    let none = "security login show -vserver C -user-or-group-name ndmp_user";
    if scene.found == "user-gone" {
        return vec![
            (scene.typed(none), EMPTY.to_owned()),
            (scene.typed(&format!("{none} -instance")), EMPTY.to_owned()),
        ];
    }
    let user = scene.broken.users[1];
    let names = ["vserver", "user-or-group-name", "application", "authentication-method", "role", "is-account-locked"];
    let row = [scene.cluster.name.as_str(), user.0, user.1, user.2, user.3, user.4].map(str::to_owned).to_vec();
    vec![(scene.typed(&format!("{none} -fields role,is-account-locked")), fields(&names, vec![row]))]
}

fn of_tape(scene: &Scene) -> Vec<(String, String)> {
    let node = scene.typed("N");
    let value = scene.broken.reservations[1].1;
    match scene.found {
        "no-tape" => scene
            .cluster
            .nodes
            .first()
            .map(|_| ("storage tape show -fields device-id,status".to_owned(), EMPTY.to_owned()))
            .into_iter()
            .collect(),
        "reservations" | "mixed-reservations" => vec![
            (
                format!("options -vserver {node} -option-name tape.reservations"),
                format!("\n{node}\n    tape.reservations                 {value}\n"),
            ),
            (
                format!("options -vserver {node} -option-name tape.reservations -fields option-value"),
                fields(
                    &["vserver", "option-name", "option-value"],
                    vec![vec![node, "tape.reservations".to_owned(), value.to_owned()]],
                ),
            ),
        ],
        _ => Vec::new(),
    }
}

/// Commands with answers that show the break, and that the session did not ask before.
pub(crate) fn forms(scene: &Scene) -> Vec<(String, String)> {
    match scene.found {
        "LIF-down" | "LIF-disabled" | "failover" | "failover-of-the-cluster" | "management-LIF-down" => of_lifs(scene),
        "NDMP-off" | "plaintext" | "plaintext-too" | "roles" => {
            let mut all = of_service(scene);
            all.remove(usize::from(scene.found != "roles"));
            all
        }
        "locked" | "user-gone" | "role-of-the-user" | "publickey" => of_users(scene),
        _ => of_tape(scene),
    }
}

/// Options that hide rows, for a command.
pub(crate) fn filters(command: &str) -> &'static [&'static str] {
    match command.split(" -").next().unwrap_or_default() {
        "network interface show" => &[
            "-status-oper up",
            "-status-oper !down",
            "-lif !*_icl1",
            "-status-admin up",
            "-is-home true",
            "-failover-policy local-only|broadcast-domain-wide",
            "-curr-node !x*",
        ],
        "vserver services ndmp show" => &["-enable true", "-authtype challenge", "-vserver svm_data"],
        "security login show" => &["-is-account-locked no", "-role !readonly", "-username admin|root"],
        "cluster show" => &["-health true", "-node *1"],
        "storage tape show" => &["-status normal", "-status !offline", "-device-id *4.126*"],
        "storage tape show-supported-status" => &["-is-supported true"],
        "options tape.reservations" => &["-option-value persistent"],
        "system services ndmp show" => &["-enable true", "-clear-text false"],
        "network interface service-policy show" | "system services firewall policy show" => &["-policy *man*|mgmt"],
        _ => &[],
    }
}

pub(crate) fn is_by_role(command: &str) -> bool {
    command.starts_with("network interface show -role")
}

pub(crate) fn swapped(answers: &Answers, one: usize, other: usize) -> Answers {
    let mut swapped = answers.clone();
    (swapped[one].1, swapped[other].1) = (answers[other].1.clone(), answers[one].1.clone());
    swapped
}
