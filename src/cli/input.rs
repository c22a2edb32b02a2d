//! What `--from` means: paths to targets with their files, read at once. Nothing that was named is passed over quietly.

mod archive;
mod folder;
mod gathered;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use ndmp_preflight::collect::bundle::{Bundle, SUFFIX};
use ndmp_preflight::report::clean;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{Reader, Unread};
use rayon::prelude::*;

pub(crate) use gathered::{Gathered, Taken, Unkept};

use super::complaint::Complaint;
use super::file::{self, Limit};
use super::hosts::named;
use super::isolation::isolated;
use super::live::{Wish, ask};
use super::progress;
use super::say;
use super::setting::Setting;
use super::shard::{Share, host_of, own};
use super::ssh_options::SshOptions;

/// Larger files are no answers of one cluster.
const LIMIT: Limit = Limit { megabytes: 512, advice: "keep the answers to the `show` commands of one cluster" };

/// Targets that are read and judged together: enough to keep all processors busy, and no more in memory.
const BATCH: usize = 64;

/// What `--demo` reads.
const DEMO: (&str, &str) = ("demo", include_str!("../../sample-outputs/many-faults/session.txt"));

/// Where the output of the clusters comes from.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Input {
    /// Clusters to ask over SSH: [user@]host[:port], a name of the inventory, or an alias of ~/.ssh/config
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,

    /// All clusters of the inventory, [hosts.NAME] in ndmp-preflight.toml
    #[arg(long)]
    all: bool,

    /// Saved or pasted output: a file, a folder of files of one cluster, a bundle (NAME.ndmp.tar.gz), a folder of such
    /// folders and bundles, or - for standard input
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,

    /// A cluster that comes with the program, broken in instructive ways
    #[arg(long)]
    demo: bool,
}

/// What was read of an input, and which of all inputs it is.
type Placed = (usize, Gathered);

/// What is done with a batch of inputs, and with those of it whose bundles could not be kept.
type Take<'t> = dyn FnMut(Vec<Placed>, &[Unkept]) -> Result<(), Complaint> + 't;

impl Input {
    /// Saved output in one place.
    pub(crate) fn saved(path: PathBuf) -> Self {
        Self { hosts: Vec::new(), all: false, from: vec![path], demo: false }
    }

    /// What is read of saved output.
    pub(crate) fn gathered(self, setting: &Setting) -> Result<Vec<Gathered>, Complaint> {
        let mut all = Vec::new();
        self.read(setting, None, &mut |batch| {
            all.extend(batch.into_iter().map(|(_, gathered)| gathered));
            Ok(())
        })?;
        Ok(all)
    }

    /// Whether clusters are asked.
    pub(crate) fn is_live(&self) -> bool {
        !self.hosts.is_empty() || self.all
    }

