//! The LIF that the backup application addresses gives what is planned: volumes, tapes, and somebody who may log in
//! (ND:tape-backup/availability-volumes-tapes-backup-restore-lif-reference.adoc).

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::gives::{Gives, IN_NODE_SCOPE, Share};
use super::super::rows;
use super::super::truth::Truth;
use super::each::{rows_of, told};
use super::svm::down;
use super::volume::nodes_of_svm;
use crate::facts::{Mark, Reason, Row, Why, named};

/// Every registered LIF is one of the cluster, up, and gives by its role what is planned.
pub(super) fn registered_lif<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let told = &context.question.backup.register;
    if told.is_empty() {
        return of_profile(context);
    }
    judged_all(context, told)
}

fn judged_all<'f>(context: &Context<'f>, registered: &[String]) -> Vec<Finding<'f>> {
    let together = Together::of(context, registered);
    let judge = |wanted: &String| match find(context, wanted) {
        Ok(lif) => judged(context, wanted, lif, &together),
        Err(absent) => absent.about(wanted),
    };
    registered.iter().map(judge).collect()
}

/// The LIFs of the roles that the profile registers, where nobody names one. The document asks for the intercluster LIFs alone:
/// what was not captured of others is no doubt about a cluster. What applications say of their LIF they say of SVM scope.
fn of_profile<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    if matches!(context.scope, Ok(Scope::Node)) {
        return vec![Finding::not_applicable("wrong-scope", "NDMP is node-scoped")];
    }
    let (names, open) = of_roles(context);
    if names.is_empty() && open.is_none() {
        return vec![Finding::not_applicable(
            "no-lif",
            "the cluster has no LIF of the role that the application registers",
        )];
    }
    let mut findings = judged_all(context, &names);
    findings.extend(open.map(Finding::unknown));
    let is_captured = |finding: &Finding<'f>| match &finding.truth {
        Truth::Unknown(why) => !matches!(why.reason, Reason::NotCaptured | Reason::ColumnMissing),
        _ => true,
    };
    findings.retain(is_captured);
    if !findings.is_empty() {
        return findings;
    }
    let run = named(&context.facts.asking_commands("lif", &["role", "status-admin", "status-oper", "curr-node"]));
    let text = format!("not enough was captured of the LIFs that the application registers; {run} would tell");
    vec![Finding::not_applicable(Reason::NotCaptured.word(), &text)]
}

/// The names of the LIFs of the roles that the application registers by its profile, and why others may be among them.
fn of_roles(context: &Context<'_>) -> (Vec<String>, Option<Why>) {
    let roles = context.question.backup.register_roles.join("|");
    let (groups, gap) = rows::subjects(context, &rows_of("lif", &[("lif", "lif")], &[("role", &roles)], "no-lif"));
    (groups.into_iter().map(|(subject, _)| subject[0].1.clone()).collect(), gap)
}

/// Whether the LIF is one that the application addresses, by its name or its address.
pub(super) fn is_registered(context: &Context<'_>, lif: &Row) -> bool {
    context.question.backup.register.iter().any(|wanted| is_it(lif, wanted))
}

fn is_it(lif: &Row, wanted: &str) -> bool {
    match wanted.parse::<IpAddr>() {
        Ok(address) => lif.text("address").and_then(|text| text.parse::<IpAddr>().ok()) == Some(address),
        Err(_) => lif.is("lif", wanted),
    }
}

/// Why there is no such LIF.
enum Absent {
    /// Whole answers do not show it.
    Nowhere(Vec<Mark>),
    Unknown(Why),
}

impl Absent {
    fn about<'f>(self, wanted: &str) -> Finding<'f> {
        match self {
            Self::Unknown(why) => Finding::about(subject(wanted), Truth::Unknown(why)),
            Self::Nowhere(marks) => {
                let finding = Finding::about(subject(wanted), Truth::False).word("lack", "absent").marks(marks);
                finding.message(format!("no LIF of the cluster has the address {wanted}"))
            }
        }
    }
}

