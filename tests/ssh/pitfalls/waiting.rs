//! How libssh2 waits: pitfalls 1, 6, 7, 9 and 10.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::script::{Script, Show, Step};
use ndmp_preflight::collect::transport::{Deadlines, Phase};

use socket2::{Domain, Socket, Type};

use crate::relay::{pass, relay, relay_at, slowed};
use crate::rig::{Answers, connect, patient, refusal, script};
use crate::server::{Access, Faults, Reply};
use crate::simulated::{PASSWORD, SOON, ask, misbehaving, open, rig, text, timed_out};
use crate::sshd::{self, Sshd};
use crate::ways::{full_queue, listener, nobody};

/// With small packets that wait for an acknowledgement, a question behind a channel that was closed takes 40 ms longer. The
/// first segments of a connection are acknowledged at once, and a busy machine is slow now and then.
#[test]
fn pitfall_1_small_questions_wait_for_no_acknowledgement() {
    let rig = misbehaving(Faults::default());
    let mut connection = open(&rig, patient());
    let mut taken: Vec<_> = (0..90).map(|_| connection.ask(&script("cluster show")).duration).skip(30).collect();
    taken.sort();
    assert!(taken[30] < Duration::from_millis(30), "{taken:?}");
}

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

/// Nobody is there to confirm that a channel is closed: whoever waits for that waits once more, or forever.
#[test]
fn pitfall_7_a_way_that_went_dead_is_left_at_once() {
    let rig = misbehaving(Faults::default());
    let dead = Arc::new(AtomicBool::new(false));
    let died = Arc::clone(&dead);
    let port = relay(rig.server.addr.port(), move |near, far| {
        let died = Arc::clone(&died);
        let until_dead = move |_| {
            while died.load(Ordering::SeqCst) {
                thread::park();
            }
        };
        pass(near.try_clone().unwrap(), far.try_clone().unwrap(), 65536, Duration::ZERO, drop);
        pass(far, near, 65536, Duration::ZERO, until_dead);
    });
    let limit = Duration::from_secs(1);
    let deadlines = Deadlines { first_byte: limit, ..patient() };
    let mut connection = connect(&rig.endpoint_at(port), deadlines, Answers::of(&[PASSWORD], false)).unwrap();
    connection.prepare();
    dead.store(true, Ordering::SeqCst);
    let (teller, heard) = channel();
    thread::spawn(move || {
        let begin = Instant::now();
        let broken = connection.ask(&script("cluster show")).broken;
        drop(connection);
        drop(teller.send((broken, begin.elapsed())));
    });
    let Ok((broken, taken)) = heard.recv_timeout(Duration::from_secs(15)) else { panic!("not left in 15 seconds") };
    assert_eq!(broken, timed_out(Phase::FirstByte, limit));
    assert!(taken < limit + Duration::from_millis(1500), "left behind {taken:?}");
}

/// Bytes come one by one and channels late, so that nothing is done at the first call.
#[test]
fn pitfall_9_every_step_is_repeated_until_it_is_done() {
    let faults = Faults { slow_channels: Duration::from_millis(50), ..Faults::default() };
    let rig = rig(Access::default(), faults, |script| Reply {
        stdout: format!("asked {script}").into_bytes(),
        exit_status: u32::try_from(script.len()).unwrap(),
        ..Reply::default()
    });
    let endpoint = rig.endpoint_at(slowed(rig.server.addr.port(), 1, Duration::from_micros(100)));
    let mut connection = connect(&endpoint, patient(), Answers::of(&[PASSWORD], false)).unwrap();
    connection.prepare();
    let commands = ["version", "cluster show", "vserver show", "network interface show", "system node show"];
    for command in commands {
        connection.expect(command != commands[4]);
        let exchange = connection.ask(&script(command));
        assert_eq!((exchange.output, exchange.broken), (format!("asked {command}").into_bytes(), None));
        assert_eq!(exchange.exit_status, i32::try_from(command.len()).ok());
    }
    assert_eq!(*rig.server.log.scripts.lock().unwrap(), commands);
    assert_eq!(rig.server.log.channels.load(Ordering::SeqCst), commands.len(), "each channel is asked for once");
}

/// Segments of 88 bytes make the system's buffer so small that a long script does not fit in.
#[test]
fn pitfall_9_a_script_that_goes_out_in_pieces_is_sent_to_its_end() {
    let rig = misbehaving(Faults::default());
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(1024).unwrap();
    socket.set_tcp_mss(88).unwrap();
    socket.bind(&"127.0.0.1:0".parse::<SocketAddr>().unwrap().into()).unwrap();
    socket.listen(8).unwrap();
    let port = relay_at(socket.into(), rig.server.addr.port(), |near, far| {
        pass(near.try_clone().unwrap(), far.try_clone().unwrap(), 512, Duration::from_millis(2), drop);
        pass(far, near, 65536, Duration::ZERO, drop);
    });
    let mut connection = connect(&rig.endpoint_at(port), patient(), Answers::of(&[PASSWORD], false)).unwrap();
    let show = Show::parse("cluster show").unwrap();
    let long = Script::of(std::iter::repeat_n(Step::Show(show), 2000));
    let exchange = connection.ask(&long);
    assert_eq!((exchange.output.len(), exchange.broken), (600, None));
    assert_eq!(*rig.server.log.scripts.lock().unwrap(), [long.text()]);
}

/// What the system says this thread has computed so far; `None` where it does not tell.
fn computed() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Whoever asks the socket for the wrong thing is told at once that it is ready, and asks again.
#[test]
fn pitfall_9_waiting_for_the_socket_computes_nothing() {
    let rig =
        rig(Access::default(), Faults::default(), |_| Reply { delay: Duration::from_secs(2), ..Reply::default() });
    let mut connection = open(&rig, patient());
    let Some(before) = computed() else { return };
    assert_eq!(connection.ask(&script("cluster show")).broken, None);
    let computed = computed().unwrap() - before;
    assert!(computed < Duration::from_millis(200), "computed for {computed:?} of two seconds");
}

/// The library sends a sign of life only when it is told to.
#[test]
fn pitfall_10_a_long_silence_is_filled_with_signs_of_life() {
    let sent = Arc::new(AtomicUsize::new(0));
    let (seen, count) = (Arc::clone(&sent), Arc::clone(&sent));
    let rig = rig(Access::default(), Faults::default(), move |_| {
        let before = seen.load(Ordering::SeqCst);
        let end = Instant::now() + Duration::from_secs(30);
        while seen.load(Ordering::SeqCst) == before && Instant::now() < end {
            thread::sleep(Duration::from_millis(10));
        }
        text(if seen.load(Ordering::SeqCst) > before { "alive" } else { "as good as dead" })
    });
    let port = relay(rig.server.addr.port(), move |near, far| {
        let count = Arc::clone(&count);
        let counting = move |length| {
            count.fetch_add(length, Ordering::SeqCst);
        };
        pass(near.try_clone().unwrap(), far.try_clone().unwrap(), 65536, Duration::ZERO, counting);
        pass(far, near, 65536, Duration::ZERO, drop);
    });
    let long = Duration::from_secs(40);
    let deadlines = Deadlines { first_byte: long, command: long, ..patient() };
    let mut connection = connect(&rig.endpoint_at(port), deadlines, Answers::of(&[PASSWORD], false)).unwrap();
    assert_eq!(String::from_utf8_lossy(&connection.ask(&script("cluster show")).output), "alive");
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
