//! A backup that is planned in all its parts, and the cluster that is ready for it: one thing broken at a time. All rules are
//! judged here, those beyond the document too.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Question, judge};
use ndmp_preflight::report::{Policy, Report, Target};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

use super::broken::{LIF, LOGIN, OWN, ROLES};
use super::saved::{Saved, changes, note, plain, whole};
use super::{OVERFLOW, trust};

const POLICY: &str = "network_interface_service-policy_show";
const PROTOCOLS: &str = "vserver_show_-fields_disallowed-protocols";
const FAILOVER: &str = "storage_failover_show";
const VOLUME: &str = "volume_show_-fields_state,node,nodes,percent-used,snapshot-count,volume-style-extended";
const ROUTE: &str = "network_route_show";
const ALIAS: &str = "storage_tape_alias_show";
const DRIVES: &str = "storage_tape_show_-alias";

/// All tests of this file.
pub(crate) const EACH: [fn(); 9] = [
    the_cluster_is_ready_for_the_plan,
    a_takeover_and_what_comes_of_it,
    the_svm_that_is_backed_up_by_itself,
    the_lifs_of_the_svm,
    nodes_that_own_volumes,
    the_lif_that_is_registered,
    routes_to_the_application,
    users_and_streams,
    aliases_and_paths,
];

/// The cluster, with what the plan needs of its SVM and its network.
pub(super) fn ready() -> Saved {
    let mut saved = OVERFLOW.saved();
    saved.snip(LOGIN, "vsadmin        ssh", "yes", "no ");
    saved.snip(ROLES, "aviemore_lif1", "system-defined", "disabled      ");
    saved.snip(
        POLICY,
        "svm-aviemore-fs1",
        "data-flexcache: 0.0.0.0/0, ::/0\n",
        "data-flexcache: 0.0.0.0/0, ::/0\n                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n",
    );
    let own = saved.file("vserver_services_ndmp_show_-vserver_strathspey").replace("strathspey", "svm-aviemore-fs1");
    saved.with(OWN, &own);
    let names = ["strathspey", "strathspey-01", "strathspey-02", "strathspey-03", "strathspey-04"];
    let rows: String = names.iter().map(|name| format!("{name:<19} -\n")).collect();
    saved.with(
        PROTOCOLS,
        &format!(
            "vserver             disallowed-protocols\n------------------- --------------------\n{rows}\
             svm-aviemore-fs1    fcp,iscsi\nsvm-boatofgarten-db -\n7 entries were displayed.\n"
        ),
    );
    saved.with(
        ROUTE,
        "Vserver             Destination     Gateway         Metric\n\
         ------------------- --------------- --------------- ------\n\
         strathspey\n                    0.0.0.0/0       198.51.100.1    20\n\
         svm-aviemore-fs1\n                    0.0.0.0/0       192.0.2.129     20\n2 entries were displayed.\n",
    );
    saved
}

pub(super) fn plan() -> Planned {
    let text = |text: &str| text.to_owned();
    Planned {
        dma: Some(text("commvault")),
        dma_addresses: vec!["203.0.113.200".parse().unwrap()],
        register: vec![text("cluster_mgmt")],
        svms: vec![text("svm-aviemore-fs1")],
        user: Some(text("svc_ndmp_kingussie")),
        streams: Some(4),
        reservations: Some(text("persistent")),
        authentication: Some(text("challenge")),
        ..Planned::default()
    }
}

pub(super) fn question(planned: Planned) -> Question {
    let mut question = plain();
    let profile = planned.dma.clone();
    planned.ask(&mut question, profile.and_then(|name| whole().profile(&name)));
    question
}

fn report(saved: &Saved, question: &Question) -> Report {
    report_by(saved, question, whole())
}

/// The same by these rules and profiles.
pub(super) fn report_by(saved: &Saved, question: &Question, catalog: &Catalog) -> Report {
    note(saved, question);
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &catalog.tables);
    let target = |reading| Target::of(reading, judge(reading, catalog, question), question);
    Report::of(readings.iter().map(target).collect(), Policy::default())
}

