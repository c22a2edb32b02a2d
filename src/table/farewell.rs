//! What a client of `ssh`, a terminal or ONTAP's console says when a session ends: it speaks of the connection, and of nothing that
//! the cluster showed before.
//!
//! Only whole lines of known forms are told so. Behind a prompt or a count everything that was asked for has been shown; below rows
//! that nothing ends, the same words say that more was coming, and there they stay what they are.

/// One word in a form: the name of a host, a port, a number.
const ANY: &str = "*";

/// The lines, each word of them, without the full stop at their ends.
const FORMS: [&str; 54] = [
    // OpenSSH.
    "client_loop: send disconnect: Broken pipe",
    "client_loop: send disconnect: Connection reset",
    "client_loop: send disconnect: Connection reset by peer",
    "client_loop: send disconnect: Connection timed out",
    "Connection closed by *",
    "Connection closed by * port *",
    "Connection closed by foreign host",
    "Connection reset by *",
    "Connection reset by * port *",
    "Connection to * closed",
    "Connection to * closed by remote host",
    "Connection to * timed out",
    "Disconnected from *",
    "Disconnected from * port *",
    "Disconnected from user * * port *",
    "Killed by signal *",
    "packet_write_wait: Connection to * Broken pipe",
    "packet_write_wait: Connection to * port * Broken pipe",
    "Read from remote host * Connection reset by peer",
    "Read from remote host * Connection timed out",
    "Read from remote host * Operation timed out",
    "Received disconnect from * * disconnected by user",
    "Received disconnect from * port * disconnected by user",
    "Shared connection to * closed",
    "Timeout, server * not responding",
    "Write failed: Broken pipe",
    // PuTTY, plink and what grew from them.
    "Connection closed",
    "Disconnected",
    "FATAL ERROR: Network error: Connection reset by peer",
    "FATAL ERROR: Network error: Connection timed out",
    "FATAL ERROR: Network error: Software caused connection abort",
    "FATAL ERROR: Remote side unexpectedly closed network connection",
    "FATAL ERROR: Server unexpectedly closed network connection",
    "Network error: Connection reset by peer",
    "Network error: Connection timed out",
    "Network error: Software caused connection abort",
    "PuTTY Fatal Error",
    "Remote side unexpectedly closed network connection",
    "Server unexpectedly closed network connection",
    "Press <Return> to exit tab",
    "Press R to restart session",
    "Press S to save terminal output to file",
    "Session closed",
    "Session stopped",
    // Consoles and shells whose user was away.
    "auto-logout",
    "Autologout",
    "Session expired",
    "Session timed out",
    "Session timed out due to inactivity",
    "timed out waiting for input: auto-logout",
    "Warning: Your session will be closed in * minutes due to inactivity",
    "Warning: Your session will be closed in * seconds due to inactivity",
    "Your session has timed out",
    "Your session has timed out due to inactivity",
];

/// Words of leave behind such a line.
const LEAVE: [&str; 4] = ["Goodbye", "Bye", "logout", "exit"];

/// Whether the line says that the session ended, and nothing else.
pub(super) fn is_said(line: &str) -> bool {
    let said = line.trim().trim_start_matches(['-', '*', '\u{2014}', ' ']).trim_end_matches(['.', '!', ' ']);
    if said.len() > LONGEST || !said.contains(char::is_alphabetic) {
        return false;
    }
    let parted = LEAVE.iter().find_map(|leave| said.strip_suffix(leave)?.trim_end().strip_suffix('.'));
    let words: Vec<&str> = parted.unwrap_or(said).split_whitespace().collect();
    FORMS.iter().any(|form| is_form(form, &words))
}

/// Characters of such a line at most, of which names of hosts may be most.
const LONGEST: usize = 300;

fn is_form(form: &str, words: &[&str]) -> bool {
    let mut own = form.split(' ');
    let is_all = words.iter().all(|word| own.next().is_some_and(|form| form == ANY || form == *word));
    is_all && own.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_said;

    #[test]
    fn the_end_of_a_session_is_told_from_what_an_answer_says() {
        for line in [
            "Session timed out due to inactivity.",
            "Session timed out. Goodbye.",
            "client_loop: send disconnect: Broken pipe",
            "Connection to oban closed by remote host.",
            "Connection to 192.0.2.4 closed.",
            "Connection reset by 2001:db8::4 port 22",
            "Received disconnect from 192.0.2.4 port 22:11: disconnected by user",
            "packet_write_wait: Connection to 192.0.2.4 port 22: Broken pipe",
            "Warning: Your session will be closed in 60 seconds due to inactivity.",
            "FATAL ERROR: Network error: Software caused connection abort",
            "    - Press R to restart session",
        ] {
            assert!(is_said(line), "{line}");
        }
        for line in [
            "",
            "Goodbye",
            "Session timed out while the LIF was down.",
            "Connection to oban closed because NDMP is off.",
            "Connection to oban",
            "connection lost",
            "Connection timed out",
            "Connection to storage failed",
            "oban-01  true  true",
            "Warning: Your session will be closed in 60 seconds due to a takeover.",
        ] {
            assert!(!is_said(line), "{line}");
        }
    }
}
