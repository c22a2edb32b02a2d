//! `--format github`: annotations of GitHub Actions, then the whole in the log. GitHub shows ten errors and ten warnings of a step, so
//! that the first says what all come to, and the worst of all targets follow; how many do not is said.

use std::io;

use super::account::{account, name, rank, sentence, source, troubles, unjudged};
use super::format::{Frame, Shape};
use super::layout::clean;
use super::place::path;
use super::{Readiness, Report, Style, Target};
use crate::judge::Outcome;

pub(super) const SHAPE: Shape = Shape { part, frame, ..Shape::of("github") };

/// Annotations of a kind that GitHub shows of a step, without the one for all.
pub(super) const SHOWN: usize = 9;

/// Characters of a message that GitHub shows.
const LONGEST: usize = 4000;

/// Ranks below it are of `must` rules: errors.
const MUST: usize = 2;

/// One annotation with what it is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Annotation {
    /// The least is the worst.
    rank: usize,
    line: String,
}

/// The worst findings of all targets so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shortlist {
    errors: Vec<Annotation>,
    warnings: Vec<Annotation>,
    /// All findings, shown or not.
    all: usize,
}

impl Shortlist {
    /// Notes the findings of the next target.
    pub(super) fn note(&mut self, target: &Target) {
        if let Some((word, why)) = unjudged(target) {
            let title = format!("{}: {word}", clean(&name(target)));
            self.keep(Annotation { rank: 0, line: command("error", &[("title", &title)], &why) });
        }
        for outcome in troubles(target) {
            let rank = rank(outcome).unwrap_or(usize::MAX);
            let list = if rank < MUST { &self.errors } else { &self.warnings };
            // Most of a large fleet is shown nowhere, and not written at all.
            if list.len() < SHOWN || list.last().is_some_and(|last| rank < last.rank) {
                self.keep(Annotation { rank, line: annotation(target, outcome, rank) });
            } else {
                self.all += 1;
            }
        }
    }

    fn keep(&mut self, one: Annotation) {
        self.all += 1;
        let list = if one.rank < MUST { &mut self.errors } else { &mut self.warnings };
        let at = list.partition_point(|other| other.rank <= one.rank);
        list.insert(at, one);
        list.truncate(SHOWN);
    }
}

fn annotation(target: &Target, outcome: &Outcome, rank: usize) -> String {
    let title = format!("{}: {} {}", clean(&name(target)), outcome.rule, outcome.verdict.word());
    let mut properties = vec![("title", title)];
    if let Some(mark) = outcome.evidence.first() {
        properties.push(("file", path(&mark.source)));
        properties.push(("line", mark.line.max(1).to_string()));
        properties.push(("col", mark.column.max(1).to_string()));
        properties.push(("endColumn", (mark.column.max(1) + mark.length).to_string()));
    }
    let properties: Vec<(&str, &str)> = properties.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let more = account(outcome).into_iter().map(|(label, text)| format!("{label}: {}", clean(&text)));
    let text = std::iter::once(sentence(outcome)).chain(more).collect::<Vec<_>>().join("\n");
    command(if rank < MUST { "error" } else { "warning" }, &properties, &text)
}

/// A command of the runner on one line.
fn command(kind: &str, properties: &[(&str, &str)], text: &str) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |(name, value): &(&str, &str)| {
        format!("{name}={}", data(&clean(value)).replace(':', "%3A").replace(',', "%2C"))
    };
    let properties: Vec<String> = properties.iter().map(property).collect();
    let blank = if properties.is_empty() { "" } else { " " };
    let text: String = text.chars().take(LONGEST).map(|c| if c == '\n' { c } else { tame(c) }).collect();
    format!("::{kind}{blank}{}::{}\n", properties.join(","), data(&text))
}

fn tame(c: char) -> char {
    clean(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
}

fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let list = &report.tally.shortlist;
    let kind = match report.verdict {
        Readiness::Ready => "notice",
        Readiness::Undecided => "warning",
        Readiness::NotReady | Readiness::Unreadable => "error",
    };
    let verdict = report.verdict.word().replace('-', " ");
    let shown = list.errors.len() + list.warnings.len();
    let hidden = if list.all > shown {
        format!(" {} of {} findings are annotated, the worst; the log has all.", shown, list.all)
    } else {
        String::new()
    };
    let text = format!("exit code {}, because {}.{hidden}", report.exit_code, report.because);
    let title = format!("{}: {verdict}", report.tool.name);
    let all = list.errors.iter().chain(&list.warnings).map(|one| one.line.as_str());
    let head: String = std::iter::once(command(kind, &[("title", &title)], &text).as_str()).chain(all).collect();
    Ok(Frame { head: head.into_bytes(), tail: Vec::new() })
}

/// What the log says of a target, folded.
fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let verdict = target.verdict.word().replace('-', " ");
    let mut out = command("group", &[], &format!("{}: {verdict}", clean(&name(target))));
    if let Some((word, why)) = unjudged(target) {
        out.push_str(&plain(&format!("{word}: {why}")));
    }
    if let Some(told) = target.site_remark() {
        out.push_str(&plain(&told));
    }
    for outcome in troubles(target) {
        let words = [outcome.verdict.word(), outcome.severity.word(), &outcome.rule, &sentence(outcome)];
        out.push_str(&plain(&words.join(" ")));
        for (label, text) in account(outcome) {
            out.push_str(&plain(&format!("    {label}: {text}")));
        }
        if let Some(source) = source(outcome) {
            out.push_str(&plain(&format!("    source: {source}")));
        }
    }
    out.push_str("::endgroup::\n");
    Ok(out.into_bytes())
}

/// A line of the log that is no command: the older form of them may stand anywhere.
fn plain(text: &str) -> String {
    clean(text).replace("##[", "# #[") + "\n"
}
