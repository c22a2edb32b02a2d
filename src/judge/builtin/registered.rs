//! The LIF that the backup application addresses gives what is planned: volumes, tapes, and somebody who may log in
//! (ND:tape-backup/availability-volumes-tapes-backup-restore-lif-reference.adoc).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::IpAddr;

use super::super::NO_REGISTER;
use super::super::context::{Context, Scope};
use super::super::finding::Finding;
use super::super::truth::Truth;
use super::addressed;
use super::at_svm::of_user;
use super::each::told;
use super::given::{Given, either_way, gives};
use super::lif::family_name;
use super::svm::down;
use super::together::Together;
use super::user::fitting;
use super::volume::{nodes_of_svm, owning_nodes};
use crate::facts::{Fact, Mark, Reason, Row, Why, named};

/// One LIF that the application addresses.
pub(super) struct Registered<'f> {
    /// How outcomes name it: `lif`, or `address` where the plan names it by that.
    subject: Vec<(String, String)>,
    /// Its row.
    pub(super) found: Result<&'f Row, Absent>,
}

/// Every registered LIF is one of the cluster, up, and gives by its role what is planned.
pub(super) fn registered_lif<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    let told = &context.question.backup.register;
    if told.is_empty() {
        return of_user(context).map_or_else(|| of_profile(context), |finding| vec![finding]);
    }
    let planned = told.iter().map(|wanted| Registered { subject: subject(wanted), found: find(context, wanted) });
    judged_all(context, &planned.collect::<Vec<_>>())
}

fn judged_all<'f>(context: &Context<'f>, registered: &[Registered<'f>]) -> Vec<Finding<'f>> {
    either_way(context.question.cab, |has_cab| {
        let together = &Together::of(context, registered, has_cab);
        let judge = |one: &Registered<'f>| match &one.found {
            Ok(lif) => Judging { context, subject: &one.subject, lif, together, has_cab }.judged(),
            Err(absent) => absent.about(&one.subject),
        };
        registered.iter().map(judge).collect()
    })
}

/// The LIFs of the roles that the profile registers, where nobody names one. The document asks for the intercluster LIFs alone:
/// what was not captured of others is no doubt about a cluster.
fn of_profile<'f>(context: &Context<'f>) -> Vec<Finding<'f>> {
    if context.question.backup.register_roles.is_empty() {
        return vec![Finding::not_applicable(NO_REGISTER.0, NO_REGISTER.1)];
    }
    if matches!(context.scope, Ok(Scope::Node)) {
        return vec![Finding::not_applicable("wrong-scope", "NDMP is node-scoped")];
    }
    let (lifs, open) = addressed::of_roles(context);
    if lifs.is_empty() && open.is_none() {
        return vec![without_role(context)];
    }
    let of_row = |lif: &'f Row| {
        let subject = vec![("lif".to_owned(), lif.text("lif").unwrap_or_default().into_owned())];
        Registered { subject, found: Ok(lif) }
    };
    let mut findings = judged_all(context, &lifs.into_iter().map(of_row).collect::<Vec<_>>());
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

/// The cluster has no LIF of the role: drives are set up through one.
fn without_role<'f>(context: &Context<'f>) -> Finding<'f> {
    let roles = context.question.backup.register_roles.join(" or ");
    let text = format!("the cluster has no {roles} LIF, and {} registers one", name(context));
    if !context.question.tape {
        return Finding::not_applicable("no-lif", &text);
    }
    let marks = context.facts.listings("lif", &[]);
    Finding::about(Vec::new(), Truth::False).word("lack", "role").marks(marks).message(text)
}

fn name<'c>(context: &'c Context<'_>) -> &'c str {
    context.question.dma.as_deref().unwrap_or("the application")
}

/// Why there is no such LIF.
pub(super) enum Absent {
    /// Whole answers do not show it.
    Nowhere(Vec<Mark>),
    Unknown(Why),
}

impl Absent {
    /// Why there may be one all the same.
    pub(super) fn why(&self) -> Option<Why> {
        match self {
            Self::Nowhere(_) => None,
            Self::Unknown(why) => Some(why.clone()),
        }
    }

