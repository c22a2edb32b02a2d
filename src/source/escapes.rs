//! Texts of which a converter to Markdown, or to TeX, escaped its own marks: `data\_1` for `data_1`.
//!
//! No name of ONTAP's holds a backslash but that of an account behind its domain, `CORP\joe`, of which an underscore may be the
//! first letter. So a text is taken for escaped as a whole or not at all.

use std::collections::BTreeSet;

use memchr::memchr_iter;

/// Marks that are escaped, and begin no name behind a domain.
const MARKS: &[u8] = b"-.*[]()#+!|{}<>~`";

/// Escaped hyphens that tell such a text: patterns have dots and stars, and hardly ever these.
const TELLING: usize = 2;

/// The text with its marks alone; `None` where none is escaped.
pub(super) fn undone(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let escaped = |at: usize| bytes.get(at + 1).copied().unwrap_or(0);
    let (mut marks, mut hyphens) = (0, 0);
    let mut joints: Vec<usize> = Vec::new();
    for at in memchr_iter(b'\\', bytes).filter(|&at| at == 0 || bytes[at - 1] != b'\\') {
        match escaped(at) {
            b'_' => joints.push(at),
            mark if MARKS.contains(&mark) && is_joint(bytes, at) => {
                marks += 1;
                hyphens += usize::from(mark == b'-');
            }
            _ => {}
        }
    }
    let is_joined = !joints.is_empty() && is_of_all(bytes, joints.len()) && (marks > 0 || is_of_names(text, &joints));
    let is_marked = hyphens >= TELLING && (joints.is_empty() || is_joined);
    (is_joined || is_marked).then(|| without(text))
}

/// Whether letters or digits stand on both sides of an escaped mark, as in `ayr\-01`; a pattern's dot has none.
fn is_joint(bytes: &[u8], at: usize) -> bool {
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    is_letter(at.checked_sub(1)) && is_letter(Some(at + 2))
}

/// Whether so many are all underscores of the text.
fn is_of_all(bytes: &[u8], count: usize) -> bool {
    memchr_iter(b'_', bytes).count() == count
}

/// Whether the words are names of several kinds, or of one kind that is no domain.
fn is_of_names(text: &str, joints: &[usize]) -> bool {
    let head = |at: usize| {
        let before = &text[..at];
        before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default()
    };
    let heads: BTreeSet<&str> = joints.iter().map(|&at| head(at)).collect();
    let is_domain = |head: &&str| head.contains(|c: char| c.is_ascii_uppercase());
    // The headings and the label of accounts.
    let has = |words: &[u8]| memchr::memmem::find(text.as_bytes(), words).is_some();
    let is_of_accounts = || has(b"Acct") || has(b"authentication-method") || has(b"Authentication Method");
    heads.len() > 1 || !heads.iter().any(is_domain) && !is_of_accounts()
}

fn without(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_mark = |next: &char| *next == '_' || u8::try_from(*next).is_ok_and(|next| MARKS.contains(&next));
        if c != '\\' || !chars.peek().is_some_and(is_mark) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::undone;

    #[test]
    fn marks_are_escaped_in_all_of_a_text_or_in_none() {
        for (text, plain) in [
            ("lif\\_a up\nvol\\_b up", "lif_a up\nvol_b up"),
            ("svm\\_barra  data", "svm_barra  data"),
            ("ayr\\-01  true\nayr\\-02  true", "ayr-01  true\nayr-02  true"),
            ("svm\\_a  192\\.0\\.2\\.1", "svm_a  192.0.2.1"),
            ("\\| ayr\\_1 \\| up \\|\n\\| tay\\_1 \\|", "| ayr_1 | up |\n| tay_1 |"),
        ] {
            assert_eq!(undone(text).as_deref(), Some(plain), "{text}");
        }
    }

    #[test]
    fn a_domain_is_parted_from_its_account_by_a_backslash() {
        for text in [
            "CORP\\joe  ssh",
            "CORP\\_backup  ssh",
            "Acct\ncorp\\_backup  no",
            "CORP\\_backup  ssh  admin_role",
            "lif\\_a up  vol_b",
            "grep -E 'a\\.b|c\\.d' x",
            "C:\\temp\\-x",
        ] {
            assert_eq!(undone(text), None, "{text}");
        }
    }
}
