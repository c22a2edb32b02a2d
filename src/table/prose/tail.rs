//! Where the rows of a table end and what a page, a letter or a chat says below them begins.
//!
//! Without ONTAP's count nothing ends a table. Where its rows stand in their places, a line below the last of them that ONTAP would not
//! print so is none: a mark of a list begins it, or its words stand one blank apart where ONTAP fills each cell up to the next column,
//! or it lacks what each row has. A line that may be the rest of a broken one is left to the search.

use super::{Texts, blanks, exact, is_in_place, is_listed, is_unfilled};
use crate::table::Kind;
use crate::table::kind::{self, Fit};
use crate::table::slot::Slot;
use crate::table::word::Word;

/// Columns that a line has at least which a mail client broke.
const SHORTEST: usize = 56;
/// Columns of the narrowest line that a program breaks within a word.
const NARROWEST: usize = 72;

/// The first line that is none of the table's; `said`: which lines are known to be somebody's.
pub(super) fn begin(texts: &Texts<'_>, said: &[bool]) -> usize {
    let count = texts.at.len();
    if texts.is_counted {
        return count;
    }
    let Some(last) = (0..count).rfind(|&row| !said[row] && stands(texts, row)) else { return count };
    (last + 1..count).find(|&row| !said[row] && is_beside(texts, row)).unwrap_or(count)
}

/// Whether a line stands as ONTAP prints rows, or has a value for each column that tells one.
fn stands(texts: &Texts<'_>, row: usize) -> bool {
    let (words, placed) = &texts.lines[row];
    let is_below = || is_below(words, texts.slots);
    let is_row = || exact::align(words, texts.slots, 0).is_some() || is_in_place(words, texts.slots);
    let is_tabbed = words.iter().any(|word| word.tabs > 0);
    *placed && (is_below() || words.len() > 1 && is_row())
        || !is_tabbed && tells(words, texts.slots, words.len()) == Some(true)
}

