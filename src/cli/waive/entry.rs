//! `[[waiver]]` as TOML, and the configuration with more of them at its end.

use jiff::civil::Date;
use ndmp_preflight::judge::Outcome;
use ndmp_preflight::source::is_unseen;

/// The entry for a finding, bound to what its evidence shows unless any value is accepted.
pub(super) fn entry(outcome: &Outcome, reason: &str, until: Date, any_value: bool) -> String {
    let pairs: Vec<String> =
        outcome.subject.iter().map(|(name, value)| format!("{} = {}", quoted(name), quoted(value))).collect();
    let only = if pairs.is_empty() { String::new() } else { format!("only   = {{ {} }}\n", pairs.join(", ")) };
    let shown = if any_value { Vec::new() } else { outcome.observed() };
    let observed = match shown.as_slice() {
        [] => String::new(),
        [one] => format!("observed = {}\n", quoted(one)),
        all => format!("observed = [{}]\n", all.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
    };
    let (rule, reason) = (quoted(&outcome.rule), quoted(reason));
    format!("[[waiver]]\nrule   = {rule}\n{only}{observed}reason = {reason}\nuntil  = {until}\n")
}

/// A text of TOML; what cannot be seen is spelled.
fn quoted(text: &str) -> String {
    let spelled = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if is_unseen(c) => format!("\\U{:08X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(spelled).collect::<String>())
}

/// The text with the entries behind it, an empty line between them, in its own line ends.
pub(super) fn appended(before: &str, entries: &str) -> String {
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let entries = entries.replace('\n', end);
    let gap = match before.trim_start_matches('\u{feff}') {
        "" => String::new(),
        text if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    format!("{before}{gap}{entries}")
}
