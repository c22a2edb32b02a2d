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
        pieces[0] = Some(Piece { text: seen(asked.first(), &lines, &marks), whole: false });
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
    // Refusals one behind the other may be a banner's, and that of a cluster which stops at it.
    let is_doubtful = |at: &usize| is_error(&lines[*at]) && lines[*at].words() == lines[last].words();
    let above = marks.len().checked_sub(own.len() + 1).map(|at| &marks[at]);
    (is_closed && is_alike && !above.is_some_and(is_doubtful)).then_some(own)
}

/// What surely came of an answer whose end was not seen: behind the marks, rows with the command's own separator and complaints;
/// where there is nothing, the refusal of the mark. Anything else may be a banner's, which may hold marks and answers of
/// its own: marks that differ are not all the cluster's.
fn seen(asked: Option<&Asked>, lines: &[Line<'_>], marks: &[usize]) -> Vec<u8> {
    let Some(&last) = marks.last() else {
        // Nothing in it is a release.
        return lines::text(if asked.is_none() { lines } else { errors(lines) });
    };
    let separated = asked.filter(|asked| asked.separated).and_then(|asked| asked.separator);
    let own = separated.map(|separator| separator.number());
    let is_row = |kind: Kind| matches!(kind, Kind::Marked(number, _) if Some(number) == own);
    let is_sure = |line: &&Line<'_>| is_row(line.kind) || matches!(line.kind, Kind::Error(_) | Kind::Missing(_));
    let is_alike = marks.iter().all(|&at| lines[at].words() == lines[last].words());
    let from = if is_alike { marks[0] } else { last };
    let behind = (from + 1..lines.len()).filter(|at| !marks.contains(at)).map(|at| &lines[at]);
    let surely: Vec<&Line<'_>> = behind.filter(is_sure).collect();
    match surely.is_empty() && is_error(&lines[last]) {
        true => lines::text(&lines[last..=last]),
        false if asked.is_none() => Vec::new(),
        false => surely.iter().flat_map(|line| line.text).copied().collect(),
    }
}

/// The first error with the lines that go on with it.
fn errors<'l, 'o>(lines: &'l [Line<'o>]) -> &'l [Line<'o>] {
    let first = lines.iter().position(is_error).unwrap_or(lines.len());
    let count = lines[first..].iter().take_while(|line| is_error(line)).count();
    &lines[first..first + count]
}

fn is_error(line: &Line<'_>) -> bool {
    matches!(line.kind, Kind::Error(_))
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
