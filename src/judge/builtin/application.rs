//! What the backup application asks of the cluster: its method of tape reservations, and the scope that it can work with.

use super::super::Attested;
use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::rows;
use super::super::truth::Truth;
use crate::facts::{Reason, Why};
use crate::rule::{Claim, Condition, Reservations, RowCheck, Test};

/// Every node has the value that is wanted. Where the application is named, and nobody says which value it wants, another
/// value than the document's may be right.
pub(super) fn tape_reservations<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let named = |name: &str| (name.to_owned(), name.to_owned());
    let condition =
        Condition { column: "tape-reservations".to_owned(), test: Test::Query("{reservations}".to_owned()) };
    let check = RowCheck {
        each: "node".to_owned(),
        subject: vec![named("node")],
        scope: Vec::new(),
        claim: Claim::Expect(vec![condition]),
        none: "no-node".to_owned(),
    };
    rows::judge(context, &check).into_iter().map(|finding| asked(context, finding)).collect()
}

/// A value that is not the wanted one: wrong where somebody says which one the application needs, else a question.
fn asked<'f>(context: &Context<'f>, finding: Finding<'f>) -> Finding<'f> {
    if finding.truth != Truth::False {
        return finding;
    }
    let question = context.question;
    let cell = context.profile().and_then(|profile| profile.reservations.as_ref()).map(|cell| &cell.value);
    let value = finding.get("tape-reservations").unwrap_or_default().into_owned();
    if question.reservations_told {
        let is_of_profile = question.reservations_by.starts_with("profile ");
        let other = cell.filter(|cell| is_of_profile && !cell.choices.is_empty() && cell.allows(&value));
        return with_settings(context, finding, other, &value);
    }
    let Some(name) = &question.dma else { return finding };
    let which = match cell.and_then(Reservations::settings) {
        Some(settings) if !cell.is_some_and(|cell| cell.allows(&value)) => {
            let message = format!("the value is {value}, which fits no setting of {name}: {settings}");
            return finding.message(message);
        }
        Some(settings) => format!("it depends on the setting of {name}: {settings}. See which one it is"),
        None => format!("no source tells which one {name} wants: ask its vendor"),
    };
    let text = format!("the value is {value}, and {which}, then say `--reservations VALUE` or [backup] reservations");
    Finding { truth: Truth::Unknown(Why::new(Reason::AskApplication, text).with(finding.marks.clone())), ..finding }
}

/// The failure with what the value would be right with, where the application can be set so.
fn with_settings<'f>(
    context: &Context<'f>,
    finding: Finding<'f>,
    cell: Option<&Reservations>,
    value: &str,
) -> Finding<'f> {
    let Some(settings) = cell.and_then(Reservations::settings) else { return finding };
    let (node, wanted) = (finding.get("node").unwrap_or_default().into_owned(), &context.question.reservations);
    let name = context.question.dma.clone().unwrap_or_default();
    finding.message(format!(
        "tape.reservations of {node} is {value}, not {wanted}. For {name} it is {settings}: where it is set to go with {value}, say `--reservations {value}`"
    ))
}

/// Who says whether the application uses cluster aware backup, where that is not the plan itself.
fn whose(context: &Context<'_>) -> String {
    let question = context.question;
    let attested = question.attested(Attested::DmaSupportsCab).filter(|_| question.cab == Some(true));
    let of_profile = || {
        let cell = context.profile()?.cab.as_ref().filter(|cell| Some(cell.value) == question.cab)?;
        Some(format!(" ({})", cell.source))
    };
    attested.map(|one| format!(" (attested by {})", one.whose())).or_else(of_profile).unwrap_or_default()
}

/// Cluster aware backup in node scope: an application that can use it works node by node there; a plan that rests on it fails.
fn cab_of_nodes(context: &Context<'_>, name: &str) -> (Truth, String) {
    if !context.question.cab_told && context.profile().is_some_and(|profile| profile.uses_cab() == Some(true)) {
        let text = "NDMP is node-scoped:";
        return (Truth::True, format!("{text} {name} does without cluster aware backup there, and works node by node"));
    }
    (Truth::False, "cluster aware backup is planned, and ONTAP offers it in SVM scope alone".to_owned())
}

/// An application without cluster aware backup has node scope (ND:ndmp/index.adoc).
pub(super) fn dma_scope<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let (scope, mark) = match (&context.scope, &context.found) {
        (Ok(scope), Ok((_, mark))) => (*scope, Some(mark.clone())),
        (Ok(scope), Err(_)) => (*scope, None),
        (Err(why), _) => return vec![Finding::unknown(why.clone())],
    };
    let name = context.question.dma.clone().unwrap_or_else(|| "the application".to_owned());
    let finding = |truth, message: String| {
        let mode = if scope == Scope::Node { "on" } else { "off" };
        let finding = Finding::about(Vec::new(), truth)
            .word("found-mode", mode)
            .word("platform", context.platform())
            .marks(mark.clone());
        vec![finding.message(message + &whose(context))]
    };
    if context.question.dma.is_none() && context.question.cab.is_none() {
        return vec![Finding::not_applicable("no-application", "no backup application is named (--dma)")];
    }
    match (context.question.cab, scope) {
        (Some(true), Scope::Svm) => {
            finding(Truth::True, format!("{name} uses cluster aware backup, for which SVM scope is made"))
        }
        (Some(true), Scope::Node) => {
            let (truth, text) = cab_of_nodes(context, &name);
            finding(truth, text)
        }
        (_, Scope::Node) => {
            finding(Truth::True, format!("NDMP is node-scoped, which {name} can work with in any case"))
        }
        (Some(false), Scope::Svm) => {
            finding(Truth::False, format!("{name} does without cluster aware backup, and NDMP is SVM-scoped"))
        }
        (None, Scope::Svm) => {
            let text = format!(
                "no source tells whether {name} uses cluster aware backup, and without it needs node scope: ask its vendor, then say [backup] cab = true or false"
            );
            vec![Finding::unknown(Why::new(Reason::AskApplication, text).with(mark.into_iter().collect()))]
        }
    }
}
