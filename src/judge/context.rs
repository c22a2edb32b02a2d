//! What the rules of one target are judged with: facts, question, release and scope.

use super::builtin::addressed;
use super::conditions::Known;
use super::node_releases;
use super::release::Release;
use super::{Passes, Question, ScopeWish};
use crate::facts::{Fact, Facts, Mark, Reason, Why, named};
use crate::rule::{Catalog, Numbers, OntapRange, PARAMETERS, Profile, Rule};
use crate::table::{Kind, Value};

/// The NDMP scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// NDMP is managed for each SVM.
    Svm,
    /// NDMP is managed for each node.
    Node,
}

impl Scope {
    /// The word of the scope in every format.
    pub fn word(self) -> &'static str {
        match self {
            Self::Svm => "svm",
            Self::Node => "node",
        }
    }
}

/// What the rules of one target are judged with.
pub(super) struct Context<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) question: &'a Question,
    pub(super) catalog: &'a Catalog,
    /// The scope that the cluster itself tells.
    pub(super) found: Result<(Scope, Mark), Why>,
    /// The scope that is judged: the wanted one, else the found one.
    pub(super) scope: Result<Scope, Why>,
    /// The release, from `version` or the user.
    pub(super) release: Result<Release, Why>,
    /// Which branch of the rules counts.
    pub(super) era: Result<OntapRange, Why>,
    /// The rule that is judged.
    pub(super) rule: Option<&'a Rule>,
    /// How much is told of what passed.
    pub(super) passes: Passes,
    /// The conditions that were asked already.
    pub(super) known: Known<'a>,
}

impl<'a> Context<'a> {
    pub(super) fn of(facts: &'a Facts<'a>, question: &'a Question, catalog: &'a Catalog) -> Self {
        let found = found_scope(facts);
        let scope = match question.scope {
            ScopeWish::Svm => Ok(Scope::Svm),
            ScopeWish::Node => Ok(Scope::Node),
            ScopeWish::Auto => found.clone().map(|(scope, _)| scope),
        };
        let release = release(facts, question);
        let era = era(facts, question, &release);
        let (rule, passes, known) = (None, Passes::Told, Known::default());
        Self { facts, question, catalog, found, scope, release, era, rule, passes, known }
    }

