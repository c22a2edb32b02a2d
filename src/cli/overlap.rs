//! Reports that would be written over what the run reads: nobody wants that, and what was overwritten is gone.

use std::fs;
use std::path::{Path, PathBuf};

use ndmp_preflight::collect::bundle::SUFFIX;
use ndmp_preflight::report::Named;

use super::complaint::{Complaint, shown};
use super::input::Input;
use super::output::{ReportFile, place};
use super::setting::Setting;
use super::ssh_options::SshOptions;

/// What a run reads, and keeps.
struct Inputs<'a> {
    /// Files and folders with answers.
    from: &'a [PathBuf],
    /// The configuration file.
    config: Option<&'a Path>,
    /// Files with a site's rules.
    rules: Vec<&'a Path>,
    /// The private keys.
    keys: Vec<PathBuf>,
    /// The folder of the bundles.
    output: Option<PathBuf>,
}

/// Refuses a report that would take the place of something that is read or kept, or that would be read with the next run.
pub(super) fn look<F: Named>(
    files: &[ReportFile<F>],
    input: &Input,
    ssh: &SshOptions,
    setting: &Setting,
) -> Result<(), Complaint> {
    let inputs = Inputs {
        from: input.paths(),
        config: setting.file.as_deref(),
        rules: setting.catalog.site.iter().map(|(path, _)| Path::new(path)).collect(),
        keys: ssh.keys(&setting.config.ssh),
        output: ssh.folder(&setting.config.ssh),
    };
    files.iter().find_map(|file| inputs.harm(file)).map_or(Ok(()), |harm| Err(Complaint::Usage(harm)))
}

impl Inputs<'_> {
    fn harm<F: Named>(&self, file: &ReportFile<F>) -> Option<String> {
        let report = file.told();
        let over = |path: &Path, what: &str| {
            let name = shown(path);
            is_at(path, file).then(|| format!("report {report} would be written over {what} `{name}`"))
        };
        let within = |folder: &PathBuf| {
            let inner = fs::canonicalize(folder).ok().filter(|inner| inner.is_dir())?;
            let name = shown(folder);
            let help = "write it into another folder";
            file.place().starts_with(inner).then(|| {
                format!(
                    "report {report} would lie in `{name}`, and be read with the answers there the next time; {help}"
                )
            })
        };
        let bundle = |folder: &PathBuf| {
            let name = shown(file.place());
            let is_named = name.trim_end_matches(".sig").ends_with(SUFFIX);
            let is_there = is_named && fs::canonicalize(folder).is_ok_and(|inner| file.place().starts_with(inner));
            is_there.then(|| format!("report {report} has the name of a bundle, in the folder of the bundles"))
        };
        let of_input = self.from.iter().find_map(|path| over(path, "what is read,").or_else(|| within(path)));
        of_input
            .or_else(|| over(self.config?, "the configuration file"))
            .or_else(|| self.rules.iter().find_map(|path| over(path, "the rules of")))
            .or_else(|| self.keys.iter().find_map(|path| over(path, "the private key")))
            .or_else(|| self.output.as_ref().and_then(bundle))
    }
}

/// Whether the report would be written there. A pipe or a device is written to, and nothing of it is lost.
fn is_at<F: Named>(path: &Path, file: &ReportFile<F>) -> bool {
    path.is_file() && place(path).is_ok_and(|own| own == file.place())
}