fn subject(wanted: &str) -> Vec<(String, String)> {
    let name = if wanted.parse::<IpAddr>().is_ok() { "address" } else { "lif" };
    vec![(name.to_owned(), wanted.to_owned())]
}

fn find<'f>(context: &Context<'f>, wanted: &str) -> Result<&'f Row, Absent> {
    let found: Vec<&Row> = context.facts.rows("lif").iter().filter(|lif| is_it(lif, wanted)).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(absent(context, wanted)),
        several => {
            let text = format!("{} SVMs have a LIF called {wanted}; give its address", several.len());
            let marks = several.iter().filter_map(|lif| lif.mark("lif")).collect();
            Err(Absent::Unknown(Why::new(Reason::Contradiction, text).with(marks)))
        }
    }
}

fn absent(context: &Context<'_>, wanted: &str) -> Absent {
    if let Some(why) = context.facts.gap("lif", &[]) {
        return Absent::Unknown(why);
    }
    let is_untold = |lif: &&Row| lif.text("address").is_none_or(|text| text.parse::<IpAddr>().is_err());
    if wanted.parse::<IpAddr>().is_err() {
        let text = format!("no LIF is called {wanted}; where it is the name of a host, give the address");
        return Absent::Unknown(Why::new(Reason::NoMatch, text));
    }
    if let Some(lif) = context.facts.rows("lif").iter().find(is_untold) {
        let run = named(&context.facts.asking_commands("lif", &["address"]));
        let text = format!("the address of {} is not told; run {run}", lif.text("lif").unwrap_or_default());
        return Absent::Unknown(Why::new(Reason::ColumnMissing, text));
    }
    Absent::Nowhere(context.facts.listings("lif", &[]))
}

/// What a LIF gives, with the names of what it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Given {
    All,
    /// What this node has.
    Node(String),
    /// The volumes of this SVM: all of them, or those on this node.
    Svm(String, Option<String>),
    None,
}

impl Given {
    fn told(&self, what: &str) -> String {
        match self {
            Self::All => format!("all {what}"),
            Self::Node(node) => format!("the {what} of {node}"),
            Self::Svm(vserver, None) => format!("the {what} of the SVM {vserver}"),
            Self::Svm(vserver, Some(node)) => format!("the {what} of the SVM {vserver} on {node}"),
            Self::None => format!("no {what}"),
        }
    }

    fn of(context: &Context<'_>, lif: &Row, share: Share) -> Result<Self, Why> {
        let cell = |column: &str| told(context, "lif", lif, column).map(|(text, _)| text);
        Ok(match share {
            Share::Cluster => Self::All,
            Share::Node => Self::Node(cell("curr-node")?),
            Share::Svm => Self::Svm(cell("vserver")?, None),
            Share::SvmOnNode => Self::Svm(cell("vserver")?, Some(cell("curr-node")?)),
            Share::None => Self::None,
        })
    }
}

/// What a LIF of the role gives: volumes and tapes.
fn gives(context: &Context<'_>, lif: &Row, role: &str) -> Result<(Given, Given), Why> {
    let untold = |text: String| Why::new(Reason::NoMatch, text);
    let gives = match context.scope.clone()? {
        Scope::Node if matches!(role, "intercluster" | "node-mgmt") => IN_NODE_SCOPE,
        Scope::Node => {
            return Err(untold(format!(
                "no source tells what a {role} LIF gives in node scope; register an intercluster or node-management LIF of each node"
            )));
        }
        Scope::Svm => {
            let [with, without] = [true, false].map(|has_cab| Gives::in_svm_scope(role, has_cab));
            let known = match context.question.cab {
                Some(has_cab) => {
                    if has_cab {
                        with
                    } else {
                        without
                    }
                }
                None if with == without => with,
                None => return Err(ask_of_cab()),
            };
            known.ok_or_else(|| untold(format!("no source tells what a LIF of role {role} gives")))?
        }
    };
    Ok((Given::of(context, lif, gives.volumes)?, Given::of(context, lif, gives.tapes)?))
}

