//! Three-valued truth: a condition about a fact holds, does not hold, or cannot be told for a reason.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use crate::facts::{Fact, Mark, Reason, Why};
use crate::rule::{Query, Test};
use crate::table::{Kind, Value};

/// What can be said of a claim. `False < Unknown < True`; *and* is the least, *or* the greatest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Truth {
    /// The evidence shows that it does not hold.
    False,
    /// The evidence does not tell.
    Unknown(Why),
    /// The evidence shows that it holds.
    True,
}

impl Truth {
    fn rank(&self) -> u8 {
        match self {
            Self::False => 0,
            Self::Unknown(_) => 1,
            Self::True => 2,
        }
    }

    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }

    /// Whether it would win over the other where both must hold.
    pub(super) fn is_not_above(&self, other: &Self) -> bool {
        self.rank() <= other.rank()
    }

    pub(super) fn and(self, other: Self) -> Self {
        if other.rank() < self.rank() { other } else { self }
    }

    pub(super) fn or(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }
}

/// A test whose parameters are filled in, and whose query is read.
pub(super) enum Filled {
    /// The query as it was written; `None`: it is none.
    Query(String, Option<Rc<Query>>),
    /// What a list must hold, and what it may hold.
    List(Vec<String>, Option<Vec<String>>),
}

impl Filled {
    pub(super) fn of(test: &Test, fill: impl Fn(&str) -> String) -> Self {
        match test {
            Test::Query(text) => {
                let text = fill(text);
                let query = query(&text);
                Self::Query(text, query)
            }
            Test::List { holds, within } => Self::List(holds.clone(), within.clone()),
        }
    }
}

/// Queries that are kept: all rules have fewer, and no site's names fill the memory.
const MOST: usize = 1024;

thread_local! {
    /// The queries that were read: the rules ask the same ones of each cluster.
    static KNOWN: RefCell<HashMap<String, Option<Rc<Query>>>> = RefCell::default();
}

/// The query of this text, read once; `None` where it is none.
pub(super) fn query(text: &str) -> Option<Rc<Query>> {
    KNOWN.with_borrow_mut(|known| {
        if let Some(known) = known.get(text) {
            return known.clone();
        }
        let new = Query::parse(text).ok().map(Rc::new);
        if known.len() < MOST {
            known.insert(text.to_owned(), new.clone());
        }
        new
    })
}

/// Whether `fact` meets `test`, whose parameters are filled in. `kind` is the type of the column, `words` are those that its
/// list is known to hold (none: any).
pub(super) fn test(fact: &Fact, test: &Filled, kind: Option<&Kind>, words: &[String]) -> Truth {
    match (fact, test) {
        (Fact::Unknown(why), _) => Truth::Unknown(why.clone()),
        (Fact::NoneOf(words), Filled::Query(_, query)) => none_of(words, query.as_deref()),
        (Fact::NoneOf(_), Filled::List(..)) => Truth::Unknown(Why::new(Reason::NotCaptured, "no answer tells it")),
        (Fact::Known { value, mark, .. }, Filled::Query(text, query)) => match query {
            Some(query) => query_test(value, mark, query, kind),
            None => Truth::Unknown(Why::new(Reason::UnknownValue, format!("`{text}` is not a query"))),
        },
        (Fact::Known { value, mark, .. }, Filled::List(holds, within)) => {
            list_test(value, mark, (holds, within.as_deref()), words)
        }
    }
}

fn none_of(words: &[&str], query: Option<&Query>) -> Truth {
    let is_excluded = |literal: &str| words.iter().any(|word| word.eq_ignore_ascii_case(literal));
    if query.is_some_and(|query| query.is_of_literals() && !query.any_literal(|literal| !is_excluded(literal))) {
        return Truth::False;
    }
    Truth::Unknown(Why::new(Reason::NotCaptured, "no answer tells it"))
}

