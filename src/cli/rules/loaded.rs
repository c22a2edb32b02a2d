//! A site's folder loaded beside the rules of the program: what is in it, or all that is wrong with it.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::PossibleValuesParser;
use ndmp_preflight::config::COLORS;
use ndmp_preflight::fault::Fault;
use ndmp_preflight::report::{Exit, Tool, json};
use ndmp_preflight::rule::{Catalog, Rule};
use ndmp_preflight::table::Definition;
use serde::Serialize;

use crate::cli::complaint::{Complaint, shown};
use crate::cli::output::Screen;
use crate::cli::site;

/// What is looked at, and how it is told.
#[derive(Args, Debug)]
pub(super) struct FolderOptions {
    /// Folder with a site's own rules, and in its folders `tables`, `profiles` and `forms` those
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human",
        value_parser = PossibleValuesParser::new(["human", "json"]))]
    format: String,
    /// When to colour [default: auto]
    #[arg(long, value_name = "WHEN", env = "NDMP_PREFLIGHT_COLOR", hide_env = true,
        value_parser = PossibleValuesParser::new(COLORS))]
    color: Option<String>,
}

impl FolderOptions {
    /// Writes what a shape says, or the same for people.
    pub(super) fn tell(&self, shape: &impl Serialize, human: impl FnOnce(usize) -> String) -> Result<(), Complaint> {
        let screen = Screen::new(self.color.as_deref());
        if self.format != "json" {
            return screen.write(human(screen.style(Default::default()).prose()).as_bytes());
        }
        let mut out = Vec::new();
        json::pretty(shape, &mut out).map_err(|error| Complaint::Usage(format!("rules: {error}")))?;
        screen.stream(|stream| stream.write_all(&out))
    }

    /// The folder, as messages call it.
    pub(super) fn name(&self) -> String {
        shown(&self.folder)
    }
}

/// What was loaded from a folder.
pub(super) struct Loaded {
    /// Number of files.
    pub(super) files: usize,
    /// All that the program knows then.
    pub(super) catalog: Catalog,
    /// Tables, rules, profiles and forms of the program, which stand before those of the site.
    own: [usize; 4],
    /// All faults; with any of them nothing of the site is in the catalog.
    pub(super) faults: Vec<Fault>,
}

impl Loaded {
    /// Loads all TOML files below the folder.
    pub(super) fn of(folder: &Path) -> Result<Self, Complaint> {
        let files = site::files(folder)?;
        let mut catalog = Catalog::for_judging()?;
        let own = [catalog.tables.len(), catalog.rules.len(), catalog.profiles.len(), catalog.forms.len()];
        let count = files.len();
        let faults = catalog.add_site(files).err().unwrap_or_default();
        Ok(Self { files: count, catalog, own, faults })
    }

    pub(super) fn tables(&self) -> &[Definition] {
        &self.catalog.tables[self.own[0]..]
    }

    pub(super) fn rules(&self) -> &[Rule] {
        &self.catalog.rules[self.own[1]..]
    }

    /// Rules, tables, profiles and forms by their names, each under what it is called.
    pub(super) fn names(&self) -> [(&'static str, Vec<&str>); 4] {
        let Catalog { profiles, forms, .. } = &self.catalog;
        [
            ("rule", self.rules().iter().map(|rule| rule.id.as_str()).collect()),
            ("table", self.tables().iter().map(|table| table.command.as_str()).collect()),
            ("profile", profiles[self.own[2]..].iter().map(|profile| profile.name.as_str()).collect()),
            ("form", forms[self.own[3]..].iter().map(|form| form.name.as_str()).collect()),
        ]
    }

    /// All faults as people read them.
    pub(super) fn faults_told(&self) -> String {
        let told: String = self.faults.iter().map(|fault| format!("{fault}\n\n")).collect();
        let mut files: Vec<&str> = self.faults.iter().map(|fault| fault.file.as_str()).collect();
        files.dedup();
        let is_in_tables = |file: &&&str| Path::new(file).parent().is_some_and(|folder| folder.ends_with("tables"));
        let later = if files.iter().any(|file| is_in_tables(&file)) {
            "; what the rules name is looked at when the tables are right"
        } else {
            ""
        };
        let (faults, files) = (counted(self.faults.len(), "fault"), counted(files.len(), "file"));
        format!("{told}{faults} in {files}; nothing was loaded{later}\n")
    }
}

/// `1 file`, `2 files`
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// What begins the shapes of `rules check` and `rules test`.
#[derive(Serialize)]
pub(super) struct Head {
    schema: &'static str,
    tool: Tool,
    exit_code: u8,
    /// The folder, as it was typed.
    folder: String,
    /// Number of its files.
    files: usize,
    faults: Vec<FaultLine>,
}

#[derive(Serialize)]
struct FaultLine {
    file: String,
    line: usize,
    column: usize,
    length: usize,
    /// The line of the file that holds it.
    text: String,
    message: String,
    /// What to do; may be empty.
    help: String,
}

impl Head {
    pub(super) fn of(schema: &'static str, options: &FolderOptions, loaded: &Loaded, exit: Exit) -> Self {
        let line = |fault: &Fault| {
            let Fault { file, line, column, length, text, message, help, .. } = fault.clone();
            FaultLine { file, line, column, length, text, message, help }
        };
        let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
        let faults = loaded.faults.iter().map(line).collect();
        Self { schema, tool, exit_code: exit.code(), folder: options.name(), files: loaded.files, faults }
    }
}
