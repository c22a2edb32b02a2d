//! Clusters that titles and the names of files tell where no prompt does: `=== cl2 ===`, `Cluster: cl2`, `version_cl2.txt`. Answers
//! below the name of another cluster are that one's.

use std::borrow::Cow;

use foldhash::HashSet;

use super::clusters::HOST;
use super::session::Session;
use super::{Answer, Definition};
use crate::source::Capture;

/// Words before a cluster's name.
const LEADS: [&str; 6] = ["cluster name", "cluster", "hostname", "host", "filer", "system"];
/// Words before whatever is named.
const WEAK_LEADS: [&str; 8] = ["connected to", "output from", "output of", "from", "on", "at", "server", "name"];

/// Words that name no cluster, whatever number stands behind them.
const OTHERS: [&str; 37] = [
    "cw", "kw", "week", "after", "attempt", "before", "capture", "check", "comment", "day", "file", "lif", "lifs",
    "log", "ndmp", "network", "new", "node", "nodes", "old", "options", "output", "page", "part", "round", "run",
    "section", "session", "sheet", "step", "svm", "tab", "tape", "tapes", "test", "v", "version",
];

/// A name in a form in which others may stand.
struct Naming {
    line: usize,
    /// The form: what stands round the name.
    form: String,
    name: String,
    /// Whether it is written as names of hosts are, and topics seldom.
    is_plain: bool,
    /// Whether the form says that a cluster is named.
    is_cluster: bool,
    /// Whether it does so with a colon: `Cluster: cl2`.
    is_told: bool,
}

/// Which of the names that are asked for the answers tell.
#[derive(Default)]
struct Known {
    clusters: HashSet<String>,
    /// Those of them that stand in prompts.
    prompts: HashSet<String>,
    /// Nodes and SVMs.
    others: HashSet<String>,
}

/// Gives answers without a prompt to the cluster that is named above them, or by their file, where several are.
pub(super) fn settle(sessions: &mut [Session], captures: &[Capture], tables: &[Definition]) {
    let titles: Vec<Vec<Naming>> = sessions.iter().map(of_titles).collect();
    let files: Vec<Option<Naming>> =
        sessions.iter().zip(captures).map(|(own, capture)| of_file(own, capture, tables)).collect();
    let count = titles.iter().flatten().count() + files.iter().flatten().count();
    if count == 0 {
        return;
    }
    let wanted = titles.iter().flatten().chain(files.iter().flatten());
    let wanted: Vec<String> = wanted.flat_map(|naming| [label(&naming.name), naming.name.clone()]).collect();
    let known = Known::of(sessions, &wanted);
    let mut told = known.clusters_of(titles.iter().flatten(), tables);
    // Beside the name in prompts one other is enough.
    let strangers = known.strangers(naming_any(sessions, &titles).into_iter(), tables);
    if count < 2 && strangers.is_empty() {
        return;
    }
    let is_told = told.len() > 1 || !strangers.is_empty();
    told.extend(strangers);
    let filed = known.clusters_of(files.iter().flatten(), tables);
    for ((session, titles), file) in sessions.iter_mut().zip(&titles).zip(&files) {
        let own = file.iter().filter(|_| filed.len() > 1).filter(|naming| filed.contains(&label(&naming.name)));
        let above = titles.iter().filter(|_| is_told).filter(|naming| told.contains(&label(&naming.name)));
        let namings: Vec<&Naming> = own.chain(above).collect();
        if !namings.is_empty() {
            name(session, &namings);
        }
    }
}

/// The namings right above an answer that stands below no prompt.
fn naming_any<'n>(sessions: &[Session], titles: &'n [Vec<Naming>]) -> Vec<&'n Naming> {
    let is_free = |answer: &&Answer| answer.prompt.as_deref().is_none_or(str::is_empty);
    let above = |(session, titles): (&Session, &'n Vec<Naming>)| -> Vec<&'n Naming> {
        let lines = session.answers.iter().filter(is_free).map(|answer| answer.line);
        lines.filter_map(|line| titles.iter().rev().find(|naming| naming.line <= line)).collect()
    };
    sessions.iter().zip(titles).flat_map(above).collect()
}

