//! The options of `check`, on the command line and in the environment. The configuration file fills what they leave open.

use std::error::Error;

use clap::Args;
use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use ndmp_preflight::check::Aim;
use ndmp_preflight::config::{FAIL_ON, Options, Planned, SCOPES, is_release};
use ndmp_preflight::judge::ScopeWish;
use ndmp_preflight::report::shard::Part;
use ndmp_preflight::report::{FailOn, Format, Policy};

use super::aim::aim;
use super::backup_options::BackupOptions;
use super::complaint::Complaint;
use super::exit_codes::ExitCodeOptions;
use super::setting::Setting;

/// What is judged, and so what is asked of a cluster.
#[derive(Args, Debug)]
pub(crate) struct AimOptions {
    /// NDMP scope to judge; auto: what the cluster's node-scope-mode says
    #[arg(long, value_name = "SCOPE", env = "NDMP_PREFLIGHT_SCOPE", hide_env = true, value_parser = choice(&SCOPES))]
    scope: Option<ScopeWish>,

    /// ONTAP release, for when no answer tells it
    #[arg(long, value_name = "RELEASE", env = "NDMP_PREFLIGHT_ONTAP", hide_env = true, value_parser = release)]
    ontap: Option<String>,

    /// Only the rules that this glob matches (repeatable)
    #[arg(long, value_name = "RULE", value_delimiter = ',', env = "NDMP_PREFLIGHT_SELECT", hide_env = true)]
    select: Vec<String>,

    /// Without the rules that this glob matches (repeatable)
    #[arg(long, value_name = "RULE", value_delimiter = ',', env = "NDMP_PREFLIGHT_IGNORE", hide_env = true)]
    ignore: Vec<String>,

    #[command(flatten)]
    backup: BackupOptions,
}

/// The options that only `check` has.
#[derive(Args, Debug)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    aim: AimOptions,

    /// Format of the report on standard output [default: human]
    #[arg(long, value_name = "FORMAT", env = "NDMP_PREFLIGHT_FORMAT", hide_env = true, value_parser = format())]
    format: Option<Format>,

    /// Another report, into a file (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH", env = "NDMP_PREFLIGHT_REPORT", hide_env = true)]
    reports: Vec<String>,

    /// Only the K-th of N parts of the targets, told by their names; `merge` makes one of the JSON reports of all parts
    #[arg(long, value_name = "K/N", env = "NDMP_PREFLIGHT_SHARD", hide_env = true, value_parser = part)]
    shard: Option<Part>,

    /// Take over targets of this JSON report whose evidence, rules, options and, where waivers count by it, day are the same; it is
    /// then written so that the next run can, and need not be there yet
    #[arg(long, value_name = "REPORT", env = "NDMP_PREFLIGHT_RESUME", hide_env = true)]
    resume: Option<String>,

    #[command(flatten)]
    policy: PolicyOptions,

    #[command(flatten)]
    ending: ExitCodeOptions,
}

fn part(word: &str) -> Result<Part, String> {
    word.parse()
}

/// What the exit code is.
#[derive(Args, Debug)]
pub(crate) struct PolicyOptions {
    /// Which failures make a cluster not ready [default: must]
    #[arg(long, value_name = "WEIGHT", env = "NDMP_PREFLIGHT_FAIL_ON", hide_env = true, value_parser = choice(&FAIL_ON))]
    fail_on: Option<FailOn>,

    /// End with 0 although must rules are unknown; never when nothing was judged
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        env = "NDMP_PREFLIGHT_ALLOW_UNKNOWN",
        hide_env = true,
        hide_possible_values = true,
        value_parser = BoolishValueParser::new()
    )]
    allow_unknown: Option<bool>,

    /// Today, for waivers: YYYY-MM-DD, UTC
    #[arg(long, value_name = "DATE", env = "NDMP_PREFLIGHT_NOW", hide_env = true, value_parser = date)]
    now: Option<Date>,
}

/// A parser of one of a few words that lists the right ones, and finds the nearest.
pub(super) fn choice<T: Copy + Send + Sync + 'static>(
    choices: &'static [(&'static str, T)],
) -> impl TypedValueParser<Value = T> {
    let words = PossibleValuesParser::new(choices.iter().map(|(word, _)| *word));
    words.try_map(|word| {
        let found = choices.iter().find(|(known, _)| *known == word);
        found.map(|(_, value)| *value).ok_or_else(|| format!("no value is called `{word}`"))
    })
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::words()).try_map(|word| word.parse::<Format>())
}

/// The parser's own words speak of digits of a year.
pub(super) fn date(word: &str) -> Result<Date, String> {
    word.parse().map_err(|_| "expected a date such as 2026-12-31".to_owned())
}

fn release(word: &str) -> Result<String, Box<dyn Error + Send + Sync>> {
    if is_release(word) { Ok(word.to_owned()) } else { Err("expected an ONTAP release such as 9.12.1P4".into()) }
}

impl AimOptions {
    /// Fills `options`, those of the configuration file, over with what was given here.
    /// What it tells of the backup is kept apart: between the two stands what the file says of a single cluster.
    fn over(self, options: Options) -> (Options, Planned) {
        let options = Options {
            scope: self.scope.or(options.scope),
            ontap: self.ontap.or(options.ontap),
            select: given(self.select, options.select),
            ignore: given(self.ignore, options.ignore),
            ..options
        };
        (options, self.backup.planned())
    }

    /// Puts the question with them.
    pub(crate) fn aim(self, setting: &mut Setting) -> Result<Aim, Complaint> {
        let (options, planned) = self.over(setting.config.options.clone());
        aim(&options, &planned, setting)
    }
}

impl CheckOptions {
    /// Fills `options`, those of the configuration file, over with what was given here.
    pub(crate) fn over(self, options: Options) -> (Options, Planned) {
        let (options, planned) = self.aim.over(options);
        let options = Options {
            format: self.format.or(options.format),
            reports: given(self.reports, options.reports),
            shard: self.shard.or(options.shard),
            resume: self.resume.or(options.resume),
            exit_codes: self.ending.exit_codes.or(options.exit_codes),
            ..options
        };
        (self.policy.over(options), planned)
    }
}

impl PolicyOptions {
    fn over(self, options: Options) -> Options {
        Options {
            fail_on: self.fail_on.or(options.fail_on),
            allow_unknown: self.allow_unknown.or(options.allow_unknown),
            now: self.now.or(options.now),
            ..options
        }
    }
}

/// What is judged, and what the exit code is, for a command with reports of its own.
#[derive(Args, Debug)]
pub(crate) struct JudgingOptions {
    #[command(flatten)]
    aim: AimOptions,
    #[command(flatten)]
    policy: PolicyOptions,
}

impl JudgingOptions {
    /// Fills `options`, those of the configuration file, over with what was given here.
    pub(crate) fn over(self, options: Options) -> (Options, Planned) {
        let (options, planned) = self.aim.over(options);
        (self.policy.over(options), planned)
    }
}

/// The policy of the options.
pub(crate) fn policy(options: &Options) -> Policy {
    Policy { fail_on: options.fail_on.unwrap_or_default(), allow_unknown: options.allow_unknown.unwrap_or_default() }
}

fn given<T>(here: Vec<T>, file: Vec<T>) -> Vec<T> {
    if here.is_empty() { file } else { here }
}
