//! What may be done to a capture that changes nothing of what it says.

use super::hiding::{Answers, Case, Way};
use super::saved::Saved;

pub(crate) const WAYS: [Way; 22] = [
    ("as it is", |case| Saved::text(&case.session(&case.good))),
    ("in reverse order", |case| Saved::text(&case.session(&case.good.iter().rev().cloned().collect()))),
    ("twice", |case| Saved::text(&case.session(&case.good).repeat(2))),
    ("every answer twice", |case| {
        Saved::text(&case.session(&case.good.iter().flat_map(|answer| [answer.clone(), answer.clone()]).collect()))
    }),
    ("by roles and by fields", |case| Saved::text(&case.session(&both(case)))),
    ("by roles and by fields, in files", |case| files(&both(case), "")),
    ("in files", |case| files(&case.good, "")),
    ("in files twice", |case| {
        let mut twice = files(&case.good, "");
        twice.files.extend(files(&case.good, "again_").files);
        twice
    }),
    ("with CR LF", |case| Saved::text(&case.session(&case.good).replace('\n', "\r\n"))),
    ("quoted", |case| each_line(case, |line| format!("> {line}"))),
    ("quoted twice", |case| each_line(case, |line| format!("> > {line}"))),
    ("with blanks at line ends", |case| each_line(case, |line| format!("{line}   "))),
    ("with a time before each line", |case| each_line(case, |line| format!("2026-11-21 08:00:01 {line}"))),
    ("with times in prompts", |case| {
        Saved::text(
            &case.session(&case.good).replace(&case.prompt(), &format!("[2026-11-21 08:00:01] {}", case.prompt())),
        )
    }),
    ("behind a login", |case| {
        Saved::text(&format!(
            "\nLast login time: 11/18/2026 07:00:01\nUnsuccessful login attempts since last login: 2\n{}",
            case.session(&case.good)
        ))
    }),
    ("behind a message of the day", |case| {
        Saved::text(&format!(
            "**** Authorised users only ****\nThis system is watched.\n\n{}",
            case.session(&case.good)
        ))
    }),
    ("with prompts alone", |case| {
        Saved::text(&case.session(&case.good).replace(&case.prompt(), &format!("{p}\n{p}\n{p}", p = case.prompt())))
    }),
    ("with a privilege of its own", |case| {
        let prompt = case.prompt();
        let warning = "Warning: These advanced commands are potentially dangerous; use them only when\n         directed to do so by NetApp personnel.\nDo you want to continue? {y|n}: y\n";
        Saved::text(&format!(
            "{prompt}set -privilege advanced\n\n{warning}\n{}",
            case.session(&case.good).replace("::> ", "::*> ")
        ))
    }),
    ("with changes of something else", |case| {
        let prompt = case.prompt();
        let others = [
            "volume create -vserver svm_data -volume v9 -aggregate aggr1 -size 1TB",
            "vserver nfs modify -vserver svm_data -v4.0 enabled",
            "cluster log-forwarding create -destination 192.0.2.9",
            "snapmirror update -destination-path svm_data:v9",
        ];
        let typed: String = others.iter().map(|command| format!("{prompt}{command}\n\n")).collect();
        Saved::text(&(case.session(&case.good) + &typed))
    }),
    ("with a refused change", |case| {
        let prompt = case.prompt();
        Saved::text(&format!(
            "{}{prompt}vserver services ndmp off -vserver {}\nError: command failed: not authorized for that command\n\n{prompt}\n",
            case.session(&case.good),
            case.name
        ))
    }),
    ("with a change of another object", |case| {
        let prompt = case.prompt();
        Saved::text(&format!(
            "{}{prompt}network interface modify -vserver svm_data -lif data1 -status-admin down\n\n{prompt}\n",
            case.session(&case.good)
        ))
    }),
    ("with a hint that takes nothing away", |case| {
        let hint = "Warning: Cluster HA has not been configured. Cluster HA must be configured on a\n         two-node cluster to ensure data access availability.\n";
        case_with(case, "cluster show", hint)
    }),
];

fn each_line(case: &Case, change: impl Fn(&str) -> String) -> Saved {
    Saved::text(&case.session(&case.good).lines().map(|line| change(line) + "\n").collect::<String>())
}

/// All answers that either way of asking gives.
fn both(case: &Case) -> Answers {
    let more = case.other.iter().filter(|(command, _)| !case.good.iter().any(|(own, _)| own == command));
    case.good.iter().chain(more).cloned().collect()
}

fn files(answers: &Answers, before: &str) -> Saved {
    let file = |(command, text): &(String, String)| {
        (format!("{before}{}.txt", command.replace(' ', "_")), format!("{command}\n{text}"))
    };
    Saved { files: answers.iter().map(file).collect() }
}

fn case_with(case: &Case, command: &str, before: &str) -> Saved {
    let put = |(own, text): &(String, String)| {
        let text = if own == command { format!("{before}{text}") } else { text.clone() };
        (own.clone(), text)
    };
    Saved::text(&case.session(&case.good.iter().map(put).collect()))
}
