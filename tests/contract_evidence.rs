//! How evidence is taken: which nodes, roles, policies and releases an answer tells, and what stays open.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;

use ndmp_preflight::judge::{Outcome, ScopeWish};
use saved::{Saved, changes, of_rule, owed, plain};

fn wrapped() -> Saved {
    Saved::sample("ready-svm-9.9.1")
}

fn overflow() -> Saved {
    Saved::sample("ready-svm-9.12.1")
}

const FIELDS: &str =
    "network_interface_show_-fields_role,service-policy,home-node,home-port,failover-policy,failover-group";
const FIREWALL: &str = "system_services_firewall_policy_show";
const OWN_POLICY: &str = "network_interface_show_-fields_firewall-policy";
const STATUS: &str = "system_services_ndmp_node-scope-mode_status";

/// The outcomes of a text alone.
fn outcomes(text: &str) -> Vec<Outcome> {
    Saved::text(text).outcomes(&plain())
}

fn short(outcomes: &[Outcome], rule: &str) -> Vec<String> {
    let all = of_rule(outcomes, rule).into_iter();
    let mut all: Vec<String> =
        all.map(|text| text.replace("drumnadrochit-prd", "~").replace("strathspey", "~")).collect();
    all.sort();
    all
}

#[test]
fn without_cluster_show_the_nodes_are_those_that_are_named_and_more_may_be() {
    let mut saved = Saved::sample("ready-node-scope");
    let before = saved.outcomes(&plain());
    let text = saved.file("session");
    // Both commands that list the nodes are gone.
    let (start, end) = (text.find("sannox::> cluster show").unwrap(), text.find("sannox::> vserver show").unwrap());
    text.replace_range(start..end, "");
    let open = [
        "intercluster-lif-per-node",
        "node-ndmp-clear-text",
        "node-ndmp-default-user",
        "node-ndmp-enabled",
        "tape-reservations",
        "tape-reservations-uniform",
    ];
    let wanted = open.map(|rule| format!("{rule} {{}} unknown:not-captured"));
    assert_eq!(changes(&before, &saved.outcomes(&plain())), wanted);
    let only = outcomes("NetApp Release 9.9.1P5: Sat Nov 20 05:14:36 UTC 2021\n");
    assert_eq!(of_rule(&only, "intercluster-lif-per-node"), ["{} unknown:not-captured"], "no node is named");
}

#[test]
fn nodes_are_one_only_when_their_names_are_equal() {
    let mut saved = overflow();
    saved.replace("options_tape.reservations", "strathspey-04", "strathspey-4 ");
    let after = saved.outcomes(&plain());
    // What names a node that the cluster does not have may be another cluster's, all of it.
    let wanted = [1, 2, 3, 4].map(|node| format!("~-0{node} unknown:contradiction"));
    assert_eq!(short(&after, "tape-reservations"), wanted);
    assert_eq!(owed(&after), Vec::<String>::new());
}

#[test]
fn roles_come_from_the_answers_that_ask_for_them() {
    let mut saved = wrapped();
    saved.without("network_interface_show").without("vserver_show");
    let lifs = ["cluster_mgmt pass", "~-01_icl01 pass", "~-01_mgmt1 pass", "~-02_icl01 pass", "~-02_mgmt1 pass"];
    assert_eq!(short(&saved.outcomes(&plain()), "lif-up"), lifs, "answers by role alone");
    // A role that nobody can tell is one more outcome, and node scope does not ask for it.
    let mut saved = wrapped();
    saved.without("network_interface_show_-role_node-mgmt");
    let after = saved.outcomes(&plain());
    assert_eq!(
        short(&after, "lif-up"),
        ["cluster_mgmt pass", "{} unknown:not-captured", "~-01_icl01 pass", "~-02_icl01 pass"]
    );
    let mut question = plain();
    question.scope = ScopeWish::Node;
    assert_eq!(short(&saved.outcomes(&question), "lif-up"), ["~-01_icl01 pass", "~-02_icl01 pass"]);
}

