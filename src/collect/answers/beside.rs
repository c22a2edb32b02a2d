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
        let error = beside.iter().position(is_loss);
        let tells = Beside::of(&beside);
        if let [Some(piece)] = pieces.as_mut_slice() {
            if beside.iter().any(|line| line.words() == marks::refusal()) && !piece.whole {
                // No mark came from the cluster: what looks like one, and what follows it, is a banner's.
                piece.text.clear();
            }
            append(piece, errors, error.map(|at| &beside[at..]));
            return pieces;
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
    matches!(line.kind, Kind::Blank | Kind::Login)
}

/// Whether a line on standard error says that something did not come.
fn is_loss(line: &Line<'_>) -> bool {
    matches!(line.kind, Kind::Error(_) | Kind::Missing(_)) || is_trouble(&line.words())
}

/// What stands behind the text of a command that was asked alone: errors, and all that was said where there is no text.
fn append(piece: &mut Piece, errors: &[u8], from_error: Option<&[Line<'_>]>) {
    let own = lines::of(&piece.text);
    if !own.iter().all(is_beside_the_point) {
        if !own.last().is_none_or(Line::is_closed) {
            piece.text.extend(b"\n");
        }
        piece.text.extend(from_error.into_iter().flatten().flat_map(|line| line.text));
    } else if piece.whole {
        let told = lines::of(errors);
        let is_told = |line: &Line<'_>| !is_beside_the_point(line);
        let (first, last) = (told.iter().position(is_told), told.iter().rposition(|line| line.kind != Kind::Blank));
        let told = told.get(first.unwrap_or_default()..=last.unwrap_or_default()).unwrap_or_default();
        piece.text = told.iter().flat_map(|line| line.text).copied().collect();
    } else {
        piece.text.extend(errors);
    }
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
