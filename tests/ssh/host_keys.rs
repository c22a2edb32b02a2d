//! Host keys that are known, new, changed, revoked, or of another type than the known ones.

use std::fs;
use std::thread;

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::ssh::{HostKeyPolicy, SshTransport};
use ndmp_preflight::collect::transport::{Transport, TransportError};

use crate::rig::{Answers, connect, patient, refusal};
use crate::server::Faults;
use crate::simulated::{PASSWORD, misbehaving};
use crate::sshd::{Sshd, make_key, run, works};

#[test]
fn only_sha_1_is_no_common_algorithm_and_the_offer_is_told() {
    let rig = misbehaving(Faults { sha1_only: true, ..Faults::default() });
    let error = refusal(&rig.endpoint, patient(), Answers::none()).to_string();
    assert!(error.contains("no common algorithm with 127.0.0.1:"), "{error}");
    for offered in ["curve25519-sha256", "rsa-sha2-512", "aes256-ctr", "hmac-sha2-256", "security ssh show"] {
        assert!(error.contains(offered), "{offered} in {error}");
    }
    assert!(!error.contains("-cert-"), "{error}");
}

#[test]
fn an_unknown_key_is_refused_with_the_line_that_makes_it_known() {
    let rig = misbehaving(Faults::default());
    let file = rig.folder.path().join("empty");
    let mut endpoint = rig.endpoint.clone();
    endpoint.known_hosts = vec![file.clone()];
    let error = refusal(&endpoint, patient(), Answers::of(&[PASSWORD], false));
    let TransportError::HostKeyUnknown { host, fingerprint, line, .. } = &error else { panic!("{error:?}") };
    assert_eq!(host, &format!("[127.0.0.1]:{}", rig.server.addr.port()));
    assert!(fingerprint.starts_with("SHA256:") && fingerprint.len() == 50, "{fingerprint}");
    assert_eq!(format!("{line}\n"), rig.server.known_hosts_line());
    assert!(!file.exists() && rig.server.log.logins.lock().unwrap().is_empty());
    std::fs::write(&file, line).unwrap();
    assert!(connect(&endpoint, patient(), Answers::of(&[PASSWORD], false)).is_ok());
}

#[test]
fn a_new_key_is_accepted_once_when_wanted_by_four_at_once() {
    let rig = misbehaving(Faults::default());
    let file = rig.folder.path().join("new/known_hosts");
    let endpoint = Endpoint { known_hosts: vec![file.clone()], ..rig.endpoint.clone() };
    let policy = HostKeyPolicy { accept_new: true };
    let prompt = Answers::of(&[PASSWORD], false);
    let transport = SshTransport::new(endpoint, patient(), policy, prompt, Cancel::new());
    thread::scope(|scope| {
        let all: Vec<_> = (0..4).map(|_| scope.spawn(|| transport.connect().is_ok())).collect();
        assert!(all.into_iter().all(|one| one.join().unwrap()));
    });
    assert_eq!(std::fs::read_to_string(&file).unwrap(), rig.server.known_hosts_line());
}

#[test]
fn another_key_is_refused_even_where_new_ones_are_accepted() {
    let rig = misbehaving(Faults::default());
    let other = misbehaving(Faults::default());
    let name = format!("[127.0.0.1]:{}", rig.server.addr.port());
    let file = rig.folder.path().join("known_hosts");
    for (text, wanted) in [
        (format!("# first\n{name} {}\n", other.server.host_key), "has CHANGED"),
        (format!("# first\n@revoked {name} {}\n", rig.server.host_key), "is revoked in"),
    ] {
        std::fs::write(&file, &text).unwrap();
        let policy = HostKeyPolicy { accept_new: true };
        let prompt = Answers::of(&[PASSWORD], false);
        let transport = SshTransport::new(rig.endpoint.clone(), patient(), policy, prompt, Cancel::new());
        let error = transport.connect().err().unwrap().to_string();
        assert!(error.contains(wanted) && error.contains(&format!("{}:2", file.display())), "{error}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }
    assert!(rig.server.log.logins.lock().unwrap().is_empty());
}

#[test]
fn a_host_is_known_by_whatever_key_the_file_holds() {
    let Some(sshd) = Sshd::start("") else { return };
    for kinds in [&["ed25519"][..], &["ecdsa"], &["rsa"], &["rsa", "ecdsa"]] {
        sshd.know(kinds);
        works(&sshd.endpoint(), Answers::none());
    }
    run("ssh-keygen", &["-q", "-H", "-f", sshd.path("known_hosts").to_str().unwrap()]);
    assert!(fs::read_to_string(sshd.path("known_hosts")).unwrap().starts_with("|1|"));
    works(&sshd.endpoint(), Answers::none());
}

#[test]
fn host_keys_that_must_not_be_trusted_are_not() {
    let Some(sshd) = Sshd::start_with_host_keys("", &["ed25519"]) else { return };
    make_key(&sshd.path("host_other"), "ed25519", "", &[]);
    make_key(&sshd.path("host_ecdsa"), "ecdsa", "", &[]);
    let (name, own, other, ecdsa) = (sshd.name(), sshd.public("ed25519"), sshd.public("other"), sshd.public("ecdsa"));
    let cases = [
        (format!("{name} {other}\n"), "has CHANGED"),
        (format!("{name} {own}\n@revoked * {own}\n"), "is revoked in"),
        (format!("127.0.0.1 {own}\n"), "is not known: ssh-ed25519 SHA256:"),
        (format!("@cert-authority {name} {own}\n"), "is not known: ssh-ed25519 SHA256:"),
        (format!("{name} {ecdsa}\n"), "knows this host by keys of other types"),
    ];
    for (text, wanted) in cases {
        fs::write(sshd.path("known_hosts"), &text).unwrap();
        let error = refusal(&sshd.endpoint(), patient(), Answers::none()).to_string();
        assert!(error.contains(wanted), "{text}: {error}");
    }
    assert!(!sshd.log().contains("Accepted"), "{}", sshd.log());
}
