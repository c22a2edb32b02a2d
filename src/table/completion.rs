//! What ONTAP lists where somebody presses TAB within a command: the words that may follow. The command stands at the next prompt once
//! more, as long or longer, and the list answers nothing.

use super::segments::Segment;
use crate::source::Capture;

/// Blanks before such a list.
const INDENT: &str = "    ";

/// Takes out commands that somebody had completed.
pub(super) fn without(segments: &mut Vec<Segment>, capture: &Capture) {
    let mut listed: Vec<bool> = segments.windows(2).map(|two| is_completed(&two[0], &two[1], capture)).collect();
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
