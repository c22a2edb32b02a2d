//! When the lines of a capture were written: stretches of text that begin at a login, a mail header, a time in a prompt, or a
//! date above one.

use std::cmp::Ordering;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use jiff::civil::{DateTime, Time};
use memchr::memmem::Finder;

use super::dates::{Slash, Written, date, time_of_day, written};
use super::{Capture, Line, mails};

/// A stretch of a capture with the dates that hold for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Epoch {
    /// Its first line, from 1.
    pub first: usize,
    /// Number of the mail that it is part of; 0 before the first mail header.
    mail: usize,
    /// First line of its header.
    header: usize,
    /// When that mail was sent.
    sent: Option<DateTime>,
    /// Whether the mail is quoted by the text above it.
    is_reply: bool,
    /// The login before the one that begins the session.
    login: Option<DateTime>,
    /// The time of the clock beside the text.
    clock: Option<DateTime>,
    /// The same where only the time of day is told.
    time: Option<Time>,
    /// A date that somebody wrote above the text. It never says which of two texts is the newer one; where it runs against
    /// the order of the text, nothing does.
    written: Option<Written>,
}

impl Epoch {
    /// The dates that tell when it was written.
    pub fn dates(&self) -> impl Iterator<Item = DateTime> {
        [self.clock, self.login, self.sent].into_iter().flatten()
    }

    /// Whether the line is part of the header that begins it: `prompt` is the last line with a prompt before.
    fn is_header(&self, line: usize, prompt: usize) -> bool {
        self.mail > 0 && line - self.header <= HEADER && self.first == self.header && prompt < self.header
    }

    /// Whether a stretch further down tells an earlier time.
    fn is_behind(&self, lower: &Self) -> bool {
        let is_back =
            |own: Option<DateTime>, lower: Option<DateTime>| own.zip(lower).is_some_and(|(own, lower)| lower < own);
        let is_earlier = self.time.zip(lower.time).is_some_and(|(own, lower)| lower < own);
        let is_written = self.written.zip(lower.written).is_some_and(|(own, lower)| lower.is_before(&own));
        is_back(self.login, lower.login) || is_back(self.clock, lower.clock) || is_earlier || is_written
    }

    /// Which of two stretches of different captures, or of one in which text order tells nothing, was written first.
    fn by_dates(&self, other: &Self) -> Option<Ordering> {
        let differ = |own: Option<DateTime>, other: Option<DateTime>| match own?.cmp(&other?) {
            Ordering::Equal => None,
            order => Some(order),
        };
        let both = [differ(self.clock, other.clock), differ(self.login, other.login), differ(self.sent, other.sent)];
        let mut told = both.into_iter().flatten();
        if let Some(first) = told.next() {
            return told.all(|order| order == first).then_some(first);
        }
        // A session comes behind the login that it tells of, so also behind what a clock dates before that.
        match (self.clock, other.clock, self.login, other.login) {
            (Some(own), None, _, Some(login)) if own < login => Some(Ordering::Less),
            (None, Some(clock), Some(login), _) if clock < login => Some(Ordering::Greater),
            _ => None,
        }
    }
}

/// The stretches of a capture in the order of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Epochs {
    all: Vec<Epoch>,
    /// Mails in which a later line has an earlier date: their text order tells nothing.
    backward: Vec<usize>,
}

/// What a line begins.
enum Mark {
    Login(Option<DateTime>),
    Mail(Option<DateTime>, bool),
    Clock(DateTime),
    Time(Time),
    Written(Written),
}

impl Epochs {
    /// Finds them.
    pub(super) fn of(capture: &Capture) -> Self {
        let mut epochs = Self { all: vec![Epoch { first: 1, ..Epoch::default() }], backward: Vec::new() };
        let mut prompt = 0;
        let Candidates { lines, signed, asking } = Candidates::of(capture);
        for number in lines {
            let is_signed = signed.binary_search(&number).is_ok();
            if let Some(mark) = mark(&capture.line(number), capture, (number, is_signed), &asking) {
                epochs.begin(number, mark, prompt);
            }
            if is_prompt(capture.raw_line(number)) {
                prompt = number;
            }
        }
        epochs
    }

    fn begin(&mut self, first: usize, mark: Mark, prompt: usize) {
        let Some(before) = self.all.last() else { return };
        let next = match mark {
            Mark::Login(login) => Epoch { first, login, clock: None, time: None, ..before.clone() },
            Mark::Clock(clock) => {
                Epoch { first, clock: Some(clock), written: Some(Written::of(clock)), ..before.clone() }
            }
            Mark::Time(time) => Epoch { first, time: Some(time), ..before.clone() },
            Mark::Written(date) => Epoch { first, written: Some(date), ..before.clone() },
            // The lines of one header are one mark.
            Mark::Mail(sent, false) if before.is_header(first, prompt) => {
                Epoch { sent: before.sent.or(sent), ..before.clone() }
            }
            Mark::Mail(sent, is_reply) => {
                Epoch { first, mail: before.mail + 1, header: first, sent, is_reply, ..Epoch::default() }
            }
        };
        if self.all.iter().any(|own| own.mail == next.mail && own.is_behind(&next)) {
            self.backward.push(next.mail);
        }
        match self.all.last_mut().filter(|last| last.first == next.first) {
            Some(last) => *last = next,
            None => self.all.push(next),
        }
    }

