//! The outside world: which commands to send (`plan`), how to get there (`transport`), and what came back (`bundle`).
//!
//! A collector connects to a cluster, sends scripts of `show` commands, and keeps every byte that came back in a bundle.
//! Live runs and `--from BUNDLE` are judged from the same bundle, so that both give the same report.

pub mod cancel;
#[cfg(feature = "ssh")]
pub mod credential;
pub mod endpoint;
#[cfg(feature = "ssh")]
pub mod known_hosts;
#[cfg(feature = "ssh")]
pub mod openssh;
pub mod script;
#[cfg(feature = "ssh")]
pub mod ssh;
pub mod ssh_config;
pub mod transport;
