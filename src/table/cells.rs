//! Words of a cell to its value: broken values joined, lists parted, several fields in one cell split.

use super::Kind;
use super::answer::{Cell, Value, holds_sign_of_mask, is_masked};
use super::closed;
use super::kind::{self, is_wwpn};
use super::slot::Slot;
use super::word::Word;
use crate::source::{Line, Place, blanks};

/// A run of words on one line that belongs to a cell.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    /// The line.
    pub(super) line: &'a Line<'a>,
    /// The words.
    pub(super) words: &'a [Word<'a>],
    /// Index of the capture.
    pub(super) source: u32,
}

impl Piece<'_> {
    /// Whether words in brackets close behind it were taken for somebody's: of a free text they may be the rest.
    pub(super) fn has_aside(&self) -> bool {
        let Some(last) = self.words.last() else { return false };
        let mut behind = self.line.raw().chars().skip(self.line.column(last.end.saturating_sub(1)));
        let is_close = behind.next() == Some(' ') && matches!(behind.next(), Some('(' | '['));
        is_close && last.end >= self.line.text.trim_end().chars().count()
    }

    /// Where the characters `from..to` of its words stand, counted in characters of the line.
    fn place(&self, from: usize, to: usize) -> Place {
        let (line, column, length) = self.line.run(from, to.saturating_sub(1).max(from));
        Place { source: self.source, line: line as u32, column: column as u32, length: length as u32 }
    }

    pub(super) fn text(&self) -> String {
        self.words.iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
    }

    pub(super) fn whole_place(&self) -> Place {
        let first = self.words.first().map_or(0, |word| word.index);
        self.place(first, self.words.last().map_or(first, |word| word.index + word.text.chars().count()))
    }
}

