//! Many clusters at once: each is found, reached, asked and kept for itself; a bad one never stops the others.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::bundle::{Bundle, SUFFIX};
use super::cancel::Cancel;
use super::collector::{CollectError, Errand, MOST_CONNECTIONS, collect};
use super::credential::Prompt;
use super::endpoint::{Detour, Endpoint, Typed};
use super::judged::Judged;
use super::memory;
use super::openssh::OpensshTransport;
use super::plan::{Known, Plan};
use super::ssh::{HostKeyPolicy, SshTransport};
use super::transport::{Deadlines, Transport, TransportError};
use crate::config::{Host, Means, Ssh};
use crate::judge::{Question, ScopeWish};
use crate::report::Policy;
use crate::rule::Catalog;
use crate::table::Reading;

/// A cluster to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Name of the target, different for each.
    pub name: String,
    /// What the user typed, or the name in the inventory.
    pub typed: String,
    /// Its entry in the inventory.
    pub entry: Option<Host>,
}

/// How clusters are asked.
pub struct Terms {
    /// The options.
    pub ssh: Ssh,
    /// How long each phase may take.
    pub deadlines: Deadlines,
    /// Who is asked for secrets.
    pub prompt: Arc<dyn Prompt>,
    /// How many clusters are asked at once.
    pub jobs: usize,
    /// Folder that keeps the bundles.
    pub output: Option<PathBuf>,
}

/// Who wants to hear how it goes.
pub trait Watch: Sync {
    /// So many commands of a cluster are answered.
    fn answered(&self, visit: usize, answers: usize);
    /// A cluster is done.
    fn done(&self, visit: usize, is_good: bool);
}

/// What came of a visit.
pub struct Visited {
    /// The bundle, or why there is none.
    pub bundle: Result<Bundle, CollectError>,
    /// Where the bundle is kept, or why it could not be.
    pub kept: Option<Result<PathBuf, String>>,
}

/// Ends all visits.
#[derive(Clone, Default)]
pub struct Recall {
    cancels: Arc<Mutex<Vec<Cancel>>>,
    called: Cancel,
}

impl Recall {
    /// Ends everything that is under way.
    pub fn call(&self) {
        self.called.cancel();
        self.cancels.lock().unwrap_or_else(PoisonError::into_inner).iter().for_each(Cancel::cancel);
    }

    /// Whether the user wants to end.
    pub fn is_called(&self) -> bool {
        self.called.is_cancelled()
    }

    fn cancel(&self) -> Cancel {
        let cancel = Cancel::new();
        self.cancels.lock().unwrap_or_else(PoisonError::into_inner).push(cancel.clone());
        if self.is_called() {
            cancel.cancel();
        }
        cancel
    }
}

/// What all visits have in common.
pub struct Fleet<'a> {
    /// How clusters are asked.
    pub terms: &'a Terms,
    /// The commands.
    pub plan: &'a Plan,
    /// The tables and rules.
    pub catalog: &'a Catalog,
    /// What is judged.
    pub question: &'a Question,
    /// How the report is made that a bundle keeps: what decides, and the rules that are left out.
    pub judged: Option<(Policy, &'a [String])>,
    /// Ends all visits.
    pub recall: &'a Recall,
}

