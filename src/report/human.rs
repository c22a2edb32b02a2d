//! `--format human`: for a person at a terminal. What needs attention comes first, with its evidence; the last screen has the
//! verdict, what failed with its first fix, what to capture next, and always why the run ends as it does.

use std::collections::{BTreeMap, BTreeSet};

use super::asked;
use super::digest;
use super::format::Frame;
use super::layout::{clean, first_line, hang, hang_error, minute, pad, subject, widest};
use super::style::{Ink, Style};
use super::tally::{Tally, TargetLine};
use super::trouble;
use super::verdict::{counted, names};
use super::{AnswerLine, Readiness, Report, Shell, Summary, Target, site};
use crate::facts::Reason;
use crate::judge::{Outcome, RestsOn, Severity, Verdict};

/// What stands of one target; nothing where only the verdict is wanted.
pub(super) fn part(target: &Target, style: &Style) -> Vec<u8> {
    if style.is_quiet() { Vec::new() } else { chapter(target, style).into_bytes() }
}

/// What stands round the targets.
pub(super) fn frame(report: &Report, style: &Style) -> Frame {
    let mut parts = Vec::new();
    if report.tally.lines.len() > 1 {
        parts.push(fleet(report, style));
    }
    parts.push(ending(report, style));
    let is_first = style.is_quiet() || report.tally.lines.is_empty();
    let tail = format!("{}{}\n", if is_first { "" } else { BETWEEN }, parts.join(BETWEEN));
    Frame { head: Vec::new(), tail: tail.into_bytes() }
}

/// What stands between two targets.
pub(super) fn between(style: &Style) -> &'static [u8] {
    if style.is_quiet() { b"" } else { BETWEEN.as_bytes() }
}

const BETWEEN: &str = "\n\n";

fn chapter(target: &Target, style: &Style) -> String {
    let mut parts = vec![heading(target, style)];
    let planned = target.planned.lines(style).filter(|_| target.error.is_none());
    let site = site::told(&target.site).map(|told| hang(&format!("{} ", site::TITLE), 10, &told, style.prose()));
    let said = planned.into_iter().chain(asked::attested(&target.attestations, style)).chain(site);
    let said: Vec<String> = said.collect();
    parts.extend((!said.is_empty()).then(|| said.join("\n")));
    if let Some(error) = &target.error {
        // That nobody asked it stands in the error itself.
        let (ink, word) =
            if target.not_asked { (Ink::Doubt, target.verdict) } else { (Ink::Bad, Readiness::Unreadable) };
        let head = format!("{}  ", style.paint(ink, word.word()));
        parts.push(hang_error(&head, word.word().len() + 2, error, style.prose()));
    }
    if target.error.is_none() && target.answers.iter().all(|answer| answer.status == "missing") {
        let from = counted(target.sources, "file");
        parts.push(hang("", 0, &format!("no answer of ONTAP was recognised in {from}"), style.prose()));
    }
    parts.extend(trouble::blocks(target, style));
    parts.extend(waived(&target.outcomes, style));
    parts.extend(passed(&target.outcomes, false, style));
    let beyond = passed(&target.outcomes, true, style);
    parts.extend(beyond.map(|passed| format!("beyond the document:\n{passed}")));
    parts.extend(not_applicable(&target.outcomes, style));
    parts.extend(answers(target, style));
    parts.extend(remarks(target, style));
    parts.extend(asked::questions(&target.questions, target.dma.as_deref(), style));
    let verdict = paint_verdict(target.verdict, words(target.verdict), style);
    parts.extend(digest::of(target, &verdict, style));
    parts.extend(capture_next(target, style));
    parts.extend(capture_loop(target, style));
    parts.join("\n\n")
}

fn heading(target: &Target, style: &Style) -> String {
    let mut facts = Vec::new();
    if let Some(cluster) = target.cluster.as_ref().filter(|cluster| **cluster != target.target) {
        facts.push(format!("cluster {}", clean(cluster)));
    }
    if target.error.is_none() {
        facts.push(target.ontap.as_ref().map_or("ONTAP release unknown".to_owned(), |o| format!("ONTAP {}", clean(o))));
        facts.push(target.scope.as_ref().map_or("NDMP scope unknown".to_owned(), |scope| scope_words(scope)));
    }
    facts.extend(target.collected.map(|time| format!("collected {}", minute(time))));
    let name = clean(&target.target);
    let head = format!("{} {}  ", style.paint(Ink::Faint, "=="), style.paint(Ink::Strong, &name));
    hang(&head, super::layout::width(&name) + 5, &facts.join(", "), style.prose()).trim_end().to_owned()
}

