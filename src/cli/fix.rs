//! `fix`: what mends the failures, step by step.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::judge::fix::{FixPlan, plan};
use ndmp_preflight::judge::{Passes, Questions};
use ndmp_preflight::report::fix::{Fix as Plans, FixFormat};
use ndmp_preflight::report::{Exit, Named, Style, Target, Verbosity};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::table::Reading;
use rayon::prelude::*;

use super::aim::Aim;
use super::check::{judged, remark};
use super::complaint::Complaint;
use super::input::{Gathered, Input};
use super::interrupt;
use super::isolation::isolated;
use super::live::Wish;
use super::options::{JudgingOptions, policy};
use super::output::ReportFile;
use super::overlap;
use super::say;
use super::selection::Selection;
use super::setting::{Setting, SettingOptions};
use super::ssh_options::SshOptions;

/// Print the ordered plan of ONTAP commands that would mend what failed, each with its check and its way back; sends none of them
///
/// It judges as `check` does, and ends as that does. Commands that serve several findings stand once, what rests on others
/// behind them, and what no command can mend is a step too. The plan is rehearsed: what a command does is applied to what was
/// read, as far as its form tells, the rules run again, and what would still fail is said.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Fix {
    #[command(flatten)]
    input: Input,
    /// Format of the plan on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(FixFormat::names()).map(|word| FixFormat::named(&word).unwrap_or_default()))]
    format: FixFormat,
    /// Another plan, into a file (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    reports: Vec<String>,
    #[command(flatten)]
    options: JudgingOptions,
    #[command(flatten)]
    setting: SettingOptions,
    #[command(flatten)]
    ssh: SshOptions,
}

impl Fix {
    /// Reads, judges and writes the plans.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting()?;
        let (options, planned) = self.options.over(setting.config.options.clone());
        let files: Vec<ReportFile<FixFormat>> = ReportFile::parse_all(&self.reports)?;
        let Aim { questions, selection, left_out } = Aim::of(&options, &planned, &mut setting)?;
        files.iter().try_for_each(ReportFile::probe)?;
        overlap::look(&files, &self.input, &self.ssh, &setting)?;
        // Who asks clusters has more to end.
        if !files.is_empty() && !self.input.is_live() {
            interrupt::watch()?;
        }
        let policy = policy(&options);
        let is_told = self.format == FixFormat::Human && setting.verbosity != Verbosity::Quiet;
        let wish = Wish { questions: &questions, judged: Some((policy, &left_out)), purpose: Purpose::Check, is_told };
        let taken = self.input.taken(self.ssh, &setting, &wish)?;
        let written = |input| targets(input, &setting.catalog, &questions, &selection);
        let targets: Vec<_> = taken.gathered.into_par_iter().flat_map_iter(written).collect();
        let plans = Plans::of(targets, policy, left_out.clone(), &taken.unkept);
        if self.format != FixFormat::Human {
            remark(plans.targets.iter().map(|target| (&target.target, &target.remarks)));
        }
        deliver(&plans, self.format, &files, &setting)
    }
}

/// That on standard output comes first, so that a full disk does not take it away.
fn deliver(
    plans: &Plans,
    format: FixFormat,
    files: &[ReportFile<FixFormat>],
    setting: &Setting,
) -> Result<Exit, Complaint> {
    let style = setting.screen.style(setting.verbosity);
    let mut out = Vec::new();
    let written = plans.write(format, &style, &mut out);
    written.map_err(|error| Complaint::Usage(format!("fix: {error}")))?;
    let mut shown = vec![match format {
        FixFormat::Human => setting.screen.write(&out),
        _ => setting.screen.stream(|stream| stream.write_all(&out)),
    }];
    let plain = Style::plain(setting.verbosity);
    shown.extend(files.iter().map(|file| file.write(|out| plans.write(file.format(), &plain, out))));
    let mut troubles = shown.into_iter().filter_map(Result::err).peekable();
    if troubles.peek().is_none() {
        return Ok(plans.exit());
    }
    troubles.for_each(|trouble| say(&trouble.to_string()));
    Ok(Exit::Usage)
}

fn targets(input: Gathered, catalog: &Catalog, questions: &Questions, selection: &Selection) -> Vec<(Target, FixPlan)> {
    let unreadable =
        |name: &str, error: String| (Target::unreadable(name, error, questions.of(name)), FixPlan::default());
    let written = |reading: &Reading| {
        let question = questions.of(&reading.name);
        let target = judged(reading, catalog, (question, Passes::Counted), selection);
        (target, plan(reading, catalog, question))
    };
    let one =
        |reading: &Reading| isolated(|| written(reading)).unwrap_or_else(|error| unreadable(&reading.name, error));
    match input {
        Gathered::Readings(readings) => readings.iter().map(one).collect(),
        Gathered::Unreadable { name, error } => vec![unreadable(&name, error)],
    }
}
