//! Which configuration file counts when none is named. One file wins; they are not mixed.

use std::env;
use std::path::{Path, PathBuf};

use super::FILE;

/// The nearest `ndmp-preflight.toml` from `start` up to the repository that holds it, else the user's own. Outside of a
/// repository only `start` itself is looked at: a folder such as `/tmp` is anybody's.
pub fn find(start: &Path) -> Option<PathBuf> {
    let depth = start.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    let near = start.ancestors().take(depth + 1).map(|folder| folder.join(FILE)).find(|file| file.is_file());
    near.or_else(|| Some(home()?.join("ndmp-preflight").join(FILE)).filter(|file| file.is_file()))
}

/// The nearest `ndmp-preflight.toml` above `start` that is not looked at, because `start` is in no repository.
pub fn passed_over(start: &Path) -> Option<PathBuf> {
    if start.ancestors().any(|folder| folder.join(".git").exists()) {
        return None;
    }
    start.ancestors().skip(1).map(|folder| folder.join(FILE)).find(|file| file.is_file())
}

fn home() -> Option<PathBuf> {
    let folder = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))
}
