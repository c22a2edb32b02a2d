//! What is planned otherwise, and one thing broken, of the ready clusters of `causes` and `addressed`.

use ndmp_preflight::config::Planned;

use super::saved::Saved;

pub(super) const LIF: &str = "network_interface_show";
pub(super) const ROLES: &str =
    "network_interface_show_-fields_role,service-policy,home-node,home-port,failover-policy,failover-group";
pub(super) const SERVICES: &str = "network_interface_service-policy_show";
pub(super) const NDMP: &str = "vserver_services_ndmp_show";
const ADMIN: &str = "vserver_services_ndmp_show_-vserver_strathspey";
pub(super) const OWN: &str = "vserver_services_ndmp_show_-vserver_svm-aviemore-fs1";
pub(super) const LOGIN: &str = "security_login_show";
const TAPE: &str = "storage_tape_show";
const CHANGER: &str = "storage_tape_show-media-changer";
const OPTIONS: &str = "options_tape.reservations";
pub(super) const ROUTE: &str = "network_route_show";
pub(super) const VOLUMES: &str =
    "volume_show_-fields_state,node,nodes,percent-used,snapshot-count,volume-style-extended";
pub(super) const STYLES: &str = "volume_show_-fields_volume-style-extended";
pub(super) const LABELS: &str = "vserver_nfs_show_-fields_v4.2-seclabel";
const MIRRORS: &str = "snapmirror_show_-fields_state,status";
const OPEN: &str = "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n";

pub(super) fn no_cab(planned: &mut Planned) {
    planned.cab = Some(false);
}

pub(super) fn clear_text(planned: &mut Planned) {
    planned.authentication = Some("plaintext".to_owned());
}

pub(super) fn register_icl(planned: &mut Planned) {
    planned.register = vec!["strathspey-01_icl1".to_owned()];
}

pub(super) fn register_data(planned: &mut Planned) {
    planned.register = vec!["192.0.2.130".to_owned()];
}

pub(super) fn whole_cluster(planned: &mut Planned) {
    planned.svms = Vec::new();
}

pub(super) fn six(planned: &mut Planned) {
    register_six(planned);
    whole_cluster(planned);
    planned.dma_addresses = vec!["2001:db8:9::200".parse().unwrap()];
}

pub(super) fn register_six(planned: &mut Planned) {
    planned.register = vec!["strathspey-03_icl1".to_owned()];
}

pub(super) fn six_of_nobody(planned: &mut Planned) {
    register_six(planned);
    planned.dma_addresses = Vec::new();
}

pub(super) fn old_svm(planned: &mut Planned) {
    planned.svms = vec!["svm-glenurquhart-nfs01".to_owned()];
}

pub(super) fn one_svm(planned: &mut Planned) {
    planned.svms = vec!["svm-somewhere".to_owned()];
}

pub(super) fn other_user(planned: &mut Planned) {
    planned.user = Some("svc_backup".to_owned());
}

pub(super) fn any_user(planned: &mut Planned) {
    planned.user = None;
}

pub(super) fn many_streams(planned: &mut Planned) {
    planned.streams = Some(65);
}

pub(super) fn spc_2(planned: &mut Planned) {
    planned.reservations = Some("scsi".to_owned());
}

pub(super) fn takeover(saved: &mut Saved) {
    saved.replace("storage_failover_show", "Connected to strathspey-02", "In takeover");
}

pub(super) fn node_scope(saved: &mut Saved) {
    saved.replace("system_services_ndmp_node-scope-mode_status", "disabled", "enabled");
}

pub(super) fn unhealthy(saved: &mut Saved) {
    saved.snip("cluster_show", "strathspey-02", "true ", "false");
    saved.snip("system_node_show", "strathspey-02", "true", "false");
}

pub(super) fn lif_down(saved: &mut Saved) {
    saved.snip(LIF, "strathspey-04_mgmt1", "up/up", "up/down");
}

pub(super) fn port_down(saved: &mut Saved) {
    saved.snip("network_port_show", "Node: strathspey-01", "Default          up  ", "Default          down");
}

pub(super) fn lif_away(saved: &mut Saved) {
    saved.edit(LIF, "strathspey-01_icl1", "true", "false");
}

pub(super) fn failover_far(saved: &mut Saved) {
    saved.edit(ROLES, "strathspey-04_icl1", "local-only", "broadcast-domain-wide");
}

pub(super) fn failover_near(saved: &mut Saved) {
    saved.edit(ROLES, "strathspey cluster_mgmt", "broadcast-domain-wide", "local-only");
}

