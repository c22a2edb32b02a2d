//! What a session of libssh2 shares with others: pitfall 8.

use std::io::{Read, Write};
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Deadlines, Phase};
use russh::MethodKind;

use crate::rig::{Answers, patient, refusal};
use crate::simulated::{keyed, timed_out};

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
