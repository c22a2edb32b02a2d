//! Each cause of a failed backup that the rules know, in a cluster that is ready for its plan but for this one thing: exactly the
//! rule that names the cause speaks, and those that cannot but speak with it.

use std::collections::BTreeSet;

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Attestation, Attested, Outcome, Question, ScopeWish};

use super::planned::{self, plan};
use super::saved::{Saved, whole};
use super::{NODE, WRAPPED, trust};

const LIF: &str = "network_interface_show";
const ROLES: &str =
    "network_interface_show_-fields_role,service-policy,home-node,home-port,failover-policy,failover-group";
const SERVICES: &str = "network_interface_service-policy_show";
const NDMP: &str = "vserver_services_ndmp_show";
const ADMIN: &str = "vserver_services_ndmp_show_-vserver_strathspey";
const OWN: &str = "vserver_services_ndmp_show_-vserver_svm-aviemore-fs1";
const LOGIN: &str = "security_login_show";
const TAPE: &str = "storage_tape_show";
const CHANGER: &str = "storage_tape_show-media-changer";
const OPTIONS: &str = "options_tape.reservations";
const ROUTE: &str = "network_route_show";
const VOLUMES: &str = "volume_show_-fields_state,node,nodes,percent-used,snapshot-count,volume-style-extended";
const STYLES: &str = "volume_show_-fields_volume-style-extended";
const LABELS: &str = "vserver_nfs_show_-fields_v4.2-seclabel";
const MIRRORS: &str = "snapmirror_show_-fields_state,status";
const OPEN: &str = "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n";

/// A ready cluster.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Base {
    /// ONTAP 9.12.1 with a backup that is planned in all its parts.
    Planned,
    /// ONTAP 9.9.1: firewall policies.
    Old,
    /// Node scope.
    Node,
}
use Base::{Node, Old, Planned as Full};

/// Rule, beginning of its symptom, ready cluster, what is planned otherwise, what is broken, and the rules that fail then.
type Cause = (&'static str, &'static str, Base, fn(&mut Planned), fn(&mut Saved), &'static [&'static str]);

pub(super) fn as_planned(_: &mut Planned) {}
pub(super) fn as_ready(_: &mut Saved) {}

const CLUSTER: &[Cause] = &[
    ("ndmp-scope", "error 65601536", Full, whole_cluster, node_scope, &["ndmp-scope", "ndmp-scope-deprecated"]),
    ("no-takeover", "the job dies during", Full, as_planned, takeover, &["no-takeover"]),
    ("node-healthy", "sessions to one node fail", Full, as_planned, unhealthy, &["node-healthy"]),
    ("dma-scope", "jobs see the volumes of one node", Full, no_cab, as_ready, &["dma-scope", "registered-lif"]),
    ("dma-authentication", "authentication type", Full, clear_text, as_ready, &["dma-authentication"]),
    ("dma-ndmp-version", "ndmpd invalid version", Full, as_planned, as_ready, &["dma-ndmp-version"]),
    ("dma-ports", "connection refused, at", Full, as_planned, as_ready, &["dma-ports"]),
    ("dma-block-size", "Tape record size", Full, as_planned, as_ready, &["dma-block-size"]),
];

const NETWORK: &[Cause] = &[
    ("lif-up", "connection timed out", Full, as_planned, lif_down, &["lif-up"]),
    ("lif-port-up", "connection times out after", Full, as_planned, port_down, &["lif-port-up"]),
    ("lif-home", "tapes of another node", Full, as_planned, lif_away, &["lif-home"]),
    ("lif-failover-local", "the job dies after a LIF", Full, as_planned, failover_far, &["lif-failover-local"]),
    ("lif-failover-cluster-mgmt", "the cluster-m", Full, as_planned, failover_near, &["lif-failover-cluster-mgmt"]),
    ("intercluster-lif-per-node", "backups of one", Full, as_planned, icl_moved, &["intercluster-lif-per-node"]),
    ("lif-service-ndmp", "connection to port", Full, as_planned, icl_closed, &["lif-service-ndmp", "lif-allowed-dma"]),
    (
        "mgmt-lif-service-ndmp",
        "connection to",
        Full,
        register_icl,
        mgmt_closed,
        &["mgmt-lif-service-ndmp", "lif-allowed-dma"],
    ),
    ("lif-firewall-ndmp", "connection to port", Old, as_planned, firewall_closed, &["lif-firewall-ndmp"]),
    ("lif-allowed-dma", "connection to port", Full, as_planned, icl_for_others, &["lif-allowed-dma"]),
    ("registered-lif", "jobs see no volumes", Full, register_data, as_ready, &["registered-lif"]),
    ("route-covers-address", "control works", Full, as_planned, no_route, &["route-covers-address"]),
    (
        "volume-node-lif",
        "the job starts",
        Full,
        whole_cluster,
        node_bare,
        &["volume-node-lif", NODE_BARE[0], NODE_BARE[1]],
    ),
    ("lif-address-family", "Data connection", Full, six, as_ready, &["lif-address-family"]),
    ("dma-address-family", "the application cannot", Full, six_of_nobody, as_ready, &["dma-address-family"]),
];

