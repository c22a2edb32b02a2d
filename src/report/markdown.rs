//! `--format markdown`: for tickets and for the job summary of a CI system: what needs attention in full, the rest as counts.

use std::io;

use super::account::{account, message, name, source, troubles, unjudged};
use super::format::{Frame, Most, Shape};
use super::layout::{minute, subject};
use super::markdown_text::{code, text};
use super::{Report, Style, Target, site};
use crate::judge::{Outcome, Verdict};

/// GitHub takes a summary of 1 MiB at most.
const MOST: usize = 1 << 20;

/// What the table of all targets and the ending may take of it.
const FOR_FRAME: usize = 1 << 17;

pub(super) const SHAPE: Shape =
    Shape { part, frame, most: Most::Bytes(MOST - FOR_FRAME, short), ..Shape::of("markdown") };

fn frame(report: &Report, _: &Style) -> io::Result<Frame> {
    let verdict = report.verdict.word().replace('-', " ") + &site::behind(report.verdict, &report.tally.site);
    let mut head = format!(
        "# NDMP preflight: {verdict}\n\nExit code {}, because {}.\n\n\
         | target | verdict | pass | fail | unknown | not applicable | waived |\n|---|---|---|---|---|---|---|\n",
        report.exit_code,
        text(&report.because)
    );
    for (at, line) in report.tally.lines.iter().enumerate() {
        if head.len() > FOR_FRAME / 2 {
            head.push_str(&format!("\n{} more targets\n", report.tally.lines.len() - at));
            break;
        }
        let verdict = line.verdict.map_or("", |verdict| verdict.word());
        let counts = [
            line.summary.pass,
            line.summary.fail,
            line.summary.unknown,
            line.summary.not_applicable,
            line.summary.waived,
        ];
        let counts = counts.map(|count| count.to_string()).join(" | ");
        head.push_str(&format!("| {} | {verdict} | {counts} |\n", text(&line.told())));
    }
    let left_out = names(&report.left_out);
    let tail = if left_out.is_empty() { String::new() } else { format!("\nNot judged, as asked: {left_out}\n") };
    Ok(Frame { head: head.into_bytes(), tail: tail.into_bytes() })
}

fn names(rules: &[String]) -> String {
    rules.iter().map(|rule| code(rule)).collect::<Vec<_>>().join(", ")
}

/// In place of a target for which there is no room.
fn short(target: &Target) -> Vec<u8> {
    format!("\n## {}\n\nLeft out, for the summary would be too large; other formats have it.\n", text(&name(target)))
        .into_bytes()
}

fn part(target: &Target, _: &Style) -> io::Result<Vec<u8>> {
    let when = target.collected.map(|time| format!(", as of {}", minute(time))).unwrap_or_default();
    let mut parts = vec![format!("\n## {}: {}{when}", text(&name(target)), target.verdict.word().replace('-', " "))];
    let known = [
        ("cluster", &target.cluster),
        ("ONTAP", &target.ontap),
        ("scope", &target.scope),
        ("application", &target.dma),
    ];
    let known = known.into_iter().filter_map(|(label, value)| Some(format!("{label} {}", text(value.as_ref()?))));
    let known: Vec<String> = known.collect();
    if !known.is_empty() {
        parts.push(known.join(", "));
    }
    parts.extend(target.site_remark().map(|told| text(&told)));
    if let Some((word, why)) = unjudged(target) {
        parts.push(format!("**{word}**: {}", text(&why)));
    }
    parts.extend(troubles(target).into_iter().map(finding));
    parts.extend(listed("Waived", target, Verdict::Waived));
    let next: Vec<String> = target.capture_next.iter().map(|next| format!("- {}", code(&next.command))).collect();
    if !next.is_empty() {
        parts.push(format!("### Capture these commands next\n\n{}", next.join("\n")));
    }
    parts.extend(target.remarks.iter().map(|remark| format!("Note: {}", text(remark))));
    Ok((parts.join("\n\n") + "\n").into_bytes())
}

fn finding(outcome: &Outcome) -> String {
    let about = subject(&outcome.subject);
    let about = if about.is_empty() { String::new() } else { format!(" {}", text(&about)) };
    let beyond = if outcome.beyond { ", beyond the document" } else { "" };
    let mut lines = vec![
        format!("### {}: {} {}{beyond}{about}\n", outcome.verdict.word(), outcome.severity.word(), code(&outcome.rule)),
        text(&message(outcome)),
        String::new(),
    ];
    for (label, told) in account(outcome) {
        let told = if matches!(label, "fix" | "check" | "undo") { code(&told) } else { text(&told) };
        lines.push(format!("- {label}: {told}"));
    }
    lines.extend(source(outcome).map(|source| format!("- source: {}", text(&source))));
    let seen = outcome.evidence.iter().take(SEEN).filter(|mark| !mark.text.is_empty());
    lines.extend(seen.map(|mark| {
        let note = if mark.note.is_empty() { String::new() } else { format!(" ({})", text(&mark.note)) };
        format!("- seen: {}{note}", code(&mark.text))
    }));
    lines.join("\n")
}

/// Cells of ONTAP's text that are shown of a finding.
const SEEN: usize = 6;

fn listed(title: &str, target: &Target, verdict: Verdict) -> Option<String> {
    let of = target.outcomes.iter().filter(|outcome| outcome.verdict == verdict);
    let lines: Vec<String> = of
        .map(|outcome| {
            format!("- {} {}: {}", code(&outcome.rule), text(&subject(&outcome.subject)), text(&outcome.message))
        })
        .collect();
    (!lines.is_empty()).then(|| format!("### {title}\n\n{}", lines.join("\n")))
}
