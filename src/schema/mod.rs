//! JSON Schemas of what the program writes and reads. Their shapes stand in the files beside this one; the words that a value may be
//! come from the definitions themselves.

use serde_json::{Value, json};

use crate::config::{AUTHENTICATIONS, COLORS, FAIL_ON, MEANS, RESERVATIONS, SCOPES, TAPES};
use crate::judge::Attested;
use crate::report::{Format, Readiness};
use crate::rule::{BUILTINS, Severity, Verdict};
use crate::table::Status;

/// The draft that all of them follow.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schemas by name.
const SCHEMAS: [(&str, &str); 13] = [
    ("report", include_str!("report.json")),
    ("fix", include_str!("fix.json")),
    ("handoff", include_str!("handoff.json")),
    ("diff", include_str!("diff.json")),
    ("trend", include_str!("trend.json")),
    ("facts", include_str!("facts.json")),
    ("bundle", include_str!("bundle.json")),
    ("configuration", include_str!("configuration.json")),
    ("rule", include_str!("rule.json")),
    ("table", include_str!("table.json")),
    ("rules", include_str!("rules.json")),
    ("rules-check", include_str!("rules-check.json")),
    ("rules-test", include_str!("rules-test.json")),
];

/// What several of them refer to and the report does not have.
const SHARED: &str = include_str!("shared.json");

/// The names of all.
pub fn names() -> Vec<&'static str> {
    SCHEMAS.iter().map(|(name, _)| *name).collect()
}

/// The schema of that name.
pub fn schema(name: &str) -> Option<Value> {
    let (name, text) = SCHEMAS.iter().find(|(known, _)| *known == name)?;
    let mut schema: Value = serde_json::from_str(text).ok()?;
    complete(&mut schema);
    fill(&mut schema);
    let fields = schema.as_object_mut()?;
    fields.insert("$schema".to_owned(), json!(DRAFT));
    fields.insert("$id".to_owned(), json!(format!("urn:ndmp-preflight:schema:{name}:v1")));
    Some(schema)
}

/// Adds what it refers to and does not hold: what is called alike in two shapes is the same.
fn complete(schema: &mut Value) {
    let report = SCHEMAS.iter().find(|(name, _)| *name == "report").map_or("", |(_, text)| *text);
    let known = [report, SHARED].map(|text| serde_json::from_str::<Value>(text).unwrap_or_default());
    let definition = |name: &str| known[0]["$defs"].get(name).or_else(|| known[1].get(name)).cloned();
    loop {
        let missing = referred(schema).into_iter().find(|name| schema["$defs"].get(name).is_none());
        let Some((name, own)) = missing.and_then(|name| Some((name.clone(), definition(&name)?))) else { return };
        if schema.get("$defs").is_none() {
            schema["$defs"] = json!({});
        }
        schema["$defs"][name] = own;
    }
}

/// The names of the definitions that a value refers to.
fn referred(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().flat_map(referred).collect(),
        Value::Object(all) => {
            let own = all.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(all.values().flat_map(referred)).collect()
        }
        _ => Vec::new(),
    }
}

/// Puts the words in the places that are kept for them.
fn fill(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(fill),
        Value::Object(all) => {
            for (key, own) in all.iter_mut() {
                match own.as_str().and_then(|text| text.strip_prefix('@')) {
                    Some(kind) if key == "enum" => *own = json!(words(kind)),
                    _ => fill(own),
                }
            }
        }
        _ => {}
    }
}

/// The words of a kind; none where nobody knows it.
fn words(kind: &str) -> Vec<&'static str> {
    match kind {
        "readiness" => {
            let all = [Readiness::Ready, Readiness::NotReady, Readiness::Undecided, Readiness::Unreadable];
            all.map(Readiness::word).to_vec()
        }
        "verdict" => {
            let all = [Verdict::Pass, Verdict::Fail, Verdict::Unknown, Verdict::NotApplicable, Verdict::Waived];
            all.map(Verdict::word).to_vec()
        }
        "severity" => [Severity::Must, Severity::Should, Severity::Info].map(Severity::word).to_vec(),
        "status" => {
            let all =
                [Status::Complete, Status::Empty, Status::Refused, Status::CutOff, Status::Unreadable, Status::Missing];
            all.map(Status::word).to_vec()
        }
        "format" => Format::words(),
        "scope" => SCOPES.map(|(word, _)| word).to_vec(),
        "tape" => TAPES.map(|(word, _)| word).to_vec(),
        "fail-on" => FAIL_ON.map(|(word, _)| word).to_vec(),
        "transport" => MEANS.map(|(word, _)| word).to_vec(),
        "color" => COLORS.to_vec(),
        "reservations" => RESERVATIONS.to_vec(),
        "authentication" => AUTHENTICATIONS.to_vec(),
        "attested" => Attested::ALL.map(Attested::word).to_vec(),
        "builtin" => BUILTINS.to_vec(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name without a definition would let everything pass, or nothing.
    #[test]
    fn every_name_has_its_definition() {
        for name in names() {
            let schema = schema(name).unwrap();
            for referred in referred(&schema) {
                assert!(schema["$defs"].get(&referred).is_some(), "{name}: {referred}");
            }
        }
    }

    /// A kind of words that nobody knows would let nothing pass.
    #[test]
    fn every_place_has_its_words() {
        fn look(value: &Value) {
            match value {
                Value::Array(all) => all.iter().for_each(look),
                Value::Object(all) => all.iter().for_each(|(key, own)| {
                    assert!(key != "enum" || own.as_array().is_some_and(|words| !words.is_empty()), "{own}");
                    look(own);
                }),
                _ => {}
            }
        }
        names().iter().for_each(|name| look(&schema(name).unwrap()));
    }
}