    /// The paths that were named.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.from
    }

    /// Asks the clusters that were named, or reads the text.
    pub(crate) fn taken(self, ssh: SshOptions, setting: &Setting, wish: &Wish<'_>) -> Result<Taken, Complaint> {
        let mut taken = Taken::default();
        taken.unkept = self.each((ssh, None), setting, wish, &mut |batch, _| {
            taken.gathered.extend(batch.into_iter().map(|(_, gathered)| gathered));
            Ok(())
        })?;
        Ok(taken)
    }

    /// Hands over what was read, batch by batch, in the order in which it was named, with the targets whose bundles could not
    /// be kept, and why; gives these back. Of a run that is shared only its own part, and what all parts were given is noted.
    pub(crate) fn each(
        self,
        (ssh, share): (SshOptions, Option<&mut Share>),
        setting: &Setting,
        wish: &Wish<'_>,
        take: &mut Take<'_>,
    ) -> Result<Vec<Unkept>, Complaint> {
        if !self.is_live() {
            self.read(setting, share, &mut |batch| take(batch, &[]))?;
            return Ok(Vec::new());
        }
        let all = named(self.hosts, self.all, &setting.config)?;
        let hosts = own(all.iter().cloned().enumerate().collect(), share, |host| host_of(host));
        let hosts: Vec<String> = hosts.into_iter().map(|(_, host)| host).collect();
        ssh.look(&setting.config.ssh)?;
        let collected = ask(&hosts, ssh.over(setting.config.ssh.clone()), setting, wish)?;
        let (mut gathered, mut unkept) = (Vec::new(), Vec::new());
        for collected in collected {
            match collected.kept {
                Some(Err(trouble)) => {
                    say(&clean(&format!("error: {}: {trouble}", collected.name)));
                    unkept.push((collected.name, trouble));
                }
                Some(Ok(path)) if wish.is_told => {
                    say(&clean(&format!("note: {}: its answers are kept in `{path}`", collected.name)));
                }
                _ => {}
            }
            let place = all.iter().position(|host| *host == collected.typed).unwrap_or_default();
            gathered.push((place, collected.gathered));
        }
        take(gathered, &unkept)?;
        Ok(unkept)
    }

    /// Reads everything, a batch at the same time, and hands it over in the order in which it was named.
    fn read(
        self,
        setting: &Setting,
        share: Option<&mut Share>,
        take: &mut dyn FnMut(Vec<Placed>) -> Result<(), Complaint>,
    ) -> Result<(), Complaint> {
        let catalog = &setting.catalog;
        let reader = Reader::new(&catalog.tables);
        let gather = |source: Source| (source.stand.clone(), source.gather(catalog, &reader));
        let sources = self.sources()?;
        // What lies beside the files of a cluster belongs to it or is none, which only reading both tells.
        if sources.iter().any(|source| !source.stand.beside.is_empty()) {
            let settled = folder::settled(sources.into_par_iter().map(gather).collect())?;
            return take(own(settled.into_iter().enumerate().collect(), share, Gathered::name));
        }
        let mut sources = own(sources.into_iter().enumerate().collect(), share, |source| &source.name);
        let bar = progress::bar(sources.len(), BATCH, setting.verbosity);
        while !sources.is_empty() {
            let rest = sources.split_off(sources.len().min(BATCH));
            let batch = std::mem::replace(&mut sources, rest);
            let count = batch.len() as u64;
            let gathered = batch.into_par_iter().map(|(place, source)| (place, gather(source).1)).collect();
            bar.suspend(|| take(gathered))?;
            bar.inc(count);
        }
        bar.finish_and_clear();
        Ok(())
    }

    fn sources(self) -> Result<Vec<Source>, Complaint> {
        if self.demo {
            let text = Item::Text(DEMO.1.as_bytes().to_vec());
            return Ok(vec![Source::new(DEMO.0.to_owned(), vec![("demo/session.txt".to_owned(), text)])]);
        }
        if self.from.iter().filter(|path| is_stdin(path)).count() > 1 {
            return Err(Complaint::Usage("standard input (`-`) can be read only once".to_owned()));
        }
        let mut sources = Vec::new();
        let mut known: Vec<PathBuf> = Vec::new();
        for path in &self.from {
            let place = fs::canonicalize(path).unwrap_or_else(|_| path.clone());
            if known.contains(&place) {
                say(&format!("note: `{}` is named twice, and is read once", clean(&shown(path))));
                continue;
            }
            known.push(place);
            sources.extend(sources_of(path)?);
        }
        distinguish(&mut sources);
        Ok(sources)
    }
}

/// One target before it is read.
struct Source {
    name: String,
    /// The path as typed, to tell targets of the same name apart.
    path: String,
    items: Vec<(String, Item)>,
    stand: Stand,
    /// Why there is nothing to read.
    error: Option<String>,
}

/// Where the files of a source stand among others.
#[derive(Clone, Default)]
struct Stand {
    /// The folder itself, as typed.
    folder: String,
    /// The folders above it that have files of their own.
    beside: Vec<String>,
    /// Whether these are the folder's own files.
    has_files: bool,
    /// Whether the folder has nothing in it.
    is_void: bool,
}

enum Item {
    File(PathBuf),
    /// Plainly something else by its name: it counts where answers are in it all the same.
    Passable(PathBuf),
    /// The same out of an archive.
    PassableText(Vec<u8>),
    /// Stands alone in its source.
    Bundle(PathBuf),
    Stdin,
    Text(Vec<u8>),
    /// Why it is not read.
    Unreadable(String),
}

impl Source {
    fn new(name: String, items: Vec<(String, Item)>) -> Self {
        Self { path: name.clone(), name, items, stand: Stand::default(), error: None }
    }

    fn failed(name: String, path: &Path, error: String) -> Self {
        let error = Some(format!("`{}`: {error}", clean(&shown(path))));
        Self { path: shown(path), error, ..Self::new(name, Vec::new()) }
    }

    /// What is in it; a fault of this program in reading it is told like one of the input.
    fn gather(self, catalog: &Catalog, reader: &Reader<'_>) -> Gathered {
        let name = self.name.clone();
        isolated(|| self.read(catalog, reader)).unwrap_or_else(|error| Gathered::Unreadable { name, error })
    }

