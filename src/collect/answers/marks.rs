//! Answers that stand between marks.

use super::lines::{self, Kind, Line};
use super::parts::tells;
use super::{Asked, MARK, Piece};

/// What stands between each two of the marks, in the order in which the commands were handed over. Where one of them is
/// missing nobody knows which, and nothing is told; of a command that was asked alone, what surely is no banner.
pub(super) fn split(mark: &Asked, asked: &[Asked], output: &[u8]) -> Vec<Option<Piece>> {
    let lines = lines::of(output);
    let marks: Vec<usize> = (0..lines.len()).filter(|&at| is_mark(mark, &lines[at])).collect();
    let count = asked.len() + usize::from(mark.place.is_some());
    let mut pieces = vec![None; count];
    let mut put = |place: Option<usize>, lines: &[Line<'_>], whole: bool| {
        if let Some(piece) = place.and_then(|place| pieces.get_mut(place)) {
            *piece = Some(Piece { text: lines::text(lines), whole });
        }
    };
    if let Some(ends) = ends(&lines, &marks, asked.len()) {
        put(mark.place, &lines[ends[0]..=ends[0]], true);
        for (asked, ends) in asked.iter().zip(ends.windows(2)) {
            put(asked.place, &lines[ends[0] + 1..ends[1]], true);
        }
    } else if count == 1 {
        put(Some(0), seen(&lines, &marks, mark.place.is_some()), false);
    }
    pieces
}

/// The marks around so many answers: the last ones that were printed, all alike, with nothing behind. What a banner holds
/// stands above them.
fn ends<'m>(lines: &[Line<'_>], marks: &'m [usize], count: usize) -> Option<&'m [usize]> {
    let own = &marks[marks.len().checked_sub(count.max(1) + 1)?..];
    let last = *own.last()?;
    let is_alike = own.iter().all(|&at| lines[at].words() == lines[last].words());
    let is_closed = is_blank(&lines[last + 1..]) && (count > 0 || is_blank(&lines[own[0] + 1..last]));
    (is_closed && is_alike).then_some(own)
}

/// What came of an answer whose end was not seen. With anything above the first mark there is a banner, which may hold more
/// marks and answers of its own.
fn seen<'l, 'o>(lines: &'l [Line<'o>], marks: &[usize], is_mark_asked: bool) -> &'l [Line<'o>] {
    let is_first = |at: usize| lines[..at].iter().all(|line| matches!(line.kind, Kind::Blank | Kind::Login));
    match *marks {
        // Nothing came behind its refusal, which is all that is known then.
        [only] if lines[only].kind != Kind::Other && is_blank(&lines[only + 1..]) => &lines[only..],
        // Nothing in it is a release.
        [] if is_mark_asked => lines,
        [] => errors(lines),
        _ if is_mark_asked => &[],
        [only] if is_first(only) => &lines[only + 1..],
        [first, last] if is_first(first) => &lines[first + 1..last],
        _ => &[],
    }
}

/// The first error with the lines that go on with it.
fn errors<'l, 'o>(lines: &'l [Line<'o>]) -> &'l [Line<'o>] {
    let is_error = |line: &Line<'_>| matches!(line.kind, Kind::Error(_));
    let first = lines.iter().position(is_error).unwrap_or(lines.len());
    let count = lines[first..].iter().take_while(|line| is_error(line)).count();
    &lines[first..first + count]
}

fn is_blank(lines: &[Line<'_>]) -> bool {
    lines.iter().all(|line| line.kind == Kind::Blank)
}

/// The sentence of the mark's command, or that this account may not use it.
fn is_mark(mark: &Asked, line: &Line<'_>) -> bool {
    line.is_closed() && (tells(mark, line) || line.words() == refusal())
}

/// What ONTAP says to an account that may not use the mark's command.
pub(super) fn refusal() -> String {
    format!("Error: \"{MARK}\" is not a recognized command")
}
