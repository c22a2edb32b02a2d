//! `--exit-codes`: how the program ends where a monitoring system runs it, which knows codes of its own. Who was called wrongly
//! says so where such a system reads it: in one line on standard output.

use std::env;
use std::io::Write;
use std::sync::OnceLock;

use clap::Args;
use ndmp_preflight::config::EXIT_CODES;
use ndmp_preflight::report::{ExitCodes, plugin_complaint};

use super::complaint::Complaint;
use super::options::choice;

/// How the program ends.
#[derive(Args, Debug)]
pub(crate) struct ExitCodeOptions {
    /// Exit codes: own, those below; nagios, those of a plug-in: 0 OK, 1 WARNING (ready, but a should rule failed, or unknown was
    /// allowed), 2 CRITICAL (not ready, or unreadable), 3 UNKNOWN (undecided, or called wrongly) [default: own]
    #[arg(long, value_name = "WHOSE", env = VARIABLE, hide_env = true, value_parser = choice(&EXIT_CODES))]
    pub(crate) exit_codes: Option<ExitCodes>,
}

const VARIABLE: &str = "NDMP_PREFLIGHT_EXIT_CODES";

/// Those that were chosen, once that is known.
static CHOSEN: OnceLock<ExitCodes> = OnceLock::new();

/// Takes those that were chosen, for whatever goes wrong later.
pub(super) fn chosen(codes: Option<ExitCodes>) -> ExitCodes {
    *CHOSEN.get_or_init(|| codes.unwrap_or_default())
}

/// How the program ends that would end with `own`, for it was called wrongly or was interrupted.
pub(super) fn complained(complaint: &Complaint, own: u8) -> u8 {
    said(&complaint.to_string(), own)
}

/// The same where the parser refuses the arguments.
pub(super) fn said(complaint: &str, own: u8) -> u8 {
    let codes = CHOSEN.get().copied().unwrap_or_else(typed);
    if codes == ExitCodes::Nagios {
        // Whoever closed the pipe does not read it.
        let _ = write!(anstream::stdout(), "{}", plugin_complaint(complaint));
    }
    codes.of_complaint(own)
}

/// What the arguments and the environment say, as far as that can be told before they are parsed.
fn typed() -> ExitCodes {
    let words: Vec<String> = env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let option = "--exit-codes";
    let behind = words.iter().position(|word| word == option).and_then(|at| words.get(at + 1)).cloned();
    let joined = words.iter().find_map(|word| word.strip_prefix(option)?.strip_prefix('=').map(str::to_owned));
    let told = behind.or(joined).or_else(|| env::var(VARIABLE).ok());
    let found = EXIT_CODES.iter().find(|(word, _)| told.as_deref() == Some(*word));
    found.map(|(_, codes)| *codes).unwrap_or_default()
}
