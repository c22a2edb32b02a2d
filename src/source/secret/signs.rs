//! How it shows that a word is a secret: an option, a label, an address, a page, a program.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Match, Regex};

use super::gate;

/// Words that say what a secret is wherever they stand in a name.
macro_rules! long {
    () => {
        r"pass[ _-]?(?:words?|wort|phrase|code)|passwd|kennwort|mot de passe|contraseña|shared[ _-]?(?:secret|key)|secret[ _-]key|api[ _-]?key|private[ _-]key|community[ _-](?:name|string)"
    };
}

/// Words that do so only where they stand alone, or behind a hyphen.
macro_rules! short {
    () => {
        r"pwd?|pass|secret|token|psk|community|sshpass"
    };
}

/// A value, in quotation marks or up to the next blank.
macro_rules! value {
    () => {
        r#"(?:"(?<quoted>(?:[^"\n\\]|\\.)+)(?:"|$)|'(?<single>[^'\n]+)(?:'|$)|`(?<ticked>[^`\n]+)`|(?<bare>[^\s"'`<]\S*))"#
    };
}

/// A sign, whose expression is made for the first line that may hold it: making one takes longer than reading most captures.
struct Sign {
    /// Whether a line of ASCII, in small letters, has what every match of the expression holds.
    needs: fn(&str) -> bool,
    pattern: &'static str,
    expression: OnceLock<Option<Regex>>,
}

impl Sign {
    const fn new(needs: fn(&str) -> bool, pattern: &'static str) -> Self {
        Self { needs, pattern, expression: OnceLock::new() }
    }

    fn made(&self) -> Option<&Regex> {
        self.expression.get_or_init(|| Regex::new(&format!("(?im){}", self.pattern)).ok()).as_ref()
    }

    /// The expression, where it may match; `small` is the text in small letters. Beyond ASCII other letters fold to those of the
    /// signs.
    fn of(&self, text: &str, small: &str) -> Option<&Regex> {
        if !text.is_ascii() || (self.needs)(small) { self.made() } else { None }
    }
}

