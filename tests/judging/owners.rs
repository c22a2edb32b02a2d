//! The nodes that own volumes of what is backed up, and the roles of the LIFs through which their data goes.

use ndmp_preflight::judge::{Question, Verdict};

use super::cluster::{OWN, VOLUMES, outcomes, plan, question, ready, verdicts};
use super::saved::plain;
use super::session::{RELEASE, SVM_SCOPE, typed};

const RULE: &str = "volume-node-lif";
const HOME: &str = "home01            online strathspey-01 strathspey-01";

#[test]
fn each_node_of_a_volume_that_lies_on_several_is_asked_for_its_lif() {
    let of = |cells: &str| {
        let mut saved = ready();
        saved.replace(VOLUMES, HOME, &format!("home01            online {cells}"));
        verdicts(&saved, &question(plan()), RULE)
    };
    let both = ["strathspey-01 pass", "strathspey-02 pass"];
    assert_eq!(of("strathspey-01 strathspey-01"), both);
    let all = [both[0], both[1], "strathspey-03 pass", "strathspey-04 pass"];
    assert_eq!(of("-             strathspey-03,strathspey-04"), all);
    let open = [both[0], both[1], " unknown:unset"];
    assert_eq!(of("-             -"), open, "nobody knows where it lies");
}

#[test]
fn roles_that_are_not_set_leave_the_nodes_open() {
    let of = |roles: &str| {
        let mut saved = ready();
        saved.replace(OWN, "intercluster, cluster-mgmt, node-mgmt, data", roles);
        verdicts(&saved, &question(plan()), RULE)
    };
    assert_eq!(of("intercluster"), ["strathspey-01 pass", "strathspey-02 pass"]);
    assert_eq!(of("-"), ["strathspey-01 unknown:unset", "strathspey-02 unknown:unset"]);
}

/// Two SVMs are backed up, and one of them prefers data LIFs, of which it has none on the node.
#[test]
fn of_two_svms_with_volumes_on_one_node_the_worse_counts() {
    let of = |roles: [&str; 2], from: &str, to: &str| {
        let mut saved = ready();
        let own = saved.file(OWN).replace("intercluster, cluster-mgmt, node-mgmt, data", "ROLES");
        *saved.file(OWN) = own.replace("ROLES", roles[0]);
        let other = "svm-boatofgarten-db";
        let text = own.replace("svm-aviemore-fs1", other).replace("ROLES", roles[1]);
        saved.with(&OWN.replace("svm-aviemore-fs1", other), &text);
        saved.replace(VOLUMES, from, to);
        let mut planned = plan();
        planned.svms = vec!["svm-aviemore-fs1".to_owned(), other.to_owned()];
        verdicts(&saved, &question(planned), RULE)
    };
    let log = [
        "db_log            online strathspey-04 strathspey-04",
        "db_log            online strathspey-01 strathspey-01",
    ];
    let second = of(["intercluster", "data"], log[0], log[1]);
    assert_eq!(second, ["strathspey-01 fail", "strathspey-02 pass", "strathspey-03 pass"]);
    let home = [
        "home02            online strathspey-02 strathspey-02",
        "home02            online strathspey-03 strathspey-03",
    ];
    let first = of(["data", "intercluster"], home[0], home[1]);
    assert_eq!(first, ["strathspey-01 pass", "strathspey-03 fail", "strathspey-04 pass"]);
}

#[test]
fn where_no_volume_tells_its_node_nothing_of_it_was_captured() {
    let svms = "vserver show -fields vserver,type\nvserver type\n------- -----\nayr     admin\nvs1     data\n2 entries were displayed.";
    let of = |state: &str| {
        let volumes = format!(
            "volume show -fields node,nodes,state\nvserver volume node nodes state\n------- ------ ---- ----- -------\n\
             vs1     root   -    -     {state}\nvs1     data1  -    -     {state}\n2 entries were displayed."
        );
        let question = Question { cab: Some(true), ..plain() };
        let mut all = outcomes(&typed(&[RELEASE, SVM_SCOPE, svms, &volumes]), &question, RULE);
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    };
    let untold = of("online");
    assert_eq!(untold.reason.as_deref(), Some("not-captured"));
    let text = "beyond the document; `volume show -fields node,nodes,state` would tell which nodes own volumes";
    assert_eq!((untold.verdict, untold.message.as_str()), (Verdict::NotApplicable, text));
    assert_eq!(of("offline").reason.as_deref(), Some("no-volume"));
}
