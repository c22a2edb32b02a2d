//! The lines of one answer, told apart: rows, rulers, footers, empty texts, errors, and what is not data.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::command::echo;
use super::noise::is_noise;
use super::word::is_ruler;
use super::{complaint, farewell, remark};
use crate::source::Line;

/// A line of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item<'a> {
    /// The line.
    pub(super) line: Line<'a>,
    /// What it is.
    pub(super) kind: ItemKind,
    /// Column, in characters from 1, of words that somebody wrote by hand behind it; `line` ends before them.
    pub(super) remark: Option<usize>,
    /// Whether these words begin with an arrow.
    pub(super) points: bool,
    /// Whether it is the question of ONTAP's pager, and nothing else.
    pub(super) asks: bool,
}

impl Item<'_> {
    /// Whether all of it was written by hand, and no arrow tells of which row it speaks.
    pub(super) fn is_aside(&self) -> bool {
        self.kind == ItemKind::Noise && self.remark.is_some_and(|_| !self.points)
    }
}

/// What a line of an answer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// Heading, row, label or anything else.
    Text,
    /// Nothing.
    Blank,
    /// Runs of dashes.
    Ruler,
    /// Dots in place of text that somebody left out.
    Dots,
    /// `N entries were displayed.`
    Footer(usize),
    /// ONTAP says that there is nothing.
    Empty,
    /// `Error: ...`
    Error,
    /// `Warning: ...`, `Info: ...`: something of the answer may be missing.
    Complaint,
    /// Login message, question, what is known to be harmless.
    Noise,
}

/// Tells the lines apart.
pub(super) fn items<'a>(lines: impl Iterator<Item = Line<'a>>) -> Vec<Item<'a>> {
    let mut paragraph = None;
    let of = |line: Line<'a>| {
        let asks = ASKS.find(line.text.as_bytes()).is_some() || line.hides(&ASKS);
        let (line, remark, points) = without_remark(without_pager(line));
        let kind = match kind_of(&line, &mut paragraph) {
            ItemKind::Blank if remark.is_some() => ItemKind::Noise,
            kind => kind,
        };
        Item { line, kind, remark, points, asks: asks && kind == ItemKind::Blank }
    };
    let mut items: Vec<Item<'a>> = with_whole_counts(lines).flat_map(parted).map(of).collect();
    pass_harmless(&mut items);
    pass_farewells(&mut items);
    pass_comments(&mut items);
    // ONTAP echoes a command right below it.
    if let Some(first) = items.iter().position(|item| item.kind == ItemKind::Text) {
        let late = items[first..].iter_mut().filter(|item| item.kind == ItemKind::Noise);
        late.filter(|item| item.remark.is_none() && echo(&item.line.text).is_some())
            .for_each(|item| item.kind = ItemKind::Text);
    }
    let last = items.iter_mut().rev().find(|item| item.kind != ItemKind::Blank);
    if let Some(last) = last.filter(|last| last.kind == ItemKind::Text)
        && let Some(count) = cut_footer(last.line.text.trim())
    {
        last.kind = ItemKind::Footer(count);
    }
    items
}

/// The lines, with a count whose end a mail client broke off put together again.
fn with_whole_counts<'a>(lines: impl Iterator<Item = Line<'a>>) -> impl Iterator<Item = Line<'a>> {
    const ENDS: [&str; 5] =
        ["displayed.", "were displayed.", "was displayed.", "entries were displayed.", "entry was displayed."];
    let mut lines = lines.peekable();
    std::iter::from_fn(move || {
        let line = lines.next()?;
        let end = lines.peek().map(|next| next.text.trim()).filter(|end| ENDS.contains(end));
        let Some(whole) = end.map(|end| format!("{} {end}", line.text)).filter(|whole| count_behind(whole).is_some())
        else {
            return Some(line);
        };
        lines.next();
        Some(line.with_text(whole))
    })
}

/// Where the count that ends a line begins, if words of a row stand before it.
fn count_behind(text: &str) -> Option<usize> {
    [" entries were displayed.", " entry was displayed."].iter().find_map(|end| {
        let before = text.trim_end().strip_suffix(end)?;
        let row = before.trim_end_matches(|c: char| c.is_ascii_digit());
        let is_apart = row.len() < before.len() && row.ends_with([' ', '\t']);
        (is_apart && row.contains(char::is_alphanumeric)).then_some(row.len())
    })
}

