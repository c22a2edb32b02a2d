//! How sessions end: behind all answers it says nothing, within one it says that more was coming.

use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{clusters, good, session};

/// What clients, terminals and consoles say when a session ends. `CL`: the cluster.
const ENDS: [&str; 12] = [
    "Session timed out due to inactivity.\nConnection to CL closed.",
    "Warning: Your session will be closed in 60 seconds due to inactivity.\nGoodbye\n\nSession timed out. Goodbye.",
    "client_loop: send disconnect: Broken pipe",
    "client_loop: send disconnect: Connection reset by peer",
    "Connection to CL closed by remote host.\nConnection to CL closed.",
    "Connection closed by 192.0.2.9 port 22",
    "Connection reset by 192.0.2.9 port 22",
    "Received disconnect from 192.0.2.9 port 22:11: disconnected by user\nDisconnected from 192.0.2.9 port 22",
    "packet_write_wait: Connection to 192.0.2.9 port 22: Broken pipe",
    "Timeout, server CL not responding.",
    "FATAL ERROR: Network error: Software caused connection abort",
    "Session stopped\n    - Press <Return> to exit tab\n    - Press R to restart session\n    - Press S to save terminal output to file",
];

/// What says of a cluster, and not of a connection, that something is not as it was.
const OTHERS: [&str; 4] = [
    "Session timed out due to inactivity, and NDMP was switched off.",
    "Connection to node CL-01 lost: it is down.",
    "Connection to CL closed because the node is down.",
    "The LIF timed out.",
];

#[test]
fn the_end_of_a_session_behind_all_answers_takes_nothing_from_them() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let name = &cluster.name;
        let text = session(name, &good(&cluster));
        for end in ENDS {
            let end = end.replace("CL", name);
            for (place, behind) in [
                ("below the prompt", format!("{name}::> \n{end}\n")),
                ("on the prompt's line", format!("{name}::> {end}\n")),
                ("apart from the prompt", format!("{name}::>\n\n{end}")),
                ("and another session", format!("{name}::>\n{end}\n\n{text}{name}::>\n")),
            ] {
                wrong.check(&[0], &format!("{name}: {end}: {place}"), &Saved::text(&format!("{text}{behind}")));
            }
        }
        for other in OTHERS {
            let text = format!("{text}{name}::>\n{}\n", other.replace("CL", name));
            wrong.check(&[1, 3], &format!("{name}: {other}"), &Saved::text(&text));
        }
    }
    wrong.none();
}

#[test]
fn the_end_of_a_session_below_a_count_takes_nothing_from_it() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let mut answers = good(&cluster);
        answers.sort_by_key(|(_, text)| text.trim_end().ends_with("entries were displayed."));
        let text = session(&cluster.name, &answers);
        for end in ENDS {
            let end = end.replace("CL", &cluster.name);
            let text = format!("{}\n\n{end}\n", text.trim_end());
            wrong.check(&[0], &format!("{}: {end}", cluster.name), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// Below rows that no count ends the same words say that more was coming.
#[test]
fn a_session_that_ends_within_an_answer_is_no_proof() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        let answers = good(&cluster);
        let is_counted = |own: &&(String, String)| own.1.trim_end().ends_with("entries were displayed.");
        let last = |command: &str| answers.iter().filter(is_counted).position(|own| own.0.starts_with(command));
        for command in ["cluster show", "storage tape show", "vserver services ndmp show", "security login show"] {
            let Some(at) = last(command) else { continue };
            let own = answers.iter().filter(is_counted).nth(at).unwrap().clone();
            let rest: Vec<_> = answers.iter().filter(|other| **other != own).cloned().collect();
            let lines: Vec<&str> = own.1.lines().filter(|line| !line.trim().is_empty()).collect();
            // The count and the last row did not come.
            let cut = lines[..lines.len() - 2].join("\n");
            let prompt = format!("{}::>", cluster.name);
            for end in ENDS {
                let end = end.replace("CL", &cluster.name);
                let text = format!("{}{prompt} {}\n{cut}\n{end}\n", session(&cluster.name, &rest), own.0);
                wrong.check(&[1, 3], &format!("{}: {command}: {end}", cluster.name), &Saved::text(&text));
            }
        }
    }
    wrong.none();
}
