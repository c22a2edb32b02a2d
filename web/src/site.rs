//! What of the files is a site's own: its configuration, and a folder of its rules.

use std::path::Path;

use jiff::civil::Date;
use ndmp_preflight::check::Usage;
use ndmp_preflight::config::Config;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::saved::{Disk, Held, Kind};
use ndmp_preflight::trial;

use crate::order::Trouble;

/// Whether it is a configuration file: no cluster prints TOML.
pub(crate) fn is_configuration(held: &Held, top: &Path) -> bool {
    held.kind(top) == Some(Kind::File) && is_toml(top)
}

/// Whether it is a folder of rules: files of TOML, and no others but those that tell of them.
pub(crate) fn is_rules(held: &Held, top: &Path) -> bool {
    let files = files(held, top);
    let is_passable = |path: &Path| path.extension().is_some_and(|extension| extension == "md");
    let mut rules = files.iter().filter(|path| is_toml(path) && !path.ends_with("ndmp-preflight.toml"));
    rules.next().is_some() && files.iter().all(|path| is_toml(path) || is_passable(path))
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

/// All files below a folder, by name.
fn files(held: &Held, folder: &Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for (path, kind) in held.entries(folder).unwrap_or_default() {
        match kind {
            Some(Kind::Folder) => all.extend(files(held, &path)),
            _ => all.push(path),
        }
    }
    all.sort();
    all
}

/// The configuration of these files: none, or one.
pub(crate) fn configuration(held: &Held, tops: &[std::path::PathBuf]) -> Result<Config, Trouble> {
    let mut found = tops.iter().filter(|top| is_configuration(held, top));
    let Some(path) = found.next() else { return Ok(Config::default()) };
    if let Some(other) = found.next() {
        let (one, other) = (path.display(), other.display());
        let text =
            format!("`{one}` and `{other}` are two configurations; take one of them away, for they are not mixed");
        return Err(Trouble::Usage(text));
    }
    Ok(Config::parse(&path.display().to_string(), &text(held, path)?)?)
}

/// A text of TOML.
fn text(held: &Held, path: &Path) -> Result<String, Trouble> {
    let bytes = held.file(path).unwrap_or_default().to_vec();
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| Trouble::Usage(format!("`{}`: is no text in UTF-8", path.display())))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The catalog with a site's own rules, and with what its configuration sets.
pub(crate) fn catalog(
    held: &Held,
    tops: &[std::path::PathBuf],
    config: &Config,
    today: Date,
) -> Result<Catalog, Trouble> {
    let mut catalog = Catalog::for_judging()?;
    let folders: Vec<_> = tops.iter().filter(|top| is_rules(held, top)).collect();
    if let (Some(named), true) = (&config.options.rules, folders.is_empty()) {
        let text = format!("the configuration names rules of its own, in `{named}`: hand in that folder too");
        return Err(Trouble::Usage(text));
    }
    let (tables, rules) = (catalog.tables.len(), catalog.rules.len());
    for path in folders.iter().flat_map(|folder| files(held, folder)).filter(|path| is_toml(path)) {
        catalog.add_site(vec![(path.display().to_string(), text(held, &path)?)])?;
    }
    let own = catalog.rules.iter().skip(rules).filter_map(|rule| trial::examples(&catalog, rule, today).err());
    let read = catalog.tables.iter().skip(tables);
    let read = read.filter_map(|table| trial::table_examples(&catalog.tables, table).err());
    if let Some(miss) = read.chain(own).flatten().next() {
        return Err(Usage(miss.to_string()).into());
    }
    config.set_rules(&mut catalog)?;
    Ok(catalog)
}
