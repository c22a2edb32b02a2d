//! Files to a gzip-compressed tar and back. Knows nothing of what is in them; trusts nothing that it reads.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Component, Path};

use flate2::bufread::GzDecoder;
use flate2::{Compression, GzBuilder};
use tar::{Archive, Builder, EntryType, Header};

use crate::collect::clean;

/// Name and bytes of a file.
pub(super) type Member = (String, Vec<u8>);

/// No bundle is larger: the answers of 24 nodes with 5,000 LIFs are two megabytes, and their records take fifty times as much.
const LARGEST_FILE: u64 = 32 << 20;
const LARGEST_CONTENT: u64 = 32 << 20;
const MOST_FILES: usize = 1000;

/// The archive of these files, in their order; the same bytes for the same files.
pub(super) fn pack(files: &[Member]) -> Vec<u8> {
    let mut archive = Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(0);
        // Writing to memory fails for names only, and ours are short.
        let _ = archive.append_data(&mut header, name, bytes.as_slice());
    }
    let plain = archive.into_inner().unwrap_or_default();
    let mut packed = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::default());
    let _ = packed.write_all(&plain);
    packed.finish().unwrap_or_default()
}

/// The bytes of the file, where they are not too many.
pub(super) fn load(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LARGEST_FILE + 1).read_to_end(&mut bytes));
    read.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "no such file or directory".to_owned(),
        _ => error.to_string(),
    })?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(format!("is larger than {} MB; no bundle is", LARGEST_FILE >> 20));
    }
    Ok(bytes)
}

/// The files of an archive.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<Member>, String> {
    let mut plain = Vec::new();
    let mut packed = GzDecoder::new(bytes);
    let read = (&mut packed).take(LARGEST_CONTENT + 1).read_to_end(&mut plain);
    read.map_err(|error| format!("is no gzip archive, or a damaged one: {error}"))?;
    if plain.len() as u64 > LARGEST_CONTENT {
        return Err(format!("unpacks to more than {} MB; no bundle does", LARGEST_CONTENT >> 20));
    }
    if !packed.into_inner().is_empty() {
        return Err("holds something behind its end".to_owned());
    }
    members(&plain).map_err(|error| format!("is no tar archive, or a damaged one: {}", clean(&error.to_string())))?
}

fn members(plain: &[u8]) -> io::Result<Result<Vec<Member>, String>> {
    let mut files: Vec<Member> = Vec::new();
    let mut archive = Archive::new(plain);
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let Some(name) = name(&path).filter(|_| entry.header().entry_type() == EntryType::Regular) else {
            return Ok(Err(format!("holds `{}`; expected plain files without folders", shown(&path))));
        };
        if files.iter().any(|(other, _)| *other == name) || files.len() == MOST_FILES {
            return Ok(Err(format!("holds `{name}` twice, or more than {MOST_FILES} files")));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        if !is_filled_up(plain, entry.raw_file_position(), bytes.len()) {
            return Ok(Err(format!("holds something behind the end of `{name}`")));
        }
        files.push((name, bytes));
    }
    // Some programs write more zeros than others; everything else belongs to nothing.
    if archive.into_inner().iter().any(|byte| *byte != 0) {
        return Ok(Err("holds something behind its end".to_owned()));
    }
    Ok(Ok(files))
}

/// Whether nothing but zeros fill the last block of a file.
fn is_filled_up(plain: &[u8], start: u64, length: usize) -> bool {
    const BLOCK: usize = 512;
    let end = usize::try_from(start).unwrap_or(usize::MAX).saturating_add(length);
    let rest = plain.get(end..).unwrap_or_default();
    rest.iter().take(end.next_multiple_of(BLOCK) - end).all(|byte| *byte == 0)
}

/// The name of a file without any folder.
fn name(path: &Path) -> Option<String> {
    let mut parts = path.components();
    let (Some(Component::Normal(name)), None) = (parts.next(), parts.next()) else { return None };
    let name = name.to_str()?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (name.chars().all(is_plain) && !name.starts_with('.')).then(|| name.to_owned())
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().chars().take(100).flat_map(char::escape_default).collect()
}
