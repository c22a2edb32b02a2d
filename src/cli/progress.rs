//! What people see on standard error while a fleet is read; nothing where it is no terminal, or with `-q`.

use indicatif::{ProgressBar, ProgressStyle};
use ndmp_preflight::report::Verbosity;

/// How many targets of a fleet are judged, on standard error where that is a terminal; nothing for no more than `few`.
pub(crate) fn bar(targets: usize, few: usize, verbosity: Verbosity) -> ProgressBar {
    if targets <= few || verbosity == Verbosity::Quiet {
        return ProgressBar::hidden();
    }
    let shape = ProgressStyle::with_template("{bar:30} {pos} of {len} targets, {eta} left");
    ProgressBar::new(targets as u64).with_style(shape.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
