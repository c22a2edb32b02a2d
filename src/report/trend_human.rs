//! The time lines for a terminal: a line a cluster, and below it what is red and what turns to and fro.

use std::collections::BTreeMap;

use super::human::words;
use super::layout::{clean, minute, pad, subject, widest};
use super::style::{Ink, Style};
use super::trend::{Before, Flap, Line, Red, Trend};
use super::verdict::counted;
use super::{Readiness, Verbosity};

/// Runs whose verdicts are shown, a sign each; older ones are many.
const SIGNS: usize = 30;

pub(super) fn text(trend: &Trend, style: &Style) -> String {
    let names = widest(trend.targets.iter().map(|line| line.target.as_str())).min(40);
    let mut lines = Vec::new();
    for line in &trend.targets {
        lines.push(summed(line, names, style));
        if !style.is_quiet() {
            lines.extend(below(line, style));
        }
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.extend(closing(trend));
    lines.join("\n") + "\n"
}

/// `not ready  tweed  ..xx  since 2026-11-03 08:00 UTC, ready on 2026-11-02 08:00 UTC`.
fn summed(line: &Line, names: usize, style: &Style) -> String {
    let verdict = style.paint(ink(line.verdict), &pad(words(line.verdict), "unreadable".len()));
    let name = style.paint(Ink::Strong, &pad(&clean(&line.target), names));
    let before =
        line.before.map(|before| behind(&before, before.verdict.map(|own| words(own).to_owned()))).unwrap_or_default();
    let first = if line.before.is_none() { " at the latest" } else { "" };
    format!("{verdict}  {name}  {}  since {}{first}{before}", signs(line), minute(line.since))
}

fn ink(verdict: Readiness) -> Ink {
    match verdict {
        Readiness::Ready => Ink::Good,
        Readiness::NotReady | Readiness::Unreadable => Ink::Bad,
        Readiness::Undecided => Ink::Doubt,
    }
}

/// `, ready on ...`: what was before.
fn behind<T>(before: &Before<T>, word: Option<String>) -> String {
    format!(", {} on {}", word.unwrap_or_else(|| "not there".to_owned()), minute(before.time))
}

/// A sign for the verdict of each run, the newest last.
fn signs(line: &Line) -> String {
    let sign = |verdict: Readiness| match verdict {
        Readiness::Ready => '.',
        Readiness::NotReady => 'x',
        Readiness::Undecided => '?',
        Readiness::Unreadable => '-',
    };
    let older = line.runs.len().saturating_sub(SIGNS);
    let cut = if older > 0 { "..." } else { "" };
    cut.to_owned() + &line.runs[older..].iter().map(|run| sign(run.verdict)).collect::<String>()
}

fn below(line: &Line, style: &Style) -> Vec<String> {
    let mut lines: Vec<String> = line.remarks.iter().map(|remark| format!("  note   {}", clean(remark))).collect();
    if style.verbosity == Verbosity::Verbose {
        lines.extend(line.red.iter().map(red).chain(line.flaps.iter().map(flap)));
    } else {
        let of = by_rule(&line.red, |red| &red.rule);
        lines.extend(of.into_iter().map(|(first, more)| red(first) + &more_of(more)));
        let of = by_rule(&line.flaps, |flap| &flap.rule);
        lines.extend(of.into_iter().map(|(first, more)| flap(first) + &more_of(more)));
    }
    lines
}

/// Of each rule the first of its lines, and how many others there are.
fn by_rule<T>(all: &[T], rule: fn(&T) -> &str) -> Vec<(&T, usize)> {
    let mut rules: Vec<(&T, usize)> = Vec::new();
    for one in all {
        match rules.iter_mut().find(|(first, _)| rule(first) == rule(one)) {
            Some((_, more)) => *more += 1,
            None => rules.push((one, 0)),
        }
    }
    rules
}

fn more_of(more: usize) -> String {
    if more > 0 { format!("; {more} more as well") } else { String::new() }
}

fn about(of: &BTreeMap<String, String>) -> String {
    let about = subject(of);
    if about.is_empty() { about } else { format!("  {about}") }
}

fn red(red: &Red) -> String {
    let before = red.before.map(|before| behind(&before, before.verdict.map(|verdict| verdict.word().to_owned())));
    let first = if before.is_none() { " at the latest" } else { "" };
    let (weight, about) = (red.severity.word(), about(&red.subject));
    format!("  red    {weight} {}{about}  since {}{first}{}", red.rule, minute(red.since), before.unwrap_or_default())
}

fn flap(flap: &Flap) -> String {
    let now = flap.verdict.map_or("not there", crate::judge::Verdict::word);
    let (weight, about, turns) = (flap.severity.word(), about(&flap.subject), counted(flap.turns, "turn"));
    format!("  flaps  {weight} {}{about}  {turns}, the last on {}; now {now}", flap.rule, minute(flap.last))
}

fn closing(trend: &Trend) -> Vec<String> {
    let runs: usize = trend.targets.iter().map(|line| line.runs.len()).sum();
    let span = trend.span().map(|(first, last)| format!(", from {} to {}", minute(first), minute(last)));
    let of = counted(trend.targets.len(), "cluster");
    let mut lines = vec![format!("examined    {} of {of}{}", counted(runs, "run"), span.unwrap_or_default())];
    let left = |one: &super::trend::LeftOut| format!("left out    `{}` {}", clean(&one.source), clean(&one.why));
    lines.extend(trend.left_out.iter().map(left));
    lines.push(format!("verdict     {}", words(trend.verdict)));
    lines.push(format!("exit code   {}", trend.exit_code));
    lines
}
