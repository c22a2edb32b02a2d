//! `check`: read, judge, report.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::config::{Config, Options};
use ndmp_preflight::fault::nearest;
use ndmp_preflight::judge::{Question, judge};
use ndmp_preflight::report::{Exit, Format, Policy, Report, Target, clean};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::table::Reading;
use rayon::prelude::*;

use super::complaint::Complaint;
use super::input::{Gathered, Input};
use super::live::Wish;
use super::options::CheckOptions;
use super::output::ReportFile;
use super::say;
use super::selection::Selection;
use super::setting::{Setting, SettingOptions};
use super::ssh_options::SshOptions;

/// Judge whether clusters are ready for NDMP tape backup
///
/// Each option can also stand in the environment (--fail-on as NDMP_PREFLIGHT_FAIL_ON) and in ndmp-preflight.toml
/// (fail-on = "should"); the command line wins over the environment, and that over the file.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Check {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    options: CheckOptions,
    #[command(flatten)]
    ssh: SshOptions,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Check {
    /// Reads, judges and reports.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut setting = self.setting.setting()?;
        let options = self.options.over(setting.config.options.clone());
        let files = ReportFile::parse_all(&options.reports)?;
        let selection = Selection::new(&options.select, &options.ignore, &setting.catalog)?;
        let mut question = question(&options, &setting.config, &setting.catalog)?;
        let left_out = narrow(&mut setting.catalog, &mut question, &selection);
        files.iter().try_for_each(ReportFile::probe)?;
        let policy = Policy {
            fail_on: options.fail_on.unwrap_or_default(),
            allow_unknown: options.allow_unknown.unwrap_or_default(),
        };
        let wish = Wish { question: &question, judged: Some((policy, &left_out)) };
        let gathered = self.input.taken(self.ssh, &setting, &wish)?;
        let targets =
            gathered.into_par_iter().flat_map_iter(|input| targets(input, &setting.catalog, &question, &selection));
        let report = Report { left_out, ..Report::of(targets.collect(), policy) };
        deliver(&report, options.format.unwrap_or_default(), &files, &setting)
    }
}

/// The question that options and configuration ask.
pub(super) fn question(options: &Options, config: &Config, catalog: &Catalog) -> Result<Question, Complaint> {
    let today = options.now.unwrap_or_else(|| Timestamp::now().to_zoned(TimeZone::UTC).date());
    let plain = Question::plain(today);
    let wanted = options.dma.as_deref().map(|name| reservations(name, catalog)).transpose()?.flatten();
    let (reservations, reservations_by) = wanted.unwrap_or((plain.reservations, plain.reservations_by));
    Ok(Question {
        scope: options.scope.unwrap_or_default(),
        dma: options.dma.clone(),
        reservations,
        reservations_by,
        dma_addresses: options.dma_addresses.clone(),
        tape: options.tape.unwrap_or(true),
        ontap: options.ontap.clone(),
        expect: config.expect,
        user: config.user.clone(),
        waivers: config.waivers.clone(),
        today,
    })
}

/// The value of `tape.reservations` that the profile asks for, and who asks.
fn reservations(name: &str, catalog: &Catalog) -> Result<Option<(String, String)>, Complaint> {
    let names: Vec<_> = catalog.profiles.iter().map(|profile| profile.name.as_str()).collect();
    let Some(profile) = catalog.profiles.iter().find(|profile| profile.name == name) else {
        let near = nearest(name, names.iter().copied()).map(|near| format!("did you mean `{near}`? "));
        let known = if names.is_empty() {
            "there are none".to_owned()
        } else {
            format!("the profiles are {}", names.join(", "))
        };
        let all = near.unwrap_or_default() + &known;
        return Err(Complaint::Usage(format!("no profile of a backup application is called `{name}`; {all}")));
    };
    Ok(profile.reservations.clone().map(|value| (value, format!("profile {name}"))))
}

/// Leaves out what is not selected. Waivers of rules that are left out are not asked for; waivers of rules that nobody
/// knows stay, for they are findings. Gives the names of the rules that are left out.
pub(super) fn narrow(catalog: &mut Catalog, question: &mut Question, selection: &Selection) -> Vec<String> {
    let known = |rule: &str| catalog.rules.iter().any(|known| known.id == rule);
    question.waivers.retain(|waiver| selection.holds(&waiver.rule) || !known(&waiver.rule));
    let left_out = catalog.rules.iter().map(|rule| rule.id.clone()).filter(|rule| !selection.holds(rule)).collect();
    catalog.rules.retain(|rule| selection.holds(&rule.id));
    left_out
}

fn targets(input: Gathered, catalog: &Catalog, question: &Question, selection: &Selection) -> Vec<Target> {
    let judged = |reading: &Reading| {
        let mut judgement = judge(reading, catalog, question);
        judgement.outcomes.retain(|outcome| selection.holds(&outcome.rule));
        Target::of(reading, judgement, question)
    };
    match input {
        Gathered::Readings(readings) => readings.iter().map(judged).collect(),
        Gathered::Unreadable { name, error } => vec![Target::unreadable(&name, error, question)],
    }
}

/// The report on standard output comes first, so that a full disk does not take it away.
fn deliver(report: &Report, format: Format, files: &[ReportFile], setting: &Setting) -> Result<Exit, Complaint> {
    let mut out = Vec::new();
    let style = setting.screen.style(setting.verbosity);
    let written = format.write(report, &style, &mut out);
    written.map_err(|error| Complaint::Usage(format!("format {}: {error}", format.word())))?;
    let shown = if format == Format::Human { setting.screen.write(&out) } else { setting.screen.write_raw(&out) };
    if format != Format::Human {
        remark(report.targets.iter().map(|target| (&target.target, &target.remarks)));
    }
    let mut troubles: Vec<_> = shown.err().into_iter().collect();
    troubles.extend(files.iter().filter_map(|file| file.write(report, setting.verbosity).err()));
    if troubles.is_empty() {
        return Ok(report.exit());
    }
    troubles.iter().for_each(|trouble| say(&trouble.to_string()));
    Ok(Exit::Usage)
}

/// Formats for machines have no place for remarks on the input; nobody shall miss them for that.
pub(super) fn remark<'a>(remarks: impl Iterator<Item = (&'a String, &'a Vec<String>)>) {
    for (target, remark) in remarks.flat_map(|(target, remarks)| remarks.iter().map(move |remark| (target, remark))) {
        say(&format!("note: {}: {}", clean(target), clean(remark)));
    }
}
