//! What is still to be asked, what is being asked, and what was answered: the one place that the connections to a cluster
//! share. It knows no connection.

mod ending;
mod settle;
mod task;

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::answers::{self, Joined};
use super::bundle::Entry;
use super::collector::{CollectError, Errand};
use super::plan::{Known, Planned};
use super::transport::{Exchange, TransportError};
use task::{Form, Task};

/// Round trips of a connection, a key exchange and a login with the first key.
const LOGIN_TRIPS: u32 = 5;

/// A login that takes longer waited for something else.
const LONGEST_TRIP: Duration = Duration::from_millis(250);

/// Who waits looks up this often, though it is woken.
const LOOK: Duration = Duration::from_secs(1);

/// What one connection asks in one script.
pub(super) struct Lot {
    tasks: Vec<Task>,
    /// The script and how its answers are told apart.
    pub(super) joined: Joined,
}

/// What a connection is to do next.
pub(super) enum Next {
    /// To ask this, and whether there will be more.
    Ask(Lot, bool),
    /// To open a channel ahead: there will be something to ask.
    Prepare,
    /// To end.
    End,
}

#[derive(Default)]
struct State {
    first: Vec<Task>,
    ready: Vec<Task>,
    held: Vec<Task>,
    /// Tasks that are being asked.
    out: usize,
    /// Connections that ask.
    busy: usize,
    /// First commands that have no answer yet.
    first_left: usize,
    /// Connections that ask, that are on their way, or that may still be opened.
    hands: usize,
    /// Those of them that are open or on their way.
    open: usize,
    /// How long the quickest login took.
    login: Duration,
    /// Rounds of scripts that stalled one behind the other, with no answer between.
    stalls: u8,
    /// When the last of them was noticed.
    stalled: Option<Instant>,
    /// Time of a round trip, as far as it can be told.
    round_trip: Duration,
    /// What one command costs the cluster, as far as it was seen.
    cost: Duration,
    entries: BTreeMap<usize, Entry>,
    failures: BTreeMap<usize, TransportError>,
    /// Whether any connection was ever let in.
    was_in: bool,
    /// Whether the release knows plain forms only.
    is_old: bool,
    /// Whether nothing of our settings is in effect, so that none is sent any more.
    is_bare: bool,
    /// The cluster's words about a setting that it refused.
    refused_setting: Option<String>,
    fatal: Option<CollectError>,
    /// What the first answers told.
    known: Option<Known>,
    /// What came last, whatever it answers.
    came_last: Vec<u8>,
}

/// See the head of this file.
pub(super) struct Desk<'a> {
    errand: &'a Errand<'a>,
    state: Mutex<State>,
    changed: Condvar,
}

impl<'a> Desk<'a> {
    /// Lays everything out that a plan holds, for so many connections.
    pub(super) fn new(errand: &'a Errand<'a>, hands: usize) -> Self {
        let mut state = State { hands, ..State::default() };
        for (step, planned) in errand.plan.steps.iter().enumerate() {
            let is_free = planned.when.era.is_none() && planned.when.scope.is_none();
            let is_expected = errand.expected.is_some_and(|known| planned.applies(&known));
            match (planned.first, is_free || is_expected) {
                (true, _) => state.first.push(Task::of(step)),
                (_, true) => state.ready.push(Task::of(step)),
                _ => state.held.push(Task::of(step)),
            }
        }
        state.first_left = state.first.len();
        let desk = Self { errand, state: Mutex::new(state), changed: Condvar::new() };
        if desk.lock().first_left == 0 {
            desk.release(&mut desk.lock());
        }
        desk
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn planned(&self, task: &Task) -> &'a Planned {
        &self.errand.plan.steps[task.step]
    }

