//! An SSH server in this process that answers what a function says, and misbehaves on demand.
//!
//! Tests take it in with `#[path]`; the example serves a simulated ONTAP with it.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};
use russh::server::{Auth, ChannelOpenHandle, Config, Handle, Handler, Msg, Response, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelOpenFailure, Disconnect, MethodKind, MethodSet, Preferred, SshId, kex};
use tokio::net::{TcpListener, TcpStream};

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
    /// Keys that are let in, as in `authorized_keys`; every key when empty.
    pub(crate) keys: Vec<String>,
    /// Attempts before the server hangs up.
    pub(crate) attempts: usize,
}

impl Default for Access {
    fn default() -> Self {
        let methods = vec![MethodKind::PublicKey, MethodKind::KeyboardInteractive, MethodKind::Password];
        let question = "Password: ".to_owned();
        Self { methods, all: false, password: "let-me-in".to_owned(), question, keys: Vec::new(), attempts: 6 }
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
    /// Never says whether a key lets in.
    pub(crate) silent_login: bool,
    /// Closes the connection when the login is done.
    pub(crate) close_after_authentication: bool,
    /// Refuses this channel of a connection and all after it, from 1.
    pub(crate) refuse_channel: Option<usize>,
    /// Refuses to run commands.
    pub(crate) refuse_exec: bool,
    /// Closes channels without an exit status.
    pub(crate) no_exit_status: bool,
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
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind(address))?;
        let addr = listener.local_addr()?;
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed()));
        let host_key = key.public_key().to_openssh().map_err(std::io::Error::other)?;
        let log = Arc::new(Log::default());
        let config = Arc::new(config(key, &access, &faults));
        let shared = Arc::new(Shared { answer, access, faults, log: Arc::clone(&log) });
        runtime.spawn(listen(listener, addr, config, shared));
        Ok(Self { addr, host_key: host_key.trim_end().to_owned(), log, runtime: Some(runtime) })
    }

    /// The line that makes this server known.
    pub(crate) fn known_hosts_line(&self) -> String {
        let (host, port) = (self.addr.ip(), self.addr.port());
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
        let visitor = Visitor { shared, switch: Arc::new(switch), passed: 0, channels: 0 };
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

struct Visitor {
    shared: Arc<Shared>,
    switch: Arc<std::net::TcpStream>,
    /// Methods passed so far, where all are needed.
    passed: usize,
    channels: usize,
}

impl Visitor {
    fn note(&self, login: String) {
        if let Ok(mut logins) = self.shared.log.logins.lock() {
            logins.push(login);
        }
    }

    /// Whether the method may be the next one.
    fn wants(&self, method: MethodKind) -> bool {
        let access = &self.shared.access;
        if access.all { access.methods.get(self.passed) == Some(&method) } else { access.methods.contains(&method) }
    }

    /// What follows when a method was right or wrong.
    fn verdict(&mut self, method: MethodKind, right: bool) -> Auth {
        if !(right && self.wants(method)) {
            return self.refusal(false);
        }
        self.passed += 1;
        let access = &self.shared.access;
        if access.all && self.passed < access.methods.len() { self.refusal(true) } else { Auth::Accept }
    }

    fn refusal(&self, partial_success: bool) -> Auth {
        let access = &self.shared.access;
        let next = if access.all { &access.methods[self.passed..=self.passed] } else { &access.methods[..] };
        Auth::Reject { proceed_with_methods: Some(offered(next)), partial_success }
    }
}

impl Handler for Visitor {
    type Error = russh::Error;

    async fn auth_none(&mut self, _: &str) -> Result<Auth, Self::Error> {
        Ok(self.refusal(false))
    }

    async fn auth_password(&mut self, _: &str, password: &str) -> Result<Auth, Self::Error> {
        self.note("password".to_owned());
        let right = password == self.shared.access.password;
        Ok(self.verdict(MethodKind::Password, right))
    }

    async fn auth_publickey_offered(
        &mut self,
        _: &str,
        offer: russh::server::PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        if self.shared.faults.silent_login {
            std::future::pending::<()>().await;
        }
        self.note(format!("publickey {}", offer.public_key.fingerprint(HashAlg::Sha256)));
        let keys = &self.shared.access.keys;
        let own = offer.public_key.to_openssh().unwrap_or_default();
        let known = keys.is_empty() || keys.iter().any(|key| same_key(key, &own));
        Ok(if known && self.wants(MethodKind::PublicKey) { Auth::Accept } else { self.refusal(false) })
    }

    async fn auth_publickey(&mut self, _: &str, _: VerifiedPublicKey<'_>) -> Result<Auth, Self::Error> {
        Ok(self.verdict(MethodKind::PublicKey, true))
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        let Some(mut answers) = response else {
            let question = self.shared.access.question.clone();
            return Ok(Auth::Partial {
                name: "".into(),
                instructions: "".into(),
                prompts: vec![(question.into(), false)].into(),
            });
        };
        self.note("keyboard-interactive".to_owned());
        let right = answers.next().is_some_and(|answer| answer == self.shared.access.password.as_bytes());
        Ok(self.verdict(MethodKind::KeyboardInteractive, right))
    }

    async fn authentication_banner(&mut self) -> Result<Option<String>, Self::Error> {
        Ok(self.shared.faults.banner.clone())
    }

    async fn auth_succeeded(&mut self, _: &mut Session) -> Result<(), Self::Error> {
        if self.shared.faults.close_after_authentication {
            let switch = Arc::clone(&self.switch);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                let _ = switch.shutdown(std::net::Shutdown::Both);
            });
        }
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        _: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), Self::Error> {
        self.channels += 1;
        if self.shared.faults.refuse_channel.is_some_and(|from| self.channels >= from) {
            reply.reject(ChannelOpenFailure::ResourceShortage).await;
        } else {
            self.shared.log.channels.fetch_add(1, Ordering::SeqCst);
            reply.accept().await;
        }
        Ok(())
    }

    async fn exec_request(&mut self, id: ChannelId, data: &[u8], session: &mut Session) -> Result<(), Self::Error> {
        if self.shared.faults.refuse_exec {
            return session.channel_failure(id);
        }
        let script = String::from_utf8_lossy(data).into_owned();
        if let Ok(mut scripts) = self.shared.log.scripts.lock() {
            scripts.push(script.clone());
        }
        session.channel_success(id)?;
        let (shared, switch) = (Arc::clone(&self.shared), Arc::clone(&self.switch));
        tokio::spawn(answer(shared, switch, session.handle(), id, script));
        Ok(())
    }
}

