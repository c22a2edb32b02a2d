//! The way through the user's own `ssh`: its tokens, certificates, single sign-on and detours work as they always do.
//!
//! A connection is a master process that logs in; each script is one more process that goes through it, and a deadline
//! ends processes.

use std::collections::BTreeSet;
use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::cancel::Cancel;
use super::child::{self, Event, Running};
use super::clean;
use super::clock::{Clock, Limit};
use super::endpoint::{Detour, Endpoint};
use super::known_hosts::kept_name;
use super::script::Script;
use super::ssh::greeting::known_hosts;
use super::ssh::{HostKeyPolicy, LARGEST_ANSWER, connect_deadline, judge_host_key};
use super::transport::{Connection, Deadlines, Exchange, Phase, Transport, TransportError, leaves_open};

mod complaint;
mod progress;

use progress::Progress;

/// The longest text that one argument of a program surely takes, and that SSH carries at once.
const LONGEST: usize = 32 * 1024;
/// How often it is looked whether the master is ready.
const PACE: Duration = Duration::from_millis(5);
/// A master that does not say within this time that it is there is taken for gone.
const LONGEST_CHECK: Duration = Duration::from_secs(3);

/// Connects with the user's `ssh`.
#[derive(Debug)]
pub struct OpensshTransport {
    program: PathBuf,
    endpoint: Endpoint,
    deadlines: Deadlines,
    policy: HostKeyPolicy,
    clock: Clock,
    /// Whether `ssh` may ask a person at the terminal.
    asks: bool,
    most: usize,
}

impl OpensshTransport {
    /// Prepares connections; the clock of the whole run starts here. `asks` when a person is at the terminal, whom `ssh`
    /// may ask by itself.
    pub fn new(
        endpoint: Endpoint,
        mut deadlines: Deadlines,
        policy: HostKeyPolicy,
        asks: bool,
        cancel: Cancel,
    ) -> Self {
        deadlines.connect = connect_deadline(&endpoint, &deadlines);
        let clock = Clock::start(deadlines.run, cancel);
        let program = PathBuf::from("ssh");
        Self { program, endpoint, deadlines, policy, clock, asks, most: LARGEST_ANSWER }
    }

    /// Runs another program than the `ssh` of the path.
    #[must_use]
    pub fn with_program(mut self, program: PathBuf) -> Self {
        self.program = program;
        self
    }

    /// Ends an answer that is larger than so many bytes.
    #[must_use]
    pub fn with_largest_answer(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// What both kinds of processes are started with.
    fn command(&self, socket: &Path) -> Command {
        let mut command = Command::new(&self.program);
        if let Some(config) = &self.endpoint.ssh_config {
            command.arg("-F").arg(config);
        }
        // A configuration for working by hand may run a command or forward ports; here, neither is wanted.
        command.args(["-o", "RemoteCommand=none", "-o", "PermitLocalCommand=no", "-o", "ClearAllForwardings=yes"]);
        // The messages are read to tell what went wrong.
        command.env("LC_ALL", "C").args(["-T", "-o"]).arg(path_option("ControlPath", socket));
        command.args(["-l", &self.endpoint.user, "-p", &self.endpoint.port.to_string()]);
        command
    }

    /// The process that logs in; `accepts` when it adds the key of the host to `known_hosts`.
    fn master(&self, socket: &Path, accepts: bool) -> Command {
        let mut command = self.command(socket);
        let seconds = self.connect_seconds();
        // It tells how far it is.
        command.args(["-o", "LogLevel=DEBUG1"]);
        command.args(["-N", "-o", "ControlMaster=yes", "-o", "ControlPersist=no", "-o", "ServerAliveInterval=15"]);
        command.args(["-o", "ServerAliveCountMax=2", "-o", &format!("ConnectTimeout={seconds}")]);
        command.args(["-o", if self.asks { "BatchMode=no" } else { "BatchMode=yes" }]);
        // Said always: `ssh` may be configured to trust anybody.
        command.args(["-o", if accepts { "StrictHostKeyChecking=accept-new" } else { "StrictHostKeyChecking=yes" }]);
        for identity in &self.endpoint.chosen_identities {
            command.arg("-i").arg(identity);
        }
        if let Some(Detour::Jump(hops)) = &self.endpoint.detour {
            command.args(["-J", hops]);
        }
        command.args(["--", &self.endpoint.alias]);
        command
    }

    /// `ssh` has one time for its connection and the banner. A name may have several addresses, of which the first may be
    /// dead; else `ssh` gets more time than our own deadlines, which tell the two apart.
    fn connect_seconds(&self) -> u64 {
        let Deadlines { connect, key_exchange, authentication, .. } = self.deadlines;
        let is_name = self.endpoint.host.parse::<std::net::IpAddr>().is_err();
        let time = match &self.endpoint.detour {
            None if is_name => connect,
            None => connect + key_exchange + Duration::from_secs(1),
            Some(_) => connect + key_exchange + authentication + Duration::from_secs(1),
        };
        time.as_secs_f64().ceil().max(1.0) as u64
    }
}

/// `NAME="PATH"`, with the percent signs of the path as two.
fn path_option(name: &str, path: &Path) -> String {
    format!("{name}=\"{}\"", path.display().to_string().replace('%', "%%"))
}

impl Transport for OpensshTransport {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        self.clock.look(&[])?;
        let folder = Folder::make().map_err(|error| {
            TransportError::Local(format!("no private folder for the connections of `ssh` can be made: {error}"))
        })?;
        let socket = folder.0.join("s");
        let mut command = self.master(&socket, self.accepts()?);
        let mut master = Running::start(&mut command, !self.asks).map_err(|error| self.missing(&error))?;
        let mut progress = Progress::begin(&self.endpoint, self.deadlines, self.asks);
        while !socket.exists() {
            self.clock.look(progress.limit().as_slice())?;
            match master.next(PACE) {
                Event::Errors(bytes) => progress.hear(&bytes),
                Event::Ended(_) => return Err(self.refused(&progress)),
                Event::Output(_) | Event::Nothing => {}
            }
        }
        Ok(Box::new(OpensshConnection { plan: self.plan(socket), master, _folder: folder, progress, open: true }))
    }
}

