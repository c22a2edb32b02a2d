//! Passwords, challenges and several factors: what is tried, how often, and what is told when nobody is let in.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Transport, TransportError};
use russh::MethodKind;

use crate::rig::{Answers, connect, patient, refusal, transport};
use crate::server::{Access, Faults};
use crate::simulated::{PASSWORD, access, keyed, misbehaving, rig, text};
use crate::sshd::{Sshd, works};

#[test]
fn a_password_goes_by_either_method_and_is_asked_for_once() {
    for method in [MethodKind::Password, MethodKind::KeyboardInteractive] {
        let rig = rig(access(&[method], false), Faults::default(), |_| text("ok"));
        let prompt = Answers::of(&[PASSWORD], true);
        let transport = transport(&rig.endpoint, patient(), prompt.clone());
        thread::scope(|scope| {
            let all: Vec<_> = (0..4).map(|_| scope.spawn(|| transport.connect().is_ok())).collect();
            assert!(all.into_iter().all(|one| one.join().unwrap()), "{method:?}");
        });
        assert_eq!(prompt.asked.load(Ordering::SeqCst), 1, "{method:?}");
    }
}

#[test]
fn a_wrong_password_of_the_environment_is_tried_once_by_all_connections() {
    let rig = misbehaving(Faults::default());
    let transport = transport(&rig.endpoint, patient(), Answers::of(&["wrong"], false));
    let errors: Vec<TransportError> = (0..3).map(|_| transport.connect().err().unwrap()).collect();
    assert_eq!(*rig.server.log.logins.lock().unwrap(), ["keyboard-interactive"]);
    let TransportError::NotAuthenticated { user, tried, offered, advice, .. } = &errors[0] else {
        panic!("{:?}", errors[0])
    };
    assert_eq!(user, "preflight");
    assert_eq!(tried, &["keyboard-interactive (refused)", "password (not tried: the password was refused already)"]);
    assert_eq!(offered, &["publickey", "keyboard-interactive", "password"]);
    assert!(advice.contains("security login show -user-or-group-name preflight"), "{advice}");
}

#[test]
fn a_person_may_mistype() {
    let rig = misbehaving(Faults::default());
    let prompt = Answers::of(&["wrong", PASSWORD], true);
    assert!(connect(&rig.endpoint, patient(), prompt.clone()).is_ok());
    assert_eq!(prompt.asked.load(Ordering::SeqCst), 2);
}

#[test]
fn without_a_secret_nothing_is_tried_and_the_way_out_is_told() {
    let banner = "\u{1b}[2JAuthorised users only\r\n";
    let rig = misbehaving(Faults { banner: Some(banner.to_owned()), ..Faults::default() });
    let error = refusal(&rig.endpoint, patient(), Answers::none()).to_string();
    let wanted = format!(
        "preflight@127.0.0.1:{}: not let in; tried keyboard-interactive (no password: NDMP_PREFLIGHT_PASSWORD is not set, \
         and nobody is at a terminal), password (no password: NDMP_PREFLIGHT_PASSWORD is not set, and nobody is at a \
         terminal); the server offers publickey, keyboard-interactive, password. Give a key that the cluster knows, set \
         NDMP_PREFLIGHT_PASSWORD, or run at a terminal. Before the login it says: [2JAuthorised users only",
        rig.server.addr.port()
    );
    assert_eq!(error, wanted);
    assert!(rig.server.log.logins.lock().unwrap().is_empty());
}

#[test]
fn a_challenge_is_answered_by_the_person_and_not_with_the_password() {
    let access = Access {
        question: "One-time code: ".to_owned(),
        password: "123456".to_owned(),
        ..access(&[MethodKind::KeyboardInteractive], false)
    };
    let rig = rig(access, Faults::default(), |_| text("ok"));
    let secrets = vec!["the-password".to_owned()];
    let prompt = Answers { secrets, challenge: Some("123456".to_owned()), interactive: true, ..Answers::default() };
    assert!(connect(&rig.endpoint, patient(), Arc::new(prompt)).is_ok());
}

#[test]
fn a_question_that_nobody_answers_is_not_answered_with_nothing() {
    let expired = |question: &str, then: Option<&str>| Access {
        question: question.to_owned(),
        then: then.map(str::to_owned),
        ..access(&[MethodKind::KeyboardInteractive], false)
    };
    let cases = [
        (expired("Your password has expired. Enter a new password: ", None), 0, "security login password -username"),
        (expired("Password: ", Some("Enter a new password: ")), 1, "security login password -username"),
        (expired("One-time code: ", None), 0, "asks for more than a password"),
    ];
    for (access, answered, advice) in cases {
        let asked = access.then.clone().unwrap_or_else(|| access.question.clone());
        let rig = rig(access, Faults::default(), |_| text("ok"));
        let error = refusal(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false)).to_string();
        assert!(error.contains(asked.trim()) && error.contains(advice), "{error}");
        assert_eq!(advice.contains("password -"), error.contains("Your password has expired. Enter"), "{error}");
        assert_eq!(rig.server.log.logins.lock().unwrap().len(), answered, "{asked}");
    }
}

#[test]
fn two_factors_are_passed_one_after_the_other() {
    for second in [MethodKind::Password, MethodKind::KeyboardInteractive] {
        let Some((rig, _)) = keyed(&[MethodKind::PublicKey, second], true, 10) else { return };
        let connected = connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false));
        assert!(connected.is_ok(), "{second:?}: {:?}", connected.err());
        let error = refusal(&rig.endpoint, patient(), Answers::of(&["wrong"], false)).to_string();
        assert!(error.contains("(right, but not enough)") && error.contains("(refused)"), "{error}");
    }
}

#[test]
fn the_password_first_and_the_key_then() {
    let Some((rig, _)) = keyed(&[MethodKind::KeyboardInteractive, MethodKind::PublicKey], true, 10) else { return };
    let connected = connect(&rig.endpoint, patient(), Answers::of(&[PASSWORD], false));
    assert!(connected.is_ok(), "{:?}", connected.err());
}

/// `NDMP_PREFLIGHT_TEST_LOGIN=user:password` of an account of this machine; `sshd` asks PAM, which only root may.
#[test]
fn a_real_password_lets_in_by_both_methods() {
    let Ok(login) = std::env::var("NDMP_PREFLIGHT_TEST_LOGIN") else {
        println!("skipped: NDMP_PREFLIGHT_TEST_LOGIN names no account");
        return;
    };
    let (user, password) = login.split_once(':').unwrap();
    let methods = [
        "KbdInteractiveAuthentication yes\nPasswordAuthentication no",
        "KbdInteractiveAuthentication no\nPasswordAuthentication yes",
        "KbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive",
    ];
    for method in methods {
        let Some(sshd) = Sshd::start_first(&format!("UsePAM yes\n{method}")) else { return };
        fs::set_permissions(sshd.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mut endpoint = Endpoint { user: user.to_owned(), ..sshd.endpoint() };
        if !method.contains("publickey") {
            endpoint.identities.clear();
        }
        works(&endpoint, Answers::of(&[password], false));
        let error = refusal(&endpoint, patient(), Answers::of(&["wrong"], false)).to_string();
        assert!(error.contains("(refused)"), "{error}");
    }
}
