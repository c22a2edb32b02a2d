//! The overflowing regime, from ONTAP 9.10.1: files without command lines in them, service policies, IPv6.

use super::OVERFLOW;
use super::saved::{Saved, plain};

const ALL: &str = "network_interface_show";
const FIELDS: &str =
    "network_interface_show_-fields_role,service-policy,home-node,home-port,failover-policy,failover-group";
const SERVICE: &str = "network_interface_service-policy_show";
const NDMP: &str = "vserver_services_ndmp_show";
const NDMP_ADMIN: &str = "vserver_services_ndmp_show_-vserver_strathspey";
const LOGIN: &str = "security_login_show";
const OPEN: &str = "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n";

fn turns(what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    OVERFLOW.turns(&plain(), what, damage, wanted, code);
}

fn edited(file: &'static str, anchor: &'static str, from: &'static str, to: &'static str) -> impl Fn(&mut Saved) {
    move |saved: &mut Saved| {
        saved.edit(file, anchor, from, to);
    }
}

#[test]
fn a_lif_that_is_not_up() {
    let both = ["lif-up ~-03_icl1 fail", "intercluster-lif-per-node ~-03 fail"];
    turns("operational status", edited(ALL, "strathspey-03_icl1", "up/up", "up/down"), &both, 1);
    turns("administrative status", edited(ALL, "strathspey-03_icl1", "up/up", "down/down"), &both, 1);
    turns("node management", edited(ALL, "strathspey-04_mgmt1", "up/up", "up/down"), &["lif-up ~-04_mgmt1 fail"], 1);
    turns("cluster management", edited(ALL, "cluster_mgmt", "up/up", "up/down"), &["lif-up cluster_mgmt fail"], 1);
    turns("data", edited(ALL, "boatofgarten_lif3", "up/up", "down/down"), &[], 0);
}

#[test]
fn a_lif_away_from_home() {
    turns("intercluster", edited(ALL, "strathspey-01_icl1", "true", "false"), &["lif-home ~-01_icl1 fail"], 0);
    turns("cluster management", edited(ALL, "cluster_mgmt", "true", "false"), &["lif-home cluster_mgmt fail"], 0);
}

#[test]
fn a_failover_policy_that_is_not_the_wanted_one() {
    for word in ["broadcast-domain-wide", "sfo-partner-only", "disabled", "system-defined"] {
        let damage = move |saved: &mut Saved| {
            saved.edit(FIELDS, "strathspey-04_icl1", "local-only", word);
        };
        turns(word, damage, &["lif-failover-local ~-04_icl1 fail"], 1);
    }
    let local = edited(FIELDS, "strathspey cluster_mgmt", "broadcast-domain-wide", "local-only");
    turns("local-only", local, &["lif-failover-cluster-mgmt cluster_mgmt fail"], 1);
}