/// A node without a LIF that is up is without an intercluster LIF too.
const NODE_BARE: [&str; 2] = ["intercluster-lif-per-node", "lif-up"];

const SERVICE: &[Cause] = &[
    ("backup-svm-scope", "error 65601536", Node, one_svm, as_ready, &["backup-svm-scope"]),
    ("node-ndmp-user", "NDMP authentication fails at", Node, other_user, as_ready, &["node-ndmp-user"]),
    (
        "svm-ndmp-enabled",
        "connection to port",
        Full,
        as_planned,
        admin_off,
        &["svm-ndmp-enabled", "lif-svm-ndmp-enabled"],
    ),
    ("svm-ndmp-authentication", "the password", Full, as_planned, both_ways, &["svm-ndmp-authentication"]),
    ("svm-ndmp-preferred-role", "the job starts", Full, as_planned, roles_lack, &["svm-ndmp-preferred-role"]),
    ("svm-ndmp-allowed", "no session although", Full, as_planned, disallowed, &["svm-ndmp-allowed"]),
    ("lif-svm-ndmp-enabled", "connection refused", Full, as_planned, ipspace_off, &["lif-svm-ndmp-enabled"]),
    ("backup-svm-enabled", "log-in to an SVM", Full, as_planned, own_off, &["backup-svm-enabled"]),
    ("backup-svm-enabled", "NDMP settings are gone", Full, as_planned, own_off, &["backup-svm-enabled"]),
    ("backup-svm-lif", "connection to the address", Full, as_planned, own_lifs_down, &["backup-svm-lif"]),
    ("backup-svm-user", "NDMP authentication fails", Full, as_planned, own_user_locked, &["backup-svm-user"]),
    ("ndmp-user", "NDMP authentication", Full, as_planned, user_locked, &["ndmp-user"]),
    ("ndmp-user", "Error: show failed", Full, as_planned, user_without_password, &["ndmp-user"]),
    ("ndmp-user-dedicated", "backups stop", Full, any_user, user_reads, &["ndmp-user-dedicated"]),
    ("ndmp-session-capacity", "Maximum number", Full, many_streams, as_ready, &["ndmp-session-capacity"]),
    ("ndmp-data-ports", "control works", Full, as_planned, as_ready, &[]),
    ("node-service-ndmp", "no session to one", Full, as_planned, node_off, &["node-service-ndmp"]),
    ("node-ndmp-enabled", "connection to port", Node, as_planned, node_scope_off, &["node-ndmp-enabled"]),
    ("node-ndmp-default-user", "whoever knows", Node, as_planned, node_root, &["node-ndmp-default-user"]),
];

const DEVICES: &[Cause] = &[
    ("tape-drive-visible", "drive or library", Full, as_planned, no_tape, &["tape-drive-visible"]),
    ("tape-target-lun-zero", "drive or library", Old, as_planned, no_lun_zero, &["tape-target-lun-zero"]),
    ("tape-drive-qualified", "the drive is seen", Old, as_planned, unqualified, &["tape-drive-qualified"]),
    ("tape-device-status", "drive not ready", Full, as_planned, drive_offline, &["tape-device-status"]),
    ("tape-device-count", "some drives absent", Full, as_planned, many_drives, &["tape-device-count"]),
    ("tape-path-count", "drives come and go", Full, as_planned, third_path, &["tape-path-count"]),
    ("tape-alias-uniform", "the job opens", Full, as_planned, other_alias, &["tape-alias-uniform"]),
    ("tape-reservations", "reservation conflict", Full, spc_2, as_ready, &["tape-reservations"]),
    (
        "tape-reservations-uniform",
        "reservation c",
        Full,
        as_planned,
        one_node_scsi,
        &["tape-reservations-uniform", "tape-reservations"],
    ),
    ("media-changer-visible", "the library is", Full, as_planned, changer_hidden, &["media-changer-visible"]),
    ("media-changer-status", "moves of the", Full, as_planned, path_in_error, &["media-changer-status"]),
];

