//! `fix --format human`: for a person at a terminal. Commands are not wrapped, for they are there to be copied.

use std::io;

use super::fix::{Fix, FixTarget};
use super::handoff::OpenPoint;
use super::layout::{clean, hang, hang_error, subject};
use super::style::{Ink, Style};
use super::{Readiness, Verbosity};
use crate::judge::Verdict;
use crate::judge::fix::{Mended, Step, Then};

/// Blanks before what is said of a step.
const INDENT: usize = 13;

/// Writes the plans.
pub(super) fn write(fix: &Fix, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let shown = if style.verbosity == Verbosity::Quiet { &[] } else { fix.targets.as_slice() };
    let mut parts: Vec<String> = shown.iter().flat_map(|target| plan(target, style)).collect();
    let verdict = fix.verdict.word().replace('-', " ");
    let exit = format!("{}, because {}", fix.exit_code, clean(&fix.because));
    parts.push(format!("verdict    {verdict} (now)\n{}", hang("exit code  ", 11, &exit, style.prose())));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn plan(target: &FixTarget, style: &Style) -> Vec<String> {
    let name = style.paint(Ink::Strong, &clean(&target.target));
    let mut parts = vec![format!("{} {name}  plan of mending; nothing of it is sent", style.paint(Ink::Faint, "=="))];
    if let Some(error) = &target.error {
        let word = style.paint(Ink::Bad, Readiness::Unreadable.word());
        parts.push(hang_error(&format!("{word}  "), 12, error, style.prose()));
        return parts;
    }
    parts.push(hang("", 0, &target.gist(), style.prose()));
    parts.extend(target.steps.iter().enumerate().map(|(at, one)| step(at + 1, one, style)));
    parts.extend(open(&target.rehearsal.open, style));
    let next: Vec<String> = target.capture_next.iter().map(|next| format!("  {}", clean(&next.command))).collect();
    if !next.is_empty() {
        let title = style.paint(Ink::Strong, "Capture these commands next: what they tell may need mending too");
        parts.push(format!("{title}\n{}", next.join("\n")));
    }
    parts.extend(target.remarks.iter().map(|remark| hang("note: ", 6, &clean(remark), style.prose())));
    parts
}

fn step(number: usize, step: &Step, style: &Style) -> String {
    let head = style.paint(Ink::Strong, &format!("{number:>3}. "));
    let mut lines: Vec<String> = Vec::new();
    for command in &step.commands {
        let start = if lines.is_empty() { head.clone() } else { "     ".to_owned() };
        lines.push(format!("{start}{}", style.paint(Ink::Command, &clean(command))));
    }
    if lines.is_empty() {
        let text = if step.note.is_empty() { "no fix is known; see `explain`" } else { &step.note };
        lines.push(hang(&format!("{head}by hand: "), 14, &clean(text), style.prose()));
    }
    let mut say = |label: &str, text: &str| {
        if !text.is_empty() {
            let head = style.paint(Ink::Faint, &format!("{label:>11}: "));
            lines.push(hang(&head, INDENT, &clean(text), style.prose()));
        }
    };
    say("why", &step.why);
    step.mends.iter().for_each(|mended| say("mends", &mends(mended)));
    say("fill in", &step.fill_in.join(", "));
    say("asks for", &step.asks);
    say("level", &privilege(step));
    for (label, commands) in [("check", &step.check), ("undo", &step.undo)] {
        for command in commands {
            let head = style.paint(Ink::Faint, &format!("{label:>11}: "));
            lines.push(format!("{head}{}", style.paint(Ink::Command, &clean(command))));
        }
    }
    if !step.commands.is_empty() && !step.note.is_empty() {
        let head = style.paint(Ink::Faint, &format!("{:>11}: ", "note"));
        lines.push(hang(&head, INDENT, &clean(&step.note), style.prose()));
    }
    lines.push(rehearsed(step, style));
    lines.join("\n")
}

fn privilege(step: &Step) -> String {
    if step.privilege.is_empty() { String::new() } else { format!("`set -privilege {}` before it", step.privilege) }
}

fn mends(mended: &Mended) -> String {
    let about = subject(&mended.subject);
    let about = if about.is_empty() { String::new() } else { format!("{about}: ") };
    format!("{} ({}) {about}{}", mended.rule, mended.severity.word(), mended.message)
}

fn rehearsed(step: &Step, style: &Style) -> String {
    let head = style.paint(Ink::Faint, &format!("{:>11}: ", "rehearsed"));
    let text = match &step.not_rehearsed {
        Some(why) => format!("no, {why}"),
        None => {
            let open = step.mends.iter().filter(|one| !matches!(one.then, Then::Passes | Then::NotApplicable));
            let open: Vec<String> = open.map(|one| format!("{} {}: {}", one.rule, one.then.word(), one.says)).collect();
            if open.is_empty() { "yes, it passes then".to_owned() } else { format!("yes; {}", open.join("; ")) }
        }
    };
    hang(&head, INDENT, &clean(&text), style.prose())
}

fn open(points: &[OpenPoint], style: &Style) -> Option<String> {
    let line = |point: &OpenPoint| {
        let ink = if point.verdict == Verdict::Fail { Ink::Bad } else { Ink::Doubt };
        let head = format!("  {} ", style.paint(ink, &format!("{:7}", point.verdict.word())));
        let text = format!("{} {}  {}", point.severity.word(), point.rule, point.text());
        hang(&head, 10, &text, style.prose())
    };
    let lines: Vec<String> = points.iter().map(line).collect();
    let title = style.paint(Ink::Strong, "Open behind all steps, as rehearsed");
    (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
}