impl OpensshTransport {
    /// Whether the key of the host may be added: `ssh` would add a key of another type to those that the host is known
    /// by, too.
    fn accepts(&self) -> Result<bool, TransportError> {
        let is_new = || Ok(known_hosts(&self.endpoint)?.types(&kept_name(&self.endpoint)).is_empty());
        if self.policy.accept_new { is_new() } else { Ok(false) }
    }

    /// Why `ssh` does not log in. It does not tell the key that it saw, so that is asked for once more where it counts; what
    /// is seen then never makes light of what `ssh` told.
    fn refused(&self, progress: &Progress) -> TransportError {
        use TransportError::{HostKeyChanged, HostKeyOther, HostKeyRevoked, HostKeyUnknown, Unreachable};
        let errors = progress.complaints();
        if let Some(passed) = self.passed(&errors, progress.phase()) {
            return passed;
        }
        let told = complaint::of(&self.endpoint, &errors, progress.phase());
        if !complaint::is_about_host_key(&errors) {
            return complaint::with_tried(told, progress.tried(), progress.locked());
        }
        let seen = judge_host_key(&self.endpoint, &self.deadlines, &self.clock, self.asks).err();
        match (&told, seen) {
            (_, Some(seen @ HostKeyRevoked { .. })) => seen,
            (HostKeyRevoked { .. }, _) => told,
            (_, Some(seen @ (HostKeyChanged { .. } | HostKeyOther { .. }))) => seen,
            (HostKeyChanged { .. }, _) => told,
            (_, Some(seen @ HostKeyUnknown { .. })) => seen,
            // It is the key of a host on the way.
            (_, Some(seen @ Unreachable { .. })) if self.endpoint.detour.is_some() => seen,
            _ => told,
        }
    }

    /// The deadline that `ssh` found passed by itself.
    fn passed(&self, errors: &[u8], phase: Phase) -> Option<TransportError> {
        let is_own = self.endpoint.detour.is_none() && complaint::is_timeout(errors);
        let Deadlines { connect, key_exchange, .. } = self.deadlines;
        match phase {
            Phase::Connect if is_own => Some(TransportError::TimedOut { phase, after: connect }),
            Phase::KeyExchange if is_own => Some(TransportError::TimedOut { phase, after: connect.min(key_exchange) }),
            _ => None,
        }
    }

    fn missing(&self, error: &io::Error) -> TransportError {
        let program = self.program.display();
        TransportError::Local(format!("`{program}` cannot be run: {error}; --transport openssh needs OpenSSH's client"))
    }

    fn plan(&self, socket: PathBuf) -> Plan {
        let mut asking: Vec<std::ffi::OsString> = vec![self.program.clone().into()];
        asking.extend(self.command(&socket).get_args().map(ToOwned::to_owned));
        // Where the master cannot be used, `ssh` would log in anew; it must not.
        asking.extend(["-o", "ProxyCommand=false"].map(Into::into));
        asking.extend(
            ["-n", "-o", "LogLevel=ERROR", "-o", "ControlMaster=no", "-o", "BatchMode=yes", "--", &self.endpoint.alias]
                .map(Into::into),
        );
        Plan {
            socket,
            asking,
            endpoint: self.endpoint.clone(),
            deadlines: self.deadlines,
            clock: self.clock.clone(),
            most: self.most,
        }
    }
}

/// How a script is sent through a master.
struct Plan {
    socket: PathBuf,
    asking: Vec<std::ffi::OsString>,
    endpoint: Endpoint,
    deadlines: Deadlines,
    clock: Clock,
    most: usize,
}

