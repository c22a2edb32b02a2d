//! Every rule's examples give the verdict that the rule file says, judged by that rule alone.

use ndmp_preflight::judge::{Question, ScopeWish, Verdict, judge};
use ndmp_preflight::rule::{Catalog, Example, Rule};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

fn catalog() -> Catalog {
    Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]))
}

fn question(catalog: &Catalog, example: &Example) -> Question {
    let today = jiff::civil::date(2026, 11, 22);
    let mut question = Question::plain(today);
    if let Some(text) = &example.options.config {
        let config = ndmp_preflight::config::Config::parse("ndmp-preflight.toml", text).unwrap();
        (question.expect, question.user) = (config.expect, config.user);
    }
    question.scope = match example.options.scope.as_deref() {
        Some("svm") => ScopeWish::Svm,
        Some("node") => ScopeWish::Node,
        _ => question.scope,
    };
    question.tape = example.options.tape.as_deref() != Some("none");
    question.ontap = example.options.ontap.clone().or(question.ontap);
    question.dma_addresses = example.options.dma_address.iter().map(|address| address.parse().unwrap()).collect();
    if let Some(name) = &example.options.dma {
        let profile = catalog.profile(name).unwrap();
        question.dma = Some(name.clone());
        if let Some(value) = &profile.reservations {
            question.reservations = value.clone();
            question.reservations_by = format!("profile {name}");
        }
    }
    question
}

/// What is wrong with the outcome of an example; `None` when it is as the rule file says.
fn wrong(catalog: &Catalog, rule: &Rule, example: &Example) -> Option<String> {
    let alone = Catalog { rules: vec![rule.clone()], ..catalog.clone() };
    let captures = vec![Capture::of_text("example", &example.input)];
    let reading = table::read("example", captures, &alone.tables).remove(0);
    let outcomes = judge(&reading, &alone, &question(catalog, example)).outcomes;
    let is_wanted = |outcome: &&ndmp_preflight::judge::Outcome| {
        outcome.verdict == example.verdict
            && outcome.subject == example.subject
            && (example.reason.is_none() || outcome.reason == example.reason)
    };
    if outcomes.iter().any(|outcome| is_wanted(&outcome)) {
        return None;
    }
    let seen: Vec<String> =
        outcomes.iter().map(|o| format!("{} {:?} {:?} {}", o.verdict.word(), o.reason, o.subject, o.message)).collect();
    let wanted = format!("{} {:?} {:?}", example.verdict.word(), example.reason, example.subject);
    let answers: Vec<String> = reading
        .answers
        .iter()
        .map(|a| format!("{} {} {} {}", a.command_line(), a.status.word(), a.records.len(), a.why))
        .collect();
    Some(format!(
        "{}: wanted {wanted}\n   saw {}\n   answers {}",
        rule.id,
        seen.join("\n       "),
        answers.join("\n           ")
    ))
}

#[test]
fn every_example_gives_the_verdict_that_its_rule_file_says() {
    let catalog = catalog();
    let wrongs: Vec<String> = catalog
        .rules
        .iter()
        .flat_map(|rule| {
            rule.examples
                .iter()
                .enumerate()
                .filter_map(|(n, e)| Some(format!("#{} {}", n + 1, wrong(&catalog, rule, e)?)))
        })
        .collect();
    assert!(wrongs.is_empty(), "{} examples are wrong\n{}", wrongs.len(), wrongs.join("\n"));
}

#[test]
fn every_rule_shows_a_pass_a_fail_and_an_unknown_as_far_as_it_can_give_them() {
    let catalog = catalog();
    for rule in &catalog.rules {
        let has = |verdict| rule.examples.iter().any(|example| example.verdict == verdict);
        assert!(has(Verdict::Pass) || rule.id == "ndmp-scope-deprecated", "{} has no pass", rule.id);
        assert!(has(Verdict::Fail) || rule.id == "tape-attachment", "{} has no fail", rule.id);
        assert!(has(Verdict::Unknown), "{} has no unknown", rule.id);
    }
}