#[test]
fn a_node_without_intercluster_lif() {
    let gone = |saved: &mut Saved| {
        saved.cut_lines(ALL, "strathspey-02_icl1", 1).count(ALL, 21, 20);
        saved.cut_lines(FIELDS, "strathspey-02_icl1", 1).count(FIELDS, 21, 20);
    };
    let wanted = [
        "intercluster-lif-per-node ~-02 fail",
        "lif-failover-local ~-02_icl1 gone",
        "lif-service-ndmp ~-02_icl1 gone",
        "lif-home ~-02_icl1 gone",
        "lif-up ~-02_icl1 gone",
    ];
    turns("deleted", gone, &wanted, 1);
    let home = edited(FIELDS, "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
    let moved = |saved: &mut Saved| {
        home(saved);
        saved.edit(ALL, "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
    };
    turns("its home is another node", moved, &["intercluster-lif-per-node ~-02 fail"], 1);
}

#[test]
fn a_service_policy_without_ndmp() {
    let icl = [
        "lif-service-ndmp ~-01_icl1 fail",
        "lif-service-ndmp ~-02_icl1 fail",
        "lif-service-ndmp ~-03_icl1 fail",
        "lif-service-ndmp ~-04_icl1 fail",
    ];
    let intercluster = |saved: &mut Saved| {
        saved.snip(SERVICE, "default-intercluster", OPEN, "");
    };
    turns("default-intercluster", intercluster, &icl, 1);
    let management = |saved: &mut Saved| {
        saved.snip(SERVICE, "strathspey\n", "default-management ", "default-management ");
        saved.snip(SERVICE, "management-log-forwarding", OPEN, "");
    };
    let mgmt = [
        "mgmt-lif-service-ndmp cluster_mgmt fail",
        "mgmt-lif-service-ndmp ~-01_mgmt1 fail",
        "mgmt-lif-service-ndmp ~-02_mgmt1 fail",
        "mgmt-lif-service-ndmp ~-03_mgmt1 fail",
        "mgmt-lif-service-ndmp ~-04_mgmt1 fail",
    ];
    turns("default-management", management, &mgmt, 0);
    let elsewhere = |saved: &mut Saved| {
        management(saved);
        saved.snip(
            SERVICE,
            "svm-aviemore-fs1\n",
            "management-https: 0.0.0.0/0, ::/0\n",
            &format!("management-https: 0.0.0.0/0, ::/0\n{OPEN}"),
        );
    };
    turns("the policy of that name of another SVM does not count", elsewhere, &mgmt, 0);
    let control = |saved: &mut Saved| {
        saved.snip(SERVICE, "default-intercluster", "backup-ndmp-control:", "backup-ndmp-controls:");
    };
    turns("a service of nearly that name", control, &icl, 1);
    let own = |saved: &mut Saved| {
        saved.edit(FIELDS, "strathspey-01_icl1", "default-intercluster", "site-intercluster");
        saved.snip(
            SERVICE,
            "strathspey\n",
            "strathspey\n",
            "strathspey\n          site-intercluster          intercluster-core: 0.0.0.0/0, ::/0\n\n",
        );
        saved.count(SERVICE, 10, 11);
    };
    turns("a policy of the site's own", own, &["lif-service-ndmp ~-01_icl1 fail"], 1);
    let absent = edited(FIELDS, "strathspey-01_icl1", "default-intercluster", "site-intercluster");
    turns("a policy that is not shown", absent, &["lif-service-ndmp ~-01_icl1 unknown:contradiction"], 3);
    let unset = edited(FIELDS, "strathspey-01_mgmt1", "default-management", "-");
    turns("no policy is told", unset, &["mgmt-lif-service-ndmp ~-01_mgmt1 unknown:unset"], 0);
}

#[test]
fn firewall_policies_decide_nothing() {
    let firewall = |saved: &mut Saved| {
        saved.without("system_services_firewall_policy_show");
    };
    turns("not asked for", firewall, &[], 0);
    let full = |saved: &mut Saved| {
        saved.replace("system_services_firewall_policy_show", "none       0.0.0.0/0", "ndmp       0.0.0.0/0");
        saved.snip(SERVICE, "default-intercluster", OPEN, "");
    };
    // No such release has entries: one of the answers is of another time or cluster, and neither decides.
    let excluded = [
        "lif-firewall-ndmp {} unknown:contradiction",
        "lif-service-ndmp {} unknown:contradiction",
        "lif-service-ndmp ~-01_icl1 gone",
        "lif-service-ndmp ~-02_icl1 gone",
        "lif-service-ndmp ~-03_icl1 gone",
        "lif-service-ndmp ~-04_icl1 gone",
        "mgmt-lif-service-ndmp {} unknown:contradiction",
        "mgmt-lif-service-ndmp cluster_mgmt gone",
        "mgmt-lif-service-ndmp ~-01_mgmt1 gone",
        "mgmt-lif-service-ndmp ~-02_mgmt1 gone",
        "mgmt-lif-service-ndmp ~-03_mgmt1 gone",
        "mgmt-lif-service-ndmp ~-04_mgmt1 gone",
    ];
    turns("they list ndmp", full, &excluded, 3);
}

#[test]
fn an_address_of_the_backup_application_that_is_not_allowed() {
    let mut question = plain();
    question.dma_addresses =
        ["192.0.2.200", "2001:db8:40:7::99"].iter().map(|address| address.parse().unwrap()).collect();
    let allow = |list: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(
                SERVICE,
                "default-intercluster",
                "ndmp-control: 0.0.0.0/0, ::/0",
                &format!("ndmp-control: {list}"),
            );
        }
    };
    let lifs = |address: &str| -> Vec<String> {
        (1..=4).map(|n| format!("lif-allowed-dma {address}/~-0{n}_icl1 fail")).collect()
    };
    let turns = |what: &str, list, wanted: &[String], code| {
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        OVERFLOW.turns(&question, what, allow(list), &wanted, code);
    };
    turns("another IPv4 network", "198.51.100.0/25, ::/0", &lifs("192.0.2.200"), 1);
    // The third LIF has an address of IPv6.
    let of_third = [lifs("2001:db8:40:7::99"), vec!["lif-service-ndmp ~-03_icl1 fail".to_owned()]].concat();
    turns("IPv4 only", "0.0.0.0/0", &of_third, 1);
    turns("just outside", "192.0.2.0/25, ::/0", &lifs("192.0.2.200"), 1);
    turns("the upper half", "192.0.2.128/25, 2001:db8:40:7::/64", &[], 0);
}

