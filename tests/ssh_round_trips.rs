//! How often a login and a command go back and forth: a long way makes each time count.

#![cfg(feature = "ssh")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::transport::Transport;
use russh::MethodKind;

#[expect(dead_code, reason = "other tests take the rest")]
#[path = "ssh/rig.rs"]
mod rig;
#[expect(dead_code, reason = "other tests take the rest")]
#[path = "../examples/simulated-ontap/server.rs"]
mod server;

use rig::{Answers, endpoint, patient, script, transport};
use server::{Access, Faults, Reply, Server};

/// There and back: long against what a busy machine thinks in between.
const ROUND_TRIP: Duration = Duration::from_millis(300);

/// A long way to a port: what goes in comes out half a round trip later.
fn far(port: u16) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let own = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for near in listener.incoming().flatten() {
            // The greeting of TCP takes its round trip too.
            thread::sleep(ROUND_TRIP);
            let far = TcpStream::connect(("127.0.0.1", port)).unwrap();
            near.set_nodelay(true).unwrap();
            far.set_nodelay(true).unwrap();
            late(near.try_clone().unwrap(), far.try_clone().unwrap());
            late(far, near);
        }
    });
    own
}

fn late(mut from: TcpStream, mut to: TcpStream) {
    let (teller, heard) = channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut piece = [0; 65536];
        while let Ok(length) = from.read(&mut piece) {
            if teller.send((Instant::now(), piece[..length].to_vec())).is_err() || length == 0 {
                return;
            }
        }
    });
    thread::spawn(move || {
        for (came, bytes) in heard {
            thread::sleep((came + ROUND_TRIP / 2).saturating_duration_since(Instant::now()));
            if bytes.is_empty() || to.write_all(&bytes).is_err() {
                let _ = to.shutdown(std::net::Shutdown::Write);
                return;
            }
        }
    });
}

/// Round trips of a first login with one command, and of a second one over the same transport.
fn round_trips(methods: &[MethodKind], secrets: &[&str], with_key: bool) -> [f64; 2] {
    let access = Access { methods: methods.to_vec(), ..Access::default() };
    let server = Server::start(Arc::new(|_: &str| Reply::default()), access, Faults::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known_hosts");
    let port = far(server.addr.port());
    std::fs::write(&known, format!("[127.0.0.1]:{port} {}\n", server.host_key)).unwrap();
    let mut endpoint = endpoint(port, "preflight", &known);
    if with_key {
        endpoint.identities = vec![key(folder.path())];
    }
    let transport = transport(&endpoint, patient(), Answers::of(secrets, false));
    [(); 2].map(|()| {
        let begin = Instant::now();
        let exchange = transport.connect().unwrap().ask(&script("cluster show"));
        assert_eq!(exchange.broken, None);
        begin.elapsed().as_secs_f64() / ROUND_TRIP.as_secs_f64()
    })
}

fn key(folder: &std::path::Path) -> std::path::PathBuf {
    let path = folder.join("id");
    let arguments = ["-q", "-t", "ed25519", "-N", "", "-f", path.to_str().unwrap()];
    assert!(std::process::Command::new("ssh-keygen").args(arguments).status().is_ok_and(|status| status.success()));
    path
}

#[test]
fn a_login_and_a_command_take_eight_round_trips() {
    let cases = [
        // TCP, banner, key exchange, service, key offered, key proved, channel, command.
        (&[MethodKind::PublicKey][..], &[][..], true, [8, 8]),
        // The first asks for the methods, the second knows what worked.
        (&[MethodKind::Password], &["let-me-in"], false, [8, 7]),
        (&[MethodKind::KeyboardInteractive], &["let-me-in"], false, [9, 8]),
    ];
    thread::scope(|scope| {
        for (methods, secrets, with_key, wanted) in cases {
            scope.spawn(move || {
                let bounded = |taken: &[f64; 2]| (0..2).all(|at| taken[at] < f64::from(wanted[at]) + 1.0);
                let mut tries = (0..4).map(|_| round_trips(methods, secrets, with_key));
                assert!(tries.any(|taken| bounded(&taken)), "{methods:?}: not {wanted:?} and a little time to think");
            });
        }
    });
}
