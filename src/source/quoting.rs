//! Marks that stand before every line of a capture, or of a long run of its lines: bars, time stamps, line numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::hosts;
use super::margin::{self, Margin, blank};

/// Quoted lines that make a run wherever it stands; of fewer, they must be nearly all of the capture.
pub(super) const LONG_RUN: usize = 6;

/// Lines at the head of a capture of which one must bear a stamp or a number, if any do.
const LOOK: usize = 4;

/// The quoted lines of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quoting {
    runs: Vec<Run>,
    /// The marks that stand behind these.
    inner: Option<Box<Quoting>>,
}

/// Lines of one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The first line, from 1.
    first: usize,
    /// The last one.
    last: usize,
    mark: Mark,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    /// A mark that all lines have in common.
    Margin(Margin),
    /// A time with what is said behind it on every line.
    Stamp(String),
    /// A time, and who said the line in a chat.
    Said,
    /// A number with what parts it from the line.
    Number(String),
    /// A number in a column of this width.
    Numbered(usize),
    /// The same words: of which machine, program or file the line is.
    Words(String),
}

const STAMP: &str = concat!(
    r"^[\[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?",
    r"(?: ?Z| ?[+-]\d\d:?\d\d)?[\])]?:?",
);

static OF_ANY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(STAMP).ok());

/// The same for lines of ASCII, made in a tenth of the time.
static OF_ASCII: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?-u){STAMP}")).ok());

impl Mark {
    /// Bytes of the mark at the start of `line`; `None` when there is none.
    fn width(&self, line: &str) -> Option<usize> {
        match self {
            Self::Margin(margin) => margin.width(line),
            Self::Stamp(words) => Some(behind(line, stamp(line)?, words)),
            Self::Said => said(line),
            Self::Number(parting) => Some(behind(line, number(line)?.1, parting)),
            Self::Words(words) => words_width(line, words),
            Self::Numbered(width) => Some((*width).min(line.len())).filter(|&width| line.is_char_boundary(width)),
        }
    }
}

/// The end of what stands behind byte `at` on every line, as far as this line has it.
fn behind(line: &str, at: usize, words: &str) -> usize {
    let common = line[at..].chars().zip(words.chars()).take_while(|(own, other)| own == other);
    at + common.map(|(c, _)| c.len_utf8()).sum::<usize>()
}

/// A time before who said it in a chat: `[11.03.25, 09:14:22] `, `11/03/2025, 09:14 - `, `09:14 `. Only a name behind it makes it one.
const SAID: &str = concat!(
    r"^(?:\[?\d{1,2}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?(?:\]| -) [\w .'-]{1,40}:",
    r"|\[?\d{1,2}:\d\d(?::\d\d)?\]? <[\w .'@+-]{1,30}>)(?: |$)",
);

static SAID_AT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(SAID).ok());

/// The end of a time and a name before what was said in a chat.
fn said(line: &str) -> Option<usize> {
    let is_begun = matches!(line.as_bytes(), [b'0'..=b'9', ..] | [b'[', b'0'..=b'9', ..]);
    SAID_AT.as_ref().filter(|_| is_begun)?.find(line).map(|found| found.end())
}

/// The end of the time stamp at the start of `line`.
fn stamp(line: &str) -> Option<usize> {
    // Every stamp holds the hour before its first colon and the minute behind it.
    let (before, behind) = line.split_once(':')?;
    if !before.ends_with(char::is_numeric) || !behind.starts_with(char::is_numeric) {
        return None;
    }
    // Of ASCII it needs two digits each, and a second colon: `sw1:0.10` is no time.
    let is_two = |digits: &[u8]| digits.len() == 2 && digits.iter().all(u8::is_ascii_digit);
    let (hour, minute) = (before.as_bytes(), behind.as_bytes());
    let may_be = hour.len() > 1 && is_two(&hour[hour.len() - 2..]) && minute.get(..2).is_some_and(is_two);
    if line.is_ascii() && !(may_be && minute.get(2) == Some(&b':')) {
        return None;
    }
    let pattern = if line.is_ascii() { &OF_ASCII } else { &OF_ANY };
    pattern.as_ref()?.find(line).map(|found| found.end())
}

/// The number at the start of `line`, and where it ends.
fn number(line: &str) -> Option<(usize, usize)> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let end = start + digits;
    let is_parted = line[end..].starts_with(['\t', ':', '|', '\u{2502}'])
        || [" |", ". ", ") "].iter().any(|parting| line[end..].starts_with(parting));
    let number = line[start..end].parse().ok().filter(|_| digits < 9 && is_parted)?;
    Some((number, end))
}

