//! What a line of ASCII in small letters holds in every match of a sign's expression: where it does not, none is made for it.

use super::signs::EVIDENCE;

/// What the words end with that name a secret before a value.
const ENDS: [&str; 17] = [
    "pass",
    "word",
    "words",
    "wort",
    "phrase",
    "code",
    "passwd",
    "passe",
    "secret",
    "key",
    "pw",
    "pwd",
    "token",
    "psk",
    "community",
    "name",
    "string",
];

/// What part a name from its value, with blanks around.
const VERBS: [&str; 5] = [" is ", " was ", " ist ", " lautet ", " for "];

/// What the long names of secrets begin with.
const STEMS: [&str; 8] = ["pass", "kennwort", "mot de pass", "shared", "secret", "api", "private", "community"];

/// What stands before a value that is told beside a user.
const BESIDE: [&str; 8] = [", ", "; ", "/ ", "( ", "and ", "with ", "und ", "mit "];

/// Blanks that a label has inside of it at most where nobody need look closer.
const FEW: usize = 100;

/// Whether a word that begins with a hyphen, as options do, names a secret.
pub(super) fn may_be_option(line: &str) -> bool {
    const NAMES: [&str; 7] = ["pass", "pw", "secret", "community", "psk", "token", "key"];
    let is_edge = |c: char| c.is_whitespace() || "\"'`([,;|&".contains(c);
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let names = |at: usize| {
        let length = line.as_bytes()[at..].iter().take_while(|byte| is_part(byte)).count();
        let name = &line[at..at + length];
        NAMES.iter().any(|own| name.contains(own))
    };
    memchr::memchr_iter(b'-', line.as_bytes()).any(|at| (at == 0 || line[..at].ends_with(is_edge)) && names(at))
}

/// Whether what parts a label from its value stands behind a name of secrets.
pub(super) fn may_be_label(line: &str) -> bool {
    let marks = memchr::memchr3_iter(b':', b'=', b'|', line.as_bytes());
    let arrows = memchr::memmem::find_iter(line.as_bytes(), "->");
    let verbs = VERBS.iter().flat_map(|verb| line.match_indices(verb)).map(|(at, _)| at);
    marks.chain(arrows).chain(verbs).any(|at| is_named(&line[..at]) && !is_evidence(line, at))
}

/// Whether a name of secrets ends there, maybe in marks of emphasis and before blanks.
fn is_named(before: &str) -> bool {
    let closing = |c: char| "\"'`*_)]}".contains(c);
    let name = before.trim_end_matches(' ').trim_end_matches(closing);
    ENDS.iter().any(|end| name.ends_with(end))
}

/// Whether the label that the colon ends is one of ONTAP's that tells no password.
fn is_evidence(line: &str, colon: usize) -> bool {
    let own = line[..colon].strip_suffix("password").filter(|_| line[colon..].starts_with(':'));
    own.is_some_and(|own| {
        let words = own.trim_end_matches(' ');
        (1..FEW).contains(&(own.len() - words.len())) && EVIDENCE.iter().any(|label| words.ends_with(label))
    })
}

/// Whether a name of secrets stands where one is told beside a user.
pub(super) fn may_be_told(line: &str) -> bool {
    let is_told = |at: usize| {
        let before = line[..at].strip_suffix("the ").unwrap_or(&line[..at]);
        BESIDE.iter().any(|sign| before.ends_with(sign))
    };
    STEMS.iter().any(|stem| line.match_indices(stem).any(|(at, _)| is_told(at)))
}
