//! What a site has set of the rules: told with every judgement, so that nobody takes its verdict for that of the rules as they are.

use serde::{Deserialize, Serialize};

use crate::rule::{Catalog, Parameter, Rule, Severity};

/// One thing that a site has set of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLine {
    /// The rule.
    pub rule: String,
    /// `severity`, or the name of a number of the rule.
    pub key: String,
    /// What counts.
    pub value: String,
    /// What the file of the rule says.
    pub was: String,
    /// The weight that the file of the rule gives it.
    pub severity: Severity,
}

impl SiteLine {
    /// Whether a `must` rule weighs less than its file has it.
    pub fn is_lowered(&self) -> bool {
        self.is_of_must() && self.key == KEY
    }

    /// Whether it changes a rule that decides whether a cluster is ready.
    pub fn is_of_must(&self) -> bool {
        self.severity == Severity::Must
    }

    /// `lif-home is must (should)`: in brackets what the file of the rule says.
    pub fn told(&self) -> String {
        let Self { rule, key, value, was, .. } = self;
        if key == KEY { format!("{rule} is {value} ({was})") } else { format!("{key} of {rule} is {value} ({was})") }
    }
}

const KEY: &str = "severity";

/// Of all rules of the catalog, in its order.
pub(super) fn lines(catalog: &Catalog) -> Vec<SiteLine> {
    catalog.rules.iter().flat_map(of).collect()
}

fn of(rule: &Rule) -> Vec<SiteLine> {
    let severity = rule.severity_was.unwrap_or(rule.severity);
    let line = |key: &str, value: String, was: String| {
        let (rule, key) = (rule.id.clone(), key.to_owned());
        SiteLine { rule, key, value, was, severity }
    };
    let weight = rule.severity_was.map(|was| line(KEY, rule.severity.word().to_owned(), was.word().to_owned()));
    let number = |own: &Parameter| Some(line(&own.name, own.value.to_string(), own.was?.to_string()));
    weight.into_iter().chain(rule.parameters.iter().filter_map(number)).collect()
}
