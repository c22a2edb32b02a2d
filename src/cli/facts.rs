//! `facts`: what was read, as typed records; nothing is judged.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use ndmp_preflight::report::facts::{Facts as FactSheet, FactsTarget};
use ndmp_preflight::report::{Exit, Format};

use super::check::remark;
use super::complaint::Complaint;
use super::input::{Gathered, Input};
use super::setting::SettingOptions;

/// Show what was read, as typed records; nothing is judged
#[derive(Args, Debug)]
pub(crate) struct Facts {
    #[command(flatten)]
    input: Input,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(["human", "json"]).try_map(|word| word.parse::<Format>()))]
    format: Format,
    #[command(flatten)]
    setting: SettingOptions,
}

impl Facts {
    /// Reads and shows.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting()?;
        let gathered = self.input.gather(&setting.catalog)?;
        let facts = FactSheet::of(gathered.into_iter().flat_map(targets).collect());
        let mut out = Vec::new();
        let written = facts.write(self.format, &setting.screen.style(setting.verbosity), &mut out);
        written.map_err(|error| Complaint::Usage(format!("facts: {error}")))?;
        if self.format == Format::Json {
            remark(facts.targets.iter().map(|target| (&target.target, &target.remarks)));
        }
        if self.format == Format::Json {
            setting.screen.write_raw(&out)?
        } else {
            setting.screen.write(&out)?
        }
        Ok(facts.exit())
    }
}

fn targets(input: Gathered) -> Vec<FactsTarget> {
    match input {
        Gathered::Readings(readings) => readings.iter().map(FactsTarget::of).collect(),
        Gathered::Unreadable { name, error } => vec![FactsTarget::unreadable(&name, error)],
    }
}
