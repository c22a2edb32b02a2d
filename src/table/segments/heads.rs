//! What a program that carried a command to a cluster says above the answer: which host answered, and that nothing failed.

use std::sync::Arc;

use super::Segment;
use crate::source::Capture;
use crate::table::Definition;
use crate::table::clusters::HOST;
use crate::table::command::{Typed, kept, shows_file};

/// Empty lines that may stand above such words.
const BLANK: usize = 2;

/// The first line of the answer behind what the program of this command line says above it. The prompt is that of the host which
/// was asked; where the program names another, it is that one's. What says that a command failed stays.
pub(super) fn behind(capture: &Capture, first: usize, typed: &str, prompt: &mut Option<String>) -> usize {
    let asked = prompt.clone().unwrap_or_default();
    if !asked.is_empty() && !asked.starts_with(HOST) {
        return first;
    }
    let text = |number: usize| capture.line(number).text.trim().to_owned();
    let Some(at) = (first..=first + BLANK).find(|&number| !text(number).is_empty()) else { return first };
    let named = match () {
        () if typed.contains("ansible ") => of_ansible(&text(at)),
        () if typed.contains("-Nc") => of_toolkit(&text(at)),
        () => None,
    };
    if let Some(host) = named {
        *prompt = Some(format!("{HOST}{host}"));
        return at + 1;
    }
    let is_drawn = |number: usize| text(number).len() > 2 && text(number).bytes().all(|byte| byte == b'-');
    let is_boxed = typed.contains("clush ") || typed.contains("dshbak");
    if is_boxed && is_drawn(at) && is_drawn(at + 2) && asked.strip_prefix(HOST) == Some(&text(at + 1).to_lowercase()) {
        return at + 3;
    }
    let is_status = typed.contains(".ExitStatus;") && text(at) == "0";
    if is_status { at + 1 } else { first }
}

/// Whether the command of a shell asks how the one above it ended, and the answer is that it failed: then it speaks of what that printed.
pub(super) fn says_failed(capture: &Capture, number: usize, typed: &str) -> bool {
    const CODES: [&str; 4] = ["$?", "$LASTEXITCODE", "%ERRORLEVEL%", "$status"];
    CODES.iter().any(|code| typed.contains(code)) && capture.line(number + 1).text.trim() != "0"
}

/// Whether the command of a shell shows nothing but the file to which the answer to the command right above it went: what it shows is
/// that answer.
pub(super) fn is_of_file(
    capture: &Capture,
    segments: &mut [Segment],
    number: usize,
    typed: &str,
    tables: &[Definition],
) -> bool {
    let Some(open) = segments.last_mut().filter(|open| !open.login.is_empty()) else { return false };
    let text = open.typed.as_ref().map(|typed| typed.text.clone()).unwrap_or_default();
    let is_silent = (open.first..number).all(|line| capture.line(line).is_blank());
    let Some((command, _)) = kept(&text).filter(|(_, file)| is_silent && shows_file(typed, file)) else { return false };
    open.typed = Some(Arc::new(Typed::parse(command, "", tables)));
    (open.line, open.first) = (number, number + 1);
    true
}

/// `cl1 | CHANGED | rc=0 >>`.
fn of_ansible(line: &str) -> Option<String> {
    let mut parts = line.split(" | ");
    let (host, state, code) = (parts.next()?, parts.next()?, parts.next()?);
    let is_done = matches!(state, "CHANGED" | "SUCCESS") && code == "rc=0 >>" && parts.next().is_none();
    (is_done && !host.contains(' ')).then(|| host.to_lowercase())
}

/// `NcController : 192.0.2.9`.
fn of_toolkit(line: &str) -> Option<String> {
    let host = line.strip_prefix("NcController")?.trim_start().strip_prefix(':')?.trim();
    (!host.is_empty() && !host.contains(' ')).then(|| host.to_lowercase())
}
