//! Which clusters are asked: those that were typed, or all of the inventory.

use clap::Args;
use ndmp_preflight::config::{Config, FILE};

use super::complaint::Complaint;

/// The clusters of `collect`.
#[derive(Args, Debug)]
#[group(required = true, multiple = true)]
pub(crate) struct Hosts {
    /// Clusters to ask: [user@]host[:port], a name of the inventory, or an alias of ~/.ssh/config
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,

    /// All clusters of the inventory, [hosts.NAME] in ndmp-preflight.toml
    #[arg(long)]
    all: bool,
}

impl Hosts {
    /// The clusters in the order in which they were named, those of the inventory last.
    pub(crate) fn named(self, config: &Config) -> Result<Vec<String>, Complaint> {
        named(self.hosts, self.all, config)
    }
}

/// The hosts that were typed, and all of the inventory where that is wanted.
pub(crate) fn named(hosts: Vec<String>, all: bool, config: &Config) -> Result<Vec<String>, Complaint> {
    if all && config.hosts.is_empty() {
        return Err(Complaint::Usage(format!("`--all`: no [hosts.NAME] stands in {FILE}")));
    }
    let inventory = config.hosts.iter().filter(|_| all).map(|host| host.name.clone());
    Ok(hosts.into_iter().chain(inventory).collect())
}
