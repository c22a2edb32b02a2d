//! The way through the SSH library: one session a connection, one thread a session.
//!
//! `wire` gets the bytes there, `greeting` proves who is there, `login` proves who we are, `talk` asks and listens.
//!
//! The library has its ways, and each is met somewhere:
//!
//! 1. Without `TCP_NODELAY` each command costs 40 ms more: `wire` sets it.
//! 2. A status that has not come is 0: `talk` reads to the end, closes, waits for the other side, and asks then.
//! 3. An answer that was cut in order looks whole: nothing here calls an answer whole; who reads it counts.
//! 4. Behind a cut the library gives up what it holds: `talk` keeps each piece as it comes.
//! 5. Whoever reads one output waits forever for a server that fills the other: `talk` drains both.
//! 6. Its timeouts are for one wait: `clock` and `link` know deadlines of phases.
//! 7. Closing behind a timeout waits once more: the socket is shut first.
//! 8. Its reads hold a lock and its drops do not: a connection is `&mut`, cannot be shared, and opens one channel at a time.
//! 9. It says "would wait" and must be called again with the same words: `link` does nothing else.
//! 10. It sends no sign of life between calls: `talk` does while it waits.
//! 11. The text before the login is there only when the methods were asked for: its absence is no error.
//! 12. It knows no jump hosts, tokens or single sign-on: `wire` lets `ssh -W` jump, and `openssh` is the other way.
//! 13. It asks for host certificates first, which nobody here can check: `greeting` never does.
//! 14. It does not come back while bytes come, and keeps packets that it does not know: `watchdog` stands before it.

use std::sync::Arc;
use std::time::Duration;

use super::cancel::Cancel;
use super::clock::{Clock, Limit};
use super::credential::Prompt;
use super::endpoint::Endpoint;
use super::transport::{Connection, Deadlines, Phase, Transport, TransportError};

pub(super) mod greeting;
mod keys;
mod link;
mod login;
mod login_refusal;
mod talk;
mod vault;
mod watchdog;
mod wire;

/// More bytes than any server needs to prove who it is, or to let somebody in.
pub const LARGEST_LOGIN: usize = 1024 * 1024;
/// More than all answers of a large cluster together have.
pub const LARGEST_ANSWER: usize = 16 * 1024 * 1024;

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
    most_before: usize,
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
        Self { endpoint, deadlines, policy, prompt, clock, vault, most: LARGEST_ANSWER, most_before: LARGEST_LOGIN }
    }

    /// Ends an answer that is larger than so many bytes.
    #[must_use]
    pub fn with_largest_answer(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// Ends a key exchange or a login in which more than so many bytes come.
    #[must_use]
    pub fn with_largest_login(mut self, bytes: usize) -> Self {
        self.most_before = bytes;
        self
    }
}

/// What was said, else what `ssh` is configured to, else the default.
pub(super) fn connect_deadline(endpoint: &Endpoint, deadlines: &Deadlines) -> Duration {
    let is_said = deadlines.says_connect;
    endpoint.connect_timeout.filter(|timeout| !is_said && !timeout.is_zero()).unwrap_or(deadlines.connect)
}

/// Asks a host for its key and judges that; nobody logs in.
pub(super) fn judge_host_key(
    endpoint: &Endpoint,
    deadlines: &Deadlines,
    clock: &Clock,
    asks: bool,
) -> Result<(), TransportError> {
    let connecting = Limit::begin(Phase::Connect, deadlines.connect);
    let wire = wire::Wire::open(endpoint, clock, &connecting, asks)?;
    let limit = greeting_limit(endpoint, deadlines);
    greeting::greet(endpoint, HostKeyPolicy::default(), wire, clock, &limit).map(|link| link.wire.shut())
}

/// A detour greets and logs in on its own first, and does not tell how far it is.
pub(super) fn greeting_limit(endpoint: &Endpoint, deadlines: &Deadlines) -> Limit {
    let Deadlines { connect, key_exchange, authentication, .. } = *deadlines;
    let detour = if endpoint.detour.is_some() { connect + authentication } else { Duration::ZERO };
    Limit::begin(Phase::KeyExchange, key_exchange + detour)
}

impl Transport for SshTransport {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        let connecting = Limit::begin(Phase::Connect, self.deadlines.connect);
        let wire = wire::Wire::open(&self.endpoint, &self.clock, &connecting, self.prompt.is_interactive())?;
        let watchdog = wire.watchdog.clone();
        watchdog.allow(Phase::KeyExchange, self.most_before);
        let link = greeting::greet(
            &self.endpoint,
            self.policy,
            wire,
            &self.clock,
            &greeting_limit(&self.endpoint, &self.deadlines),
        )?;
        watchdog.allow(Phase::Authentication, self.most_before);
        let proving = Limit::begin(Phase::Authentication, self.deadlines.authentication);
        let login = login::Login::new(&link, &self.endpoint, &*self.prompt, &self.vault, &proving);
        if let Err(error) = login.run() {
            link.wire.shut();
            // Ctrl-C at a prompt looks like a person who gives no password.
            self.clock.look(&[])?;
            return Err(error);
        }
        Ok(Box::new(talk::SshConnection::new(link, self.endpoint.address(), self.deadlines, self.most)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_goes_before_the_configuration_of_ssh_and_that_before_the_default() {
        let seconds = Duration::from_secs;
        let default = Deadlines::default();
        let said = Deadlines { says_connect: true, ..default };
        let within = |timeout, deadlines| {
            connect_deadline(&Endpoint { connect_timeout: timeout, ..Endpoint::default() }, &deadlines)
        };
        assert_eq!(within(Some(seconds(2)), said), default.connect);
        assert_eq!(within(Some(seconds(2)), default), seconds(2));
        assert_eq!([within(Some(seconds(0)), default), within(None, default)], [default.connect; 2]);
    }
}