pub(super) fn icl_moved(saved: &mut Saved) {
    saved.edit(ROLES, "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
    saved.edit(LIF, "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
}

pub(super) fn icl_closed(saved: &mut Saved) {
    saved.snip(SERVICES, "default-intercluster", OPEN, "");
}

/// An upgrade gave one LIF a policy of its own.
pub(super) fn icl_upgraded(saved: &mut Saved) {
    let policy = "custom-intercluster-4711   intercluster-core: 0.0.0.0/0, ::/0\n          ";
    saved.snip(SERVICES, "strathspey", "default-intercluster ", &format!("{policy}default-intercluster "));
    saved.count(SERVICES, 10, 11);
    saved.snip(ROLES, "strathspey-02_icl1", "default-intercluster", "custom-intercluster-4711");
}

pub(super) fn mgmt_closed(saved: &mut Saved) {
    saved.snip(SERVICES, "management-log-forwarding", OPEN, "");
}

pub(super) fn firewall_closed(saved: &mut Saved) {
    saved.snip("system_services_firewall_policy_show", "intercluster\n", "ndmp       0.0.0.0/0, ::/0", "ndmp       -");
}

pub(super) fn icl_for_others(saved: &mut Saved) {
    saved.snip(SERVICES, "default-intercluster", "ndmp-control: 0.0.0.0/0", "ndmp-control: 198.51.100.0/25");
}

pub(super) fn no_route(saved: &mut Saved) {
    saved.snip(ROUTE, "strathspey", "0.0.0.0/0       198", "192.0.2.0/24    198");
}

pub(super) fn node_bare(saved: &mut Saved) {
    for lif in ["strathspey-04_icl1", "strathspey-04_mgmt1", "boatofgarten_lif4"] {
        saved.snip(LIF, lif, "up/up", "up/down");
    }
}

pub(super) fn admin_off(saved: &mut Saved) {
    saved.edit(NDMP, "strathspey ", "true", "false").edit(ADMIN, "Enable NDMP on", "true", "false");
}

pub(super) fn both_ways(saved: &mut Saved) {
    saved.edit(NDMP, "strathspey ", "challenge", "plaintext, challenge");
    saved.edit(ADMIN, "Authentication Type", "challenge", "plaintext, challenge");
}

pub(super) fn roles_lack(saved: &mut Saved) {
    saved.edit(ADMIN, "Preferred", "intercluster, cluster-mgmt, node-mgmt, data", "cluster-mgmt, node-mgmt, data");
}

pub(super) fn user_readonly(saved: &mut Saved) {
    saved.edit(LOGIN, "svc_ndmp_kingussie", "backup", "readonly");
}

pub(super) fn disallowed(saved: &mut Saved) {
    saved.replace("vserver_show_-fields_disallowed-protocols", "fcp,iscsi", "fcp,ndmp");
}

/// An intercluster LIF of another IPspace belongs to the SVM of that IPspace.
pub(super) fn ipspace_off(saved: &mut Saved) {
    let after = "strathspey-04_mgmt1 up/up 198.51.100.14/25 strathspey-04 e0M   true\n";
    let lif = "ips-tape\n            ips_icl1     up/up    203.0.113.140/26   strathspey-04 e3b     true\n";
    saved.snip(LIF, "strathspey-04_mgmt1", after, &format!("{after}{lif}")).count(LIF, 21, 22);
    saved
        .snip(NDMP, "strathspey ", "svm-aviemore", "ips-tape      false     challenge\nsvm-aviemore")
        .count(NDMP, 3, 4);
    let row = saved.file(ROLES).lines().find(|line| line.contains("strathspey-04_icl1")).unwrap_or_default().to_owned();
    let own = row.replacen("strathspey ", "ips-tape ", 1).replace("strathspey-04_icl1", "ips_icl1");
    saved.snip(ROLES, &row, "\n", &format!("\n{own}\n")).count(ROLES, 21, 22);
    let policy = "ips-tape\n          default-intercluster       intercluster-core: 0.0.0.0/0, ::/0\n";
    saved.snip(SERVICES, "", "strathspey\n", &format!("{policy}{OPEN}\nstrathspey\n")).count(SERVICES, 10, 11);
    let route = "ips-tape\n                    0.0.0.0/0       203.0.113.129   20\n";
    saved.snip(ROUTE, "", "strathspey\n", &format!("{route}strathspey\n")).count(ROUTE, 3, 4);
}

pub(super) fn own_off(saved: &mut Saved) {
    saved.snip(NDMP, "svm-aviemore-fs1", "true ", "false");
    saved.replace(OWN, "Enable NDMP on Vserver: true", "Enable NDMP on Vserver: false");
}

pub(super) fn own_lifs_down(saved: &mut Saved) {
    saved.snip(LIF, "aviemore_lif1", "up/up", "up/down").snip(LIF, "aviemore_lif2", "up/up", "up/down");
}

pub(super) fn own_user_locked(saved: &mut Saved) {
    saved.snip(LOGIN, "vsadmin        ssh", "no ", "yes");
}

pub(super) fn user_locked(saved: &mut Saved) {
    saved.edit(LOGIN, "svc_ndmp_kingussie", "no ", "yes");
}

pub(super) fn user_without_password(saved: &mut Saved) {
    saved.edit(LOGIN, "svc_ndmp_kingussie", "password ", "publickey");
}

pub(super) fn user_reads(saved: &mut Saved) {
    saved.replace(LOGIN, "password      backup  ", "password      readonly");
}

pub(super) fn node_off(saved: &mut Saved) {
    saved.edit("system_services_ndmp_show", "strathspey-03", "true ", "false");
}

pub(super) fn node_scope_off(saved: &mut Saved) {
    saved.edit("session", "sannox-a              true      false", "true ", "false");
}

pub(super) fn node_root(saved: &mut Saved) {
    saved.edit("session", "sannox-a              true      false", "ndmp_bk", "root");
}

pub(super) fn no_tape(saved: &mut Saved) {
    for file in [TAPE, CHANGER] {
        *saved.file(file) = "This table is currently empty.\n".to_owned();
    }
    saved
        .without("storage_tape_show-tape-drive")
        .without("storage_tape_show_-alias")
        .without("storage_tape_alias_show");
}

pub(super) fn no_lun_zero(saved: &mut Saved) {
    saved.snip(TAPE, "Node: drumnadrochit-prd-01", "stsw-brora-01:4.126     tape", "stsw-brora-01:4.126L3   tape");
}

pub(super) fn unqualified(saved: &mut Saved) {
    let row = |state: &str| format!("IBM LTO 8 ULT3580               {state}\n");
    let (from, to) = (row("true       Dynamically Qualified"), row("false      Nonqualified tape drive"));
    saved.snip("storage_tape_show-supported-status", "Node: drumnadrochit-prd-02", &from, &to);
}

pub(super) fn drive_offline(saved: &mut Saved) {
    saved.edit(TAPE, "tape drive", "normal", "offline");
}

/// One tape drive as each node sees it, and as it tells of itself.
pub(super) fn add_drive(saved: &mut Saved, device: &str, serial: &str, nodes: &[&str]) {
    let row = format!("{device:<23} tape drive      Hewlett-Packard LTO-8           normal\n");
    let mut paths = String::new();
    for node in nodes {
        saved.snip(TAPE, &format!("Node: {node}"), "fcsw-nethybridge", &format!("{row}fcsw-nethybridge"));
        paths += &format!("{node:<25} 0e         st9      available                 normal\n");
    }
    let block = format!(
        "\n   Tape Drive: {device}\n  Description: Hewlett-Packard LTO-8\n         WWNN: 50014380123a7c52\n         \
         WWPN: 50014380123a7c53\nSerial Number: {serial}\n\n       Errors: -\n\nPaths:\n\
         Node                      Initiator  Alias    Device State              Status\n\
         ------------------------  ---------  -------  ------------------------  --------\n{paths}"
    );
    saved.file("storage_tape_show-tape-drive").push_str(&block);
}

pub(super) fn many_drives(saved: &mut Saved) {
    for number in 1..=64 {
        add_drive(saved, &format!("fcsw-x:{number}.126"), &format!("HUJ8000X{number}"), &["strathspey-01"]);
    }
    saved.count(TAPE, 6, 70);
}

pub(super) fn third_path(saved: &mut Saved) {
    for switch in ["fcsw-x", "fcsw-y"] {
        add_drive(saved, &format!("{switch}:4.126"), "HUJ7021X4A", &["strathspey-01"]);
    }
    saved.count(TAPE, 6, 8);
}

pub(super) fn other_alias(saved: &mut Saved) {
    saved.snip("storage_tape_alias_show", "strathspey-02", "st1 ", "st7 ");
    saved.snip(
        "storage_tape_show_-alias",
        "fcsw-nethybridge-b",
        "strathspey-02               st1",
        "strathspey-02               st7",
    );
}

pub(super) fn one_node_scsi(saved: &mut Saved) {
    saved.snip(OPTIONS, "strathspey-02", "persistent", "scsi");
}

pub(super) fn changer_hidden(saved: &mut Saved) {
    *saved.file(CHANGER) = "This table is currently empty.\n".to_owned();
}

pub(super) fn path_in_error(saved: &mut Saved) {
    saved.snip(CHANGER, "strathspey-02", "normal", "error ");
}

pub(super) fn volume_offline(saved: &mut Saved) {
    saved.edit(VOLUMES, "home01", "online", "offline");
}

pub(super) fn snapshots_full(saved: &mut Saved) {
    saved.edit(VOLUMES, "home01", "26  ", "1023");
}

pub(super) fn volume_full(saved: &mut Saved) {
    saved.edit(VOLUMES, "home02", "72% ", "100%");
}

pub(super) fn flexgroup_9_6(saved: &mut Saved) {
    saved.replace("version", "9.9.1P5", "9.6P5");
    saved.edit(STYLES, "glenurquhart_projects", "flexvol", "flexgroup");
}

pub(super) fn labels_on(saved: &mut Saved) {
    saved.replace(LABELS, "disabled", "enabled");
}

pub(super) fn resyncing(saved: &mut Saved) {
    saved.edit(MIRRORS, "letters", "Idle", "Resyncing");
}

/// The SVM is backed up through a LIF of its own, and nothing else is.
pub(super) fn svm_alone(planned: &mut Planned) {
    (planned.register, planned.user, planned.tape) = (vec!["aviemore_lif1".to_owned()], None, Some(false));
}

pub(super) fn data_lif_moves(saved: &mut Saved) {
    saved.snip(ROLES, "aviemore_lif1", "disabled      ", "system-defined");
}
