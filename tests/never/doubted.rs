//! A ready cluster of which something in the text says otherwise, though each table is whole: a password that was refused, a comment
//! at a prompt, a note beside the files, another cluster of the same name, an answer below another command, a label
//! that is told twice. Never ready where what says so holds, and no rule fails for what nobody can know; ready where it says nothing.

use crate::cluster::Cluster;
use crate::hiding::{Answers, Case};
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

/// Ready clusters of both branches of releases.
fn cases() -> Vec<Case> {
    let clusters = [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
    ];
    let of = |cluster: &Cluster| {
        let good = cluster.answers(Regime::Overflowing, true);
        Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() }
    };
    clusters.iter().map(of).collect()
}

/// The session with further commands and their answers in front of answer number `at`; behind all where there are not so many.
fn with(case: &Case, at: usize, more: &[(&str, &str)]) -> Saved {
    let mut all = case.good.clone();
    let more = more.iter().map(|(command, text)| (command.replace("CL", &case.name), text.replace("CL", &case.name)));
    let at = at.min(all.len());
    all.splice(at..at, more);
    Saved::text(&case.session(&all))
}

fn place(case: &Case, command: &str) -> usize {
    case.good.iter().position(|(own, _)| own.starts_with(command)).unwrap()
}

/// The users that the clusters have, each of which alone would do.
fn users(case: &Case) -> Vec<String> {
    let logins = &case.good[place(case, "security login show")].1;
    let is_fit = |line: &&str| line.contains(" ssh ") && line.contains(" password ") && line.contains(" no ");
    logins.lines().filter(is_fit).filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

/// What `generate-password` says where it gives none.
const DENIED: [&str; 3] = [
    "\nError: show failed: Cannot get password for user \"USER\".\n",
    "\nError: command failed: User \"USER\" does not exist in Vserver \"CL\".\n",
    "\nError: command failed: The account is locked.\n",
];

#[test]
fn an_account_that_got_no_password_is_none_until_it_was_changed() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for (at, words) in DENIED.iter().enumerate() {
            for form in [
                "vserver services ndmp generate-password -vserver CL -user USER",
                "vserver services ndmp generate-password -user USER",
                "vs ser ndmp generate-password -v CL -u USER",
            ] {
                let all: Vec<(String, String)> = users(&case)
                    .iter()
                    .filter(|user| *user != "vsadmin")
                    .map(|user| (form.replace("USER", user), words.replace("USER", user)))
                    .collect();
                let more: Vec<(&str, &str)> = all.iter().map(|(form, words)| (form.as_str(), words.as_str())).collect();
                assert!(!more.is_empty());
                for place in [0, usize::MAX] {
                    let what = format!("{} {form} at {place}, {at}", case.name);
                    wrong.check(&[1, 3], &what, &with(&case, place, &more));
                }
                // Of somebody else it says nothing, nor does a command that nobody has.
                let other = (form.replace("USER", "gull"), words.replace("USER", "gull"));
                wrong.check(&[0], "of another user", &with(&case, usize::MAX, &[(other.0.as_str(), other.1.as_str())]));
                let unknown = "\nError: \"generate-password\" is not a recognized command\n";
                wrong.check(&[0], "no such command", &with(&case, usize::MAX, &[(more[0].0, unknown)]));
                // Unlocked since, and shown again.
                let shown = &case.good[place_of_logins(&case)].1;
                let mut mended = more.clone();
                mended.push(("security login unlock -vserver CL -username gull", ""));
                mended.push(("security login show", shown));
                wrong.check(&[0], "mended", &with(&case, usize::MAX, &mended));
            }
        }
    }
    wrong.none();
}

fn place_of_logins(case: &Case) -> usize {
    place(case, "security login show")
}