fn query_test(value: &Value, mark: &Mark, query: &Query, kind: Option<&Kind>) -> Truth {
    let (one, all);
    let elements: &[&str] = match value {
        Value::Text(text) => {
            one = [text.as_str()];
            &one
        }
        Value::List(elements) => {
            all = elements.iter().map(String::as_str).collect::<Vec<_>>();
            &all
        }
    };
    // A word that the query names is neither unset nor strange.
    if let [word] = elements
        && query.speaks_of(word)
    {
        return Truth::of(!query.negated());
    }
    if is_unset(elements) && !["-", ""].iter().any(|word| query.speaks_of(word)) {
        return Truth::Unknown(unset(mark));
    }
    let met = elements.iter().any(|element| query.matches_positive(element)) != query.negated();
    let strange = elements.iter().find(|element| !is_known_word(kind, element));
    match strange {
        Some(word) if !query.speaks_of(word) => Truth::Unknown(strange_word(word, mark)),
        _ => match elements.iter().find(|element| !met && is_like_a_word_of(query, element)) {
            Some(word) => Truth::Unknown(strange_word(word, mark)),
            None => Truth::of(met),
        },
    }
}

/// Whether the query speaks of a word that this one may be.
fn is_like_a_word_of(query: &Query, word: &str) -> bool {
    query.is_of_literals() && query.any_literal(|literal| looks_like(word, literal))
}

fn is_unset(elements: &[&str]) -> bool {
    elements.is_empty() || elements.iter().all(|element| matches!(*element, "-" | ""))
}

fn unset(mark: &Mark) -> Why {
    Why::new(Reason::Unset, "the value is not set").with(vec![mark.clone().noted("not set")])
}

fn strange_word(word: &str, mark: &Mark) -> Why {
    Why::new(Reason::UnknownValue, format!("`{word}` is a word that this rule does not know"))
        .with(vec![mark.clone().noted("unknown word")])
}

/// Why nothing follows from a fact whose word its column is not known to print.
pub(super) fn strange(fact: &Fact, kind: Option<&Kind>) -> Option<Why> {
    let Fact::Known { value: Value::Text(word), mark, .. } = fact else { return None };
    (!is_known_word(kind, word)).then(|| strange_word(word, mark))
}

/// Whether the type of the column lists the word; types without a list know every word.
fn is_known_word(kind: Option<&Kind>, word: &str) -> bool {
    match kind {
        Some(Kind::Enumeration { words, .. }) => {
            word == "-" || words.iter().any(|known| known.eq_ignore_ascii_case(word))
        }
        Some(Kind::Bool) => matches!(word, "true" | "false" | "-" | ""),
        Some(Kind::Integer) => word == "-" || word.bytes().all(|byte| byte.is_ascii_digit()),
        _ => true,
    }
}

/// A whole list: it fails only for words that it is known to hold, or for one that is missing among known words alone.
fn list_test(value: &Value, mark: &Mark, (holds, within): (&[String], Option<&[String]>), words: &[String]) -> Truth {
    let elements: Vec<String> = match value {
        Value::Text(text) => {
            text.split(',').map(|element| element.trim().to_owned()).filter(|e| !e.is_empty()).collect()
        }
        Value::List(elements) => elements.clone(),
    };
    if is_unset(&elements.iter().map(String::as_str).collect::<Vec<_>>()) {
        return Truth::Unknown(unset(mark));
    }
    let is_among = |words: &[String], element: &String| words.iter().any(|word| word.eq_ignore_ascii_case(element));
    let is_known = |element: &&String| {
        words.is_empty()
            || is_among(words, element)
            || is_among(holds, element)
            || within.is_some_and(|within| is_among(within, element))
    };
    let is_within = |element: &String| within.is_none_or(|within| is_among(within, element));
    if elements.iter().filter(is_known).any(|element| !is_within(element)) {
        return Truth::False;
    }
    if let Some(word) = elements.iter().find(|element| !is_known(element)) {
        return Truth::Unknown(strange_word(word, mark));
    }
    Truth::of(holds.iter().all(|word| is_among(&elements, word)))
}

