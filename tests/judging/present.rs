//! Rows that one answer shows and another one lacks: gone, still there, or in doubt; and what is left of what stood above an
//! answer that cannot be read.

use ndmp_preflight::facts::{Fact, Facts};

use super::joined::read;
use super::saved::{Saved, whole};
use super::session::{NODES, typed};

/// The rows of an entity: name and value, a name in doubt with a question mark, a value that is not known as its reason.
pub(crate) fn rows(saved: &Saved, (entity, key, column): (&str, &str, &str)) -> Vec<String> {
    let reading = read(saved);
    let facts = Facts::of(&reading, whole());
    let line = |row: &ndmp_preflight::facts::Row| {
        let is_doubted = row.mark(key).is_none_or(|mark| mark.doubt.is_some());
        let value = match facts.fact(entity, row, column) {
            Fact::Known { value, .. } => value.text(),
            Fact::NoneOf(_) => "none of some".to_owned(),
            Fact::Unknown(why) => why.reason.to_string(),
        };
        format!("{}{} {value}", row.text(key).unwrap_or_default(), if is_doubted { "?" } else { "" })
    };
    facts.rows(entity).iter().map(line).collect()
}

const LIFS: (&str, &str, &str) = ("lif", "lif", "status-oper");

fn lifs(options: &str, names: &[&str]) -> String {
    let lines: Vec<String> = names.iter().map(|name| format!("ayr     {name} intercluster up")).collect();
    let (lines, count) = (lines.join("\n"), names.len());
    format!(
        "network interface show{options} -fields role,status-oper\nvserver lif role         status-oper\n\
         ------- --- ------------ -----------\n{lines}\n{count} entries were displayed."
    )
}

const BOTH: [&str; 2] = ["ic1 up", "ic2 up"];
const DOUBTED: [&str; 2] = ["ic1 up", "ic2? contradiction"];

#[test]
fn a_lif_that_a_later_whole_answer_lacks_is_gone_where_it_would_show_it() {
    let of = |later: &str| rows(&typed(&[&lifs("", &["ic1", "ic2"]), later]), LIFS);
    for options in ["", " -role intercluster", " -vserver ayr", " -lif ic*", " -role intercluster -vserver ayr"] {
        assert_eq!(of(&lifs(options, &["ic1"])), ["ic1 up"], "{options}");
    }
    for options in [" -lif ic1", " -role data", " -vserver vs1", " -lif !ic2"] {
        assert_eq!(of(&lifs(options, &["ic1"])), BOTH, "nobody asked for it: {options}");
    }
    assert_eq!(of(&lifs(" -status-oper up", &["ic1"])), DOUBTED, "what it was chosen by may have changed");
    let elsewhere = lifs("", &["ic1"]).replace("-fields role,status-oper", "-fields home-node");
    assert_eq!(of(&elsewhere), DOUBTED, "the rows are those of another command");
    let cut = lifs("", &["ic1"]).replace("1 entries", "2 entries");
    assert_eq!(of(&cut), ["ic1 up", "ic2? cut-off"], "the later answer to the same question counts");
    let cut = lifs(" -vserver ayr", &["ic1"]).replace("1 entries", "2 entries");
    assert_eq!(of(&cut), BOTH, "it may be among those that are lost");
    let back = typed(&[&lifs("", &["ic1"]), &lifs(" -vserver ayr", &["ic1", "ic2"])]);
    assert_eq!(rows(&back, LIFS), BOTH, "it was made since");
}

#[test]
fn of_two_files_nobody_knows_which_lif_is_gone() {
    let mut saved = typed(&[&lifs("", &["ic1", "ic2"])]);
    saved.with("another", &typed(&[&lifs(" -vserver ayr", &["ic1"])]).files[0].1);
    assert_eq!(rows(&saved, LIFS), DOUBTED);
}