#[test]
fn a_comment_at_a_prompt_speaks_as_one_beside_an_answer() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for (at, sign) in ["# ", "#", "! ", "// "].iter().enumerate() {
            for words in ["this output is old", "LIF is down now", "values edited by hand", "NDMP wurde deaktiviert"] {
                let typed = format!("{sign}{words}");
                for place in [0, 3 + at, usize::MAX] {
                    let refused = format!("\nError: \"{}\" is not a recognized command\n", sign.trim());
                    wrong.check(&[1, 3], &typed, &with(&case, place, &[(typed.as_str(), "")]));
                    wrong.check(&[1, 3], &typed, &with(&case, place, &[(typed.as_str(), refused.as_str())]));
                }
            }
            for words in
                ["LIFs done, now tape", "check whether NDMP is disabled anywhere", "verify that no LIF is down"]
            {
                let typed = format!("{sign}{words}");
                wrong.check(&[0], &typed, &with(&case, 4 + at, &[(typed.as_str(), "")]));
            }
        }
    }
    wrong.none();
}

#[test]
fn a_note_beside_the_files_speaks_too() {
    for case in cases() {
        for (words, code) in [
            ("these values are planned, not real\n", 3),
            ("Collected by Ann.\n\nThis output is old.\n", 3),
            ("Collected by Ann, with the backup team.\n", 0),
        ] {
            for name in ["README.txt", "readme.md", "README"] {
                let folder = tempfile::tempdir().unwrap();
                for (command, text) in &case.good {
                    let file = folder.path().join(format!("{}.txt", command.replace(' ', "_")));
                    std::fs::write(file, format!("{}{command}\n{text}", case.prompt())).unwrap();
                }
                std::fs::write(folder.path().join(name), words).unwrap();
                let ran = crate::program::run(folder.path(), "check --from .");
                assert_eq!(ran.code, code, "{name}: {words}{}", ran.out);
                assert_eq!(ran.out.contains(name), code == 3, "{}", ran.out);
            }
        }
    }
}

/// Two answers of `network interface show`, each below the other's command: the LIFs would have other roles. Nobody knows; but nothing
/// is broken.
#[test]
fn answers_below_each_other_s_commands_fail_nothing() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let is_lif = |(command, _): &(String, String)| command.starts_with("network interface show");
        let places: Vec<usize> = (0..case.good.len()).filter(|&at| is_lif(&case.good[at])).collect();
        assert!(places.len() > 3);
        for &first in &places {
            for &second in places.iter().filter(|&&other| other != first) {
                let mut all = case.good.clone();
                let (own, other) = (all[first].1.clone(), all[second].1.clone());
                let what = format!("{}: {} and {}", case.name, all[first].0, all[second].0);
                // Of two roles that have changed places nothing tells that they have.
                if ![first, second].iter().all(|&at| all[at].0.contains("-role")) {
                    (all[first].1, all[second].1) = (other.clone(), own);
                    wrong.check(&[0, 3], &what, &Saved::text(&case.session(&all)));
                }
                // One of them copied twice.
                let mut all: Answers = case.good.clone();
                all[first].1 = other;
                wrong.check(&[0, 3], &format!("{what} copied"), &Saved::text(&case.session(&all)));
            }
        }
    }
    wrong.none();
}

fn identity(uuid: &str) -> String {
    format!(
        "\n          Cluster UUID: {uuid}\n          Cluster Name: CL\n Cluster Serial Number: 1-80-000013\n      Cluster Location: quay\n       Cluster Contact: -\n"
    )
}

