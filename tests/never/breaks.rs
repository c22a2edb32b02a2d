//! What can be broken in a ready cluster, and the commands that break it.

use super::cluster::Cluster;

/// One broken prerequisite.
pub(crate) struct Break {
    pub(crate) name: &'static str,
    /// Breaks it.
    pub(crate) damage: fn(&mut Cluster),
    /// Commands that break it: `N` is the second node, `C` the cluster.
    pub(crate) changes: &'static [&'static str],
    /// Whether firewall policies (true) or service policies (false) decide; `None`: either.
    pub(crate) is_old: Option<bool>,
}

const fn broken(name: &'static str, damage: fn(&mut Cluster), changes: &'static [&'static str]) -> Break {
    Break { name, damage, changes, is_old: None }
}

pub(crate) const BREAKS: [Break; 19] = [
    broken(
        "LIF-down",
        |c| c.lif("intercluster", 1).status = "up/down",
        &["network port modify -node N -port e0c -up-admin false"],
    ),
    broken(
        "LIF-disabled",
        |c| c.lif("intercluster", 1).status = "down/down",
        &[
            "network interface modify -vserver C -lif N_icl1 -status-admin down",
            "net int mod -lif N_icl1 -status-admin down",
        ],
    ),
    broken("management-LIF-down", |c| c.lif("node-mgmt", 1).status = "up/down", &[]),
    broken(
        "LIF-gone",
        |c| {
            let gone = c.lif("intercluster", 1).name.clone();
            c.lifs.retain(|lif| lif.name != gone);
        },
        &["network interface delete -vserver C -lif N_icl1", "network interface delete -lif *"],
    ),
    broken(
        "failover",
        |c| c.lif("intercluster", 1).failover = "sfo-partner-only",
        &["network interface modify -vserver C -lif N_icl1 -failover-policy sfo-partner-only"],
    ),
    broken(
        "failover-of-the-cluster",
        |c| c.lifs[0].failover = "local-only",
        &["network interface modify -vserver C -lif cluster_mgmt -failover-policy local-only"],
    ),
    broken(
        "NDMP-off",
        |c| c.svms[0].enabled = false,
        &[
            "vserver services ndmp off -vserver C",
            "vserver services ndmp modify -vserver C -enable false",
            "vserv serv ndmp off -vserver C",
        ],
    ),
    broken(
        "plaintext",
        |c| c.svms[0].authentication = "plaintext",
        &["vserver services ndmp modify -vserver C -authtype plaintext"],
    ),
    broken(
        "roles",
        |c| c.roles = "intercluster, node-mgmt",
        &["vserver services ndmp modify -vserver C -preferred-interface-role intercluster,node-mgmt"],
    ),
    broken(
        "locked",
        |c| c.users[1].4 = "yes",
        &["security login lock -vserver C -username ndmp_user", "sec login lock -username ndmp_user"],
    ),
    broken(
        "user-gone",
        |c| _ = c.users.remove(1),
        &[
            "security login delete -vserver C -user-or-group-name ndmp_user -application ssh -authentication-method password",
        ],
    ),
    broken(
        "role-of-the-user",
        |c| c.users[1].3 = "readonly",
        &[
            "security login modify -vserver C -user-or-group-name ndmp_user -application ssh -authentication-method password -role readonly",
        ],
    ),
    broken(
        "reservations",
        |c| c.reservations[1].1 = "off",
        &[
            "options -vserver N -option-name tape.reservations -option-value off",
            "options -option-name tape.reservations -option-value off",
            "options tape.reservations off",
            "system node run -node N -command options tape.reservations off",
        ],
    ),
    broken("drive-offline", |c| c.devices[5].status = "offline", &["storage tape offline -node N -device-id 0c.7"]),
    broken("path-failed", |c| c.changers[0].paths[1].1 = "failed", &[]),
    broken("unqualified", |c| c.supported[2].2 = false, &[]),
    broken("no-tape", |c| c.devices.clear(), &[]),
    Break {
        is_old: Some(true),
        ..broken(
            "firewall",
            |c| c.firewall.retain(|entry| entry.0 != "intercluster" || entry.1 != "ndmp"),
            &["system services firewall policy delete -vserver C -policy intercluster -service ndmp"],
        )
    },
    Break {
        is_old: Some(false),
        ..broken(
            "service",
            |c| c.services[0].2.retain(|service| service.0 != "backup-ndmp-control"),
            &[
                "network interface service-policy remove-service -vserver C -policy default-intercluster -service backup-ndmp-control",
            ],
        )
    },
];
