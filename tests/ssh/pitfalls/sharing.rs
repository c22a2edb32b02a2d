//! What a session of libssh2 shares with others: pitfall 8.

use std::io::{Read, Write};
use std::marker::PhantomData;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Connection, Deadlines, Phase, Transport, TransportError};
use russh::MethodKind;

use crate::rig::{Answers, patient, refusal, script, transport};
use crate::server::{Access, Faults, Reply};
use crate::simulated::{PASSWORD, keyed, rig, timed_out};

/// Tells whether a type can be used by several threads at once: where it is not `Sync`, the trait answers.
struct Shared<T: ?Sized>(PhantomData<T>);

trait NotShared {
    const IS_SHARED: bool = false;
}

impl<T: ?Sized> NotShared for Shared<T> {}

impl<T: ?Sized + Sync> Shared<T> {
    const IS_SHARED: bool = true;
}

#[test]
fn pitfall_8_a_connection_cannot_be_used_by_two_threads() {
    assert_eq!((Shared::<dyn Transport>::IS_SHARED, Shared::<dyn Connection>::IS_SHARED), (true, false));
}

/// A channel is dropped in the middle of its answer, again and again, while another connection listens.
#[test]
fn pitfall_8_a_connection_that_ends_in_the_middle_of_an_answer_disturbs_no_other() {
    let limit = 4 * 1024 * 1024;
    let large: String = (0..limit / 16).map(|number| format!("row {number:010}\n")).collect();
    let (whole, endless) = (large[..limit / 2].to_owned(), large.repeat(8));
    let expected = whole.clone();
    let rig = rig(Access::default(), Faults::default(), move |script| {
        let text = if script == "version" { &endless } else { &whole };
        Reply { stdout: text.as_bytes().to_vec(), ..Reply::default() }
    });
    let transport = transport(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).with_largest_answer(limit);
    let begin = Instant::now();
    thread::scope(|scope| {
        let ended = scope.spawn(|| {
            for _ in 0..5 {
                let mut connection = transport.connect().unwrap();
                let exchange = connection.ask(&script("version"));
                assert_eq!(exchange.broken, Some(TransportError::Flooded { limit }));
                let begin = Instant::now();
                drop((exchange, connection));
                assert!(begin.elapsed() < Duration::from_secs(5), "dropping took {:?}", begin.elapsed());
            }
        });
        let mut other = transport.connect().unwrap();
        let mut answers = 0;
        while !ended.is_finished() || answers < 2 {
            let exchange = other.ask(&script("cluster show"));
            assert_eq!((exchange.output.len(), exchange.broken), (expected.len(), None));
            assert!(exchange.output == expected.as_bytes());
            answers += 1;
        }
        ended.join().unwrap();
    });
    assert!(begin.elapsed() < Duration::from_secs(60), "took {:?}", begin.elapsed());
}

/// An agent that has this key and never signs.
fn stubborn_agent(socket: &std::path::Path, public: &str) {
    let blob = public.parse::<ssh_key::PublicKey>().unwrap().to_bytes().unwrap();
    let length = |bytes: usize| u32::try_from(bytes).unwrap().to_be_bytes();
    let list = [&[12, 0, 0, 0, 1], &length(blob.len())[..], &blob, &length(3), b"one"].concat();
    let answer = [&length(list.len())[..], &list].concat();
    let listener = std::os::unix::net::UnixListener::bind(socket).unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let answer = answer.clone();
            thread::spawn(move || {
                let mut head = [0; 5];
                while stream.read_exact(&mut head).is_ok() && head[4] == 11 {
                    stream.write_all(&answer).unwrap();
                }
                thread::sleep(Duration::from_secs(60));
            });
        }
    });
}

#[test]
fn pitfall_8_an_agent_that_never_signs_ends_at_the_authentication() {
    let Some((rig, keys)) = keyed(&[MethodKind::PublicKey], false, 6) else { return };
    let socket = rig.folder.path().join("agent");
    stubborn_agent(&socket, &keys[1].1);
    let endpoint = Endpoint { identities: Vec::new(), agent: Some(socket), ..rig.endpoint.clone() };
    let limit = Duration::from_secs(1);
    let error = refusal(&endpoint, Deadlines { authentication: limit, ..patient() }, Answers::none());
    assert_eq!(Some(error), timed_out(Phase::Authentication, limit));
}