/// Whether two lines of keys hold the same key; comments do not count.
fn same_key(one: &str, other: &str) -> bool {
    let words = |line: &str| line.split_whitespace().take(2).map(str::to_owned).collect::<Vec<_>>();
    words(one) == words(other)
}

async fn answer(shared: Arc<Shared>, switch: Arc<std::net::TcpStream>, line: Handle, id: ChannelId, script: String) {
    let faults = &shared.faults;
    let function = Arc::clone(&shared.answer);
    let Ok(reply) = tokio::task::spawn_blocking(move || function(&script)).await else { return };
    if faults.silent {
        return;
    }
    tokio::time::sleep(reply.delay).await;
    if let Some(size) = faults.error_flood {
        pour(&line, id, size, true).await;
    }
    if let Some(size) = faults.flood {
        pour(&line, id, size, false).await;
    }
    let cut = [faults.cut_after, faults.disconnect_after, faults.truncate].into_iter().flatten().min();
    let output = &reply.stdout[..cut.unwrap_or(usize::MAX).min(reply.stdout.len())];
    say(&line, id, output, faults.drip).await;
    if faults.cut_after.is_some() {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let _ = switch.shutdown(std::net::Shutdown::Both);
        return;
    }
    if faults.disconnect_after.is_some() {
        let _ = line.disconnect(Disconnect::ByApplication, "going down".to_owned(), String::new()).await;
        return;
    }
    if reply.hangs {
        return;
    }
    if let Some(pager) = &faults.pager {
        let _ = line.data(id, pager.clone().into_bytes()).await;
        return;
    }
    end(&line, id, reply, faults.no_exit_status).await;
}

async fn end(line: &Handle, id: ChannelId, reply: Reply, no_exit_status: bool) {
    if !reply.stderr.is_empty() {
        let _ = line.extended_data(id, 1, reply.stderr).await;
    }
    if !no_exit_status {
        let _ = line.exit_status_request(id, reply.exit_status).await;
    }
    let _ = line.eof(id).await;
    let _ = line.close(id).await;
}

async fn say(line: &Handle, id: ChannelId, output: &[u8], drip: Option<Duration>) {
    let Some(pause) = drip else {
        if !output.is_empty() {
            let _ = line.data(id, output.to_vec()).await;
        }
        return;
    };
    for byte in output {
        if line.data(id, vec![*byte]).await.is_err() {
            return;
        }
        tokio::time::sleep(pause).await;
    }
}

/// Sends so many bytes, in pieces, as long as somebody listens.
async fn pour(line: &Handle, id: ChannelId, size: usize, errors: bool) {
    let piece = vec![b'x'; 32 * 1024];
    for _ in 0..size.div_ceil(piece.len()) {
        let poured = match errors {
            true => line.extended_data(id, 1, piece.clone()).await,
            false => line.data(id, piece.clone()).await,
        };
        if poured.is_err() {
            return;
        }
    }
}
