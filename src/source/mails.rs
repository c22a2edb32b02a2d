//! Where another text begins within a capture, in whatever language: a forwarded or quoted mail, the header of one, a comment of a
//! ticket, a title that says that what follows is older. Where no date is told, nobody knows which text is the newer one.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Capture;

/// What begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    /// A mail that the text above it quotes, and that is older.
    Quoted,
    /// Another text.
    Other,
}

/// Longer lines are none of these.
const LONGEST: usize = 100;

/// Between dashes: that a mail follows as it was.
const FORWARDED: [&str; 18] = [
    "original",
    "ursprüngliche",
    "d'origine",
    "oorspronkelijk",
    "oryginalna",
    "původní",
    "ursprungligt",
    "forwarded",
    "weitergeleitete",
    "transféré",
    "reenviado",
    "inoltrato",
    "doorgestuurd",
    "przekazan",
    "přeposlan",
    "vidarebefordra",
    "元のメッセージ",
    "原始邮件",
];

/// The same without dashes, at the beginning.
const BEGIN: [&str; 4] =
    ["begin forwarded message", "anfang der weitergeleiteten", "début du message", "inicio del mensaje"];

/// `Max wrote:`
const WROTE: [&str; 11] = [
    "wrote",
    "schrieb",
    "geschrieben",
    "écrit",
    "escribió",
    "scritto",
    "schreef",
    "escreveu",
    "napisał",
    "napsal",
    "skrev",
];

/// Who a mail is from.
const FROM: [&str; 11] = ["from", "von", "de", "da", "van", "od", "från", "fra", "差出人", "发件人", "寄件者"];

/// When it was sent.
const SENT: [&str; 19] = [
    "sent",
    "date",
    "gesendet",
    "datum",
    "envoyé",
    "enviado",
    "enviada",
    "fecha",
    "inviato",
    "data",
    "verzonden",
    "wysłano",
    "odesláno",
    "skickat",
    "sendt",
    "送信日時",
    "日付",
    "发送时间",
    "日期",
];

/// Lines of a header in which its date stands.
const HEADER: usize = 4;

/// First words of what is told of a comment, and of the day on which it was written.
const COMMENTED: [&str; 8] = ["comment", "commented", "yesterday", "gestern", "ayer", "ieri", "[yesterday", "wczoraj"];

/// What all words for it have in common.
static COMMENT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("comment"));

/// First words of a title above what is older than the rest.
const OLD: [&str; 18] = [
    "old",
    "older",
    "outdated",
    "obsolete",
    "before",
    "previous",
    "previously",
    "earlier",
    "vorher",
    "alt",
    "alte",
    "alter",
    "früher",
    "überholt",
    "veraltet",
    "ancien",
    "avant",
    "antes",
];

/// Words of a title at most.
const TITLE: usize = 5;

/// The lines that begin a paragraph: behind an empty line, a line of nothing but dashes, or none.
pub(super) fn paragraphs(capture: &Capture) -> impl Iterator<Item = usize> {
    let is_drawn = |byte: u8| matches!(byte, b' ' | b'>' | b'|' | b'\t' | b'\r' | b'-' | b'_' | b'=');
    // Rows begin with many blanks: only a short line, or one that begins with a dash, is looked at whole.
    let may_be = |raw: &[u8]| raw.len() <= EMPTY || matches!(raw[0], b'-' | b'_' | b'=' | b'>' | b'|');
    let is_gap = move |raw: &str| may_be(raw.as_bytes()) && raw.bytes().all(is_drawn);
    let mut is_behind = true;
    (1..=capture.line_count()).filter(move |&number| {
        let is_gap = is_gap(capture.raw_line(number));
        let begins = is_behind && !is_gap;
        is_behind = is_gap;
        begins
    })
}

/// Bytes of a line with nothing on it, at most, with the marks of a quotation before it.
const EMPTY: usize = 8;

/// What begins at the first line of a paragraph, whose text this is.
pub(super) fn beginning(capture: &Capture, number: usize, text: &str) -> Option<Beginning> {
    let line = |number: usize| capture.line(number).text.trim().to_lowercase();
    if text.len() > LONGEST || text.contains("::") {
        return None;
    }
    let is_small = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let text: Cow<'_, str> = if is_small { text.into() } else { text.to_lowercase().into() };
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let is_framed = text.starts_with("--") && text.ends_with("--");
    if is_framed && has(&FORWARDED)
        || BEGIN.iter().any(|words| text.starts_with(words))
        || is_reply(&text, || line(number + 1))
    {
        return Some(Beginning::Quoted);
    }
    let is_header = || (number + 1..number + HEADER).any(|number| is_field(&line(number), &SENT));
    // A mail reader draws a line above the header that it leaves little of.
    let is_lined = || number > 1 && capture.raw_line(number - 1).trim().starts_with("____");
    let is_other = is_field(&text, &FROM) && (is_lined() || is_header()) || is_comment(&text) || is_title(&text);
    is_other.then_some(Beginning::Other)
}

/// `Max wrote on 20 Nov 2024:`, also on two lines.
fn is_reply(text: &str, next: impl FnOnce() -> String) -> bool {
    let ends = |text: &str| text.ends_with(':') || text.ends_with('：');
    let is_said = |text: &str| WROTE.iter().any(|word| text.contains(word));
    let is_broken = |next: String| ends(&next) && is_said(&next) && next.len() < LONGEST;
    ends(text) && is_said(text) || text.contains('@') && is_broken(next())
}

/// `From: Max`, `De : Max`.
fn is_field(text: &str, names: &[&str]) -> bool {
    let parts = if text.is_ascii() { text.split_once(':') } else { text.split_once([':', '：']) };
    let Some((name, value)) = parts else { return false };
    !value.trim().is_empty() && names.contains(&name.trim_matches(['*', ' ', '\u{a0}']))
}

fn is_comment(text: &str) -> bool {
    let first = text.split(' ').next().unwrap_or_default();
    let is_aged = || text.trim_end_matches([')', ':', '.']).ends_with(" ago");
    let is_told = || text.contains(" commented ") || text.contains(" added a comment");
    // In German the French word for yesterday says that something is here.
    COMMENTED.contains(&first)
        || text.starts_with("hier à ")
        || COMMENT.find(text.as_bytes()).is_some() && is_told()
        || is_aged()
}

/// A few words of which the first, or the one behind `Stand`, says that it is old.
fn is_title(text: &str) -> bool {
    let words = || text.trim_matches(['#', '*', '=', '-', ' ', ':']).split_whitespace();
    let is_old = |word: &str| OLD.contains(&word.trim_matches([':', ',', '(', ')', '[', ']']));
    !text.contains("  ") && words().take(2).any(is_old) && words().count() <= TITLE
}
