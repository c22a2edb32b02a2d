//! Whether the words over a cell may be those of a column's heading, however damaged: cut, abbreviated, glued, misread, or in another
//! form. Any other word has a meaning of its own.

use super::super::slot::Slot;
use super::super::{Column, Definition, Kind};
use super::{is_near, normal};

/// What the words over a cell are to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wording {
    /// There are none.
    Blank,
    /// The column's, or forms of them.
    Own,
    /// No word is the column's, nor another one's.
    Foreign,
    /// A word is another column's, or a strange one stands beside the column's: `Used` for `Size`, `Remote Node` for `Node`.
    Other,
}

/// Words that tell nothing beside others: `Lock State`, `Up for`.
const IDLE: [&str; 12] = ["for", "i", "id", "ip", "name", "of", "on", "state", "statu", "the", "type", "value"];
/// Words that turn others round, and are cut from none: `No Health`.
const DENYING: [&str; 6] = ["non", "no", "not", "never", "un", "without"];
/// Letters that two forms of a word have in common at least: `Eligible`, `Eligibility`.
const STEM: usize = 4;
/// Letters that a word has at least of which one may be wrong: shorter ones are other words.
const SPELLED: usize = 5;
/// Letters that may be one word's beginning.
const SHORTEST: usize = 2;

/// What the words of a cell are to the column.
pub(super) fn wording(definition: &Definition, column: &Column, cell: &[String]) -> Wording {
    let words = parted(cell.iter().map(String::as_str));
    if words.is_empty() {
        return Wording::Blank;
    }
    // A mark before the first word is somebody's, and stands before the cells below too.
    if cell.iter().any(|line| line.starts_with(['+', '-', '>', '<'])) {
        return Wording::Other;
    }
    let own = spellings(column);
    let is_own = |word: &String| own.iter().any(|own| is_kin(word, own));
    let is_idle = |word: &String| IDLE.contains(&word.as_str());
    if is_glued(&words, column) || words.iter().any(is_own) && words.iter().all(|word| is_own(word) || is_idle(word)) {
        return Wording::Own;
    }
    let is_others = |word: &String| {
        let others = definition.columns.iter().filter(|other| other.name != column.name);
        let printed = others
            .filter_map(|other| other.headings.first())
            .flat_map(|heading| parted(heading.iter().map(String::as_str)));
        printed.filter(|other| !IDLE.contains(&other.as_str())).any(|other| is_kin(word, &other))
    };
    let is_told = words.iter().any(|word| is_own(word) && !is_idle(word)) || words.iter().any(is_others);
    if is_told { Wording::Other } else { Wording::Foreign }
}

/// Whether a word above others is none that stands there in the table's headings, nor nearly so: what stands below it is not what it
/// would be alone.
pub(super) fn is_strange_above(definition: &Definition, upper: &[String]) -> bool {
    let headings = definition.columns.iter().flat_map(|column| &column.headings);
    let lines = headings.filter_map(|heading| heading.split_last()).flat_map(|(_, upper)| upper);
    let known = parted(lines.map(String::as_str));
    let is_label = || upper.iter().any(|line| line.ends_with(':'));
    !parted_lines(upper).iter().all(|word| known.iter().any(|own| is_kin(word, own))) && !is_label()
}

/// The words, parted at all that is no letter or figure, without regard to case and plural, and as they look.
fn parted<'w>(lines: impl Iterator<Item = &'w str>) -> Vec<String> {
    let words = lines.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '|'));
    words.filter(|word| !word.is_empty()).map(|word| seen(&normal(word))).collect()
}

/// A word with one sign for all that a program which reads pictures takes for another.
fn seen(word: &str) -> String {
    let sign = |c: char| match c {
        '1' | '|' | 'l' => 'i',
        '0' => 'o',
        '5' => 's',
        '8' => 'b',
        other => other,
    };
    word.chars().map(sign).collect()
}

fn parted_lines(lines: &[String]) -> Vec<String> {
    parted(lines.iter().map(String::as_str))
}

/// All words by which a column is known.
fn spellings(column: &Column) -> Vec<String> {
    let names = std::iter::once(&column.name).chain(&column.splits).chain(&column.labels);
    parted(column.headings.iter().flatten().chain(names).map(String::as_str))
}

/// Whether a word is another one, the beginning of it, a form of it, or has a letter wrong.
pub(super) fn is_kin(word: &str, own: &str) -> bool {
    let same = word.chars().zip(own.chars()).take_while(|(a, b)| a == b).count();
    let (typed, printed) = (word.chars().count(), own.chars().count());
    let shorter = typed.min(printed);
    let is_cut =
        !DENYING.contains(&word) && same == shorter && (shorter >= SHORTEST && typed <= printed || shorter >= STEM);
    let is_form = same >= STEM && same * 3 >= shorter * 2;
    word == own || is_cut || is_form || is_near(word, own, SPELLED)
}

/// Whether the letters are those of one of the column's headings, without the blanks between them, or the beginning of these.
fn is_glued(words: &[String], column: &Column) -> bool {
    let letters = words.concat();
    let own = |heading: &Vec<String>| parted_lines(heading).concat();
    let is_own = |own: String| is_near(&letters, &own, SPELLED) || letters.len() >= STEM && own.starts_with(&letters);
    column.headings.iter().map(own).any(is_own)
}

/// The column's place, with the fields of its cells in the order in which the heading names them: `Oper/Admin`.
pub(super) fn turned(column: &Column, cell: &[String], mut slot: Slot) -> Slot {
    if is_turned(column, cell) && !matches!(column.kind, Kind::AddressMask | Kind::NodePort) {
        slot.splits.reverse();
    }
    slot
}

/// Whether the heading names the two halves of a cell in the other order.
fn is_turned(column: &Column, cell: &[String]) -> bool {
    let halves = |lines: &[String]| -> Vec<(String, String)> {
        let words = lines.iter().flat_map(|line| line.split_whitespace());
        words
            .filter_map(|word| word.split_once('/'))
            .map(|(one, two)| (seen(&normal(one)), seen(&normal(two))))
            .collect()
    };
    let (typed, own) = (halves(cell), column.headings.iter().flat_map(|heading| halves(heading)).collect::<Vec<_>>());
    let is_crossed = |(one, two): &(String, String)| {
        own.iter().any(|(first, second)| is_kin(one, second) && is_kin(two, first) && !is_kin(one, first))
    };
    column.splits.len() == 2 && typed.iter().any(is_crossed)
}
