//! How clusters are reached: `[ssh]` for all of them, `[hosts.NAME]` for each.

use std::time::Duration;

use super::{Planned, backup, chosen, values};
use crate::collect::transport::{Deadlines, Phase};
use crate::fault::{Faults, Section, Text, advice};

/// The ways to a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Means {
    /// The SSH library that is built in.
    #[default]
    Ssh2,
    /// The user's own `ssh`.
    Openssh,
}

impl Means {
    /// The word of `--transport`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ssh2 => "ssh2",
            Self::Openssh => "openssh",
        }
    }
}

/// The words of `--transport`.
pub const MEANS: [(&str, Means); 2] = [("ssh2", Means::Ssh2), ("openssh", Means::Openssh)];

/// The options with which clusters are asked; what is `None` or empty was not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ssh {
    /// `--login`
    pub user: Option<String>,
    /// `--port`
    pub port: Option<u32>,
    /// `--identity`
    pub identity: Option<String>,
    /// `--transport`
    pub transport: Option<Means>,
    /// `--accept-new`
    pub accept_new: Option<bool>,
    /// `--gentle`
    pub gentle: Option<bool>,
    /// `--deadline`: `PHASE=SECONDS`
    pub deadlines: Vec<String>,
    /// `-o`
    pub output: Option<String>,
    /// `--sign`
    pub sign: Option<String>,
    /// `--retries`
    pub retries: Option<u32>,
    /// `--fail-fast`
    pub fail_fast: Option<bool>,
}

/// A cluster of the inventory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Its name on the command line.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Who logs in.
    pub user: Option<String>,
    /// SSH port.
    pub port: Option<u32>,
    /// Private key.
    pub identity: Option<String>,
    /// Hosts to go through, as `ssh -J` takes them.
    pub jump: Option<String>,
    /// The way to it.
    pub transport: Option<Means>,
    /// The name by which the cluster calls itself, where that is not `name`.
    pub cluster: Option<String>,
    /// The groups that it belongs to.
    pub groups: Vec<String>,
    /// The backup that is planned of it, where that is another than the others'.
    pub backup: Planned,
}

/// Reads `[ssh]`.
pub(super) fn ssh(root: &Section, faults: &Faults) -> Ssh {
    let keys = [
        "user",
        "port",
        "identity",
        "transport",
        "accept-new",
        "gentle",
        "deadline",
        "output",
        "sign",
        "retries",
        "fail-fast",
    ];
    let Some(section) = root.section("ssh", &keys) else { return Ssh::default() };
    let word = |key| section.text(key).map(|text: Text| text.value);
    let deadlines = section.one_or_more("deadline");
    for text in &deadlines {
        if let Err(why) = deadline(&text.value) {
            faults.add_text(text, format!("`{}` is no deadline", text.value), why);
        }
    }
    Ssh {
        user: word("user"),
        port: section.number("port", 1),
        identity: word("identity"),
        transport: chosen(&section, faults, "transport", &MEANS),
        accept_new: section.flag("accept-new"),
        gentle: section.flag("gentle"),
        deadlines: values(deadlines),
        output: word("output"),
        sign: word("sign"),
        retries: section.number("retries", 0),
        fail_fast: section.flag("fail-fast"),
    }
}

/// Reads all `[hosts.NAME]`.
pub(super) fn hosts(root: &Section, faults: &Faults) -> Vec<Host> {
    let keys = ["address", "user", "port", "identity", "jump", "transport", "cluster", "groups", "backup"];
    let names = root.names("hosts").unwrap_or_default();
    let host = |name: &Text| {
        let section = root.entry_section("hosts", &name.value, &keys)?;
        let word = |key| section.text(key).map(|text: Text| text.value);
        Some(Host {
            name: name.value.clone(),
            address: section.needed_string("address"),
            user: word("user"),
            port: section.number("port", 1),
            identity: word("identity"),
            jump: word("jump"),
            transport: chosen(&section, faults, "transport", &MEANS),
            cluster: word("cluster"),
            groups: values(section.one_or_more("groups")),
            backup: backup::of_host(&section, faults),
        })
    };
    names.iter().filter_map(host).collect()
}

/// The words of the phases in `--deadline`.
const PHASES: [Phase; 7] = [
    Phase::Connect,
    Phase::KeyExchange,
    Phase::Authentication,
    Phase::FirstByte,
    Phase::Idle,
    Phase::Command,
    Phase::Run,
];

/// Reads `PHASE=SECONDS`.
///
/// # Errors
/// What was expected.
pub fn deadline(text: &str) -> Result<(Phase, Duration), String> {
    let (word, seconds) = text.split_once('=').ok_or("expected PHASE=SECONDS, such as `connect=5`")?;
    let phase = PHASES.into_iter().find(|phase| phase.option() == word.trim());
    let phase = phase.ok_or_else(|| advice(word.trim(), PHASES.iter().map(|phase| phase.option())))?;
    let seconds: f64 = seconds.trim().parse().map_err(|_| format!("`{seconds}` is no number of seconds"))?;
    let is_sensible = (0.001..=86_400.0).contains(&seconds);
    is_sensible
        .then(|| (phase, Duration::from_secs_f64(seconds)))
        .ok_or_else(|| format!("`{seconds}` seconds are not between 0.001 and 86400"))
}

/// The deadlines with some of them set.
///
/// # Errors
/// The first text that is none, and what was expected.
pub fn deadlines(texts: &[String]) -> Result<Deadlines, (String, String)> {
    let mut all = Deadlines::default();
    for text in texts {
        let (phase, time) = deadline(text).map_err(|why| (text.clone(), why))?;
        all.says_connect |= phase == Phase::Connect;
        *match phase {
            Phase::Connect => &mut all.connect,
            Phase::KeyExchange => &mut all.key_exchange,
            Phase::Authentication => &mut all.authentication,
            Phase::FirstByte => &mut all.first_byte,
            Phase::Idle => &mut all.idle,
            Phase::Command => &mut all.command,
            Phase::Run => &mut all.run,
        } = time;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_names_its_phase() {
        let all = deadlines(&["connect=2.5".to_owned(), "run=30".to_owned()]).unwrap();
        assert_eq!((all.connect, all.run), (Duration::from_millis(2500), Duration::from_secs(30)));
        assert_eq!(all.idle, Deadlines::default().idle);
    }

    #[test]
    fn whether_a_deadline_for_connecting_was_said_does_not_hang_on_its_value() {
        let connect = format!("connect={}", Deadlines::default().connect.as_secs());
        assert!(deadlines(&[connect]).unwrap().says_connect);
        assert!(!deadlines(&["run=30".to_owned()]).unwrap().says_connect);
    }

    #[test]
    fn what_is_no_deadline_is_told() {
        assert!(deadline("conect=1").unwrap_err().contains("connect"));
        for text in ["connect", "connect=", "connect=0", "connect=-1", "connect=x", "connect=inf", "connect=NaN"] {
            assert!(deadline(text).is_err(), "{text}");
        }
    }
}
