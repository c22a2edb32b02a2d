//! IPv4 and IPv6 at one policy: what is let in before, what is planned, and what a small model of the policy says of the commands.

use std::net::IpAddr;

use ipnet::IpNet;
use ndmp_preflight::judge::fix::{Then, plan};
use ndmp_preflight::judge::{Question, Verdict, judge};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

use super::look;
use super::saved::{Saved, plain, whole};

const EVERYBODY: [&str; 2] = ["0.0.0.0/0", "::/0"];

/// A cluster with intercluster LIFs of both families at one policy, which lets NDMP in from these networks.
type Cluster = (&'static str, fn(&[&str]) -> Saved);

const CLUSTERS: [Cluster; 2] = [
    ("-policy default-intercluster -service backup-ndmp-control", |allowed| {
        let mut saved = Saved::sample("ready-svm-9.12.1");
        let own = "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n";
        let new = if allowed.is_empty() { String::new() } else { own.replace("0.0.0.0/0, ::/0", &allowed.join(", ")) };
        saved.snip("network_interface_service-policy_show", "default-intercluster", own, &new);
        saved
    }),
    ("-policy intercluster -service ndmp", |allowed| {
        let mut saved = Saved::sample("ready-svm-9.9.1");
        for file in ["network_interface_show", "network_interface_show_-role_intercluster"] {
            saved.replace(file, "192.0.2.41/24  ", "2001:db8::41/64");
        }
        let own = "                     ndmp       0.0.0.0/0, ::/0\n";
        let (new, count) = match allowed {
            [] => (String::new(), 13),
            allowed => (own.replace("0.0.0.0/0, ::/0", &allowed.join(", ")), 14),
        };
        let file = "system_services_firewall_policy_show";
        saved.snip(file, "        intercluster", own, &new).replace(file, "14 entries", &format!("{count} entries"));
        saved
    }),
];

const ALLOWED: [&[&str]; 6] =
    [&[], &["0.0.0.0/0"], &["::/0"], &["0.0.0.0/0", "::/0"], &["192.0.2.0/24"], &["2001:db8::/32"]];

const PLANNED: [&[&str]; 5] =
    [&[], &["192.0.2.9"], &["2001:db8::9"], &["192.0.2.9", "2001:db8::9"], &["198.51.100.9", "2001:db8:9::9"]];

/// What a list of networks lets in: with a plan its addresses, else somebody of both families.
fn is_enough(networks: &[IpNet], planned: &[IpAddr]) -> bool {
    let holds = |address: &IpAddr| networks.iter().any(|network| network.contains(address));
    let has = |is_v6: bool| networks.iter().any(|network| matches!(network, IpNet::V6(_)) == is_v6);
    if planned.is_empty() { has(false) && has(true) } else { planned.iter().all(holds) }
}

#[test]
fn what_is_planned_lets_both_families_in_and_nobody_else() {
    for (policy, cluster) in CLUSTERS {
        for (allowed, planned) in ALLOWED.into_iter().flat_map(|one| PLANNED.into_iter().map(move |two| (one, two))) {
            let what = format!("{policy}: {allowed:?}, planned {planned:?}");
            let addresses: Vec<IpAddr> = planned.iter().map(|text| text.parse().unwrap()).collect();
            let question = Question { dma_addresses: addresses.clone(), ..plain() };
            let captures = cluster(allowed).files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
            let readings = table::read("saved", captures, &whole().tables);
            let before = judge(&readings[0], whole(), &question).outcomes;
            let own = ["lif-service-ndmp", "lif-firewall-ndmp", "lif-allowed-dma"];
            let is_own =
                |rule: &str, lif: Option<&String>| own.contains(&rule) && lif.is_some_and(|lif| lif.contains("_icl"));
            let fails =
                before.iter().any(|one| is_own(&one.rule, one.subject.get("lif")) && one.verdict == Verdict::Fail);
            let of = |list: &[&str]| list.iter().map(|text| text.parse().unwrap()).collect::<Vec<IpNet>>();
            assert_eq!(fails, !is_enough(&of(allowed), &addresses), "{what}");
            let plan = plan(&readings[0], whole(), &question);
            look(&plan, &before, &what);
            let commands: Vec<&String> =
                plan.steps.iter().flat_map(|step| &step.commands).filter(|command| command.contains(policy)).collect();
            assert_eq!(commands.len(), usize::from(fails), "{what}: {commands:#?}");
            for one in
                plan.steps.iter().flat_map(|step| &step.mends).filter(|one| is_own(&one.rule, one.subject.get("lif")))
            {
                assert_eq!(one.then, Then::Passes, "{what}: {one:#?}");
            }
            let Some((_, list)) = commands.first().and_then(|command| command.rsplit_once(' ')) else { continue };
            let list: Vec<&str> = list.split(',').collect();
            assert!(is_enough(&of(&list), &addresses), "{what}: {list:?}");
            // All that was let in still is, and where addresses are planned nobody besides.
            assert!(allowed.iter().all(|one| list.contains(one)), "{what}: {list:?}");
            let new: Vec<&&str> = list.iter().filter(|one| !allowed.contains(one)).collect();
            assert_eq!(new.iter().any(|one| EVERYBODY.contains(one)), planned.is_empty(), "{what}: {list:?}");
        }
    }
}

/// A LIF of one family alone: who plans nothing opens it to that family, and to no other.
#[test]
fn a_policy_of_one_family_is_opened_to_that_one() {
    for (version, address, everybody) in [("v4", "192.0.2.41/24  ", "0.0.0.0/0"), ("v6", "2001:db8::41/64", "::/0")] {
        let mut saved = CLUSTERS[1].1(&[]);
        for file in ["network_interface_show", "network_interface_show_-role_intercluster"] {
            saved.replace(file, "2001:db8::41/64", address);
            let other = if version == "v6" { "2001:db8::42/64" } else { "192.0.2.42/24  " };
            saved.replace(file, "192.0.2.42/24  ", other);
        }
        let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
        let readings = table::read("saved", captures, &whole().tables);
        let plan = plan(&readings[0], whole(), &plain());
        let commands: Vec<&String> = plan.steps.iter().flat_map(|step| &step.commands).collect();
        let end = format!("-policy intercluster -service ndmp -allow-list {everybody}");
        assert_eq!(commands.iter().filter(|command| command.ends_with(&end)).count(), 1, "{version}: {commands:#?}");
    }
}
