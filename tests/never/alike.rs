//! Ready clusters of which somebody masked names or words with one word for all: what they hide nobody knows, so nothing is ready and
//! nothing fails.

use crate::cluster::Cluster;
use crate::hiding::Case;
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

/// Ready clusters of both branches of releases, and one in node scope.
fn cases() -> Vec<Case> {
    let clusters = [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
        Cluster::ready("don", &["1", "2"], "9.9.1P4", true),
    ];
    let of = |(at, cluster): (usize, &Cluster)| {
        let regime = if at % 2 == 0 { Regime::Overflowing } else { Regime::Wrapped };
        let good = cluster.answers(regime, at % 2 == 0);
        Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() }
    };
    clusters.iter().enumerate().map(of).collect()
}

fn nodes(case: &Case) -> Vec<String> {
    let suffixes: &[&str] = match case.name.as_str() {
        "tay7" => &["-01", "-02"],
        "esk" => &["-a", "-b", "-c"],
        _ => &["1", "2"],
    };
    suffixes.iter().map(|suffix| format!("{}{suffix}", case.name)).collect()
}

/// The text with other names for the nodes, as wide as they were; names of LIFs that hold one of a node stay.
fn renamed(case: &Case, text: &str, new: impl Fn(usize) -> String) -> String {
    let text = nodes(case)
        .iter()
        .fold(text.to_owned(), |text, node| text.replace(&format!("{node}_"), &format!("{node}\u{1}")));
    let renamed = nodes(case).iter().enumerate().fold(text, |text, (at, node)| {
        let new = new(at);
        let gap = " ".repeat(node.len().saturating_sub(new.len()));
        let kept = text.replace(&format!("{node}\u{1}"), &format!("\u{2}{at}\u{1}"));
        kept.replace(&format!("{node} "), &format!("{new}{gap} ")).replace(node.as_str(), &new)
    });
    nodes(case)
        .iter()
        .enumerate()
        .fold(renamed, |text, (at, node)| text.replace(&format!("\u{2}{at}\u{1}"), &format!("{node}_")))
}

/// The session with the nodes renamed in the answers to commands that `is_meant` takes.
fn session(case: &Case, is_meant: impl Fn(&str) -> bool, new: impl Fn(usize) -> String) -> Saved {
    let all = case.good.iter().map(|(command, text)| {
        (command.clone(), if is_meant(command) { renamed(case, text, &new) } else { text.clone() })
    });
    Saved::text(&case.session(&all.collect()))
}

#[test]
fn nodes_of_one_name_are_none() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for mask in ["n-xx", "NODE", "xxxx", "ctrl", "t-XX"] {
            wrong.check(&[3], &format!("{} {mask}", case.name), &session(&case, |_| true, |_| mask.to_owned()));
            let each = |at: usize| format!("{}{at}", mask.trim_end_matches('x'));
            wrong.check(&[0], &format!("{} {mask} apart", case.name), &session(&case, |_| true, each));
        }
        for shown in ["cluster show", "options tape.reservations"] {
            let is_meant = |command: &str| command == shown;
            wrong.check(
                &[3],
                &format!("{} {shown}", case.name),
                &session(&case, is_meant, |_| nodes(&case)[0].clone()),
            );
        }
    }
    wrong.none();
}

/// What is shown again, wherever its command stands, has each name once in each answer.
#[test]
fn an_answer_that_is_shown_again_doubles_no_name() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for (at, (command, _)) in case.good.iter().enumerate() {
            let mut all = case.good.clone();
            all.insert(at, all[at].clone());
            wrong.check(&[0], &format!("{} {command} twice", case.name), &Saved::text(&case.session(&all)));
        }
        let twice: Vec<(String, String)> = case.good.iter().chain(&case.good).cloned().collect();
        wrong.check(&[0], &format!("{} all twice", case.name), &Saved::text(&case.session(&twice)));
    }
    wrong.none();
}

/// The good session with a word replaced in one answer.
fn with_word(case: &Case, command: &str, (old, new): (&str, &str)) -> Saved {
    let all = case
        .good
        .iter()
        .map(|(own, text)| (own.clone(), if own.starts_with(command) { text.replace(old, new) } else { text.clone() }));
    Saved::text(&case.session(&all.collect()))
}

#[test]
fn a_list_with_a_word_that_somebody_masked_lacks_nothing() {
    let mut wrong = Wrong::default();
    let cases = cases();
    for mask in
        ["xxxxxx-xxxx-xxxxxxx", "XXXXX-ndmp-control", "CLIENT-ndmp-control", "backup-svc-control", "data-xxxx-core"]
    {
        let what = format!("service {mask}");
        let saved = with_word(&cases[0], "network interface service-policy show", ("backup-ndmp-control", mask));
        wrong.check(&[3], &what, &saved);
    }
    for service in ["data-nfs", "management-ssh"] {
        let saved = with_word(&cases[0], "network interface service-policy show", ("backup-ndmp-control", service));
        wrong.check(&[1], service, &saved);
    }
    for mask in ["svc ", "xxxx", "NAME"] {
        let saved = with_word(&cases[1], "system services firewall policy show", ("ndmp", mask));
        wrong.check(&[3], &format!("firewall {mask}"), &saved);
    }
    wrong.check(&[1], "firewall ssh", &with_word(&cases[1], "system services firewall policy show", ("ndmp", "dns ")));
    for case in &cases[..2] {
        for (mask, allowed) in [("xxxxxx", 3), ("aaaaaa", 3), ("reader", 1)] {
            let all = case.good.iter().map(|(own, text)| {
                let is_it = own.starts_with("security login show");
                let text = if is_it {
                    text.replace(" backup ", &format!(" {mask} ")).replace(" admin ", &format!(" {mask:<5} "))
                } else {
                    text.clone()
                };
                (own.clone(), text)
            });
            wrong.check(&[allowed], &format!("{} role {mask}", case.name), &Saved::text(&case.session(&all.collect())));
        }
    }
    wrong.none();
}
