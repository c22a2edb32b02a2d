//! The release and the NDMP scope of the cluster.

use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::super::{Question, ScopeWish};
use crate::facts::Mark;

/// The release is 9.x and readable.
pub(super) fn ontap_version<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let release = match &context.release {
        Ok(release) => release,
        Err(why) => return vec![Finding::unknown(why.clone())],
    };
    let mark = context.facts.cluster().and_then(|cluster| cluster.mark("release"));
    let is_nine = release.numbers[0] == 9;
    let by_user = if mark.is_none() { ", as the user says (--ontap)" } else { "" };
    let aside = if is_nine { "" } else { ", not ONTAP 9" };
    let finding = Finding::about(Vec::new(), Truth::of(is_nine)).word("release", &release.text);
    vec![finding.marks(mark).message(format!("the release is {}{aside}{by_user}", release.text))]
}

/// The cluster's mode is the wanted one.
pub(super) fn ndmp_scope<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let (found, mark) = match &context.found {
        Ok((found, mark)) => (*found, mark.clone()),
        Err(why) => return vec![Finding::unknown(why.clone())],
    };
    let wanted = wanted(context.question);
    let holds = wanted.is_none_or(|wanted| wanted == found);
    let mode = if wanted == Some(Scope::Node) { "on" } else { "off" };
    let message = match wanted.filter(|_| !holds) {
        Some(wanted) => format!("NDMP is {}, not {}", scoped(found), scoped(wanted)),
        None => format!("NDMP is {}", scoped(found)),
    };
    let mark = if holds { mark } else { mark.noted(&format!("should be {}", wanted.map_or("", scoped))) };
    let found_mode = if found == Scope::Node { "on" } else { "off" };
    let finding = Finding::about(Vec::new(), Truth::of(holds)).word("node-scope-mode", mode);
    vec![finding.word("found-mode", found_mode).marks([mark]).message(message)]
}

/// Node scope is deprecated in ONTAP 9 (docs.netapp.com/us-en/ontap-cli, system services ndmp).
pub(super) fn ndmp_scope_deprecated<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    match &context.found {
        Err(why) => vec![Finding::unknown(why.clone())],
        Ok((Scope::Svm, _)) => vec![Finding::not_applicable("wrong-scope", "NDMP is SVM-scoped")],
        Ok((Scope::Node, mark)) => vec![deprecated(mark, context.question)],
    }
}

fn deprecated<'f>(mark: &Mark, question: &Question) -> Finding<'f> {
    let message = "NDMP is node-scoped, which is deprecated in ONTAP 9";
    Finding::about(Vec::new(), Truth::False)
        .word("wanted", wanted(question).map_or("auto", Scope::word))
        .marks([mark.clone().noted("deprecated")])
        .message(message)
}

fn wanted(question: &Question) -> Option<Scope> {
    match question.scope {
        ScopeWish::Auto => None,
        ScopeWish::Svm => Some(Scope::Svm),
        ScopeWish::Node => Some(Scope::Node),
    }
}

fn scoped(scope: Scope) -> &'static str {
    match scope {
        Scope::Svm => "SVM-scoped",
        Scope::Node => "node-scoped",
    }
}