#[test]
fn a_node_that_another_command_shows_is_not_gone() {
    let other = "system node show -fields model\nnode   model\n------ -------\nayr-01 FAS8300\nayr-02 FAS8300\n2 entries were displayed.";
    let one = NODES
        .replace("ayr-02                true    true\n2", "1")
        .replace("cluster show", "cluster show -fields health");
    let one = one.replace("-fields health", "-node *");
    let nodes = ("node", "node", "health");
    assert_eq!(rows(&typed(&[NODES, &one]), nodes), ["ayr-01 true"]);
    assert_eq!(rows(&typed(&[other, &one]), nodes), ["ayr-01 true", "ayr-02 not-captured"], "it never showed it");
    assert_eq!(
        rows(&typed(&[other, NODES, &one]), nodes),
        ["ayr-01 true", "ayr-02 contradiction"],
        "its name is beyond doubt"
    );
}

#[test]
fn volumes_of_which_a_later_answer_shows_none_are_gone() {
    let volumes = "volume show -fields state\nvserver volume state\n------- ------ ------\nvs1     data1  online\nvs1     root   online\n2 entries were displayed.";
    let none = |options: &str| format!("volume show{options} -fields type\nThere are no entries matching your query.");
    let of = |later: &str| rows(&typed(&[volumes, later]), ("volume", "volume", "state"));
    assert_eq!(of(&none(" -vserver vs1")), Vec::<String>::new());
    assert_eq!(of(&none(" -vserver vs2")), ["data1 online", "root online"]);
    assert_eq!(of(&none(" -volume data*")), ["root online"]);
}

const GARBAGE: &str = "\nsomething that is\nno table of ONTAP's";

#[test]
fn what_an_answer_that_cannot_be_read_was_asked_for_is_not_known_any_more() {
    let first = lifs("", &["ic1", "ic2"]);
    let unread = |options: &str| format!("network interface show{options}{GARBAGE}");
    let of = |parts: &[&str]| rows(&typed(parts), LIFS);
    let lost = ["ic1? unreadable", "ic2? unreadable"];
    for options in ["", " -fields role,status-oper", " -fields status-oper"] {
        assert_eq!(of(&[&first, &unread(options)]), lost, "{options}");
    }
    assert_eq!(of(&[&first, &unread(" -fields home-node")]), ["ic1? up", "ic2? up"], "it was asked for something else");
    assert_eq!(of(&[&first, &unread(" -lif ic2")]), ["ic1 up", "ic2? unreadable"]);
    assert_eq!(of(&[&first, &unread(" -vserver vs1")]), BOTH);
    assert_eq!(of(&[&first, &unread(" -lif <name>")]), lost, "whom a masked name meant nobody knows");
    assert_eq!(of(&[&unread(""), &first]), BOTH, "it was answered since");
    let again = lifs(" -vserver ayr", &["ic1", "ic2"]);
    assert_eq!(of(&[&first, &unread(""), &again]), BOTH, "it was shown again");
    assert_eq!(of(&[&first, &unread(" -fields role,status-oper"), &first]), BOTH, "the same question was answered");
}

#[test]
fn an_option_that_cannot_be_read_leaves_the_others_alone() {
    let option = |name: &str, value: &str| {
        format!(
            "options {name}\n\nayr-01\n    {name:<33} {value}\n\nayr-02\n    {name:<33} {value}\n2 entries were displayed."
        )
    };
    let of = |parts: &[&str]| rows(&typed(parts), ("node", "node", "tape-reservations"));
    let first = option("tape.reservations", "scsi");
    assert_eq!(of(&[&first]), ["ayr-01 scsi", "ayr-02 scsi"]);
    let unread = |name: &str| format!("options {name}{GARBAGE}");
    assert_eq!(of(&[&first, &unread("-option-name tape.reservations")]), ["ayr-01? unreadable", "ayr-02? unreadable"]);
}

/// Of so many nobody looks which row each is about.
#[test]
fn of_very_many_answers_that_cannot_be_read_the_last_stands_for_all() {
    let first = lifs("", &["ic1", "ic2"]);
    let of = |count: usize| {
        let unread: Vec<String> =
            (0..count).map(|at| format!("network interface show -lif ic2 -vserver ayr,v{at}{GARBAGE}")).collect();
        let parts: Vec<&str> = std::iter::once(first.as_str()).chain(unread.iter().map(String::as_str)).collect();
        rows(&typed(&parts), LIFS)
    };
    assert_eq!(of(64), ["ic1 up", "ic2? unreadable"]);
    assert_eq!(of(65), ["ic1? unreadable", "ic2? unreadable"]);
    assert_eq!(of(66), of(65));
}
