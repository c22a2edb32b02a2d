//! What may be sent to a cluster: `show` commands and a few harmless settings of the own session, nothing else.
//!
//! The types are the allow-list. A [`Show`] is made by parsing, and only from a command whose last word of its path is a
//! `show`, or that is one of the few reading commands without that word; a [`Script`] is made of [`Show`]s and
//! [`Setting`]s only, and nothing but a [`Script`] can be handed to a connection. There is no other way to make one:
//!
//! ```compile_fail
//! use ndmp_preflight::collect::script::Script;
//! let script = Script("volume delete -vserver svm1 -volume vol1".to_owned());
//! ```
//!
//! ```compile_fail
//! use ndmp_preflight::collect::script::Script;
//! let script: Script = "volume delete -vserver svm1 -volume vol1".parse().unwrap();
//! ```
//!
//! ```compile_fail
//! use ndmp_preflight::collect::script::{Script, Step};
//! let script = Script::of([Step::Show("volume offline -volume vol1".to_owned())]);
//! ```
//!
//! ```
//! use ndmp_preflight::collect::script::{Script, Setting, Show, Step};
//! let show = Show::parse("cluster show -fields node,health")?;
//! let script = Script::of([Step::Set(Setting::NoPager), Step::Show(show)]);
//! assert_eq!(script.text(), "set -rows 0; cluster show -fields node,health");
//! # Ok::<(), ndmp_preflight::collect::script::NotAllowed>(())
//! ```

use std::fmt;

/// Why a text is not a command that may be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{command}` may not be sent: {reason}")]
pub struct NotAllowed {
    /// The text, without characters that a terminal obeys.
    pub command: String,
    /// Why.
    pub reason: String,
}

/// One command that only reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Show(String);

/// A setting of the own session; ONTAP forgets it when the channel closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `set -confirmations off`
    NoConfirmations,
    /// `set -rows 0`
    NoPager,
    /// `set -showallfields false`
    AskedFieldsOnly,
    /// `set -showseparator "..."`
    Separator(Separator),
}

/// A separator of cells that no value of ONTAP holds: `|~01~|`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Separator(u16);

/// One part of a script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A setting of the own session.
    Set(Setting),
    /// A command that only reads.
    Show(Show),
}

/// The whole text that one channel sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script(String);

/// Last words of commands that read. Others that begin with `show` start a measurement or print keys.
const VERBS: [&str; 11] = [
    "show",
    "show-footprint",
    "show-lifs",
    "show-media-changer",
    "show-space",
    "show-spare-disks",
    "show-status",
    "show-supported-status",
    "show-tape-drive",
    "show-user-list",
    "show-zones",
];

/// Command directories, and nothing that is a command: in `vserver delete show` the last word would be the name of an SVM.
const DIRECTORIES: [&str; 74] = [
    "active-entry",
    "adapter",
    "aggregate",
    "alias",
    "audit",
    "autosupport",
    "broadcast-domain",
    "cifs",
    "cluster",
    "config",
    "config-file",
    "connections",
    "date",
    "device-discovery",
    "disk",
    "dns",
    "drive",
    "event",
    "failover",
    "failover-groups",
    "fcp",
    "fhistory",
    "firewall",
    "fpolicy",
    "hardware",
    "health",
    "identity",
    "ifgrp",
    "image",
    "interface",
    "ipspace",
    "job",
    "library",
    "license",
    "lif-weights",
    "log",
    "login",
    "lun",
    "metrocluster",
    "name-service",
    "ndmp",
    "network",
    "nfs",
    "node",
    "ntp",
    "path",
    "peer",
    "policy",
    "port",
    "protocol",
    "qtree",
    "quota",
    "role",
    "route",
    "security",
    "server",
    "service",
    "service-policy",
    "services",
    "snapmirror",
    "snapshot",
    "space",
    "ssh",
    "ssl",
    "storage",
    "subnet",
    "system",
    "tape",
    "time",
    "timezone",
    "unified-connect",
    "vlan",
    "volume",
    "vserver",
];

/// Reading commands whose last word is not a `show`, without any option.
const READERS: [&str; 2] = ["version", "system services ndmp node-scope-mode status"];

/// No command of ONTAP that reads needs more.
const LONGEST: usize = 1000;

impl Show {
    /// Reads a command, and refuses every text that is not surely a command that only reads.
    ///
    /// # Errors
    /// Why it may not be sent.
    pub fn parse(text: &str) -> Result<Self, NotAllowed> {
        match fault(text) {
            None => Ok(Self(text.to_owned())),
            Some(reason) => Err(NotAllowed { command: harmless(text), reason }),
        }
    }

