//! Servers that never stop sending before anybody has logged in: no deadline and no Ctrl-C waits for them, and what they
//! send is not kept.

use std::io::Write;
use std::net::TcpListener;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::ssh::{HostKeyPolicy, LARGEST_LOGIN, SshTransport};
use ndmp_preflight::collect::transport::{Deadlines, Phase, Transport, TransportError};

use crate::rig::Answers;

const BANNER: &[u8] = b"SSH-2.0-flood\r\n";
/// Types of SSH packets: one that says nothing, and one that nobody knows.
const IGNORE: u8 = 2;
const UNKNOWN: u8 = 60;
/// What may pass between the moment that ends a connection and its end.
const LATE: Duration = Duration::from_millis(1500);
const KEY_EXCHANGE: Duration = Duration::from_secs(1);

/// A packet before keys are exchanged.
fn packet(kind: u8, length: u32) -> Vec<u8> {
    let mut payload = vec![kind];
    payload.extend(length.to_be_bytes());
    payload.resize(payload.len() + length as usize, b'x');
    let padding = 8 + (8 - (payload.len() + 5) % 8) % 8;
    let whole = u32::try_from(payload.len() + padding + 1).unwrap();
    let mut packet = whole.to_be_bytes().to_vec();
    packet.push(u8::try_from(padding).unwrap());
    packet.extend(payload);
    packet.resize(packet.len() + padding, 0);
    packet
}

/// Says a greeting to everybody, then one thing for ever.
fn flood(greeting: &'static [u8], forever: Vec<u8>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let many = forever.repeat(32 * 1024 / forever.len() + 1);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let many = many.clone();
            thread::spawn(move || {
                let mut sent = stream.write_all(greeting);
                while sent.is_ok() {
                    sent = stream.write_all(&many);
                }
            });
        }
    });
    port
}

/// How a connection to a port fails that is given up after `largest` bytes and by these deadlines, and when.
fn failure(port: u16, deadlines: Deadlines, largest: usize, cancel: Cancel) -> (TransportError, Duration) {
    let (teller, heard) = channel();
    let begin = Instant::now();
    thread::spawn(move || {
        let folder = tempfile::tempdir().unwrap();
        let known_hosts = vec![folder.path().join("known_hosts")];
        let (host, user) = ("127.0.0.1".to_owned(), "preflight".to_owned());
        let endpoint = Endpoint { host, port, user, known_hosts, ..Endpoint::default() };
        let transport = SshTransport::new(endpoint, deadlines, HostKeyPolicy::default(), Answers::none(), cancel);
        let error = transport.with_largest_login(largest).connect().err().unwrap();
        teller.send((error, begin.elapsed())).unwrap();
    });
    heard.recv_timeout(Duration::from_secs(8)).unwrap_or_else(|_| panic!("it still listens"))
}

fn patient() -> Deadlines {
    Deadlines { key_exchange: Duration::from_secs(30), ..Deadlines::default() }
}

fn soon() -> Deadlines {
    Deadlines { key_exchange: KEY_EXCHANGE, ..patient() }
}

fn floods() -> [(&'static str, u16); 3] {
    [
        ("lines before the banner", flood(b"", b"hello there\r\n".to_vec())),
        ("packets that say nothing", flood(BANNER, packet(IGNORE, 0))),
        ("large packets that say nothing", flood(BANNER, packet(IGNORE, 20_000))),
    ]
}

#[test]
fn pitfall_14_a_flood_is_given_up_after_some_bytes() {
    let unknown = [
        ("packets that nobody knows", flood(BANNER, packet(UNKNOWN, 0))),
        ("large packets that nobody knows", flood(BANNER, packet(UNKNOWN, 20_000))),
    ];
    for (name, port) in floods().into_iter().chain(unknown) {
        let (error, after) = failure(port, patient(), LARGEST_LOGIN, Cancel::new());
        assert_eq!(error, TransportError::Overrun { phase: Phase::KeyExchange, limit: LARGEST_LOGIN }, "{name}");
        assert!(error.to_string().contains("during key exchange"), "{error}");
        assert!(after < Duration::from_secs(6), "{name}: {after:?}");
    }
}

#[test]
fn pitfall_14_the_key_exchange_ends_at_its_deadline_though_bytes_come() {
    for (name, port) in floods() {
        let (error, after) = failure(port, soon(), usize::MAX, Cancel::new());
        assert_eq!(error, TransportError::TimedOut { phase: Phase::KeyExchange, after: KEY_EXCHANGE }, "{name}");
        assert!((KEY_EXCHANGE..KEY_EXCHANGE + LATE).contains(&after), "{name}: {after:?}");
    }
}

#[test]
fn pitfall_14_the_whole_run_ends_at_its_deadline_though_bytes_come() {
    let deadlines = Deadlines { run: KEY_EXCHANGE, ..patient() };
    let (_, port) = floods()[1];
    let (error, after) = failure(port, deadlines, usize::MAX, Cancel::new());
    assert_eq!(error, TransportError::TimedOut { phase: Phase::Run, after: KEY_EXCHANGE });
    assert!(after < KEY_EXCHANGE + LATE, "{after:?}");
}

#[test]
fn pitfall_14_the_user_ends_it_though_bytes_come() {
    for (name, port) in floods() {
        let cancel = Cancel::new();
        let later = cancel.clone();
        let waited = Duration::from_millis(200);
        thread::spawn(move || {
            thread::sleep(waited);
            later.cancel();
        });
        let (error, after) = failure(port, patient(), usize::MAX, cancel);
        assert_eq!(error, TransportError::Interrupted, "{name}");
        // Ctrl-C ends the process by force a second later.
        assert!(after < waited + Duration::from_millis(900), "{name}: {after:?}");
    }
}