/// A line, and apart from it the count that lost the end of the line before it.
fn parted(line: Line<'_>) -> impl Iterator<Item = Line<'_>> {
    let text: &str = &line.text;
    let texts = count_behind(text).map(|at| (text[..at].trim_end().to_owned(), text[at..].to_owned()));
    let (own, count) = match texts {
        Some((row, count)) => (line.clone().with_text(row), Some(line.with_text(count))),
        None => (line, None),
    };
    std::iter::once(own).chain(count)
}

/// A line without the words that somebody wrote behind it, where these stand, and whether they begin with an arrow.
fn without_remark(line: Line<'_>) -> (Line<'_>, Option<usize>, bool) {
    if let Some((marks, row)) = remark::marked(&line.text) {
        let column = line.column(marks);
        let text = " ".repeat(marks) + row;
        return (line.with_text(text), Some(column), false);
    }
    let found = remark::find(&line.text).filter(|_| !is_question_of_pager(&line));
    let Some(end) = found else { return (line, None, false) };
    // `<< rows cut >>` points nowhere.
    let points = remark::is_arrow(line.text[end..].trim_start()) && !line.text.trim_end().ends_with('>');
    let start = line.text[end..].len() - line.text[end..].trim_start().len() + end;
    let column = line.column(line.text[..start].chars().count());
    let text = line.text[..end].to_owned();
    (line.with_text(text), Some(column), points)
}

/// A comment alone between other lines is no row; where all lines stand behind such a mark, they are the answer. Nobody knows
/// what it says of the answer, as of any words by hand.
fn pass_comments(items: &mut [Item<'_>]) {
    let said: Vec<usize> = (0..items.len()).filter(|&at| items[at].kind != ItemKind::Blank).collect();
    for (index, &at) in said.iter().enumerate() {
        if !items[at].line.is_comment() {
            continue;
        }
        let beside = [index.checked_sub(1), Some(index + 1)].into_iter().flatten().filter_map(|at| said.get(at));
        let is_alone = said.len() > 1 && beside.into_iter().all(|&at| !items[at].line.is_comment());
        if is_alone && items[at].kind == ItemKind::Text {
            (items[at].kind, items[at].remark) = (ItemKind::Noise, items[at].remark.or(Some(1)));
        }
    }
}

/// Complaints that are known to be harmless, in all their lines, are no complaints.
fn pass_harmless(items: &mut [Item<'_>]) {
    let mut at = 0;
    while at < items.len() {
        let is_part = |item: &Item<'_>| item.kind == ItemKind::Complaint;
        if !is_part(&items[at]) {
            at += 1;
            continue;
        }
        let goes_on = |item: &&Item<'_>| is_part(item) && paragraph_start(item.line.text.trim_start()).is_none();
        let end = at + 1 + items[at + 1..].iter().take_while(goes_on).count();
        let words: Vec<&str> = items[at..end].iter().map(|item| item.line.text.trim()).collect();
        if complaint::is_harmless(&words.join(" ")) {
            items[at..end].iter_mut().for_each(|item| item.kind = ItemKind::Noise);
        }
        at = end;
    }
}

/// That the session ended takes nothing from an answer whose count stands above.
fn pass_farewells(items: &mut [Item<'_>]) {
    let is_count = |item: &Item<'_>| matches!(item.kind, ItemKind::Footer(_) | ItemKind::Empty);
    let Some(count) = items.iter().position(is_count) else { return };
    let is_text = |item: &&mut Item<'_>| matches!(item.kind, ItemKind::Text | ItemKind::Complaint);
    let said = items[count..].iter_mut().filter(is_text).filter(|item| farewell::is_said(&item.line.text));
    said.for_each(|item| item.kind = ItemKind::Noise);
}

/// A sentence of ONTAP's over one or several lines.
#[derive(Clone, Copy)]
struct Paragraph {
    kind: ItemKind,
    /// Column at which ONTAP goes on with it: below the first word behind the colon.
    indent: usize,
    /// Length of its last line.
    length: usize,
    /// Whether no full stop ends that line.
    is_open: bool,
}

impl Paragraph {
    /// Begins with `Warning: `, `Error: ` and the like.
    fn of(line: &Line<'_>) -> Option<Self> {
        let text = line.text.trim_start();
        let kind = paragraph_start(text)?;
        let label = text.split(' ').next().unwrap_or_default();
        let is_open = !text.trim_end().ends_with('.');
        Some(Self { kind, indent: line.text.len() - text.len() + label.len() + 1, length: line.text.len(), is_open })
    }

    /// With one more line.
    fn with(self, line: &Line<'_>) -> Self {
        Self { length: line.text.len(), is_open: !line.text.trim_end().ends_with('.'), ..self }
    }

    /// Whether the line goes on with it: as ONTAP prints it, or, where indents are lost, as prose.
    fn holds(&self, line: &Line<'_>) -> bool {
        let text = line.text.trim();
        let is_below = line.text.len() - line.text.trim_start().len() == self.indent;
        is_below || is_prose(text) || (self.length >= SHORTEST && is_rest(&line.text, self.is_open))
    }
}

/// Columns that a line has at least which a mail client broke.
const SHORTEST: usize = 56;

/// A few plain words at the left, as a mail client leaves them of a sentence that it broke.
fn is_rest(text: &str, is_open: bool) -> bool {
    let count = text.split(' ').count();
    (if is_open { 1..=4 } else { 2..=4 }).contains(&count)
        && text.split(' ').all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Whether a line can be a part of a sentence and no row.
fn is_prose(text: &str) -> bool {
    const LITTLE: [&str; 28] = [
        "and", "are", "be", "been", "before", "by", "can", "cannot", "for", "from", "has", "have", "if", "is", "it",
        "may", "must", "not", "of", "or", "that", "the", "this", "to", "use", "using", "will", "with",
    ];
    let is_even = !text.contains("  ") && !text.contains('\t');
    is_even && (text.ends_with(['.', ']', '?']) || text.split(' ').any(|word| LITTLE.contains(&word)))
}

fn kind_of(line: &Line<'_>, paragraph: &mut Option<Paragraph>) -> ItemKind {
    let text = line.text.trim();
    if text.is_empty() {
        *paragraph = None;
        return ItemKind::Blank;
    }
    if let Some(kind) = whole_line(text) {
        *paragraph = None;
        return kind;
    }
    if is_question_of_pager(line) {
        return ItemKind::Noise;
    }
    *paragraph = Paragraph::of(line).or_else(|| paragraph.filter(|open| open.holds(line)).map(|open| open.with(line)));
    match *paragraph {
        Some(open) => open.kind,
        None if is_noise(text) => ItemKind::Noise,
        None => ItemKind::Text,
    }
}

fn whole_line(text: &str) -> Option<ItemKind> {
    if is_ruler(text) {
        return Some(ItemKind::Ruler);
    }
    if is_left_out(text) {
        return Some(ItemKind::Dots);
    }
    if let Some(count) = footer(text) {
        return Some(if count == 0 { ItemKind::Empty } else { ItemKind::Footer(count) });
    }
    is_empty_text(text).then_some(ItemKind::Empty)
}

/// Dots, or a word in brackets, in place of rows.
fn is_left_out(text: &str) -> bool {
    let inner = text.trim_matches(['[', ']', '<', '>', '(', ')']);
    let is_dots = |text: &str| text.chars().all(|c| c == '.' || c.is_whitespace() || c == '\u{2026}');
    is_dots(inner)
        || (inner.len() < text.len()
            && ["snip", "snipped", "cut", "truncated", "omitted", "output omitted", "output truncated", "..."]
                .iter()
                .any(|word| inner.trim_matches(['.', ' ']).eq_ignore_ascii_case(word)))
}

fn paragraph_start(text: &str) -> Option<ItemKind> {
    const COMPLAINTS: [&str; 7] = ["Warning:", "WARNING:", "Info:", "INFO:", "RPC:", "Note:", "Notice:"];
    if text.starts_with("Error: ") || text == "Error:" {
        Some(ItemKind::Error)
    } else {
        COMPLAINTS.iter().any(|start| text.starts_with(start)).then_some(ItemKind::Complaint)
    }
}

/// The number in `N entries were displayed.`; pages leave the full stop out, and spreadsheets give the line as many cells as the others.
pub(super) fn footer(text: &str) -> Option<usize> {
    let (number, rest) = text.trim_start_matches('"').split_once(' ')?;
    let rest = rest.trim_end_matches([',', ';', '\t', '"', ' ', '.']);
    let rest = rest.trim_start();
    let is_footer = matches!(rest, "entries were displayed" | "entry was displayed");
    number.parse().ok().filter(|_| is_footer)
}

/// The number in a last line that is the beginning of `N entries were displayed.`
fn cut_footer(text: &str) -> Option<usize> {
    let (number, rest) = text.split_once(' ')?;
    let is_begun = ["entries were displayed.", "entry was displayed."].iter().any(|whole| whole.starts_with(rest));
    number.parse().ok().filter(|_| is_begun && !rest.is_empty())
}

fn is_empty_text(text: &str) -> bool {
    text == "There are no entries matching your query."
        || text == "This table is currently empty."
        || (text.starts_with("There are no ") && text.ends_with('.') && text.len() < 80)
}

/// Whether ONTAP prints the line when somebody logs in: the time of the login before.
pub(super) fn is_login(text: &str) -> bool {
    let text = text.trim_start();
    ["Last login time:", "Last Login :", "Last login:"].iter().any(|start| text.starts_with(start))
}

/// What other pagers leave behind at the bottom of a page: `--More--`, `-- More -- (50%)`, `(END)`, `:`.
fn is_question_of_pager(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    let inner = text.trim_matches(['-', '<', '>', ' ']);
    let is_more = text.starts_with(['-', '<'])
        && inner.get(..4).is_some_and(|more| more.eq_ignore_ascii_case("more"))
        && inner[4..]
            .trim_start_matches(['-', ' '])
            .trim_matches(['(', ')', '%'])
            .bytes()
            .all(|byte| byte.is_ascii_digit());
    is_more || text == "(END)" || line.text == ":"
}

const PAGER: &str = "Press <space> to page down, <return> for next line, or 'q' to quit...";

/// It, and its beginning, made ready to be searched for in every line.
static ASKS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(PAGER));
static BEGINS_TO_ASK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(&PAGER[..13]));

/// Takes the pager's sentence out of a line, whole or as it is left when a row was written over its beginning.
fn without_pager(line: Line<'_>) -> Line<'_> {
    if let Some(at) = BEGINS_TO_ASK.find(line.text.as_bytes()) {
        let shown = line.text[at..].bytes().zip(PAGER.bytes()).take_while(|(a, b)| a == b).count();
        let rest = &line.text[at + shown..];
        // Whoever leaves the pager types this, and some terminals show it.
        let is_left = shown == PAGER.len() && matches!(rest.trim(), "q" | "Q");
        let mut text = line.text[..at].to_owned() + &" ".repeat(shown) + if is_left { "" } else { rest };
        text.truncate(remains(&text).unwrap_or(text.len()));
        text.truncate(text.trim_end().len());
        return line.with_text(text);
    }
    match remains(&line.text) {
        Some(start) => {
            let text = line.text[..start].trim_end().to_owned();
            line.with_text(text)
        }
        None => line,
    }
}

/// Where the end of the pager's sentence stands in `text`, about where it would be had a row been written over its start.
fn remains(text: &str) -> Option<usize> {
    const INDENT: usize = 8;
    let common = text.bytes().rev().zip(PAGER.bytes().rev()).take_while(|(a, b)| a == b).count();
    if common >= 5 && text.trim().len() == common {
        return Some(0);
    }
    let start = text.len() - common;
    let own = PAGER.len() - common;
    (common >= 3 && (own..=own + INDENT).contains(&start)).then_some(start)
}

/// Whether a line stands apart over a ruler: a heading, whatever it names.
pub(super) fn is_headed(items: &[Item<'_>], at: usize) -> bool {
    let is_kind =
        |at: Option<usize>, kind: ItemKind| at.and_then(|at| items.get(at)).is_some_and(|item| item.kind == kind);
    is_kind(at.checked_sub(1), ItemKind::Blank) && is_kind(Some(at + 1), ItemKind::Ruler)
}
