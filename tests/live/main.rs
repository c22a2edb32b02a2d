//! Live clusters from end to end: the program over SSH against simulated clusters, and the same offline.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![cfg(feature = "ssh")]

mod asked;
mod faults;
mod fleet;
mod host_keys;
mod identity;
#[path = "../../examples/simulated-ontap/ontap.rs"]
mod ontap;
mod rig;
mod same;
mod secrets;
#[path = "../../examples/simulated-ontap/server.rs"]
mod server;
#[cfg(target_os = "linux")]
mod signals;
