//! Roles of LIFs where no answer prints them, and where what is printed cannot be.

use super::joined::svms;
use super::present::rows;
use super::session::{NODES, typed};

const ROLE: (&str, &str, &str) = ("lif", "lif", "role");

/// LIFs with these cells behind their SVM.
fn lifs(fields: &str, cells: &[&str]) -> String {
    let heading = fields.replace(',', " ");
    let dashes: Vec<String> = fields.split(',').map(|name| "-".repeat(name.len())).collect();
    let (lines, count) = (cells.join("\n"), cells.len());
    format!(
        "network interface show -fields {fields}\nvserver lif {heading}\n------- --- {}\n{lines}\n{count} entries were displayed.",
        dashes.join(" ")
    )
}

fn of(parts: &[&str]) -> Vec<String> {
    rows(&typed(parts), ROLE)
}

fn all() -> String {
    svms(&["ayr     admin", "vs1     data"])
}

fn policies(services: &str) -> String {
    format!(
        "network interface service-policy show -fields services\nvserver policy               services\n------- -------------------- -------------------------------------\n\
         ayr     default-intercluster {services}\n1 entries were displayed."
    )
}

#[test]
fn the_built_in_policy_of_intercluster_lifs_tells_their_role_where_nobody_shows_what_it_holds() {
    let own = lifs("service-policy", &["ayr     ic1 default-intercluster"]);
    assert_eq!(of(&[&all(), &own]), ["ic1 intercluster"]);
    assert_eq!(of(&[&all(), &own, &policies("intercluster-core,backup-ndmp-control")]), ["ic1 intercluster"]);
    assert_eq!(of(&[&all(), &own, &policies("management-core,backup-ndmp-control")]), ["ic1 none of some"]);
    let other = lifs("service-policy", &["ayr     ic1 own-intercluster"]);
    assert_eq!(of(&[&all(), &other]), ["ic1 column-missing"]);
}

#[test]
fn which_management_lif_one_is_the_failover_policy_tells_in_a_cluster_of_several_nodes() {
    let fields = "service-policy,failover-policy";
    let wide = "ayr     cmg default-management broadcast-domain-wide";
    let local = "ayr     nmg default-management local-only";
    let both = lifs(fields, &[wide, local]);
    assert_eq!(of(&[NODES, &all(), &both]), ["cmg cluster-mgmt", "nmg node-mgmt"]);
    let alone = NODES.replace("ayr-02                true    true\n2", "1");
    assert_eq!(
        of(&[&alone, &all(), &both]),
        ["cmg cluster-mgmt", "nmg column-missing"],
        "one node: it may be the cluster's"
    );
    // Every cluster has one for the cluster: where none is seen, that of a node may be it.
    assert_eq!(of(&[NODES, &all(), &lifs(fields, &[local])]), ["nmg column-missing"]);
    let of_node = svms(&["ayr     admin", "ayr-01  node"]);
    assert_eq!(
        of(&[NODES, &of_node, &lifs(fields, &["ayr-01  nmg default-management local-only"])]),
        ["nmg node-mgmt"]
    );
    assert_eq!(
        of(&[NODES, &all(), &lifs(fields, &["ayr     nmg default-management disabled"])]),
        ["nmg column-missing"]
    );
}

#[test]
fn a_role_that_the_svm_or_the_policy_of_a_lif_excludes_is_in_doubt() {
    let with = |role: &str, policy: &str, svm: &str| {
        let admin = "ayr     cmg cluster-mgmt default-management";
        let own = lifs("role,service-policy", &[&format!("{svm:<7} ic1 {role} {policy}"), admin]);
        of(&[&all(), &own]).remove(0)
    };
    for (role, policy) in [
        ("intercluster", "default-management"),
        ("intercluster", "default-cluster"),
        ("intercluster", "default-data-files"),
        ("cluster-mgmt", "default-intercluster"),
        ("cluster-mgmt", "default-cluster"),
        ("node-mgmt", "default-data-blocks"),
        ("node-mgmt", "default-intercluster"),
    ] {
        assert_eq!(with(role, policy, "ayr"), "ic1 contradiction", "{role} {policy}");
    }
    for (role, policy) in [
        ("intercluster", "default-intercluster"),
        ("intercluster", "own"),
        ("cluster-mgmt", "default-management"),
        ("node-mgmt", "default-management"),
        ("cluster", "default-cluster"),
    ] {
        assert_eq!(with(role, policy, "ayr"), format!("ic1 {role}"), "{policy}");
    }
    assert_eq!(with("data", "default-management", "vs1"), "ic1 data");
    assert_eq!(with("intercluster", "own", "vs1"), "ic1 contradiction", "a data SVM has no such LIF");
}

#[test]
fn a_policy_that_is_not_shown_whole_may_hold_what_makes_a_lif_one_for_clusters() {
    let own = lifs("service-policy", &["ayr     ic1 own"]);
    let shown = |count: usize| {
        format!(
            "network interface service-policy show\nVserver Policy                     Service: Allowed Addresses\n------- -------------------------- ------------------------------------------\n\
             ayr\n        own                        management-core: 0.0.0.0/0\n                                   backup-ndmp-control: 0.0.0.0/0\n{count} entries were displayed."
        )
    };
    let covered = lifs("home-node", &["ayr     cmg ayr-01"]).replace("show -fields", "show -role cluster-mgmt -fields");
    assert_eq!(of(&[&all(), &own, &covered, &shown(1)]), ["ic1 none of some", "cmg cluster-mgmt"]);
    assert_eq!(of(&[&all(), &own, &covered, &shown(2)]), ["ic1 none of some", "cmg cluster-mgmt"]);
}
