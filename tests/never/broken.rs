//! A ready cluster of which one answer says itself that it is not whole, or not so: words and dots among its rows, a complaint of ONTAP,
//! a count of other rows, another answer below it, a column of somebody's own. Where nothing else tells the same: never ready; and
//! no rule fails for what nobody can know. Ready where only the end was not seen, and where such a column says nothing.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::hiding::{Answers, Case};
use crate::saved::Saved;
use crate::table::Regime;
use crate::wrong::Wrong;

fn clusters() -> [Cluster; 2] {
    [
        Cluster::ready("tay7", &["-01", "-02"], "9.15.1", false),
        Cluster::ready("esk", &["-a", "-b", "-c"], "9.8P9", false),
    ]
}

fn cases() -> Vec<Case> {
    let of = |cluster: &Cluster| {
        let good = cluster.answers(Regime::Overflowing, true);
        Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() }
    };
    clusters().iter().map(of).collect()
}

/// The answers that alone tell what they tell.
const ALONE: [&str; 9] = [
    "options tape.reservations",
    "storage tape show-supported-status",
    "storage tape show-media-changer",
    "storage tape show",
    "security login show",
    "network interface show -failover",
    "network interface show -fields service-policy",
    "network interface service-policy show",
    "system services firewall policy show",
];

/// The places of these answers.
fn alone(case: &Case) -> Vec<usize> {
    let is_alone =
        |command: &str| ALONE.iter().any(|own| command == *own || own.ends_with("-fields") && command.starts_with(own));
    (0..case.good.len()).filter(|&at| is_alone(&case.good[at].0)).collect()
}

/// The session with the answer at `at` changed.
fn with(case: &Case, at: usize, change: impl FnOnce(&str) -> String) -> Saved {
    let mut all: Answers = case.good.clone();
    all[at].1 = change(&all[at].1);
    Saved::text(&case.session(&all))
}

/// The text with a line put in before line `at`.
fn with_line(text: &str, at: usize, line: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.insert(at.min(lines.len()), line);
    lines.join("\n") + "\n"
}

/// Whether a word alone may be the rest of a name between rows, or the name of an SVM where groups have them, with that of a policy.
fn may_be_name(command: &str, line: &str, is_between: bool) -> bool {
    let is_grouped = command.ends_with("-failover") || command.contains("firewall");
    match line {
        "tbd" => is_grouped || is_between && command.contains("-fields"),
        "NOT TRUE" => is_between && command.contains("firewall"),
        _ => false,
    }
}

/// Where the last row stands.
fn last_row(text: &str) -> usize {
    let is_row = |line: &str| !line.is_empty() && !line.contains("displayed") && !line.contains("Failover Targets");
    text.lines().collect::<Vec<_>>().iter().rposition(|line| is_row(line)).unwrap()
}

#[test]
fn lines_that_are_none_of_an_answer_take_the_proof_from_it() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for at in alone(&case) {
            let (command, text) = &case.good[at];
            for line in [
                "[cut]",
                "...",
                "<snip>",
                "NOT TRUE",
                "tbd",
                "+3 more rows",
                "(3 more)",
                "this row is edited",
                "node4: RPC failure",
                "No, this is off since this morning.",
                "^ wrong",
            ] {
                for place in [last_row(text), last_row(text) + 1] {
                    if may_be_name(command, line, place == last_row(text)) {
                        continue;
                    }
                    let what = format!("{} {command} {line} {place}", case.name);
                    wrong.check(&[1, 3], &what, &with(&case, at, |text| with_line(text, place, line)));
                }
            }
        }
    }
    wrong.none();
}

#[test]
fn an_answer_in_which_ontap_complains_proves_nothing() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for at in alone(&case) {
            let command = &case.good[at].0;
            for line in [
                "Warning: Unable to list entries on node NODE.",
                "Info: Some entries could not be displayed.",
                "RPC: Couldn't make connection [from mgwd on node \"NODE\" (VSID: -1) to mgwd at 192.0.2.2]",
            ] {
                let line = line.replace("NODE", &format!("{}-x", case.name));
                for place in [0, usize::MAX] {
                    let what = format!("{} {command} {line} {place}", case.name);
                    wrong.check(&[1, 3], &what, &with(&case, at, |text| with_line(text, place, &line)));
                }
            }
            // What is known to say nothing of the rows.
            let line = "Info: This command is deprecated.";
            wrong.check(&[0], &format!("{command} {line}"), &with(&case, at, |text| with_line(text, 0, line)));
        }
    }
    wrong.none();
}

