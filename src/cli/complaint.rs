//! Why nothing was judged: usage, configuration, rules, and reports that could not be written. All end with exit code 2.

use std::path::Path;

use ndmp_preflight::check::Usage;
use ndmp_preflight::fault::Fault;
use ndmp_preflight::report::clean;
pub(crate) use ndmp_preflight::saved::reason;

/// What the program complains about on standard error.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Complaint {
    /// An option or an argument; one line, whatever stands in what was typed.
    #[error("error: {}", clean(.0))]
    Usage(String),
    /// Examples of a site's own rules.
    #[error("error: {}\n\nnothing was judged", .0.join("\nerror: "))]
    Examples(Vec<String>),
    /// Rule, table or configuration files.
    #[error("{}", listed(.0))]
    Faults(Vec<Fault>),
    /// A signal; nothing was judged.
    #[cfg_attr(not(unix), expect(dead_code, reason = "no signal is heard of"))]
    #[error("ended by {who}")]
    Interrupted {
        /// The user, or the signal.
        who: &'static str,
        /// How the program ends.
        code: u8,
    },
}

fn listed(faults: &[Fault]) -> String {
    let all: Vec<_> = faults.iter().map(Fault::to_string).collect();
    let plural = if all.len() == 1 { "" } else { "s" };
    format!("{}\n\n{} fault{plural}; nothing was judged", all.join("\n\n"), all.len())
}

impl From<Vec<Fault>> for Complaint {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Faults(faults)
    }
}

impl From<Usage> for Complaint {
    fn from(Usage(message): Usage) -> Self {
        Self::Usage(message)
    }
}

/// A path in a message: on one line, and nothing in it commands a terminal.
pub(crate) fn shown(path: &Path) -> String {
    clean(&path.to_string_lossy())
}
