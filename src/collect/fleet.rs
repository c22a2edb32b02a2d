//! Many clusters at once: each is found, reached, asked and kept for itself; a bad one never stops the others.

mod order;
mod retry;
mod stop;
mod visit;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use rayon::prelude::*;

use super::bundle::Bundle;
use super::cancel::Cancel;
use super::collector::{CollectError, Errand, MOST_CONNECTIONS, collect_at_pace};
use super::credential::Prompt;
use super::endpoint::{Detour, Endpoint, Typed};
use super::judged::{self, Judged};
use super::openssh::OpensshTransport;
use super::pace::Pace;
use super::plan::{Known, Plan, Purpose};
use super::signature::{SignatureError, Signer};
use super::ssh::{HostKeyPolicy, SshTransport};
use super::transport::{Deadlines, Transport, TransportError};
use crate::config::{Host, Means, Ssh};
use crate::judge::{Question, Questions};
use crate::report::{Policy, Readiness, minute};
use crate::rule::Catalog;
use crate::table::Reading;

pub use visit::{Place, Route, Visit};

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
    /// Who signs them.
    pub signer: Option<Signer>,
}

/// Who wants to hear how it goes.
pub trait Watch: Sync {
    /// A cluster is being asked.
    fn began(&self, visit: usize);
    /// So many commands of a cluster are answered.
    fn answered(&self, visit: usize, answers: usize);
    /// A cluster is done.
    fn done(&self, visit: usize, visited: &Visited);
}

/// What came of a visit.
pub struct Visited {
    /// The bundle, or why there is none; without the report that is kept in it.
    pub bundle: Result<Bundle, CollectError>,
    /// What the rules say of it, where it was judged.
    pub verdict: Option<Readiness>,
    /// Where the bundle is kept, or why it could not be.
    pub kept: Option<Result<PathBuf, String>>,
    /// Where nothing was kept: which bundle of an earlier visit lies there still, in words.
    pub older: Option<String>,
}

/// Why a bundle is not kept as it should be.
#[derive(Debug, thiserror::Error)]
enum Unkept {
    #[error("the bundle could not be kept: {0}")]
    Unwritten(String),
    #[error("the bundle is kept in `{path}`, but not signed: {why}")]
    Unsigned { path: String, why: SignatureError },
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
    /// The commands, where no other backup is planned.
    pub plan: &'a Plan,
    /// The tables and rules.
    pub catalog: &'a Catalog,
    /// What is judged.
    pub questions: &'a Questions,
    /// How the report is made that a bundle keeps: what decides, and the rules that are left out.
    pub judged: Option<(Policy, &'a [String])>,
    /// What the clusters are asked for.
    pub purpose: Purpose,
    /// Ends all visits.
    pub recall: &'a Recall,
}

impl Fleet<'_> {
    /// Finds the clusters that were named.
    ///
    /// # Errors
    /// Two of them would be kept in one file.
    pub fn route(&self, hosts: &[String], inventory: &[Host]) -> Result<Route, String> {
        let found = |visit: Visit| Place { endpoint: self.found(&visit), visit };
        let mut places: Vec<Place> = visit::visits(hosts, inventory).into_par_iter().map(found).collect();
        let repeated = visit::leave_out_repeated(&mut places);
        visit::tell_apart(&mut places);
        match visit::clash(&places).filter(|_| self.terms.output.is_some()) {
            Some((one, other, file)) => Err(format!(
                "`{one}` and `{other}` would be kept in one file, `{file}`, and nobody was asked; ask them in two runs with \
                 folders of their own, or give one another name in the inventory"
            )),
            None => Ok(Route { places, repeated }),
        }
    }

    fn found(&self, visit: &Visit) -> Result<Endpoint, TransportError> {
        let cancel = self.recall.cancel();
        if cancel.is_cancelled() { Err(TransportError::Interrupted) } else { endpoint(visit, &self.terms.ssh, &cancel) }
    }