/// Whether `word` may be `wanted` as a scanner or a tired reader sees it: `cha11enge`, `rnanagement`.
pub(super) fn looks_like(word: &str, wanted: &str) -> bool {
    !word.eq_ignore_ascii_case(wanted) && plain(word).eq(plain(wanted))
}

/// Whether `word` may be `wanted` damaged: misread, or in other letters or with signs that no word of ONTAP's has. A clean word with
/// another letter is another word.
pub(super) fn may_be(word: &str, wanted: &str) -> bool {
    const LETTERS_A_SLIP: usize = 6;
    let is_clean = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let bare: String = word.to_lowercase().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let slips = (wanted.len() / LETTERS_A_SLIP).max(1);
    looks_like(word, wanted) || !is_clean && strsim::osa_distance(&bare, wanted) <= slips
}

/// Whether somebody put the word in the place of another: stars, or one letter again and again.
pub(super) fn is_mask(word: &str) -> bool {
    const LETTERS: usize = 3;
    let mut letters = word.chars().filter(|c| c.is_alphanumeric());
    let first = letters.next();
    let is_repeated = word.len() >= LETTERS && letters.all(|c| Some(c) == first);
    is_repeated || word.contains(['*', '#', '\u{2022}', '\u{2588}'])
}

/// A word with the signs that are taken for each other made one.
fn plain(word: &str) -> impl Iterator<Item = char> {
    let stroke = |c: char| if matches!(c, '1' | 'i' | '|' | '!' | 'j') { 'l' } else { c };
    let mut strokes = word.chars().map(move |c| stroke(c.to_ascii_lowercase())).peekable();
    let one = |c: char| match c {
        '0' => 'o',
        't' | 'f' => 'l',
        '5' | '$' => 's',
        '8' | 'h' => 'b',
        '6' | '9' | 'q' => 'g',
        '2' => 'z',
        'c' => 'e',
        'u' | 'v' => 'y',
        '_' | '.' | ' ' => '-',
        c => c,
    };
    std::iter::from_fn(move || {
        let first = strokes.next()?;
        let joined = match (first, strokes.peek()) {
            ('r', Some('n')) => 'm',
            ('v', Some('v')) => 'w',
            ('c', Some('l')) => 'd',
            ('r', Some('l')) => 'n',
            _ => return Some(one(first)),
        };
        strokes.next();
        Some(joined)
    })
}

#[cfg(test)]
mod tests {
    use super::{looks_like, may_be};

    #[test]
    fn words_that_may_be_another_one_are_told_from_its_neighbours() {
        let wanted = "backup-ndmp-control";
        for word in [
            "Backup-NDMP-Control",
            "backup-ndmp-control*",
            "bac\u{fffd}\u{fffd}up-ndmp-control",
            "backup-ndrnp-contro1",
        ] {
            assert!(may_be(word, wanted), "{word}");
        }
        for word in ["intercluster-core", "backup-ndmp-controls", "backup-smtape-control", wanted] {
            assert!(!may_be(word, wanted), "{word}");
        }
        for (word, is_it) in
            [("ndrnp", true), ("ndm?", true), ("NDMP", true), ("ndmps", false), ("ntp", false), ("snmp", false)]
        {
            assert_eq!(may_be(word, "ndmp"), is_it, "{word}");
        }
    }

    #[test]
    fn words_that_a_scanner_broke_are_seen() {
        for (word, wanted) in [
            ("cha11enge", "challenge"),
            ("interciuster", "intercluster"),
            ("persistcnt", "persistent"),
            ("backup-ndrnp-control", "backup-ndmp-control"),
            ("adrnin", "admin"),
            ("passw0rd", "password"),
            ("5sh", "ssh"),
            ("broadcast-domain-vvide", "broadcast-domain-wide"),
            ("riode-mgmt", "node-mgmt"),
        ] {
            assert!(looks_like(word, wanted), "{word}");
        }
        for (word, wanted) in
            [("admin", "admin"), ("readonly", "admin"), ("vsadmin", "admin"), ("data-core", "backup-ndmp-control")]
        {
            assert!(!looks_like(word, wanted), "{word}");
        }
    }
}
