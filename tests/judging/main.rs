//! What decides where a rule looks at several tables at once: the accounts of an SVM, the nodes that own volumes, routes, and the
//! LIF that the application addresses.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod accounts;
mod addressed;
mod application;
mod attested;
mod beside;
mod beyond;
mod broken;
mod claims;
mod cluster;
mod concerned;
mod covered;
mod denied;
mod devices;
mod foreign;
mod gives;
mod joined;
mod mended;
mod merged;
mod names;
mod nodes;
mod owners;
mod pieces;
mod policies;
mod present;
mod queried;
mod questions;
mod roles;
mod routes;
#[path = "../saved/mod.rs"]
mod saved;
mod scope;
mod session;
mod stale;
mod told;
mod untold;
mod words;
