//! OpenSSH's own server and agent for a test: keys of theirs, and what they noted down.
//!
//! Without `sshd` the tests that need it are passed over with a note; under `CI=true` its absence is a failure.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::Connection;
use tempfile::TempDir;

use crate::rig::{self, Answers, connect, patient, script};

pub(crate) const SSHD: &str = "/usr/sbin/sshd";

/// What the server runs instead of any command.
pub(crate) const CLUSTER: &str = r#"#!/bin/sh
case "$SSH_ORIGINAL_COMMAND" in
  *large*) head -c 8388608 /dev/zero | tr '\0' x ;;
  *slow*) sleep 3; echo late ;;
  *never*) sleep 60 ;;
  *silent*) exec >&- 2>&-; sleep 0.5; exit 3 ;;
  *) printf 'asked %s\r\n' "$SSH_ORIGINAL_COMMAND"; echo warning >&2; exit 3 ;;
esac
"#;

/// A server, its keys, and the keys of a user whom it lets in.
pub(crate) struct Sshd {
    pub(crate) child: Child,
    pub(crate) port: u16,
    pub(crate) folder: TempDir,
}

impl Drop for Sshd {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether OpenSSH can make keys here.
pub(crate) fn has_keys() -> bool {
    is_there("ssh-keygen", Command::new("ssh-keygen").arg("-?").output().is_ok())
}

/// Whether its server is here, with keys for it.
pub(crate) fn has_sshd() -> bool {
    has_keys() && is_there(SSHD, Path::new(SSHD).exists())
}

fn is_there(program: &str, is_there: bool) -> bool {
    let is_needed = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(is_there || !is_needed, "no {program}, and these tests are needed here");
    if !is_there {
        println!("skipped: no {program}");
    }
    is_there
}

pub(crate) fn make_key(path: &Path, kind: &str, passphrase: &str, more: &[&str]) {
    let path = path.to_str().unwrap();
    run("ssh-keygen", &[&["-q", "-t", kind, "-N", passphrase, "-C", "a test", "-f", path], more].concat());
}

pub(crate) fn user() -> String {
    run("id", &["-un"]).trim_end().to_owned()
}

impl Sshd {
    /// Starts a server with some more lines of configuration; `None` where there is none to start.
    pub(crate) fn start(lines: &str) -> Option<Self> {
        Self::start_with_host_keys(lines, &["ed25519", "ecdsa", "rsa"])
    }

    pub(crate) fn start_with_host_keys(lines: &str, host_keys: &[&str]) -> Option<Self> {
        if !has_sshd() {
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

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.path("log")).unwrap()
    }

    pub(crate) fn public(&self, kind: &str) -> String {
        let text = fs::read_to_string(self.path(&format!("host_{kind}.pub"))).unwrap();
        text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn name(&self) -> String {
        format!("[127.0.0.1]:{}", self.port)
    }

    /// Makes the server known by these keys.
    pub(crate) fn know(&self, kinds: &[&str]) -> String {
        let lines: String = kinds.iter().map(|kind| format!("{} {}\n", self.name(), self.public(kind))).collect();
        fs::write(self.path("known_hosts"), &lines).unwrap();
        lines
    }

    /// An endpoint that knows the server and has the right key.
    pub(crate) fn endpoint(&self) -> Endpoint {
        if !self.path("known_hosts").exists() {
            self.know(&["ed25519"]);
        }
        let mut endpoint = rig::endpoint(self.port, &user(), &self.path("known_hosts"));
        endpoint.identities = vec![self.path("id")];
        endpoint
    }

    /// The same behind another port.
    pub(crate) fn endpoint_at(&self, port: u16) -> Endpoint {
        let file = self.path(&format!("known_at_{port}"));
        fs::write(&file, format!("[127.0.0.1]:{port} {}\n", self.public("ed25519"))).unwrap();
        let endpoint = rig::endpoint(port, &user(), &file);
        Endpoint { identities: vec![self.path("id")], ..endpoint }
    }

    pub(crate) fn authorize(&self, keys: &[&str]) {
        let lines: String =
            keys.iter().map(|key| fs::read_to_string(self.path(&format!("{key}.pub"))).unwrap()).collect();
        fs::write(self.path("authorized_keys"), lines).unwrap();
    }
}

impl Sshd {
    /// With lines that count before all others.
    pub(crate) fn start_first(lines: &str) -> Option<Self> {
        let sshd = Self::start("")?;
        let text = fs::read_to_string(sshd.path("config")).unwrap();
        fs::write(sshd.path("config"), format!("{lines}\n{text}")).unwrap();
        run("kill", &["-HUP", &sshd.child.id().to_string()]);
        thread::sleep(Duration::from_millis(500));
        Some(sshd)
    }
}

pub(crate) fn config(folder: &Path, port: u16, host_keys: &[&str], lines: &str) -> String {
    let folder = folder.display();
    let keys: String = host_keys.iter().map(|kind| format!("HostKey {folder}/host_{kind}\n")).collect();
    format!(
        "Port {port}\nListenAddress 127.0.0.1\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n\
         KbdInteractiveAuthentication no\nPermitRootLogin yes\nAuthorizedKeysFile {folder}/authorized_keys\n{keys}{lines}\n\
         ForceCommand {folder}/cluster\n"
    )
}

pub(crate) fn sshd(folder: &Path) -> Child {
    let mut command = Command::new(SSHD);
    command.args(["-D", "-f"]).arg(folder.join("config")).arg("-E").arg(folder.join("log"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

pub(crate) fn listens(port: u16, child: &mut Child) -> bool {
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

pub(crate) fn ask(connection: &mut dyn Connection) {
    let exchange = connection.ask(&script("cluster show"));
    assert_eq!(String::from_utf8_lossy(&exchange.output), "asked cluster show\r\n", "{exchange:?}");
    assert_eq!((&*exchange.errors, exchange.exit_status, exchange.broken), (&b"warning\n"[..], Some(3), None));
}

pub(crate) fn works(endpoint: &Endpoint, prompt: Arc<Answers>) {
    let mut connection = connect(endpoint, patient(), prompt).unwrap();
    ask(&mut *connection);
    assert!(connection.is_open());
}

/// An agent with keys; ended when dropped.
pub(crate) struct Agent {
    pub(crate) pid: String,
    pub(crate) socket: PathBuf,
}

impl Agent {
    pub(crate) fn start(sshd: &Sshd, keys: &[&str]) -> Self {
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