/// Signs behind which a secret stands, whatever follows it.
static SURE: [Sign; 9] = [
    // An option of a command, spelled out as far as it must be.
    Sign::new(
        gate::may_be_option,
        concat!(
            r#"(?:^|[\s"'`(\[,;|&])--?(?:[a-z0-9]+[-_])*(?:"#,
            r"pass(?:w(?:o(?:rd?)?|d)?|phr\w*|code)?|pwd?|secret|community(?:-name)?|psk|token|(?:shared|secret|private|api|pre-?shared)-?key",
            r#")(?:[ ]+|[ ]*[=:][ ]*)(?:"(?<quoted>(?:[^"\n\\]|\\.)+)(?:"|$)|'(?<single>[^'\n]+)(?:'|$)|(?<bare>[^\s"'<{\[(-]\S*))"#
        ),
    ),
    // A login in an address; a secret may hold an at sign.
    Sign::new(|text| text.contains("://"), r#"://[^\s/:@"'<>]*:(?<bare>[^\s"'<>]+)@[\w\[]"#),
    // The login of a transfer, and the tool that types passwords.
    Sign::new(
        |text| holds(text, &["curl", "wget", "http"]) && text.contains(" -"),
        r#"\b(?:curl|wget|http)\b[^\n]*?[ ](?:-u|--user|--proxy-user)[ =]?["']?[^\s:"']+:(?<bare>[^\s"']+)"#,
    ),
    Sign::new(|text| text.contains("sshpass"), concat!(r"\bsshpass[ ]+-p[ ]*", value!())),
    Sign::new(|text| text.contains("smbclient"), concat!(r"\bsmbclient\b[^\n]*?[ ]-U[ ]*\S+?%", value!())),
    Sign::new(
        |text| text.contains("-securestring"),
        concat!(r"\bConvertTo-SecureString[ ]+(?:-String[ ]+)?", value!()),
    ),
    Sign::new(
        |text| text.contains("authorization"),
        r#"\bauthorization["']?[ ]*[:=][ ]*["']?(?:basic|bearer|token)[ ]+(?<bare>[^\s"',]+)"#,
    ),
    // Of a page's form, and of a tree of names.
    Sign::new(
        |text| text.contains("value=") && text.contains("type="),
        concat!(r#"type=["']?password\b["']?[^<>\n]*?\bvalue="#, value!()),
    ),
    Sign::new(
        |text| text.contains("</"),
        concat!(r"<[\w:.-]*(?:", long!(), r")[\w:.-]*(?:\s[^<>]*)?>(?<bare>[^<>\n]+)</"),
    ),
];

/// A label with a value behind it, in an alphabet of these letters and digits.
macro_rules! label {
    ($letters:literal) => {
        concat!(
            "(?:[", $letters, "_-]*(?:", long!(), ")|(?:^|[^", $letters, r"\n])(?:[", $letters, r"]+[_-])*(?:", short!(), r"))",
            r#"(?<of>[ ]for[ ][^\n:=]{1,60}?)?["'`*_)\]}]*[ ]*(?<sign>[:=]>?(?:[ ]*\|)*|->|→|:=|(?:\|[ ]*)+|[ ](?:is|was|ist|lautet)[ ]:?)[*_\]]*[ \n]*"#,
            value!(),
        )
    };
}

/// A label with a value behind it. The rest of the line decides whether it is one.
static LABEL: Sign = Sign::new(gate::may_be_label, label!(r"\p{L}\p{N}"));

/// The same for lines of ASCII, made in a fraction of the time.
static PLAIN_LABEL: Sign = Sign::new(gate::may_be_label, label!("a-z0-9"));

/// A value that is told beside a user in a sentence.
static TOLD: Sign = Sign::new(
    gate::may_be_told,
    concat!(r"(?:[,;/(]|\band|\bwith|\bund|\bmit)[ ](?:the[ ])?(?:", long!(), r")[ ]", value!()),
);

/// An option at the end of a line.
static OPEN: Sign = Sign::new(
    gate::may_be_option,
    r"(?:^|\s)--?(?:[a-z]+-)*(?:password|passphrase|passwd|secret|community-name|pw)[ ]*\\?\z",
);

/// Whether one of these words stands anywhere.
fn holds(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Labels and columns of ONTAP's that end with the word and tell no password, by what stands before it.
pub(super) const EVIDENCE: [&str; 5] = ["clear text", "clear-text", "cleartext", "plain text", "plaintext"];

/// Words that ONTAP prints behind such labels, and that are no passwords.
const TRUTHS: [&str; 10] = ["true", "false", "yes", "no", "enabled", "disabled", "none", "-", "on", "off"];

/// How the words begin that somebody wrote behind a secret.
const REMARKS: [&str; 13] = ["#", "//", "<", "--", "(", "[", "{", "←", "/*", "!", "|", ";", ","];

/// The runs of the text that are secrets.
pub(super) fn secrets(text: &str) -> Vec<Range<usize>> {
    let small = text.to_ascii_lowercase();
    runs(text, &|sign| sign.of(text, &small))
}

/// The same by the expressions that `of` gives.
fn runs(text: &str, of: &dyn Fn(&'static Sign) -> Option<&'static Regex>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let sure = SURE.iter().filter_map(of).flat_map(|sign| sign.captures_iter(text));
    found.extend(sure.filter_map(|captures| word(&captures)).filter(|run| !is_port(&text[run.clone()])));
    let mut from = 0;
    let label = of(if text.is_ascii() { &PLAIN_LABEL } else { &LABEL });
    while let Some(captures) = label.and_then(|sign| sign.captures_at(text, from)) {
        found.extend(labelled_run(text, &captures));
        // Behind a label in quotation marks the line goes on with what may be another.
        from = behind_quoted(text, &captures).or_else(|| Some(captures.get(0)?.end())).unwrap_or(text.len());
    }
    let told = of(&TOLD).into_iter().flat_map(|sign| sign.captures_iter(text));
    found.extend(
        told.filter_map(|captures| word(&captures).filter(|run| is_quoted(&captures) || is_strong(&text[run.clone()]))),
    );
    found
}

/// The value that was captured, if it is neither empty nor somebody's mask.
fn word(captures: &Captures<'_>) -> Option<Range<usize>> {
    let is_bare = captures.name("bare").is_some();
    let value = ["quoted", "single", "ticked", "bare"].iter().find_map(|name| named(captures, name))?;
    let text = value.as_str();
    let left = text.len() - text.trim_start().len();
    // What ends a string, a cell or an emphasis is none of a bare word.
    let shown =
        if is_bare { text.trim_end_matches(['"', '\'', '`', ',', ';', '|', '*', '_']) } else { text.trim_end() };
    let is_masked = shown.chars().all(|c| c == '*');
    (shown.len() > left && !is_masked && !is_placeholder(shown))
        .then(|| value.start() + left..value.start() + shown.len())
}

fn named<'t>(captures: &Captures<'t>, name: &str) -> Option<Match<'t>> {
    captures.name(name)
}

fn is_quoted(captures: &Captures<'_>) -> bool {
    captures.name("bare").is_none()
}

/// Where the text goes on behind a label in quotation marks, whose second one stands behind the sign: `"Password:" is asked`.
fn behind_quoted(text: &str, captures: &Captures<'_>) -> Option<usize> {
    let start = captures.get(0)?.start();
    let value = ["quoted", "single", "ticked"].iter().find_map(|name| captures.name(name))?.start();
    let mark = text[..value].chars().next_back()?;
    let label = &text[start..value - mark.len_utf8()];
    let is_opened =
        label.starts_with(mark) || label.starts_with(char::is_alphanumeric) && text[..start].ends_with(mark);
    (is_opened && !label.trim_start_matches(mark).contains(mark)).then_some(value)
}

/// The first word behind a place that looks like a secret, else the first word, without what ends a sentence or a string.
fn told_word(text: &str, from: usize) -> Option<Range<usize>> {
    let line = behind(text, from);
    let is_mark = |c: char| c == ' ' || "\"'`,;:|*_.()".contains(c);
    let mut at = from;
    let run = |word: &str| {
        let left = word.len() - word.trim_start_matches(is_mark).len();
        let start = at + left;
        at += word.len();
        start..start + word.trim_matches(is_mark).len()
    };
    let is_word = |run: &Range<usize>| !run.is_empty() && !is_placeholder(&text[run.clone()]);
    let words: Vec<Range<usize>> = line.split_inclusive(' ').map(run).filter(is_word).collect();
    words.iter().find(|run| is_strong(&text[(*run).clone()])).or_else(|| words.first()).cloned()
}

fn labelled_run(text: &str, captures: &Captures<'_>) -> Option<Range<usize>> {
    let run = behind_quoted(text, captures).map_or_else(|| word(captures), |from| told_word(text, from))?;
    let value = &text[run.clone()];
    let sign = captures.name("sign").map_or("", |sign| sign.as_str()).trim();
    let label = captures.get(0)?;
    let before = before(text, label.start()).to_lowercase() + &label_of(label.as_str(), sign);
    let is_evidence = EVIDENCE.iter().any(|words| before.trim_end().ends_with(words)) || is_truth(&before, value);
    if is_evidence || is_told(&text[label.start()..captures.name("sign")?.start()], value) {
        return None;
    }
    let rest = behind(text, run.end);
    // In a row of a table the word may be a value: in a list of labels it is the first of two cells.
    let is_alone = rest.trim_matches(['|', ' ']).is_empty() && !value.contains('|');
    let is_parted = before.ends_with(':') && before.matches(':').count() > 1;
    // A table of two cells a row, label and value, has one bar between them, and maybe one at each end.
    let is_pair = is_alone && is_strong(value) && !before.trim_start().trim_start_matches('|').contains('|');
    let is_row =
        is_parted || sign.starts_with('|') && !is_pair && (before.contains(char::is_alphanumeric) || !is_alone);
    let is_sentence = sign.starts_with(char::is_alphabetic) && !is_quoted(captures);
    let is_whole = is_strong(value) || sign == "=" || !is_sentence && (is_end(rest) || is_label(rest));
    (is_whole && !is_row).then_some(run)
}

/// Bytes of a line that are looked at before a label, and behind a value.
const NEAR: usize = 160;

/// The end of what stands on the line before a place.
fn before(text: &str, at: usize) -> &str {
    let from = (at.saturating_sub(NEAR)..=at).find(|from| text.is_char_boundary(*from)).unwrap_or(at);
    text[from..at].rsplit('\n').next().unwrap_or_default()
}

/// The beginning of what stands on the line behind a place.
fn behind(text: &str, at: usize) -> &str {
    let to = (at..=(at + NEAR).min(text.len())).rev().find(|to| text.is_char_boundary(*to)).unwrap_or(at);
    text[at..to].split('\n').next().unwrap_or_default()
}

/// What stands of the label before its last word; of a short one the sign before it.
fn label_of(label: &str, sign: &str) -> String {
    let label = label.to_lowercase();
    let own = label.split(sign).next().unwrap_or_default().trim_end_matches(['"', '\'', '`', '*', '_', ' ']);
    let lead = || label.chars().next().filter(|c| !c.is_alphanumeric()).map(String::from).unwrap_or_default();
    own.rfind("passw").or_else(|| own.rfind("pass")).map_or_else(lead, |at| own[..at].to_owned())
}

/// Whether nothing but a remark, or what closes a string, a cell or an emphasis, stands behind a value.
fn is_end(rest: &str) -> bool {
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "\"'`*_,;|)]}\\./>".contains(c));
    let behind = rest.trim_start();
    behind.is_empty() || REMARKS.iter().any(|mark| behind.starts_with(mark))
}

/// Whether another label stands behind a value.
fn is_label(rest: &str) -> bool {
    rest.split_whitespace().take(2).any(|word| word.len() > 1 && word.ends_with([':', '=']))
}

/// Whether a word looks like a secret, and unlike a word of a sentence or a name.
pub(super) fn is_strong(value: &str) -> bool {
    let count = |is: fn(char) -> bool| value.chars().filter(|c| is(*c)).count();
    let (digits, letters) = (count(|c| c.is_numeric()), count(char::is_alphabetic));
    let signs = count(|c| c.is_ascii_punctuation() && !"-_.,:;/\\\"'()".contains(c));
    let is_mixed = count(char::is_lowercase) > 1 && value.chars().skip(1).any(char::is_uppercase);
    value.chars().count() >= 6 && letters > 0 && (digits > 0 || signs > 0 || is_mixed)
}

/// A port and a path, in which an at sign stands.
fn is_port(value: &str) -> bool {
    let digits = value.chars().take_while(char::is_ascii_digit).count();
    digits > 0 && value[digits..].starts_with('/')
}

/// Whether somebody has taken the password out, or did not type it: `<hidden>`, `(hidden)`, `^C`, `${VARIABLE}`.
pub(super) fn is_placeholder(value: &str) -> bool {
    let is_in = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    let is_variable = value
        .strip_prefix('$')
        .is_some_and(|name| name.starts_with(['{', '(']) || name.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
    // One sign again and again hides what stood there.
    let is_struck = value.chars().count() > 2
        && value.starts_with(['x', 'X', '*', '#', '.', '?', '_', '-', '\u{2022}', '\u{2588}'])
        && value.chars().all(|c| value.starts_with(c));
    is_struck
        || is_in('<', '>')
        || is_in('(', ')')
        || is_in('[', ']')
        || value.starts_with("{{")
        || is_variable
        || value.starts_with('^') && value.chars().count() == 2
}

/// Whether a label with further words before it tells yes, no or a number.
fn is_truth(before: &str, value: &str) -> bool {
    let is_alone = before.rsplit(['>', '|', ')', ']', '\u{2502}']).next().is_none_or(|words| words.trim().is_empty());
    let value = value.to_ascii_lowercase();
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    value == "-" || (!is_alone && (TRUTHS.contains(&value.as_str()) || is_number))
}

/// Whether a label whose word means other things too tells whether, how many or where: `secret: none`, `Pass: 59`,
/// `Private Key: ~/.ssh/id_ed25519`.
fn is_told(label: &str, value: &str) -> bool {
    const WORDS: [&str; 9] = ["community", "key", "pass", "psk", "pw", "pwd", "secret", "string", "token"];
    const STATES: [&str; 9] = ["absent", "expired", "installed", "missing", "ok", "present", "set", "unset", "valid"];
    let (label, value) = (label.to_lowercase(), value.to_ascii_lowercase());
    let word = label.rsplit(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let is_count = value.len() < 4 && value.bytes().all(|byte| byte.is_ascii_digit());
    let is_path = value.starts_with("~/") || value.starts_with('/') && value.matches('/').count() > 1;
    let is_state = TRUTHS.contains(&value.as_str()) || STATES.contains(&value.as_str());
    WORDS.contains(&word) && (is_state || is_path && word != "pass") || word == "pass" && is_count
}

/// Whether the text ends with an option or a label whose value is on the next line.
pub(super) fn is_open(text: &str) -> bool {
    let text = text.trim_end_matches(['\n', ' ']);
    OPEN.of(text, &text.to_ascii_lowercase()).is_some_and(|open| open.is_match(text))
}

/// Whether the line, in small letters, asks for or tells a password, and that of no evidence.
pub(super) fn is_evidence(before: &str) -> bool {
    EVIDENCE.iter().any(|label| before.trim_end().ends_with(label))
}

#[cfg(test)]
mod tests;
