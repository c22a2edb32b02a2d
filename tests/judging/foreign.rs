//! Answers that cannot be the cluster's, or not of this time: nodes and SVMs that it has not, and nothing where every cluster has
//! something.

use ndmp_preflight::facts::{Facts, Why};

use super::joined::{read, svms};
use super::saved::{Saved, whole};
use super::session::{NODES, typed};

/// Why rows of an entity may be missing, and the words of the evidence that show it with their line; `asked`: what `-role` or
/// `-vserver` asks for.
fn missing(saved: &Saved, entity: &str, asked: &str) -> Option<(String, String)> {
    let reading = read(saved);
    let facts = Facts::of(&reading, whole());
    let words: Vec<&str> = asked.split_whitespace().collect();
    let scope: Vec<_> = words.chunks(2).map(|pair| (pair[0][1..].to_owned(), pair[1].to_owned())).collect();
    facts.gap(entity, &scope).map(|why: Why| {
        let mark = why.marks.first();
        let shown = mark.map(|mark| {
            let line = facts.lines(mark).1;
            let (column, length) = (mark.place.column as usize, mark.place.length as usize);
            let words: String = line.chars().skip(column - 1).take(length).collect();
            format!("{} {words}", mark.place.line)
        });
        (why.text, shown.unwrap_or_default())
    })
}

fn of(parts: &[&str], entity: &str) -> Option<(String, String)> {
    missing(&typed(parts), entity, "")
}

fn told(text: &str, shown: &str) -> Option<(String, String)> {
    Some((text.to_owned(), shown.to_owned()))
}

fn lifs(options: &str, rows: &[&str]) -> String {
    let (lines, count) = (rows.join("\n"), rows.len());
    format!(
        "network interface show{options} -fields role,home-node,curr-node\nvserver lif role         home-node curr-node\n\
         ------- --- ------------ --------- ---------\n{lines}\n{count} entries were displayed."
    )
}

const OWN: &str = "ayr     ic1 intercluster ayr-01    ayr-01";
const ADMIN: [&str; 2] = ["ayr     admin", "vs1     data"];
const NONE: &str = "There are no entries matching your query.";

#[test]
fn a_lif_on_a_node_that_is_not_listed_makes_its_answer_another_cluster_s() {
    let text = |node: &str| {
        let what = "the answer to `network interface show -fields role,home-node,curr-node` names the node";
        format!("{what} `{node}`, which the list of nodes lacks: it is of another cluster, or older")
    };
    assert_eq!(of(&[NODES, &lifs("", &[OWN])], "lif"), None);
    let unset = "ayr     ic2 intercluster -         ayr-02";
    assert_eq!(of(&[NODES, &lifs("", &[OWN, unset])], "lif"), None, "what is not set is no node");
    let home = "ayr     ic2 intercluster troon-01  ayr-02";
    assert_eq!(of(&[NODES, &lifs("", &[OWN, home])], "lif"), told(&text("troon-01"), "12 troon-01"));
    let both = "ayr     ic2 intercluster ayr-02    troon-02";
    assert_eq!(of(&[NODES, &lifs("", &[both, home])], "lif"), told(&text("troon-02"), "11 troon-02"), "the first row");
    assert_eq!(of(&[NODES, &lifs("", &[home, both])], "lif"), told(&text("troon-01"), "11 troon-01"));
    let twice = "ayr     ic2 intercluster troon-01  troon-02";
    assert_eq!(of(&[NODES, &lifs("", &[twice])], "lif"), told(&text("troon-01"), "11 troon-01"), "the first column");
    // What lists the nodes must be whole, of all nodes, and the first of several.
    let cut = NODES.replace("2 entries", "3 entries");
    assert_eq!(of(&[&cut, &lifs("", &[OWN, home])], "lif"), None);
    let some = NODES.replace("cluster show", "cluster show -health true");
    assert_eq!(of(&[&some, &lifs("", &[OWN, home])], "lif"), None);
    assert_eq!(of(&[&lifs("", &[OWN, home])], "lif"), None, "nobody lists the nodes");
}

#[test]
fn a_node_s_own_svm_names_a_node_and_a_data_svm_none() {
    let text = "the answer to `vserver show -fields vserver,type` names the node `troon-01`, which the list of nodes lacks: it is of another cluster, or older";
    let with = |row: &str| of(&[NODES, &svms(&["ayr     admin", "ayr-01  node", row])], "vserver");
    assert_eq!(with("troon-01 node"), told(text, "13 troon-01"));
    assert_eq!(with("troon-01 data"), None);
    // Where the list of SVMs came later, the list of nodes may be the one that is old.
    let later = of(&[NODES, &svms(&["ayr     admin", "troon-01 node"])], "node");
    assert_eq!(later.map(|(text, _)| text).as_deref(), Some(text));
    let earlier = of(&[&svms(&["ayr     admin", "troon-01 node"]), NODES], "node");
    assert_eq!(earlier, None);
}

