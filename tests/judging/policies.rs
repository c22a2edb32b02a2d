//! Whether a LIF lets NDMP in by its policy: whose policy it is where no answer tells, and lists of services that may go on.

use ndmp_preflight::judge::{Outcome, Question, Verdict};

use super::cluster::{outcomes, plan, question, ready};
use super::saved::{Saved, plain, word};

const SERVICES: &str = "network_interface_service-policy_show";

/// What the rule says of the LIFs of one list of services, at its end another word.
fn ending_in(last: &str) -> Outcome {
    let mut saved = ready();
    saved.without(SERVICES);
    saved.with(
        &format!("{SERVICES}_-fields_vserver,policy,services"),
        &format!(
            "vserver          policy               services
---------------- -------------------- ------------------------------------------------
strathspey       default-intercluster intercluster-core,{last}
strathspey       default-management   management-core,management-https,backup-ndmp-control
svm-aviemore-fs1 default-data-files   data-core,data-nfs,backup-ndmp-control
3 entries were displayed.
"
        ),
    );
    outcomes(&saved, &question(plan()), "lif-service-ndmp").remove(0)
}

#[test]
fn a_list_that_ends_in_half_a_name_may_hold_the_service_of_ndmp() {
    assert_eq!(ending_in("backup-ndmp-control").verdict, Verdict::Pass);
    // The last two are services by their joints, and the last but one is one beside `management-https`.
    for whole in ["management-https", "management-http", "data-iscsi"] {
        assert_eq!(ending_in(whole).verdict, Verdict::Fail, "{whole}");
    }
    // The beginning of NDMP's own, of what every policy begins with, of one that another policy has; and what is no name of any.
    for half in ["backup-nd", "management", "management-co", "management-ht", "mgmt"] {
        let outcome = ending_in(half);
        assert_eq!(word(&outcome), "unknown:unreadable", "{half}");
        let text = format!("the list ends in `{half}`, the beginning of a service's name: its end is lost");
        assert!(outcome.message.ends_with(&text), "{}", outcome.message);
    }
}

/// A cluster of firewall policies, with these, where no answer tells which of them the LIFs have; `more` is asked besides.
fn of_firewall(policies: &str, count: usize, more: &str) -> Vec<Outcome> {
    let text = format!(
        "ayr::> version
NetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022

ayr::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

ayr::> vserver show -fields vserver,type
vserver type
------- -----
ayr     admin

ayr::> system services firewall policy show
Vserver Policy       Service    Allowed
------- ------------ ---------- -------------------
{policies}{count} entries were displayed.

ayr::> network interface show -fields address,role,curr-node,status-admin,status-oper
vserver lif          address      role         curr-node status-admin status-oper
------- ------------ ------------ ------------ --------- ------------ -----------
ayr     ic1          192.0.2.61   intercluster ayr-01    up           up
1 entries were displayed.

ayr::>{more}"
    );
    let question = Question { dma_addresses: vec!["203.0.113.9".parse().unwrap()], ..plain() };
    let of = |rule| outcomes(&Saved::text(&text), &question, rule);
    ["lif-firewall-ndmp", "lif-allowed-dma"].into_iter().flat_map(of).collect()
}

const BUILT_IN: &str = "ayr\n        intercluster\n                     ndmp       0.0.0.0/0\n";

#[test]
fn a_policy_of_the_site_s_own_may_be_the_lif_s_until_an_answer_tells() {
    let assumed = of_firewall(BUILT_IN, 1, "");
    let assume = "policy intercluster (the document's for its role; no answer tells the LIF's own) lets";
    assert_eq!(assumed.len(), 2);
    for outcome in &assumed {
        assert_eq!(outcome.verdict, Verdict::Pass, "{outcome:?}");
        assert!(outcome.message.starts_with(assume), "{}", outcome.message);
    }
    let closed = format!("{BUILT_IN}        closed\n                     https      0.0.0.0/0\n");
    let why = "cannot be told: no answer tells the LIF's firewall policy, and `closed` may be it; run `network interface show -fields firewall-policy`";
    for outcome in of_firewall(&closed, 2, "") {
        assert_eq!((word(&outcome).as_str(), outcome.message.as_str()), ("unknown:column-missing", why));
    }
    let told = " network interface show -fields firewall-policy
vserver lif          firewall-policy
------- ------------ ---------------
ayr     ic1          closed
1 entries were displayed.

ayr::>";
    let all = of_firewall(&closed, 2, told);
    assert!(all.iter().all(|outcome| outcome.verdict == Verdict::Fail), "{all:?}");
}

