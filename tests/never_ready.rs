//! A ready cluster, one prerequisite broken, and the break hidden in each way that captures have: never ready. And the other
//! way round: whatever changes nothing leaves a ready cluster ready.
//!
//! With `NEVER_READY_DUMP=FOLDER` the captures that are judged wrongly are written there.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/answers.rs"]
mod answers;
#[path = "never/breaks.rs"]
mod breaks;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/cluster.rs"]
mod cluster;
#[path = "never/harmless.rs"]
mod harmless;
#[path = "never/hiding.rs"]
mod hiding;
mod saved;
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
#[path = "printed/table.rs"]
mod table;
#[path = "never/wrong.rs"]
mod wrong;

use breaks::{BREAKS, Break};
use cluster::Cluster;
use hiding::{Case, NEWER, deciding, spelled};
use saved::Saved;
use table::Regime;
use wrong::Wrong;

fn clusters() -> [Cluster; 3] {
    [
        Cluster::ready("c1", &["-01", "-02"], "9.9.1P5", false),
        Cluster::ready("lab_7", &["-a", "-b", "-c"], "9.15.1", false),
        Cluster::ready("production-cluster-west-07", &["-01", "-02"], "9.12.1P4", false),
    ]
}

/// Every break of every cluster, printed in both regimes.
fn cases() -> Vec<(&'static Break, Case)> {
    cases_of(|at| if at % 2 == 0 { Regime::Wrapped } else { Regime::Overflowing })
}

fn cases_of(regime: impl Fn(usize) -> Regime) -> Vec<(&'static Break, Case)> {
    let mut cases = Vec::new();
    for (at, cluster) in clusters().iter().enumerate() {
        let is_old = cluster.release.starts_with("9.9");
        for (index, found) in
            BREAKS.iter().enumerate().filter(|(_, found)| found.is_old.is_none_or(|old| old == is_old))
        {
            let regime = regime(at + index);
            let by_role = index % 2 == 0;
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            let other = Cluster::ready("zeta", &["-07", "-08"], cluster.release, false);
            let printed = |cluster: &Cluster| cluster.answers(regime, by_role);
            let case = Case {
                name: cluster.name.clone(),
                good: printed(cluster),
                bad: printed(&broken),
                other: printed(&other),
            };
            cases.push((found, case));
        }
    }
    cases
}

#[test]
fn the_clusters_are_ready_before_they_are_broken_and_not_behind_it() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        wrong.check(&[0], &format!("{} whole", case.name), &Saved::text(&case.session(&case.good)));
        wrong.check(&[1, 3], &format!("{} {}", case.name, found.name), &Saved::text(&case.session(&case.bad)));
        assert!(!case.changed().is_empty(), "{} changes nothing that is printed", found.name);
    }
    wrong.none();
}

#[test]
fn what_is_newer_counts_wherever_it_stands() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        for (way, hide) in NEWER {
            wrong.check(&[1, 3], &format!("{} {} {way}", case.name, found.name), &hide(&case));
        }
    }
    wrong.none();
}

#[test]
fn a_change_behind_the_show_is_not_forgotten() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        let node = case.good.iter().find(|(command, _)| command == "cluster show").unwrap();
        let second =
            node.1.lines().filter(|line| line.starts_with(&case.name)).nth(1).unwrap().split(' ').next().unwrap();
        for (at, change) in found.changes.iter().flat_map(|change| spelled(change).into_iter().enumerate()) {
            let change = change.replace('N', second).replace('C', &case.name);
            let (good, prompt) = (case.session(&case.good), case.prompt());
            for (answer, allowed) in [
                ("", &[1, 3][..]),
                ("1 entry was modified.\n", &[1, 3]),
                ("Warning: sessions end.\nDo you want to continue? {y|n}: y\n", &[1, 3]),
                ("Error: command failed: not authorized for that command\n", &[0]),
                ("Warning: sessions end.\nDo you want to continue? {y|n}: n\n", &[0]),
            ]
            .into_iter()
            .take(if at == 0 { 5 } else { 1 })
            {
                let what = format!("{} {} `{change}` {answer:?}", case.name, found.name);
                wrong.check(allowed, &what, &Saved::text(&format!("{good}{prompt}{change}\n{answer}\n{prompt}\n")));
                // In a mail above the quoted show, and before the show, where it is seen no more.
                let quoted: String = good.lines().map(|line| format!("> {line}\n")).collect();
                let mail = format!(
                    "{prompt}{change}\n{answer}\n{prompt}\n\nOn Mon, 16 Nov 2026 at 09:12, Tom wrote:\n{quoted}"
                );
                wrong.check(allowed, &format!("{what} in a mail"), &Saved::text(&mail));
                wrong.check(
                    &[0],
                    &format!("{what} before the show"),
                    &Saved::text(&format!("{prompt}{change}\n{answer}\n{good}")),
                );
            }
        }
    }
    wrong.none();
}