#[test]
fn a_list_of_all_lifs_without_one_of_the_admin_svm_is_another_cluster_s() {
    let lists = svms(&ADMIN);
    let data = "vs1     dt1 data         ayr-01    ayr-01";
    let text = "the answer to `network interface show -fields role,home-node,curr-node` does not show the admin SVM `ayr`: it is of another cluster, or older";
    assert_eq!(of(&[&lists, &lifs("", &[data])], "lif"), told(text, "11 vs1"));
    assert_eq!(of(&[&lists, &lifs("", &[data, OWN])], "lif"), None);
    // A question for some of them need not show it.
    for (options, is_open) in [
        (" -role data", false),
        (" -vserver vs1", false),
        (" -vserver ayr", true),
        (" -role node-mgmt", true),
        (" -role intercluster", false),
    ] {
        let found = missing(&typed(&[&lists, &lifs(options, &[data])]), "lif", options).map(|(text, _)| text);
        let is_told = found.as_ref().is_some_and(|text| text.contains("does not show the admin SVM `ayr`"));
        assert_eq!(is_told, is_open, "{options}: {found:?}");
    }
    // Pages of 8.2 give the LIFs of nodes to SVMs of the nodes.
    let of_node = "ayr-01  nm1 node-mgmt    ayr-01    ayr-01";
    assert_eq!(of(&[NODES, &svms(&["ayr     admin", "ayr-01  node"]), &lifs("", &[of_node])], "lif"), None);
}

#[test]
fn an_answer_of_which_no_svm_is_listed_is_another_cluster_s() {
    let volumes = |rows: &[&str]| {
        format!(
            "volume show -fields state\nvserver volume state\n------- ------ ------\n{}\n{} entries were displayed.",
            rows.join("\n"),
            rows.len()
        )
    };
    let lists = svms(&ADMIN);
    let text = "the answer to `volume show -fields state` names the SVM `troon1`, which `vserver show` lacks: it is of another cluster, or older";
    let of = |rows: &[&str]| of(&[NODES, &lists, &volumes(rows)], "volume");
    assert_eq!(of(&["troon1  root   online", "troon2  root   online"]), told(text, "18 troon1"));
    assert_eq!(of(&["troon1  root   online", "vs1     root   online"]), None, "one of them is");
    assert_eq!(of(&["troon1  root   online", "ayr-01  vol0   online"]), None, "one of a node");
    assert_eq!(of(&["troon1  root   online", "Cluster root   online"]), None, "that is in no list");
    let some = svms(&ADMIN).replace("vserver show -fields", "vserver show -type data -fields");
    assert_eq!(self::of(&[&some, &volumes(&["troon1  root   online"])], "volume"), None);
    let cut = svms(&ADMIN).replace("2 entries", "3 entries");
    assert_eq!(self::of(&[&cut, &volumes(&["troon1  root   online"])], "volume"), None);
}

#[test]
fn nothing_where_every_cluster_has_something_was_not_seen_by_all_rights() {
    let text = |command: &str| {
        format!("`{command}` is empty, which it is on no cluster; run it again with a user who may see all")
    };
    for (command, entity) in [("vserver show", "vserver"), ("vserver services ndmp show", "vserver")] {
        let empty = format!("{command}\n{NONE}");
        assert_eq!(of(&[&empty], entity), told(&text(command), "2 "), "{command}");
    }
    let asked = |options: &str| missing(&typed(&[&format!("network interface show{options}\n{NONE}")]), "lif", options);
    assert_eq!(asked(""), told(&text("network interface show"), "2 "));
    let role = " -role cluster-mgmt";
    assert_eq!(asked(role), told(&text("network interface show -role cluster-mgmt"), "2 "));
    assert!(asked(" -role intercluster").is_none_or(|(text, _)| !text.contains("on no cluster")));
    assert!(asked(" -role cluster-mgmt -vserver vs1").is_none_or(|(text, _)| !text.contains("on no cluster")));
    // Without a command above it the sentence is where the answer begins.
    let mut bare = Saved::default();
    bare.with("vserver_show.txt", &format!("{NONE}\n"));
    assert_eq!(missing(&bare, "vserver", ""), told(&text("vserver show"), "1 "));
}

/// What shows it stands in the second of two files.
#[test]
fn the_place_that_shows_it_is_one_of_its_own_file() {
    let second = |entity: &str, own: &[&str], foreign: &str| {
        let mut saved = typed(own);
        saved.with("yet another", &typed(&[foreign]).files[0].1);
        missing(&saved, entity, "").map(|(_, shown)| shown)
    };
    let home = "ayr     ic2 intercluster troon-01  ayr-02";
    assert_eq!(second("lif", &[NODES], &lifs("", &[home])).as_deref(), Some("4 troon-01"));
    let data = "vs1     dt1 data         ayr-01    ayr-01";
    assert_eq!(second("lif", &[&svms(&ADMIN)], &lifs("", &[data])).as_deref(), Some("4 vs1"));
    let volumes = "volume show -fields state\nvserver volume state\n------- ------ ------\ntroon1  root   online";
    assert_eq!(second("volume", &[&svms(&ADMIN)], volumes).as_deref(), Some("4 troon1"));
}

#[test]
fn a_column_of_svms_that_somebody_added_to_a_list_of_nodes_says_nothing_of_it() {
    let lists = svms(&ADMIN);
    let nodes = "cluster show -fields health\nnode   health vserver\n------ ------ -------\nayr-01 true   troon1\nayr-02 true   troon1\n2 entries were displayed.";
    assert_eq!(of(&[&lists, nodes], "node"), None);
}
