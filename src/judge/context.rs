//! What the rules of one target are judged with: facts, question, release and scope.

use super::release::Release;
use super::{Question, ScopeWish};
use crate::facts::{Fact, Facts, Mark, Why};
use crate::rule::{Catalog, OntapRange, PARAMETERS};
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
        Self { facts, question, catalog, found, scope, release, era }
    }

    /// The type of a column of an entity.
    pub(super) fn kind(&self, entity: &str, column: &str) -> Option<Kind> {
        let of_entity = |table: &&crate::table::Definition| {
            table.entity == entity || table.views.iter().any(|view| view.entity.as_deref() == Some(entity))
        };
        let columns = self.catalog.tables.iter().filter(of_entity).flat_map(|table| &table.columns);
        let own = columns
            .filter(|found| found.fact == column && found.splits.is_empty())
            .map(|found| found.kind.clone())
            .next();
        own.or_else(|| derived_kind(entity, column))
    }

    /// Value of a parameter of rules; roles of LIFs that take NDMP sessions depend on the scope.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let is_node = matches!(self.scope, Ok(Scope::Node));
        Some(match name {
            "ndmp-roles" if is_node => "intercluster".to_owned(),
            "ndmp-roles" => "intercluster|cluster-mgmt|node-mgmt".to_owned(),
            "local-roles" if is_node => "intercluster".to_owned(),
            "local-roles" => "intercluster|node-mgmt".to_owned(),
            "reservations" => self.question.reservations.clone(),
            "admin-svm" => return self.facts.cluster_name(),
            "drives" => self.question.expect.drives.map_or_else(|| ">=1".to_owned(), |drives| drives.to_string()),
            _ => return None,
        })
    }

    /// Fills `{parameter}`s of a query.
    pub(super) fn filled(&self, text: &str) -> String {
        let mut filled = text.to_owned();
        for name in PARAMETERS {
            let placeholder = format!("{{{name}}}");
            if filled.contains(&placeholder) {
                filled = filled.replace(&placeholder, &self.parameter(name).unwrap_or_default());
            }
        }
        filled
    }
}

fn derived_kind(entity: &str, column: &str) -> Option<Kind> {
    let words = match (entity, column) {
        ("node", "tape-reservations") => ["off", "scsi", "persistent"].as_slice(),
        _ => return None,
    };
    Some(Kind::Enumeration { words: words.iter().map(|word| (*word).to_owned()).collect(), open: false })
}

fn found_scope(facts: &Facts<'_>) -> Result<(Scope, Mark), Why> {
    let Some(cluster) = facts.cluster() else { return Err(Why::new("not-captured", "no answer tells it")) };
    match facts.fact("cluster", cluster, "node-scope-mode") {
        Fact::Known { value: Value::Text(mode), mark, .. } if mode == "enabled" => Ok((Scope::Node, mark)),
        Fact::Known { value: Value::Text(mode), mark, .. } if mode == "disabled" => Ok((Scope::Svm, mark)),
        Fact::Unknown(why) => Err(Why { text: format!("the NDMP scope is not known: {}", why.text), ..why }),
        _ => Err(Why::new("unknown-value", "the node-scope-mode is neither enabled nor disabled")),
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
                return Err(Why::new("unreadable", format!("`{text}` is not a release")).with(vec![mark]));
            };
            match given {
                Some(given) if !given.agrees(&found) => {
                    let text = format!("`version` says {}, the user says {}", found.text, given.text);
                    Err(Why::new("contradiction", text).with(vec![mark.noted("not what --ontap says")]))
                }
                _ => Ok(found),
            }
        }
        (Some(Fact::Unknown(why)), _) if why.reason == "contradiction" => Err(why),
        (_, Some(given)) => Ok(given),
        (Some(Fact::Unknown(why)), None) => Err(why),
        _ => Err(by_version(Why::new("not-captured", "no answer tells the release: run `version`"))),
    }
}

/// Firewall policies or service policies: by the release, else where the evidence itself decides.
fn era(facts: &Facts<'_>, question: &Question, release: &Result<Release, Why>) -> Result<OntapRange, Why> {
    match release {
        Ok(release) if release.is_old() => return Ok(OntapRange::Before9101),
        Ok(_) => return Ok(OntapRange::From9101),
        Err(_) => {}
    }
    if let (Err(why), Some(_)) = (release, &question.ontap) {
        return Err(Why { reason: "version-unknown", ..why.clone() });
    }
    let is_real = |row: &&crate::facts::Row| row.text("service").is_some_and(|service| service != "none");
    let is_old = facts.rows("firewall-policy").iter().any(|row| is_real(&row));
    let is_new = facts.rows("service-policy").iter().any(|row| {
        matches!(row.facts.get("services"), Some(Fact::Known { value: Value::List(services), .. })
            if services.iter().any(|service| service == super::builtin::NDMP_SERVICE))
    });
    match (is_old, is_new) {
        (true, false) => Ok(OntapRange::Before9101),
        (false, true) => Ok(OntapRange::From9101),
        _ => {
            let text = "the release is not known, and with it whether firewall policies or service policies decide: run `version`, or give --ontap";
            let marks = release.as_ref().err().map(|why| why.marks.clone()).unwrap_or_default();
            Err(by_version(Why::new("version-unknown", text).with(marks)))
        }
    }
}

/// The answer that would tell it.
fn by_version(why: Why) -> Why {
    Why { commands: vec!["version".to_owned()], ..why }
}
