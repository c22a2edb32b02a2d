//! Marks that stand before every line of a capture, or of a long run of its lines: bars, time stamps, line numbers.

use std::sync::LazyLock;

use regex::Regex;

/// Marks of quotation that ONTAP's own lines do not begin with.
const BARS: [&str; 6] = ["|", "\u{2502}", "\u{2503}", "//", ";", "\u{bb}"];

/// Quoted lines that make a run wherever it stands; of fewer, they must be nearly all of the capture.
const LONG_RUN: usize = 6;

/// Lines at the head of a capture of which one must bear a stamp or a number, if any do.
const LOOK: usize = 4;

/// The quoted lines of a capture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Quoting {
    runs: Vec<Run>,
}

/// Whether a bar may begin with this byte: a cheap question asked of every line.
pub(super) fn may_be_bar(byte: u8) -> bool {
    matches!(byte, b'|' | b'/' | b';' | 0xc2 | 0xe2)
}

/// Lines of one mark.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    /// The first line, from 1.
    first: usize,
    /// The last one.
    last: usize,
    mark: Mark,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Mark {
    /// A bar, and whether a blank follows it on every line.
    Bar(&'static str, bool),
    /// A time with what is said behind it on every line.
    Stamp(String),
    /// A number with what parts it from the line.
    Number(String),
}

static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^[\[(]?(?:\d{4}[-/]\d\d[-/]\d\d[T ]|[A-Z][a-z]{2} [ \d]\d )?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?",
        r"(?: ?Z| ?[+-]\d\d:?\d\d)?[\])]?:?",
    ))
    .ok()
});

impl Mark {
    /// Bytes of the mark at the start of `line`; `None` when there is none.
    fn width(&self, line: &str) -> Option<usize> {
        match self {
            Self::Bar(bar, spaced) => {
                let rest = line.strip_prefix(bar)?;
                Some(bar.len() + if *spaced { blank(rest) } else { 0 })
            }
            Self::Stamp(words) => Some(behind(line, stamp(line)?, words)),
            Self::Number(parting) => Some(behind(line, number(line)?.1, parting)),
        }
    }
}

/// The bytes of a blank at the start of `text`.
fn blank(text: &str) -> usize {
    text.chars().next().filter(|c| matches!(c, ' ' | '\u{a0}')).map_or(0, char::len_utf8)
}

/// The end of what stands behind byte `at` on every line, as far as this line has it.
fn behind(line: &str, at: usize, words: &str) -> usize {
    let common = line[at..].chars().zip(words.chars()).take_while(|(own, other)| own == other);
    at + common.map(|(c, _)| c.len_utf8()).sum::<usize>()
}

/// The end of the time stamp at the start of `line`.
fn stamp(line: &str) -> Option<usize> {
    STAMP.as_ref()?.find(line).map(|found| found.end())
}

/// The number at the start of `line`, and where it ends.
fn number(line: &str) -> Option<(usize, usize)> {
    let start = line.len() - line.trim_start_matches(' ').len();
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let end = start + digits;
    let is_parted = line[end..].starts_with(['\t', ':', '|', '\u{2502}']) || line[end..].starts_with(" |");
    let number = line[start..end].parse().ok().filter(|_| digits < 9 && is_parted)?;
    Some((number, end))
}

impl Quoting {
    /// The runs among `count` lines, which `line` gives by their number; `has_bars` when any begins as a bar does.
    pub(super) fn find<'t>(count: usize, line: &dyn Fn(usize) -> &'t str, has_bars: bool) -> Self {
        let head = (1..=count).filter(|&number| !line(number).trim().is_empty()).take(LOOK).collect::<Vec<_>>();
        if head.iter().any(|&at| stamp(line(at)).is_some() || number(line(at)).is_some()) {
            let lines = (1..=count).map(|at| (at, line(at))).filter(|(_, line)| !line.trim().is_empty());
            if let Some(run) = prefixed(&lines.collect::<Vec<_>>()) {
                return Self { runs: vec![run] };
            }
        }
        Self { runs: if has_bars { bars(count, line) } else { Vec::new() } }
    }

    /// Bytes of the mark before line `number`, whose text is `raw`.
    pub(super) fn width(&self, number: usize, raw: &str) -> usize {
        self.run(number).and_then(|run| run.mark.width(raw)).unwrap_or(0)
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
    if let Some(run) = run_of(&stamp) {
        let words = common_words(run.iter().map(|&(_, line, end)| &line[end..]));
        return Some(Run { first: run[0].0, last: run[run.len() - 1].0, mark: Mark::Stamp(words) });
    }
    let run = run_of(&|line| number(line).map(|(_, end)| end))?;
    let numbers: Vec<usize> = run.iter().filter_map(|(_, line, _)| Some(number(line)?.0)).collect();
    let parting = common_parting(run.iter().map(|&(_, line, end)| &line[end..]))?;
    let counts = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    counts.then(|| Run { first: run[0].0, last: run[run.len() - 1].0, mark: Mark::Number(parting) })
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
    let mark = common.find(['\t', ':', '|', '\u{2502}']).filter(|at| common[..*at].trim().is_empty())?;
    let end = mark + common[mark..].chars().next().map_or(0, char::len_utf8);
    let blank = if common[mark..].starts_with('\t') { 0 } else { blank(&common[end..]) };
    Some(common[..end + blank].to_owned())
}

/// The runs of lines behind a bar each.
fn bars<'t>(count: usize, line: &dyn Fn(usize) -> &'t str) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut texts = None;
    let mut at = 1;
    while at <= count {
        let begins = line(at).bytes().next().is_some_and(may_be_bar);
        let Some(bar) = BARS.into_iter().find(|bar| begins && is_barred(line(at), bar)) else {
            at += 1;
            continue;
        };
        let length = (at..=count).take_while(|&number| is_barred(line(number), bar)).count();
        let lines = || (at..at + length).map(line);
        // A table has its own bars within the lines.
        let is_table = lines().filter(|line| line[bar.len()..].contains(bar)).count() * 4 > length;
        let texts = *texts.get_or_insert_with(|| (1..=count).filter(|&at| !line(at).trim().is_empty()).count());
        let is_long = length >= LONG_RUN || length >= 2 && length * 5 >= texts * 4;
        if is_long && !is_table {
            let spaced = lines().all(|line| line[bar.len()..].trim().is_empty() || blank(&line[bar.len()..]) > 0);
            runs.push(Run { first: at, last: at + length - 1, mark: Mark::Bar(bar, spaced) });
        }
        at += length;
    }
    runs
}

fn is_barred(line: &str, bar: &str) -> bool {
    // A mark of quotation that nothing else begins with needs no blank behind it.
    let needs_blank = bar != "\u{bb}";
    line.strip_prefix(bar).is_some_and(|rest| !needs_blank || rest.trim().is_empty() || blank(rest) > 0)
}
