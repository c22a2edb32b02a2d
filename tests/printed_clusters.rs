//! Clusters that nobody has seen, printed in both regimes and handed over in all ways: ready ones are ready, and each broken
//! prerequisite turns exactly its rule.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "printed/answers.rs"]
mod answers;
#[path = "printed/cluster.rs"]
mod cluster;
mod saved;
#[path = "printed/table.rs"]
mod table;

use cluster::{Cluster, Handing};
use saved::{changes, owed, plain};
use table::Regime;

const HANDINGS: [Handing; 4] = [Handing::Files, Handing::FilesWithCommands, Handing::Session, Handing::Bare];
const REGIMES: [Regime; 2] = [Regime::Wrapped, Regime::Overflowing];

/// Names short and long, one node and many, both address families, both eras.
fn clusters() -> Vec<Cluster> {
    let mut all = vec![
        Cluster::ready("c1", &["-01"], "9.9.1P5", false),
        Cluster::ready("c1", &["-01", "-02"], "9.7P19", false),
        Cluster::ready("lab_7", &["-a", "-b", "-c"], "9.15.1", true),
        Cluster::ready("production-cluster-west-07", &["-01", "-02", "-03", "-04"], "9.12.1P4", false),
        Cluster::ready("production-cluster-west-07", &["-01", "-02"], "9.9.1", true),
        Cluster::ready("k", &["1", "2"], "9.10.1", false),
    ];
    let mut node = Cluster::ready("ns.example", &["-n1", "-n2"], "9.9.1P8", false);
    node.is_node_scope = true;
    all.push(node);
    all
}

fn is_bad(change: &str) -> bool {
    change.contains(" fail") || change.contains(" unknown")
}

#[test]
fn ready_clusters_are_ready_however_they_are_printed_and_handed_over() {
    for cluster in clusters() {
        for regime in REGIMES {
            for by_role in [true, false] {
                for handing in HANDINGS {
                    let saved = cluster.saved(regime, by_role, handing);
                    let report = saved.report(&plain());
                    let what =
                        format!("{} {} {regime:?} by role: {by_role} {handing:?}", cluster.name, cluster.release);
                    let bad: Vec<String> =
                        changes(&[], &report.targets[0].outcomes).into_iter().filter(|change| is_bad(change)).collect();
                    let wanted = if cluster.is_node_scope { vec!["ndmp-scope-deprecated {} fail"] } else { vec![] };
                    assert_eq!(bad, wanted, "{what}\n{}", print(&saved, &report));
                    assert_eq!(report.exit_code, 0, "{what}");
                }
            }
        }
    }
}

fn print(saved: &saved::Saved, report: &ndmp_preflight::report::Report) -> String {
    let answers = report.targets[0].answers.iter().filter(|answer| answer.status != "complete");
    let mut text: String = answers.map(|a| format!("{} {} {} {}\n", a.command, a.source, a.status, a.why)).collect();
    for answer in report.targets[0].answers.iter().filter(|answer| answer.status != "complete") {
        let file = saved.files.iter().find(|(name, _)| *name == answer.source);
        text += &file.map_or_else(String::new, |(_, text)| {
            text.lines().skip(answer.line.saturating_sub(1)).take(30).collect::<Vec<_>>().join("\n")
        });
    }
    text
}

