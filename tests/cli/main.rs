//! The program as it is run: arguments, inputs, configuration, exit codes.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

mod application;
#[cfg(unix)]
mod captured;
mod causes;
mod exit;
mod explained;
mod fleet;
mod input;
mod mistakes;
mod monitoring;
mod options;
mod planned;
mod program;
mod screen;
mod site_rules;
mod version;
mod without_effect;
