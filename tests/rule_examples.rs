//! Every rule's examples give the verdict that the rule file says, judged by that rule alone.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::judge::Verdict;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::trial;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

#[test]
fn every_example_gives_the_verdict_that_its_rule_file_says() {
    let catalog = catalog();
    let today = jiff::civil::date(2026, 11, 22);
    let tried = catalog.rules.iter().filter_map(|rule| trial::examples(&catalog, rule, today).err());
    let wrong: Vec<String> = tried.flatten().map(|miss| miss.to_string()).collect();
    assert!(wrong.is_empty(), "{} examples are wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn an_example_with_a_wrong_verdict_is_told() {
    let catalog = catalog();
    let mut rule = catalog.rule("ontap-version").unwrap().clone();
    rule.examples.truncate(1);
    rule.examples[0].verdict = Verdict::Fail;
    let wrong = trial::examples(&catalog, &rule, jiff::civil::date(2026, 11, 22)).unwrap_err();
    let start = "cluster/ontap-version.toml: example 1 of `ontap-version`: expected fail for {}, found pass for {}: the release is ";
    assert!(wrong.len() == 1 && wrong[0].to_string().starts_with(start), "{wrong:?}");
}

#[test]
fn every_rule_shows_a_pass_a_fail_and_an_unknown_as_far_as_it_can_give_them() {
    let catalog = catalog();
    for rule in &catalog.rules {
        let has = |verdict| rule.examples.iter().any(|example| example.verdict == verdict);
        assert!(has(Verdict::Pass) || rule.id == "ndmp-scope-deprecated", "{} has no pass", rule.id);
        // No profile that comes with the program names another control port; `seeded_faults` has one that does.
        let only_tells = matches!(rule.id.as_str(), "tape-attachment" | "ndmp-data-ports" | "dma-ports");
        assert!(has(Verdict::Fail) || only_tells, "{} has no fail", rule.id);
        assert!(has(Verdict::Unknown), "{} has no unknown", rule.id);
    }
}
