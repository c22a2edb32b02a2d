//! A cluster that was ready for its plan, with one thing in it that speaks against it: what each rule says of that one.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Outcome, Verdict};

use super::cluster::{LIF, ROUTE, VOLUMES, outcomes, plan, question, ready, said, through, verdicts};
use super::saved::{Saved, word};

const SVM: &str = "svm-aviemore-fs1";

/// The outcomes of a rule for the planned cluster, with this done to it.
fn after(damage: impl Fn(&mut Saved), planned: Planned, rule: &str) -> Vec<Outcome> {
    let mut saved = ready();
    damage(&mut saved);
    outcomes(&saved, &question(planned), rule)
}

#[test]
fn an_svm_that_does_not_run_serves_no_sessions_whatever_its_settings_say() {
    let stop = |saved: &mut Saved| {
        let running = "svm-aviemore-fs1 data default  running    running";
        saved.replace("vserver_show", running, &running.replace("running", "stopped"));
    };
    let one = after(stop, plan(), "backup-svm-enabled").remove(0);
    assert_eq!(one.message, "the SVM svm-aviemore-fs1 is stopped: it serves no NDMP");
    assert_eq!((one.verdict, one.fix), (Verdict::Fail, vec!["vserver start -vserver svm-aviemore-fs1".to_owned()]));
}

#[test]
fn a_lif_from_which_no_route_leads_to_the_server_is_no_way_in() {
    let open = |saved: &mut Saved| {
        let last = "data-flexcache: 0.0.0.0/0, ::/0\n";
        let more = format!("{last}                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n");
        saved.snip("network_interface_service-policy_show", SVM, last, &more);
    };
    let elsewhere = |saved: &mut Saved| {
        open(saved);
        saved.replace(ROUTE, "0.0.0.0/0       192.0.2.129", "10.9.0.0/16     192.0.2.129");
    };
    let one = after(elsewhere, plan(), "backup-svm-lif").remove(0);
    assert_eq!(one.verdict, Verdict::Fail);
    let text = "aviemore_lif1: 203.0.113.200 is outside 192.0.2.128/25, the subnet of aviemore_lif1, and no route of it leads there; aviemore_lif2: ";
    assert!(one.message.contains(text), "{}", one.message);
    assert_eq!(after(open, plan(), "backup-svm-lif")[0].verdict, Verdict::Pass);
}

#[test]
fn volumes_that_were_not_seen_may_be_on_any_node() {
    let torn = |saved: &mut Saved| {
        saved.cut_lines(VOLUMES, "home02", 1);
    };
    let all: Vec<String> = after(torn, plan(), "volume-node-lif").iter().map(word).collect();
    assert_eq!(all, ["pass", "unknown:cut-off"]);
    let three = ["strathspey-01_mgmt1", "strathspey-03_mgmt1", "strathspey-04_mgmt1"];
    let planned = Planned { dma: None, cab: Some(false), ..through(&three, &[]) };
    let all = after(torn, planned, "registered-lif");
    assert!(all.iter().all(|one| one.verdict == Verdict::Fail), "the node without a LIF may own some: {all:?}");
}

#[test]
fn volumes_that_are_offline_need_no_lif_and_an_svm_has_some_that_are_not() {
    let of = |damage: &dyn Fn(&mut Saved)| {
        let mut saved = ready();
        damage(&mut saved);
        verdicts(&saved, &question(plan()), "volume-node-lif")
    };
    assert_eq!(of(&|_| {}), ["strathspey-01 pass", "strathspey-02 pass"]);
    let wide = |saved: &mut Saved| {
        let text = saved.file(VOLUMES).replace(" online ", " online  ").replace(" state  node ", " state   node ");
        *saved.file(VOLUMES) = text.replace(" ------ ------------- ", " ------- ------------- ");
        saved.replace(VOLUMES, "home02            online  ", "home02            offline ");
    };
    assert_eq!(of(&wide), ["strathspey-01 pass"]);
    let none = |saved: &mut Saved| {
        saved.cut_lines(VOLUMES, "aviemore_root", 3).count(VOLUMES, 9, 6);
    };
    let planned = Planned { dma: None, cab: Some(false), ..through(&["aviemore_lif1"], &[SVM]) };
    let one = after(none, planned, "registered-lif").remove(0);
    assert_eq!(word(&one), "unknown:contradiction");
    let text = "no volume of svm-aviemore-fs1 is online in a whole answer, and an SVM has its root volume at least";
    assert!(one.message.ends_with(text), "{}", one.message);
}

