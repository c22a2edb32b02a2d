//! The NDMP scope that is wanted, what the application needs, and nodes that stand in for each other.

use ndmp_preflight::judge::{ScopeWish, Verdict};

use super::cluster::{outcomes, plan, question, ready};
use super::saved::{Saved, plain, word};

#[test]
fn the_scope_that_is_wanted_is_named_with_the_command_that_sets_it() {
    let of = |saved: &Saved, wish| {
        let mut question = plain();
        question.scope = wish;
        let one = outcomes(saved, &question, "ndmp-scope").remove(0);
        (one.verdict, one.message, one.fix, one.evidence[0].note.clone())
    };
    let (svm, node) = (ready(), Saved::sample("ready-node-scope"));
    let command = |mode: &str| vec![format!("system services ndmp node-scope-mode {mode}")];
    let text = |text: &str| text.to_owned();
    assert_eq!(of(&svm, ScopeWish::Svm), (Verdict::Pass, text("NDMP is SVM-scoped"), Vec::new(), String::new()));
    assert_eq!(of(&node, ScopeWish::Node), (Verdict::Pass, text("NDMP is node-scoped"), Vec::new(), String::new()));
    let wanted =
        (Verdict::Fail, text("NDMP is SVM-scoped, not node-scoped"), command("on"), text("should be node-scoped"));
    assert_eq!(of(&svm, ScopeWish::Node), wanted);
    let wanted =
        (Verdict::Fail, text("NDMP is node-scoped, not SVM-scoped"), command("off"), text("should be SVM-scoped"));
    assert_eq!(of(&node, ScopeWish::Svm), wanted);
    let undo = |saved: &Saved, wish| {
        let mut question = plain();
        question.scope = wish;
        outcomes(saved, &question, "ndmp-scope").remove(0).undo
    };
    assert_eq!(undo(&svm, ScopeWish::Node), command("off"));
    assert_eq!(undo(&node, ScopeWish::Svm), command("on"));
}

#[test]
fn an_application_without_cluster_aware_backup_wants_node_scope() {
    let mut planned = plan();
    planned.dma = Some("bareos".to_owned());
    let one = outcomes(&ready(), &question(planned), "dma-scope").remove(0);
    assert_eq!(one.verdict, Verdict::Fail, "{}", one.message);
    assert_eq!(one.fix, ["system services ndmp node-scope-mode on"]);
}

#[test]
fn a_node_that_cannot_be_taken_over_now_serves_as_any_other() {
    let of = |state: &str| {
        let mut saved = ready();
        saved.snip("storage_failover_show", "", "Connected to strathspey-02", state);
        let all = outcomes(&saved, &plain(), "no-takeover");
        let node = all.iter().find(|outcome| outcome.subject.get("node").is_some_and(|node| node == "strathspey-01"));
        word(node.unwrap())
    };
    assert_eq!(of("Connected to strathspey-02, Takeover is not possible: x"), "pass");
    assert_eq!(of("Connected to strathspey-02, Automatic takeover disabled"), "pass");
    assert_eq!(of("Connected to strathspey-02, other words"), "unknown:unknown-value");
    assert_eq!(of("Connected to"), "unknown:unknown-value");
    assert_eq!(of("In takeover"), "fail");
}
