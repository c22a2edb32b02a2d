//! ONTAP's query language: `*`, `!`, `|`, `a..b`, `<`, `>`, `<=`, `>=`, quotes. Knows no column and no type.

use std::ops::Range;

/// A parsed query: alternatives, of which a value must match one; none of them when it is negated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    negated: bool,
    alternatives: Vec<Alternative>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Alternative {
    test: Matcher,
    /// Where it stands in the query, in characters.
    place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Matcher {
    /// The word itself, without regard to case.
    Literal(String),
    /// The parts between its stars.
    Pattern(Vec<String>),
    /// Whole numbers from the one to the other.
    Between(i128, i128),
}

/// A query that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// Where it begins, in characters from 0.
    pub offset: usize,
    /// Length in characters.
    pub length: usize,
    /// What is wrong and what was expected.
    pub message: String,
}

/// A literal word or a pattern of a query, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'q> {
    /// The word; stars of a pattern included.
    pub text: std::borrow::Cow<'q, str>,
    /// Where it begins in the query, in characters from 0, quotes included.
    pub offset: usize,
    /// Length in characters, quotes included.
    pub length: usize,
    /// Whether it is a pattern.
    pub pattern: bool,
}

/// One character and whether quotes make it literal.
type Mark = (char, bool);

impl Query {
    /// Reads a query.
    ///
    /// ```
    /// use ndmp_preflight::rule::Query;
    /// let query = Query::parse("intercluster|*-mgmt")?;
    /// assert!(query.matches("node-mgmt") && !query.matches("data"));
    /// # Ok::<(), ndmp_preflight::rule::QueryError>(())
    /// ```
    ///
    /// # Errors
    /// An open quote, an empty alternative, or a comparison with something else than a whole number.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        let marks = marks(text)?;
        let negated = marks.first() == Some(&('!', false));
        let mut start = usize::from(negated);
        let mut alternatives = Vec::new();
        for end in (start..=marks.len()).filter(|&at| marks.get(at).is_none_or(|mark| *mark == ('|', false))) {
            alternatives.push(alternative(&marks, start..end)?);
            start = end + 1;
        }
        Ok(Self { negated, alternatives })
    }

    /// Whether a single value meets the query.
    pub fn matches(&self, value: &str) -> bool {
        self.matches_positive(value) != self.negated
    }

    /// Whether a value meets one of the alternatives, whatever a leading `!` says: for lists, whose caller negates.
    pub fn matches_positive(&self, value: &str) -> bool {
        self.alternatives.iter().any(|alternative| alternative.test.matches(value))
    }

    /// Whether a leading `!` turns the query round.
    pub fn negated(&self) -> bool {
        self.negated
    }

    /// The words, when the query is nothing but literal words.
    pub fn literals(&self) -> Option<Vec<&str>> {
        if !self.is_of_literals() {
            return None;
        }
        Some(self.alternatives.iter().filter_map(|alternative| alternative.test.literal()).collect())
    }

    /// Whether the query is nothing but literal words.
    pub(crate) fn is_of_literals(&self) -> bool {
        let literal = |alternative: &'_ Alternative| matches!(alternative.test, Matcher::Literal(_));
        !self.negated && self.alternatives.iter().all(literal)
    }

    /// Whether this is so of any of its literal words.
    pub(crate) fn any_literal(&self, is_it: impl Fn(&str) -> bool) -> bool {
        self.alternatives.iter().filter_map(|alternative| alternative.test.literal()).any(is_it)
    }

    /// All words and patterns with their places; comparisons of numbers are left out.
    pub fn words(&self) -> Vec<Word<'_>> {
        self.alternatives.iter().filter_map(Alternative::word).collect()
    }

    /// Places of the comparisons (`<`, `>`, `..`), in characters.
    pub fn comparisons(&self) -> Vec<Range<usize>> {
        let compares = |alternative: &&Alternative| matches!(alternative.test, Matcher::Between(..));
        self.alternatives.iter().filter(compares).map(|alternative| alternative.place.clone()).collect()
    }

    /// Whether a literal alternative names this very value, such as `-` or nothing.
    pub fn speaks_of(&self, value: &str) -> bool {
        self.any_literal(|word| same(word, value))
    }

    /// Whether a number of rows meets the query.
    pub fn holds_for_count(&self, n: usize) -> bool {
        self.matches(&n.to_string())
    }
}

impl Alternative {
    fn word(&self) -> Option<Word<'_>> {
        let (text, pattern) = match &self.test {
            Matcher::Literal(word) => (word.as_str().into(), false),
            Matcher::Pattern(parts) => (parts.join("*").into(), true),
            Matcher::Between(..) => return None,
        };
        Some(Word { text, offset: self.place.start, length: self.place.len(), pattern })
    }
}

impl Matcher {
    fn literal(&self) -> Option<&str> {
        if let Self::Literal(word) = self { Some(word) } else { None }
    }

    fn matches(&self, value: &str) -> bool {
        match self {
            Self::Literal(word) => same(word, value),
            Self::Pattern(parts) => fits(parts, value),
            Self::Between(low, high) => number(value).is_some_and(|number| (*low..=*high).contains(&number)),
        }
    }
}

