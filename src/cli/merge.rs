//! `merge`: one report out of many, such as those of the shards of a fleet.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::report::reread::Reread;
use ndmp_preflight::report::{ExitCodes, Format, Report};

use super::complaint::{Complaint, shown};
use super::exit_codes::{self, ExitCodeOptions};
use super::saved_report;
use super::setting::{Setting, SettingOptions};

/// Make one report out of many JSON reports of `check`, such as those of the shards of a fleet
///
/// It ends as the gravest of them does. A report that is cut, or none of this program, is an error.
#[derive(Args, Debug)]
#[command(after_help = super::EXIT_CODES)]
pub(crate) struct Merge {
    /// What `check --format json` or `jsonl` wrote; - for standard input
    #[arg(value_name = "REPORT", required = true)]
    reports: Vec<PathBuf>,
    /// Format of the report on standard output; what is for people alone stands in no JSON, and so not in the others either
    #[arg(long, value_name = "FORMAT", default_value = "json", value_parser = format())]
    format: Format,
    #[command(flatten)]
    ending: ExitCodeOptions,
    #[command(flatten)]
    setting: SettingOptions,
}

fn format() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::words()).try_map(|word| word.parse::<Format>())
}

impl Merge {
    /// Reads them and writes the one.
    pub(crate) fn run(self) -> Result<u8, Complaint> {
        let setting = self.setting.setting()?;
        let codes = exit_codes::chosen(self.ending.exit_codes.or(setting.config.options.exit_codes));
        let read = |path: &PathBuf| Ok((shown(path), saved_report::read(path)?));
        let reports: Vec<(String, Reread)> = self.reports.iter().map(read).collect::<Result<_, Complaint>>()?;
        let wrong = |why: String| Complaint::Usage(format!("merge: {why}"));
        if reports.iter().any(|(_, report)| report.is_part()) {
            let report = Reread::whole(&reports).map_err(wrong)?;
            return written(&report, self.format, &setting, codes);
        }
        let merged = Reread::merged(reports.into_iter().map(|(_, report)| report).collect()).map_err(wrong)?;
        let report = merged.report().map_err(wrong)?;
        if self.format == Format::Json {
            setting.screen.stream(|out| ndmp_preflight::report::json::pretty(&merged, out))?;
            return Ok(codes.code(&report));
        }
        written(&report, self.format, &setting, codes)
    }
}

fn written(report: &Report, format: Format, setting: &Setting, codes: ExitCodes) -> Result<u8, Complaint> {
    let style = setting.screen.style(setting.verbosity);
    let mut out = Vec::new();
    let written = format.write(report, &style, &mut out);
    written.map_err(|error| Complaint::Usage(format!("merge: {error}")))?;
    match format {
        Format::Human => setting.screen.write(&out)?,
        _ => setting.screen.stream(|stream| stream.write_all(&out))?,
    }
    Ok(codes.code(report))
}
