//! Each phase of a login has its own deadline and is named when that passes, on both ways to a cluster.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, PASSWORD, Place};
use crate::server::Faults;

const SAMPLE: &str = "ready-svm-9.12.1";
const DEADLINES: &str = "connect=3,key-exchange=1.5,authentication=1.2,run=30";

/// A port at which every caller is served so, until the test ends.
fn port(serve: impl Fn(TcpStream) + Clone + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for caller in listener.incoming() {
            let serve = serve.clone();
            thread::spawn(move || serve(caller.unwrap()));
        }
    });
    port
}

/// Says this and then nothing.
fn stalls(words: &'static [u8]) -> u16 {
    port(move |mut caller| {
        let _ = caller.write_all(words);
        thread::sleep(Duration::from_secs(60));
    })
}

/// Why both ways do not get in.
fn errors(place: &Place, host: &str, more: &[&str]) -> Vec<String> {
    let error = |way: &&str| {
        let words = ["check", host, "--format", "json", "--transport", way, "--deadline", DEADLINES];
        let begin = Instant::now();
        let mut command = place.command(&[&words, more].concat());
        let done = Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap());
        assert!(begin.elapsed() < Duration::from_secs(15), "{way}: {:?}: {done:?}", begin.elapsed());
        assert_eq!(done.code, 4, "{way}: {done:?}");
        done.json()["targets"][0]["error"].as_str().unwrap().to_owned()
    };
    ["ssh2", "openssh"].iter().map(error).collect()
}

/// A place with a key, or `None` where OpenSSH is not there.
fn place(clusters: &[&Cluster], passphrase: &str) -> Option<Place> {
    let place = Place::of(clusters);
    if place.make_key(passphrase) {
        return Some(place);
    }
    assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
    None
}

#[test]
fn a_stall_before_or_in_the_key_exchange_is_named_so() {
    let Some(place) = place(&[], "") else { return };
    for words in [&b""[..], b"hello\r\n", b"SSH-2.0-x\r\n"] {
        for error in errors(&place, &format!("op@127.0.0.1:{}", stalls(words)), &[]) {
            assert!(error.starts_with("timed out: key exchange took longer than 1.5 s;"), "{error}");
        }
    }
}

#[test]
fn a_stall_in_the_login_is_named_so() {
    let cluster = Cluster::open_as(SAMPLE, Manner::default(), Faults { silent_login: true, ..Faults::default() });
    let Some(place) = place(&[&cluster], "") else { return };
    for error in errors(&place, SAMPLE, &[]) {
        assert!(error.starts_with("timed out: authentication took longer than 1.2 s;"), "{error}");
    }
}

#[test]
fn a_login_that_is_never_answered_is_tried_once() {
    let cluster = Cluster::new(SAMPLE, Manner::default(), Faults { silent_login: true, ..Faults::default() });
    let place = Place::of(&[&cluster]);
    let done = place.run(&["check", SAMPLE, "--format", "json", "--deadline", DEADLINES]);
    assert_eq!(done.code, 4, "{done:?}");
    let error = done.json()["targets"][0]["error"].as_str().unwrap().to_owned();
    assert!(error.starts_with("timed out: authentication took longer than 1.2 s;"), "{error}");
    // Others would wait for the same, one behind the other.
    assert_eq!(cluster.connections(), (1, 1));
}

#[test]
fn a_name_that_does_not_end_is_no_ssh() {
    let Some(place) = place(&[], "") else { return };
    let endless = port(|mut caller| {
        let _ = caller.write_all(b"SSH-2.0-");
        while caller.write_all(&[b'a'; 4096]).is_ok() {}
    });
    for error in errors(&place, &format!("op@127.0.0.1:{endless}"), &[]) {
        assert!(error.contains("does not answer as an SSH server"), "{error}");
    }
}

#[test]
fn a_text_before_the_login_that_the_library_cannot_take_is_named_with_the_way_that_can() {
    for (size, is_taken) in [(20_000, true), (40_000, false)] {
        let banner = Some("Authorised use only.\n".repeat(size / 21));
        let cluster = Cluster::open_as(SAMPLE, Manner::default(), Faults { banner, ..Faults::default() });
        let Some(place) = place(&[&cluster], "") else { return };
        let check = |way: &str| {
            let mut command = place.command(&["check", SAMPLE, "--format", "json", "--transport", way]);
            Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap())
        };
        assert_eq!(check("openssh").code, 0);
        let done = check("ssh2");
        assert_eq!(done.code, if is_taken { 0 } else { 4 }, "{done:?}");
        if !is_taken {
            let error = done.json()["targets"][0]["error"].as_str().unwrap().to_owned();
            assert!(error.contains("35,000 bytes") && error.contains("`--transport openssh`"), "{error}");
            assert!(!error.contains("--gentle"), "{error}");
        }
    }
}

#[test]
fn a_locked_key_is_named_and_what_to_do() {
    let cluster = Cluster::open(SAMPLE);
    let Some(place) = place(&[&cluster], "a passphrase") else { return };
    for error in errors(&place, SAMPLE, &[]) {
        assert!(error.contains(".ssh/id_ed25519") && error.contains("passphrase"), "{error}");
        assert!(!error.contains("security login"), "{error}");
    }
    let own = &errors(&place, SAMPLE, &[])[1];
    assert!(
        own.contains("is locked") && own.contains("`ssh-add ") && own.contains("(locked by a passphrase)"),
        "{own}"
    );
}

#[test]
fn a_person_who_types_slowly_for_ssh_is_waited_for() {
    let open = Cluster::open(SAMPLE);
    let Some(locked) = place(&[&open], "a passphrase") else { return };
    let plain = Cluster::plain(SAMPLE);
    let typing = Place::of(&[&plain]);
    let words = ["check", SAMPLE, "--transport", "openssh", "--gentle", "--color", "never", "--deadline", DEADLINES];
    for (place, prompt, typed) in [(&locked, "id_ed25519': ", "a passphrase"), (&typing, "assword: ", PASSWORD)] {
        let Some(done) = place.typed_behind(prompt, Duration::from_secs(3), &words, &format!("{typed}\n")) else {
            assert!(std::env::var_os("CI").is_none(), "`script` is needed");
            return;
        };
        assert_eq!(done.code, 0, "{prompt}: {done:?}");
        assert!(done.out.contains("exit code  0") && !done.out.contains("debug1"), "{done:?}");
    }
}
