//! Paragraphs that are none of ONTAP's between its answers: titles of captures, what somebody says of an answer, letters.

use super::body::{Item, ItemKind, items};
use super::segments::Segment;
use super::word::is_ruler;
use super::{Definition, farewell, noise, said};
use crate::source::Capture;

/// A paragraph that somebody wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aside {
    /// Index of the capture.
    pub source: usize,
    /// Its first line.
    pub first: usize,
    /// Its last line.
    pub last: usize,
    /// Its words, with the signs that it is drawn with.
    pub text: String,
    /// Whether it stands right above a prompt or a command, as a title does.
    pub is_title: bool,
}

/// Lines above a command that are looked at.
const REACH: usize = 24;
/// The same above the first one, and at the end of the text.
const LETTER: usize = 200;
/// Behind these somebody logs in.
const SHELLS: [&str; 3] = ["$ ssh ", "# ssh ", "> ssh "];
/// What ONTAP says before complaints, which are no titles.
const COMPLAINTS: [&str; 5] = ["warning:", "info:", "rpc:", "note:", "notice:"];
/// Lines of a paragraph at most.
const LONGEST: usize = 8;
/// Characters of one of its lines at most.
const WIDEST: usize = 240;

/// The paragraphs above each prompt and each command, and those behind the last answer, in the order of the text.
pub(super) fn asides(capture: &Capture, source: usize, segments: &[Segment], tables: &[Definition]) -> Vec<Aside> {
    let mut found = Vec::new();
    let ends = segments.iter().skip(1).map(|segment| segment.line).chain([capture.line_count() + 1]);
    // What stands between a command and the next is its answer first.
    let is_answer = |above: &Segment| above.typed.as_ref().is_some_and(|typed| !typed.ends_session());
    let top = segments.first().map(|first| (1, false, first.line));
    let gaps = segments.iter().zip(ends).map(|(above, end)| (above.first, is_answer(above), end));
    for (floor, is_answer, end) in top.into_iter().chain(gaps) {
        let own = Text { capture, tables, floor, is_answer }.paragraphs(end).into_iter().rev();
        let is_end = end > capture.line_count();
        found.extend(own.map(|aside| Aside { source, is_title: aside.is_title && !is_end, ..aside }));
    }
    found
}

/// The lines between a command and the next.
struct Text<'c> {
    capture: &'c Capture,
    tables: &'c [Definition],
    /// The first of them.
    floor: usize,
    /// Whether they begin with an answer.
    is_answer: bool,
}

