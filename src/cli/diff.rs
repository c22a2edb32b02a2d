//! `diff`: what changed between two bundles, captures or reports.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::Timestamp;
use jiff::civil::Date;
use ndmp_preflight::check::{Aim, Asked, targets};
use ndmp_preflight::judge::Passes;
use ndmp_preflight::report::diff::Diff as Differences;
use ndmp_preflight::report::span::Span;
use ndmp_preflight::report::trend::LeftOut;
use ndmp_preflight::report::{Exit, Target, clean};

use super::aim::aim;
use super::complaint::{Complaint, shown};
use super::history::{Files, beginning};
use super::input::Input;
use super::options::{JudgingOptions, date, policy};
use super::saved_report;
use super::say;
use super::setting::{Setting, SettingOptions};

/// Tell what changed between two bundles, captures or JSON reports: what turned red or green, and the facts behind it
///
/// Exit code: 0 where no must rule turned for the worse, 1 where one turned to fail, 3 where one can be told no more, 4 where a
/// cluster can be read no more, 2 usage.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// What was before: a bundle, saved output (a file or a folder), or a JSON report of `check`; with --since a folder of dated
    /// bundles and reports, as `trend` reads it
    #[arg(value_name = "A")]
    before: PathBuf,
    /// What is after
    #[arg(value_name = "B", required_unless_present = "since", conflicts_with = "since")]
    after: Option<PathBuf>,
    /// Compare, of each cluster in the folder A, its last run before this day with its newest: YYYY-MM-DD, UTC
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<Date>,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = PossibleValuesParser::new(["human", "json"]))]
    format: String,
    #[command(flatten)]
    options: JudgingOptions,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Diff {
    /// Reads both sides, judges what is not judged yet, and compares.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting_of_clusters()?;
        let (options, planned) = self.options.over(setting.config.options.clone());
        let aim = aim(&options, &planned, &mut setting)?;
        let ((before, after), is_whole) = match (&self.after, self.since.and_then(beginning)) {
            (Some(after), _) => ((side(&self.before, &setting, &aim)?, side(after, &setting, &aim)?), true),
            (None, since) => since_then(self.before, since.unwrap_or_default(), &setting, &aim)?,
        };
        let differences = Differences::of(before, after, policy(&options));
        written(&differences, &self.format, &setting)?;
        Ok(if is_whole { differences.exit() } else { Exit::Unreadable })
    }
}

fn written(differences: &Differences, format: &str, setting: &Setting) -> Result<(), Complaint> {
    if format == "json" {
        return setting.screen.stream(|out| differences.json(out));
    }
    let mut out = Vec::new();
    let written = differences.human(&setting.screen.style(setting.verbosity), &mut out);
    written.map_err(|error| Complaint::Usage(format!("diff: {error}")))?;
    setting.screen.write(&out)
}

/// What was before, and what is after.
type Sides = (Vec<Target>, Vec<Target>);

/// Of each cluster the last run before a time, else its first, and the newest; and whether all files could be read.
fn since_then(folder: PathBuf, since: Timestamp, setting: &Setting, aim: &Aim) -> Result<(Sides, bool), Complaint> {
    let mut span = Span::new(since);
    let mut left_out = Files::of(&[folder])?.read(setting, aim, &mut |origin, targets| span.add(origin, targets))?;
    left_out.append(&mut span.left_out);
    for LeftOut { source, why, .. } in &left_out {
        say(&clean(&format!("error: `{source}` is left out: {why}")));
    }
    let (sides, remarks) = span.sides();
    remarks.iter().for_each(|remark| say(&clean(&format!("note: {remark}"))));
    Ok((sides, left_out.is_empty()))
}

fn side(path: &Path, setting: &Setting, aim: &Aim) -> Result<Vec<Target>, Complaint> {
    if saved_report::is_report(path) {
        let wrong = |why| Complaint::Usage(format!("report `{}`: {why}", shown(path)));
        return saved_report::read(path)?.judged().map_err(wrong);
    }
    let asked = Asked { questions: &aim.questions, passes: Passes::Told, answers: false };
    let gathered = Input::saved(path.to_owned()).gathered(setting)?;
    Ok(gathered.into_iter().flat_map(|one| targets(&one, &setting.catalog, asked, &aim.selection)).collect())
}
