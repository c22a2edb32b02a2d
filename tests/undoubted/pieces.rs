//! Evidence in pieces: one question asked node by node, or of those alone that the rule is about.

use crate::cluster::{Cluster, Svm};
use crate::hiding::Answers;
use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{clusters, good, session};

/// What is asked node by node.
const PARTED: [&str; 2] = ["storage tape show", "storage tape show-supported-status"];

/// The answer to the command for one node alone.
fn of_node(cluster: &Cluster, command: &str, node: &str) -> (String, String) {
    let mut own = cluster.clone();
    own.devices.retain(|device| device.node == node);
    own.supported.retain(|(other, ..)| other == node);
    let (_, text) = good(&own).into_iter().find(|(other, _)| other == command).unwrap();
    (format!("{command} -node {node}"), text)
}

/// The answers without that to the command, and those to it for each node.
fn parted(cluster: &Cluster, command: &str) -> (Answers, Answers) {
    let rest = good(cluster).into_iter().filter(|(other, _)| other != command).collect();
    (rest, cluster.nodes.iter().map(|node| of_node(cluster, command, node)).collect())
}

#[test]
fn what_each_node_was_asked_for_is_whole() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let name = &cluster.name;
        for command in PARTED {
            let (rest, pieces) = parted(&cluster, command);
            let mut check = |codes: &[u8], what: &str, answers: &[(String, String)]| {
                let text = session(name, answers) + name + "::>\n";
                wrong.check(codes, &format!("{name}: {command}: {what}"), &Saved::text(&text));
            };
            check(&[0], "behind", &[&rest[..], &pieces].concat());
            check(&[0], "before", &[&pieces[..], &rest].concat());
            for at in 0..pieces.len() {
                let mut lacking = pieces.clone();
                let (lost, text) = lacking.remove(at);
                check(&[1, 3], &format!("without {lost}"), &[&rest[..], &lacking].concat());
                lacking.push((lost.clone(), text.lines().take(5).map(|line| format!("{line}\n")).collect()));
                check(&[1, 3], &format!("{lost} is cut"), &[&rest[..], &lacking].concat());
                lacking.pop();
                lacking.push((lost.clone(), "Error: not authorized for that command\n".to_owned()));
                check(&[1, 3], &format!("{lost} is refused"), &[&rest[..], &lacking].concat());
                if command == "storage tape show" {
                    lacking.pop();
                    lacking.push((format!("{command} -node local"), text.clone()));
                    check(&[1, 3], &format!("{lost} is not told"), &[&rest[..], &lacking].concat());
                    let takeover = ("storage failover takeover -ofnode x".to_owned(), String::new());
                    check(&[1, 3], "and then a takeover", &[&rest[..], &pieces, &[takeover]].concat());
                }
            }
            let rest: Answers = rest.into_iter().filter(|(other, _)| other != "cluster show").collect();
            check(&[1, 3], "of nodes that nobody listed", &[&rest[..], &pieces].concat());
        }
    }
    wrong.none();
}

const LIST: &str = "vserver services ndmp show";

/// The session with the answer to a list of SVMs by a query in the place of the whole list.
fn by_query(cluster: &Cluster, query: &str, rows: &[(&str, bool, &str)]) -> Answers {
    let mut answers = good(cluster);
    let own = answers.iter_mut().find(|(command, _)| command == LIST).unwrap();
    let body: String = rows.iter().map(|(svm, on, types)| format!("{svm:13} {on:<9} {types}\n")).collect();
    let count = if rows.len() > 1 { format!("{} entries were displayed.\n", rows.len()) } else { String::new() };
    let heading = "Vserver       Enabled   Authentication type\n------------- --------- -------------------\n";
    *own = (format!("{LIST} {query}"), format!("{heading}{body}{count}"));
    answers
}

#[test]
fn a_query_for_those_that_have_ndmp_on_tells_of_the_others_that_they_have_not() {
    let mut wrong = Wrong::default();
    for mut cluster in clusters() {
        let more = Svm { name: "svm_more".to_owned(), ..cluster.svms[1].clone() };
        cluster.svms.push(more);
        let name = cluster.name.as_str();
        let own = (name, true, "challenge");
        for (codes, query, rows) in [
            (&[0][..], "-enable true", &[own][..]),
            (&[0], "-enable true", &[own, ("svm_data", true, "challenge")]),
            (&[1], "-enable true", &[own, ("svm_data", true, "plaintext")]),
            (&[3], "-enable false", &[("svm_data", false, "challenge")]),
            (&[3], "-vserver svm*", &[("svm_data", false, "challenge")]),
            (&[3], "-enable true -authtype challenge", &[own]),
        ] {
            let answers = by_query(&cluster, query, rows);
            let text = session(name, &answers) + name + "::>\n";
            wrong.check(codes, &format!("{name}: {query}: {rows:?}"), &Saved::text(&text));
        }
    }
    wrong.none();
}