#[test]
fn roles_come_from_service_policies_where_no_role_is_told() {
    let mut saved = overflow();
    let text = saved.file(FIELDS).clone();
    let columns = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        (words.len() > 6).then(|| format!("{} {} {} {} {}\n", words[0], words[1], words[2], words[4], words[6]))
    };
    let rows: String = text.lines().filter(|line| !line.starts_with(['v', '-'])).filter_map(columns).collect();
    let table = format!(
        "vserver lif service-policy home-node failover-policy\n------- --- -------------- --------- ---------------\n{rows}21 entries were displayed.\n"
    );
    saved.without(FIELDS).with("network_interface_show_-fields_service-policy,home-node,failover-policy.txt", &table);
    let after = saved.outcomes(&plain());
    let icl: Vec<String> = (1..=4).map(|n| format!("~-0{n}_icl1 pass")).collect();
    assert_eq!(short(&after, "lif-service-ndmp"), icl);
    // Of LIFs with the built-in policy of management LIFs, the failover policy tells the role.
    let mut local: Vec<String> = icl.iter().cloned().chain((1..=4).map(|n| format!("~-0{n}_mgmt1 pass"))).collect();
    local.sort();
    assert_eq!(short(&after, "lif-failover-local"), local);
    assert_eq!(short(&after, "lif-failover-cluster-mgmt"), ["cluster_mgmt pass"]);
    assert_eq!(short(&after, "lif-up").len(), 9);
    assert_eq!(short(&after, "intercluster-lif-per-node").len(), 4);
    // A policy that is shown without intercluster-core makes no intercluster LIF.
    let name = "network_interface_show_-fields_service-policy,home-node,failover-policy";
    saved.edit(name, "strathspey-02_icl1", "default-intercluster", "default-management");
    assert_eq!(short(&saved.outcomes(&plain()), "intercluster-lif-per-node")[1], "~-02 fail");
}

#[test]
fn service_policies_of_another_svm_are_not_used() {
    let mut saved = overflow();
    saved.snip("network_interface_service-policy_show", "\nstrathspey\n", "\nstrathspey\n", "\nipspace-b\n");
    let after = saved.outcomes(&plain());
    assert!(
        short(&after, "lif-service-ndmp").iter().all(|text| text.ends_with("unknown:contradiction")),
        "{:?}",
        short(&after, "lif-service-ndmp")
    );
}

#[test]
fn a_lif_of_another_ipspace_uses_the_policies_of_the_admin_svm() {
    let mut saved = wrapped();
    for file in
        ["network_interface_show", "network_interface_show_-role_intercluster", "network_interface_show_-failover"]
    {
        let text = saved.file(file);
        // The intercluster LIF of the second node belongs to the system SVM of its IPspace.
        let at = text.find("drumnadrochit-prd-02_icl01").unwrap();
        let at = text[..at].rfind('\n').unwrap() + 1;
        text.insert_str(at, "ipspace-b\n");
        let end = at + text[at..].find("a0a-240 true").or_else(|| text[at..].find("e0d\n")).unwrap();
        let end = end + text[end..].find('\n').unwrap() + 1;
        if file != "network_interface_show_-role_intercluster" {
            text.insert_str(end, "drumnadrochit-prd\n");
        }
    }
    saved.snip(
        OWN_POLICY,
        "drumnadrochit-prd-01_mgmt1",
        "drumnadrochit-prd\n        drumnadrochit-prd-02_icl01",
        "ipspace-b\n        drumnadrochit-prd-02_icl01",
    );
    let after = saved.outcomes(&plain());
    assert_eq!(short(&after, "lif-firewall-ndmp")[3], "~-02_icl01 pass", "{:?}", short(&after, "lif-firewall-ndmp"));
    assert_eq!(changes(&wrapped().outcomes(&plain()), &after), Vec::<String>::new());
}

