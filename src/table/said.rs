//! Words beside answers, in whatever paragraph, that speak against them: that they are old, edited, cut or of another cluster, or
//! that something they show is otherwise. So do the messages that ONTAP's console puts among them. What they speak of is read,
//! and proves nothing.

mod console;
mod phrases;

use super::Definition;
use super::aside::Aside;
use super::segments::Segment;
use crate::source::Capture;
use phrases::Against;

/// Puts the answers in doubt that somebody or the console speaks against.
pub(super) fn doubt(segments: &mut [Segment], capture: &Capture, asides: &[Aside], tables: &[Definition]) {
    for aside in asides.iter().filter(|aside| !console::is_message(&aside.text)) {
        if let Some(against) = phrases::against(&aside.text) {
            doubt_beside(segments, aside, against);
        }
    }
    for (number, message) in console::messages(capture) {
        let is_meant = |segment: &Segment| asked(segment, tables).is_none_or(|command| message.is_of(command));
        let before = segments.iter_mut().filter(|segment| segment.line < number && is_meant(segment));
        before.for_each(|segment| _ = segment.said.get_or_insert(number));
    }
}

fn asked<'t>(segment: &Segment, tables: &'t [Definition]) -> Option<&'t str> {
    segment.typed.as_ref()?.definition.map(|table| tables[table].command.as_str())
}

/// Puts the answers above and below a paragraph in doubt. All of a text that begins or ends with it; what leads to an answer
/// speaks of that one, and what is missing is so beside it.
fn doubt_beside(segments: &mut [Segment], aside: &Aside, against: Against) {
    let is_asked = |segment: &Segment| segment.typed.as_ref().is_some_and(|typed| typed.definition.is_some());
    let behind = segments.partition_point(|segment| segment.line <= aside.last);
    let is_edge = !segments[..behind].iter().any(is_asked) || !segments[behind..].iter().any(is_asked);
    let (above, below) = segments.split_at_mut(behind);
    let (up, down) = match against {
        _ if aside.text.ends_with(':') => (0, 1),
        _ if is_edge => (usize::MAX, usize::MAX),
        Against::All => (usize::MAX, 1),
        Against::Beside => (1, 1),
    };
    let may_be = |segment: &&mut Segment| is_edge || is_asked(segment);
    let above = above.iter_mut().rev().filter(may_be).take(up);
    above.chain(below.iter_mut().filter(may_be).take(down)).for_each(|segment| {
        segment.said.get_or_insert(aside.first);
    });
}
