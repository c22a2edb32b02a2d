//! What `HOST` means: the clusters that were named are asked, and their bundles are read as `--from` would read them.

use ndmp_preflight::config::Ssh;
use ndmp_preflight::judge::Question;
use ndmp_preflight::report::Policy;

use super::complaint::Complaint;
use super::input::Gathered;
use super::setting::Setting;

/// What came of one cluster.
pub(crate) struct Collected {
    /// Name of the target.
    pub(crate) name: String,
    /// How many commands were answered, or why there is nothing.
    pub(crate) answers: Result<usize, String>,
    /// Where the bundle is kept.
    pub(crate) kept: Option<String>,
    /// What is to be said of it.
    pub(crate) remarks: Vec<String>,
    /// What was read.
    pub(crate) gathered: Gathered,
}

/// What is to be known of the clusters.
#[cfg_attr(not(feature = "ssh"), expect(dead_code, reason = "only who can ask needs it"))]
pub(crate) struct Wish<'a> {
    pub(crate) question: &'a Question,
    /// How the report is made that a bundle keeps.
    pub(crate) judged: Option<(Policy, &'a [String])>,
}

/// Without SSH nobody can be asked.
#[cfg(not(feature = "ssh"))]
pub(crate) fn ask(hosts: &[String], _: Ssh, _: &Setting, _: &Wish<'_>) -> Result<Vec<Collected>, Complaint> {
    let first = hosts.first().map(String::as_str).unwrap_or_default();
    let help = "save what ONTAP prints and use `--from PATH`, or build with the feature `ssh`";
    Err(Complaint::Usage(format!("`{first}` cannot be asked: this program was built without SSH; {help}")))
}

#[cfg(feature = "ssh")]
pub(crate) use over_ssh::ask;

#[cfg(feature = "ssh")]
mod over_ssh {
    use std::fs;
    use std::path::PathBuf;
    use std::sync::Arc;

    use ndmp_preflight::collect::bundle::Bundle;
    use ndmp_preflight::collect::credential::Terminal;
    use ndmp_preflight::collect::endpoint::Typed;
    use ndmp_preflight::collect::fleet::{Fleet, Recall, Terms, Visited, visits};
    use ndmp_preflight::config::deadlines;
    use ndmp_preflight::rule::Catalog;

    use super::super::aim::plan;
    use super::super::complaint::reason;
    use super::super::progress::Progress;
    use super::super::signals::Caught;
    use super::*;

    /// How many clusters are asked at once where nobody says it.
    const JOBS: usize = 8;

    /// Asks all hosts.
    pub(crate) fn ask(
        hosts: &[String],
        ssh: Ssh,
        setting: &Setting,
        wish: &Wish<'_>,
    ) -> Result<Vec<Collected>, Complaint> {
        let question = wish.question;
        let terms = terms(ssh, setting)?;
        for host in hosts {
            Typed::parse(host).map_err(|error| Complaint::Usage(error.to_string()))?;
        }
        let plan = plan(&setting.catalog, question)?;
        let (visits, recall) = (visits(hosts, &setting.config.hosts), Recall::default());
        let caught = Caught::watch(&recall)?;
        let names: Vec<String> = visits.iter().map(|visit| visit.name.clone()).collect();
        let progress = Progress::new(&names, setting.verbosity);
        let fleet = Fleet {
            terms: &terms,
            plan: &plan,
            catalog: &setting.catalog,
            question,
            judged: wish.judged,
            recall: &recall,
        };
        let visited = fleet.visit_all(&visits, &progress);
        progress.clear();
        if recall.is_called() {
            return Err(caught.complaint());
        }
        let trouble = visited.iter().filter_map(|visited| visited.kept.as_ref()?.as_ref().err());
        if let Some(trouble) = trouble.into_iter().next() {
            return Err(Complaint::Usage(format!("the bundle could not be kept: {trouble}")));
        }
        let all = names.into_iter().zip(visited);
        Ok(all.map(|(name, visited)| collected(name, visited, &setting.catalog)).collect())
    }

    fn terms(ssh: Ssh, setting: &Setting) -> Result<Terms, Complaint> {
        let deadlines =
            deadlines(&ssh.deadlines).map_err(|(text, why)| Complaint::Usage(format!("`--deadline {text}`: {why}")))?;
        let output = ssh.output.as_ref().map(PathBuf::from);
        if let Some(folder) = &output {
            // Whoever waited for a fleet does not want to hear only then that nothing could be kept.
            fs::create_dir_all(folder).map_err(|error| {
                Complaint::Usage(format!("the bundles cannot be kept in `{}`: {}", folder.display(), reason(&error)))
            })?;
        }
        Ok(Terms {
            deadlines,
            prompt: Arc::new(Terminal::of_environment()),
            jobs: setting.jobs.unwrap_or(JOBS),
            output,
            ssh,
        })
    }

    fn collected(name: String, visited: Visited, catalog: &Catalog) -> Collected {
        let kept = visited.kept.and_then(Result::ok).map(|path| path.display().to_string());
        let answers = visited.bundle.as_ref().map(answered).map_err(ToString::to_string);
        let remarks = visited.bundle.as_ref().map(|bundle| bundle.remarks.clone()).unwrap_or_default();
        let gathered = match visited.bundle {
            Ok(bundle) => Gathered::Readings(bundle.readings(&catalog.tables)),
            Err(error) => Gathered::Unreadable { name: name.clone(), error: error.to_string() },
        };
        Collected { name, answers, kept, remarks, gathered }
    }

    fn answered(bundle: &Bundle) -> usize {
        bundle.entries.iter().filter(|entry| !entry.text().is_empty()).count()
    }
}
