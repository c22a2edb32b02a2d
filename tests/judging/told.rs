//! All that is said of whole clusters, rule by rule: of one that is ready for its plan, of one with many faults, and of one in node
//! scope. What a rule says of its subjects, and the commands that mend what failed, are read by people as they stand here.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Evidence, Outcome};

use super::cluster::{judged, plan, question, ready};
use super::saved::{Saved, word};

/// Each outcome in its lines: rule, subject, verdict and sentence; the evidence; below it what mends it.
fn told(saved: &Saved, planned: Planned) -> String {
    let line = |outcome: &Outcome| {
        let subject: String = outcome.subject.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let place = |one: &Evidence| format!("    line {} {} ({})\n", one.line, one.text, one.note);
        let places: String = outcome.evidence.iter().map(place).collect();
        let mends: String = outcome.fix.iter().map(|fix| format!("    fix {fix}\n")).collect();
        let undoes: String = outcome.undo.iter().map(|undo| format!("    undo {undo}\n")).collect();
        let note = if outcome.note.is_empty() { String::new() } else { format!("    note {}\n", outcome.note) };
        format!("{}{subject}: {}: {}\n{places}{mends}{undoes}{note}", outcome.rule, word(outcome), outcome.message)
    };
    let judgement = judged(saved, &question(planned));
    let next = judgement.capture_next.iter().map(|next| format!("next {}: {}\n", next.command, next.rules.join(" ")));
    let missing = judgement.missing.iter().map(|(command, why)| format!("missing {command}: {why}\n"));
    judgement.outcomes.iter().map(line).chain(next).chain(missing).collect()
}

#[test]
fn a_cluster_that_is_ready_for_its_plan() {
    let planned = Planned {
        user: Some("svc_ndmp_kingussie".to_owned()),
        streams: Some(4),
        reservations: Some("persistent".to_owned()),
        authentication: Some("challenge".to_owned()),
        ..plan()
    };
    insta::assert_snapshot!(told(&ready(), planned));
}

#[test]
fn a_cluster_with_many_faults() {
    let addresses = vec!["203.0.113.9".parse().unwrap(), "2001:db8:9::9".parse().unwrap()];
    let planned = Planned { dma: Some("netbackup".to_owned()), dma_addresses: addresses, ..Planned::default() };
    insta::assert_snapshot!(told(&Saved::sample("many-faults"), planned));
}

#[test]
fn a_cluster_in_node_scope() {
    let planned = Planned { dma: Some("netvault".to_owned()), user: Some("ndmp_bk".to_owned()), ..Planned::default() };
    insta::assert_snapshot!(told(&Saved::sample("ready-node-scope"), planned));
}

#[test]
fn a_cluster_with_firewall_policies() {
    let planned = Planned { dma: Some("veeam".to_owned()), dma_addresses: plan().dma_addresses, ..Planned::default() };
    insta::assert_snapshot!(told(&Saved::sample("ready-svm-9.9.1"), planned));
}
