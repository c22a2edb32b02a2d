//! Ways that lead nowhere: names nobody knows, ports that refuse, swallow or keep silent, and servers of other kinds.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::ssh::{HostKeyPolicy, SshTransport};
use ndmp_preflight::collect::transport::{Deadlines, Phase, Transport, TransportError};

use crate::openssh::{openssh_works, own_config};
use crate::rig::{Answers, at_once, connect, endpoint, patient, refusal};
use crate::server::Faults;
use crate::simulated::{PASSWORD, SOON, misbehaving, stop, timed_out};
use crate::sshd::{Sshd, works};

/// A port that lets nobody in and refuses nobody: its queue is full.
pub(crate) fn full_queue() -> (tokio::runtime::Runtime, tokio::net::TcpListener, Vec<std::net::TcpStream>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let listener = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        socket.listen(1).unwrap()
    });
    let address = listener.local_addr().unwrap();
    let waiting = (0..8).filter_map(|_| std::net::TcpStream::connect_timeout(&address, SOON).ok()).collect();
    (runtime, listener, waiting)
}

/// A listener that takes connections and does this with each.
pub(crate) fn listener(with: impl Fn(std::net::TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || listener.incoming().flatten().for_each(&with));
    port
}

pub(crate) fn nobody(port: u16) -> Endpoint {
    Endpoint { port, known_hosts: Vec::new(), ..endpoint(port, "preflight", "/nonexistent".as_ref()) }
}

#[test]
fn ctrl_c_ends_a_connection_that_does_not_come_about() {
    let (_runtime, full, _waiting) = full_queue();
    let silent = listener(std::mem::forget);
    for port in [full.local_addr().unwrap().port(), silent] {
        at_once(|cancel| {
            let policy = HostKeyPolicy::default();
            let transport = SshTransport::new(nobody(port), patient(), policy, Answers::none(), cancel.clone());
            let stopper = stop(cancel);
            assert_eq!(transport.connect().err(), Some(TransportError::Interrupted));
            stopper.join().unwrap().elapsed()
        });
    }
}

#[test]
fn a_server_that_says_nothing_ends_at_the_key_exchange() {
    let port = listener(std::mem::forget);
    let error = refusal(&nobody(port), Deadlines { key_exchange: SOON, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::KeyExchange, SOON));
}

#[test]
fn a_web_server_is_no_ssh_server() {
    let port = listener(|mut stream| {
        let _ = stream.read(&mut [0; 512]);
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    });
    let error = refusal(&nobody(port), patient(), Answers::none());
    assert!(matches!(&error, TransportError::NotSsh { .. }), "{error:?}");
    let wanted = "does not answer as an SSH server: it says `Connection: close`";
    assert_eq!(error.to_string(), format!("127.0.0.1:{port} {wanted}"));
}

#[test]
fn a_server_that_closes_without_a_word_may_be_busy() {
    let busy = |mut stream: std::net::TcpStream| drop(stream.write_all(b"Not allowed at this time\r\n"));
    for port in [listener(drop), listener(busy)] {
        let error = refusal(&nobody(port), patient(), Answers::none());
        let TransportError::Broken { phase: Phase::KeyExchange, reason } = &error else { panic!("{error:?}") };
        assert!(reason.contains("too many sessions"), "{reason}");
    }
}

#[test]
fn a_port_where_nobody_listens_refuses() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = refusal(&nobody(port), patient(), Answers::none());
    assert_eq!(error, TransportError::Refused { address: format!("127.0.0.1:{port}") });
}

#[test]
fn a_name_that_is_not_there_is_told() {
    let endpoint = Endpoint { host: "filer.invalid".to_owned(), ..nobody(22) };
    let error = refusal(&endpoint, patient(), Answers::none());
    assert!(matches!(&error, TransportError::NameUnknown { host, .. } if host == "filer.invalid"), "{error:?}");
}

#[test]
fn refused_connections_come_back() {
    let pause = Duration::from_millis(500);
    let rig = misbehaving(Faults { refuse_connections: Some((1, pause)), ..Faults::default() });
    assert!(connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).is_ok());
    let error = refusal(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false));
    assert!(matches!(error, TransportError::Refused { .. }), "{error:?}");
    thread::sleep(pause + Duration::from_millis(500));
    assert!(connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).is_ok());
}

#[test]
fn a_real_server_at_an_ipv6_address_lets_in_on_both_ways() {
    let Some(sshd) = Sshd::start_first("ListenAddress ::1") else { return };
    if std::net::TcpStream::connect(("::1", sshd.port)).is_err() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "IPv6 is needed");
        println!("skipped: no IPv6");
        return;
    }
    let own = own_config(&sshd, "id");
    std::fs::write(sshd.path("known_hosts"), format!("[::1]:{} {}\n", sshd.port, sshd.public("ed25519"))).unwrap();
    let endpoint = Endpoint { host: "::1".to_owned(), alias: "::1".to_owned(), ..own };
    works(&endpoint, Answers::none());
    openssh_works(&endpoint);
}
