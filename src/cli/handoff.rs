//! `handoff`: what the backup administrator types, on one sheet.

use std::io;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::judge::Question;
use ndmp_preflight::judge::handoff::{Sheet, sheet};
use ndmp_preflight::report::handoff::{Handoff as Sheets, HandoffFormat};
use ndmp_preflight::report::{Exit, Named, Policy, Style, Target};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::table::Reading;

use super::complaint::Complaint;
use super::input::Input;
use super::options::JudgingOptions;
use super::paper::{Paper, Paperwork};
use super::setting::SettingOptions;
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
    /// Reads, judges and writes.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let Self { input, format, reports, options, setting, ssh } = self;
        Paperwork { input, format, reports, options, setting, ssh }.done::<Sheets>()
    }
}

impl Paper for Sheets {
    type Format = HandoffFormat;
    type Part = Sheet;
    const COMMAND: &'static str = "handoff";
    const PURPOSE: Purpose = Purpose::Handoff;

    fn is_for_people(format: HandoffFormat) -> bool {
        format == HandoffFormat::Human
    }

    fn part(reading: &Reading, catalog: &Catalog, question: &Question) -> Sheet {
        sheet(reading, catalog, question)
    }

    fn of(targets: Vec<(Target, Sheet)>, policy: Policy, left_out: Vec<String>, unkept: &[(String, String)]) -> Self {
        Self::of(targets, policy, left_out, unkept)
    }

    fn remarks(&self) -> Vec<(&String, &Vec<String>)> {
        self.targets.iter().map(|target| (&target.target, &target.remarks)).collect()
    }

    fn write(&self, format: HandoffFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        self.write(format, style, out)
    }

    fn exit(&self) -> Exit {
        self.exit()
    }
}