#[test]
fn a_count_of_fewer_rows_takes_the_proof_and_a_lost_one_does_not() {
    const END: &str = " entries were displayed.";
    let mut wrong = Wrong::default();
    for case in cases() {
        for at in alone(&case) {
            let (command, text) = &case.good[at];
            let Some(line) = text.lines().find(|line| line.ends_with(END)) else { continue };
            let count: usize = line.trim_end_matches(END).parse().unwrap();
            for (other, allowed) in [(count - 1, &[1, 3][..]), (count + 1, &[0, 3]), (count + 10, &[0, 3])] {
                let what = format!("{} {command} {other}", case.name);
                wrong.check(allowed, &what, &with(&case, at, |text| text.replace(line, &format!("{other}{END}"))));
            }
            // Its rows are those that others list.
            if command.starts_with("options") || command.starts_with("network interface show -f") {
                let what = format!("{} {command} uncounted", case.name);
                wrong.check(&[0], &what, &with(&case, at, |text| text.replace(line, "")));
            }
        }
    }
    wrong.none();
}

#[test]
fn an_answer_below_another_one_counts() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let is_old = cluster.release.starts_with("9.8");
        for found in BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == is_old)) {
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            let printed = |cluster: &Cluster| cluster.answers(Regime::Overflowing, true);
            let (good, bad) = (printed(&cluster), printed(&broken));
            let case = Case { name: cluster.name.clone(), good, bad, other: Vec::new() };
            let changed: Vec<(&str, &str, &str)> = case.changed();
            for between in ["\n", "\n\n", "\nand once more:\n\n", "\n---\n\n", "\n8<------\n\n"] {
                let below = |pick: fn(&str, &str) -> String| {
                    let text = |(command, text): &(String, String)| {
                        let other = changed.iter().find(|(own, ..)| own == command);
                        let more = other.map(|(_, good, bad)| format!("{between}{}", pick(good, bad)));
                        (command.clone(), format!("{text}{}", more.unwrap_or_default()))
                    };
                    Saved::text(&case.session(&case.good.iter().map(text).collect()))
                };
                let what = format!("{} {} {between:?}", case.name, found.name);
                wrong.check(&[1, 3], &what, &below(|_, bad| bad.to_owned()));
            }
            let behind: String = changed.iter().map(|(.., bad)| format!("\n{bad}")).collect();
            let left = format!("{}exit\nGoodbye\n", case.session(&case.good).trim_end_matches('\n'));
            let what = format!("{} {} behind exit", case.name, found.name);
            // Of what nothing is, only its command tells.
            let allowed = if behind.contains("no entries") { &[0, 1, 3][..] } else { &[1, 3] };
            wrong.check(allowed, &what, &Saved::text(&format!("{left}\n{behind}")));
            wrong.check(&[0], "left", &Saved::text(&format!("{left}\nThanks, Petra\n")));
        }
    }
    wrong.none();
}

/// The answer with a column more behind the others: its heading over the ruler, and a value behind each row.
fn widened(text: &str, heading: &str, value: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap() + 1;
    let mut is_below = false;
    let of = |(at, line): (usize, &&str)| {
        let is_ruler = line.starts_with("---");
        let is_row = is_below && !line.is_empty() && !line.ends_with("displayed.");
        is_below = is_ruler || is_below && !line.is_empty();
        match lines.get(at + 1) {
            _ if is_ruler => format!("{line:width$}{}", "-".repeat(20)),
            Some(next) if next.starts_with("---") => format!("{line:width$}{heading}"),
            _ if is_row => format!("{line:width$}{value}"),
            _ => (*line).to_owned(),
        }
    };
    lines.iter().enumerate().map(of).collect::<Vec<_>>().join("\n") + "\n"
}

