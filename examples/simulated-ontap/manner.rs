//! How a simulated cluster behaves, and what it tells.

use std::time::Duration;

/// How this cluster behaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    /// Commands (without options) that this account may not use; `set` is one.
    pub(crate) refused: Vec<String>,
    /// The only commands and directories that this account may use, as `security login role create` names them.
    pub(crate) role: Option<Vec<String>>,
    /// Options of `set` that this release does not know.
    pub(crate) unknown_settings: Vec<String>,
    /// The release knows neither `-showseparator` nor `-fields`.
    pub(crate) is_old: bool,
    /// The rest of the commands is not run after an error.
    pub(crate) stops_after_error: bool,
    /// What is printed before the first answer.
    pub(crate) banner: String,
    /// That is printed on standard error.
    pub(crate) banner_apart: bool,
    /// What each `show` costs.
    pub(crate) cost: Duration,
    /// Errors come on standard error.
    pub(crate) errors_apart: bool,
}

/// What was asked, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    /// Whole texts of channels.
    pub(crate) scripts: Vec<String>,
    /// The commands in them that were run.
    pub(crate) commands: Vec<String>,
    /// Commands that would have changed the cluster, or its session in a way that nobody needs.
    pub(crate) writes: Vec<String>,
}

/// What one command printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// The text, with the line ends of SSH.
    pub(crate) text: String,
    /// Whether it took the time of a `show`.
    pub(crate) is_show: bool,
    /// Whether it is an error.
    pub(crate) is_error: bool,
    /// Whether nothing more is run.
    pub(crate) is_end: bool,
    /// Whether it is the banner.
    pub(crate) is_banner: bool,
}

/// What a channel told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// Standard output.
    pub(crate) output: String,
    /// Standard error.
    pub(crate) errors: String,
    /// Exit status.
    pub(crate) status: i32,
    /// How long it takes.
    pub(crate) cost: Duration,
}
