//! Words that somebody wrote by hand behind a row: `<-- planned`, `# still down`, `(will be set tonight)`.

use super::answer::{is_hiding, is_masked};
use super::command::echo;
use super::word::is_ruler;

/// The byte of `text` at which such words begin, with the blanks before them; 0 where they are all of the line.
pub(super) fn find(text: &str) -> Option<usize> {
    if text.is_empty() || is_ruler(text) || !may_hold(text.as_bytes()) {
        return None;
    }
    // The bars of a drawn table part its cells.
    let is_bar = |c: char| ('\u{2500}'..='\u{257f}').contains(&c);
    if text.trim_start().starts_with(is_bar) && text.trim_end().ends_with(is_bar) {
        return None;
    }
    let mut at = 0;
    for word in text.split(' ') {
        let is_first = !text[..at].contains(char::is_alphanumeric);
        // What is no words at all is no row with words behind it either.
        if is_first && !text[..at].trim().is_empty() {
            return None;
        }
        if !word.is_empty() && begins(&text[at..], is_first) {
            return Some(text[..at].trim_end().len());
        }
        at += word.len() + 1;
    }
    None
}

/// The text of a row that somebody marked before it, `--> ayr-01   true`, or struck out, `~~ayr-01   true~~`: how many characters
/// stand before it, and the row. Behind an arrow may stand words of its own instead; cells have room between them, or a label.
pub(super) fn marked(text: &str) -> Option<(usize, &str)> {
    const ARROWS: [&str; 8] = ["-->", "->", "==>", "=>", ">>", "**>", "\u{2192}", "\u{21d2}"];
    let bare = text.trim_start();
    let before = text.len() - bare.len();
    if let Some(row) = bare.strip_prefix("~~").and_then(|rest| rest.trim_end().strip_suffix("~~")) {
        return row.contains(char::is_alphanumeric).then_some((before + 2, row));
    }
    let arrow = ARROWS.iter().find(|arrow| bare.starts_with(**arrow))?;
    let row = &bare[arrow.len()..];
    let has_cells = row.trim_end().contains("  ") || row.contains(": ") || row.contains('\t');
    (row.starts_with(char::is_whitespace) && row.contains(char::is_alphanumeric) && has_cells)
        .then(|| (before + arrow.chars().count(), row))
}

/// Whether any word begins as such words can: asked of every line.
fn may_hold(text: &[u8]) -> bool {
    let begins = |at: usize| match text[at] {
        b'<' | b'>' | b'#' | b'/' | b'^' | b'!' | b'(' | b'[' | b';' | b':' | b'*' | b'?' | 128.. => true,
        b'-' | b'=' => text.get(at + 1).is_some_and(|next| matches!(next, b'-' | b'=' | b'>')),
        b'T' => text[at..].starts_with(b"TODO"),
        _ => false,
    };
    (0..text.len()).any(|at| (at == 0 || text[at - 1] == b' ') && begins(at))
}

/// Whether `text` begins with an arrow to the row beside it.
pub(super) fn is_arrow(text: &str) -> bool {
    const ARROWS: [&str; 12] =
        ["<-", "<=", "<<", "-->", "->", "==>", "=>", "^^", "\u{2190}", "\u{2191}", "\u{2192}", "\u{21d0}"];
    ARROWS.iter().any(|arrow| text.starts_with(arrow))
}

