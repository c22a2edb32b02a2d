//! How far `ssh` is with a login, told from the lines that it writes when it is asked to explain itself: so each phase has
//! its own deadline, and is named when that passes.

use std::path::Path;

use super::super::clock::Limit;
use super::super::endpoint::Endpoint;
use super::super::ssh::greeting_limit;
use super::super::transport::{Deadlines, Phase};

/// Bytes of complaints that are kept, and of a line that does not end.
const COMPLAINTS: usize = 64 * 1024;
/// Keys and methods that are kept.
const MOST_TRIED: usize = 50;

/// What `ssh` said so far.
pub(super) struct Progress {
    deadlines: Deadlines,
    /// Whether a person may be asked at the terminal.
    asks: bool,
    phase: Phase,
    /// None while a person may be typing: only the deadline of the whole run holds then.
    limit: Option<Limit>,
    /// The beginning of a line.
    line: Vec<u8>,
    complaints: Vec<u8>,
    tried: Vec<String>,
    /// A key that the cluster would take, or that cannot be looked at without its passphrase.
    key: Option<String>,
    locked: Option<String>,
}

impl Progress {
    /// A login that begins now.
    pub(super) fn begin(endpoint: &Endpoint, deadlines: Deadlines, asks: bool) -> Self {
        // Of a detour `ssh` does not tell when it is through.
        let (phase, limit) = match endpoint.detour {
            Some(_) => (Phase::KeyExchange, greeting_limit(endpoint, &deadlines)),
            None => (Phase::Connect, Limit::begin(Phase::Connect, deadlines.connect)),
        };
        let (line, complaints, tried) = (Vec::new(), Vec::new(), Vec::new());
        Self { deadlines, asks, phase, limit: Some(limit), line, complaints, tried, key: None, locked: None }
    }

    /// What it is doing.
    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    /// The deadline of that.
    pub(super) fn limit(&self) -> Option<&Limit> {
        self.limit.as_ref()
    }

    /// What it complained about, without what it explained.
    pub(super) fn complaints(&self) -> Vec<u8> {
        let room = COMPLAINTS.saturating_sub(self.complaints.len()).min(self.line.len());
        let rest = if self.line.starts_with(b"debug") { &[] } else { &self.line[..room] };
        [&self.complaints, rest].concat()
    }

    /// What it tried to log in with, in words.
    pub(super) fn tried(&self) -> &[String] {
        &self.tried
    }

    /// The key that it could not use for want of a passphrase.
    pub(super) fn locked(&self) -> Option<&str> {
        self.locked.as_deref()
    }

    /// Takes in what it wrote.
    pub(super) fn hear(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.line.len() < COMPLAINTS {
                self.line.extend(piece);
            }
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.take(&line);
            }
        }
    }

    fn take(&mut self, line: &[u8]) {
        let text = String::from_utf8_lossy(line);
        if let Some(said) = text.trim_end().strip_prefix("debug1: ") {
            self.follow(said);
        } else if !["debug", "Authenticated to ", "Transferred: ", "Bytes per second: "]
            .iter()
            .any(|start| text.starts_with(start))
        {
            // It says itself what is wrong with the key.
            if text.contains("sign_and_send_pubkey") || text.starts_with("Load key ") {
                self.key = None;
            }
            let room = COMPLAINTS.saturating_sub(self.complaints.len()).min(line.len());
            self.complaints.extend(&line[..room]);
        }
    }

    /// Goes on with what a line explains.
    fn follow(&mut self, said: &str) {
        let is = |start: &str| said.starts_with(start);
        match self.phase {
            Phase::Connect if is("Connecting to ") => self.enter(Phase::Connect, self.deadlines.connect),
            Phase::Connect if is("Connection established") || is("Local version string") => {
                self.enter(Phase::KeyExchange, self.deadlines.key_exchange);
            }
            Phase::KeyExchange if is("SSH2_MSG_NEWKEYS received") || is("SSH2_MSG_SERVICE_ACCEPT received") => {
                self.enter(Phase::Authentication, self.deadlines.authentication);
            }
            Phase::Authentication => self.follow_login(said),
            _ => {}
        }
    }

    fn enter(&mut self, phase: Phase, after: std::time::Duration) {
        self.phase = phase;
        self.limit = Some(Limit::begin(phase, after));
    }

    fn follow_login(&mut self, said: &str) {
        if self.limit.is_none() {
            self.enter(Phase::Authentication, self.deadlines.authentication);
        }
        if let Some(key) = said.strip_prefix("Offering public key: ") {
            self.settle(true);
            self.note(format!("key {} (refused)", name_of(key)));
        } else if let Some(key) = said.strip_prefix("Server accepts key: ") {
            self.tried.pop();
            self.key = Some(name_of(key));
            self.wait(!key.ends_with(" agent"));
        } else if let Some(key) = said.strip_prefix("Trying private key: ") {
            self.settle(true);
            self.key = Some(key.to_owned()).filter(|key| Path::new(key).exists());
            self.wait(self.key.is_some());
        } else if said.starts_with("Authentications that can continue") {
            self.settle(false);
        } else if let Some(method) = said.strip_prefix("Next authentication method: ") {
            self.settle(true);
            if method != "publickey" {
                self.note(format!("{method} (refused)"));
                self.wait(true);
            }
        } else if said.starts_with("No more authentication methods") {
            self.settle(true);
        }
    }

    /// A person may be typing now, and that time is not the cluster's.
    fn wait(&mut self, is_asked: bool) {
        if self.asks && is_asked {
            self.limit = None;
        }
    }

    /// What became of a key: one that nothing was sent of is locked.
    fn settle(&mut self, is_locked: bool) {
        let Some(key) = self.key.take() else { return };
        if is_locked {
            self.note(format!("key {key} (locked by a passphrase)"));
            self.locked.get_or_insert(key);
        } else {
            self.note(format!("key {key} (refused)"));
        }
    }

    fn note(&mut self, tried: String) {
        if self.tried.len() < MOST_TRIED {
            self.tried.push(super::super::clean(&tried));
        }
    }
}

