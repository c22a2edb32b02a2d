//! Node scope: what is asked of the nodes, and that only intercluster LIFs are asked about.

use super::NODE;
use super::saved::{Saved, plain};

fn turns(what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
    NODE.turns(&plain(), what, damage, wanted, code);
}

fn edited(anchor: &'static str, from: &'static str, to: &'static str) -> impl Fn(&mut Saved) {
    move |saved: &mut Saved| {
        saved.edit("session", anchor, from, to);
    }
}

const FIRST: &str = "sannox-a              true      false";
const SECOND: &str = "sannox-b              true      false";

#[test]
fn the_ndmp_service_of_the_nodes() {
    turns("off", edited(FIRST, "true ", "false"), &["node-ndmp-enabled ~-a fail"], 1);
    turns("off at the other", edited(SECOND, "true ", "false"), &["node-ndmp-enabled ~-b fail"], 1);
    turns("clear text", edited(SECOND, "false", "true "), &["node-ndmp-clear-text ~-b fail"], 1);
    turns("default user", edited(FIRST, "ndmp_bk", "root"), &["node-ndmp-default-user ~-a fail"], 0);
    let unset = ["node-ndmp-default-user ~-a unknown:unset"];
    turns("no user is told", edited(FIRST, "ndmp_bk", "-"), &unset, 0);
    let missing = |saved: &mut Saved| {
        saved.cut_lines("session", SECOND, 2);
    };
    let wanted = [
        "node-ndmp-clear-text ~-b unknown:not-captured",
        "node-ndmp-default-user ~-b unknown:not-captured",
        "node-ndmp-enabled ~-b unknown:not-captured",
    ];
    turns("a node is not in the answer", missing, &wanted, 3);
}

#[test]
fn lifs_firewall_and_scope() {
    let down = |saved: &mut Saved| {
        saved.replace("session", "sannox-a_ic  up/up  ", "sannox-a_ic  up/down");
    };
    turns("down", down, &["lif-up ~-a_ic fail", "intercluster-lif-per-node ~-a fail"], 1);
    let management = |saved: &mut Saved| {
        saved.replace("session", "cluster_mgmt up/up  ", "cluster_mgmt up/down");
    };
    turns("the cluster-management LIF takes no sessions", management, &[], 0);
    let far = |saved: &mut Saved| {
        let wide = format!("broadcast-domain-wide\n{}Intercluster", " ".repeat(63));
        saved.snip("session", "sannox-b_ic     sannox-b:e0e", "local-only      Intercluster", &wide);
    };
    turns("failover policy", far, &["lif-failover-local ~-b_ic fail"], 1);
    turns("failover of node management", edited("sannox-a_mgmt   sannox-a:e0M", "local-only", "disabled"), &[], 0);
    let closed = |saved: &mut Saved| {
        saved.edit("session", "ndmp       198", "198.51.100.64/26", "-");
    };
    turns("firewall", closed, &["lif-firewall-ndmp ~-a_ic fail", "lif-firewall-ndmp ~-b_ic fail"], 1);
    let mut question = plain();
    question.dma_addresses = vec!["198.51.100.66".parse().unwrap()];
    let narrow = edited("ndmp       198", "198.51.100.64/26", "198.51.100.128/26");
    let fails = ["lif-allowed-dma 198.51.100.66/~-a_ic fail", "lif-allowed-dma 198.51.100.66/~-b_ic fail"];
    NODE.turns(&question, "another network", narrow, &fails, 1);
    question = plain();
    question.scope = ndmp_preflight::judge::ScopeWish::Node;
    let disabled = |saved: &mut Saved| {
        saved.replace("session", "node-scope-mode is enabled", "node-scope-mode is disabled");
    };
    let wanted = ["ndmp-scope {} fail", "ndmp-scope-deprecated {} not-applicable:wrong-scope"];
    NODE.turns(&question, "SVM scope is found, node scope is wanted", disabled, &wanted, 1);
}

/// All of them, for the table.
pub(super) const EACH: [fn(); 2] = [the_ndmp_service_of_the_nodes, lifs_firewall_and_scope];
