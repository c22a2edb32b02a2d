//! What runs of many days say of each cluster, in the shape `ndmp-preflight/trend/v1`: since when it is not ready, which rules are red
//! and since when, and which turn to and fro. What was not seen is not told: a run that could not tell ends what stood before it.

use std::collections::BTreeMap;
use std::io;

use jiff::Timestamp;
use serde::Serialize;

use super::named::Named;
use super::style::Style;
use super::{Exit, Policy, Readiness, Report, Summary, Tally, Target, Tool, account, json};
use super::{trend_html, trend_human, trend_openmetrics};
use crate::judge::{Severity, Verdict};

/// What many runs say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    schema: &'static str,
    tool: Tool,
    /// The gravest of the newest verdicts.
    pub verdict: Readiness,
    /// As `check` would end with the newest runs; 4 where a file could not be read, 3 where one tells no time.
    pub exit_code: u8,
    /// One a cluster, the worst and longest first.
    pub targets: Vec<Line>,
    /// Files, and clusters of them, that stand on no time line.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// What stands on no time line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The file, as it was named.
    pub source: String,
    /// Why.
    pub why: String,
    /// Whether it could not be read at all.
    pub unreadable: bool,
}

/// One cluster on its time line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Line {
    /// Name by which the user knows it.
    pub target: String,
    /// The verdict of its newest run.
    pub verdict: Readiness,
    /// The first of the runs that have it without another between them.
    #[serde(serialize_with = "instant")]
    pub since: Timestamp,
    /// The run before that one, which had another.
    pub before: Option<Before<Readiness>>,
    /// The newest run in which it was ready.
    #[serde(serialize_with = "json::time")]
    pub last_ready: Option<Timestamp>,
    /// All its runs, the oldest first.
    pub runs: Vec<Run>,
    /// What fails in its newest run, the oldest failure first.
    pub red: Vec<Red>,
    /// What came back: failed, passed and failed again, or the other way round.
    pub flaps: Vec<Flap>,
    /// What else is to be said of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

/// The run before something began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Before<T> {
    /// When it was.
    #[serde(serialize_with = "instant")]
    pub time: Timestamp,
    /// What was said then; `null` where it was not there.
    pub verdict: Option<T>,
}

/// One run of one cluster.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Run {
    /// When the cluster was asked; where only the name of the file tells it, that.
    #[serde(serialize_with = "instant")]
    pub time: Timestamp,
    /// The file.
    pub source: String,
    /// What was said of it.
    pub verdict: Readiness,
    /// How many outcomes had which verdict.
    pub summary: Summary,
    #[serde(skip)]
    is_judged: bool,
}

/// A failure of the newest run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Red {
    /// The rule.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// What it is about.
    pub subject: BTreeMap<String, String>,
    /// The first of the runs in which it failed without another verdict between them.
    #[serde(serialize_with = "instant")]
    pub since: Timestamp,
    /// The run before that one.
    pub before: Option<Before<Verdict>>,
}

/// What turned more than once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Flap {
    /// The rule.
    pub rule: String,
    /// Its weight.
    pub severity: Severity,
    /// What it is about.
    pub subject: BTreeMap<String, String>,
    /// How often it turned from passed to failed or back; what could not be told between is none.
    pub turns: usize,
    /// The run in which it turned last.
    #[serde(serialize_with = "instant")]
    pub last: Timestamp,
    /// What it says in the newest run, where it stands in it.
    pub verdict: Option<Verdict>,
}

fn instant<S: serde::Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

/// A rule about a subject.
type Key = (String, BTreeMap<String, String>);

/// A run as it is kept until all are known.
#[derive(Clone, Debug)]
struct Seen {
    run: Run,
    /// Whether it was judged here, and not when it was written.
    is_judged_here: bool,
    outcomes: BTreeMap<Key, (Severity, Verdict)>,
}

/// Where runs come from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'s> {
    /// The file.
    pub source: &'s str,
    /// The time that its name tells.
    pub named: Option<Timestamp>,
    /// Whether it is evidence that was judged now, and not a report.
    pub is_judged_here: bool,
}

/// Why a file without a time stands on no time line.
pub const UNDATED: &str = "tells no time: neither when the cluster was asked nor, in its name or that of its folder, a day \
    such as 2026-11-20";

impl Origin<'_> {
    /// When a target was asked; where it tells it not, when the others of its file were, else what the name tells.
    pub fn time(&self, target: &Target, all: &[Target]) -> Option<Timestamp> {
        target.collected.or_else(|| all.iter().filter_map(|other| other.collected).max()).or(self.named)
    }
}

/// Gathers runs in any order.
#[derive(Clone, Debug, Default)]
pub struct History {
    policy: Policy,
    /// Runs before it do not count.
    since: Option<Timestamp>,
    lines: BTreeMap<String, Vec<Seen>>,
    left_out: Vec<LeftOut>,
}