/// The cases of one line a record, whose bad lines can be taken out.
fn plain_cases() -> Vec<(&'static Break, Case)> {
    cases_of(|_| Regime::Overflowing)
}

#[test]
fn what_is_not_all_there_proves_nothing() {
    let mut wrong = Wrong::default();
    let pager = "Press <space> to page down, <return> for next line, or 'q' to quit...";
    let uncounted = |text: &str| {
        text.lines().filter(|line| !line.contains("entries were")).map(|line| format!("{line}\n")).collect::<String>()
    };
    for (found, case) in plain_cases() {
        // One row needs no count, and device blocks have none: nobody can see what is gone there.
        if matches!(found.name, "locked" | "role-of-the-user" | "path-failed") {
            continue;
        }
        let mut check = |way: &str, change: &dyn Fn(&str) -> String| {
            if let Some(saved) = case.without_the_bad(change) {
                wrong.check(&[3], &format!("{} {} {way}", case.name, found.name), &saved);
            }
        };
        check("without its count", &|text| uncounted(text));
        check("at the pager", &|text| uncounted(text) + pager + "\n");
        check("at the erased pager", &|text| format!("{}{pager}\r{}\r\n", uncounted(text), " ".repeat(69)));
        check("with the count of before", &|text| {
            let count =
                |line: &str| line.split_once(" entries were").and_then(|(count, _)| count.parse::<usize>().ok());
            let line = |line: &str| {
                count(line).map_or_else(|| format!("{line}\n"), |n| format!("{} entries were displayed.\n", n + 1))
            };
            text.lines().map(line).collect()
        });
    }
    wrong.none();
}

#[test]
fn a_complaint_anywhere_in_an_answer_proves_nothing_and_fails_nothing() {
    let mut wrong = Wrong::default();
    for (found, case) in plain_cases() {
        for complaint in [
            "Warning: Unable to list entries on node x. RPC: Couldn't make connection\n         [from mgwd on node \"x\" (VSID: -1) to mgwd at 192.0.2.99]",
            "Info: Results may be incomplete.",
            "Error: show failed: Internal error.",
            "Node \"x\" is not reachable; its entries are not shown.",
        ] {
            let put = |text: &str, place: &str| {
                let mut lines: Vec<&str> = text.lines().collect();
                let ruler =
                    lines.iter().rposition(|line| line.trim_start().starts_with("---")).map_or(0, |ruler| ruler + 2);
                let at = match place {
                    "before" => 0,
                    "between" => ruler.min(lines.len()),
                    _ => lines.len(),
                };
                lines.insert(at, complaint);
                lines.join("\n") + "\n"
            };
            for place in ["before", "between", "behind"] {
                if let Some(saved) = case.without_the_bad(|text| put(text, place)) {
                    wrong.check(&[3], &format!("{} {} {place} {}", case.name, found.name, &complaint[..12]), &saved);
                }
            }
        }
    }
    wrong.none();
}

#[test]
fn words_by_hand_beside_a_deciding_row_prove_nothing() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        let lines: Vec<(&str, Vec<usize>)> =
            case.changed().iter().map(|(command, good, bad)| (*command, deciding(good, bad))).collect();
        for words in [
            "   <-- planned",
            "  # still down today",
            " (will be set tonight)",
            "   // todo",
            "  \u{2190} not yet",
            "   !! to be done",
            "  [still to do]",
            "  [old]",
        ] {
            let put = |command: &str, text: &str| {
                let marked = lines
                    .iter()
                    .find(|(other, _)| *other == command)
                    .map(|(_, lines)| lines.as_slice())
                    .unwrap_or_default();
                let line = |(at, line): (usize, &str)| {
                    if marked.contains(&at) { format!("{line}{words}\n") } else { format!("{line}\n") }
                };
                text.lines().enumerate().map(line).collect::<String>()
            };
            wrong.check(&[3], &format!("{} {}{words}", case.name, found.name), &case.with(put));
        }
    }
    wrong.none();
}

#[test]
fn words_beside_the_rows_of_a_deciding_answer_prove_nothing() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        for words in [
            "NDMP was switched off on all of these after this.",
            "system services ndmp node-scope-mode on",
            "network interface modify * -status-admin down",
            "options tape.reservations off",
        ] {
            let below = |_: &str, text: &str| format!("{}\n{words}\n", text.trim_end());
            wrong.check(&[3], &format!("{} {} below: {words}", case.name, found.name), &case.with(below));
        }
        let above = |_: &str, text: &str| format!("This was taken before the change of tonight.\n{text}");
        wrong.check(&[3], &format!("{} {} above", case.name, found.name), &case.with(above));
    }
    wrong.none();
}

