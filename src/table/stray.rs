//! Lines in an answer that are none of it: somebody's words, or a complaint that nobody listed. Nobody knows what they say of
//! the rows, so they put the whole answer in doubt, unless they are known to say nothing of it.

use super::body::{Item, ItemKind};
use super::command::{echo, is_directory_word};
use super::complaint;
use super::prose::is_long_sentence;

/// Lines that put the answer in doubt, by their places among the items.
#[derive(Default)]
pub(super) struct Strays {
    /// The first that may speak of rows.
    pub(super) of_rows: Option<usize>,
    /// The first with words of a page beside the answer, all of which was read: they may tell what was changed since.
    pub(super) beside: Option<usize>,
}

/// The lines that put the answer in doubt.
///
/// `is_own`: whether a line of text is one that the reader of the answer took. `in_session`: whether the answer stands between
/// the command and the next prompt, or is all of the text; else what stands below a blank line may be a letter. `is_pure`: it is
/// all of the text. `is_whole`: its own form ends it, without a count.
pub(super) fn find(
    items: &[Item<'_>],
    is_own: impl Fn(usize) -> bool,
    in_session: bool,
    (is_pure, is_whole): (bool, bool),
) -> Strays {
    let is_end = |at: usize| match items[at].kind {
        ItemKind::Text => is_own(at),
        ItemKind::Footer(_) | ItemKind::Empty | ItemKind::Ruler => true,
        _ => false,
    };
    let is_count = |item: &Item<'_>| matches!(item.kind, ItemKind::Footer(_));
    // Behind the count nothing belongs to the answer.
    let count = items.iter().position(is_count).filter(|_| !is_pure);
    let end = count.or_else(|| (0..items.len()).rfind(|&at| is_end(at))).map_or(0, |last| last + 1);
    let is_stray = |at: &usize| match items[*at].kind {
        ItemKind::Text => !is_own(*at),
        ItemKind::Noise => items[*at].is_aside(),
        _ => false,
    };
    // A file of one answer alone is ONTAP's to its end.
    let is_counted = !is_pure && (is_whole || items[..end].iter().any(|item| matches!(item.kind, ItemKind::Footer(_))));
    match (0..end).find(is_stray) {
        Some(at) => Strays { of_rows: Some(at), beside: None },
        None => behind(items, end, in_session, is_counted),
    }
}

/// The same behind the end of the answer.
///
/// `is_counted`: ONTAP's count ends the answer, behind which it prints nothing but complaints.
fn behind(items: &[Item<'_>], end: usize, in_session: bool, is_counted: bool) -> Strays {
    let (mut is_apart, mut beside) = (false, None);
    let strays = |at, beside| Strays { of_rows: Some(at), beside };
    for (at, item) in items.iter().enumerate().skip(end) {
        let text = item.line.text.trim();
        match item.kind {
            ItemKind::Blank => is_apart = true,
            ItemKind::Text if ends_letter(text) || echo(text).is_some() => break,
            ItemKind::Text if is_apart && says_nothing(text, in_session && !is_counted) && !is_command(text) => {}
            // What it says of the cluster is looked at with all that people wrote (`said`).
            ItemKind::Text if is_apart && is_counted && is_remote(text) => {}
            // ONTAP has counted what it had: whatever somebody says below that, nothing of it is missing.
            ItemKind::Text if is_counted && is_of_page(text) && !says_missing(text) => {
                beside.get_or_insert(at);
            }
            ItemKind::Text if is_decoration(text) || is_counted && (says_little(text) || is_link(text)) => {}
            ItemKind::Text => return strays(at, beside),
            ItemKind::Dots if !is_apart => return strays(at, beside),
            ItemKind::Noise if item.is_aside() && !(is_counted && is_nothing(item, is_apart)) => {
                return strays(at, beside);
            }
            _ => {}
        }
    }
    Strays { of_rows: None, beside }
}

/// Whether a line apart from an answer that is counted is a sentence, and not of what is missing: no row, and no command. A few words may
/// be ONTAP's.
fn is_remote(text: &str) -> bool {
    const FEW: usize = 4;
    let is_sentence = text.split(' ').count() > FEW || !may_be_row(text) && !may_be_trouble(text);
    is_sentence && !text.contains("  ") && !text.contains('\t') && !says_missing(text) && !is_command(text)
}

/// Whether words by hand below an answer that is counted say nothing of its rows.
fn is_nothing(item: &Item<'_>, is_apart: bool) -> bool {
    is_apart && tells_nothing(item) || says_little(item.line.raw().trim())
}

/// Whether a comment apart from an answer that is counted says nothing of what is missing.
fn tells_nothing(item: &Item<'_>) -> bool {
    let text = item.line.raw().trim_start_matches([' ', '#', '/', ';', '!', '*', '-']);
    !may_be_trouble(text) && !is_complaint(text)
}

/// Whether a line below a blank one belongs to what comes next, or is a letter's.
fn says_nothing(text: &str, in_session: bool) -> bool {
    let is_letter = !in_session && !may_be_trouble(text);
    !is_complaint(text) && (is_letter || text.ends_with(':') || is_title(text) || leads_on(text))
}

/// Whether a few words only lead to what comes next, or say that this was it: `Now the tapes`, `OK`, `Page 1 of 3`.
fn leads_on(text: &str) -> bool {
    const LEADS: [&str; 12] = [
        "now the ",
        "now for ",
        "now on to ",
        "and now ",
        "next ",
        "next: ",
        "then the ",
        "jetzt ",
        "nun ",
        "page ",
        "seite ",
        "maintenant ",
    ];
    const ENDS: [&str; 9] =
        ["ok", "okay", "done", "fine", "looks good", "as requested", "as expected", "passt", "internal use only"];
    const MOST: usize = 5;
    let lower = text.to_lowercase();
    let said = lower.trim_end_matches(['.', '!', ',', ' ']);
    let is_short = said.split_whitespace().count() <= MOST && !text.contains("  ") && !may_say_missing(text);
    let is_plain = || !said.split(' ').skip(1).any(|word| TELLING.contains(&word));
    is_short && (ENDS.contains(&said) || LEADS.iter().any(|lead| said.starts_with(lead)) && is_plain())
}

/// Whether a line says that something did not come, and does not deny it.
fn is_complaint(text: &str) -> bool {
    complaint::is_trouble(&calmed(text.to_lowercase()))
}

/// A line in small letters without the words that deny what they name, and those of papers that only some may read.
pub(super) fn calmed(lower: String) -> String {
    const CALM: [&str; 27] = [
        "cli session timeout",
        "0 warnings",
        "failed: 0",
        "failures: 0",
        "errors: 0",
        "failures=0",
        "errors=0",
        "no errors",
        "no error ",
        "0 errors",
        "zero errors",
        "without errors",
        "without any error",
        "no warnings",
        "no failures",
        "nothing failed",
        "0 failed",
        "failed=0",
        "unreachable=0",
        "nothing is down",
        "nothing down",
        "nothing is missing",
        "nothing missing",
        "do not distribute",
        "not for distribution",
        "keine fehler",
        "ohne fehler",
    ];
    if !CALM.iter().any(|calm| lower.contains(calm)) {
        return lower;
    }
    CALM.iter().fold(lower, |text, calm| text.replace(calm, ""))
}

/// Whether a line is a sentence, or a command that somebody tells.
fn is_of_page(text: &str) -> bool {
    is_long_sentence(text) || is_command(text)
}

/// Whether a line begins as a command does; what it did, if it was typed, nobody knows.
pub(super) fn is_command(text: &str) -> bool {
    is_directory_word(text) && text.contains(' ') && !text.contains("  ")
}

/// Words that may be a cell, or may be said of a row.
const TELLING: [&str; 25] = [
    "before",
    "change",
    "disabled",
    "enabled",
    "false",
    "gone",
    "instead",
    "no",
    "normal",
    "now",
    "off",
    "old",
    "on",
    "online",
    "planned",
    "since",
    "still",
    "todo",
    "true",
    "unhealthy",
    "up",
    "was",
    "were",
    "wrong",
    "yes",
];

/// Whether a line right below the count is a name, a title or a sign such as a chat, a shell or a document put there: a few words
/// without a value among them, of which none is said of rows.
fn says_little(text: &str) -> bool {
    const MOST: usize = 3;
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_telling =
        |word: &&str| TELLING.iter().any(|telling| word == telling || telling.len() > 4 && word.starts_with(telling));
    // The time of a chat's message stands beside a name.
    let is_stamped = lower.split([' ', '[', ']']).any(is_clock);
    let letters = words.iter().filter(|word| word.chars().all(char::is_alphabetic)).count();
    let is_plain = letters == words.len() || is_numbered(text);
    let is_short = if is_stamped { letters <= 2 * MOST } else { letters <= MOST && is_plain && !may_be_row(text) };
    is_short && !text.contains("::") && !words.iter().any(is_telling) && !may_say_missing(text)
}

/// Whether a few words may be cells: these have room between them, and small letters where that was lost.
fn may_be_row(text: &str) -> bool {
    let is_small = text == text.to_lowercase() && !text.ends_with([':', '$', '#', '%', '>']);
    text.contains("  ") || text.contains(' ') && is_small && !is_numbered(text)
}

/// `9:15`, `09:15:01`.
fn is_clock(word: &str) -> bool {
    let mut parts = word.split(':');
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    word.contains(':') && parts.all(is_number)
}

/// Whether a line begins as that of a list does: `1. next`, `## LIFs`.
fn is_numbered(text: &str) -> bool {
    let sign = text.split(' ').next().unwrap_or_default();
    let bare = sign.trim_end_matches(['.', ')']);
    bare.len() < sign.len() && bare.len() <= 2 && bare.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a few words may be ONTAP's, or speak of what is missing.
pub(super) fn may_say_missing(text: &str) -> bool {
    let inner = text.trim_start_matches(['#', '/', ';', '*', '!', '-', ' ']);
    says_missing(inner) || may_be_trouble(inner)
}

/// Whether words in small letters say that something did not come, or that not all of it is there.
pub(super) fn speaks_of_missing(lower: &str) -> bool {
    const NOT_ALL: [&str; 6] = ["not all", "not every", "not the whole", "in part", "partial", "delet"];
    says_missing(lower) || NOT_ALL.iter().any(|words| lower.contains(words))
}

/// Whether a sentence below the count may say that rows are not there.
fn says_missing(text: &str) -> bool {
    const WORDS: [&str; 6] = ["hidden", "left out", "lost", "missing", "no data", "respon"];
    // A page says these of what its reader does, too.
    const VAGUE: [&str; 4] = ["cut", "omit", "only", "skip"];
    let lower = calmed(text.to_lowercase()).replace("read-only", "").replace("read only", "");
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_rest = |word: &str| word == "rest";
    complaint::is_trouble(&lower)
        || has(&WORDS)
        || lower.split(|c: char| !c.is_alphanumeric()).any(is_rest)
        || has(&VAGUE) && !instructs(&lower)
}

/// Whether a sentence tells its reader what to do, and nothing of what was printed.
fn instructs(lower: &str) -> bool {
    const TOLD: [&str; 8] = ["can ", "if ", "must ", "need", "option", "should ", "you ", "your "];
    const PRINTED: [&str; 12] =
        ["answer", "captur", "display", "entr", "here", "line", "list", "output", "past", "row", "screen", "show"];
    // What was done is told of the cluster, or of the text.
    const DONE: [&str; 6] = [" been", "did ", "omitted", "skipped", "was ", "were "];
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    has(&TOLD) && !has(&PRINTED) && !has(&DONE)
}

/// Whether a line of a letter may be ONTAP's, or speak of what is missing: more words than those that are surely trouble.
pub(super) fn may_be_trouble(text: &str) -> bool {
    const WORDS: [&str; 26] = [
        "abort",
        "broken",
        "cannot",
        "closed",
        "cut",
        "denied",
        "doesn't",
        "down",
        "error",
        "fail",
        "hidden",
        "interrupt",
        "kill",
        "lost",
        "missing",
        "no data",
        "not ",
        "offline",
        "omit",
        "only",
        "refus",
        "respon",
        "rpc",
        "skip",
        "terminat",
        "warn",
    ];
    let lower = calmed(text.to_lowercase());
    text.starts_with(['^', '*', '!', '#']) || WORDS.iter().any(|word| lower.contains(word))
}

/// `=== Tape drives ===`.
fn is_title(text: &str) -> bool {
    let inner = text.trim_matches(['=', '-', '#', '~', '+', ' ']);
    let width = (text.len() - inner.len()) / 2;
    width >= 2 && text.starts_with(['=', '-', '#', '~', '+'])
}

/// Whether a line of a page leads elsewhere, and says nothing itself: `* link:https://...[network interface]`.
fn is_link(text: &str) -> bool {
    let target = text.trim_start_matches(['*', '-', '+', ' ']);
    ["link:", "xref:", "http://", "https://"].iter().any(|sign| target.starts_with(sign))
}

fn is_decoration(text: &str) -> bool {
    const FENCES: [&str; 6] = ["{noformat}", "{code}", "[/code]", "</code>", "</pre>", "\\"];
    !text.contains(char::is_alphanumeric) && !text.contains('^') || FENCES.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether a letter ends here, or the one that it answers begins: what follows is not about the answer above it.
fn ends_letter(text: &str) -> bool {
    const ENDS: [&str; 14] = [
        "best ",
        "regards",
        "kind regards",
        "thanks",
        "thank you",
        "cheers",
        "sincerely",
        "mit freundlichen",
        "mfg",
        "viele gr",
        "gru\u{df}",
        "cordialement",
        "bien \u{e0} vous",
        "saludos",
    ];
    const HEADERS: [&str; 12] =
        ["from:", "von:", "de :", "sent:", "gesendet:", "date:", "datum:", "subject:", "betreff:", "to:", "cc:", "an:"];
    let lower = text.to_lowercase();
    let is_quoted = lower.ends_with("wrote:") || lower.ends_with("crit :") || lower.contains("schrieb ");
    is_quoted
        || lower.contains("original message")
        || HEADERS.iter().any(|header| lower.starts_with(header))
        || (ENDS.iter().any(|end| lower.starts_with(end)) && lower.split_whitespace().count() <= 6)
}
