//! What depends on how many nodes the cluster has, and what is said where nobody tells that.

use ndmp_preflight::judge::Verdict;

use super::cluster::outcomes;
use super::saved::{Saved, plain};

const RULE: &str = "lif-failover-cluster-mgmt";

/// A cluster-management LIF that stays on its node, the nodes that are listed, and LIFs of others.
fn kept_at_home(nodes: &str, others: &str, lifs: usize) -> Saved {
    Saved::text(&format!(
        "ayr::> version
NetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023

ayr::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

{nodes}ayr::> network interface show -fields role,home-node,curr-node,failover-policy
vserver lif          role         home-node curr-node failover-policy
------- ------------ ------------ --------- --------- ---------------
ayr     cluster_mgmt cluster-mgmt ayr-01    ayr-01    local-only
{others}{lifs} entries were displayed.

ayr::>"
    ))
}

fn listed(rows: &[&str]) -> String {
    let nodes: String = rows.iter().map(|node| format!("{node:<21} true    true\n")).collect();
    format!(
        "ayr::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
         {nodes}{} entries were displayed.\n\n",
        rows.len()
    )
}

#[test]
fn what_fails_among_several_nodes_is_open_where_there_may_be_one() {
    let of = |nodes: &str, others: &str, lifs: usize| {
        let found = outcomes(&kept_at_home(nodes, others, lifs), &plain(), RULE);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].verdict, found[0].reason.clone().unwrap_or_default())
    };
    let open = (Verdict::Unknown, "not-captured".to_owned());
    assert_eq!(of("", "", 1), open, "one node is seen, and nobody lists them");
    assert_eq!(of(&listed(&["ayr-01"]), "", 1), (Verdict::NotApplicable, "single-node".to_owned()));
    assert_eq!(of(&listed(&["ayr-01", "ayr-02"]), "", 1), (Verdict::Fail, String::new()));
    let other = "ayr     nm2          node-mgmt    ayr-02    ayr-02    local-only\n";
    assert_eq!(of("", other, 2), (Verdict::Fail, String::new()), "two are seen, and there may be more");
}