struct OpensshConnection {
    plan: Plan,
    master: Running,
    /// Held until the connection ends.
    _folder: Folder,
    progress: Progress,
    open: bool,
}

impl OpensshConnection {
    fn converse(&mut self, script: &Script, exchange: &mut Exchange) -> Result<(), TransportError> {
        let text = script.text();
        if text.len() > LONGEST {
            let reason = format!("the commands have {} bytes, and SSH carries {LONGEST} at once", text.len());
            return Err(TransportError::Local(reason));
        }
        if !self.plan.socket.exists() || !self.master.is_running() {
            return Err(self.broken());
        }
        let mut command = Command::new(&self.plan.asking[0]);
        command.env("LC_ALL", "C").args(&self.plan.asking[1..]).arg(text);
        let running = Running::start(&mut command, true);
        let mut running = running.map_err(|error| TransportError::Local(format!("`ssh` cannot be run: {error}")))?;
        let status = self.listen(&mut running, exchange)?;
        // `ssh` ends with 255 when it failed itself, and a cluster may end a command so.
        if status.code().is_none_or(|code| code == 255 && self.has_failed(&exchange.errors)) {
            // What `ssh` says is no part of an answer.
            let errors = std::mem::take(&mut exchange.errors);
            return Err(complaint::of(&self.plan.endpoint, &errors, Phase::Command));
        }
        exchange.exit_status = status.code();
        Ok(())
    }

    /// Whether `ssh` failed itself: it says so, or the master no longer answers.
    fn has_failed(&mut self, errors: &[u8]) -> bool {
        if complaint::is_own(errors) || !self.master.is_running() {
            return true;
        }
        let (program, words) = (&self.plan.asking[0], &self.plan.asking[1..]);
        let mut check = Command::new(program);
        check.args(["-O", "check"]).args(words);
        !child::output_of(&mut check, LONGEST_CHECK, self.plan.clock.cancel())
            .is_ok_and(|(status, ..)| status.success())
    }

    fn listen(
        &mut self,
        running: &mut Running,
        exchange: &mut Exchange,
    ) -> Result<std::process::ExitStatus, TransportError> {
        let Plan { deadlines, clock, most, .. } = &self.plan;
        let whole = Limit::begin(Phase::Command, deadlines.command);
        let mut silence = Limit::begin(Phase::FirstByte, deadlines.first_byte);
        loop {
            // What the master goes on to explain must not pile up.
            while let Event::Errors(bytes) = self.master.next(Duration::ZERO) {
                self.progress.hear(&bytes);
            }
            match running.next(clock.look(&[&silence, &whole])?) {
                Event::Ended(status) => return Ok(status),
                Event::Nothing => continue,
                Event::Output(bytes) => exchange.output.extend(bytes),
                Event::Errors(bytes) => exchange.errors.extend(bytes),
            }
            silence = Limit::begin(Phase::Idle, deadlines.idle);
            if exchange.output.len() + exchange.errors.len() > *most {
                return Err(TransportError::Flooded { limit: *most });
            }
        }
    }

    /// The master has ended: what it complained about.
    fn broken(&mut self) -> TransportError {
        while let Event::Errors(bytes) = self.master.next(PACE) {
            self.progress.hear(&bytes);
        }
        let reason = match clean(&String::from_utf8_lossy(&self.progress.complaints())) {
            words if words.is_empty() => "`ssh` ended".to_owned(),
            words => words,
        };
        TransportError::Broken { phase: Phase::Command, reason }
    }
}

impl Connection for OpensshConnection {
    fn ask(&mut self, script: &Script) -> Exchange {
        let begin = Instant::now();
        let mut exchange = Exchange::default();
        exchange.broken = if self.open { self.converse(script, &mut exchange).err() } else { Some(self.broken()) };
        self.open &= exchange.broken.as_ref().is_none_or(leaves_open);
        exchange.duration = begin.elapsed();
        exchange
    }

    fn is_open(&self) -> bool {
        self.open
    }
}

/// A folder that only this user may enter; removed when dropped.
#[derive(Debug)]
struct Folder(PathBuf);

/// Folders of sockets that are there.
static FOLDERS: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// Removes the folders of all sockets; for a program that ends now.
pub fn remove_sockets() {
    for folder in FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let _ = std::fs::remove_dir_all(folder);
    }
}

impl Folder {
    /// The path of the socket must not be longer than about 100 bytes, so the name is short.
    fn make() -> io::Result<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let mut tries = 0;
        loop {
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = std::env::temp_dir().join(format!("ndmp{}.{count}", std::process::id()));
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => {
                    FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).insert(path.clone());
                    return Ok(Self(path));
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < 100 => tries += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Left behind when it cannot be removed: it holds nothing but a dead socket.
        let _ = std::fs::remove_dir_all(&self.0);
        FOLDERS.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}