/// The title's names of a session, in the order of the text.
fn of_titles(session: &Session) -> Vec<Naming> {
    session.asides.iter().filter_map(|aside| naming(&aside.text, aside.last)).collect()
}

/// The last word of the name of a file that holds one answer: `version_cl2.txt`.
fn of_file(session: &Session, capture: &Capture, tables: &[Definition]) -> Option<Naming> {
    let file = capture.name.rsplit('/').next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let (command, last) = stem.rsplit_once(['_', ' '])?;
    let option = command.rsplit(['_', ' ']).next().and_then(|word| word.strip_prefix('-'));
    // What chooses a view takes no value.
    let is_view = |option: &str| tables.iter().flat_map(|table| &table.views).any(|view| view.option == option);
    let is_value = option.is_some_and(|option| !is_view(option));
    let is_one = session.answers.len() <= 1 && session.prompts.is_empty();
    (is_one && !is_value && is_host(last)).then(|| Naming {
        line: 0,
        form: String::new(),
        name: last.to_owned(),
        is_plain: true,
        is_cluster: false,
        is_told: false,
    })
}

/// The name that is all of a title but for what it is drawn with and what leads to it.
fn naming(text: &str, line: usize) -> Option<Naming> {
    let drawn = text.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = drawn.to_lowercase();
    let led = |leads: &[&'static str]| {
        leads.iter().find_map(|lead| {
            let rest = lower.strip_prefix(*lead).filter(|rest| rest.starts_with([' ', ':', '=']))?;
            Some((*lead, rest.trim_start_matches([' ', ':', '=', '"', '\'', '`'])))
        })
    };
    let (strong, weak) = (led(&LEADS), led(&WEAK_LEADS));
    let (lead, name) = strong.or(weak).unwrap_or(("", &lower));
    let form = text.to_lowercase().replace(name, "{}") + lead;
    let is_plain = drawn == lower || name.contains(|c: char| c.is_ascii_digit());
    let is_colon = |lead: &str| lower[lead.len()..].trim_start().starts_with([':', '=']);
    let is_told = strong.is_some_and(|(lead, _)| is_colon(lead));
    let is_cluster = strong.is_some();
    is_host(name).then(|| Naming { line, form, name: name.to_owned(), is_plain, is_cluster, is_told })
}