    fn about<'f>(&self, subject: &[(String, String)]) -> Finding<'f> {
        match self {
            Self::Unknown(why) => Finding::about(subject.to_vec(), Truth::Unknown(why.clone())),
            Self::Nowhere(marks) => {
                let finding =
                    Finding::about(subject.to_vec(), Truth::False).word("lack", "absent").marks(marks.clone());
                let wanted = subject.first().map(|(_, value)| value.as_str()).unwrap_or_default();
                finding.message(format!("no LIF of the cluster has the address {wanted}"))
            }
        }
    }
}

/// An address is named as it is always written, however the plan spells it.
fn subject(wanted: &str) -> Vec<(String, String)> {
    match wanted.parse::<IpAddr>() {
        Ok(address) => vec![("address".to_owned(), address.to_string())],
        Err(_) => vec![("lif".to_owned(), wanted.to_owned())],
    }
}

fn find<'f>(context: &Context<'f>, wanted: &str) -> Result<&'f Row, Absent> {
    match addressed::meant(context, wanted).as_slice() {
        [only] => Ok(only),
        [] => Err(absent(context, wanted)),
        several => {
            let svms: Vec<_> = several.iter().filter_map(|lif| lif.text("vserver")).collect();
            let text = match wanted.parse::<IpAddr>() {
                Ok(_) => format!("LIFs of {} have the address {wanted}; give the name of the LIF", svms.join(" and ")),
                Err(_) => format!("LIFs of {} are called {wanted}; give the address of the LIF", svms.join(" and ")),
            };
            let marks = several.iter().filter_map(|lif| lif.mark("lif")).collect();
            Err(Absent::Unknown(Why::new(Reason::Contradiction, text).with(marks)))
        }
    }
}

fn absent(context: &Context<'_>, wanted: &str) -> Absent {
    if let Some(why) = context.facts.gap("lif", &[]) {
        return Absent::Unknown(why);
    }
    if wanted.parse::<IpAddr>().is_err() {
        let text = format!("no LIF is called {wanted}; where it is the name of a host, give the address");
        return Absent::Unknown(Why::new(Reason::NoMatch, text));
    }
    for lif in context.facts.rows("lif") {
        match context.facts.fact("lif", lif, "address") {
            // A LIF of FC has a WWPN there, or nothing.
            Fact::Known { .. } | Fact::NoneOf(_) => {}
            Fact::Unknown(why) if why.reason == Reason::ColumnMissing => {
                let run = named(&context.facts.asking_commands("lif", &["address"]));
                let text = format!("the address of {} is not told; run {run}", lif.text("lif").unwrap_or_default());
                return Absent::Unknown(Why::new(Reason::ColumnMissing, text));
            }
            Fact::Unknown(why) => return Absent::Unknown(why),
        }
    }
    Absent::Nowhere(context.facts.listings("lif", &[]))
}

/// What is wrong: a word for the advice, the column that shows it, and the end of the sentence.
type Lack = (&'static str, &'static str, String);

/// One LIF in front of what all of them give.
struct Judging<'j, 'a, 'f> {
    context: &'a Context<'f>,
    subject: &'j [(String, String)],
    lif: &'f Row,
    together: &'j Together,
    has_cab: bool,
}