impl Fleet<'_> {
    /// Asks all clusters, some at once, and gives what came of it in the order in which they were named.
    pub fn visit_all(&self, visits: &[Visit], watch: &dyn Watch) -> Vec<Visited> {
        let next = AtomicUsize::new(0);
        let done = Mutex::new(Vec::with_capacity(visits.len()));
        let work = || {
            while let Some((at, visit)) = take(&next, visits) {
                let visited = self.visit(visit, &|answers| watch.answered(at, answers));
                watch.done(at, visited.bundle.is_ok());
                done.lock().unwrap_or_else(PoisonError::into_inner).push((at, visited));
            }
        };
        thread::scope(|scope| {
            for _ in 0..self.terms.jobs.clamp(1, visits.len().max(1)) {
                scope.spawn(work);
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, visited)| visited).collect()
    }

    fn visit(&self, visit: &Visit, told: &(dyn Fn(usize) + Sync)) -> Visited {
        let mut bundle = self.ask(visit, told);
        if let Ok(bundle) = &mut bundle {
            if let Some(remark) = other_name(visit, bundle.cluster.as_deref()) {
                bundle.remark(&remark);
            }
            bundle.judged =
                self.judged.map(|(policy, left_out)| Judged::of(bundle, self.catalog, self.question, policy, left_out));
        }
        let kept = bundle.as_ref().ok().zip(self.terms.output.as_deref());
        Visited { kept: kept.map(|(bundle, folder)| keep(bundle, folder)), bundle }
    }

    fn ask(&self, visit: &Visit, told: &(dyn Fn(usize) + Sync)) -> Result<Bundle, CollectError> {
        let (ssh, cancel) = (&self.terms.ssh, self.recall.cancel());
        if cancel.is_cancelled() {
            return Err(TransportError::Interrupted.into());
        }
        let endpoint = endpoint(visit, ssh, &cancel)?;
        let means = ssh.transport.or(visit.entry.as_ref().and_then(|entry| entry.transport)).unwrap_or_default();
        let errand = Errand {
            target: &visit.name,
            address: &endpoint.address(),
            transport: means.word(),
            plan: self.plan,
            catalog: self.catalog,
            question: self.question,
            expected: self.expected(&visit.name, &endpoint.address()),
            connections: if ssh.gentle == Some(true) { 1 } else { MOST_CONNECTIONS },
            limit: self.terms.deadlines.run,
        };
        let transport = self.transport(means, endpoint, &cancel);
        let bundle = collect(&errand, transport.as_ref(), &cancel, told)?;
        let is_cluster_s_own = self.question.scope == ScopeWish::Auto && self.question.ontap.is_none();
        if let Some(known) = self.known(&bundle).filter(|_| is_cluster_s_own) {
            memory::keep(&bundle.address, known);
        }
        Ok(bundle)
    }

    /// The release and the mode where the user tells both.
    fn told(&self) -> Option<Known> {
        let known = Known::of(&Reading::default(), self.catalog, self.question);
        (known.era.is_some() && known.scope.is_some()).then_some(known)
    }

    /// What the release and the mode will be: as the user says, else as at the last visit.
    fn expected(&self, target: &str, address: &str) -> Option<Known> {
        self.told().or_else(|| self.kept(target, address)).or_else(|| memory::recall(address))
    }

    /// What the bundle of an earlier visit told.
    fn kept(&self, target: &str, address: &str) -> Option<Known> {
        let path = self.terms.output.as_ref()?.join(file_name(target) + SUFFIX);
        let bundle = Bundle::read(&path).ok().filter(|bundle| bundle.address == address)?;
        self.known(&bundle)
    }

    fn known(&self, bundle: &Bundle) -> Option<Known> {
        let readings = bundle.readings(&self.catalog.tables);
        readings.first().map(|reading| Known::of(reading, self.catalog, self.question))
    }

    fn transport(&self, means: Means, endpoint: Endpoint, cancel: &Cancel) -> Box<dyn Transport> {
        let policy = HostKeyPolicy { accept_new: self.terms.ssh.accept_new.unwrap_or(endpoint.accept_new) };
        let deadlines = self.terms.deadlines;
        match means {
            Means::Openssh => Box::new(OpensshTransport::new(
                endpoint,
                deadlines,
                policy,
                self.terms.prompt.is_interactive(),
                cancel.clone(),
            )),
            Means::Ssh2 => {
                let prompt = Arc::clone(&self.terms.prompt);
                Box::new(SshTransport::new(endpoint, deadlines, policy, prompt, cancel.clone()))
            }
        }
    }
}

