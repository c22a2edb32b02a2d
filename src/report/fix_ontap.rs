//! `fix --format ontap`: commands to paste into a session, with comments. What would ask for something when it is typed, or is
//! still to be filled in, is a comment: a terminal would take the line behind it for the answer. Whether a shell passes over a line that
//! begins with `#`, or refuses it, it changes nothing.

use std::io;

use super::fix::{Fix, FixTarget};
use super::layout::{clean, subject, wrap};
use super::site;
use crate::judge::fix::Step;

/// Characters of a line of a comment.
const WIDE: usize = 100;

/// What makes the NDMP password: it is typed where nobody records it, and so stands in no plan.
const NEVER: &str = "generate-password";

/// Writes the plans.
pub(super) fn write(fix: &Fix, out: &mut dyn io::Write) -> io::Result<()> {
    let parts: Vec<String> = fix.targets.iter().map(plan).collect();
    writeln!(out, "{}", parts.join("\n\n"))
}

fn plan(target: &FixTarget) -> String {
    let mut lines =
        comment(&format!("Plan of mending: {}. Read it, then paste it into a session of its own.", target.target));
    if let Some(error) = &target.error {
        lines.extend(comment(error));
        return lines.join("\n");
    }
    lines.extend(comment(&target.gist()));
    lines.extend(site::told(&target.site).iter().flat_map(|told| comment(&format!("{} {told}", site::TITLE))));
    for (at, one) in target.steps.iter().enumerate() {
        lines.push(String::new());
        lines.extend(step(at + 1, one));
    }
    lines.join("\n")
}

fn step(number: usize, step: &Step) -> Vec<String> {
    let title = if step.commands.is_empty() { "by hand: " } else { "" };
    let mut lines = comment(&format!("{number}. {title}{}", if title.is_empty() { &step.why } else { &step.note }));
    for mended in &step.mends {
        let about = subject(&mended.subject);
        let about = if about.is_empty() { String::new() } else { format!("{about}: ") };
        lines.extend(comment(&format!("mends {}: {about}{}", mended.rule, mended.message)));
    }
    if !title.is_empty() {
        lines.extend(behind("check", &step.check));
        return lines;
    }
    lines.extend(comment(&step.note));
    if let Some(why) = &step.not_rehearsed {
        lines.extend(comment(&format!("not rehearsed: {why}")));
    }
    lines.extend(typed(step));
    // Behind the command: what shows it, and what takes it back.
    lines.extend(behind("check", &step.check));
    lines.extend(behind("undo", &step.undo));
    lines
}

/// Commands that are copied out of their comments, and so stay whole; nothing for those that no plan names.
fn behind(label: &str, commands: &[String]) -> Vec<String> {
    let shown = commands.iter().filter(|command| !command.contains(NEVER));
    shown.map(|command| format!("# {label}: {}", tame(command))).collect()
}

/// The commands, at the level that they need.
fn typed(step: &Step) -> Vec<String> {
    let commands: Vec<String> = step.commands.iter().map(|command| clean(command)).collect();
    let why = if step.apart {
        "Plan it apart from the others:".to_owned()
    } else if !step.fill_in.is_empty() {
        format!("Fill in {}, and type it by hand:", step.fill_in.join(", "))
    } else if !step.asks.is_empty() {
        format!("Type it by hand, for it asks for {}:", step.asks)
    } else {
        String::new()
    };
    let level = |level: &str, confirmations: &str| format!("set -privilege {level} -confirmations {confirmations}");
    let raised = (!step.privilege.is_empty()).then(|| [level(&step.privilege, "off"), level("admin", "on")]);
    let (before, behind) = raised.map(|[before, behind]| (before, behind)).unzip();
    let lines: Vec<String> = before.into_iter().chain(commands).chain(behind).collect();
    if why.is_empty() {
        return lines;
    }
    comment(&why).into_iter().chain(lines.iter().map(|line| format!("#   {}", tame(line)))).collect()
}

/// Lines of a comment. No sentence of it names what makes a password.
fn comment(text: &str) -> Vec<String> {
    let kept: Vec<&str> = text.split_inclusive(". ").filter(|sentence| !sentence.contains(NEVER)).collect();
    let text = tame(&kept.concat());
    if text.trim().is_empty() {
        return Vec::new();
    }
    wrap(&text, WIDE).into_iter().map(|line| format!("# {line}")).collect()
}

/// Text without the signs by which a shell ends a command, or helps.
fn tame(text: &str) -> String {
    clean(text).replace(';', ",").replace('?', ".").replace('"', "'")
}
