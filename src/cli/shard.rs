//! `--shard K/N`: a run that several machines share. Each is given all targets, and judges those that fall to its part.

use ndmp_preflight::collect::judged::Rules;
use ndmp_preflight::config::{Options, Planned};
use ndmp_preflight::report::Policy;
use ndmp_preflight::report::shard::{Part, Run, Shard, digest};
use ndmp_preflight::rule::Catalog;

use super::complaint::{Complaint, shown};
use super::input::Unkept;
use super::setting::Setting;

/// The part of the run that is asked for, and what all parts of it have in common.
pub(super) struct Share {
    pub(super) part: Part,
    pub(super) run: Run,
}

impl Share {
    /// Of a run with these options; `planned`: what the command line and the environment tell of the backup.
    pub(super) fn of(part: Part, options: &Options, planned: &Planned, setting: &Setting) -> Result<Self, Complaint> {
        let run =
            Run { rules: rules(&setting.catalog)?, question: question(options, planned, setting), ..Run::default() };
        Ok(Self { part, run })
    }

    /// What the report says of it.
    pub(super) fn told(self, policy: Policy, unkept: &[Unkept]) -> Shard {
        Shard { own: self.part, run: self.run, policy, unkept: unkept.to_vec() }
    }
}

/// Before rules are left out, which the options tell.
pub(super) fn rules(catalog: &Catalog) -> Result<String, Complaint> {
    let wrong = |error: serde_json::Error| Complaint::Usage(format!("checksum of the rules: {error}"));
    let rules = serde_json::to_vec(&Rules::of(catalog)).map_err(wrong)?;
    Ok(digest([env!("CARGO_PKG_VERSION").as_bytes(), rules.as_slice()].into_iter()))
}

/// Where the configuration lies, when it is asked and how a report looks may differ from machine to machine.
pub(super) fn question(options: &Options, planned: &Planned, setting: &Setting) -> String {
    let own = Options {
        format: None,
        reports: Vec::new(),
        rules: None,
        shard: None,
        exit_codes: None,
        resume: None,
        jobs: None,
        color: None,
        ..options.clone()
    };
    let own = Options { quiet: None, verbose: None, now: None, ..own };
    let file = setting.file.as_deref().map(shown).unwrap_or_default();
    let mut config = format!("{:?}", setting.config);
    if !file.is_empty() {
        config = config.replace(&file, "");
    }
    let told = format!("{own:?}{planned:?}");
    digest([told.as_bytes(), config.as_bytes()].into_iter())
}

/// Those that fall to this part of a run that is shared, by their names; all of another run.
pub(super) fn own<T>(
    mut all: Vec<(usize, T)>,
    share: Option<&mut Share>,
    name: impl Fn(&T) -> &str,
) -> Vec<(usize, T)> {
    let Some(share) = share else { return all };
    share.run.name(all.iter().map(|(_, one)| name(one)));
    all.retain(|(_, one)| share.part.holds(name(one)));
    all
}

/// The host of `[user@]host[:port]`: who else is asked there is asked by the same machine.
pub(super) fn host_of(typed: &str) -> &str {
    let host = typed.rsplit_once('@').map_or(typed, |(_, host)| host);
    match host.rsplit_once(':') {
        Some((name, port)) if !name.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
