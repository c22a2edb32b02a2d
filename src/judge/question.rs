//! What the user asked to be judged: the options of `check` and the configuration, as values.

use std::net::IpAddr;

use jiff::civil::Date;

use super::{Attestation, Backup};

/// The wanted NDMP scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ScopeWish {
    /// The cluster's own node-scope-mode decides.
    #[default]
    Auto,
    /// SVM scope.
    Svm,
    /// Node scope.
    Node,
}

/// How much is told of what passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Passes {
    /// Its sentence and its evidence.
    #[default]
    Told,
    /// That it passed, which is all that some reports show of it.
    Counted,
}

/// The inventory that the cluster should show (`[expect]`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Expect {
    /// Different drive IDs.
    pub drives: Option<u32>,
    /// Different changer IDs.
    pub changers: Option<u32>,
}

/// The backup user that will be configured (`[user]`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserWish {
    /// Its name; `None`: any usable user will do.
    pub name: Option<String>,
    /// Its SVM; `None`: the admin SVM.
    pub vserver: Option<String>,
    /// The site's own roles that may back up.
    pub roles: Vec<String>,
}

/// A failure that the site accepts for a while (`[[waiver]]`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// Which subjects; empty: all of the rule.
    pub only: Vec<(String, String)>,
    /// What the evidence showed when it was waived; empty: whatever it shows.
    pub observed: Vec<String>,
    /// Why.
    pub reason: String,
    /// Last day of its validity, UTC.
    pub until: Date,
    /// Where it stands: file and line.
    pub place: String,
}

/// Addresses of the backup application at most: each is held against every LIF.
pub const MOST_ADDRESSES: usize = 64;

/// Everything that a judgement depends on besides the evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `--scope`
    pub scope: ScopeWish,
    /// `--dma`
    pub dma: Option<String>,
    /// Value of `tape.reservations` that the profile wants, else `persistent`.
    pub reservations: String,
    /// Who wants that value, for messages: `profile netbackup` or `the document`.
    pub reservations_by: String,
    /// Whether somebody names that value: an option, the configuration or the profile of the application.
    pub reservations_told: bool,
    /// Whether the application uses cluster aware backup: the configuration, else its profile; `None`: nobody says.
    pub cab: Option<bool>,
    /// Whether the plan or an attestation says so, and not the profile alone.
    pub cab_told: bool,
    /// `--dma-address`
    pub dma_addresses: Vec<IpAddr>,
    /// What else is told of the backup that is planned.
    pub backup: Backup,
    /// `--tape local`
    pub tape: bool,
    /// `--ontap`
    pub ontap: Option<String>,
    /// `[expect]`
    pub expect: Expect,
    /// `[user]`
    pub user: UserWish,
    /// `[[waiver]]`
    pub waivers: Vec<Waiver>,
    /// `[[attest]]`
    pub attestations: Vec<Attestation>,
    /// Today, UTC.
    pub today: Date,
}

impl Question {
    /// The question without any option, asked on `today`.
    pub fn plain(today: Date) -> Self {
        Self {
            scope: ScopeWish::Auto,
            dma: None,
            reservations: "persistent".to_owned(),
            reservations_by: "the document".to_owned(),
            reservations_told: false,
            cab: None,
            cab_told: false,
            dma_addresses: Vec::new(),
            backup: Backup::default(),
            tape: true,
            ontap: None,
            expect: Expect::default(),
            user: UserWish::default(),
            waivers: Vec::new(),
            attestations: Vec::new(),
            today,
        }
    }
}

impl Question {
    /// Whether an application is named, or the plan tells how it works.
    pub(super) fn tells_of_application(&self) -> bool {
        let is_of_application = |one: &Attestation| one.what.is_of_application();
        self.dma.is_some()
            || self.cab.is_some()
            || self.backup.authentication.is_some()
            || self.attestations.iter().any(is_of_application)
    }
}

/// What is asked of the targets of a run: one question of all, and others of those of which another backup is planned.
#[derive(Clone, Debug, PartialEq)]
pub struct Questions {
    /// The question where no other one counts.
    pub plain: Question,
    /// Names of targets, each with its own.
    pub own: Vec<(String, Question)>,
    /// Names of targets, each with the name by which its cluster calls itself, where the inventory tells it.
    pub clusters: Vec<(String, String)>,
}

impl Questions {
    /// What is asked of the target, which may have been named as `user@host:port`, in capital letters or small ones.
    pub fn of(&self, target: &str) -> &Question {
        let host = target.rsplit_once('@').map_or(target, |(_, host)| host);
        let host = host.rsplit_once(':').filter(|(name, _)| !name.contains(':')).map_or(host, |(name, _)| name);
        let named = |wanted: &str| self.own.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named(target).or_else(|| named(host)).map_or(&self.plain, |(_, question)| question)
    }

    /// What the inventory says of a target of saved output that does not agree with the name by which its cluster calls itself.
    pub fn misnamed(&self, target: &str, cluster: Option<&str>) -> Option<String> {
        let found = cluster?;
        let is_it = |(name, _): &&(String, String)| name.eq_ignore_ascii_case(target);
        if let Some((name, told)) = self.clusters.iter().find(is_it) {
            let is_other = !told.eq_ignore_ascii_case(found);
            return is_other.then(|| {
                format!(
                    "the cluster calls itself `{found}`, and [hosts.{name}] says `cluster = \"{told}\"`: it may be another cluster"
                )
            });
        }
        let other = self.clusters.iter().find(|(_, told)| told.eq_ignore_ascii_case(found));
        let (name, _) = other.filter(|(name, _)| self.own.iter().any(|(own, _)| own == name))?;
        Some(format!(
            "the cluster calls itself `{found}`, which is that of [hosts.{name}]: call what was saved `{name}`, to judge it by its plan"
        ))
    }

    /// That others have plans of their own, and the target has none: its name may be meant for one of theirs.
    pub fn unplanned(&self, target: &str) -> Option<String> {
        const SHOWN: usize = 3;
        let is_plain = !self.own.is_empty() && std::ptr::eq(self.of(target), &self.plain);
        let names: Vec<&str> = self.own.iter().take(SHOWN).map(|(name, _)| name.as_str()).collect();
        let more = self.own.len().saturating_sub(SHOWN);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        is_plain.then(|| {
            format!(
                "the configuration has a plan of its own for {}{more}, and none for `{target}`; a folder, file or bundle goes by the name of its host",
                names.join(", ")
            )
        })
    }
}

impl From<Question> for Questions {
    fn from(plain: Question) -> Self {
        Self { plain, own: Vec::new(), clusters: Vec::new() }
    }
}
