//! How libssh2 waits: pitfalls 1, 6, 7, 9 and 10.

use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Deadlines, Phase};

use crate::rig::{Answers, connect, patient, refusal, script};
use crate::server::Faults;
use crate::simulated::{SOON, ask, misbehaving, timed_out};
use crate::sshd::{self, Sshd};
use crate::ways::{full_queue, listener, nobody};

#[test]
fn pitfall_6_a_drip_ends_at_the_command_though_each_byte_comes_in_time() {
    let rig = misbehaving(Faults { drip: Some(Duration::from_millis(20)), ..Faults::default() });
    let deadlines = Deadlines { command: Duration::from_millis(800), idle: Duration::from_secs(15), ..patient() };
    let (exchange, _) = ask(&rig, deadlines);
    assert_eq!(exchange.broken, timed_out(Phase::Command, deadlines.command));
    assert!(!exchange.output.is_empty() && exchange.output.len() < 600, "{}", exchange.output.len());
}

#[test]
fn pitfall_6_a_way_that_swallows_everything_ends_at_connect() {
    let (_runtime, listener, _waiting) = full_queue();
    let port = listener.local_addr().unwrap().port();
    let error = refusal(&nobody(port), Deadlines { connect: SOON, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::Connect, SOON));
    let endpoint = Endpoint { connect_timeout: Some(Duration::from_secs(1)), ..nobody(port) };
    let deadlines = Deadlines { connect: Deadlines::default().connect, ..patient() };
    let error = refusal(&endpoint, deadlines, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::Connect, Duration::from_secs(1)));
}

#[test]
fn pitfall_6_a_banner_that_drips_forever_ends_at_the_key_exchange() {
    let port = listener(|mut stream| {
        thread::spawn(move || {
            while stream.write_all(b"x").is_ok() {
                thread::sleep(Duration::from_millis(50));
            }
        });
    });
    let error = refusal(&nobody(port), Deadlines { key_exchange: SOON, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::KeyExchange, SOON));
}

#[test]
fn pitfall_7_silence_ends_at_the_first_byte_and_dropping_waits_no_more() {
    let rig = misbehaving(Faults { silent: true, ..Faults::default() });
    let limit = Duration::from_secs(2);
    let (exchange, connection) = ask(&rig, Deadlines { first_byte: limit, ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::FirstByte, limit));
    assert!(exchange.duration >= limit, "{:?}", exchange.duration);
    let begin = Instant::now();
    drop(connection);
    assert!(begin.elapsed() < limit / 2, "dropping took {:?}", begin.elapsed());
}

#[test]
fn pitfall_10_large_answers_survive_new_keys_and_slow_ones_signs_of_life() {
    let Some(sshd) = Sshd::start("RekeyLimit 1M\nClientAliveInterval 1\nClientAliveCountMax 1") else { return };
    let mut connection = connect(&sshd.endpoint(), patient(), Answers::none()).unwrap();
    let large = connection.ask(&script("volume show -fields large"));
    assert_eq!((large.output.len(), large.broken), (8 * 1024 * 1024, None));
    let slow = connection.ask(&script("volume show -fields slow"));
    assert_eq!((&*slow.output, slow.broken), (&b"late\n"[..], None));
    sshd::ask(&mut *connection);
}
