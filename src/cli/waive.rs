//! `waive`: the entry of the configuration by which a finding of a report is accepted for a while.

mod entry;

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ndmp_preflight::collect::bundle::{Access, write_whole};
use ndmp_preflight::config::{Config, FILE};
use ndmp_preflight::fault::nearest;
use ndmp_preflight::judge::{Outcome, Verdict, Waiver};
use ndmp_preflight::report::{Exit, Target, subject};

use super::complaint::{Complaint, reason, shown};
use super::file;
use super::options::date;
use super::saved_report;
use super::say;
use super::setting::SettingOptions;
use entry::{appended, entry};

/// Print the [[waiver]] entries of ndmp-preflight.toml by which failures of a rule in a JSON report are accepted for a while
///
/// One entry a finding, so that a failure of another object is still one, and bound to what the evidence shows, so that it lapses when
/// that changes. `--write` appends them to the configuration.
#[derive(Args, Debug)]
pub(crate) struct Waive {
    /// The rule
    rule: String,
    /// What `check --format json` or `jsonl` wrote; - for standard input
    #[arg(long = "in", value_name = "REPORT")]
    report: PathBuf,
    /// Only the finding about this: lif=IC2 (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    only: Vec<String>,
    /// Why it is accepted
    #[arg(long)]
    reason: String,
    /// Last day of its validity, UTC: YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Date,
    /// Today, UTC: YYYY-MM-DD
    #[arg(long, value_name = "DATE", env = "NDMP_PREFLIGHT_NOW", hide_env = true, value_parser = date)]
    now: Option<Date>,
    /// Accept it whatever the evidence shows: the waiver does not lapse when the value changes
    #[arg(long)]
    any_value: bool,
    /// Append the entries to the configuration that is used, else to ndmp-preflight.toml here
    #[arg(long)]
    write: bool,
    /// Append the entries to this file; all else in it stays as it is
    #[arg(short, long, value_name = "FILE", conflicts_with = "write")]
    output: Option<PathBuf>,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Waive {
    /// Finds the findings and prints or appends their entries.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let today = self.now.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
        if self.reason.trim().is_empty() {
            return Err(Complaint::Usage(
                "`--reason` says nothing: whoever finds the waiver must know why it is there".to_owned(),
            ));
        }
        if self.until < today {
            return Err(Complaint::Usage(format!("`--until {}` is over; today is {today}", self.until)));
        }
        let only = self.only.iter().map(|word| pair(word)).collect::<Result<Vec<_>, _>>()?;
        let wrong = |why| Complaint::Usage(format!("report `{}`: {why}", shown(&self.report)));
        let targets = saved_report::read(&self.report)?.judged().map_err(wrong)?;
        let found = found(&targets, &self.rule, &only, self.any_value)?;
        let entry = |outcome: &&Outcome| entry(outcome, &self.reason, self.until, self.any_value);
        let text = found.iter().map(entry).collect::<Vec<_>>().join("\n");
        Config::parse("entries", &text)?;
        let used = || setting.file.clone().unwrap_or_else(|| PathBuf::from(FILE));
        match self.output.or_else(|| self.write.then(used)) {
            Some(file) => write(&file, &text, &found)?,
            None => setting.screen.stream(|out| out.write_all(text.as_bytes()))?,
        }
        Ok(Exit::Ready)
    }
}

/// Appends the entries; the file is there with all of them, or as it was.
fn write(path: &Path, entries: &str, found: &[&Outcome]) -> Result<(), Complaint> {
    let name = shown(path);
    let refused = |why: String| Complaint::Usage(format!("configuration `{name}`: {why}"));
    let is_there = path.symlink_metadata().is_ok();
    let before = if is_there { file::text(path, file::SETTING).map_err(refused)? } else { String::new() };
    let known = Config::parse(&name, before.trim_start_matches('\u{feff}'))?;
    for outcome in found {
        if let Some(waiver) = known.waivers.iter().find(|waiver| is_of(waiver, outcome)) {
            let about = subject(&outcome.subject);
            let about = if about.is_empty() { String::new() } else { format!(" for {about}") };
            let told = format!("{} waives `{}`{about} already", waiver.place, outcome.rule);
            return Err(Complaint::Usage(format!("{told}; change that entry, or take it out first")));
        }
    }
    let after = appended(&before, entries);
    let read = Config::parse(&name, after.trim_start_matches('\u{feff}'))?;
    let grown = Config { waivers: read.waivers.iter().take(known.waivers.len()).cloned().collect(), ..read.clone() };
    if grown != known || read.waivers.len() != known.waivers.len() + found.len() {
        return Err(refused(
            "the entries cannot be appended; print them without `--write`, and put them in".to_owned(),
        ));
    }
    let failed = |error| refused(format!("could not be written: {}", reason(&error)));
    write_whole(path, after.as_bytes(), Access::AsBefore).map_err(failed)?;
    let entries = if found.len() == 1 { "1 waiver".to_owned() } else { format!("{} waivers", found.len()) };
    say(&format!("written: {entries} of `{}` into {name}", found.first().map_or("", |one| one.rule.as_str())));
    Ok(())
}

/// Whether the waiver is about the finding, whatever the evidence shows and however long it is valid.
fn is_of(waiver: &Waiver, outcome: &Outcome) -> bool {
    let holds = |(name, value): &(String, String)| outcome.subject.get(name) == Some(value);
    waiver.rule == outcome.rule && waiver.only.iter().all(holds)
}

fn pair(word: &str) -> Result<(String, String), Complaint> {
    let pair = word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    pair.ok_or_else(|| Complaint::Usage(format!("`--only {word}`: expected NAME=VALUE, such as lif=IC2")))
}

/// The failures of the rule about this, each once; of several clusters, each that shows something else.
fn found<'t>(
    targets: &'t [Target],
    rule: &str,
    only: &[(String, String)],
    any_value: bool,
) -> Result<Vec<&'t Outcome>, Complaint> {
    let outcomes = || targets.iter().flat_map(|target| &target.outcomes);
    let failed: Vec<&Outcome> = outcomes().filter(|one| one.rule == rule && one.verdict == Verdict::Fail).collect();
    if failed.is_empty() {
        let near = nearest(rule, outcomes().filter(|one| one.verdict == Verdict::Fail).map(|one| one.rule.as_str()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(Complaint::Usage(format!(
            "the report has no failure of `{rule}`: a waiver would cover nothing{near}"
        )));
    }
    let is_meant = |one: &&Outcome| only.iter().all(|(name, value)| one.subject.get(name) == Some(value));
    let is_same = |one: &Outcome, other: &Outcome| {
        one.subject == other.subject && (any_value || one.observed() == other.observed())
    };
    let mut meant: Vec<&Outcome> = Vec::new();
    for one in failed.iter().copied().filter(is_meant) {
        if !meant.iter().any(|other| is_same(one, other)) {
            meant.push(one);
        }
    }
    if meant.is_empty() {
        let all: Vec<String> = failed.iter().map(|one| format!("`{}`", subject(&one.subject))).collect();
        return Err(Complaint::Usage(format!(
            "no failure of `{rule}` is about that; there are those of {}",
            all.join("; ")
        )));
    }
    Ok(meant)
}
