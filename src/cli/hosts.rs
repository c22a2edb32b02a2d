//! Which clusters are asked: those that were typed, or all of the inventory.

use std::collections::BTreeSet;
#[cfg(feature = "ssh")]
use std::path::Path;

use clap::Args;
use ndmp_preflight::config::{Config, FILE, Host};
use ndmp_preflight::fault::advice;
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

    /// All clusters of the inventory, [hosts.NAME] and `inventory` in ndmp-preflight.toml
    #[arg(long)]
    all: bool,

    /// The clusters of this group of the inventory (repeatable)
    #[arg(long = "group", value_name = "NAME")]
    groups: Vec<String>,
}

impl Hosts {
    /// The clusters in the order in which they were named, those of the inventory last.
    pub(crate) fn named(self, config: &Config) -> Result<Vec<String>, Complaint> {
        named(self.hosts, self.all, &self.groups, config)
    }
}

/// The hosts that were typed, and those of the inventory that are wanted: all, or those of some groups.
pub(crate) fn named(
    hosts: Vec<String>,
    all: bool,
    groups: &[String],
    config: &Config,
) -> Result<Vec<String>, Complaint> {
    if all && config.hosts.is_empty() {
        return Err(Complaint::Usage(format!("`--all`: neither [hosts.NAME] nor `inventory` stands in {FILE}")));
    }
    let known: BTreeSet<&str> = config.hosts.iter().flat_map(|host| &host.groups).map(String::as_str).collect();
    if let Some(strange) = groups.iter().find(|group| !known.contains(group.as_str())) {
        let help = match known.len() {
            0 => format!("no cluster of {FILE} has `groups`"),
            _ => advice(strange, known.iter().copied()),
        };
        return Err(Complaint::Usage(format!(
            "`--group {strange}`: no cluster of the inventory is in such a group; {help}"
        )));
    }
    let is_wanted = |host: &&Host| all || host.groups.iter().any(|group| groups.contains(group));
    let inventory = config.hosts.iter().filter(is_wanted).map(|host| host.name.clone());
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
    let near = nearest(name, config.hosts.iter().map(|host| host.name.as_str())).filter(|near| *near != name)?;
    Some(format!("did you mean `{near}` of the inventory?"))
}
