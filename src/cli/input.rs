//! What `--from` means: paths to targets with their files, read at once. Nothing that was named is passed over quietly.

use std::collections::HashMap;
use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;
use ndmp_preflight::report::resume::Past;
use ndmp_preflight::report::{Target, clean};
use ndmp_preflight::saved::{Gathered, LIMIT, Source, distinguish, settled, shown, sources};
use ndmp_preflight::table::Reader;
use rayon::prelude::*;

use super::complaint::Complaint;
use super::disk::Local;
use super::hosts::named;
use super::live::{Collected, Wish, ask};
use super::progress::{Counts, Line, sentence};
use super::say;
use super::setting::Setting;
use super::shard::{Share, host_of, own};
use super::ssh_options::SshOptions;

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

    /// All clusters of the inventory, [hosts.NAME] and `inventory` in ndmp-preflight.toml
    #[arg(long)]
    all: bool,

    /// The clusters of this group of the inventory (repeatable)
    #[arg(long = "group", value_name = "NAME")]
    groups: Vec<String>,

    /// Saved or pasted output: a file, a folder of files of one cluster, a bundle (NAME.ndmp.tar.gz), a folder of such
    /// folders and bundles, or - for standard input
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,

    /// A cluster that comes with the program, broken in instructive ways
    #[arg(long)]
    demo: bool,
}

/// Everything that was read.
#[derive(Default)]
pub(crate) struct Taken {
    /// The inputs in the order in which they were named.
    pub(crate) gathered: Vec<Gathered>,
    /// Targets whose bundles could not be kept, and why.
    pub(crate) unkept: Vec<Unkept>,
}

/// A target whose bundle could not be kept, and why.
pub(crate) type Unkept = (String, String);

/// What is known of an input.
pub(crate) struct Placed {
    /// Which of all inputs it is.
    pub(crate) at: usize,
    /// SHA-256 of its evidence, where a later run may take it over.
    pub(crate) evidence: Option<String>,
    pub(crate) what: What,
}

/// What is there of an input.
pub(crate) enum What {
    /// What was read of it.
    Read(Gathered),
    /// What an earlier run judged on the same evidence.
    Judged(Vec<Target>),
}

impl Placed {
    fn read((at, gathered): (usize, Gathered)) -> Self {
        Self { at, evidence: None, what: What::Read(gathered) }
    }

    /// What was read of it; nothing of what was judged already.
    pub(crate) fn gathered(self) -> Option<Gathered> {
        match self.what {
            What::Read(gathered) => Some(gathered),
            What::Judged(_) => None,
        }
    }
}

/// A run that is shared, or that goes on where another ended.
#[derive(Default)]
pub(crate) struct Course<'c> {
    pub(crate) share: Option<&'c mut Share>,
    pub(crate) past: Option<&'c Past>,
}

/// What is made of one input while others are read, so that no more of it is kept than that.
type Work<'t, T> = dyn Fn(Placed) -> T + Sync + 't;

/// What is done with what was made of a batch, and with those of it whose bundles could not be kept; what all came to until then.
type Take<'t, T> = dyn FnMut(Vec<T>, &[Unkept]) -> Result<Counts, Complaint> + 't;

impl Input {
    /// Saved output in one place.
    pub(crate) fn saved(path: PathBuf) -> Self {
        Self::files(vec![path])
    }

    /// Saved output in several places.
    pub(crate) fn files(from: Vec<PathBuf>) -> Self {
        Self { hosts: Vec::new(), all: false, groups: Vec::new(), from, demo: false }
    }

    /// What is read of saved output.
    pub(crate) fn gathered(self, setting: &Setting) -> Result<Vec<Gathered>, Complaint> {
        let mut all = Vec::new();
        self.read(setting, Course::default(), &Placed::gathered, &mut |batch| {
            all.extend(batch.into_iter().flatten());
            Ok(Counts::default())
        })?;
        Ok(all)
    }

    /// Whether clusters are asked.
    pub(crate) fn is_live(&self) -> bool {
        !self.hosts.is_empty() || self.all || !self.groups.is_empty()
    }

    /// The paths that were named.
    pub(crate) fn paths(&self) -> &[PathBuf] {
        &self.from
    }

    /// Asks the clusters that were named, or reads the text.
    pub(crate) fn taken(self, ssh: SshOptions, setting: &Setting, wish: &Wish<'_>) -> Result<Taken, Complaint> {
        let mut taken = Taken::default();
        taken.unkept = self.each(
            (ssh, Course::default()),
            setting,
            wish,
            (&Placed::gathered, &mut |batch, _| {
                taken.gathered.extend(batch.into_iter().flatten());
                Ok(Counts::default())
            }),
        )?;
        Ok(taken)
    }