    /// The profile of the backup application that is named.
    pub(super) fn profile(&self) -> Option<&'a Profile> {
        self.question.dma.as_ref().and_then(|name| self.catalog.profile(name))
    }

    /// A number of the rule that is judged. Its file tells it, else it would not have been loaded; nothing is within none.
    pub(super) fn number(&self, name: &str) -> usize {
        let own = self.rule.iter().flat_map(|rule| &rule.parameters).find(|own| own.name == name);
        own.map_or(0, |own| own.value as usize)
    }

    /// The type of a column of an entity.
    pub(super) fn kind(&self, entity: &str, column: &str) -> Option<&'a Kind> {
        let of_entity = |table: &&crate::table::Definition| {
            table.entity == entity || table.views.iter().any(|view| view.entity.as_deref() == Some(entity))
        };
        let columns = self.catalog.tables.iter().filter(of_entity).flat_map(|table| &table.columns);
        let own =
            columns.filter(|found| found.fact == column && found.splits.is_empty()).map(|found| &found.kind).next();
        own.or_else(|| self.derived_kind(entity, column))
    }

    fn derived_kind(&self, entity: &str, column: &str) -> Option<&'a Kind> {
        let tables = self.catalog.tables.iter().filter(|table| table.entity == entity);
        tables.flat_map(|table| &table.derived).find(|derived| derived.column == column)?.kind.as_ref()
    }

    /// The facts that tell the rows of an entity apart.
    pub(super) fn keys(&self, entity: &str) -> Vec<String> {
        let tables = self.catalog.tables.iter().find(|table| table.entity == entity);
        let fact = |table: &crate::table::Definition, key: &String| {
            table.column(key).map_or(key.clone(), |column| column.fact.clone())
        };
        tables.map(|table| table.key.iter().map(|key| fact(table, key)).collect()).unwrap_or_default()
    }

    /// The words that the lists of a column are known to hold.
    pub(super) fn words(&self, entity: &str, column: &str) -> &'a [String] {
        let columns =
            self.catalog.tables.iter().filter(|table| table.entity == entity).flat_map(|table| &table.columns);
        columns.into_iter().find(|found| found.fact == column).map_or(&[], |column| column.words.as_slice())
    }

    /// Whether the cluster is Amazon FSx for NetApp ONTAP: its names say so, or what it answers of node scope.
    pub(super) fn is_fsx(&self) -> bool {
        let is_named = |name: &str| name.starts_with("FsxId");
        let by_name = self.facts.cluster_name().is_some_and(|name| is_named(&name));
        let by_nodes = || self.facts.rows("node").iter().filter_map(|row| row.text("node")).any(|name| is_named(&name));
        let by_scope = || self.found.as_ref().is_ok_and(|(_, mark)| self.facts.lines(mark).1.contains("FSx for ONTAP"));
        by_name || by_nodes() || by_scope()
    }

    /// The word by which the fixes of rules know on what ONTAP runs.
    pub(super) fn platform(&self) -> &'static str {
        if self.is_fsx() { "fsx" } else { "own" }
    }

    /// Value of a parameter of rules; roles of LIFs that take NDMP sessions depend on the scope.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let is_node = matches!(self.scope, Ok(Scope::Node));
        Some(match name {
            "ndmp-roles" if is_node => "intercluster".to_owned(),
            "ndmp-roles" => "intercluster|cluster-mgmt|node-mgmt".to_owned(),
            "local-roles" if is_node => "intercluster".to_owned(),
            "local-roles" => "intercluster|node-mgmt".to_owned(),
            // FSx for ONTAP ships its intercluster LIFs with `disabled`, which keeps them on their port.
            "local-policies" if self.is_fsx() => "local-only|disabled".to_owned(),
            "local-policies" => "local-only".to_owned(),
            "reservations" => self.question.reservations.clone(),
            // Where no data SVM is named, the cluster is backed up as a whole.
            "backed-up" => self.backed_up(),
            "admin-svm" => return self.facts.cluster_name(),
            "drives" => self.question.expect.drives.map_or_else(|| ">=1".to_owned(), |drives| drives.to_string()),
            _ => return None,
        })
    }

    /// The SVMs that are named, as a query; where none is, the cluster is backed up as a whole.
    fn backed_up(&self) -> String {
        let named: Vec<String> = self.named_svms().iter().map(|svm| format!("\"{svm}\"")).collect();
        if named.is_empty() { "*".to_owned() } else { named.join("|") }
    }

    /// The data SVMs that the plan is about: by name, as the SVM of the backup user, or because all LIFs that it names are theirs.
    pub(super) fn named_svms(&self) -> Vec<String> {
        let told = self.question.backup.svms.iter().chain(&self.question.user.vserver);
        let admin = self.facts.cluster_name();
        let named: Vec<String> = told.filter(|svm| Some(*svm) != admin.as_ref()).cloned().collect();
        if named.is_empty() { addressed::only_svms(self) } else { named }
    }

    /// Fills `{parameter}`s of a query.
    pub(super) fn filled(&self, text: &str) -> String {
        let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, behind)) = rest.split_once('{') {
            filled.push_str(before);
            let named = behind.split_once('}').filter(|(name, _)| PARAMETERS.contains(name));
            rest = match named {
                Some((name, behind)) => {
                    filled.push_str(&self.parameter(name).unwrap_or_default());
                    behind
                }
                None => {
                    filled.push('{');
                    behind
                }
            };
        }
        filled + rest
    }
}

fn found_scope(facts: &Facts<'_>) -> Result<(Scope, Mark), Why> {
    let Some(cluster) = facts.cluster() else { return Err(Why::new(Reason::NotCaptured, "no answer tells it")) };
    match facts.fact("cluster", cluster, "node-scope-mode") {
        Fact::Known { value: Value::Text(mode), mark, .. } if mode == "enabled" => Ok((Scope::Node, mark)),
        Fact::Known { value: Value::Text(mode), mark, .. } if mode == "disabled" => Ok((Scope::Svm, mark)),
        Fact::Unknown(why) => Err(Why { text: format!("the NDMP scope is not known: {}", why.text), ..why }),
        _ => Err(Why::new(Reason::UnknownValue, "the node-scope-mode is neither enabled nor disabled")),
    }
}

