//! Nothing is in the program without a reason that somebody wrote down, and nothing is said to be in it that is not.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn file(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The names in one of the tables of `Cargo.toml`.
fn asked(table: &str) -> BTreeSet<String> {
    let manifest: toml::Table = file("Cargo.toml").parse().unwrap();
    manifest[table].as_table().unwrap().keys().cloned().collect()
}

/// The names in such a table of another package.
fn asked_of(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = file(manifest).parse().unwrap();
    manifest["dependencies"].as_table().unwrap().keys().cloned().collect()
}

/// The names below a heading, each in a line with a reason.
fn reasoned(heading: &str) -> BTreeSet<String> {
    let text = file("docs/dependencies.md");
    let below = text.split(&format!("## {heading}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
    let rows = below.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix('|')?.split_once('`'));
    let named: Vec<(String, bool)> = rows
        .map(|(name, reasons)| (name.to_owned(), reasons.split('|').skip(1).all(|reason| !reason.trim().is_empty())))
        .collect();
    assert!(named.iter().all(|(_, has_reasons)| *has_reasons), "{named:?}");
    let names: BTreeSet<String> = named.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names.len(), named.len(), "one is named twice below {heading}");
    names
}

#[test]
fn each_dependency_has_a_reason() {
    let manifest: toml::Table = file("Cargo.toml").parse().unwrap();
    let of_unix = manifest["target"]["cfg(unix)"]["dependencies"].as_table().unwrap().keys().cloned();
    let own: BTreeSet<String> =
        asked("dependencies").into_iter().chain(asked("build-dependencies")).chain(of_unix).collect();
    assert_eq!(own, reasoned("In the program"));
    let only_tests: BTreeSet<String> = asked("dev-dependencies").difference(&own).cloned().collect();
    assert_eq!(only_tests, reasoned("In its tests"));
}

/// What only the page has has its reasons too, and so has what makes one file of it.
#[test]
fn each_dependency_of_the_page_has_a_reason() {
    let known = reasoned("In the program");
    let all: BTreeSet<String> = asked_of("web/Cargo.toml").union(&asked_of("web/press/Cargo.toml")).cloned().collect();
    let only_page = all.into_iter().filter(|name| name != "ndmp-preflight" && !known.contains(name));
    assert_eq!(only_page.collect::<BTreeSet<String>>(), reasoned("In the page for a browser"));
}

/// An exception to what may be in the program is one only with a reason.
#[test]
fn each_exception_has_a_reason() {
    let rules: toml::Table = file("deny.toml").parse().unwrap();
    for (table, list) in [("bans", "deny"), ("bans", "skip"), ("advisories", "ignore")] {
        let entries = rules[table][list].as_array().unwrap();
        let without =
            entries.iter().filter(|entry| entry.get("reason").is_none_or(|reason| reason.as_str() == Some("")));
        assert_eq!(without.count(), 0, "{table}.{list}");
    }
    assert_eq!(rules["sources"]["unknown-registry"].as_str(), Some("deny"));
    assert_eq!(rules["sources"]["unknown-git"].as_str(), Some("deny"));
}

/// The packages of npm by which the page is tested, locked without the host that they came from.
#[test]
fn each_package_of_the_browser_s_tests_has_a_reason() {
    let json = |name: &str| serde_json::from_str::<serde_json::Value>(&file(name)).unwrap();
    let asked = json("tests/browser/package.json")["devDependencies"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(reasoned("In the tests of the page"), asked);
    let lock = json("tests/browser/package-lock.json");
    let packages = lock["packages"].as_object().unwrap();
    assert!(packages.values().all(|package| package.get("resolved").is_none()));
    assert!(packages.iter().all(|(name, package)| name.is_empty() || package["integrity"].is_string()));
}
