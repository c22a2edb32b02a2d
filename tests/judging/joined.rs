//! What follows from several answers together: which cluster it is, which LIFs and settings there may be besides.

use ndmp_preflight::facts::Facts;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{self, Reading};

use super::cluster::{judged, outcomes};
use super::saved::{Saved, plain, whole, word};
use super::session::{NODES, RELEASE, SVM_SCOPE, typed};

pub(crate) fn read(saved: &Saved) -> Reading {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let mut readings = table::read("saved", captures, &whole().tables);
    assert_eq!(readings.len(), 1, "one cluster");
    readings.remove(0)
}

pub(crate) fn svms(rows: &[&str]) -> String {
    let (lines, count) = (rows.join("\n"), rows.len());
    format!("vserver show -fields vserver,type\nvserver type\n------- ------\n{lines}\n{count} entries were displayed.")
}

/// Only the LIFs of the admin SVM were asked for, and the second node has none for intercluster traffic.
#[test]
fn an_intercluster_lif_may_be_one_of_another_ipspace_where_there_is_one() {
    let lifs = "network interface show -vserver ayr -fields role,status-admin,status-oper,home-node,curr-node
vserver lif role         status-admin status-oper home-node curr-node
------- --- ------------ ------------ ----------- --------- ---------
ayr     ic1 intercluster up           up          ayr-01    ayr-01";
    let of = |svms: &str| {
        let saved = typed(&[RELEASE, SVM_SCOPE, NODES, svms, lifs]);
        outcomes(&saved, &plain(), "intercluster-lif-per-node").iter().map(word).collect::<Vec<_>>()
    };
    assert_eq!(of(&svms(&["ayr     admin", "vs1     data"])), ["pass", "fail"]);
    assert_eq!(of(&svms(&["ayr     admin", "Cluster system", "ayr-01  node"])), ["pass", "fail"]);
    assert_eq!(of(&svms(&["ayr     admin", "Cluster system", "ips2    system"])), ["pass", "unknown:not-captured"]);
}

fn management(rows: &[&str]) -> Saved {
    let rows = rows.join("\n");
    Saved::text(&format!("vserver lif   role         curr-node\n------- ----- ------------ ---------\n{rows}\n"))
}

#[test]
fn the_svm_of_the_lifs_for_cluster_management_gives_the_cluster_its_name() {
    let of = |rows: &[&str]| judged(&management(rows), &plain()).cluster;
    assert_eq!(of(&["ayr     cmgmt cluster-mgmt ayr-01"]).as_deref(), Some("ayr"));
    assert_eq!(of(&["ayr     cmgmt cluster-mgmt ayr-01", "ayr     cmg_2 cluster-mgmt ayr-02"]).as_deref(), Some("ayr"));
    assert_eq!(of(&["ayr     nmgmt node-mgmt    ayr-01"]), None);
}

/// A prompt alone does not tell of which of two clusters an answer is.
#[test]
fn of_two_clusters_in_one_text_neither_is_the_one() {
    let second = svms(&["troon   admin", "vs2     data"]);
    let of = |parts: &[&str]| judged(&typed(parts), &plain());
    let first = svms(&["ayr     admin", "vs1     data"]);
    assert_eq!(of(&[RELEASE, &first]).cluster.as_deref(), Some("ayr"));
    let both = of(&[RELEASE, &first, &second]);
    assert_eq!(both.cluster, None);
    let release = both.outcomes.iter().find(|outcome| outcome.rule == "ontap-version").unwrap();
    assert_eq!(word(release), "unknown:contradiction", "{}", release.message);
    assert!(release.message.contains("cannot tell whether `ayr` or `troon` answered"), "{}", release.message);
}

