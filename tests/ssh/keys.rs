//! Key files and the agent: each kind lets in, the likely ones come first, and locked ones ask.

use std::fs;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Transport, TransportError};
use russh::MethodKind;

use crate::rig::{Answers, patient, refusal, transport};
use crate::simulated::keyed;
use crate::sshd::{Agent, Sshd, make_key, works};

#[test]
fn key_files_of_every_type_and_format_let_in() {
    let Some(sshd) = Sshd::start("") else { return };
    let sorts: [(&str, &str, &[&str]); 4] =
        [("a", "ed25519", &[]), ("b", "ecdsa", &[]), ("c", "rsa", &["-b", "2048"]), ("d", "rsa", &["-m", "PEM"])];
    for (name, kind, more) in sorts {
        make_key(&sshd.path(name), kind, "", more);
        sshd.authorize(&[name]);
        works(&Endpoint { identities: vec![sshd.path(name)], ..sshd.endpoint() }, Answers::none());
    }
}

#[test]
fn locked_keys_ask_for_their_passphrase() {
    let Some(sshd) = Sshd::start("") else { return };
    for (name, more) in [("new", &[][..]), ("old", &["-b", "2048", "-m", "PEM"][..])] {
        make_key(&sshd.path(name), if name == "new" { "ed25519" } else { "rsa" }, "open sesame", more);
        sshd.authorize(&[name]);
        let endpoint = Endpoint { identities: vec![sshd.path(name)], ..sshd.endpoint() };
        works(&endpoint, Answers::of(&["open sesame"], false));
        works(&endpoint, Answers::of(&["mistyped", "open sesame"], true));
        let locked = refusal(&endpoint, patient(), Answers::none()).to_string();
        assert!(locked.contains("(locked, and nobody gives its passphrase)"), "{locked}");
        let wrong = refusal(&endpoint, patient(), Answers::of(&["mistyped"], false)).to_string();
        assert!(wrong.contains("(wrong passphrase)"), "{wrong}");
    }
}

#[test]
fn the_right_key_is_found_behind_wrong_ones() {
    let Some(sshd) = Sshd::start("") else { return };
    make_key(&sshd.path("wrong"), "ed25519", "", &[]);
    let endpoint = Endpoint { identities: vec![sshd.path("wrong"), sshd.path("id")], ..sshd.endpoint() };
    works(&endpoint, Answers::none());
    let error = refusal(&Endpoint { identities: vec![sshd.path("wrong")], ..endpoint }, patient(), Answers::none());
    let TransportError::NotAuthenticated { tried, offered, .. } = error else { panic!("{error:?}") };
    assert_eq!(tried, [format!("key file `{}` (refused)", sshd.path("wrong").display())]);
    assert_eq!(offered, ["publickey"]);
}

#[test]
fn every_key_of_the_agent_is_tried() {
    let Some(sshd) = Sshd::start("") else { return };
    for (name, kind) in [("one", "ed25519"), ("two", "ecdsa"), ("three", "rsa")] {
        make_key(&sshd.path(name), kind, "", &[]);
    }
    let agent = Agent::start(&sshd, &["one", "two", "three"]);
    let endpoint = Endpoint { identities: Vec::new(), agent: Some(agent.socket.clone()), ..sshd.endpoint() };
    for right in ["one", "two", "three"] {
        sshd.authorize(&[right]);
        works(&endpoint, Answers::none());
    }
    sshd.authorize(&["id"]);
    let TransportError::NotAuthenticated { tried, .. } = refusal(&endpoint, patient(), Answers::none()) else {
        panic!()
    };
    assert_eq!(tried.len(), 3);
    assert!(tried.iter().all(|key| key.starts_with("key SHA256:") && key.ends_with("of the agent (a test) (refused)")));
}

#[test]
fn a_key_that_is_configured_comes_first_out_of_the_agent() {
    let Some(sshd) = Sshd::start("MaxAuthTries 2") else { return };
    let names = ["one", "two", "three", "four"];
    names.iter().for_each(|name| make_key(&sshd.path(name), "ed25519", "", &[]));
    let agent = Agent::start(&sshd, &names);
    sshd.authorize(&["four"]);
    let all = Endpoint { identities: Vec::new(), agent: Some(agent.socket.clone()), ..sshd.endpoint() };
    let error = refusal(&all, patient(), Answers::none());
    let TransportError::NotAuthenticated { tried, advice, .. } = &error else { panic!("{error:?}") };
    assert!(advice.starts_with("The server hung up after ") && advice.contains("IdentitiesOnly"), "{error}");
    assert!(tried.last().unwrap().ends_with("(no answer)"), "{error}");
    // Only the public part lies beside: the private one is in the agent.
    fs::remove_file(sshd.path("four")).unwrap();
    for identities_only in [false, true] {
        works(&Endpoint { identities: vec![sshd.path("four")], identities_only, ..all.clone() }, Answers::none());
    }
}

#[test]
fn two_different_keys_are_two_factors() {
    let Some(sshd) = Sshd::start("AuthenticationMethods publickey,publickey") else { return };
    make_key(&sshd.path("second"), "ecdsa", "", &[]);
    sshd.authorize(&["id", "second"]);
    works(&Endpoint { identities: vec![sshd.path("id"), sshd.path("second")], ..sshd.endpoint() }, Answers::none());
}

#[test]
fn keys_are_tried_in_their_order_and_the_right_one_first_next_time() {
    let Some((rig, _)) = keyed(&[MethodKind::PublicKey], false, 6) else { return };
    let transport = transport(&rig.endpoint, patient(), Answers::none());
    assert!(transport.connect().is_ok());
    let first = rig.server.log.logins.lock().unwrap().len();
    assert!(transport.connect().is_ok());
    let logins = rig.server.log.logins.lock().unwrap().clone();
    assert_ne!(logins[0], logins[1]);
    assert!(logins[first..].iter().all(|login| login == &logins[first - 1]), "{logins:?}");
}

#[test]
fn a_server_that_hangs_up_is_told_with_the_number_of_attempts() {
    let Some((rig, keys)) = keyed(&[MethodKind::PublicKey], false, 1) else { return };
    let endpoint = Endpoint { identities: vec![keys[0].0.clone()], ..rig.endpoint.clone() };
    let error = refusal(&endpoint, patient(), Answers::none());
    let TransportError::NotAuthenticated { advice, .. } = &error else { panic!("{error:?}") };
    assert!(advice.starts_with("The server hung up after 1 attempt "), "{advice}");
}