fn ask_of_cab() -> Why {
    let text = "what it gives depends on whether the application uses cluster aware backup: name it (--dma), or say --cab true or false";
    Why::new(Reason::AskApplication, text)
}

/// What the registered LIFs are together.
struct Together {
    /// The nodes whose volumes they give; `None`: all.
    reach: Option<BTreeSet<String>>,
    /// SVMs, each with a node of which one of them gives the SVM's volumes.
    of_svms: BTreeSet<(String, String)>,
    /// Whether one of them has a role that the application registers, or it registers any.
    has_role: bool,
}

impl Together {
    fn of(context: &Context<'_>, registered: &[String]) -> Self {
        let roles = &context.question.backup.register_roles;
        let lifs = registered.iter().filter_map(|wanted| find(context, wanted).ok());
        let mut own = lifs.map(|lif| told(context, "lif", lif, "role"));
        // Where a role is not told, it may be the right one.
        let is_wanted = !roles.is_empty() && matches!(context.scope, Ok(Scope::Svm));
        let has_role = !is_wanted || own.any(|role| role.map_or(true, |(role, _)| roles.contains(&role)));
        let (mut reach, mut of_svms) = (Some(BTreeSet::new()), BTreeSet::new());
        for volumes in registered.iter().filter_map(|wanted| volumes_of(context, find(context, wanted).ok()?)) {
            match (volumes, &mut reach) {
                (Given::All, reach) => *reach = None,
                (Given::Node(node), Some(nodes)) => {
                    nodes.insert(node);
                }
                (Given::Svm(vserver, Some(node)), _) => {
                    of_svms.insert((vserver, node));
                }
                _ => {}
            }
        }
        Self { reach, of_svms, has_role }
    }
}

fn volumes_of(context: &Context<'_>, lif: &Row) -> Option<Given> {
    let (role, _) = told(context, "lif", lif, "role").ok()?;
    gives(context, lif, &role).ok().map(|(volumes, _)| volumes)
}

fn judged<'f>(context: &Context<'f>, wanted: &str, lif: &'f Row, together: &Together) -> Finding<'f> {
    let unknown = |why: Why| {
        let marks = if why.marks.is_empty() { lif.mark("lif").into_iter().collect() } else { why.marks.clone() };
        Finding::about(subject(wanted), Truth::Unknown(why.with(marks))).words_of(lif)
    };
    let failed = |lack: &'static str, mark: Option<Mark>, message: String| {
        let marks: Vec<Mark> = mark.or_else(|| lif.mark("lif")).into_iter().collect();
        Finding::about(subject(wanted), Truth::False).word("lack", lack).words_of(lif).marks(marks).message(message)
    };
    let name = lif.text("lif").unwrap_or_default();
    match down(context, lif) {
        Err(why) => return unknown(why),
        Ok(Some(mark)) => return failed("up", Some(mark.noted("should be up")), format!("{name} is not up")),
        Ok(None) => {}
    }
    let shares = told(context, "lif", lif, "role").and_then(|(role, _)| Ok((gives(context, lif, &role)?, role)));
    let ((volumes, tapes), role) = match shares {
        Ok(shares) => shares,
        Err(why) => return unknown(why),
    };
    let given = format!("{name}, a {role} LIF, gives {} and {}", volumes.told("volumes"), tapes.told("tapes"));
    // One of them is enough: drives are set up through it, and an SVM may be backed up through its own besides.
    let wanted_roles = &context.question.backup.register_roles;
    if context.question.tape && !together.has_role {
        let name = context.question.dma.as_deref().unwrap_or("the application");
        let message = format!("{given}, and {name} registers a {} LIF", wanted_roles.join(" or "));
        return failed("role", lif.mark("role"), message);
    }
    match lacking(context, (&volumes, &tapes), together) {
        Err(why) => unknown(why),
        Ok(Some((lack, column, text))) => failed(lack, lif.mark(column), format!("{given}{text}")),
        Ok(None) => {
            let who = if matches!(volumes, Given::Svm(..)) { "vsadmin and vsadmin-backup" } else { "admin and backup" };
            let marks: Vec<Mark> = ["lif", "role"].into_iter().filter_map(|column| lif.mark(column)).collect();
            let message = format!("{given}; users with the roles {who} log in there");
            Finding::about(subject(wanted), Truth::True).words_of(lif).marks(marks).message(message)
        }
    }
}

