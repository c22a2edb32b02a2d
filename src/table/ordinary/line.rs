//! The words of a line of plain text, with the classes of their characters.

use crate::source::blanks;

/// The most words that a line of a table has.
pub(super) const MOST: usize = 48;

/// A blank, which parts words.
const BLANK: u16 = 0;
/// Letters.
pub(super) const LETTER: u16 = 1;
/// Digits.
pub(super) const DIGIT: u16 = 2;
/// Hyphens, underscores, dots.
pub(super) const JOINT: u16 = 4;
/// A slash.
pub(super) const SLASH: u16 = 8;
/// A colon.
pub(super) const COLON: u16 = 16;
/// A comma.
pub(super) const COMMA: u16 = 32;
/// A hash, an asterisk, a backtick, an at sign: marks that may be an author's.
pub(super) const MARK: u16 = 64;
/// Any other printing character.
pub(super) const OTHER: u16 = 128;
/// A percent sign, a plus, an ampersand: no words by hand begin with one, and no line of ONTAP's own behind its first word.
pub(super) const SIGN: u16 = 512;
/// A tab, a control character, anything beyond ASCII.
const STRANGE: u16 = 256;

const CLASSES: [u16; 256] = {
    let mut classes = [STRANGE; 256];
    let mut byte = 0x20;
    while byte < 0x7f {
        classes[byte as usize] = class(byte);
        byte += 1;
    }
    classes
};

const fn class(byte: u8) -> u16 {
    match byte {
        b' ' => BLANK,
        b'a'..=b'z' | b'A'..=b'Z' => LETTER,
        b'0'..=b'9' => DIGIT,
        b'-' | b'_' | b'.' => JOINT,
        b'/' => SLASH,
        b':' => COLON,
        b',' => COMMA,
        b'#' | b'*' | b'`' | b'@' => MARK,
        b'%' | b'+' | b'&' => SIGN,
        _ => OTHER,
    }
}

/// A run of characters without blanks.
#[derive(Clone, Copy, Default)]
pub(super) struct Word {
    /// Column of its first character, from 0.
    pub(super) start: u32,
    /// Column behind its last one.
    pub(super) end: u32,
    /// The classes of its characters.
    pub(super) classes: u16,
}

impl Word {
    /// Whether it holds nothing but these classes.
    pub(super) fn is_of(&self, classes: u16) -> bool {
        self.classes & !classes == 0
    }

    /// Whether it holds any of these classes.
    pub(super) fn has(&self, classes: u16) -> bool {
        self.classes & classes != 0
    }
}

/// Finds the words of `line`; `None` where it holds more than plain text, or too many words.
pub(super) fn split<'w>(line: &[u8], words: &'w mut [Word; MOST]) -> Option<&'w [Word]> {
    let (mut count, mut start) = (0, blanks(line));
    while start < line.len() {
        let (mut end, mut classes) = (start, BLANK);
        for byte in &line[start..] {
            let class = CLASSES[usize::from(*byte)];
            if class == BLANK {
                break;
            }
            (end, classes) = (end + 1, classes | class);
        }
        let word = words.get_mut(count).filter(|_| classes & STRANGE == 0)?;
        *word = Word { start: start as u32, end: end as u32, classes };
        count += 1;
        // One blank stands between most words.
        start = end + 1;
        if line.get(start) == Some(&b' ') {
            start += blanks(&line[start..]);
        }
    }
    Some(&words[..count])
}
