//! Commands that stand there twice, of which the first has no answer. Where somebody presses TAB within one, ONTAP lists the words that
//! may follow, and the command stands at the next prompt once more, as long or longer. A page shows one alone in a frame, and below
//! a sentence again with its answer.

use super::mention::tells_state;
use super::segments::Segment;
use super::stray::may_be_trouble;
use crate::source::Capture;

/// Blanks before such a list.
const INDENT: &str = "    ";

/// Takes out commands that somebody had completed, and those that a page shows alone before their answers.
pub(super) fn without(segments: &mut Vec<Segment>, capture: &Capture) {
    let mut listed: Vec<bool> = segments
        .windows(2)
        .map(|two| is_completed(&two[0], &two[1], capture) || is_shown_alone(&two[0], &two[1], capture))
        .collect();
    listed.push(false);
    let mut listed = listed.into_iter();
    segments.retain(|_| listed.next() != Some(true));
}

fn is_completed(segment: &Segment, next: &Segment, capture: &Capture) -> bool {
    let (Some(typed), Some(whole)) = (&segment.typed, &next.typed) else { return false };
    let is_begun = segment.prompt.is_some() && segment.prompt == next.prompt && whole.text.starts_with(&*typed.text);
    let mut lines = (segment.first..=segment.last).filter(|&number| !capture.line(number).is_blank()).peekable();
    is_begun && lines.peek().is_some() && lines.all(|number| is_list(&capture.line(number).text))
}

/// Whether the frame round a command ends behind it, and nothing but sentences that speak of no trouble stand above the same command.
fn is_shown_alone(segment: &Segment, next: &Segment, capture: &Capture) -> bool {
    let is_same = match (&segment.typed, &next.typed) {
        (Some(typed), Some(again)) => typed.text == again.text,
        _ => false,
    };
    let is_said = |text: &str| {
        let is_frame = text.bytes().all(|byte| b"-`~.+".contains(&byte));
        is_frame || !text.contains("  ") && !text.contains("---") && !may_be_trouble(text) && !tells_state(text)
    };
    let mut lines = segment.first..=segment.last;
    segment.has_fence && is_same && lines.all(|number| is_said(capture.line(number).text.trim()))
}

/// Whether a line is of words that may be typed, each with room round it.
fn is_list(line: &str) -> bool {
    let Some(list) = line.strip_prefix(INDENT) else { return false };
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    list.trim().split("  ").map(str::trim).filter(|word| !word.is_empty()).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::is_list;

    #[test]
    fn a_list_is_of_words_with_room_round_them() {
        for text in ["    show         show-history", "    setup  show", "    -fields    -instance", "    etive-01"] {
            assert!(is_list(text), "{text}");
        }
        for text in [
            "etive-01              true    true",
            "    Node: etive-01",
            "  show",
            "    no such entry",
            "    true, false",
        ] {
            assert!(!is_list(text), "{text}");
        }
    }
}
