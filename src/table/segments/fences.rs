//! Where the fences of a page end an answer: ```` ``` ````, `<pre>`, `{code}`.

use super::Segment;
use crate::source::{Capture, Line};
use crate::table::aside::has_cells;
use crate::table::prose::is_long_sentence;
use crate::table::word::is_ruler;

/// Ends the answer of which something stands before a fence; what stands behind the fence belongs to no command. A fence is no
/// prompt: rows may have been left out before it.
pub(super) fn end_at_fence(capture: &Capture, segments: &mut Vec<Segment>, number: usize) {
    let is_asked = |open: &&mut Segment| open.typed.is_some();
    let Some(open) = segments.last_mut().filter(is_asked) else { return };
    let may_be_answered = (open.first..number).any(|line| may_be_answer(&capture.line(line)));
    let had_fence = std::mem::replace(&mut open.has_fence, true);
    let mut within = (open.first..number).map(|line| capture.line(line));
    // Where the command has a frame of its own, so has its answer; between the two may stand what somebody says of it.
    let is_end = if had_fence { within.any(|line| is_ruler(&line.text)) } else { within.any(|line| !line.is_blank()) };
    if is_end {
        (open.last, open.is_fenced) = (number - 1, true);
        // Of several commands each may have a frame for its answer, and of one whose answer has not come yet.
        let is_one = open.stacked.is_empty() && may_be_answered;
        let stacked = open.stacked.iter().chain(&open.typed).filter(|_| !is_one).cloned().collect();
        let first = number + 1;
        segments.push(Segment { line: first, first, is_behind_fence: true, stacked, ..Segment::default() });
    }
}

/// Whether a line may be of an answer: cells with room between them, a ruler, a label. Comments and sentences are none.
fn may_be_answer(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    let is_label = || text.split_once(':').is_some_and(|(_, value)| !value.is_empty());
    !line.is_blank() && !line.is_comment() && (has_cells(text) || is_ruler(text) || is_label())
}

/// The lines that begin and end a block of AsciiDoc. The first may be a ruler of ONTAP's, and the second dots of somebody who left out
/// rows.
const BLOCKS: [&str; 3] = ["----", "....", "===="];

/// Whether a line is the page's own: empty, a mark of a list or of a block, a sentence.
fn is_of_page(text: &str) -> bool {
    let is_mark = || {
        ["+", "--"].contains(&text)
            || [". ", ".. ", "* ", "** ", "[", "//", "NOTE:", "TIP:"].iter().any(|mark| text.starts_with(mark))
    };
    let words = text.split_whitespace().count();
    let is_said = || words > 3 && !has_cells(text) && (is_long_sentence(text) || text.ends_with(['.', ':', '!']));
    text.is_empty() || is_mark() || is_said()
}

/// Ends each answer whose command stands right below the line that begins a block at the line that ends this: what follows it is the
/// page's.
pub(super) fn end_at_blocks(capture: &Capture, segments: Vec<Segment>) -> Vec<Segment> {
    let raw = |line: usize| if (1..=capture.line_count()).contains(&line) { capture.raw_line(line).trim() } else { "" };
    let mut parted = Vec::with_capacity(segments.len());
    for segment in segments {
        let above = raw(segment.line.saturating_sub(1));
        let block = BLOCKS.into_iter().find(|block| segment.typed.is_some() && *block == above);
        let end = block.and_then(|block| {
            let is_end = |line: &usize| raw(*line) == block && (block != BLOCKS[0] || is_of_page(raw(line + 1)));
            (segment.first..=segment.last).find(is_end)
        });
        let Some(end) = end else {
            parted.push(segment);
            continue;
        };
        let (last, closed) = (segment.last, segment.closed);
        let rest = Segment { line: end + 1, first: end + 1, last, closed, is_behind_fence: true, ..Segment::default() };
        // It is no prompt, as above.
        parted.push(Segment { last: end - 1, is_fenced: true, closed: false, ..segment });
        parted.extend(Some(rest).filter(|rest| rest.first <= rest.last));
    }
    parted
}
