//! `--format openmetrics`: for the textfile collector of Prometheus' node exporter, which wants one description a family, all samples
//! of it together, no times, and an end of line; and for readers of OpenMetrics, which want an end besides. Labels are names of
//! targets and rules, never messages.

use std::collections::BTreeMap;
use std::io;

use super::account::name;
use super::format::{Frame, Shape};
use super::layout::clean;
use super::tally::TargetLine;
use super::{Readiness, Report, Style, Target};
use crate::judge::Verdict;

pub(super) const SHAPE: Shape = Shape { part, frame, ..Shape::of("openmetrics") };

const VERDICTS: [Verdict; 5] =
    [Verdict::Pass, Verdict::Fail, Verdict::Unknown, Verdict::NotApplicable, Verdict::Waived];

/// The family of what stands of each target.
const OUTCOMES: (&str, &str) = ("ndmp_preflight_rule_outcomes", "Outcomes of a rule by their verdicts.");

fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut counts: BTreeMap<(&str, &str), [usize; 5]> = BTreeMap::new();
    for outcome in &target.outcomes {
        let own = counts.entry((&outcome.rule, outcome.severity.word())).or_default();
        if let Some(at) = VERDICTS.iter().position(|verdict| *verdict == outcome.verdict) {
            own[at] += 1;
        }
    }
    let target = name(target);
    let lines = counts.into_iter().flat_map(|((rule, weight), counts)| {
        let line = |(verdict, count): (&Verdict, usize)| {
            let labels =
                [("target", target.as_str()), ("rule", rule), ("severity", weight), ("verdict", verdict.word())];
            sample(OUTCOMES.0, &labels, &count.to_string())
        };
        VERDICTS.iter().zip(counts).map(line).collect::<Vec<_>>()
    });
    Ok(lines.collect::<String>().into_bytes())
}

fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let is_told = report.tally.lines.iter().any(|line| line.summary.total() > 0);
    let head = if is_told { described(OUTCOMES.0, OUTCOMES.1) } else { String::new() };
    Ok(Frame { head: head.into_bytes(), tail: (families(report) + "# EOF\n").into_bytes() })
}

/// Absent where nothing was changed.
const CHANGED: &str = "ndmp_preflight_must_rules_changed";

/// A family, what it is, and its samples.
type Family = (&'static str, &'static str, Vec<String>);

fn families(report: &Report) -> String {
    let lines = &report.tally.lines;
    let each = |name: &'static str, value: fn(&TargetLine) -> Option<String>| {
        let of = |line: &TargetLine| Some(sample(name, &[("target", &line.told())], &value(line)?));
        lines.iter().filter_map(of).collect::<Vec<_>>()
    };
    let exit = sample("ndmp_preflight_exit_code", &[], &report.exit_code.to_string());
    let families: [Family; 6] = [
        ("ndmp_preflight_verdict", "Whether the target has this verdict.", lines.iter().flat_map(verdicts).collect()),
        (
            "ndmp_preflight_ready",
            "Whether the target is ready for NDMP tape backup.",
            each("ndmp_preflight_ready", |line| Some(u8::from(line.verdict == Some(Readiness::Ready)).to_string())),
        ),
        (
            CHANGED,
            "Must rules that the site's configuration lowers or changes.",
            each(CHANGED, |line| (line.changed > 0).then(|| line.changed.to_string())),
        ),
        (
            "ndmp_preflight_collected_timestamp_seconds",
            "When the cluster was asked, where that is known.",
            each("ndmp_preflight_collected_timestamp_seconds", |line| {
                line.collected.map(|time| time.as_second().to_string())
            }),
        ),
        (
            "ndmp_preflight_exit_code",
            "Exit code of the run: 0 ready, 1 not ready, 3 undecided, 4 unreadable.",
            vec![exit],
        ),
        (
            "ndmp_preflight_build",
            "Version of the program.",
            vec![sample("ndmp_preflight_build", &[("version", report.tool.version)], "1")],
        ),
    ];
    let told = families.into_iter().filter(|(_, _, samples)| !samples.is_empty());
    told.map(|(name, help, samples)| described(name, help) + &samples.concat()).collect()
}

/// A sample for each verdict that a target can have.
fn verdicts(line: &TargetLine) -> Vec<String> {
    let one = |verdict: Readiness| {
        let (target, value) = (line.told(), u8::from(line.verdict == Some(verdict)).to_string());
        sample("ndmp_preflight_verdict", &[("target", target.as_str()), ("verdict", verdict.word())], &value)
    };
    READINESS.into_iter().map(one).collect()
}

const READINESS: [Readiness; 4] = [Readiness::Ready, Readiness::NotReady, Readiness::Undecided, Readiness::Unreadable];

pub(super) fn described(name: &str, help: &str) -> String {
    format!("# HELP {name} {help}\n# TYPE {name} gauge\n")
}

pub(super) fn sample(name: &str, labels: &[(&str, &str)], value: &str) -> String {
    let escaped = |text: &str| clean(text).replace('\\', "\\\\").replace('"', "\\\"");
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
    let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    format!("{name}{labels} {value}\n")
}
