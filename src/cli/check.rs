//! `check`: read, judge, report.

use clap::Args;
use ndmp_preflight::check::{Aim, Asked, targets};
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::judge::{Passes, Questions};
use ndmp_preflight::report::{Format, Target, Verbosity, clean};
use ndmp_preflight::saved::Gathered;

use super::aim::aim;
use super::complaint::Complaint;
use super::delivery::{Closing, Delivery};
use super::exit_codes;
use super::input::{Course, Input, Placed, Unkept, What};
use super::interrupt;
use super::live::Wish;
use super::options::{CheckOptions, policy};
use super::output::ReportFile;
use super::overlap;
use super::resume;
use super::say;
use super::setting::{Setting, SettingOptions};
use super::shard::Share;
use super::ssh_options::SshOptions;

/// Judge whether clusters are ready for NDMP tape backup
///
/// Most options can also stand in the environment (--fail-on as NDMP_PREFLIGHT_FAIL_ON) and in ndmp-preflight.toml
/// (fail-on = "should"); the command line wins over the environment, and that over the file.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Check {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    options: CheckOptions,
    #[command(flatten)]
    setting: SettingOptions,
    #[command(flatten)]
    ssh: SshOptions,
}

impl Check {
    /// Reads, judges and reports.
    pub(crate) fn run(self) -> Result<u8, Complaint> {
        // It is needed until the program ends, and is freed with it.
        let setting = Box::leak(Box::new(self.setting.setting_of_clusters()?));
        let (options, planned) = self.options.over(setting.config.options.clone());
        let codes = exit_codes::chosen(options.exit_codes);
        let files = ReportFile::parse_all(&options.reports)?;
        // Before rules that are not selected are left out of the catalog.
        let share = options.shard.map(|part| Share::of(part, &options, &planned, setting));
        let mut share = share.transpose()?;
        let terms = options.resume.as_ref().map(|_| resume::terms(&options, &planned, setting)).transpose()?;
        let Aim { questions, selection, left_out } = aim(&options, &planned, setting)?;
        look(&files, (&self.input, &self.ssh), terms.is_some(), setting)?;
        let terms = terms.map(|terms| resume::on(terms, questions.plain.today, setting));
        let past = options.resume.as_ref().zip(terms.as_ref()).map(|(report, terms)| resume::past(report, terms));
        let policy = policy(&options);
        let format = options.format.unwrap_or_default();
        let mut delivery = Delivery::new(format, &files, setting, policy);
        let formats: Vec<Format> = files.iter().map(ReportFile::format).chain([format]).collect();
        let is_kept = share.is_some() || past.is_some();
        let asked = asked(&questions, &formats, setting.verbosity, is_kept);
        let judged = |input| judged(input, is_kept, |read| targets(read, &setting.catalog, asked, &selection));
        let is_told = format == Format::Human && setting.verbosity != Verbosity::Quiet;
        let wish = Wish { questions: &questions, judged: Some((policy, &left_out)), purpose: Purpose::Check, is_told };
        let is_live = self.input.is_live();
        let course = Course { share: share.as_mut(), past: past.as_ref() };
        let take = &mut |batch: Vec<Vec<Target>>, unkept: &[Unkept]| {
            let mut targets: Vec<Target> = batch.into_iter().flatten().collect();
            // Of what was taken over it stands there already.
            let own = targets.iter_mut().filter(|target| !is_live && !target.taken_over);
            own.for_each(|target| target.remark_of_plans(&questions));
            remark_on(format, &targets);
            note(&mut targets, unkept);
            delivery.take(targets)?;
            Ok(delivery.counts())
        };
        let unkept = self.input.each((self.ssh, course), setting, &wish, (&judged, take))?;
        let shard = share.map(|share| share.told(policy, &unkept));
        delivery.close(Closing { left_out: left_out.clone(), unkept: &unkept, shard, terms, codes })
    }
}

/// Looks at what is written before anything is judged.
fn look(
    files: &[ReportFile],
    (input, ssh): (&Input, &SshOptions),
    is_resumed: bool,
    setting: &Setting,
) -> Result<(), Complaint> {
    if is_resumed && input.is_live() {
        let help = "it takes over what was judged of saved output; collect with `-o DIR`, and check `--from DIR`";
        return Err(Complaint::Usage(format!(
            "`--resume` and clusters that are asked anew exclude each other: {help}"
        )));
    }
    files.iter().try_for_each(ReportFile::probe)?;
    overlap::look(files, input, ssh, setting)?;
    if setting.verbosity == Verbosity::Verbose {
        files.iter().filter(|file| file.is_link()).for_each(|file| say(&format!("note: report {}", file.told())));
    }
    // Who asks clusters has more to end.
    if !files.is_empty() && !input.is_live() {
        interrupt::watch()?;
    }
    Ok(())
}

/// The targets of an input. Where a later run needs it, or another part of this one, with their places and what they rest on.
fn judged(input: Placed, is_kept: bool, judge: impl FnOnce(&Gathered) -> Vec<Target>) -> Vec<Target> {
    let Placed { at, evidence, what } = input;
    let mut targets = match what {
        What::Read(gathered) => judge(&gathered),
        What::Judged(targets) => targets,
    };
    for (own, target) in targets.iter_mut().enumerate() {
        target.place = is_kept.then_some((at, own));
        target.evidence.clone_from(&evidence);
    }
    targets
}

/// Tells the remarks beside a report that has no place for them.
fn remark_on(format: Format, targets: &[Target]) {
    if format != Format::Human {
        remark(targets.iter().map(|target| (&target.target, &target.remarks)));
    }
}

/// Notes the targets whose bundles could not be kept, which was told already.
fn note(targets: &mut [Target], unkept: &[Unkept]) {
    for (name, trouble) in unkept {
        let own = targets.iter_mut().filter(|target| target.target == *name);
        own.for_each(|target| target.remarks.push(trouble.clone()));
    }
}

/// What is asked, and as much as reports of these formats tell.
fn asked<'q>(questions: &'q Questions, formats: &[Format], verbosity: Verbosity, is_kept: bool) -> Asked<'q> {
    let is_told = formats.iter().any(|format| format.tells_passes(verbosity));
    // What is kept is for any format.
    let passes = if is_told || is_kept { Passes::Told } else { Passes::Counted };
    Asked { questions, passes, answers: is_kept || formats.iter().any(|format| format.shows_answers()) }
}

/// Formats for machines have no place for remarks on the input; nobody shall miss them for that.
pub(super) fn remark<'a>(remarks: impl Iterator<Item = (&'a String, &'a Vec<String>)>) {
    for (target, remark) in remarks.flat_map(|(target, remarks)| remarks.iter().map(move |remark| (target, remark))) {
        say(&format!("note: {}: {}", clean(target), clean(remark)));
    }
}