    /// Asks all clusters, some at once, and gives what came of it in the order in which they were named, few at a time: what is
    /// not taken yet is held as it came. Those at one address come one after the other, for its limits are those of all of them.
    /// Where the user ends it, no more is given.
    pub fn visit_all(&self, route: &Route, watch: &dyn Watch, take: &mut dyn FnMut(Vec<Visited>)) {
        let groups = visit::by_address(&route.places);
        let (next, stop) = (AtomicUsize::new(0), stop::Stop::default());
        thread::scope(|scope| {
            let (sender, came) = channel();
            for _ in 0..self.terms.jobs.clamp(1, groups.len().max(1)) {
                let (sender, groups, next, stop) = (sender.clone(), &groups, &next, &stop);
                scope.spawn(move || {
                    while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.visit_address(group, route, (watch, stop), &sender);
                    }
                });
            }
            drop(sender);
            order::in_order(&came, &mut |visited| {
                if !self.recall.is_called() {
                    take(visited);
                }
            });
        });
    }

    /// Asks the clusters at one address, one after the other.
    fn visit_address(
        &self,
        group: &[usize],
        route: &Route,
        (watch, stop): (&dyn Watch, &stop::Stop),
        came: &Sender<(usize, Visited)>,
    ) {
        let pace = Pace::default();
        for (at, place) in group.iter().filter_map(|at| Some((*at, route.places.get(*at)?))) {
            let visited = match stop.met() {
                Some(by) => self.unvisited(place, by),
                None => {
                    watch.began(at);
                    self.visit(place, &pace, &|answers| watch.answered(at, answers))
                }
            };
            if self.terms.ssh.fail_fast == Some(true) {
                stop.note(&place.visit.name, &visited);
            }
            watch.done(at, &visited);
            // Who takes them takes all.
            let _ = came.send((at, visited));
        }
    }

    fn visit(&self, place: &Place, pace: &Pace, told: &(dyn Fn(usize) + Sync)) -> Visited {
        let mut bundle = retry::asked(self.terms.ssh.retries.unwrap_or(0), self.recall, || self.ask(place, pace, told));
        let verdict = bundle.as_mut().ok().and_then(|bundle| {
            if let Some(remark) = other_name(&place.visit, bundle.cluster.as_deref()) {
                bundle.remark(&remark);
            }
            self.judge(place, bundle)
        });
        let kept = bundle.as_ref().ok().and_then(|bundle| self.keep(bundle));
        if let Ok(bundle) = &mut bundle {
            bundle.judged = None;
        }
        let is_replaced = matches!(kept, Some(Ok(_) | Err(Unkept::Unsigned { .. })));
        let older = if is_replaced { None } else { self.older(&place.visit.name) };
        Visited { kept: kept.map(|kept| kept.map_err(|unkept| unkept.to_string())), older, bundle, verdict }
    }

    /// Judges a bundle, and leaves the report in it where it is kept.
    fn judge(&self, place: &Place, bundle: &mut Bundle) -> Option<Readiness> {
        let (policy, left_out) = self.judged?;
        let question = self.question(place);
        let report = judged::report(bundle, self.catalog, question, policy, left_out);
        if self.terms.output.is_some() {
            bundle.judged = Some(Judged::telling(&report, self.catalog, question, policy));
        }
        Some(report.verdict)
    }

    /// A cluster that is not asked any more, for what another one came to.
    fn unvisited(&self, place: &Place, by: String) -> Visited {
        let bundle = Err(CollectError::NotAsked { by });
        Visited { bundle, kept: None, older: self.older(&place.visit.name), verdict: None }
    }

    /// Writes the bundle as `NAME.ndmp.tar.gz`, and its signature beside it.
    fn keep(&self, bundle: &Bundle) -> Option<Result<PathBuf, Unkept>> {
        let folder = self.terms.output.as_deref()?;
        let failed = |error: std::io::Error| Unkept::Unwritten(format!("folder `{}`: {error}", folder.display()));
        if let Err(error) = fs::create_dir_all(folder) {
            return Some(Err(failed(error)));
        }
        let (path, bytes) = (folder.join(visit::file_name(&bundle.target)), bundle.bytes());
        let signature = self.terms.signer.as_ref().map(|signer| signer.sign(bytes.clone(), &self.recall.cancel()));
        // Whoever ends the program while it signs did not want a bundle without a signature.
        if self.recall.is_called() {
            return Some(Err(Unkept::Unwritten(TransportError::Interrupted.to_string())));
        }
        let own = signature.as_ref().and_then(|signature| signature.as_deref().ok());
        if let Err(error) = Bundle::write_bytes(&path, &bytes, own) {
            return Some(Err(Unkept::Unwritten(error.to_string())));
        }
        Some(match signature {
            // What the cluster said is not lost for that.
            Some(Err(why)) => Err(Unkept::Unsigned { path: path.display().to_string(), why }),
            _ => Ok(path),
        })
    }

    fn ask(&self, place: &Place, pace: &Pace, told: &(dyn Fn(usize) + Sync)) -> Result<Bundle, CollectError> {
        let (ssh, cancel, visit) = (&self.terms.ssh, self.recall.cancel(), &place.visit);
        if cancel.is_cancelled() {
            return Err(TransportError::Interrupted.into());
        }
        let endpoint = place.endpoint.clone()?;
        let question = self.question(place);
        let own = (*question != self.questions.plain).then(|| Plan::with(self.catalog, question, self.purpose));
        let means = ssh.transport.or(visit.entry.as_ref().and_then(|entry| entry.transport)).unwrap_or_default();
        let errand = Errand {
            target: &visit.name,
            address: &endpoint.address(),
            transport: means.word(),
            plan: own.as_ref().unwrap_or(self.plan),
            catalog: self.catalog,
            question,
            expected: self.told(question),
            connections: self.connections(means),
            limit: self.terms.deadlines.run,
        };
        let transport = self.transport(means, endpoint, &cancel);
        collect_at_pace(&errand, transport.as_ref(), &cancel, told, pace)
    }

    /// What is asked of the cluster.
    fn question(&self, place: &Place) -> &Question {
        self.questions.of(place.visit.entry.as_ref().map_or(&place.visit.name, |entry| &entry.name))
    }

    /// The user's own `ssh` asks for a password or a passphrase once a connection, and a person is to be asked once.
    fn connections(&self, means: Means) -> usize {
        let asks = means == Means::Openssh && self.terms.prompt.is_interactive();
        if asks || self.terms.ssh.gentle == Some(true) { 1 } else { MOST_CONNECTIONS }
    }

    /// The release and the mode where the user tells both.
    fn told(&self, question: &Question) -> Option<Known> {
        let known = Known::of(&Reading::default(), self.catalog, question);
        (known.era.is_some() && known.scope.is_some()).then_some(known)
    }

    /// The bundle of an earlier visit, and where it lies.
    fn earlier(&self, target: &str) -> Option<(PathBuf, Bundle)> {
        let path = self.terms.output.as_ref()?.join(visit::file_name(target));
        // Whoever opens a pipe waits for the other end.
        let bundle = path.is_file().then(|| Bundle::read(&path).ok()).flatten()?;
        Some((path, bundle))
    }

    /// What is to be said of the bundle of an earlier visit where this one left none.
    fn older(&self, target: &str) -> Option<String> {
        let (path, bundle) = self.earlier(target)?;
        let of = bundle.collected().map(|time| format!(" of {}", minute(time))).unwrap_or_default();
        Some(format!("the bundle{of} in `{}` was left as it is", path.display()))
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
    let advice = format!("if that is right, write `cluster = \"{cluster}\"` below [hosts.{}]", key(&entry.name));
    Some(format!("the cluster calls itself `{cluster}`, the inventory calls it `{expected}`; {advice}"))
}

/// The name as TOML has it: one with dots stands in quotes.
fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if name.chars().all(is_bare) { name.to_owned() } else { format!("{name:?}") }
}
