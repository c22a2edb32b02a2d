//! `ndmp-preflight.toml`: raw text to checked values, all faults at once with their places.
//!
//! A waiver of an unknown rule is no fault here: it is a finding of the report, for the file may be shared by versions.

use std::net::IpAddr;

use jiff::civil::Date;

use crate::fault::{Fault, Faults, Section, Text, advice, open};
use crate::judge::{Attestation, Expect, ScopeWish, UserWish, Waiver};
use crate::report::shard::Part;
use crate::report::{ExitCodes, FailOn, Format};

mod attest;
mod backup;
pub mod inventory;
mod rule;
mod search;
mod ssh;

pub use backup::{AUTHENTICATIONS, Planned, RESERVATIONS};
pub use rule::RuleSetting;
pub use search::{find, passed_over};
pub use ssh::{Host, MEANS, Means, Ssh, deadline, deadlines};

/// Name of the file.
pub const FILE: &str = "ndmp-preflight.toml";

/// What `--color` and the key `color` may say.
pub const COLORS: [&str; 3] = ["auto", "always", "never"];

const KEYS: [&str; 35] = [
    "scope",
    "dma",
    "dma-address",
    "tape",
    "reservations",
    "register",
    "svm",
    "authentication",
    "cab",
    "streams",
    "backup",
    "ontap",
    "format",
    "report",
    "shard",
    "resume",
    "select",
    "ignore",
    "rules",
    "fail-on",
    "allow-unknown",
    "exit-codes",
    "jobs",
    "color",
    "quiet",
    "verbose",
    "now",
    "expect",
    "user",
    "rule",
    "waiver",
    "attest",
    "ssh",
    "hosts",
    "inventory",
];

/// A checked configuration.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The options of `check`.
    pub options: Options,
    /// `[expect]`
    pub expect: Expect,
    /// `[user]`
    pub user: UserWish,
    /// `[rule.NAME]`
    pub rules: Vec<RuleSetting>,
    /// `[[waiver]]`
    pub waivers: Vec<Waiver>,
    /// `[[attest]]`
    pub attestations: Vec<Attestation>,
    /// `[ssh]`
    pub ssh: Ssh,
    /// `[hosts.NAME]`
    pub hosts: Vec<Host>,
    /// `inventory`: a file, or a program with its arguments, that lists further ones
    pub inventory: Option<String>,
}

/// The options of `check`, as the environment and the configuration can give them too; what is `None` or empty was not
/// given.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// `--scope`
    pub scope: Option<ScopeWish>,
    /// The backup that is planned: `--dma`, `--register` and the like, `[backup]`
    pub backup: Planned,
    /// `--ontap`
    pub ontap: Option<String>,
    /// `--format`
    pub format: Option<Format>,
    /// `--report`: `FORMAT=PATH`
    pub reports: Vec<String>,
    /// `--shard`
    pub shard: Option<Part>,
    /// `--resume`
    pub resume: Option<String>,
    /// `--select`
    pub select: Vec<String>,
    /// `--ignore`
    pub ignore: Vec<String>,
    /// `--rules`
    pub rules: Option<String>,
    /// `--fail-on`
    pub fail_on: Option<FailOn>,
    /// `--allow-unknown`
    pub allow_unknown: Option<bool>,
    /// `--exit-codes`
    pub exit_codes: Option<ExitCodes>,
    /// `--jobs`
    pub jobs: Option<usize>,
    /// `--color`, one of [`COLORS`]
    pub color: Option<String>,
    /// `-q`
    pub quiet: Option<bool>,
    /// `-v`
    pub verbose: Option<bool>,
    /// `--now`
    pub now: Option<Date>,
}

impl Config {
    /// Reads and checks the text of a configuration; `file` is its name for messages.
    ///
    /// # Errors
    /// All faults of the file, in its order.
    pub fn parse(file: &str, text: &str) -> Result<Self, Vec<Fault>> {
        let document = open(file, text)?;
        let faults = Faults::new(file, text);
        let root = Section::file(&document, &KEYS, &faults);
        let config = Self {
            options: options(&root, &faults),
            expect: expect(&root),
            user: user(&root),
            rules: rule::settings(&root, &faults),
            waivers: waivers(&root, &faults, file),
            attestations: attest::attestations(&root, &faults, file),
            ssh: ssh::ssh(&root, &faults),
            hosts: ssh::hosts(&root, &faults),
            inventory: root.text("inventory").map(|text| text.value),
        };
        faults.settle(config)
    }
}

fn options(root: &Section, faults: &Faults) -> Options {
    Options {
        scope: chosen(root, faults, "scope", &SCOPES),
        backup: backup::of_file(root, faults),
        ontap: root.text("ontap").and_then(|text| release(text, faults)),
        format: chosen(root, faults, "format", &Format::ALL.map(|format| (format.word(), format))),
        reports: values(root.one_or_more("report")),
        shard: root.text("shard").and_then(|text| part(&text, faults)),
        resume: root.text("resume").map(|text| text.value),
        select: values(root.one_or_more("select")),
        ignore: values(root.one_or_more("ignore")),
        rules: root.text("rules").map(|text| text.value),
        fail_on: chosen(root, faults, "fail-on", &FAIL_ON),
        allow_unknown: root.flag("allow-unknown"),
        exit_codes: chosen(root, faults, "exit-codes", &EXIT_CODES),
        jobs: root.number("jobs", 1).and_then(|jobs| usize::try_from(jobs).ok()),
        color: chosen(root, faults, "color", &COLORS.map(|word| (word, word))).map(str::to_owned),
        quiet: root.flag("quiet"),
        verbose: root.flag("verbose"),
        now: root.date("now"),
    }
}

