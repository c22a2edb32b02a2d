//! `rules check DIR`: whether a site's own files load, and all that is wrong with them.

use clap::Args;
use ndmp_preflight::report::{Exit, hang};
use serde::Serialize;

use super::loaded::{FolderOptions, Head, Loaded, counted};
use crate::cli::complaint::Complaint;

/// Load a site's own rules, tables, profiles and forms beside those of the program: all faults with their places, else what was loaded
///
/// Exit codes: 0 it loads, 2 it does not.
#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    folder: FolderOptions,
}

/// `ndmp-preflight/rules-check/v1`.
#[derive(Serialize)]
struct Sheet<'l> {
    #[serde(flatten)]
    head: Head,
    /// What was loaded; absent where there are faults.
    #[serde(skip_serializing_if = "Option::is_none")]
    loaded: Option<Names<'l>>,
}

#[derive(Serialize)]
struct Names<'l> {
    rules: Vec<&'l str>,
    /// By their commands.
    tables: Vec<&'l str>,
    profiles: Vec<&'l str>,
    forms: Vec<&'l str>,
}

impl Check {
    /// Loads the folder and tells what came of it.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let loaded = Loaded::of(&self.folder.folder)?;
        let exit = if loaded.faults.is_empty() { Exit::Ready } else { Exit::Usage };
        let [rules, tables, profiles, forms] = loaded.names().map(|(_, names)| names);
        let names = loaded.faults.is_empty().then_some(Names { rules, tables, profiles, forms });
        let head = Head::of("ndmp-preflight/rules-check/v1", &self.folder, &loaded, exit);
        self.folder.tell(&Sheet { head, loaded: names }, |wide| self.told(&loaded, wide))?;
        Ok(exit)
    }

    fn told(&self, loaded: &Loaded, wide: usize) -> String {
        if !loaded.faults.is_empty() {
            return loaded.faults_told();
        }
        let kind = |(kind, names): (&str, Vec<&str>)| {
            let head = format!("{:<12}", counted(names.len(), kind));
            (!names.is_empty()).then(|| hang(&head, 12, &names.join(", "), wide) + "\n")
        };
        let kinds: String = loaded.names().into_iter().filter_map(kind).collect();
        let name = self.folder.name();
        let files = counted(loaded.files, "file");
        format!("{kinds}\nno fault in {files}; `ndmp-preflight rules test {name}` runs their examples\n")
    }
}
