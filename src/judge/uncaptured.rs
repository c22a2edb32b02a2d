//! Rules that the document does not have, where their evidence was not captured: they say nothing, for nobody asked for it, unless a
//! command was typed that undoes what they are about.

use super::builtin::addressed;
use super::context::Context;
use super::finding::Finding;
use super::truth::Truth;
use crate::facts::{Facts, Reason, Why, named, tellers};
use crate::rule::Rule;
use crate::table::Change;

/// Why the rule says nothing; `None` where some of its evidence was captured.
pub(super) fn of<'f>(context: &Context<'f>, rule: &Rule) -> Option<Finding<'f>> {
    let facts = context.facts;
    let is_there = |command: &String| {
        let answers = || facts.reading.answers.iter().filter(|answer| answer.command == *command);
        facts.reading.unanswered.contains(command) || answers().any(|answer| !facts.is_uncaptured(answer))
    };
    let is_shown = |(entity, column): &(String, String)| facts.is_shown(entity, column);
    let is_captured = rule.captured.is_empty() || rule.captured.iter().any(is_shown);
    if rule.beyond.is_empty() || (is_captured && rule.beyond.iter().any(is_there)) {
        return None;
    }
    let commands = telling(context, rule);
    if let Some(change) = undoing(context, rule) {
        let text =
            format!("`{}` was typed, and no answer shows what came of it; run {}", change.text, named(&commands));
        let why = Why { commands, ..Why::new(Reason::Stale, text) };
        return Some(Finding::unknown(why.with(vec![Facts::mark_of(change)])));
    }
    let quoted: Vec<String> = commands.iter().map(|command| format!("`{command}`")).collect();
    let text = format!("beyond the document; {} would tell", quoted.join(" or "));
    Some(Finding::not_applicable(Reason::NotCaptured.word(), &text))
}

/// The commands that would let the rule speak.
fn telling(context: &Context<'_>, rule: &Rule) -> Vec<String> {
    let asking = |(entity, column): &(String, String)| context.facts.asking_commands(entity, &[column]);
    let mut commands: Vec<String> = rule.captured.iter().flat_map(asking).collect();
    if commands.is_empty() {
        commands.clone_from(&rule.beyond);
    }
    commands.dedup();
    commands
}

/// The last command of the session that undoes what the rule is about.
fn undoing<'f>(context: &Context<'f>, rule: &Rule) -> Option<&'f Change> {
    let is_it = |change: &&Change| change.may_be_done() && rule.undone_by.iter().any(|form| change.is(form));
    context.facts.reading.changes.iter().rfind(is_it)
}

/// What a rule that the document does not have cannot tell of the rest, where answers to a narrower question are whole: nobody
/// asked for the rest. What the plan names is asked for.
pub(super) fn rest<'f>(context: &Context<'f>, rule: &Rule, finding: Finding<'f>) -> Finding<'f> {
    let Truth::Unknown(why) = &finding.truth else { return finding };
    let is_of_rule = |command: &String| rule.beyond.iter().any(|own| command.starts_with(own.as_str()));
    let is_uncaptured = why.reason == Reason::NotCaptured
        && !why.commands.is_empty()
        && !rule.beyond.is_empty()
        && why.commands.iter().all(is_of_rule);
    let is_wanted =
        || is_planned(context, &finding) || why.commands.iter().any(|command| is_of_document(context, command));
    // What was undone in the session may have been undone of just this.
    let is_open = || is_broken(context, rule) || undoing(context, rule).is_some();
    if !is_uncaptured || rule.applies.is_of_plan() || is_wanted() || is_open() {
        return finding;
    }
    let text = format!("beyond the document, and not captured of all; {} would tell", named(&why.commands));
    let rest = Finding::not_applicable(Reason::NotCaptured.word(), &text);
    Finding { subject: finding.subject, ..rest }
}

/// Whether a rule of the document rests on the command too: whoever captures by the document captures it.
fn is_of_document(context: &Context<'_>, command: &str) -> bool {
    // What the document asks for in the other scope nobody captures here.
    let applies = |rule: &&Rule| {
        let wanted = rule.applies.scope.as_deref();
        wanted.is_none_or(|wanted| context.scope.as_ref().map_or(true, |own| own.word() == wanted))
    };
    let of_document = context.catalog.rules.iter().filter(|rule| rule.beyond.is_empty()).filter(applies);
    let mut all = of_document.flat_map(|rule| tellers(rule, context.catalog));
    all.any(|teller| command.starts_with(teller.command.as_str()))
}

/// Whether an answer is not whole that lets the rule speak.
fn is_broken(context: &Context<'_>, rule: &Rule) -> bool {
    let facts = context.facts;
    let is_of_rule = |command: &String| rule.beyond.iter().any(|own| own == command);
    let mut answers = facts.reading.answers.iter().filter(|answer| is_of_rule(&answer.command));
    facts.reading.unanswered.iter().any(is_of_rule) || answers.any(|answer| !answer.status.is_whole())
}

/// Whether the plan names what the finding is about: its SVM, or its LIF.
fn is_planned(context: &Context<'_>, finding: &Finding<'_>) -> bool {
    let of = |key: &str| finding.subject.iter().find(|(name, _)| name == key).map(|(_, value)| value);
    let question = context.question;
    let mut svms = addressed::svms(context);
    svms.extend(question.backup.svms.iter().chain(&question.user.vserver).cloned());
    let is_lif = |lif: &String| addressed::planned(context).iter().any(|row| row.is("lif", lif));
    of("vserver").is_some_and(|vserver| svms.contains(vserver)) || of("lif").is_some_and(is_lif)
}
