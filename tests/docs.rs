//! The pages for users say what the program does: every code of its own stands in them, and no other.

#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it must be")]

use std::path::Path;

use ndmp_preflight::facts::Reason;
use ndmp_preflight::judge::{Attested, Takes, Verdict};
use ndmp_preflight::report::{Exit, Readiness};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::table::Status;
use ndmp_preflight::trial;

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The codes in the first column of the table that begins with this heading.
fn codes(page: &str, heading: &str) -> Vec<String> {
    let lines = page.lines().skip_while(|line| !line.starts_with(heading)).skip(2);
    let first = |line: &str| line.split('|').nth(1).unwrap().trim().trim_matches('`').to_owned();
    lines.take_while(|line| line.starts_with('|')).map(first).collect()
}

#[test]
fn the_contract_names_every_code() {
    let page = page("docs/contract.md");
    assert_eq!(codes(&page, "| reason "), Reason::ALL.map(Reason::word));
    assert_eq!(codes(&page, "| what | says | value "), Attested::ALL.map(Attested::word));
    for what in Attested::ALL {
        let values = match what.takes() {
            Takes::Nothing => "none".to_owned(),
            Takes::OneOf(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
            Takes::Kib => "KiB".to_owned(),
        };
        let row = format!("| `{}` | {} | {values} |", what.word(), what.sentence());
        assert!(page.contains(&row), "{row}");
    }
    let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Unknown, Verdict::NotApplicable, Verdict::Waived];
    assert_eq!(codes(&page, "| verdict "), verdicts.map(Verdict::word));
    let after_first = page.split_once("A target and a run have one of these").unwrap().1;
    let words = [Readiness::Ready, Readiness::NotReady, Readiness::Undecided, Readiness::Unreadable];
    assert_eq!(codes(after_first, "| verdict "), words.map(Readiness::word));
    let exits = [Exit::Ready, Exit::NotReady, Exit::Usage, Exit::Undecided, Exit::Unreadable];
    assert_eq!(codes(&page, "| code "), exits.map(|exit| exit.code().to_string()));
    let states =
        [Status::Complete, Status::Empty, Status::Refused, Status::CutOff, Status::Unreadable, Status::Missing];
    assert_eq!(codes(&page, "| status "), states.map(Status::word));
}

#[test]
fn what_contributors_are_shown_loads_and_does_what_its_examples_say() {
    let page = page("CONTRIBUTING.md");
    let blocks: Vec<&str> = page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [rule, table] = blocks[..] else { panic!("{} blocks", blocks.len()) };
    let mut catalog = Catalog::embedded().unwrap();
    let files = [("site/node-eligible.toml", rule), ("site/tables/tape-position.toml", table)];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let faults = catalog.add_site(files.into()).err().unwrap_or_default();
    assert!(faults.is_empty(), "{}", faults[0]);
    let rule = catalog.rule("node-eligible").unwrap();
    trial::examples(&catalog, rule, jiff::civil::date(2026, 11, 22)).unwrap();
    let table = catalog.tables.iter().find(|table| table.file.ends_with("tape-position.toml")).unwrap();
    trial::table_examples(&catalog.tables, table).unwrap();
}

#[test]
fn links_between_the_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = ["docs/contract.md", "docs/dependencies.md", "docs/performance.md", "docs/trust.md"];
    for name in
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "rules/README.md"].into_iter().chain(docs)
    {
        let text = page(name);
        let folder = root.join(name).parent().unwrap().to_owned();
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = target.split('#').next().unwrap();
            let is_outside = target.starts_with("http") || path.is_empty();
            assert!(is_outside || folder.join(path).exists(), "{name}: {target}");
        }
    }
}

#[test]
fn each_claim_of_trust_is_held_by_a_test_that_is_there() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let text = page("docs/trust.md");
    let claims: Vec<&str> =
        text.lines().skip_while(|line| *line != "|---|---|").skip(1).take_while(|line| line.starts_with('|')).collect();
    assert!(claims.len() > 10, "{claims:?}");
    for claim in claims {
        let named: Vec<&str> = claim.rsplit('|').nth(1).unwrap().split('`').skip(1).step_by(2).collect();
        assert!(!named.is_empty(), "{claim}");
        for name in named {
            let start = name.trim_end_matches('*');
            let is_there = |file: &str| {
                if name.ends_with('*') { file.starts_with(start) } else { file.trim_end_matches(".rs") == name }
            };
            let mut files = std::fs::read_dir(&tests).unwrap().map(|entry| entry.unwrap().file_name());
            assert!(files.any(|file| is_there(&file.to_string_lossy())), "{name}: {claim}");
        }
    }
}

#[test]
fn each_promise_of_security_is_held_by_a_file_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = page("SECURITY.md");
    let (_, promises) = text.split_once("## What the program promises").unwrap();
    let promises: Vec<&str> = promises.split("\n## ").next().unwrap().split("\n- **").skip(1).collect();
    assert!(promises.len() > 7, "{promises:?}");
    for promise in promises {
        let words = promise.split_whitespace().collect::<Vec<_>>().join(" ");
        let (_, held) = words.split_once("*Held by*").unwrap_or_else(|| panic!("nothing holds {words}"));
        let files: Vec<&str> = held.split('`').skip(1).step_by(2).filter(|name| name.contains(".rs")).collect();
        assert!(!files.is_empty(), "{words}");
        assert!(files.iter().all(|file| root.join(file).exists()), "{files:?}");
    }
}
