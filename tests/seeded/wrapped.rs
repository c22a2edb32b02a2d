//! The wrapped regime, before ONTAP 9.10.1: what is asked of LIFs, firewall policies, SVMs and users.

use super::WRAPPED;
use super::saved::{Saved, plain};

const ALL: &str = "network_interface_show";
const INTERCLUSTER: &str = "network_interface_show_-role_intercluster";
const NODE_MGMT: &str = "network_interface_show_-role_node-mgmt";
const CLUSTER_MGMT: &str = "network_interface_show_-role_cluster-mgmt";
const FAILOVER: &str = "network_interface_show_-failover";
const OWN_POLICY: &str = "network_interface_show_-fields_firewall-policy";
const FIREWALL: &str = "system_services_firewall_policy_show";
const NDMP: &str = "vserver_services_ndmp_show";
const NDMP_ADMIN: &str = "vserver_services_ndmp_show_-vserver_drumnadrochit-prd";
const LOGIN: &str = "security_login_show";

fn turns(what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    WRAPPED.turns(&plain(), what, damage, wanted, code);
}

#[test]
fn a_lif_that_is_not_up() {
    let intercluster = |from: &'static str, to: &'static str| {
        move |saved: &mut Saved| {
            for file in [ALL, INTERCLUSTER] {
                saved.edit(file, "drumnadrochit-prd-01_icl01\n", from, to);
            }
        }
    };
    // The only intercluster LIF of a node that is down leaves the node without one.
    let both = ["lif-up ~-01_icl01 fail", "intercluster-lif-per-node ~-01 fail"];
    turns("operational status down", intercluster("up/up", "up/down"), &both, 1);
    turns("administrative status down", intercluster("  up/up", "down/down"), &both, 1);
    turns("administratively down, operationally not told", intercluster("  up/up", "down/-"), &both, 1);
    let open = ["lif-up ~-01_icl01 unknown:unset", "intercluster-lif-per-node ~-01 unknown:unset"];
    turns("operational status not told", intercluster("up/up", "up/-"), &open, 3);
    let management = |saved: &mut Saved| {
        for file in [ALL, NODE_MGMT] {
            saved.edit(file, "drumnadrochit-prd-02_mgmt1\n", "up/up", "up/down");
        }
    };
    turns("node-management LIF", management, &["lif-up ~-02_mgmt1 fail"], 1);
    let cluster = |saved: &mut Saved| {
        for file in [ALL, CLUSTER_MGMT] {
            saved.edit(file, "cluster_mgmt up/up", "cluster_mgmt up/up", "cluster_mgmt up/down");
        }
    };
    turns("cluster-management LIF", cluster, &["lif-up cluster_mgmt fail"], 1);
    turns(
        "data LIF",
        |saved| {
            saved.edit(ALL, "abriachan_lif01\n", "up/up", "up/down");
        },
        &[],
        0,
    );
}

#[test]
fn a_lif_away_from_home() {
    let moved = |saved: &mut Saved| {
        for file in [ALL, INTERCLUSTER] {
            saved.edit(file, "drumnadrochit-prd-02_icl01\n", "true", "false");
        }
    };
    turns("on another port", moved, &["lif-home ~-02_icl01 fail"], 0);
    let elsewhere = |saved: &mut Saved| {
        for file in [ALL, INTERCLUSTER] {
            saved.snip(file, "192.0.2.42/24", "prd-02\n", "prd-01\n");
            saved.edit(file, "drumnadrochit-prd-02_icl01\n", "true", "false");
        }
    };
    let both = ["intercluster-lif-per-node ~-02 fail", "lif-home ~-02_icl01 fail"];
    turns("on another node: its home node does without it", elsewhere, &both, 1);
    let cluster = |saved: &mut Saved| {
        for file in [ALL, CLUSTER_MGMT] {
            saved.edit(file, "cluster_mgmt up/up", "true", "false");
        }
    };
    turns("cluster-management LIF", cluster, &["lif-home cluster_mgmt fail"], 0);
    let untold = |saved: &mut Saved| {
        for file in [ALL, CLUSTER_MGMT] {
            saved.edit(file, "cluster_mgmt up/up", "true", "-");
        }
    };
    turns("not told", untold, &["lif-home cluster_mgmt unknown:unset"], 0);
}

