//! A paragraph in clauses and words: a word that denies speaks of what stands behind it in its own clause.

/// The words of each stretch between signs. A full stop inside a name is none.
pub(super) fn clauses(lower: &str) -> Vec<Vec<&str>> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    let mut rest = lower;
    while !rest.is_empty() {
        let is_sign = |(at, sign): &(usize, char)| {
            ".,;:!?()".contains(*sign) && rest[at + sign.len_utf8()..].starts_with([' ', ')', '('])
        };
        let end = rest.char_indices().find(is_sign).map_or(rest.len(), |(at, sign)| at + sign.len_utf8());
        let (clause, behind) = rest.split_at(end);
        found.push(words(clause));
        rest = behind;
    }
    found
}

/// All words from each of them on, and whether one of the three before it in its clause denies what follows.
pub(super) fn begun<'w>(words: &'w str, clauses: &[Vec<&str>]) -> Vec<(&'w str, bool)> {
    const DENIALS: [&str; 14] = [
        "not", "no", "never", "nothing", "nobody", "none", "isn't", "wasn't", "nicht", "nichts", "kein", "keine",
        "pas", "rien",
    ];
    let mut rest = words;
    let mut found = Vec::new();
    for clause in clauses {
        for (at, word) in clause.iter().enumerate() {
            rest = &rest[1..];
            let before = &clause[at.saturating_sub(3)..at];
            found.push((rest, before.iter().any(|word| DENIALS.contains(word))));
            rest = &rest[word.len()..];
        }
    }
    found
}

fn words(clause: &str) -> Vec<&str> {
    clause.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect()
}
