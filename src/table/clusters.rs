//! Several clusters in one text: whose prompt stands above an answer, or above a remark, and what nobody can attribute.

use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;

use super::answer::Answer;
use super::change::Change;
use super::command::Prompt;
use super::segments::Segment;
use super::session::Session;
use super::{Reading, Unread};
use crate::source::Capture;

/// Bytes of text that a cluster has at least, on average over many: the shortest answers of one are longer.
const LEAST: usize = 1024;
/// Clusters that may have less.
const FEW: usize = 64;

/// Stands before the name of a host to which a command was sent (`ssh cl1 "version"`), where prompts have the cluster's name.
pub(super) const HOST: char = '@';

/// How the management LIF of a cluster is called beside it: `cl1-mgmt`.
const MANAGEMENT: [&str; 5] = ["-mgmt", "_mgmt", "mgmt", "-cluster-mgmt", "_cluster_mgmt"];

/// The name that stands for a prompt: its own, else that of the host to which the command was sent. Whoever logs in has the
/// cluster's own prompt next.
pub(super) fn named_by(prompt: &Prompt) -> String {
    let Prompt { name, typed, host, .. } = prompt;
    if name.is_empty() && !host.is_empty() && !typed.is_empty() { format!("{HOST}{host}") } else { name.clone() }
}

/// The hosts that were logged in to, each with the name in the prompt that came next.
pub(super) fn logins(segments: &[Segment]) -> Vec<(String, String)> {
    let pairs = segments.windows(2).filter(|pair| pair[0].is_login() && !pair[0].login.is_empty());
    let named = pairs.filter_map(|pair| Some((pair[0].login.clone(), pair[1].prompt.clone()?)));
    named.filter(|(_, name)| !name.is_empty() && !name.starts_with(HOST)).collect()
}

/// Gives the answers behind logins to hosts that only their domains tell apart (`cl1.prod.example.com`, `cl1.lab.example.com`) to these
/// hosts: the prompts of both have one name.
pub(super) fn part_domains(segments: &mut [Segment]) {
    let hosts: HashSet<String> = segments.iter().filter(|own| own.is_login()).map(|own| own.login.clone()).collect();
    let is_rival = |host: &String| hosts.iter().any(|other| are_namesakes(host, other));
    if !hosts.iter().any(is_rival) {
        return;
    }
    let mut host: Option<String> = None;
    for segment in segments {
        if segment.is_login() && !segment.login.is_empty() {
            host = Some(segment.login.clone()).filter(is_rival);
        }
        let own = host.as_ref().filter(|_| segment.prompt.as_ref().is_some_and(|name| !name.is_empty()));
        segment.prompt = own.map(|host| format!("{HOST}{host}")).or(segment.prompt.take());
    }
}

/// Whether two hosts have one name in different domains.
fn are_namesakes(host: &str, other: &str) -> bool {
    let parts = |host: &str| host.parse::<IpAddr>().is_err().then(|| host.to_lowercase());
    let (Some(host), Some(other)) = (parts(host), parts(other)) else { return false };
    let (Some((own, domain)), Some((name, others))) = (host.split_once('.'), other.split_once('.')) else {
        return false;
    };
    let is_part =
        |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    own == name && !is_part(domain, others) && !is_part(others, domain)
}

/// Settles whose answers those are that were fetched from hosts. Where all hosts are one, and no prompt has another name, nothing
/// need be told apart; else each host is a cluster, or one that a prompt names.
pub(super) fn settle_hosts(sessions: &mut [Session]) {
    let all = named(sessions);
    let (hosts, names): (Vec<String>, Vec<String>) = all.into_iter().partition(|name| name.starts_with(HOST));
    if hosts.is_empty() {
        return;
    }
    let logins: Vec<(String, String)> = sessions.iter().flat_map(|session| session.logins.clone()).collect();
    let known: HashMap<String, String> = {
        let asked: HashSet<&str> = hosts.iter().map(String::as_str).collect();
        let named: HashMap<String, &String> = names.iter().map(|name| (name.to_lowercase(), name)).collect();
        let logins = logins.iter().map(|(host, name)| (host.as_str(), name.as_str())).collect();
        hosts.iter().map(|host| (host.clone(), cluster_of(host, &asked, &named, &logins))).collect()
    };
    let is_one = known.values().collect::<HashSet<_>>().len() == 1 && names.is_empty();
    let settled = |name: &mut String| {
        if let Some(own) = known.get(name.as_str()) {
            *name = if is_one { String::new() } else { own.clone() };
        }
    };
    for session in sessions {
        session.prompts.iter_mut().for_each(settled);
        session.prompts.retain(|name| !name.is_empty());
        session.each_prompt(|prompt| prompt.iter_mut().for_each(settled));
        if !is_one {
            session.tell_of_hosts(&known);
        }
    }
}

