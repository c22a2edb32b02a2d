//! Saved output: what a path means, and what is read of it. Nothing that was named is passed over quietly.
//!
//! Where the files lie is not known here ([`Disk`]).

mod archive;
mod disk;
mod folder;
mod gathered;
mod held;
mod loaded;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::check::{Usage, isolated};
use crate::collect::bundle::{Bundle, SUFFIX};
use crate::rule::Catalog;
use crate::source::{Capture, clean};
use crate::table::{Reader, Reading, Unread, objection};

pub use disk::{Disk, Kind, Limit, reason};
pub use gathered::Gathered;
pub use held::Held;

/// Larger files are no answers of one cluster.
pub const LIMIT: Limit = Limit { megabytes: 512, advice: "keep the answers to the `show` commands of one cluster" };

/// One target before it is read.
pub struct Source {
    /// Name of the target.
    pub name: String,
    /// The path as typed, to tell targets of the same name apart.
    path: String,
    items: Vec<(String, Item)>,
    /// Where its files stand among others.
    pub stand: Stand,
    /// Why there is nothing to read.
    error: Option<String>,
}

/// Where the files of a source stand among others.
#[derive(Clone, Debug, Default)]
pub struct Stand {
    /// The folder itself, as typed.
    folder: String,
    /// The folders above it that have files of their own.
    pub beside: Vec<String>,
    /// Whether these are the folder's own files.
    has_files: bool,
    /// Whether the folder has nothing in it.
    is_void: bool,
}

/// What gives its bytes once, or says why not.
type Stream = Box<dyn FnOnce() -> Result<Vec<u8>, String> + Send>;

enum Item {
    File(PathBuf),
    /// The files of a folder, which are listed when its turn comes: the names of all files of a fleet take more room than all else.
    Folder(PathBuf),
    /// Plainly something else by its name: it counts where answers are in it all the same.
    Passable(PathBuf),
    /// The same out of an archive.
    PassableText(Vec<u8>),
    /// Stands alone in its source.
    Bundle(PathBuf),
    /// The bytes of one, by its name.
    Packed(String, Vec<u8>),
    /// Read once, and no file.
    Stream(Stream),
    Text(Vec<u8>),
    /// Why it is not read.
    Unreadable(String),
}

impl Source {
    /// A text that is there already.
    pub fn of_text(name: &str, source: &str, bytes: Vec<u8>) -> Self {
        Self::new(name.to_owned(), vec![(source.to_owned(), Item::Text(bytes))])
    }

    /// A text that is no file, and is read when its turn comes.
    pub fn of_stream(name: &str, read: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static) -> Self {
        Self::new(name.to_owned(), vec![(name.to_owned(), Item::Stream(Box::new(read)))])
    }

    /// A target in which nothing is yet.
    pub fn of_nothing(name: &str) -> Self {
        Self::new(name.to_owned(), Vec::new())
    }

    /// Whether it is one text, and no folder, archive or bundle.
    pub fn is_text(&self) -> bool {
        !self.stand.has_files && matches!(self.items.as_slice(), [(_, Item::File(_) | Item::Text(_) | Item::Stream(_))])
    }

    /// Whether it is a folder with files of its own.
    pub fn is_folder(&self) -> bool {
        self.stand.has_files
    }

    /// The same with what these hold: of one cluster.
    #[must_use]
    pub fn with(mut self, others: impl IntoIterator<Item = Self>) -> Self {
        self.items.extend(others.into_iter().flat_map(|other| other.items));
        self
    }

    fn new(name: String, items: Vec<(String, Item)>) -> Self {
        Self { path: name.clone(), name, items, stand: Stand::default(), error: None }
    }

    fn failed(name: String, path: &Path, error: String) -> Self {
        let error = Some(format!("`{}`: {error}", clean(&shown(path))));
        Self { path: shown(path), error, ..Self::new(name, Vec::new()) }
    }

    /// What is in it; a fault of this program in reading it is told like one of the input.
    pub fn gather(self, disk: &dyn Disk, catalog: &Catalog, reader: &Reader<'_>) -> Gathered {
        let name = self.name.clone();
        isolated(|| self.read(disk, catalog, reader)).unwrap_or_else(|error| Gathered::Unreadable { name, error })
    }

    /// Puts the files of a folder in the place of the folder.
    fn list(&mut self, disk: &dyn Disk) {
        let files = |(name, item)| match item {
            Item::Folder(path) => folder::files(disk, &path),
            item => vec![(name, item)],
        };
        self.items = std::mem::take(&mut self.items).into_iter().flat_map(files).collect();
    }

    fn read(mut self, disk: &dyn Disk, catalog: &Catalog, reader: &Reader<'_>) -> Gathered {
        self.list(disk);
        let bundle = match self.items.as_slice() {
            [(_, Item::Bundle(path))] => Some(disk.bundle(path)),
            [(_, Item::Packed(name, bytes))] => Some(Bundle::of(name, bytes)),
            _ => None,
        };
        if let Some(bundle) = bundle {
            return match bundle {
                Ok(bundle) => Gathered::Readings(bundle.readings(&catalog.tables)),
                Err(error) => Gathered::Unreadable { name: self.name, error: error.to_string() },
            };
        }
        let is_wanted = |(name, item): &(String, Item)| match item {
            Item::Passable(path) => holds_answers(disk, (name, path), reader),
            Item::PassableText(bytes) => are_answers(name, bytes.clone(), reader),
            _ => true,
        };
        let read = |(name, item): (String, Item)| {
            let told = item.read(disk).and_then(|bytes| Capture::read(&name, bytes).map_err(|error| error.to_string()));
            told.map_err(|why| Unread { source: name, why })
        };
        let results: Vec<_> = self.items.into_par_iter().filter(is_wanted).map(read).collect();
        let (captures, unread): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
        let captures: Vec<_> = captures.into_iter().flatten().collect();
        let unread: Vec<Unread> = unread.into_iter().filter_map(Result::err).collect();
        if captures.is_empty() {
            let told = || unread.iter().map(Unread::to_string).collect::<Vec<_>>().join("; ");
            return Gathered::Unreadable { name: self.name, error: self.error.unwrap_or_else(told) };
        }
        let mut readings = reader.read(&self.name, captures);
        readings.iter_mut().for_each(|reading| reading.unread.extend(unread.iter().cloned()));
        Gathered::Readings(readings)
    }
}

