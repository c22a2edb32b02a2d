//! A connection to a cluster's command line: what every way of getting there promises.
//!
//! Two ways are built: the SSH library, and the user's own `ssh`. Both send [`Script`]s and nothing else.

use std::time::Duration;

use super::script::Script;

/// How long each phase of a conversation may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadlines {
    /// TCP connection, for each address of the name.
    pub connect: Duration,
    /// Whether somebody said `connect`; else the `ConnectTimeout` of `ssh` goes before it.
    pub says_connect: bool,
    /// SSH banner and key exchange.
    pub key_exchange: Duration,
    /// All authentication methods together.
    pub authentication: Duration,
    /// From the sent command to the first byte of its answer.
    pub first_byte: Duration,
    /// Between two bytes of an answer.
    pub idle: Duration,
    /// One script with all its answers.
    pub command: Duration,
    /// Everything that is asked of one cluster.
    pub run: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connect: seconds(10),
            says_connect: false,
            key_exchange: seconds(15),
            authentication: seconds(30),
            first_byte: seconds(60),
            idle: seconds(30),
            command: seconds(120),
            run: seconds(600),
        }
    }
}

/// A phase that has a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Looking the name up and connecting.
    Connect,
    /// SSH banner and key exchange.
    KeyExchange,
    /// Authentication.
    Authentication,
    /// Waiting for the first byte of an answer.
    FirstByte,
    /// Waiting for the next byte of an answer.
    Idle,
    /// A script with all its answers.
    Command,
    /// Everything that is asked of one cluster.
    Run,
}

impl Phase {
    /// The phase in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::KeyExchange => "key exchange",
            Self::Authentication => "authentication",
            Self::FirstByte => "first byte",
            Self::Idle => "idle",
            Self::Command => "command",
            Self::Run => "whole run",
        }
    }

    /// What `--deadline` calls it.
    pub fn option(self) -> &'static str {
        match self {
            Self::KeyExchange => "key-exchange",
            Self::FirstByte => "first-byte",
            Self::Run => "run",
            _ => self.word(),
        }
    }

    /// What to do where its deadline passed.
    fn advice(self) -> &'static str {
        match self {
            Self::Connect => {
                "nothing answers there: check the address, and whether a firewall drops SSH to the cluster management LIF"
            }
            Self::KeyExchange => {
                "the cluster, or something on the way, is busy: try again, with `--gentle` if it stays so"
            }
            Self::Authentication => "a directory server that the cluster asks may be slow",
            Self::FirstByte | Self::Idle | Self::Command => "the cluster may be busy",
            Self::Run => "`--select` asks less",
        }
    }
}

/// What came back for one script.
#[derive(Debug, Default)]
pub struct Exchange {
    /// Standard output, as far as it came.
    pub output: Vec<u8>,
    /// Standard error, as far as it came.
    pub errors: Vec<u8>,
    /// Exit status, where the cluster told one. The SSH library does not tell 0 from none: completeness is never decided
    /// by it.
    pub exit_status: Option<i32>,
    /// Why it ended before its end; `None` when the channel was closed in order.
    pub broken: Option<TransportError>,
    /// How long it took.
    pub duration: Duration,
}

/// A way to a cluster. One value can open several connections, from several threads.
pub trait Transport: Sync {
    /// Opens one connection and logs in.
    ///
    /// # Errors
    /// Why the cluster cannot be reached or does not let us in.
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError>;
}

/// One connection that is logged in. A connection belongs to one thread.
pub trait Connection: Send {
    /// Opens the channel for the next script ahead of it, to save the round trip later. Only a hint.
    fn prepare(&mut self) {}

    /// Says whether another script will follow the next one: its channel is opened while that one runs, which costs no time.
    /// Only a hint.
    fn expect(&mut self, _more: bool) {}

    /// Sends a script over a channel of its own and reads all of its output.
    fn ask(&mut self, script: &Script) -> Exchange;

