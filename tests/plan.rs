//! What would be sent: the fewest commands and fields that tell what the selected rules read.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use ndmp_preflight::collect::plan::{Known, Plan, Planned};
use ndmp_preflight::judge::{Question, Scope, ScopeWish};
use ndmp_preflight::rule::{Catalog, OntapRange};

fn catalog() -> Catalog {
    Catalog::embedded().unwrap()
}

fn question() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

fn line(step: &Planned) -> String {
    let era = step.when.era.map(|era| format!(" {era:?}")).unwrap_or_default();
    let scope = step.when.scope.map(|scope| format!(" {}", scope.word())).unwrap_or_default();
    let first = if step.first { " first" } else { "" };
    format!("{}\n    {}{first}{era}{scope}", step.show, step.plain)
}

fn lines(plan: &Plan) -> Vec<String> {
    assert_eq!(plan.refused, []);
    plan.steps.iter().map(line).collect()
}

#[test]
fn the_whole_plan() {
    insta::assert_snapshot!(lines(&Plan::of(&catalog(), &question())).join("\n"), @"");
}