impl Item {
    fn read(self, disk: &dyn Disk) -> Result<Vec<u8>, String> {
        match self {
            Self::Text(bytes) | Self::PassableText(bytes) | Self::Packed(_, bytes) => Ok(bytes),
            Self::Unreadable(why) => Err(why),
            Self::Folder(_) => Err("is a folder".to_owned()),
            Self::Stream(read) => read(),
            Self::File(path) | Self::Passable(path) | Self::Bundle(path) => {
                let bytes = disk.bytes(&path, LIMIT)?;
                // A bundle is told by its beginning, and of a pipe nothing can be read twice.
                let is_packed = bytes.starts_with(&PACKED) && !is_file(disk, &path);
                match bytes {
                    _ if is_packed => Err("is compressed: save it, and name the file".to_owned()),
                    zip if zip.starts_with(ZIP) => Err("is a ZIP archive: unpack it, and name the folder".to_owned()),
                    other => Ok(other),
                }
            }
        }
    }
}

/// How compressed files begin.
const PACKED: [u8; 2] = [0x1f, 0x8b];
/// How ZIP archives begin.
const ZIP: &[u8] = b"PK\x03\x04";

/// Whether answers of a cluster are in a file whose name says that it is something else, or words against those beside it.
fn holds_answers(disk: &dyn Disk, (name, path): (&str, &Path), reader: &Reader<'_>) -> bool {
    let bytes = is_file(disk, path).then(|| Item::File(path.to_owned()).read(disk).ok()).flatten();
    bytes.is_some_and(|bytes| are_answers(name, bytes, reader))
}

fn is_file(disk: &dyn Disk, path: &Path) -> bool {
    disk.kind(path) == Some(Kind::File)
}

fn are_answers(name: &str, bytes: Vec<u8>, reader: &Reader<'_>) -> bool {
    let capture = Capture::read(name, bytes).ok();
    let readings = capture.map(|capture| reader.read(name, vec![capture])).unwrap_or_default();
    let speaks = |reading: &Reading| reading.captures.iter().any(|own| objection(own.text()).is_some());
    readings.iter().any(|reading| !reading.answers.is_empty() || !reading.changes.is_empty() || speaks(reading))
}

/// The targets that a path means.
pub fn sources(disk: &dyn Disk, path: &Path) -> Vec<Source> {
    if disk.kind(path) == Some(Kind::Folder) {
        return folder::sources(disk, path);
    }
    if let Some(sources) = archive::sources(disk, path).filter(|_| !shown(path).ends_with(SUFFIX)) {
        return sources;
    }
    if is_bundle(disk, path) {
        let text = if has_suffix(path) { None } else { archive::text(disk, path) };
        return vec![text.unwrap_or_else(|| bundle(path))];
    }
    let items = vec![(shown(path), Item::File(path.to_owned()))];
    vec![Source { path: shown(path), ..Source::new(stem(path), items) }]
}

/// What is read of the sources. `gather` reads one of them.
///
/// # Errors
/// Where a folder holds answers, and a folder in it too: nobody knows what is meant.
pub fn settled(sources: Vec<Source>, gather: impl Fn(Source) -> Gathered + Sync) -> Result<Vec<Gathered>, Usage> {
    let read = |source: Source| (source.stand.clone(), gather(source));
    folder::settled(sources.into_par_iter().map(read).collect())
}

/// Whether the file is a bundle: by its name, or because it is compressed.
fn is_bundle(disk: &dyn Disk, path: &Path) -> bool {
    // Of a pipe what was looked at would be lost.
    has_suffix(path) || is_file(disk, path) && is_packed(disk, path)
}

fn has_suffix(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(SUFFIX.as_bytes())
}

/// Whether the file begins as compressed ones do.
fn is_packed(disk: &dyn Disk, path: &Path) -> bool {
    let mut start = [0; 2];
    disk.open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == PACKED)
}

fn bundle(path: &Path) -> Source {
    let name = shown(path).rsplit('/').next().unwrap_or_default().trim_end_matches(SUFFIX).to_owned();
    let items = vec![(shown(path), Item::Bundle(path.to_owned()))];
    Source { path: shown(path), ..Source::new(name, items) }
}

/// Two targets of one name are told apart by their paths.
pub fn distinguish(sources: &mut [Source]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources.iter() {
        *count.entry(source.name.clone()).or_default() += 1;
    }
    for source in sources.iter_mut().filter(|source| count.get(&source.name).is_some_and(|count| *count > 1)) {
        source.name.clone_from(&source.path);
    }
}

/// The path as typed, with `/` on every system.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| shown(path), |stem| stem.to_string_lossy().into_owned())
}
