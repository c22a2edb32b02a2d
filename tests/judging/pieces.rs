//! One question asked node by node: together the answers are what one to all of it would be, where no node is missing.

use ndmp_preflight::facts::Facts;

use super::joined::read;
use super::saved::whole;
use super::session::{NODES, typed};

/// Why rows of an entity may be missing, as a code; empty where all of them were seen.
fn gap(parts: &[&str], entity: &str, scope: &[(&str, &str)]) -> String {
    let reading = read(&typed(parts));
    let facts = Facts::of(&reading, whole());
    let scope: Vec<_> = scope.iter().map(|(column, word)| ((*column).to_owned(), (*word).to_owned())).collect();
    facts.gap(entity, &scope).map_or_else(String::new, |why| why.reason.to_string())
}

fn devices(options: &str, node: &str, count: usize) -> String {
    format!(
        "storage tape show{options}\n\nNode: {node}
Device ID               Device Type     Description                     Status
----------------------  --------------  ------------------------------  --------
0c.4                    tape drive      HP LTO-5                        normal
{count} entries were displayed."
    )
}

fn of_node(node: &str) -> String {
    devices(&format!(" -node {node}"), node, 1)
}

#[test]
fn the_answers_for_each_node_together_show_all_devices() {
    let of = |parts: &[&str]| gap(parts, "tape-device", &[]);
    let [first, second] = ["ayr-01", "ayr-02"].map(of_node);
    assert_eq!(of(&[NODES, &first, &second]), "");
    assert_eq!(of(&[NODES, &first, &devices(" -node AYR-02", "ayr-02", 1)]), "", "in capital letters");
    assert_eq!(of(&[NODES, &first]), "not-captured");
    assert_eq!(of(&[NODES, &first, &first]), "not-captured");
    assert_eq!(of(&[&first, &second]), "not-captured", "nobody lists the nodes");
    let cut = NODES.replace("2 entries", "3 entries");
    assert_ne!(of(&[&cut, &first, &second]), "", "there may be a third");
    assert_ne!(of(&[NODES, &first, &devices(" -node ayr-02", "ayr-02", 2)]), "", "one of them is cut");
    let query = devices(" -node ayr-0*", "ayr-02", 1);
    assert_ne!(of(&[NODES, &first, &query]), "", "that is a query, and no node's name");
    let some = devices(" -node ayr-02 -device-type *drive", "ayr-02", 1);
    assert_ne!(of(&[NODES, &first, &some]), "", "of the second node some were asked for");
}

#[test]
fn a_scope_of_one_node_needs_the_answer_for_that_node_alone() {
    let first = of_node("ayr-01");
    let of = |node: &str| gap(&[NODES, &first], "tape-device", &[("node", node)]);
    assert_eq!(of("ayr-01"), "");
    assert_eq!(of("ayr-02"), "not-captured");
}

#[test]
fn the_answers_for_each_node_are_those_that_list_its_rows() {
    let reading = read(&typed(&[NODES, &of_node("ayr-01"), &of_node("ayr-02")]));
    let facts = Facts::of(&reading, whole());
    let shown: Vec<String> = facts.listings("tape-device", &[]).iter().map(|mark| facts.lines(mark).1).collect();
    assert_eq!(shown, ["ayr::> storage tape show -node ayr-01", "ayr::> storage tape show -node ayr-02"]);
    // What is asked for each node of one thing shows nothing of another one.
    assert_eq!(facts.listings("port", &[]).len(), 0);
    assert!(facts.gap("media-changer", &[]).is_some());
    assert_eq!(facts.listings("node", &[]).len(), 1);
}