impl<'f> Judging<'_, '_, 'f> {
    fn about(&self, truth: Truth) -> Finding<'f> {
        Finding::about(self.subject.to_vec(), truth).words_of(self.lif)
    }

    fn unknown(&self, why: Why) -> Finding<'f> {
        let marks = if why.marks.is_empty() { self.lif.mark("lif").into_iter().collect() } else { why.marks.clone() };
        self.about(Truth::Unknown(why.with(marks)))
    }

    fn failed(&self, lack: &'static str, mark: Option<Mark>, message: String) -> Finding<'f> {
        let marks: Vec<Mark> = mark.or_else(|| self.lif.mark("lif")).into_iter().collect();
        self.about(Truth::False).word("lack", lack).marks(marks).message(message)
    }

    fn judged(&self) -> Finding<'f> {
        let (context, lif) = (self.context, self.lif);
        let name = lif.text("lif").unwrap_or_default();
        match down(context, lif) {
            Err(why) => return self.unknown(why),
            Ok(Some(mark)) => {
                let lack = if lif.is("status-admin", "down") { "up" } else { "link" };
                return self.failed(lack, Some(mark.noted("should be up")), format!("{name} is not up"));
            }
            Ok(None) => {}
        }
        if let Some(mark) = addressed::without_address(context, lif) {
            return self.failed("family", Some(mark), format!("{name} has no IP address"));
        }
        let shares = told(context, "lif", lif, "role")
            .and_then(|(role, _)| Ok((gives(context, lif, &role, self.has_cab)?, role)));
        let ((volumes, tapes), role) = match shares {
            Ok(shares) => shares,
            Err(why) => return self.unknown(why),
        };
        let article = if role.starts_with('i') { "an" } else { "a" };
        let given =
            format!("{name}, {article} {role} LIF, gives {} and {}", volumes.told("volumes"), tapes.told("tapes"));
        match self.lacking(&volumes, &tapes) {
            Err(why) => self.unknown(why),
            Ok(Some((lack, column, text))) => self.failed(lack, lif.mark(column), format!("{given}{text}")),
            Ok(None) => {
                let marks: Vec<Mark> = ["lif", "role"].into_iter().filter_map(|column| lif.mark(column)).collect();
                let message = format!("{given}; {}", self.who(&volumes));
                self.about(Truth::True).marks(marks).message(message)
            }
        }
    }

    /// Who may log in there.
    fn who(&self, volumes: &Given) -> String {
        if matches!(self.context.scope, Ok(Scope::Node)) {
            return "the NDMP user of its node logs in there".to_owned();
        }
        let roles = match volumes {
            Given::Svm(..) => "vsadmin and vsadmin-backup",
            _ if self.context.is_fsx() => "fsxadmin",
            _ => "admin and backup",
        };
        let user = &self.context.question.user;
        let is_other = matches!(volumes, Given::Svm(..)) && user.vserver.is_none() && !self.together.is_of_svms;
        let but = user.name.iter().filter(|_| is_other).map(|name| format!(", not {name}")).collect::<String>();
        format!("users with the roles {roles} log in there{but}")
    }

    /// What the plan needs and the LIF does not give. What another LIF gives is enough, and one of which too little is told may
    /// give it.
    fn lacking(&self, volumes: &Given, tapes: &Given) -> Result<Option<Lack>, Why> {
        if let Some(lack) = self.lacking_svm(volumes) {
            return Ok(Some(("svm", "vserver", format!(": {lack}"))));
        }
        if let Some(lack) = self.lacking_user(volumes)? {
            return Ok(Some(("user", "vserver", format!(": {lack}"))));
        }
        let lack = self.lacking_of_all(tapes).or_else(|| self.lacking_family(volumes));
        let lack = lack.map_or_else(|| self.lacking_volumes(volumes), |lack| Ok(Some(lack)))?;
        match (lack, &self.together.unsure) {
            (Some(_), Some(why)) => Err(why.clone()),
            (lack, _) => Ok(lack),
        }
    }

    /// What one of the registered LIFs has to give: drives are set up through one of the role, tapes are reached through it, and
    /// control connections are of one family.
    fn lacking_of_all(&self, tapes: &Given) -> Option<Lack> {
        let (question, together) = (self.context.question, self.together);
        if question.tape && !together.has_role {
            let roles = question.backup.register_roles.join(" or ");
            return Some(("role", "role", format!(", and {} registers a {roles} LIF", name(self.context))));
        }
        if question.tape && !together.has_tapes {
            let none = if *tapes == Given::None { "" } else { ", of which there are none" };
            return Some(("tapes", "role", format!("{none}, and tapes at the cluster are planned (--tape local)")));
        }
        let (is_v6, why) = together.lacking_families.first()?;
        Some(("family", "address", format!("; no registered LIF has an {} address, {why}", family_name(*is_v6))))
    }

    /// The family over which the volumes of its node cannot be reached.
    fn lacking_family(&self, volumes: &Given) -> Option<Lack> {
        let Given::Node(node) = volumes else { return None };
        let (is_v6, why) = self.together.lacking_family_of(node)?;
        Some((
            "family",
            "address",
            format!("; no registered LIF of {node} has an {} address, {why}", family_name(*is_v6)),
        ))
    }

    fn lacking_volumes(&self, volumes: &Given) -> Result<Option<Lack>, Why> {
        let left = self.lacking_svms();
        if !left.is_empty() {
            let text = format!("; no registered LIF gives the volumes of the SVM {}", left.join(", "));
            return Ok(Some(("volumes", "vserver", text)));
        }
        let nodes = match volumes {
            Given::Svm(vserver, Some(_)) => self.lacking_of_svm(vserver)?,
            Given::Node(_) => self.lacking_nodes()?,
            _ => Vec::new(),
        };
        let text = || format!("; no registered LIF gives the volumes of {}", nodes.join(", "));
        Ok((!nodes.is_empty()).then(|| ("volumes", "curr-node", text())))
    }

    /// The SVMs that are backed up and to which none of the LIFs leads, where all of these are of data SVMs.
    fn lacking_svms(&self) -> Vec<&str> {
        let together = self.together;
        let is_led_to =
            |svm: &&String| together.whole_svms.contains(*svm) || together.of_svms.iter().any(|(own, _)| own == *svm);
        let svms = self.context.question.backup.svms.iter().filter(|_| together.is_of_svms);
        svms.filter(|svm| !is_led_to(svm)).map(String::as_str).collect()
    }

    /// What is wrong with the SVM that the LIF leads to.
    fn lacking_svm(&self, volumes: &Given) -> Option<String> {
        let question = self.context.question;
        match (volumes, &question.user.vserver) {
            (Given::Svm(own, _), _) if !question.backup.svms.is_empty() && !question.backup.svms.contains(own) => {
                Some(format!("{} is backed up, not {own}", question.backup.svms.join(", ")))
            }
            (Given::Svm(own, _), Some(of)) if own != of => Some(format!("the backup user of {of} cannot log in there")),
            (Given::Svm(..), _) => None,
            (_, Some(of)) if self.context.facts.cluster_name().is_some_and(|admin| admin != *of) => {
                Some(format!("the backup user of {of} logs in at the data LIFs of {of} alone"))
            }
            _ => None,
        }
    }

    /// Where sessions lead to data SVMs alone, the planned user has to be one of theirs.
    fn lacking_user(&self, volumes: &Given) -> Result<Option<String>, Why> {
        let user = &self.context.question.user;
        let (Given::Svm(own, _), Some(name), None) = (volumes, &user.name, &user.vserver) else { return Ok(None) };
        if !self.together.is_of_svms {
            return Ok(None);
        }
        if !fitting(self.context, own, Some(name))?.is_empty() {
            return Ok(None);
        }
        let is_it = |row: &Row| row.is("vserver", own) && row.is("user-or-group-name", name);
        let is_there = self.context.facts.rows("security-login").iter().any(is_it);
        let lack = if is_there {
            format!("{name} of {own} gets no NDMP password")
        } else {
            format!("{name} is no user of {own}")
        };
        Ok(Some(format!("{lack}, and only users of {own} log in there")))
    }

    /// The nodes whose volumes no registered LIF gives.
    fn lacking_nodes(&self) -> Result<Vec<String>, Why> {
        let svms = &self.context.question.backup.svms;
        let is_whole = !svms.is_empty() && svms.iter().all(|svm| self.together.whole_svms.contains(svm));
        if self.together.is_whole || is_whole {
            return Ok(Vec::new());
        }
        let is_given = |node: &String| self.together.nodes.contains(node);
        if let Some(owning) = self.owning_nodes() {
            return Ok(owning.into_iter().filter(|node| !is_given(node)).collect());
        }
        let facts = self.context.facts;
        let nodes = facts.rows("node").iter().filter_map(|row| row.text("node")).map(Cow::into_owned);
        let lacking: Vec<String> = nodes.filter(|node| !is_given(node)).collect();
        facts.gap("node", &[]).filter(|_| lacking.is_empty()).map_or(Ok(lacking), Err)
    }

    /// The nodes that own volumes of what is backed up; `None` where not all of these are known.
    fn owning_nodes(&self) -> Option<BTreeSet<String>> {
        let svms = &self.context.question.backup.svms;
        if svms.is_empty() {
            return owning_nodes(self.context);
        }
        let owning: Option<Vec<_>> = svms.iter().map(|svm| nodes_of_svm(self.context, svm).ok()).collect();
        owning.map(|nodes| nodes.into_iter().flatten().collect())
    }

    /// The nodes whose volumes of the SVM no registered data LIF gives.
    fn lacking_of_svm(&self, vserver: &str) -> Result<Vec<String>, Why> {
        let is_given = |node: &String| self.together.of_svms.contains(&(vserver.to_owned(), node.clone()));
        Ok(nodes_of_svm(self.context, vserver)?.into_iter().filter(|node| !is_given(node)).collect())
    }
}
