//! Words beside answers, in whatever paragraph, that speak against them: that they are old, edited, cut or of another cluster, or
//! that something they show is otherwise. So do the messages that ONTAP's console puts among them. What they speak of is read,
//! and proves nothing.

mod clauses;
mod console;
mod making;
mod origin;
mod outlook;
mod phrases;
mod plain;
mod subject;
mod verdict;

use super::Definition;
use super::aside::Aside;
use super::body::footer;
use super::command::is_directory_word;
use super::segments::Segment;
use crate::source::Capture;
use phrases::Against;
use subject::Names;

/// Whether a word in small letters is said of what is not as it should be, or of what is open.
pub(super) fn is_bad_word(word: &str) -> bool {
    plain::is_bad_word(word)
}

/// Whether a paragraph is a message of ONTAP's console.
pub(super) fn is_message(text: &str) -> bool {
    console::is_message(text)
}

/// Puts the answers in doubt that somebody or the console speaks against.
pub(super) fn doubt(segments: &mut [Segment], capture: &Capture, asides: &[Aside], tables: &[Definition]) {
    let names = Names::new(capture, tables, asides.iter().map(|aside| (aside.first, aside.last)).collect());
    let answered = segments.iter().find(|segment| is_asked(segment)).map(|segment| segment.line);
    let loose = loose(segments, capture);
    for aside in asides.iter().filter(|aside| !console::is_message(&aside.text)) {
        let is_below = answered.is_some_and(|line| line < aside.first);
        // Behind a count, or a prompt, no label is an answer's.
        let above = segments[..segments.partition_point(|segment| segment.line < aside.first)].last();
        let is_within = above.is_some_and(is_asked) && loose.binary_search(&aside.first).is_err();
        if let Some(against) = against(aside, asides, (is_below, is_within), (capture, &names)) {
            doubt_beside(segments, aside, against);
        }
    }
    for line in loose {
        let text = capture.line(line).text;
        // Of a record with its labels nothing is put down beside.
        let is_record = || [line - 1, line + 1].iter().any(|&near| names.are_labelled(&capture.line(near).text));
        let is_verdict = || verdict::is_bad(&text) && !(names.are_labelled(&text) && is_record());
        if subject::is_loose(&text, &names) || is_verdict() {
            doubt_beside(segments, &Aside { first: line, last: line, ..Aside::default() }, Against::All);
        }
    }
    for comment in comments(segments, capture) {
        // A command that somebody put out of use changes nothing.
        let is_marked = capture.line(comment.first).text.contains(['#', '!']) && !is_directory_word(&comment.text);
        let takes = || (is_marked && subject::takes(&comment.text, &names)).then_some(Against::All);
        if let Some(against) = phrases::against(&comment.text).or_else(takes) {
            doubt_beside(segments, &comment, against);
        }
    }
    for (number, message) in console::messages(capture) {
        let is_meant = |segment: &Segment| asked(segment, tables).is_none_or(|command| message.is_of(command));
        let before = segments.iter_mut().filter(|segment| segment.line < number && is_meant(segment));
        before.for_each(|segment| _ = segment.said.get_or_insert(number));
    }
}