// The administrator of the SVM is locked in the older cluster.
const VOLUME: &[Cause] = &[
    ("volume-online", "Volume offline", Full, as_planned, volume_offline, &["volume-online"]),
    ("volume-snapshot-room", "Failed to create", Full, as_planned, snapshots_full, &["volume-snapshot-room"]),
    ("volume-space", "Failed to create", Full, as_planned, volume_full, &["volume-space"]),
    ("flexgroup-release", "a FlexGroup", Old, old_svm, flexgroup_9_6, &["flexgroup-release", "backup-svm-user"]),
    ("nfs-security-label", "the dump aborts", Old, as_planned, labels_on, &["nfs-security-label"]),
    ("snapmirror-quiet", "Dumps temporarily", Full, as_planned, resyncing, &["snapmirror-quiet"]),
];

fn each() -> impl Iterator<Item = &'static Cause> {
    [CLUSTER, NETWORK, SERVICE, DEVICES, VOLUME].into_iter().flatten()
}

/// What the older cluster tells of its volumes and NFS servers, when it is asked for what matters there.
fn with_styles(saved: &mut Saved) {
    let volumes = [
        ("drumnadrochit-prd-01", "vol0"),
        ("drumnadrochit-prd-02", "vol0"),
        ("svm-abriachan-smb01", "abriachan_homes"),
        ("svm-abriachan-smb01", "abriachan_root"),
        ("svm-glenurquhart-nfs01", "glenurquhart_projects"),
        ("svm-glenurquhart-nfs01", "glenurquhart_root"),
    ];
    let mut styles = "vserver                volume                volume-style-extended\n\
                      ---------------------- --------------------- ---------------------\n"
        .to_owned();
    volumes.iter().for_each(|(vserver, volume)| styles += &format!("{vserver:<22} {volume:<21} flexvol\n"));
    styles += "6 entries were displayed.\n";
    let labels = "vserver                v4.2-seclabel\n---------------------- -------------\n\
                  svm-glenurquhart-nfs01 disabled\n";
    saved.with(STYLES, &styles).with(LABELS, labels);
}

impl Base {
    pub(super) fn saved(self) -> Saved {
        let mut saved = match self {
            Full => planned::ready(),
            Old => WRAPPED.saved(),
            Node => NODE.saved(),
        };
        if self == Old {
            with_styles(&mut saved);
        }
        if self == Full {
            let user = "svc_ndmp_kingussie ssh     password      backup           no     none\n";
            saved.snip(LOGIN, "svc_ndmp", user, &format!("{user}{}", user.replace("kingussie", "spare    ")));
            saved.count(LOGIN, 9, 10);
            let route = "strathspey\n                    0.0.0.0/0       198.51.100.1    20\n";
            let six = "                    ::/0            2001:db8:40:7::1 20\n";
            saved.snip(ROUTE, "", route, &format!("{route}{six}")).count(ROUTE, 2, 3);
        }
        saved
    }

    pub(super) fn plan(self) -> Planned {
        if self == Full { plan() } else { Planned::default() }
    }
}

/// All tests of this file.
pub(super) const EACH: [fn(); 2] = [each_cause_is_found_by_its_rule_alone, no_cause_is_left_out];

/// The same as verdicts, for the table of what the faults gave.
pub(super) fn told<'w>(words: impl Iterator<Item = &'w str>) -> Vec<String> {
    words
        .map(|word| {
            word.strip_suffix(" unknown")
                .map_or_else(|| format!("{word} {{}} fail"), |rule| format!("{rule} {{}} unknown"))
        })
        .collect()
}

