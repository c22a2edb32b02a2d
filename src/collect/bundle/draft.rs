//! A file that appears whole or not at all: written under another name in the same folder, then renamed.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Files that are being written, for a program that is ended in the middle.
static DRAFTS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Writes the bytes under another name and renames the file.
///
/// # Errors
/// What the file system says; then nothing is left.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// The same with what `fill` writes.
///
/// # Errors
/// What the file system or `fill` says; then nothing is left.
pub fn write_with(path: &Path, fill_in: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().ok_or(io::ErrorKind::InvalidInput)?);
    name.push(format!(".{}.tmp", std::process::id()));
    let draft = path.with_file_name(name);
    note(&draft);
    let done = fill(&draft, fill_in).and_then(|()| fs::rename(&draft, path));
    if done.is_err() {
        // The first error is the one to tell.
        let _ = fs::remove_file(&draft);
    }
    drafts(|drafts| drafts.retain(|other| *other != draft));
    done
}

fn note(draft: &Path) {
    drafts(|drafts| drafts.push(draft.to_owned()));
}

fn drafts<T>(change: impl FnOnce(&mut Vec<PathBuf>) -> T) -> T {
    change(&mut DRAFTS.lock().unwrap_or_else(PoisonError::into_inner))
}

fn fill(draft: &Path, fill_in: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut file = fs::File::create(draft)?;
    fill_in(&mut file)?;
    file.sync_all()
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