/// The fields of a cell; `None` when a word of it is broken and cannot be completed.
///
/// `elsewhere`: words of the record that stand under no readable heading, where the end of a broken word may be.
pub(super) fn fields(slot: &Slot, pieces: &[Piece<'_>], elsewhere: &[&str]) -> Option<Vec<(String, Cell)>> {
    let mut fields = Vec::new();
    add(&mut fields, slot, pieces, elsewhere)?;
    Some(fields)
}

/// Adds the fields of a cell to those of its record; `None` when there are none, as of [`fields`].
pub(super) fn add<'s, N: From<&'s str>>(
    fields: &mut Vec<(N, Cell)>,
    slot: &'s Slot,
    pieces: &[Piece<'_>],
    elsewhere: &[&str],
) -> Option<()> {
    let place = pieces.first()?.whole_place();
    let text = || joined(&slot.kind, pieces);
    let cell = match &slot.kind {
        _ if is_empty(pieces) => Cell { value: Value::Text("".into()), place, parts: Vec::new() },
        Kind::List | Kind::Targets | Kind::Addresses => list(&slot.kind, pieces),
        Kind::ServiceAddresses => service_addresses(pieces),
        Kind::Enumeration { words, .. } => {
            let text = completed(words, text(), elsewhere)?;
            let is_whole = pieces.len() == 1 || words.iter().any(|word| word.eq_ignore_ascii_case(&text));
            if !is_whole {
                return None;
            }
            let text = closed::printed(&slot.kind, &text).unwrap_or(text.into());
            Cell { value: Value::Text(text.as_ref().into()), place, parts: Vec::new() }
        }
        Kind::Time if kind::is_cut_time(&text()) => return None,
        _ if !slot.splits.is_empty() => {
            split(fields, slot, &text(), place);
            return Some(());
        }
        _ => {
            let text = text();
            let text = closed::printed(&slot.kind, &text).unwrap_or(text.into());
            Cell { value: Value::Text(text.as_ref().into()), place, parts: Vec::new() }
        }
    };
    fields.push((slot.name.as_str().into(), cell));
    Some(())
}

/// Whether all of a cell is the word for an empty name.
fn is_empty(pieces: &[Piece<'_>]) -> bool {
    matches!(pieces, [only] if matches!(only.words, [word] if word.text == kind::EMPTY))
}

/// The pieces of a cell one below the other: those of a word without a blank, those of a text with one.
fn joined(kind: &Kind, pieces: &[Piece<'_>]) -> String {
    let is_word = matches!(kind, Kind::Name | Kind::Word | Kind::Port | Kind::Address);
    let words = pieces.iter().flat_map(|piece| piece.words);
    let mut text = String::with_capacity(words.map(|word| word.text.len() + 1).sum());
    for piece in pieces {
        let is_broken = text.ends_with('-') && text.len() > 1;
        if !(text.is_empty() || is_word || is_broken && *kind != Kind::Text) {
            text.push(' ');
        }
        for (at, word) in piece.words.iter().enumerate() {
            text.push_str(if at > 0 { " " } else { "" });
            text.push_str(word.text);
        }
    }
    text
}

/// A word that ends in a hyphen is the beginning of exactly one known word whose end stands elsewhere in the record.
fn completed(known: &[String], text: String, elsewhere: &[&str]) -> Option<String> {
    if !text.ends_with('-') || text.len() == 1 {
        return Some(text);
    }
    let is_end = |word: &&String| word.strip_prefix(text.as_str()).is_some_and(|tail| elsewhere.contains(&tail));
    let mut fits = known.iter().filter(is_end);
    let only = fits.next()?;
    fits.next().is_none().then(|| only.clone())
}

fn list(kind: &Kind, pieces: &[Piece<'_>]) -> Cell {
    let place = pieces.first().map(Piece::whole_place).unwrap_or_default();
    let mut elements = Vec::new();
    let mut parts = Vec::new();
    let label = usize::from(*kind == Kind::Targets && pieces.first().is_some_and(|p| p.words[0].text == "Failover"));
    for (at, piece) in pieces.iter().enumerate() {
        let words = &piece.words[if at == 0 { (label * 2).min(piece.words.len()) } else { 0 }..];
        for (number, word) in words.iter().enumerate() {
            let above = at.checked_sub(1).filter(|_| number == 0 && *kind == Kind::List).map(|above| &pieces[above]);
            let is_rest = above.is_some_and(|above| is_torn(above, word));
            push_elements(piece, word, is_rest, (&mut elements, &mut parts));
        }
    }
    if elements == ["-"] {
        let value = if *kind == Kind::List { Value::Text("-".into()) } else { Value::List(Vec::new()) };
        return Cell { value, place, parts: Vec::new() };
    }
    Cell { value: Value::List(elements), place, parts }
}

/// Whether a word is the rest of the last element of a list above it: elements have commas between them, wherever a line breaks.
fn is_torn(above: &Piece<'_>, word: &Word<'_>) -> bool {
    let text = above.text();
    let is_list = text.contains(',') || word.text.contains(',');
    is_list && !text.ends_with(',') && !word.text.starts_with(',')
}

/// A list of one element or more a line, of ASCII as it was captured: the failover targets of thousands of LIFs are such.
#[derive(Default)]
pub(super) struct PlainList {
    place: Option<Place>,
    elements: Vec<String>,
    parts: Vec<Place>,
}

/// Elements that such a list has as a rule.
const USUAL: usize = 8;

impl PlainList {
    /// Adds what stands on a line of a source from a byte on; `None` where an element is broken.
    pub(super) fn add(&mut self, text: &str, (source, line, from): (u32, usize, usize)) -> Option<()> {
        let place = |at: usize, length: usize| {
            let (column, length) = ((from + at + 1) as u32, length.max(1) as u32);
            Place { source, line: line as u32, column, length }
        };
        let bytes = text.as_bytes();
        let mut at = blanks(bytes);
        if self.place.is_none() {
            let whole = text[at..].trim_end_matches(' ');
            self.elements.reserve(USUAL);
            self.parts.reserve(USUAL);
            self.place = Some(place(at, whole.len()));
            if let Some(rest) = whole.strip_prefix("Failover ") {
                let behind = rest.trim_start_matches(' ');
                let elements = behind.find(' ').map_or("", |end| &behind[end..]);
                at = text.trim_end_matches(' ').len() - elements.len();
            }
        }
        while at < text.len() {
            let end = memchr::memchr2(b' ', b',', &bytes[at..]).map_or(text.len(), |length| at + length);
            let element = &text[at..end];
            if element.ends_with('-') {
                return None;
            }
            if !element.is_empty() {
                self.elements.push(element.to_owned());
                self.parts.push(place(at, element.len()));
            }
            at = end + 1;
        }
        Some(())
    }

    /// The cell; `None` where nothing stands there.
    pub(super) fn cell(self) -> Option<Cell> {
        let Self { place, elements, parts } = self;
        Some(Cell { value: Value::List(elements), place: place?, parts })
    }
}

/// The elements in a word: an element that ended in a hyphen on the line before goes on, and so does one of which it is the rest.
fn push_elements(
    piece: &Piece<'_>,
    word: &Word<'_>,
    is_rest: bool,
    (elements, parts): (&mut Vec<String>, &mut Vec<Place>),
) {
    let mut from = word.index;
    for (at, element) in word.text.split(',').enumerate() {
        let length = element.chars().count();
        match elements.last_mut() {
            Some(last) if is_rest && at == 0 => last.push_str(element),
            Some(last) if last.ends_with('-') && last.len() > 1 && !element.is_empty() => last.push_str(element),
            _ if !element.is_empty() => {
                elements.push(element.to_owned());
                parts.push(piece.place(from, from + length));
            }
            _ => {}
        }
        from += length + 1;
    }
}

/// `service: a, b` one below the other to `service:a`, `service:b`.
fn service_addresses(pieces: &[Piece<'_>]) -> Cell {
    let mut elements: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    let mut service = String::new();
    for piece in pieces {
        let head = piece.words.first().and_then(|word| word.text.strip_suffix(':'));
        if let Some(name) = head {
            service = name.to_owned();
        }
        for word in &piece.words[usize::from(head.is_some())..] {
            for address in word.text.split(',').filter(|address| !address.is_empty() && *address != "-") {
                elements.push(format!("{service}:{address}"));
                parts.push(piece.whole_place());
            }
        }
    }
    let place = pieces.first().map(Piece::whole_place).unwrap_or_default();
    Cell { value: Value::List(elements), place, parts }
}

/// The field of a WWPN in the place of an address.
pub(super) const WWPN: &str = "wwpn";

/// What a cell with several fields holds.
enum Parted<'t> {
    /// A WWPN in the place of an address.
    Wwpn,
    /// The first field alone.
    One,
    /// Both.
    Two(&'t str, &'t str),
}

/// `up/down`, `address/length`, `node:port`, or a WWPN in the place of an address.
fn parted<'t>(slot: &Slot, text: &'t str) -> Parted<'t> {
    if slot.kind == Kind::AddressMask && is_wwpn(text) {
        return Parted::Wwpn;
    }
    let at = match slot.kind {
        Kind::NodePort => memchr::memrchr(b':', text.as_bytes()),
        _ => memchr::memchr(b'/', text.as_bytes()),
    };
    let halves = at.map(|at| (&text[..at], &text[at + 1..]));
    match halves {
        Some((left, right)) if slot.splits.len() == 2 => Parted::Two(left, right),
        _ => Parted::One,
    }
}

pub(super) fn split<'s, N: From<&'s str>>(fields: &mut Vec<(N, Cell)>, slot: &'s Slot, text: &str, place: Place) {
    let cell = |value: &str, place| Cell { value: Value::Text(value.into()), place, parts: Vec::new() };
    let printed = closed::printed(&slot.kind, text);
    let text = printed.as_deref().unwrap_or(text);
    let (left, right) = match (parted(slot, text), slot.splits.as_slice()) {
        (Parted::Wwpn, _) => return fields.push((WWPN.into(), cell(text, place))),
        (Parted::Two(left, right), [_, _]) => (left, right),
        _ => return fields.extend(slot.splits.first().map(|name| (name.as_str().into(), cell(text, place)))),
    };
    let left_length = left.chars().count() as u32;
    let right_place = Place { column: place.column + left_length + 1, length: right.chars().count() as u32, ..place };
    fields.push((slot.splits[0].as_str().into(), cell(left, Place { length: left_length, ..place })));
    fields.push((slot.splits[1].as_str().into(), cell(right, right_place)));
}

/// Adds the fields of a cell whose words stand at `place`, one blank apart, as [`add`] does; tells whether it could: not those of
/// lists, nor of a cell that may be broken.
pub(super) fn add_plain<'s, N: From<&'s str>>(
    fields: &mut Vec<(N, Cell)>,
    slot: &'s Slot,
    text: &str,
    place: Place,
) -> bool {
    let is_plain = match slot.kind {
        Kind::List | Kind::Targets | Kind::Addresses | Kind::ServiceAddresses | Kind::Time => false,
        Kind::Enumeration { .. } => !text.ends_with('-'),
        _ => true,
    };
    if !is_plain || has_gap(text) || text == kind::EMPTY {
        return false;
    }
    if slot.splits.is_empty() {
        let text = closed::printed(&slot.kind, text).unwrap_or(text.into());
        let cell = Cell { value: Value::Text(text.as_ref().into()), place, parts: Vec::new() };
        fields.push((slot.name.as_str().into(), cell));
    } else {
        split(fields, slot, text, place);
    }
    true
}

/// A number that is the same for all cells of the column that tell the same fields; `None` where only reading the cell tells
/// which.
pub(super) fn shape(slot: &Slot, text: &str) -> Option<u64> {
    let is_open = match slot.kind {
        Kind::Time => true,
        Kind::Enumeration { .. } => text.ends_with('-'),
        _ => false,
    };
    if is_open || closed::printed(&slot.kind, text).is_some() {
        return None;
    }
    if slot.splits.is_empty() {
        return Some(1);
    }
    Some(match parted(slot, text) {
        Parted::Wwpn => 1,
        Parted::One => 2,
        Parted::Two(..) => 3,
    })
}

/// Whether more than one blank stands between words. Cells are short, so that no search is worth its beginning.
fn has_gap(text: &str) -> bool {
    text.as_bytes().windows(2).any(|pair| pair == b"  ")
}

/// Whether somebody may have masked a cell of the text.
pub(super) fn may_be_masked(text: &str) -> bool {
    holds_sign_of_mask(text) && (text.contains(['<', '[']) || is_masked(text))
}

/// Whether a cell of the column may have another value than what stands there.
fn is_composed(slot: &Slot, text: &str) -> bool {
    let is_list = matches!(slot.kind, Kind::List | Kind::Targets | Kind::Addresses | Kind::ServiceAddresses);
    is_list || has_gap(text) || text.is_empty() || text == kind::EMPTY
}

/// Whether a cell of the column is plainly what stands there, or blank, and no mask, whatever marks stand in its line: it begins as
/// words do, and what it holds beside them is a serial number's frame at most.
pub(super) fn is_told(slot: &Slot, text: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b" -_.:/,()[]".contains(&byte);
    let is_word = || text.starts_with(|c: char| c.is_ascii_alphanumeric()) && text.bytes().all(is_part);
    let is_plain = || !is_composed(slot, text) && slot.splits.is_empty() && is_word() && !is_masked(text);
    text.is_empty() || is_plain()
}

/// The value of a field of the column, where it is plainly what stands there; of a clear text no cell can be a mask.
pub(super) fn field<'t>(slot: &Slot, text: &'t str, (name, is_clear): (&str, bool)) -> Option<&'t str> {
    if is_composed(slot, text) {
        return None;
    }
    shape(slot, text).filter(|_| is_clear || !may_be_masked(text))?;
    match parted(slot, text) {
        _ if slot.splits.is_empty() => Some(text),
        Parted::Two(left, right) => Some(if slot.splits[0] == name { left } else { right }),
        Parted::One if slot.splits[0] == name => Some(text),
        _ => None,
    }
}

/// The same of the field with this index among those that the cell has, in a text without masks and of a cell whose shape is known.
pub(super) fn clear_field<'t>(slot: &Slot, text: &'t str, nth: usize) -> Option<&'t str> {
    if is_composed(slot, text) {
        return None;
    }
    if slot.splits.is_empty() {
        return Some(text);
    }
    match parted(slot, text) {
        Parted::Two(left, right) => Some(if nth == 0 { left } else { right }),
        Parted::One | Parted::Wwpn => Some(text),
    }
}
