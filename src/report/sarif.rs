//! `--format sarif`: SARIF 2.1.0, for code scanning. One run holds all targets, as GitHub wants it. What passed or does not apply is
//! left out, for consumers show every result as a finding; a waived failure is suppressed, an unknown is `open`.

use std::io;

use serde_json::{Value, json};

use super::account::{Fingerprints, INPUT, account, name, rank, sentence, unjudged};
use super::format::{Frame, Most, Shape};
use super::layout::{clean, subject};
use super::place::address;
use super::{Report, Style, Target, site};
use crate::judge::{Evidence, Outcome, Severity, Verdict};

pub(super) const SHAPE: Shape = Shape { part, frame, between: |_| b",\n", most: Most::Results, ..Shape::of("sarif") };

/// Results of one run that GitHub takes at most; a file with more it refuses whole.
const MOST: usize = 25_000;

/// Of them those that are no failure of a `must` rule; GitHub keeps 5,000 of a run, the worst.
const OTHERS: usize = 5_000;

/// The rule of the result that says how many there are besides.
const LEFT_OUT: &str = "left-out";

/// Where the schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Places of one result; consumers show no more.
const PLACES: usize = 100;

fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let rule = |(id, title): (&String, &String)| json!({ "id": id, "shortDescription": { "text": clean(title) } });
    let own = [(INPUT, "the input can be read and judged"), (LEFT_OUT, "the report holds all results")];
    let own = own.map(|(id, title)| (id.to_owned(), title.to_owned()));
    let rules: Vec<Value> =
        report.tally.rules.iter().chain(own.iter().map(|(id, title)| (id, title))).map(rule).collect();
    let driver = json!({ "name": report.tool.name, "version": report.tool.version, "rules": rules });
    let mut invocation = json!({
        "executionSuccessful": report.exit_code != 2,
        "exitCode": report.exit_code,
        "exitCodeDescription": clean(&report.because),
    });
    let left_out = report.tally.room.left_out();
    if let Some(text) = &left_out {
        invocation["toolExecutionNotifications"] = json!([{ "level": "warning", "message": { "text": text } }]);
    }
    let mut run = json!({ "verdict": report.verdict.word() });
    if let Some(told) = site::told(&report.tally.site) {
        run[site::LABEL] = clean(&told).into();
    }
    let head = format!(
        "{{\"$schema\": {}, \"version\": \"2.1.0\", \"runs\": [{{\n\"tool\": {},\n\"automationDetails\": {},\n\
         \"invocations\": [{invocation}],\n\"columnKind\": \"unicodeCodePoints\",\n\"properties\": {},\n\"results\": [\n",
        json!(SCHEMA),
        json!({ "driver": driver }),
        json!({ "id": "ndmp-preflight/" }),
        run,
    );
    let first = left_out.map(|text| {
        let message = json!({ "text": text });
        format!("{},\n", json!({ "ruleId": LEFT_OUT, "kind": "fail", "level": "warning", "message": message }))
    });
    Ok(Frame { head: (head + &first.unwrap_or_default()).into_bytes(), tail: b"\n]\n}]}\n".to_vec() })
}

/// How many results there are, and for how many there is room: those of all targets, which are written one after another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Room {
    failures: usize,
    others: usize,
    all: usize,
}

impl Room {
    /// Makes room for the results of the next target: how many of its failures of `must` rules are written, how many there
    /// are, and how many of its other results are written, which stand behind them.
    pub(super) fn take(&mut self, target: &Target) -> [usize; 3] {
        let is_failure = |outcome: &&Outcome| rank(outcome) == Some(0);
        let unjudged = usize::from(unjudged(target).is_some());
        let failures = unjudged + target.outcomes.iter().filter(is_failure).count();
        let all = unjudged + target.outcomes.iter().filter(|outcome| is_told(outcome)).count();
        let first = failures.min(MOST - 1 - OTHERS - self.failures);
        let others = (all - failures).min(OTHERS - self.others);
        *self = Self { failures: self.failures + first, others: self.others + others, all: self.all + all };
        [first, failures, others]
    }

    /// What is written of the part of the next target.
    pub(super) fn fitted(&mut self, part: Vec<u8>, target: &Target) -> Vec<u8> {
        let before = *self;
        let [first, failures, others] = self.take(target);
        if self.all - before.all == first + others {
            return part;
        }
        let lines: Vec<&[u8]> =
            part.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b",").unwrap_or(line)).collect();
        [&lines[..first], &lines[failures..failures + others]].concat().join(&b",\n"[..])
    }

    fn left_out(&self) -> Option<String> {
        let written = self.failures + self.others;
        (written < self.all).then(|| {
            format!(
                "{written} of {} results are here, failures of must rules before others: GitHub refuses a run of more than \
                 {MOST} and keeps the worst 5000; other formats have all",
                self.all
            )
        })
    }
}

fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut prints = Fingerprints::of(target);
    let mut results: Vec<Value> = Vec::new();
    if let Some((word, why)) = unjudged(target) {
        let print = prints.next(INPUT, &<_>::default());
        results.push(json!({
            "ruleId": INPUT, "kind": "fail", "level": "error",
            "message": { "text": format!("{}: {word}: {}", clean(&name(target)), clean(&why)) },
            "locations": [{ "physicalLocation": { "artifactLocation": { "uri": address(&target.target) } } }],
            "partialFingerprints": { "ndmpPreflight/v1": print },
            "properties": { "target": clean(&name(target)) },
        }));
    }
    let mut told: Vec<&Outcome> = target.outcomes.iter().filter(|outcome| is_told(outcome)).collect();
    told.sort_by_key(|outcome| rank(outcome).unwrap_or(usize::MAX));
    results.extend(told.into_iter().map(|outcome| result(target, outcome, &mut prints)));
    Ok(results.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n").into_bytes())
}

fn is_told(outcome: &Outcome) -> bool {
    rank(outcome).is_some() || outcome.verdict == Verdict::Waived
}

fn result(target: &Target, outcome: &Outcome, prints: &mut Fingerprints<'_>) -> Value {
    let (kind, level) = match (outcome.verdict, outcome.severity) {
        (Verdict::Unknown, _) => ("open", "none"),
        (_, Severity::Must) => ("fail", "error"),
        (_, Severity::Should) => ("fail", "warning"),
        (_, Severity::Info) => ("fail", "note"),
    };
    let mut result = json!({
        "ruleId": outcome.rule, "kind": kind, "level": level,
        "message": { "text": message(outcome) },
        "locations": locations(target, outcome),
        "partialFingerprints": { "ndmpPreflight/v1": prints.next(&outcome.rule, &outcome.subject) },
        "properties": properties(target, outcome),
    });
    if outcome.verdict == Verdict::Waived {
        result["suppressions"] =
            json!([{ "kind": "external", "status": "accepted", "justification": clean(&outcome.message) }]);
    }
    result
}

/// The sentence and all that goes with it; consumers show the first lines.
fn message(outcome: &Outcome) -> String {
    let more = account(outcome).into_iter().map(|(label, text)| format!("{label}: {}", clean(&text)));
    std::iter::once(sentence(outcome)).chain(more).collect::<Vec<_>>().join("\n")
}

/// Where it is seen; a finding without a place stands in its target.
fn locations(target: &Target, outcome: &Outcome) -> Vec<Value> {
    let about = subject(&outcome.subject);
    let about = if about.is_empty() { clean(&name(target)) } else { format!("{}: {about}", clean(&name(target))) };
    let logical = json!([{ "fullyQualifiedName": about }]);
    if outcome.evidence.is_empty() {
        let place = json!({ "artifactLocation": { "uri": address(&target.target) } });
        return vec![json!({ "physicalLocation": place, "logicalLocations": logical })];
    }
    let one = |mark: &Evidence| {
        let (start, end) = (mark.column.max(1), mark.column.max(1) + mark.length);
        let region = json!({
            "startLine": mark.line.max(1), "startColumn": start, "endColumn": end, "snippet": { "text": clean(&mark.text) },
        });
        let place = json!({ "artifactLocation": { "uri": address(&mark.source) }, "region": region });
        let mut location = json!({ "physicalLocation": place, "logicalLocations": logical });
        if !mark.note.is_empty() {
            location["message"] = json!({ "text": clean(&mark.note) });
        }
        location
    };
    outcome.evidence.iter().take(PLACES).map(one).collect()
}

/// What has no place of its own in the form.
fn properties(target: &Target, outcome: &Outcome) -> Value {
    let mut properties = json!({
        "target": clean(&name(target)), "verdict": outcome.verdict.word(), "severity": outcome.severity.word(),
    });
    let about: serde_json::Map<String, Value> =
        outcome.subject.iter().map(|(name, value)| (clean(name), clean(value).into())).collect();
    properties["subject"] = about.into();
    if let Some(reason) = &outcome.reason {
        properties["reason"] = clean(reason).into();
    }
    for (label, text) in account(outcome) {
        match properties[label].as_array_mut() {
            Some(texts) => texts.push(clean(&text).into()),
            None if matches!(label, "fix" | "check" | "undo") => properties[label] = json!([clean(&text)]),
            None => properties[label] = clean(&text).into(),
        }
    }
    properties
}