#[test]
fn two_clusters_of_one_name_are_two() {
    let mut wrong = Wrong::default();
    let ids = ["1cd8a442-86d1-11e0-ae1c-123478563412", "99d8a442-86d1-11e0-ae1c-123478563999"].map(identity);
    for case in cases() {
        let show = "cluster identity show";
        for at in 0..case.good.len() {
            let mut all = case.good.clone();
            let own = |id: &String| (show.to_owned(), id.replace("CL", &case.name));
            all.insert(at, own(&ids[0]));
            wrong.check(&[0], "one cluster", &Saved::text(&case.session(&all)));
            let mut same = all.clone();
            same.push(own(&ids[0]));
            wrong.check(&[0], "the same again", &Saved::text(&case.session(&same)));
            all.push(own(&ids[1]));
            wrong.check(&[1, 3], &format!("another UUID behind {at}"), &Saved::text(&case.session(&all)));
        }
        for (domains, allowed) in [
            (["prod.example.com", "lab.example.com"], &[1, 3][..]),
            (["prod.example.com", "prod.example.com"], &[0]),
            (["example.com", "example.com"], &[0]),
        ] {
            for at in [2, 5, 8] {
                let (above, below) = case.good.split_at(at);
                let login = |domain: &str| format!("joe@jump:~$ ssh admin@{}.{domain}\n", case.name);
                let part = |answers: &[(String, String)]| {
                    case.session(&answers.to_vec()).trim_end().to_owned() + " exit\nGoodbye\n\n"
                };
                let text = login(domains[0]) + &part(above) + &login(domains[1]) + &part(below);
                wrong.check(allowed, &format!("{domains:?} {at}"), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

#[test]
fn a_label_with_two_values_has_none() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let at = place(&case, "vserver services ndmp show -vserver");
        let lines: Vec<&str> = case.good[at].1.lines().collect();
        for (label, value) in [
            ("Preferred Interface Role", "intercluster, cluster-mgmt"),
            ("Preferred Interface Role", "data"),
            ("Enable NDMP on Vserver", "false"),
            ("Authentication Type", "plaintext"),
        ] {
            let own = lines.iter().position(|line| line.contains(label)).unwrap();
            for (what, behind) in [("below", 1), ("above", 0)] {
                let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
                let colon = lines[own].find(':').unwrap();
                let line = format!("{}: {value}", &lines[own][..colon]);
                lines.insert(own + behind, line);
                let mut all = case.good.clone();
                all[at].1 = lines.join("\n") + "\n";
                wrong.check(&[1, 3], &format!("{label} {value} {what}"), &Saved::text(&case.session(&all)));
            }
        }
    }
    wrong.none();
}

/// A command that changes one column, and an answer behind it that shows this one again: all others stand.
#[test]
fn what_a_change_cannot_touch_need_not_be_shown_again() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let is_old = case.name == "esk";
        let column = if is_old { "firewall-policy" } else { "service-policy" };
        let policy = if is_old { "intercluster" } else { "default-intercluster" };
        let fields = place(&case, "network interface show -fields");
        let change = format!("network interface modify -vserver CL -lif CL_none -{column} {policy}");
        let shown = case.good[fields].clone();
        assert!(shown.0.contains(column), "{}", shown.0);
        let lif = lif_of(&case);
        let change = change.replace("CL_none", &lif);
        wrong.check(&[0], &change, &with(&case, usize::MAX, &[(&change, ""), (&shown.0, &shown.1)]));
        wrong.check(&[1, 3], &change, &with(&case, usize::MAX, &[(&change, "")]));
        let show = case.good[place(&case, "vserver services ndmp show")].clone();
        let enable = ("vserver services ndmp modify -vserver CL -enable true", "");
        wrong.check(&[0], enable.0, &with(&case, usize::MAX, &[enable, (&show.0, &show.1)]));
        wrong.check(&[1, 3], enable.0, &with(&case, usize::MAX, &[enable]));
    }
    wrong.none();
}

/// The first intercluster LIF.
fn lif_of(case: &Case) -> String {
    let text = &case.good[place(case, "network interface show -role intercluster")].1;
    let row = text.lines().find(|line| line.contains("up/up")).unwrap();
    row.split_whitespace().next().unwrap().to_owned()
}

/// A list of what is not wanted chooses what is none of it.
#[test]
fn an_empty_answer_to_what_is_not_wanted_takes_rows_away() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let none = "There are no entries matching your query.\n";
        for filter in ["!http,!console", "!console,!http,!ontapi", "!http", "ssh"] {
            let typed = format!("security login show -vserver CL -application {filter}");
            wrong.check(&[1, 3], &typed, &with(&case, usize::MAX, &[(typed.as_str(), none)]));
        }
        for filter in ["!ssh,!console", "!console,!http,!ssh", "snmp"] {
            let typed = format!("security login show -vserver CL -application {filter}");
            wrong.check(&[0], &typed, &with(&case, usize::MAX, &[(typed.as_str(), none)]));
        }
    }
    wrong.none();
}
