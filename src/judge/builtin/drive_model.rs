//! Which drive a name means: vendor, family and generation, in the spellings that ONTAP, vendors and SCSI inquiries use.
//!
//! Sources: ND:tape-backup (names of qualified drives), IBM ULT3580-TDn and 03592Enn product IDs (ibm.com, TotalStorage and System
//! Storage tape drive manuals), HP and Quantum Ultrium product IDs (vendors' SCSI reference manuals).

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use foldhash::HashMap;

mod spelling;

use spelling::Spelled;

/// What is known of a drive by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Model {
    vendor: Option<&'static str>,
    /// Family and generation, such as `lto` and `8`.
    kind: Option<(&'static str, String)>,
}

/// Whether two names mean one drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sameness {
    /// They do.
    Same,
    /// They mean two.
    Different,
    /// The names do not tell it.
    Untold,
}

/// Vendors by the words that name them.
const VENDORS: [(&str, &str); 22] = [
    ("hewlett packard enterprise", "hp"),
    ("hewlett packard", "hp"),
    ("hpe", "hp"),
    ("hp", "hp"),
    ("ibm", "ibm"),
    ("quantum", "quantum"),
    ("certance", "certance"),
    ("seagate", "seagate"),
    ("dell", "dell"),
    ("tandberg", "tandberg"),
    ("overland", "overland"),
    ("sony", "sony"),
    ("storagetek", "stk"),
    ("stk", "stk"),
    ("oracle", "stk"),
    ("sun", "stk"),
    ("digital", "digital"),
    ("dec", "digital"),
    ("compaq", "compaq"),
    ("exabyte", "exabyte"),
    ("benchmark", "benchmark"),
    ("fujitsu", "fujitsu"),
];

/// Generations of the 3592 by their machine types.
const OF_3592: [(&str, &str); 9] = [
    ("1120", "e05"),
    ("1130", "e06"),
    ("1140", "e07"),
    ("1150", "e08"),
    ("1155", "55f"),
    ("1160", "60f"),
    ("eh7", "e07"),
    ("eh8", "e08"),
    ("60e", "60f"),
];

impl Model {
    /// Reads a name.
    fn of(name: &str) -> Self {
        let words: String =
            name.to_ascii_lowercase().chars().map(|c| if "-_/,()\"".contains(c) { ' ' } else { c }).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let kind = kind(&words);
        let named = VENDORS.iter().find(|(word, _)| holds(&words, word)).map(|(_, vendor)| *vendor);
        Self { vendor: named.or_else(|| implied(&words)), kind }
    }
}

fn holds(words: &str, word: &str) -> bool {
    let is_it = |text: &str| text.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    is_it(words) || memchr::memchr_iter(b' ', words.as_bytes()).any(|blank| is_it(&words[blank + 1..]))
}

/// The vendor whose product IDs these are.
fn implied(words: &str) -> Option<&'static str> {
    if ["ult3580", "ultrium td", "ultrium hh", "3592"].iter().any(|id| words.contains(id)) {
        return Some("ibm");
    }
    ["t10000", "t9840", "t9940"].iter().any(|id| words.contains(id)).then_some("stk")
}