type Fault = (&'static str, fn(&mut Cluster), &'static [&'static str]);

/// What is broken, how, and the verdicts that turn; `N` is the second node, `C` the cluster.
const FAULTS: [Fault; 24] = [
    ("LIF down", |c| c.lif("node-mgmt", 1).status = "up/down", &["lif-up N_mgmt1 fail"]),
    (
        "LIF disabled",
        |c| c.lif("intercluster", 1).status = "down/down",
        &["intercluster-lif-per-node N fail", "lif-up N_icl1 fail"],
    ),
    ("LIF away", |c| c.lif("node-mgmt", 1).home = "false", &["lif-home N_mgmt1 fail"]),
    ("failover", |c| c.lif("node-mgmt", 1).failover = "broadcast-domain-wide", &["lif-failover-local N_mgmt1 fail"]),
    (
        "failover of intercluster",
        |c| c.lif("intercluster", 1).failover = "sfo-partner-only",
        &["lif-failover-local N_icl1 fail"],
    ),
    (
        "failover of the cluster",
        |c| c.lifs[0].failover = "local-only",
        &["lif-failover-cluster-mgmt cluster_mgmt fail"],
    ),
    ("NDMP off", |c| c.svms[0].enabled = false, &["svm-ndmp-enabled C fail"]),
    ("plaintext", |c| c.svms[0].authentication = "plaintext", &["svm-ndmp-authentication C fail"]),
    ("plaintext too", |c| c.svms[0].authentication = "plaintext, challenge", &["svm-ndmp-authentication C fail"]),
    ("roles", |c| c.roles = "intercluster, node-mgmt", &["svm-ndmp-preferred-role C fail"]),
    ("locked", |c| c.users[1].4 = "yes", &["ndmp-user {} fail"]),
    ("publickey", |c| c.users[1].2 = "publickey", &["ndmp-user {} fail"]),
    ("http", |c| c.users[1].1 = "http", &["ndmp-user {} fail"]),
    ("role of the user", |c| c.users[1].3 = "readonly", &["ndmp-user {} fail"]),
    (
        "reservations",
        |c| c.reservations[1].1 = "off",
        &["tape-reservations N fail", "tape-reservations-uniform {} fail"],
    ),
    ("drive offline", |c| c.devices[5].status = "offline", &["tape-device-status 0c.7/N fail"]),
    ("changer error", |c| c.devices[4].status = "error", &["tape-device-status sw-tape-1:4.126L1/N fail"]),
    ("path failed", |c| c.changers[0].paths[1].1 = "failed", &["media-changer-status sw-tape-1:4.126L1/N fail"]),
    ("unqualified", |c| c.supported[2].2 = false, &["tape-drive-qualified sw-tape-1:4.126/N fail"]),
    ("unlisted", |c| drop(c.supported.remove(3)), &["tape-drive-qualified 0c.7/N fail"]),
    ("another generation", |c| c.supported[3].1 = "HP LTO 7".to_owned(), &["tape-drive-qualified 0c.7/N fail"]),
    ("no changer", |c| c.changers.clear(), &["media-changer-visible {} fail"]),
    ("LUN", |c| c.devices[5].id = "0c.7L2".to_owned(), &["tape-target-lun-zero N/0c.7 fail"]),
    ("HP", |c| c.supported[3].1 = "HP LTO 6".to_owned(), &[]),
];

#[test]
fn each_broken_prerequisite_turns_exactly_its_rule() {
    for (at, cluster) in
        clusters().iter().filter(|cluster| cluster.nodes.len() > 1 && !cluster.is_node_scope).enumerate()
    {
        for (index, (what, damage, wanted)) in FAULTS.iter().enumerate() {
            let mut broken = cluster.clone();
            damage(&mut broken);
            let regime = REGIMES[(at + index) % 2];
            let (by_role, handing) = ((at + index / 2) % 2 == 0, HANDINGS[(at + index) % 4]);
            check(&broken, regime, by_role, handing, what, wanted);
            check(&broken, REGIMES[(at + index + 1) % 2], !by_role, HANDINGS[(at + index + 2) % 4], what, wanted);
        }
    }
}

fn check(broken: &Cluster, regime: Regime, by_role: bool, handing: Handing, what: &str, wanted: &[&str]) {
    let saved = broken.saved(regime, by_role, handing);
    let report = saved.report(&plain());
    let seen: Vec<String> =
        changes(&[], &report.targets[0].outcomes).into_iter().filter(|change| is_bad(change)).collect();
    let name = |text: &&str| text.replace('N', &broken.nodes[1]).replace('C', &broken.name);
    let mut wanted: Vec<String> = wanted.iter().map(name).collect();
    wanted.sort();
    let place = format!("{what}: {} {} {regime:?} by role: {by_role} {handing:?}", broken.name, broken.release);
    assert_eq!(seen, wanted, "{place}\n{}", print(&saved, &report));
    assert_eq!(owed(&report.targets[0].outcomes), Vec::<String>::new(), "{place}");
}

#[test]
fn policies_and_addresses_decide_by_release() {
    let mut question = plain();
    question.dma_addresses = vec!["203.0.113.5".parse().unwrap()];
    for cluster in clusters().iter().filter(|cluster| cluster.nodes.len() > 1) {
        for (list, is_open) in [("203.0.113.0/24", true), ("198.51.100.0/24, ::/0", false)] {
            let mut narrow = cluster.clone();
            for (policy, service, addresses) in &mut narrow.firewall {
                if *policy == "intercluster" && *service == "ndmp" {
                    *addresses = list;
                }
            }
            narrow.services[0].2[1].1 = list;
            for (regime, handing) in REGIMES.into_iter().zip([Handing::Session, Handing::Files]) {
                let outcomes = narrow.saved(regime, true, handing).outcomes(&question);
                let word = if is_open { "pass" } else { "fail" };
                for node in &cluster.nodes {
                    let subject = format!("203.0.113.5/{node}_icl1 {word}");
                    assert!(
                        saved::of_rule(&outcomes, "lif-allowed-dma").contains(&subject),
                        "{subject}: {:?}",
                        saved::of_rule(&outcomes, "lif-allowed-dma")
                    );
                }
            }
        }
        let mut closed = cluster.clone();
        closed.firewall.retain(|(policy, service, _)| !(*policy == "intercluster" && *service == "ndmp"));
        closed.services[0].2.truncate(1);
        let outcomes = closed.saved(Regime::Wrapped, false, Handing::Session).outcomes(&plain());
        let rule = if cluster.release < "9.7" || cluster.release.starts_with("9.1") {
            "lif-service-ndmp"
        } else {
            "lif-firewall-ndmp"
        };
        let failed: Vec<String> = cluster.nodes.iter().map(|node| format!("{node}_icl1 fail")).collect();
        let seen: Vec<String> =
            saved::of_rule(&outcomes, rule).into_iter().filter(|text| text.ends_with("fail")).collect();
        assert_eq!(seen, failed, "{} {rule}", cluster.name);
    }
}

#[test]
fn node_scope_asks_the_nodes() {
    let cluster = clusters().pop().unwrap();
    let faults: [Fault; 3] = [
        ("off", |c| c.node_ndmp[1].1 = false, &["ndmp-scope-deprecated {} fail", "node-ndmp-enabled N fail"]),
        ("clear text", |c| c.node_ndmp[1].2 = true, &["ndmp-scope-deprecated {} fail", "node-ndmp-clear-text N fail"]),
        ("root", |c| c.node_ndmp[1].3 = "root", &["ndmp-scope-deprecated {} fail", "node-ndmp-default-user N fail"]),
    ];
    for (what, damage, wanted) in faults {
        let mut broken = cluster.clone();
        damage(&mut broken);
        for handing in HANDINGS {
            check(&broken, Regime::Wrapped, true, handing, what, wanted);
            check(&broken, Regime::Overflowing, false, handing, what, wanted);
        }
    }
}
