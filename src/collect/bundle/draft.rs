//! A file that appears whole or not at all: written under another name in the same folder, then renamed. That name is random,
//! and nobody else's file: it cannot be guessed, and no link that waits there is followed.

use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

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

/// A file that is written whole, and stands in its place only when that is wanted; dropped before, nothing is left of it.
struct Draft {
    file: NamedTempFile,
    /// Its name until then.
    name: PathBuf,
    /// Its place.
    path: PathBuf,
}

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
    let draft = Draft::filled(path, access, fill)?;
    drafts(|drafts| draft.place(drafts))
}

/// A file that is not there yet.
///
/// # Errors
/// Something is there already, which stays as it is, or what the file system says; then nothing is left.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let draft = Draft::filled(path, Access::AsBefore, |file| file.write_all(bytes))?;
    drafts(|drafts| draft.place_new(drafts))
}

/// The same with what belongs to the file and lies beside it: both are there, or both are as they were. Who ends the program
/// with a signal waits for both; who kills it, or the power, may leave the file without what lies beside it, and never with
/// that of an older file. `None` takes away what lies beside an older one.
///
/// # Errors
/// What the file system says.
pub fn write_pair(path: &Path, bytes: &[u8], beside: (&Path, Option<&[u8]>), access: Access) -> io::Result<()> {
    let _held = held(&folder(path));
    let first = Draft::filled(path, access, |file| file.write_all(bytes))?;
    let (place, bytes) = beside;
    let second = bytes.map(|bytes| Draft::filled(place, access, |file| file.write_all(bytes))).transpose()?;
    drafts(|drafts| {
        match fs::remove_file(followed(place)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        first.place(drafts)?;
        second.map_or(Ok(()), |second| second.place(drafts))
    })
}

/// How long it is waited for another run that writes into the same folder, and how often that is looked.
const LONGEST_WAIT: (u32, Duration) = (250, Duration::from_millis(20));

/// The folder, locked against other runs that write pairs into it. A file system without locks does without.
fn held(folder: &Path) -> Option<File> {
    let own = File::open(folder).ok()?;
    for _ in 0..LONGEST_WAIT.0 {
        match own.try_lock() {
            Err(TryLockError::WouldBlock) => thread::sleep(LONGEST_WAIT.1),
            _ => break,
        }
    }
    Some(own)
}

impl Draft {
    /// Beside `path`, with what `fill` writes, on the disk.
    fn filled(path: &Path, access: Access, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Self> {
        let path = followed(path)?;
        let file = begun(&path, access)?;
        let mut own = Self { name: file.path().to_owned(), file, path };
        let filled = fill(own.file.as_file_mut()).and_then(|()| own.file.as_file().sync_all());
        // The first error is the one to tell; what is dropped is removed.
        filled.inspect_err(|_| drafts(|drafts| drafts.retain(|other| *other != own.name)))?;
        Ok(own)
    }

    fn place(self, drafts: &mut Vec<PathBuf>) -> io::Result<()> {
        let done = self.file.persist(&self.path).map_err(|error| error.error);
        drafts.retain(|other| *other != self.name);
        done.map(|_| ())
    }

    /// The same where nothing is in its place, also where somebody put something there in the meantime.
    fn place_new(self, drafts: &mut Vec<PathBuf>) -> io::Result<()> {
        let done = self.file.persist_noclobber(&self.path).map_err(|error| error.error);
        drafts.retain(|other| *other != self.name);
        done.map(|_| ())
    }
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
    drafts(|drafts| {
        let draft = empty(path, access, &folder(path))?;
        drafts.push(draft.path().to_owned());
        Ok(draft)
    })
}

fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
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