/// The damage turns exactly these verdicts of the ready cluster, and the exit code to `code`.
fn turns(what: &str, planned: Planned, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    let question = question(planned);
    let mut saved = ready();
    let before = report(&saved, &question);
    damage(&mut saved);
    compare(what, (&before, &report(&saved, &question)), wanted, code);
}

/// The plan, not the cluster, is what turns them.
fn asks(what: &str, planned: Planned, wanted: &[&str], code: u8) {
    let reports = [plan(), planned].map(|planned| report(&ready(), &question(planned)));
    compare(what, (&reports[0], &reports[1]), wanted, code);
}

fn compare(what: &str, (before, after): (&Report, &Report), wanted: &[&str], code: u8) {
    let mut wanted: Vec<String> = wanted.iter().map(|text| OVERFLOW.long(text)).collect();
    wanted.sort();
    let seen = changes(&before.targets[0].outcomes, &after.targets[0].outcomes);
    trust::count(&wanted, &seen);
    assert_eq!(seen, wanted, "{what}");
    assert_eq!(after.exit_code, code, "{what}: {}", after.because);
}

#[test]
fn the_cluster_is_ready_for_the_plan() {
    let report = report(&ready(), &question(plan()));
    assert_eq!(report.exit_code, 0, "{}", report.because);
    let outcomes = &report.targets[0].outcomes;
    for rule in [
        "no-takeover",
        "svm-ndmp-allowed",
        "backup-svm-enabled",
        "backup-svm-lif",
        "backup-svm-user",
        "volume-node-lif",
        "registered-lif",
        "route-covers-address",
        "ndmp-user-dedicated",
        "tape-alias-uniform",
        "tape-device-count",
        "tape-path-count",
        "ndmp-session-capacity",
        "ndmp-data-ports",
    ] {
        let of_rule: Vec<&str> =
            outcomes.iter().filter(|outcome| outcome.rule == rule).map(|outcome| outcome.verdict.word()).collect();
        assert!(!of_rule.is_empty() && of_rule.iter().all(|word| *word == "pass"), "{rule}: {of_rule:?}");
    }
}

#[test]
fn a_takeover_and_what_comes_of_it() {
    for (words, verdict, code) in [
        ("In takeover", "fail", 1),
        ("Waiting for giveback", "fail", 1),
        ("Giveback in progress", "fail", 1),
        ("Partial giveback", "fail", 1),
        ("Connected to strathspey-02, Partial giveback", "fail", 1),
        ("Connected to strathspey-02, Takeover is not possible: Storage failover is disabled", "pass", 0),
        ("Dreaming of strathspey-02", "unknown:unknown-value", 3),
        ("Connected to strathspey-02, but not so well", "unknown:unknown-value", 3),
    ] {
        let turned = format!("no-takeover ~-01 {verdict}");
        let wanted: &[&str] = if verdict == "pass" { &[] } else { &[&turned] };
        let damage = |saved: &mut Saved| {
            saved.replace(FAILOVER, "Connected to strathspey-02", words);
        };
        turns(words, plan(), damage, wanted, code);
    }
}

