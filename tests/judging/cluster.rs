//! A ready cluster of four nodes and two data SVMs, a backup that is planned for it, and what one rule says of both.

use ndmp_preflight::config::Planned;
use ndmp_preflight::judge::{Judgement, Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

use super::saved::{Saved, plain, whole};

pub(crate) const LIF: &str = "network_interface_show";
pub(crate) const OWN: &str = "vserver_services_ndmp_show_-vserver_svm-aviemore-fs1";
pub(crate) const VOLUMES: &str =
    "volume_show_-fields_state,node,nodes,percent-used,snapshot-count,volume-style-extended";
pub(crate) const ROUTE: &str = "network_route_show";

/// The cluster, with what a backup of one of its data SVMs needs.
pub(crate) fn ready() -> Saved {
    let mut saved = Saved::sample("ready-svm-9.12.1");
    let own = saved.file("vserver_services_ndmp_show_-vserver_strathspey").replace("strathspey", "svm-aviemore-fs1");
    saved.with(OWN, &own);
    saved.snip("security_login_show", "vsadmin        ssh", "yes", "no ");
    saved.with(
        ROUTE,
        "Vserver             Destination     Gateway         Metric\n\
         ------------------- --------------- --------------- ------\n\
         strathspey\n                    0.0.0.0/0       198.51.100.1    20\n\
         svm-aviemore-fs1\n                    0.0.0.0/0       192.0.2.129     20\n2 entries were displayed.\n",
    );
    saved
}

/// The backup of one data SVM through the LIF of cluster management.
pub(crate) fn plan() -> Planned {
    Planned {
        dma: Some("commvault".to_owned()),
        dma_addresses: vec!["203.0.113.200".parse().unwrap()],
        register: vec!["cluster_mgmt".to_owned()],
        svms: vec!["svm-aviemore-fs1".to_owned()],
        ..Planned::default()
    }
}

/// The backup through these LIFs, without tapes at the cluster.
pub(crate) fn through(register: &[&str], svms: &[&str]) -> Planned {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Planned { register: names(register), svms: names(svms), tape: Some(false), ..plan() }
}

pub(crate) fn question(planned: Planned) -> Question {
    let mut question = plain();
    let profile = planned.dma.clone();
    planned.ask(&mut question, profile.and_then(|name| whole().profile(&name)));
    question
}

/// What is judged of the only cluster, by the rules beyond the document too.
pub(crate) fn judged(saved: &Saved, question: &Question) -> Judgement {
    judged_by(saved, question, whole())
}

/// The same by these rules and profiles.
pub(crate) fn judged_by(saved: &Saved, question: &Question, catalog: &Catalog) -> Judgement {
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let readings = table::read("saved", captures, &catalog.tables);
    assert_eq!(readings.len(), 1, "one cluster");
    judge(&readings[0], catalog, question)
}

/// The outcomes of a rule.
pub(crate) fn outcomes(saved: &Saved, question: &Question, rule: &str) -> Vec<Outcome> {
    judged(saved, question).outcomes.into_iter().filter(|outcome| outcome.rule == rule).collect()
}

/// Verdict and sentence of the only outcome of a rule.
pub(crate) fn said(saved: &Saved, question: &Question, rule: &str) -> (Verdict, String) {
    let mut all = outcomes(saved, question, rule);
    assert_eq!(all.len(), 1, "{rule}: {all:?}");
    let one = all.remove(0);
    (one.verdict, one.message)
}

/// The verdicts of a rule, by the values of its subjects.
pub(crate) fn verdicts(saved: &Saved, question: &Question, rule: &str) -> Vec<String> {
    let all = outcomes(saved, question, rule);
    let of = |outcome: &Outcome| {
        let subject: Vec<&str> = outcome.subject.values().map(String::as_str).collect();
        format!("{} {}", subject.join("/"), super::saved::word(outcome))
    };
    all.iter().map(of).collect()
}