/// Whether a line stands below a column that is not the first.
fn is_below(words: &[Word<'_>], slots: &[Slot]) -> bool {
    words[0].start > 0 && slots.iter().any(|slot| slot.offset == Some(words[0].start))
}

/// Whether a line is none of the table's.
fn is_beside(texts: &Texts<'_>, row: usize) -> bool {
    let (words, text) = (&texts.lines[row].0, texts.text(row));
    // Two hyphens alone begin a signature (RFC 3676, 4.3).
    if is_listed(text) || words[0].text.contains("://") || text.trim() == "--" {
        return true;
    }
    if has_each(texts, row) {
        return false;
    }
    let is_plain = words[1..].iter().all(|word| word.gap == 1) && words[0].tabs == 0;
    let is_plain = is_plain && words[0].text.contains(char::is_alphanumeric);
    // A name alone is a group's, or that of a row that had no room beside it, where cells follow.
    let is_alone = || {
        let mut below = texts.lines[row + 1..].iter();
        words.len() == 1 && below.all(|(words, _)| words[1..].iter().all(|word| word.gap == 1))
    };
    // Values may be what a program tore out of the row above.
    let is_value = |word: &Word<'_>| texts.slots.iter().any(|slot| kind::fit(&slot.kind, word.text) == Fit::Telling);
    let is_none = || is_alone() || tells(words, texts.slots, 1) == Some(false) || is_unfilled(words, texts.slots);
    is_plain && !words.iter().all(is_value) && !may_be_rest(texts, row) && is_none()
}

/// Whether a line right below a row has a word for each column, as where long names push all of them to the right: values that tell
/// a column are among them, or the name that another row begins with.
pub(super) fn has_each(texts: &Texts<'_>, row: usize) -> bool {
    let words = &texts.lines[row].0;
    let fits = || words.iter().zip(texts.slots).all(|(word, slot)| kind::fit(&slot.kind, word.text) > Fit::Never);
    let is_below = || row > 0 && blanks(texts.items, texts.at[row - 1], texts.at[row]) == 0;
    let is_known = || {
        let begins = |(other, _): &(Vec<Word<'_>>, bool)| {
            other.len() == words.len() && other[0].text == words[0].text && other[0].start == words[0].start
        };
        tells(words, texts.slots, 1) == Some(true) || texts.lines[..row].iter().any(begins)
    };
    words.len() == texts.slots.len() && words.len() > 1 && is_below() && fits() && is_known()
}

/// Whether a line may be the end of the one right above: it stands below a column, or a program broke the lines where they grew too long.
fn may_be_rest(texts: &Texts<'_>, row: usize) -> bool {
    let words = &texts.lines[row].0;
    if is_below(words, texts.slots) || is_entries(words, texts.slots) {
        return true;
    }
    let Some(above) = row.checked_sub(1).filter(|&above| blanks(texts.items, texts.at[above], texts.at[row]) == 0)
    else {
        return false;
    };
    let end = |row: usize| texts.lines[row].0.last().map_or(0, |word| word.end);
    let headed = texts.slots.iter().map(Slot::end).max().unwrap_or(0);
    let widest = (0..row).map(end).max().unwrap_or(0).max(headed);
    let is_full = end(above) >= SHORTEST && end(above) + 1 + words[0].width() > widest;
    // A program that breaks lines within a word breaks them where they end.
    let is_torn = || words.len() == 1 && end(above) >= widest.max(NARROWEST);
    is_full && (may_go_on(texts, above) || is_torn()) || ends_open(texts, above)
}

/// Whether a list goes on behind a line, or a name that ONTAP broke.
fn ends_open(texts: &Texts<'_>, row: usize) -> bool {
    let words = &texts.lines[row].0;
    // Behind a colon stand the addresses of a service.
    let is_broken = |word: &Word<'_>| word.ends_at_break() && !word.text.ends_with(':');
    words.last().is_some_and(|word| word.text.ends_with(',')) || words.iter().any(is_broken)
}

/// Whether the last cell of a line is a free text.
fn may_go_on(texts: &Texts<'_>, row: usize) -> bool {
    let words = &texts.lines[row].0;
    let below = |word: &Word<'_>| texts.slots.iter().rposition(|slot| slot.offset.is_some_and(|at| at <= word.start));
    let exact = exact::align(words, texts.slots, 0).and_then(|cells| cells.last().copied());
    let (slot, from) = match exact {
        Some((slot, from, _)) => (Some(slot), from),
        None => words.iter().rposition(|word| word.gap > 1).map_or((None, 0), |from| (below(&words[from]), from)),
    };
    let kind = slot.map(|slot| &texts.slots[slot].kind);
    let is_text = kind.is_none_or(|kind| matches!(kind, Kind::Text | Kind::Enumeration { .. }));
    let is_nothing = words.len() == from + 1 && words[from].text == "-";
    is_text && !is_nothing
}

/// Whether a line is nothing but entries of a list that has a line for each.
fn is_entries(words: &[Word<'_>], slots: &[Slot]) -> bool {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    let is_list = |slot: &&Slot| matches!(slot.kind, Kind::Addresses | Kind::ServiceAddresses | Kind::Targets);
    slots
        .iter()
        .filter(is_list)
        .any(|slot| kind::cost(&slot.kind, &texts, true).is_some() || kind::cost(&slot.kind, &texts, false).is_some())
}

/// Whether a line has a word for each column that each row has and whose values are told from other words; `None` where there is no
/// such column. From word `blank` on a dash counts.
fn tells(words: &[Word<'_>], slots: &[Slot], blank: usize) -> Option<bool> {
    let is_telling = |slot: &&Slot| {
        matches!(
            slot.kind,
            Kind::Bool
                | Kind::UpDown
                | Kind::AddressMask
                | Kind::Address
                | Kind::DeviceId
                | Kind::NodePort
                | Kind::OptionName
        )
    };
    let needed: Vec<&Slot> =
        slots.iter().filter(|slot| slot.named && !slot.blank && !slot.group).filter(is_telling).collect();
    let is_value = |(at, word): (usize, &Word<'_>), slot: &Slot| match word.text {
        "-" => at >= blank,
        text => kind::fit(&slot.kind, text) > Fit::Never,
    };
    let has = |slot: &&Slot| words.iter().enumerate().any(|word| is_value(word, slot));
    (!needed.is_empty()).then(|| needed.iter().all(has))
}