#[test]
fn a_failover_policy_that_is_not_the_wanted_one() {
    let policy = |lif: &'static str, from: &'static str, to: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(FAILOVER, lif, from, to);
        }
    };
    let wide = format!("broadcast-domain-wide\n{}bd_backup_240", " ".repeat(63));
    let wide: &'static str = wide.leak();
    let icl = "drumnadrochit-prd-01_icl01\n";
    turns(
        "broadcast-domain-wide",
        policy(icl, "local-only      bd_backup_240", wide),
        &["lif-failover-local ~-01_icl01 fail"],
        1,
    );
    let mgmt = "drumnadrochit-prd-02_mgmt1\n";
    for word in ["system-defined", "disabled      ", "nextavail     "] {
        turns(word, policy(mgmt, "local-only    ", word), &["lif-failover-local ~-02_mgmt1 fail"], 1);
    }
    turns(
        "a word that nobody knows",
        policy(mgmt, "local-only    ", "local-olny    "),
        &["lif-failover-local ~-02_mgmt1 unknown:unknown-value"],
        3,
    );
    let far = format!("broadcast-domain-wide\n{}Default", " ".repeat(63));
    let far: &'static str = far.leak();
    let cluster = |to: &'static str| policy("cluster_mgmt ", far, to);
    turns("local-only", cluster("local-only      Default"), &["lif-failover-cluster-mgmt cluster_mgmt fail"], 1);
    turns("disabled", cluster("disabled        Default"), &["lif-failover-cluster-mgmt cluster_mgmt fail"], 1);
    turns("data LIF", policy("abriachan_lif01 ", "system-defined", "local-only    "), &[], 0);
}

#[test]
fn a_node_without_intercluster_lif() {
    let gone = |saved: &mut Saved| {
        saved.cut_lines(ALL, "drumnadrochit-prd-01_icl01", 3).count(ALL, 13, 12);
        saved.cut_lines(INTERCLUSTER, "drumnadrochit-prd-01_icl01", 3).cut_lines(INTERCLUSTER, "2 entries", 1);
        saved.cut_lines(FAILOVER, "drumnadrochit-prd-01_icl01", 5).count(FAILOVER, 13, 12);
        saved.snip(
            OWN_POLICY,
            "cluster_mgmt ",
            "mgmt\ndrumnadrochit-prd\n        drumnadrochit-prd-01_icl01 intercluster\n",
            "mgmt\n",
        );
        saved.count(OWN_POLICY, 13, 12);
    };
    let wanted = [
        "intercluster-lif-per-node ~-01 fail",
        "lif-failover-local ~-01_icl01 gone",
        "lif-firewall-ndmp ~-01_icl01 gone",
        "lif-home ~-01_icl01 gone",
        "lif-up ~-01_icl01 gone",
    ];
    turns("deleted", gone, &wanted, 1);
    let other = |saved: &mut Saved| {
        for file in [ALL, INTERCLUSTER] {
            saved.snip(file, "192.0.2.41/24", "prd-01\n", "prd-02\n");
        }
        saved.snip(FAILOVER, "drumnadrochit-prd-01_icl01\n", "prd-01:a0a-240\n", "prd-02:a0a-240\n");
    };
    turns("its home is the other node", other, &["intercluster-lif-per-node ~-01 fail"], 1);
}

