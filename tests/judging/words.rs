//! Words that somebody wrote beside a row, and words that a rule does not know: on one row and on several that say the same.

use super::cluster::outcomes;
use super::saved::{Saved, plain, word};

const HEAD: &str = "ayr::> version
NetApp Release 9.12.1P4: Thu Jun 15 12:03:10 UTC 2023

ayr::> system services ndmp node-scope-mode status
NDMP node-scope-mode is disabled.

ayr::> cluster show
Node                  Health  Eligibility
--------------------- ------- ------------
ayr-01                true    true
ayr-02                true    true
2 entries were displayed.

";

/// An intercluster LIF on each node, the policies of failover of both, and what stands behind the last row.
fn lifs(policies: [&str; 2], behind: &str) -> Saved {
    let [first, second] = policies;
    Saved::text(&format!(
        "{HEAD}ayr::> network interface show -fields role,status-admin,status-oper,home-node,curr-node,failover-policy
vserver lif role         status-admin status-oper home-node curr-node failover-policy
------- --- ------------ ------------ ----------- --------- --------- ---------------
ayr     ic1 intercluster up           up          ayr-01    ayr-01    {first}
ayr     ic2 intercluster up           up          ayr-02    ayr-02    {second}{behind}
2 entries were displayed.

ayr::>"
    ))
}

fn reservations(values: [&str; 2]) -> Saved {
    let [first, second] = values;
    Saved::text(&format!(
        "{HEAD}ayr::> options tape.reservations

ayr-01
    tape.reservations             {first}

ayr-02
    tape.reservations             {second}
2 entries were displayed.

ayr::>"
    ))
}

/// The verdicts of a rule, and what is shown of the last outcome.
fn of(saved: &Saved, rule: &str) -> (Vec<String>, Vec<String>) {
    let all = outcomes(saved, &plain(), rule);
    let shown = all.last().map(|one| one.evidence.iter().map(|evidence| evidence.text.clone()).collect());
    (all.iter().map(word).collect(), shown.unwrap_or_default())
}

#[test]
fn what_somebody_wrote_beside_a_row_is_shown_and_proves_nothing() {
    let note = "<-- moves tonight";
    let saved = lifs(["local-only", "local-only"], &format!("   {note}"));
    for rule in ["intercluster-lif-per-node", "lif-failover-local", "lif-up"] {
        let (words, shown) = of(&saved, rule);
        assert_eq!(words, ["pass", "unknown:annotated"], "{rule}");
        assert_eq!(shown[0], note, "{rule}");
    }
    let (words, shown) = of(&saved, "intercluster-lif-per-node");
    assert_eq!((words.len(), shown), (2, vec![note.to_owned(), "ayr-02".to_owned()]));
    let beside = reservations(["persistent", "persistent   <-- changes"]);
    assert_eq!(of(&beside, "tape-reservations-uniform").0, ["unknown:annotated"], "values that are the same so far");
    assert_eq!(of(&beside, "tape-reservations").0, ["pass", "unknown:annotated"]);
}

#[test]
fn a_word_that_no_rule_knows_is_as_strange_on_the_second_row_as_on_the_first() {
    let strange = ["unknown:unknown-value", "unknown:unknown-value"];
    assert_eq!(of(&lifs(["1oca1-only", "1oca1-only"], ""), "lif-failover-local").0, strange);
    assert_eq!(of(&reservations(["persistcnt", "persistcnt"]), "tape-reservations").0, strange);
    let (words, shown) = of(&lifs(["local-only", "1oca1-only"], ""), "lif-failover-local");
    assert_eq!((words[1].as_str(), shown), (strange[1], vec!["1oca1-only".to_owned()]));
    assert_eq!(of(&lifs(["local-only", "-"], ""), "lif-failover-local").0, ["pass", "unknown:unset"]);
    assert_eq!(of(&lifs(["disabled", "disabled"], ""), "lif-failover-local").0, ["fail", "fail"]);
}

/// An intercluster LIF that is up, with another column in which `up` stands.
fn with_column(name: &str) -> Saved {
    Saved::text(&format!(
        "{HEAD}ayr::> network interface show -fields role,status-admin,status-oper\n\
         vserver lif role         status-admin status-oper {name}\n\
         ------- --- ------------ ------------ ----------- -------------------\n\
         ayr     ic1 intercluster up           up          up\n\nayr::>"
    ))
}

#[test]
fn a_column_for_another_time_speaks_against_its_row_and_one_that_no_table_has_does_not() {
    let of = |name: &str| self::of(&with_column(name), "lif-up").0;
    assert_eq!(of("colour"), ["pass"]);
    for rival in ["status-oper-planned", "status-oper-old", "current-node-old"] {
        assert_eq!(of(rival), ["unknown:annotated"], "{rival}");
    }
    for other in ["colour-planned", "status-oper-colour"] {
        assert_eq!(of(other), ["pass"], "{other}");
    }
}
