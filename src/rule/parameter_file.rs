//! `[parameters]`: the numbers of a rule that a site may set in its configuration.

use super::rule_file::is_kebab;
use super::{BUILTIN_PARAMETERS, PARAMETERS, Parameter};
use crate::fault::{Faults, Section, advice};

/// The parameters in the order of the file, each with the value of `set` where there is one.
pub(super) fn parameters(root: &Section, faults: &Faults, set: &[(String, u32)]) -> Vec<Parameter> {
    let names = root.names("parameters").unwrap_or_default();
    let words: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
    let Some(section) = root.section("parameters", &words) else { return Vec::new() };
    let mut parameters = Vec::new();
    for name in &names {
        if !is_kebab(&name.value) || PARAMETERS.contains(&name.value.as_str()) && !is_of_builtin(root, &name.value) {
            let help = "expected lowercase words with hyphens between them, and no name that all rules have";
            faults.add_text(name, format!("`{}` is no name of a parameter", name.value), help);
        }
        let Some(own) = section.number(&name.value, 1) else { continue };
        let value = set.iter().find(|(set, _)| *set == name.value).map_or(own, |(_, value)| *value);
        let was = (value != own).then_some(own);
        parameters.push(Parameter { name: name.value.clone(), value, was });
    }
    look(root, &section, faults, &words);
    parameters
}

fn is_of_builtin(root: &Section, name: &str) -> bool {
    of_builtin(root).contains(&name)
}

/// What the function of the rule reads; nothing of a rule about rows.
fn of_builtin(root: &Section) -> &'static [&'static str] {
    let check = root.quiet_entry("check", "builtin");
    BUILTIN_PARAMETERS.iter().find(|(of, _)| Some(*of) == check.as_deref()).map_or(&[], |(_, names)| names)
}

/// A parameter that nothing reads would be set in vain.
fn look(root: &Section, section: &Section, faults: &Faults, names: &[&str]) {
    let read = of_builtin(root);
    let is_builtin = root.quiet_entry("check", "builtin").is_some();
    for name in names.iter().filter(|name| if is_builtin { !read.contains(name) } else { !faults.names(name) }) {
        let help = if is_builtin {
            advice(name, read.iter().copied())
        } else {
            format!("expected `{{{name}}}` in a condition")
        };
        faults.add(section.key_span(name), format!("nothing of the rule reads `{name}`"), help);
    }
}

/// Notes the parameters that the function of the rule reads and the file does not tell.
pub(super) fn look_for_missing(root: &Section, parameters: &[Parameter]) {
    let is_told = |name: &&&str| parameters.iter().any(|own| own.name == **name);
    for name in of_builtin(root).iter().filter(|name| !is_told(name)) {
        root.missing("parameters", &format!("expected `[parameters]` with `{name}`, which the function reads"));
    }
}
