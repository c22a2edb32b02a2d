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

/// The causes whose words are among those that were seen, those that share most of them first. A code, such as NDMP_IO_ERR, is one
/// word: no part of it means anything. Where most of the words are in no cause, none fits: a wrong one would be worse.
///
/// # Errors
/// None fits.
pub(super) fn page(seen: &str, catalog: &Catalog, wide: usize) -> Result<String, Complaint> {
    let all = all(catalog);
    let codes = codes(seen);
    let has_code = |known: &&Seen<'_>| codes.iter().any(|code| has_code(&known.symptom, code));
    let of_code: Vec<&Seen<'_>> = all.iter().filter(has_code).collect();
    let seen_words = words(&without(seen, &codes));
    let is_of_words = of_code.is_empty();
    let among: Vec<&Seen<'_>> = if is_of_words { all.iter().collect() } else { of_code };
    let rated = among.into_iter().map(|known| (shared(&seen_words, known), known));
    let mut found: Vec<_> = rated.filter(|(share, _)| !is_of_words || share.is_enough(seen_words.len())).collect();
    found.sort_by_key(|(share, known)| (std::cmp::Reverse(share.weight), weight(known), words(&known.symptom).len()));
    let Some((most, _)) = found.first() else {
        return Err(Complaint::Usage(format!(
            "no cause is known for `{}`; use fewer words, or those that the application prints; `ndmp-preflight rules` lists all that is judged",
            clean(seen)
        )));
    };
    let most = most.weight;
    let near = found.iter().filter(|(share, _)| 2 * share.weight > most || !is_of_words);
    Ok(near.map(|(_, known)| paragraph(known, catalog, wide)).collect::<Vec<_>>().join("\n"))
}

/// The codes of a text: names with `_` in them, and names of events, which have dots.
fn codes(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let tokens = text.split(|c: char| !is_part(c)).map(|token| token.trim_matches('.'));
    let is_event = |token: &str| {
        token.split('.').count() > 1 && token.split('.').all(|part| part.starts_with(char::is_alphabetic))
    };
    let is_name = |token: &str| token.contains('_') && token.chars().any(char::is_alphabetic);
    tokens.filter(|token| is_name(token) || is_event(token)).map(str::to_owned).collect()
}

/// Whether the text has the code, however it is written, and with or without its ending.
fn has_code(text: &str, code: &str) -> bool {
    let plain = |code: &str| code.to_lowercase().trim_end_matches("_err").to_owned();
    codes(text).iter().any(|own| plain(own) == plain(code))
}

fn without(text: &str, codes: &[String]) -> String {
    codes.iter().fold(text.to_owned(), |text, code| text.replace(code.as_str(), " "))
}

/// Words of a text, small, without signs; those that stand in every text tell nothing.
fn words(text: &str) -> Vec<String> {
    const IDLE: [&str; 27] = [
        "the", "a", "an", "of", "to", "or", "and", "is", "in", "on", "not", "for", "with", "at", "no", "it", "by",
        "from", "are", "be", "ndmp", "error", "err", "after", "found", "too", "due",
    ];
    let text = ["timed out", "times out", "time out", "time-out"]
        .iter()
        .fold(text.to_lowercase(), |text, spelling| text.replace(spelling, "timeout"));
    let split = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
    split.filter(|word| word.len() > 1 && !IDLE.contains(&word.as_str())).collect()
}

/// What a cause shares with the words that were seen.
struct Share {
    /// How many of the words it has.
    count: usize,
    /// The same, where those of the symptom count most.
    weight: usize,
}

impl Share {
    /// Whether it has half of the words at least.
    fn is_enough(&self, seen: usize) -> bool {
        self.count > 0 && 2 * self.count >= seen
    }
}

fn shared(seen: &[String], known: &Seen<'_>) -> Share {
    let title = known.rule.map_or("", |rule| &rule.title);
    let (symptom, behind) = (words(&known.symptom), words(&format!("{} {title}", known.cause)));
    let has = |text: &[String], word: &str| text.iter().any(|own| is_same(own, word));
    let weight = |word: &String| if has(&symptom, word) { 3 } else { usize::from(has(&behind, word)) };
    let weights: Vec<usize> = seen.iter().map(weight).collect();
    Share { count: weights.iter().filter(|weight| **weight > 0).count(), weight: weights.iter().sum() }
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
