//! The answer to a command that was asked alone: it stands between two marks.

use super::lines::{self, Kind, Line};
use super::parts::tells;
use super::{Asked, Piece};

/// What stands between the marks; whole where both are there and nothing follows. Where only one is there, the answer stands
/// behind it, and there may have been more.
pub(super) fn between(mark: &Asked, output: &[u8]) -> Piece {
    let lines = lines::of(output);
    let marks: Vec<usize> = (0..lines.len()).filter(|&at| is_mark(mark, &lines[at])).collect();
    let is_blank = |lines: &[Line<'_>]| lines.iter().all(|line| line.kind == Kind::Blank);
    let (from, to, whole) = match marks[..] {
        [first, last] => (first + 1, last, is_blank(&lines[last + 1..])),
        [first, .., last] => (first + 1, last, false),
        [only] => (only + 1, lines.len(), false),
        [] => (0, lines.len(), false),
    };
    Piece { text: lines::text(&lines[from..to]), whole }
}

/// The sentence of the mark's command, or that this account may not use it.
fn is_mark(mark: &Asked, line: &Line<'_>) -> bool {
    let is_refused = || line.words() == r#"Error: "version" is not a recognized command"#;
    line.is_closed() && (tells(mark, line) || is_refused())
}
