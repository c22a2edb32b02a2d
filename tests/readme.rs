//! The README shows the rules as they are: its table is written from the rule files and compared here.
//!
//! `UPDATE_README=1 cargo test --test readme` writes it anew.

use std::fs;
use std::path::Path;

use ndmp_preflight::rule::{Catalog, Releases, Rule, parse_rule, release_text};

const START: &str = "<!-- rules: written by the test `readme`, from the rule files -->\n";
const END: &str = "<!-- end of rules -->";

fn applies(rule: &Rule) -> String {
    let scope =
        rule.applies.scope.as_ref().map(|scope| format!("{} scope", if scope == "svm" { "SVM" } else { "node" }));
    let Releases { from, before } = rule.applies.ontap.unwrap_or_default();
    let from = from.map(|from| format!("from ONTAP {}", release_text(from)));
    let before = before.map(|before| format!("before ONTAP {}", release_text(before)));
    let ontap = from.into_iter().chain(before).reduce(|from, before| format!("{from}, {before}"));
    let tape = rule.applies.tape.then(|| "`--tape local`".to_owned());
    let address = rule.applies.address.then(|| "`--dma-address`".to_owned());
    let dma = rule.applies.dma.then(|| "`--dma`".to_owned());
    let nodes = rule.applies.nodes.then(|| "several nodes".to_owned());
    let user = rule.applies.svm.then(|| "`--svm`".to_owned());
    let beyond = (!rule.beyond.is_empty()).then(|| "*beyond*".to_owned());
    let all = [beyond, scope, ontap, nodes, tape, address, dma, user];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "always".to_owned() } else { all.join(", ") }
}

fn table(catalog: &Catalog) -> String {
    let row = |rule: &Rule| {
        let passes = rule.passes.replace('|', "\\|");
        format!("| [`{}`](rules/{}) | {} | {} | {passes} |\n", rule.id, rule.file, rule.severity.word(), applies(rule))
    };
    let rows: String = catalog.rules.iter().map(row).collect();
    format!("| rule | weight | applies | passes when |\n|---|---|---|---|\n{rows}")
}

#[test]
fn the_rule_table_is_that_of_the_rule_files() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(START).unwrap();
    let (shown, after) = rest.split_once(END).unwrap();
    let table = table(&Catalog::embedded().unwrap());
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(&path, format!("{before}{START}{table}{END}{after}")).unwrap();
        return;
    }
    assert!(shown == table, "the rule table in README.md is old: run `UPDATE_README=1 cargo test --test readme`");
}

#[test]
fn the_finding_in_the_readme_is_the_demonstration_s() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let shown = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_ndmp-preflight"))
        .args(["check", "--demo", "--color", "never"])
        .output()
        .unwrap();
    let report = String::from_utf8(done.stdout).unwrap();
    assert!(report.contains(shown.trim_end()), "the finding in README.md is not in the output of `check --demo`");
}

#[test]
fn the_exit_codes_in_the_readme_are_those_of_the_help() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_ndmp-preflight")).arg("--help").output().unwrap();
    let help = String::from_utf8(done.stdout).unwrap();
    for code in 0..=4 {
        let start = help.lines().find(|line| line.trim_start().starts_with(&format!("{code}  "))).unwrap();
        let word = start.trim_start()[3..].split(':').next().unwrap();
        assert!(readme.lines().any(|row| row.starts_with(&format!("| {code} | {word}"))), "exit code {code}: {word}");
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
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/README.md")).unwrap();
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
