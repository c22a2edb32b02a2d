//! Signals that end the program: Ctrl-C, the SIGTERM of CI systems and `timeout`, the SIGHUP of a terminal that is gone.

use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::bundle::remove_drafts;
use ndmp_preflight::collect::end_programs;
use ndmp_preflight::collect::fleet::Recall;
use ndmp_preflight::collect::openssh::remove_sockets;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::complaint::Complaint;

/// Who does not end by itself within this time is ended.
const GRACE: Duration = Duration::from_secs(1);

/// The signal that came first, once one came.
#[derive(Clone, Default)]
pub(crate) struct Caught {
    signal: Arc<AtomicI32>,
    terminal: Option<Arc<Terminal>>,
}

impl Caught {
    /// Ends everything that waits when a signal comes.
    pub(crate) fn watch(recall: &Recall) -> Result<Self, Complaint> {
        let failed = |error: io::Error| Complaint::Usage(format!("signals cannot be caught: {error}"));
        let terminal = Terminal::now().map(Arc::new);
        let (own, recall) = (Self { terminal, ..Self::default() }, recall.clone());
        let caught = own.clone();
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !is_ignored(*signal));
        let mut signals = Signals::new(wanted).map_err(failed)?;
        thread::spawn(move || {
            let Some(signal) = signals.forever().next() else { return };
            caught.signal.store(signal, Ordering::SeqCst);
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

    /// What is said of it, and how the program ends; the terminal is as it was before.
    pub(crate) fn complaint(&self) -> Complaint {
        self.terminal.iter().for_each(|terminal| terminal.restore());
        let signal = self.signal.load(Ordering::SeqCst);
        let who = match signal {
            SIGTERM => "SIGTERM",
            SIGHUP => "SIGHUP",
            _ => "the user",
        };
        Complaint::Interrupted { who, code: code(signal) }
    }
}

/// The terminal as it was: whoever is asked for a password does not see what he types, and the next command must not be left
/// so.
struct Terminal {
    device: File,
    settings: Termios,
}

impl Terminal {
    fn now() -> Option<Self> {
        let device = File::options().read(true).write(true).open("/dev/tty").ok()?;
        let settings = tcgetattr(&device).ok()?;
        Some(Self { device, settings })
    }

    fn restore(&self) {
        // A terminal that is gone needs nothing.
        let _ = tcsetattr(&self.device, OptionalActions::Now, &self.settings);
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