/// Whether words by hand begin `rest`, the rest of a line from the start of one of its words.
fn begins(rest: &str, is_first: bool) -> bool {
    let first = rest.as_bytes().first();
    // Nothing below begins with another character.
    let may_be = first.is_some_and(|first| !first.is_ascii() || b"<-=^;:!#/?*T([".contains(first));
    if !may_be || is_arrow(rest) {
        return may_be;
    }
    // Rulers, bullets and the edges of drawn tables begin lines too.
    if is_first && !rest.starts_with([';', '!', '#', '/', '*', 'T', '(', '[']) || echo(rest).is_some() {
        return false;
    }
    let word = rest.split(' ').next().unwrap_or_default();
    if is_mask(word, &rest[word.len()..]) {
        return false;
    }
    let has_letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    match word.chars().next() {
        Some(';' | '!') => has_letters(rest),
        // The name of a picture: `:warning:`.
        Some(':') => {
            word.len() > 3
                && word == rest.trim_end()
                && word.ends_with(':')
                && word[1..word.len() - 1].bytes().all(is_of_picture)
        }
        // A heading such as `#Vols` is none.
        Some('#') => word.trim_start_matches('#').chars().next().is_none_or(char::is_lowercase) && rest.contains(' '),
        Some('/') => word.starts_with("//") || word.starts_with("/*"),
        Some('?') => word.starts_with("??"),
        // More of them hide a value.
        Some('*') => word.starts_with("***") && !is_masked(word.get(1..).unwrap_or_default()),
        Some('-') => word == "--" && has_letters(rest),
        Some('T') => word.trim_end_matches(':') == "TODO",
        Some('(') => is_aside(rest, ')'),
        Some('[') => is_aside(rest, ']'),
        Some(first) => !first.is_ascii() && !first.is_alphanumeric(),
        None => false,
    }
}

/// Whether a word hides a name in a cell: room stands behind it, or a rest of the name, `****-01`.
fn is_mask(word: &str, behind: &str) -> bool {
    let has_rest = || word.starts_with("***") && word.trim_start_matches('*').starts_with(['-', '_', '.']);
    let has_room = || !word.starts_with(['(', '[']) && behind.starts_with("  ") && !behind.trim().is_empty();
    is_hiding(word) && (has_rest() || has_room())
}

fn is_of_picture(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte == b'_'
}

/// Whether `rest` is a bracket of several words up to the end of the line, and none that ONTAP prints.
fn is_aside(rest: &str, close: char) -> bool {
    const OWN: [&str; 3] =
        ["(value might be overwritten in takeover)", "(same value in local+partner recommended)", "(HA mailboxes)"];
    let is_words = rest.split(' ').filter(|word| word.chars().any(char::is_alphabetic)).count() > 1;
    is_words && rest.trim_end().ends_with(close) && !OWN.contains(&rest.trim_end())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn words_by_hand_begin_behind_the_row() {
        for (row, words) in [
            ("ayr_icl1 up/up 192.0.2.1/24 ayr-01 e0c true", "   <-- planned, still down"),
            ("    tape.reservations                 persistent", " (will set tonight, now off)"),
            ("bkp ssh password backup no none", "  # to be created"),
            ("ayr-02 true true", " // todo"),
            ("ayr-02 true true", " \u{2190} replaced next week"),
            ("ayr-02 true true", " !! not yet"),
            ("ayr-02 true true", "   [still to do]"),
            ("ayr-02 true true", " -- planned"),
            ("ayr-02 true true", " *** planned ***"),
        ] {
            assert_eq!(find(&format!("{row}{words}")), Some(row.len()), "{words}");
        }
        assert_eq!(find("        ^^^ this one is down"), Some(0));
    }

    #[test]
    fn what_ontap_prints_is_no_remark() {
        for line in [
            "                                                  Speed(Mbps) Health",
            "Port      IPspace      Broadcast Domain Link MTU  Speed (Mbps) Status",
            "cl1 (DEPRECATED)-Role: data",
            "st0       SN[1097001C33]L1",
            "sw1:4.126  tape drive  IBM LTO 8 (HH)  normal",
            "tape.reservations            persistent  (value might be overwritten in takeover)",
            "ayr-01         ayr-02         -        Waiting for giveback (HA mailboxes)",
            "------- ----- -- ---",
            "a    -    -    up/up",
            "Aggregate     Size Available Used% State   #Vols  Nodes            RAID Status",
            "~~~ ??? ~~~ ##",
        ] {
            assert_eq!(find(line), None, "{line}");
        }
    }
}