    /// The stretch that holds line `number`.
    pub(super) fn at(&self, number: usize) -> Option<&Epoch> {
        self.all.get(self.all.partition_point(|epoch| epoch.first <= number).checked_sub(1)?)
    }

    /// Which of two lines of this capture was written first; their order in the text tells it in a session alone.
    pub(super) fn order(&self, a: usize, b: usize, is_session: bool) -> Option<Ordering> {
        let (own, other) = (self.at(a)?, self.at(b)?);
        if own.mail != other.mail {
            return own.by_dates(other).or_else(|| self.by_replies(own, other));
        }
        if own.first != other.first
            && let Some(order) = own.by_dates(other)
        {
            return Some(order);
        }
        let is_forward = own.first == other.first || !self.backward.contains(&own.mail);
        (is_session && is_forward).then(|| a.cmp(&b))
    }

    /// A mail that quotes another stands above it, and is newer.
    fn by_replies(&self, own: &Epoch, other: &Epoch) -> Option<Ordering> {
        let (upper, lower) = (own.mail.min(other.mail), own.mail.max(other.mail));
        let between = self.all.iter().filter(|epoch| epoch.mail > upper && epoch.mail <= lower);
        between.into_iter().all(|epoch| epoch.is_reply).then(|| other.mail.cmp(&own.mail))
    }
}

/// Lines of a mail's header at most.
const HEADER: usize = 8;

/// Lines of an answer to `date` at most.
const ANSWER: usize = 32;

/// Characters of a date and a time with what is round them, at most.
const LONGEST: usize = 100;

/// Whether one capture's line was written before another's.
pub(super) fn between(own: Option<&Epoch>, other: Option<&Epoch>) -> Option<Ordering> {
    own?.by_dates(other?)
}

/// Depth of mail quotation (`> > `) before a line.
pub(super) fn depth(raw: &str) -> usize {
    raw.chars().take_while(|c| matches!(c, '>' | ' ')).filter(|c| *c == '>').count()
}

/// Words that a line with a date holds, and what is typed at a prompt to be told the date. They are looked for in the whole text
/// at once: as many of their bytes are compared in one step as the shortest of them has.
const SIGNS: [&str; 12] = [
    "ogin",
    "wrote:",
    "schrieb",
    "crit :",
    "Sent:",
    "Date:",
    "Gesendet:",
    "PuTTY log",
    "Script started",
    "Original Message",
    "date",
    "cluster time",
];

/// The mark of a prompt. Addresses have it too.
static PROMPT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("::"));

/// How many of the signs tell a date themselves.
const DATED: usize = 10;

static FOUND: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut all = AhoCorasick::builder();
    all.match_kind(MatchKind::LeftmostFirst).kind(Some(AhoCorasickKind::ContiguousNFA)).build(SIGNS).ok()
});

/// The lines of a capture that are looked at, in order.
struct Candidates {
    /// Those that may begin a stretch.
    lines: Vec<usize>,
    /// Those of them with a sign that tells a date.
    signed: Vec<usize>,
    /// Those with a prompt at which the cluster is asked for the date.
    asking: Vec<usize>,
}

impl Candidates {
    fn of(capture: &Capture) -> Self {
        let text = capture.text().as_bytes();
        let (mut signed, mut asking) = (Vec::new(), Vec::new());
        for found in FOUND.iter().flat_map(|all| all.find_iter(text)) {
            let (sign, at) = (found.pattern().as_usize(), found.start());
            let line = capture.line_at(at);
            if sign < DATED {
                signed.push(line);
            } else if asks(capture.raw_line(line)) {
                asking.push(line);
            }
        }
        let prompts = PROMPT.find_iter(text).filter(|at| is_before_mark(&text[*at..]));
        let mut lines = signed.clone();
        lines.extend(prompts.map(|at| capture.line_at(at)));
        lines.extend(mails::paragraphs(capture));
        lines.sort_unstable();
        lines.dedup();
        Self { lines, signed, asking }
    }
}

/// Whether the end of a prompt follows on the line.
fn is_before_mark(rest: &[u8]) -> bool {
    memchr::memchr2(b'>', b'\n', rest).is_some_and(|end| rest[end] == b'>')
}

/// Whether the cluster is asked for the date at the prompt of a line.
fn asks(raw: &str) -> bool {
    let typed = raw.rsplit('>').next().unwrap_or_default().trim();
    let is_date = typed == "date" || typed.starts_with("cluster date") || typed.starts_with("cluster time");
    is_prompt(raw) && is_date
}

