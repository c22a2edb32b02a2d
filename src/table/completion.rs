//! Commands that stand there twice, of which the first has no answer. Where somebody presses TAB within one, ONTAP lists the words that
//! may follow, and the command stands at the next prompt once more, as long or longer. A page shows one alone in a frame, and below
//! a sentence again with its answer.

use super::definition::Definition;
use super::mention::{are_said, tells_state};
use super::segments::Segment;
use super::stray::may_be_trouble;
use crate::source::Capture;

/// Blanks before such a list.
const INDENT: &str = "    ";

/// Takes out commands that somebody had completed, and those that a page shows alone before their answers.
pub(super) fn without(segments: &mut Vec<Segment>, capture: &Capture, tables: &[Definition]) {
    let mut listed: Vec<bool> = segments
        .windows(2)
        .map(|two| is_completed(&two[0], &two[1], capture) || is_shown_alone(&two[0], &two[1], capture, tables))
        .collect();
    listed.push(false);
    let mut listed = listed.into_iter();
    segments.retain(|_| listed.next() != Some(true));
}

fn is_completed(segment: &Segment, next: &Segment, capture: &Capture) -> bool {
    let (Some(typed), Some(whole)) = (&segment.typed, &next.typed) else { return false };
    let is_begun = segment.prompt.is_some() && segment.prompt == next.prompt && whole.text.starts_with(&*typed.text);
    let begun = typed.text.split_whitespace().next_back().unwrap_or_default();
    let mut lines = (segment.first..=segment.last).filter(|&number| !capture.line(number).is_blank()).peekable();
    is_begun && lines.peek().is_some() && lines.all(|number| is_list(&capture.line(number).text, begun))
}

/// Whether the frame round a command ends behind it, and nothing but sentences that speak of no trouble stand above the same command.
fn is_shown_alone(segment: &Segment, next: &Segment, capture: &Capture, tables: &[Definition]) -> bool {
    let (Some(typed), Some(again)) = (&segment.typed, &next.typed) else { return false };
    let text = |number: usize| capture.line(number).text.trim().to_owned();
    let is_frame = |text: &str| text.bytes().all(|byte| b"-`~.+".contains(&byte));
    let lines = || (segment.first..=segment.last).filter(|&number| !is_frame(&text(number)));
    let is_quiet = |number: usize| !may_be_trouble(&text(number)) && !tells_state(&text(number));
    segment.has_fence && typed.text == again.text && lines().all(is_quiet) && are_said(lines(), capture, tables)
}

/// Whether a line is of words with room round them, each of which goes on where the typed one ended.
fn is_list(line: &str, begun: &str) -> bool {
    let Some(list) = line.strip_prefix(INDENT) else { return false };
    let is_word = |word: &str| {
        word.starts_with(begun)
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c))
    };
    list.trim().split("  ").map(str::trim).filter(|word| !word.is_empty()).all(is_word)
}

#[cfg(test)]
mod tests {
    use super::is_list;

    #[test]
    fn a_list_is_of_words_that_go_on_where_one_ended() {
        for (text, begun) in
            [("    show         show-history", "show"), ("    setup  show", "s"), ("    -fields    -filter", "-f")]
        {
            assert!(is_list(text, begun), "{text}");
        }
        for text in [
            "etive-01              true    true",
            "    Node: etive-01",
            "  show",
            "    show  other",
            "    ------  ------",
            "    etive-01  true  true",
            "    show, shown",
        ] {
            assert!(!is_list(text, "show"), "{text}");
        }
    }
}
