//! `collect`: ask, and keep the bundles; nothing is judged.

use clap::Args;
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
        let collected = ask(&hosts, ssh, &setting, &wish)?;
        let lines: String = collected.iter().map(line).collect();
        if setting.verbosity != Verbosity::Quiet {
            setting.screen.write(lines.as_bytes())?;
        }
        collected.iter().for_each(complain);
        let is_good =
            collected.iter().all(|collected| collected.answers.is_ok() && !matches!(collected.kept, Some(Err(_))));
        Ok(if is_good { Exit::Ready } else { Exit::Unreadable })
    }
}

fn line(collected: &Collected) -> String {
    match (&collected.answers, &collected.kept) {
        (Ok(answers), Some(Ok(path))) => {
            format!("{}: {answers} answers in {}\n", clean(&collected.name), clean(path))
        }
        _ => String::new(),
    }
}

fn complain(collected: &Collected) {
    let name = clean(&collected.name);
    if let Err(error) = &collected.answers {
        say(&format!("error: {name}: {error}"));
    }
    if let Some(Err(trouble)) = &collected.kept {
        say(&format!("error: {name}: {}", clean(trouble)));
    }
    collected.remarks.iter().for_each(|remark| say(&format!("note: {name}: {}", clean(remark))));
}
