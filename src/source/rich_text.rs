//! Texts in Microsoft's Rich Text Format, as word processors and mail programs save them: the words without the controls.

/// Groups whose text is shown nowhere.
const SILENT: [&str; 8] = ["fonttbl", "colortbl", "stylesheet", "info", "pict", "themedata", "listtable", "generator"];

/// The text that is shown; `None` where it is no such file.
pub(super) fn shown(text: &str) -> Option<String> {
    if !text.trim_start().starts_with("{\\rtf") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    // For each open group whether it is shown.
    let mut groups = vec![true];
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        let is_shown = groups.last().copied().unwrap_or(true);
        match c {
            '{' => groups.push(is_shown),
            '}' => drop(groups.pop()),
            '\r' | '\n' => {}
            '\\' => {
                let (control, length) = Control::of(&rest[1..]);
                taken += length;
                match control {
                    Control::Silent => groups.last_mut().into_iter().for_each(|shown| *shown = false),
                    Control::Shown(c) if is_shown => out.push(c),
                    _ => {}
                }
            }
            c if is_shown => out.push(c),
            _ => {}
        }
        rest = &rest[taken..];
    }
    Some(out)
}

/// What stands behind a backslash.
enum Control {
    /// It shows a character.
    Shown(char),
    /// Its group shows nothing.
    Silent,
    /// It tells how the text looks.
    Other,
}

impl Control {
    /// The control at the start of `text`, and its bytes.
    fn of(text: &str) -> (Self, usize) {
        let Some(first) = text.chars().next() else { return (Self::Other, 0) };
        if first == '\'' {
            let code = text.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
            return code.map_or((Self::Other, 1), |code| (Self::Shown(char::from(code)), 3));
        }
        if !first.is_ascii_alphabetic() {
            return match first {
                '*' => (Self::Silent, 1),
                '~' => (Self::Shown(' '), 1),
                '\n' | '\r' => (Self::Shown('\n'), 1),
                _ => (Self::Shown(first), first.len_utf8()),
            };
        }
        let word = text.bytes().take_while(u8::is_ascii_alphabetic).count();
        let number = text[word..].bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'-').count();
        let length = word + number + usize::from(text[word + number..].starts_with(' '));
        let control = match &text[..word] {
            "par" | "line" | "row" => Self::Shown('\n'),
            "tab" | "cell" => Self::Shown('\t'),
            name if SILENT.contains(&name) => Self::Silent,
            _ => Self::Other,
        };
        (control, length)
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn the_words_are_shown_without_the_controls() {
        let text = "{\\rtf1\\ansi{\\fonttbl{\\f0 Courier;}}\n\\f0\\fs20 ayr::> x\\par\nNode\\tab Health\\par\r\n\\b a\\b0\\_b\\'e9 \\{\\\\\\}\\line c}\n";
        assert_eq!(shown(text).as_deref(), Some("ayr::> x\nNode\tHealth\na_b\u{e9} {\\}\nc"));
        assert_eq!(shown("{rtf"), None);
    }
}
