//! What came back for a script: which answers are kept, what is asked again and in which form, and what is given up.

use std::collections::btree_map::Entry as Slot;

use super::super::answers::{self, Piece};
use super::super::bundle::{Entry, How};
use super::super::transport::{Exchange, TransportError};
use super::task::{Form, Task};
use super::{Desk, Lot, State};

/// No line of ONTAP is longer: the names of all LIFs of a large cluster in one cell need a tenth of it. Each cell of an answer is
/// kept several times, as text and as evidence.
const LONGEST_LINE: usize = 256 * 1024;

fn longest_line(text: &[u8]) -> usize {
    text.split(|byte| *byte == b'\n').map(<[u8]>::len).max().unwrap_or_default()
}

impl Desk<'_> {
    /// Takes in what came back for a script. Gives why the connection broke, where it did.
    /// `is_proven`: answers came over this connection before.
    pub(in super::super) fn settle(&self, lot: Lot, exchange: &Exchange, is_proven: bool) -> Option<TransportError> {
        let mut pieces = lot.joined.split_both(&exchange.output, &exchange.errors);
        if lot.joined.is_marked() && exchange.broken.is_some() {
            // A mark of a banner may stand for one that did not come.
            pieces.iter_mut().flatten().for_each(|piece| piece.whole = false);
        }
        let mut state = self.lock();
        state.out -= lot.tasks.len();
        state.busy -= 1;
        if state.fatal.is_some() {
            return None;
        }
        let is_first = state.first_left > 0 && lot.tasks.iter().any(|task| self.planned(task).first);
        if is_first {
            let count = u32::try_from(lot.tasks.len()).unwrap_or(1).max(1);
            state.cost = exchange.duration.saturating_sub(2 * state.round_trip) / count;
        }
        state.is_old |= is_from_old(exchange);
        self.note_setting(&mut state, &lot, &pieces, exchange);
        state.came_last = [exchange.output.as_slice(), exchange.errors.as_slice()].concat();
        self.note_password(&mut state, &pieces);
        let is_joined = lot.tasks.len() > 1;
        let how = |task: &Task| How { joined: is_joined || task.form == Form::Joined, plain: task.form == Form::Plain };
        let torn = exchange.broken.as_ref().map(|_| lot.joined.torn(&exchange.output)).unwrap_or_default();
        let torn = torn.into_iter().chain(std::iter::repeat_with(Vec::new));
        for ((task, piece), torn) in lot.tasks.into_iter().zip(pieces).zip(torn) {
            match self.judged(&task, piece, (torn, is_proven), (exchange, state.plain_reason())) {
                Ok(piece) => {
                    let entry = Entry::new(lot.joined.script.text(), self.planned(&task), how(&task), piece);
                    let mut entry = entry.noted(&task.note);
                    (entry.exit_status, entry.duration) = (exchange.exit_status, exchange.duration);
                    self.keep(&mut state, task, entry);
                }
                Err(again) if again.has_tries() => state.ready.push(again),
                Err(lost) => self.give_up(&mut state, &lost),
            }
        }
        self.note_stall(&mut state, exchange);
        self.first_answers(&mut state, is_first, exchange);
        self.changed.notify_all();
        exchange.broken.clone()
    }

    /// Notes that a setting of the session was refused. Where nothing was told behind it, or nothing is parted by separators,
    /// none is in effect.
    fn note_setting(&self, state: &mut State, lot: &Lot, pieces: &[Option<Piece>], exchange: &Exchange) {
        let streams = [&exchange.output, &exchange.errors];
        let Some(words) = streams.into_iter().find_map(|text| answers::refused_setting(text)) else { return };
        let is_parted = !lot.tasks.iter().any(|task| task.form != Form::Plain && self.planned(task).separated)
            || answers::has_separators(&exchange.output);
        state.is_bare |= words.contains("\"set\"") || !is_parted || pieces.iter().all(Option::is_none);
        state.refused_setting.get_or_insert(words);
    }

    /// The text that answers a task, or the task as it is to be asked again; `plain` tells why plain forms are asked.
    fn judged(
        &self,
        task: &Task,
        piece: Option<Piece>,
        (torn, is_proven): (Vec<u8>, bool),
        (exchange, plain): (&Exchange, Option<&str>),
    ) -> Result<Piece, Task> {
        match (piece, &exchange.broken) {
            (Some(piece), Some(error)) if !piece.whole => Err(task.lost(error, torn, is_proven)),
            (None, Some(error)) => Err(task.lost(error, torn, is_proven)),
            (Some(piece), _) if longest_line(&piece.text) > LONGEST_LINE => {
                let error = TransportError::LongLine { bytes: longest_line(&piece.text), limit: LONGEST_LINE };
                Err(task.lost(&error, Vec::new(), true).given_up())
            }
            (Some(piece), _) => {
                let planned = self.planned(task);
                let has_other = task.form != Form::Plain && planned.plain != planned.show;
                match answers::why_plain(planned, &piece.text).filter(|_| has_other) {
                    Some(why) => Err(task.plain(plain.unwrap_or(why))),
                    None => Ok(piece),
                }
            }
            (None, None) => match plain.filter(|_| task.form != Form::Plain) {
                Some(why) => Err(task.plain(why)),
                None => Err(task.untold()),
            },
        }
    }

    /// Keeps an answer; one that is cut is asked once more, alone.
    fn keep(&self, state: &mut State, task: Task, entry: Entry) {
        let is_cut = !task.is_repeated && self.errand.is_cut(&entry);
        if is_cut {
            let again = "asked once more: the first answer was cut off";
            let note = if task.note.is_empty() { again.to_owned() } else { format!("{}; {again}", task.note) };
            let form = if task.form == Form::Plain { Form::Plain } else { Form::Alone };
            state.ready.push(Task { is_repeated: true, form, note, ..task.clone() });
        }
        (state.stalls, state.stalled) = (0, None);
        let is_new = state.entries.insert(task.step, entry).is_none();
        state.first_left -= usize::from(is_new && self.planned(&task).first);
    }

    /// There will be no answer, or no more of it; the bundle says why.
    pub(super) fn give_up(&self, state: &mut State, task: &Task) {
        let how = How { joined: false, plain: task.form == Form::Plain };
        let note = task.note.replacen("asked again", "no answer", 1);
        let script = answers::alone(self.planned(task), how.plain).script;
        let seen = Piece { text: task.seen.clone(), whole: false };
        let entry = Entry::new(script.text(), self.planned(task), how, seen).noted(&note).lost(&task.lost);
        if let Slot::Vacant(slot) = state.entries.entry(task.step) {
            slot.insert(entry);
            state.first_left -= usize::from(self.planned(task).first);
        }
    }
}

/// Whether a release answers that knows plain forms only.
fn is_from_old(exchange: &Exchange) -> bool {
    [&exchange.output, &exchange.errors].into_iter().any(|text| answers::is_release_old(text))
}