    /// Waits until another connection is worth opening; `false`: none is any more. The first is always, the others when it is
    /// known that they will be needed: every connection counts against the limits of the cluster.
    pub(super) fn is_called(&self) -> bool {
        let mut state = self.lock();
        loop {
            if state.is_over() {
                return false;
            }
            if state.open < self.wanted(&state) {
                state.open += 1;
                return true;
            }
            state = self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// How many connections are worth it: one until the first answers are there, or until somebody was let in where it is told
    /// what follows; then all, where what is left to ask takes longer than a login.
    fn wanted(&self, state: &State) -> usize {
        let is_begun = state.was_in && (state.first_left == 0 || self.errand.expected.is_some());
        if !is_begun || state.ready.is_empty() || state.first_left == 0 && state.left_to_do() < state.login {
            return state.open.max(1);
        }
        state.hands.min(state.busy + state.ready.len())
    }

    /// What a connection does next; waits until there is something.
    pub(super) fn next(&self, is_prepared: bool) -> Next {
        let mut state = self.lock();
        loop {
            if state.is_over() {
                return Next::End;
            }
            if let Some(tasks) = self.take(&mut state) {
                let more = state.first_left > 0 && !state.held.is_empty() || !state.ready.is_empty();
                return Next::Ask(self.lot(tasks, state.is_bare), more);
            }
            if !is_prepared && !state.held.is_empty() {
                return Next::Prepare;
            }
            state = self.changed.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Takes the tasks of a script out of what is ready.
    fn take(&self, state: &mut State) -> Option<Vec<Task>> {
        let taken = if state.first.is_empty() {
            state.age();
            let alone = state.ready.iter().position(|task| !self.is_shared(task));
            let is_plain = state.ready.iter().any(|task| task.form == Form::Plain);
            match alone {
                Some(at) => vec![state.ready.remove(at)],
                None if state.ready.is_empty() => return None,
                None if is_plain => self.share_plain(state),
                None => self.share(state),
            }
        } else {
            let first = std::mem::take(&mut state.first);
            // Where it is told what follows, it is asked at once; the others come for the rest.
            let more = if self.errand.expected.is_some() { self.share(state) } else { Vec::new() };
            [first, more].concat()
        };
        state.out += taken.len();
        state.busy += 1;
        Some(taken)
    }

    /// Whether a command may be asked in one script with others.
    fn is_shared(&self, task: &Task) -> bool {
        let is_markable = self.planned(task).sentences.is_empty() && task.tries == 0 && !task.is_repeated;
        task.form == Form::Joined || task.form == Form::Plain && is_markable
    }

    /// A fair share of what is ready to be asked in its plain form.
    fn share_plain(&self, state: &mut State) -> Vec<Task> {
        let (plain, others): (Vec<Task>, Vec<Task>) =
            std::mem::take(&mut state.ready).into_iter().partition(|task| task.form == Form::Plain);
        let share = plain.len().div_ceil(self.sharers(state));
        let mut lot: Vec<Planned> = plain[..share].iter().map(|task| self.planned(task).clone()).collect();
        answers::shorten(&mut lot, answers::marked);
        let (taken, left) = plain.split_at(lot.len());
        state.ready = [left, &others].concat();
        taken.to_vec()
    }

    /// A fair share of what is ready.
    fn share(&self, state: &mut State) -> Vec<Task> {
        let asked: Vec<Planned> = state.ready.iter().map(|task| self.planned(task).clone()).collect();
        let mut lot = answers::lots(asked, self.sharers(state)).into_iter().next().unwrap_or_default();
        answers::shorten(&mut lot, answers::join);
        let is_in = |task: &Task| lot.iter().any(|planned| planned.show == self.planned(task).show);
        let (taken, left) = std::mem::take(&mut state.ready).into_iter().partition(is_in);
        state.ready = left;
        taken
    }

    /// Who shares what is ready: those that have nothing to do, or will be open soon. What takes no longer than a round trip is not
    /// worth sharing.
    fn sharers(&self, state: &State) -> usize {
        let is_quick = state.first_left == 0 && state.left_to_do() < state.round_trip;
        if is_quick { 1 } else { self.wanted(state).max(state.open).saturating_sub(state.busy).max(1) }
    }

    fn lot(&self, tasks: Vec<Task>, is_bare: bool) -> Lot {
        let joined = match tasks.as_slice() {
            several if is_bare => {
                answers::bare(&several.iter().map(|task| self.planned(task).clone()).collect::<Vec<_>>())
            }
            [only] if only.form != Form::Joined => answers::alone(self.planned(only), only.form == Form::Plain),
            several => {
                let planned: Vec<Planned> = several.iter().map(|task| self.planned(task).clone()).collect();
                let is_plain = several.iter().any(|task| task.form == Form::Plain);
                if is_plain { answers::marked(&planned) } else { answers::join(&planned) }
            }
        };
        Lot { tasks, joined }
    }

    /// When the first commands are answered, the others that apply may be asked.
    fn first_answers(&self, state: &mut State, is_first: bool, exchange: &Exchange) {
        if !is_first || state.first_left > 0 {
            return;
        }
        let entries: Vec<Entry> = state.entries.values().cloned().collect();
        match self.errand.stranger(&entries, &state.came_last) {
            Some(error) if exchange.broken.is_none() => state.fatal = Some(error),
            _ => self.release(state),
        }
    }

    fn release(&self, state: &mut State) {
        let entries: Vec<Entry> = state.entries.values().cloned().collect();
        let known: Known = self.errand.known(&entries);
        let held = std::mem::take(&mut state.held);
        state.ready.extend(held);
        state.ready.retain(|task| self.planned(task).applies(&known));
        state.known = Some(known);
    }

    /// Somebody was let in, and how long that took: at least as long as so many round trips.
    pub(super) fn came(&self, took: Duration) {
        let mut state = self.lock();
        let seen = (took / LOGIN_TRIPS).min(LONGEST_TRIP);
        state.round_trip = if state.was_in { state.round_trip.min(seen) } else { seen };
        state.login = if state.was_in { state.login.min(took) } else { took };
        state.was_in = true;
    }

    /// What came last.
    pub(super) fn came_last(&self) -> Vec<u8> {
        self.lock().came_last.clone()
    }

    /// The cluster's words about a setting of the session that it refused.
    pub(super) fn refused_setting(&self) -> Option<String> {
        self.lock().refused_setting.clone()
    }

    /// Whether anybody was let in so far.
    pub(super) fn was_in(&self) -> bool {
        self.lock().was_in
    }

    /// Whether others than the caller are still at work.
    pub(super) fn has_others(&self) -> bool {
        self.lock().hands > 1
    }

    /// How many commands have an answer; what was given up has none.
    pub(super) fn answered(&self) -> usize {
        self.lock().entries.values().filter(|entry| !entry.text().is_empty() && !entry.is_lost()).count()
    }

    /// Whether there is nothing left to do.
    pub(super) fn is_over(&self) -> bool {
        self.lock().is_over()
    }

    /// All answers in the order of the plan; what was asked because it was expected to apply, and does not, is left out.
    pub(super) fn entries(self) -> Result<Vec<Entry>, CollectError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.fatal {
            Some(error) => Err(error),
            None => {
                let known = state.known.unwrap_or_default();
                let applies = |step: &usize| self.errand.plan.steps[*step].applies(&known);
                Ok(state.entries.into_iter().filter(|(step, _)| applies(step)).map(|(_, entry)| entry).collect())
            }
        }
    }
}

impl State {
    /// What is ready is asked in its plain form where the release knows no other, or where no setting is in effect.
    fn age(&mut self) {
        let Some(why) = self.plain_reason() else { return };
        let is_other = |task: &&mut Task| task.form == Form::Joined || self.is_bare && task.form == Form::Alone;
        self.ready.iter_mut().filter(is_other).for_each(|task| *task = task.plain(why));
    }

    /// Why plain forms are asked, where it is so.
    fn plain_reason(&self) -> Option<&'static str> {
        match (self.is_bare, self.is_old) {
            (true, _) => Some("the cluster refuses the settings of the session"),
            (_, true) => Some("this release does not know the other"),
            _ => None,
        }
    }

    fn is_over(&self) -> bool {
        let is_idle = self.first.is_empty() && self.ready.is_empty() && self.held.is_empty() && self.out == 0;
        is_idle || self.fatal.is_some()
    }

    /// How long one connection would ask for what is ready.
    fn left_to_do(&self) -> Duration {
        self.cost.saturating_mul(u32::try_from(self.ready.len()).unwrap_or(u32::MAX))
    }
}