fn scope_words(scope: &str) -> String {
    if scope == "svm" { "SVM scope".to_owned() } else { format!("{} scope", clean(scope)) }
}

fn with(outcomes: &[Outcome], verdict: Verdict) -> Vec<&Outcome> {
    outcomes.iter().filter(|outcome| outcome.verdict == verdict).collect()
}

fn waived(outcomes: &[Outcome], style: &Style) -> Option<String> {
    let waived = with(outcomes, Verdict::Waived);
    let wide = widest(waived.iter().map(|outcome| outcome.rule.as_str()));
    let lines = waived.iter().map(|outcome| {
        let word = style.paint(Ink::Waived, "waived");
        let head = format!("{word} {} {}  ", pad(outcome.severity.word(), 6), pad(&outcome.rule, wide));
        let reason = outcome.reason.as_ref().filter(|reason| *reason != "waived");
        let reason = reason.map(|reason| format!(" ({})", clean(reason))).unwrap_or_default();
        let text = format!("{}: {}{reason}", subject(&outcome.subject), clean(&outcome.message));
        hang(&head, wide + 16, text.trim_start_matches(": "), style.prose())
    });
    joined(lines)
}

/// A line for each outcome that passed of the document's rules, or of those beyond it, where everything is wanted.
fn passed(outcomes: &[Outcome], beyond: bool, style: &Style) -> Option<String> {
    let mut passed = with(outcomes, Verdict::Pass);
    passed.retain(|outcome| outcome.beyond == beyond && style.is_verbose());
    let wide = widest(passed.iter().map(|outcome| outcome.rule.as_str()));
    joined(passed.iter().map(|outcome| {
        let word = style.paint(Ink::Good, "pass");
        let head = format!("{word} {} {}  ", pad(outcome.severity.word(), 6), pad(&outcome.rule, wide));
        let text = format!("{}: {}", subject(&outcome.subject), clean(&outcome.message));
        hang(&head, wide + 14, text.trim_start_matches(": "), style.prose())
    }))
}

fn not_applicable(outcomes: &[Outcome], style: &Style) -> Option<String> {
    let mut reasons: BTreeMap<&str, Vec<&Outcome>> = BTreeMap::new();
    for outcome in with(outcomes, Verdict::NotApplicable) {
        reasons.entry(outcome.reason.as_deref().unwrap_or("no reason given")).or_default().push(outcome);
    }
    joined(reasons.iter().map(|(reason, outcomes)| {
        let rules: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.rule.as_str()).collect();
        let rules: Vec<_> = rules.into_iter().collect();
        let text = format!("({}): {}{}", clean(reason), rules.join(", "), telling(reason, outcomes));
        hang(&style.paint(Ink::Faint, "not applicable "), 15, &text, style.prose())
    }))
}

/// Which commands would let rules speak that are judged only where their evidence was captured.
fn telling(reason: &str, outcomes: &[&Outcome]) -> String {
    if reason != Reason::NotCaptured.word() {
        return String::new();
    }
    let quoted = outcomes.iter().flat_map(|outcome| outcome.message.split('`').skip(1).step_by(2));
    let mut fields: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for command in quoted {
        let (path, own) = command.split_once(" -fields ").unwrap_or((command, ""));
        fields.entry(path).or_default().extend(own.split(','));
    }
    // What is asked without fields tells all of them.
    let one = |(path, own): (&str, BTreeSet<&str>)| match own.into_iter().collect::<Vec<_>>().join(",") {
        own if own.is_empty() || own.starts_with(',') => format!("`{}`", clean(path)),
        own => format!("`{} -fields {}`", clean(path), clean(&own)),
    };
    let commands: Vec<String> = fields.into_iter().map(one).collect();
    format!("; beyond the document, judged where these are captured too: {}", commands.join(", "))
}

/// The answers that are not complete, with the reason; all answers when everything is wanted.
fn answers(target: &Target, style: &Style) -> Option<String> {
    let short = |status: &str| !matches!(status, "complete" | "empty");
    // What was never asked has no source: the list of what to capture next names it.
    let is_listed = |answer: &AnswerLine| answer.status == "missing" && answer.source.is_empty();
    let is_shown = |answer: &&AnswerLine| style.is_verbose() || (short(&answer.status) && !is_listed(answer));
    let shown: Vec<_> = target.answers.iter().filter(is_shown).collect();
    let wide = widest(shown.iter().map(|answer| answer.status.as_str()));
    let lines: Vec<_> = shown
        .iter()
        .map(|answer| {
            let ink = if short(&answer.status) { Ink::Doubt } else { Ink::Good };
            let head = format!("  {}  ", style.paint(ink, &pad(&answer.status, wide)));
            let place = if answer.line == 0 { String::new() } else { format!(" at {}:{}", answer.source, answer.line) };
            let read = if short(&answer.status) { String::new() } else { counted(answer.records, "record") };
            let why = if answer.why.is_empty() { &read } else { &answer.why };
            let text = format!("`{}`{place}: {why}", answer.command);
            hang(&head, wide + 4, &clean(text.trim_end_matches(": ")), style.prose())
        })
        .collect();
    let title = if style.is_verbose() { "answers:" } else { "answers that are not complete:" };
    joined(lines).map(|lines| format!("{title}\n{lines}"))
}

