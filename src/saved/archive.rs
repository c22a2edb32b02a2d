//! An archive of saved answers that is no bundle of this program: somebody packed a folder, and it is read as that folder.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use flate2::bufread::GzDecoder;
use tar::{Archive, EntryType};

use super::disk::{Disk, Limit};
use super::{Item, LIMIT, PACKED, Source, Stand, folder, is_file, shown};

/// More files are no answers of clusters.
const MOST: usize = 10_000;
/// A text that is larger when it is unpacked is no session.
const UNPACKED: Limit = Limit { megabytes: 64, advice: "unpack it, and name the file" };
/// The file that only bundles have.
const MANIFEST: &str = "manifest.json";
/// How the names of archives end.
const SUFFIXES: [&str; 4] = [".tar.gz", ".tgz", ".gz", ".tar"];

/// A source for each folder with files; `None`: it is no archive of files, or a bundle, whose reader says what is wrong.
pub(super) fn sources(disk: &dyn Disk, path: &Path) -> Option<Vec<Source>> {
    let folders = files(disk, path)?;
    let typed = shown(path);
    let name = SUFFIXES.iter().find_map(|suffix| typed.strip_suffix(suffix));
    let name = name.unwrap_or(&typed);
    let stem = name.rsplit('/').next().unwrap_or_default().to_owned();
    let is_one = folders.len() == 1;
    let names: Vec<String> = folders.keys().cloned().collect();
    let shown = |own: &str| format!("{}/{own}", shown(path)).trim_end_matches('/').to_owned();
    let source = |(own, items): (String, Vec<(String, Item)>)| {
        let of_folder = own.rsplit('/').next().filter(|last| !is_one && !last.is_empty());
        let name = of_folder.map_or_else(|| stem.clone(), str::to_owned);
        let is_above = |other: &&String| **other != own && (other.is_empty() || own.starts_with(&format!("{other}/")));
        let beside = names.iter().filter(is_above).map(|above| shown(above)).collect();
        let stand = Stand { folder: shown(&own), beside, has_files: true, ..Stand::default() };
        Source { path: shown(&own), stand, ..Source::new(name, items) }
    };
    Some(folders.into_iter().map(source).collect())
}

/// The source of a text that somebody compressed alone; `None`: it is none, or too large.
pub(super) fn text(disk: &dyn Disk, path: &Path) -> Option<Source> {
    let packed = is_file(disk, path).then(|| disk.open(path).ok()).flatten()?;
    let bytes = UNPACKED.read(Vec::new(), GzDecoder::new(packed)).ok()?;
    let is_text = !bytes.contains(&0);
    let name = shown(path);
    let stem = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".gz");
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned();
    is_text.then(|| Source { path: name.clone(), ..Source::new(stem, vec![(name, Item::Text(bytes))]) })
}

/// The archive unpacked; `None`: by its beginning it is none. Of a pipe what was looked at would be lost.
fn opened<'d>(disk: &'d dyn Disk, path: &Path) -> Option<Box<dyn Read + 'd>> {
    let mut start = [0; 262];
    let open = || is_file(disk, path).then(|| disk.open(path).ok()).flatten();
    let read = open()?.read(&mut start).ok()?;
    let is_tar = start[..read].ends_with(b"ustar");
    match start {
        [first, second, ..] if [first, second] == PACKED => Some(Box::new(GzDecoder::new(open()?))),
        _ if is_tar => Some(Box::new(open()?)),
        _ => None,
    }
}

/// The files of the archive by their folders.
fn files(disk: &dyn Disk, path: &Path) -> Option<BTreeMap<String, Vec<(String, Item)>>> {
    let mut archive = Archive::new(opened(disk, path)?.take(LIMIT.bytes()));
    let mut folders: BTreeMap<String, Vec<(String, Item)>> = BTreeMap::new();
    let mut count = 0;
    for entry in archive.entries().ok()? {
        let entry = entry.ok()?;
        let inner = shown(&entry.path().ok()?).trim_start_matches("./").to_owned();
        let (folder, file) = inner.rsplit_once('/').unwrap_or(("", &inner));
        let kind = entry.header().entry_type();
        count += 1;
        if file == MANIFEST || count > MOST {
            return None;
        }
        if kind == EntryType::Directory || kind.is_pax_global_extensions() {
            continue;
        }
        let is_passable = folder::is_no_output(file);
        let (folder, name) = (folder.to_owned(), format!("{}/{inner}", shown(path)));
        let item = match kind {
            EntryType::Regular => match LIMIT.read(Vec::new(), entry) {
                Ok(bytes) if is_passable => Item::PassableText(bytes),
                read => read.map_or_else(Item::Unreadable, Item::Text),
            },
            _ => Item::Unreadable("is no file, but a link or a device".to_owned()),
        };
        folders.entry(folder).or_default().push((name, item));
    }
    (!folders.is_empty()).then_some(folders)
}
