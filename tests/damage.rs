//! Whatever happens to the text of a broken cluster on its way to us, no failure becomes a pass, and none vanishes.

#![expect(clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

use std::collections::BTreeMap;

use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;
use proptest::prelude::*;

const SESSION: &str = include_str!("../sample-outputs/many-faults/session.txt");

thread_local! {
    static CATALOG: Catalog = Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0]));
}

fn outcomes(text: &str) -> Vec<Outcome> {
    CATALOG.with(|catalog| {
        let captures = vec![Capture::of_text("session.txt", text)];
        let question = Question::plain(jiff::civil::date(2026, 11, 22));
        table::read("session", captures, &catalog.tables)
            .iter()
            .flat_map(|reading| judge(reading, catalog, &question).outcomes)
            .collect()
    })
}

/// A text that ends behind the first row of a table looks like a table of one row, which ONTAP prints without a count.
fn ends_behind_one_row(text: &str) -> bool {
    CATALOG.with(|catalog| {
        let readings = table::read("session", vec![Capture::of_text("session.txt", text)], &catalog.tables);
        let last = readings.first().and_then(|reading| reading.answers.last());
        last.is_some_and(|answer| answer.status == table::Status::Complete && answer.records.len() == 1)
    })
}

fn failures() -> BTreeMap<(String, BTreeMap<String, String>), String> {
    let failed = outcomes(SESSION).into_iter().filter(|outcome| outcome.verdict == Verdict::Fail);
    failed.map(|outcome| ((outcome.rule, outcome.subject), outcome.message)).collect()
}

/// What mail clients, terminals and people do to a text.
#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    CollapsedBlanks,
    LostIndents,
    Quoted(usize),
    Wrapped(usize),
    CarriageReturns,
    BlankLines,
    NoBreakSpaces,
    Tabs,
    Indented(usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        (0..SESSION.len()).prop_map(Damage::Cut),
        Just(Damage::CollapsedBlanks),
        Just(Damage::LostIndents),
        (1..3_usize).prop_map(Damage::Quoted),
        (60..90_usize).prop_map(Damage::Wrapped),
        Just(Damage::CarriageReturns),
        Just(Damage::BlankLines),
        Just(Damage::NoBreakSpaces),
        Just(Damage::Tabs),
        (1..9_usize).prop_map(Damage::Indented),
    ]
}

fn each_line(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

fn damaged(text: &str, damage: &Damage) -> String {
    match damage {
        Damage::Cut(at) => text.chars().take(*at).collect(),
        Damage::CollapsedBlanks => each_line(text, |line| line.split_whitespace().collect::<Vec<_>>().join(" ")),
        Damage::LostIndents => each_line(text, |line| line.trim_start().to_owned()),
        Damage::Quoted(depth) => each_line(text, |line| "> ".repeat(*depth) + line),
        Damage::Wrapped(width) => each_line(text, |line| wrapped(line, *width)),
        Damage::CarriageReturns => text.replace('\n', "\r\n"),
        Damage::BlankLines => each_line(text, |line| format!("{line}\n")),
        Damage::NoBreakSpaces => text.replace("  ", "\u{a0} "),
        Damage::Tabs => text.replace("        ", "\t"),
        Damage::Indented(width) => each_line(text, |line| " ".repeat(*width) + line),
    }
}

/// Broken at the last blank before `width`, as mail clients do.
fn wrapped(line: &str, width: usize) -> String {
    let mut rest = line;
    let mut lines = Vec::new();
    while rest.len() > width && rest.is_char_boundary(width) {
        let Some(at) = rest[..width].trim_end().rfind(' ').filter(|at| !rest[..*at].trim().is_empty()) else { break };
        lines.push(rest[..at].trim_end().to_owned());
        rest = rest[at..].trim_start();
    }
    lines.push(rest.to_owned());
    lines.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_failure_becomes_a_pass(damages in prop::collection::vec(damage(), 1..4)) {
        let text = damages.iter().fold(SESSION.to_owned(), |text, damage| damaged(&text, damage));
        let is_cut = damages.iter().any(|damage| matches!(damage, Damage::Cut(_)));
        prop_assume!(!is_cut || !ends_behind_one_row(&text));
        let now = outcomes(&text);
        for ((rule, subject), message) in failures() {
            let of_rule: Vec<&Outcome> = now.iter().filter(|outcome| outcome.rule == rule).collect();
            let same = of_rule.iter().find(|outcome| outcome.subject == subject);
            prop_assert!(same.is_none_or(|outcome| outcome.verdict != Verdict::Pass), "{rule} {subject:?} passes now: {message}");
            // A rule beyond the document says nothing where its command cannot be read any more.
            let is_uncaptured = |outcome: &&&Outcome| outcome.beyond && outcome.reason.as_deref() == Some("not-captured");
            let stays = of_rule.iter().any(|outcome| matches!(outcome.verdict, Verdict::Fail | Verdict::Unknown))
                || of_rule.iter().any(|outcome| is_uncaptured(&outcome));
            prop_assert!(stays, "{rule} {subject:?} vanished: {message}");
        }
    }
}
