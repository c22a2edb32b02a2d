//! Characters that nobody sees: they command a terminal, turn the reading direction, hide words from those who read and not
//! from those who copy, or are none at all. Whatever leaves the program leaves through this list.

/// `text` on one line, with a mark in the place of each character that nobody sees.
pub fn clean(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    add_clean(&mut shown, text);
    shown
}

/// Writes the same behind `shown`.
pub(crate) fn add_clean(shown: &mut String, text: &str) {
    if text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~')) {
        return shown.push_str(text);
    }
    shown.extend(text.chars().map(|c| if is_unseen(c) { '\u{fffd}' } else { c }));
}

/// Whether a character shows nothing where it stands, or is none: control characters, format characters (Unicode `Cf`), those
/// that programs ignore (`Default_Ignorable_Code_Point`), line and paragraph separators, and noncharacters.
pub fn is_unseen(c: char) -> bool {
    match c {
        ' '..='~' => false,
        '\0'..='\u{9f}' | '\u{ad}' => true,
        ..'\u{34f}' => false,
        ..'\u{2000}' => is_early(c),
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        ..'\u{3164}' => false,
        '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff0}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e0fff}' => true,
        _ => is_late(c) || u32::from(c) & 0xfffe == 0xfffe,
    }
}

/// Those of scripts that stand before the punctuation.
fn is_early(c: char) -> bool {
    matches!(c, '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}')
}

/// Those of scripts beyond the first 65536 characters.
fn is_late(c: char) -> bool {
    matches!(c, '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::is_unseen;

    #[test]
    fn the_list_is_that_of_unicode() {
        let unicode =
            Regex::new(r"^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]$");
        let unicode = unicode.unwrap();
        // The dot of the pattern language does not match all, the class does.
        let differs = |c: &char| is_unseen(*c) != unicode.is_match(c.encode_utf8(&mut [0; 4]));
        let different: Vec<u32> = ('\0'..=char::MAX).filter(differs).map(u32::from).collect();
        assert!(different.is_empty(), "{different:x?}");
    }
}
