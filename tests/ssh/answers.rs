//! Answers that come late, never, broken or endlessly: each ends in the right error within its deadline, and what came
//! before is kept.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::script::{Script, Show, Step};
use ndmp_preflight::collect::ssh::{HostKeyPolicy, SshTransport};
use ndmp_preflight::collect::transport::{Deadlines, Phase, Transport, TransportError};

use crate::rig::{Answers, at_once, connect, patient, script, transport};
use crate::server::{Access, Faults, Reply};
use crate::simulated::{PASSWORD, SOON, ask, misbehaving, open, rig, stop, text, timed_out};

#[test]
fn an_answer_comes_back_with_both_outputs_and_the_status() {
    let rig = rig(Access::default(), Faults::default(), |script| Reply {
        stdout: format!("asked {script}\r\n").into_bytes(),
        stderr: b"\xffwarning".to_vec(),
        exit_status: 3,
        ..Reply::default()
    });
    let (exchange, mut connection) = ask(&rig, patient());
    assert_eq!(exchange.output, b"asked cluster show\r\n");
    assert_eq!((&*exchange.errors, exchange.exit_status, exchange.broken), (&b"\xffwarning"[..], Some(3), None));
    connection.prepare();
    assert_eq!(connection.ask(&script("version")).output, b"asked version\r\n");
    assert!(connection.is_open());
    assert_eq!(rig.server.log.channels.load(Ordering::SeqCst), 2);
}

#[test]
fn a_dropped_connection_is_gone_at_the_server() {
    let rig = misbehaving(Faults::default());
    let (_, connection) = ask(&rig, patient());
    assert_eq!(rig.server.log.open.load(Ordering::SeqCst), 1);
    drop(connection);
    let begin = Instant::now();
    while rig.server.log.open.load(Ordering::SeqCst) > 0 {
        assert!(begin.elapsed() < Duration::from_secs(10), "still open");
        thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(rig.server.log.most.load(Ordering::SeqCst), 1);
}

#[test]
fn a_slow_drip_ends_at_the_idle_time() {
    let rig = misbehaving(Faults { drip: Some(Duration::from_secs(19)), ..Faults::default() });
    let (exchange, _) = ask(&rig, Deadlines { idle: SOON, ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::Idle, SOON));
    assert_eq!(exchange.output, b"0");
}

#[test]
fn a_pager_ends_at_the_idle_time_and_is_kept() {
    let pager = "Press <space> to page down, <return> for next line, or 'q' to quit... ";
    let rig = misbehaving(Faults { pager: Some(pager.to_owned()), ..Faults::default() });
    let (exchange, _) = ask(&rig, Deadlines { idle: SOON, ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::Idle, SOON));
    assert!(exchange.output.ends_with(pager.as_bytes()));
}

#[test]
fn the_whole_run_has_a_deadline_of_its_own() {
    let rig = misbehaving(Faults { silent: true, ..Faults::default() });
    let (exchange, _) = ask(&rig, Deadlines { run: Duration::from_millis(1500), ..patient() });
    assert_eq!(exchange.broken, timed_out(Phase::Run, Duration::from_millis(1500)));
}

#[test]
fn a_flood_is_ended_and_bounded() {
    let limit = 1024 * 1024;
    for faults in [
        Faults { flood: Some(64 * limit), ..Faults::default() },
        Faults { error_flood: Some(64 * limit), ..Faults::default() },
    ] {
        let rig = misbehaving(faults);
        let transport = transport(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).with_largest_answer(limit);
        let mut connection = transport.connect().unwrap();
        let exchange = connection.ask(&script("cluster show"));
        assert_eq!(exchange.broken, Some(TransportError::Flooded { limit }));
        assert!(exchange.output.len() + exchange.errors.len() <= limit + 2);
        assert!(!connection.is_open());
    }
}

#[test]
fn a_large_answer_comes_whole() {
    let answer = "0123456789abcde\n".repeat(512 * 1024);
    let copy = answer.clone();
    let rig = rig(Access::default(), Faults::default(), move |_| text(&copy));
    let (exchange, _) = ask(&rig, patient());
    assert_eq!((exchange.output.len(), exchange.broken), (answer.len(), None));
    assert!(exchange.output == answer.as_bytes());
}

#[test]
fn a_connection_closed_behind_the_login_is_told_at_the_first_command() {
    let rig = misbehaving(Faults { close_after_authentication: true, ..Faults::default() });
    let error = match connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)) {
        Err(error) => error,
        Ok(mut connection) => {
            thread::sleep(Duration::from_millis(400));
            connection.ask(&script("cluster show")).broken.unwrap()
        }
    };
    let phases = [Phase::Authentication, Phase::Command];
    assert!(matches!(&error, TransportError::Broken { phase, .. } if phases.contains(phase)), "{error:?}");
}

#[test]
fn a_refused_channel_leaves_the_connection_open() {
    let rig = misbehaving(Faults { refuse_channel: Some(3), ..Faults::default() });
    let mut connection = open(&rig, patient());
    for _ in 0..2 {
        assert_eq!(connection.ask(&script("cluster show")).broken, None);
    }
    connection.prepare();
    let error = connection.ask(&script("cluster show")).broken.unwrap();
    assert!(matches!(&error, TransportError::NoChannel { .. }), "{error:?}");
    assert!(connection.is_open());
}

#[test]
fn a_refused_command_is_told() {
    let rig = misbehaving(Faults { refuse_exec: true, ..Faults::default() });
    let (exchange, connection) = ask(&rig, patient());
    let error = exchange.broken.unwrap().to_string();
    assert!(error.contains("runs no single command for it (`exec` is refused)"), "{error}");
    assert!(connection.is_open());
}

#[test]
fn a_script_that_is_too_long_is_not_sent() {
    let rig = misbehaving(Faults::default());
    let mut connection = open(&rig, patient());
    let show = Show::parse("network interface show -fields home-node,home-port").unwrap();
    let long = Script::of(std::iter::repeat_n(Step::Show(show), 1000));
    assert!(long.text().len() > 32 * 1024);
    let error = connection.ask(&long).broken.unwrap().to_string();
    assert!(error.contains("SSH carries 32768 at once"), "{error}");
    assert!(connection.is_open() && rig.server.log.scripts.lock().unwrap().is_empty());
    let show = Show::parse("cluster show").unwrap();
    let longest = Script::of(std::iter::repeat_n(Step::Show(show), 32 * 1024 / 14));
    assert!(longest.text().len() > 32_000);
    assert_eq!(connection.ask(&longest).broken, None);
}

#[test]
fn ctrl_c_ends_at_once_wherever_it_waits() {
    let rig = misbehaving(Faults { silent: true, ..Faults::default() });
    at_once(|cancel| {
        let (prompt, policy) = (Answers::of(&[PASSWORD], false), HostKeyPolicy::default());
        let transport = SshTransport::new(rig.endpoint.clone(), patient(), policy, prompt, cancel.clone());
        let mut connection = transport.connect().unwrap();
        let stopper = stop(cancel);
        let exchange = connection.ask(&script("cluster show"));
        drop(connection);
        let late = stopper.join().unwrap().elapsed();
        assert_eq!(exchange.broken, Some(TransportError::Interrupted));
        assert_eq!(transport.connect().err(), Some(TransportError::Interrupted));
        late
    });
}
