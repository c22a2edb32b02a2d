//! A site's own files: the TOML files below the folder that `--rules` names.

use std::fs;
use std::path::{Path, PathBuf};

use super::complaint::{Complaint, reason, shown};
use super::file;

/// All TOML files below `folder`, by name: each a path and its text.
pub(super) fn files(folder: &Path) -> Result<Vec<(String, String)>, Complaint> {
    if folder.is_file() {
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let help = format!("name the folder that holds it: `--rules {}`", shown(above));
        return Err(Complaint::Usage(format!("rules `{}`: is a file; {help}", shown(folder))));
    }
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    paths.sort();
    if paths.is_empty() {
        return Err(Complaint::Usage(format!("rules folder `{}` holds no TOML file", shown(folder))));
    }
    let read = |path: PathBuf| {
        let text = file::text(&path, file::SETTING).map_err(|why| unread(&path, &why))?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Complaint> {
    for entry in fs::read_dir(folder).map_err(|error| unread(folder, &reason(&error)))? {
        let entry = entry.map_err(|error| unread(folder, &reason(&error)))?;
        let path = entry.path();
        // A link to a folder is not followed: it may lead back up.
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
    Ok(())
}

fn unread(path: &Path, why: &str) -> Complaint {
    Complaint::Usage(format!("rules `{}`: {why}", shown(path)))
}
