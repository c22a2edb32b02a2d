//! Words of a closed set in other letters than ONTAP's: a spreadsheet writes `TRUE`, a spell-checker `Up/up`. They are read as ONTAP
//! prints them, so that nobody who asks for one has to think of its letters.

use std::borrow::Cow;

use super::Kind;
use super::kind::is_up_down;

/// The word as ONTAP prints it in a column of the kind; `None` where it stands there so, or is none of its words.
pub(super) fn printed(kind: &Kind, text: &str) -> Option<Cow<'static, str>> {
    if !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    match kind {
        Kind::Bool => ["true", "false"].into_iter().find(|own| own.eq_ignore_ascii_case(text)).map(Cow::from),
        Kind::UpDown => is_up_down(text).then(|| text.to_ascii_lowercase().into()),
        Kind::Enumeration { words, .. } if words.iter().any(|own| own == text) => None,
        Kind::Enumeration { words, .. } => {
            words.iter().find(|own| own.eq_ignore_ascii_case(text)).cloned().map(Cow::from)
        }
        _ => None,
    }
}
