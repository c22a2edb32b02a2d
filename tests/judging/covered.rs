//! Which answers show all rows that are asked about, and why there may be more.

use ndmp_preflight::facts::Facts;

use super::joined::{read, svms};
use super::saved::{Saved, whole};
use super::session::{NODES, typed};

fn lifs(options: &str, count: usize) -> String {
    format!(
        "network interface show{options} -fields status-oper\nvserver lif status-oper\n------- --- -----------\n\
         ayr     ic1 up\n{count} entries were displayed."
    )
}

fn scope(asked: &str) -> Vec<(String, String)> {
    let words: Vec<&str> = asked.split_whitespace().collect();
    words.chunks(2).map(|pair| (pair[0].to_owned(), pair[1].to_owned())).collect()
}

/// Why rows of a scope may be missing; empty where all were seen.
fn gap(saved: &Saved, entity: &str, asked: &str) -> String {
    let reading = read(saved);
    let facts = Facts::of(&reading, whole());
    facts.gap(entity, &scope(asked)).map_or_else(String::new, |why| format!("{}: {}", why.reason, why.text))
}

/// The command lines of the answers that show all rows of a scope.
fn listings(parts: &[&str], asked: &str) -> Vec<String> {
    let reading = read(&typed(parts));
    let facts = Facts::of(&reading, whole());
    facts.listings("lif", &scope(asked)).iter().map(|mark| facts.lines(mark).1).collect()
}

#[test]
fn a_whole_answer_to_a_question_that_lets_all_through_lists_them() {
    let line = |options: &str| format!("ayr::> network interface show{options} -fields status-oper");
    assert_eq!(listings(&[&lifs("", 1), NODES], ""), [line("")]);
    assert_eq!(listings(&[&lifs("", 2)], ""), Vec::<String>::new(), "it is cut");
    let role = " -role intercluster";
    assert_eq!(listings(&[&lifs(role, 1)], ""), Vec::<String>::new(), "of one role");
    assert_eq!(listings(&[&lifs(role, 1)], "role intercluster"), [line(role)]);
    assert_eq!(listings(&[&lifs(role, 1)], "role data"), Vec::<String>::new());
    assert_eq!(listings(&[&lifs("", 1), &lifs(role, 1)], "role intercluster"), [line(""), line(role)]);
}

#[test]
fn lifs_for_management_are_all_shown_where_those_of_the_admin_svm_are() {
    let all = svms(&["ayr     admin", "vs1     data"]);
    let own = lifs(" -vserver ayr", 1);
    let of = |parts: &[&str], asked: &str| gap(&typed(parts), "lif", asked).split(':').next().unwrap().to_owned();
    for role in ["cluster-mgmt", "node-mgmt", "intercluster"] {
        assert_eq!(of(&[&all, &own], &format!("role {role}")), "", "{role}");
    }
    assert_eq!(of(&[&all, &own], "role data"), "not-captured");
    assert_eq!(of(&[&all, &own], ""), "not-captured");
    // Intercluster LIFs may be those of another IPspace, where nobody knows all SVMs.
    let intercluster = "role intercluster";
    assert_eq!(of(&[&own], intercluster), "not-captured");
    assert_eq!(of(&[&all.replace("2 entries", "3 entries"), &own], intercluster), "not-captured");
    assert_eq!(of(&[&all.replace("vserver show", "vserver show -type !system"), &own], intercluster), "not-captured");
    let made = "vserver create -vserver vs9 -type data";
    assert_eq!(of(&[&all, made, &own], intercluster), "not-captured");
    assert_eq!(of(&[&all, made, &own], "role node-mgmt"), "");
}

fn drive_listed(node: &str, id: &str) -> String {
    format!(
        "storage tape show\n\nNode: {node}\nDevice ID               Device Type     Description                     Status\n\
         ----------------------  --------------  ------------------------------  --------\n\
         {id:<23} tape drive      HP LTO-5                        normal\n1 entries were displayed."
    )
}

fn drive_shown(node: &str, id: &str) -> String {
    format!(
        "storage tape show-tape-drive\n\n   Tape Drive: {id}\n  Description: HP LTO-5\n         WWNN: 5:001:10a001:000001\n         WWPN: 5:001:10a001:000002\nSerial Number: HUBUTE0001\n       Errors: -\n\nPaths:\n\
         Node                     Initiator  Alias   Device State              Status\n------------------------ ---------- ------- ------------------------  --------\n{node:<24} 0c         st0     available                 normal\n"
    )
}

#[test]
fn a_drive_that_one_of_two_whole_answers_lacks_is_in_doubt() {
    let status = |parts: &[&str]| {
        let all = super::cluster::outcomes(&typed(parts), &super::saved::plain(), "tape-device-status");
        all.iter().map(super::saved::word).collect::<Vec<_>>()
    };
    assert_eq!(status(&[&drive_listed("ayr-01", "0c.4"), &drive_shown("ayr-01", "0c.4")]), ["pass"]);
    let apart = status(&[&drive_listed("ayr-01", "0c.4"), &drive_shown("ayr-01", "0c.9")]);
    assert!(apart.contains(&"unknown:contradiction".to_owned()), "{apart:?}");
    assert_eq!(status(&[&drive_listed("ayr-01", "0c.4")]), ["pass"]);
}

/// Who logs in to an SVM has its name in the prompt.
#[test]
fn the_prompt_of_an_svm_names_no_cluster() {
    let at = |prompt: &str, svms_: &str| {
        let text = typed(&[svms_]).files[0].1.replace("ayr::>", &format!("{prompt}::>"));
        super::cluster::judged(&Saved::text(&text), &super::saved::plain()).cluster
    };
    assert_eq!(at("ayr", &svms(&["ayr     admin", "vs1     data"])).as_deref(), Some("ayr"));
    assert_eq!(at("vs1", &svms(&["ayr     admin", "vs1     data"])).as_deref(), Some("ayr"));
    assert_eq!(at("vs1", &svms(&["vs1     data"])), None);
    assert_eq!(at("troon", &svms(&["vs1     data"])).as_deref(), Some("troon"));
    let reading = read(&typed(&[NODES, &lifs("", 1)]));
    let facts = Facts::of(&reading, whole());
    let mark = facts.cluster().and_then(|cluster| cluster.mark("cluster-name")).unwrap();
    assert_eq!(facts.lines(&mark).1, "ayr::> network interface show -fields status-oper", "the last prompt");
}

#[test]
fn lifs_for_management_of_two_clusters_are_none_of_one() {
    let of = |first: &str, second: &str| {
        let text = |options: &str, row: &str, more: &str| {
            format!(
                "ayr::> network interface show{options} -fields curr-node{more}\nvserver lif curr-node{}\n------- --- ---------{}\n{row}\n\n",
                more.replace(',', " "),
                if more.is_empty() { "" } else { " ------------" }
            )
        };
        let [first, second] =
            [first, second].map(|svm| text(" -role cluster-mgmt", &format!("{svm:<7} cmg ayr-01"), ""));
        super::cluster::judged(&Saved::text(&format!("{first}{second}ayr::>")), &super::saved::plain()).cluster
    };
    assert_eq!(of("ayr", "ayr").as_deref(), Some("ayr"));
    assert_eq!(of("ayr", "troon"), None);
}
