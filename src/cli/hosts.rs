//! Which clusters are asked: those that were typed, or all of the inventory.

#[cfg(feature = "ssh")]
use std::path::Path;

use clap::Args;
use ndmp_preflight::config::{Config, FILE};
#[cfg(feature = "ssh")]
use ndmp_preflight::fault::nearest;

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

/// What a name that is no host most likely stands for: a file that was to be read, or a cluster of the inventory.
#[cfg(feature = "ssh")]
pub(crate) fn meant(name: &str, config: &Config) -> Option<String> {
    let path = Path::new(name);
    if path.exists() {
        let what = if path.is_dir() { "folder" } else { "file" };
        return Some(format!("a {what} of that name exists: did you mean `--from {name}`?"));
    }
    let near = nearest(name, config.hosts.iter().map(|host| host.name.as_str()))?;
    Some(format!("did you mean `{near}` of the inventory?"))
}
