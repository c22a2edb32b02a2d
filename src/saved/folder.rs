//! Folders: the files in one are of one cluster, each folder in it of another. Both at once cannot be meant, and what is
//! neither is named.

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::{Disk, Kind, reason};
use super::{Gathered, Item, Source, Stand, bundle, has_suffix, is_bundle, is_packed, shown};
use crate::check::Usage;
use crate::source::clean;
use crate::table::Unread;

/// Folders in folders are read so deep: deeper ones are no clusters, and a link may lead back.
const DEEPEST: usize = 4;

/// Files that are plainly no output of a cluster, by their names in small letters.
const NO_OUTPUT: [&str; 6] = ["readme", "readme.md", "readme.txt", "thumbs.db", "desktop.ini", "ndmp-preflight.toml"];

/// Ends of the names of links, programs and checksums. A picture may be one of a screen, and show what no text does.
const OTHER_KINDS: [&str; 10] =
    [".lnk", ".url", ".webloc", ".sh", ".py", ".ps1", ".md5", ".sha1", ".sha256", ".sha512"];

/// Names of licences and checksums, whatever stands behind a full stop.
const OTHER_NAMES: [&str; 6] = ["license", "licence", "md5sums", "sha1sums", "sha256sums", "sha512sums"];

/// Whether a file is plainly no output of a cluster, by its name. It is read all the same: an answer in it counts.
pub(super) fn is_no_output(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    name.starts_with('.')
        || NO_OUTPUT.contains(&name.as_str())
        || OTHER_NAMES.contains(&stem)
        || OTHER_KINDS.iter().any(|kind| name.ends_with(kind))
}

/// All that a folder holds.
pub(super) fn sources(disk: &dyn Disk, path: &Path) -> Vec<Source> {
    inside(disk, path, &[], 0)
}

fn inside(disk: &dyn Disk, path: &Path, beside: &[String], depth: usize) -> Vec<Source> {
    let stand = Stand { folder: shown(path), beside: beside.to_vec(), ..Stand::default() };
    let failed = |error: String| Source { stand: stand.clone(), ..Source::failed(name(disk, path), path, error) };
    if depth > DEEPEST {
        return vec![failed(format!("lies in {DEEPEST} other folders; name it with `--from`"))];
    }
    let Listing { files, passable, bundles, folders } = match Listing::of(disk, path) {
        Ok(listing) => listing,
        Err(error) => return vec![failed(reason(&error))],
    };
    let mut sources: Vec<Source> = Vec::new();
    sources.extend(bundles.iter().map(|path| Source { stand: stand.clone(), ..bundle(path) }));
    let mut above = beside.to_vec();
    if !files.is_empty() {
        above.push(shown(path));
        let stand = Stand { has_files: true, ..stand.clone() };
        // Beside a bundle it was looked into each file, which is not done again.
        let is_plain = bundles.is_empty();
        let own = if is_plain { vec![(shown(path), Item::Folder(path.to_owned()))] } else { items(files, passable) };
        sources.push(Source { path: shown(path), stand, ..Source::new(name(disk, path), own) });
    }
    if sources.is_empty() && folders.is_empty() {
        let stand = Stand { is_void: true, ..stand.clone() };
        return vec![Source { stand, ..failed("the folder holds no file with output".to_owned()) }];
    }
    // Whether a file is a bundle is told by how it begins: of a fleet that is most of the time before the first verdict.
    let inner: Vec<Vec<Source>> = folders.par_iter().map(|folder| inside(disk, folder, &above, depth + 1)).collect();
    sources.extend(inner.into_iter().flatten());
    sources
}

/// Where the files of a folder are of a cluster, the folders in it are not of others: they are named as left out.
///
/// # Errors
/// Where they hold answers too: nobody knows what is meant.
pub(super) fn settled(read: Vec<(Stand, Gathered)>) -> Result<Vec<Gathered>, Usage> {
    let of_clusters: Vec<String> = read
        .iter()
        .filter(|(stand, gathered)| stand.has_files && is_told(gathered))
        .map(|(stand, _)| stand.folder.clone())
        .collect();
    let is_beside = |stand: &Stand| stand.beside.iter().find(|above| of_clusters.contains(above)).cloned();
    let mut own: Vec<(Stand, Gathered)> = Vec::new();
    let mut left: Vec<(String, Unread)> = Vec::new();
    for (stand, gathered) in read {
        match is_beside(&stand) {
            None => own.push((stand, gathered)),
            Some(above) if is_told(&gathered) => return Err(both(&above, &stand.folder)),
            Some(above) => left.extend(unread(&stand, &gathered).map(|unread| (above, unread))),
        }
    }
    for (above, unread) in left {
        let its = own.iter_mut().filter(|(stand, _)| stand.has_files && stand.folder == above);
        for (_, gathered) in its {
            if let Gathered::Readings(readings) = gathered {
                readings.iter_mut().for_each(|reading| reading.unread.push(unread.clone()));
            }
        }
    }
    Ok(own.into_iter().map(|(_, gathered)| gathered).collect())
}