#[test]
fn firewall_policies_have_the_documents_names_where_no_lif_tells_its_own() {
    let table = |policies: &[(&str, &str, &str)]| {
        let mut text =
            "Vserver Policy       Service    Allowed\n------- ------------ ---------- -------------------\n".to_owned();
        for (vserver, policy, ndmp) in policies {
            text += &format!(
                "{vserver}\n        {policy}\n                     ndmp       {ndmp}\n                     ssh        0.0.0.0/0\n"
            );
        }
        text + &format!("{} entries were displayed.\n", policies.len() * 2)
    };
    let judged = |policies: &[(&str, &str, &str)]| {
        let mut saved = wrapped();
        saved.without(OWN_POLICY);
        *saved.file(FIREWALL) = table(policies);
        let after = saved.outcomes(&plain());
        assert_eq!(owed(&after), Vec::<String>::new());
        let all = short(&after, "lif-firewall-ndmp");
        [all[0].clone(), all[1].clone(), all[2].clone()]
    };
    let (admin, any) = ("drumnadrochit-prd", "0.0.0.0/0");
    let icl = (admin, "intercluster", any);
    assert_eq!(judged(&[icl, (admin, "mgmt", any)]), ["cluster_mgmt pass", "~-01_icl01 pass", "~-01_mgmt1 pass"]);
    assert_eq!(judged(&[icl, (admin, "mgmt", "-")])[0], "cluster_mgmt fail");
    let cluster = judged(&[icl, (admin, "cluster", any)]);
    assert_eq!(
        cluster,
        ["cluster_mgmt pass", "~-01_icl01 pass", "~-01_mgmt1 unknown:contradiction"],
        "no mgmt for the node LIF"
    );
    assert_eq!(judged(&[icl, (admin, "cluster", any), (admin, "mgmt", any)])[0], "cluster_mgmt pass");
    assert_eq!(judged(&[icl, (admin, "cluster", "-"), (admin, "mgmt", "-")])[0], "cluster_mgmt fail");
    let differ = judged(&[icl, (admin, "cluster", any), (admin, "mgmt", "-")]);
    assert_eq!(differ, ["cluster_mgmt unknown:contradiction", "~-01_icl01 pass", "~-01_mgmt1 fail"]);
    // The only one of that name, in a node's SVM, as the document shows it.
    assert_eq!(judged(&[icl, ("drumnadrochit-prd-01", "mgmt", any)])[2], "~-01_mgmt1 pass");
    let two = judged(&[icl, ("drumnadrochit-prd-01", "mgmt", any), ("drumnadrochit-prd-02", "mgmt", any)]);
    assert_eq!(two[2], "~-01_mgmt1 unknown:contradiction");
}

#[test]
fn without_a_release_the_evidence_decides_or_both_branches_are_open() {
    let era = |saved: &Saved| {
        let after = saved.outcomes(&plain());
        ["lif-firewall-ndmp", "lif-service-ndmp"].map(|rule| {
            let mut words: Vec<String> =
                short(&after, rule).iter().map(|text| text.rsplit(' ').next().unwrap().to_owned()).collect();
            words.dedup();
            words.join(" ")
        })
    };
    let mut old = wrapped();
    old.without("version");
    assert_eq!(era(&old), ["pass", "not-applicable:old-release"]);
    let mut new = overflow();
    new.without("version");
    assert_eq!(era(&new), ["not-applicable:new-release", "pass"]);
    new.replace("network_interface_service-policy_show", "backup-ndmp-control", "backup-ndmp-contr");
    let open = ["unknown:version-unknown", "unknown:version-unknown"];
    assert_eq!(era(&new), open, "a single `none` opens and tells nothing");
    old.without(FIREWALL);
    assert_eq!(era(&old), open);
    let mut both = overflow();
    both.without("version").with("firewall", &wrapped().file(FIREWALL).replace("drumnadrochit-prd", "strathspey"));
    assert_eq!(era(&both), open, "it decides for both");
}

