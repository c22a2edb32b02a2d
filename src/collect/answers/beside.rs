//! Answers told apart when something came on standard error too. It is not known on which stream a cluster prints its
//! errors to commands that were sent, so both must give the same answers.

use super::lines::{self, Kind, Line};
use super::parts::tells;
use super::{Asked, Joined, Piece, marks};
use crate::table::is_trouble;

/// Of standard error no more than so many bytes are taken for an answer.
const LARGEST: usize = 64 * 1024;

impl Joined {
    /// As [`Joined::split`], of both streams.
    ///
    /// Nobody knows which of several commands an error on standard error answers. Beside one, a piece stands only where
    /// it shows by itself that it is whole; of a command that was asked alone it goes on with the text.
    pub fn split_both(&self, output: &[u8], errors: &[u8]) -> Vec<Option<Piece>> {
        let mut pieces = self.told(output, errors);
        if let [Some(piece)] = pieces.as_mut_slice() {
            begin_at_text(piece);
        }
        pieces
    }

    fn told(&self, output: &[u8], errors: &[u8]) -> Vec<Option<Piece>> {
        let mut pieces = self.split(output);
        let errors = &errors[..errors.len().min(LARGEST)];
        let beside = lines::of(errors);
        if beside.iter().all(is_beside_the_point) {
            return pieces;
        }
        if self.has_sentences_only() {
            return vec![None; pieces.len()];
        }
        let tells = Beside::of(&beside);
        let is_unmarked = self.is_marked() && beside.iter().any(|line| line.words() == marks::refusal());
        if let [Some(piece)] = pieces.as_mut_slice() {
            if is_unmarked {
                // No mark came from the cluster: what looks like one, and what stands beside it, is a banner's.
                *piece = Piece { text: Vec::new(), whole: false };
            }
            append(piece, &beside);
            return pieces;
        }
        if is_unmarked {
            return vec![None; pieces.len()];
        }
        for asked in self.asked.iter().chain(&self.mark) {
            let piece = asked.place.and_then(|place| pieces.get_mut(place));
            if let Some(piece) = piece
                && piece.as_ref().is_some_and(|piece| !stands(asked, piece, tells))
            {
                *piece = None;
            }
        }
        pieces
    }
}

/// An answer begins at the same line whether its end was seen or not.
fn begin_at_text(piece: &mut Piece) {
    let before: usize =
        lines::of(&piece.text).iter().take_while(|l| is_beside_the_point(l)).map(|l| l.text.len()).sum();
    piece.text.drain(..before);
}

/// Whether a line on standard error says nothing of an answer.
fn is_beside_the_point(line: &Line<'_>) -> bool {
    matches!(line.kind, Kind::Blank | Kind::Login | Kind::Setting(_))
}

/// Whether a line on standard error says that something did not come.
fn is_loss(line: &Line<'_>) -> bool {
    matches!(line.kind, Kind::Error(_) | Kind::Missing(_)) || is_trouble(&line.words())
}

/// What goes on with the text of a command that was asked alone: complaints. Other words may be a banner's and answer
/// nothing; where there is no text beside them, nobody knows whether the answer is empty.
fn append(piece: &mut Piece, beside: &[Line<'_>]) {
    let own = lines::of(&piece.text);
    let is_told = !own.iter().all(is_beside_the_point);
    let losses: Vec<&Line<'_>> = beside.iter().filter(|line| is_loss(line)).collect();
    if !is_told {
        piece.text.clear();
        piece.whole &= !losses.is_empty();
    } else if !own.last().is_none_or(Line::is_closed) {
        piece.text.extend(b"\n");
    }
    piece.text.extend(losses.iter().flat_map(|line| line.text));
}

/// What standard error tells of the answers beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// Nothing of their rows.
    Words,
    /// That commands are refused: their own answers, and nothing of others.
    Refusals,
    /// That rows of one of them are missing, be they counted: what is displayed is counted.
    Losses,
}

impl Beside {
    fn of(lines: &[Line<'_>]) -> Self {
        let words: Vec<String> = lines.iter().filter(|line| is_loss(line)).map(Line::words).collect();
        let refusals = words.iter().filter(|line| line.ends_with("is not a recognized command")).count();
        match words.len() {
            0 => Self::Words,
            count if count == refusals => Self::Refusals,
            _ => Self::Losses,
        }
    }
}

/// Whether a piece cannot be another one's, or half of its own, whatever standard error says.
fn stands(asked: &Asked, piece: &Piece, beside: Beside) -> bool {
    let own = lines::of(&piece.text);
    let Some(last) = own.iter().rfind(|line| line.kind != Kind::Blank) else { return false };
    let is_counted = matches!(last.kind, Kind::Footer(_) | Kind::Empty);
    match beside {
        Beside::Words => true,
        Beside::Refusals => is_counted || tells(asked, last),
        Beside::Losses => tells(asked, last),
    }
}
