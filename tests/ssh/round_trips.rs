//! How often a login and a command go back and forth, for a long way makes each time count; and what a login that begins
//! before the server gives leave must not get wrong.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Phase, Transport, TransportError};
use russh::MethodKind;

use crate::relay::{pass, pass_key_exchange, relay};
use crate::rig::{Answers, patient, refusal, script, transport};
use crate::server::{Faults, Reply};
use crate::simulated::{PASSWORD, access, rig};
use crate::sshd::{Sshd, has_keys, make_key, works};

/// How often we spoke, for each connection.
type Turns = Arc<Mutex<Vec<Arc<AtomicUsize>>>>;

/// A way on which nobody is interrupted: what one side says is passed on when it has said nothing more for a while, and
/// then it is the other side's turn.
fn by_turns(port: u16, silence: Duration, turns: &Turns) -> u16 {
    let turns = Arc::clone(turns);
    relay(port, move |mut near, mut far| {
        let count = Arc::new(AtomicUsize::new(0));
        turns.lock().unwrap().push(Arc::clone(&count));
        while let Some(ours) = said(&mut near, silence) {
            count.fetch_add(usize::from(!ours.is_empty()), Ordering::SeqCst);
            let Ok(()) = far.write_all(&ours) else { return };
            let Some(theirs) = said(&mut far, silence) else { return };
            let Ok(()) = near.write_all(&theirs) else { return };
        }
    })
}

/// What somebody says until the next silence; `None` when nothing more will come.
fn said(from: &mut TcpStream, silence: Duration) -> Option<Vec<u8>> {
    from.set_read_timeout(Some(silence)).unwrap();
    let (mut said, mut piece) = (Vec::new(), [0; 65536]);
    loop {
        match from.read(&mut piece) {
            Ok(0) => return (!said.is_empty()).then_some(said),
            Ok(length) => said.extend_from_slice(&piece[..length]),
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Some(said),
            Err(_) => return None,
        }
    }
}

/// How often we speak until the first command is there: at a first login, and at a second one over the same transport.
fn turns(methods: &[MethodKind], secrets: &[&str], with_key: bool, silence: Duration) -> Vec<usize> {
    let all = Turns::default();
    let (seen, heard) = (Arc::clone(&all), Arc::new(Mutex::new(Vec::new())));
    let told = Arc::clone(&heard);
    let rig = rig(access(methods, false), Faults::default(), move |_| {
        told.lock().unwrap().push(seen.lock().unwrap().last().unwrap().load(Ordering::SeqCst));
        Reply::default()
    });
    let mut endpoint = rig.endpoint_at(by_turns(rig.server.addr.port(), silence, &all));
    if with_key {
        endpoint.identities = vec![key(rig.folder.path())];
    }
    let transport = transport(&endpoint, patient(), Answers::of(secrets, false));
    for _ in 0..2 {
        assert_eq!(transport.connect().unwrap().ask(&script("cluster show")).broken, None);
    }
    let heard = heard.lock().unwrap();
    heard.clone()
}

fn key(folder: &std::path::Path) -> std::path::PathBuf {
    let path = folder.join("id");
    make_key(&path, "ed25519", "", &[]);
    path
}

/// A machine that is so busy that somebody pauses in the middle of a sentence adds turns, and nothing takes any away: what
/// is counted once is right.
#[test]
fn a_login_and_a_command_take_six_turns() {
    if !has_keys() {
        return;
    }
    let cases = [
        // Banner; key exchange; new keys, question for leave and key; proof of the key; channel; command.
        (&[MethodKind::PublicKey][..], &[][..], true, [6, 6]),
        // The first asks for the methods, the second knows what worked.
        (&[MethodKind::Password], &[PASSWORD], false, [6, 5]),
        (&[MethodKind::KeyboardInteractive], &[PASSWORD], false, [7, 6]),
    ];
    thread::scope(|scope| {
        for (methods, secrets, with_key, wanted) in cases {
            scope.spawn(move || {
                let silences = [80, 160, 320, 640].map(Duration::from_millis);
                let mut taken = silences.iter().map(|silence| turns(methods, secrets, with_key, *silence));
                let counted: Vec<_> = taken.by_ref().take_while(|taken| *taken != wanted).collect();
                assert!(counted.len() < silences.len(), "{methods:?}: {counted:?} turns, never {wanted:?}");
            });
        }
    });
}

/// A way on which all that the server says behind its key exchange is late.
fn late_behind_keys(port: u16) -> u16 {
    relay(port, |near, mut far| {
        pass(near.try_clone().unwrap(), far.try_clone().unwrap(), 65536, Duration::ZERO, drop);
        let Ok(()) = pass_key_exchange(&mut far, &mut near.try_clone().unwrap()) else { return };
        thread::sleep(Duration::from_millis(200));
        pass(far, near, 65536, Duration::ZERO, drop);
    })
}

#[test]
fn a_key_with_several_signatures_waits_for_what_the_server_takes() {
    let Some(sshd) = Sshd::start("PubkeyAcceptedAlgorithms rsa-sha2-512,ssh-ed25519") else { return };
    let port = late_behind_keys(sshd.port);
    for (name, kind) in [("rsa", "rsa"), ("curve", "ed25519")] {
        make_key(&sshd.path(name), kind, "", &[]);
        sshd.authorize(&[name]);
        works(&Endpoint { identities: vec![sshd.path(name)], ..sshd.endpoint_at(port) }, Answers::none());
    }
}

/// A way that ends behind the key exchange, where the server's leave to log in would come.
fn ended_behind_keys(port: u16) -> u16 {
    relay(port, |mut near, mut far| {
        pass(near.try_clone().unwrap(), far.try_clone().unwrap(), 65536, Duration::ZERO, drop);
        let _ = pass_key_exchange(&mut far, &mut near);
        // What we say is taken first, or the way would end with a reset.
        thread::sleep(Duration::from_millis(100));
        let _ = near.shutdown(Shutdown::Both);
    })
}

#[test]
fn a_server_that_hangs_up_instead_of_giving_leave_is_told_as_such() {
    if !has_keys() {
        return;
    }
    let rig =
        rig(access(&[MethodKind::PublicKey, MethodKind::Password], false), Faults::default(), |_| Reply::default());
    let endpoint = rig.endpoint_at(ended_behind_keys(rig.server.addr.port()));
    let with_key = Endpoint { identities: vec![key(rig.folder.path())], ..endpoint.clone() };
    for endpoint in [endpoint, with_key] {
        let begin = Instant::now();
        let error = refusal(&endpoint, patient(), Answers::of(&[PASSWORD], false));
        assert!(begin.elapsed() < Duration::from_secs(10), "took {:?}", begin.elapsed());
        let TransportError::Broken { phase: Phase::Authentication, reason } = &error else { panic!("{error:?}") };
        assert!(reason.starts_with("the other side, or something on the way, closed it ("), "{reason}");
        assert!(reason.ends_with("; no login was looked at yet: it may have too many sessions"), "{reason}");
    }
}
