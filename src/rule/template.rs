//! Names in braces: where they stand in a sentence, a command or a query.

use std::ops::Range;

/// A name in braces and its place, braces included, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Placeholder {
    pub(crate) name: String,
    pub(crate) place: Range<usize>,
}

/// The names in braces of a text in their order; a brace that is not closed is the error, by its place.
pub(crate) fn placeholders(text: &str) -> Result<Vec<Placeholder>, usize> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (at, c) in text.chars().enumerate() {
        match (c, open.take()) {
            ('{', None) => open = Some((at, String::new())),
            ('{', Some((start, _))) => return Err(start),
            ('}', Some((start, name))) => found.push(Placeholder { name, place: start..at + 1 }),
            (_, Some((start, name))) => open = Some((start, name + c.encode_utf8(&mut [0; 4]))),
            (_, None) => {}
        }
    }
    open.map_or(Ok(found), |(start, _)| Err(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_they_stand() {
        let found = placeholders("é {lif} is {is-home}").unwrap();
        assert_eq!(found[0], Placeholder { name: "lif".to_owned(), place: 2..7 });
        assert_eq!(found[1], Placeholder { name: "is-home".to_owned(), place: 11..20 });
        assert_eq!(placeholders("none } here"), Ok(vec![]));
    }

    #[test]
    fn an_open_brace_is_told_by_its_place() {
        assert_eq!(placeholders("a {lif is"), Err(2));
        assert_eq!(placeholders("a {lif {b}"), Err(2));
    }
}