fn begins_with_number(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with(|c: char| c.is_ascii_digit())
}

impl Quoting {
    /// The runs among `count` lines, which `line` gives by their number. `asks` tells whether a program that asks hosts may be in them.
    pub(super) fn find<'t>(count: usize, line: &dyn Fn(usize) -> &'t str, asks: bool) -> Self {
        let head = (1..=count).filter(|&number| !line(number).trim().is_empty()).take(LOOK).collect::<Vec<_>>();
        let may_be = |line: &str| stamp(line).is_some() || begins_with_number(line) || said(line).is_some();
        if head.iter().any(|&at| may_be(line(at))) {
            let lines = (1..=count).map(|at| (at, line(at))).filter(|(_, line)| !line.trim().is_empty());
            if let Some(run) = prefixed(&lines.collect::<Vec<_>>()) {
                return Self { runs: vec![run], inner: None }.with_inner(count, line, asks);
            }
        }
        if let Some(run) = named(count, line, &head) {
            return Self { runs: vec![run], inner: None }.with_inner(count, line, asks);
        }
        let run = |(first, last, margin)| Run { first, last, mark: Mark::Margin(margin) };
        let Begun { stamped, marked } = Begun::among(count, line);
        let stamped = in_parts(line, &stamped);
        if !stamped.is_empty() {
            return Self { runs: stamped, inner: None }.with_inner(count, line, asks);
        }
        let of_hosts = if asks { hosts::runs(count, line) } else { Vec::new() };
        let is_free = |run: &Run| !of_hosts.iter().any(|(first, last, _)| *first <= run.last && run.first <= *last);
        let margins = margin::runs(&marked, count, line);
        let mut runs: Vec<Run> = margins.into_iter().map(run).filter(is_free).collect();
        runs.extend(of_hosts.iter().map(|(first, last, words)| Run {
            first: *first,
            last: *last,
            mark: Mark::Words(words.clone()),
        }));
        runs.sort_by_key(|run| run.first);
        Self { runs, inner: None }.with_inner(count, line, asks)
    }

    /// With the marks of a list that stand behind these.
    fn with_inner<'t>(self, count: usize, line: &dyn Fn(usize) -> &'t str, asks: bool) -> Self {
        if self.runs.is_empty() {
            return self;
        }
        let rest = |number: usize| &line(number)[self.width(number, line(number))..];
        let inner = Self::find(count, &rest, asks);
        Self { inner: Some(inner).filter(|inner| !inner.runs.is_empty()).map(Box::new), ..self }
    }

    /// Bytes of the marks before line `number`, whose text is `raw`.
    pub(super) fn width(&self, number: usize, raw: &str) -> usize {
        let own = self.run(number).and_then(|run| run.mark.width(raw)).unwrap_or(0);
        own + self.inner.as_ref().map_or(0, |inner| inner.width(number, &raw[own..]))
    }

    fn run(&self, number: usize) -> Option<&Run> {
        let at = self.runs.partition_point(|run| run.last < number);
        self.runs.get(at).filter(|run| run.first <= number)
    }

    /// Whether line `number` is quoted.
    pub(super) fn holds(&self, number: usize) -> bool {
        self.run(number).is_some()
    }
}

/// The run of lines with a stamp or a number each, when it is nearly all of the lines.
fn prefixed(lines: &[(usize, &str)]) -> Option<Run> {
    let run_of = |ends: &dyn Fn(&str) -> Option<usize>| {
        let start = lines.iter().position(|(_, line)| ends(line).is_some())?;
        let rest = lines[start..].iter().map_while(|&(number, line)| Some((number, line, ends(line)?)));
        let run: Vec<_> = rest.collect();
        (run.len() >= 3 && run.len() * 5 >= lines.len() * 4).then_some(run)
    };
    if let Some(run) = run_of(&said).filter(|run| are_of_one(run)) {
        return Some(Run { first: run[0].0, last: run[run.len() - 1].0, mark: Mark::Said });
    }
    if let Some(run) = run_of(&stamp) {
        let words = common_words(run.iter().map(|&(_, line, end)| &line[end..]));
        return Some(Run { first: run[0].0, last: run[run.len() - 1].0, mark: Mark::Stamp(words) });
    }
    let Some(run) = run_of(&|line| number(line).map(|(_, end)| end)) else { return numbered(lines) };
    let numbers: Vec<usize> = run.iter().filter_map(|(_, line, _)| Some(number(line)?.0)).collect();
    let parting = common_parting(run.iter().map(|&(_, line, end)| &line[end..]))?;
    let counts = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    counts.then(|| Run { first: run[0].0, last: run[run.len() - 1].0, mark: Mark::Number(parting) })
}

