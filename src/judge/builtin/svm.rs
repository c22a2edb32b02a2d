//! The SVMs that a backup logs in to: NDMP is on there, allowed, and reachable through a LIF.

use std::collections::HashSet;
use std::net::IpAddr;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::access::Access;
use super::access_rules::{covered, left_out, of_era};
use super::addressed;
use super::each::{ip, svm, told};
use super::lif::port;
use super::route::covered as covered_by_route;
use super::services;
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::fault::nearest;
use crate::source::Place;
use crate::table::Value;

/// NDMP is on at every data SVM that is backed up with a service of its own, and at that of the backup user.
pub(super) fn backup_svm_enabled<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    of_each(logged_in(context), |vserver| stopped(context, vserver).unwrap_or_else(|| enabled(context, vserver, None)))
}

/// An SVM that is stopped serves no NDMP, whatever its NDMP service says.
fn stopped<'f>(context: &Context<'f>, vserver: &str) -> Option<Finding<'f>> {
    let row = svm(context, vserver).ok()?;
    let mut states =
        ["admin-state", "operational-state"].into_iter().filter_map(|column| Some((row.text(column)?, column)));
    let (state, column) = states.find(|(state, _)| !matches!(&**state, "running" | "-" | ""))?;
    let mark = row.mark(column).map(|mark| mark.noted("should be running"));
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver).words_of(row);
    if !matches!(&*state, "stopped" | "stopping" | "initializing") {
        let text = format!("the SVM {vserver} is {state}, and no source tells whether it serves NDMP then");
        return Some(about(Truth::Unknown(Why::new(Reason::UnknownValue, text).with(mark.into_iter().collect()))));
    }
    let finding = about(Truth::False).word("state", &*state).marks(mark);
    Some(finding.message(format!("the SVM {vserver} is {state}: it serves no NDMP")))
}

/// ndmp is not among the disallowed protocols of the admin SVM and of the data SVMs.
pub(super) fn svm_ndmp_allowed<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let admin = admin_svm(context);
    let mut findings: Vec<Finding<'f>> = admin.iter().map(|admin| allowed(context, admin)).collect();
    findings.extend(logged_in(context).iter().map(|vserver| allowed(context, vserver)));
    findings.extend(admin.err().map(Finding::unknown));
    // What is not captured of one SVM is no outcome beside that of another.
    let is_judged = |finding: &Finding<'f>| finding.not_applicable.is_none();
    if findings.iter().any(is_judged) {
        findings.retain(is_judged);
    }
    findings.truncate(findings.iter().filter(|finding| is_judged(finding)).count().max(1));
    findings
}

/// Every data SVM that is backed up with a service of its own has an up LIF that takes NDMP.
pub(super) fn backup_svm_lif<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    of_each(backed_up(context), |vserver| reached(context, vserver))
}

/// The name of the admin SVM, which is the cluster's.
pub(super) fn admin_svm(context: &Context<'_>) -> Result<String, Why> {
    context.facts.cluster_name().ok_or_else(|| {
        let commands = context.facts.telling_commands("cluster", "cluster-name");
        let text = format!("the name of the admin SVM is not known; {} tells it", named(&commands));
        Why { commands, ..Why::new(Reason::NotCaptured, text) }
    })
}

/// The data SVMs that are backed up with a service of their own.
pub(super) fn backed_up(context: &Context<'_>) -> Vec<String> {
    each_once(context, context.question.backup.svms.iter().cloned())
}

/// The data SVMs that sessions log in to: those, that of the backup user, and those whose LIFs the application addresses.
pub(super) fn logged_in(context: &Context<'_>) -> Vec<String> {
    let question = context.question;
    let told = question.backup.svms.iter().chain(&question.user.vserver).cloned();
    each_once(context, told.chain(addressed::svms(context)))
}

/// Those that are not the admin SVM, each once.
fn each_once(context: &Context<'_>, all: impl Iterator<Item = String>) -> Vec<String> {
    let admin = context.facts.cluster_name();
    let mut seen = HashSet::new();
    all.filter(|vserver| Some(vserver) != admin.as_ref() && seen.insert(vserver.clone())).collect()
}

