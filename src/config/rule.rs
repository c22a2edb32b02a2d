//! `[rule.NAME]`: the weight and the numbers that a site gives a rule. Whether there is such a rule, with such numbers, only the
//! catalog tells: until then the places are kept.

use super::{Config, chosen};
use crate::fault::{Fault, Faults, Section, Text, advice};
use crate::rule::{Catalog, Rule, SEVERITIES, Severity};

/// What a site sets of one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// Name of the rule.
    pub rule: String,
    /// Its weight.
    pub severity: Option<Severity>,
    /// Its numbers.
    pub numbers: Vec<(String, u32)>,
    /// Where the name stands, then where the names of the numbers stand.
    places: Vec<Fault>,
}

/// All settings of the file.
pub(super) fn settings(root: &Section, faults: &Faults) -> Vec<RuleSetting> {
    let names = root.names("rule").unwrap_or_default();
    let words: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
    let Some(rules) = root.section("rule", &words) else { return Vec::new() };
    names.iter().filter_map(|name| setting(&rules, name, faults)).collect()
}

fn setting(rules: &Section, name: &Text, faults: &Faults) -> Option<RuleSetting> {
    let keys = rules.names(&name.value)?;
    let words: Vec<&str> = keys.iter().map(|key| key.value.as_str()).collect();
    let section = rules.section(&name.value, &words)?;
    if keys.is_empty() {
        let help = "expected `severity = \"must\"`, or a number that the rule has, such as `drives = 32`";
        faults.add_text(name, format!("`[rule.{}]` sets nothing", name.value), help);
    }
    let severity = chosen(&section, faults, "severity", &SEVERITIES);
    let numbers: Vec<(&Text, u32)> = keys
        .iter()
        .filter(|key| key.value != "severity")
        .filter_map(|key| Some((key, section.number(&key.value, 1)?)))
        .collect();
    let places = std::iter::once(name).chain(numbers.iter().map(|(key, _)| *key));
    Some(RuleSetting {
        places: places.map(|text| faults.place(text.span.clone())).collect(),
        rule: name.value.clone(),
        severity,
        numbers: numbers.iter().map(|(key, number)| (key.value.clone(), *number)).collect(),
    })
}

impl Config {
    /// Gives the rules the weights and the numbers that the file sets.
    ///
    /// # Errors
    /// All names of rules and numbers that nobody knows, with their places; then the catalog is as it was.
    pub fn set_rules(&self, catalog: &mut Catalog) -> Result<(), Vec<Fault>> {
        let faults: Vec<Fault> = self.rules.iter().flat_map(|setting| setting.faults(catalog)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        for RuleSetting { rule, severity, numbers, .. } in &self.rules {
            catalog.set_rule(rule, *severity, numbers)?;
        }
        Ok(())
    }
}

impl RuleSetting {
    fn faults(&self, catalog: &Catalog) -> Vec<Fault> {
        let at = |place: usize, message: String, help: String| {
            self.places.get(place).map(|place| Fault { message, help, ..place.clone() })
        };
        let Some(rule) = catalog.rule(&self.rule) else {
            let (message, help) = unknown(&self.rule, catalog);
            return at(0, message, help).into_iter().collect();
        };
        let is_strange = |name: &str| !rule.parameters.iter().any(|own| own.name == name);
        let strange = self.numbers.iter().enumerate().filter(|(_, (name, _))| is_strange(name));
        strange.filter_map(|(place, (name, _))| at(place + 1, no_number(rule, name), near(rule, name))).collect()
    }
}

fn unknown(name: &str, catalog: &Catalog) -> (String, String) {
    let names = || catalog.rules.iter().map(|rule| rule.id.as_str());
    if name.contains(['*', '?']) {
        return (
            format!("`{name}` is a glob"),
            "name each rule by itself: a weight is given to one that is known".to_owned(),
        );
    }
    let near = crate::fault::nearest(name, names()).map(|near| format!("did you mean `{near}`?"));
    (format!("there is no rule `{name}`"), near.unwrap_or_else(|| "`ndmp-preflight rules` lists all".to_owned()))
}

fn no_number(rule: &Rule, name: &str) -> String {
    format!("`{}` has no number `{name}` that can be set", rule.id)
}

fn near(rule: &Rule, name: &str) -> String {
    let names = rule.parameters.iter().map(|own| own.name.as_str());
    advice(name, std::iter::once("severity").chain(names))
}
