//! With cluster aware backup the node that owns a volume opens the data connection, through a LIF of its own of a preferred role
//! (ND:tape-backup/manage-svm-scoped-ndmp-mode-concept.adoc, ND:tape-backup/cluster-aware-backup-extension-concept.adoc).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::super::context::Context;
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::addressed;
use super::each::{svm, told};
use super::entry::deciding;
use super::svm::{admin_svm, backed_up, down};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};
use crate::table::Value;

/// Each node that owns a volume to be backed up has an up LIF of a preferred role on it.
pub(super) fn volume_node_lif<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let (owners, mut open) = owners(context);
    let mut findings = match of_nodes(context, &owners) {
        Ok(findings) => findings,
        Err(silent) => return vec![*silent],
    };
    let gap = gap(context);
    // Where no volume tells its node, nothing of the evidence was captured.
    if owners.is_empty() && gap.is_none() && open.as_ref().is_some_and(|why| why.reason == Reason::Unset) {
        let run = named(&context.facts.asking_commands("volume", &["node", "nodes", "state"]));
        let text = format!("beyond the document; {run} would tell which nodes own volumes");
        return vec![Finding::not_applicable(Reason::NotCaptured.word(), &text)];
    }
    open = open.or(gap);
    if findings.is_empty() && open.is_none() {
        return without_volumes(context);
    }
    findings.extend(open.map(Finding::unknown));
    findings
}

/// One finding a node, the worst of those for each SVM.
///
/// # Errors
/// Of none of the SVMs that are backed up the preferred roles were captured: the document asks for the admin SVM's alone.
fn of_nodes<'f>(context: &Context<'f>, owners: &Owners) -> Result<Vec<Finding<'f>>, Box<Finding<'f>>> {
    let mut findings: Vec<Finding<'f>> = Vec::new();
    let mut silent = None;
    for ((node, _), (vserver, volume, mark)) in owners {
        let finding = judged(context, node, (vserver, volume), mark);
        if finding.not_applicable.is_some() {
            silent = silent.or(Some(finding));
            continue;
        }
        match findings.iter_mut().find(|known| known.subject == finding.subject) {
            Some(known) if finding.truth.is_not_above(&known.truth) => *known = finding,
            Some(_) => {}
            None => findings.push(finding),
        }
    }
    match silent {
        Some(silent) if findings.is_empty() => Err(Box::new(silent)),
        // Where they were captured of one SVM, those of another are missing.
        Some(Finding { not_applicable: Some((_, text)), .. }) => {
            findings.push(Finding::unknown(Why::new(Reason::NotCaptured, text)));
            Ok(findings)
        }
        _ => Ok(findings),
    }
}

/// No volume is online. An SVM that is backed up has one at least, its root volume: an answer without any is not of this SVM.
fn without_volumes<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let svms = owning_svms(context);
    if svms.is_empty() {
        return vec![Finding::not_applicable("no-volume", "no volume of a data SVM is online")];
    }
    vec![Finding::unknown(empty(context, &svms.join(", ")))]
}

fn empty(context: &Context<'_>, svms: &str) -> Why {
    let text = format!("no volume of {svms} is online in a whole answer, and an SVM has its root volume at least");
    Why::new(Reason::Contradiction, text).with(context.facts.listings("volume", &[]))
}

/// Why volumes may be missing: of the SVMs that are named, else of any.
fn gap(context: &Context<'_>) -> Option<Why> {
    let svms = owning_svms(context);
    if svms.is_empty() {
        return context.facts.gap("volume", &[]);
    }
    svms.into_iter().find_map(|svm| context.facts.gap("volume", &[("vserver".to_owned(), svm)]))
}

