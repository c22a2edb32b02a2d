//! A file that appears whole or not at all: written under another name in the same folder, then renamed. That name is random,
//! and nobody else's file: it cannot be guessed, and no link that waits there is followed.

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::{Builder, NamedTempFile};

/// Who may read the file, and write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Its owner alone, whatever was there before.
    Owner,
    /// As before; a new file as the user's umask has it.
    AsBefore,
}

/// Files that are being written, for a program that is ended in the middle.
static DRAFTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Links in a row that are followed; more lead in a circle.
const MOST_LINKS: usize = 40;

/// Writes the bytes under another name and renames the file.
///
/// # Errors
/// What the file system says; then nothing is left.
pub fn write(path: &Path, bytes: &[u8], access: Access) -> io::Result<()> {
    write_with(path, access, |file| file.write_all(bytes))
}

/// The same with what `fill` writes.
///
/// # Errors
/// What the file system or `fill` says; then nothing is left.
pub fn write_with(path: &Path, access: Access, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let path = followed(path)?;
    let mut draft = begun(&path, access)?;
    let name = draft.path().to_owned();
    let filled = fill(draft.as_file_mut()).and_then(|()| draft.as_file().sync_all());
    // The first error is the one to tell; what is dropped is removed.
    let done = filled.and_then(|()| draft.persist(&path).map_err(|error| error.error));
    drafts(|drafts| drafts.retain(|other| *other != name));
    done.map(|_| ())
}

/// Where a path leads: links at its end are followed, to a file that is not there yet too.
///
/// # Errors
/// Links that lead in a circle.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().map_or_else(|| target.clone(), |folder| folder.join(&target));
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// An empty file beside `path`. It is noted before anybody can end the program and leave it behind.
fn begun(path: &Path, access: Access) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    drafts(|drafts| {
        let draft = empty(path, access, folder)?;
        drafts.push(draft.path().to_owned());
        Ok(draft)
    })
}

fn empty(path: &Path, access: Access, folder: &Path) -> io::Result<NamedTempFile> {
    path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let before = fs::metadata(path).ok().filter(|_| access == Access::AsBefore).map(|before| before.permissions());
    let mut builder = Builder::new();
    builder.prefix(".ndmp-preflight-").rand_bytes(12).suffix(".tmp");
    if access == Access::AsBefore
        && before.is_none()
        && let Some(usual) = usual()
    {
        builder.permissions(usual);
    }
    let draft = builder.tempfile_in(folder)?;
    before.map_or(Ok(()), |before| draft.as_file().set_permissions(before))?;
    Ok(draft)
}

/// What every program asks for its files, and the umask narrows.
#[cfg(unix)]
fn usual() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual() -> Option<Permissions> {
    None
}

fn drafts<T>(change: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
    change(&mut DRAFTS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Removes the files that are half written; for a program that ends now. Nothing can be written any more afterwards.
pub fn remove_drafts() {
    let drafts = DRAFTS.lock().unwrap_or_else(PoisonError::into_inner);
    for draft in drafts.iter() {
        let _ = fs::remove_file(draft);
    }
    // Whoever writes waits for the lock for ever, and the program ends.
    std::mem::forget(drafts);
}
