//! `rules new NAME`: a rule or a table to begin with. It loads, its examples do what they say, and its comments teach each key.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use ndmp_preflight::collect::bundle::write_new;
use ndmp_preflight::report::Exit;
use ndmp_preflight::rule::{Catalog, is_rule_name};

use crate::cli::complaint::{Complaint, reason, shown};
use crate::cli::output::Screen;
use crate::cli::say;

const RULE: &str = include_str!("rule.toml");
const TABLE: &str = include_str!("table.toml");

/// Print a rule to begin with, or a table; it loads, has examples that pass and fail, and its comments teach each key
#[derive(Args, Debug)]
pub(crate) struct New {
    /// The name of the rule, subject first: lowercase words with hyphens between them, such as node-eligible; of a table, what a row is
    name: String,
    /// A table of what this ONTAP command prints, such as "storage tape position show"
    #[arg(long, value_name = "COMMAND")]
    table: Option<String>,
    /// Into this file, NAME.toml, or into this folder; a file that is there stays as it is [default: standard output]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
}

impl New {
    /// Makes it and writes it.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let mut catalog = Catalog::for_judging()?;
        self.look(&catalog)?;
        let text = match &self.table {
            None => RULE.replace("NAME", &self.name),
            Some(command) => TABLE.replace("COMMAND", command).replace("NAME", &self.name),
        };
        let place = self.output.as_deref().map(|path| self.place(path)).transpose()?;
        let usual = PathBuf::from(if self.table.is_some() { "tables" } else { "" }).join(self.file());
        // What a name or a command makes of it is a fault of whoever gave it, told with its place.
        catalog.add_site(vec![(shown(place.as_deref().unwrap_or(&usual)), text.clone())])?;
        match place {
            None => Screen::new(Some("never")).stream(|out| out.write_all(text.as_bytes()))?,
            Some(place) => self.write(&place, &text)?,
        }
        Ok(Exit::Ready)
    }

    fn file(&self) -> String {
        format!("{}.toml", self.name)
    }

    /// Looks at the name and at the command.
    fn look(&self, catalog: &Catalog) -> Result<(), Complaint> {
        let name = &self.name;
        if !is_rule_name(name) {
            let near = kebab(name);
            let near = if near.is_empty() { String::new() } else { format!(", such as `{near}`") };
            return refused(format!("`{name}` is no name; expected lowercase words with hyphens between them{near}"));
        }
        let Some(command) = &self.table else {
            let taken = catalog.rule(name).map(|rule| rule.file.clone());
            let told = |file| format!("there is a rule `{name}` already, in rules/{file}; give yours another name");
            return taken.map_or(Ok(()), |file| refused(told(file)));
        };
        if !command.ends_with(" show") || !command.split(' ').all(is_rule_name) {
            let help = "expected a whole command without options, such as `storage tape position show`";
            return refused(format!("`--table {command}`: only what a `show` prints is a table; {help}"));
        }
        let taken = catalog.tables.iter().find(|table| table.command == *command);
        let told = |file| format!("`--table {command}`: there is a table of it already, rules/{file}");
        taken.map_or(Ok(()), |table| refused(told(&table.file)))
    }

    /// The file: that of the path, or the usual one in its folder.
    fn place(&self, path: &Path) -> Result<PathBuf, Complaint> {
        let is_table = self.table.is_some();
        if path.extension().is_none_or(|extension| extension != "toml") {
            let folder = if is_table && !path.ends_with("tables") { path.join("tables") } else { path.to_owned() };
            return Ok(folder.join(self.file()));
        }
        let is_called = path.file_name().is_some_and(|name| name.to_string_lossy() == self.file());
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        let stands = folder.unwrap_or_default();
        if !is_table && !is_called {
            let file = self.file();
            return refused(format!("`--output {}`: the file of this rule is called {file}", shown(path)));
        }
        if is_table != (stands == "tables") || ["profiles", "forms"].contains(&stands.as_str()) {
            let help = "a table stands in a folder called `tables`, and a rule in no folder called `tables`, `profiles` or `forms`";
            return refused(format!("`--output {}`: {help}", shown(path)));
        }
        Ok(path.to_owned())
    }

    fn write(&self, place: &Path, text: &str) -> Result<(), Complaint> {
        let wrong = |error: &std::io::Error| {
            let why = match error.kind() {
                std::io::ErrorKind::AlreadyExists => "is there already, and stays as it is".to_owned(),
                _ => format!("could not be written: {}", reason(error)),
            };
            Complaint::Usage(format!("`{}` {why}", shown(place)))
        };
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(|error| wrong(&error))?;
        write_new(place, text.as_bytes()).map_err(|error| wrong(&error))?;
        let site =
            if self.table.is_some() { folder.parent().filter(|up| !up.as_os_str().is_empty()) } else { Some(folder) };
        let site = shown(site.unwrap_or(Path::new(".")));
        say(&format!("written: {}; `ndmp-preflight rules test {site}` runs its examples", shown(place)));
        Ok(())
    }
}

fn refused<T>(why: String) -> Result<T, Complaint> {
    Err(Complaint::Usage(why))
}

/// The name that is nearest to what was typed: `Node_Up` is `node-up`.
fn kebab(name: &str) -> String {
    let low = name.to_ascii_lowercase();
    let words = low.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