/// The commands to capture next, each with the rules that wait for it.
fn capture_next(target: &Target, style: &Style) -> Option<String> {
    let lines = target.capture_next.iter().map(|next| {
        let was = next.was.as_ref().map(|was| format!(" (was {})", clean(was))).unwrap_or_default();
        let command = format!("  {}{was}", style.paint(Ink::Command, &clean(&next.command)));
        command + "\n" + &hang("      for ", 10, &next.rules.join(", "), style.prose())
    });
    let title = style.paint(Ink::Strong, "capture these commands next:");
    joined(lines).map(|lines| format!("{title}\n{lines}"))
}

/// What captures them: nothing else stands between an undecided cluster and its verdict.
fn capture_loop(target: &Target, style: &Style) -> Option<String> {
    if target.verdict != Readiness::Undecided || target.capture_next.is_empty() || target.is_bundle() {
        return None;
    }
    let name = clean(target.cluster.as_ref().unwrap_or(&target.target));
    let commands: Vec<String> = target.capture_next.iter().map(|next| clean(&next.command)).collect();
    let text = Shell::usual().capture(&format!("admin@{name}"), &name, commands.iter().map(String::as_str));
    let title = format!(
        "all of them at once, into a folder; put the answers that are here into it too, and check that (`plan --format {}` has \
         all that are needed):",
        Shell::usual().word()
    );
    Some(format!("{}\n{}", hang("", 0, &title, style.prose()), text.trim_end()))
}

fn remarks(target: &Target, style: &Style) -> Option<String> {
    joined(target.remarks.iter().map(|remark| hang("note: ", 6, &clean(remark), style.prose())))
}