#[test]
fn of_what_to_ask_next_the_policy_of_the_lif_is_asked_for() {
    let text = format!("{BUILT_IN}        closed\n                     https      0.0.0.0/0\n");
    let saved = Saved::text(&format!(
        "ayr::> version\nNetApp Release 9.9.1P5: Tue Jan 18 11:24:13 UTC 2022\n\nayr::> system services firewall policy show\n\
         Vserver Policy       Service    Allowed\n------- ------------ ---------- -------------------\n{text}\
         2 entries were displayed.\n\n\
         ayr::> network interface show -fields role,curr-node\nvserver lif          role         curr-node\n\
         ------- ------------ ------------ ---------\nayr     ic1          intercluster ayr-01\n1 entries were displayed.\n\nayr::>"
    ));
    let next = super::cluster::judged(&saved, &plain()).capture_next;
    let asked = next.iter().find(|next| next.command.contains("firewall-policy") && next.command.contains("-fields"));
    assert!(asked.is_some_and(|next| next.rules.iter().any(|rule| rule == "lif-firewall-ndmp")), "{next:?}");
}

const OF_NDMP: &str = "                                     backup-ndmp-control: 0.0.0.0/0, ::/0\n";

/// The command that mends the policy of a LIF whose policy does not let NDMP in, or only from some; empty where it passes.
fn mended(lif: &str, damage: impl Fn(&mut Saved), servers: &[&str]) -> String {
    let mut saved = ready();
    damage(&mut saved);
    let mut planned = plan();
    planned.dma_addresses = servers.iter().map(|address| address.parse().unwrap()).collect();
    let all = outcomes(&saved, &question(planned), "lif-service-ndmp");
    let outcome = all.iter().find(|outcome| outcome.subject.get("lif").is_some_and(|own| own == lif)).unwrap();
    assert_eq!(outcome.fix.is_empty(), outcome.verdict == Verdict::Pass, "{outcome:?}");
    outcome.fix.first().map(|fix| fix.rsplit(' ').next().unwrap().to_owned()).unwrap_or_default()
}

/// One policy is for LIFs of both families, the other one for LIFs of IPv4 alone.
#[test]
fn a_mended_policy_lets_in_the_servers_that_come_to_the_lifs_that_have_it() {
    let closed = |policy: &'static str| {
        move |saved: &mut Saved| {
            saved.snip(SERVICES, policy, OF_NDMP, "");
        }
    };
    let (old, new) = ("203.0.113.9", "2001:db8:9::9");
    let both = [old, new];
    for (lif, policy, servers, wanted) in [
        ("strathspey-01_icl1", "default-intercluster", &[][..], "0.0.0.0/0,::/0"),
        ("strathspey-01_icl1", "default-intercluster", &[old], "203.0.113.9/32"),
        ("strathspey-01_icl1", "default-intercluster", &[new], "2001:db8:9::9/128"),
        ("strathspey-01_icl1", "default-intercluster", &both, "203.0.113.9/32,2001:db8:9::9/128"),
        ("cluster_mgmt", "default-management ", &[], "0.0.0.0/0"),
        ("cluster_mgmt", "default-management ", &[old], "203.0.113.9/32"),
        ("cluster_mgmt", "default-management ", &both, "203.0.113.9/32"),
        // Nobody who is planned comes to such a LIF: the policy is for whoever does.
        ("cluster_mgmt", "default-management ", &[new], "2001:db8:9::9/128"),
    ] {
        assert_eq!(mended(lif, closed(policy), servers), wanted, "{lif} {servers:?}");
    }
}

#[test]
fn a_policy_for_one_family_closes_a_lif_of_the_other_to_those_who_come_over_it() {
    let narrow = |saved: &mut Saved| {
        saved.snip(
            SERVICES,
            "default-intercluster",
            "backup-ndmp-control: 0.0.0.0/0, ::/0",
            "backup-ndmp-control: 0.0.0.0/0",
        );
    };
    let of = |servers: &[&str]| mended("strathspey-03_icl1", narrow, servers);
    assert_eq!(of(&[]), "0.0.0.0/0,::/0");
    assert_eq!(of(&["203.0.113.9"]), "", "nobody comes over IPv6");
    assert_eq!(of(&["2001:db8:9::9"]), "0.0.0.0/0,2001:db8:9::9/128");
    assert_eq!(of(&["203.0.113.9", "2001:db8:9::9"]), "0.0.0.0/0,2001:db8:9::9/128");
    assert_eq!(mended("strathspey-01_icl1", narrow, &[]), "");
}
