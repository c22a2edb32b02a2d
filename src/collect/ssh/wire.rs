//! The bytes' way to the cluster: a TCP connection, or a program that makes one.

use std::io::{self, Read};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::super::child;
use super::super::clean;
use super::super::clock::{Clock, Limit};
use super::super::endpoint::{Detour, Endpoint};
use super::super::pace::Pace;
use super::super::ssh_config::tokens;
use super::super::transport::{TransportError, unreachable};
use super::watchdog::Watchdog;

/// Bytes of the detour's complaints that are kept.
const COMPLAINTS: usize = 4096;

/// What was written last may take so long to go out.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// An open way. Clones are the same way.
#[derive(Clone)]
pub(super) struct Wire {
    /// Our end, behind the watchdog.
    socket: Arc<OwnedFd>,
    /// The cluster's end.
    far: Arc<OwnedFd>,
    pub(super) watchdog: Watchdog,
    detour: Option<Arc<Program>>,
}

struct Program {
    child: Mutex<Child>,
    leads: bool,
    complaints: Arc<Mutex<Vec<u8>>>,
    what: String,
    advice: String,
}

impl Wire {
    /// Opens the way to an endpoint.
    pub(super) fn open(endpoint: &Endpoint, clock: &Clock, limit: &Limit, asks: bool) -> Result<Self, TransportError> {
        let (far, detour) = match &endpoint.detour {
            None => (direct(endpoint, clock, limit)?, None),
            Some(detour) => {
                let (far, program) = through(endpoint, detour, asks)?;
                (far, Some(Arc::new(program)))
            }
        };
        let far = Arc::new(far);
        let (watchdog, socket) = Watchdog::before(&far, clock).map_err(|error| {
            TransportError::Local(format!("the connection to {} cannot be watched: {error}; with fewer `--jobs`, or with `--gentle`, fewer files are open \
                 at once", endpoint.address()))
        })?;
        Ok(Self { socket: Arc::new(socket), far, watchdog, detour })
    }

    /// What the SSH library holds.
    pub(super) fn socket(&self) -> Arc<OwnedFd> {
        Arc::clone(&self.socket)
    }

    /// Ends our half of the way behind what was written.
    pub(super) fn say_no_more(&self) {
        // Closed by the other side already is as good.
        let _ = rustix::net::shutdown(&self.socket, rustix::net::Shutdown::Write);
        // The process may end right behind this.
        self.watchdog.await_end(LAST_WORDS);
    }

    /// Ends the way at once; whoever waits for it wakes up.
    pub(super) fn shut(&self) {
        // Closed by the other side already is as good.
        for end in [&self.far, &self.socket] {
            let _ = rustix::net::shutdown(end, rustix::net::Shutdown::Both);
        }
        if let Some(program) = &self.detour {
            let mut child = program.child.lock().unwrap_or_else(PoisonError::into_inner);
            child::end(&mut child, program.leads);
        }
    }

    /// What the program of the detour complains about, where there is one that does.
    pub(super) fn complaint(&self) -> Option<String> {
        let program = self.detour.as_ref()?;
        // Its last words may still be on their way.
        thread::sleep(Duration::from_millis(50));
        let bytes = program.complaints.lock().unwrap_or_else(PoisonError::into_inner);
        let text = clean(&String::from_utf8_lossy(&bytes));
        let said = if text.is_empty() { " ended".to_owned() } else { format!(": {text}") };
        Some(format!("{}{said}; {}", program.what, program.advice))
    }
}

impl AsFd for Wire {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let leads = self.leads;
        child::end(self.child.get_mut().unwrap_or_else(PoisonError::into_inner), leads);
    }
}

/// Looks the name up and connects, in a thread that is left alone when the deadline passes: neither can be ended.
fn direct(endpoint: &Endpoint, clock: &Clock, limit: &Limit) -> Result<OwnedFd, TransportError> {
    let (teller, heard) = channel();
    let (host, port, phase) = (endpoint.host.clone(), endpoint.port, limit.clone());
    thread::spawn(move || drop(teller.send(connect(&host, port, &phase))));
    loop {
        match heard.recv_timeout(clock.look(&[limit])?) {
            Ok(result) => return Ok(result?.into()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                return Err(TransportError::Local("the thread that connects is gone".to_owned()));
            }
        }
    }
}

/// Runs a program whose input and output is the connection; `asks` when it may ask at the terminal.
fn through(endpoint: &Endpoint, detour: &Detour, asks: bool) -> Result<(OwnedFd, Program), TransportError> {
    let (mut command, what, advice) = program(endpoint, detour, asks);
    let local = |error: io::Error| TransportError::Local(format!("{what} cannot be run: {error}"));
    let (own, other) = UnixStream::pair().map_err(local)?;
    let output = other.try_clone().map_err(local)?;
    command.stdin(OwnedFd::from(other)).stdout(OwnedFd::from(output)).stderr(Stdio::piped());
    let mut child = child::spawn(&mut command, !asks).map_err(local)?;
    let complaints = Arc::new(Mutex::new(Vec::new()));
    if let Some(pipe) = child.stderr.take() {
        let kept = Arc::clone(&complaints);
        thread::spawn(move || keep(pipe, &kept));
    }
    let program = Program { child: Mutex::new(child), leads: !asks, complaints, what, advice };
    Ok((own.into(), program))
}

