//! Words that somebody wrote on a line of their own between the rows of an answer: of which rows they may speak.

use super::present::rows;
use super::saved::Saved;
use super::session::typed;

const STATUS: (&str, &str, &str) = ("lif", "lif", "status-oper");

fn lifs(lines: &[&str]) -> String {
    format!(
        "network interface show -fields status-oper\nvserver lif status-oper\n------- --- -----------\n{}\n3 entries were displayed.",
        lines.join("\n")
    )
}

const ROWS: [&str; 3] = ["ayr     ic1 up", "ayr     ic2 up", "ayr     ic3 up"];

#[test]
fn a_remark_between_two_rows_may_speak_of_both_and_one_beside_a_row_of_that_row() {
    let of = |lines: &[&str]| rows(&typed(&[&lifs(lines)]), STATUS);
    assert_eq!(of(&ROWS), ["ic1 up", "ic2 up", "ic3 up"]);
    assert_eq!(of(&[ROWS[0], "ayr     ic2 up   <-- moves", ROWS[2]]), ["ic1 up", "ic2? up", "ic3 up"]);
    let note = "<-- this one moves tonight";
    assert_eq!(of(&[ROWS[0], note, ROWS[1], ROWS[2]]), ["ic1? up", "ic2? up", "ic3 up"]);
    assert_eq!(of(&[ROWS[0], ROWS[1], ROWS[2], note]), ["ic1 up", "ic2 up", "ic3? up"]);
    assert_eq!(of(&[note, ROWS[0], ROWS[1], ROWS[2]])[1..], ["ic2 up", "ic3 up"]);
}

/// A remark is written when all was shown: showing the row again, where nothing was changed, takes nothing back.
#[test]
fn a_remark_counts_in_whatever_order_its_row_was_shown_again() {
    let noted = lifs(&[ROWS[0], "ayr     ic2 up   <-- moves", ROWS[2]]);
    let again = lifs(&ROWS).replace("show -fields", "show -vserver ayr -fields");
    let of = |parts: &[&str]| rows(&typed(parts), STATUS)[1].clone();
    let reading = |saved: &Saved| super::joined::read(saved);
    for parts in [[noted.as_str(), &again], [&again, &noted]] {
        let own = reading(&typed(&parts));
        let facts = ndmp_preflight::facts::Facts::of(&own, super::saved::whole());
        let mark = facts.rows("lif")[1].mark("status-oper").unwrap();
        assert!(mark.doubt.is_some_and(|why| why.marks[0].note == "written by hand"), "{}", of(&parts));
    }
    let change = "network interface modify -vserver ayr -lif ic2 -status-admin up";
    let own = reading(&typed(&[&noted, change, &again]));
    let facts = ndmp_preflight::facts::Facts::of(&own, super::saved::whole());
    assert_eq!(facts.rows("lif")[1].mark("status-oper").unwrap().doubt, None, "shown anew since");
}
