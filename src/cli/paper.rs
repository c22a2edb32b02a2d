//! Commands that judge as `check` does and write something else of each target: the sheet of `handoff`, the plan of `fix`.

use std::io;

use ndmp_preflight::check::{Aim, Selection, isolated, judged};
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::judge::{Passes, Question, Questions};
use ndmp_preflight::report::{Exit, Named, Policy, Style, Target, Verbosity};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::saved::Gathered;
use ndmp_preflight::table::Reading;
use rayon::prelude::*;

use super::aim::aim;
use super::check::remark;
use super::complaint::Complaint;
use super::input::Input;
use super::interrupt;
use super::live::Wish;
use super::options::{JudgingOptions, policy};
use super::output::ReportFile;
use super::overlap;
use super::say;
use super::setting::{Setting, SettingOptions};
use super::ssh_options::SshOptions;

/// What is written of all targets.
pub(crate) trait Paper: Sized {
    /// Its formats.
    type Format: Named;
    /// What it holds of one target besides the outcomes; empty of one that could not be read.
    type Part: Default + Send;
    /// The command that writes it.
    const COMMAND: &'static str;
    /// What a cluster is asked for.
    const PURPOSE: Purpose;

    /// Whether people read the format: it has colours, and repeats remarks itself.
    fn is_for_people(format: Self::Format) -> bool;
    /// What it holds of one target.
    fn part(reading: &Reading, catalog: &Catalog, question: &Question) -> Self::Part;
    /// The whole of it; `unkept`: targets whose bundles could not be kept, and why.
    fn of(
        targets: Vec<(Target, Self::Part)>,
        policy: Policy,
        left_out: Vec<String>,
        unkept: &[(String, String)],
    ) -> Self;
    /// The names of the targets with what is remarked of each.
    fn remarks(&self) -> Vec<(&String, &Vec<String>)>;
    /// Writes it.
    fn write(&self, format: Self::Format, style: &Style, out: &mut dyn io::Write) -> io::Result<()>;
    /// How the program ends.
    fn exit(&self) -> Exit;
}

/// What such a command was given.
pub(crate) struct Paperwork<F> {
    pub(crate) input: Input,
    /// The format on standard output.
    pub(crate) format: F,
    /// `FORMAT=PATH` of those in files.
    pub(crate) reports: Vec<String>,
    pub(crate) options: JudgingOptions,
    pub(crate) setting: SettingOptions,
    pub(crate) ssh: SshOptions,
}

impl<F: Named> Paperwork<F> {
    /// Reads, judges and writes.
    pub(crate) fn done<P: Paper<Format = F>>(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting_of_clusters()?;
        let (options, planned) = self.options.over(setting.config.options.clone());
        let files: Vec<ReportFile<F>> = ReportFile::parse_all(&self.reports)?;
        let Aim { questions, selection, left_out } = aim(&options, &planned, &mut setting)?;
        files.iter().try_for_each(ReportFile::probe)?;
        overlap::look(&files, &self.input, &self.ssh, &setting)?;
        // Who asks clusters has more to end.
        if !files.is_empty() && !self.input.is_live() {
            interrupt::watch()?;
        }
        let policy = policy(&options);
        let is_told = P::is_for_people(self.format) && setting.verbosity != Verbosity::Quiet;
        let wish = Wish { questions: &questions, judged: Some((policy, &left_out)), purpose: P::PURPOSE, is_told };
        let is_live = self.input.is_live();
        let taken = self.input.taken(self.ssh, &setting, &wish)?;
        let written = |input| targets::<P>(input, &setting.catalog, &questions, &selection);
        let mut targets: Vec<_> = taken.gathered.into_par_iter().flat_map_iter(written).collect();
        targets.iter_mut().filter(|_| !is_live).for_each(|(target, _)| target.remark_of_plans(&questions));
        let paper = P::of(targets, policy, left_out.clone(), &taken.unkept);
        if !P::is_for_people(self.format) {
            remark(paper.remarks().into_iter());
        }
        deliver(&paper, self.format, &files, &setting)
    }
}

/// That on standard output comes first, so that a full disk does not take it away.
fn deliver<P: Paper>(
    paper: &P,
    format: P::Format,
    files: &[ReportFile<P::Format>],
    setting: &Setting,
) -> Result<Exit, Complaint> {
    let style = setting.screen.style(setting.verbosity);
    let mut out = Vec::new();
    let written = paper.write(format, &style, &mut out);
    written.map_err(|error| Complaint::Usage(format!("{}: {error}", P::COMMAND)))?;
    let mut shown = vec![if P::is_for_people(format) {
        setting.screen.write(&out)
    } else {
        setting.screen.stream(|stream| stream.write_all(&out))
    }];
    let plain = Style::of_file(setting.verbosity);
    shown.extend(files.iter().map(|file| file.write(|out| paper.write(file.format(), &plain, out))));
    let mut troubles = shown.into_iter().filter_map(Result::err).peekable();
    if troubles.peek().is_none() {
        return Ok(paper.exit());
    }
    troubles.for_each(|trouble| say(&trouble.to_string()));
    Ok(Exit::Usage)
}

fn targets<P: Paper>(
    input: Gathered,
    catalog: &Catalog,
    questions: &Questions,
    selection: &Selection,
) -> Vec<(Target, P::Part)> {
    let unreadable =
        |name: &str, error: String| (Target::unreadable(name, error, questions.of(name)), P::Part::default());
    let written = |reading: &Reading| {
        let question = questions.of(&reading.name);
        let target = judged(reading, catalog, (question, Passes::Counted), selection);
        (target, P::part(reading, catalog, question))
    };
    let one =
        |reading: &Reading| isolated(|| written(reading)).unwrap_or_else(|error| unreadable(&reading.name, error));
    match input {
        Gathered::Readings(readings) => readings.iter().map(one).collect(),
        Gathered::Unreadable { name, error } | Gathered::Unasked { name, error } => vec![unreadable(&name, error)],
    }
}
