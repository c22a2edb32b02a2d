//! What a LIF that the application addresses gives, by its role, the scope, and whether the application is cluster aware.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Outcome, Verdict};

use super::cluster::{VOLUMES, outcomes, plan, question, ready, through};
use super::saved::{Saved, word};

const RULE: &str = "registered-lif";

fn of(saved: &Saved, planned: Planned) -> Vec<Outcome> {
    outcomes(saved, &question(planned), RULE)
}

/// Without cluster aware backup, or where nobody tells of it.
fn without(register: &[&str], svms: &[&str], cab: Option<bool>) -> Planned {
    Planned { dma: None, cab, ..through(register, svms) }
}

const OF_NODES: [&str; 4] =
    ["strathspey-01_mgmt1", "strathspey-02_mgmt1", "strathspey-03_mgmt1", "strathspey-04_mgmt1"];

#[test]
fn in_node_scope_a_lif_of_the_node_gives_what_its_node_has_and_of_others_no_source_tells() {
    let saved = Saved::sample("ready-node-scope");
    let at = |lifs: &[&str]| of(&saved, Planned { dma: None, ..through(lifs, &[]) });
    let other = at(&["cluster_mgmt"]).remove(0);
    assert_eq!(word(&other), "unknown:no-match");
    let text = "no source tells what a cluster-mgmt LIF gives in node scope; register an intercluster or node-management LIF of each node";
    assert!(other.message.ends_with(text), "{}", other.message);
    let own = at(&["sannox-a_mgmt", "sannox-b_mgmt"]);
    assert!(own.iter().all(|outcome| outcome.verdict == Verdict::Pass), "{own:?}");
    assert!(own[0].message.contains("gives the volumes of sannox-a and the tapes of sannox-a"), "{}", own[0].message);
}

#[test]
fn what_is_so_with_cluster_aware_backup_and_without_it_is_said_once_and_else_is_a_question() {
    let all = of(&ready(), without(&OF_NODES, &[], None));
    assert_eq!(all.len(), 4);
    for outcome in &all {
        assert_eq!(outcome.verdict, Verdict::Pass, "{}", outcome.message);
        assert!(outcome.message.starts_with("strathspey-0"), "{}", outcome.message);
    }
    let [with, without_it] = [true, false].map(|cab| of(&ready(), without(&OF_NODES, &[], Some(cab))));
    assert_eq!(with, without_it, "node management gives the same either way");
    let icl = ["strathspey-01_icl1", "strathspey-02_icl1", "strathspey-03_mgmt1", "strathspey-04_icl1"];
    let all = of(&ready(), without(&icl, &[], None));
    let text =
        "with cluster aware backup strathspey-01_icl1, an intercluster LIF, gives all volumes and all tapes; users";
    assert!(all[0].verdict == Verdict::Pass && all[0].message.starts_with(text), "{}", all[0].message);
    assert!(
        all[0]
            .message
            .contains("; without it strathspey-01_icl1, an intercluster LIF, gives the volumes of strathspey-01")
    );
    let one = of(&ready(), without(&["strathspey-01_icl1"], &[], None)).remove(0);
    assert_eq!(word(&one), "unknown:ask-application");
    assert_eq!(one.evidence.len(), 1, "the LIF alone: {:?}", one.evidence);
}

#[test]
fn without_cluster_aware_backup_each_node_with_volumes_needs_a_lif() {
    let svm = "svm-aviemore-fs1";
    let one = of(&ready(), without(&["aviemore_lif1"], &[svm], Some(false))).remove(0);
    assert_eq!(one.verdict, Verdict::Fail);
    assert!(one.message.ends_with("; no registered LIF gives the volumes of strathspey-02"), "{}", one.message);
    let both = of(&ready(), without(&["aviemore_lif1", "aviemore_lif2"], &[svm], Some(false)));
    assert!(both.iter().all(|outcome| outcome.verdict == Verdict::Pass), "{both:?}");
    // A node without volumes of data SVMs has nothing to give.
    let mut saved = ready();
    let three = without(&OF_NODES[..3], &[], Some(false));
    let lacking = of(&saved, three.clone()).remove(0);
    assert!(lacking.message.ends_with("; no registered LIF gives the volumes of strathspey-04"), "{}", lacking.message);
    saved.replace(VOLUMES, "strathspey-04 strathspey-04 38%", "strathspey-03 strathspey-03 38%");
    let enough = of(&saved, three);
    assert!(enough.iter().all(|outcome| outcome.verdict == Verdict::Pass), "{enough:?}");
}