fn take<'v>(next: &AtomicUsize, visits: &'v [Visit]) -> Option<(usize, &'v Visit)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    visits.get(at).map(|visit| (at, visit))
}

/// What is typed wins over the options, those over the inventory, and that over the configuration of `ssh`.
fn endpoint(visit: &Visit, ssh: &Ssh, cancel: &Cancel) -> Result<Endpoint, TransportError> {
    let typed = Typed::parse(&visit.typed)?;
    let entry = visit.entry.clone().unwrap_or_else(|| Host {
        name: typed.host.clone(),
        address: if typed.host.contains(':') { format!("[{}]", typed.host) } else { typed.host.clone() },
        ..Host::default()
    });
    let (identity, jump) = (ssh.identity.clone().or(entry.identity.clone()), entry.jump.clone());
    let entry = Host { user: ssh.user.clone().or(entry.user), port: ssh.port.or(entry.port), ..entry };
    let mut endpoint = Endpoint::resolve(&visit.typed, Some(&entry), cancel)?;
    if let Some(identity) = identity {
        endpoint.choose_identity(key_file(&identity)?);
    }
    if let Some(jump) = jump {
        endpoint.detour = Some(Detour::Jump(jump));
    }
    Ok(endpoint)
}

/// The file that is named, or the public part of a key that the agent has.
fn key_file(named: &str) -> Result<PathBuf, TransportError> {
    let home = std::env::home_dir().filter(|_| named.starts_with("~/"));
    let path = home.map_or_else(|| PathBuf::from(named), |home| home.join(named.trim_start_matches("~/")));
    if path.exists() || path.with_added_extension("pub").exists() {
        return Ok(path);
    }
    Err(TransportError::Local(format!("the key file `{named}` is not there; `--identity` or `identity` names it")))
}

/// A cluster that calls itself otherwise than the inventory says may be another one.
fn other_name(visit: &Visit, cluster: Option<&str>) -> Option<String> {
    let entry = visit.entry.as_ref()?;
    let expected = entry.cluster.as_ref().unwrap_or(&entry.name);
    let cluster = cluster.filter(|cluster| !cluster.eq_ignore_ascii_case(expected))?;
    let advice = format!("if that is right, write `cluster = \"{cluster}\"` below [hosts.{}]", entry.name);
    Some(format!("the cluster calls itself `{cluster}`, the inventory calls it `{expected}`; {advice}"))
}

/// Writes the bundle as `NAME.ndmp.tar.gz`.
fn keep(bundle: &Bundle, folder: &Path) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("folder `{}`: {error}", folder.display());
    fs::create_dir_all(folder).map_err(failed)?;
    let path = folder.join(file_name(&bundle.target) + SUFFIX);
    bundle.write(&path).map_err(|error| error.to_string())?;
    Ok(path)
}

/// A name that every file system takes.
fn file_name(target: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let name: String = target.chars().map(fits).collect();
    name.trim_start_matches('.').to_owned()
}

/// The clusters that were named, each once, with its entry and a name of its own.
pub fn visits(hosts: &[String], inventory: &[Host]) -> Vec<Visit> {
    let visit = |typed: &String| {
        let host = Typed::parse(typed).map_or_else(|_| typed.clone(), |typed| typed.host);
        let entry = inventory.iter().find(|entry| entry.name == *typed || entry.name == host).cloned();
        Visit { name: host, typed: typed.clone(), entry }
    };
    let is_new = |(at, typed): &(usize, &String)| !hosts[..*at].contains(typed);
    let mut visits: Vec<Visit> = hosts.iter().enumerate().filter(is_new).map(|(_, typed)| visit(typed)).collect();
    let names: Vec<String> = visits.iter().map(|visit| visit.name.clone()).collect();
    for visit in &mut visits {
        if names.iter().filter(|name| **name == visit.name).count() > 1 {
            visit.name.clone_from(&visit.typed);
        }
    }
    visits
}
