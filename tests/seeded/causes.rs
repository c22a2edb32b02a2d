//! Each cause of a failed backup that the rules know, in a cluster that is ready for its plan but for this one thing: exactly the
//! rule that names the cause speaks, and those that cannot but speak with it.

use std::collections::BTreeSet;

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Attestation, Attested, Outcome, Question, ScopeWish};

use super::broken::*;
use super::planned::{self, plan};
use super::saved::{Saved, whole};
use super::{NODE, WRAPPED, trust};

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
    (
        "lif-service-ndmp",
        "connection to port 10000 refused or",
        Full,
        as_planned,
        icl_closed,
        &["lif-service-ndmp", "lif-allowed-dma"],
    ),
    (
        "lif-service-ndmp",
        "connection to port 10000 refused after",
        Full,
        as_planned,
        icl_upgraded,
        &["lif-service-ndmp", "lif-allowed-dma"],
    ),
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
    ("lif-failover-data", "the job of one SVM", Full, svm_alone, data_lif_moves, &["lif-failover-data"]),
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
    ("ndmp-user", "permission denied", Full, as_planned, user_readonly, &["ndmp-user"]),
    ("ndmp-user", "Error: show failed", Full, as_planned, user_without_password, &["ndmp-user"]),
    ("ndmp-user-dedicated", "backups stop", Full, any_user, user_reads, &["ndmp-user-dedicated"]),
    ("ndmp-session-capacity", "too many", Full, many_streams, as_ready, &["ndmp-session-capacity"]),
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
    ("volume-space", "Job aborted", Full, as_planned, volume_full, &["volume-space"]),
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