/// The nodes that own volumes of the SVM.
///
/// # Errors
/// Not all of them are told.
pub(super) fn nodes_of_svm(context: &Context<'_>, vserver: &str) -> Result<BTreeSet<String>, Why> {
    let mut nodes = BTreeSet::new();
    let is_its = |row: &&Row| row.is("vserver", vserver) && !row.is("state", "offline");
    for row in context.facts.rows("volume").iter().filter(is_its) {
        nodes.extend(nodes_of(context, row)?.into_iter().map(|(node, _)| node));
    }
    let gap = context.facts.gap("volume", &[("vserver".to_owned(), vserver.to_owned())]);
    match gap {
        Some(why) => Err(why),
        None if nodes.is_empty() => Err(empty(context, vserver)),
        None => Ok(nodes),
    }
}

/// The SVMs of whose volumes the nodes are asked: those that are backed up, else those to which all registered LIFs lead; all
/// where there are none.
fn owning_svms(context: &Context<'_>) -> Vec<String> {
    let named = backed_up(context);
    if named.is_empty() { addressed::only_svms(context) } else { named }
}

/// The nodes that own volumes of data SVMs; `None` where not all are known.
pub(super) fn owning_nodes(context: &Context<'_>) -> Option<BTreeSet<String>> {
    let (owners, open) = owners(context);
    let is_known = open.is_none() && context.facts.gap("volume", &[]).is_none() && !owners.is_empty();
    is_known.then(|| owners.into_keys().map(|(node, _)| node).collect())
}

/// Owning node and the SVM whose preferred roles count: SVM, volume and mark of one volume of it.
type Owners = BTreeMap<(String, String), (String, String, Mark)>;

/// The nodes that own volumes, and why others may do so too.
fn owners(context: &Context<'_>) -> (Owners, Option<Why>) {
    let (svms, mut open) = (owning_svms(context), None);
    let nodes: Vec<Cow<'_, str>> = context.facts.rows("node").iter().filter_map(|row| row.text("node")).collect();
    let mut owners = Owners::new();
    for row in context.facts.rows("volume") {
        let Some(vserver) = row.text("vserver") else { continue };
        let is_wanted =
            if svms.is_empty() { !nodes.contains(&vserver) } else { svms.iter().any(|svm| *svm == *vserver) };
        // The other site of a MetroCluster is shown without a state and without a node.
        let is_elsewhere = row.is("state", "-") && row.is("node", "-");
        if !is_wanted || is_elsewhere || row.text("state").is_some_and(|state| state == "offline") {
            continue;
        }
        let volume = row.text("volume").unwrap_or_default().into_owned();
        let own = if svms.is_empty() { String::new() } else { vserver.clone().into_owned() };
        match nodes_of(context, row) {
            Ok(nodes) => {
                for (node, mark) in nodes {
                    owners.entry((node, own.clone())).or_insert((vserver.clone().into_owned(), volume.clone(), mark));
                }
            }
            Err(why) => open = open.or(Some(why)),
        }
    }
    (owners, open)
}

/// The node of a volume, or those of its constituents.
fn nodes_of(context: &Context<'_>, row: &Row) -> Result<Vec<(String, Mark)>, Why> {
    if let Ok((node, mark)) = told(context, "volume", row, "node") {
        return Ok(vec![(node, mark)]);
    }
    match context.facts.fact("volume", row, "nodes") {
        Fact::Known { value: Value::List(nodes), mark, .. } if !nodes.is_empty() => {
            Ok(nodes.into_iter().map(|node| (node, mark.clone())).collect())
        }
        _ => told(context, "volume", row, "node").map(|told| vec![told]),
    }
}

