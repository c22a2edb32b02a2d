//! OpenSSH's own server on a loopback port: keys, the agent, `known_hosts`, jumps, and both ways to a cluster.
//!
//! Without `sshd` these tests are passed over with a note; under `CI=true` its absence is a failure.

#![cfg(all(feature = "ssh", unix))]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test ends at the first thing that is not as it must be"
)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::openssh::OpensshTransport;
use ndmp_preflight::collect::ssh::HostKeyPolicy;
use ndmp_preflight::collect::ssh_config::Surroundings;
use ndmp_preflight::collect::transport::{Connection, Deadlines, Phase, Transport, TransportError};
use tempfile::TempDir;

#[path = "rig/mod.rs"]
mod rig;

use rig::{Answers, connect, patient, refusal, script};

const SSHD: &str = "/usr/sbin/sshd";

/// What the server runs instead of any command.
const CLUSTER: &str = r#"#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in
  *large*) head -c 8388608 /dev/zero | tr '\0' x ;;
  *slow*) sleep 3; echo late ;;
  *never*) sleep 60 ;;
  *) printf 'asked %s\r\n' "$SSH_ORIGINAL_COMMAND"; echo warning >&2; exit 3 ;;
esac
"#;

/// A server, its keys, and the keys of a user whom it lets in.
struct Sshd {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn make_key(path: &Path, kind: &str, passphrase: &str, more: &[&str]) {
    let path = path.to_str().unwrap();
    run("ssh-keygen", &[&["-q", "-t", kind, "-N", passphrase, "-C", "a test", "-f", path], more].concat());
}

fn user() -> String {
    run("id", &["-un"]).trim_end().to_owned()
}

impl Sshd {
    /// Starts a server with some more lines of configuration; `None` where there is none to start.
    fn start(lines: &str) -> Option<Self> {
        Self::start_with_host_keys(lines, &["ed25519", "ecdsa", "rsa"])
    }

