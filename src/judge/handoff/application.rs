//! What is typed in the backup application: the lines of its form, with what the sheet tells in them.

use std::collections::BTreeMap;

use super::super::context::Scope;
use super::Desk;
use super::choice::Choice;
use super::devices::{self, Device, Path};
use super::gives::gives_tapes;
use super::hosts::Host;
use super::login::{self, Login};
use super::ports::NDMP;
use super::profile;
use super::sheet::{Chapter, Part, Table};
use super::tape::recommended_file;
use super::told::Told;
use crate::rule::{Each, FormLine};
use crate::table::is_pasteable;

/// Nothing where no application is named.
pub(super) fn chapter(desk: &Desk<'_>, choice: &Choice<'_, '_>) -> Option<Chapter> {
    let profile = desk.profile?;
    let mut parts = profile::lines(profile, desk.context.question.cab);
    parts.extend(typed(desk, choice, &profile.name));
    Some(Chapter { key: "application", title: format!("In {}", profile::title(profile)), parts })
}

/// What is typed, line by line, or that no source tells it.
fn typed(desk: &Desk<'_>, choice: &Choice<'_, '_>, name: &str) -> Vec<Part> {
    let form = desk.context.catalog.forms.iter().find(|form| form.name == name);
    let columns = vec!["what", "type", "source"];
    let Some(form) = form else {
        let none = "no source tells what is typed in it: go by the chapters above";
        let table = Table { key: "type", title: "", columns, rows: Vec::new() };
        return vec![Part::notes("notes", vec![none.to_owned()]), Part::Table(table)];
    };
    let is_its = |line: &&FormLine| match (&line.scope, &desk.context.scope) {
        (Some(wanted), Ok(scope)) => wanted == scope.word(),
        _ => true,
    };
    let subjects = Subjects::of(desk, choice);
    let lines = form.lines.iter().filter(is_its);
    let row = |line: &FormLine, words: &Words| {
        let text = filled(&line.text, words);
        let text = if line.exact { Told::Command(text) } else { Told::Value(text) };
        vec![Told::value(filled(&line.what, words)), text, Told::value(&line.source)]
    };
    let rows = lines.flat_map(|line| subjects.of_line(line).iter().map(|words| row(line, words)).collect::<Vec<_>>());
    let rows: Vec<Vec<Told>> = rows.collect();
    let is_open = rows.iter().flatten().any(|told| told.text().is_some_and(|text| text.contains('<')));
    let open = is_open.then(|| "words in angle brackets are yours to fill in, or are not told above".to_owned());
    let table = Table { key: "type", title: "what is typed", columns, rows };
    vec![Part::Table(table), Part::notes("notes", open.into_iter().collect())]
}

/// Values by the names in braces.
type Words = BTreeMap<&'static str, String>;

/// What the lines of a form are about.
struct Subjects {
    once: Vec<Words>,
    cluster: Vec<Words>,
    hosts: Vec<Words>,
    svms: Vec<Words>,
    drives: Vec<Words>,
    changers: Vec<Words>,
}

