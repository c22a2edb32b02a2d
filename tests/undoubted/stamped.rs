//! Logs that put the time before the lines of a session, and before no others; and what a shell says behind each command.

use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{clusters, good, session};

/// What stands above the lines with a time.
const ABOVE: &str = "Started by timer\n[Pipeline] node\nRunning on linux-3 in /var/ws\n[Pipeline] {\n[Pipeline] sh\n";

/// The time before line `at`, in the forms of several logs.
fn stamps(at: usize) -> [String; 3] {
    let (hour, minute, second) = (8 + at / 3600, at / 60 % 60, at % 60);
    let clock = format!("{hour:02}:{minute:02}:{second:02}");
    [format!("[2026-11-11T{clock}.412Z] "), format!("2026-11-11 {clock}   "), format!("[{clock}] ")]
}

fn stamped(text: &str, form: usize) -> String {
    let line = |(at, line): (usize, &str)| format!("{}{line}\n", stamps(at)[form]);
    text.lines().enumerate().map(line).collect()
}

#[test]
fn a_time_before_the_lines_of_a_session_alone_takes_nothing_from_it() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let (name, answers) = (&cluster.name, good(&cluster));
        for form in 0..3 {
            let text = format!("{ABOVE}{}", stamped(&format!("{}{name}::>", session(name, &answers)), form));
            wrong.check(&[0], &format!("{name}: form {form}"), &Saved::text(&text));
            let halves = answers.split_at(answers.len() / 2);
            let [first, second] = [halves.0, halves.1].map(|half| stamped(&session(name, half), form));
            let text = format!("{ABOVE}{first}[Pipeline] sh\n{second}{}{name}::>\n", stamps(4000)[form]);
            wrong.check(&[0], &format!("{name}: form {form}, halves"), &Saved::text(&text));
        }
    }
    wrong.none();
}

#[test]
fn what_a_log_lacks_is_no_proof() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = good(&cluster);
        for command in ["cluster show", "vserver services ndmp show", "system services ndmp node-scope-mode status"] {
            let mut given = answers.clone();
            let own = given.iter_mut().find(|own| own.0 == command).unwrap();
            let lines: Vec<&str> = own.1.lines().collect();
            own.1 = lines[..lines.len().saturating_sub(2)].join("\n") + "\n";
            for form in 0..3 {
                let text = format!("{ABOVE}{}", stamped(&session(&cluster.name, &given), form));
                wrong.check(&[1, 3], &format!("{}: {command}: form {form}", cluster.name), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}

/// What a shell or a script says behind each answer, and whether nothing is lost by it.
const BEHIND: [(&str, u8); 13] = [
    ("rc=0", 0),
    ("exit code: 0", 0),
    ("Exit status: 0", 0),
    ("\nreal\t0m1.251s\nuser\t0m0.012s\nsys\t0m0.008s", 0),
    ("Shared connection to CL closed.", 0),
    ("$ echo $?\n0", 0),
    ("$ echo $?\n255", 3),
    ("$ date\nTue Nov 10 09:12:11 CET 2026", 0),
    ("+ sleep 1", 0),
    ("[Pipeline] sh", 0),
    ("+ sleep 1\nError: aborted", 3),
    ("rc=255", 3),
    ("exit code: 1", 3),
];

#[test]
fn what_a_shell_says_behind_a_command_counts_where_it_failed() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        for (behind, code) in BEHIND {
            let behind = behind.replace("CL", &cluster.name);
            let said = |(command, text): &(String, String)| {
                format!("$ ssh admin@{} '{command}'\n{text}{behind}\n\n", cluster.name)
            };
            let text: String = good(&cluster).iter().map(said).collect();
            wrong.check(&[code], &format!("{}: {behind}", cluster.name), &Saved::text(&(text + "$\n")));
        }
    }
    wrong.none();
}

/// What the Tab key shows below a directory (`D`), and the rest of a command that a terminal broke there.
const BELOW: [(&str, u8); 3] = [
    (
        "vserver services ndmp\n    generate-password  modify             off                on\n    show               status             version",
        0,
    ),
    (
        "network interface\n    capacity         check            create           delete\n    migrate          modify",
        0,
    ),
    ("vserver services ndmp\noff -vserver CL", 3),
];

#[test]
fn the_words_that_the_tab_key_offers_change_nothing() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let name = &cluster.name;
        for (below, code) in BELOW {
            let below = below.replace("CL", name);
            let text = format!("{}{name}::> {below}\n{name}::>\n", session(name, &good(&cluster)));
            wrong.check(&[code], &format!("{name}: {below}"), &Saved::text(&text));
        }
    }
    wrong.none();
}