/// A finding for each data SVM.
pub(super) fn of_each<'f>(svms: Vec<String>, judge: impl Fn(&str) -> Finding<'f>) -> Vec<Finding<'f>> {
    if svms.is_empty() {
        return vec![Finding::not_applicable("no-svm", "no session logs in to another SVM than the admin SVM")];
    }
    svms.iter().map(|vserver| judge(vserver)).collect()
}

fn subject(vserver: &str) -> Vec<(String, String)> {
    vec![("vserver".to_owned(), vserver.to_owned())]
}

/// Whether NDMP is on at an SVM; `own`: where the SVM was seen.
pub(super) fn enabled<'f>(context: &Context<'f>, vserver: &str, own: Option<Mark>) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    let found = svm(context, vserver).and_then(|row| told(context, "vserver", row, "enable"));
    match found {
        Ok((word, mark)) if matches!(word.as_str(), "true" | "false") => {
            let is_on = word == "true";
            let message = format!("NDMP is {} at the SVM {vserver}", if is_on { "on" } else { "off" });
            let note = if is_on { "" } else { "should be true" };
            about(Truth::of(is_on)).marks([mark.noted(note)]).marks(own).message(message)
        }
        Ok((_, mark)) => {
            about(Truth::Unknown(Why::new(Reason::UnknownValue, "neither true nor false").with(vec![mark])))
        }
        Err(why) => {
            let marks = if why.marks.is_empty() { own.into_iter().collect() } else { why.marks.clone() };
            about(Truth::Unknown(why.with(marks)))
        }
    }
}

/// What is disallowed at the SVM: the words, where the list stands, and where each word does.
type Disallowed = (Vec<String>, Mark, Vec<Place>);

fn disallowed(context: &Context<'_>, row: &Row) -> Result<Disallowed, Why> {
    match context.facts.fact("vserver", row, "disallowed-protocols") {
        Fact::Known { value: Value::List(words), mark, parts } => Ok((words, mark, parts)),
        // The admin SVM prints `-`: nothing is disallowed.
        Fact::Known { value, mark, .. } if matches!(value.text().as_str(), "-" | "") => {
            Ok((Vec::new(), mark, Vec::new()))
        }
        Fact::Known { value, mark, .. } => Ok((vec![value.text()], mark, Vec::new())),
        Fact::Unknown(why) => Err(why),
        Fact::NoneOf(_) => Err(Why::new(Reason::NotCaptured, "no answer tells it")),
    }
}

fn allowed<'f>(context: &Context<'f>, vserver: &str) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    let row = match svm(context, vserver) {
        Ok(row) => row,
        Err(why) => return about(Truth::Unknown(why)),
    };
    let (words, mark, parts) = match disallowed(context, row) {
        Ok(told) => told,
        Err(why) => return by_allowed(context, row, vserver, why),
    };
    let at = |is_it: &dyn Fn(&String) -> bool| words.iter().position(is_it);
    if let Some(at) = at(&|word| word.eq_ignore_ascii_case("ndmp")) {
        let mark = mark.of_part(&parts, at).noted("should not be here");
        return about(Truth::False).marks([mark]).message(format!("ndmp is disallowed at the SVM {vserver}"));
    }
    if let Some(at) = at(&|word| services::may_be_ndmp_protocol(word)) {
        let why = Why::new(Reason::UnknownValue, format!("`{}` may be ndmp, misread or masked", words[at]));
        return about(Truth::Unknown(why.with(vec![mark.of_part(&parts, at)])));
    }
    if let Some((mark, false)) = allows_ndmp(context, row) {
        let text = format!("ndmp is neither among what is allowed at the SVM {vserver} nor among what is disallowed");
        return about(Truth::Unknown(Why::new(Reason::Contradiction, text).with(vec![mark.noted("ndmp is not here")])));
    }
    about(Truth::True).marks([mark]).message(format!("ndmp is not disallowed at the SVM {vserver}"))
}

