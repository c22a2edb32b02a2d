//! The pages of the guide that are written from the rule files: one a rule, one a backup application, and the lists of both.

use std::collections::BTreeMap;
use std::fmt::Write;

use ndmp_preflight::judge::Verdict;
use ndmp_preflight::rule::{Catalog, Example, Fix, Releases, Rule, release_text};

use super::applications;

/// Pages by their paths below `docs/`, with the lines that the table of contents has of them.
pub(crate) fn all() -> BTreeMap<String, String> {
    let catalog = Catalog::embedded().unwrap();
    let mut pages: BTreeMap<String, String> =
        catalog.rules.iter().map(|rule| (format!("rules/{}.md", rule.id), rule_page(rule))).collect();
    pages.insert("rules/README.md".to_owned(), rules(&catalog));
    let named = |name: &str| format!("applications/{name}.md");
    pages.extend(catalog.profiles.iter().map(|own| (named(&own.name), applications::page(own, &catalog))));
    let line = |(name, title): (&str, &str)| format!("- [{title}]({name}.md): `--dma {name}`\n");
    let list: String = catalog.profiles.iter().map(|own| line((&own.name, &own.title))).collect();
    pages.insert("applications/README.md".to_owned(), format!("{APPLICATIONS}{list}"));
    pages
}

/// Those lines of the table of contents.
pub(crate) fn contents() -> (String, String) {
    let catalog = Catalog::embedded().unwrap();
    let rule = |rule: &Rule| format!("  - [{0}](rules/{0}.md)\n", rule.id);
    let application = |(name, title): (&str, &str)| format!("  - [{title}](applications/{name}.md)\n");
    (
        catalog.rules.iter().map(rule).collect(),
        catalog.profiles.iter().map(|own| application((&own.name, &own.title))).collect(),
    )
}

const APPLICATIONS: &str = "\
# Backup applications

What is known of each, every fact with its source, what no source tells, and what that makes the rules expect. `--dma NAME` judges by it;
`ndmp-preflight explain NAME` prints the page.

";

const RULES: &str = "\
# Rules

Each is one file under `rules/`: what it checks, why, where it is documented, how to mend it, and examples that the tests run. Those
marked *beyond* are not in NetApp's document. They stand apart in every report, are judged where their evidence was captured, and are
*not applicable* (`not-captured`) where nothing of it was; a report says which commands would let them speak.

";

fn rules(catalog: &Catalog) -> String {
    let row = |rule: &Rule| {
        let passes = rule.passes.replace('|', "\\|");
        format!("| [`{0}`]({0}.md) | {1} | {2} | {passes} |\n", rule.id, rule.severity.word(), applies(rule))
    };
    let rows: String = catalog.rules.iter().map(row).collect();
    format!("{RULES}| rule | weight | applies | passes when |\n|---|---|---|---|\n{rows}")
}

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
    let all: Vec<String> = [beyond, scope, ontap, nodes, tape, address, dma, user].into_iter().flatten().collect();
    if all.is_empty() { "always".to_owned() } else { all.join(", ") }
}

fn rule_page(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n**{}**: {}.\n\n{}\n\n", rule.id, rule.severity.word(), rule.title, rule.why);
    let _ = write!(page, "Passes when: {}.\n\nApplies: {}.\n", rule.passes, applies(rule));
    for own in &rule.parameters {
        let _ =
            write!(page, "\n`{}` is {}; a site sets another number in `[rule.{}]`.\n", own.name, own.value, rule.id);
    }
    if !rule.document.section.is_empty() {
        let near = if rule.beyond.is_empty() { "" } else { "nearest section of " };
        let (section, edition) = (&rule.document.section, &rule.document.edition);
        let _ = write!(page, "\nSource: {near}NetApp, *NDMP configuration*, \"{section}\", {edition}.\n");
    }
    if !rule.document.remark.is_empty() {
        let _ = write!(page, "\n{}\n", rule.document.remark);
    }
    if !rule.causes.is_empty() {
        page.push_str("\n## How it shows\n\n");
        rule.causes.iter().for_each(|cause| page.push_str(&format!("- {}: {}\n", cause.symptom, cause.cause)));
    }
    if !rule.fixes.is_empty() {
        page.push_str("\n## How to mend it\n");
        page.push_str(FILLED);
        rule.fixes.iter().for_each(|fix| page.push_str(&mended(fix, rule.fixes.len() > 1)));
    }
    let failed = rule.examples.iter().find(|example| example.verdict == Verdict::Fail);
    told(&page) + &failed.map(shown).unwrap_or_default()
}

/// The page with `<` as a sign, where it is no code.
fn told(page: &str) -> String {
    let parts = page.split('`').enumerate();
    parts
        .map(|(at, part)| if at % 2 == 0 { part.replace('<', "&lt;") } else { part.to_owned() })
        .collect::<Vec<_>>()
        .join("`")
}

const FILLED: &str = "\nWhat stands in braces is filled in by `check` and `fix`, from what was read.\n";

fn mended(fix: &Fix, is_one_of_several: bool) -> String {
    let is_last = fix.when.is_empty() && fix.of.is_none();
    assert!(
        is_last || !fix.told.is_empty(),
        "a fix with a condition tells a reader of its page where it fits: {fix:?}"
    );
    let mut page = match (is_one_of_several, is_last) {
        (false, _) => String::new(),
        (true, true) => "\nElse:\n".to_owned(),
        (true, false) => format!("\nWhere {}:\n", fix.told),
    };
    let commands = (!fix.commands.is_empty()).then(|| fix.commands.join("\n"));
    let all = [("", &commands), ("Check:\n", &fix.verify), ("The way back:\n", &fix.undo)];
    for (label, commands) in all.into_iter().filter_map(|(label, commands)| Some((label, commands.as_ref()?))) {
        let label = if label.is_empty() { String::new() } else { format!("\n{label}") };
        let _ = write!(page, "{label}\n```text\n{commands}\n```\n");
    }
    if fix.note.is_empty() { page } else { format!("{page}\n{}\n", fix.note) }
}

/// A failure; `explain` shows the other examples too.
fn shown(example: &Example) -> String {
    let names: Vec<String> = example.subject.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let of = if names.is_empty() { String::new() } else { format!(", for {}", names.join(", ")) };
    format!("\n## What fails{of}\n\n````text\n{}\n````\n", example.input.trim_end())
}
