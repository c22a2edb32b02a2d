//! What libssh2 does to an answer: pitfalls 2 to 5.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ndmp_preflight::collect::answers::join;
use ndmp_preflight::collect::plan::Plan;
use ndmp_preflight::judge::Question;
use ndmp_preflight::rule::Catalog;

use ndmp_preflight::collect::transport::{Phase, TransportError};

use crate::ontap::{Manner, Ontap};
use crate::rig::{Answers, connect, patient, script};
use crate::server::{Access, Faults, Reply};
use crate::simulated::{ask, misbehaving, open, rig};
use crate::sshd::Sshd;

/// The library calls a status that has not come 0.
#[test]
fn pitfall_2_a_status_that_comes_behind_the_end_is_waited_for() {
    let Some(sshd) = Sshd::start("") else { return };
    let mut connection = connect(&sshd.endpoint(), patient(), Answers::none()).unwrap();
    let exchange = connection.ask(&script("volume show -fields silent"));
    assert_eq!((exchange.exit_status, exchange.broken), (Some(3), None));
    assert!(connection.is_open());
}

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

/// Status 0, no error, and not all that the cluster said: what was cut off is asked for again, and the rest is right.
#[test]
fn pitfall_3_no_answer_is_whole_because_it_ended_in_order() {
    let question = Question::plain(jiff::civil::date(2026, 11, 22));
    let joined = join(&Plan::of(&Catalog::embedded().unwrap(), &question).steps);
    let ontap = Arc::new(
        Ontap::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/ready-svm-9.12.1"), Manner::default())
            .unwrap(),
    );
    let output = ontap.answer(joined.script.text()).0.into_bytes();
    let (sent, cut) = (output.clone(), Arc::new(AtomicUsize::new(output.len())));
    let end = Arc::clone(&cut);
    let answer = move |_: &str| Reply { stdout: sent[..end.load(Ordering::SeqCst)].to_vec(), ..Reply::default() };
    let rig = rig(Access::default(), Faults::default(), answer);
    let mut connection = open(&rig, patient());
    let mut whole_pieces = |end: usize| {
        cut.store(end, Ordering::SeqCst);
        let exchange = connection.ask(&joined.script);
        assert_eq!((exchange.output.len(), exchange.exit_status, exchange.broken), (end, Some(0), None));
        let pieces = joined.split(&exchange.output).into_iter();
        let whole = pieces.map(|piece| piece.filter(|piece| piece.whole));
        whole.map(|piece| piece.map(|piece| String::from_utf8(piece.text).unwrap())).collect::<Vec<_>>()
    };
    let all = whole_pieces(output.len());
    assert!(all.iter().flatten().count() > 10, "{all:?}");
    // Behind a line an answer looks most like a whole one; the last line has the count.
    let last = output.trim_ascii_end().len();
    let ends =
        (1..last).filter(|end| output[end - 1] == b'\n' || end % 211 == 0 || output[..*end].ends_with(b"displayed."));
    for end in ends {
        for (piece, full) in whole_pieces(end).iter().zip(&all).filter(|(piece, _)| piece.is_some()) {
            // Behind the count nothing is missing but the end of its line.
            let [piece, full] = [piece, full].map(|text| text.as_deref().map(str::trim_end));
            assert_eq!(piece, full, "{end} of {} bytes", output.len());
        }
    }
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
    assert_eq!(exchange.output.len(), 500);
    assert!(exchange.exit_status.is_none() && !connection.is_open());
}

#[test]
fn pitfall_5_more_errors_than_the_window_holds_block_nothing() {
    let size = 5 * 1024 * 1024;
    let rig = misbehaving(Faults { error_flood: Some(size), ..Faults::default() });
    let (exchange, _) = ask(&rig, patient());
    assert_eq!((exchange.errors.len(), exchange.output.len(), exchange.broken), (size, 600, None));
}