#[test]
fn a_changer_that_one_answer_has_at_a_node_and_the_other_has_not_is_no_proof() {
    let changer = "fcsw-boat-of-garten-a:11.126L1 media changer HP MSL G3 Series           normal\n";
    let lost = |saved: &mut Saved| {
        saved.snip("storage_tape_show", "Node: strathspey-02", changer, "").count("storage_tape_show", 6, 5);
    };
    let one = after(lost, plan(), "media-changer-visible").remove(0);
    assert_eq!(word(&one), "unknown:contradiction");
    let text = "`storage tape show-media-changer` has fcsw-boat-of-garten-a:11.126L1 at strathspey-02, and `storage tape show` has not";
    assert!(one.message.contains(text), "{}", one.message);
    assert_eq!(after(|_| {}, plan(), "media-changer-visible")[0].verdict, Verdict::Pass);
}

#[test]
fn drives_are_set_up_through_a_lif_of_the_role_that_the_application_registers() {
    let planned = |register: &[&str], tape| Planned {
        dma: Some("netbackup".to_owned()),
        tape: Some(tape),
        ..through(register, &[])
    };
    let (verdict, message) = said(&ready(), &question(planned(&["strathspey-01_icl1"], true)), "registered-lif");
    assert_eq!(verdict, Verdict::Fail);
    assert!(
        message.ends_with("gives all volumes and all tapes, and netbackup registers a cluster-mgmt LIF"),
        "{message}"
    );
    let (verdict, _) = said(&ready(), &question(planned(&["cluster_mgmt"], true)), "registered-lif");
    assert_eq!(verdict, Verdict::Pass);
    let (verdict, _) = said(&ready(), &question(planned(&["strathspey-01_icl1"], false)), "registered-lif");
    assert_eq!(verdict, Verdict::Pass, "no drive is set up");
}

#[test]
fn what_a_lif_lacks_and_who_logs_in_there_is_said_with_it() {
    let of = |planned: Planned| {
        let one = outcomes(&ready(), &question(planned), "registered-lif").remove(0);
        (one.verdict, one.message)
    };
    let head = "aviemore_lif1, a data LIF, gives the volumes of the SVM svm-aviemore-fs1 and no tapes";
    let text = |tail: &str| format!("{head}{tail}");
    let other = of(through(&["aviemore_lif1"], &["svm-boatofgarten-db"]));
    assert_eq!(other, (Verdict::Fail, text(": svm-boatofgarten-db is backed up, not svm-aviemore-fs1")));
    let tapes = of(Planned { tape: Some(true), ..through(&["aviemore_lif1"], &[]) });
    assert_eq!(tapes, (Verdict::Fail, text(", and tapes at the cluster are planned (--tape local)")));
    let node = Planned { tape: Some(true), cab: Some(false), ..through(&["strathspey-03_mgmt1"], &[]) };
    let (verdict, message) = of(node);
    let none =
        "the tapes of strathspey-03, of which there are none, and tapes at the cluster are planned (--tape local)";
    assert!(verdict == Verdict::Fail && message.ends_with(none), "{message}");
    let user = |register: &[&str], user: &str| of(Planned { user: Some(user.to_owned()), ..through(register, &[]) });
    let own = text("; users with the roles vsadmin and vsadmin-backup log in there");
    assert_eq!(user(&["aviemore_lif1"], "vsadmin"), (Verdict::Pass, own.clone()));
    // Where the cluster's own LIF is registered too, the planned user is the cluster's.
    let beside = user(&["aviemore_lif1", "cluster_mgmt"], "svc_ndmp_kingussie");
    assert_eq!(beside, (Verdict::Pass, format!("{own}, not svc_ndmp_kingussie")));
    let all = "cluster_mgmt, a cluster-mgmt LIF, gives all volumes and all tapes; users with the roles admin and backup log in there";
    assert_eq!(user(&["cluster_mgmt"], "svc_ndmp_kingussie"), (Verdict::Pass, all.to_owned()));
}

#[test]
fn a_lif_whose_place_is_not_told_has_no_port_that_is_up() {
    let unplaced = |saved: &mut Saved| {
        saved.snip(LIF, "cluster_mgmt", "e0M     true", "-       true");
    };
    let all = after(unplaced, plan(), "lif-port-up");
    let one = all.iter().find(|one| one.subject.get("lif").is_some_and(|lif| lif == "cluster_mgmt")).unwrap();
    assert_eq!(word(one), "unknown:unset", "{}", one.message);
    assert!(one.message.ends_with("its curr-port is not told"), "{}", one.message);
}
