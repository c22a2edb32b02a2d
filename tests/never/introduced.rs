//! A line of somebody's that gives an answer to another cluster, another day or a book, and what a program or a person put down behind the
//! answers: never ready for it. Lines that say nothing of the kind leave a ready cluster ready.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::Case;
use crate::saved::{Saved, plain};
use crate::table::Regime;
use crate::wrong::Wrong;

/// Ready clusters of both branches of releases.
fn clusters() -> [Cluster; 2] {
    [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
    ]
}

/// Each break of a cluster that has it.
fn cases() -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for (at, cluster) in clusters().iter().enumerate() {
        for found in BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == (at == 1))) {
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            let printed = |cluster: &Cluster| cluster.answers(Regime::Overflowing, true);
            let (good, bad) = (printed(cluster), printed(&broken));
            cases.push((found.name.to_owned(), Case { name: cluster.name.clone(), good, bad, other: Vec::new() }));
        }
    }
    cases
}

/// Lines that say where the next answer is from, in words that nobody need know.
const FOREIGN: [&str; 22] = [
    "site2:",
    "DC2",
    "Cluster B:",
    "cluster 2",
    "Lab1:",
    "system 2:",
    "from the manual",
    "out of the guide:",
    "per documentation",
    "NetApp KB:",
    "as in TR-1234",
    "aus dem Handbuch",
    "colleague's cluster:",
    "other site",
    "the twin system:",
    "what it was in January",
    "model answer",
    "Ludwigshafen",
    "Tim's machine:",
    "z Krakowa:",
    "à Lyon :",
    "training room",
];

#[test]
fn an_answer_below_a_line_of_somebodys_retires_none_above_it() {
    let mut wrong = Wrong::default();
    // One row alone has no count: with a line below it nobody knows that it is all, and what is shown again counts.
    let cases = cases().into_iter().filter(|(what, _)| what != "user-gone");
    for (at, (what, case)) in cases.enumerate() {
        let prompt = case.prompt();
        for line in FOREIGN.iter().skip(at % 4).step_by(4) {
            let both = |command: &str, bad: &str, good: &str| {
                [
                    format!("{bad}\n{line}\n\n{prompt}{command}\n{good}"),
                    format!("{bad}\n{line}\n{prompt}{command}\n{good}"),
                    format!("{bad}\n{line}\n\n{good}"),
                ]
            };
            for way in 0..3 {
                let text = |command: &str, good: &str| {
                    let bad = case.bad.iter().find(|(own, _)| own == command).map_or("", |(_, text)| text);
                    both(command, bad, good)[way].clone()
                };
                wrong.check(&[1, 3], &format!("{what}: {line} ({way})"), &case.with(text));
            }
        }
    }
    wrong.none();
}

/// What says that an answer comes from elsewhere, whatever else is shown.
const ELSEWHERE: [&str; 12] = [
    "from the manual:",
    "per documentation",
    "NetApp KB",
    "as in TR-1234",
    "laut Doku:",
    "other site",
    "the twin system:",
    "## What the vendor documentation prints",
    "*Referenzsystem*",
    "=== twin ===",
    "what it was last year",
    "vSIM",
];

#[test]
fn an_answer_that_is_said_to_be_from_elsewhere_proves_nothing() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (prompt, answers) = (format!("{}::> ", cluster.name), cluster.answers(Regime::Overflowing, true));
        let session = |line: &str, marked: usize, is_there: bool| {
            let one = |(at, (command, text)): (usize, &(String, String))| match (at == marked, is_there) {
                (true, false) => String::new(),
                (true, true) => format!("{line}\n\n{prompt}{command}\n{text}\n"),
                _ => format!("{prompt}{command}\n{text}\n"),
            };
            Saved::text(&(answers.iter().enumerate().map(one).collect::<String>() + &prompt + "\n"))
        };
        let needed = (0..answers.len()).filter(|&at| session("", at, false).report(&plain()).exit_code != 0);
        for (number, at) in needed.enumerate() {
            for line in ELSEWHERE.iter().skip(number % 3).step_by(3) {
                wrong.check(&[1, 3], &format!("{line}: {}", answers[at].0), &session(line, at, true));
            }
        }
        for line in ELSEWHERE {
            let text =
                format!("{line}\n\n{}", answers.iter().map(|(c, t)| format!("{prompt}{c}\n{t}\n")).collect::<String>());
            wrong.check(&[1, 3], &format!("{line}: all"), &Saved::text(&format!("{text}{prompt}\n")));
        }
    }
    wrong.none();
}

