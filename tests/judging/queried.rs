//! What a question for some rows tells of those that its answer shows, and of those that it does not.

use ndmp_preflight::facts::{Fact, Facts};

use super::joined::{read, svms};
use super::saved::{Saved, whole};
use super::session::{NODES, typed};

/// What is known of a column of a row: its value, or the reason with the sentence.
fn told(saved: &Saved, (entity, key, name): (&str, &str, &str), column: &str) -> String {
    let reading = read(saved);
    let facts = Facts::of(&reading, whole());
    let row = facts.rows(entity).iter().find(|row| row.text(key).as_deref() == Some(name)).unwrap();
    match facts.fact(entity, row, column) {
        Fact::Known { value, .. } => value.text(),
        Fact::NoneOf(words) => format!("none of {}", words.join(" ")),
        Fact::Unknown(why) => format!("{}: {}", why.reason, why.text),
    }
}

fn lifs(options: &str, column: &str, rows: &[&str]) -> String {
    let (lines, count) = (rows.join("\n"), rows.len());
    format!(
        "network interface show{options} -fields {column}\nvserver lif {column}\n------- --- ------------\n{lines}\n\
         {count} entries were displayed."
    )
}

const STATES: [&str; 2] = ["ayr     ic1 up", "ayr     ic2 up"];

#[test]
fn a_row_that_a_query_chose_fits_it_whatever_was_told_before() {
    let first = ("lif", "lif", "ic1");
    let before = lifs("", "status-oper", &STATES);
    let of = |query: &str| {
        let chosen = lifs(&format!(" -status-oper {query}"), "role", &["ayr     ic1 intercluster"]);
        told(&typed(&[&before, &chosen]), first, "status-oper")
    };
    for fitting in ["!down", "u*", "up|down"] {
        assert_eq!(of(fitting), "up", "{fitting}");
    }
    for other in ["!up", "d*", "down|unknown"] {
        let text = format!(
            "contradiction: `network interface show -status-oper {other} -fields role` shows it, so that `status-oper` was not `up` then; capture `status-oper` again"
        );
        assert_eq!(of(other), text);
    }
    // Of more rows than it counts some are another answer's.
    let many = lifs(" -status-oper !up", "role", &["ayr     ic1 intercluster", "ayr     ic2 intercluster"]);
    let many = many.replace("2 entries", "1 entries");
    assert_eq!(told(&typed(&[&before, &many]), first, "status-oper"), "up");
    // What was shown later counts.
    let chosen = lifs(" -status-oper !up", "role", &["ayr     ic1 intercluster"]);
    assert_eq!(told(&typed(&[&chosen, &before]), first, "status-oper"), "up");
    // A question for a name says nothing of what it shows besides.
    let named = lifs(" -lif ic*", "role", &["ayr     ic1 intercluster"]);
    assert_eq!(told(&typed(&[&before, &named]), first, "status-oper"), "up");
    // Of the row that was not chosen nothing is said.
    assert_eq!(told(&typed(&[&before, &chosen]), ("lif", "lif", "ic2"), "status-oper"), "up");
}

#[test]
fn a_row_that_a_whole_answer_of_another_command_lacks_was_not_so_then() {
    let asked = |options: &str| {
        format!(
            "system node show{options} -fields model\nnode   model\n------ -------\nayr-01 FAS8300\n1 entries were displayed."
        )
    };
    let second = |parts: &[&str]| told(&typed(parts), ("node", "node", "ayr-02"), "health");
    let lacking = |options: &str| {
        format!(
            "contradiction: `system node show{options} -fields model` does not show it, so that `health` was not `true` then; capture `health` again"
        )
    };
    for options in [" -health true", " -health true -node ayr-*", " -health !false"] {
        assert_eq!(second(&[NODES, &asked(options)]), lacking(options));
    }
    for options in [" -health true -node ayr-01", " -health false", " -node ayr-01"] {
        assert_eq!(second(&[NODES, &asked(options)]), "true", "nobody asked for it: {options}");
    }
    assert_eq!(second(&[&asked(" -health true"), NODES]), "true", "it became well since");
    let cut = asked(" -health true").replace("1 entries", "3 entries");
    assert_eq!(second(&[NODES, &cut]), "true", "it may be among the lost");
}

#[test]
fn svms_that_are_not_among_those_that_are_on_are_off_where_nothing_else_tells_it() {
    let lists = svms(&["ayr     admin", "vs1     data", "vs2     data"]);
    let asked = |options: &str, column: &str, value: &str| {
        format!(
            "vserver services ndmp show{options} -fields {column}\nvserver {column}\n------- ---------\nvs1     {value}\n1 entries were displayed."
        )
    };
    let of = |parts: &[&str]| told(&typed(parts), ("vserver", "vserver", "vs2"), "enable");
    assert_eq!(of(&[&lists, &asked(" -enable true", "authtype", "challenge")]), "false");
    assert_ne!(of(&[&lists, &asked(" -enable false", "authtype", "challenge")]), "false", "those that are off");
    assert_ne!(of(&[&lists, &asked(" -enable true -authtype challenge", "maxversion", "4")]), "false");
    assert_eq!(of(&[&lists, &asked(" -enable true -vserver vs*", "authtype", "challenge")]), "false");
    let own = "vserver services ndmp show -vserver vs2 -fields enable\nvserver enable\n------- ------\nvs2     true";
    assert_eq!(of(&[&lists, &asked(" -enable true", "authtype", "challenge"), own]), "true", "another answer tells it");
    let cut = asked(" -enable true", "authtype", "challenge").replace("1 entries", "2 entries");
    assert_ne!(of(&[&lists, &cut]), "false");
}
