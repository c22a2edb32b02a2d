//! What the last visit told of a cluster's release and scope, by its address, so that the next one asks everything in one round.
//!
//! A hint and no evidence: the release and the scope are asked for again at every visit, and what the hint called for in
//! vain is dropped. A memory that cannot be read or written is none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, process};

use serde::{Deserialize, Serialize};

use super::plan::Known;
use crate::judge::Scope;
use crate::rule::OntapRange;

/// Held while it is written: several clusters are asked at once.
static TURN: Mutex<()> = Mutex::new(());

/// What one visit told.
#[derive(Serialize, Deserialize)]
struct Visit {
    /// Whether firewall policies decide, as before ONTAP 9.10.1.
    has_firewall_policies: bool,
    /// Whether NDMP is managed for each node.
    is_node_scope: bool,
}

/// What the last visit to `address` told.
pub(super) fn recall(address: &str) -> Option<Known> {
    let visit = visits(&path()?).remove(address)?;
    let era = if visit.has_firewall_policies { OntapRange::Before9101 } else { OntapRange::From9101 };
    let scope = if visit.is_node_scope { Scope::Node } else { Scope::Svm };
    Some(Known { era: Some(era), scope: Some(scope) })
}

/// Remembers what was told, where that is all of it.
pub(super) fn keep(address: &str, known: Known) {
    let (Some(path), Some(era), Some(scope)) = (path(), known.era, known.scope) else { return };
    if recall(address) == Some(known) {
        return;
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let visit =
        Visit { has_firewall_policies: era == OntapRange::Before9101, is_node_scope: matches!(scope, Scope::Node) };
    let mut visits = visits(&path);
    visits.insert(address.to_owned(), visit);
    let _ = write(&path, &visits);
}

/// Its file below `$XDG_CACHE_HOME`, else `~/.cache`.
fn path() -> Option<PathBuf> {
    let folder = |name: &str| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))?;
    Some(cache.join("ndmp-preflight").join("visits.json"))
}

fn visits(path: &Path) -> BTreeMap<String, Visit> {
    // Whoever opens a pipe waits for the other end.
    let text = if path.is_file() { fs::read_to_string(path).unwrap_or_default() } else { String::new() };
    serde_json::from_str(&text).unwrap_or_default()
}

/// Writes the file whole or not at all.
fn write(path: &Path, visits: &BTreeMap<String, Visit>) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let new = folder.join(format!(".visits.{}", process::id()));
    fs::write(&new, serde_json::to_string_pretty(visits)?)?;
    fs::rename(&new, path).inspect_err(|_| drop(fs::remove_file(&new)))
}
