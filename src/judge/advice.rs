//! Which fix of a rule fits what was seen, with the values that were seen in its commands.

use super::context::Context;
use super::finding::Finding;
use super::truth::{self, Filled, Truth};
use super::{conditions, fitting, say};
use crate::facts::{Fact, Mark, Row};
use crate::rule::{Check, Condition, Fix, OtherRows, Rule};
use crate::source::{Place, clean};
use crate::table::{Kind, Value};

/// What to do about a failure.
#[derive(Clone, Debug, Default)]
pub(super) struct Advice {
    /// Commands that mend it.
    pub(super) commands: Vec<String>,
    /// Commands that show whether it worked.
    pub(super) verify: Vec<String>,
    /// Commands that take it back.
    pub(super) undo: Vec<String>,
    /// What to do besides or instead.
    pub(super) note: String,
}

/// The advice of the first fix whose conditions surely hold; the last one has none.
pub(super) fn of<'f>(context: &Context<'f>, rule: &Rule, finding: &Finding<'f>) -> Advice {
    let fitting = |fix| Some((fix, fitting_words(context, rule, fix, finding)?));
    rule.fixes.iter().find_map(fitting).map_or_else(Advice::default, |(fix, seen)| filled(context, fix, &seen))
}

/// The same apart for each row that the fix is about.
pub(super) fn each<'f>(context: &Context<'f>, rule: &Rule, finding: &Finding<'f>) -> Vec<Advice> {
    let fitting = |fix| Some((fix, fitting_words(context, rule, fix, finding)?));
    let Some((fix, seen)) = rule.fixes.iter().find_map(fitting) else { return Vec::new() };
    seen.iter().map(|one| filled(context, fix, std::slice::from_ref(one))).collect()
}

/// The findings whose words fill the fix: this one, or one for each row that the fix is about; `None` where it does not fit.
fn fitting_words<'f>(context: &Context<'f>, rule: &Rule, fix: &Fix, finding: &Finding<'f>) -> Option<Vec<Finding<'f>>> {
    let Some(of) = &fix.of else {
        let holds = fix.when.iter().all(|condition| is_met(context, rule, condition, finding));
        return holds.then(|| vec![finding.clone()]);
    };
    let rows = context.facts.rows(&of.entity).iter();
    let seen: Vec<Finding<'_>> = rows
        .filter(|row| belongs(of, row, finding))
        .filter(|row| conditions::conditions(context, &of.entity, row, &fix.when) == Truth::True)
        .map(|row| finding.with(row))
        .collect();
    (!seen.is_empty()).then_some(seen)
}

fn belongs(of: &OtherRows, row: &Row, finding: &Finding<'_>) -> bool {
    let pair = |(their, our): &(String, String)| Some((row.text(their)?, finding.get(our)?));
    of.on.iter().all(|names| pair(names).is_some_and(|(their, our)| their == our))
        && of.not_on.iter().all(|names| pair(names).is_some_and(|(their, our)| their != our))
}

/// Whether a word of the finding is there and meets the condition.
fn is_met(context: &Context<'_>, rule: &Rule, condition: &Condition, finding: &Finding<'_>) -> bool {
    let Some(word) = finding.get(&condition.column) else { return false };
    let kind = match &rule.check {
        Check::Rows(check) => context.kind(&check.each, &condition.column),
        Check::Builtin(_) => Some(&Kind::List),
    };
    let is_list = matches!(kind, Some(Kind::List | Kind::Addresses | Kind::ServiceAddresses | Kind::Targets));
    let value =
        if is_list { Value::List(word.split(", ").map(str::to_owned).collect()) } else { Value::Text(word.into()) };
    let test = Filled::of(&condition.test, |query| context.filled(query));
    let fact = Fact::Known { value, mark: Mark::at(Place::default(), [].into()), parts: Vec::new() };
    truth::test(&fact, &test, kind, &[]) == Truth::True
}

fn filled(context: &Context<'_>, fix: &Fix, all: &[Finding<'_>]) -> Advice {
    let (odd, seen): (Vec<Finding<'_>>, Vec<Finding<'_>>) =
        all.iter().cloned().partition(|finding| strange(fix, finding, context).is_some());
    let each = |template: &String| distinct(seen.iter().map(|finding| say::command(template, finding, context)));
    let commands = fix.commands.iter().flat_map(each).collect();
    let (undo, untold) = undo(context, fix, &seen);
    let note = distinct(seen.iter().map(|finding| say::sentence(&fix.note, finding, context))).join(" ");
    let unprinted = distinct(odd.iter().filter_map(|finding| strange(fix, finding, context)).map(unprinted)).join(" ");
    let parts = [note, untold.unwrap_or_default(), unprinted];
    Advice {
        commands: fitting::fitting(commands, context),
        verify: fix.verify.iter().flat_map(each).collect(),
        undo,
        note: parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
    }
}

/// The first value in any command of the fix that may not be pasted into a cluster: then none of them is printed, for half of a
/// plan is worse than none.
fn strange(fix: &Fix, finding: &Finding, context: &Context<'_>) -> Option<(String, String)> {
    let mut templates = fix.commands.iter().chain(&fix.verify).chain(&fix.undo);
    let of_commands = templates.find_map(|template| say::strange(template, finding, context));
    of_commands.or_else(|| say::strange_in_sentence(&fix.note, finding, context))
}

/// Why no command is printed.
fn unprinted((name, value): (String, String)) -> String {
    // It stands between such marks.
    let value = clean(&value).replace('`', "'");
    format!(
        "No command is printed: the {name} `{value}` is no name that ONTAP takes as it stands (letters, digits and - _ . : / @ +), \
         and pasted it may do something else. Look at the object on the cluster, and mend it by hand."
    )
}

/// What takes the fix back, where all that was there is known; else a sentence about what is not.
fn undo(context: &Context<'_>, fix: &Fix, seen: &[Finding<'_>]) -> (Vec<String>, Option<String>) {
    let Some(template) = &fix.undo else { return (Vec::new(), None) };
    let untold = distinct(seen.iter().flat_map(|finding| say::untold(template, finding, context)));
    if untold.is_empty() {
        return (distinct(seen.iter().map(|finding| say::command(template, finding, context))), None);
    }
    let text = format!(
        "The way back is not known, because no answer shows the present {}: note it before you change it.",
        untold.join(" and ")
    );
    (Vec::new(), Some(text))
}

fn distinct(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !text.is_empty() && !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}
