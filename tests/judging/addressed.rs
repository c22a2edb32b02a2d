//! The LIF that the application addresses: who can log in there, and what the plan lacks.

use ndmp_preflight::judge::Verdict;

use super::cluster::{LIF, outcomes, question, ready, said, through, verdicts};
use super::saved::Saved;

const RULE: &str = "registered-lif";

#[test]
fn a_user_of_one_svm_logs_in_at_its_own_data_lifs_alone() {
    let of = |lif: &str, vserver: &str| {
        let mut question = question(through(&[lif], &[]));
        (question.user.name, question.user.vserver) = (Some("vsadmin".to_owned()), Some(vserver.to_owned()));
        said(&ready(), &question, RULE)
    };
    let (verdict, message) = of("aviemore_lif1", "svm-boatofgarten-db");
    assert_eq!(verdict, Verdict::Fail, "{message}");
    assert!(message.ends_with(": the backup user of svm-boatofgarten-db cannot log in there"), "{message}");
    assert_eq!(of("aviemore_lif1", "svm-aviemore-fs1").0, Verdict::Pass);
    let (verdict, message) = of("cluster_mgmt", "svm-boatofgarten-db");
    assert_eq!(verdict, Verdict::Fail, "{message}");
    let wanted = ": the backup user of svm-boatofgarten-db logs in at the data LIFs of svm-boatofgarten-db alone";
    assert!(message.ends_with(wanted), "{message}");
    assert_eq!(of("cluster_mgmt", "strathspey").0, Verdict::Pass, "that is the admin SVM");
}

#[test]
fn an_svm_to_which_no_registered_lif_leads_is_named() {
    let mut planned = through(&["aviemore_lif1", "aviemore_lif2"], &["svm-aviemore-fs1", "svm-boatofgarten-db"]);
    (planned.dma, planned.cab) = (None, Some(false));
    let all = outcomes(&ready(), &question(planned), RULE);
    assert_eq!(all.len(), 2, "{all:?}");
    for outcome in &all {
        assert_eq!(outcome.verdict, Verdict::Fail);
        let lack = "; no registered LIF gives the volumes of the SVM svm-boatofgarten-db";
        assert!(outcome.message.ends_with(lack), "{}", outcome.message);
    }
}

#[test]
fn an_address_is_nowhere_only_where_all_addresses_are_told() {
    let question = question(through(&["192.0.2.99"], &[]));
    let (verdict, message) = said(&ready(), &question, RULE);
    assert_eq!((verdict, message.as_str()), (Verdict::Fail, "no LIF of the cluster has the address 192.0.2.99"));
    let mut untold = ready();
    untold.without(LIF);
    let all = outcomes(&untold, &question, RULE);
    assert_eq!((all.len(), all[0].verdict), (1, Verdict::Unknown));
    let text =
        "cannot be told: the address of strathspey-01_clus1 is not told; run `network interface show -fields address`";
    assert_eq!((all[0].reason.as_deref(), all[0].message.as_str()), (Some("column-missing"), text));
    // Two answers give one LIF different addresses: that is no reason to ask for the addresses.
    let mut disputed = ready();
    let other = "vserver             lif           address\n------------------- ------------- -----------\n\
                 svm-boatofgarten-db boatofgarten_lif4 192.0.2.144\n1 entries were displayed.\n";
    disputed.with("network_interface_show_-vserver_svm-boatofgarten-db_-lif_boatofgarten_lif4_-fields_address", other);
    let all = outcomes(&disputed, &question, RULE);
    assert_eq!((all.len(), all[0].verdict), (1, Verdict::Unknown), "{all:?}");
    assert_eq!(all[0].reason.as_deref(), Some("contradiction"), "{all:?}");
}

#[test]
fn the_name_of_an_svm_that_is_nearly_right_is_asked_about() {
    let of = |svm: &str| said(&ready(), &question(through(&[], &[svm])), "backup-svm-lif");
    let (verdict, message) = of("svm-aviemore-fs2");
    assert_eq!(verdict, Verdict::Unknown, "{message}");
    assert!(message.ends_with("no answer shows the SVM svm-aviemore-fs2; did you mean svm-aviemore-fs1?"), "{message}");
}

