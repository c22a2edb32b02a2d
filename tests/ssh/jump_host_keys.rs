//! Host keys on the way and behind it: a jump host, on both ways to a cluster, with OpenSSH's own server as both.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::openssh::OpensshTransport;
use ndmp_preflight::collect::ssh::{HostKeyPolicy, SshTransport};
use ndmp_preflight::collect::ssh_config::Surroundings;
use ndmp_preflight::collect::transport::{Deadlines, Transport, TransportError};
use tempfile::TempDir;

use crate::rig::Answers;
use crate::sshd::{SSHD, has_sshd, make_key, user};

/// A cluster that only a jump host leads to, as a user's `ssh` is configured for it.
struct Site {
    servers: Vec<Child>,
    /// The lines that make the cluster and the jump host known.
    lines: [String; 2],
    folder: TempDir,
}

impl Drop for Site {
    fn drop(&mut self) {
        for server in &mut self.servers {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

fn key(path: &Path) -> String {
    make_key(path, "ed25519", "", &[]);
    let text = fs::read_to_string(path.with_added_extension("pub")).unwrap();
    // A line of `known_hosts` has no comment.
    text.split(' ').take(2).collect::<Vec<_>>().join(" ")
}

/// Starts a server with a key of its own; gives its port and the line that makes it known.
fn start(folder: &Path, name: &str) -> (Child, u16, String) {
    let at = |suffix: &str| folder.join(format!("{name}{suffix}"));
    let key = key(&at("_key"));
    for _ in 0..3 {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let text = format!(
            "Port {port}\nListenAddress 127.0.0.1\nPidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nHostKey {}\nAuthorizedKeysFile {}\n",
            at("_key").display(),
            folder.join("id.pub").display()
        );
        fs::write(at("_config"), text).unwrap();
        let mut command = Command::new(SSHD);
        command.args(["-D", "-f"]).arg(at("_config")).arg("-E").arg(at("_log"));
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return (child, port, format!("[127.0.0.1]:{port} {key}\n"));
            }
            if child.try_wait().unwrap().is_some() {
                break;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
    panic!("{}", fs::read_to_string(at("_log")).unwrap())
}

impl Site {
    fn start() -> Option<Self> {
        if !has_sshd() {
            return None;
        }
        // Debian's service makes it; without it `sshd` does not start as root.
        let _ = fs::create_dir("/run/sshd");
        let folder = tempfile::tempdir().unwrap();
        key(&folder.path().join("id"));
        let (cluster, port, line) = start(folder.path(), "cluster");
        let (jump, jump_port, jump_line) = start(folder.path(), "jump");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let text = format!(
            "Host filer\n  Port {port}\n  ProxyJump stone\nHost stone\n  Port {jump_port}\nHost *\n  HostName 127.0.0.1\n  \
             User {}\n  IdentityFile {}\n  IdentityAgent none\n  UserKnownHostsFile {}\n  GlobalKnownHostsFile none\n",
            user(),
            path("id"),
            path("known_hosts")
        );
        fs::write(folder.path().join("ssh_config"), text).unwrap();
        Some(Self { servers: vec![cluster, jump], lines: [line, jump_line], folder })
    }

    fn know(&self, lines: &[&str]) {
        fs::write(self.known_hosts(), lines.concat()).unwrap();
    }

    fn known_hosts(&self) -> PathBuf {
        self.folder.path().join("known_hosts")
    }

    fn refusal(&self, is_openssh: bool, accept_new: bool) -> Option<TransportError> {
        let config = Some(self.folder.path().join("ssh_config"));
        let around = Surroundings { ssh: Some("ssh".into()), ssh_config: config, ..Surroundings::default() };
        let endpoint = Endpoint::resolve_in("filer", None, &around).unwrap();
        let (policy, deadlines, cancel) = (HostKeyPolicy { accept_new }, Deadlines::default(), Cancel::new());
        let transport: Box<dyn Transport> = if is_openssh {
            Box::new(OpensshTransport::new(endpoint, deadlines, policy, false, cancel))
        } else {
            Box::new(SshTransport::new(endpoint, deadlines, policy, Answers::none(), cancel))
        };
        transport.connect().err()
    }
}

#[test]
fn the_key_of_a_cluster_behind_a_jump_host_is_told_and_added() {
    let Some(site) = Site::start() else { return };
    let [cluster, jump] = &site.lines;
    for is_openssh in [false, true] {
        site.know(&[jump]);
        let error = site.refusal(is_openssh, false).unwrap();
        let TransportError::HostKeyUnknown { line, fingerprint, .. } = &error else { panic!("{error:?}") };
        assert_eq!((line.as_str(), &fingerprint[..7]), (cluster.trim_end(), "SHA256:"), "{is_openssh}");
        assert_eq!(site.refusal(is_openssh, true), None, "{is_openssh}");
        assert_eq!(fs::read_to_string(site.known_hosts()).unwrap(), [jump.as_str(), cluster].concat(), "{is_openssh}");
        assert_eq!(site.refusal(is_openssh, false), None, "{is_openssh}");
    }
}

#[test]
fn a_jump_host_that_is_not_known_is_named_and_nothing_is_added() {
    let Some(site) = Site::start() else { return };
    for is_openssh in [false, true] {
        for accept_new in [false, true] {
            site.know(&[&site.lines[0]]);
            let error = site.refusal(is_openssh, accept_new).unwrap();
            let TransportError::Unreachable { reason, .. } = &error else { panic!("{error:?}") };
            assert!(reason.starts_with("the way through `stone`: "), "{reason}");
            assert!(reason.contains("Host key verification failed") && reason.contains("`ssh stone`"), "{reason}");
            assert_eq!(fs::read_to_string(site.known_hosts()).unwrap(), site.lines[0], "{is_openssh}");
        }
    }
}
