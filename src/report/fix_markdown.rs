//! `fix --format markdown`: the plan for a ticket, with a box for each step.

use std::io;

use super::fix::{Fix, FixTarget};
use super::layout::subject;
use super::markdown_text::{code, text};
use crate::judge::fix::{Mended, Step};

/// Writes the plans.
pub(super) fn write(fix: &Fix, out: &mut dyn io::Write) -> io::Result<()> {
    let mut parts: Vec<String> = fix.targets.iter().flat_map(plan).collect();
    let verdict = fix.verdict.word().replace('-', " ");
    parts.push(format!("Verdict now: {verdict}. Exit code {}, because {}.", fix.exit_code, text(&fix.because)));
    writeln!(out, "{}", parts.join("\n\n"))
}

fn plan(target: &FixTarget) -> Vec<String> {
    let mut parts = vec![format!("# Plan of mending: {}", text(&target.target))];
    if let Some(error) = &target.error {
        parts.push(text(error));
        return parts;
    }
    parts.push(format!("{}.", text(&target.gist())));
    parts.extend(target.steps.iter().enumerate().map(|(at, one)| step(at + 1, one)));
    let open = &target.rehearsal.open;
    if !open.is_empty() {
        let row = |cells: [String; 4]| format!("| {} |", cells.join(" | "));
        let rows: Vec<String> = open
            .iter()
            .map(|point| row([point.verdict.word(), point.severity.word(), &point.rule, &point.text()].map(text)))
            .collect();
        let head = "| verdict | weight | rule | what |\n|---|---|---|---|";
        parts.extend(["## Open behind all steps, as rehearsed".to_owned(), format!("{head}\n{}", rows.join("\n"))]);
    }
    let next: Vec<String> = target.capture_next.iter().map(|next| format!("- {}", code(&next.command))).collect();
    if !next.is_empty() {
        parts.extend(["## Capture these commands next".to_owned(), next.join("\n")]);
    }
    parts.extend(target.remarks.iter().map(|remark| format!("Note: {}", text(remark))));
    parts
}

fn step(number: usize, step: &Step) -> String {
    let what: Vec<String> = step.commands.iter().map(|command| code(command)).collect();
    let what = if what.is_empty() { format!("by hand: {}", text(&step.note)) } else { what.join(", then ") };
    let mut lines = vec![format!("- [ ] **{number}.** {what}")];
    let mut say = |label: &str, told: String| {
        if !told.is_empty() {
            lines.push(format!("  - {label}: {told}"));
        }
    };
    let codes = |commands: &[String]| commands.iter().map(|command| code(command)).collect::<Vec<_>>().join(", ");
    say("why", text(&step.why));
    step.mends.iter().for_each(|mended| say("mends", mends(mended)));
    say("fill in", text(&step.fill_in.join(", ")));
    say("asks for", text(&step.asks));
    say("privilege level", text(&step.privilege));
    say("check", codes(&step.check));
    say("undo", codes(&step.undo));
    if !step.commands.is_empty() {
        say("note", text(&step.note));
    }
    say("rehearsed", step.not_rehearsed.as_ref().map_or_else(|| "yes".to_owned(), |why| format!("no, {}", text(why))));
    lines.join("\n")
}

fn mends(mended: &Mended) -> String {
    let about = subject(&mended.subject);
    let about = if about.is_empty() { String::new() } else { format!("{}: ", text(&about)) };
    let then = mended.then.word();
    format!("{} ({}) {about}{}; then {then}", code(&mended.rule), mended.severity.word(), text(&mended.message))
}