/// No answer tells the name of the cluster; which of the SVMs are for data, the list of SVMs tells.
#[test]
fn the_type_of_an_svm_tells_that_it_is_not_the_admin_svm_where_the_cluster_has_no_name() {
    let text = "> version
NetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023

> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

> vserver show -fields vserver,type
vserver type
------- -----
vs1     data
vs2     data
2 entries were displayed.

> network interface show -fields address,role,curr-node,status-admin,status-oper
vserver lif   address      role curr-node status-admin status-oper
------- ----- ------------ ---- --------- ------------ -----------
vs1     data1 192.0.2.131  data ayr-01    up           up
vs2     data2 192.0.2.132  data ayr-01    up           up
2 entries were displayed.

>";
    let of = |user: &str| {
        let mut question = question(through(&[], &["vs1", "vs2"]));
        (question.user.name, question.user.vserver) = (Some("vsadmin".to_owned()), Some(user.to_owned()));
        let mut all = outcomes(&Saved::text(text), &question, RULE);
        assert_eq!(all.len(), 1, "{all:?}");
        let one = all.remove(0);
        (one.verdict, one.message)
    };
    let (verdict, message) = of("vs1");
    assert_eq!(verdict, Verdict::Fail, "{message}");
    assert_eq!(message, "vsadmin of vs1 logs in at the data LIFs of vs1 alone, and vs2 is backed up too");
    assert_eq!(of("vs3").0, Verdict::Unknown, "that may be the admin SVM");
}

/// Sessions of a user of data SVMs: what he does not reach.
#[test]
fn a_user_reaches_the_svms_that_have_him_and_no_tape_behind_them() {
    let of = |svms: &[&str], vserver: Option<&str>, tape: bool| {
        let mut planned = through(&[], svms);
        (planned.user, planned.tape) = (Some("vsadmin".to_owned()), Some(tape));
        let mut question = question(planned);
        question.user.vserver = vserver.map(str::to_owned);
        said(&ready(), &question, RULE)
    };
    let (own, other) = ("svm-aviemore-fs1", "svm-boatofgarten-db");
    assert_eq!(of(&[own], None, false).0, Verdict::NotApplicable);
    let (verdict, message) = of(&[own], None, true);
    assert_eq!(verdict, Verdict::Fail, "{message}");
    assert!(message.contains("of which none gives a tape device"), "{message}");
    assert_eq!(of(&[own, other], None, false).0, Verdict::NotApplicable, "each of them is asked for its own");
    let (verdict, message) = of(&[own, other], Some(own), false);
    assert_eq!(verdict, Verdict::Fail, "{message}");
    assert!(message.ends_with("alone, and svm-boatofgarten-db is backed up too"), "{message}");
    assert_eq!(of(&[own], Some("strathspey"), true).0, Verdict::NotApplicable, "the admin SVM has the tapes");
    assert_eq!(of(&[own, other], Some("strathspey"), true).0, Verdict::NotApplicable);
}

/// A profile that registers cluster management means sessions there, whoever has an account of the name.
#[test]
fn where_sessions_come_in_by_the_profile_the_users_of_data_svms_are_not_meant() {
    let mut planned = through(&[], &["svm-aviemore-fs1"]);
    (planned.dma, planned.user, planned.tape) = (Some("netbackup".to_owned()), Some("vsadmin".to_owned()), Some(true));
    let (verdict, message) = said(&ready(), &question(planned.clone()), RULE);
    assert_eq!(verdict, Verdict::Pass, "{message}");
    assert!(message.starts_with("cluster_mgmt, a cluster-mgmt LIF"), "{message}");
    let (verdict, message) = said(&ready(), &question(planned), "ndmp-user");
    assert_eq!((verdict, message.starts_with("vsadmin of strathspey cannot")), (Verdict::Fail, true), "{message}");
}

#[test]
fn with_a_lif_of_the_cluster_beside_that_of_an_svm_all_volumes_are_asked_for() {
    let nodes = |register: &[&str]| verdicts(&ready(), &question(through(register, &[])), "volume-node-lif");
    let of = |nodes: &[u8]| nodes.iter().map(|node| format!("strathspey-0{node} pass")).collect::<Vec<_>>();
    assert_eq!(nodes(&["aviemore_lif1"]), of(&[1, 2]), "those of its SVM");
    assert_eq!(nodes(&["aviemore_lif1", "cluster_mgmt"]), of(&[1, 2, 3, 4]));
}

#[test]
fn a_lif_without_an_address_is_no_host() {
    let mut saved = ready();
    saved.snip(LIF, "aviemore_lif1", "192.0.2.130/25     ", "0.0.0.0/0          ");
    let (verdict, message) = said(&saved, &question(through(&["aviemore_lif1"], &[])), RULE);
    assert_eq!((verdict, message.as_str()), (Verdict::Fail, "aviemore_lif1 has no IP address"));
}
