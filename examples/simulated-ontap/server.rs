//! An SSH server in this process that answers what a function says, and misbehaves on demand.
//!
//! Tests take it in with `#[path]`; the example serves a simulated ONTAP with it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::server::Config;
use russh::{MethodKind, MethodSet, Preferred, SshId, kex};
use tokio::net::{TcpListener, TcpStream};

mod visitor;

use visitor::Visitor;

/// What one exec text is answered with.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reply {
    /// Standard output.
    pub(crate) stdout: Vec<u8>,
    /// Standard error.
    pub(crate) stderr: Vec<u8>,
    /// Exit status.
    pub(crate) exit_status: u32,
    /// How long the server thinks before the first byte.
    pub(crate) delay: Duration,
    /// Whether it never ends, when all of the output was sent.
    pub(crate) hangs: bool,
}

/// What answers exec texts.
pub(crate) type Answer = Arc<dyn Fn(&str) -> Reply + Send + Sync>;

/// Who is let in, and how.
#[derive(Clone, Debug)]
pub(crate) struct Access {
    /// Methods that let in; one is enough unless `all` is set.
    pub(crate) methods: Vec<MethodKind>,
    /// Whether every method is needed, in their order.
    pub(crate) all: bool,
    /// Password, for the methods password and keyboard-interactive.
    pub(crate) password: String,
    /// What keyboard-interactive asks.
    pub(crate) question: String,
    /// What it asks behind the right answer, before it lets nobody in.
    pub(crate) then: Option<String>,
    /// Keys that are let in, as in `authorized_keys`; every key when empty.
    pub(crate) keys: Vec<String>,
    /// Attempts before the server hangs up.
    pub(crate) attempts: usize,
}

impl Default for Access {
    fn default() -> Self {
        let methods = vec![MethodKind::PublicKey, MethodKind::KeyboardInteractive, MethodKind::Password];
        let question = "Password: ".to_owned();
        Self {
            methods,
            all: false,
            password: "let-me-in".to_owned(),
            question,
            then: None,
            keys: Vec::new(),
            attempts: 6,
        }
    }
}

/// What goes wrong. The default is nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Faults {
    /// Cuts the TCP connection behind so many bytes of output.
    pub(crate) cut_after: Option<usize>,
    /// Sends a disconnect message behind so many bytes of output.
    pub(crate) disconnect_after: Option<usize>,
    /// Ends the output behind so many bytes, in order and with status 0.
    pub(crate) truncate: Option<usize>,
    /// Sends the output byte by byte with this pause.
    pub(crate) drip: Option<Duration>,
    /// Never answers a command.
    pub(crate) silent: bool,
    /// Sends so many bytes instead of the answer.
    pub(crate) flood: Option<usize>,
    /// Sends so many bytes on standard error before the answer.
    pub(crate) error_flood: Option<usize>,
    /// Sends this behind the answer and waits for a key.
    pub(crate) pager: Option<String>,
    /// The text before the login.
    pub(crate) banner: Option<String>,
    /// Never says whether a key or a password lets in.
    pub(crate) silent_login: bool,
    /// Closes the connection when the login is done.
    pub(crate) close_after_authentication: bool,
    /// Refuses this channel of a connection and all after it, from 1.
    pub(crate) refuse_channel: Option<usize>,
    /// Refuses to run commands.
    pub(crate) refuse_exec: bool,
    /// Opens a shell.
    pub(crate) has_shell: bool,
    /// Closes channels without an exit status.
    pub(crate) no_exit_status: bool,
    /// Confirms each channel so late.
    pub(crate) slow_channels: Duration,
    /// Offers only key exchanges with SHA-1.
    pub sha1_only: bool,
    /// Stops to listen when so many connections have come, for a while.
    pub(crate) refuse_connections: Option<(usize, Duration)>,
}

/// What happened, for tests.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// Connections that came.
    pub(crate) connections: AtomicUsize,
    /// Connections that are open.
    pub(crate) open: AtomicUsize,
    /// The largest number of connections that were open at once.
    pub(crate) most: AtomicUsize,
    /// Channels that were opened.
    pub(crate) channels: AtomicUsize,
    /// Exec texts, in the order in which they came.
    pub(crate) scripts: Mutex<Vec<String>>,
    /// Attempts to log in: the method, and the key's fingerprint.
    pub(crate) logins: Mutex<Vec<String>>,
}