    fn read(self, catalog: &Catalog, reader: &Reader<'_>) -> Gathered {
        if let [(_, Item::Bundle(path))] = self.items.as_slice() {
            return match Bundle::read(path) {
                Ok(bundle) => Gathered::Readings(bundle.readings(&catalog.tables)),
                Err(error) => Gathered::Unreadable { name: self.name, error: error.to_string() },
            };
        }
        let is_wanted = |(name, item): &(String, Item)| match item {
            Item::Passable(path) => holds_answers(name, path, reader),
            Item::PassableText(bytes) => are_answers(name, bytes.clone(), reader),
            _ => true,
        };
        let read = |(name, item): (String, Item)| {
            let told = item.read().and_then(|bytes| Capture::read(&name, bytes).map_err(|error| error.to_string()));
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
    fn read(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Text(bytes) | Self::PassableText(bytes) => Ok(bytes),
            Self::Unreadable(why) => Err(why),
            Self::Stdin => file::limited(io::stdin().lock(), LIMIT),
            Self::File(path) | Self::Passable(path) | Self::Bundle(path) => {
                let bytes = file::bytes(&path, LIMIT)?;
                // A bundle is told by its beginning, and of a pipe nothing can be read twice.
                let is_packed = bytes.starts_with(&PACKED) && !path.is_file();
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

/// Whether answers of a cluster are in a file whose name says that it is something else.
fn holds_answers(name: &str, path: &Path, reader: &Reader<'_>) -> bool {
    let bytes =
        fs::metadata(path).ok().filter(fs::Metadata::is_file).and_then(|_| Item::File(path.to_owned()).read().ok());
    bytes.is_some_and(|bytes| are_answers(name, bytes, reader))
}

fn are_answers(name: &str, bytes: Vec<u8>, reader: &Reader<'_>) -> bool {
    let capture = Capture::read(name, bytes).ok();
    let readings = capture.map(|capture| reader.read(name, vec![capture])).unwrap_or_default();
    readings.iter().any(|reading| !reading.answers.is_empty() || !reading.changes.is_empty())
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn sources_of(path: &Path) -> Result<Vec<Source>, Complaint> {
    if is_stdin(path) {
        if io::stdin().is_terminal() {
            let help = "pipe the output into it, or name a file";
            return Err(Complaint::Usage(format!("`--from -`: standard input is a terminal; {help}")));
        }
        return Ok(vec![Source::new("stdin".to_owned(), vec![("stdin".to_owned(), Item::Stdin)])]);
    }
    if path.is_dir() {
        return Ok(folder::sources(path));
    }
    if let Some(sources) = archive::sources(path).filter(|_| !shown(path).ends_with(SUFFIX)) {
        return Ok(sources);
    }
    if is_bundle(path) {
        let text = if has_suffix(path) { None } else { archive::text(path) };
        return Ok(vec![text.unwrap_or_else(|| bundle(path))]);
    }
    let items = vec![(shown(path), Item::File(path.to_owned()))];
    Ok(vec![Source { path: shown(path), ..Source::new(stem(path), items) }])
}

/// Whether the file is a bundle: by its name, or because it is compressed.
fn is_bundle(path: &Path) -> bool {
    // Of a pipe what was looked at would be lost.
    has_suffix(path) || path.is_file() && is_packed(path)
}

fn has_suffix(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(SUFFIX.as_bytes())
}

/// Whether the file begins as compressed ones do.
fn is_packed(path: &Path) -> bool {
    let mut start = [0; 2];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok_and(|()| start == PACKED)
}

fn bundle(path: &Path) -> Source {
    let name = shown(path).rsplit('/').next().unwrap_or_default().trim_end_matches(SUFFIX).to_owned();
    let items = vec![(shown(path), Item::Bundle(path.to_owned()))];
    Source { path: shown(path), ..Source::new(name, items) }
}

/// Two targets of one name are told apart by their paths.
fn distinguish(sources: &mut [Source]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources.iter() {
        *count.entry(source.name.clone()).or_default() += 1;
    }
    for source in sources.iter_mut().filter(|source| count.get(&source.name).is_some_and(|count| *count > 1)) {
        source.name.clone_from(&source.path);
    }
}

/// The path as typed, with `/` on every system.
fn shown(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| shown(path), |stem| stem.to_string_lossy().into_owned())
}
