//! `explain --symptom WORDS`: from what somebody sees to the rules that find what is behind it.

use ndmp_preflight::facts::tellers;
use ndmp_preflight::report::{clean, hang};
use ndmp_preflight::rule::{Catalog, Cause, Rule};
use owo_colors::OwoColorize;

use super::complaint::Complaint;

/// The causes whose words are among those that were seen, those that share most of them first.
///
/// # Errors
/// None shares any.
pub(super) fn page(seen: &str, catalog: &Catalog, wide: usize) -> Result<String, Complaint> {
    let seen_words = words(seen);
    let all = catalog.rules.iter().flat_map(|rule| rule.causes.iter().map(move |cause| (rule, cause)));
    let rated = all.map(|(rule, cause)| (shared(&seen_words, rule, cause), rule, cause));
    let mut found: Vec<_> = rated.filter(|(count, ..)| *count > 0).collect();
    found.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    let Some((most, ..)) = found.first() else {
        return Err(Complaint::Usage(format!(
            "no cause is known for `{}`; use fewer words, or those that the application prints; `ndmp-preflight rules` lists all that is judged",
            clean(seen)
        )));
    };
    let most = *most;
    let near = found.iter().filter(|(count, ..)| 2 * count > most);
    Ok(near.map(|(_, rule, cause)| paragraph(rule, cause, catalog, wide)).collect::<Vec<_>>().join("\n"))
}

/// Words of a text, small, without signs; those that stand in every text tell nothing.
fn words(text: &str) -> Vec<String> {
    const IDLE: [&str; 22] = [
        "the", "a", "an", "of", "to", "or", "and", "is", "in", "on", "not", "for", "with", "at", "no", "it", "by",
        "from", "are", "be", "ndmp", "error",
    ];
    let split = text.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    split.filter(|word| word.len() > 1 && !IDLE.contains(&word.as_str())).collect()
}

/// How many of the words the cause has: those of the symptom count most.
fn shared(seen: &[String], rule: &Rule, cause: &Cause) -> usize {
    let (symptom, behind) = (words(&cause.symptom), words(&format!("{} {}", cause.cause, rule.title)));
    let weight = |word: &String| if symptom.contains(word) { 3 } else { usize::from(behind.contains(word)) };
    seen.iter().map(weight).sum()
}

fn paragraph(rule: &Rule, cause: &Cause, catalog: &Catalog, wide: usize) -> String {
    let commands: Vec<String> = tellers(rule, catalog).iter().map(|teller| format!("`{}`", teller.command)).collect();
    let line =
        |label: &str, text: &str| hang(&format!("  {}  ", format!("{label:<8}").dimmed()), 12, text, wide) + "\n";
    let rule_line = format!("{} ({}): {}", rule.id, rule.severity.word(), rule.title);
    format!("{}\n", cause.symptom.bold())
        + &line("cause", &cause.cause)
        + &line("rule", &rule_line)
        + &line("shown by", &commands.join(", "))
        + &line("source", &cause.source)
}