    /// Hands over what is made of all that is read, batch by batch, in the order in which it was named, with the targets whose
    /// bundles could not be kept, and why; gives these back. Of a run that is shared only its own part, and what all parts were
    /// given is noted.
    pub(crate) fn each<T: Send>(
        self,
        (ssh, course): (SshOptions, Course<'_>),
        setting: &Setting,
        wish: &Wish<'_>,
        (work, take): (&Work<'_, T>, &mut Take<'_, T>),
    ) -> Result<Vec<Unkept>, Complaint> {
        if !self.is_live() {
            self.read(setting, course, work, &mut |batch| take(batch, &[]))?;
            return Ok(Vec::new());
        }
        let all = named(self.hosts, self.all, &self.groups, &setting.config)?;
        let hosts = own(all.iter().cloned().enumerate().collect(), course.share, |host| host_of(host));
        let hosts: Vec<String> = hosts.into_iter().map(|(_, host)| host).collect();
        ssh.look(&setting.config.ssh)?;
        let places: HashMap<&str, usize> = all.iter().enumerate().rev().map(|(at, host)| (host.as_str(), at)).collect();
        let mut unkept = Vec::new();
        ask(&hosts, ssh.over(setting.config.ssh.clone()), setting, wish, &mut |some| {
            let own: Vec<Unkept> = some.iter().filter_map(|collected| told(collected, wish.is_told)).collect();
            let place = |host: &str| places.get(host).copied().unwrap_or_default();
            let read = |one: Collected| Placed::read((place(&one.typed), one.gathered(setting)));
            take(some.into_par_iter().map(read).map(work).collect(), &own)?;
            unkept.extend(own);
            Ok(())
        })?;
        Ok(unkept)
    }

    /// Reads everything, a batch at the same time, and hands over what is made of it in the order in which it was named.
    pub(super) fn read<T: Send>(
        self,
        setting: &Setting,
        Course { share, past }: Course<'_>,
        work: &Work<'_, T>,
        take: &mut dyn FnMut(Vec<T>) -> Result<Counts, Complaint>,
    ) -> Result<(), Complaint> {
        let catalog = &setting.catalog;
        let reader = Reader::new(&catalog.tables);
        let gather = |source: Source| source.gather(&Local, catalog, &reader);
        let sources = self.sources()?;
        // What lies beside the files of a cluster belongs to it or is none, which only reading both tells.
        if sources.iter().any(|source| !source.stand.beside.is_empty()) {
            let settled = settled(sources, gather)?;
            let own = own(settled.into_iter().enumerate().collect(), share, Gathered::name);
            return take(own.into_par_iter().map(Placed::read).map(work).collect()).map(drop);
        }
        let mut sources = own(sources.into_iter().enumerate().collect(), share, |source| &source.name);
        let (of, mut done) = (sources.len(), 0);
        let line = Line::new(of, BATCH, setting.verbosity);
        line.tell(sentence(0, (of, "targets"), &Counts::default(), ""));
        while !sources.is_empty() {
            let rest = sources.split_off(sources.len().min(BATCH));
            let batch = std::mem::replace(&mut sources, rest);
            done += batch.len();
            let one = |(at, source)| match past {
                Some(past) => again(at, source, past, gather),
                None => Placed::read((at, gather(source))),
            };
            // Read and made in one go: what was read is at hand still, and freed where it was made.
            let made = batch.into_par_iter().map(one).map(work).collect();
            let counts = line.beside(|| take(made))?;
            line.tell(sentence(done, (of, "targets"), &counts, ""));
        }
        line.clear();
        Ok(())
    }

    fn sources(self) -> Result<Vec<Source>, Complaint> {
        if self.demo {
            return Ok(vec![Source::of_text(DEMO.0, "demo/session.txt", DEMO.1.as_bytes().to_vec())]);
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

/// Tells where the answers of a cluster are kept, or that they are not, which is given back.
fn told(collected: &Collected, is_told: bool) -> Option<Unkept> {
    let name = &collected.name;
    match collected.kept.as_ref()? {
        Err(trouble) => {
            say(&clean(&format!("error: {name}: {trouble}")));
            Some((name.clone(), trouble.clone()))
        }
        Ok(path) if is_told => {
            say(&clean(&format!("note: {name}: its answers are kept in `{path}`")));
            None
        }
        Ok(_) => None,
    }
}

/// What an earlier run judged of a source, where nothing of it has changed; else what is read of it now.
fn again(at: usize, source: Source, past: &Past, gather: impl Fn(Source) -> Gathered) -> Placed {
    let (source, evidence) = source.loaded(&Local);
    let known = evidence.as_deref().and_then(|evidence| past.of_evidence(evidence));
    let what = known.map_or_else(|| What::Read(gather(source)), What::Judged);
    Placed { at, evidence, what }
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn sources_of(path: &Path) -> Result<Vec<Source>, Complaint> {
    if !is_stdin(path) {
        return Ok(sources(&Local, path));
    }
    if io::stdin().is_terminal() {
        let help = "pipe the output into it, or name a file";
        return Err(Complaint::Usage(format!("`--from -`: standard input is a terminal; {help}")));
    }
    let read = || LIMIT.read(Vec::new(), io::stdin().lock());
    Ok(vec![Source::of_stream("stdin", read)])
}