impl Subjects {
    fn of(desk: &Desk<'_>, choice: &Choice<'_, '_>) -> Self {
        let logins = if desk.context.scope == Ok(Scope::Node) { Vec::new() } else { login::all(desk) };
        let base = base(desk, logins.first());
        let address = |host: &Host<'_>| Some(host.row.text("address")?.into_owned());
        let of_host = |(host, _): &(&Host<'_>, String)| {
            let node = host.node.text();
            let of_svm =
                || logins.iter().find(|login| login.vserver.is(&host.vserver)).and_then(|login| login.user.text());
            let own = node.as_deref().and_then(|node| login::of_node(desk, node)).or_else(of_svm);
            with(
                &base,
                [("host", address(host)), ("node", node), ("user", own), ("vserver", Some(host.vserver.clone()))],
            )
        };
        let hosts: Vec<Words> = choice.chosen.iter().map(of_host).collect();
        let is_data = |(host, _): &&(&Host<'_>, String)| host.role == "data";
        // An SVM on its own has lines of its own, beside those of the cluster.
        let of_cluster = choice.chosen.iter().find(|chosen| !is_data(chosen));
        let first = of_cluster.map_or_else(|| base.clone(), of_host);
        let is_of_cluster = of_cluster.is_some() || choice.chosen.is_empty();
        Self {
            cluster: std::iter::once(first.clone()).filter(|_| is_of_cluster).collect(),
            svms: choice.chosen.iter().filter(is_data).map(of_host).collect(),
            // Without tapes at the cluster none of its devices is set up.
            drives: if desk.context.question.tape {
                of_devices(desk, choice, &devices::drives(desk), &first)
            } else {
                Vec::new()
            },
            changers: if desk.context.question.tape {
                of_devices(desk, choice, &devices::changers(desk), &first)
            } else {
                Vec::new()
            },
            once: vec![first],
            hosts,
        }
    }

    fn of_line(&self, line: &FormLine) -> &[Words] {
        match line.each {
            None => &self.once,
            Some(Each::Host) => &self.hosts,
            Some(Each::Cluster) => &self.cluster,
            Some(Each::Svm) => &self.svms,
            Some(Each::Drive) => &self.drives,
            Some(Each::Changer) => &self.changers,
        }
    }
}

fn base(desk: &Desk<'_>, login: Option<&Login>) -> Words {
    let port = Some(NDMP.to_owned());
    let user = login.and_then(|login| login.user.text());
    let vserver = login.and_then(|login| login.vserver.text());
    let cluster = desk.context.facts.cluster_name();
    with(&Words::new(), [("port", port), ("user", user), ("vserver", vserver), ("cluster", cluster)])
}

/// One a device; where its alias is not told alike at all nodes, one of each node. The host is one that gives the tapes of that
/// node: behind another one the same alias may be another drive.
fn of_devices(desk: &Desk<'_>, choice: &Choice<'_, '_>, devices: &[Device<'_>], base: &Words) -> Vec<Words> {
    let mut all = Vec::new();
    for device in devices {
        let mut paths: Vec<(&Path<'_>, Option<String>)> =
            device.paths.iter().map(|path| (path, address_at(desk, choice, &path.node))).collect();
        let is_uniform = device.paths.windows(2).all(|pair| pair[0].alias == pair[1].alias);
        if is_uniform {
            let reached = paths.iter().position(|(_, address)| address.is_some()).unwrap_or_default();
            paths = paths.into_iter().skip(reached).take(1).collect();
        }
        let mut seen: Vec<(&str, Option<String>)> = Vec::new();
        for (path, address) in paths {
            let alias = path.alias.text();
            if seen.contains(&(&path.node, alias.clone())) {
                continue;
            }
            seen.push((&path.node, alias.clone()));
            let (id, node) = (Some(path.id.clone()), Some(path.node.clone()));
            let file = alias.as_deref().and_then(recommended_file);
            let own = [
                ("alias", alias),
                ("device", file),
                ("serial", device.serial.text()),
                ("device-id", id),
                ("node", node),
            ];
            let mut words = with(base, own);
            words.remove("host");
            all.push(with(&words, [("host", address)]));
        }
    }
    all
}

/// The address of a host that gives the tapes of the node.
fn address_at(desk: &Desk<'_>, choice: &Choice<'_, '_>, node: &str) -> Option<String> {
    let mut hosts = choice.chosen.iter().map(|(host, _)| host);
    let host = hosts.find(|host| gives_tapes(desk, &host.role, host.node.is(node)))?;
    Some(host.row.text("address")?.into_owned())
}

/// Values that are no more than a name; another one is not put in.
fn with(base: &Words, more: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Words {
    let plain = more.into_iter().filter_map(|(name, value)| Some((name, value.filter(|value| is_pasteable(value))?)));
    base.iter().map(|(name, value)| (*name, value.clone())).chain(plain).collect()
}

fn filled(template: &str, words: &Words) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        let value = words.get(name).cloned().unwrap_or_else(|| format!("<{name}>"));
        filled = filled + before + &value;
        rest = after;
    }
    filled + rest
}