    /// Whether further scripts can be sent.
    fn is_open(&self) -> bool;
}

/// Why a cluster could not be reached, or an answer did not come whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No address for the name.
    #[error(
        "the name `{host}` is not known: {reason}; check the spelling, or give the address of the cluster management LIF"
    )]
    NameUnknown {
        /// The name.
        host: String,
        /// What the system says.
        reason: String,
    },
    /// Nobody listens, or a firewall says no.
    #[error(
        "{address} refused the connection: SSH is not listening there, or ONTAP has shut it for a minute after more than 10 new connections in a second. Check that this is the cluster management LIF and the port of SSH; if so, wait a minute and try again with `--gentle`, one connection a cluster (`security protocol ssh show` on the cluster shows the limits)"
    )]
    Refused {
        /// Address and port.
        address: String,
    },
    /// Cannot be reached at all.
    #[error("{address} cannot be reached: {reason}")]
    Unreachable {
        /// Address and port.
        address: String,
        /// What the system says.
        reason: String,
    },
    /// A deadline passed.
    #[error(
        "timed out: {} took longer than {} s; {}; `--deadline {}=SECONDS` waits longer", phase.word(), after.as_secs_f32(),
        phase.advice(), phase.option()
    )]
    TimedOut {
        /// The phase.
        phase: Phase,
        /// Its deadline.
        after: Duration,
    },
    /// The other side does not speak SSH.
    #[error("{address} does not answer as an SSH server: {reason}")]
    NotSsh {
        /// Address and port.
        address: String,
        /// What was seen.
        reason: String,
    },
    /// No common algorithms.
    #[error(
        "no common {what} with {address}: {reason}; compare with `security ssh show` on the cluster, or try `--transport openssh`, which may know others"
    )]
    NoCommonAlgorithm {
        /// Address and port.
        address: String,
        /// What could not be agreed on.
        what: String,
        /// What was offered.
        reason: String,
    },
    /// The host key is not in `known_hosts`.
    #[error(
        "the host key of {host} is not known: {algorithm} {fingerprint}. `{file}` does not know the host key yet, so nothing was sent. Ask the storage administrator whether that is the cluster's fingerprint, then add this line to that file, or use --accept-new:\n{line}"
    )]
    HostKeyUnknown {
        /// Name and port as in `known_hosts`.
        host: String,
        /// Algorithm of the key.
        algorithm: String,
        /// `SHA256:...`
        fingerprint: String,
        /// The line to add.
        line: String,
        /// The file to add it to.
        file: String,
    },
    /// The host is known by keys of other types only.
    #[error(
        "the host key of {host} is not known: {algorithm} {fingerprint}; {place} knows this host by keys of other types, which it no longer offers: the cluster may have been rebuilt, or somebody may be listening in. Nothing was sent. Ask the storage administrator whether that is the cluster's fingerprint, then add this line to `known_hosts` (--accept-new does not add it):\n{line}"
    )]
    HostKeyOther {
        /// Name and port as in `known_hosts`.
        host: String,
        /// Algorithm of the key.
        algorithm: String,
        /// `SHA256:...`
        fingerprint: String,
        /// File and line of a known key.
        place: String,
        /// The line to add.
        line: String,
    },
    /// The host key is another one than `known_hosts` says.
    #[error(
        "the host key of {host} has CHANGED: {algorithm} {fingerprint} is not the key in {place}; somebody may be listening in, or the cluster was rebuilt. Nothing was sent, and --accept-new does not help here. Ask the storage administrator; only where the cluster has that fingerprint now, take that line out and add the new key"
    )]
    HostKeyChanged {
        /// Name and port as in `known_hosts`.
        host: String,
        /// Algorithm of the key.
        algorithm: String,
        /// `SHA256:...`
        fingerprint: String,
        /// File and line of the known key.
        place: String,
    },
    /// The host key is marked `@revoked`, or a file of `RevokedHostKeys` lists it.
    #[error(
        "the host key of {host} is revoked in {place}: {algorithm} {fingerprint}; nothing was sent. Ask the storage administrator why the cluster still shows it"
    )]
    HostKeyRevoked {
        /// Name and port as in `known_hosts`.
        host: String,
        /// Algorithm of the key.
        algorithm: String,
        /// `SHA256:...`
        fingerprint: String,
        /// File and line of the entry.
        place: String,
    },
    /// No method let us in.
    #[error("{user}@{host}: not let in; tried {}; the server offers {}. {advice}", listed(tried), listed(offered))]
    NotAuthenticated {
        /// User.
        user: String,
        /// Host.
        host: String,
        /// What was tried, with its result, in words.
        tried: Vec<String>,
        /// What the server offers.
        offered: Vec<String>,
        /// What to do.
        advice: String,
    },
    /// The connection broke.
    #[error("the connection broke during {}: {reason}; try again, with `--gentle` if it breaks again", phase.word())]
    Broken {
        /// The phase.
        phase: Phase,
        /// What the library or the system says.
        reason: String,
    },
    /// The server opens no further channel.
    #[error(
        "the server opens no further channel: {reason}; other sessions may hold all that a node has: end some, or try `--gentle`"
    )]
    NoChannel {
        /// What the library says.
        reason: String,
    },
    /// The server runs no command for this account.
    #[error(
        "{address} lets the account in and runs no single command for it (`exec` is refused{}): {reason}. This program sends its commands so: ask for an account whose SSH login may run commands, or run what `ndmp-preflight plan` lists by hand and judge the session with `check --from`",
        if *has_shell { "; it opens a shell, which is for people" } else { "" }
    )]
    NoExec {
        /// Address and port.
        address: String,
        /// What the library or `ssh` says.
        reason: String,
        /// Whether it opens a shell instead.
        has_shell: bool,
    },
    /// A line that is longer than any of an answer.
    #[error(
        "a line of the answer has {bytes} bytes, and no line of a `show` command is longer than {limit}; the answer was left out"
    )]
    LongLine {
        /// Its length.
        bytes: usize,
        /// Limit, in bytes.
        limit: usize,
    },
    /// More output than any answer of `show` commands has.
    #[error(
        "the answer is larger than {limit} bytes; reading was ended. That is no answer to a `show` command: check that an ONTAP cluster is there"
    )]
    Flooded {
        /// Limit, in bytes.
        limit: usize,
    },
    /// More bytes than the phase can have, though no answer is that large.
    #[error(
        "more than {limit} bytes came during {}, and no end of it, so the connection was ended; an ONTAP cluster does not do that: check the address and the port, and what is on the way",
        phase.word()
    )]
    Overrun {
        /// The phase.
        phase: Phase,
        /// Limit, in bytes.
        limit: usize,
    },
    /// The user ended the run.
    #[error("ended by the user")]
    Interrupted,
    /// Something on this side, before anything was sent.
    #[error("{0}")]
    Local(String),
}

/// A host that cannot be reached without a detour.
pub fn unreachable(address: String, reason: &str) -> TransportError {
    let advice = "check the address, the route and the firewalls to the cluster management LIF";
    TransportError::Unreachable { address, reason: format!("{reason}; {advice}") }
}

/// Whether a connection can go on after this.
#[cfg(feature = "ssh")]
pub(super) fn leaves_open(error: &TransportError) -> bool {
    matches!(error, TransportError::NoChannel { .. } | TransportError::NoExec { .. } | TransportError::Local(_))
}

/// How many methods were not tried, because another connection had already been refused by them.
pub(super) fn hearsay(error: &TransportError) -> usize {
    let TransportError::NotAuthenticated { tried, .. } = error else { return 0 };
    tried.iter().filter(|method| method.contains("not tried: ")).count()
}

fn listed(words: &[String]) -> String {
    if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
}
