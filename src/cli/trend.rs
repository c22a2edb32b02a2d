//! `trend`: what runs of many days say of each cluster.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use ndmp_preflight::report::trend::{History, Trend as Lines, TrendFormat};
use ndmp_preflight::report::{Exit, Named, Style};

use super::aim::aim;
use super::complaint::{Complaint, shown};
use super::history::{Files, beginning};
use super::options::{JudgingOptions, date, policy};
use super::output::{ReportFile, place};
use super::say;
use super::setting::{Setting, SettingOptions};

/// Tell of each cluster, from a folder of dated bundles and JSON reports, since when it is red and which rules turn to and fro
///
/// Bundles are judged by the rules, the plan and the waivers of now, so that what turns is the cluster; reports are taken as they were
/// written. A run is dated by when the cluster was asked, else by the name of its file or folder (2026-11-20, 20261120T0815, UTC).
/// It ends as `check` does, by the newest run of each cluster.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Trend {
    /// Folders with bundles (NAME.ndmp.tar.gz) and JSON reports of `check` (.json, .jsonl), or such files
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Only runs of this day and later: YYYY-MM-DD, UTC
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<Date>,
    /// Format on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(TrendFormat::WORDS).map(|word| TrendFormat::named(&word).unwrap_or_default()))]
    format: TrendFormat,
    /// The same into a file (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    reports: Vec<String>,
    #[command(flatten)]
    options: JudgingOptions,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Trend {
    /// Reads all runs, puts them in order, and writes what they say.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting_of_clusters()?;
        let (options, planned) = self.options.over(setting.config.options.clone());
        let outputs: Vec<ReportFile<TrendFormat>> = ReportFile::parse_all(&self.reports)?;
        let aim = aim(&options, &planned, &mut setting)?;
        outputs.iter().try_for_each(ReportFile::probe)?;
        let files = Files::of(&self.paths)?;
        apart(&files, &outputs)?;
        let mut history = History::new(policy(&options), self.since.and_then(beginning));
        let left_out = files.read(&setting, &aim, &mut |origin, targets| history.add(origin, targets))?;
        left_out.into_iter().for_each(|one| history.leave_out(&one.source, one.why, one.unreadable));
        deliver(&history.trend(), self.format, &outputs, &setting)
    }
}

/// Nothing is written over what is read.
fn apart(files: &Files, outputs: &[ReportFile<TrendFormat>]) -> Result<(), Complaint> {
    let is_over = |path: &&PathBuf| place(path).is_ok_and(|own| outputs.iter().any(|file| file.place() == own));
    let over = files.bundles.iter().chain(&files.reports).find(is_over);
    let told = |path: &PathBuf| format!("a report would be written over what is read, `{}`", shown(path));
    over.map_or(Ok(()), |path| Err(Complaint::Usage(told(path))))
}

/// That on standard output comes first, so that a full disk does not take it away.
fn deliver(
    trend: &Lines,
    format: TrendFormat,
    outputs: &[ReportFile<TrendFormat>],
    setting: &Setting,
) -> Result<Exit, Complaint> {
    let mut out = Vec::new();
    let written = trend.write(format, &setting.screen.style(setting.verbosity), &mut out);
    written.map_err(|error| Complaint::Usage(format!("trend: {error}")))?;
    let mut shown = vec![match format {
        TrendFormat::Human => setting.screen.write(&out),
        _ => setting.screen.stream(|stream| stream.write_all(&out)),
    }];
    let plain = Style::of_file(setting.verbosity);
    shown.extend(outputs.iter().map(|file| file.write(|out| trend.write(file.format(), &plain, out))));
    let mut troubles = shown.into_iter().filter_map(Result::err).peekable();
    if troubles.peek().is_none() {
        return Ok(trend.exit());
    }
    troubles.for_each(|trouble| say(&trouble.to_string()));
    Ok(Exit::Usage)
}
