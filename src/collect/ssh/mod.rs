//! The way through the SSH library: one session a connection, one thread a session.
//!
//! `wire` gets the bytes there, `greeting` proves who is there, `login` proves who we are, `talk` asks and listens.

use std::sync::Arc;

use super::cancel::Cancel;
use super::clock::{Clock, Limit};
use super::credential::Prompt;
use super::endpoint::Endpoint;
use super::transport::{Connection, Deadlines, Phase, Transport, TransportError};

mod greeting;
mod keys;
mod link;
mod login;
mod talk;
mod vault;
mod wire;

/// More than all answers of a large cluster together have.
pub const LARGEST_ANSWER: usize = 64 * 1024 * 1024;

/// What to do with host keys that are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostKeyPolicy {
    /// Whether the key of a host that has none yet is added to `known_hosts`.
    pub accept_new: bool,
}

/// Connects with the SSH library.
pub struct SshTransport {
    endpoint: Endpoint,
    deadlines: Deadlines,
    policy: HostKeyPolicy,
    prompt: Arc<dyn Prompt>,
    clock: Clock,
    vault: vault::Vault,
    most: usize,
}

impl SshTransport {
    /// Prepares connections; the clock of the whole run starts here. The `ConnectTimeout` of `ssh` holds where nobody said
    /// another deadline for connecting.
    pub fn new(
        endpoint: Endpoint,
        mut deadlines: Deadlines,
        policy: HostKeyPolicy,
        prompt: Arc<dyn Prompt>,
        cancel: Cancel,
    ) -> Self {
        deadlines.connect = connect_deadline(&endpoint, &deadlines);
        let clock = Clock::start(deadlines.run, cancel);
        let vault = vault::Vault::default();
        Self { endpoint, deadlines, policy, prompt, clock, vault, most: LARGEST_ANSWER }
    }

    /// Ends an answer that is larger than so many bytes.
    #[must_use]
    pub fn with_largest_answer(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }
}

/// What was said, else what `ssh` is configured to, else the default.
pub(super) fn connect_deadline(endpoint: &Endpoint, deadlines: &Deadlines) -> std::time::Duration {
    let said = deadlines.connect != Deadlines::default().connect;
    endpoint.connect_timeout.filter(|timeout| !said && !timeout.is_zero()).unwrap_or(deadlines.connect)
}

impl Transport for SshTransport {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        let connecting = Limit::begin(Phase::Connect, self.deadlines.connect);
        let wire = wire::Wire::open(&self.endpoint, &self.clock, &connecting, self.prompt.is_interactive())?;
        let exchanging = Limit::begin(Phase::KeyExchange, self.deadlines.key_exchange);
        let link = greeting::greet(&self.endpoint, self.policy, wire, &self.clock, &exchanging)?;
        let proving = Limit::begin(Phase::Authentication, self.deadlines.authentication);
        let login = login::Login::new(&link, &self.endpoint, &*self.prompt, &self.vault, &proving);
        if let Err(error) = login.run() {
            link.wire.shut();
            return Err(error);
        }
        Ok(Box::new(talk::SshConnection::new(link, self.deadlines, self.most)))
    }
}