impl History {
    /// Of no run yet; `since`: the time from which runs count.
    pub fn new(policy: Policy, since: Option<Timestamp>) -> Self {
        Self { policy, since, ..Self::default() }
    }

    /// Takes the targets of one file.
    pub fn add(&mut self, origin: Origin<'_>, mut targets: Vec<Target>) {
        let mut tally = Tally::new(self.policy).unlisted();
        targets.iter_mut().for_each(|target| tally.add(target));
        for target in &targets {
            match origin.time(target, &targets) {
                Some(time) if self.since.is_none_or(|since| time >= since) => self.note(origin, target, time),
                Some(_) => {}
                None => {
                    let of = if targets.len() > 1 { format!("`{}` of it ", target.target) } else { String::new() };
                    self.leave_out(origin.source, format!("{of}{UNDATED}"), false);
                }
            }
        }
    }

    /// Notes what cannot stand on a time line.
    pub fn leave_out(&mut self, source: &str, why: String, unreadable: bool) {
        self.left_out.push(LeftOut { source: source.to_owned(), why, unreadable });
    }

    fn note(&mut self, origin: Origin<'_>, target: &Target, time: Timestamp) {
        let outcomes = target.outcomes.iter();
        let kept = outcomes.map(|own| ((own.rule.clone(), own.subject.clone()), (own.severity, own.verdict)));
        let (verdict, summary, is_judged) = (target.verdict, target.summary, target.is_judged());
        let run = Run { time, source: origin.source.to_owned(), verdict, summary, is_judged };
        let seen = Seen { run, is_judged_here: origin.is_judged_here, outcomes: kept.collect() };
        self.lines.entry(account::name(target)).or_default().push(seen);
    }

    /// What they say together.
    pub fn trend(self) -> Trend {
        let mut targets: Vec<Line> = self.lines.into_iter().filter_map(|(name, runs)| Line::of(name, runs)).collect();
        let rank = |verdict| GRAVEST.iter().position(|known| *known == verdict);
        targets.sort_by(|one, other| {
            let key = |line: &Line| (rank(line.verdict), line.since);
            key(one).cmp(&key(other)).then_with(|| one.target.cmp(&other.target))
        });
        let verdict = targets.first().map_or(Readiness::Undecided, |line| line.verdict);
        let exit_code = ended(verdict, self.policy, &targets, &self.left_out).code();
        let Report { tool, .. } = Report::closing(Tally::default());
        Trend { schema: "ndmp-preflight/trend/v1", tool, verdict, exit_code, targets, left_out: self.left_out }
    }
}

/// The worst first.
const GRAVEST: [Readiness; 4] = [Readiness::Unreadable, Readiness::NotReady, Readiness::Undecided, Readiness::Ready];

fn ended(verdict: Readiness, policy: Policy, targets: &[Line], left_out: &[LeftOut]) -> Exit {
    let is_blank = |line: &Line| line.runs.last().is_none_or(|run| !run.is_judged);
    let is_open = !left_out.is_empty() || targets.is_empty() || targets.iter().any(is_blank);
    match verdict {
        _ if left_out.iter().any(|one| one.unreadable) => Exit::Unreadable,
        Readiness::Unreadable => Exit::Unreadable,
        Readiness::NotReady => Exit::NotReady,
        Readiness::Undecided if is_open || !policy.allow_unknown => Exit::Undecided,
        _ if is_open => Exit::Undecided,
        _ => Exit::Ready,
    }
}

impl Line {
    fn of(target: String, mut seen: Vec<Seen>) -> Option<Self> {
        // What was judged here goes before a report of the same time, and of two reports the one named last.
        seen.sort_by(|one, other| {
            let key = |seen: &Seen| (seen.run.time, seen.is_judged_here);
            key(one).cmp(&key(other)).then_with(|| one.run.source.cmp(&other.run.source))
        });
        let remarks = doubled(&seen);
        let mut runs: Vec<Seen> = Vec::new();
        for one in seen {
            if runs.last().is_some_and(|last| last.run.time == one.run.time) {
                runs.pop();
            }
            runs.push(one);
        }
        let newest = runs.last()?;
        let verdict = newest.run.verdict;
        let told: Vec<_> = runs.iter().map(|seen| (seen.run.time, Some(seen.run.verdict))).collect();
        let (since, before) = streak(&told)?;
        let last_ready =
            told.iter().rev().find(|(_, verdict)| *verdict == Some(Readiness::Ready)).map(|(time, _)| *time);
        let (red, flaps) = (red(&runs), flaps(&runs));
        let runs = runs.into_iter().map(|seen| seen.run).collect();
        Some(Self { target, verdict, since, before, last_ready, runs, red, flaps, remarks })
    }
}

