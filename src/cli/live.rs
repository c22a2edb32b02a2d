//! What `HOST` means: the clusters that were named are asked, and their bundles are read as `--from` would read them.

use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::plan::Purpose;
use ndmp_preflight::config::Ssh;
use ndmp_preflight::judge::Questions;
use ndmp_preflight::report::Policy;
use ndmp_preflight::saved::Gathered;

use super::complaint::Complaint;
use super::setting::Setting;

/// What came of one cluster.
pub(crate) struct Collected {
    /// As it was named.
    pub(crate) typed: String,
    /// Name of the target.
    pub(crate) name: String,
    /// What it said, or why there is nothing.
    pub(crate) bundle: Result<Bundle, Absent>,
    /// Where the bundle is kept, or why it could not be.
    pub(crate) kept: Option<Result<String, String>>,
}

/// Why a cluster gave nothing.
pub(crate) struct Absent {
    pub(crate) why: String,
    /// Whether it was asked.
    pub(crate) is_asked: bool,
}

/// What is done with some clusters, in the order in which they were named.
pub(crate) type Take<'t> = dyn FnMut(Vec<Collected>) -> Result<(), Complaint> + 't;

impl Collected {
    /// What is read of it.
    pub(crate) fn gathered(self, setting: &Setting) -> Gathered {
        match self.bundle {
            Ok(bundle) => Gathered::Readings(bundle.readings(&setting.catalog.tables)),
            Err(Absent { why, is_asked: true }) => Gathered::Unreadable { name: self.name, error: why },
            Err(Absent { why, is_asked: false }) => Gathered::Unasked { name: self.name, error: why },
        }
    }
}

/// What is to be known of the clusters.
#[cfg_attr(not(feature = "ssh"), expect(dead_code, reason = "only who can ask needs it"))]
pub(crate) struct Wish<'a> {
    pub(crate) questions: &'a Questions,
    /// How the report is made that a bundle keeps.
    pub(crate) judged: Option<(Policy, &'a [String])>,
    /// What for.
    pub(crate) purpose: Purpose,
    /// Whether people are told where the bundles are.
    pub(crate) is_told: bool,
}

/// Without SSH nobody can be asked.
#[cfg(not(feature = "ssh"))]
pub(crate) fn ask(hosts: &[String], _: Ssh, _: &Setting, _: &Wish<'_>, _: &mut Take<'_>) -> Result<(), Complaint> {
    let first = hosts.first().map(String::as_str).unwrap_or_default();
    let help = "save what ONTAP prints and use `--from PATH`, or build with the feature `ssh`";
    Err(Complaint::Usage(format!("`{first}` cannot be asked: this program was built without SSH; {help}")))
}

#[cfg(feature = "ssh")]
pub(crate) use over_ssh::ask;

#[cfg(feature = "ssh")]
mod over_ssh {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    use ndmp_preflight::collect::collector::CollectError;
    use ndmp_preflight::collect::credential::{Prompt, Terminal};
    use ndmp_preflight::collect::endpoint::Typed;
    use ndmp_preflight::collect::fleet::{Fleet, Recall, Route, Terms, Visited};
    use ndmp_preflight::collect::signature::Signer;
    use ndmp_preflight::config::{Config, deadlines};
    use ndmp_preflight::report::clean;

    use super::super::aim::{plan, plan_of_all};
    use super::super::asking::{Aside, Progress, line};
    use super::super::complaint::{reason, shown};
    use super::super::hosts::meant;
    use super::super::progress::Line;
    use super::super::say;
    use super::super::signals::Caught;
    use super::*;

    /// How many clusters are asked at once where nobody says it.
    const JOBS: usize = 8;

