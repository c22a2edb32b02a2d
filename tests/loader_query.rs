//! ONTAP's query language, sign by sign.

#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on fails there")]

use ndmp_preflight::rule::{Query, QueryError};
use proptest::prelude::*;

fn query(text: &str) -> Query {
    Query::parse(text).unwrap_or_else(|error| panic!("`{text}`: {error}"))
}

/// Asserts which values a query matches and which it does not.
fn matches(text: &str, yes: &[&str], no: &[&str]) {
    let query = query(text);
    yes.iter().for_each(|value| assert!(query.matches(value), "`{text}` should match `{value}`"));
    no.iter().for_each(|value| assert!(!query.matches(value), "`{text}` should not match `{value}`"));
}

fn fault(text: &str) -> (usize, usize, String) {
    let QueryError { offset, length, message } = Query::parse(text).unwrap_err();
    (offset, length, message)
}

#[test]
fn words_match_without_regard_to_case() {
    matches("local-only", &["local-only", "Local-Only"], &["local", "local-only2", ""]);
    matches("ic1|ic2", &["ic1", "IC2"], &["ic3", "ic1|ic2"]);
    matches(" up | down ", &["up", "down"], &["up "]);
}

#[test]
fn stars_stand_for_anything_anywhere() {
    matches("*", &["", "-", "anything"], &[]);
    matches("*-mgmt", &["node-mgmt", "-MGMT"], &["node-mgmt1"]);
    matches("a*b*c", &["abc", "axxbyyc", "abbcc"], &["acb", "ab", "cab"]);
    matches("ab*ba", &["abba", "abxba"], &["aba"]);
    matches("*lun*lun*", &["lunlun", "a lun and a lun"], &["lun"]);
    matches("é*ß", &["éaß", "éß"], &["é"]);
}

#[test]
fn a_leading_bang_turns_the_whole_query_round() {
    matches("!root", &["admin", ""], &["root", "ROOT"]);
    matches("!a|b", &["c"], &["a", "b"]);
    matches("!*core*", &["data"], &["intercluster-core"]);
    assert!(query("!root").negated() && !query("\"!root\"").negated());
    assert!(query("!root").matches_positive("root"));
    matches("\"!root\"", &["!root"], &["admin"]);
}

#[test]
fn numbers_compare_as_numbers() {
    matches("<9", &["8", "-3"], &["9", "10", "x", ""]);
    matches("<=9", &["9"], &["10"]);
    matches(">9", &["10", "100"], &["9", "8"]);
    matches(">= 9", &["9", "10"], &["8"]);
    matches("1..4|>10", &["1", "4", "11"], &["0", "5", "10", "-"]);
    matches("!0", &["1", "-"], &["0"]);
    assert!(query(">=1").holds_for_count(1) && !query(">=1").holds_for_count(0));
    assert!(query("4").holds_for_count(4) && !query("4").holds_for_count(5));
}

#[test]
fn quotes_make_literal() {
    matches("\"a|b*\"", &["a|b*", "A|B*"], &["a", "b", "a|bc"]);
    matches("\"1..2\"|\"<x>\"", &["1..2", "<x>"], &["1"]);
    matches("\"\"", &[""], &["-", "\"\""]);
    matches("\"-\"|none", &["-", "none"], &[""]);
    matches("pre\"*\"*", &["pre*", "pre*x"], &["prex"]);
}

#[test]
fn a_query_knows_of_which_values_it_speaks() {
    assert!(query("-").speaks_of("-") && query("\"-\"|up").speaks_of("-") && query("!-").speaks_of("-"));
    assert!(query("up|\"\"").speaks_of("") && !query("up|\"\"").speaks_of("-"));
    assert!(!query("*").speaks_of("-") && !query("!up").speaks_of("-"));
}

#[test]
fn literals_are_told_of_plain_lists_only() {
    assert_eq!(query("a | \"b|c\"").literals(), Some(vec!["a", "b|c"]));
    for text in ["!a", "a|b*", "a|<3", "1..2"] {
        assert_eq!(query(text).literals(), None, "{text}");
    }
}

#[test]
fn words_tell_their_places() {
    let query = query("!äb| <3 | \"x y\"|n*");
    let words: Vec<_> =
        query.words().into_iter().map(|w| (w.text.into_owned(), w.offset, w.length, w.pattern)).collect();
    let expected = [("äb", 1, 2, false), ("x y", 10, 5, false), ("n*", 16, 2, true)];
    assert_eq!(words, expected.map(|(text, offset, length, pattern)| (text.to_owned(), offset, length, pattern)));
    assert_eq!(query.comparisons(), vec![std::ops::Range { start: 5, end: 7 }]);
}

#[test]
fn faults_tell_their_places() {
    assert_eq!(fault("up|\"down"), (3, 5, "quote is not closed, expected another `\"`".to_owned()));
    let empty = "no word, expected one on each side of `|` (`\"\"` is the empty one)";
    assert_eq!(fault(""), (0, 1, empty.to_owned()));
    assert_eq!(fault("up| |down"), (3, 1, empty.to_owned()));
    assert_eq!(fault("!"), (1, 1, empty.to_owned()));
    assert_eq!(fault("up|<x"), (4, 1, "expected a whole number behind `<`, found `x`".to_owned()));
    assert_eq!(fault(">="), (2, 1, "expected a whole number behind `>=`, found nothing".to_owned()));
    assert_eq!(fault("1..y"), (3, 1, "expected a whole number behind `..`, found `y`".to_owned()));
    assert_eq!(fault("e0a..e0d"), (0, 3, "expected a whole number before `..`, found `e0a`".to_owned()));
    assert_eq!(fault("9..1"), (0, 4, "no number is in `9..1`, expected the lower one first".to_owned()));
    assert_eq!(fault("a|!b"), (2, 1, "`!` negates the whole query, expected it first and once".to_owned()));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[-a0!|*\"<>=. é\u{0}{}]{0,12}", value in ".{0,8}") {
        match Query::parse(&text) {
            Ok(query) => {
                prop_assert_eq!(query.matches(&value), query.matches_positive(&value) != query.negated());
                let length = text.chars().count();
                prop_assert!(query.words().iter().all(|word| word.offset + word.length <= length));
            }
            Err(error) => prop_assert!(error.offset <= text.chars().count() && error.length >= 1),
        }
    }

    #[test]
    fn quoted_text_matches_itself(text in "[^\"\u{0}]{0,12}") {
        let query = Query::parse(&format!("\"{text}\"")).unwrap();
        prop_assert!(query.matches(&text) && query.speaks_of(&text));
        prop_assert_eq!(query.literals(), Some(vec![text.as_str()]));
    }

    #[test]
    fn a_star_matches_where_the_rest_stands(head in "[a-z]{0,3}", tail in "[a-z]{0,3}", value in "[a-z]{0,6}") {
        let expected = value.len() >= head.len() + tail.len() && value.starts_with(&head) && value.ends_with(&tail);
        prop_assert_eq!(Query::parse(&format!("{head}*{tail}")).unwrap().matches(&value), expected);
    }
}
