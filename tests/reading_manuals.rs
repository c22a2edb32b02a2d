//! Answers and settings on manual pages and in general terms, and what a node's shell says of its options.

mod session;

use session::{read, told};

const NODES: &str = "\
Node                  Health  Eligibility
--------------------- ------- ------------
morar-01              true    true
morar-02              true    false
";
const TOLD: [&str; 2] = ["node=morar-01 health=true eligibility=true", "node=morar-02 health=true eligibility=false"];

#[test]
fn what_a_page_says_a_setting_prints_is_no_answer() {
    let page = "system services ndmp node-scope-mode on\nNDMP node-scope-mode is enabled.\n\n\
                system services ndmp node-scope-mode status\n";
    let status = format!("{page}NDMP node-scope-mode is disabled.\n");
    let answers = read(&status).answers;
    assert_eq!(answers.iter().map(told).collect::<Vec<_>>(), [["node-scope-mode=disabled"]]);
}

#[test]
fn what_a_page_would_set_in_general_terms_is_set_nowhere() {
    let text = |command: &str| format!("morar::> cluster show\n{NODES}2 entries were displayed.\n\n{command}\n");
    for command in [
        "network interface modify -vserver <svm> -lif <lif> -status-admin down",
        "vserver services ndmp off -vserver _svm_name_",
        "system configuration recovery cluster modify -recovery-status in-progress ...",
        "cluster modify -node {node} -eligibility false",
    ] {
        assert!(read(&text(command)).changes.is_empty(), "{command}");
        assert_eq!(read(&text(&format!("morar::> {command}"))).changes.len(), 1, "{command}");
    }
    for command in ["vserver services ndmp off -vserver <redacted>", "cluster modify -node morar-01 -eligibility false"]
    {
        assert_eq!(read(&text(command)).changes.len(), 1, "{command}");
    }
}

/// Whatever a page says between a command that it names and the same one at a prompt: the prompt's answer is the only one.
#[test]
fn a_command_that_a_page_names_before_it_is_typed_is_answered_once() {
    let typed = |command: &str| format!("----\nmorar::> {command}\n{NODES}----\n");
    for between in [
        "+",
        "+\nIf the node is down, only its partner is shown.\n",
        "+\nThis takes a while, and some of the rows may be missing:\n",
        "\n`vserver show -type data`\n+\n",
        "  - a list\n  - of two  points\n",
    ] {
        for named in ["cluster show", "Cluster Show", "`cluster show`"] {
            for before in [
                "",
                "----\nmorar::> version\nNetApp Release 9.12.1P2: Tue May 02 16:00:00 UTC 2023\n----\n. Next:\n+\n",
            ] {
                let text = format!("{before}{named}\n{between}\n{}", typed("cluster show"));
                let answers = read(&text).answers;
                let all: Vec<_> = answers.iter().filter(|answer| answer.command == "cluster show").map(told).collect();
                assert_eq!(all, [TOLD], "{text}");
            }
        }
    }
    // Nobody typed it again: what stands there may be its answer, which nobody could read.
    let alone = read(&format!("{}\ncluster show\n  nodes: one is down, the other  up\n", typed("version")));
    assert!(
        alone.answers.iter().any(|answer| answer.records.is_empty()) || !alone.unanswered.is_empty(),
        "{:?}",
        alone.answers
    );
}

#[test]
fn the_examples_of_a_manual_page_are_no_answers_and_of_no_cluster() {
    let page = "\
morar::> man cluster show
cluster show                 Data ONTAP 9.12.1                 cluster show

NAME
     cluster show -- Display cluster node members

EXAMPLES
     cluster1::> cluster show
     Node                  Health  Eligibility
     --------------------- ------- ------------
     node0                 true    false

     cluster1::> cluster modify -node node0 -eligibility true

";
    let read = read(&format!("{page}morar::> cluster show\n{NODES}2 entries were displayed.\n\nmorar::>\n"));
    assert_eq!(read.cluster.as_deref(), Some("morar"));
    assert_eq!(read.answers.iter().map(told).collect::<Vec<_>>(), [TOLD]);
    assert!(read.changes.is_empty(), "{:?}", read.changes);
}

#[test]
fn a_node_that_lists_another_value_of_an_option_takes_the_older_one_away() {
    let changes = |command: &str, told: &str| read(&format!("morar::> {command}\n{told}\n\nmorar::>\n")).changes.len();
    let off = "tape.reservations            off";
    for name in ["tape.reservations", "tape.res", "tape", ""] {
        let command = format!("system node run -node morar-01 -command options {name}");
        assert_eq!(changes(command.trim(), off), 1, "{name}");
        assert_eq!(changes(command.trim(), &off.replace("off", "persistent")), 0, "{name}");
    }
    assert_eq!(changes("timezone", "Timezone: Europe/Berlin"), 0);
    assert_eq!(changes("timezone Europe/Berlin", ""), 1);
    let bare = "options tape.reservations -node morar-01\n\nmorar-01\n    tape.reservations                persistent              -\n";
    let answers = read(bare).answers;
    assert_eq!((answers.len(), answers[0].typed.as_deref()), (1, Some("options tape.reservations -node morar-01")));
}