/// What is asked: the plan, and what the backup team says of its application where the cause is with it.
pub(super) fn question(planned: Planned, rule: &str) -> Question {
    let mut question = planned::question(planned);
    let told = match rule {
        "dma-ndmp-version" => Some((Attested::DmaNdmpVersion, "v3")),
        "dma-block-size" => Some((Attested::DmaBlockSize, "512")),
        "dma-address-family" => Some((Attested::DmaAddressFamily, "ipv6")),
        _ => None,
    };
    let attest = |(what, value): (Attested, &str)| {
        let (by, on, place) = ("backup team".to_owned(), jiff::civil::date(2026, 11, 20), "p:1".to_owned());
        Attestation { what, value: Some(value.to_owned()), by, on, until: None, place }
    };
    question.attestations = told.map(attest).into_iter().collect();
    if rule == "ndmp-scope" {
        question.scope = ScopeWish::Svm;
    }
    question
}

/// The rules that fail, and those that do not know, which say so.
pub(super) fn speaking(outcomes: &[Outcome]) -> BTreeSet<String> {
    let word = |outcome: &Outcome| match outcome.verdict.word() {
        "fail" => Some(outcome.rule.clone()),
        "unknown" => Some(format!("{} unknown", outcome.rule)),
        _ => None,
    };
    outcomes.iter().filter_map(word).collect()
}

/// What is judged; where the rule is about the application's control port, by the profile of one that has another.
pub(super) fn outcomes(saved: &Saved, question: &Question, rule: &str) -> Vec<Outcome> {
    let mut catalog = whole().clone();
    if rule == "dma-ports" {
        let ports = catalog.profiles.iter_mut().filter_map(|profile| profile.ports.as_mut());
        ports.for_each(|cell| cell.value.control = Some(10_001));
    }
    planned::report_by(saved, question, &catalog).targets.remove(0).outcomes
}

