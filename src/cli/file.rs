//! Files that are read whole: never more than their limit, and nothing that never ends.

use std::fs::{File, FileType};
use std::io::{self, Read};
use std::path::Path;

use ndmp_preflight::saved::{Limit, reason};

/// Of a configuration or of a rule file.
pub(super) const SETTING: Limit = Limit { megabytes: 16, advice: "name the file that is meant" };

/// The bytes of a file, or of a pipe, which is read once.
///
/// # Errors
/// It is no file, cannot be read, or is larger than the limit; in words.
pub(super) fn bytes(path: &Path, limit: Limit) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| reason(&error))?;
    let metadata = file.metadata().map_err(|error| reason(&error))?;
    if metadata.is_file() && metadata.len() > limit.bytes() {
        return Err(limit.exceeded());
    }
    if is_device(metadata.file_type()) {
        return device(file);
    }
    let expected = if metadata.is_file() { metadata.len() as usize } else { 0 };
    limit.read(Vec::with_capacity(expected), file)
}

/// The same as text.
pub(super) fn text(path: &Path, limit: Limit) -> Result<String, String> {
    String::from_utf8(bytes(path, limit)?).map_err(|_| "is no text in UTF-8".to_owned())
}

/// Nobody saved output in a device: one that is empty at once is as good as an empty file, any other may never end.
fn device(file: File) -> Result<Vec<u8>, String> {
    let told = "is a device and no file".to_owned();
    if io::IsTerminal::is_terminal(&file) {
        return Err(told);
    }
    let mut file = file;
    match file.read(&mut [0]) {
        Ok(0) => Ok(Vec::new()),
        _ => Err(told),
    }
}

#[cfg(unix)]
fn is_device(kind: FileType) -> bool {
    use std::os::unix::fs::FileTypeExt;
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: FileType) -> bool {
    false
}