/// Two of one time that say different things.
fn doubled(seen: &[Seen]) -> Vec<String> {
    let is_other = |pair: &&[Seen]| pair[0].run.time == pair[1].run.time && pair[0].outcomes != pair[1].outcomes;
    let told = |pair: &[Seen]| {
        let [one, other] = [&pair[0].run, &pair[1].run];
        format!("`{}` says otherwise than `{}` of the same time, which counts", one.source, other.source)
    };
    seen.windows(2).filter(is_other).map(told).collect()
}

/// The first of the runs that say what the last one says, without another between them; and the run before it.
fn streak<T: Copy + PartialEq>(told: &[(Timestamp, Option<T>)]) -> Option<(Timestamp, Option<Before<T>>)> {
    let (_, newest) = told.last()?;
    let length = told.iter().rev().take_while(|(_, verdict)| verdict == newest).count();
    let first = told.len() - length;
    let before = first.checked_sub(1).and_then(|at| told.get(at));
    Some((told.get(first)?.0, before.map(|(time, verdict)| Before { time: *time, verdict: *verdict })))
}

/// What a rule said of a subject in each run.
fn told(runs: &[Seen], key: &Key) -> Vec<(Timestamp, Option<Verdict>)> {
    runs.iter().map(|seen| (seen.run.time, seen.outcomes.get(key).map(|(_, verdict)| *verdict))).collect()
}

fn red(runs: &[Seen]) -> Vec<Red> {
    let Some(newest) = runs.last() else { return Vec::new() };
    let failed = newest.outcomes.iter().filter(|(_, (_, verdict))| *verdict == Verdict::Fail);
    let one = |(key, (severity, _)): (&Key, &(Severity, Verdict))| {
        let (since, before) = streak(&told(runs, key))?;
        let (rule, subject) = key.clone();
        Some(Red { rule, severity: *severity, subject, since, before })
    };
    let mut red: Vec<Red> = failed.filter_map(one).collect();
    red.sort_by_key(|red| (red.severity, red.since));
    red
}

fn flaps(runs: &[Seen]) -> Vec<Flap> {
    let keys: BTreeMap<&Key, Severity> =
        runs.iter().flat_map(|seen| &seen.outcomes).map(|(key, (severity, _))| (key, *severity)).collect();
    let one = |(key, severity): (&Key, Severity)| {
        let told = told(runs, key);
        let decided = told.iter().filter_map(|(time, verdict)| Some((*time, is_red((*verdict)?)?)));
        let decided: Vec<(Timestamp, bool)> = decided.collect();
        let turned: Vec<Timestamp> =
            decided.windows(2).filter(|pair| pair[0].1 != pair[1].1).map(|pair| pair[1].0).collect();
        let last = turned.last().copied().filter(|_| turned.len() > 1)?;
        let (rule, subject) = key.clone();
        Some(Flap { rule, severity, subject, turns: turned.len(), last, verdict: told.last()?.1 })
    };
    let mut flaps: Vec<Flap> = keys.into_iter().filter_map(one).collect();
    flaps.sort_by_key(|flap| (flap.severity, std::cmp::Reverse(flap.turns)));
    flaps
}

/// Whether it is red, where it is decided.
fn is_red(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::Fail => Some(true),
        Verdict::Pass | Verdict::Waived => Some(false),
        Verdict::Unknown | Verdict::NotApplicable => None,
    }
}

/// How it is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TrendFormat {
    /// For a terminal.
    #[default]
    Human,
    /// `ndmp-preflight/trend/v1`.
    Json,
    /// Metrics for Prometheus.
    Openmetrics,
    /// A page for a browser.
    Html,
}

impl TrendFormat {
    /// The names of all, in their order.
    pub const WORDS: [&str; 4] = ["human", "json", "openmetrics", "html"];
}

impl Named for TrendFormat {
    fn names() -> Vec<&'static str> {
        Self::WORDS.to_vec()
    }

    fn named(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|known| *known == word)?;
        [Self::Human, Self::Json, Self::Openmetrics, Self::Html].get(at).copied()
    }
}

impl Trend {
    /// How the program ends.
    pub fn exit(&self) -> Exit {
        Exit::of_code(self.exit_code)
    }

    /// Writes it; `style` concerns the format for people alone.
    ///
    /// # Errors
    /// Those of writing.
    pub fn write(&self, format: TrendFormat, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        match format {
            TrendFormat::Human => out.write_all(trend_human::text(self, style).as_bytes()),
            TrendFormat::Json => json::pretty(self, out),
            TrendFormat::Openmetrics => out.write_all(trend_openmetrics::text(self).as_bytes()),
            TrendFormat::Html => out.write_all(trend_html::page(self).as_bytes()),
        }
    }

    /// The time of the oldest and of the newest run.
    pub(super) fn span(&self) -> Option<(Timestamp, Timestamp)> {
        let times = || self.targets.iter().flat_map(|line| &line.runs).map(|run| run.time);
        times().min().zip(times().max())
    }
}
