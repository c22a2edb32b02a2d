//! `explain --symptom WORDS`: from what somebody sees to the rules that find what is behind it.

use ndmp_preflight::facts::tellers;
use ndmp_preflight::report::{clean, hang};
use ndmp_preflight::rule::{Catalog, Rule, Severity};
use owo_colors::OwoColorize;

use super::complaint::Complaint;
use super::documentation::opened;

/// What is seen, what is behind it, and the rule that finds it.
struct Seen<'c> {
    symptom: String,
    cause: &'c str,
    source: &'c str,
    rule: Option<&'c Rule>,
}

/// The causes of all rules, and what the applications show by their profiles.
fn all(catalog: &Catalog) -> Vec<Seen<'_>> {
    let of_rules = catalog.rules.iter().flat_map(|rule| {
        rule.causes.iter().map(move |cause| Seen {
            symptom: cause.symptom.clone(),
            cause: &cause.cause,
            source: &cause.source,
            rule: Some(rule),
        })
    });
    let of_profiles = catalog.profiles.iter().flat_map(|profile| {
        profile.symptoms.iter().map(|symptom| Seen {
            symptom: format!("{}: {}", profile.title, symptom.text),
            cause: &symptom.means,
            source: &symptom.source,
            rule: catalog.rule(&symptom.rule),
        })
    });
    of_rules.chain(of_profiles).collect()
}

/// The causes whose words are among those that were seen, those that share most of them first.
///
/// # Errors
/// None shares any.
pub(super) fn page(seen: &str, catalog: &Catalog, wide: usize) -> Result<String, Complaint> {
    let seen_words = words(seen);
    let all = all(catalog);
    let rated = all.iter().map(|known| (shared(&seen_words, known), known));
    let mut found: Vec<_> = rated.filter(|(count, _)| *count > 0).collect();
    found.sort_by_key(|(count, known)| (std::cmp::Reverse(*count), weight(known), words(&known.symptom).len()));
    let Some((most, _)) = found.first() else {
        return Err(Complaint::Usage(format!(
            "no cause is known for `{}`; use fewer words, or those that the application prints; `ndmp-preflight rules` lists all that is judged",
            clean(seen)
        )));
    };
    let most = *most;
    let near = found.iter().filter(|(count, _)| 2 * count > most);
    Ok(near.map(|(_, known)| paragraph(known, catalog, wide)).collect::<Vec<_>>().join("\n"))
}

/// Words of a text, small, without signs; those that stand in every text tell nothing.
fn words(text: &str) -> Vec<String> {
    const IDLE: [&str; 26] = [
        "the", "a", "an", "of", "to", "or", "and", "is", "in", "on", "not", "for", "with", "at", "no", "it", "by",
        "from", "are", "be", "ndmp", "error", "err", "after", "found", "too",
    ];
    let text = ["timed out", "times out", "time out", "time-out"]
        .iter()
        .fold(text.to_lowercase(), |text, spelling| text.replace(spelling, "timeout"));
    let split = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    split.filter(|word| word.len() > 1 && !IDLE.contains(&word.as_str())).collect()
}

/// How many of the words the cause has: those of the symptom count most.
fn shared(seen: &[String], known: &Seen<'_>) -> usize {
    let title = known.rule.map_or("", |rule| &rule.title);
    let (symptom, behind) = (words(&known.symptom), words(&format!("{} {title}", known.cause)));
    let has = |text: &[String], word: &str| text.iter().any(|own| is_same(own, word));
    let weight = |word: &String| if has(&symptom, word) { 3 } else { usize::from(has(&behind, word)) };
    seen.iter().map(weight).sum()
}

/// Of those that share as much, the weightier rules come first, and the document's before others.
fn weight(known: &Seen<'_>) -> (bool, Option<Severity>, bool) {
    (known.rule.is_none(), known.rule.map(|rule| rule.severity), known.rule.is_some_and(|rule| !rule.beyond.is_empty()))
}

/// Whether two words are one, but for an ending such as that of a plural.
fn is_same(one: &str, other: &str) -> bool {
    const STEM: usize = 4;
    const ENDING: usize = 3;
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    one == other || short.len() >= STEM && long.starts_with(short) && long.len() - short.len() <= ENDING
}

fn paragraph(known: &Seen<'_>, catalog: &Catalog, wide: usize) -> String {
    let line =
        |label: &str, text: &str| hang(&format!("  {}  ", format!("{label:<8}").dimmed()), 12, text, wide) + "\n";
    let head = hang("", 0, &known.symptom, wide);
    let mut text = format!("{}\n", head.bold()) + &line("cause", known.cause);
    if let Some(rule) = known.rule {
        let commands: Vec<String> =
            tellers(rule, catalog).iter().map(|teller| format!("`{}`", teller.command)).collect();
        text += &line("rule", &format!("{} ({}): {}", rule.id, rule.severity.word(), rule.title));
        text += &line("shown by", &commands.join(", "));
    }
    text + &line("source", &opened(known.source))
}
