//! The release and the NDMP scope of the cluster.

use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::super::{Question, ScopeWish};
use super::each::{each, rows_of, told};
use crate::facts::{Mark, Reason, Why, named};

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
    vec![finding.word("found-mode", found_mode).word("platform", context.platform()).marks([mark]).message(message)]
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

/// No node has taken over its partner, gives back, or waits for one of these
/// (pubs.lenovo.com, node states of storage failover show).
pub(super) fn no_takeover<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let check = rows_of("ha-pair", &[("node", "node")], &[], "no-ha-pair");
    let mut findings = each(context, &check, "no node is shown", |subject, rows| {
        let node = subject[0].1.clone();
        let about = |truth| Finding::about(subject.clone(), truth).word("node", &node);
        let Some(row) = rows.first() else { return Vec::new() };
        let (state, mark) = match told(context, "ha-pair", row, "state-description") {
            Ok(told) => told,
            Err(why) => return vec![about(Truth::Unknown(why))],
        };
        let Some(is_calm) = is_calm(&state) else {
            let why = Why::new(Reason::UnknownValue, format!("`{state}` is no state that is known"));
            return vec![about(Truth::Unknown(why.with(vec![mark])))];
        };
        let mark = if is_calm { mark } else { mark.noted("should be connected to its partner") };
        vec![about(Truth::of(is_calm)).marks([mark]).message(format!("{node}: {state}"))]
    });
    findings.extend(unpaired(context));
    findings
}

/// Nodes of the cluster that a whole list of the pairs leaves out.
fn unpaired<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let pairs = context.facts.rows("ha-pair");
    if pairs.is_empty() || context.facts.gap("ha-pair", &[]).is_some() {
        return Vec::new();
    }
    let nodes = context.facts.rows("node").iter().filter_map(|row| Some((row.text("node")?, row.mark("node"))));
    let absent = nodes.filter(|(node, _)| !pairs.iter().any(|pair| pair.is("node", node)));
    absent
        .map(|(node, mark)| {
            let listing = named(&context.facts.listing_commands("ha-pair"));
            let why = Why::new(Reason::Contradiction, format!("{listing} does not show {node}"));
            let subject = vec![("node".to_owned(), node.into_owned())];
            Finding::about(subject, Truth::Unknown(why.with(mark.into_iter().collect())))
        })
        .collect()
}

/// Whether the state is one in which no takeover and no giveback is under way; `None`: an unknown one.
fn is_calm(state: &str) -> Option<bool> {
    let state = state.to_ascii_lowercase();
    let busy = ["in takeover", "giveback", "waiting for", "taken over", "takeover in progress", "takeover scheduled"];
    if busy.iter().any(|words| state.contains(words)) {
        return Some(false);
    }
    let rest = state.strip_prefix("connected to ");
    let is_connected = rest.is_some_and(|rest| {
        let (partner, more) = rest.split_once([',', '.', ' ']).unwrap_or((rest, ""));
        let more = more.trim();
        !partner.is_empty()
            && (more.is_empty() || more.contains("takeover is not possible") || more.contains("disabled"))
    });
    (is_connected || state.starts_with("non-ha mode")).then_some(true)
}
