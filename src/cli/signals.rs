//! Signals while clusters are asked: everything that waits is called back, and nothing of it is left.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, Ordering};
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::bundle::remove_drafts;
use ndmp_preflight::collect::end_programs;
use ndmp_preflight::collect::fleet::Recall;
use ndmp_preflight::collect::openssh::remove_sockets;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::complaint::Complaint;
use super::interrupt::{self, code};

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
        let terminal = Terminal::now().map(Arc::new);
        let (own, recall) = (Self { terminal, ..Self::default() }, recall.clone());
        let caught = own.clone();
        let mut signals = interrupt::signals()?;
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
        interrupt::complaint(self.signal.load(Ordering::SeqCst))
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