/// Whether a word may be the name of a host.
fn is_host(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    word.len() > 1 && word.chars().all(is_part) && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// A host's own name in small letters, without its domain.
fn label(name: &str) -> String {
    name.split('.').next().unwrap_or(name).to_lowercase()
}

impl Known {
    fn of(sessions: &[Session], wanted: &[String]) -> Self {
        let mut known = Self::default();
        let mut svms = HashSet::default();
        let is_wanted = |name: &str| wanted.iter().any(|own| own == name);
        for answer in sessions.iter().flat_map(|session| &session.answers) {
            known.take_nodes(answer, is_wanted);
            svms.extend(names(answer, "vserver").map(lower).filter(|name| is_wanted(name)).map(Cow::into_owned));
            let admin = answer.records.texts("type").filter(|(_, kind)| kind == "admin");
            let of = |(at, _): (usize, _)| Some(answer.records.get(at)?.cell("vserver")?.value.text().to_lowercase());
            known.clusters.extend(admin.filter_map(of));
        }
        let prompts = sessions.iter().flat_map(|session| &session.prompts).filter(|name| !name.starts_with(HOST));
        known.prompts.extend(prompts.map(|name| name.to_lowercase()));
        known.clusters.extend(known.prompts.iter().cloned().collect::<Vec<_>>());
        let svms = svms.into_iter().filter(|name| !known.clusters.contains(name));
        known.others.extend(svms.collect::<Vec<_>>());
        known
    }

    /// The nodes of an answer; their names begin with the cluster's, `cl1-01`.
    fn take_nodes(&mut self, answer: &Answer, is_wanted: impl Fn(&str) -> bool) {
        for column in ["node", "home-node", "curr-node"] {
            for name in names(answer, column) {
                let name = lower(name);
                let is_number = |end: &str| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit());
                let cluster = name.rsplit_once(['-', '_']).filter(|(_, end)| is_number(end));
                let cluster = cluster.map(|(cluster, _)| cluster).filter(|cluster| is_wanted(cluster));
                self.clusters.extend(cluster.map(str::to_owned));
                if is_wanted(&name) {
                    self.others.insert(name.into_owned());
                }
            }
        }
    }

    /// The names of other clusters than those in the prompts: of which it is said, or that have a number as hosts' names have.
    fn strangers<'n>(&self, namings: impl Iterator<Item = &'n Naming>, tables: &[Definition]) -> Vec<String> {
        let is_same = |name: &str| {
            self.clusters.contains(name)
                || self.others.contains(name)
                || self.prompts.iter().any(|own| name.starts_with(own.as_str()) || own.starts_with(name))
        };
        let is_numbered = |naming: &Naming, name: &str| {
            naming.is_plain
                && name.ends_with(|c: char| c.is_ascii_digit())
                && !name.contains('.')
                && is_no_topic(name, tables)
        };
        let stranger = |naming: &'n Naming| {
            let name = label(&naming.name);
            (!is_same(&name) && (naming.is_told || is_numbered(naming, &name))).then_some(name)
        };
        if self.prompts.is_empty() { Vec::new() } else { namings.filter_map(stranger).collect() }
    }

    /// The clusters among names: those of which it is said, and those that stand in the form of a known one's name.
    fn clusters_of<'n>(
        &self,
        namings: impl Iterator<Item = &'n Naming> + Clone,
        tables: &[Definition],
    ) -> HashSet<String> {
        let is_known = |naming: &Naming| self.clusters.contains(&label(&naming.name));
        let forms: HashSet<&str> = namings.clone().filter(|own| is_known(own)).map(|own| own.form.as_str()).collect();
        let is_its = |naming: &&Naming| {
            let name = label(&naming.name);
            let may_be = naming.is_cluster
                || naming.is_plain && forms.contains(naming.form.as_str()) && is_no_topic(&name, tables);
            is_known(naming) || may_be && !self.others.contains(&name) && !self.others.contains(&naming.name)
        };
        namings.filter(is_its).map(|naming| label(&naming.name)).collect()
    }
}

/// A name in small letters, as nearly all are.
fn lower(name: Cow<'_, str>) -> Cow<'_, str> {
    let is_small = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_small { name } else { name.to_lowercase().into() }
}

/// The values of a column, of rows that follow each other with the same one once.
fn names<'a>(answer: &'a Answer, column: &'a str) -> impl Iterator<Item = Cow<'a, str>> {
    let mut last = None;
    answer
        .records
        .texts(column)
        .map(|(_, name)| name)
        .filter(move |name| last.replace(name.clone()).as_ref() != Some(name))
}

/// Whether a word is none that a chapter may be called by: no word of a command, and none of [`OTHERS`].
fn is_no_topic(name: &str, tables: &[Definition]) -> bool {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']);
    let is_word = |word: &str| word == name || name.strip_suffix('s') == Some(word);
    let is_of_command = tables.iter().any(|table| table.command.split(' ').any(is_word));
    !is_of_command && !OTHERS.contains(&stem) && !OTHERS.contains(&name)
}

/// Names what stands below each naming of a session as a prompt with that host's name would.
fn name(session: &mut Session, namings: &[&Naming]) {
    let of = |line: usize| namings.iter().rev().find(|naming| naming.line <= line).map(|own| host(&own.name));
    let is_free = |prompt: &Option<String>| prompt.as_deref().is_none_or(str::is_empty);
    for answer in session.answers.iter_mut().filter(|answer| is_free(&answer.prompt)) {
        answer.prompt = of(answer.line).or(answer.prompt.take());
    }
    for (prompt, change) in session.changes.iter_mut().filter(|(prompt, _)| is_free(prompt)) {
        *prompt = of(change.line).or(prompt.take());
    }
    let named: Vec<String> = namings.iter().map(|naming| host(&naming.name)).collect();
    session.prompts.extend(named);
}

fn host(name: &str) -> String {
    format!("{HOST}{}", label(name))
}