#[test]
fn a_cluster_is_another_one_by_its_whole_uuid_alone() {
    let own = "1cd8a442-86d1-11e0-ae1c-123478563412";
    let identity = |uuid: &str| {
        format!(
            "cluster identity show\n\n          Cluster UUID: {uuid}\n          Cluster Name: ayr\n Cluster Serial Number: 1-80-123456\n"
        )
    };
    let of = |uuid: &str| judged(&typed(&[RELEASE, &identity(own), &identity(uuid)]), &plain()).cluster;
    assert_eq!(of(own).as_deref(), Some("ayr"));
    assert_eq!(of(&own.to_uppercase()).as_deref(), Some("ayr"));
    assert_eq!(of("1cd8a442-86d1-11e0-ae1c-12347856").as_deref(), Some("ayr"), "its end is lost");
    assert_eq!(of("(this-is-not-the-uuid-of-any-cluster)").as_deref(), Some("ayr"), "words");
    assert_eq!(of("1cd8a442-86d1-11e0-ae1c-123478563413"), None);
}

/// Whether a policy of two services lets in, by the addresses of one field.
#[test]
fn addresses_of_a_policy_in_one_field_go_on_with_addresses_alone() {
    let of = |addresses: &str| {
        let text = format!(
            "network interface service-policy show -fields services,service-allowed-addresses\n\
             vserver|~1~|policy|~1~|services|~1~|service-allowed-addresses|~1~|\n\
             Vserver|~1~|Policy|~1~|Services|~1~|Addresses|~1~|\n\
             ayr|~1~|own|~1~|intercluster-core,backup-ndmp-control|~1~|{addresses}|~1~|\n"
        );
        let reading = read(&typed(&[RELEASE, &text]));
        let facts = Facts::of(&reading, whole());
        facts.rows("service-policy")[0].text("allowed-addresses").map(|text| text.into_owned())
    };
    let told = "intercluster-core:0.0.0.0/0, backup-ndmp-control:192.0.2.0/24, backup-ndmp-control:198.51.100.0/24";
    let plain = "intercluster-core:0.0.0.0/0,backup-ndmp-control:192.0.2.0/24,198.51.100.0/24";
    assert_eq!(of(plain).as_deref(), Some(told));
    assert_eq!(of(&plain.replace("198.51.100.0/24", "management-ssh")), None, "that is no address");
    assert_eq!(of("intercluster-core:0.0.0.0/0"), None, "of one service nothing is told");
}

/// Nobody asked for the second SVM, although only what is on was asked for.
#[test]
fn an_svm_for_which_nobody_asked_is_not_off_because_it_is_not_among_those_that_are_on() {
    let lists = svms(&["ayr     admin", "vs1     data", "vs2     data"]);
    let of = |options: &str| {
        let asked = format!(
            "vserver services ndmp show{options} -fields enable\nvserver enable\n------- ------\nvs1     true\n1 entries were displayed."
        );
        let reading = read(&typed(&[RELEASE, SVM_SCOPE, &lists, &asked]));
        let facts = Facts::of(&reading, whole());
        let second = facts.rows("vserver").iter().find(|row| row.text("vserver").as_deref() == Some("vs2"));
        second.unwrap().text("enable").map(|text| text.into_owned())
    };
    assert_eq!(of(" -enable true").as_deref(), Some("false"));
    assert_eq!(of(" -vserver vs1 -enable true"), None);
    assert_eq!(of(" -vserver vs* -enable true").as_deref(), Some("false"));
}

#[test]
fn a_row_stands_where_its_first_fact_does_where_it_has_none_of_the_names() {
    let reading = read(&typed(&[RELEASE, NODES]));
    let facts = Facts::of(&reading, whole());
    let node = &facts.rows("node")[1];
    let shown = |columns: &[&str]| node.any_mark(columns).map(|mark| (mark.column.to_string(), facts.lines(&mark).1));
    let line = "ayr-02                true    true".to_owned();
    assert_eq!(shown(&["lif", "node"]), Some(("node".to_owned(), line.clone())));
    assert_eq!(shown(&["lif"]), Some(("eligibility".to_owned(), line)), "the first one by its name");
}