/// Whether answers of ONTAP are in it.
fn is_told(gathered: &Gathered) -> bool {
    matches!(gathered, Gathered::Readings(readings) if readings.iter().any(|reading| !reading.answers.is_empty()))
}

/// What is to be said of a folder without answers beside the files of a cluster; nothing of one that is empty.
fn unread(stand: &Stand, gathered: &Gathered) -> Option<Unread> {
    let why = match gathered {
        Gathered::Readings(_) => "no answer of ONTAP was recognised in the folder".to_owned(),
        Gathered::Unreadable { error, .. } | Gathered::Unasked { error, .. } => {
            error.replace(&format!("`{}`: ", clean(&stand.folder)), "")
        }
    };
    (!stand.is_void).then(|| Unread { source: stand.folder.clone(), why })
}

fn both(above: &str, folder: &str) -> Usage {
    let help = format!(
        "name the folders that are meant, each a cluster (`--from {folder} ...`); to check the files of `{above}` alone, put \
         them into a folder of their own"
    );
    Usage(format!(
        "`{above}` holds answers of a cluster, and so does the folder `{folder}` in it: it cannot be told whether they are \
         of one cluster or of two; {help}"
    ))
}

/// What a folder holds, by name.
struct Listing {
    files: Vec<Entry>,
    /// Hidden files and those whose names say that they are something else.
    passable: Vec<PathBuf>,
    bundles: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Listing {
    fn of(disk: &dyn Disk, path: &Path) -> io::Result<Self> {
        let entry = |(path, kind): (PathBuf, Option<Kind>)| Entry { path, kind };
        let mut entries: Vec<Entry> = disk.entries(path)?.into_iter().map(entry).collect();
        sort(&mut entries);
        let is_folder = |entry: &Entry| entry.kind == Some(Kind::Folder);
        let (passable, entries): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| entry.is_passable(disk));
        let passable = passable.into_iter().filter(|entry| !is_folder(entry)).map(|entry| entry.path).collect();
        let (folders, files): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(is_folder);
        let (bundles, files): (Vec<Entry>, Vec<Entry>) = files.into_iter().partition(|entry| entry.is_bundle(disk));
        let paths = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.path).collect();
        Ok(Self { files, passable, bundles: paths(bundles), folders: paths(folders) })
    }
}

/// What a folder holds under a name.
struct Entry {
    path: PathBuf,
    /// `None`: the system does not tell it.
    kind: Option<Kind>,
}

impl Entry {
    /// Whether it is plainly no output: hidden, named so, or the signature of a bundle.
    fn is_passable(&self, disk: &dyn Disk) -> bool {
        let name = self.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_signature = || !self.is_bundle(disk) && is_bundle(disk, &self.path.with_extension(""));
        is_no_output(&name) || name.ends_with(".sig") && is_signature()
    }

    fn is_bundle(&self, disk: &dyn Disk) -> bool {
        has_suffix(&self.path) || self.kind == Some(Kind::File) && is_packed(disk, &self.path)
    }

    fn item(self) -> (String, Item) {
        // Nobody may ever write into a pipe.
        let unreadable = || Item::Unreadable("is no file, but a pipe, a socket or a device".to_owned());
        (shown(&self.path), if self.kind == Some(Kind::Other) { unreadable() } else { Item::File(self.path) })
    }
}

/// By name: the paths of a folder differ in nothing else.
fn sort(entries: &mut [Entry]) {
    entries.sort_by(|one, other| one.path.as_os_str().cmp(other.path.as_os_str()));
}

/// The files of a folder in which no bundle was found, as they are now.
pub(super) fn files(disk: &dyn Disk, path: &Path) -> Vec<(String, Item)> {
    let entries = match disk.entries(path) {
        Ok(entries) => entries,
        Err(error) => return vec![(shown(path), Item::Unreadable(reason(&error)))],
    };
    let entry = |(path, kind): (PathBuf, Option<Kind>)| Entry { path, kind };
    let mut entries: Vec<Entry> =
        entries.into_iter().map(entry).filter(|entry| entry.kind != Some(Kind::Folder)).collect();
    sort(&mut entries);
    let (passable, files): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(|entry| entry.is_passable(disk));
    let all = items(files, passable.into_iter().map(|entry| entry.path).collect());
    let none = || (shown(path), Item::Unreadable("its files are gone".to_owned()));
    if all.is_empty() { vec![none()] } else { all }
}

fn items(files: Vec<Entry>, passable: Vec<PathBuf>) -> Vec<(String, Item)> {
    let passable = passable.into_iter().map(|file| (shown(&file), Item::Passable(file)));
    files.into_iter().map(Entry::item).chain(passable).collect()
}

/// Name of a folder, of `.` and `..` too.
fn name(disk: &dyn Disk, path: &Path) -> String {
    let last = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    last(path).or_else(|| last(&disk.settled(path)?)).unwrap_or_else(|| shown(path))
}
