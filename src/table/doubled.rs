//! Text behind every line of which a mail has put an empty one.

use super::body::{Item, ItemKind};

/// Fewest lines that show it.
const FEWEST: usize = 3;
/// Of so many lines one may stand right below another: a mail also breaks long ones.
const BROKEN: usize = 8;

/// Whether behind nearly every line stands an empty one.
pub(super) fn is_doubled(items: &[Item<'_>]) -> bool {
    let texts = items.iter().filter(|item| item.kind != ItemKind::Blank).count();
    let is_close = |pair: &&[Item<'_>]| pair.iter().all(|item| item.kind != ItemKind::Blank);
    let close = items.windows(2).filter(is_close).count();
    texts >= FEWEST && close * BROKEN <= texts
}

/// The lines without the empty one behind each; `None` where none were put there.
pub(super) fn undoubled<'a>(items: &[Item<'a>]) -> Option<Vec<Item<'a>>> {
    let is_behind = |at: usize| at.checked_sub(1).is_some_and(|before| items[before].kind != ItemKind::Blank);
    let is_kept = |at: &usize| items[*at].kind != ItemKind::Blank || !is_behind(*at);
    is_doubled(items).then(|| (0..items.len()).filter(is_kept).map(|at| items[at].clone()).collect())
}
