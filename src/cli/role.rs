//! `role`: the ONTAP commands that create an account with the least rights.

use clap::Args;
use clap::builder::PossibleValuesParser;
use ndmp_preflight::collect::role::Role as Rights;
use ndmp_preflight::report::Exit;

use super::aim::plan_of_all;
use super::complaint::Complaint;
use super::options::AimOptions;
use super::purpose::PurposeOptions;
use super::say;
use super::setting::SettingOptions;

/// Print the ONTAP commands for a role that may read exactly what `plan` lists with the same options, and for an account that has it
///
/// An administrator of the cluster runs them once; this program sends none of them. Access is readonly for every
/// command, all for `set`, whose settings are those of the own session, and none for everything else.
#[derive(Args, Debug)]
pub(crate) struct Role {
    /// Name of the role
    #[arg(long, value_name = "NAME", default_value = "ndmp-preflight", value_parser = name)]
    role: String,
    /// Name of the account
    #[arg(long, value_name = "NAME", default_value = "preflight", value_parser = name)]
    account: String,
    /// Admin SVM, which has the cluster's name [default: where the administrator is logged in]
    #[arg(long, value_name = "NAME", value_parser = name)]
    vserver: Option<String>,
    /// How the account logs in
    #[arg(long, value_name = "METHOD", default_value = "publickey",
        value_parser = PossibleValuesParser::new(["publickey", "password"]))]
    method: String,
    #[command(flatten)]
    purpose: PurposeOptions,
    #[command(flatten)]
    aim: AimOptions,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Role {
    /// Prints the commands.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting_of_clusters()?;
        let questions = self.aim.aim(&mut setting)?.questions;
        let steps = plan_of_all(&setting.catalog, &questions, self.purpose.purpose)?;
        let rights = Rights::of(&steps, &self.role, &self.account, self.vserver, &self.method);
        let rights = rights.map_err(Complaint::Usage)?;
        let text: String = rights.lines().iter().map(|line| format!("{line}\n")).collect();
        setting.screen.write(text.as_bytes())?;
        say("note: an administrator of the cluster runs these commands once; this program sends none of them");
        Ok(Exit::Ready)
    }
}

/// A name that stands in a command without quotes.
fn name(word: &str) -> Result<String, String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_name = word.starts_with(|c: char| c.is_ascii_alphanumeric()) && word.chars().all(is_plain);
    if is_name { Ok(word.to_owned()) } else { Err("expected letters, digits, `-`, `_` and `.`".to_owned()) }
}
