//! `collect`: ask, and keep the bundles; nothing is judged.

use clap::Args;
use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::report::{Exit, Verbosity, clean};

use super::complaint::Complaint;
use super::hosts::Hosts;
use super::live::{Collected, Wish, ask};
use super::options::AimOptions;
use super::purpose::PurposeOptions;
use super::say;
use super::setting::SettingOptions;
use super::ssh_options::SshOptions;

/// Ask clusters over SSH and keep what they answered, to be judged later
///
/// It asks what `check` with the same options would ask, and `plan` lists. One bundle a cluster, NAME.ndmp.tar.gz, in
/// the folder that -o names; secrets in it are masked. `check --from` takes bundles. Exit codes: 0 all
/// clusters were asked, 4 at least one could not be or its bundle not be written, 2 usage or configuration.
#[derive(Args, Debug)]
pub(crate) struct Collect {
    #[command(flatten)]
    hosts: Hosts,
    #[command(flatten)]
    purpose: PurposeOptions,
    #[command(flatten)]
    aim: AimOptions,
    #[command(flatten)]
    setting: SettingOptions,
    #[command(flatten)]
    ssh: SshOptions,
}

impl Collect {
    /// Asks and keeps.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting_of_clusters()?;
        let hosts = self.hosts.named(&setting.config)?;
        let ssh = self.ssh.over(setting.config.ssh.clone());
        if ssh.output.is_none() {
            return Err(Complaint::Usage("`collect` needs a folder for its bundles: `-o DIR`".to_owned()));
        }
        let questions = self.aim.aim(&mut setting)?.questions;
        let wish = Wish { questions: &questions, judged: None, purpose: self.purpose.purpose, is_told: false };
        let (mut lines, mut complaints, mut is_good) = (String::new(), Vec::new(), true);
        ask(&hosts, ssh, &setting, &wish, &mut |some| {
            for collected in some {
                lines += &line(&collected);
                complaints.extend(complained(&collected));
                is_good &= collected.bundle.is_ok() && !matches!(collected.kept, Some(Err(_)));
            }
            Ok(())
        })?;
        if setting.verbosity != Verbosity::Quiet {
            setting.screen.write(lines.as_bytes())?;
        }
        complaints.iter().for_each(|complaint| say(complaint));
        Ok(if is_good { Exit::Ready } else { Exit::Unreadable })
    }
}

fn answered(bundle: &Bundle) -> usize {
    bundle.entries.iter().filter(|entry| !entry.text().is_empty()).count()
}

fn line(collected: &Collected) -> String {
    match (&collected.bundle, &collected.kept) {
        (Ok(bundle), Some(Ok(path))) => {
            format!("{}: {} answers in {}\n", clean(&collected.name), answered(bundle), clean(path))
        }
        _ => String::new(),
    }
}

/// What is said of it on standard error.
fn complained(collected: &Collected) -> Vec<String> {
    let name = clean(&collected.name);
    let remarks = collected.bundle.as_ref().map(|bundle| bundle.remarks.as_slice()).unwrap_or_default();
    let mut told = Vec::new();
    told.extend(collected.bundle.as_ref().err().map(|absent| format!("error: {name}: {}", absent.why)));
    if let Some(Err(trouble)) = &collected.kept {
        told.push(format!("error: {name}: {}", clean(trouble)));
    }
    told.extend(remarks.iter().map(|remark| format!("note: {name}: {}", clean(remark))));
    told
}