#[test]
fn the_admin_svm_is_told_by_its_type_its_lif_or_the_name_of_the_cluster() {
    let names = |saved: &Saved| {
        let report = saved.report(&plain());
        let enabled = short(&report.targets[0].outcomes, "svm-ndmp-enabled");
        (report.targets[0].cluster.clone(), enabled)
    };
    let mut saved = overflow();
    let told = (Some("strathspey".to_owned()), vec!["~ pass".to_owned()]);
    assert_eq!(names(&saved), told, "by its type");
    saved.without("vserver_show");
    assert_eq!(names(&saved), told, "by the cluster-management LIF");
    saved.replace(FIELDS, "cluster-mgmt", "undef       ");
    assert_eq!(names(&saved).0, None);
    assert!(names(&saved).1[0].starts_with("{} unknown"), "{:?}", names(&saved));
    let identity = "\n          Cluster UUID: 0a1b2c3d-0000-11ee-8899-00a098aabbcc\n          Cluster Name: strathspey\n Cluster Serial Number: 1-80-000011\n      Cluster Location: \n       Cluster Contact: \n";
    saved.with("cluster_identity_show.txt", identity);
    assert_eq!(names(&saved), told, "by the identity");
}

#[test]
fn two_clusters_are_two_targets_by_their_prompts_and_nothing_without() {
    let node = Saved::sample("ready-node-scope").files[0].1.clone();
    let svm = Saved::sample("terminal-transcript.txt").files[0].1.clone();
    let report = Saved::text(&format!("{node}\n{svm}")).report(&plain());
    let names: Vec<&str> = report.targets.iter().map(|target| target.target.as_str()).collect();
    assert_eq!(names, ["sannox", "dunkeld"]);
    let codes: Vec<&str> = report.targets.iter().map(|target| target.verdict.word()).collect();
    assert_eq!(codes, ["ready", "ready"]);
    let bare = |text: &str| text.replace("sannox::> ", "").replace("dunkeld::> ", "").replace("dunkeld::*> ", "");
    let report = Saved::text(&format!("{}\n{}", bare(&node), bare(&svm))).report(&plain());
    assert_eq!(report.targets.len(), 1);
    let judged: Vec<String> = report.targets[0]
        .outcomes
        .iter()
        .filter(|outcome| outcome.verdict.word() != "not-applicable" && outcome.rule != "capture-secret")
        .map(|outcome| format!("{} {}", outcome.rule, saved::word(outcome)))
        .filter(|text| !text.ends_with(" unknown:contradiction") && !text.ends_with("version-unknown"))
        .collect();
    assert_eq!(judged, Vec::<String>::new());
    assert_eq!(report.exit_code, 3);
}

#[test]
fn an_unset_value_is_not_judged() {
    let mut saved = overflow();
    saved.edit(FIELDS, "strathspey-01_icl1", "local-only", "-");
    saved.replace(
        "vserver_services_ndmp_show_-vserver_strathspey",
        "Preferred Interface Role: intercluster, cluster-mgmt, node-mgmt, data",
        "Preferred Interface Role: -",
    );
    let seen = changes(&overflow().outcomes(&plain()), &saved.outcomes(&plain()));
    assert_eq!(
        seen,
        ["lif-failover-local strathspey-01_icl1 unknown:unset", "svm-ndmp-preferred-role strathspey unknown:unset"]
    );
}

#[test]
fn what_is_printed_for_another_scope_or_role_does_not_reach_further() {
    // `-vserver X` shows one SVM; whether others have NDMP on is not told.
    let mut saved = overflow();
    saved.without("vserver_services_ndmp_show");
    let after = saved.outcomes(&plain());
    assert_eq!(short(&after, "svm-ndmp-authentication"), ["{} unknown:not-captured", "~ pass"]);
    assert_eq!(short(&after, "svm-ndmp-enabled"), ["~ pass"]);
    // `-node X` shows the devices of one node.
    let mut saved = overflow();
    let one = saved.file("storage_tape_show").split("\nNode: strathspey-02").next().unwrap().to_owned();
    saved
        .without("storage_tape_show")
        .without("storage_tape_show-tape-drive")
        .with("storage_tape_show_-node_strathspey-01.txt", &format!("{one}3 entries were displayed.\n"));
    let after = saved.outcomes(&plain());
    assert_eq!(short(&after, "tape-lun-zero"), ["{} unknown:not-captured", "~-01 pass"]);
    assert_eq!(short(&after, "tape-drive-visible"), ["{} pass"]);
}

