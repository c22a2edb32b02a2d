//! `diff`: what changed between two bundles, captures or reports.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use ndmp_preflight::check::{Aim, Asked, targets};
use ndmp_preflight::judge::Passes;
use ndmp_preflight::report::diff::Diff as Differences;
use ndmp_preflight::report::{Exit, Target};

use super::aim::aim;
use super::complaint::{Complaint, shown};
use super::input::Input;
use super::options::{JudgingOptions, policy};
use super::saved_report;
use super::setting::{Setting, SettingOptions};

/// Tell what changed between two bundles, captures or JSON reports: what turned red or green, and the facts behind it
///
/// Exit code: 0 where no must rule turned for the worse, 1 where one turned to fail, 3 where one can be told no more, 4 where a
/// cluster can be read no more, 2 usage.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// What was before: a bundle, saved output (a file or a folder), or a JSON report of `check`
    #[arg(value_name = "A")]
    before: PathBuf,
    /// What is after
    #[arg(value_name = "B")]
    after: PathBuf,
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
        let mut setting = self.setting.setting()?;
        let (options, planned) = self.options.over(setting.config.options.clone());
        let aim = aim(&options, &planned, &mut setting)?;
        let before = side(&self.before, &setting, &aim)?;
        let after = side(&self.after, &setting, &aim)?;
        let differences = Differences::of(before, after, policy(&options));
        if self.format == "json" {
            setting.screen.stream(|out| differences.json(out))?;
            return Ok(differences.exit());
        }
        let mut out = Vec::new();
        let written = differences.human(&setting.screen.style(setting.verbosity), &mut out);
        written.map_err(|error| Complaint::Usage(format!("diff: {error}")))?;
        setting.screen.write(&out)?;
        Ok(differences.exit())
    }
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
