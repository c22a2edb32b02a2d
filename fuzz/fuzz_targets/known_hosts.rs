//! Any `known_hosts` is read without panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ndmp_preflight::collect::known_hosts::KnownHosts;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut hosts = KnownHosts::default();
    hosts.add("known_hosts", text);
    for name in ["cl1.example.com", "[192.0.2.1]:2222", "2001:db8::1"] {
        hosts.types(name);
    }
});
