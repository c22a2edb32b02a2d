//! `generate`: manual pages, completions and schemas, from the definitions themselves.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::builder::PossibleValuesParser;
use clap::{Args, Command, Subcommand};
use clap_complete::Shell;
use ndmp_preflight::collect::bundle::{Access, write_whole};
use ndmp_preflight::report::{Exit, json};
use ndmp_preflight::schema;

use super::complaint::{Complaint, reason, shown};
use super::completion::script;
use super::output::Screen;
use super::setting::SettingOptions;

/// The page for a browser, where the program was built with it.
#[cfg(feature = "page")]
const PAGE: Option<&[u8]> = Some(include_bytes!(concat!(env!("OUT_DIR"), "/preflight.html")));
#[cfg(not(feature = "page"))]
const PAGE: Option<&[u8]> = None;

/// Print manual pages, completions of a shell, JSON Schemas, or the page that checks in a browser
#[derive(Args, Debug)]
pub(crate) struct Generate {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The manual page of the program, or of one of its commands, in roff
    Man {
        /// The command; none: the program
        command: Option<String>,
        /// All pages, each in a file of its own, into this folder
        #[arg(short, long, value_name = "DIR", conflicts_with = "command")]
        output: Option<PathBuf>,
    },
    /// The JSON Schema of what the program writes (report, fix, handoff, diff, trend, facts, rules, bundle manifest), or reads (configuration,
    /// rule, table)
    Schema {
        /// Of what
        #[arg(value_parser = PossibleValuesParser::new(schema::names()))]
        name: String,
    },
    /// What a shell completes: commands, options, and the names of rules, backup applications and clusters of the inventory
    Completions {
        /// The shell
        shell: Shell,
        #[command(flatten)]
        setting: SettingOptions,
    },
    /// The page that checks in a browser: one file, for those who cannot install a program
    Page,
}

impl Generate {
    /// Prints it. `cli`: the commands of the program.
    pub(crate) fn run(self, cli: Command) -> Result<Exit, Complaint> {
        let text = match self.what {
            What::Man { output: Some(folder), .. } => return manual(cli, &folder),
            What::Man { command, .. } => man(cli, command.as_deref())?,
            What::Schema { name } => printed(&name)?,
            What::Completions { shell, setting } => script(cli, shell, &setting.setting()?),
            What::Page => page()?,
        };
        Screen::new(Some("never")).stream(|out| out.write_all(&text))?;
        Ok(Exit::Ready)
    }
}

fn man(mut cli: Command, command: Option<&str>) -> Result<Vec<u8>, Complaint> {
    // Gives each command the name of its page.
    cli.build();
    let page = match command {
        None => cli,
        Some(wanted) => {
            let own = cli.get_subcommands().find(|own| own.get_name() == wanted).cloned();
            let known = || cli.get_subcommands().map(Command::get_name).collect::<Vec<_>>().join(", ");
            own.ok_or_else(|| Complaint::Usage(format!("no command is called `{wanted}`; there are {}", known())))?
        }
    };
    rendered(page)
}

fn rendered(command: Command) -> Result<Vec<u8>, Complaint> {
    let mut text = Vec::new();
    clap_mangen::Man::new(command).render(&mut text).map_err(|error| Complaint::Usage(format!("man: {error}")))?;
    Ok(text)
}

/// A page for the program and one for each command, those of `rules` and `generate` too.
fn manual(mut cli: Command, folder: &Path) -> Result<Exit, Complaint> {
    cli.build();
    let unwritten = |error: &io::Error| Complaint::Usage(format!("`{}`: {}", shown(folder), reason(error)));
    fs::create_dir_all(folder).map_err(|error| unwritten(&error))?;
    let mut commands = vec![cli];
    while let Some(command) = commands.pop() {
        let own = command.get_subcommands().filter(|own| own.get_name() != "help");
        commands.extend(own.cloned());
        let name = format!("{}.1", command.get_display_name().unwrap_or_else(|| command.get_name()));
        let page = rendered(command)?;
        write_whole(&folder.join(name), &page, Access::AsBefore).map_err(|error| unwritten(&error))?;
    }
    Ok(Exit::Ready)
}

fn printed(name: &str) -> Result<Vec<u8>, Complaint> {
    let mut text = Vec::new();
    let schema = schema::schema(name).ok_or_else(|| Complaint::Usage(format!("no schema is called `{name}`")))?;
    json::pretty(&schema, &mut text).map_err(|error| Complaint::Usage(format!("schema: {error}")))?;
    Ok(text)
}

fn page() -> Result<Vec<u8>, Complaint> {
    let help = "a release has it beside the program, as `preflight.html`; `web/build` in the sources makes it";
    let missing = || Complaint::Usage(format!("this program was built without the page; {help}"));
    PAGE.map(<[u8]>::to_vec).ok_or_else(missing)
}
