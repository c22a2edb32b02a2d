//! The signals that end the program, and what it leaves behind then: no half of a file.

use std::io;
use std::sync::Arc;
use std::thread;

use ndmp_preflight::collect::bundle::remove_drafts;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::iterator::Signals;

use super::complaint::Complaint;

/// Ends the program at once when a signal comes, and takes the files along that are half written.
pub(super) fn watch() -> Result<(), Complaint> {
    let mut signals = signals()?;
    thread::spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        remove_drafts();
        super::say(&complaint(signal).to_string());
        std::process::exit(i32::from(code(signal)));
    });
    Ok(())
}

/// Where a file may not grow (`ulimit -f`), the system ends the program in the middle of it; with this it is an error of that file.
pub(super) fn survive_limits() {
    // Where the signal cannot be caught, there is nothing else to do.
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::default());
}

/// Ctrl-C, the SIGTERM of CI systems and `timeout`, and the SIGHUP of a terminal that is gone.
pub(super) fn signals() -> Result<Signals, Complaint> {
    let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !is_ignored(*signal));
    Signals::new(wanted).map_err(|error: io::Error| Complaint::Usage(format!("signals cannot be caught: {error}")))
}

/// What is said of it, and how the program ends.
pub(super) fn complaint(signal: i32) -> Complaint {
    let who = match signal {
        SIGTERM => "SIGTERM",
        SIGHUP => "SIGHUP",
        _ => "the user",
    };
    Complaint::Interrupted { who, code: code(signal) }
}

/// What a shell tells of a program that this signal ended.
pub(super) fn code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(130)
}

/// Whether we were started with this signal ignored, as `nohup` does it; told on Linux alone.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal - 1) & 1 == 1
}