/// The lines that a mark may begin, by their numbers: all are gone through once, and each is asked for its first bytes.
#[derive(Default)]
struct Begun {
    /// By a time stamp.
    stamped: Vec<usize>,
    /// By a margin.
    marked: Vec<usize>,
}

impl Begun {
    fn among<'t>(count: usize, line: &dyn Fn(usize) -> &'t str) -> Self {
        let mut begun = Self::default();
        for at in 1..=count {
            let text = line(at).as_bytes();
            if may_begin_stamp(text) {
                begun.stamped.push(at);
            }
            if margin::may_begin(text) {
                begun.marked.push(at);
            }
        }
        begun
    }
}

/// Whether a time stamp may begin the line: a digit of any script, a month, a bracket.
fn may_begin_stamp(line: &[u8]) -> bool {
    match line {
        [b'A'..=b'Z', b'a'..=b'z', b'a'..=b'z', b' ', ..] => true,
        [first, ..] => first.is_ascii_digit() || matches!(first, b'[' | b'(') || !first.is_ascii(),
        [] => false,
    }
}

/// Whether one alone said the lines, up to these ends: what two said is an answer and what somebody says of it.
fn are_of_one(run: &[(usize, &str, usize)]) -> bool {
    let name = |line: &str, end: usize| {
        let said = line[..end].trim_end();
        said.rsplit_once([']', '<']).or_else(|| said.rsplit_once(" - ")).map_or("", |(_, name)| name).to_owned()
    };
    let first = run.first().map(|&(_, line, end)| name(line, end)).unwrap_or_default();
    !first.is_empty() && run.iter().all(|&(_, line, end)| name(line, end) == first)
}

/// The form of a time stamp: its signs, with any digit for each digit.
fn form(stamp: &str) -> String {
    stamp.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// The runs of lines behind stamps of one form, where a ruler stands behind one: other lines, of the program that wrote the log, stand
/// between them. No table of ONTAP's has a time before its ruler.
fn in_parts<'t>(line: &dyn Fn(usize) -> &'t str, stamped: &[usize]) -> Vec<Run> {
    let ruled = stamped.iter().map(|&at| line(at)).filter(|text| text.contains("---")).find_map(|text| {
        let end = stamp(text)?;
        is_ruler_behind(&text[end..]).then(|| form(&text[..end]))
    });
    let Some(own) = ruled else { return Vec::new() };
    let end = |at: usize| stamp(line(at)).filter(|&end| form(&line(at)[..end]) == own);
    let words = common_words(stamped.iter().filter_map(|&at| Some(&line(at)[end(at)?..])));
    let mut runs: Vec<Run> = Vec::new();
    for at in stamped.iter().copied().filter(|&at| end(at).is_some()) {
        match runs.last_mut() {
            Some(run) if run.last + 1 == at => run.last = at,
            _ => runs.push(Run { first: at, last: at, mark: Mark::Stamp(words.clone()) }),
        }
    }
    runs
}

/// Bytes of `words` at the start of `line`; behind them on an empty line a program or a mail may have cut the blank.
pub(super) fn words_width(line: &str, words: &str) -> Option<usize> {
    let is_cut = || line.trim_end() == words.trim_end();
    if line.starts_with(words) { Some(words.len()) } else { is_cut().then(|| line.trim_end().len()) }
}

/// Characters that part the name of a machine, a program or a file from what it said.
const PARTING: [char; 5] = [':', '|', ']', '>', ')'];

/// Ends of a name that are tried on two lines: each is sought on all others.
const MOST_NAMES: usize = 8;

/// The run of nearly all lines behind the same words, `runner-1  | `, where a ruler stands behind them too: rows that begin alike
/// have a heading that does not.
fn named<'t>(count: usize, line: &dyn Fn(usize) -> &'t str, head: &[usize]) -> Option<Run> {
    head.windows(2).find_map(|pair| {
        let common = &line(pair[0])[..behind(line(pair[0]), 0, line(pair[1]))];
        let mut names = common.rmatch_indices(PARTING).map(|(at, _)| &common[..=at]).take(MOST_NAMES);
        let is_name = |name: &&str| name.contains(char::is_alphanumeric) && !common.contains("::");
        names.find_map(|name| run_of_name(count, line, Some(name).filter(is_name)?))
    })
}

