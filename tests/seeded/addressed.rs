//! Whatever a session to the LIF that is addressed needs is asked of that very LIF, of its SVM and of the user who logs in there;
//! and what the plan does not touch makes no rule speak.

use std::collections::BTreeSet;

use ndmp_preflight::config::Planned;

use super::broken::{
    LIF, LOGIN, OWN, ROLES, SERVICES, VOLUMES, data_lif_moves, disallowed, mgmt_closed, own_off, own_user_locked,
};
use super::causes::Base::{self, Node, Old, Planned as Full};
use super::causes::{as_planned, as_ready, outcomes, question, speaking, told};
use super::saved::Saved;
use super::trust;

/// What is attacked, the ready cluster, what is planned, what is broken, and what speaks then that was silent before.
type Case = (&'static str, Base, fn(&mut Planned), fn(&mut Saved), &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "the LIF that a profile names is closed",
        Full,
        netbackup,
        mgmt_closed,
        &["lif-service-ndmp", "lif-allowed-dma", "mgmt-lif-service-ndmp"],
    ),
    ("there is no LIF of the role", Full, netbackup, no_cluster_mgmt, &["registered-lif"]),
    ("NDMP is off at the SVM of the LIF", Full, data_lif, own_off, &["backup-svm-enabled", "lif-svm-ndmp-enabled"]),
    ("ndmp is disallowed there", Full, data_lif, disallowed, &["svm-ndmp-allowed"]),
    ("its user is locked", Full, data_lif, own_user_locked, &["backup-svm-user"]),
    ("the planned user is another SVM's", Full, data_lif_of_admin, as_ready, &["registered-lif"]),
    ("its policy is closed", Full, data_lif, own_closed, &["lif-service-ndmp", "lif-allowed-dma"]),
    ("its policy lets others in", Full, data_lif, own_for_others, &["lif-allowed-dma"]),
    ("no route leads from it", Full, data_lif, own_without_route, &["route-covers-address"]),
    (
        "its firewall policy is closed",
        Old,
        data_lif_of_old,
        firewall_closed,
        &["lif-firewall-ndmp", "backup-svm-user", "lif-failover-data"],
    ),
    ("no registered LIF is of the family", Full, six, as_ready, &["lif-address-family", "registered-lif"]),
    ("no LIF of the SVM is of the family", Full, six_of_svm, as_ready, &["lif-address-family", "backup-svm-lif"]),
    ("the SVM does not run", Full, as_planned, stopped, &["backup-svm-enabled"]),
    (
        "the SVM was stopped",
        Full,
        data_lif,
        stop_typed,
        &[
            "backup-svm-enabled unknown",
            "dma-authentication unknown",
            "lif-allowed-dma unknown",
            "lif-failover-data unknown",
            "lif-port-up unknown",
            "lif-service-ndmp unknown",
            "lif-svm-ndmp-enabled unknown",
            "registered-lif unknown",
            "route-covers-address unknown",
            "svm-ndmp-allowed unknown",
            "svm-ndmp-authentication unknown",
            "volume-node-lif unknown",
        ],
    ),
    ("its only LIFs are of FC", Full, as_planned, only_fc, &["backup-svm-lif"]),
    ("it has no volume", Full, as_planned, without_volumes, &["volume-node-lif unknown"]),
    ("another user than that of the nodes", Node, other_user, as_ready, &["node-ndmp-user"]),
    ("an SVM in node scope", Node, svm, as_ready, &["backup-svm-scope"]),
    (
        "cluster aware backup of an application that can do without, in node scope",
        Node,
        cab_of_commvault,
        as_ready,
        &["dma-scope"],
    ),
    ("cluster aware backup in node scope", Node, cab, as_ready, &["dma-scope"]),
    (
        "the planned user of its SVM is locked",
        Full,
        data_lif_of_vsadmin,
        own_user_locked,
        &["backup-svm-user", "ndmp-user", "registered-lif"],
    ),
    ("the volumes of its SVM are on a node without a LIF", Full, data_lif, own_lif_gone, &["volume-node-lif"]),
    ("the LIF of one node is of another family", Full, each_node, node_of_six, &["registered-lif"]),
    ("the node of the LIF has no tape", Full, node_without_tape, as_ready, &["registered-lif"]),
    ("its LIF is configured for failover", Full, data_lif, data_lif_moves, &["lif-failover-data"]),
    ("its LIF has another policy of failover", Full, data_lif, data_lif_near, &["lif-failover-data"]),
    ("a word that is no policy of failover", Full, data_lif, data_lif_odd, &["lif-failover-data unknown"]),
    (
        "a second SVM is backed up, and no LIF leads there",
        Full,
        data_lif_of_two,
        as_ready,
        &["backup-svm-lif", "backup-svm-user", "backup-svm-enabled", "registered-lif", "volume-node-lif unknown"],
    ),
    ("its user leads to no tape", Full, vsadmin_and_tapes, as_ready, &["registered-lif"]),
    // Of two that are missing lines may have stood between those that are left.
    (
        "who is asked of an answer that is cut off",
        Full,
        vsadmin_and_tapes,
        login_cut,
        &["registered-lif unknown", "backup-svm-user unknown", "ndmp-user unknown", "ndmp-user-dedicated unknown"],
    ),
    ("a data LIF for tapes, whatever the application does", Full, data_lif_for_tapes, as_ready, &["registered-lif"]),
    (
        "one LIF alone, and nobody says what the application does",
        Full,
        icl_alone,
        as_ready,
        &["registered-lif unknown"],
    ),
    // And what is no fault.
    ("each SVM has an administrator of that name", Full, vsadmin_alone, vsadmin_of_each, &[]),
    ("its user, and the tapes are elsewhere", Full, vsadmin_alone, as_ready, &[]),
    ("LIFs of all nodes, whatever the application does", Full, icl_of_each_node, as_ready, &[]),
    ("a LIF of that name at another SVM", Full, data_lif_and_svm, other_of_that_name, &[]),
    ("a data LIF beside the one for tapes", Full, both, as_ready, &[]),
    ("of one LIF too little is told", Full, icl_and_host, as_ready, &["registered-lif unknown"]),
    ("the preferred roles of the SVM are not told", Full, as_planned, roles_untold, &[]),
    ("the user of the nodes", Node, node_user, as_ready, &[]),
];