/// What the plan needs and the LIF does not give: a word for the advice, the column that shows it, and the end of the sentence.
fn lacking(
    context: &Context<'_>,
    (volumes, tapes): (&Given, &Given),
    together: &Together,
) -> Result<Option<(&'static str, &'static str, String)>, Why> {
    if context.question.tape && *tapes == Given::None {
        return Ok(Some(("tapes", "role", ", and tapes at the cluster are planned (--tape local)".to_owned())));
    }
    if let Some(lack) = lacking_svm(context, volumes) {
        return Ok(Some(("svm", "vserver", format!(": {lack}"))));
    }
    let nodes = match volumes {
        Given::Svm(vserver, Some(_)) => lacking_of_svm(context, vserver, &together.of_svms)?,
        _ => lacking_nodes(context, volumes, &together.reach)?,
    };
    let text = |nodes: Vec<String>| format!("; no registered LIF gives the volumes of {}", nodes.join(", "));
    Ok(nodes.map(|nodes| ("volumes", "curr-node", text(nodes))))
}

/// What is wrong with the SVM that the LIF leads to.
fn lacking_svm(context: &Context<'_>, volumes: &Given) -> Option<String> {
    let question = context.question;
    match (volumes, &question.user.vserver) {
        (Given::Svm(own, _), _) if !question.backup.svms.is_empty() && !question.backup.svms.contains(own) => {
            Some(format!("{} is backed up, not {own}", question.backup.svms.join(", ")))
        }
        (Given::Svm(own, _), Some(of)) if own != of => Some(format!("the backup user of {of} cannot log in there")),
        (Given::Svm(..), _) => None,
        (_, Some(of)) if context.facts.cluster_name().is_some_and(|admin| admin != *of) => {
            Some(format!("the backup user of {of} logs in at the data LIFs of {of} alone"))
        }
        _ => None,
    }
}

/// The nodes whose volumes no registered LIF gives, where this LIF gives those of one node.
fn lacking_nodes(
    context: &Context<'_>,
    volumes: &Given,
    reach: &Option<BTreeSet<String>>,
) -> Result<Option<Vec<String>>, Why> {
    let (Given::Node(_), Some(reached)) = (volumes, reach) else { return Ok(None) };
    let nodes = context.facts.rows("node").iter().filter_map(|row| row.text("node"));
    let lacking: Vec<String> = nodes.filter(|node| !reached.contains(&**node)).map(|node| node.into_owned()).collect();
    if !lacking.is_empty() {
        return Ok(Some(lacking));
    }
    context.facts.gap("node", &[]).map_or(Ok(None), Err)
}

/// The nodes whose volumes of the SVM no registered data LIF gives.
fn lacking_of_svm(
    context: &Context<'_>,
    vserver: &str,
    given: &BTreeSet<(String, String)>,
) -> Result<Option<Vec<String>>, Why> {
    let is_given = |node: &String| given.contains(&(vserver.to_owned(), node.clone()));
    let lacking: Vec<String> = nodes_of_svm(context, vserver)?.into_iter().filter(|node| !is_given(node)).collect();
    Ok((!lacking.is_empty()).then_some(lacking))
}
