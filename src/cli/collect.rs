//! `collect`: ask, and keep the bundles; nothing is judged.

use clap::Args;
use ndmp_preflight::report::Exit;

use super::complaint::Complaint;
use super::input::Hosts;
use super::live::{Collected, ask};
use super::options::PlanOptions;
use super::say;
use super::setting::SettingOptions;
use super::ssh_options::SshOptions;

/// Ask clusters over SSH and keep what they answered, to be judged later
///
/// One bundle a cluster, NAME.ndmp.tar.gz, in the folder that -o names; secrets are masked in it. `check --from` judges
/// bundles as it judges clusters.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Collect {
    #[command(flatten)]
    hosts: Hosts,
    #[command(flatten)]
    plan: PlanOptions,
    #[command(flatten)]
    ssh: SshOptions,
    #[command(flatten)]
    setting: SettingOptions,
}