/// The release of `version`, else what the user said.
fn release(facts: &Facts<'_>, question: &Question) -> Result<Release, Why> {
    let given = question.ontap.as_deref().and_then(Release::parse);
    let fact = facts.cluster().map(|cluster| facts.fact("cluster", cluster, "release"));
    match (fact, given) {
        (Some(Fact::Known { value, mark, .. }), given) => {
            let text = value.text();
            let Some(found) = Release::parse(&text) else {
                return Err(Why::new(Reason::Unreadable, format!("`{text}` is not a release")).with(vec![mark]));
            };
            match given {
                Some(given) if !given.agrees(&found) => {
                    let text = format!("`version` says {}, the user says {}", found.text, given.text);
                    Err(Why::new(Reason::Contradiction, text).with(vec![mark.noted("not what --ontap says")]))
                }
                _ => Ok(found),
            }
        }
        (Some(Fact::Unknown(why)), _) if why.reason == Reason::Contradiction => Err(why),
        (_, Some(given)) => Ok(given),
        (Some(Fact::Unknown(why)), None) => Err(why),
        _ => Err(Why::new(Reason::NotCaptured, "no answer tells the release")),
    }
}

/// Firewall policies or service policies: by the release, else where the evidence itself decides. Where both tell, they must
/// agree: the service of NDMP came with 9.10.1, and from then on no firewall policy has entries
/// (ND:networking/configure_firewall_policies_for_lifs.adoc).
fn era(facts: &Facts<'_>, question: &Question, release: &Result<Release, Why>) -> Result<OntapRange, Why> {
    let (old, new) = (entry_of_firewall(facts), service_of_ndmp(facts));
    if let Some(why) = release.as_ref().ok().and_then(|release| node_releases::contradiction(facts, release)) {
        return Err(why);
    }
    match release {
        Ok(release) if release.is_old() => {
            let listed = || list_of_policies(facts).filter(|_| release.numbers < FIRST_SERVICE_POLICIES);
            let new = new.or_else(listed);
            return new.map_or(Ok(OntapRange::Before9101), |mark| Err(excluded(release, &mark, facts)));
        }
        Ok(release) => return old.map_or(Ok(OntapRange::From9101), |mark| Err(excluded(release, &mark, facts))),
        Err(_) => {}
    }
    if let (Err(why), Some(_)) = (release, &question.ontap) {
        return Err(Why { reason: Reason::VersionUnknown, ..why.clone() });
    }
    match (old, new) {
        (Some(_), None) => Ok(OntapRange::Before9101),
        (None, Some(_)) => Ok(OntapRange::From9101),
        _ => {
            let commands = facts.telling_commands("cluster", "release");
            let text = format!(
                "the release is not known, and with it whether firewall policies or service policies decide: run {}, or give --ontap",
                named(&commands)
            );
            let marks = release.as_ref().err().map(|why| why.marks.clone()).unwrap_or_default();
            Err(Why { commands, ..Why::new(Reason::VersionUnknown, text).with(marks) })
        }
    }
}

/// An entry of a firewall policy, such as no release from 9.10.1 has.
fn entry_of_firewall(facts: &Facts<'_>) -> Option<Mark> {
    let is_real =
        |row: &&crate::facts::Row| row.text("service").is_some_and(|service| !matches!(&*service, "none" | "-" | ""));
    facts.rows("firewall-policy").iter().find(is_real).and_then(|row| row.mark("service"))
}

/// The service of NDMP in a service policy, such as no release before 9.10.1 has.
fn service_of_ndmp(facts: &Facts<'_>) -> Option<Mark> {
    facts.rows("service-policy").iter().find_map(|row| match row.facts.get("services") {
        Some(Fact::Known { value: Value::List(services), mark, parts }) => {
            let at = services.iter().position(|service| service == super::builtin::NDMP_SERVICE)?;
            Some(mark.of_part(parts, at))
        }
        _ => None,
    })
}

/// The first release that has the command which lists service policies
/// (docs.netapp.com/us-en/ontap/networking/configure_lif_service_policies.html: "Beginning with ONTAP 9.5").
const FIRST_SERVICE_POLICIES: Numbers = [9, 5, 0];

/// A service policy in a list of them.
fn list_of_policies(facts: &Facts<'_>) -> Option<Mark> {
    facts.rows("service-policy").iter().find_map(|row| row.mark("policy"))
}

/// The release and the evidence exclude each other.
fn excluded(release: &Release, mark: &Mark, facts: &Facts<'_>) -> Why {
    let what =
        if release.is_old() { "has no such service yet" } else { "has no entries of firewall policies any more" };
    let text =
        format!("the release is {}, which {what}: one of the two answers is of another time or cluster", release.text);
    let told = facts.cluster().and_then(|cluster| cluster.mark("release")).map(|mark| mark.noted("the release"));
    Why::new(Reason::Contradiction, text)
        .with(std::iter::once(mark.clone().noted("excludes the release")).chain(told).collect())
}
