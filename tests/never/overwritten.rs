//! A ready cluster of which somebody wrote upon one cell of one answer, `true?`, `challenge->plaintext`, that other answers repeat:
//! never ready. Words in capitals, as a spreadsheet or a spell-checker makes them, are the same words.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::Case;
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

fn clusters() -> [Cluster; 2] {
    [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
    ]
}

fn case(cluster: &Cluster, broken: &Cluster) -> Case {
    let answers = |cluster: &Cluster| cluster.answers(Regime::Overflowing, true);
    Case { name: cluster.name.clone(), good: answers(cluster), bad: answers(broken), other: Vec::new() }
}

/// A word, and what people write upon it.
const WRITTEN: [(&str, &[&str]); 2] = [
    ("true", &["true?", "true??", "nottrue", "not-true", "true->false", "true\u{2192}false", "(true)"]),
    ("challenge", &["challenge?", "challenge->plaintext", "challenge/plaintext", "notchallenge"]),
];

/// The session in which `old` is `new` at its first place in the answer, in a row that holds `row`.
fn written(case: &Case, command: &str, row: &str, (old, new): (&str, &str)) -> Option<Saved> {
    let mut is_done = false;
    let mut change = |line: &str| {
        let is_it = !is_done && line.contains(row) && line.contains(old);
        is_done |= is_it;
        if is_it { line.replacen(old, new, 1) } else { line.to_owned() }
    };
    let mut all = case.good.clone();
    let text = &mut all.iter_mut().find(|(own, _)| own == command)?.1;
    *text = text.lines().map(|line| change(line) + "\n").collect();
    is_done.then(|| Saved::text(&case.session(&all)))
}

#[test]
fn what_somebody_wrote_upon_a_cell_no_other_answer_makes_good() {
    let mut wrong = Wrong::default();
    let mut count = 0;
    for cluster in clusters() {
        let case = case(&cluster, &cluster);
        let admin = format!("vserver services ndmp show -vserver {}", cluster.name);
        for (old, forms) in WRITTEN {
            for new in forms {
                // Where a row has lost its places, the whole line cannot be read.
                let is_short = old != "true" || new.chars().count() < "true    ".len();
                let of_table = is_short.then_some(("vserver services ndmp show", cluster.name.as_str()));
                for (command, row) in of_table.into_iter().chain([(admin.as_str(), ":")]) {
                    let Some(saved) = written(&case, command, row, (old, new)) else { continue };
                    count += 1;
                    wrong.check(&[1, 3], &format!("{command}: {new}"), &saved);
                }
            }
        }
    }
    assert!(count > 30, "{count}");
    wrong.none();
}

/// The text with the words of closed columns in other letters.
fn in_capitals(text: &str, form: fn(&str) -> String) -> String {
    let words = ["true", "false", "up/up", "up/down", "down/down", "yes", "no", "challenge", "persistent", "normal"];
    let change = |line: &str| {
        let is_told = |line: &str| {
            line.starts_with("NDMP ") || line.starts_with("There are ") || line.contains("::>") || line.contains(':')
        };
        if is_told(line) {
            return line.to_owned();
        }
        let parts = line.split_inclusive(' ').map(|part| match part.trim() {
            word if words.contains(&word) => part.replace(word, &form(word)),
            _ => part.to_owned(),
        });
        parts.collect()
    };
    text.lines().map(|line| change(line) + "\n").collect()
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}

#[test]
fn words_in_capitals_are_the_same_words() {
    let mut wrong = Wrong::default();
    for (at, cluster) in clusters().iter().enumerate() {
        for (what, form) in [("capitals", str::to_uppercase as fn(&str) -> String), ("a capital", capital)] {
            let good = case(cluster, cluster);
            let capitals = |answers: &[(String, String)]| {
                answers.iter().map(|(command, text)| (command.clone(), in_capitals(text, form))).collect()
            };
            wrong.check(
                &[0],
                &format!("{} in {what}", cluster.name),
                &Saved::text(&good.session(&capitals(&good.good))),
            );
            for found in BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == (at == 1))) {
                let mut broken = cluster.clone();
                (found.damage)(&mut broken);
                let case = case(cluster, &broken);
                wrong.check(
                    &[1],
                    &format!("{} in {what}", found.name),
                    &Saved::text(&case.session(&capitals(&case.bad))),
                );
            }
        }
    }
    wrong.none();
}
