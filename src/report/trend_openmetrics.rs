//! The time lines as metrics, for the textfile collector of Prometheus' node exporter and for readers of OpenMetrics. Labels are names
//! of targets and rules, never messages.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::Readiness;
use super::openmetrics::{described, sample};
use super::trend::{Line, Trend};

/// A family: its name, what it is, and what it says of a cluster.
type Family = (&'static str, &'static str, fn(&str, &Line) -> Vec<String>);

const FAMILIES: [Family; 6] = [
    ("ndmp_preflight_trend_verdict", "Whether the newest run of the target has this verdict.", verdicts),
    ("ndmp_preflight_trend_since_timestamp_seconds", "First run with the verdict of the newest one.", |name, line| {
        vec![of(name, line, line.since)]
    }),
    ("ndmp_preflight_trend_newest_timestamp_seconds", "The newest run of the target.", |name, line| {
        line.runs.last().map(|run| of(name, line, run.time)).into_iter().collect()
    }),
    ("ndmp_preflight_trend_ready_timestamp_seconds", "The newest run in which the target was ready.", |name, line| {
        line.last_ready.map(|time| of(name, line, time)).into_iter().collect()
    }),
    ("ndmp_preflight_trend_red_since_timestamp_seconds", "Since when a rule fails, for its oldest failure.", red),
    ("ndmp_preflight_trend_turns", "How often a rule turned red or green, where it came back.", turns),
];

pub(super) fn text(trend: &Trend) -> String {
    let of = |(name, help, samples): Family| {
        let samples: String = trend.targets.iter().flat_map(|line| samples(name, line)).collect();
        if samples.is_empty() { samples } else { described(name, help) + &samples }
    };
    let left = "ndmp_preflight_trend_left_out";
    let left = described(left, "Files and clusters without a place on a time line.")
        + &sample(left, &[], &trend.left_out.len().to_string());
    FAMILIES.map(of).concat() + &left + "# EOF\n"
}

fn of(name: &str, line: &Line, time: Timestamp) -> String {
    sample(name, &[("target", &line.target)], &time.as_second().to_string())
}

fn verdicts(name: &str, line: &Line) -> Vec<String> {
    let all = [Readiness::Ready, Readiness::NotReady, Readiness::Undecided, Readiness::Unreadable];
    let one = |verdict: Readiness| {
        let is_it = u8::from(line.verdict == verdict).to_string();
        sample(name, &[("target", &line.target), ("verdict", verdict.word())], &is_it)
    };
    all.map(one).to_vec()
}

fn red(name: &str, line: &Line) -> Vec<String> {
    let mut rules: BTreeMap<(&str, &str), Timestamp> = BTreeMap::new();
    for red in &line.red {
        let since = rules.entry((&red.rule, red.severity.word())).or_insert(red.since);
        *since = red.since.min(*since);
    }
    let one = |((rule, weight), since): ((&str, &str), Timestamp)| {
        let labels = [("target", line.target.as_str()), ("rule", rule), ("severity", weight)];
        sample(name, &labels, &since.as_second().to_string())
    };
    rules.into_iter().map(one).collect()
}

/// Of a rule the subject that turned most.
fn turns(name: &str, line: &Line) -> Vec<String> {
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    for flap in &line.flaps {
        let turns = rules.entry(&flap.rule).or_default();
        *turns = flap.turns.max(*turns);
    }
    let one =
        |(rule, turns): (&str, usize)| sample(name, &[("target", &line.target), ("rule", rule)], &turns.to_string());
    rules.into_iter().map(one).collect()
}
