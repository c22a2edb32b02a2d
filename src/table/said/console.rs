//! Messages that ONTAP's console puts into a session: events, `Nov 20 08:10:01 [cl1-02:vifmgr.lifdown.noports:EMERGENCY]: LIF ...`,
//! and what is told to all before a node goes down.
//!
//! The form: docs.netapp.com/us-en/ontap-ems, "Event messages"; node, name and severity in brackets.

use crate::source::{Capture, Sought};

const SEVERITIES: [&str; 9] =
    ["emergency", "alert", "critical", "crit", "error", "warning", "notice", "info", "informational"];

/// First words of what is told to all.
const BROADCASTS: [&str; 3] = ["broadcast message", "system shutdown message", "system going down"];

/// Words of messages, with the beginnings of the commands whose answers they speak of; of all answers where there are none.
const TOPICS: [(&[&str], &[&str]); 5] = [
    (&["lif", "vifmgr", "netif", "link", "port "], &["network"]),
    (&["tape", "fci.", "scsi", "media changer", "adapter"], &["storage", "options"]),
    (&["ndmp"], &["vserver services ndmp", "system services ndmp"]),
    (&["user", "account", "password"], &["security"]),
    (
        &[
            "takeover",
            "giveback",
            "down",
            "panic",
            "reboot",
            "shutdown",
            "halt",
            "unreachable",
            "not responding",
            "quorum",
            "offline",
        ],
        &[],
    ),
];

/// What a message speaks of.
pub(super) struct Message {
    /// Beginnings of commands; of all answers where it is empty.
    commands: Vec<&'static str>,
}

impl Message {
    /// Whether it speaks of what a command shows.
    pub(super) fn is_of(&self, command: &str) -> bool {
        self.commands.is_empty() || self.commands.iter().any(|own| command.starts_with(own))
    }

    fn of(text: &str) -> Option<Self> {
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        let told: Vec<_> = TOPICS.iter().filter(|(words, _)| has(words)).map(|(_, commands)| *commands).collect();
        let narrow: Vec<&'static str> = told.iter().flat_map(|commands| commands.iter().copied()).collect();
        (!told.is_empty()).then_some(Self { commands: narrow })
    }
}

/// The messages of a text, with their lines.
pub(super) fn messages(capture: &Capture) -> Vec<(usize, Message)> {
    static SIGNS: [Sought; 4] =
        [Sought::new("]:"), Sought::new("roadcast"), Sought::new("ystem "), Sought::new("YSTEM ")];
    let all = SIGNS.iter().flat_map(|sign| sign.all_in(capture.text()));
    let mut lines: Vec<usize> = all.map(|at| capture.line_at(at)).collect();
    lines.sort_unstable();
    lines.dedup();
    let of = |number: usize| {
        let lower = capture.raw_line(number).to_lowercase();
        Some((number, Message::of(&lower).filter(|_| is_message(&lower))?))
    };
    lines.into_iter().filter_map(of).collect()
}

/// Whether a line or a paragraph is such a message.
pub(super) fn is_message(text: &str) -> bool {
    let lower = text.to_lowercase();
    is_event(&lower) || BROADCASTS.iter().any(|words| begins(&lower, words))
}

/// Whether what is told to all stands in the line, behind nothing but signs, a prompt or another such message.
fn begins(lower: &str, words: &str) -> bool {
    lower.find(words).is_some_and(|at| {
        let before = lower[..at].trim_end_matches([' ', '*', '-', '=', '#']);
        before.is_empty() || before.ends_with(['>', ':']) || lower.starts_with("broadcast")
    })
}

/// `[node:event.name:severity]:`
fn is_event(lower: &str) -> bool {
    let ends = lower.match_indices("]:").map(|(at, _)| at);
    ends.into_iter().any(|end| {
        let Some(start) = lower[..end].rfind('[') else { return false };
        let parts: Vec<&str> = lower[start + 1..end].split(':').map(str::trim).collect();
        let [.., _, _, severity] = parts.as_slice() else { return false };
        let is_name = |part: &&str| part.contains('.') && !part.contains(' ');
        SEVERITIES.contains(severity) && parts.iter().any(is_name)
    })
}

#[cfg(test)]
mod tests {
    use super::is_event;

    #[test]
    fn events_are_told_by_their_brackets() {
        for text in [
            "nov 20 08:10:01 [tay-02:vifmgr.lifdown.noports:emergency]: lif tay-02_ic1 is being unconfigured",
            "11/20/2024 08:10:01 [tay-02: vifmgr: vifmgr.lifdown.noports:alert]: lif tay-02_ic1",
            "tay::> wed nov 20 08:10:01 utc [tay-02: netif.linkdown:info]: ethernet e0c: link down, check cable.",
        ] {
            assert!(is_event(text), "{text}");
        }
        for text in ["tape.reservations [persistent]: off", "[2001:db8::1]: error", "(admin@192.0.2.1) [error]: x"] {
            assert!(!is_event(text), "{text}");
        }
    }
}
