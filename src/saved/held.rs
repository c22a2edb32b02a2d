//! Files that are held in memory, such as those that were dropped onto a page: folders are what their paths say.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use super::disk::{Disk, Kind, Limit};
use crate::collect::bundle::{Bundle, BundleError};

/// Files that are held in memory, by their paths.
#[derive(Debug, Default)]
pub struct Held {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: BTreeSet<PathBuf>,
}

impl Held {
    /// Puts a file there, in the folders that its path names.
    pub fn put(&mut self, path: &Path, bytes: Vec<u8>) {
        self.put_folders(path.parent());
        self.files.insert(path.to_owned(), bytes);
    }

    /// Puts a folder there, which may be empty.
    pub fn put_folder(&mut self, path: &Path) {
        self.put_folders(Some(path));
    }

    /// Takes a file away, or a folder with all that is in it.
    pub fn remove(&mut self, path: &Path) {
        self.files.retain(|file, _| !file.starts_with(path));
        self.folders.retain(|folder| !folder.starts_with(path));
    }

    /// What stands at the top, by name: each file and each folder.
    pub fn tops(&self) -> BTreeSet<PathBuf> {
        let all = self.files.keys().chain(&self.folders);
        all.filter_map(|path| path.components().next()).map(|first| PathBuf::from(first.as_os_str())).collect()
    }

    /// The bytes of a file.
    pub fn file(&self, path: &Path) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    fn put_folders(&mut self, lowest: Option<&Path>) {
        let above = lowest.into_iter().flat_map(Path::ancestors).filter(|folder| !folder.as_os_str().is_empty());
        self.folders.extend(above.map(Path::to_owned));
    }

    fn found(&self, path: &Path) -> io::Result<&[u8]> {
        self.file(path).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Disk for Held {
    fn kind(&self, path: &Path) -> Option<Kind> {
        if self.folders.contains(path) {
            return Some(Kind::Folder);
        }
        self.files.contains_key(path).then_some(Kind::File)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Option<Kind>)>> {
        let all = self.files.keys().chain(&self.folders);
        let own = all.filter(|path| path.parent() == Some(folder));
        Ok(own.map(|path| (path.clone(), self.kind(path))).collect())
    }

    fn open(&self, file: &Path) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(self.found(file)?))
    }

    fn bytes(&self, file: &Path, limit: Limit) -> Result<Vec<u8>, String> {
        let bytes = self.found(file).map_err(|_| "no such file or directory".to_owned())?;
        limit.read(Vec::with_capacity(bytes.len()), bytes)
    }

    fn bundle(&self, file: &Path) -> Result<Bundle, BundleError> {
        let name = file.display().to_string();
        match self.found(file) {
            Ok(bytes) => Bundle::of(&name, bytes),
            Err(error) => Err(BundleError::File { path: name, reason: super::reason(&error) }),
        }
    }

    fn settled(&self, _: &Path) -> Option<PathBuf> {
        None
    }
}
