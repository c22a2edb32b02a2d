//! The outside world: which commands to send (`plan`), how to get there (`transport`), and what came back (`bundle`).
//!
//! A collector connects to a cluster, sends scripts of `show` commands, and keeps every byte that came back in a bundle.
//! Live runs and `--from BUNDLE` are judged from the same bundle, so that both give the same report.

pub mod answers;
pub mod bundle;
pub mod plan;
pub mod script;
pub mod transport;
