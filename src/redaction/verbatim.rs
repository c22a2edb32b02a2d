//! What is no word although it has letters: the commands of a terminal, escapes of strings, entities of HTML, codes of mails.

/// How the text writes what it cannot write as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Writing {
    /// `\n` is an end of a line, and no folder that begins with n.
    has_escapes: bool,
    /// `=C3=BC`
    is_quoted_printable: bool,
}

impl Writing {
    /// That of the text, by what stands in it more than by chance.
    pub(super) fn of(text: &str) -> Self {
        let codes = text.match_indices('=').filter(|(at, _)| is_code(&text[at + 1..])).take(3).count();
        Self { has_escapes: text.matches("\\n").take(3).count() > 2, is_quoted_printable: codes > 2 }
    }

    /// Length in bytes of what stands at the beginning of the text and is copied as it is.
    pub(super) fn verbatim(self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        match bytes.first()? {
            0x1b => Some(sequence(text)),
            b'\\' if bytes.get(1) == Some(&b'u') && text.get(2..6).is_some_and(is_hexadecimal) => Some(6),
            b'\\' if self.has_escapes && bytes.get(1).is_some_and(|next| b"nrt\"\\/".contains(next)) => Some(2),
            b'%' if is_code(&text[1..]) => Some(3),
            b'=' if self.is_quoted_printable && is_code(&text[1..]) => Some(3),
            b'&' => entity(text),
            _ => None,
        }
    }
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Two hexadecimal digits in capitals.
fn is_code(text: &str) -> bool {
    text.get(..2).is_some_and(|code| is_hexadecimal(code) && !code.contains(|c: char| c.is_ascii_lowercase()))
}

/// `ESC [ 0 1 ; 3 2 m` up to its letter, `ESC ( B`. Other sequences are a character long.
fn sequence(text: &str) -> usize {
    let after = text[1..].chars().next();
    if after != Some('[') {
        let length = 1 + after.map_or(0, char::len_utf8);
        let is_longer = after.is_some_and(|c| "()*+".contains(c));
        return length + if is_longer { text[length..].chars().next().map_or(0, char::len_utf8) } else { 0 };
    }
    let last = text.bytes().skip(2).take(40).position(|byte| (0x40..=0x7e).contains(&byte));
    last.map_or(2, |at| at + 3)
}

/// Names of characters that stand in the HTML of terminals, mails and wikis.
const NAMES: [&str; 26] = [
    "nbsp", "amp", "lt", "gt", "quot", "apos", "shy", "ensp", "emsp", "thinsp", "ndash", "mdash", "hellip", "bull",
    "middot", "copy", "reg", "laquo", "raquo", "ldquo", "rdquo", "lsquo", "rsquo", "zwnj", "zwj", "sect",
];

/// `&nbsp;`, `&#160;`
fn entity(text: &str) -> Option<usize> {
    let end = text.bytes().take(10).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    (name.starts_with('#') || NAMES.contains(&name)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::Writing;

    #[test]
    fn what_is_no_word_is_copied() {
        let (plain, json) = (Writing::of("tweed"), Writing::of(r"a\nb\nc\nd"));
        for (writing, text, expected) in [
            (plain, "\u{1b}[01;32mtweed", Some(8)),
            (plain, "\u{1b}[", Some(2)),
            (plain, "\u{1b}7tweed", Some(2)),
            (plain, "\u{1b}(Btweed", Some(3)),
            (json, r"\ntweed", Some(2)),
            (plain, r"\nancy", None),
            (plain, r"\u00fcller", Some(6)),
            (plain, "&nbsp;tweed", Some(6)),
            (plain, "&#160;x", Some(6)),
            (plain, "&Clyde;", None),
            (plain, "& tweed;", None),
            (plain, "%C3%BCbung", Some(3)),
            (plain, "=C3=BC", None),
            (Writing::of("=C3=BC=20"), "=C3=BC", Some(3)),
            (plain, "tweed", None),
        ] {
            assert_eq!(writing.verbatim(text), expected, "{text:?}");
        }
    }
}
