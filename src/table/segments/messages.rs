//! Lines that stand before every command of a text alike, and are of no answer: who sent the message with it and when (`Ann Bell  9:17 AM`,
//! `[11.03.2025 09:17] Bell, Ann`), or what somebody writes before each step (`Next:`).

use std::collections::HashMap;

use super::Segment;
use crate::source::Capture;
use crate::table::stray::{may_be_trouble, speaks_of_missing};

/// Commands before which such a line must stand.
const LEAST: usize = 4;

/// Characters of such a line at most.
const LONGEST: usize = 80;

/// Ends each answer above such a line.
pub(super) fn end_above(capture: &Capture, mut segments: Vec<Segment>) -> Vec<Segment> {
    if segments.len() <= LEAST {
        return segments;
    }
    let heads: Vec<Option<(usize, String)>> =
        segments.windows(2).map(|pair| head(capture, &pair[0], &pair[1])).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    heads.iter().flatten().for_each(|(_, form)| *counts.entry(form).or_default() += 1);
    let is_common = |form: &str| counts.get(form).is_some_and(|&count| count >= LEAST && count * 5 >= heads.len() * 3);
    for (segment, head) in segments.iter_mut().zip(&heads) {
        if let Some((line, _)) = head.as_ref().filter(|(_, form)| is_common(form)) {
            segment.last = line - 1;
        }
    }
    segments
}

/// The line right above the next command, with its form: its signs, with any digit for each digit.
fn head(capture: &Capture, own: &Segment, next: &Segment) -> Option<(usize, String)> {
    let line = (own.first..next.line).rev().find(|&line| !capture.line(line).is_blank())?;
    let text = capture.line(line).text.trim().to_owned();
    let is_short = text.chars().count() <= LONGEST && text.contains(char::is_alphabetic);
    // Rows are drawn in columns.
    let is_row = text.matches("   ").count() > 0 || text.contains('\t');
    let is_head = text.ends_with([':', '\u{ff1a}']) && !text.contains("::") || has_time(&text);
    let is_head = is_head && !speaks_of_answer(&text);
    let form = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect::<String>();
    // Hours of one digit and of two, in the morning and in the afternoon.
    let form = form.replace("00", "0").replace("PM", "AM").replace("pm", "am");
    (is_short && is_head && !is_row).then_some((line, form))
}

/// Whether a line may say something of the answer above it: ONTAP says the same below every answer while a node is not there.
fn speaks_of_answer(text: &str) -> bool {
    const WORDS: [&str; 24] = [
        "answer",
        "cluster",
        "column",
        "command",
        "display",
        "drive",
        "empty",
        "entr",
        "interface",
        "lif",
        "line",
        "list",
        "node",
        "note:",
        "output",
        "record",
        "row",
        "show",
        "svm",
        "table",
        "tape",
        "there ",
        "vserver",
        "no ",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || may_be_trouble(text) || speaks_of_missing(&lower)
}

/// Whether a time of day stands in the line.
fn has_time(text: &str) -> bool {
    text.as_bytes()
        .windows(4)
        .any(|four| matches!(four, [hour, b':', ten, one] if [hour, ten, one].iter().all(|c| c.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::has_time;

    #[test]
    fn a_time_of_day_is_told_from_addresses() {
        assert!(has_time("Ann Bell  9:17 AM") && has_time("[11.03.2025 09:17] Bell, Ann"));
        assert!(!has_time("ayr-01:e0c up") && !has_time("2001:db8::1"));
    }
}