#[test]
fn words_that_a_scanner_broke_neither_pass_nor_fail() {
    let mut wrong = Wrong::default();
    let scanned =
        |word: &str| word.replace('l', "1").replace('o', "0").replace("rn", "m").replace('S', "5").replace('i', "l");
    for (found, case) in
        cases().iter().filter(|(found, _)| !matches!(found.name, "LIF-gone" | "user-gone" | "no-tape" | "unqualified"))
    {
        for (command, good, bad) in case.changed() {
            let words = |text: &str| text.split([' ', ',', '\n']).map(str::to_owned).collect::<Vec<_>>();
            let others = words(bad);
            let lines: Vec<&str> = good.lines().collect();
            let deciding: Vec<String> = deciding(good, bad)
                .iter()
                .flat_map(|at| words(lines[*at]))
                .filter(|word| !others.contains(word) || found.name == "roles")
                .collect();
            let word = deciding.iter().find(|word| scanned(word) != **word && word.len() > 2);
            let Some(word) = word else { continue };
            let saved = case.with(|_, text| text.replace(word.as_str(), &scanned(word)));
            wrong.check(
                &[3],
                &format!("{} {} `{word}` of `{command}` as `{}`", case.name, found.name, scanned(word)),
                &saved,
            );
        }
    }
    wrong.none();
}

#[test]
fn answers_of_another_cluster_neither_pass_nor_fail() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        let other = |command: &str| {
            let same = |own: &str, other: &str| own.replace(&case.name, "zeta") == *other;
            case.other.iter().find(|(name, _)| same(command, name)).map(|(_, text)| text.clone())
        };
        let what = format!("{} {}", case.name, found.name);
        wrong.check(
            &[3],
            &format!("{what} in place of its own"),
            &case.with(|command, text| other(command).unwrap_or_else(|| text.to_owned())),
        );
        // The own answers are bad, and good ones of another cluster stand beside them.
        let mut files: Vec<(String, String)> = case
            .bad
            .iter()
            .enumerate()
            .map(|(n, (command, text))| (format!("{n:02}.txt"), format!("{command}\n{text}")))
            .collect();
        files.extend(
            case.changed()
                .iter()
                .filter_map(|(command, ..)| {
                    Some((
                        format!("other_{}.txt", files.len()),
                        format!("{}\n{}", command.replace(&case.name, "zeta"), other(command)?),
                    ))
                })
                .collect::<Vec<_>>(),
        );
        wrong.check(&[1, 3], &format!("{what} besides its own"), &Saved { files });
    }
    wrong.none();
}

#[test]
fn a_greeting_answers_nothing() {
    let mut wrong = Wrong::default();
    for (found, case) in cases() {
        let changed: Vec<&str> = case.changed().iter().map(|(command, ..)| *command).collect();
        let rest = case.good.iter().filter(|(command, _)| !changed.contains(&command.as_str())).cloned().collect();
        let rest = case.session(&rest);
        let greeting: String = case.changed().iter().map(|(_, good, _)| format!("{good}\n")).collect();
        let what = |way: &str| format!("{} {} {way}", case.name, found.name);
        wrong.check(
            &[1, 3],
            &what("before the first prompt"),
            &Saved::text(&format!("{greeting}\nLast login time: 11/18/2026 07:00:01\n{rest}")),
        );
        wrong.check(
            &[1, 3],
            &what("behind the login"),
            &Saved::text(&format!("Last login time: 11/18/2026 07:00:01\n{greeting}\n{rest}")),
        );
        let prompt = case.prompt();
        wrong.check(
            &[1, 3],
            &what("at another login"),
            &Saved::text(&format!(
                "{rest}{prompt}exit\nGoodbye\n\n{greeting}\nLast login time: 11/18/2026 07:00:01\n{prompt}\n"
            )),
        );
        wrong.check(
            &[1, 3],
            &what("at a login by ssh"),
            &Saved::text(&format!("{rest}{prompt}exit\nGoodbye\n$ ssh admin@{}\n{greeting}\n{prompt}\n", case.name)),
        );
    }
    wrong.none();
}

#[test]
fn a_release_that_the_evidence_excludes_decides_nothing() {
    let mut wrong = Wrong::default();
    for (cluster, release) in clusters().iter().zip(["9.12.1P4", "9.8P3", "9.9.1"]) {
        let mut printed = cluster.answers(Regime::Wrapped, true);
        printed[0].1 = format!("NetApp Release {release}: Thu Jun 15 09:27:51 UTC 2023\n");
        let case = Case { name: cluster.name.clone(), good: printed, bad: Vec::new(), other: Vec::new() };
        wrong.check(&[3], &format!("{} said to be {release}", case.name), &Saved::text(&case.session(&case.good)));
    }
    wrong.none();
}

#[test]
fn whatever_changes_nothing_leaves_a_ready_cluster_ready() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        for (regime, by_role) in [(Regime::Wrapped, true), (Regime::Overflowing, false)] {
            let printed = cluster.answers(regime, by_role);
            let case = Case {
                name: cluster.name.clone(),
                bad: Vec::new(),
                other: cluster.answers(regime, !by_role),
                good: printed,
            };
            for (way, change) in harmless::WAYS {
                wrong.check(&[0], &format!("{} {regime:?} {way}", case.name), &change(&case));
            }
        }
    }
    wrong.none();
}