#[test]
fn the_svm_that_is_backed_up_by_itself() {
    let protocols = |saved: &mut Saved| {
        saved.replace(PROTOCOLS, "fcp,iscsi", "fcp,ndmp");
    };
    turns("disallowed", plan(), protocols, &["svm-ndmp-allowed svm-aviemore-fs1 fail"], 1);
    let misread = |saved: &mut Saved| {
        saved.replace(PROTOCOLS, "fcp,iscsi", "fcp,ndrnp");
    };
    turns("misread", plan(), misread, &["svm-ndmp-allowed svm-aviemore-fs1 unknown:unknown-value"], 3);
    let off = |saved: &mut Saved| {
        saved.snip("vserver_services_ndmp_show", "svm-aviemore-fs1", "true ", "false");
        saved.replace(OWN, "Enable NDMP on Vserver: true", "Enable NDMP on Vserver: false");
    };
    turns(
        "off",
        plan(),
        off,
        &[
            "backup-svm-enabled svm-aviemore-fs1 fail",
            "svm-ndmp-authentication svm-aviemore-fs1 gone",
            "dma-authentication svm-aviemore-fs1 gone",
        ],
        1,
    );
    let locked = |saved: &mut Saved| {
        saved.snip(LOGIN, "vsadmin        ssh", "no ", "yes");
    };
    turns("locked", plan(), locked, &["backup-svm-user svm-aviemore-fs1 fail"], 1);
    let other = Planned { svms: vec!["svm-kincraig".to_owned()], ..plan() };
    let wanted = [
        "backup-svm-enabled svm-aviemore-fs1 gone",
        "backup-svm-enabled svm-kincraig unknown:contradiction",
        "backup-svm-lif svm-aviemore-fs1 gone",
        "backup-svm-lif svm-kincraig fail",
        "backup-svm-user svm-aviemore-fs1 gone",
        "backup-svm-user svm-kincraig unknown:contradiction",
        "svm-ndmp-allowed svm-aviemore-fs1 gone",
        "svm-ndmp-allowed svm-kincraig unknown:contradiction",
        "volume-node-lif strathspey-01 gone",
        "volume-node-lif strathspey-02 gone",
        "volume-node-lif {} unknown:contradiction",
    ];
    let gone = ["aviemore_root gone", "home01 gone", "home02 gone", "{} not-applicable:no-volume"];
    let of = |rule: &'static str| gone.map(|what| format!("{rule} {what}"));
    let volumes = ["volume-online", "volume-snapshot-room", "volume-space"].map(of).concat();
    let wanted: Vec<&str> = wanted.into_iter().chain(volumes.iter().map(String::as_str)).collect();
    asks("an SVM that is not there", other, &wanted, 1);
}

#[test]
fn the_lifs_of_the_svm() {
    let down = |saved: &mut Saved| {
        saved.snip(LIF, "aviemore_lif1", "up/up", "up/down");
        saved.snip(LIF, "aviemore_lif2", "up/up", "down/down");
    };
    turns("both down", plan(), down, &["backup-svm-lif svm-aviemore-fs1 fail"], 1);
    let one = |saved: &mut Saved| {
        saved.snip(LIF, "aviemore_lif1", "up/up", "up/down");
    };
    turns("one down", plan(), one, &[], 0);
    let closed = |saved: &mut Saved| {
        saved.snip(POLICY, "svm-aviemore-fs1", "backup-ndmp-control", "management-https");
    };
    turns("closed", plan(), closed, &["backup-svm-lif svm-aviemore-fs1 fail"], 1);
    let others = |saved: &mut Saved| {
        saved.snip(POLICY, "svm-aviemore-fs1", "backup-ndmp-control: 0.0.0.0/0", "backup-ndmp-control: 10.1.0.0/16");
    };
    turns("for others", plan(), others, &["backup-svm-lif svm-aviemore-fs1 fail"], 1);
}