/// The run of nearly all lines that begin with these words.
fn run_of_name<'t>(count: usize, line: &dyn Fn(usize) -> &'t str, words: &str) -> Option<Run> {
    let said = || (1..=count).map(|at| (at, line(at))).filter(|(_, line)| !line.trim().is_empty());
    let marked = || said().filter_map(|(at, line)| Some((at, &line[words_width(line, words)?..])));
    let is_nearly_all = marked().count() * 5 >= said().count() * 4 && marked().count() >= 3;
    if !is_nearly_all || !marked().any(|(_, rest)| is_ruler_behind(rest)) {
        return None;
    }
    let is_spaced = marked().all(|(_, rest)| rest.trim().is_empty() || rest.starts_with(' '));
    let words = if is_spaced { words.to_owned() + " " } else { words.to_owned() };
    Some(Run { first: marked().next()?.0, last: said().last()?.0, mark: Mark::Words(words) })
}

/// Whether a text is a ruler or a prompt, perhaps behind the number of its line or further marks.
fn is_ruler_behind(text: &str) -> bool {
    let is_mark =
        |c: char| c.is_ascii_digit() || matches!(c, ':' | ' ' | '#' | '>' | '|' | '/' | ';' | '%' | '!' | '\t');
    let text = text.trim_start_matches(is_mark).trim_end();
    let is_ruler = text.contains("---") && text.bytes().all(|byte| matches!(byte, b'-' | b' '));
    is_ruler || text.split(' ').next().is_some_and(|word| word.ends_with("::>") || word.ends_with("::*>"))
}

/// The lines, when each bears the number behind that of the one before it, parted from its text by blanks alone. Without
/// another mark behind them numbers may be the text's own, so no line may lack one.
pub(super) fn numbered(lines: &[(usize, &str)]) -> Option<Run> {
    let mut width = usize::MAX;
    let mut least = 0;
    let mut before = None;
    for (_, line) in lines {
        let text = line.trim_start_matches(' ');
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = text.len() - rest.len();
        let number: u32 = text[..digits].parse().ok().filter(|_| digits < 9)?;
        let said = rest.trim_start_matches([' ', '\r']);
        if before.is_some_and(|before| number != before + 1) || !said.is_empty() && said.len() == rest.len() {
            return None;
        }
        before = Some(number);
        least = least.max(line.len() - rest.len());
        width = if said.is_empty() { width } else { width.min(line.len() - said.len()) };
    }
    // Of two lines the first is a command's behind its prompt.
    let is_session = || lines.first().is_some_and(|(_, line)| line.contains("::"));
    let is_column = (lines.len() >= 3 || is_session()) && least < width && width < usize::MAX;
    let (first, last) = (lines.first()?.0, lines.last()?.0);
    is_column.then_some(Run { first, last, mark: Mark::Numbered(width) })
}

/// The longest text with which all of `rests` begin that say anything more.
fn common<'t>(rests: impl Iterator<Item = &'t str>) -> String {
    let mut rests = rests.map(|rest| rest.trim_end_matches('\r')).filter(|rest| !rest.trim().is_empty());
    let mut common = rests.next().unwrap_or_default();
    for rest in rests {
        // A line with nothing behind its mark lacks the blanks at the end of it.
        if !common.trim_end().starts_with(rest) {
            common = &common[..behind(common, 0, rest)];
        }
    }
    common.to_owned()
}

/// What every line says behind its time stamp, to the blank behind its last whole word.
fn common_words<'t>(rests: impl Iterator<Item = &'t str>) -> String {
    let common = common(rests);
    let said = common.trim_end();
    let whole =
        if said.len() < common.len() { said } else { said.rsplit_once(' ').map_or("", |(whole, _)| whole.trim_end()) };
    let end =
        whole.len() + common[whole.len()..].chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
    common[..end].to_owned()
}

/// What parts every line from its number: a tab, a colon, a bar, with a blank behind it if all have one.
fn common_parting<'t>(rests: impl Iterator<Item = &'t str>) -> Option<String> {
    let common = common(rests);
    let mark = common.find(['\t', ':', '|', '\u{2502}', '.', ')']).filter(|at| common[..*at].trim().is_empty())?;
    let end = mark + common[mark..].chars().next().map_or(0, char::len_utf8);
    let blank = if common[mark..].starts_with('\t') { 0 } else { blank(&common[end..]) };
    Some(common[..end + blank].to_owned())
}
