//! What libssh2 does to an answer: pitfalls 2 to 5.

use std::time::Duration;

use ndmp_preflight::collect::transport::{Phase, TransportError};

use crate::rig::{patient, script};
use crate::server::Faults;
use crate::simulated::{ask, misbehaving};

#[test]
fn pitfall_2_a_missing_status_does_not_hold_the_answer() {
    let rig = misbehaving(Faults { no_exit_status: true, ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    assert_eq!((exchange.output.len(), exchange.broken), (600, None));
    assert!(connection.is_open() && exchange.duration < Duration::from_secs(5));
}

#[test]
fn pitfall_3_a_truncated_answer_in_order_is_no_error_here() {
    let rig = misbehaving(Faults { truncate: Some(500), ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    assert_eq!((exchange.output.len(), exchange.exit_status, exchange.broken), (500, Some(0), None));
    assert!(connection.is_open());
}

#[test]
fn pitfall_4_a_cut_connection_keeps_what_came() {
    let rig = misbehaving(Faults { cut_after: Some(500), ..Faults::default() });
    let (exchange, mut connection) = ask(&rig, patient());
    assert_eq!(exchange.output.len(), 500);
    assert!(matches!(exchange.broken, Some(TransportError::Broken { phase: Phase::Command, .. })), "{exchange:?}");
    assert!(!connection.is_open());
    let again = connection.ask(&script("version"));
    assert!(again.broken.unwrap().to_string().contains("closed before"));
}

#[test]
fn pitfall_4_a_disconnect_message_is_a_broken_connection() {
    let rig = misbehaving(Faults { disconnect_after: Some(500), ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    assert!(matches!(exchange.broken, Some(TransportError::Broken { .. })), "{exchange:?}");
    assert!(exchange.exit_status.is_none() && !connection.is_open());
}

#[test]
fn pitfall_5_more_errors_than_the_window_holds_block_nothing() {
    let size = 5 * 1024 * 1024;
    let rig = misbehaving(Faults { error_flood: Some(size), ..Faults::default() });
    let (exchange, _) = ask(&rig, patient());
    assert_eq!((exchange.errors.len(), exchange.output.len(), exchange.broken), (size, 600, None));
}
