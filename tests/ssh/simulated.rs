//! Servers in this process that misbehave as a test says, and endpoints that know them.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use ndmp_preflight::collect::cancel::Cancel;
use ndmp_preflight::collect::endpoint::Endpoint;
use ndmp_preflight::collect::transport::{Connection, Deadlines, Exchange, Phase, TransportError};
use russh::MethodKind;

use crate::rig::{Answers, connect, endpoint, script};
use crate::server::{Access, Faults, Reply, Server};

pub(crate) const PASSWORD: &str = "let-me-in";
/// A deadline that is met at once on any machine, and one that must not be waited for.
pub(crate) const SOON: Duration = Duration::from_millis(400);

/// A server, and an endpoint that knows its key.
pub(crate) struct Rig {
    pub(crate) server: Server,
    pub(crate) endpoint: Endpoint,
    pub(crate) folder: tempfile::TempDir,
}

impl Rig {
    /// The endpoint behind another port.
    pub(crate) fn endpoint_at(&self, port: u16) -> Endpoint {
        let file = self.folder.path().join(format!("known_at_{port}"));
        std::fs::write(&file, format!("[127.0.0.1]:{port} {}\n", self.server.host_key)).unwrap();
        endpoint(port, "preflight", &file)
    }
}

pub(crate) fn rig(access: Access, faults: Faults, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Rig {
    let server = Server::start(Arc::new(answer), access, faults).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("known_hosts");
    std::fs::write(&file, server.known_hosts_line()).unwrap();
    let endpoint = endpoint(server.addr.port(), "preflight", &file);
    Rig { server, endpoint, folder }
}

pub(crate) fn text(stdout: &str) -> Reply {
    Reply { stdout: stdout.as_bytes().to_vec(), ..Reply::default() }
}

pub(crate) fn misbehaving(faults: Faults) -> Rig {
    rig(Access::default(), faults, |_| text(&"0123456789".repeat(60)))
}

pub(crate) fn open(rig: &Rig, deadlines: Deadlines) -> Box<dyn Connection> {
    connect(&rig.endpoint, deadlines, Answers::of(&[PASSWORD], false)).unwrap()
}

/// Asks one command; the answer must not have taken as long as the patient deadlines.
pub(crate) fn ask(rig: &Rig, deadlines: Deadlines) -> (Exchange, Box<dyn Connection>) {
    let mut connection = open(rig, deadlines);
    let begin = Instant::now();
    let exchange = connection.ask(&script("cluster show"));
    assert!(begin.elapsed() < Duration::from_secs(10), "took {:?}", begin.elapsed());
    (exchange, connection)
}

pub(crate) fn timed_out(phase: Phase, after: Duration) -> Option<TransportError> {
    Some(TransportError::TimedOut { phase, after })
}

/// Sets the user's wish to end in a moment, and tells when.
pub(crate) fn stop(cancel: Cancel) -> thread::JoinHandle<Instant> {
    thread::spawn(move || {
        thread::sleep(Duration::from_millis(300));
        cancel.cancel();
        Instant::now()
    })
}

pub(crate) fn access(methods: &[MethodKind], all: bool) -> Access {
    Access { methods: methods.to_vec(), all, ..Access::default() }
}

/// Two keys in files, and their public lines.
pub(crate) fn two_keys(rig: &Rig) -> Vec<(std::path::PathBuf, String)> {
    let key = |name: &str| {
        let path = rig.folder.path().join(name);
        let made = std::process::Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path.to_str().unwrap()])
            .status();
        made.is_ok_and(|status| status.success()).then(|| {
            let line = std::fs::read_to_string(path.with_extension("pub")).unwrap().trim_end().to_owned();
            (path, line)
        })
    };
    ["one", "two"].into_iter().filter_map(key).collect()
}

/// A server for the second of two keys.
pub(crate) fn keyed(
    methods: &[MethodKind],
    all: bool,
    attempts: usize,
) -> Option<(Rig, Vec<(std::path::PathBuf, String)>)> {
    let probe = misbehaving(Faults::default());
    let keys = two_keys(&probe);
    if keys.len() < 2 {
        println!("skipped: no ssh-keygen");
        return None;
    }
    let access = Access { keys: vec![keys[1].1.clone()], attempts, ..access(methods, all) };
    let mut rig = rig(access, Faults::default(), |_| text("ok"));
    rig.endpoint.identities = keys.iter().map(|key| key.0.clone()).collect();
    // The keys lie in the folder of the probe.
    std::mem::forget(probe.folder);
    Some((rig, keys))
}
