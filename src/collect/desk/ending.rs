//! How asking ends before everything is answered: connections that do not come, or not come back, and a cluster that stalls.

use std::time::Instant;

use super::super::answers::Piece;
use super::super::bundle::Entry;
use super::super::collector::CollectError;
use super::super::transport::{Exchange, Phase, TransportError, hearsay};
use super::task::Task;
use super::{Desk, State};

/// So often somebody is sent for who could not get in before anybody could.
const CALLERS: usize = 2;

impl Desk<'_> {
    /// Connection `index` will not come, or not come back.
    pub(in super::super) fn gone(&self, index: usize, error: TransportError) {
        let mut state = self.lock();
        if state.is_over() {
            return;
        }
        (state.hands, state.open) = (state.hands - 1, state.open - 1);
        if matches!(error, TransportError::Interrupted) {
            state.fatal = Some(CollectError::Transport(error.clone()));
        }
        let is_last = state.hands == 0 || state.open == 0 && state.is_for_all(&error);
        state.failures.insert(index, error);
        if is_last {
            self.close(&mut state);
        }
        self.changed.notify_all();
    }

    /// Nobody is left to ask: what has no answer stays without one.
    pub(super) fn close(&self, state: &mut State) {
        let Some(error) = state.failures.values().min_by_key(|error| hearsay(error)).cloned() else { return };
        let left: Vec<Task> = [&mut state.first, &mut state.ready, &mut state.held].map(std::mem::take).concat();
        for task in left {
            // What is known of its own loss says more.
            let lost = if task.lost.is_empty() { task.lost(&error, Vec::new(), true) } else { task };
            self.give_up(state, &lost);
        }
        let entries: Vec<Entry> = state.entries.values().cloned().collect();
        if !self.errand.tells(&entries) {
            let seen = super::super::clean(&String::from_utf8_lossy(&state.came_last));
            let is_told = is_stall(&error) && !seen.is_empty();
            let stalled = |error: &TransportError| CollectError::Stalled { error: error.to_string(), seen };
            state.fatal = Some(if is_told { stalled(&error) } else { error.into() });
        }
    }

    /// Ends everything where the cluster wants a new password instead of a command. Its own words tell that best.
    pub(super) fn note_password(&self, state: &mut State, pieces: &[Option<Piece>]) {
        let seen = super::super::clean(&String::from_utf8_lossy(&state.came_last));
        let lower = seen.to_lowercase();
        let wants = lower.contains("password") && ["expired", "new password"].iter().any(|words| lower.contains(words));
        if wants && state.entries.is_empty() && !pieces.iter().flatten().any(|piece| piece.whole) {
            state.fatal = Some(CollectError::PasswordExpired { address: self.errand.address.to_owned(), seen });
        }
    }

    /// Counts scripts that stalled one behind the other. A cluster that goes on so, on whatever connection, is given up: each
    /// would wait for its own deadline.
    pub(super) fn note_stall(&self, state: &mut State, exchange: &Exchange) {
        let Some(error) = exchange.broken.as_ref().filter(|error| is_stall(error)) else { return };
        let now = Instant::now();
        let began = now.checked_sub(exchange.duration).unwrap_or(now);
        // Those that stalled at the same time stalled once.
        if state.stalled.is_none_or(|last| began >= last) {
            state.stalls += 1;
        }
        state.stalled = Some(now);
        // Two commands of a script may have no answer where all others have one.
        let most = if state.entries.is_empty() { 2 } else { 4 };
        if state.stalls >= most && state.out == 0 {
            state.failures.insert(usize::MAX, error.clone());
            self.close(state);
        }
    }
}

fn is_stall(error: &TransportError) -> bool {
    matches!(error, TransportError::TimedOut { phase: Phase::FirstByte | Phase::Idle | Phase::Command, .. })
}

impl State {
    /// Whether no other connection would fare better.
    fn is_for_all(&self, error: &TransportError) -> bool {
        let may_pass = matches!(error, TransportError::Broken { .. });
        if matches!(error, TransportError::NoExec { .. }) {
            return true;
        }
        if self.was_in {
            is_stall(error) && self.entries.is_empty()
        } else {
            !may_pass || self.failures.len() + 1 >= CALLERS
        }
    }
}
