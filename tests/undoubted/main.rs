//! A ready cluster, and text that takes nothing from what it showed: the end of a connection, a change that was refused, a check that
//! was asked for, a visit to an SVM, titles and notes. Ready; and never where the same form hides that something was lost or changed.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![allow(dead_code, clippy::allow_attributes, reason = "other tests use other parts of what is shared")]

#[path = "../printed/answers.rs"]
mod answers;
#[path = "../never/breaks.rs"]
mod breaks;
mod carried;
mod chained;
#[path = "../printed/cluster.rs"]
mod cluster;
mod ended;
#[path = "../never/hiding.rs"]
mod hiding;
mod messages;
mod noted;
mod pieces;
mod programs;
mod refused;
#[path = "../saved/mod.rs"]
mod saved;
mod stamped;
#[path = "../printed/table.rs"]
mod table;
mod visited;
#[path = "../never/wrong.rs"]
mod wrong;

use cluster::Cluster;
use hiding::Answers;
use table::Regime;

/// Ready clusters of both branches of releases.
fn clusters() -> [Cluster; 2] {
    [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
    ]
}

/// The answers of a cluster with their commands.
fn good(cluster: &Cluster) -> Answers {
    cluster.answers(Regime::Overflowing, true)
}

/// The commands that break something at a cluster, at its second node.
fn changes(cluster: &Cluster) -> Vec<String> {
    let filled = |change: &&str| change.replace('N', &cluster.nodes[1]).replace('C', &cluster.name);
    let is_old = cluster.release.starts_with("9.8");
    let own = breaks::BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == is_old));
    own.flat_map(|found| found.changes.iter().map(filled)).collect()
}

/// A session of these answers, which ends behind the last of them.
fn session(name: &str, answers: &[(String, String)]) -> String {
    answers.iter().map(|(command, text)| format!("{name}::> {command}\n{text}\n")).collect()
}
