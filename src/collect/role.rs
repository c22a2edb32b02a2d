//! The role of the account that asks: read-only access to exactly the commands of a plan, the settings of its own session, and
//! nothing else.

use super::answers::MARK;
use super::plan::Plan;
use crate::source::clean;
use crate::table::is_pasteable;

/// The command of the settings that are sent before every other; it shows nothing, so that `readonly` would not do.
const SETTINGS: &str = "set";

/// A role and the account that has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Name of the role.
    pub name: String,
    /// Name of the account.
    pub user: String,
    /// The admin SVM; `None`: the one that the administrator is logged in to.
    pub vserver: Option<String>,
    /// `publickey` or `password`.
    pub method: String,
    /// The commands that it may use, each once; all of them show, but for `set`.
    pub commands: Vec<String>,
}

impl Role {
    /// The role that can ask everything that the plan asks, and what marks an answer that is asked for alone.
    ///
    /// # Errors
    /// A name that may not be pasted into a command of ONTAP's.
    pub fn of(plan: &Plan, name: &str, user: &str, vserver: Option<String>, method: &str) -> Result<Self, String> {
        let names = [name, user, method].into_iter().chain(vserver.as_deref());
        if let Some(odd) = names.into_iter().find(|name| !is_pasteable(name)) {
            return Err(format!("`{}` is no name that ONTAP takes as it stands", clean(odd)));
        }
        let asked = plan.steps.iter().map(|step| step.directory.clone());
        let mut commands: Vec<String> = asked.chain([MARK, SETTINGS].map(str::to_owned)).collect();
        commands.sort();
        commands.dedup();
        Ok(Self { name: name.to_owned(), user: user.to_owned(), vserver, method: method.to_owned(), commands })
    }

    /// The ONTAP commands that create the role and the account, in their order.
    pub fn lines(&self) -> Vec<String> {
        let vserver = self.vserver.as_ref().map(|name| format!("-vserver {name} ")).unwrap_or_default();
        let access = |command: &String| {
            let access = if command == SETTINGS { "all" } else { "readonly" };
            format!(
                "security login role create {vserver}-role {} -cmddirname \"{command}\" -access {access}",
                self.name
            )
        };
        let mut lines: Vec<String> = self.commands.iter().map(access).collect();
        lines.push(format!(
            "security login create {vserver}-user-or-group-name {} -application ssh -authentication-method {} -role {}",
            self.user, self.method, self.name
        ));
        if self.method == "publickey" {
            let key = "<the public key, one line>";
            lines.push(format!(
                "security login publickey create {vserver}-username {} -index 0 -publickey \"{key}\"",
                self.user
            ));
        }
        lines
    }
}
