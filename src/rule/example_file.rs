//! `[[example]]`: texts with their known verdicts.

use std::net::IpAddr;

use super::Verdict;
use super::rule_file::{choice, word};
use super::{Example, ExampleOptions};
use crate::fault::{Faults, Section, Text, advice};

const KEYS: [&str; 10] =
    ["verdict", "reason", "subject", "input", "scope", "tape", "ontap", "dma", "dma-address", "config"];
const VERDICTS: [Verdict; 5] =
    [Verdict::Pass, Verdict::Fail, Verdict::Unknown, Verdict::NotApplicable, Verdict::Waived];

/// All examples of a rule; `subject` holds the names of its subjects where the file tells them.
pub(super) fn examples(root: &Section, faults: &Faults, subject: Option<&[String]>) -> Vec<Example> {
    if !root.has("example") {
        root.missing("example", "expected an `[[example]]` that passes, one that fails and one that is unknown");
    }
    root.sections("example", &KEYS).iter().map(|section| example(section, faults, subject)).collect()
}

fn example(section: &Section, faults: &Faults, subject: Option<&[String]>) -> Example {
    let verdicts = VERDICTS.map(|verdict| (verdict.word(), verdict));
    let pairs = section.pairs("subject").unwrap_or_default();
    if let Some(names) = subject {
        check_subject(section, &pairs, names, faults);
    }
    Example {
        line: section.line_of("verdict"),
        verdict: choice(section.need("verdict"), "verdict", &verdicts, faults).unwrap_or(Verdict::Unknown),
        reason: section.text("reason").map(|reason| reason.value),
        subject: pairs.into_iter().map(|(name, value)| (name.value, value.value)).collect(),
        options: options(section, faults),
        input: input(section),
    }
}

/// An example names all parts of a subject, or none for an outcome without a subject.
fn check_subject(section: &Section, pairs: &[(Text, Text)], names: &[String], faults: &Faults) {
    let strange: Vec<&Text> = pairs.iter().map(|(name, _)| name).filter(|name| !names.contains(&name.value)).collect();
    for name in &strange {
        let message = format!("the subject has no `{}`", name.value);
        let none = || "expected `{}`: the rule has one outcome without a subject".to_owned();
        let help = advice(&name.value, names.iter().map(String::as_str));
        faults.add_text(name, message, if names.is_empty() { none() } else { help });
    }
    if pairs.is_empty() || !strange.is_empty() {
        return;
    }
    for name in names.iter().filter(|name| !pairs.iter().any(|(told, _)| told.value == **name)) {
        let message = format!("the subject lacks `{name}`");
        faults.add(section.key_span("subject"), message, "expected the whole subject, or `{}`");
    }
}

fn options(section: &Section, faults: &Faults) -> ExampleOptions {
    let text = |key| section.text(key).map(|text| text.value);
    ExampleOptions {
        scope: word(section.text("scope"), "scope", &["auto", "svm", "node"], faults),
        tape: word(section.text("tape"), "place of tape devices", &["local", "none"], faults),
        ontap: text("ontap"),
        dma: text("dma"),
        dma_address: addresses(section, faults),
        config: text("config"),
    }
}

fn addresses(section: &Section, faults: &Faults) -> Vec<String> {
    let texts = section.texts("dma-address");
    for text in texts.iter().filter(|text| text.value.parse::<IpAddr>().is_err()) {
        let message = format!("`{}` is not an address", text.value);
        faults.add_text(text, message, "expected an IP address such as `192.0.2.9`");
    }
    texts.into_iter().map(|text| text.value).collect()
}

/// What ONTAP printed: it must be given, and may be nothing at all.
fn input(section: &Section) -> String {
    if !section.has("input") {
        section.missing("input", "expected the text that ONTAP printed");
    }
    section.string("input")
}
