//! What somebody says is still to be done: it is not so yet, whatever an answer shows.

/// `will be enabled tonight`: what is not yet.
pub(super) fn is_outlook(words: &str) -> bool {
    const AHEAD: [&str; 8] =
        ["will be ", "must be ", "needs to be ", "need to be ", "has to be ", "have to be ", "still to be ", "to be "];
    const DONE: [&str; 18] = [
        "enabled",
        "disabled",
        "switched",
        "turned",
        "set ",
        "changed",
        "fixed",
        "replaced",
        "removed",
        "deleted",
        "locked",
        "unlocked",
        "created",
        "done",
        "activated",
        "started",
        "corrected",
        "on ",
    ];
    let behind = |ahead: &str| words.match_indices(ahead).map(|(at, _)| at).collect::<Vec<_>>();
    AHEAD.iter().any(|ahead| {
        behind(ahead)
            .into_iter()
            .any(|at| words[..at].ends_with(' ') && DONE.iter().any(|done| words[at + ahead.len()..].starts_with(done)))
    })
}