/// The same where what is disallowed is not told: the list of what is allowed decides.
fn by_allowed<'f>(context: &Context<'f>, row: &Row, vserver: &str, why: Why) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    match allows_ndmp(context, row) {
        Some((mark, true)) => about(Truth::True).marks([mark]).message(format!("ndmp is allowed at the SVM {vserver}")),
        Some((mark, false)) => {
            let message = format!("ndmp is not among the protocols that are allowed at the SVM {vserver}");
            about(Truth::False).marks([mark.noted("ndmp is not here")]).message(message)
        }
        // Of the admin SVM it tells nothing; the other list was not captured, which the document does not ask for.
        None if why.reason == Reason::ColumnMissing
            && context.facts.cluster_name().is_some_and(|name| name == vserver) =>
        {
            Finding::not_applicable(Reason::NotCaptured.word(), &format!("beyond the document; {}", why.text))
        }
        None => about(Truth::Unknown(why)),
    }
}

/// Whether ndmp is in the list of allowed protocols, where that is told.
fn allows_ndmp(context: &Context<'_>, row: &Row) -> Option<(Mark, bool)> {
    let Fact::Known { value, mark, .. } = context.facts.fact("vserver", row, "allowed-protocols") else { return None };
    let words = match value {
        Value::List(words) => words,
        Value::Text(_) => return None,
    };
    let is_held = words.iter().any(|word| word.eq_ignore_ascii_case("ndmp"));
    // A word that may be ndmp, misread or masked, decides nothing.
    let is_told = is_held || !words.iter().any(|word| services::may_be_ndmp_protocol(word));
    is_told.then_some((mark, is_held))
}

/// What speaks for a LIF of an SVM, and what against it.
#[derive(Default)]
struct Search {
    /// The first that takes sessions, with what shows it.
    taken: Option<(String, Vec<Mark>)>,
    unsure: Option<Why>,
    /// What is wrong with the others.
    closed: Vec<(String, Vec<Mark>)>,
}

fn reached<'f>(context: &Context<'f>, vserver: &str) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    if let Err(why) = svm(context, vserver)
        && let Some(near) = near(context, vserver)
    {
        return about(Truth::Unknown(Why { text: format!("{}; did you mean {near}?", why.text), ..why }));
    }
    let addresses = &context.question.dma_addresses;
    let each: Vec<Option<IpAddr>> =
        if addresses.is_empty() { vec![None] } else { addresses.iter().copied().map(Some).collect() };
    let (mut shown, mut marks) = (None, Vec::new());
    for address in each {
        let search = searched(context, vserver, address);
        match search.taken {
            Some((name, own)) => {
                shown = shown.or(Some(name));
                marks.extend(own);
            }
            None => return unreached(context, vserver, search),
        }
    }
    let name = shown.unwrap_or_default();
    about(Truth::True).marks(marks).message(format!("{name} of the SVM {vserver} is up and takes NDMP"))
}

/// The SVM whose name is nearly this one, where no answer shows an SVM of this name.
fn near(context: &Context<'_>, vserver: &str) -> Option<String> {
    let names: Vec<String> =
        context.facts.rows("vserver").iter().filter_map(|row| Some(row.text("vserver")?.into_owned())).collect();
    nearest(vserver, names.iter().map(String::as_str)).filter(|name| *name != vserver).map(str::to_owned)
}

fn searched<'f>(context: &Context<'f>, vserver: &str, address: Option<IpAddr>) -> Search {
    let mut search = Search::default();
    for lif in context.facts.rows("lif").iter().filter(|lif| lif.is("vserver", vserver)) {
        let name = lif.text("lif").unwrap_or_default();
        match takes_ndmp(context, lif, address) {
            Ok(Ok(marks)) => match without_way(context, lif, address) {
                Some(why) => search.closed.push((format!("{name}: {why}"), marks)),
                None => return Search { taken: Some((name.into_owned(), marks)), ..search },
            },
            Ok(Err((why, marks))) => search.closed.push((format!("{name}: {why}"), marks)),
            Err(why) => search.unsure = search.unsure.or(Some(why)),
        }
    }
    let gap = || context.facts.gap("lif", &[("vserver".to_owned(), vserver.to_owned())]);
    search.unsure = search.unsure.or_else(gap);
    search
}

