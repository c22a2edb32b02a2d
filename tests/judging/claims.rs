//! Claims about the LIFs of a node together, as a site's own rule makes them: all of them are up, or one of them is.

use ndmp_preflight::judge::Outcome;
use ndmp_preflight::rule::{Catalog, Check, Claim, Condition};

use super::cluster::judged_by;
use super::saved::{plain, whole, word};
use super::session::{SVM_SCOPE, typed};

/// What is said of each node by the rule about LIFs that are up, where it makes another claim about those of a node.
fn of(claim: fn(Vec<Condition>) -> Claim, options: &str, rows: &[&str]) -> Vec<Outcome> {
    let mut rule = whole().rule("lif-up").unwrap().clone();
    let Check::Rows(check) = &mut rule.check else { panic!("a rule about rows") };
    let Claim::Expect(conditions) = &check.claim else { panic!("a claim about each") };
    check.claim = claim(conditions.clone());
    check.subject = vec![("node".to_owned(), "home-node".to_owned())];
    let catalog = Catalog { rules: vec![rule], ..whole().clone() };
    let lifs = format!(
        "network interface show{options} -fields role,status-admin,status-oper,home-node
vserver lif role         status-admin status-oper home-node
------- --- ------------ ------------ ----------- ---------
{}
{} entries were displayed.",
        rows.join("\n"),
        rows.len()
    );
    judged_by(&typed(&[&lifs, SVM_SCOPE]), &plain(), &catalog)
        .outcomes
        .into_iter()
        .filter(|one| one.rule == "lif-up")
        .collect()
}

fn said(outcomes: &[Outcome]) -> Vec<(String, &str)> {
    outcomes.iter().map(|one| (word(one), one.message.as_str())).collect()
}

const UP: &str = "ayr     ic1 intercluster up           up          ayr-01";
const DOWN: &str = "ayr     ic2 intercluster up           down        ayr-01";
const OFF: &str = "ayr     ic3 intercluster down         down        ayr-01";
const UNTOLD: &str = "ayr     ic4 intercluster up           -           ayr-01";

#[test]
fn of_all_the_lifs_of_a_node_the_worst_speaks_and_of_equals_the_first() {
    let all = |rows: &[&str]| {
        let outcomes = of(Claim::Expect, "", rows);
        said(&outcomes).into_iter().map(|(word, text)| format!("{word} {text}")).collect::<Vec<_>>()
    };
    assert_eq!(all(&[UP]), ["pass ic1 is up/up"]);
    for rows in [[UP, DOWN, OFF], [DOWN, UP, OFF], [DOWN, OFF, UP]] {
        assert_eq!(all(&rows), ["fail ic2 is up/down, not up/up"]);
    }
    assert_eq!(all(&[OFF, DOWN]), ["fail ic3 is down/down, not up/up"]);
    for rows in [[UP, UNTOLD], [UNTOLD, UP]] {
        let told = all(&rows);
        assert!(told.len() == 1 && told[0].starts_with("unknown:unset"), "{told:?}");
    }
    assert_eq!(all(&[UNTOLD, DOWN]), ["fail ic2 is up/down, not up/up"]);
}

#[test]
fn one_lif_of_a_node_that_is_up_is_enough_and_is_shown() {
    let some = |options: &str, rows: &[&str]| {
        let mut outcomes = of(Claim::Some, options, rows);
        outcomes.retain(|one| !one.subject.is_empty());
        assert_eq!(outcomes.len(), 1, "{outcomes:?}");
        let shown = outcomes[0].evidence.iter().map(|one| one.line).collect::<Vec<_>>();
        (word(&outcomes[0]), shown)
    };
    assert_eq!(some("", &[DOWN, UP]), ("pass".to_owned(), vec![5]), "the one that is up alone");
    assert_eq!(some("", &[UP, DOWN]), ("pass".to_owned(), vec![4]));
    assert_eq!(some("", &[DOWN, OFF]), ("fail".to_owned(), vec![4, 5]));
    assert_eq!(some("", &[DOWN, UNTOLD]).0, "unknown:unset");
    // Others of the same node were not asked for; those of other nodes nobody needs.
    assert_eq!(some(" -lif ic2", &[DOWN]).0, "unknown:not-captured");
    assert_eq!(some(" -home-node ayr-01", &[DOWN]).0, "fail");
}
