//! The guide shows the program as it is: its pages on rules and backup applications are written from the rule files, its table of
//! contents names every page, its links lead somewhere, and its commands are commands.
//!
//! `UPDATE_GUIDE=1 cargo test --test guide` writes what is written.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod applications;
mod blocks;
mod book;
mod links;
mod pages;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use ndmp_preflight::rule::{Catalog, parse_rule};

/// The folder of the project.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// A file of the project.
fn file(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// All pages of the guide, by their paths below `docs/`.
fn written() -> Vec<(String, String)> {
    let folder = |name: &str| fs::read_dir(root().join("docs").join(name)).unwrap().map(|entry| entry.unwrap().path());
    let files = ["", "rules", "applications"].into_iter().flat_map(folder);
    let pages = files.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let name = |path: &Path| path.strip_prefix(root().join("docs")).unwrap().display().to_string();
    let mut all: Vec<_> = pages.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect();
    all.sort();
    all
}

fn is_update() -> bool {
    std::env::var_os("UPDATE_GUIDE").is_some()
}

#[test]
fn the_pages_on_rules_and_applications_are_those_of_the_rule_files() {
    let (all, docs) = (pages::all(), root().join("docs"));
    if is_update() {
        for name in ["rules", "applications"] {
            let _ = fs::remove_dir_all(docs.join(name));
            fs::create_dir(docs.join(name)).unwrap();
        }
        all.iter().for_each(|(name, page)| fs::write(docs.join(name), page).unwrap());
        fs::write(docs.join("SUMMARY.md"), contents()).unwrap();
        return;
    }
    let is_of_rules = |name: &str| name.contains('/');
    let there: BTreeSet<String> =
        written().into_iter().map(|(name, _)| name).filter(|name| is_of_rules(name)).collect();
    assert_eq!(there, all.keys().cloned().collect(), "run `UPDATE_GUIDE=1 cargo test --test guide`");
    for (name, page) in all {
        let old = format!("docs/{name} is old: run `UPDATE_GUIDE=1 cargo test --test guide`");
        assert!(file(&format!("docs/{name}")) == page, "{old}");
    }
}

/// The table of contents with the lines of rules and applications below their lists.
fn contents() -> String {
    let (rules, applications) = pages::contents();
    let hand = file("docs/SUMMARY.md");
    let own = hand.lines().filter(|line| !line.contains("](rules/") && !line.contains("](applications/"));
    let own: String = own.map(|line| format!("{line}\n")).collect();
    own.replace("<!-- rules -->\n", &format!("<!-- rules -->\n- [Rules](rules/README.md)\n{rules}")).replace(
        "<!-- applications -->\n",
        &format!("<!-- applications -->\n- [Backup applications](applications/README.md)\n{applications}"),
    )
}

#[test]
fn the_table_of_contents_names_every_page() {
    let summary = file("docs/SUMMARY.md");
    assert_eq!(summary, contents(), "run `UPDATE_GUIDE=1 cargo test --test guide`");
    for (name, _) in written().iter().filter(|(name, _)| name != "SUMMARY.md") {
        assert_eq!(summary.matches(&format!("]({name})")).count(), 1, "{name}");
    }
}

#[test]
fn the_finding_in_the_guide_is_the_demonstration_s() {
    let page = file("docs/start.md");
    let shown = page.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
        .args(["check", "--demo", "--color", "never"])
        .output()
        .unwrap();
    let report = String::from_utf8(done.stdout).unwrap();
    assert!(report.contains(shown.trim_end()), "the finding in docs/start.md is not in the output of `check --demo`");
}

#[test]
fn the_exit_codes_in_the_guide_are_those_of_the_help() {
    let page = file("docs/exit-codes.md");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_ndmp-preflight")).arg("--help").output().unwrap();
    let help = String::from_utf8(done.stdout).unwrap();
    for code in 0..=4 {
        let start = help.lines().find(|line| line.trim_start().starts_with(&format!("{code}  "))).unwrap();
        let word = start.trim_start()[3..].split(':').next().unwrap();
        assert!(page.lines().any(|row| row.starts_with(&format!("| {code} | {word}"))), "exit code {code}: {word}");
    }
}

#[test]
fn the_library_is_shown_by_a_program_that_judges() {
    let example = file("examples/judge-text.rs");
    let code = &example[example.find("use std::error").unwrap()..];
    assert!(file("docs/library.md").contains(&format!("```rust\n{code}```")), "docs/library.md is old");
    let sample = "sample-outputs/terminal-transcript.txt";
    // Beside the program, as `cargo test` builds examples too.
    let built = Path::new(env!("CARGO_BIN_EXE_ndmp-preflight")).with_file_name("examples").join("judge-text");
    let done = std::process::Command::new(&built).arg(sample).current_dir(root()).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let program = std::process::Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
        .args(["check", "--from", sample, "--now", "2026-11-22", "--format", "json"])
        .current_dir(root())
        .output()
        .unwrap();
    let own: serde_json::Value = serde_json::from_slice(&program.stdout).unwrap();
    assert_eq!(report["verdict"], own["verdict"]);
    assert_eq!(report["targets"][0]["summary"], own["targets"][0]["summary"]);
}

#[test]
fn the_readme_is_a_screen_or_two_and_leads_to_every_chapter() {
    let readme = file("README.md");
    assert!(readme.lines().count() < 90, "{} lines; the rest belongs into docs/", readme.lines().count());
    for command in ["check --demo", "check preflight@cluster1", "check --from", "cargo test"] {
        assert!(readme.contains(command), "{command}");
    }
}

/// The entity and the columns of each line of a table in `rules/README.md`, without what stands in brackets.
fn entities(text: &str) -> Vec<(String, Vec<String>)> {
    let (_, below) = text.split_once("| entity | one row per |").unwrap_or_default();
    let (table, _) = below.split_once("\n\n").unwrap_or_default();
    let row = |line: &str| {
        let mut cells = line.trim_matches('|').split(" | ");
        let entity = cells.next()?.trim().strip_prefix('`')?.strip_suffix('`')?.to_owned();
        let parts = cells.nth(1)?.split('(').enumerate();
        let outside =
            parts.map(|(at, part)| if at == 0 { part } else { part.split_once(')').map_or("", |(_, rest)| rest) });
        let columns: String = outside.collect();
        Some((entity, columns.split(',').map(|name| name.trim().to_owned()).collect()))
    };
    table.lines().filter_map(row).collect()
}

#[test]
fn every_column_that_the_readme_of_the_rules_lists_can_be_asked_for() {
    let text = file("rules/README.md");
    let tables = Catalog::embedded().unwrap().tables;
    let found = entities(&text);
    assert!(found.len() > 15, "{found:?}");
    for (entity, columns) in found {
        for column in columns {
            let rule = format!(
                "id = \"x\"\ntitle = \"t\"\nseverity = \"must\"\nwhy = \"w\"\npasses = \"p\"\n[check]\neach = \"{entity}\"\n\
                 expect = {{ {column} = \"*\" }}\nsubject = {{}}\n[say]\npass = \"p\"\nfail = \"f\"\n\
                 [[example]]\nverdict = \"pass\"\ninput = \"\"\n"
            );
            let faults = parse_rule("x.toml", &rule, &tables).err().unwrap_or_default();
            assert!(faults.is_empty(), "{entity}, {column}: {}", faults[0]);
        }
    }
}