fn judged<'f>(context: &Context<'f>, node: &str, (vserver, volume): (&str, &str), mark: &Mark) -> Finding<'f> {
    let about = |truth| {
        let subject = vec![("node".to_owned(), node.to_owned())];
        Finding::about(subject, truth).word("node", node).word("volume", volume).word("vserver", vserver)
    };
    let roles = match preferred(context, vserver) {
        Ok(roles) => roles,
        Err(why) if is_own(context, vserver) && matches!(why.reason, Reason::NotCaptured | Reason::ColumnMissing) => {
            let run = named(&context.facts.asking_commands("vserver", &["preferred-interface-role"]));
            let text = format!("beyond the document; {run} would tell the preferred roles of {vserver}");
            return Finding::not_applicable(Reason::NotCaptured.word(), &text);
        }
        Err(why) => return about(Truth::Unknown(why)),
    };
    let wants = if roles.iter().any(|role| role == "intercluster") { "intercluster" } else { "other" };
    let about =
        |truth| about(truth).word("wants", wants).word("decides", deciding(context)).word("roles", roles.join(", "));
    let (mut unsure, mut seen) = (None, None);
    for lif in context.facts.rows("lif") {
        match is_on(context, lif, (node, vserver, &roles)) {
            Ok(true) => seen = seen.or_else(|| lif.mark("lif").map(|mark| (mark, lif.text("lif").unwrap_or_default()))),
            Ok(false) => {}
            Err(why) => unsure = unsure.or(Some(why)),
        }
    }
    if let Some((lif, name)) = seen {
        let message = format!("{name} is up on {node}, which owns {vserver}:{volume}");
        return about(Truth::True).marks([lif, mark.clone()]).message(message);
    }
    let gap = || context.facts.gap("lif", &[]);
    if let Some(why) = unsure.or_else(gap) {
        return about(Truth::Unknown(why));
    }
    let message = format!(
        "{node} owns {vserver}:{volume}, and no up LIF on it has a preferred role ({}): it cannot open the data connection",
        roles.join(", ")
    );
    about(Truth::False).marks([mark.clone().noted("no LIF of a preferred role here")]).message(message)
}

/// Whether the SVM is backed up with its own NDMP service.
fn is_own(context: &Context<'_>, vserver: &str) -> bool {
    owning_svms(context).iter().any(|svm| svm == vserver)
}

/// The roles that data connections prefer: those of the SVM where it is backed up with its own service, else the admin SVM's.
fn preferred(context: &Context<'_>, vserver: &str) -> Result<Vec<String>, Why> {
    let admin = admin_svm(context);
    let name = if is_own(context, vserver) { vserver.to_owned() } else { admin? };
    match context.facts.fact("vserver", svm(context, &name)?, "preferred-interface-role") {
        Fact::Known { value: Value::List(roles), .. } if !roles.is_empty() => Ok(roles),
        Fact::Known { mark, .. } => {
            Err(Why::new(Reason::Unset, format!("the preferred roles of {name} are not set")).with(vec![mark]))
        }
        Fact::Unknown(why) => Err(why),
        Fact::NoneOf(_) => Err(Why::new(Reason::NotCaptured, "no answer tells the preferred roles")),
    }
}

/// Whether the LIF is on the node, up and of one of these roles; one for data serves its own SVM.
fn is_on(context: &Context<'_>, lif: &Row, (node, vserver, roles): (&str, &str, &[String])) -> Result<bool, Why> {
    let is_there = told(context, "lif", lif, "curr-node").map(|(at, _)| at == node);
    if is_there == Ok(false) {
        return Ok(false);
    }
    let (role, _) = match told(context, "lif", lif, "role") {
        Ok(told) => told,
        // Only the role of a LIF that might be there matters.
        Err(why) => return is_there.and(Err(why)),
    };
    if !roles.contains(&role) || (role == "data" && !lif.is("vserver", vserver)) {
        return Ok(false);
    }
    // Whether a LIF of another IPspace's SVM carries the data no source tells.
    let admin = context.facts.cluster_name();
    let owner = lif.text("vserver");
    if role != "data" && admin.as_deref().zip(owner.as_deref()).is_some_and(|(admin, owner)| admin != owner) {
        let text = format!("the only LIFs of {node} are those of another IPspace");
        return Err(Why::new(Reason::NoMatch, text).with(lif.mark("vserver").into_iter().collect()));
    }
    if down(context, lif)?.is_some() {
        return Ok(false);
    }
    is_there
}
