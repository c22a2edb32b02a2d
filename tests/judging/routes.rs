//! Routes to the application: which LIFs a route serves, where ONTAP lists them.

use ndmp_preflight::judge::Verdict;

use super::cluster::{LIF, outcomes, plan, question, ready, said};

const RULE: &str = "route-covers-address";

#[test]
fn a_route_that_is_listed_with_other_lifs_or_with_none_leads_nowhere_from_here() {
    let question = question(plan());
    let of = |lifs: &str| {
        let mut saved = ready();
        if !lifs.is_empty() {
            let table = format!(
                "\nVserver: strathspey\nDestination             Gateway                 Logical Interfaces\n\
                 ----------------------  --------------          --------------------\n\
                 0.0.0.0/0               198.51.100.1            {lifs}\n\n"
            );
            saved.with("network_route_show-lifs_-vserver_strathspey", &table);
        }
        let all = outcomes(&saved, &question, RULE);
        let lif = all.iter().find(|outcome| outcome.subject.get("lif").is_some_and(|lif| lif == "cluster_mgmt"));
        lif.map(|outcome| outcome.verdict)
    };
    assert_eq!(of(""), Some(Verdict::Pass), "its gateway is in the subnet of the LIF");
    assert_eq!(of("cluster_mgmt"), Some(Verdict::Pass));
    assert_eq!(of("strathspey-01_mgmt1, cluster_mgmt"), Some(Verdict::Pass));
    assert_eq!(of("-"), Some(Verdict::Fail));
    assert_eq!(of("strathspey-01_mgmt1"), Some(Verdict::Fail));
}

/// A WWPN is eight pairs of digits, and could be read as an IPv6 address of the same length.
#[test]
fn an_address_that_is_as_long_as_a_wwpn_is_none() {
    let mut planned = plan();
    (planned.register, planned.dma_addresses) =
        (vec!["2001:db8:100:200:3:4::6".to_owned()], vec!["2001:db8::5".parse().unwrap()]);
    let registered = |address: &str| {
        let mut saved = ready();
        saved.snip(LIF, "strathspey-03_icl1", "2001:db8:40:7::33/64", address);
        said(&saved, &question(planned.clone()), "registered-lif")
    };
    let (verdict, message) = registered("2001:db8:100:200:3:4::6/64");
    assert_eq!(verdict, Verdict::Pass, "{message}");
    assert!(message.starts_with("strathspey-03_icl1, an intercluster LIF, gives"), "{message}");
    assert_ne!(registered("20:01:00:50:56:b0:39:99").0, Verdict::Pass, "nobody reaches that by IP");
}
