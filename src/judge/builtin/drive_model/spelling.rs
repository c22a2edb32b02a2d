//! How families of tape drives and their generations are spelled.
//!
//! Names of ASCII are taken apart by hand: making an expression takes longer than reading all names that a cluster has. Other
//! names, in which more may be a letter or a digit, are left to the expressions that say the same.

use std::sync::LazyLock;

use regex::Regex;

/// A family and a generation in a name, as they are spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spelled<'n> {
    pub(super) family: &'static str,
    pub(super) generation: &'n str,
    /// What stands behind it.
    pub(super) rest: &'n str,
}

/// A spelling: a word that begins with one of the heads, and the generation behind it.
struct Spelling {
    family: &'static str,
    heads: &'static [&'static str],
    /// Whether a blank may stand between the two.
    is_parted: bool,
    /// The bytes before the generation, and of the generation.
    generation: fn(&[u8]) -> Option<(usize, usize)>,
    /// Whether the word ends behind it.
    is_last: bool,
    /// The same as an expression.
    expression: &'static str,
}

impl Spelling {
    const fn new(
        family: &'static str,
        heads: &'static [&'static str],
        generation: fn(&[u8]) -> Option<(usize, usize)>,
        expression: &'static str,
    ) -> Self {
        Self { family, heads, is_parted: true, generation, is_last: true, expression }
    }
}

/// Numbers that stand alone are followed by no other digit.
static SPELLINGS: [Spelling; 12] = [
    Spelling::new("lto", &["lto"], |rest| digits(rest, 2), r"\blto ?(\d{1,2})\b"),
    Spelling {
        is_parted: false,
        ..Spelling::new("lto", &["ultrium lto ", "ultrium "], |rest| digits(rest, 2), r"\bultrium (?:lto )?(\d{1,2})\b")
    },
    Spelling::new(
        "lto",
        &["ult3580", "ultrium", "ult", ""],
        product,
        r"\b(?:ult3580|ultrium|ult)? ?(?:td|hh|hd)(\d{1,2})\b",
    ),
    Spelling::new("dlt", &["dlt"], capacity, r"\bdlt ?(\d{1,5}k?(?:xt)?)\b"),
    Spelling {
        is_parted: false,
        ..Spelling::new(
            "dlt",
            &["dlt "],
            |rest| any_of(rest, &["s4", "v4", "vs80", "vs160"]),
            r"\bdlt (s4|v4|vs80|vs160)\b",
        )
    },
    Spelling::new(
        "sdlt",
        &["sdlt", "super dlt1", "super dlt", "superdlt1", "superdlt"],
        |rest| any_of(rest, &["220", "320", "600"]),
        r"\b(?:sdlt|super ?dlt1?) ?(220|320|600)\b",
    ),
    Spelling::new("ait", &["ait"], |rest| digits(rest, 1), r"\bait ?(\d)\b"),
    Spelling::new("sait", &["sait"], |rest| digits(rest, 1), r"\bsait ?(\d)\b"),
    Spelling {
        is_last: false,
        ..Spelling::new("3592", &["03592", "3592"], machine, r"\b0?3592 ?(j1a|e0\d|eh\d|55[ef]|60[ef])")
    },
    Spelling {
        is_parted: false,
        ..Spelling::new(
            "3592",
            &["ts"],
            |rest| matches!(rest, [b'1', b'1', b'2'..=b'7', b'0'..=b'9', ..]).then_some((0, 4)),
            r"\bts(11[2-7]\d)\b",
        )
    },
    Spelling::new("t10000", &["t10000"], letter, r"\bt10000 ?([a-d])\b"),
    Spelling::new("t9840", &["t9840", "9840"], letter, r"\bt?9840 ?([a-d])\b"),
];

/// Up to so many digits, as they stand there.
fn digits(rest: &[u8], most: usize) -> Option<(usize, usize)> {
    let count = rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
    (count > 0).then_some((0, count))
}

/// `td8`, `hh7`: the product IDs of IBM.
fn product(rest: &[u8]) -> Option<(usize, usize)> {
    let number = ["td", "hh", "hd"].iter().find_map(|kind| rest.strip_prefix(kind.as_bytes()))?;
    digits(number, 2).map(|(_, count)| (2, count))
}

/// `8000`, `8k`, `2000xt`.
fn capacity(rest: &[u8]) -> Option<(usize, usize)> {
    let (_, mut end) = digits(rest, 5)?;
    end += usize::from(rest[end..].starts_with(b"k"));
    end += if rest[end..].starts_with(b"xt") { 2 } else { 0 };
    Some((0, end))
}

/// `j1a`, `e07`, `eh8`, `60f`.
fn machine(rest: &[u8]) -> Option<(usize, usize)> {
    let is_machine = matches!(
        rest,
        [b'j', b'1', b'a', ..]
            | [b'e', b'0' | b'h', b'0'..=b'9', ..]
            | [b'5', b'5', b'e' | b'f', ..]
            | [b'6', b'0', b'e' | b'f', ..]
    );
    is_machine.then_some((0, 3))
}

