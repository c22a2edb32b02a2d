//! Where saved output lies: on the disk of a program, or in the memory of a page.

use std::io::{self, BufRead, Read};
use std::path::{Path, PathBuf};

use crate::collect::bundle::{Bundle, BundleError};

/// What stands under a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A folder.
    Folder,
    /// A file.
    File,
    /// A pipe, a socket or a device.
    Other,
}

/// How large a file may be.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// In units of 1,048,576 bytes.
    pub megabytes: u64,
    /// What to do about a larger one.
    pub advice: &'static str,
}

/// Where saved output lies. Links are followed: what they lead to counts.
pub trait Disk: Sync {
    /// What stands under the path; `None`: nothing, or it is not told.
    fn kind(&self, path: &Path) -> Option<Kind>;

    /// What a folder holds, in any order.
    ///
    /// # Errors
    /// It cannot be listed.
    fn entries(&self, folder: &Path) -> io::Result<Vec<(PathBuf, Option<Kind>)>>;

    /// A file to be read from its beginning.
    ///
    /// # Errors
    /// It cannot be opened.
    fn open(&self, file: &Path) -> io::Result<Box<dyn BufRead + '_>>;

    /// The bytes of a file, or of a pipe, which is read once.
    ///
    /// # Errors
    /// It is no file, cannot be read, or is larger than the limit; in words.
    fn bytes(&self, file: &Path, limit: Limit) -> Result<Vec<u8>, String>;

    /// The bundle that a file is.
    ///
    /// # Errors
    /// It cannot be read, is larger than a bundle can be, or is none.
    fn bundle(&self, file: &Path) -> Result<Bundle, BundleError>;

    /// The path without `.` and `..`, where that can be told.
    fn settled(&self, path: &Path) -> Option<PathBuf>;
}

impl Limit {
    /// The same in bytes.
    pub fn bytes(self) -> u64 {
        self.megabytes * 1024 * 1024
    }

    /// That something is larger, in words.
    pub fn exceeded(self) -> String {
        format!("is larger than {} MB; {}", self.megabytes, self.advice)
    }

    /// All that is read, up to the limit, behind what is there already.
    ///
    /// # Errors
    /// It cannot be read, or is larger; in words.
    pub fn read(self, mut bytes: Vec<u8>, input: impl Read) -> Result<Vec<u8>, String> {
        input.take(self.bytes() + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
        if bytes.len() as u64 > self.bytes() { Err(self.exceeded()) } else { Ok(bytes) }
    }
}

/// The reason of an I/O error in words, without the number of the operating system.
pub fn reason(error: &io::Error) -> String {
    use io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or directory".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "is a directory".to_owned(),
        _ => error.to_string(),
    }
}
