//! `waive`: the entry of the configuration by which a finding of a report is accepted for a while.

use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ndmp_preflight::config::Config;
use ndmp_preflight::fault::nearest;
use ndmp_preflight::judge::{Outcome, Verdict};
use ndmp_preflight::report::{Exit, Target, subject};
use ndmp_preflight::source::is_unseen;

use super::complaint::{Complaint, shown};
use super::saved_report;
use super::setting::SettingOptions;

/// Print the [[waiver]] entries of ndmp-preflight.toml by which failures of a rule in a JSON report are accepted for a while
///
/// One entry a finding, so that a failure of another object is still one. Append them: ndmp-preflight waive ... >> ndmp-preflight.toml
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
    #[arg(long, value_name = "DATE")]
    until: Date,
    /// Today, UTC: YYYY-MM-DD
    #[arg(long, value_name = "DATE", env = "NDMP_PREFLIGHT_NOW", hide_env = true)]
    now: Option<Date>,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Waive {
    /// Finds the findings and prints their entries.
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
        let found = found(&targets, &self.rule, &only)?;
        let entries: Vec<String> = found.into_iter().map(|outcome| entry(outcome, &self.reason, self.until)).collect();
        let text = entries.join("\n");
        Config::parse("entries", &text)?;
        setting.screen.stream(|out| out.write_all(text.as_bytes()))?;
        Ok(Exit::Ready)
    }
}

fn entry(outcome: &Outcome, reason: &str, until: Date) -> String {
    let pairs: Vec<String> =
        outcome.subject.iter().map(|(name, value)| format!("{} = {}", quoted(name), quoted(value))).collect();
    let only = if pairs.is_empty() { String::new() } else { format!("only   = {{ {} }}\n", pairs.join(", ")) };
    let (rule, reason) = (quoted(&outcome.rule), quoted(reason));
    format!("[[waiver]]\nrule   = {rule}\n{only}reason = {reason}\nuntil  = {until}\n")
}

/// A text of TOML; what cannot be seen is spelled.
fn quoted(text: &str) -> String {
    let spelled = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if is_unseen(c) => format!("\\U{:08X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(spelled).collect::<String>())
}

fn pair(word: &str) -> Result<(String, String), Complaint> {
    let pair = word.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    pair.ok_or_else(|| Complaint::Usage(format!("`--only {word}`: expected NAME=VALUE, such as lif=IC2")))
}

/// The failures of the rule about this, each once.
fn found<'t>(targets: &'t [Target], rule: &str, only: &[(String, String)]) -> Result<Vec<&'t Outcome>, Complaint> {
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
    let mut meant: Vec<&Outcome> = Vec::new();
    for one in failed.iter().copied().filter(is_meant) {
        if !meant.iter().any(|other| other.subject == one.subject) {
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