#[test]
fn a_firewall_policy_that_does_not_let_ndmp_in() {
    let line = |policy: &'static str, from: &'static str, to: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(FIREWALL, policy, from, to);
        }
    };
    let fails = ["lif-firewall-ndmp ~-01_icl01 fail", "lif-firewall-ndmp ~-02_icl01 fail"];
    let ndmp = "                     ndmp       0.0.0.0/0, ::/0\n";
    let missing = move |saved: &mut Saved| {
        saved.snip(FIREWALL, "intercluster\n", ndmp, "").count(FIREWALL, 14, 13);
    };
    turns("ndmp is not listed", missing, &fails, 1);
    turns("ndmp is listed for nobody", line("intercluster\n", "ndmp       0.0.0.0/0, ::/0", "ndmp       -"), &fails, 1);
    let mgmt = [
        "lif-firewall-ndmp cluster_mgmt fail",
        "lif-firewall-ndmp ~-01_mgmt1 fail",
        "lif-firewall-ndmp ~-02_mgmt1 fail",
    ];
    turns("mgmt", line("mgmt\n", "ndmp       0.0.0.0/0, ::/0", "ndmp       -"), &mgmt, 1);
    turns("data", line("data\n", "ndmp       0.0.0.0/0, ::/0", "ndmp       -"), &[], 0);
    let only_secure = move |saved: &mut Saved| {
        saved.snip(FIREWALL, "mgmt\n", "ndmp       0.0.0.0/0", "ndmps      0.0.0.0/0");
        saved.snip(
            FIREWALL,
            "mgmt\n",
            "ndmps      0.0.0.0/0, ::/0\n                     ndmps",
            "ndmps      0.0.0.0/0, ::/0\n                     ntp  ",
        );
        saved.snip(
            FIREWALL,
            "mgmt\n",
            "ntp        0.0.0.0/0, ::/0\n                     ntp",
            "ntp        0.0.0.0/0, ::/0\n                     rsh",
        );
    };
    turns("ndmps is another service", only_secure, &mgmt, 1);
    let one = |saved: &mut Saved| {
        saved.edit(OWN_POLICY, "drumnadrochit-prd-02_mgmt1", " mgmt", " nobody");
        saved.snip(
            FIREWALL,
            "drumnadrochit-prd\n        mgmt",
            "drumnadrochit-prd\n",
            "drumnadrochit-prd\n        nobody\n                     ssh        0.0.0.0/0, ::/0\ndrumnadrochit-prd\n",
        );
        saved.count(FIREWALL, 14, 15);
    };
    turns("a LIF with a policy of its own", one, &["lif-firewall-ndmp ~-02_mgmt1 fail"], 1);
    let absent = |saved: &mut Saved| {
        saved.edit(OWN_POLICY, "drumnadrochit-prd-02_mgmt1", " mgmt", " nobody");
    };
    turns("a policy that is not shown", absent, &["lif-firewall-ndmp ~-02_mgmt1 unknown:contradiction"], 3);
}

#[test]
fn the_older_layout_of_firewall_policies() {
    let table = |action: &str| {
        format!(
            "drumnadrochit-prd::> system services firewall policy show\nPolicy           Service    Action IP-List\n\
             ---------------- ---------- ------ --------------------\nintercluster\n                 \
             https      allow  0.0.0.0/0\n                 ndmp       {action:<6} 0.0.0.0/0\nmgmt\n                 \
             ndmp       allow  0.0.0.0/0\n                 ssh        allow  0.0.0.0/0\n4 entries were displayed.\n"
        )
    };
    turns("allow", |saved| *saved.file(FIREWALL) = table("allow"), &[], 0);
    let fails = ["lif-firewall-ndmp ~-01_icl01 fail", "lif-firewall-ndmp ~-02_icl01 fail"];
    turns("deny, though addresses are listed", |saved| *saved.file(FIREWALL) = table("deny"), &fails, 1);
}

