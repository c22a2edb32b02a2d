//! What was attested, and what is left to ask, for people.

use super::layout::{clean, hang, pad, widest};
use super::style::{Ink, Style};
use crate::judge::{Attested, AttestedLine, OpenQuestion};

/// A line for each attestation: what, by whom, when, and how long it counts.
pub(super) fn attested(attestations: &[AttestedLine], style: &Style) -> Option<String> {
    let line = |one: &AttestedLine| {
        let (ink, word) = if one.counts { (Ink::Faint, "attested  ") } else { (Ink::Doubt, "lapsed    ") };
        let sentence = Attested::ALL.into_iter().find(|what| what.word() == one.what).map_or("", Attested::sentence);
        let value = one.value.as_ref().map(|value| format!(": {}", clean(value))).unwrap_or_default();
        let counts = if one.counts { "counts" } else { "counted" };
        let text = format!("{sentence}{value} ({} on {}; {counts} until {})", clean(&one.by), one.on, one.until);
        hang(&style.paint(ink, word), 10, &text, style.prose())
    };
    joined(attestations.iter().map(line))
}

/// The open questions: first those to the vendor of the application, then those to the site.
/// `dma`: the application as the user named it.
pub(super) fn questions(questions: &[OpenQuestion], dma: Option<&str>, style: &Style) -> Option<String> {
    let application = dma.map(clean).unwrap_or_default();
    let vendor = format!("ask the vendor of your backup application ({application}); no source tells it:");
    let blocks = [("vendor", vendor.as_str()), ("site", "no command shows this; see to it, then attest it:")];
    let block = |(whom, title): (&str, &str)| {
        let of = |one: &&OpenQuestion| one.whom == whom;
        let wide = widest(questions.iter().filter(of).map(|one| one.about.as_ref()));
        let line = |one: &OpenQuestion| {
            let text = format!("{} Settled by {}.", one.ask, one.settled_by);
            hang(&format!("  {}  ", pad(&one.about, wide)), wide + 4, &text, style.prose())
        };
        let lines = joined(questions.iter().filter(of).map(line))?;
        Some(format!("{}\n{lines}", style.paint(Ink::Strong, title)))
    };
    let blocks: Vec<String> = blocks.into_iter().filter_map(block).collect();
    (!blocks.is_empty()).then(|| blocks.join("\n\n"))
}

fn joined(lines: impl IntoIterator<Item = String>) -> Option<String> {
    let lines: Vec<_> = lines.into_iter().collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}
