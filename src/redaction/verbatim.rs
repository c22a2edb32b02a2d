//! What is no word although it has letters: the commands of a terminal, escapes of strings, entities of HTML.

/// Length in bytes of what stands at the beginning of the text and is copied as it is.
pub(super) fn length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.first()? {
        0x1b => Some(sequence(text)),
        b'\\' if bytes.get(1).is_some_and(|next| b"nrtu\"\\/".contains(next)) => Some(2),
        b'&' => entity(text),
        _ => None,
    }
}

/// `ESC [ 0 1 ; 3 2 m`: up to its letter. Other sequences are a character long.
fn sequence(text: &str) -> usize {
    if !text[1..].starts_with('[') {
        return 1 + text[1..].chars().next().map_or(0, char::len_utf8);
    }
    let last = text.bytes().skip(2).position(|byte| (0x40..=0x7e).contains(&byte));
    last.map_or(2, |at| at + 3).min(text.len())
}

/// `&nbsp;`, `&#160;`
fn entity(text: &str) -> Option<usize> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = &text[1..end];
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    is_name.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn what_is_no_word_is_copied() {
        for (text, expected) in [
            ("\u{1b}[01;32mtweed", Some(8)),
            ("\u{1b}[", Some(2)),
            ("\u{1b}7tweed", Some(2)),
            ("\\ntweed", Some(2)),
            ("\\tweed", Some(2)),
            ("\\alice", None),
            ("&nbsp;tweed", Some(6)),
            ("&#160;x", Some(6)),
            ("&tweed-and-others;", None),
            ("& tweed;", None),
            ("tweed", None),
        ] {
            assert_eq!(length(text), expected, "{text:?}");
        }
    }
}