/// A server that runs until it is dropped.
pub(crate) struct Server {
    /// Where it listens.
    pub(crate) addr: SocketAddr,
    /// Its host key as in `known_hosts`, without the name.
    pub(crate) host_key: String,
    /// What happened.
    pub(crate) log: Arc<Log>,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Server {
    /// Starts a server on a free port of the loopback.
    pub(crate) fn start(answer: Answer, access: Access, faults: Faults) -> std::io::Result<Self> {
        Self::start_at("127.0.0.1:0", answer, access, faults)
    }

    /// Starts a server at an address.
    pub(crate) fn start_at(address: &str, answer: Answer, access: Access, faults: Faults) -> std::io::Result<Self> {
        Self::start_all(address, vec![answer], access, &faults).map(|(server, _)| server)
    }

    /// Starts a server for each of the answers, each at the address and a port of its own where that is 0: one key, one log and two
    /// threads for all.
    pub(crate) fn start_all(
        address: &str,
        answers: Vec<Answer>,
        access: Access,
        faults: &Faults,
    ) -> std::io::Result<(Self, Vec<SocketAddr>)> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed()));
        let host_key = key.public_key().to_openssh().map_err(std::io::Error::other)?;
        let log = Arc::new(Log::default());
        let config = Arc::new(config(key, &access, faults));
        let mut addrs = Vec::new();
        for answer in answers {
            let listener = runtime.block_on(TcpListener::bind(address))?;
            let addr = listener.local_addr()?;
            let (access, faults, log) = (access.clone(), faults.clone(), Arc::clone(&log));
            let shared = Arc::new(Shared { answer, access, faults, log });
            runtime.spawn(listen(listener, addr, Arc::clone(&config), shared));
            addrs.push(addr);
        }
        let addr = *addrs.first().ok_or(std::io::ErrorKind::InvalidInput)?;
        let server = Self { addr, host_key: host_key.trim_end().to_owned(), log, runtime: Some(runtime) };
        Ok((server, addrs))
    }

    /// The line that makes this server known.
    pub(crate) fn known_hosts_line(&self) -> String {
        self.known_at(self.addr)
    }

    /// The same at another of its addresses.
    pub(crate) fn known_at(&self, addr: SocketAddr) -> String {
        let (host, port) = (addr.ip(), addr.port());
        let name = if port == 22 { host.to_string() } else { format!("[{host}]:{port}") };
        format!("{name} {}\n", self.host_key)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// 32 bytes that no other server has: the hashers of the standard library are seeded by the system.
fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    for piece in seed.chunks_mut(8) {
        piece.copy_from_slice(&RandomState::new().build_hasher().finish().to_le_bytes());
    }
    seed
}

fn config(key: PrivateKey, access: &Access, faults: &Faults) -> Config {
    let mut preferred = Preferred::default();
    if faults.sha1_only {
        preferred.kex = vec![kex::DH_G14_SHA1].into();
    }
    Config {
        server_id: SshId::Standard("SSH-2.0-simulated-ontap".into()),
        keys: vec![key],
        methods: offered(&access.methods[..if access.all { 1 } else { access.methods.len() }]),
        auth_rejection_time: Duration::from_millis(1),
        auth_rejection_time_initial: Some(Duration::from_millis(1)),
        max_auth_attempts: access.attempts,
        nodelay: true,
        preferred,
        ..Config::default()
    }
}

fn offered(methods: &[MethodKind]) -> MethodSet {
    let mut set = MethodSet::empty();
    methods.iter().for_each(|method| set.push(*method));
    set
}

struct Shared {
    answer: Answer,
    access: Access,
    faults: Faults,
    log: Arc<Log>,
}

async fn listen(first: TcpListener, addr: SocketAddr, config: Arc<Config>, shared: Arc<Shared>) {
    let mut listener = Some(first);
    let mut refusal = shared.faults.refuse_connections;
    loop {
        let Some(open) = &listener else { return };
        let Ok((socket, _)) = open.accept().await else { return };
        let count = shared.log.connections.fetch_add(1, Ordering::SeqCst) + 1;
        tokio::spawn(serve(socket, Arc::clone(&config), Arc::clone(&shared)));
        if let Some((_, pause)) = refusal.filter(|(after, _)| count >= *after) {
            refusal = None;
            drop(listener.take());
            tokio::time::sleep(pause).await;
            listener = TcpListener::bind(addr).await.ok();
        }
    }
}

async fn serve(socket: TcpStream, config: Arc<Config>, shared: Arc<Shared>) {
    let _ = socket.set_nodelay(true);
    let log = Arc::clone(&shared.log);
    let open = log.open.fetch_add(1, Ordering::SeqCst) + 1;
    log.most.fetch_max(open, Ordering::SeqCst);
    if let Some((socket, switch)) = with_switch(socket) {
        let visitor = Visitor::new(shared, switch);
        if let Ok(session) = russh::server::run_stream(config, socket, visitor).await {
            let _ = session.await;
        }
    }
    log.open.fetch_sub(1, Ordering::SeqCst);
}

/// The socket, and a second handle that cuts it.
fn with_switch(socket: TcpStream) -> Option<(TcpStream, std::net::TcpStream)> {
    let socket = socket.into_std().ok()?;
    let switch = socket.try_clone().ok()?;
    Some((TcpStream::from_std(socket).ok()?, switch))
}
