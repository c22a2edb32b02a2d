//! Sentences and commands of a rule with the values of a finding in them.

use std::borrow::Cow;

use super::context::Context;
use super::finding::Finding;
use crate::table::is_pasteable;

/// Fills a sentence; lists are parted by a comma and a blank.
pub(super) fn sentence(template: &str, finding: &Finding<'_>, context: &Context<'_>) -> String {
    fill(template, |name| {
        let word = finding.get(name).map(Cow::into_owned);
        word.or_else(|| context.parameter(name)).unwrap_or_else(|| format!("<{name}>"))
    })
}

/// Fills a command; lists are parted by a comma alone, and what is not known stays to be filled in.
pub(super) fn command(template: &str, finding: &Finding<'_>, context: &Context<'_>) -> String {
    fill(template, |name| value(name, finding, context).unwrap_or_else(|| format!("<{name}>")))
}

/// The names in a command whose values are not known.
pub(super) fn untold(template: &str, finding: &Finding<'_>, context: &Context<'_>) -> Vec<String> {
    let mut untold = Vec::new();
    fill(template, |name| {
        if value(name, finding, context).is_none() {
            untold.push(name.to_owned());
        }
        String::new()
    });
    untold
}

/// A value in a command that ONTAP would not take for a name as it stands, with the name of its place.
pub(super) fn strange(template: &str, finding: &Finding, context: &Context<'_>) -> Option<(String, String)> {
    let mut strange = None;
    fill(template, |name| {
        // What stays to be filled in is nobody's name.
        let is_open = |value: &String| *value == format!("<{name}>");
        let value = value(name, finding, context).filter(|value| !is_pasteable(value) && !is_open(value));
        strange = strange.take().or_else(|| Some((name.to_owned(), value?)));
        String::new()
    });
    strange
}

/// The same in the commands that a sentence holds between backticks.
pub(super) fn strange_in_sentence(text: &str, finding: &Finding, context: &Context<'_>) -> Option<(String, String)> {
    text.split('`').skip(1).step_by(2).find_map(|command| strange(command, finding, context))
}

/// The value of a name in a command; what is not set is no value.
fn value(name: &str, finding: &Finding<'_>, context: &Context<'_>) -> Option<String> {
    let word = finding.get(name).map(|word| word.replace(", ", ","));
    word.filter(|word| !matches!(word.as_str(), "" | "-")).or_else(|| context.parameter(name))
}

fn fill(template: &str, mut value: impl FnMut(&str) -> String) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, after)) = behind.split_once('}') else {
            filled.push('{');
            rest = behind;
            break;
        };
        filled.push_str(&value(name));
        rest = after;
    }
    filled + rest
}