/// Equal without regard to case.
fn same(word: &str, value: &str) -> bool {
    word == value || word.eq_ignore_ascii_case(value)
}

/// The number, of per cent too.
fn number(text: &str) -> Option<i128> {
    let text = text.trim();
    text.strip_suffix('%').unwrap_or(text).parse().ok()
}

/// Whether the parts stand in the value in their order, the first at its beginning and the last at its end.
fn fits(parts: &[String], value: &str) -> bool {
    let low = value.to_ascii_lowercase();
    let [first, middle @ .., last] = parts else { return false };
    let Some(rest) = low.strip_prefix(&first.to_ascii_lowercase()) else { return false };
    let Some(mut rest) = rest.strip_suffix(&last.to_ascii_lowercase()) else { return false };
    middle.iter().all(|part| {
        let part = part.to_ascii_lowercase();
        let found = rest.find(&part).and_then(|at| rest.get(at + part.len()..));
        rest = found.unwrap_or_default();
        found.is_some()
    })
}

/// The characters of the query; quotes stay in it as literal NUL marks, so that places keep their meaning.
fn marks(text: &str) -> Result<Vec<Mark>, QueryError> {
    let mut quote = None;
    let mark = |(at, c): (usize, char)| {
        if c == '"' {
            quote = if quote.is_some() { None } else { Some(at) };
            return (QUOTE, true);
        }
        (c, quote.is_some())
    };
    let marks: Vec<Mark> = text.chars().enumerate().map(mark).collect();
    match quote {
        Some(at) => Err(error(at..marks.len(), "quote is not closed, expected another `\"`")),
        None => Ok(marks),
    }
}

/// Stands where a quote stood; as no literal text it is left out of words.
const QUOTE: char = '\0';

fn error(place: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError { offset: place.start, length: place.len().max(1), message: message.into() }
}

fn alternative(marks: &[Mark], place: Range<usize>) -> Result<Alternative, QueryError> {
    let part = marks.get(place.clone()).unwrap_or_default();
    let (before, after) = (blanks(part.iter()), blanks(part.iter().rev()));
    if before == part.len() {
        return Err(error(place, "no word, expected one on each side of `|` (`\"\"` is the empty one)"));
    }
    let place = place.start + before..place.end - after;
    let part = marks.get(place.clone()).unwrap_or_default();
    if part.first() == Some(&('!', false)) {
        return Err(error(place.start..place.start + 1, "`!` negates the whole query, expected it first and once"));
    }
    let test = match comparison(part, &place)? {
        Some(range) => range,
        None => matcher(part),
    };
    Ok(Alternative { test, place })
}

fn blanks<'m>(marks: impl Iterator<Item = &'m Mark>) -> usize {
    marks.take_while(|mark| **mark == (' ', false)).count()
}

fn matcher(part: &[Mark]) -> Matcher {
    let mut parts: Vec<String> = part.split(|mark| *mark == ('*', false)).map(plain).collect();
    if parts.len() == 1 { Matcher::Literal(parts.swap_remove(0)) } else { Matcher::Pattern(parts) }
}

/// The text of the marks without its quotes.
fn plain(part: &[Mark]) -> String {
    part.iter().filter(|mark| **mark != (QUOTE, true)).map(|(c, _)| c).collect()
}

/// `<9`, `>=1`, `1..4`; `None` when it is a word.
fn comparison(part: &[Mark], place: &Range<usize>) -> Result<Option<Matcher>, QueryError> {
    if let Some(sign) = ["<=", ">=", "<", ">"].into_iter().find(|sign| stands(part, sign, 0)) {
        let number = operand(part, sign.len()..part.len(), place, &format!("behind `{sign}`"))?;
        return Ok(Some(match sign {
            "<=" => Matcher::Between(i128::MIN, number),
            ">=" => Matcher::Between(number, i128::MAX),
            "<" => Matcher::Between(i128::MIN, number.saturating_sub(1)),
            _ => Matcher::Between(number.saturating_add(1), i128::MAX),
        }));
    }
    let Some(dots) = (0..part.len()).find(|&at| stands(part, "..", at)) else { return Ok(None) };
    let low = operand(part, 0..dots, place, "before `..`")?;
    let high = operand(part, dots + 2..part.len(), place, "behind `..`")?;
    if low > high {
        return Err(error(place.clone(), format!("no number is in `{low}..{high}`, expected the lower one first")));
    }
    Ok(Some(Matcher::Between(low, high)))
}

/// Whether a sign stands there outside of quotes.
fn stands(part: &[Mark], sign: &str, at: usize) -> bool {
    let marks = part.get(at..at + sign.len()).unwrap_or_default();
    marks.len() == sign.len() && sign.chars().zip(marks).all(|(c, mark)| *mark == (c, false))
}

fn operand(part: &[Mark], within: Range<usize>, place: &Range<usize>, side: &str) -> Result<i128, QueryError> {
    let text = plain(part.get(within.clone()).unwrap_or_default());
    number(&text).ok_or_else(|| {
        let found = if text.is_empty() { "nothing".to_owned() } else { format!("`{text}`") };
        let place = place.start + within.start..place.start + within.end;
        error(place, format!("expected a whole number {side}, found {found}"))
    })
}
