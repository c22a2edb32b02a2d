//! A session out of a chat or a ticket: who sent the message, and when, stands above every command or before every line. And a session of
//! which the addresses were struck out before it was sent.

use crate::breaks::BREAKS;
use crate::cluster::Cluster;
use crate::saved::Saved;
use crate::wrong::Wrong;
use crate::{Answers, clusters, good};

/// Heads of messages and what people write before each step: `M` is the minute.
const HEADS: [&str; 10] = [
    "Ann Bell  9:M AM",
    "[11.03.2025 09:M] Bell, Ann",
    "abell \u{2014} Today at 9:M AM",
    "2025-03-11 09:M:22 - Ann Bell (Work notes)",
    "03/11/2025 09:M:22 AM abell",
    "@ann.bell 09:M",
    "Als naechstes:",
    "Siguiente:",
    "Nastepnie:",
    "\u{6b21}:",
];

/// Before every line: `M` is the minute.
const PREFIXES: [&str; 4] =
    ["[11.03.25, 09:M:22] Ann B.: ", "11/03/2025, 09:M - Ann Bell: ", "09:M <abell> ", "[09:M:22] <abell> "];

/// A cluster as it is, and with each thing broken that its releases have.
fn states() -> Vec<(String, Cluster, bool)> {
    let mut states = Vec::new();
    for (at, cluster) in clusters().into_iter().enumerate() {
        let own = BREAKS.iter().filter(|found| found.is_old.is_none_or(|old| old == (at == 1)));
        for found in own.step_by(5) {
            let mut broken = cluster.clone();
            (found.damage)(&mut broken);
            states.push((format!("{} {}", cluster.name, found.name), broken, true));
        }
        states.push((cluster.name.clone(), cluster, false));
    }
    states
}

#[test]
fn the_head_of_a_message_above_every_command_is_no_part_of_an_answer() {
    let mut wrong = Wrong::default();
    for (what, cluster, is_broken) in states() {
        let answers: Answers = good(&cluster);
        for head in HEADS {
            let one = |(at, (command, text)): (usize, &(String, String))| {
                let head = head.replace(":M", &format!(":{:02}", 10 + at % 50));
                format!("{head}\n{}::> {command}\n{text}\n\n", cluster.name)
            };
            let text: String = answers.iter().enumerate().map(one).collect();
            let allowed: &[u8] = if is_broken { &[1] } else { &[0] };
            wrong.check(allowed, &format!("{what}: {head}"), &Saved::text(&text));
        }
    }
    wrong.none();
}

#[test]
fn a_time_and_one_name_before_every_line_come_off() {
    let mut wrong = Wrong::default();
    for (what, cluster, is_broken) in states() {
        let session = crate::session(&cluster.name, &good(&cluster));
        for prefix in PREFIXES {
            let one =
                |(at, line): (usize, &str)| prefix.replace(":M", &format!(":{:02}", 10 + at / 20 % 50)) + line + "\n";
            let text: String = session.lines().enumerate().map(one).collect();
            let allowed: &[u8] = if is_broken { &[1] } else { &[0] };
            wrong.check(allowed, &format!("{what}: {prefix}"), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// What ONTAP complains of below every answer alike, as while a node does not answer, is no head of a message.
#[test]
fn a_complaint_below_every_answer_stays_one() {
    let mut wrong = Wrong::default();
    for cluster in clusters() {
        for words in [
            "Warning: Unable to list entries on node N. Timeout after 0:30",
            "Error: show failed on N at 09:17:22",
            "Warning: some nodes did not respond at 9:17:",
            "There are no entries for node N (09:17):",
            "Output of N is missing, tried again at 09:17",
        ] {
            let words = words.replace('N', &cluster.nodes[1]);
            let one =
                |(command, text): &(String, String)| format!("{}::> {command}\n{text}\n{words}\n\n", cluster.name);
            let text: String = good(&cluster).iter().map(one).collect();
            wrong.check(&[1, 3], &format!("{}: {words}", cluster.name), &Saved::text(&text));
        }
    }
    wrong.none();
}

/// The text with its addresses in LIF tables struck out.
fn struck(text: &str, mask: &str) -> String {
    let is_address =
        |word: &str| word.split('/').next().is_some_and(|ip| ip.split('.').count() == 4) && word.contains('/');
    let line = |line: &str| {
        let found = line.split_whitespace().find(|word| is_address(word));
        found.map_or_else(|| line.to_owned(), |word| line.replacen(word, &format!("{mask}/24"), 1))
    };
    text.lines().map(|own| line(own) + "\n").collect()
}

#[test]
fn addresses_that_were_struck_out_hide_no_lif() {
    let mut wrong = Wrong::default();
    for (what, cluster, is_broken) in states() {
        for mask in ["<redacted>", "[redacted]", "<IP>", "[IP]", "***"] {
            let mut answers = good(&cluster);
            let of_lifs = answers.iter_mut().filter(|(command, _)| {
                command.starts_with("network interface show") && !command.contains("service-policy")
            });
            of_lifs.for_each(|(_, text)| *text = struck(text, mask));
            let allowed: &[u8] = if is_broken { &[1] } else { &[0] };
            wrong.check(allowed, &format!("{what}: {mask}"), &Saved::text(&crate::session(&cluster.name, &answers)));
        }
    }
    wrong.none();
}
