//! `[[attest]]`: what no command can show, said by somebody. A word that nobody knows is a fault: it would count for nothing.

use jiff::civil::Date;

use crate::fault::{Faults, Section, Text, advice};
use crate::judge::{Attestation, Attested, Takes};

/// All attestations of the file.
pub(super) fn attestations(root: &Section, faults: &Faults, file: &str) -> Vec<Attestation> {
    let sections = root.sections("attest", &["what", "value", "by", "on", "until"]);
    sections.iter().filter_map(|section| attestation(section, faults, file)).collect()
}

fn attestation(section: &Section, faults: &Faults, file: &str) -> Option<Attestation> {
    let what = section.need("what").and_then(|text| what(&text, faults));
    let by = section.needed_string("by");
    let on = section.needed_date("on");
    let until = section.date("until");
    if let (Some(on), Some(until)) = (on, until) {
        not_before(section, faults, on, until);
    }
    let what = what?;
    let value = value(section, faults, what);
    let place = format!("{file}:{}", section.line_of("what"));
    Some(Attestation { what, value, by, on: on?, until, place })
}

fn what(text: &Text, faults: &Faults) -> Option<Attested> {
    let found = Attested::ALL.into_iter().find(|known| known.word() == text.value);
    if found.is_none() {
        let help = advice(&text.value, Attested::ALL.map(Attested::word));
        faults.add_text(text, format!("nothing called `{}` can be attested", text.value), help);
    }
    found
}

fn value(section: &Section, faults: &Faults, what: Attested) -> Option<String> {
    let (takes, word) = (what.takes(), what.word());
    let expected = match takes {
        Takes::Nothing => {
            if section.has("value") {
                let message = format!("`{word}` has no value");
                faults.add(section.key_span("value"), message, "leave it out: the word says it all");
            }
            return None;
        }
        Takes::OneOf(words) => format!("one of `{}`", words.join("`, `")),
        Takes::Kib => "a number of KiB in quotes, such as `\"64\"`".to_owned(),
    };
    if !section.has("value") {
        section.missing("value", &format!("`{word}` is {expected}"));
    }
    let text = section.text("value")?;
    let near = match takes {
        Takes::OneOf(words) if !words.contains(&text.value.as_str()) => {
            Some(advice(&text.value, words.iter().copied()))
        }
        Takes::Kib if !text.value.parse::<u32>().is_ok_and(|size| size > 0) => Some(format!("expected {expected}")),
        _ => None,
    };
    if let Some(help) = near {
        faults.add_text(&text, format!("`{}` is no value of `{word}`", text.value), help);
    }
    Some(text.value)
}

fn not_before(section: &Section, faults: &Faults, on: Date, until: Date) {
    if until < on {
        let message = format!("`until` is before `on`, which is {on}");
        faults.add(section.key_span("until"), message, "expected the last day on which it counts");
    }
}