#[test]
fn who_logs_in_at_a_data_lif_is_a_user_of_its_svm() {
    let lack = |user: &str| {
        let planned = Planned { user: Some(user.to_owned()), ..through(&["aviemore_lif1"], &[]) };
        let one = of(&ready(), planned).remove(0);
        (one.verdict, one.message)
    };
    let ends = ", and only users of svm-aviemore-fs1 log in there";
    for user in ["svc_ndmp_kingussie", "nobody"] {
        let (verdict, message) = lack(user);
        assert_eq!(verdict, Verdict::Fail);
        assert!(message.ends_with(&format!(": {user} is no user of svm-aviemore-fs1{ends}")), "{message}");
    }
    let (verdict, message) = lack("vsadmin");
    assert_eq!(verdict, Verdict::Pass, "{message}");
    let mut noted = ready();
    let row = "vsadmin        ssh         password      vsadmin          no     none";
    noted.snip("security_login_show", "", row, &format!("{row}   <-- leaves us"));
    let planned = Planned { user: Some("vsadmin".to_owned()), ..through(&["aviemore_lif1"], &[]) };
    let one = of(&noted, planned).remove(0);
    assert_eq!(word(&one), "unknown:annotated", "somebody knows more of it: {}", one.message);
    let mut both = ready();
    both.snip(
        "security_login_show",
        "",
        row,
        &format!("{}   <-- leaves us", row.replace("no     none", "yes    none")),
    );
    let planned = Planned { user: Some("vsadmin".to_owned()), ..through(&["aviemore_lif1"], &[]) };
    assert_eq!(of(&both, planned)[0].verdict, Verdict::Fail, "a locked account is none, whatever stands beside it");
    let mut locked = ready();
    locked.snip("security_login_show", "vsadmin        ssh", "no ", "yes");
    let planned = Planned { user: Some("vsadmin".to_owned()), ..through(&["aviemore_lif1"], &[]) };
    let one = of(&locked, planned).remove(0);
    assert!(
        one.message.ends_with(&format!(": vsadmin of svm-aviemore-fs1 gets no NDMP password{ends}")),
        "{}",
        one.message
    );
}

#[test]
fn each_node_needs_a_lif_of_the_family_of_each_server() {
    let of = |saved: &Saved, server: &str| {
        let planned = Planned { dma_addresses: vec![server.parse().unwrap()], ..plan() };
        let mut all = outcomes(saved, &question(planned), "lif-address-family");
        assert_eq!(all.len(), 1, "{all:?}");
        let one = all.remove(0);
        (word(&one), one.message)
    };
    assert_eq!(of(&ready(), "203.0.113.9").0, "pass");
    let (verdict, message) = of(&ready(), "2001:db8:9::9");
    let text = "2001:db8:9::9 is IPv6, and strathspey-01 has no LIF for NDMP with an IPv6 address";
    assert_eq!((verdict.as_str(), message.as_str()), ("fail", text));
    // What address the other node has for NDMP, nobody tells.
    let untold = |address: &str| {
        Saved::text(&format!(
            "ayr::> version\nNetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023\n\nayr::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true
ayr-02                true    true
2 entries were displayed.

ayr::> system services ndmp node-scope-mode status\nNDMP node-scope-mode is disabled.\n
ayr::> network interface show -fields address,role,curr-node,status-admin,status-oper
vserver lif address     role         curr-node status-admin status-oper
------- --- ----------- ------------ --------- ------------ -----------
ayr     ic1 192.0.2.61  intercluster ayr-01    up           up
ayr     ic2 {address:<11} intercluster ayr-02    up           up
2 entries were displayed.

ayr::>"
        ))
    };
    assert_eq!(of(&untold("192.0.2.62"), "203.0.113.9").0, "pass");
    assert_eq!(of(&untold("2001:db8::2"), "203.0.113.9").0, "fail");
    assert_eq!(of(&untold("-"), "203.0.113.9").0, "unknown:column-missing");
}