#[test]
fn attachment_is_told_and_never_fails() {
    let after = Saved::sample("ready-node-scope").outcomes(&plain());
    let told: Vec<&Outcome> = after.iter().filter(|outcome| outcome.rule == "tape-attachment").collect();
    assert_eq!(told.len(), 5);
    assert!(told[0].message.contains("local") && told[0].message.contains("2023"), "{}", told[0].message);
    assert!(told.iter().any(|outcome| outcome.message.contains("fc-switch")));
}

#[test]
fn commands_fit_the_release() {
    let fix = |saved: &Saved, rule: &str| {
        let mut question = plain();
        question.dma_addresses = vec!["192.0.2.200".parse().unwrap()];
        let outcomes = saved.outcomes(&question);
        outcomes.into_iter().find(|outcome| outcome.rule == rule && outcome.verdict.word() == "fail").unwrap().fix
    };
    let mut old = wrapped();
    old.snip(FIREWALL, "intercluster\n", "ndmp       0.0.0.0/0", "ndmp       10.0.0.0/8");
    let seen = fix(&old, "lif-allowed-dma");
    assert!(
        seen.len() == 1
            && seen[0]
                .starts_with("system services firewall policy modify -vserver drumnadrochit-prd -policy intercluster"),
        "{seen:?}"
    );
    let mut new = overflow();
    new.snip(
        "network_interface_service-policy_show",
        "default-intercluster",
        "control: 0.0.0.0/0",
        "control: 10.0.0.0/8",
    );
    let seen = fix(&new, "lif-allowed-dma");
    assert!(
        seen.len() == 1 && seen[0].starts_with("network interface service-policy modify-service -vserver strathspey"),
        "{seen:?}"
    );
    for (release, option) in [
        ("9.9.1P5", "-service-policy default-intercluster"),
        ("9.6P2", "-service-policy"),
        ("9.5P3", "-role intercluster"),
    ] {
        // Both intercluster LIFs have their home on the second node: the first one needs a LIF of its own.
        let mut moved = wrapped();
        moved.replace("version", "9.9.1P5", release);
        for file in ["network_interface_show", "network_interface_show_-role_intercluster"] {
            moved.snip(file, "192.0.2.41/24", "drumnadrochit-prd-01", "drumnadrochit-prd-02");
        }
        let failover = "network_interface_show_-failover";
        moved.snip(failover, "drumnadrochit-prd-01_icl01\n", "drumnadrochit-prd-01:", "drumnadrochit-prd-02:");
        let seen = fix(&moved, "intercluster-lif-per-node");
        assert!(seen.len() == 1 && seen[0].contains(option), "{release}: {seen:?}");
    }
}

#[test]
fn a_node_without_a_lif_on_it_fails_whether_or_not_the_home_of_the_lif_is_told() {
    let mut saved = overflow();
    saved.edit("network_interface_show", "strathspey-02_icl1", "strathspey-02 ", "strathspey-01 ");
    saved.edit("network_interface_show", "strathspey-02_icl1", "true", "false");
    let before = overflow().outcomes(&plain());
    let wanted = ["intercluster-lif-per-node strathspey-02 fail", "lif-home strathspey-02_icl1 fail"];
    assert_eq!(changes(&before, &saved.outcomes(&plain())), wanted);
    let mut saved = wrapped();
    saved.without("network_interface_show_-failover");
    for file in ["network_interface_show", "network_interface_show_-role_intercluster"] {
        saved.snip(file, "192.0.2.42/24", "prd-02\n", "prd-01\n").snip(file, "192.0.2.42/24", "true", "false");
    }
    // Wherever its home is, no LIF is on the second node now.
    assert_eq!(short(&saved.outcomes(&plain()), "intercluster-lif-per-node"), ["~-01 pass", "~-02 fail"]);
    assert_eq!(saved.file(STATUS).lines().count(), 2);
}