    fn start_with_host_keys(lines: &str, host_keys: &[&str]) -> Option<Self> {
        if !Path::new(SSHD).exists() {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "no {SSHD}, and these tests are needed here");
            println!("skipped: no {SSHD}");
            return None;
        }
        // Debian's service makes it; without it `sshd` does not start as root.
        let _ = fs::create_dir("/run/sshd");
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for kind in host_keys {
            make_key(&path(&format!("host_{kind}")), kind, "", if *kind == "rsa" { &["-b", "2048"] } else { &[] });
        }
        make_key(&path("id"), "ed25519", "", &[]);
        fs::copy(path("id.pub"), path("authorized_keys")).unwrap();
        fs::write(path("cluster"), CLUSTER).unwrap();
        fs::set_permissions(path("cluster"), fs::Permissions::from_mode(0o755)).unwrap();
        for _ in 0..3 {
            let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
            fs::write(path("config"), config(folder.path(), port, host_keys, lines)).unwrap();
            let mut child = sshd(folder.path());
            if listens(port, &mut child) {
                return Some(Self { child, port, folder });
            }
        }
        panic!("{}", fs::read_to_string(path("log")).unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    fn public(&self, kind: &str) -> String {
        let text = fs::read_to_string(self.path(&format!("host_{kind}.pub"))).unwrap();
        text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    }

    fn name(&self) -> String {
        format!("[127.0.0.1]:{}", self.port)
    }

    /// Makes the server known by these keys.
    fn know(&self, kinds: &[&str]) -> String {
        let lines: String = kinds.iter().map(|kind| format!("{} {}\n", self.name(), self.public(kind))).collect();
        fs::write(self.path("known_hosts"), &lines).unwrap();
        lines
    }

    /// An endpoint that knows the server and has the right key.
    fn endpoint(&self) -> Endpoint {
        if !self.path("known_hosts").exists() {
            self.know(&["ed25519"]);
        }
        let mut endpoint = rig::endpoint(self.port, &user(), &self.path("known_hosts"));
        endpoint.identities = vec![self.path("id")];
        endpoint
    }

    fn authorize(&self, keys: &[&str]) {
        let lines: String =
            keys.iter().map(|key| fs::read_to_string(self.path(&format!("{key}.pub"))).unwrap()).collect();
        fs::write(self.path("authorized_keys"), lines).unwrap();
    }
}

fn config(folder: &Path, port: u16, host_keys: &[&str], lines: &str) -> String {
    let folder = folder.display();
    let keys: String = host_keys.iter().map(|kind| format!("HostKey {folder}/host_{kind}\n")).collect();
    format!(
        "Port {port}\nListenAddress 127.0.0.1\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n\
         KbdInteractiveAuthentication no\nPermitRootLogin yes\nAuthorizedKeysFile {folder}/authorized_keys\n{keys}{lines}\n\
         ForceCommand {folder}/cluster\n"
    )
}

fn sshd(folder: &Path) -> Child {
    let mut command = Command::new(SSHD);
    command.args(["-D", "-f"]).arg(folder.join("config")).arg("-E").arg(folder.join("log"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn listens(port: u16, child: &mut Child) -> bool {
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return true;
        }
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        thread::sleep(Duration::from_millis(25));
    }
    false
}

fn ask(connection: &mut dyn Connection) {
    let exchange = connection.ask(&script("cluster show"));
    assert_eq!(String::from_utf8_lossy(&exchange.output), "asked cluster show\r\n", "{exchange:?}");
    assert_eq!((&*exchange.errors, exchange.exit_status, exchange.broken), (&b"warning\n"[..], Some(3), None));
}

fn works(endpoint: &Endpoint, prompt: Arc<Answers>) {
    let mut connection = connect(endpoint, patient(), prompt).unwrap();
    ask(&mut *connection);
    assert!(connection.is_open());
}

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

/// An agent with keys; ended when dropped.
struct Agent {
    pid: String,
    socket: PathBuf,
}

impl Agent {
    fn start(sshd: &Sshd, keys: &[&str]) -> Self {
        let socket = sshd.path("agent");
        let words = run("ssh-agent", &["-s", "-a", socket.to_str().unwrap()]);
        let pid = words.split("SSH_AGENT_PID=").nth(1).unwrap().split(';').next().unwrap().to_owned();
        let agent = Self { pid, socket };
        for key in keys {
            let mut add = Command::new("ssh-add");
            add.arg("-q").arg(sshd.path(key)).env("SSH_AUTH_SOCK", &agent.socket).stdin(Stdio::null());
            assert!(add.status().unwrap().success());
        }
        agent
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(&self.pid).status();
    }
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

#[test]
fn a_host_certificate_is_never_asked_for() {
    let Some(sshd) = Sshd::start("HostCertificate /nonexistent") else { return };
    drop(sshd);
    let folder = tempfile::tempdir().unwrap();
    let authority = folder.path().join("authority");
    make_key(&authority, "ed25519", "", &[]);
    let certificate = folder.path().join("host-cert.pub");
    let Some(sshd) = Sshd::start(&format!("HostCertificate {}", certificate.display())) else { return };
    let host = sshd.path("host_ed25519.pub");
    run("ssh-keygen", &["-q", "-s", authority.to_str().unwrap(), "-I", "host", "-h", host.to_str().unwrap()]);
    fs::copy(sshd.path("host_ed25519-cert.pub"), &certificate).unwrap();
    // The server reads its certificates anew at SIGHUP.
    run("kill", &["-HUP", &sshd.child.id().to_string()]);
    thread::sleep(Duration::from_millis(500));
    let offered = Command::new("ssh-keyscan")
        .args(["-c", "-p", &sshd.port.to_string(), "127.0.0.1"])
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    assert!(offered.is_ok_and(|lines| lines.contains("cert-v01")), "the server shows no certificate");
    works(&sshd.endpoint(), Answers::none());
}

#[test]
fn large_answers_survive_new_keys_and_slow_ones_signs_of_life() {
    let Some(sshd) = Sshd::start("RekeyLimit 1M\nClientAliveInterval 1\nClientAliveCountMax 1") else { return };
    let mut connection = connect(&sshd.endpoint(), patient(), Answers::none()).unwrap();
    let large = connection.ask(&script("volume show -fields large"));
    assert_eq!((large.output.len(), large.broken), (8 * 1024 * 1024, None));
    let slow = connection.ask(&script("volume show -fields slow"));
    assert_eq!((&*slow.output, slow.broken), (&b"late\n"[..], None));
    ask(&mut *connection);
}

#[test]
fn a_jump_host_is_gone_through_as_ssh_is_configured() {
    let (Some(cluster), Some(jump)) = (Sshd::start(""), Sshd::start("")) else { return };
    let user = user();
    let known = cluster.path("both_known");
    fs::write(&known, [cluster.know(&["ed25519"]), jump.know(&["ed25519"])].concat()).unwrap();
    let config = cluster.path("ssh_config");
    let text = format!(
        "Match host filer exec true\n  ProxyJump stone\nHost filer\n  HostName 127.0.0.1\n  Port {}\n  IdentityFile {}\n\
         Host stone\n  HostName 127.0.0.1\n  Port {}\n  IdentityFile {}\nHost *\n  User {user}\n  IdentityAgent none\n  \
         UserKnownHostsFile {}\n",
        cluster.port,
        cluster.path("id").display(),
        jump.port,
        jump.path("id").display(),
        known.display()
    );
    fs::write(&config, text).unwrap();
    let around =
        Surroundings { ssh: Some("ssh".into()), ssh_config: Some(config.clone()), home: None, user: None, agent: None };
    let endpoint = Endpoint::resolve_in("filer", None, &around).unwrap();
    assert_eq!((&*endpoint.host, endpoint.port, &endpoint.user), ("127.0.0.1", cluster.port, &user));
    works(&endpoint, Answers::none());
    assert!(jump.log().contains("Accepted publickey") && cluster.log().contains("Accepted publickey"));
    openssh_works(&endpoint);
    fs::write(&known, cluster.know(&["ed25519"])).unwrap();
    let error = refusal(&endpoint, patient(), Answers::none()).to_string();
    assert!(error.contains("the way through `stone`: ") && error.contains("verification failed"), "{error}");
}

#[test]
fn a_proxy_command_is_a_way_too() {
    let Some(sshd) = Sshd::start("") else { return };
    let config = sshd.path("ssh_config");
    let (known, id) = (sshd.path("known_hosts"), sshd.path("id"));
    let command = format!("ssh -F {} -W %h:%p stone", config.display());
    let text = format!(
        "Host filer\n  HostName 127.0.0.1\n  ProxyCommand {command}\nHost stone\n  HostName 127.0.0.1\nHost *\n  Port {}\n  \
         User {}\n  IdentityFile {}\n  UserKnownHostsFile {}\n  BatchMode yes\n",
        sshd.port,
        user(),
        id.display(),
        known.display()
    );
    fs::write(&config, text).unwrap();
    sshd.know(&["ed25519"]);
    let around = Surroundings { ssh: Some("ssh".into()), ssh_config: Some(config), ..Surroundings::default() };
    works(&Endpoint::resolve_in("filer", None, &around).unwrap(), Answers::none());
}

/// A configuration that makes `ssh` know nothing but this endpoint.
fn own_config(sshd: &Sshd, identity: &str) -> Endpoint {
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

fn openssh_works(endpoint: &Endpoint) {
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
        let stopper = thread::spawn(move || {
            thread::sleep(Duration::from_millis(300));
            cancel.cancel();
            Instant::now()
        });
        let exchange = connection.ask(&script("volume show -fields never"));
        assert_eq!(exchange.broken, Some(TransportError::Interrupted));
        stopper.join().unwrap().elapsed()
    });
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

impl Sshd {
    /// With lines that count before all others.
    fn start_first(lines: &str) -> Option<Self> {
        let sshd = Self::start("")?;
        let text = fs::read_to_string(sshd.path("config")).unwrap();
        fs::write(sshd.path("config"), format!("{lines}\n{text}")).unwrap();
        run("kill", &["-HUP", &sshd.child.id().to_string()]);
        thread::sleep(Duration::from_millis(500));
        Some(sshd)
    }
}
