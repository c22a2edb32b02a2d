//! A broken cluster, and answers of which lines in a row were lost, or that a program changed on their way: never ready, however well the
//! rest reads. The head of one row or group may stand right above the tail of another.

use std::collections::BTreeSet;

use ndmp_preflight::judge::Verdict;

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::{Answers, Case};
use crate::saved::{Saved, key, plain};
use crate::table::Regime;
use crate::wrong::Wrong;

/// Ready clusters of both branches of releases, and one in node scope.
fn clusters() -> [Cluster; 3] {
    [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
        Cluster::ready("don", &["1", "2"], "9.9.1P4", true),
    ]
}

/// Each break at a cluster of each branch of releases that has it.
fn cases(regime: Regime) -> Vec<(String, Case)> {
    let mut all = Vec::new();
    for (at, cluster) in clusters().iter().enumerate().take(2) {
        for found in BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == (at == 1))) {
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            let (good, bad) = (cluster.answers(regime, true), broken.answers(regime, true));
            let case = Case { name: cluster.name.clone(), good, bad, other: Vec::new() };
            all.push((found.changes.first().copied().unwrap_or_default().to_owned(), case));
        }
    }
    all
}

/// Lines that a window or a page takes away at most.
const MOST: usize = 9;

#[test]
fn lines_in_a_row_that_are_lost_before_a_count_make_no_broken_cluster_ready() {
    let mut wrong = Wrong::default();
    for (what, case) in [Regime::Overflowing, Regime::Wrapped].into_iter().flat_map(cases) {
        for (at, (command, text)) in case.bad.iter().enumerate() {
            let lines: Vec<&str> = text.lines().collect();
            let rows = lines.iter().rposition(|line| line.ends_with(" entries were displayed."));
            let Some(rows) = rows.filter(|_| case.good[at].1 != *text) else { continue };
            for (from, count) in (0..rows).flat_map(|from| (1..=MOST.min(rows - from)).map(move |count| (from, count)))
            {
                // Some of them, each time the same.
                if (from * 5 + count * 3 + at) % 7 != 0 {
                    continue;
                }
                let left: Vec<&str> = [&lines[..from], &lines[from + count..]].concat();
                let mut answers: Answers = case.bad.clone();
                answers[at].1 = left.join("\n") + "\n";
                let what = format!("{what}: {command} without {count} lines from {from}");
                wrong.check(&[1, 3], &what, &Saved::text(&case.session(&answers)));
            }
        }
    }
    wrong.none();
}

/// A session without answer number `at`, and with this text, where it is, in its place.
fn without(case: &Case, at: usize, text: &str) -> Saved {
    let rest: Answers =
        case.good.iter().enumerate().filter(|(own, _)| *own != at).map(|(_, own)| own.clone()).collect();
    Saved::text(&format!("{}exit\n\n{text}$ \n", case.session(&rest)))
}

/// What passes, by rule and subject.
fn passed(saved: &Saved) -> BTreeSet<String> {
    let outcomes = saved.outcomes(&plain());
    outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Pass).map(key).collect()
}

#[test]
fn an_answer_that_proves_nothing_makes_no_more_rules_pass_than_none() {
    let mut wrong = Vec::new();
    for regime in [Regime::Overflowing, Regime::Wrapped] {
        for cluster in clusters() {
            let good = cluster.answers(regime, true);
            let case = Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() };
            for (at, (command, text)) in case.good.iter().enumerate() {
                let edited = format!("$ ssh admin@{} \"{command}\" | sed s/off/on/\n{text}\n", case.name);
                let (edited, absent) = (without(&case, at, &edited), without(&case, at, ""));
                if edited.report(&plain()).exit_code == 0 && absent.report(&plain()).exit_code != 0 {
                    wrong.push(format!("{}: {command}: ready", case.name));
                }
                // Scope and role say which rules speak of what; that they are so is a rule of its own.
                if command.contains(" -role ") || command.contains("node-scope-mode") {
                    continue;
                }
                for more in passed(&edited).difference(&passed(&absent)) {
                    wrong.push(format!("{}: {command}: {more}", case.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// What can change any word of an answer.
const EDITORS: [&str; 8] = [
    "| sed s/off/on/",
    "| sed -e 's/ off/ on/g'",
    "| perl -pe 's/off/on/'",
    "| awk '{sub(/off/,\"on\")}1'",
    "| python3 clean.py",
    "| ./anonymise.sh",
    "| tr a b",
    "| tee out.txt | sed 's/off/on/'",
];

/// What shows all of it.
const VIEWERS: [&str; 6] =
    ["| cat", "| tee out.txt", "| less", "| tr -d '\\r'", "| sed 's/\\r$//'", "| iconv -f latin1"];

#[test]
fn what_a_program_printed_that_can_change_words_is_no_proof() {
    let mut wrong = Wrong::default();
    for (what, case) in cases(Regime::Overflowing) {
        for (command, good, _) in case.changed() {
            let rest: Answers = case.good.iter().filter(|(own, _)| own != command).cloned().collect();
            let passed = |by: &str| {
                let session = case.session(&rest);
                Saved::text(&format!("{session}exit\n\n$ ssh admin@{} \"{command}\" {by}\n{good}\n$ \n", case.name))
            };
            for by in EDITORS {
                wrong.check(&[1, 3], &format!("{what}: {command} {by}"), &passed(by));
            }
            for by in VIEWERS {
                wrong.check(&[0], &format!("{what}: {command} {by}"), &passed(by));
            }
        }
    }
    wrong.none();
}