#[test]
fn an_address_of_the_backup_application_that_is_not_allowed() {
    let mut question = plain();
    question.dma_addresses = ["198.51.100.7", "2001:db8:5::9"].iter().map(|address| address.parse().unwrap()).collect();
    let allow = |list: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(FIREWALL, "intercluster\n", "ndmp       0.0.0.0/0, ::/0", &format!("ndmp       {list}"));
        }
    };
    let four = ["lif-allowed-dma 198.51.100.7/~-01_icl01 fail", "lif-allowed-dma 198.51.100.7/~-02_icl01 fail"];
    let six = ["lif-allowed-dma 2001:db8:5::9/~-01_icl01 fail", "lif-allowed-dma 2001:db8:5::9/~-02_icl01 fail"];
    let turns = |what: &str, list, wanted: &[&str], code| WRAPPED.turns(&question, what, allow(list), wanted, code);
    turns("another IPv4 network", "192.0.2.0/24, ::/0", &four, 1);
    turns("IPv4 only", "0.0.0.0/0", &six, 1);
    turns("another IPv6 network", "0.0.0.0/0, 2001:db8:6::/48", &six, 1);
    turns("the right networks", "198.51.100.0/24, 2001:db8:5::/48", &[], 0);
    turns("single addresses", "198.51.100.7/32, 2001:db8:5::9/128", &[], 0);
    // What is not open at all is not open to the application either.
    let closed = ["lif-firewall-ndmp ~-01_icl01 fail", "lif-firewall-ndmp ~-02_icl01 fail"];
    turns("nobody", "-", &[four, six, closed].concat(), 1);
}

#[test]
fn the_ndmp_service_of_the_svms() {
    let both = |from: &'static str, to: &'static str| {
        move |saved: &mut Saved| {
            saved.edit(NDMP, "drumnadrochit-prd\n ", from, to);
            saved.edit(NDMP_ADMIN, "TCP Window", &format!(": {from}"), &format!(": {to}"));
        }
    };
    let off = |saved: &mut Saved| {
        saved.edit(NDMP, "drumnadrochit-prd\n ", "true ", "false");
        saved.edit(NDMP_ADMIN, "Enable NDMP on", "true", "false");
    };
    // An SVM where NDMP is off has no authentication to judge.
    turns("off", off, &["svm-ndmp-enabled ~ fail", "svm-ndmp-authentication ~ gone"], 1);
    let fails = ["svm-ndmp-authentication ~ fail"];
    turns("plaintext", both("challenge", "plaintext"), &fails, 1);
    turns("plaintext besides challenge", both("challenge", "plaintext, challenge"), &fails, 1);
    turns("plaintext_sso", both("challenge", "plaintext_sso, challenge"), &fails, 1);
    let data = |saved: &mut Saved| {
        saved.edit(NDMP, "svm-glenurquhart-nfs01\n", "challenge", "plaintext");
    };
    turns("a data SVM", data, &["svm-ndmp-authentication svm-glenurquhart-nfs01 fail"], 1);
    let disabled = |saved: &mut Saved| {
        saved.edit(NDMP, "svm-abriachan-smb01\n", "challenge", "plaintext");
    };
    turns("a data SVM where NDMP is off", disabled, &[], 0);
}

#[test]
fn the_preferred_roles_of_the_admin_svm() {
    let roles = |list: &'static str| {
        move |saved: &mut Saved| {
            saved.replace(NDMP_ADMIN, "intercluster, cluster-mgmt, node-mgmt", list);
        }
    };
    let fails = ["svm-ndmp-preferred-role ~ fail"];
    turns("one is missing", roles("intercluster, cluster-mgmt"), &fails, 1);
    turns("two are missing", roles("intercluster, data"), &fails, 1);
    turns("one too many", roles("intercluster, cluster-mgmt, node-mgmt, cluster"), &fails, 1);
    turns("data besides", roles("intercluster, cluster-mgmt, node-mgmt, data"), &[], 0);
    turns("another order", roles("node-mgmt, intercluster, cluster-mgmt"), &[], 0);
    turns("unset", roles("-"), &["svm-ndmp-preferred-role ~ unknown:unset"], 3);
}