/// The words of `--scope`.
pub const SCOPES: [(&str, ScopeWish); 3] =
    [("auto", ScopeWish::Auto), ("svm", ScopeWish::Svm), ("node", ScopeWish::Node)];

/// The words of `--tape`, and whether tape is attached to the cluster.
pub const TAPES: [(&str, bool); 2] = [("local", true), ("none", false)];

/// The words of `--fail-on`.
pub const FAIL_ON: [(&str, FailOn); 2] = [("must", FailOn::Must), ("should", FailOn::Should)];

/// The words of `--exit-codes`.
pub const EXIT_CODES: [(&str, ExitCodes); 2] = [("own", ExitCodes::Own), ("nagios", ExitCodes::Nagios)];

fn chosen<T: Copy>(root: &Section, faults: &Faults, key: &str, choices: &[(&str, T)]) -> Option<T> {
    let text = root.text(key)?;
    let found = choices.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let help = advice(&text.value, choices.iter().map(|(word, _)| *word));
        faults.add_text(&text, format!("`{}` is no value of `{key}`", text.value), help);
    }
    found.map(|(_, value)| *value)
}

fn part(text: &Text, faults: &Faults) -> Option<Part> {
    text.value
        .parse()
        .map_err(|help: String| faults.add_text(text, format!("`{}` is no part of a run", text.value), help))
        .ok()
}

fn values(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// The address of a machine: none that stands for all, for many, or for whoever uses it.
///
/// # Errors
/// Why the text is none, in words.
pub fn machine_address(text: &str) -> Result<IpAddr, String> {
    let address: IpAddr = text.parse().map_err(|_| format!("`{text}` is not an IP address"))?;
    let is_broadcast = matches!(address, IpAddr::V4(address) if address.is_broadcast());
    if address.is_unspecified() || address.is_multicast() || address.is_loopback() || is_broadcast {
        return Err(format!("`{text}` is not the address of one machine of a network"));
    }
    Ok(address)
}

fn address(text: &Text, faults: &Faults) -> Option<IpAddr> {
    machine_address(&text.value)
        .map_err(|message| faults.add_text(text, message, "expected one such as `192.0.2.10`"))
        .ok()
}

fn release(text: Text, faults: &Faults) -> Option<String> {
    if is_release(&text.value) {
        return Some(text.value);
    }
    faults.add_text(&text, format!("`{}` is not an ONTAP release", text.value), "expected one such as `9.12.1P4`");
    None
}

/// Whether `word` reads as an ONTAP release: `9.8`, `9.12.1`, `9.9.1P5`, `9.14.1RC1`.
pub fn is_release(word: &str) -> bool {
    let parts: Vec<_> = word.split('.').collect();
    let Some((last, numbers)) = parts.split_last() else { return false };
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let patched =
        last.starts_with(|c: char| c.is_ascii_digit()) && last.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (1..=3).contains(&numbers.len()) && numbers.iter().all(digits) && patched
}

fn expect(root: &Section) -> Expect {
    let Some(section) = root.section("expect", &["drives", "changers"]) else { return Expect::default() };
    Expect { drives: section.number("drives", 0), changers: section.number("changers", 0) }
}

fn user(root: &Section) -> UserWish {
    let Some(section) = root.section("user", &["name", "vserver", "roles"]) else { return UserWish::default() };
    let word = |key| section.text(key).map(|text: Text| text.value);
    UserWish { name: word("name"), vserver: word("vserver"), roles: values(section.one_or_more("roles")) }
}

fn waivers(root: &Section, faults: &Faults, file: &str) -> Vec<Waiver> {
    let sections = root.sections("waiver", &["rule", "only", "observed", "reason", "until"]);
    let waiver = |section: &Section| {
        let only = section.pairs("only").unwrap_or_default();
        let (rule, reason) = (section.needed_string("rule"), section.needed_string("reason"));
        Some(Waiver {
            rule,
            only: only.into_iter().map(|(name, value)| (name.value, value.value)).collect(),
            observed: observed(section, faults),
            reason,
            until: section.needed_date("until")?,
            place: format!("{file}:{}", section.line_of("rule")),
        })
    };
    sections.iter().filter_map(waiver).collect()
}

/// What a waiver is bound to. Nothing at all is shown by no evidence: it would cover nothing.
fn observed(section: &Section, faults: &Faults) -> Vec<String> {
    let texts = section.one_or_more("observed");
    let help =
        "expected what the evidence showed, such as `\"failover-policy: broadcast-domain-wide\"`, or no `observed`";
    if section.has("observed") && section.is_array("observed") && texts.is_empty() {
        faults.add(section.key_span("observed"), "`observed` is empty", help);
    }
    for text in texts.iter().filter(|text| text.value.trim().is_empty()) {
        faults.add(text.span.clone(), "`observed` is empty", help);
    }
    values(texts)
}

#[cfg(test)]
mod tests;