/// What is between the LIF and the address, where answers tell it: no link, or no route.
fn without_way<'f>(context: &Context<'f>, lif: &'f Row, to: Option<IpAddr>) -> Option<String> {
    let link = port(context, Vec::new(), lif);
    let route = to.map(|address| covered_by_route(context, Vec::new(), lif, address));
    [Some(link), route]
        .into_iter()
        .flatten()
        .find(|finding| finding.truth == Truth::False)
        .map(|finding| finding.message)
}

fn unreached<'f>(context: &Context<'f>, vserver: &str, search: Search) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    if let Some(why) = search.unsure {
        return about(Truth::Unknown(why));
    }
    let marks: Vec<Mark> = search.closed.iter().flat_map(|(_, marks)| marks.clone()).collect();
    let texts: Vec<String> = search.closed.into_iter().map(|(text, _)| text).collect();
    let seen = if texts.is_empty() { "it has no LIF".to_owned() } else { texts.join("; ") };
    let marks = if marks.is_empty() { context.facts.listings("lif", &[]) } else { marks };
    about(Truth::False).marks(marks).message(format!("no LIF of the SVM {vserver} is up and takes NDMP: {seen}"))
}

/// Whether the LIF is up and lets NDMP in from the address, which is of its family: the marks that show it, or what is wrong.
#[expect(clippy::type_complexity, reason = "told, and of what is told good or bad: each with its marks")]
fn takes_ndmp(
    context: &Context<'_>,
    lif: &Row,
    from: Option<IpAddr>,
) -> Result<Result<Vec<Mark>, (String, Vec<Mark>)>, Why> {
    if let Some(mark) = down(context, lif)? {
        return Ok(Err(("not up".to_owned(), vec![mark.noted("should be up")])));
    }
    // A LIF of FC has a WWPN for an address, or none.
    let of_fc = lif.text("wwpn").map(|_| (None, lif.mark("wwpn")));
    let own = of_fc.or_else(|| lif.text("address").map(|text| (ip(&text), lif.mark("address"))));
    match (own, from) {
        (Some((None, mark)), _) => return Ok(Err(("has no IP address".to_owned(), mark.into_iter().collect()))),
        (Some((Some(own), mark)), Some(from)) if own.is_ipv4() != from.is_ipv4() => {
            return Ok(Err((format!("is not of the family of {from}"), mark.into_iter().collect())));
        }
        _ => {}
    }
    let (addresses, marks) = match of_era(context, lif)? {
        Access::Unknown(why) => return Err(why),
        Access::Closed { why, marks, .. } => return Ok(Err((why, marks))),
        Access::Open { policy, addresses, marks } => match left_out(context, lif, &policy, addresses.as_deref()) {
            Some(why) => return Ok(Err((why, marks))),
            None => (addresses, marks),
        },
    };
    match from.map(|address| (address, covered(context, addresses.as_deref(), address, &marks))) {
        Some((address, Truth::False)) => Ok(Err((format!("lets NDMP in, but not from {address}"), marks))),
        Some((_, Truth::Unknown(why))) => Err(why),
        Some((_, Truth::True)) | None => Ok(Ok(lif.mark("lif").into_iter().chain(marks).collect())),
    }
}

/// Where it stands that the LIF is not up; `None`: it is.
pub(super) fn down(context: &Context<'_>, lif: &Row) -> Result<Option<Mark>, Why> {
    for column in ["status-admin", "status-oper"] {
        match told(context, "lif", lif, column)? {
            (word, _) if word == "up" => {}
            (word, mark) if word == "down" => return Ok(Some(mark)),
            (word, mark) => {
                let text = format!("`{word}` is neither up nor down");
                return Err(Why::new(Reason::UnknownValue, text).with(vec![mark]));
            }
        }
    }
    Ok(None)
}