/// All tests of this file.
pub(super) const EACH: [fn(); 3] = [
    what_is_addressed_is_judged_and_nothing_else,
    what_was_attested_alone_is_judged,
    without_cluster_aware_backup_the_nodes_that_own_the_volumes_are_enough,
];

/// What was attested of the application is judged, whether or not anything else is told of it.
#[test]
fn what_was_attested_alone_is_judged() {
    for rule in ["dma-ndmp-version", "dma-block-size", "dma-address-family"] {
        let of = |rule: &str| speaking(&outcomes(&Full.saved(), &question(Planned::default(), rule), rule));
        let new: Vec<String> = of(rule).difference(&of("")).cloned().collect();
        assert!(new.contains(&rule.to_owned()), "{rule}: {new:?}");
    }
}

/// The volumes of what is backed up are on two of four nodes: a LIF on each of the others has nothing to give.
#[test]
fn without_cluster_aware_backup_the_nodes_that_own_the_volumes_are_enough() {
    let lifs = |nodes: &[u8]| nodes.iter().map(|node| format!("strathspey-0{node}_mgmt1")).collect::<Vec<_>>();
    let said = |nodes: &[u8], svms: &[&str]| {
        let mut planned = Full.plan();
        (planned.dma, planned.cab, planned.register) = (None, Some(false), lifs(nodes));
        planned.tape = Some(false);
        planned.svms = svms.iter().map(|svm| (*svm).to_owned()).collect();
        let of = outcomes(&Full.saved(), &question(planned, ""), "");
        let of_rule = of.into_iter().filter(|outcome| outcome.rule == "registered-lif");
        of_rule.map(|outcome| (outcome.verdict.word(), outcome.message)).collect::<Vec<_>>()
    };
    let volumes = Full.saved().file(VOLUMES).clone();
    let owning: Vec<u8> = (1..=4)
        .filter(|node| {
            volumes
                .lines()
                .any(|line| line.starts_with("svm-boatofgarten-db") && line.contains(&format!("strathspey-0{node}")))
        })
        .collect();
    assert!(!owning.is_empty() && owning.len() < 4, "{owning:?}");
    let (enough, all) = (said(&owning, &["svm-boatofgarten-db"]), said(&[1, 2, 3, 4], &[]));
    assert!(enough.iter().chain(&all).all(|(verdict, _)| *verdict == "pass"), "{enough:?} {all:?}");
    let unnamed = said(&owning, &[]);
    assert!(unnamed.iter().all(|(verdict, _)| *verdict == "fail"), "{unnamed:?}");
    let lacking = said(&owning[1..], &["svm-boatofgarten-db"]);
    let missing = format!("no registered LIF gives the volumes of strathspey-0{}", owning[0]);
    assert!(lacking.iter().all(|(verdict, text)| *verdict == "fail" && text.ends_with(&missing)), "{lacking:?}");
}