fn program(endpoint: &Endpoint, detour: &Detour, asks: bool) -> (Command, String, String) {
    match detour {
        Detour::Jump(hops) => {
            let last = hops.rsplit(',').next().unwrap_or(hops);
            let advice = format!("see whether `ssh {}` lets you in by hand", as_destination(last));
            (jump(endpoint, hops, asks), format!("the way through `{hops}`"), advice)
        }
        Detour::Command(text) => {
            let port = endpoint.port.to_string();
            let values = [('h', &*endpoint.host), ('p', &*port), ('r', &*endpoint.user), ('n', &*endpoint.alias)];
            let mut command = Command::new("sh");
            command.args(["-c", &format!("exec {}", tokens(text, &values))]);
            (command, "the `ProxyCommand`".to_owned(), "see whether `ssh` gets there by hand".to_owned())
        }
    }
}

/// `ssh -W HOST:PORT LAST`, through the hops before the last.
fn jump(endpoint: &Endpoint, hops: &str, asks: bool) -> Command {
    let (before, last) = hops.rsplit_once(',').map_or((None, hops), |(before, last)| (Some(before), last));
    let mut command = Command::new("ssh");
    if let Some(config) = &endpoint.ssh_config {
        command.arg("-F").arg(config);
    }
    if let Some(before) = before {
        command.args(["-J", before]);
    }
    if !asks {
        command.args(["-o", "BatchMode=yes"]);
    }
    command.args(["-o", "LogLevel=ERROR", "-W", &endpoint.address(), "--"]);
    command.arg(as_destination(last));
    command
}

/// `[user@]host[:port]` as a URI where it has a port, for `ssh` takes a port of its destination no other way.
fn as_destination(hop: &str) -> String {
    let host = hop.rsplit_once('@').map_or(hop, |(_, host)| host);
    let has_port = host.rsplit_once(':').is_some_and(|(name, _)| !name.contains(':') || name.ends_with(']'));
    if has_port { format!("ssh://{hop}") } else { hop.trim_matches(['[', ']']).to_owned() }
}

fn keep(mut pipe: impl Read, kept: &Mutex<Vec<u8>>) {
    let mut piece = [0; 512];
    while let Ok(length) = pipe.read(&mut piece) {
        if length == 0 {
            return;
        }
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = COMPLAINTS.saturating_sub(kept.len()).min(length);
        kept.extend_from_slice(&piece[..room]);
    }
}

/// Tries each address of the name under one deadline; the first that answers is taken.
fn connect(host: &str, port: u16, limit: &Limit) -> Result<TcpStream, TransportError> {
    let unknown = |reason: String| TransportError::NameUnknown { host: host.to_owned(), reason };
    let found = (host, port).to_socket_addrs().map_err(|error| unknown(plain(&error)))?;
    let addresses: Vec<SocketAddr> = found.collect();
    let mut worst = None;
    for (at, address) in addresses.iter().enumerate() {
        let left = limit.end().saturating_duration_since(Instant::now())
            / u32::try_from(addresses.len() - at).unwrap_or(u32::MAX);
        match attempt(address, left, limit) {
            Ok(stream) => return Ok(stream),
            Err(error) if worst.is_none() || matches!(worst, Some(TransportError::TimedOut { .. })) => {
                worst = Some(error)
            }
            Err(_) => {}
        }
    }
    Err(worst.unwrap_or_else(|| unknown("no address".to_owned())))
}

fn attempt(address: &SocketAddr, left: Duration, limit: &Limit) -> Result<TcpStream, TransportError> {
    while let Some(wait) = Pace::at(*address).wait() {
        thread::sleep(wait);
    }
    let connected = TcpStream::connect_timeout(address, left.max(Duration::from_millis(1)));
    // Without it each small packet waits for the acknowledgement of the one before: 40 ms a command.
    let connected = connected.and_then(|stream| stream.set_nodelay(true).map(|()| stream));
    connected.map_err(|error| match error.kind() {
        io::ErrorKind::ConnectionRefused => TransportError::Refused { address: address.to_string() },
        io::ErrorKind::TimedOut => limit.passed(),
        _ => unreachable(address.to_string(), &plain(&error)),
    })
}

/// The system's words without what Rust adds to them.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.strip_prefix("failed to lookup address information: ").unwrap_or(&text);
    text.split(" (os error").next().unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_packets_do_not_wait_for_each_other() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let limit = Limit::begin(crate::collect::transport::Phase::Connect, Duration::from_secs(9));
        let port = listener.local_addr().unwrap().port();
        assert!(connect("127.0.0.1", port, &limit).unwrap().nodelay().unwrap());
    }

    #[test]
    fn a_second_address_is_tried_when_the_first_refuses() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let limit = Limit::begin(crate::collect::transport::Phase::Connect, Duration::from_secs(9));
        // Where `localhost` has an IPv6 address too, it comes first, and nobody listens there.
        let connected = connect("localhost", listener.local_addr().unwrap().port(), &limit);
        assert!(connected.is_ok_and(|stream| stream.peer_addr().unwrap().is_ipv4()));
    }

    #[test]
    fn hops_become_destinations_that_ssh_takes() {
        let cases = [
            ("jump", "jump"),
            ("op@jump", "op@jump"),
            ("op@jump:2222", "ssh://op@jump:2222"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("[2001:db8::1]:2222", "ssh://[2001:db8::1]:2222"),
            ("2001:db8::1", "2001:db8::1"),
        ];
        for (hop, wanted) in cases {
            assert_eq!(as_destination(hop), wanted, "{hop}");
        }
    }

    #[test]
    fn the_last_hop_forwards_and_the_others_are_jumped() {
        let endpoint = Endpoint { host: "2001:db8::7".into(), port: 22, ..Endpoint::default() };
        let command = jump(&endpoint, "one,op@two:2222", false);
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        let wanted = "-J one -o BatchMode=yes -o LogLevel=ERROR -W [2001:db8::7]:22 -- ssh://op@two:2222";
        assert_eq!(words.join(" "), wanted);
    }
}
