//! The disk of this machine.

use std::fs::{self, DirEntry, File, FileType};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use ndmp_preflight::collect::bundle::{Bundle, BundleError};
use ndmp_preflight::saved::{Disk, Kind, Limit};

use super::file;

/// The disk of this machine.
pub(crate) struct Local;

impl Disk for Local {
    fn kind(&self, path: &Path) -> Option<Kind> {
        fs::metadata(path).ok().map(|metadata| kind(metadata.file_type()))
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Option<Kind>)>> {
        fs::read_dir(folder)?.map(|entry| Ok(listed(&entry?))).collect()
    }

    fn open(&self, file: &Path) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(BufReader::new(File::open(file)?)))
    }

    fn bytes(&self, file: &Path, limit: Limit) -> Result<Vec<u8>, String> {
        file::bytes(file, limit)
    }

    fn bundle(&self, file: &Path) -> Result<Bundle, BundleError> {
        Bundle::read(file)
    }

    fn settled(&self, path: &Path) -> Option<PathBuf> {
        fs::canonicalize(path).ok()
    }
}

fn kind(kind: FileType) -> Kind {
    match kind {
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_file() => Kind::File,
        _ => Kind::Other,
    }
}

/// The listing of a folder tells the kind of all but links, so that the system need not be asked once more for each file.
fn listed(entry: &DirEntry) -> (PathBuf, Option<Kind>) {
    let path = entry.path();
    let own = entry.file_type().ok().filter(|kind| !kind.is_symlink());
    let kind = own.map(kind).or_else(|| Local.kind(&path));
    (path, kind)
}