#[test]
fn what_is_addressed_is_judged_and_nothing_else() {
    let mut wrong = Vec::new();
    for (what, base, replan, damage, wanted) in CASES {
        let (mut saved, mut planned) = (base.saved(), base.plan());
        let before = speaking(&outcomes(&saved, &question(planned.clone(), ""), ""));
        replan(&mut planned);
        damage(&mut saved);
        let after = outcomes(&saved, &question(planned, ""), "");
        let said = speaking(&after);
        let new: BTreeSet<&str> = said.difference(&before).map(String::as_str).collect();
        trust::count(&told(wanted.iter().copied()), &told(new.iter().copied()));
        let wanted: BTreeSet<&str> = wanted.iter().copied().collect();
        if new != wanted {
            let odd =
                after.iter().filter(|outcome| new.iter().any(|word| word.split(' ').next() == Some(&outcome.rule)));
            let why: Vec<&str> =
                odd.filter(|one| one.verdict.word() != "pass").map(|one| one.message.as_str()).collect();
            wrong.push(format!("{what}: {new:?}, not {wanted:?}: {why:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn netbackup(planned: &mut Planned) {
    (planned.dma, planned.register) = (Some("netbackup".to_owned()), Vec::new());
}

/// A session to a data LIF logs in as a user of its SVM, whoever that is; tapes are not behind it.
fn data_lif(planned: &mut Planned) {
    (planned.register, planned.svms) = (vec!["aviemore_lif1".to_owned()], Vec::new());
    (planned.user, planned.tape) = (None, Some(false));
}

fn data_lif_of_vsadmin(planned: &mut Planned) {
    data_lif(planned);
    planned.user = Some("vsadmin".to_owned());
}

/// A LIF of each node: with cluster aware backup one for management gives what its node has.
fn each_node(planned: &mut Planned) {
    planned.register = (1..=4).map(|node| format!("strathspey-0{node}_mgmt1")).collect();
    planned.svms = Vec::new();
}

fn node_of_six(saved: &mut Saved) {
    saved.snip(LIF, "strathspey-04_mgmt1", "198.51.100.14/25", "2001:db8::14/64");
}

fn node_without_tape(planned: &mut Planned) {
    planned.register = vec!["strathspey-03_mgmt1".to_owned(), "strathspey-04_mgmt1".to_owned()];
}

fn own_lif_gone(saved: &mut Saved) {
    saved.replace(OWN, "intercluster, cluster-mgmt, node-mgmt, data", "data");
    saved.snip(LIF, "aviemore_lif2", "up/up", "up/down");
}

fn data_lif_of_admin(planned: &mut Planned) {
    data_lif(planned);
    planned.user = Some("svc_ndmp_kingussie".to_owned());
}

fn data_lif_of_old(planned: &mut Planned) {
    (planned.register, planned.tape, planned.cab) = (vec!["glenurquhart_lif01".to_owned()], Some(false), Some(true));
}

fn data_lif_and_svm(planned: &mut Planned) {
    planned.register = vec!["cluster_mgmt".to_owned(), "aviemore_lif1".to_owned()];
}

fn both(planned: &mut Planned) {
    data_lif_and_svm(planned);
}

fn icl_and_host(planned: &mut Planned) {
    planned.register = vec!["strathspey-01_mgmt1".to_owned(), "cluster.example.com".to_owned()];
}

fn six(planned: &mut Planned) {
    planned.dma_addresses = vec!["2001:db8:40:7::200".parse().unwrap()];
    planned.svms = Vec::new();
}

fn six_of_svm(planned: &mut Planned) {
    planned.dma_addresses = vec!["2001:db8:40:7::200".parse().unwrap()];
    planned.register = Vec::new();
}

fn other_user(planned: &mut Planned) {
    planned.user = Some("svc_backup".to_owned());
}

fn node_user(planned: &mut Planned) {
    planned.user = Some("ndmp_bk".to_owned());
}

fn svm(planned: &mut Planned) {
    planned.svms = vec!["svm-somewhere".to_owned()];
}

fn cab_of_commvault(planned: &mut Planned) {
    (planned.dma, planned.cab) = (Some("commvault".to_owned()), Some(true));
}

fn cab(planned: &mut Planned) {
    planned.cab = Some(true);
}

fn no_cluster_mgmt(saved: &mut Saved) {
    saved.cut_lines(LIF, "cluster_mgmt", 1).count(LIF, 21, 20).cut_lines(ROLES, "cluster_mgmt", 1).count(ROLES, 21, 20);
}

/// Two SVMs are backed up by themselves, and one LIF is named.
fn data_lif_of_two(planned: &mut Planned) {
    data_lif(planned);
    planned.svms = ["svm-aviemore-fs1", "svm-boatofgarten-db"].map(str::to_owned).to_vec();
}

/// Another SVM than the one that is backed up has an account of the same name.
fn vsadmin_of_each(saved: &mut Saved) {
    let login = saved.file(LOGIN).clone();
    let own = login.split("\n\n").find(|block| block.trim_start().starts_with("Vserver: svm-aviemore-fs1"));
    let lines = own.unwrap_or_default().lines().filter(|line| !line.contains("entries") && !line.contains(" http "));
    let other = lines.collect::<Vec<_>>().join("\n").replace("svm-aviemore-fs1", "svm-boatofgarten-db");
    saved.snip(LOGIN, "", "Vserver: svm-aviemore-fs1", &format!("{other}\n\nVserver: svm-aviemore-fs1"));
    saved.count(LOGIN, 10, 11);
}

fn data_lif_near(saved: &mut Saved) {
    saved.snip(ROLES, "aviemore_lif1", "disabled  ", "local-only");
}

fn data_lif_odd(saved: &mut Saved) {
    saved.snip(ROLES, "aviemore_lif1", "disabled", "disahled");
}

fn login_cut(saved: &mut Saved) {
    saved.count(LOGIN, 10, 12);
}

/// No LIF is named: the user says by his SVM where sessions come in.
fn vsadmin_and_tapes(planned: &mut Planned) {
    (planned.register, planned.user, planned.tape) = (Vec::new(), Some("vsadmin".to_owned()), Some(true));
}

fn vsadmin_alone(planned: &mut Planned) {
    vsadmin_and_tapes(planned);
    planned.tape = Some(false);
}

fn data_lif_for_tapes(planned: &mut Planned) {
    data_lif(planned);
    (planned.dma, planned.tape) = (None, Some(true));
}

fn icl_alone(planned: &mut Planned) {
    (planned.dma, planned.register) = (None, vec!["strathspey-01_icl1".to_owned()]);
}

fn icl_of_each_node(planned: &mut Planned) {
    let lifs = ["strathspey-01_icl1", "strathspey-02_icl1", "strathspey-03_mgmt1", "strathspey-04_icl1"];
    (planned.dma, planned.register) = (None, lifs.map(str::to_owned).to_vec());
}

fn own_closed(saved: &mut Saved) {
    saved.snip(SERVICES, "svm-aviemore-fs1", "backup-ndmp-control", "management-https");
}

fn own_for_others(saved: &mut Saved) {
    saved.snip(SERVICES, "svm-aviemore-fs1", "backup-ndmp-control: 0.0.0.0/0", "backup-ndmp-control: 10.1.0.0/16");
}

fn own_without_route(saved: &mut Saved) {
    saved.snip("network_route_show", "svm-aviemore-fs1", "0.0.0.0/0       192", "10.9.0.0/16     192");
}

fn firewall_closed(saved: &mut Saved) {
    saved.snip("system_services_firewall_policy_show", "data\n", "ndmp       0.0.0.0/0, ::/0", "ndmp       -");
}

fn stopped(saved: &mut Saved) {
    saved.snip("vserver_show", "svm-aviemore-fs1", "running    running", "stopped    stopped");
}

fn stop_typed(saved: &mut Saved) {
    saved.with("~typed", "strathspey::> vserver stop -vserver svm-aviemore-fs1\n\nstrathspey::>\n");
}

fn only_fc(saved: &mut Saved) {
    saved.snip(LIF, "aviemore_lif1", "192.0.2.130/25     ", "20:01:00:50:56:b0:39:99 ");
    saved.snip(LIF, "aviemore_lif2", "192.0.2.131/25     ", "20:02:00:50:56:b0:39:99 ");
}

fn without_volumes(saved: &mut Saved) {
    let file = "volume_show_-fields_state,node,nodes,percent-used,snapshot-count,volume-style-extended";
    saved.cut_lines(file, "aviemore_root", 3).count(file, 9, 6);
}

fn other_of_that_name(saved: &mut Saved) {
    saved.replace(LIF, "boatofgarten_lif3", "aviemore_lif1");
    saved.replace(ROLES, "boatofgarten_lif3", "aviemore_lif1");
}

fn roles_untold(saved: &mut Saved) {
    saved.without(OWN);
}