    /// Asks all hosts, and hands over what came of them as soon as it is their turn.
    pub(crate) fn ask(
        hosts: &[String],
        ssh: Ssh,
        setting: &Setting,
        wish: &Wish<'_>,
        take: &mut Take<'_>,
    ) -> Result<(), Complaint> {
        let questions = wish.questions;
        let line = line(setting.verbosity);
        let terms = terms(ssh, setting, &line)?;
        for host in hosts {
            let hinted = |error: String| hinted(error, host, &setting.config);
            Typed::parse(host).map_err(|error| Complaint::Usage(hinted(error.to_string())))?;
        }
        let plan = plan(&setting.catalog, &questions.plain, wish.purpose)?;
        let most = plan_of_all(&setting.catalog, questions, wish.purpose)?.steps.len();
        let recall = Recall::default();
        let caught = Caught::watch(&recall)?;
        let (catalog, terms, plan, recall) = (&setting.catalog, &terms, &plan, &recall);
        let (judged, purpose) = (wish.judged, wish.purpose);
        let fleet = Fleet { terms, plan, catalog, questions, judged, purpose, recall };
        let route = fleet.route(hosts, &setting.config.hosts).map_err(Complaint::Usage)?;
        let names = names(&route);
        let progress = Progress::new(Arc::clone(&line), &names, most);
        let mut next = route.places.iter().map(|place| place.visit.typed.clone()).zip(names);
        let mut taken = Ok(());
        fleet.visit_all(&route, &progress, &mut |visited| {
            let some = in_turn(visited, &mut next, setting);
            // Where no report can be made any more, the bundles are kept all the same.
            if taken.is_ok() {
                taken = line.beside(|| take(some));
            }
        });
        line.clear();
        if recall.is_called() { Err(caught.complaint()) } else { taken }
    }

    /// What came of the next clusters, with what was typed and their names.
    fn in_turn(
        visited: Vec<Visited>,
        next: &mut impl Iterator<Item = (String, String)>,
        setting: &Setting,
    ) -> Vec<Collected> {
        // The names behind, or one of them would be lost.
        visited.into_iter().zip(next).map(|(visited, named)| collected(named, visited, setting)).collect()
    }

    /// The names of the targets; whoever is named twice is told that it is asked once.
    fn names(route: &Route) -> Vec<String> {
        for (first, later) in &route.repeated {
            say(&clean(&format!("note: `{later}` is `{first}` once more, and is asked once")));
        }
        route.places.iter().map(|place| place.visit.name.clone()).collect()
    }

    fn terms(ssh: Ssh, setting: &Setting, line: &Arc<Line>) -> Result<Terms, Complaint> {
        let deadlines =
            deadlines(&ssh.deadlines).map_err(|(text, why)| Complaint::Usage(format!("`--deadline {text}`: {why}")))?;
        let output = ssh.output.as_ref().map(PathBuf::from);
        let prompt = Aside { prompt: Terminal::of_environment(), line: Arc::clone(line) };
        let key = ssh.sign.as_ref().filter(|_| output.is_some());
        let signer = key.map(|key| Signer::new(Path::new(key), prompt.prompt.is_interactive()));
        let signer = signer.transpose().map_err(|error| Complaint::Usage(format!("`--sign`: {error}")))?;
        if let Some(folder) = &output {
            // Whoever waited for a fleet does not want to hear only then that nothing could be kept.
            fs::create_dir_all(folder).map_err(|error| {
                Complaint::Usage(format!("the bundles cannot be kept in `{}`: {}", shown(folder), reason(&error)))
            })?;
        }
        Ok(Terms { deadlines, prompt: Arc::new(prompt), jobs: setting.jobs.unwrap_or(JOBS), output, signer, ssh })
    }

    /// An error, and what was most likely meant.
    fn hinted(error: String, name: &str, config: &Config) -> String {
        meant(name, config).map_or_else(|| error.clone(), |meant| format!("{error}; {meant}"))
    }

    fn collected((typed, name): (String, String), visited: Visited, setting: &Setting) -> Collected {
        let older = visited.older.as_deref();
        let unkept = |trouble: String| behind(trouble, older);
        let kept = visited.kept.map(|kept| kept.map(|path| path.display().to_string()).map_err(unkept));
        let told = |error: &CollectError| match error.to_string() {
            unknown if unknown.starts_with("the name `") => hinted(unknown, &name, &setting.config),
            other => other,
        };
        let bundle = visited.bundle.map_err(|error| Absent {
            why: behind(told(&error), older),
            is_asked: !matches!(error, CollectError::NotAsked { .. }),
        });
        Collected { typed, name, bundle, kept }
    }

    /// A trouble, and behind it what is left of earlier; a line that is to be pasted keeps its end.
    fn behind(trouble: String, older: Option<&str>) -> String {
        let gap = if trouble.contains('\n') { "\n" } else { "; " };
        older.map_or_else(|| trouble.clone(), |older| format!("{trouble}{gap}{older}"))
    }
}
