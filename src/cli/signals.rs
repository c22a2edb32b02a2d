//! Signals that end the program: Ctrl-C, the SIGTERM of CI systems and `timeout`, the SIGHUP of a terminal that is gone.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::bundle::remove_drafts;
use ndmp_preflight::collect::end_programs;
use ndmp_preflight::collect::fleet::Recall;
use ndmp_preflight::collect::openssh::remove_sockets;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::complaint::Complaint;

/// Who does not end by itself within this time is ended.
const GRACE: Duration = Duration::from_secs(1);

/// The signal that came first, once one came.
#[derive(Clone, Default)]
pub(crate) struct Caught(Arc<AtomicI32>);

impl Caught {
    /// Ends everything that waits when a signal comes.
    pub(crate) fn watch(recall: &Recall) -> Result<Self, Complaint> {
        let failed = |error: io::Error| Complaint::Usage(format!("signals cannot be caught: {error}"));
        let (own, recall) = (Self::default(), recall.clone());
        let caught = own.clone();
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !is_ignored(*signal));
        let mut signals = Signals::new(wanted).map_err(failed)?;
        thread::spawn(move || {
            let Some(signal) = signals.forever().next() else { return };
            caught.0.store(signal, Ordering::SeqCst);
            recall.call();
            thread::sleep(GRACE);
            end_programs();
            remove_sockets();
            remove_drafts();
            super::say(&caught.complaint().to_string());
            std::process::exit(i32::from(code(signal)));
        });
        Ok(own)
    }

    /// What is said of it, and how the program ends.
    pub(crate) fn complaint(&self) -> Complaint {
        let signal = self.0.load(Ordering::SeqCst);
        let who = match signal {
            SIGTERM => "SIGTERM",
            SIGHUP => "SIGHUP",
            _ => "the user",
        };
        Complaint::Interrupted { who, code: code(signal) }
    }
}

/// What a shell tells of a program that this signal ended.
fn code(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(130)
}

/// Whether we were started with this signal ignored, as `nohup` does it; told on Linux alone.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default();
    mask >> (signal - 1) & 1 == 1
}