fn joined(lines: impl IntoIterator<Item = String>) -> Option<String> {
    let lines: Vec<_> = lines.into_iter().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A line for each target, when there are several.
fn fleet(report: &Report, style: &Style) -> String {
    let names: Vec<_> = report.tally.lines.iter().map(|line| clean(&line.name)).collect();
    let wide = widest(names.iter().map(String::as_str));
    let mut sorted: Vec<_> = report.tally.lines.iter().zip(&names).collect();
    let gravest = [Readiness::Unreadable, Readiness::NotReady, Readiness::Undecided, Readiness::Ready];
    // What needs attention first, and of these the order in which they were named.
    sorted.sort_by_key(|(line, _)| gravest.iter().position(|verdict| line.verdict == Some(*verdict)));
    let lines = sorted.into_iter().map(|(line, name)| {
        let verdict = line.verdict.unwrap_or(Readiness::Undecided);
        let verdict = paint_verdict(verdict, &pad(words(verdict), 10), style);
        let counts = line.error.as_ref().map_or_else(|| counts(&line.summary), |error| first_line(error));
        hang(&format!("  {}  {verdict}  ", pad(name, wide)), wide + 16, &counts, style.prose())
    });
    let title = style.paint(Ink::Strong, &format!("{} targets", names.len()));
    format!("{title}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn ending(report: &Report, style: &Style) -> String {
    let verdict =
        paint_verdict(report.verdict, words(report.verdict), style) + &site::behind(report.verdict, &report.tally.site);
    let total = report.tally.lines.iter().map(|line| line.summary).fold(Summary::default(), sum);
    let lines = [
        ("examined", examined(&report.tally) + &taken_over(&report.tally)),
        ("counts", counts(&total) + &weights(&report.tally)),
        ("verdict", verdict),
        ("exit code", format!("{}, because {}", report.exit_code, clean(&report.because))),
    ];
    let line = |(label, text): (&str, String)| hang(&format!("{label:<9}  "), 11, &text, style.prose());
    let mut lines: Vec<String> = lines.map(line).into();
    let behind_counts = 2;
    let rests_on = rests_on(&report.tally).into_iter().map(|text| line(("rests on", text)));
    let silent = silent(&report.tally).into_iter().map(|text| line(("silent", text)));
    lines.splice(behind_counts..behind_counts, silent.chain(rests_on).collect::<Vec<_>>());
    if !report.left_out.is_empty() {
        let names = names(report.left_out.iter().map(String::as_str));
        let text = format!("{} by --select or --ignore: {names}", counted(report.left_out.len(), "rule"));
        lines.insert(1, line(("left out", text)));
    }
    lines.join("\n")
}

/// The `must` rules that say nothing, so that nobody takes `ready` for their word too.
fn silent(tally: &Tally) -> Option<String> {
    let names = names(tally.silent.iter().map(String::as_str));
    let count = counted(tally.silent.len(), "must rule");
    (!tally.silent.is_empty())
        .then(|| format!("{count} beyond the document, for nothing of their evidence was captured: {names}"))
}

/// What each ready target rests on: the age of its evidence, and what was assumed.
fn rests_on(tally: &Tally) -> Vec<String> {
    let text = |line: &TargetLine| {
        let RestsOn { newest, oldest, assumed } = line.rests_on.as_ref()?;
        let dated = match (oldest, newest) {
            (Some(oldest), Some(newest)) if oldest != newest => format!("answers from {oldest} to {newest}"),
            (_, Some(one)) | (Some(one), None) => format!("answers of {one}"),
            (None, None) => "answers that do not tell their date".to_owned(),
        };
        let assumed: String = assumed.iter().map(|text| format!("; assumed: {text}")).collect();
        let name = if tally.lines.len() > 1 { format!("{}: ", line.name) } else { String::new() };
        Some(clean(&format!("{name}{dated}{assumed}")))
    };
    tally.lines.iter().filter_map(text).collect()
}

/// `; failures: 3 must, 1 should` where the number of failures alone would mislead.
fn weights(tally: &Tally) -> String {
    let count = |at: usize| tally.lines.iter().map(|line| line.failures[at]).sum::<usize>();
    let all = [(Severity::Must, count(0)), (Severity::Should, count(1)), (Severity::Info, count(2))];
    if all[1].1 + all[2].1 == 0 {
        return String::new();
    }
    let told = all.iter().filter(|(_, count)| *count > 0).map(|(weight, count)| format!("{count} {}", weight.word()));
    format!("; failures: {}", told.collect::<Vec<_>>().join(", "))
}

fn sum(a: Summary, b: Summary) -> Summary {
    Summary {
        pass: a.pass + b.pass,
        fail: a.fail + b.fail,
        unknown: a.unknown + b.unknown,
        not_applicable: a.not_applicable + b.not_applicable,
        waived: a.waived + b.waived,
    }
}

fn taken_over(tally: &Tally) -> String {
    tally.taken_over().map(|told| format!("; {told}")).unwrap_or_default()
}

/// `29 rules on 12 answers from 3 files: 52 outcomes`.
fn examined(tally: &Tally) -> String {
    let answers: usize = tally.lines.iter().map(|line| line.answers).sum();
    let files: usize = tally.lines.iter().map(|line| line.sources).sum();
    let (rules, answers) = (counted(tally.rules.len(), "rule"), counted(answers, "answer"));
    let unread = tally.lines.iter().filter(|line| line.error.is_some());
    let (unasked, unread): (Vec<&TargetLine>, _) = unread.partition(|line| line.not_asked);
    let told = |lines: Vec<&TargetLine>, what| match lines.len() {
        0 => String::new(),
        count => format!("; {} {what}", counted(count, "target")),
    };
    let aside = told(unread, "unreadable") + &told(unasked, "not asked");
    format!("{rules} on {answers} from {}: {}{aside}", counted(files, "file"), counted(tally.outcomes, "outcome"))
}

/// `1 fail, 2 unknown, 1 waived, 3 not applicable, 21 pass`, zeros too: a line that never varies can be searched for.
fn counts(summary: &Summary) -> String {
    let Summary { pass, fail, unknown, not_applicable, waived } = summary;
    format!("{fail} fail, {unknown} unknown, {waived} waived, {not_applicable} not applicable, {pass} pass")
}

/// The verdict as people say it.
pub(super) fn words(verdict: Readiness) -> &'static str {
    if verdict == Readiness::NotReady { "not ready" } else { verdict.word() }
}

fn paint_verdict(verdict: Readiness, text: &str, style: &Style) -> String {
    let ink = match verdict {
        Readiness::Ready => Ink::Good,
        Readiness::Undecided => Ink::Doubt,
        Readiness::NotReady | Readiness::Unreadable => Ink::Bad,
    };
    style.paint(ink, text)
}