#[test]
fn no_user_can_get_an_ndmp_password() {
    let admin = |saved: &mut Saved| {
        saved.edit(LOGIN, "admin          ssh", "no ", "yes");
    };
    let row = "ndmp_cairngorm ssh         password      backup           no     none";
    let user = |to: &'static str| {
        move |saved: &mut Saved| {
            admin(saved);
            saved.replace(LOGIN, row, to);
        }
    };
    turns("one of two locked", admin, &[], 0);
    for bad in [
        "ndmp_cairngorm ssh         password      backup           yes    none",
        "ndmp_cairngorm ssh         publickey     backup           no     none",
        "ndmp_cairngorm http        password      backup           no     none",
        "ndmp_cairngorm ssh         password      readonly         no     none",
        "ndmp_cairngorm ssh         password      vsadmin          no     none",
        "GLEN\\cairngorm ssh         domain        backup           -      none",
    ] {
        turns(bad, user(bad), &["ndmp-user {} fail"], 1);
    }
    let unset = "ndmp_cairngorm ssh         password      backup           -      none";
    turns("locked or not is not told", user(unset), &["ndmp-user {} unknown:unset"], 3);
    let directory = "ndmp_cairngorm ssh         nsswitch      backup           -      none";
    turns("a user of the name service, or a group", user(directory), &["ndmp-user {} unknown:column-missing"], 3);
    let second = "ndmp_cairngorm ssh         password      backup           no     publickey";
    turns("a second method", user(second), &["ndmp-user {} fail"], 1);
    let misread = "ndmp_cairngorm ssh         passw0rd      backup           no     none";
    turns("a word that nobody knows", user(misread), &["ndmp-user {} unknown:unknown-value"], 3);
    let mut named = plain();
    named.user.name = Some("ndmp_cairngorm".to_owned());
    let locked = |saved: &mut Saved| {
        saved.edit(LOGIN, "ndmp_cairngorm ssh", "no ", "yes");
    };
    WRAPPED.turns(&named, "the configured one is locked", locked, &["ndmp-user ndmp_cairngorm fail"], 1);
}

#[test]
fn scope_release_and_password() {
    let status = "system_services_ndmp_node-scope-mode_status";
    let mut svm = plain();
    svm.scope = ndmp_preflight::judge::ScopeWish::Svm;
    let node = |saved: &mut Saved| {
        saved.replace(status, "disabled", "enabled");
    };
    // The found scope is node scope, whatever is wanted.
    WRAPPED.turns(&svm, "node scope", node, &["ndmp-scope {} fail", "ndmp-scope-deprecated {} fail"], 1);
    let version = |to: &'static str| {
        move |saved: &mut Saved| {
            saved.replace("version", "9.9.1P5", to);
        }
    };
    turns("8.3", version("8.3.2P4"), &["ontap-version {} fail"], 1);
    turns("no release", version("Antimony"), &["ontap-version {} unknown:unreadable"], 3);
    let secret = |saved: &mut Saved| {
        saved.with(
            "notes",
            "drumnadrochit-prd::> vserver services ndmp generate-password -vserver drumnadrochit-prd -user ndmp_cairngorm\n\n \
             Vserver: drumnadrochit-prd\n    User: ndmp_cairngorm\nPassword: qvT9xKc2pLr8WnZ4\n",
        );
    };
    turns("a password", secret, &["capture-secret {} fail"], 1);
}

/// All of them, for the table.
pub(super) const EACH: [fn(); 11] = [
    a_lif_that_is_not_up,
    a_lif_away_from_home,
    a_failover_policy_that_is_not_the_wanted_one,
    a_node_without_intercluster_lif,
    a_firewall_policy_that_does_not_let_ndmp_in,
    the_older_layout_of_firewall_policies,
    an_address_of_the_backup_application_that_is_not_allowed,
    the_ndmp_service_of_the_svms,
    the_preferred_roles_of_the_admin_svm,
    no_user_can_get_an_ndmp_password,
    scope_release_and_password,
];