#[test]
fn nodes_that_own_volumes() {
    let away = |saved: &mut Saved| {
        saved.snip(LIF, "strathspey-04_icl1", "up/up", "up/down");
        saved.snip(LIF, "strathspey-04_mgmt1", "up/up", "up/down");
        saved.snip(LIF, "boatofgarten_lif4", "up/up", "up/down");
    };
    let all = Planned { svms: Vec::new(), ..plan() };
    let wanted = [
        "intercluster-lif-per-node ~-04 fail",
        "lif-up ~-04_icl1 fail",
        "lif-up ~-04_mgmt1 fail",
        "volume-node-lif ~-04 fail",
    ];
    turns("no LIF on the fourth node", all.clone(), away, &wanted, 1);
    // Of the SVM that is backed up by itself only its own volumes count, which the fourth node has none of.
    turns("of the others", plan(), away, &wanted[..3], 1);
    let untold = |saved: &mut Saved| {
        saved.without(OWN);
    };
    // The document asks for the admin SVM's alone.
    let silent =
        ["volume-node-lif ~-01 gone", "volume-node-lif ~-02 gone", "volume-node-lif {} not-applicable:not-captured"];
    turns("its preferred roles", plan(), untold, &silent, 0);
    let cut = |saved: &mut Saved| {
        saved.replace(VOLUME, "9 entries were displayed.\n", "11 entries were displayed.\n");
    };
    let rules = ["volume-node-lif", "volume-online", "volume-snapshot-room", "volume-space"];
    let each = rules.map(|rule| format!("{rule} {{}} unknown:cut-off"));
    turns("cut off", all, cut, &each.each_ref().map(String::as_str), 3);
}

#[test]
fn the_lif_that_is_registered() {
    let register = |name: &str, cab: bool| Planned { register: vec![name.to_owned()], cab: Some(cab), ..plan() };
    let moved = |name: &str, verdict: &str| {
        vec!["registered-lif cluster_mgmt gone".to_owned(), format!("registered-lif {name} {verdict}")]
    };
    let tell = |name: &str, cab: bool, verdict: &str, more: &[&str], code: u8| {
        let mut wanted: Vec<String> = moved(name, verdict);
        wanted.extend(more.iter().map(|text| (*text).to_owned()));
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        asks(name, register(name, cab), &wanted, code);
    };
    let mgmt = ["lif-service-ndmp cluster_mgmt gone", "mgmt-lif-service-ndmp cluster_mgmt pass"];
    tell("198.51.100.32", true, "pass", &mgmt, 0);
    tell("strathspey-02_icl1", true, "pass", &mgmt, 0);
    // A node-management LIF gives what its node has, with cluster aware backup too.
    let own = [
        "lif-service-ndmp cluster_mgmt gone",
        "lif-service-ndmp strathspey-02_mgmt1 pass",
        "mgmt-lif-service-ndmp cluster_mgmt pass",
        "mgmt-lif-service-ndmp strathspey-02_mgmt1 gone",
    ];
    tell("strathspey-02_mgmt1", true, "fail", &own, 1);
    let data = [
        "lif-service-ndmp aviemore_lif1 pass",
        "lif-allowed-dma 203.0.113.200/aviemore_lif1 pass",
        "lif-failover-data aviemore_lif1 pass",
        "lif-failover-data {} gone",
        "lif-port-up aviemore_lif1 pass",
        "lif-svm-ndmp-enabled svm-aviemore-fs1 pass",
        "route-covers-address 203.0.113.200/aviemore_lif1 pass",
        mgmt[0],
        mgmt[1],
    ];
    tell("192.0.2.130", true, "fail", &data, 1);
    tell("198.51.100.99", true, "fail", &mgmt, 1);
    tell("tapes.example.com", true, "unknown:no-match", &mgmt, 3);
    let down = |saved: &mut Saved| {
        saved.snip(LIF, "cluster_mgmt", "up/up", "up/down");
    };
    turns("down", plan(), down, &["lif-up cluster_mgmt fail", "registered-lif cluster_mgmt fail"], 1);
    let masked = |saved: &mut Saved| {
        saved.snip(ROLES, "cluster_mgmt", "cluster-mgmt", "cluster-rngmt");
    };
    let question = question(plan());
    let mut saved = ready();
    masked(&mut saved);
    let after = report(&saved, &question);
    let found = after.targets[0].outcomes.iter().find(|outcome| outcome.rule == "registered-lif").unwrap();
    assert_eq!(found.verdict.word(), "unknown", "{}", found.message);
}

