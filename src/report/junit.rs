//! `--format junit`: JUnit XML in the shape that Jenkins, GitLab, GitHub actions and Azure DevOps all read well.
//!
//! One suite a target and one case an outcome. `classname` and `name` together are unique, for a consumer keeps only the
//! first of two equal ones; a class name has no dot, for another splits it there. A failure is `<failure>`, an unknown
//! `<error>`, the rest that did not pass `<skipped>` with its reason in the attribute and in the body, for each consumer
//! reads one of the two. Nothing in it varies from run to run on
//! the same evidence.

use std::collections::HashMap;
use std::io;

use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite, XmlString};

use super::layout::{harmless, subject};
use super::style::{Ink, Style, Verbosity};
use super::{Report, Target, snippet};
use crate::judge::{Outcome, Verdict};

/// Consumers keep little of a long body, and some refuse files for their size.
const BODY: usize = 8 * 1024;

/// Writes `report`.
pub fn write(report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let mut xml = quick_junit::Report::new(report.tool.name);
    let mut taken = Taken::default();
    xml.add_test_suites(report.targets.iter().map(|target| suite(target, &mut taken)));
    let text = xml.to_string().map_err(io::Error::other)?;
    out.write_all(harmless(&text, false).as_bytes())
}

/// The class names that were given away. A class has many cases: its name is made fit for XML once.
type Taken = HashMap<String, Class>;

/// A class name, and how often each name was given away beside it.
struct Class {
    name: XmlString,
    cases: HashMap<String, usize>,
}

fn suite(target: &Target, taken: &mut Taken) -> TestSuite {
    let mut suite = TestSuite::new(target.target.as_str());
    let known =
        [("cluster", &target.cluster), ("ontap", &target.ontap), ("scope", &target.scope), ("dma", &target.dma)];
    for (name, value) in known {
        suite.add_properties(value.iter().map(|value| Property::new(name, value.as_str())));
    }
    suite.add_properties(target.collected.iter().map(|time| Property::new("collected", time.to_string())));
    suite.add_property(Property::new("verdict", target.verdict.word()));
    suite.add_test_cases(target.error.iter().map(|error| unreadable(target, error, taken)));
    if target.error.is_none() && target.outcomes.is_empty() {
        suite.add_test_case(blank(target, taken));
    }
    suite.add_test_cases(target.outcomes.iter().map(|outcome| case(target, outcome, taken)));
    suite
}

fn unreadable(target: &Target, error: &str, taken: &mut Taken) -> TestCase {
    let status = troubled(NonSuccessKind::Error, "unreadable", error, error.to_owned());
    named(target, "input", "the input can be read".to_owned(), status, taken)
}

/// A suite without a case would be taken for success.
fn blank(target: &Target, taken: &mut Taken) -> TestCase {
    let message = "nothing was judged: no answer of ONTAP was recognised, or no rule was selected";
    let status = troubled(NonSuccessKind::Error, "nothing-judged", message, message.to_owned());
    named(target, "input", "the input can be judged".to_owned(), status, taken)
}

fn case(target: &Target, outcome: &Outcome, taken: &mut Taken) -> TestCase {
    let about = subject(&outcome.subject);
    let title = if outcome.title.is_empty() { &outcome.rule } else { &outcome.title };
    let title = if outcome.beyond { format!("beyond the document: {title}") } else { title.clone() };
    let name = if about.is_empty() { title } else { format!("{title} [{about}]") };
    named(target, &outcome.rule, name, status(outcome), taken)
}

fn named(target: &Target, rule: &str, name: String, status: TestCaseStatus, taken: &mut Taken) -> TestCase {
    let class = format!("{}/{rule}", target.target).replace('.', "_");
    let new = |class: &String| Class { name: XmlString::new(class), cases: HashMap::new() };
    let class = taken.entry(class).or_insert_with_key(new);
    let count = class.cases.entry(name.clone()).or_default();
    *count += 1;
    let name = if *count == 1 { name } else { format!("{name} #{count}") };
    let mut case = TestCase::new(name, status);
    case.set_classname(class.name.clone());
    case
}

fn status(outcome: &Outcome) -> TestCaseStatus {
    let reason = outcome.reason.as_deref();
    match outcome.verdict {
        Verdict::Pass => TestCaseStatus::success(),
        Verdict::Fail => troubled(NonSuccessKind::Failure, outcome.severity.word(), &outcome.message, body(outcome)),
        Verdict::Unknown => {
            let message = with_reason(reason, &outcome.message);
            troubled(NonSuccessKind::Error, reason.unwrap_or("unknown"), &message, body(outcome))
        }
        Verdict::NotApplicable | Verdict::Waived => skipped(outcome, reason),
    }
}

fn troubled(kind: NonSuccessKind, word: &str, message: &str, body: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message).set_type(word).set_description(body);
    status
}

fn skipped(outcome: &Outcome, reason: Option<&str>) -> TestCaseStatus {
    let word = outcome.verdict.word();
    let message = format!("{word}: {}", with_reason(reason.filter(|reason| *reason != word), &outcome.message));
    let mut status = TestCaseStatus::skipped();
    status.set_message(message.as_str()).set_type(word).set_description(message);
    status
}

fn with_reason(reason: Option<&str>, message: &str) -> String {
    match reason {
        Some(reason) if message.is_empty() => reason.to_owned(),
        Some(reason) => format!("{reason}: {message}"),
        None => message.to_owned(),
    }
}

/// The message again, for some consumers show the body only, then the evidence and the way out.
fn body(outcome: &Outcome) -> String {
    let style = Style::plain(Verbosity::Normal);
    let mut parts = vec![with_reason(outcome.reason.as_deref(), &outcome.message)];
    parts.extend(snippet::pictures(&outcome.evidence, Ink::Bad, &style));
    let mut say = |label: &str, text: &str| {
        if !text.is_empty() {
            parts.push(format!("{label}: {text}"));
        }
    };
    say("expected", &outcome.expected);
    outcome.fix.iter().for_each(|fix| say("fix", fix));
    if outcome.verdict == Verdict::Fail {
        outcome.verify.iter().for_each(|command| say("check", command));
        outcome.undo.iter().for_each(|command| say("undo", command));
    }
    shortened(parts.join("\n"))
}

fn shortened(mut body: String) -> String {
    const MARK: &str = "\n... (shortened)";
    if body.len() > BODY {
        let end = (0..=BODY - MARK.len()).rev().find(|end| body.is_char_boundary(*end)).unwrap_or(0);
        body.truncate(end);
        body.push_str(MARK);
    }
    body
}