#[test]
fn a_column_of_somebody_s_own_is_a_remark_beside_each_row() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for at in alone(&case) {
            let (command, text) = &case.good[at];
            let is_plain = ["storage tape show", "storage tape show-supported-status"];
            if !is_plain.contains(&command.as_str()) || !text.contains("---") {
                continue;
            }
            for (heading, value, allowed) in [
                ("Remark", "planned, not yet on", &[1, 3][..]),
                ("Bemerkung", "noch aus", &[1, 3]),
                ("Real", "offline", &[1, 3]),
                ("Ist", "false", &[1, 3]),
                ("Disabled", "yes", &[1, 3]),
                ("State", "down", &[1, 3]),
                ("Cluster", "bann1", &[1, 3]),
                ("Remark", "-", &[0]),
                ("Remark", "ok", &[0]),
                ("Disabled", "no", &[0]),
                ("State", "fine", &[0]),
                ("Cluster", "OWN", &[0]),
                ("Quorum Mood", "7", &[0]),
            ] {
                let value = value.replace("OWN", &case.name);
                let what = format!("{} {command} {heading} {value}", case.name);
                wrong.check(allowed, &what, &with(&case, at, |text| widened(text, heading, &value)));
            }
        }
    }
    wrong.none();
}

#[test]
fn a_label_of_somebody_s_own_is_a_remark_too() {
    let mut wrong = Wrong::default();
    for case in cases() {
        for (command, beside) in [
            ("vserver services ndmp show -vserver", "NDMP Version"),
            ("storage tape show-media-changer", "Description"),
        ] {
            let at = case.good.iter().position(|(own, _)| own.starts_with(command)).unwrap();
            for (label, allowed) in [
                ("Remark: being replaced", &[1, 3][..]),
                ("Comment: offline since Monday", &[1, 3]),
                ("Operational Status: down", &[1, 3]),
                ("Health: degraded", &[1, 3]),
                ("State: planned", &[1, 3]),
                ("Cluster: bann1", &[1, 3]),
                ("Firmware: 7.1", &[0]),
                ("New Flag: true", &[0]),
                ("New Flag: false", &[0]),
            ] {
                let line = |text: &str| text.lines().position(|line| line.contains(beside)).unwrap();
                let put = |text: &str| {
                    let own = text.lines().nth(line(text)).unwrap();
                    let (name, value) = label.split_once(": ").unwrap();
                    let colon = own.find(':').unwrap();
                    with_line(text, line(text) + 1, &format!("{name:>colon$}: {value}"))
                };
                wrong.check(allowed, &format!("{} {command} {label}", case.name), &with(&case, at, put));
            }
        }
    }
    wrong.none();
}

/// Answers about tape devices that contradict each other, each of them whole.
#[test]
fn tape_answers_that_do_not_agree_are_of_two_times() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let other = |damage: fn(&mut Cluster)| {
            let mut other = cluster.clone();
            damage(&mut other);
            other.answers(Regime::Overflowing, true)
        };
        let good = cluster.answers(Regime::Overflowing, true);
        let case = Case { name: cluster.name.clone(), bad: good.clone(), good, other: Vec::new() };
        let place = |command: &str| case.good.iter().position(|(own, _)| own == command).unwrap();
        let (devices, changers) = (place("storage tape show"), place("storage tape show-media-changer"));
        let without_path = other(|cluster| _ = cluster.changers[0].paths.pop());
        let lacking = other(|cluster| {
            let last = cluster.nodes.last().unwrap().clone();
            cluster.devices.retain(|own| own.node != last || own.kind != "media changer");
        });
        let gone = other(|cluster| {
            let last = cluster.nodes.last().unwrap().clone();
            cluster.devices.retain(|own| own.node != last);
        });
        for (what, at, all) in [
            ("a path is missing", changers, without_path),
            ("a changer is missing", devices, lacking),
            ("a node is missing", devices, gone),
        ] {
            wrong.check(&[3], &format!("{} {what}", case.name), &with(&case, at, |_| all[at].1.clone()));
        }
        let drive = |states: &dyn Fn(usize) -> (&'static str, &'static str)| {
            let heads = [("sw-tape-1:4.126", "IBM LTO 8 ULT3580"), ("0c.7", "Hewlett-Packard LTO-6")];
            let block = |(id, description): (&str, &str)| {
                let row = |(at, node): (usize, &String)| {
                    format!("{node:<25} 2b         st0      {:<24}  {}\n", states(at).0, states(at).1)
                };
                let rows: String = cluster.nodes.iter().enumerate().map(row).collect();
                format!(
                    "\n   Tape Drive: {id}\n  Description: {description}\n         WWNN: 5:003:08c141:7a2e10\n\
                     \x20        WWPN: 5:003:08c141:7a6e10\nSerial Number: {id}-81\n       Errors: -\n\nPaths:\n\
                     Node                      Initiator  Alias    Device State              Status\n\
                     ------------------------- ---------- -------- ------------------------  --------\n{rows}"
                )
            };
            heads.map(block).concat()
        };
        let shown = |answer: String| {
            let mut all = case.good.clone();
            all.push(("storage tape show-tape-drive".to_owned(), answer));
            Saved::text(&case.session(&all))
        };
        wrong.check(&[0], "drives agree", &shown(drive(&|_| ("available", "normal"))));
        wrong.check(&[1], "a path is down", &shown(drive(&|at| ("available", ["normal", "offline"][at % 2]))));
        wrong.check(&[1], "a drive is off", &shown(drive(&|at| (["available", "offline"][at % 2], "normal"))));
        wrong.check(&[3], "no drive", &shown("There are no entries matching your query.\n".to_owned()));
    }
    wrong.none();
}