/// Outcomes that are not good: `@` is the cluster, `%` a node.
const BAD: [&str; 33] = [
    "Checking NDMP ... FAILED",
    "Check NDMP: FAILED",
    "- Check tape drives - FAILED",
    "[x] Check the users = NOK",
    "Verify users -> KO",
    "Step 4: Check the drives: failed",
    "@: CRITICAL",
    "NDMP ..... CRITICAL",
    "icl_1 -> KO",
    "ndmpbkp  locked",
    "Health: false (%)",
    "NDMP @ false challenge",
    "2 of 24 checks failed",
    "Total: 24, OK: 22, FAILED: 2",
    "Status: degraded",
    "| NDMP user | rot |",
    "0/2 drives usable",
    "22 of 24 checks passed",
    "Score: 7/10",
    "exit code: 1",
    "UNKNOWN: ndmp",
    "{\n  \"svm\": {\n    \"name\": \"@\"\n  },\n  \"enabled\": false\n}",
    "{\"svm\": {\"name\": \"@\"}, \"enabled\": false, \"authentication_types\": [\"challenge\"]}",
    "{'svm': '@', 'enabled': False}",
    "ndmp:\n  svm: @\n  enabled: false",
    "<info><vserver-name>@</vserver-name><is-enabled>false</is-enabled></info>",
    "{\"name\": \"ndmpbkp\", \"locked\": true}",
    "numbers above are made up",
    "Werte sind Beispielwerte.",
    "I changed some of the values.",
    "Nicht vom Produktivsystem!",
    "User ........ gone",
    "| 7 May | OH | removed icl_1 |",
];

/// Outcomes that are good, and what says nothing of the cluster.
const GOOD: [&str; 14] = [
    "0 errors, 0 warnings",
    "FAILED: 0",
    "24 of 24 checks passed",
    "no errors",
    "exit code: 0",
    "ok=12 changed=0 failed=0",
    "node-scope-mode: off",
    "NDMP: enabled",
    "Connection to @ closed.",
    "Kind regards, Ann",
    "Names and addresses were replaced, nothing else.",
    "I am off on Friday, please ask Ute.",
    "The account was never locked.",
    "Output:",
];

#[test]
fn an_outcome_that_is_not_good_is_not_passed_by_behind_an_answer() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (prompt, answers) = (format!("{}::> ", cluster.name), cluster.answers(Regime::Overflowing, true));
        // Behind the last answer, and behind one in the middle.
        let at = |line: &str, place: usize| {
            let line = line.replace('@', &cluster.name).replace('%', &cluster.nodes[0]);
            let one = |(at, (command, text)): (usize, &(String, String))| {
                let behind = if at == place { format!("\n{line}\n\n") } else { String::new() };
                format!("{prompt}{command}\n{text}\n{behind}")
            };
            Saved::text(&answers.iter().enumerate().map(one).collect::<String>())
        };
        let counted = |(_, text): &(String, String)| text.contains("entries were displayed");
        let places = [answers.len() - 1, answers[..answers.len() - 1].iter().rposition(counted).unwrap()];
        for line in BAD {
            for place in places {
                wrong.check(&[1, 3], &format!("{}: {line} at {place}", cluster.name), &at(line, place));
            }
        }
        for line in GOOD {
            for place in places {
                wrong.check(&[0], &format!("{}: {line} at {place}", cluster.name), &at(line, place));
            }
        }
    }
    wrong.none();
}
