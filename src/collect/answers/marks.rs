//! Answers that stand between marks.

use super::lines::{self, Kind, Line};
use super::parts::tells;
use super::{Asked, MARK, Piece};

/// What stands between the marks; whole where both are there and nothing follows. Where only one is there, the answer stands
/// behind it, and there may have been more.
pub(super) fn between(mark: &Asked, output: &[u8]) -> Piece {
    let lines = lines::of(output);
    let marks = marks(mark, &lines);
    let is_blank = |lines: &[Line<'_>]| lines.iter().all(|line| line.kind == Kind::Blank);
    let (from, to, whole) = match marks[..] {
        [first, last] => (first + 1, last, is_blank(&lines[last + 1..])),
        [first, .., last] => (first + 1, last, false),
        // Nothing came behind its refusal, which is all that is known then.
        [only] if lines[only].kind != Kind::Other && is_blank(&lines[only + 1..]) => (only, lines.len(), false),
        [only] => (only + 1, lines.len(), false),
        [] => (0, lines.len(), false),
    };
    Piece { text: lines::text(&lines[from..to]), whole }
}

/// What stands between each two of the marks. Where one of them is missing nobody knows which, and nothing is told.
pub(super) fn among(mark: &Asked, output: &[u8], count: usize) -> Vec<Option<Piece>> {
    let lines = lines::of(output);
    let marks = marks(mark, &lines);
    let is_blank = |lines: &[Line<'_>]| lines.iter().all(|line| line.kind == Kind::Blank);
    let is_sound = marks.len() == count + 1 && marks.last().is_some_and(|last| is_blank(&lines[last + 1..]));
    if !is_sound {
        return vec![None; count];
    }
    let piece = |ends: &[usize]| Piece { text: lines::text(&lines[ends[0] + 1..ends[1]]), whole: true };
    marks.windows(2).map(|ends| Some(piece(ends))).collect()
}

fn marks(mark: &Asked, lines: &[Line<'_>]) -> Vec<usize> {
    (0..lines.len()).filter(|&at| is_mark(mark, &lines[at])).collect()
}

/// The sentence of the mark's command, or that this account may not use it.
fn is_mark(mark: &Asked, line: &Line<'_>) -> bool {
    let is_refused = || line.words() == format!("Error: \"{MARK}\" is not a recognized command");
    line.is_closed() && (tells(mark, line) || is_refused())
}
