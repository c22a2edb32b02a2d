//! What the page asks for.

use jiff::civil::Date;
use ndmp_preflight::check::Usage;
use ndmp_preflight::config::{Config, Options};
use ndmp_preflight::fault::Fault;
use serde::Deserialize;

/// How the plan of the form is called in messages.
pub(crate) const FORM: &str = "the form";

/// What the page asks for.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Order {
    /// Today, UTC: `2026-11-22`. Nothing in a page knows it but the page.
    pub(crate) today: String,
    /// What was pasted or typed; empty: nothing.
    #[serde(default)]
    pub(crate) paste: String,
    /// Whether each text is of another cluster.
    #[serde(default)]
    pub(crate) apart: bool,
    /// What the form says, as a configuration file says it.
    #[serde(default)]
    pub(crate) form: String,
}

/// Why nothing was judged.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// What was given cannot be meant.
    Usage(String),
    /// Files with faults; those of the form are told beside its fields.
    Faults(Vec<Fault>),
}

impl From<Usage> for Trouble {
    fn from(Usage(message): Usage) -> Self {
        Self::Usage(message)
    }
}

impl From<Vec<Fault>> for Trouble {
    fn from(faults: Vec<Fault>) -> Self {
        Self::Faults(faults)
    }
}

impl Order {
    /// The day by which waivers count: that of the configuration, else today.
    pub(crate) fn day(&self, options: &Options) -> Result<Date, Trouble> {
        let today = self.today.parse::<Date>();
        let today = today.map_err(|_| Trouble::Usage(format!("`{}` is no day; expected 2026-11-22", self.today)))?;
        Ok(options.now.unwrap_or(today))
    }

    /// What the form says goes before what a file says.
    pub(crate) fn over(&self, config: &Config) -> Result<(Options, Config), Trouble> {
        let form = Config::parse(FORM, &self.form)?;
        let (file, own) = (config.options.clone(), form.options.clone());
        let options = Options {
            scope: own.scope.or(file.scope),
            ontap: own.ontap.or(file.ontap),
            fail_on: own.fail_on.or(file.fail_on),
            allow_unknown: own.allow_unknown.or(file.allow_unknown),
            ..file
        };
        Ok((options, form))
    }
}
