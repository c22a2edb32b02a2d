//! The way through the SSH library: one session a connection, one thread a session.

use std::sync::Arc;

use super::cancel::Cancel;
use super::credential::Prompt;
use super::endpoint::Endpoint;
use super::transport::{Connection, Deadlines, Transport, TransportError};

/// What to do with host keys that are not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostKeyPolicy {
    /// Whether the key of a host that has none yet is added to `known_hosts`.
    pub accept_new: bool,
}

/// Connects with the SSH library.
pub struct SshTransport {
    _shared: (Endpoint, Deadlines, HostKeyPolicy, Arc<dyn Prompt>, Cancel),
}

impl SshTransport {
    /// Prepares connections; the clock of the whole run starts here.
    pub fn new(
        endpoint: Endpoint,
        deadlines: Deadlines,
        policy: HostKeyPolicy,
        prompt: Arc<dyn Prompt>,
        cancel: Cancel,
    ) -> Self {
        Self { _shared: (endpoint, deadlines, policy, prompt, cancel) }
    }
}

impl Transport for SshTransport {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        Err(TransportError::Local("not built yet".to_owned()))
    }
}
