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
        let is_plain = |value: &str| is_pasteable(value) || is_mapping(name, value);
        let value = value(name, finding, context).filter(|value| !is_plain(value) && !is_open(value));
        strange = strange.take().or_else(|| Some((name.to_owned(), value?)));
        String::new()
    });
    strange
}

/// Whether it is what an alias of a tape device is mapped to, the one value with brackets: `SN[`, a serial number of 2 to 124
/// characters, `]`, and the LUN where that is not 0 (docs.netapp.com/us-en/ontap-cli, storage tape alias set). The reference has no
/// `_` among the characters, and shows it in an answer.
fn is_mapping(name: &str, value: &str) -> bool {
    let parts = || value.strip_prefix("SN[")?.split_once(']');
    let Some((serial, lun)) = (name == "alias-mapping").then(parts).flatten() else { return false };
    let is_serial = serial.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_number = |lun: &str| !lun.is_empty() && lun.chars().all(|c| c.is_ascii_digit());
    is_serial && (2..=124).contains(&serial.len()) && (lun.is_empty() || lun.strip_prefix('L').is_some_and(is_number))
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
