//! Rules and tables tried on their own examples: what the tests do with those of this program, and `--rules` with a
//! site's own.

mod tables;

use std::fmt;

use jiff::civil::Date;

use crate::config::{Config, Planned};
use crate::judge::{Outcome, Question, ScopeWish, judge};
use crate::rule::{Catalog, Example, Rule};
use crate::source::Capture;
use crate::table;

pub use tables::table_examples;

/// An example that does not give what its file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The file, as it is called in messages.
    pub file: String,
    /// The line of the file on which the example begins, from 1.
    pub line: usize,
    /// Which example of the file it is, from 1.
    pub number: usize,
    /// The rule, or the command of the table.
    pub of: String,
    /// What its file says.
    pub expected: String,
    /// What there was, with the messages of the outcomes.
    pub found: String,
    /// Both in one sentence.
    pub message: String,
}

impl fmt::Display for Miss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, number, of, message, .. } = self;
        write!(f, "{file}: example {number} of `{of}`: {message}")
    }
}

/// Judges every example of a rule by that rule alone.
///
/// # Errors
/// Each example that does not give the verdict its file says.
pub fn examples(catalog: &Catalog, rule: &Rule, today: Date) -> Result<(), Vec<Miss>> {
    let alone = Catalog {
        tables: catalog.tables.clone(),
        rules: vec![rule.clone()],
        profiles: catalog.profiles.clone(),
        forms: Vec::new(),
        site: Vec::new(),
    };
    let tried = rule.examples.iter().enumerate();
    let missed = tried.filter_map(|(at, example)| {
        let (expected, found, message) = wrong(&alone, example, today)?;
        let (file, line, of) = (rule.file.clone(), example.line, rule.id.clone());
        Some(Miss { file, line, number: at + 1, of, expected, found, message })
    });
    let missed: Vec<Miss> = missed.collect();
    if missed.is_empty() { Ok(()) } else { Err(missed) }
}

/// What an example expects, what there was, and both in a sentence, where they differ.
fn wrong(alone: &Catalog, example: &Example, today: Date) -> Option<(String, String, String)> {
    let reason = example.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    let wanted = format!("{}{reason} for {}", example.verdict.word(), subject(&example.subject));
    let question = match question(alone, example, today) {
        Ok(question) => question,
        Err(why) => return Some((wanted, why.clone(), why)),
    };
    let captures = vec![Capture::of_text("example", &example.input)];
    let readings = table::read("example", captures, &alone.tables);
    let seen: Vec<Outcome> = readings.iter().flat_map(|reading| judge(reading, alone, &question).outcomes).collect();
    if seen.iter().any(|outcome| is_wanted(outcome, example)) {
        return None;
    }
    let seen: Vec<String> = seen.iter().map(told).collect();
    let seen = if seen.is_empty() { "nothing that could be judged".to_owned() } else { seen.join("; ") };
    let message = format!("expected {wanted}, found {seen}");
    Some((wanted, seen, message))
}

fn is_wanted(outcome: &Outcome, example: &Example) -> bool {
    outcome.verdict == example.verdict
        && outcome.subject == example.subject
        && (example.reason.is_none() || outcome.reason == example.reason)
}

fn told(outcome: &Outcome) -> String {
    let reason = outcome.reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("{}{reason} for {}: {}", outcome.verdict.word(), subject(&outcome.subject), outcome.message)
}

fn subject(subject: &std::collections::BTreeMap<String, String>) -> String {
    let pairs: Vec<String> = subject.iter().map(|(name, value)| format!("{name} = \"{value}\"")).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

/// The question that the options of an example ask.
///
/// # Errors
/// What cannot be read of them.
pub fn question(catalog: &Catalog, example: &Example, today: Date) -> Result<Question, String> {
    let given = &example.options;
    let config = given.config.as_deref().map(|text| Config::parse("ndmp-preflight.toml", text)).transpose();
    let config = config.map_err(|faults| faults[0].to_string())?.unwrap_or_default();
    let address = |text: &String| text.parse().map_err(|_| format!("`{text}` is not an address"));
    let planned = Planned {
        dma: given.dma.clone(),
        dma_addresses: given.dma_address.iter().map(address).collect::<Result<_, _>>()?,
        tape: given.tape.as_ref().map(|word| word != "none"),
        ..Planned::default()
    };
    let planned = planned.over(&config.options.backup);
    let profile = |name: &String| catalog.profile(name).ok_or_else(|| format!("no profile is called `{name}`"));
    let profile = planned.dma.as_ref().map(profile).transpose()?;
    let scope = match given.scope.as_deref() {
        Some("svm") => ScopeWish::Svm,
        Some("node") => ScopeWish::Node,
        _ => ScopeWish::Auto,
    };
    let (ontap, user, attestations) = (given.ontap.clone(), config.user, config.attestations);
    let mut question = Question { scope, ontap, expect: config.expect, user, attestations, ..Question::plain(today) };
    planned.ask(&mut question, profile);
    Ok(question)
}