/// The cluster that a host is of: that whose prompt came when it was logged in to, that whose name it has, else itself by its
/// shortest name.
fn cluster_of(
    host: &str,
    hosts: &HashSet<&str>,
    names: &HashMap<String, &String>,
    logins: &HashMap<&str, &str>,
) -> String {
    let own = host.trim_start_matches(HOST);
    let label = if own.parse::<IpAddr>().is_ok() { own } else { own.split('.').next().unwrap_or(own) };
    let by_login = logins.get(own).map(|name| (*name).to_owned());
    let rests = std::iter::once("").chain(MANAGEMENT);
    let by_name = || {
        rests.filter_map(|rest| label.strip_suffix(rest)).find_map(|name| names.get(name)).map(|name| (*name).clone())
    };
    // `cl1` of `cl1.example.com`, where both are asked.
    let shorter = host.match_indices('.').map(|(at, _)| &host[..at]);
    let shortest = || shorter.filter(|_| own != label).find(|short| hosts.contains(short)).map(str::to_owned);
    by_login.or_else(by_name).or_else(shortest).unwrap_or_else(|| host.to_owned())
}

/// Which cluster a prompt is of.
type Of<'f> = dyn Fn(&Option<String>) -> Option<usize> + 'f;

/// The names before the prompts, in order, without repetition.
pub(super) fn named(sessions: &[Session]) -> Vec<String> {
    let mut seen = HashSet::new();
    let prompts = sessions.iter().flat_map(|session| &session.prompts);
    prompts.filter(|prompt| seen.insert(prompt.as_str())).cloned().collect()
}

/// What is told of a text with more names than it can hold sessions of clusters.
pub(super) fn too_many(clusters: &[String], captures: &[Capture], name: &str) -> Option<Unread> {
    let bytes: usize = captures.iter().map(|capture| capture.text().len()).sum();
    let [first, second, ..] = clusters else { return None };
    (clusters.len() > FEW.max(bytes / LEAST)).then(|| Unread {
        source: name.to_owned(),
        why: format!(
            "{} names stand before prompts in {bytes} bytes (`{first}`, `{second}` ...): so many clusters cannot have \
             answered in it; save the session of each cluster in a file of its own",
            clusters.len()
        ),
    })
}

/// Words of a session without the prompts that they belong to.
pub(super) fn words(told: &[(Option<String>, String)]) -> Vec<String> {
    told.iter().map(|(_, text)| text.clone()).collect()
}

/// Why an answer below no prompt tells nothing.
fn untold(clusters: &[String]) -> String {
    let [first, second, ..] = clusters else { return String::new() };
    let [first, second] = [first, second].map(|name| name.trim_start_matches(HOST));
    format!("cannot tell whether `{first}` or `{second}` answered")
}

/// One reading for each cluster; an answer that no prompt attributes is unreadable for all of them.
pub(super) fn apart(
    clusters: &[String],
    sessions: &[Session],
    captures: &Arc<Vec<Capture>>,
    unread: &[Unread],
) -> Vec<Reading> {
    let why = untold(clusters);
    let empty = |name: &String| Reading {
        name: name.trim_start_matches(HOST).to_owned(),
        captures: Arc::clone(captures),
        // How a host is called says nothing of the cluster's own name.
        cluster: Some(name.clone()).filter(|name| !name.starts_with(HOST)),
        unread: unread.to_vec(),
        asides: sessions.iter().flat_map(|session| session.asides.clone()).collect(),
        ..Reading::default()
    };
    let mut readings: Vec<Reading> = clusters.iter().map(empty).collect();
    let places: HashMap<&str, usize> = clusters.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let of = |prompt: &Option<String>| {
        let name = prompt.as_deref().filter(|name| !name.is_empty());
        name.and_then(|name| places.get(name)).copied()
    };
    let of_file = |session: &Session| match session.prompts.as_slice() {
        [only] => places.get(only.as_str()).copied(),
        _ => None,
    };
    let mut answering = HashSet::new();
    for session in sessions {
        let own = |answer: &Answer| of(&answer.prompt).or_else(|| of_file(session));
        answering.extend(session.answers.iter().filter_map(own));
        share(&mut readings, session.answers.iter().map(|answer| (own(answer), answer)), &why);
    }
    for session in sessions {
        share_words(&mut readings, session, (&of, of_file(session)), &answering);
    }
    readings
}

