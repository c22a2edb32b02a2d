//! The way through the user's own `ssh`, to OpenSSH's own server.

use std::fs;
use std::net::TcpListener;
use std::time::Duration;

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::openssh::OpensshTransport;
use ndmp_preflight::collect::ssh::HostKeyPolicy;
use ndmp_preflight::collect::transport::{Deadlines, Phase, Transport, TransportError};

use crate::rig::{self, Answers, patient, script};
use crate::simulated::stop;
use crate::sshd::{Sshd, ask, make_key};

/// A configuration that makes `ssh` know nothing but this endpoint.
pub(crate) fn own_config(sshd: &Sshd, identity: &str) -> Endpoint {
    let endpoint = sshd.endpoint();
    let (config, known) = (sshd.path("ssh_config"), sshd.path("known_hosts"));
    let text = format!(
        "IdentityFile {}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile {}\nGlobalKnownHostsFile none\n",
        sshd.path(identity).display(),
        known.display()
    );
    fs::write(&config, text).unwrap();
    Endpoint { ssh_config: Some(config), ..endpoint }
}

fn openssh(endpoint: &Endpoint, deadlines: Deadlines, accept_new: bool, cancel: Cancel) -> OpensshTransport {
    OpensshTransport::new(endpoint.clone(), deadlines, HostKeyPolicy { accept_new }, false, cancel)
}

pub(crate) fn openssh_works(endpoint: &Endpoint) {
    let mut connection = openssh(endpoint, patient(), false, Cancel::new()).connect().unwrap();
    ask(&mut *connection);
    ask(&mut *connection);
    assert!(connection.is_open());
}

fn openssh_refusal(endpoint: &Endpoint) -> TransportError {
    openssh(endpoint, patient(), false, Cancel::new()).connect().err().unwrap()
}

#[test]
fn openssh_sends_several_scripts_over_one_login() {
    let Some(sshd) = Sshd::start("") else { return };
    openssh_works(&own_config(&sshd, "id"));
    assert_eq!(sshd.log().matches("Accepted publickey").count(), 1, "{}", sshd.log());
}

#[test]
fn a_server_without_sessions_refuses_channels_and_no_second_login_is_tried() {
    let Some(sshd) = Sshd::start("MaxSessions 0") else { return };
    let endpoint = own_config(&sshd, "id");
    let transports: [Box<dyn Transport>; 2] = [
        Box::new(rig::transport(&endpoint, patient(), Answers::none())),
        Box::new(openssh(&endpoint, patient(), false, Cancel::new())),
    ];
    for transport in transports {
        let mut connection = transport.connect().unwrap();
        let error = connection.ask(&script("cluster show")).broken.unwrap();
        assert!(matches!(error, TransportError::NoChannel { .. }), "{error:?}");
        assert!(connection.is_open());
    }
    assert_eq!(sshd.log().matches("Accepted publickey").count(), 2, "{}", sshd.log());
}

#[test]
fn openssh_refusals_are_told_apart() {
    let Some(sshd) = Sshd::start_with_host_keys("", &["ed25519"]) else { return };
    make_key(&sshd.path("wrong"), "ed25519", "", &[]);
    let denied = openssh_refusal(&own_config(&sshd, "wrong"));
    assert!(
        matches!(&denied, TransportError::NotAuthenticated { offered, .. } if offered == &["publickey"]),
        "{denied:?}"
    );
    let endpoint = own_config(&sshd, "id");
    make_key(&sshd.path("host_other"), "ed25519", "", &[]);
    fs::write(sshd.path("known_hosts"), format!("{} {}\n", sshd.name(), sshd.public("other"))).unwrap();
    let changed = openssh(&endpoint, patient(), true, Cancel::new()).connect().err().unwrap();
    let place = format!("{}:1", sshd.path("known_hosts").display());
    assert!(matches!(&changed, TransportError::HostKeyChanged { place: at, .. } if at == &place), "{changed:?}");
    fs::write(sshd.path("known_hosts"), format!("@revoked * {}\n", sshd.public("ed25519"))).unwrap();
    let revoked = openssh_refusal(&endpoint);
    assert!(matches!(&revoked, TransportError::HostKeyRevoked { .. }), "{revoked:?}");
    fs::write(sshd.path("known_hosts"), "").unwrap();
    let unknown = openssh_refusal(&endpoint).to_string();
    assert!(unknown.contains("does not know the host key") && unknown.contains("--accept-new"), "{unknown}");
    let nobody =
        Endpoint { port: TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port(), ..endpoint.clone() };
    assert!(matches!(openssh_refusal(&nobody), TransportError::Refused { .. }));
    assert!(openssh(&endpoint, patient(), true, Cancel::new()).connect().is_ok());
    assert!(fs::read_to_string(sshd.path("known_hosts")).unwrap().contains(&sshd.public("ed25519")));
    let missing = openssh(&endpoint, patient(), true, Cancel::new()).with_program("/nonexistent/ssh".into()).connect();
    assert!(missing.err().unwrap().to_string().contains("`/nonexistent/ssh` cannot be run"));
}

#[test]
fn openssh_ends_at_deadlines_and_at_the_users_wish() {
    let Some(sshd) = Sshd::start("") else { return };
    let endpoint = own_config(&sshd, "id");
    let soon = Duration::from_millis(500);
    let deadlines = Deadlines { first_byte: soon, ..patient() };
    let mut connection = openssh(&endpoint, deadlines, false, Cancel::new()).connect().unwrap();
    let exchange = connection.ask(&script("volume show -fields never"));
    assert_eq!(exchange.broken, Some(TransportError::TimedOut { phase: Phase::FirstByte, after: soon }));
    assert!(exchange.duration < Duration::from_secs(10));
    rig::at_once(|cancel| {
        let mut connection = openssh(&endpoint, patient(), false, cancel.clone()).connect().unwrap();
        let stopper = stop(cancel);
        let exchange = connection.ask(&script("volume show -fields never"));
        assert_eq!(exchange.broken, Some(TransportError::Interrupted));
        stopper.join().unwrap().elapsed()
    });
}
