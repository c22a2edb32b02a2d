//! The right word that a wrong word most likely stands for.

/// The choice that is nearest to `word`, if any is near: a slip or two, or a word cut short.
///
/// ```
/// use ndmp_preflight::fault::nearest;
/// assert_eq!(nearest("failover_policy", ["failover-group", "failover-policy"]), Some("failover-policy"));
/// assert_eq!(nearest("colour", ["vserver", "lif"]), None);
/// ```
pub fn nearest<'c>(word: &str, choices: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let low = word.to_ascii_lowercase();
    let ranked = choices.into_iter().filter_map(|choice| rank(&low, choice).map(|rank| (rank, choice)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, choice)| choice)
}

/// Slips between the words, then the cut ones; `None` when they are too far from each other.
fn rank(low: &str, choice: &str) -> Option<(bool, usize)> {
    let other = choice.to_ascii_lowercase();
    let (typed, right) = (low.chars().count(), other.chars().count());
    let limit = (typed.max(right) / 3).max(1);
    // Words of so different lengths are as many slips apart at least: these need not be counted.
    let apart = typed.abs_diff(right);
    let slips = if apart > limit { apart } else { strsim::osa_distance(low, &other) };
    let cut = low.len() >= 3 && (other.contains(low) || (other.len() >= 3 && low.contains(&other)));
    (slips <= limit || cut).then_some((slips > limit, slips))
}

/// Help for a wrong word: the nearest right one, else all of them.
pub fn advice<'c>(word: &str, choices: impl IntoIterator<Item = &'c str>) -> String {
    let choices: Vec<&str> = choices.into_iter().collect();
    match nearest(word, choices.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if choices.is_empty() => String::new(),
        None => format!("expected one of {}", listing(&choices)),
    }
}

/// The words in back-ticks, parted by commas.
pub(crate) fn listing(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_nearer_than_a_cut_word() {
        assert_eq!(nearest("lif", ["life-cycle", "lifs"]), Some("lifs"));
        assert_eq!(nearest("STATUS", ["speed", "status-admin"]), Some("status-admin"));
        assert_eq!(nearest("mst", ["must", "should", "info"]), Some("must"));
    }

    #[test]
    fn nothing_is_near_to_a_strange_word() {
        assert_eq!(nearest("warning", ["must", "should", "info"]), None);
        assert_eq!(nearest("", ["must"]), None);
        assert_eq!(advice("warning", ["must", "info"]), "expected one of `must`, `info`");
    }
}
