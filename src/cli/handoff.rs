//! `handoff`: what the backup administrator types, on one sheet.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::judge::handoff::{Sheet, sheet};
use ndmp_preflight::judge::{Passes, Questions};
use ndmp_preflight::report::handoff::{Handoff as Sheets, HandoffFormat};
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

/// Print the sheet that the backup administrator needs: address, port, user, drives and their device files; never a password
///
/// It judges as `check` does, and what is open stands on top. What was not captured is said at its place, with the command that
/// tells it. With HOST it asks for more than `check` does: `plan --for handoff` lists it.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Handoff {
    #[command(flatten)]
    input: Input,
    /// Format of the sheet on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(HandoffFormat::WORDS).map(|word| HandoffFormat::named(&word).unwrap_or_default()))]
    format: HandoffFormat,
    /// Another sheet, into a file (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    reports: Vec<String>,
    #[command(flatten)]
    options: JudgingOptions,
    #[command(flatten)]
    setting: SettingOptions,
    #[command(flatten)]
    ssh: SshOptions,
}

impl Handoff {
    /// Reads, judges and writes the sheets.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting()?;
        let (options, planned) = self.options.over(setting.config.options.clone());
        let files: Vec<ReportFile<HandoffFormat>> = ReportFile::parse_all(&self.reports)?;
        let Aim { questions, selection, left_out } = Aim::of(&options, &planned, &mut setting)?;
        files.iter().try_for_each(ReportFile::probe)?;
        overlap::look(&files, &self.input, &self.ssh, &setting)?;
        // Who asks clusters has more to end.
        if !files.is_empty() && !self.input.is_live() {
            interrupt::watch()?;
        }
        let policy = policy(&options);
        let is_told = self.format == HandoffFormat::Human && setting.verbosity != Verbosity::Quiet;
        let wish =
            Wish { questions: &questions, judged: Some((policy, &left_out)), purpose: Purpose::Handoff, is_told };
        let taken = self.input.taken(self.ssh, &setting, &wish)?;
        let written = |input| targets(input, &setting.catalog, &questions, &selection);
        let targets: Vec<_> = taken.gathered.into_par_iter().flat_map_iter(written).collect();
        let sheets = Sheets::of(targets, policy, left_out.clone(), &taken.unkept);
        if self.format != HandoffFormat::Human {
            remark(sheets.targets.iter().map(|target| (&target.target, &target.remarks)));
        }
        deliver(&sheets, self.format, &files, &setting)
    }
}

/// That on standard output comes first, so that a full disk does not take it away.
fn deliver(
    sheets: &Sheets,
    format: HandoffFormat,
    files: &[ReportFile<HandoffFormat>],
    setting: &Setting,
) -> Result<Exit, Complaint> {
    let style = setting.screen.style(setting.verbosity);
    let mut out = Vec::new();
    let written = sheets.write(format, &style, &mut out);
    written.map_err(|error| Complaint::Usage(format!("handoff: {error}")))?;
    let mut shown = vec![match format {
        HandoffFormat::Human => setting.screen.write(&out),
        _ => setting.screen.stream(|stream| stream.write_all(&out)),
    }];
    let plain = Style::of_file(setting.verbosity);
    shown.extend(files.iter().map(|file| file.write(|out| sheets.write(file.format(), &plain, out))));
    let mut troubles = shown.into_iter().filter_map(Result::err).peekable();
    if troubles.peek().is_none() {
        return Ok(sheets.exit());
    }
    troubles.for_each(|trouble| say(&trouble.to_string()));
    Ok(Exit::Usage)
}

fn targets(input: Gathered, catalog: &Catalog, questions: &Questions, selection: &Selection) -> Vec<(Target, Sheet)> {
    let unreadable =
        |name: &str, error: String| (Target::unreadable(name, error, questions.of(name)), Sheet::default());
    let written = |reading: &Reading| {
        let question = questions.of(&reading.name);
        let target = judged(reading, catalog, (question, Passes::Counted), selection);
        (target, sheet(reading, catalog, question))
    };
    let one =
        |reading: &Reading| isolated(|| written(reading)).unwrap_or_else(|error| unreadable(&reading.name, error));
    match input {
        Gathered::Readings(readings) => readings.iter().map(one).collect(),
        Gathered::Unreadable { name, error } => vec![unreadable(&name, error)],
    }
}
