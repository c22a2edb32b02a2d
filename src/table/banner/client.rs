//! What `ssh` and `plink` say themselves before the answer to the command that they were given, and what a host says to whoever comes.

use std::ops::RangeInclusive;

use crate::source::Capture;

/// How such lines begin.
const BEGINNINGS: [&str; 27] = [
    "WARNING: connection is not using a post-quantum",
    "This session may be vulnerable to",
    "The server may need to be upgraded",
    "@@@@@@@@",
    "Access granted",
    "Are you sure you want to continue connecting",
    "Authenticated to ",
    "Authenticating with public key",
    "Connection established",
    "ECDSA key fingerprint is",
    "ED25519 key fingerprint is",
    "End of banner message from server",
    "End of keyboard-interactive prompts from server",
    "Keyboard-interactive authentication prompts from server",
    "OpenSSH_",
    "Pre-authentication banner message from server",
    "Pseudo-terminal will not be allocated",
    "RSA key fingerprint is",
    "The authenticity of host ",
    "This host key is known by the following other names",
    "This key is not known by any other names",
    "Using keyboard-interactive authentication",
    "Using username ",
    "Warning: No xauth data",
    "Warning: Permanently added ",
    "X11 forwarding request failed",
    "key_load_public",
];

/// Characters of a line at least that frames what a host says.
const FRAME: usize = 10;

/// How many of these lines stand before an answer.
pub(super) fn said(lines: RangeInclusive<usize>, capture: &Capture) -> usize {
    let text = |number: usize| capture.line(number).text.trim().to_owned();
    let first = *lines.start();
    let (mut at, mut behind) = (first, first);
    while lines.contains(&at) {
        let own = text(at);
        let is_quoted = own.starts_with("| ") && at > first && behind == at;
        if is_of_client(&own) || is_quoted {
            (at, behind) = (at + 1, at + 1);
        } else if own.is_empty() && behind > first {
            at += 1;
        } else if let Some(count) = framed((at..=*lines.end()).map(text)) {
            (at, behind) = (at + count, at + count);
        } else {
            break;
        }
    }
    behind - first
}

fn is_of_client(text: &str) -> bool {
    let inner = text.trim_start_matches(['-', '*', ' ']);
    BEGINNINGS.iter().any(|own| inner.starts_with(own))
        || ["debug1: ", "debug2: ", "debug3: "].iter().any(|own| text.starts_with(own))
        || text.contains("warning: setlocale: ")
}

/// The lines of what a host says in a frame of stars or the like, where one begins here and ends.
fn framed(lines: impl Iterator<Item = String>) -> Option<usize> {
    const MOST: usize = 40;
    let mut lines = lines.take(MOST);
    let frame = lines.next()?;
    let sign = frame.chars().next().filter(|sign| matches!(sign, '*' | '#'))?;
    let is_frame = |line: &str| line.len() >= FRAME && line.chars().all(|c| c == sign);
    let is_within = |line: &String| line.starts_with(sign) && line.ends_with(sign);
    is_frame(&frame).then_some(())?;
    let inner: Vec<String> = lines.take_while(is_within).collect();
    let last = inner.iter().rposition(|line| is_frame(line))?;
    Some(last + 2)
}
