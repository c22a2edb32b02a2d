//! `fix`: what mends the failures, step by step.

use std::io;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::judge::Question;
use ndmp_preflight::judge::fix::{FixPlan, plan};
use ndmp_preflight::report::fix::{Fix as Plans, FixFormat};
use ndmp_preflight::report::{Exit, Named, Policy, Style, Target};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::table::Reading;

use super::complaint::Complaint;
use super::input::Input;
use super::options::JudgingOptions;
use super::paper::{Paper, Paperwork};
use super::setting::SettingOptions;
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
    /// Reads, judges and writes.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let Self { input, format, reports, options, setting, ssh } = self;
        Paperwork { input, format, reports, options, setting, ssh }.done::<Plans>()
    }
}

impl Paper for Plans {
    type Format = FixFormat;
    type Part = FixPlan;
    const COMMAND: &'static str = "fix";
    const PURPOSE: Purpose = Purpose::Check;

    fn is_for_people(format: FixFormat) -> bool {
        format == FixFormat::Human
    }

    fn part(reading: &Reading, catalog: &Catalog, question: &Question) -> FixPlan {
        plan(reading, catalog, question)
    }

    fn of(targets: Vec<(Target, FixPlan)>, policy: Policy, left_out: Vec<String>, unkept: &[(String, String)]) -> Self {
        Self::of(targets, policy, left_out, unkept)
    }

    fn remarks(&self) -> Vec<(&String, &Vec<String>)> {
        self.targets.iter().map(|target| (&target.target, &target.remarks)).collect()
    }

    fn write(&self, format: FixFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        self.write(format, style, out)
    }

    fn exit(&self) -> Exit {
        self.exit()
    }
}