/// What a paragraph speaks against. `is_below`: whether it stands below the first answer; `is_within`: whether it may be of an answer.
fn against(
    aside: &Aside,
    asides: &[Aside],
    (is_below, is_within): (bool, bool),
    (capture, names): (&Capture, &Names<'_>),
) -> Option<Against> {
    // What ONTAP says before or instead of what was asked is no word on what it did.
    let is_said = !["Warning: ", "Error: "].iter().any(|label| aside.text.starts_with(label));
    let is_own = |line: &str| is_within && names.are_labelled(line);
    let lines = || (aside.first..=aside.last).map(|line| capture.line(line).text).filter(|line| !is_own(line));
    let tells_below = || is_below && subject::tells(lines(), aside.is_title, names);
    let tells = || is_said && (tells_below() || !is_below && subject::takes(&aside.text, names));
    let is_title = || aside.is_title || aside.text.ends_with(':');
    let is_example = || is_title() && origin::is_example(&aside.text);
    // A title stands above something, be it without a colon.
    let is_other = || aside.is_title && origin::is_of_another(&aside.text);
    // Of two captures the titles tell the order.
    let is_last = || !asides.iter().any(|other| other.is_title && other.first > aside.last);
    let is_old = || is_title() && !is_below && is_last() && origin::is_of_other_time(&aside.text);
    phrases::against(&aside.text)
        .or_else(|| (is_example() || is_old() || is_other() || tells()).then_some(Against::All))
}

/// Lines above a command, or the end, in which a count is looked for.
const REACH: usize = 40;

/// The lines behind the count of an answer, up to the next command. They are none of the answer, however they are drawn.
fn loose(segments: &[Segment], capture: &Capture) -> Vec<usize> {
    let ends = segments.iter().skip(1).map(|segment| segment.line).chain([capture.line_count() + 1]);
    let behind = |(segment, end): (&Segment, usize)| {
        let is_count = |line: &usize| footer(capture.raw_line(*line).trim()).is_some();
        let count = (segment.first.max(end.saturating_sub(REACH))..end).rev().find(is_count);
        count.map_or(end, |count| count + 1)..end
    };
    segments.iter().zip(ends).filter(|(segment, _)| is_asked(segment)).flat_map(behind).collect()
}

/// What the cluster says of words that are no command, and lines behind these in which it does.
const UNKNOWN: &str = "is not a recognized command";
const NEAR: usize = 3;

/// What somebody typed at a prompt for whoever reads the session: `cl1::> # this output is old`. What is to be looked for is no word
/// against what was found.
fn comments(segments: &[Segment], capture: &Capture) -> Vec<Aside> {
    const PLANS: [&str; 5] = ["check", "verify", "test", "look", "make sure"];
    const ECHOES: [&str; 2] = ["echo ", "rem "];
    // A sentence, which the cluster does not know for a command.
    let is_unknown = |segment: &Segment, text: &str| {
        let behind = segment.first..=segment.last.min(segment.first + NEAR);
        !is_directory_word(text) && behind.into_iter().any(|line| capture.raw_line(line).contains(UNKNOWN))
    };
    let is_comment = |segment: &Segment, text: &str| {
        text.starts_with(['#', '!', '/'])
            || ECHOES.iter().any(|echo| text.starts_with(echo))
            || is_unknown(segment, text)
    };
    let of = |segment: &Segment| {
        let typed =
            segment.typed.as_ref().filter(|typed| typed.definition.is_none() && is_comment(segment, &typed.text))?;
        let text = typed.text.trim_start_matches(['#', '!', '/', ' ']).to_owned();
        let is_plan = PLANS.iter().any(|plan| text.to_lowercase().starts_with(plan));
        (!is_plan).then(|| Aside { first: segment.line, last: segment.line, text, ..Aside::default() })
    };
    segments.iter().filter_map(of).collect()
}

/// The paragraph of a file that is no answer which speaks against those beside it: `these values are planned`.
pub(crate) fn objection(text: &str) -> Option<&str> {
    /// Bytes of a note; longer files are documents, which speak of everything.
    const LONGEST: usize = 2000;
    let paragraphs = text.split("\n\n").filter(|_| text.len() <= LONGEST);
    paragraphs.map(str::trim).find(|own| phrases::against(own).is_some())
}

fn is_asked(segment: &Segment) -> bool {
    segment.typed.as_ref().is_some_and(|typed| typed.definition.is_some())
}

fn asked<'t>(segment: &Segment, tables: &'t [Definition]) -> Option<&'t str> {
    segment.typed.as_ref()?.definition.map(|table| tables[table].command.as_str())
}

/// Puts the answers above and below a paragraph in doubt. All of a text that begins or ends with it; what leads to an answer
/// speaks of that one, and what is missing is so beside it.
fn doubt_beside(segments: &mut [Segment], aside: &Aside, against: Against) {
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