fn mark(line: &Line<'_>, capture: &Capture, (number, is_signed): (usize, bool), asking: &[usize]) -> Option<Mark> {
    let text = line.text.trim();
    // Most lines begin a paragraph and hold no sign, unless a mark of the terminal or a mail stands within it.
    if (is_signed || text.len() != line.raw().trim().len())
        && let Some(signed) = signed(text, capture, number)
    {
        return signed;
    }
    if let Some(begun) = mails::beginning(capture, number, text) {
        return Some(Mark::Mail(date(text, Slash::Either), begun == mails::Beginning::Quoted));
    }
    clock(capture, number).or_else(|| chat(text)).or_else(|| above(capture, number, asking).map(Mark::Written))
}

/// What a line with a sign begins; `None` within `Some`: nothing, in spite of the sign.
fn signed(text: &str, capture: &Capture, number: usize) -> Option<Option<Mark>> {
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if starts(&["Last login", "Last Login"]) {
        return Some(Some(Mark::Login(date(text, Slash::MonthFirst))));
    }
    if text.contains("PuTTY log") || starts(&["Script started"]) {
        return Some(date(text, Slash::Either).map(Mark::Clock));
    }
    if text.ends_with(':') && [" wrote:", " crit :", "schrieb "].iter().any(|word| text.contains(word))
        || text.ends_with("wrote:")
    {
        let before = number.checked_sub(1).map(|above| capture.line(above).text.trim().to_owned()).unwrap_or_default();
        let sent = date(text, Slash::Either).or_else(|| date(&before, Slash::Either));
        return Some(Some(Mark::Mail(sent, true)));
    }
    if text.contains("Original Message") {
        return Some(Some(Mark::Mail(None, true)));
    }
    let is_header = starts(&["Sent:", "Date:", "Gesendet:"]);
    is_header.then(|| date(text, Slash::Either).map(|sent| Mark::Mail(Some(sent), false)))
}

/// The time beside a name in a chat: `20:15 Max: now`, `Max  9:12 AM`.
fn chat(text: &str) -> Option<Mark> {
    const LONGEST: usize = 40;
    let is_short = text.len() < LONGEST && text.contains(':') && !text.contains("::");
    if !is_short || !text.contains(char::is_alphabetic) {
        return None;
    }
    let digits = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) && word.contains(':');
    let words: Vec<&str> = text.trim_end_matches([']', ')']).split_whitespace().collect();
    let is_first = words.first().is_some_and(|word| digits(word)) && text.contains(": ");
    let is_last = || matches!(words.as_slice(), [_, .., time, "AM" | "PM"] | [_, .., time] if digits(time));
    (words.len() <= 6 && (is_first || is_last())).then(|| time_of_day(text).map(Mark::Time))?
}

fn is_prompt(raw: &str) -> bool {
    raw.contains("::") && raw.contains('>')
}

/// A date that stands above a prompt in a paragraph of its own, or that the cluster tells there: `### 22 Nov 2026`, the answer to
/// `date`.
fn above(capture: &Capture, number: usize, asking: &[usize]) -> Option<Written> {
    let is_prompt = |number: usize| is_prompt(capture.raw_line(number));
    let last = (1..number).rev().take(3).find(|&line| !capture.line(line).is_blank())?;
    let is_first = last == 1 || capture.line(last - 1).is_blank() || is_prompt(last - 1);
    let near = last.saturating_sub(ANSWER)..last;
    // Hardly any session asks, so that prompts need seldom be looked for.
    let is_near = asking.get(asking.partition_point(|line| *line < near.start)).is_some_and(|line| near.contains(line));
    let asked = near.rev().find(|&line| is_near && line > 0 && is_prompt(line));
    let is_asked = asked.is_some_and(|line| asking.binary_search(&line).is_ok());
    let lines = if is_asked { asked?..last + 1 } else { last..last + 1 };
    let is_told = |text: &str| !text.contains("::") && !text.contains(" Release ") && text.len() < LONGEST;
    let text = |line: usize| capture.line(line).text.trim().to_owned();
    lines.filter(|_| is_first || is_asked).map(text).filter(|text| is_told(text)).find_map(|text| written(&text))
}

/// A time before a prompt, on its line or alone on the line above it.
fn clock(capture: &Capture, number: usize) -> Option<Mark> {
    let raw = capture.raw_line(number);
    let (before, _) = raw.split_once("::").filter(|_| is_prompt(raw))?;
    let above = capture.line(number - 1).text.trim().to_owned();
    let is_time = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || "[(".contains(c) || c.is_uppercase());
    // A logger's time may stand before the prompt's own.
    let own = before.trim_start_matches(['>', ' ']);
    let inner = own.rfind(['[', '(']).map(|at| own[at..].to_owned()).filter(|text| text.contains(':'));
    let own = inner.unwrap_or_else(|| own.to_owned());
    let texts = [own, above].into_iter().filter(|text| text.len() < LONGEST && is_time(text) && !text.contains("::"));
    let texts: Vec<String> = texts.collect();
    let dated = texts.iter().find_map(|text| date(text, Slash::MonthFirst)).map(Mark::Clock);
    dated.or_else(|| texts.iter().find_map(|text| time_of_day(text)).map(Mark::Time))
}
