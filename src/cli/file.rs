//! Files that are read whole: never more than their limit, and nothing that never ends.

use std::fs::{File, FileType};
use std::io::{self, Read};
use std::path::Path;

use super::complaint::reason;

/// How large a file may be.
#[derive(Clone, Copy)]
pub(super) struct Limit {
    /// In units of 1,048,576 bytes.
    pub(super) megabytes: u64,
    /// What to do about a larger one.
    pub(super) advice: &'static str,
}

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
        return Err(too_large(limit));
    }
    if is_device(metadata.file_type()) {
        return device(file);
    }
    let expected = if metadata.is_file() { metadata.len() as usize } else { 0 };
    read(Vec::with_capacity(expected), file, limit)
}

/// The same as text.
pub(super) fn text(path: &Path, limit: Limit) -> Result<String, String> {
    String::from_utf8(bytes(path, limit)?).map_err(|_| "is no text in UTF-8".to_owned())
}

/// All that is read, up to so many bytes.
pub(super) fn limited(input: impl Read, limit: Limit) -> Result<Vec<u8>, String> {
    read(Vec::new(), input, limit)
}

fn read(mut bytes: Vec<u8>, input: impl Read, limit: Limit) -> Result<Vec<u8>, String> {
    input.take(limit.bytes() + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > limit.bytes() { Err(too_large(limit)) } else { Ok(bytes) }
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

impl Limit {
    pub(super) fn bytes(self) -> u64 {
        self.megabytes * 1024 * 1024
    }
}

fn too_large(Limit { megabytes, advice }: Limit) -> String {
    format!("is larger than {megabytes} MB; {advice}")
}
