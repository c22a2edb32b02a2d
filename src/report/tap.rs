//! `--format tap`: the Test Anything Protocol, version 13. An unknown is `not ok`, as a failure is: nothing proved it. What a rule
//! says that does not decide the exit code is a `TODO`, which consumers show and do not count.

use std::io;

use super::account::{INPUT, account, message, name, source, unjudged};
use super::format::{Frame, Shape};
use super::layout::{clean, subject};
use super::{Report, Style, Target};
use crate::judge::{Outcome, Severity, Verdict};

pub(super) const SHAPE: Shape = Shape { part, frame, ..Shape::of("tap") };

fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let cases = report.tally.cases();
    Ok(Frame { head: b"TAP version 13\n".to_vec(), tail: format!("1..{cases}\n").into_bytes() })
}

fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut out = String::new();
    let mut number = target.cases_before;
    if let Some((word, why)) = unjudged(target) {
        number += 1;
        out.push_str(&format!("not ok {number} - {}\n", fit(&format!("{}/{INPUT}: {word}", name(target)))));
        out.push_str(&diagnosis(&[("message", vec![why])]));
    }
    if let Some(told) = target.site_remark() {
        out.push_str(&format!("# {}\n", fit(&format!("{}: {told}", name(target)))));
    }
    for outcome in &target.outcomes {
        number += 1;
        out.push_str(&case(number, target, outcome));
    }
    Ok(out.into_bytes())
}

fn case(number: usize, target: &Target, outcome: &Outcome) -> String {
    let about = subject(&outcome.subject);
    let about = if about.is_empty() { about } else { format!(" [{about}]") };
    let what = fit(&format!("{}/{}{about}", name(target), outcome.rule));
    let is_deciding = match outcome.verdict {
        Verdict::Fail => target.fail_on.decides(outcome.severity),
        _ => outcome.severity == Severity::Must,
    };
    let todo = if is_deciding { String::new() } else { format!(" # TODO {} rule", outcome.severity.word()) };
    match outcome.verdict {
        Verdict::Pass => format!("ok {number} - {what}\n"),
        Verdict::NotApplicable | Verdict::Waived => {
            format!("ok {number} - {what} # SKIP {}: {}\n", outcome.verdict.word(), fit(&message(outcome)))
        }
        Verdict::Fail | Verdict::Unknown => {
            let word = outcome.verdict.word();
            format!("not ok {number} - {what}: {word}{todo}\n{}", diagnosis(&lines(outcome)))
        }
    }
}

type Lines = Vec<(&'static str, Vec<String>)>;

fn lines(outcome: &Outcome) -> Lines {
    let mut lines: Lines = vec![
        ("message", vec![message(outcome)]),
        ("severity", vec![outcome.severity.word().to_owned()]),
        ("source", source(outcome).into_iter().collect()),
    ];
    for (label, text) in account(outcome) {
        match lines.iter_mut().find(|(own, _)| *own == label) {
            Some((_, texts)) => texts.push(text),
            None => lines.push((label, vec![text])),
        }
    }
    lines.retain(|(_, texts)| !texts.is_empty());
    lines
}

/// A block of YAML, whose texts are those of JSON.
fn diagnosis(lines: &[(&'static str, Vec<String>)]) -> String {
    let quoted = |text: &String| serde_json::Value::from(clean(text)).to_string();
    let line = |(label, texts): &(&str, Vec<String>)| match texts.as_slice() {
        [only] if !matches!(*label, "fix" | "check" | "undo") => format!("  {label}: {}\n", quoted(only)),
        texts => format!("  {label}: [{}]\n", texts.iter().map(quoted).collect::<Vec<_>>().join(", ")),
    };
    format!("  ---\n{}  ...\n", lines.iter().map(line).collect::<String>())
}

/// Text in which no sign begins a directive.
fn fit(text: &str) -> String {
    clean(text).replace('\\', "\\\\").replace('#', "\\#")
}
