//! `facts`: what was read, as typed records; nothing is judged.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::fault::nearest;
use ndmp_preflight::judge::Question;
use ndmp_preflight::report::facts::{Facts as FactSheet, FactsFormat, FactsTarget};
use ndmp_preflight::report::{Exit, Verbosity};

use ndmp_preflight::rule::Catalog;
use ndmp_preflight::saved::Gathered;
use ndmp_preflight::table::Definition;

use super::check::remark;
use super::complaint::Complaint;
use super::input::Input;
use super::live::Wish;
use super::setting::SettingOptions;
use super::ssh_options::SshOptions;

/// Show what was read, as typed records; nothing is judged
#[derive(Args, Debug)]
pub(crate) struct Facts {
    #[command(flatten)]
    input: Input,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(FactsFormat::WORDS).map(|word| FactsFormat::of(&word).unwrap_or_default()))]
    format: FactsFormat,
    /// Only the answers to this command, such as "network interface show" (repeatable)
    #[arg(long, value_name = "COMMAND")]
    command: Vec<String>,
    #[command(flatten)]
    setting: SettingOptions,
    #[command(flatten)]
    ssh: SshOptions,
}

impl Facts {
    /// Reads and shows.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let setting = self.setting.setting_of_clusters()?;
        self.command.iter().try_for_each(|command| known(command, &setting.catalog))?;
        let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
        let is_told = self.format == FactsFormat::Human && setting.verbosity != Verbosity::Quiet;
        let taken = self.input.taken(
            self.ssh,
            &setting,
            &Wish { questions: &Question::plain(today).into(), judged: None, purpose: Purpose::Check, is_told },
        )?;
        let read = |input| targets(input, &setting.catalog.tables);
        let mut facts = FactSheet::of(taken.gathered.into_iter().flat_map(read).collect());
        if !self.command.is_empty() {
            facts
                .targets
                .iter_mut()
                .for_each(|target| target.answers.retain(|answer| self.command.contains(&answer.command)));
        }
        let exit = if taken.unkept.is_empty() { facts.exit() } else { Exit::Unreadable };
        let style = setting.screen.style(setting.verbosity);
        if self.format != FactsFormat::Human {
            remark(facts.targets.iter().map(|target| (&target.target, &target.remarks)));
            setting.screen.stream(|out| facts.write(self.format, &style, out))?;
            return Ok(exit);
        }
        let mut out = Vec::new();
        let written = facts.write(self.format, &style, &mut out);
        written.map_err(|error| Complaint::Usage(format!("facts: {error}")))?;
        setting.screen.write(&out)?;
        Ok(exit)
    }
}

/// A command that no table knows is most likely a slip.
fn known(command: &str, catalog: &Catalog) -> Result<(), Complaint> {
    let commands = || catalog.tables.iter().map(|table| table.command.as_str());
    if commands().any(|known| known == command) || !command.contains("show") {
        return Ok(());
    }
    match nearest(command, commands()) {
        Some(near) => Err(Complaint::Usage(format!("no table describes `{command}`; did you mean `{near}`?"))),
        None => Ok(()),
    }
}

fn targets(input: Gathered, tables: &[Definition]) -> Vec<FactsTarget> {
    match input {
        Gathered::Readings(readings) => readings.iter().map(|reading| FactsTarget::of(reading, tables)).collect(),
        Gathered::Unreadable { name, error } | Gathered::Unasked { name, error } => {
            vec![FactsTarget::unreadable(&name, error)]
        }
    }
}