/// Family and generation, where all spellings in the name agree. Blanks between digits matter: `lto 1 1` is none.
fn kind(words: &str) -> Option<(&'static str, String)> {
    let mut found: Vec<(&'static str, String)> = Vec::new();
    for Spelled { family, generation: own, rest } in spelling::spelled(words) {
        let next = rest.trim_start().split(' ').next().unwrap_or_default();
        let is_number = !next.is_empty() && next.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && own.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        found.push((family, generation(family, own)));
    }
    // `super dlt` is spelled with `dlt` in it.
    if found.iter().any(|(family, _)| *family == "sdlt") {
        found.retain(|(family, _)| *family != "dlt");
    }
    let first = found.first()?.clone();
    found.iter().all(|other| *other == first).then_some(first)
}

fn generation(family: &str, own: &str) -> String {
    match family {
        "dlt" => own.strip_suffix('k').map_or_else(|| own.to_owned(), |thousands| format!("{thousands}000")),
        "3592" => OF_3592.iter().find(|(word, _)| *word == own).map_or(own, |(_, generation)| generation).to_owned(),
        _ => own.trim_start_matches('0').to_owned(),
    }
}

/// A name, read once: long lists name each drive for every node.
pub(super) struct Name {
    text: String,
    plain: String,
    model: OnceCell<Model>,
    is_edited: OnceCell<bool>,
}

/// Names that are kept: no list has as many, and nobody fills the memory with others.
const MOST: usize = 1024;

thread_local! {
    /// The names that were read: each cluster of a fleet lists the same ones.
    static KNOWN: RefCell<HashMap<String, Rc<Name>>> = RefCell::default();
}

impl Name {
    /// The name as it was read before, where it was.
    pub(super) fn known(name: &str) -> Rc<Self> {
        KNOWN.with_borrow_mut(|known| {
            if let Some(known) = known.get(name) {
                return Rc::clone(known);
            }
            let new = Rc::new(Self::of(name));
            if known.len() < MOST {
                known.insert(name.to_owned(), Rc::clone(&new));
            }
            new
        })
    }

    fn of(name: &str) -> Self {
        Self { text: name.to_owned(), plain: plain(name), model: OnceCell::new(), is_edited: OnceCell::new() }
    }

    fn model(&self) -> &Model {
        self.model.get_or_init(|| Model::of(&self.text))
    }

    fn is_edited(&self) -> bool {
        *self.is_edited.get_or_init(|| is_edited(&self.text))
    }

    /// Whether vendor, family and generation are all told.
    pub(super) fn is_whole(&self) -> bool {
        self.model().vendor.is_some() && self.model().kind.is_some()
    }
}

/// Whether two names mean one drive.
pub(super) fn compare(a: &Name, b: &Name) -> Sameness {
    if a.plain == b.plain {
        return Sameness::Same;
    }
    if a.is_edited() || b.is_edited() {
        return Sameness::Untold;
    }
    let (a, b) = (a.model(), b.model());
    let vendors = a.vendor.zip(b.vendor);
    let kinds = a.kind.as_ref().zip(b.kind.as_ref());
    match (vendors, kinds) {
        (Some((a, b)), Some((own, other))) if a == b && own == other => Sameness::Same,
        (Some((a, b)), _) if a != b => Sameness::Different,
        (_, Some((own, other))) if own != other => Sameness::Different,
        _ => Sameness::Untold,
    }
}

/// Whether somebody wrote among the words of a name: `LTO 8 (now 7)`, `LTO 8->7`, `(old) IBM LTO 8`. Names of drives are of figures and
/// of words that begin with a capital.
fn is_edited(name: &str) -> bool {
    let is_small =
        |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_family_or_vendor(word);
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_written = name.contains(|c: char| c.is_ascii_uppercase()) && words.any(is_small);
    is_written || name.contains(['>', '<', '|', '?', '=', '[', '{', '*', '!', ';'])
}

fn is_family_or_vendor(word: &str) -> bool {
    const FAMILIES: [&str; 8] = ["lto", "ultrium", "super", "dlt", "sdlt", "drive", "tape", "scsi"];
    FAMILIES.contains(&word) || VENDORS.iter().any(|(vendor, _)| vendor.split(' ').any(|own| own == word))
}

/// A name without case, and without blanks and hyphens but those between digits.
fn plain(name: &str) -> String {
    let chars: Vec<char> = name.to_ascii_lowercase().chars().collect();
    let is_digit = |at: usize, step: isize| {
        let mut at = at as isize + step;
        while let Some(c) = usize::try_from(at).ok().and_then(|at| chars.get(at)) {
            if !matches!(c, ' ' | '-' | '"') {
                return c.is_ascii_digit();
            }
            at += step;
        }
        false
    };
    let kept = |(at, c): (usize, &char)| {
        let is_gap = matches!(c, ' ' | '-');
        match c {
            '"' => None,
            _ if is_gap && is_digit(at, -1) && is_digit(at, 1) => Some(' '),
            _ if is_gap => None,
            c => Some(*c),
        }
    };
    chars.iter().enumerate().filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::{Name, Sameness};

    fn compare(a: &str, b: &str) -> Sameness {
        super::compare(&Name::of(a), &Name::of(b))
    }

    #[test]
    fn one_drive_has_many_names() {
        for (a, b) in [
            ("HP LTO-3", "Hewlett-Packard Ultrium 3"),
            ("HP LTO-3", "HP Ultrium 3-SCSI"),
            ("HPE LTO-8", "Hewlett-Packard LTO-8"),
            ("IBM ULTRIUM-TD8", "IBM LTO 8 ULT3580"),
            ("IBM ULT3580-TD6", "IBM LTO 6 ULT3580"),
            ("IBM ULT3580-HH7", "IBM LTO-7"),
            ("IBM LTO 5", "IBM LTO 5 HH"),
            ("HP LTO-5", "Hewlett-Packard LTO 5"),
            ("Digital DLT2k", "DIGITAL DLT2000"),
            ("Quantum DLT8000", "QUANTUM DLT 8k"),
            ("Quantum SDLT320", "Quantum Super DLT 320"),
            ("IBM 03592E07", "IBM TS1140"),
            ("STK T10000C", "Oracle T10000-C"),
            ("\"Certance Ultrium 2\"", "CERTANCE  ULTRIUM 2"),
            ("IBM LTO08", "IBM LTO 8"),
        ] {
            assert_eq!(compare(a, b), Sameness::Same, "{a} is {b}");
        }
    }

    #[test]
    fn another_vendor_or_generation_is_another_drive() {
        for (a, b) in [
            ("HP LTO-5", "HP LTO-6"),
            ("HP LTO-8", "IBM LTO 8 ULT3580"),
            ("IBM LTO 1", "IBM LTO 11"),
            ("DLT2000", "DLT2000XT"),
            ("Quantum DLT4k", "Quantum DLT40000"),
            ("IBM TS1140", "IBM 03592E06"),
            ("STK T10000C", "STK T10000D"),
            ("Quantum LTO-4", "Quantum SDLT600"),
            ("Certance Ultrium 2", "Quantum Ultrium 2"),
            ("Sony SDX-500C", "HP LTO-8"),
        ] {
            assert_eq!(compare(a, b), Sameness::Different, "{a} is not {b}");
        }
    }

    #[test]
    fn names_that_do_not_tell_decide_nothing() {
        for (a, b) in [
            ("HP LTO-1 1", "HP LTO-11"),
            ("HP LTO-1 1", "HP LTO-1"),
            ("LTO-8", "IBM LTO-8"),
            ("IBM drive", "IBM LTO 8"),
            ("ACME 4711", "ACME 4712"),
            ("IBM LTO 8 (now 7) ULT3580", "IBM LTO 8 ULT3580"),
            ("IBM LTO 8->7 ULT3580", "IBM LTO 8 ULT3580"),
            ("(old) IBM LTO 8 ULT3580", "IBM ULT3580-TD8"),
            ("IBM LTO 8 ULT3580 offline", "IBM LTO 8 ULT3580"),
            ("IBM LTO 8? 7 ULT3580", "IBM LTO 8 ULT3580"),
        ] {
            assert_eq!(compare(a, b), Sameness::Untold, "{a} may be {b}");
        }
    }
}
