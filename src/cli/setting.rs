//! What all commands stand on: the configuration file, the catalog with a site's own rules, and how to print.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::{env, thread};

use clap::Args;
use clap::builder::{BoolishValueParser, PossibleValuesParser};
use ndmp_preflight::config::{COLORS, Config, find, passed_over};
use ndmp_preflight::report::Verbosity;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::trial;

use super::complaint::{Complaint, shown};
use super::file;
use super::inventory;
use super::output::Screen;
use super::say;
use super::site;

/// The options that all commands have.
#[derive(Args, Debug)]
pub(crate) struct SettingOptions {
    /// Folder with a site's own rules, tables and profiles
    #[arg(long, value_name = "DIR", env = "NDMP_PREFLIGHT_RULES", hide_env = true)]
    rules: Option<PathBuf>,

    /// Configuration file [default: the nearest ndmp-preflight.toml up to the repository root, else the user's]
    #[arg(long, value_name = "FILE", env = "NDMP_PREFLIGHT_CONFIG", hide_env = true)]
    config: Option<PathBuf>,

    /// Number of clusters to ask, or of files to read, at the same time [default: 8; one for each core]
    #[arg(long, value_name = "N", env = "NDMP_PREFLIGHT_JOBS", hide_env = true,
        value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,

    /// When to colour [default: auto]
    #[arg(long, value_name = "WHEN", env = "NDMP_PREFLIGHT_COLOR", hide_env = true,
        value_parser = PossibleValuesParser::new(COLORS))]
    color: Option<String>,

    /// Only the last lines
    #[arg(short, long, env = "NDMP_PREFLIGHT_QUIET", hide_env = true,
        value_parser = BoolishValueParser::new(), conflicts_with = "verbose")]
    quiet: bool,

    /// Everything: passes one by one, all answers, which configuration file was used
    #[arg(short, long, env = "NDMP_PREFLIGHT_VERBOSE", hide_env = true, value_parser = BoolishValueParser::new())]
    verbose: bool,
}

/// What all commands stand on.
pub(crate) struct Setting {
    pub(crate) config: Config,
    /// The file that the configuration is of.
    pub(crate) file: Option<PathBuf>,
    /// Whether that is the user's own, or was named: what lies in a folder may be anybody's.
    pub(crate) is_own: bool,
    pub(crate) catalog: Catalog,
    pub(crate) screen: Screen,
    pub(crate) verbosity: Verbosity,
    /// `--jobs`
    #[cfg_attr(not(feature = "ssh"), expect(dead_code, reason = "only clusters that are asked need it"))]
    pub(crate) jobs: Option<usize>,
}

impl SettingOptions {
    /// Reads the configuration and the rules.
    pub(crate) fn setting(self) -> Result<Setting, Complaint> {
        let here = env::current_dir().unwrap_or_default();
        let file = self.config.clone().or_else(|| find(&here));
        let is_found = |file: &Path| here.ancestors().any(|folder| file.parent() == Some(folder));
        let is_own = self.config.is_some() || file.as_deref().is_none_or(|file| !is_found(file));
        let config = file.as_deref().map(configuration).transpose()?.unwrap_or_default();
        let verbosity = self.verbosity(&config);
        if let (Verbosity::Verbose, Some(file)) = (verbosity, &file) {
            say(&format!("configuration: {}", shown(file)));
        }
        if let (None, Some(above)) = (&file, passed_over(&here).filter(|_| verbosity != Verbosity::Quiet)) {
            let help = "outside of a repository only the folder itself is looked at; name it with `--config`";
            say(&format!("note: `{}` is not read: {help}", shown(&above)));
        }
        // Before the first work for several threads, which would begin with as many as there are.
        let jobs = self.jobs.map(usize::from).or(config.options.jobs);
        if let Some(jobs) = jobs {
            // More threads than processors judge nothing faster; more clusters than that can be asked at a time.
            let processors = thread::available_parallelism().map_or(1, NonZero::get);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.min(processors)).build_global();
            pool.map_err(|error| Complaint::Usage(format!("`--jobs {jobs}`: {error}")))?;
        }
        let mut catalog = Catalog::for_judging()?;
        let rules = self.rules.or_else(|| beside(file.as_deref(), config.options.rules.as_ref()?));
        if let Some(folder) = rules {
            let known = (catalog.tables.len(), catalog.rules.len());
            catalog.add_site(site::files(&folder)?)?;
            try_examples(&catalog, known)?;
        }
        config.set_rules(&mut catalog)?;
        let color = self.color.or_else(|| config.options.color.clone());
        Ok(Setting { config, file, is_own, catalog, screen: Screen::new(color.as_deref()), verbosity, jobs })
    }

    /// The same, and the clusters that the site's own inventory lists.
    pub(crate) fn setting_of_clusters(self) -> Result<Setting, Complaint> {
        let mut setting = self.setting()?;
        inventory::join(&mut setting)?;
        Ok(setting)
    }

    /// A word on the command line wins over both in the file.
    fn verbosity(&self, config: &Config) -> Verbosity {
        let (quiet, verbose) = (config.options.quiet == Some(true), config.options.verbose == Some(true));
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ if verbose => Verbosity::Verbose,
            _ if quiet => Verbosity::Quiet,
            _ => Verbosity::Normal,
        }
    }
}

fn configuration(path: &Path) -> Result<Config, Complaint> {
    let name = shown(path);
    let text =
        file::text(path, file::SETTING).map_err(|why| Complaint::Usage(format!("configuration `{name}`: {why}")))?;
    Ok(Config::parse(&name, text.trim_start_matches('\u{feff}'))?)
}

/// A folder named in the configuration file stands beside that file.
fn beside(file: Option<&Path>, folder: &str) -> Option<PathBuf> {
    Some(file?.parent()?.join(folder))
}

/// A site's own tables and rules must do what their examples say, as ours do.
fn try_examples(catalog: &Catalog, (tables, rules): (usize, usize)) -> Result<(), Complaint> {
    let today = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let own = catalog.rules.iter().skip(rules);
    let read =
        catalog.tables.iter().skip(tables).filter_map(|table| trial::table_examples(&catalog.tables, table).err());
    let judged = own.filter_map(|rule| trial::examples(catalog, rule, today).err());
    let wrong: Vec<String> = read.chain(judged).flatten().map(|miss| miss.to_string()).collect();
    if wrong.is_empty() { Ok(()) } else { Err(Complaint::Examples(wrong)) }
}
