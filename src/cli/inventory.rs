//! `inventory` of the configuration: the site's own list of its clusters, a file or what a program prints.

use std::path::{Path, PathBuf};

use ndmp_preflight::config::inventory;

use super::complaint::{Complaint, shown};
use super::file;
use super::setting::Setting;

/// Adds its clusters to those of the configuration, which go before it.
pub(super) fn join(setting: &mut Setting) -> Result<(), Complaint> {
    let Some(source) = setting.config.inventory.take() else { return Ok(()) };
    let folder = setting.file.as_deref().and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    let wrong = |why: String| Complaint::Usage(format!("inventory `{source}`: {why}"));
    let path = folder.join(&source);
    let text = match path.is_file() {
        true => file::text(&path, file::SETTING),
        false if setting.is_own => printed(&source, &folder),
        false => Err(unnamed(setting)),
    };
    let hosts = inventory::hosts(&source, &text.map_err(wrong)?);
    let hosts = hosts.map_err(|error| match error {
        inventory::InventoryError::Faults(faults) => Complaint::Faults(faults),
        form @ inventory::InventoryError::Form(_) => wrong(form.to_string()),
    })?;
    let own = &mut setting.config.hosts;
    let new: Vec<_> = hosts.into_iter().filter(|host| own.iter().all(|known| known.name != host.name)).collect();
    own.extend(new);
    Ok(())
}

/// Why no program is run: whoever unpacks captures of others must not run what lies beside them.
fn unnamed(setting: &Setting) -> String {
    let file = setting.file.as_deref().map(shown).unwrap_or_default();
    let why = "no such file is beside the configuration, and a program is run only for one that was named";
    format!("{why}: `--config {file}`, if that is yours")
}

#[cfg(feature = "ssh")]
fn printed(source: &str, folder: &Path) -> Result<String, String> {
    let words: Vec<&str> = source.split_whitespace().collect();
    let printed = ndmp_preflight::collect::inventory::printed(&words, folder);
    let help = || format!("no file of that name is in `{}` either", shown(folder));
    printed.map_err(|why| if words.len() == 1 { format!("{why}; {}", help()) } else { why })
}

#[cfg(not(feature = "ssh"))]
fn printed(_: &str, folder: &Path) -> Result<String, String> {
    Err(format!("no file of that name is in `{}`, and this program was built without what runs others", shown(folder)))
}