#[test]
fn routes_to_the_application() {
    let elsewhere = |saved: &mut Saved| {
        saved.snip(ROUTE, "strathspey", "0.0.0.0/0       198", "192.0.2.0/24    198");
    };
    let lifs =
        ["cluster_mgmt", "~-01_icl1", "~-01_mgmt1", "~-02_icl1", "~-02_mgmt1", "~-03_mgmt1", "~-04_icl1", "~-04_mgmt1"];
    let wanted: Vec<String> = lifs.iter().map(|lif| format!("route-covers-address 203.0.113.200/{lif} fail")).collect();
    let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
    turns("no route", plan(), elsewhere, &wanted, 1);
    let far = |saved: &mut Saved| {
        saved.snip(ROUTE, "strathspey", "198.51.100.1 ", "192.0.2.129  ");
    };
    let unsure: Vec<String> = wanted.iter().map(|text| text.replace("fail", "unknown:column-missing")).collect();
    let unsure: Vec<&str> = unsure.iter().map(String::as_str).collect();
    turns("a gateway outside the subnet", plan(), far, &unsure, 3);
    let near = Planned { dma_addresses: vec!["198.51.100.77".parse().unwrap()], svms: Vec::new(), ..plan() };
    let gone = |saved: &mut Saved| {
        *saved.file(ROUTE) = "There are no entries matching your query.\n".to_owned();
    };
    turns("in the subnet no route is needed", near, gone, &[], 0);
}

#[test]
fn users_and_streams() {
    let only_admin = |saved: &mut Saved| {
        saved.edit(LOGIN, "svc_ndmp_kingussie", "backup", "readonly");
    };
    let any = Planned { user: None, ..plan() };
    turns("only admin fits", any, only_admin, &["ndmp-user-dedicated {} fail"], 0);
    let nodes = ["~-01", "~-02", "~-03", "~-04"];
    let of = |verdict: &str| nodes.map(|node| format!("ndmp-session-capacity {node} {verdict}"));
    let many = of("fail");
    asks("too many", Planned { streams: Some(65), ..plan() }, &many.each_ref().map(String::as_str), 0);
    let unsure = of("unknown:no-match");
    asks("maybe", Planned { streams: Some(64), ..plan() }, &unsure.each_ref().map(String::as_str), 0);
}

#[test]
fn aliases_and_paths() {
    let other = |saved: &mut Saved| {
        saved.snip(ALIAS, "strathspey-02", "st1 ", "st7 ");
        saved.snip(DRIVES, "fcsw-nethybridge-b", "strathspey-02               st1", "strathspey-02               st7");
    };
    turns("another alias", plan(), other, &["tape-alias-uniform SN[HUJ7021X9F] fail"], 0);
    let bound = |saved: &mut Saved| {
        saved.snip(ALIAS, "strathspey-02", "SN[HUJ7021X4A]", "fcsw-x:11.126 ");
    };
    let question = Question { tape: true, ..question(plan()) };
    let mut saved = ready();
    saved.without(DRIVES);
    bound(&mut saved);
    let after = report(&saved, &question);
    let found =
        after.targets[0].outcomes.iter().find(|outcome| outcome.subject.values().any(|name| name == "fcsw-x:11.126"));
    assert_eq!(found.unwrap().verdict.word(), "fail");
    let cut = |saved: &mut Saved| {
        saved.replace(ALIAS, "6 entries were displayed.\n", "9 entries were displayed.\n");
    };
    let doubted = [
        "tape-alias-uniform SN[DEC74109LB_LL1]L1 unknown:cut-off",
        "tape-alias-uniform SN[HUJ7021X4A] unknown:cut-off",
        "tape-alias-uniform SN[HUJ7021X9F] unknown:cut-off",
        "tape-alias-uniform {} unknown:cut-off",
    ];
    let mut saved = ready();
    saved.without(DRIVES);
    let before = report(&saved, &question);
    cut(&mut saved);
    assert_eq!(changes(&before.targets[0].outcomes, &report(&saved, &question).targets[0].outcomes), doubted);
}
