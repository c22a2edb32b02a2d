//! The clock of one cluster's run: deadlines of its phases, and the user's wish to end.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::cancel::Cancel;
use super::transport::{Phase, TransportError};

/// Everything that waits looks at the user's wish and at deadlines at least this often.
const LOOK: Duration = Duration::from_millis(50);

/// The clock of one cluster's run.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    cancel: Cancel,
    began: Instant,
    run: Duration,
}

/// The deadline of a phase that has begun. Clones are the same deadline.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    phase: Phase,
    after: Duration,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    end: Instant,
    is_paused: bool,
}

impl Limit {
    /// A phase that begins now.
    pub(super) fn begin(phase: Phase, after: Duration) -> Self {
        let state = State { end: Instant::now() + after, is_paused: false };
        Self { phase, after, state: Arc::new(Mutex::new(state)) }
    }

    /// Does something whose time is not the cluster's, such as waiting for a person who types.
    pub(super) fn pause<T>(&self, other: impl FnOnce() -> T) -> T {
        let begin = Instant::now();
        self.state().is_paused = true;
        let value = other();
        let mut state = self.state();
        state.end += begin.elapsed();
        state.is_paused = false;
        value
    }

    /// Whether it waits for a person at the moment.
    #[cfg(feature = "ssh")]
    pub(super) fn is_paused(&self) -> bool {
        self.state().is_paused
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When it passes.
    pub(super) fn end(&self) -> Instant {
        self.state().end
    }

    /// The error of the passed deadline.
    pub(super) fn passed(&self) -> TransportError {
        TransportError::TimedOut { phase: self.phase, after: self.after }
    }
}

impl Clock {
    /// The user's wish to end.
    pub(super) fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    /// Starts the clock of a run.
    pub(super) fn start(run: Duration, cancel: Cancel) -> Self {
        Self { cancel, began: Instant::now(), run }
    }

    /// How long may be waited until the next look.
    ///
    /// # Errors
    /// The user ended the run, or a deadline has passed.
    pub(super) fn look(&self, limits: &[&Limit]) -> Result<Duration, TransportError> {
        if self.cancel.is_cancelled() {
            return Err(TransportError::Interrupted);
        }
        let now = Instant::now();
        if now.duration_since(self.began) >= self.run {
            return Err(TransportError::TimedOut { phase: Phase::Run, after: self.run });
        }
        if let Some(limit) = limits.iter().find(|limit| limit.end() <= now) {
            return Err(limit.passed());
        }
        let left = limits.iter().map(|limit| limit.end().saturating_duration_since(now)).min().unwrap_or(LOOK);
        Ok(left.min(LOOK).min(self.run.saturating_sub(now.duration_since(self.began))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_user_comes_before_deadlines_and_the_run_before_its_phases() {
        let cancel = Cancel::new();
        let clock = Clock::start(Duration::ZERO, cancel.clone());
        let limit = Limit::begin(Phase::Idle, Duration::ZERO);
        let run = TransportError::TimedOut { phase: Phase::Run, after: Duration::ZERO };
        assert_eq!(clock.look(&[&limit]), Err(run));
        cancel.cancel();
        assert_eq!(clock.look(&[&limit]), Err(TransportError::Interrupted));
    }

    #[test]
    fn the_passed_limit_is_named_and_typing_does_not_count() {
        let clock = Clock::start(Duration::from_secs(60), Cancel::new());
        let (command, idle) =
            (Limit::begin(Phase::Command, Duration::from_secs(9)), Limit::begin(Phase::Idle, Duration::ZERO));
        assert_eq!(clock.look(&[&command, &idle]), Err(idle.passed()));
        let typing = Limit::begin(Phase::Authentication, Duration::from_millis(40));
        typing.pause(|| std::thread::sleep(Duration::from_millis(80)));
        assert!(clock.look(&[&typing]).is_ok_and(|left| left <= LOOK));
    }
}
