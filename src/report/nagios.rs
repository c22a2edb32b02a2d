//! `--format nagios`: what a plug-in of Nagios, Icinga and their kin prints, by the Monitoring Plugins Development Guidelines: a
//! line with the state and, behind a bar, performance data; then the long output, the worst of each cluster first. And the four
//! states themselves, by which such a plug-in ends.

use std::io;

use super::account::{name, sentence, troubles, unjudged};
use super::format::{Frame, Most, Shape};
use super::layout::clean;
use super::tally::TargetLine;
use super::verdict::counted;
use super::{Exit, Readiness, Report, Style, Target};
use crate::judge::Outcome;

/// Nagios reads 8 KiB of a plug-in (`MAX_PLUGIN_OUTPUT_LENGTH`); the first line takes less than 2 of them.
const ROOM: usize = 6 << 10;

/// What is said where there is no room left.
const FULL: &[u8] = b"(no room for more: `--report html=FILE` beside this one holds all)\n";

/// Findings of a cluster; who wants all has the other formats.
const SHOWN: usize = 12;

/// Characters of a text; a longer one is cut.
const LONG: usize = 400;

pub(super) const SHAPE: Shape = Shape { part, frame, most: Most::Until(ROOM, FULL), ..Shape::of("nagios") };

/// How a plug-in ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// Ready, and nothing to be said against it.
    Ok = 0,
    /// Ready, although a `should` rule failed, or `--allow-unknown` accepted what could not be told.
    Warning = 1,
    /// Not ready; or a cluster cannot be reached, which the guidelines do not count as unknown.
    Critical = 2,
    /// It could not be told, or the plug-in itself was called wrongly.
    Unknown = 3,
}

impl State {
    /// What a run comes to.
    pub fn of(report: &Report) -> Self {
        let has_failure = |line: &TargetLine| line.failures[1] > 0;
        match report.exit() {
            Exit::NotReady | Exit::Unreadable => Self::Critical,
            Exit::Usage | Exit::Undecided => Self::Unknown,
            Exit::Ready if report.verdict != Readiness::Ready => Self::Warning,
            Exit::Ready if report.tally.lines.iter().any(has_failure) => Self::Warning,
            Exit::Ready => Self::Ok,
        }
    }

    /// The exit code of the plug-in.
    pub fn code(self) -> u8 {
        self as u8
    }

    fn word(self) -> &'static str {
        ["OK", "WARNING", "CRITICAL", "UNKNOWN"][usize::from(self.code())]
    }
}

/// How the program ends: by its own exit codes, or by those of a plug-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExitCodes {
    /// 0 ready, 1 not ready, 2 usage, 3 undecided, 4 unreadable.
    #[default]
    Own,
    /// 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
    Nagios,
}

impl ExitCodes {
    /// What the operating system sees of a run with this report.
    pub fn code(self, report: &Report) -> u8 {
        match self {
            Self::Own => report.exit_code,
            Self::Nagios => State::of(report).code(),
        }
    }

    /// And of one that judged nothing, and would end with `own`.
    pub fn of_complaint(self, own: u8) -> u8 {
        match self {
            Self::Own => own,
            Self::Nagios => State::Unknown.code(),
        }
    }
}

/// The line of a plug-in that could not do its work.
pub fn complaint(why: &str) -> String {
    status(State::Unknown, &fit(why.lines().next().unwrap_or_default().trim_start_matches("error: ")))
}

fn status(state: State, told: &str) -> String {
    format!("NDMP {}: {told}\n", state.word())
}

/// Text that neither begins performance data nor another line, and is no longer than people read.
fn fit(text: &str) -> String {
    let text = clean(text).replace('|', "\u{a6}");
    let end = text.char_indices().nth(LONG).map(|(end, _)| end);
    end.map_or_else(|| text.clone(), |end| format!("{}...", &text[..end]))
}

fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let state = State::of(report);
    let because = report.because.replace('`', "") + &warned(&report.tally.lines, state);
    let told = match report.tally.lines.as_slice() {
        [] => because,
        [line] => format!("{} {}, {because}", line.told(), word(report.verdict)),
        lines => format!("{}; {because}", standing(lines)),
    };
    let line = status(state, &fit(&told));
    let head = format!("{} | {}\n", line.trim_end(), performance(report));
    Ok(Frame { head: head.into_bytes(), tail: Vec::new() })
}

/// Who is ready and not all right says why.
fn warned(lines: &[TargetLine], state: State) -> String {
    let failures: usize = lines.iter().map(|line| line.failures[1]).sum();
    let is_told = state == State::Warning && failures > 0;
    if is_told { format!("; {} of should rules", counted(failures, "failure")) } else { String::new() }
}

fn word(verdict: Readiness) -> String {
    verdict.word().replace('-', " ")
}

/// `3 clusters: 1 not ready, 2 ready`.
fn standing(lines: &[TargetLine]) -> String {
    let of = |verdict: Readiness| match with(lines, verdict) {
        0 => None,
        count => Some(format!("{count} {}", word(verdict))),
    };
    let told: Vec<String> = GRAVEST.into_iter().filter_map(of).collect();
    format!("{}: {}", counted(lines.len(), "cluster"), told.join(", "))
}

const GRAVEST: [Readiness; 4] = [Readiness::Unreadable, Readiness::NotReady, Readiness::Undecided, Readiness::Ready];

fn with(lines: &[TargetLine], verdict: Readiness) -> usize {
    lines.iter().filter(|line| line.verdict == Some(verdict)).count()
}

/// `label=value;warn;crit;min;max`. A limit is the range beyond which the state is worse: none of what is critical is as it should be.
fn performance(report: &Report) -> String {
    let lines = &report.tally.lines;
    let all = lines.len();
    let of = |label: &str, verdict, limits: &str| format!("{label}={};{limits};0;{all}", with(lines, verdict));
    let unjudged = lines.iter().filter(|line| line.error.is_some() || line.summary.total() == 0).count();
    let sum = |label: &str, count: fn(&TargetLine) -> usize| {
        format!("{label}={};;;0", lines.iter().map(count).sum::<usize>())
    };
    let clusters = [
        of("ready", Readiness::Ready, ";"),
        of("not_ready", Readiness::NotReady, ";0"),
        of("undecided", Readiness::Undecided, ";"),
        of("unreadable", Readiness::Unreadable, ";0"),
        format!("unjudged={unjudged};;;0;{all}"),
    ];
    let outcomes = [
        sum("pass", |line| line.summary.pass),
        sum("fail", |line| line.summary.fail),
        sum("unknown", |line| line.summary.unknown),
        sum("not_applicable", |line| line.summary.not_applicable),
        sum("waived", |line| line.summary.waived),
        sum("must_failures", |line| line.failures[0]),
    ];
    clusters.into_iter().chain(outcomes).collect::<Vec<_>>().join(" ")
}

/// What stands of one cluster in the long output.
fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let mut lines = vec![fit(&format!("{}: {}", name(target), word(target.verdict)))];
    lines.extend(unjudged(target).map(|(reason, why)| fit(&format!("  {reason}: {why}"))));
    lines.extend(target.site_remark().map(|told| fit(&format!("  {told}"))));
    let troubles = troubles(target);
    lines.extend(troubles.iter().take(SHOWN).flat_map(|outcome| finding(outcome)));
    let more = troubles.len().saturating_sub(SHOWN);
    lines.extend((more > 0).then(|| format!("  and {}", counted(more, "finding").replacen(' ', " more ", 1))));
    Ok((lines.join("\n") + "\n").into_bytes())
}

fn finding(outcome: &Outcome) -> Vec<String> {
    let (verdict, weight, rule) = (outcome.verdict.word(), outcome.severity.word(), &outcome.rule);
    let mut lines = vec![fit(&format!("  {verdict} {weight} {rule}: {}", sentence(outcome)))];
    lines.extend(outcome.fix.first().map(|command| fit(&format!("    fix: {command}"))));
    lines
}