fn letter(rest: &[u8]) -> Option<(usize, usize)> {
    matches!(rest.first(), Some(b'a'..=b'd')).then_some((0, 1))
}

fn any_of(rest: &[u8], words: &[&str]) -> Option<(usize, usize)> {
    words.iter().find(|word| rest.starts_with(word.as_bytes())).map(|word| (0, word.len()))
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// What is spelled in a name of small letters, in no order.
pub(super) fn spelled(name: &str) -> Vec<Spelled<'_>> {
    let mut found = Vec::new();
    if !name.is_ascii() {
        SPELLINGS
            .iter()
            .zip(&*EXPRESSIONS)
            .for_each(|(spelling, pattern)| matches(spelling, pattern, name, &mut found));
        return found;
    }
    let bytes = name.as_bytes();
    let begins =
        |at: &usize| is_of_word(bytes[*at]) && !at.checked_sub(1).is_some_and(|before| is_of_word(bytes[before]));
    for start in (0..bytes.len()).filter(begins) {
        found.extend(SPELLINGS.iter().filter_map(|spelling| at(spelling, name, start)));
    }
    found
}

/// What is spelled so at the beginning of a word.
fn at<'n>(spelling: &Spelling, name: &'n str, start: usize) -> Option<Spelled<'n>> {
    let word = &name.as_bytes()[start..];
    let behind = |head: &&str| word.starts_with(head.as_bytes()).then_some(head.len());
    let gaps = |at: usize| {
        let is_parted = spelling.is_parted && word.get(at) == Some(&b' ');
        is_parted.then_some(at + 1).into_iter().chain([at])
    };
    let own = |at: usize| {
        let (before, length) = (spelling.generation)(&word[at..])?;
        let end = at + before + length;
        let is_whole = !spelling.is_last || !word.get(end).copied().is_some_and(is_of_word);
        is_whole.then_some((at + before, end))
    };
    let (from, to) = spelling.heads.iter().filter_map(behind).flat_map(gaps).find_map(own)?;
    let (generation, rest) = (&name[start + from..start + to], &name[start + to..]);
    Some(Spelled { family: spelling.family, generation, rest })
}

/// The expressions, in the order of the spellings.
static EXPRESSIONS: LazyLock<Vec<Option<Regex>>> =
    LazyLock::new(|| SPELLINGS.iter().map(|spelling| Regex::new(spelling.expression).ok()).collect());

fn matches<'n>(spelling: &Spelling, pattern: &Option<Regex>, name: &'n str, found: &mut Vec<Spelled<'n>>) {
    for captures in pattern.iter().flat_map(|pattern| pattern.captures_iter(name)) {
        if let (Some(whole), Some(own)) = (captures.get(0), captures.get(1)) {
            found.push(Spelled { family: spelling.family, generation: own.as_str(), rest: &name[whole.end()..] });
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{EXPRESSIONS, SPELLINGS, Spelled, matches, spelled};

    fn by_expression(name: &str) -> Vec<Spelled<'_>> {
        let mut found = Vec::new();
        SPELLINGS.iter().zip(&*EXPRESSIONS).for_each(|(own, pattern)| matches(own, pattern, name, &mut found));
        found
    }

    /// Each once: where a match of an expression begins with what another begins behind, both tell one generation.
    fn each(mut found: Vec<Spelled<'_>>) -> Vec<(&'static str, &str, usize)> {
        let mut each: Vec<_> = found.drain(..).map(|one| (one.family, one.generation, one.rest.len())).collect();
        each.sort_unstable();
        each.dedup();
        each
    }

    fn names() -> impl Strategy<Value = String> {
        let parts = [
            "lto", "ultrium", "ult3580", "ult", "td", "hh", "hd", "dlt", "sdlt", "super", "ait", "sait", "0", "3592",
            "j1a", "e0", "eh", "55e", "60f", "ts", "11", "t10000", "t", "9840", " ", " ", " ", ".", "_", "1", "2", "8",
            "220", "320", "600", "s4", "vs80", "vs160", "k", "xt", "a", "d", "e", "f", "7",
        ];
        proptest::collection::vec(proptest::sample::select(parts.to_vec()), 1..9).prop_map(|parts| parts.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]
        #[test]
        fn names_are_taken_apart_as_the_expressions_say(name in names()) {
            prop_assert_eq!(each(spelled(&name)), each(by_expression(&name)));
        }
    }

    #[test]
    fn a_name_beyond_ascii_is_taken_apart_too() {
        let name = "hp\u{ae} lto 3";
        let own = Spelled { family: "lto", generation: "3", rest: "" };
        assert_eq!(spelled(name), [own]);
        assert_eq!(spelled("l\u{e4}lto 3"), [], "no word begins there");
    }
}
