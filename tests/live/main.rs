//! Live clusters from end to end: the program over SSH against simulated clusters, and the same offline.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]
#![cfg(feature = "ssh")]

mod asked;
#[cfg(target_os = "linux")]
mod environment;
mod faults;
mod fleet;
mod handed;
mod host_keys;
mod identity;
#[cfg(target_os = "linux")]
mod interrupted;
mod inventory;
mod kept;
mod lost;
mod many;
#[cfg(target_os = "linux")]
mod no_room;
#[path = "../../examples/simulated-ontap/ontap.rs"]
mod ontap;
mod phases;
#[path = "../reading/random.rs"]
#[allow(dead_code, unreachable_pub, clippy::allow_attributes, reason = "other tests use the rest of it")]
mod random;
mod refused;
mod rig;
mod same;
mod secrets;
#[path = "../../examples/simulated-ontap/server.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "other tests use the rest of it")]
mod server;
#[cfg(target_os = "linux")]
mod signals;
mod signed;
mod ways;