/// Gives each answer to its cluster, and those of none to all: of each command one, since they tell nothing.
fn share<'a>(readings: &mut [Reading], answers: impl Iterator<Item = (Option<usize>, &'a Answer)>, why: &str) {
    let mut told = HashSet::new();
    for (at, answer) in answers {
        if let Some(reading) = at.and_then(|at| readings.get_mut(at)) {
            reading.take(answer.clone());
        } else if told.insert((&answer.command, answer.view, answer.generic, answer.filters.is_empty())) {
            let lost = answer.clone().unattributed(why);
            readings.iter_mut().for_each(|reading| reading.take(lost.clone()));
        }
    }
}

/// Gives changes, remarks, slips and commands without answers to their clusters, and those of none to all. A name of which nothing is
/// answered may be another's, mistyped or cut: the commands below it may be any cluster's.
fn share_words(
    readings: &mut [Reading],
    session: &Session,
    (of, of_file): (&Of<'_>, Option<usize>),
    answering: &HashSet<usize>,
) {
    let mut give = |at: Option<usize>, take: &dyn Fn(&mut Reading)| match at.and_then(|at| readings.get_mut(at)) {
        Some(reading) => take(reading),
        None => readings.iter_mut().for_each(take),
    };
    for (prompt, change) in &session.changes {
        give(of(prompt), &|reading| reading.changes.push(Change::clone(change)));
    }
    for (prompt, denial) in &session.denials {
        give(of(prompt).or(of_file), &|reading| reading.denials.push(denial.clone()));
    }
    for (prompt, command) in &session.unanswered {
        let own = of(prompt).or(of_file).filter(|own| answering.contains(own));
        give(own, &|reading| reading.unanswered.push(command.clone()));
    }
    for (prompt, remark) in &session.remarks {
        give(of(prompt).or(of_file), &|reading| reading.remarks.push(remark.clone()));
    }
    for (prompt, slip) in &session.slips {
        give(of(prompt).or(of_file), &|reading| reading.slips.push(slip.clone()));
    }
}

impl Reading {
    fn take(&mut self, answer: Answer) {
        if answer.generic { self.generic.push(answer) } else { self.answers.push(answer) }
    }
}

impl Session {
    /// Hands over the name in each prompt.
    fn each_prompt(&mut self, mut change: impl FnMut(&mut Option<String>)) {
        self.answers.iter_mut().for_each(|answer| change(&mut answer.prompt));
        self.changes.iter_mut().for_each(|(prompt, _)| change(prompt));
        self.denials.iter_mut().for_each(|(prompt, _)| change(prompt));
        let told = [&mut self.unanswered, &mut self.remarks];
        told.into_iter().flatten().for_each(|(prompt, _)| change(prompt));
        self.slips.iter_mut().for_each(|(prompt, _)| change(prompt));
    }

    /// Says that each host is taken for a cluster, which whoever called one cluster by two names wants to know.
    fn tell_of_hosts(&mut self, known: &HashMap<String, String>) {
        let mut own: Vec<&String> = known.values().filter(|name| name.starts_with(HOST)).collect();
        own.sort();
        own.dedup();
        let help = "if it is another name of one, write that name, or save its answers under it";
        let told = own.into_iter().map(|name| {
            let host = name.trim_start_matches(HOST);
            (
                Some(name.clone()),
                format!("commands were sent to `{host}`, which is taken for a cluster of its own; {help}"),
            )
        });
        let prompts: HashSet<&String> = self.prompts.iter().collect();
        let told: Vec<_> = told.filter(|(name, _)| name.as_ref().is_some_and(|name| prompts.contains(name))).collect();
        self.remarks.extend(told);
    }
}
