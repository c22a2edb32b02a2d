//! The way through the user's own `ssh`.

use std::sync::Arc;

use super::cancel::Cancel;
use super::endpoint::Endpoint;
use super::ssh::HostKeyPolicy;
use super::transport::{Connection, Deadlines, Transport, TransportError};

/// Connects with the user's `ssh`, so that its keys, tokens, certificates and detours work.
pub struct OpensshTransport {
    _shared: Arc<(Endpoint, Deadlines, HostKeyPolicy, Cancel)>,
}

impl OpensshTransport {
    /// Prepares connections; the clock of the whole run starts here.
    pub fn new(endpoint: Endpoint, deadlines: Deadlines, policy: HostKeyPolicy, cancel: Cancel) -> Self {
        Self { _shared: Arc::new((endpoint, deadlines, policy, cancel)) }
    }
}

impl Transport for OpensshTransport {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        Err(TransportError::Local("not built yet".to_owned()))
    }
}
