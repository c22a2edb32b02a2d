//! SSH from this side: servers in this process that misbehave on demand, and OpenSSH's own on a loopback port.
//!
//! Every misbehaviour ends in the right error within its deadline. The pitfalls of the SSH library stand in `pitfalls`, each
//! with a test that fails where the code falls into it.

#![cfg(all(feature = "ssh", unix))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends at the first thing that is not as it must be"
)]

mod answers;
mod host_keys;
mod jump_host_keys;
mod keys;
mod logins;
#[path = "../../examples/simulated-ontap/ontap.rs"]
mod ontap;
mod openssh;
mod pitfalls;
mod relay;
mod rig;
mod round_trips;
#[path = "../../examples/simulated-ontap/server.rs"]
mod server;
mod simulated;
mod sshd;
mod ways;
