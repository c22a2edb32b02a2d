//! Cells in which somebody wrote upon what ONTAP printed: `true?`, `challenge->plaintext`, `up/(down)`. Who writes into a capture
//! knows more, or is less sure, than the cluster was when it answered; so no other answer makes good what is written over, as
//! it does with a slip of the pen.

use super::{Column, Kind, Value};

/// Whether the cell of the column holds what ONTAP prints there, and what somebody wrote upon it.
pub(crate) fn is_overwritten(column: &Column, value: &Value) -> bool {
    let is_list = column.kind.is_list();
    match value {
        Value::Text(text) => is_word_overwritten(column, text),
        Value::List(elements) if is_list => elements.iter().any(|element| is_word_overwritten(column, element)),
        Value::List(_) => false,
    }
}

/// The same of one word.
pub(crate) fn is_word_overwritten(column: &Column, word: &str) -> bool {
    const UP_DOWN: [&str; 2] = ["up", "down"];
    const BOOL: [&str; 2] = ["true", "false"];
    let is_known = |part: &str| {
        let is_same = |own: &str| own.eq_ignore_ascii_case(part);
        match &column.kind {
            Kind::Bool => BOOL.into_iter().any(is_same),
            Kind::UpDown => UP_DOWN.into_iter().any(is_same),
            Kind::Enumeration { words, .. } => words.iter().any(|own| is_same(own)),
            Kind::List => column.words.iter().any(|own| is_same(own)),
            _ => false,
        }
    };
    if !may_be_written_over(word) || is_known(word) {
        return false;
    }
    let parts = word.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_')));
    let known = parts.map(|part| part.trim_matches(['-', '_'])).filter(|part| is_known(part)).count();
    // A LIF's status is two words with a stroke between them.
    let is_status = UP_DOWN.into_iter().all(is_known) && word.matches('/').count() == 1;
    let printed = if is_status { 2 } else { 1 };
    known > printed || known > 0 && holds_doubt(word) || denied(word).is_some_and(is_known)
}

/// A cheap question asked of every cell: whether it may hold more than a word.
fn may_be_written_over(word: &str) -> bool {
    let is_sign = |byte: u8| !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b' '));
    !word.contains(' ') && (word.bytes().any(is_sign) || denied(word).is_some())
}

/// Whether a sign stands there by which people doubt or replace a word; a stroke or a dot may be a scanner's.
fn holds_doubt(word: &str) -> bool {
    word.contains(['?', '(', ')', '[', ']', '{', '}', '<', '>', '=', '\u{2192}', '\u{21d2}', '\u{bf}'])
}

/// What stands behind a word that denies.
fn denied(word: &str) -> Option<&str> {
    const DENIALS: [&str; 4] = ["not", "non", "no", "un"];
    let start = |denial: &&&str| word.get(..denial.len()).is_some_and(|start| start.eq_ignore_ascii_case(denial));
    let denial = DENIALS.iter().find(start)?;
    Some(word[denial.len()..].trim_start_matches(['-', '_'])).filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(kind: Kind) -> Column {
        Column { kind, ..Column::default() }
    }

    #[test]
    fn what_somebody_wrote_upon_a_word_is_told_from_a_slip() {
        let bool = column(Kind::Bool);
        for word in
            ["true?", "TRUE??", "nottrue", "not-true", "true->false", "true\u{2192}false", "true/false", "(true)"]
        {
            assert!(is_word_overwritten(&bool, word), "{word}");
        }
        for word in ["true", "TRUE", "tru", "true.", "true,", "ture", "-", "notwithstanding", "???", "<removed>"] {
            assert!(!is_word_overwritten(&bool, word), "{word}");
        }
        let words = vec!["up".to_owned(), "down".to_owned()];
        let status = column(Kind::Enumeration { words, open: false });
        for word in ["up/up?", "up/up->up/down", "up/(down)", "up/up,down", "up/up\u{2192}down", "up->down"] {
            assert!(is_word_overwritten(&status, word), "{word}");
        }
        for word in ["up/up", "up/up.", "up/ip", "up", "up*"] {
            assert!(!is_word_overwritten(&status, word), "{word}");
        }
    }
}