/// `PATH KIND SHA256:... more`
fn name_of(key: &str) -> String {
    let named = key.split(" SHA256:").next().unwrap_or(key);
    named.rsplit_once(' ').map_or(named, |(path, _)| path).to_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn heard(lines: &[&str], asks: bool) -> Progress {
        let mut progress = Progress::begin(&Endpoint::default(), Deadlines::default(), asks);
        for line in lines {
            let (one, other) = line.split_at(line.len() / 2);
            [one, other, "\r\n"].iter().for_each(|piece| progress.hear(piece.as_bytes()));
        }
        progress
    }

    const GREETED: [&str; 3] = [
        "debug1: Connection established.",
        "debug1: Remote protocol version 2.0, remote software version x",
        "debug1: SSH2_MSG_NEWKEYS received",
    ];

    #[test]
    fn the_lines_of_ssh_tell_the_phase() {
        let phase = |count: usize| heard(&GREETED[..count], false).phase();
        assert_eq!(
            [0, 1, 2, 3].map(phase),
            [Phase::Connect, Phase::KeyExchange, Phase::KeyExchange, Phase::Authentication]
        );
        let deadline = |count: usize| heard(&GREETED[..count], false).limit().map(Limit::passed).unwrap().to_string();
        assert!(deadline(1).starts_with("timed out: key exchange took longer than 15 s;"), "{}", deadline(1));
        assert!(deadline(3).starts_with("timed out: authentication took longer than 30 s;"), "{}", deadline(3));
        let complaint = heard(&["debug1: x", "Permission denied (publickey)."], false).complaints();
        assert_eq!(complaint, b"Permission denied (publickey).\r\n");
    }

    #[test]
    fn a_key_of_which_nothing_was_sent_is_locked_and_others_were_refused() {
        let said = [
            "debug1: Next authentication method: publickey",
            "debug1: Offering public key: /k/a b ED25519 SHA256:abc explicit",
            "debug1: Authentications that can continue: publickey",
            "debug1: Offering public key: /k/c ED25519 SHA256:def explicit",
            "debug1: Server accepts key: /k/c ED25519 SHA256:def explicit",
            "debug1: Next authentication method: keyboard-interactive",
        ];
        let progress = heard(&[&GREETED[..], &said].concat(), true);
        let wanted = ["key /k/a b (refused)", "key /k/c (locked by a passphrase)", "keyboard-interactive (refused)"];
        assert_eq!((progress.tried(), progress.locked()), (&wanted.map(str::to_owned)[..], Some("/k/c")));
        // The question stands at the terminal.
        assert!(progress.limit().is_none());
        let denied =
            heard(&[&GREETED[..], &said[..5], &["debug1: Authentications that can continue: x"]].concat(), true);
        assert_eq!(denied.locked(), None);
        assert!(denied.limit().is_some_and(|limit| limit.end() > std::time::Instant::now() + Duration::from_secs(20)));
    }

    #[test]
    fn an_endless_line_takes_no_memory() {
        let mut progress = heard(&[], false);
        (0..100).for_each(|_| progress.hear(&[b'x'; 32 * 1024]));
        assert!(progress.line.len() < 2 * COMPLAINTS && progress.complaints().len() <= COMPLAINTS);
    }
}