    /// The command, as it is sent.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The command without its options and arguments.
    pub fn path(&self) -> &str {
        let end = self.0.find(" -").unwrap_or(self.0.len());
        let path = &self.0[..end];
        if path.starts_with("options ") { "options" } else { path }
    }

    /// The names behind `-fields`.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        let list = self.0.split(" -fields ").nth(1).unwrap_or_default();
        list.split(' ').next().unwrap_or_default().split(',').filter(|name| !name.is_empty())
    }
}

impl fmt::Display for Show {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text for a message, with characters outside ASCII and control characters spelled out.
fn harmless(text: &str) -> String {
    text.chars().take(200).flat_map(char::escape_default).collect()
}

/// What is wrong with a text; `None` when it is a command that only reads.
fn fault(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return Some(format!("it is longer than {LONGEST} characters"));
    }
    if let Some(odd) = text.chars().find(|&c| !is_plain(c)) {
        return Some(format!("`{}` stands in no command that only reads", odd.escape_default()));
    }
    let words: Vec<&str> = text.split(' ').collect();
    if words.contains(&"") {
        return Some("expected words with one blank between them".to_owned());
    }
    if READERS.contains(&text) {
        return None;
    }
    if words[0] == "options" {
        return options_fault(&words[1..]);
    }
    let path = words.iter().take_while(|word| !word.starts_with('-')).count();
    path_fault(&words[..path]).or_else(|| options_of_show_fault(&words[path..]))
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | '/')
}

fn path_fault(path: &[&str]) -> Option<String> {
    let Some((verb, directories)) = path.split_last() else {
        return Some("expected the path of a command first".to_owned());
    };
    if !VERBS.contains(verb) {
        return Some(format!("`{verb}` is not a word that shows; only commands that show are sent"));
    }
    if directories.is_empty() {
        return Some("expected a command directory before it".to_owned());
    }
    let unknown = directories.iter().find(|word| !DIRECTORIES.contains(word))?;
    Some(format!("`{unknown}` is not among the command directories that are asked"))
}

/// Options of a `show` choose rows and fields; those that answer a question of ONTAP have no place there.
fn options_of_show_fault(words: &[&str]) -> Option<String> {
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let Some(name) = word.strip_prefix('-').filter(|name| is_option(name)) else {
            return Some(format!("`{word}` is neither an option nor the value of one"));
        };
        if ["confirm", "force", "foreground", "pass"].iter().any(|start| name.starts_with(start)) {
            return Some(format!("`-{name}` is no option of a command that only reads"));
        }
        words.next_if(|next| !next.starts_with('-'));
    }
    None
}

fn is_option(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// `options NAME` and `options -option-name NAME` read; with one word more they set.
fn options_fault(words: &[&str]) -> Option<String> {
    let name = match words {
        ["-option-name", name] | [name] => *name,
        _ => return Some("expected `options -option-name NAME` and no word more: a value would be set".to_owned()),
    };
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let is_name = name.contains('.') && name.split('.').all(part);
    (!is_name).then(|| format!("`{name}` is not the name of an option such as `tape.reservations`"))
}

impl Separator {
    /// The separator with this number.
    pub fn numbered(number: u16) -> Self {
        Self(number)
    }

    /// Its number.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Separator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of one width, so that an answer looks alike in whichever place of a script it was asked.
        write!(f, "|~{:02}~|", self.0)
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoConfirmations => f.write_str("set -confirmations off"),
            Self::NoPager => f.write_str("set -rows 0"),
            Self::AskedFieldsOnly => f.write_str("set -showallfields false"),
            Self::Separator(separator) => write!(f, "set -showseparator \"{separator}\""),
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set(setting) => setting.fmt(f),
            Self::Show(show) => show.fmt(f),
        }
    }
}

impl Script {
    /// The script of these steps, in their order.
    pub fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        let texts: Vec<String> = steps.into_iter().map(|step| step.to_string()).collect();
        Self(texts.join("; "))
    }

    /// The text, as it is sent.
    pub fn text(&self) -> &str {
        &self.0
    }
}

/// The parts of a text that is said to have been sent, each of which may be.
///
/// # Errors
/// The first part that is neither a setting of the own session nor a command that only reads.
pub fn parts(sent: &str) -> Result<Vec<&str>, NotAllowed> {
    let part = |part| if is_setting(part) { Ok(part) } else { Show::parse(part).map(|_| part) };
    sent.split("; ").map(part).collect()
}

fn is_setting(part: &str) -> bool {
    let plain = [Setting::NoConfirmations, Setting::NoPager, Setting::AskedFieldsOnly];
    let number = part.split('~').nth(1).and_then(|number| number.parse().ok());
    let separator = number.map(|number| Setting::Separator(Separator::numbered(number)));
    plain.into_iter().chain(separator).any(|setting| setting.to_string() == part)
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
