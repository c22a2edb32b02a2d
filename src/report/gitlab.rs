//! `--format gitlab`: a code quality report, of which GitLab shows description, weight and place in a merge request. It keeps
//! one of several with the same fingerprint, so that each has its own.

use std::io;

use serde_json::{Value, json};

use super::account::{Fingerprints, INPUT, account, name, sentence, troubles, unjudged};
use super::format::{Frame, Shape};
use super::layout::clean;
use super::place::path;
use super::{Report, Style, Target, site};
use crate::judge::{Outcome, Severity, Verdict};

pub(super) const SHAPE: Shape = Shape { part, frame, between: |_| b",\n", ..Shape::of("gitlab") };

fn frame(_: &Report, _: &Style) -> io::Result<Frame> {
    Ok(Frame { head: b"[\n".to_vec(), tail: b"\n]\n".to_vec() })
}

fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut prints = Fingerprints::of(target);
    let mut issues: Vec<Value> = Vec::new();
    if let Some((word, why)) = unjudged(target) {
        let description = format!("{}: {word}: {}", clean(&name(target)), clean(&why));
        let print = prints.next(INPUT, &<_>::default());
        issues.push(issue(INPUT, description, print, "blocker", (path(&target.target), 1)));
    }
    // Of a list of findings it would be hidden that others were not looked for.
    if let Some((changed, told)) = site::changed(&target.site).zip(site::told(&target.site)) {
        let description = format!("{}: {changed}: {}", clean(&name(target)), clean(&told));
        let print = prints.next(site::LABEL, &<_>::default());
        issues.push(issue(site::LABEL, description, print, "info", (path(&target.target), 1)));
    }
    for outcome in troubles(target) {
        let place = outcome.evidence.first().map(|mark| (path(&mark.source), mark.line));
        let print = prints.next(&outcome.rule, &outcome.subject);
        let place = place.unwrap_or_else(|| (path(&target.target), 1));
        issues.push(issue(&outcome.rule, described(target, outcome), print, weight(outcome), place));
    }
    let lines = issues.iter().map(Value::to_string).collect::<Vec<_>>();
    Ok(lines.join(",\n").into_bytes())
}

fn described(target: &Target, outcome: &Outcome) -> String {
    let mut parts = vec![format!("{}: {}: {}", clean(&name(target)), outcome.verdict.word(), sentence(outcome))];
    parts.extend(account(outcome).iter().map(|(label, text)| format!("{label}: {}", clean(text))));
    parts.join(" | ")
}

fn weight(outcome: &Outcome) -> &'static str {
    match (outcome.severity, outcome.verdict) {
        (Severity::Must, Verdict::Fail) => "blocker",
        (Severity::Must, _) => "critical",
        (Severity::Should, Verdict::Fail) => "major",
        (Severity::Should, _) => "minor",
        (Severity::Info, _) => "info",
    }
}

fn issue(rule: &str, description: String, print: String, severity: &str, (path, line): (String, usize)) -> Value {
    json!({
        "description": description,
        "check_name": rule,
        "fingerprint": print,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": line.max(1) } },
    })
}