impl Text<'_> {
    /// The paragraphs above line `end`, the lowest first.
    fn paragraphs(&self, end: usize) -> Vec<Aside> {
        if self.is_counted(end) || self.ends_in_row(end) {
            return Vec::new();
        }
        // Letters stand on top of a text, and at its end.
        let is_edge = self.floor == 1 || end > self.capture.line_count();
        let first = end.saturating_sub(if is_edge { LETTER } else { REACH }).max(self.floor);
        let items: Vec<Item<'_>> = items((first..end).map(|number| self.capture.line(number)));
        let (mut found, mut at) = (Vec::new(), items.len());
        while let Some(last) = (0..at).rev().find(|&at| !self.is_between(&items, at)) {
            // A title may be underlined.
            let is_drawn = is_ruler(items[last].line.raw().trim());
            let last = if is_drawn && last > 0 { last - 1 } else { last };
            let Some(begin) = self.begin(&items, last) else { break };
            found.push(self.aside(&items[begin..=last]));
            at = begin;
        }
        // A line alone parts what stands above it from what stands below.
        let is_line = |item: &&Item<'_>| !item.line.raw().trim().is_empty() && is_ruler(item.line.raw().trim());
        let lowest = items.iter().rposition(|item| !item.line.raw().trim().is_empty());
        if found.is_empty()
            && let Some(at) = lowest.filter(|&at| is_line(&&items[at]) && self.is_between(&items, at))
        {
            found.push(self.aside(&items[at..=at]));
        }
        let is_complaint = |text: &str| COMPLAINTS.iter().any(|label| text.to_lowercase().starts_with(label));
        // Nor are the console's messages.
        let may_be = |aside: &Aside| !is_complaint(&aside.text) && !said::is_message(&aside.text);
        let is_word = |aside: &Aside| aside.text.contains(char::is_alphanumeric) && may_be(aside);
        let title = found.iter().position(is_word).or_else(|| found.iter().position(may_be));
        title.and_then(|at| found.get_mut(at)).into_iter().for_each(|aside| aside.is_title = true);
        found
    }

    fn aside(&self, items: &[Item<'_>]) -> Aside {
        let text: Vec<String> = items.iter().map(|item| self.text(item)).collect();
        let lines = items.iter().map(|item| item.line.number);
        let (first, last) = (lines.clone().min().unwrap_or(0), lines.max().unwrap_or(0));
        Aside { source: 0, first, last, text: text.join(" "), is_title: false }
    }

    /// Whether ONTAP's count is the last that stands above line `end`, as it mostly is.
    fn is_counted(&self, end: usize) -> bool {
        let last =
            (self.floor..end).rev().map(|number| self.capture.raw_line(number)).find(|raw| !raw.trim().is_empty());
        last.is_none_or(|raw| raw.trim_end().ends_with(" entries were displayed."))
    }

    /// Whether the last line above line `end` is a row of an answer: then nobody's words stand there.
    fn ends_in_row(&self, end: usize) -> bool {
        let is_row = |number: usize| {
            let line = self.capture.line(number);
            let raw = line.raw().trim();
            let is_noise = noise::is_noise(raw) || SHELLS.iter().any(|shell| raw.contains(shell));
            has_cells(line.text.trim()) && raw.contains(char::is_alphanumeric) && !is_noise
        };
        let last = (self.floor..end).rev().find(|&number| !self.capture.raw_line(number).trim().is_empty());
        last.is_some_and(is_row)
    }

    /// The line as captured, without the marks of a terminal or a mail.
    fn text(&self, item: &Item<'_>) -> String {
        self.capture.line(item.line.number).text.trim().to_owned()
    }

    /// Whether the line parts paragraphs, and is nobody's words. A table's ruler stands right below its heading.
    fn is_between(&self, items: &[Item<'_>], at: usize) -> bool {
        let raw = items[at].line.raw().trim();
        let is_apart = || at.checked_sub(1).is_none_or(|above| items[above].kind == ItemKind::Blank);
        let is_session =
            || noise::is_noise(raw) || farewell::is_said(raw) || SHELLS.iter().any(|shell| raw.contains(shell));
        let is_empty = !raw.contains(char::is_alphanumeric) && (!is_ruler(raw) || is_apart());
        is_empty || items[at].line.is_fence() || is_session()
    }

    /// The item that begins the paragraph of words that ends at `last`; `None` where it is ONTAP's.
    fn begin(&self, items: &[Item<'_>], last: usize) -> Option<usize> {
        let mut begin = last;
        if !self.is_said(&items[last]) {
            return None;
        }
        while let Some(above) = begin.checked_sub(1).map(|above| &items[above]) {
            if self.is_between(items, begin - 1) || matches!(above.kind, ItemKind::Footer(_) | ItemKind::Empty) {
                return self.checked(items, begin, last);
            }
            if !self.is_said(above) || last - begin >= LONGEST {
                return self.formed(items, begin, last);
            }
            begin -= 1;
        }
        let is_whole = items[0].line.number == self.floor;
        if is_whole && !self.is_answer { Some(begin) } else { self.formed(items, begin, last) }
    }

    /// The same where an empty line stands above: where one stands above every line, it parts nothing.
    fn checked(&self, items: &[Item<'_>], begin: usize, last: usize) -> Option<usize> {
        let is_blank = |back: usize| begin.checked_sub(back).is_some_and(|at| items[at].kind == ItemKind::Blank);
        let is_spaced = begin == last && is_blank(1) && !is_blank(2) && is_blank(3) && !is_blank(4) && is_blank(5);
        if is_spaced && begin >= 5 { self.formed(items, begin, last) } else { Some(begin) }
    }

    /// The last lines right below an answer that have a title's form.
    fn formed(&self, items: &[Item<'_>], begin: usize, last: usize) -> Option<usize> {
        let is_formed = |at: &usize| is_formed(&self.text(&items[*at]));
        (begin..=last).rev().take_while(is_formed).last()
    }

    /// Whether a line may be somebody's words: none of ONTAP's sentences, and no cells with room between them.
    fn is_said(&self, item: &Item<'_>) -> bool {
        let text = self.text(item);
        // Labels stand below each other by their colons.
        let is_indented = self.is_answer && self.capture.line(item.line.number).text.starts_with("   ");
        // ONTAP's own complaint is told here too: behind the count it belongs to no answer.
        let is_kind = matches!(item.kind, ItemKind::Text | ItemKind::Complaint)
            || item.kind == ItemKind::Noise && item.remark.is_some();
        let is_told = || self.tables.iter().flat_map(|table| &table.sentences).any(|own| own.is_told_by(&text));
        let is_asked = text.starts_with("Do you want to") || is_count(&text);
        is_kind
            && !has_cells(&text)
            && !is_indented
            && text.len() <= WIDEST
            && !is_ruler(&text)
            && !is_asked
            && !is_told()
    }
}

/// Whether a line has cells with room between them, and not only behind a full stop or a colon.
pub(super) fn has_cells(text: &str) -> bool {
    let has_gap = |text: &str| text.as_bytes().windows(2).any(|pair| pair == b"  ");
    text.contains('\t') || has_gap(text) && has_gap(&text.replace(".  ", ". ").replace(":  ", ": "))
}

/// Whether ONTAP counts what it did: `1 entry was acted on.`
fn is_count(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && [" entries were ", " entry was "].iter().any(|words| rest.starts_with(words))
}

/// Whether a line is drawn as titles are, or ends as they do.
fn is_formed(text: &str) -> bool {
    let inner = text.trim_start_matches(['=', '#', '-', '*', '[', '>', '~', '+', '_']);
    let is_drawn = inner.len() < text.len() && (text.starts_with(['#', '=', '[']) || text.len() - inner.len() > 1);
    is_drawn || text.ends_with(':')
}
