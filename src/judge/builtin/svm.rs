//! The SVMs that a backup logs in to: NDMP is on there, allowed, and reachable through a LIF.

use std::collections::HashSet;

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::{self, Truth};
use super::access::Access;
use super::access_rules::{covered, of_era};
use super::each::{svm, told};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::table::Value;

/// NDMP is on at every data SVM that is backed up with a service of its own, and at that of the backup user.
pub(super) fn backup_svm_enabled<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    of_each(data_svms(context), |vserver| enabled(context, vserver, None))
}

/// ndmp is not among the disallowed protocols of the admin SVM and of the data SVMs.
pub(super) fn svm_ndmp_allowed<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let admin = admin_svm(context);
    let mut findings: Vec<Finding<'f>> = admin.iter().map(|admin| allowed(context, admin)).collect();
    findings.extend(backed_up(context).iter().map(|vserver| allowed(context, vserver)));
    findings.extend(admin.err().map(Finding::unknown));
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
    others(context, context.question.backup.svms.iter())
}

/// The same, and that of the backup user.
fn data_svms(context: &Context<'_>) -> Vec<String> {
    others(context, context.question.backup.svms.iter().chain(&context.question.user.vserver))
}

/// Those that are not the admin SVM, each once.
fn others<'s>(context: &Context<'_>, all: impl Iterator<Item = &'s String>) -> Vec<String> {
    let admin = context.facts.cluster_name();
    let mut seen = HashSet::new();
    all.filter(|vserver| Some(*vserver) != admin.as_ref() && seen.insert(*vserver)).cloned().collect()
}

/// A finding for each data SVM.
pub(super) fn of_each<'f>(svms: Vec<String>, judge: impl Fn(&str) -> Finding<'f>) -> Vec<Finding<'f>> {
    if svms.is_empty() {
        return vec![Finding::not_applicable("no-svm", "no SVM but the admin SVM is named")];
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

fn allowed<'f>(context: &Context<'f>, vserver: &str) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    let row = match svm(context, vserver) {
        Ok(row) => row,
        Err(why) => return about(Truth::Unknown(why)),
    };
    let (words, mark, parts) = match context.facts.fact("vserver", row, "disallowed-protocols") {
        Fact::Known { value: Value::List(words), mark, parts } => (words, mark, parts),
        // The admin SVM prints `-`: nothing is disallowed.
        Fact::Known { value, mark, .. } if matches!(value.text().as_str(), "-" | "") => (Vec::new(), mark, Vec::new()),
        Fact::Known { value, mark, .. } => (vec![value.text()], mark, Vec::new()),
        Fact::Unknown(why) => return about(Truth::Unknown(why)),
        Fact::NoneOf(_) => return about(Truth::Unknown(Why::new(Reason::NotCaptured, "no answer tells it"))),
    };
    let at = |is_it: &dyn Fn(&String) -> bool| words.iter().position(is_it);
    if let Some(at) = at(&|word| word.eq_ignore_ascii_case("ndmp")) {
        let mark = parts.get(at).cloned().unwrap_or(mark).noted("should not be here");
        return about(Truth::False).marks([mark]).message(format!("ndmp is disallowed at the SVM {vserver}"));
    }
    if let Some(at) = at(&|word| truth::looks_like(word, "ndmp")) {
        let why = Why::new(Reason::UnknownValue, format!("`{}` may be ndmp, misread", words[at]));
        return about(Truth::Unknown(why.with(vec![parts.get(at).cloned().unwrap_or(mark)])));
    }
    about(Truth::True).marks([mark]).message(format!("ndmp is not disallowed at the SVM {vserver}"))
}

fn reached<'f>(context: &Context<'f>, vserver: &str) -> Finding<'f> {
    let about = |truth| Finding::about(subject(vserver), truth).word("vserver", vserver);
    let lifs = context.facts.rows("lif").iter().filter(|lif| lif.is("vserver", vserver));
    let (mut unsure, mut closed) = (None, Vec::new());
    for lif in lifs {
        let name = lif.text("lif").unwrap_or_default();
        match takes_ndmp(context, lif) {
            Ok(Ok(marks)) => {
                let message = format!("{name} of the SVM {vserver} is up and takes NDMP");
                return about(Truth::True).marks(marks).message(message);
            }
            Ok(Err((why, marks))) => closed.push((format!("{name}: {why}"), marks)),
            Err(why) => unsure = unsure.or(Some(why)),
        }
    }
    let gap = || context.facts.gap("lif", &[("vserver".to_owned(), vserver.to_owned())]);
    if let Some(why) = unsure.or_else(gap) {
        return about(Truth::Unknown(why));
    }
    let marks: Vec<Mark> = closed.iter().flat_map(|(_, marks)| marks.clone()).collect();
    let texts: Vec<String> = closed.into_iter().map(|(text, _)| text).collect();
    let seen = if texts.is_empty() { "it has no LIF".to_owned() } else { texts.join("; ") };
    let marks = if marks.is_empty() { context.facts.listings("lif", &[]) } else { marks };
    about(Truth::False).marks(marks).message(format!("no LIF of the SVM {vserver} is up and takes NDMP: {seen}"))
}

/// Whether the LIF is up and lets NDMP in from every address of the application: the marks that show it, or what is wrong.
#[expect(clippy::type_complexity, reason = "told, and of what is told good or bad: each with its marks")]
fn takes_ndmp(context: &Context<'_>, lif: &Row) -> Result<Result<Vec<Mark>, (String, Vec<Mark>)>, Why> {
    if let Some(mark) = down(context, lif)? {
        return Ok(Err(("not up".to_owned(), vec![mark.noted("should be up")])));
    }
    let (addresses, marks) = match of_era(context, lif)? {
        Access::Unknown(why) => return Err(why),
        Access::Closed { why, marks, .. } => return Ok(Err((why, marks))),
        Access::Open { addresses, marks, .. } => (addresses, marks),
    };
    for address in &context.question.dma_addresses {
        match covered(context, addresses.as_deref(), *address, &marks) {
            Truth::True => {}
            Truth::False => return Ok(Err((format!("lets NDMP in, but not from {address}"), marks))),
            Truth::Unknown(why) => return Err(why),
        }
    }
    Ok(Ok(lif.mark("lif").into_iter().chain(marks).collect()))
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
