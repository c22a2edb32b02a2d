//! Ways to a cluster that users have: IPv6, and keys in an agent.

use std::process::Command;

use crate::ontap::Manner;
use crate::rig::{Cluster, Done, Place, verdicts};
use crate::server::{Access, Faults};

const SAMPLE: &str = "ready-svm-9.12.1";

/// A cluster at the loopback's IPv6 address; `None` where this machine has none.
fn at_ipv6() -> Option<Cluster> {
    let at = |manner| {
        let terms = (Access::default(), Faults::default());
        Cluster::listening("[::1]:0", SAMPLE, manner, terms, |_, reply| reply)
    };
    let cluster = at(Manner::default());
    assert!(cluster.is_ok() || std::env::var_os("CI").is_none_or(|ci| ci != "true"), "IPv6 is needed");
    cluster.ok()
}

fn place(cluster: &Cluster) -> Option<Place> {
    let place = Place::of(&[cluster]);
    if place.make_key("") {
        return Some(place);
    }
    assert!(std::env::var_os("CI").is_none(), "OpenSSH is needed");
    None
}

fn check(place: &Place, words: &[&str]) -> Done {
    let mut command = place.command(&[&["check", "--format", "json"], words].concat());
    Done::of(command.env_remove("NDMP_PREFLIGHT_PASSWORD").output().unwrap())
}

#[test]
fn a_cluster_at_an_ipv6_address_is_asked_however_the_address_is_said() {
    let Some(cluster) = at_ipv6() else { return };
    let Some(place) = place(&cluster) else { return };
    let port = cluster.port();
    let (typed, port) = (format!("op@[::1]:{port}"), port.to_string());
    place.write("ndmp-preflight.toml", &format!("[hosts.six]\naddress = \"::1\"\nport = {port}\nuser = \"op\"\n"));
    for way in ["ssh2", "openssh"] {
        for words in [&[&*typed][..], &["six"], &["op@::1", "--port", &port]] {
            let done = check(&place, &[words, &["--transport", way]].concat());
            assert_eq!(done.code, 0, "{way} {words:?}: {done:?}");
            assert!(verdicts(&done.json()).len() > 50);
        }
    }
    place.write(".ssh/known_hosts", "");
    let unknown = check(&place, &[&typed]);
    let wanted = format!("\n[::1]:{port} ssh-ed25519 ");
    assert!(
        unknown.code == 4 && unknown.json()["targets"][0]["error"].as_str().unwrap().contains(&wanted),
        "{unknown:?}"
    );
    assert_eq!(check(&place, &[&typed, "--accept-new"]).code, 0);
    assert_eq!(check(&place, &[&typed, "--transport", "openssh"]).code, 0);
}

/// An agent that ends with the test.
struct Agent(std::process::Child);

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_key_that_only_the_agent_has_lets_in_on_both_ways() {
    let probe = Cluster::plain(SAMPLE);
    let Some(maker) = place(&probe) else { return };
    let key = maker.folder.path().join(".ssh/id_ed25519");
    let public = std::fs::read_to_string(key.with_extension("pub")).unwrap();
    let access = Access { keys: vec![public], ..Access::default() };
    let cluster = Cluster::of(SAMPLE, Manner::default(), Faults::default(), access, |text| text);
    let place = Place::of(&[&cluster]);
    let socket = place.folder.path().join("agent");
    let agent = Command::new("ssh-agent").args(["-D", "-a"]).arg(&socket).stdout(std::process::Stdio::null()).spawn();
    let _agent = Agent(agent.unwrap());
    while !socket.exists() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let known = place.folder.path().join(".ssh/known_hosts");
    place.write(
        "ssh_config",
        &format!("Host *\n  UserKnownHostsFile {}\n  GlobalKnownHostsFile none\n", known.display()),
    );
    let check = |way: &str| {
        let mut command = place.command(&["check", SAMPLE, "--format", "json", "--transport", way]);
        command.env_remove("NDMP_PREFLIGHT_PASSWORD").env("SSH_AUTH_SOCK", &socket);
        Done::of(command.output().unwrap()).code
    };
    for way in ["ssh2", "openssh"] {
        assert_eq!(check(way), 4, "{way}: the agent is empty");
    }
    let mut add = Command::new("ssh-add");
    add.arg("-q").arg(&key).env("SSH_AUTH_SOCK", &socket).stdin(std::process::Stdio::null());
    assert!(add.status().unwrap().success());
    for way in ["ssh2", "openssh"] {
        assert_eq!(check(way), 0, "{way}");
    }
}