#[test]
fn each_cause_is_found_by_its_rule_alone() {
    let mut wrong = Vec::new();
    for (rule, symptom, base, replan, damage, wanted) in each() {
        let before = speaking(&outcomes(&base.saved(), &question(base.plan(), ""), ""));
        let (mut saved, mut planned) = (base.saved(), base.plan());
        replan(&mut planned);
        damage(&mut saved);
        let after = outcomes(&saved, &question(planned, rule), rule);
        trust::count(&told(wanted.iter().copied()), &told(speaking(&after).difference(&before).map(String::as_str)));
        let (said, wanted) = (speaking(&after), wanted.iter().copied().collect());
        let new: BTreeSet<&str> = said.difference(&before).map(String::as_str).collect();
        // What only tells has no other way to speak.
        let tells = |outcome: &Outcome| {
            outcome.rule == *rule && outcome.verdict.word() == "pass" && !outcome.message.is_empty()
        };
        if new != wanted || (wanted.is_empty() && !after.iter().any(tells)) {
            let why = after.iter().find(|outcome| outcome.rule == *rule).map(|outcome| &outcome.message);
            wrong.push(format!("{rule} ({symptom}): {new:?}, not {wanted:?}: {why:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_cause_is_left_out() {
    let known: BTreeSet<(&str, &str)> = each().map(|(rule, symptom, ..)| (*rule, *symptom)).collect();
    let is_known =
        |rule: &str, symptom: &str| known.iter().any(|(id, begins)| *id == rule && symptom.starts_with(begins));
    let rules = &whole().rules;
    let causes =
        rules.iter().flat_map(|rule| rule.causes.iter().map(|cause| (rule.id.as_str(), cause.symptom.as_str())));
    let left: Vec<(&str, &str)> = causes.filter(|(rule, symptom)| !is_known(rule, symptom)).collect();
    assert!(left.is_empty(), "{left:?}");
}

fn no_cab(planned: &mut Planned) {
    planned.cab = Some(false);
}

fn clear_text(planned: &mut Planned) {
    planned.authentication = Some("plaintext".to_owned());
}

fn register_icl(planned: &mut Planned) {
    planned.register = vec!["strathspey-01_icl1".to_owned()];
}

fn register_data(planned: &mut Planned) {
    planned.register = vec!["192.0.2.130".to_owned()];
}

fn whole_cluster(planned: &mut Planned) {
    planned.svms = Vec::new();
}

fn six(planned: &mut Planned) {
    register_six(planned);
    whole_cluster(planned);
    planned.dma_addresses = vec!["2001:db8:9::200".parse().unwrap()];
}

fn register_six(planned: &mut Planned) {
    planned.register = vec!["strathspey-03_icl1".to_owned()];
}

fn six_of_nobody(planned: &mut Planned) {
    register_six(planned);
    planned.dma_addresses = Vec::new();
}

fn old_svm(planned: &mut Planned) {
    planned.svms = vec!["svm-glenurquhart-nfs01".to_owned()];
}

fn one_svm(planned: &mut Planned) {
    planned.svms = vec!["svm-somewhere".to_owned()];
}

fn other_user(planned: &mut Planned) {
    planned.user = Some("svc_backup".to_owned());
}

fn any_user(planned: &mut Planned) {
    planned.user = None;
}

fn many_streams(planned: &mut Planned) {
    planned.streams = Some(65);
}

fn spc_2(planned: &mut Planned) {
    planned.reservations = Some("scsi".to_owned());
}

fn takeover(saved: &mut Saved) {
    saved.replace("storage_failover_show", "Connected to strathspey-02", "In takeover");
}

fn node_scope(saved: &mut Saved) {
    saved.replace("system_services_ndmp_node-scope-mode_status", "disabled", "enabled");
}

fn unhealthy(saved: &mut Saved) {
    saved.snip("cluster_show", "strathspey-02", "true ", "false");
    saved.snip("system_node_show", "strathspey-02", "true", "false");
}

fn lif_down(saved: &mut Saved) {
    saved.snip(LIF, "strathspey-04_mgmt1", "up/up", "up/down");
}

fn port_down(saved: &mut Saved) {
    saved.snip("network_port_show", "Node: strathspey-01", "Default          up  ", "Default          down");
}

fn lif_away(saved: &mut Saved) {
    saved.edit(LIF, "strathspey-01_icl1", "true", "false");
}

fn failover_far(saved: &mut Saved) {
    saved.edit(ROLES, "strathspey-04_icl1", "local-only", "broadcast-domain-wide");
}

fn failover_near(saved: &mut Saved) {
    saved.edit(ROLES, "strathspey cluster_mgmt", "broadcast-domain-wide", "local-only");
}

fn icl_moved(saved: &mut Saved) {
    saved.edit(ROLES, "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
    saved.edit(LIF, "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
}

fn icl_closed(saved: &mut Saved) {
    saved.snip(SERVICES, "default-intercluster", OPEN, "");
}

fn mgmt_closed(saved: &mut Saved) {
    saved.snip(SERVICES, "management-log-forwarding", OPEN, "");
}

fn firewall_closed(saved: &mut Saved) {
    saved.snip("system_services_firewall_policy_show", "intercluster\n", "ndmp       0.0.0.0/0, ::/0", "ndmp       -");
}

fn icl_for_others(saved: &mut Saved) {
    saved.snip(SERVICES, "default-intercluster", "ndmp-control: 0.0.0.0/0", "ndmp-control: 198.51.100.0/25");
}

fn no_route(saved: &mut Saved) {
    saved.snip(ROUTE, "strathspey", "0.0.0.0/0       198", "192.0.2.0/24    198");
}

fn node_bare(saved: &mut Saved) {
    for lif in ["strathspey-04_icl1", "strathspey-04_mgmt1", "boatofgarten_lif4"] {
        saved.snip(LIF, lif, "up/up", "up/down");
    }
}

fn admin_off(saved: &mut Saved) {
    saved.edit(NDMP, "strathspey ", "true", "false").edit(ADMIN, "Enable NDMP on", "true", "false");
}

fn both_ways(saved: &mut Saved) {
    saved.edit(NDMP, "strathspey ", "challenge", "plaintext, challenge");
    saved.edit(ADMIN, "Authentication Type", "challenge", "plaintext, challenge");
}

fn roles_lack(saved: &mut Saved) {
    saved.edit(ADMIN, "Preferred", "intercluster, cluster-mgmt, node-mgmt, data", "cluster-mgmt, node-mgmt, data");
}

fn disallowed(saved: &mut Saved) {
    saved.replace("vserver_show_-fields_disallowed-protocols", "fcp,iscsi", "fcp,ndmp");
}

/// An intercluster LIF of another IPspace belongs to the SVM of that IPspace.
fn ipspace_off(saved: &mut Saved) {
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

fn own_off(saved: &mut Saved) {
    saved.snip(NDMP, "svm-aviemore-fs1", "true ", "false");
    saved.replace(OWN, "Enable NDMP on Vserver: true", "Enable NDMP on Vserver: false");
}

fn own_lifs_down(saved: &mut Saved) {
    saved.snip(LIF, "aviemore_lif1", "up/up", "up/down").snip(LIF, "aviemore_lif2", "up/up", "up/down");
}

fn own_user_locked(saved: &mut Saved) {
    saved.snip(LOGIN, "vsadmin        ssh", "no ", "yes");
}

fn user_locked(saved: &mut Saved) {
    saved.edit(LOGIN, "svc_ndmp_kingussie", "no ", "yes");
}

fn user_without_password(saved: &mut Saved) {
    saved.edit(LOGIN, "svc_ndmp_kingussie", "password ", "publickey");
}

fn user_reads(saved: &mut Saved) {
    saved.replace(LOGIN, "password      backup  ", "password      readonly");
}

fn node_off(saved: &mut Saved) {
    saved.edit("system_services_ndmp_show", "strathspey-03", "true ", "false");
}

fn node_scope_off(saved: &mut Saved) {
    saved.edit("session", "sannox-a              true      false", "true ", "false");
}

fn node_root(saved: &mut Saved) {
    saved.edit("session", "sannox-a              true      false", "ndmp_bk", "root");
}

fn no_tape(saved: &mut Saved) {
    for file in [TAPE, CHANGER] {
        *saved.file(file) = "This table is currently empty.\n".to_owned();
    }
    saved
        .without("storage_tape_show-tape-drive")
        .without("storage_tape_show_-alias")
        .without("storage_tape_alias_show");
}

fn no_lun_zero(saved: &mut Saved) {
    saved.snip(TAPE, "Node: drumnadrochit-prd-01", "stsw-brora-01:4.126     tape", "stsw-brora-01:4.126L3   tape");
}

fn unqualified(saved: &mut Saved) {
    let row = |state: &str| format!("IBM LTO 8 ULT3580               {state}\n");
    let (from, to) = (row("true       Dynamically Qualified"), row("false      Nonqualified tape drive"));
    saved.snip("storage_tape_show-supported-status", "Node: drumnadrochit-prd-02", &from, &to);
}

fn drive_offline(saved: &mut Saved) {
    saved.edit(TAPE, "tape drive", "normal", "offline");
}

/// One tape drive as each node sees it, and as it tells of itself.
fn add_drive(saved: &mut Saved, device: &str, serial: &str, nodes: &[&str]) {
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

fn many_drives(saved: &mut Saved) {
    for number in 1..=64 {
        add_drive(saved, &format!("fcsw-x:{number}.126"), &format!("HUJ8000X{number}"), &["strathspey-01"]);
    }
    saved.count(TAPE, 6, 70);
}

fn third_path(saved: &mut Saved) {
    for switch in ["fcsw-x", "fcsw-y"] {
        add_drive(saved, &format!("{switch}:4.126"), "HUJ7021X4A", &["strathspey-01"]);
    }
    saved.count(TAPE, 6, 8);
}

fn other_alias(saved: &mut Saved) {
    saved.snip("storage_tape_alias_show", "strathspey-02", "st1 ", "st7 ");
    saved.snip(
        "storage_tape_show_-alias",
        "fcsw-nethybridge-b",
        "strathspey-02               st1",
        "strathspey-02               st7",
    );
}

fn one_node_scsi(saved: &mut Saved) {
    saved.snip(OPTIONS, "strathspey-02", "persistent", "scsi");
}

fn changer_hidden(saved: &mut Saved) {
    *saved.file(CHANGER) = "This table is currently empty.\n".to_owned();
}

fn path_in_error(saved: &mut Saved) {
    saved.snip(CHANGER, "strathspey-02", "normal", "error ");
}

fn volume_offline(saved: &mut Saved) {
    saved.edit(VOLUMES, "home01", "online", "offline");
}

fn snapshots_full(saved: &mut Saved) {
    saved.edit(VOLUMES, "home01", "26  ", "1023");
}

fn volume_full(saved: &mut Saved) {
    saved.edit(VOLUMES, "home02", "72% ", "100%");
}

fn flexgroup_9_6(saved: &mut Saved) {
    saved.replace("version", "9.9.1P5", "9.6P5");
    saved.edit(STYLES, "glenurquhart_projects", "flexvol", "flexgroup");
}

fn labels_on(saved: &mut Saved) {
    saved.replace(LABELS, "disabled", "enabled");
}

fn resyncing(saved: &mut Saved) {
    saved.edit(MIRRORS, "letters", "Idle", "Resyncing");
}
