//! Folders: the files in one are of one cluster, each folder in it of another. Both at once cannot be meant, and what is
//! neither is named.

use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

use ndmp_preflight::source::clean;
use ndmp_preflight::table::Unread;

use super::super::complaint::{Complaint, reason};
use super::{Gathered, Item, Source, Stand, bundle, has_suffix, is_bundle, is_packed, shown};

/// Folders in folders are read so deep: deeper ones are no clusters, and a link may lead back.
const DEEPEST: usize = 4;

/// Files that are plainly no output of a cluster, by their names in small letters.
const NO_OUTPUT: [&str; 6] = ["readme", "readme.md", "readme.txt", "thumbs.db", "desktop.ini", "ndmp-preflight.toml"];

/// Whether a file is plainly no output of a cluster, by its name.
pub(super) fn is_no_output(name: &str) -> bool {
    let name = name.to_lowercase();
    name.starts_with('.') || NO_OUTPUT.contains(&name.as_str())
}

/// All that a folder holds.
pub(super) fn sources(path: &Path) -> Vec<Source> {
    inside(path, &[], 0)
}

fn inside(path: &Path, beside: &[String], depth: usize) -> Vec<Source> {
    let stand = Stand { folder: shown(path), beside: beside.to_vec(), ..Stand::default() };
    let failed = |error: String| Source { stand: stand.clone(), ..Source::failed(name(path), path, error) };
    if depth > DEEPEST {
        return vec![failed(format!("lies in {DEEPEST} other folders; name it with `--from`"))];
    }
    let Listing { files, passable, bundles, folders } = match Listing::of(path) {
        Ok(listing) => listing,
        Err(error) => return vec![failed(reason(&error))],
    };
    let mut sources: Vec<Source> = Vec::new();
    sources.extend(bundles.iter().map(|path| Source { stand: stand.clone(), ..bundle(path) }));
    let mut above = beside.to_vec();
    if !files.is_empty() {
        above.push(shown(path));
        let stand = Stand { has_files: true, ..stand.clone() };
        sources.push(Source { path: shown(path), stand, ..Source::new(name(path), items(files, passable)) });
    }
    if sources.is_empty() && folders.is_empty() {
        let stand = Stand { is_void: true, ..stand.clone() };
        return vec![Source { stand, ..failed("the folder holds no file with output".to_owned()) }];
    }
    sources.extend(folders.iter().flat_map(|folder| inside(folder, &above, depth + 1)));
    sources
}

/// Where the files of a folder are of a cluster, the folders in it are not of others: they are named as left out.
///
/// # Errors
/// Where they hold answers too: nobody knows what is meant.
pub(super) fn settled(read: Vec<(Stand, Gathered)>) -> Result<Vec<Gathered>, Complaint> {
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
        Gathered::Unreadable { error, .. } => error.replace(&format!("`{}`: ", clean(&stand.folder)), ""),
    };
    (!stand.is_void).then(|| Unread { source: stand.folder.clone(), why })
}

fn both(above: &str, folder: &str) -> Complaint {
    let help = format!(
        "name the folders that are meant, each a cluster (`--from {folder} ...`); to check the files of `{above}` alone, put \
         them into a folder of their own"
    );
    Complaint::Usage(format!(
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
    fn of(path: &Path) -> io::Result<Self> {
        let mut entries: Vec<Entry> =
            fs::read_dir(path)?.map(|entry| Ok(Entry::of(&entry?))).collect::<io::Result<_>>()?;
        entries.sort_by(|one, other| one.path.cmp(&other.path));
        let (passable, entries): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(Entry::is_passable);
        let passable =
            passable.into_iter().filter(|entry| entry.kind != Kind::Folder).map(|entry| entry.path).collect();
        let (folders, files): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| entry.kind == Kind::Folder);
        let (bundles, files): (Vec<Entry>, Vec<Entry>) = files.into_iter().partition(Entry::is_bundle);
        let paths = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.path).collect();
        Ok(Self { files, passable, bundles: paths(bundles), folders: paths(folders) })
    }
}

/// What a folder holds under a name.
struct Entry {
    path: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Folder,
    File,
    /// A pipe, a socket or a device.
    Other,
    /// The system does not tell it.
    Untold,
}

impl Entry {
    /// The listing of a folder tells the kind of all but links, so that the system need not be asked once more for each file.
    fn of(entry: &DirEntry) -> Self {
        let path = entry.path();
        let own = entry.file_type().ok().filter(|kind| !kind.is_symlink());
        let kind = own.or_else(|| Some(fs::metadata(&path).ok()?.file_type()));
        let kind = match kind {
            None => Kind::Untold,
            Some(kind) if kind.is_dir() => Kind::Folder,
            Some(kind) if kind.is_file() => Kind::File,
            Some(_) => Kind::Other,
        };
        Self { path, kind }
    }

    /// Whether it is plainly no output: hidden, named so, or the signature of a bundle.
    fn is_passable(&self) -> bool {
        let name = self.path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let is_signature = || !self.is_bundle() && is_bundle(&self.path.with_extension(""));
        is_no_output(&name) || name.ends_with(".sig") && is_signature()
    }

    fn is_bundle(&self) -> bool {
        has_suffix(&self.path) || self.kind == Kind::File && is_packed(&self.path)
    }

    fn item(self) -> (String, Item) {
        // Nobody may ever write into a pipe.
        let unreadable = || Item::Unreadable("is no file, but a pipe, a socket or a device".to_owned());
        (shown(&self.path), if self.kind == Kind::Other { unreadable() } else { Item::File(self.path) })
    }
}

fn items(files: Vec<Entry>, passable: Vec<PathBuf>) -> Vec<(String, Item)> {
    let passable = passable.into_iter().map(|file| (shown(&file), Item::Passable(file)));
    files.into_iter().map(Entry::item).chain(passable).collect()
}

/// Name of a folder, of `.` and `..` too.
fn name(path: &Path) -> String {
    let last = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    last(path).or_else(|| last(&fs::canonicalize(path).ok()?)).unwrap_or_else(|| shown(path))
}