#[test]
fn the_ndmp_service_of_the_svms() {
    let off = |saved: &mut Saved| {
        saved.edit(NDMP, "strathspey ", "true", "false").edit(NDMP_ADMIN, "Enable NDMP on", "true", "false");
    };
    turns("off", off, &["svm-ndmp-enabled ~ fail", "svm-ndmp-authentication ~ gone"], 1);
    for list in ["plaintext", "plaintext, challenge", "plaintext_sso"] {
        let damage = |saved: &mut Saved| {
            saved.edit(NDMP, "strathspey ", "challenge", list).edit(
                NDMP_ADMIN,
                "Authentication Type",
                "challenge",
                list,
            );
        };
        turns(list, damage, &["svm-ndmp-authentication ~ fail"], 1);
    }
    let data = edited(NDMP, "svm-aviemore-fs1", "challenge", "plaintext");
    turns("a data SVM", data, &["svm-ndmp-authentication svm-aviemore-fs1 fail"], 1);
    for list in ["cluster-mgmt, node-mgmt, data", "intercluster, cluster-mgmt, node-mgmt, undef", "data"] {
        let damage = |saved: &mut Saved| {
            saved.edit(NDMP_ADMIN, "Preferred", "intercluster, cluster-mgmt, node-mgmt, data", list);
        };
        turns(list, damage, &["svm-ndmp-preferred-role ~ fail"], 1);
    }
}

#[test]
fn no_user_can_get_an_ndmp_password() {
    let row = "svc_ndmp_kingussie ssh     password      backup           no     none";
    for bad in [
        "svc_ndmp_kingussie ssh     password      backup           yes    none",
        "svc_ndmp_kingussie ssh     publickey     backup           no     none",
        "svc_ndmp_kingussie ontapi  password      backup           no     none",
        "svc_ndmp_kingussie ssh     password      none             no     none",
        "GRAMPIAN\\kingussie ssh     domain        backup           -      none",
    ] {
        let damage = |saved: &mut Saved| {
            saved.edit(LOGIN, "admin          ssh", "no ", "yes").replace(LOGIN, row, bad);
        };
        turns(bad, damage, &["ndmp-user {} fail"], 1);
    }
}

/// All of them, for the table.
pub(super) const EACH: [fn(); 9] = [
    a_lif_that_is_not_up,
    a_lif_away_from_home,
    a_failover_policy_that_is_not_the_wanted_one,
    a_node_without_intercluster_lif,
    a_service_policy_without_ndmp,
    firewall_policies_decide_nothing,
    an_address_of_the_backup_application_that_is_not_allowed,
    the_ndmp_service_of_the_svms,
    no_user_can_get_an_ndmp_password,
];