#[test]
fn a_list_that_came_later_than_the_release_excludes_it() {
    let mut wrong = Wrong::default();
    for (release, code) in [("9.1P8", 3), ("9.3", 3), ("9.4P5", 3), ("9.5P1", 0), ("9.8", 0)] {
        let cluster = Cluster { release, ..Cluster::ready("esk", &["-a", "-b"], "9.8P9", false) };
        let newer = Cluster::ready("esk", &["-a", "-b"], "9.15.1", false).answers(Regime::Overflowing, true);
        let mut good = Cluster { release: "9.8", ..cluster.clone() }.answers(Regime::Overflowing, true);
        good[0].1 = good[0].1.replace("9.8", release);
        let list = newer.iter().find(|(command, _)| command == "network interface service-policy show").unwrap();
        let case = Case { name: cluster.name.clone(), bad: Vec::new(), good: good.clone(), other: Vec::new() };
        wrong.check(&[0], &format!("{release} alone"), &Saved::text(&case.session(&good)));
        let list = (list.0.clone(), list.1.replace("backup-ndmp-control", "management-ndmp"));
        good.push(list);
        wrong.check(&[code], &format!("{release} with the list"), &Saved::text(&case.session(&good)));
    }
    wrong.none();
}

/// Damage of a line or two that would make another thing of what is whole: nothing fails for it.
#[test]
fn a_line_that_lost_its_end_or_its_place_fails_nothing() {
    let mut wrong = Wrong::default();
    for case in cases() {
        let place = |command: &str| case.good.iter().position(|(own, _)| own == command);
        let changer = place("storage tape show-media-changer").unwrap();
        let joined = |text: &str| text.replace("\n  Description:", " Description:");
        wrong.check(&[0, 3], &format!("{} joined", case.name), &with(&case, changer, joined));
        let logins = place("security login show").unwrap();
        let lowered = |text: &str| {
            let mut lines: Vec<&str> = text.lines().collect();
            let ruler = lines.iter().position(|line| line.starts_with("---")).unwrap();
            lines.swap(ruler, ruler + 1);
            lines.join("\n") + "\n"
        };
        wrong.check(&[0, 3], &format!("{} lowered", case.name), &with(&case, logins, lowered));
        let Some(list) = place("network interface service-policy show") else { continue };
        let services = [
            ("default-intercluster", "intercluster-core,management-https,backup-ndmp-control"),
            ("default-management", "management-core,management-https,backup-ndmp-control"),
        ];
        let row = |(policy, list): (&str, &str)| format!("{:<8} {policy:<20} {list}\n", case.name);
        for end in 3..services[0].1.len() {
            let cut = services[0].1[..end].trim_end_matches(',');
            let text = format!(
                "vserver  policy               services\n-------- -------------------- --------------------------\n{}{}2 entries were displayed.\n",
                row((services[0].0, cut)),
                row(services[1])
            );
            let mut all = case.good.clone();
            all[list] = ("network interface service-policy show -fields services".to_owned(), text);
            let is_whole =
                ["intercluster-core", "management-https", "management-http"].iter().any(|own| cut.ends_with(own));
            let allowed = if is_whole { &[0, 1, 3][..] } else { &[0, 3] };
            wrong.check(allowed, &format!("{} {cut}", case.name), &Saved::text(&case.session(&all)));
        }
    }
    wrong.none();
}
