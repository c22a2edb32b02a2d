//! One login at a time where a secret is needed: the first connection asks for it, the others wait to see whether it was
//! right. A wrong password is tried once and not four times, and a person is asked once.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use super::cancel::Cancel;
use super::credential::{Prompt, Question, Secret};
use super::transport::{Connection, Transport, TransportError};

#[derive(Default)]
struct State {
    /// The thread whose connection needed a secret first.
    asker: Option<ThreadId>,
    /// Whether it got in; `None`: not known yet.
    is_in: Option<bool>,
    /// What it was given last, for each question.
    given: HashMap<Question, Secret>,
}

/// The secrets of one cluster.
pub(super) struct Gate {
    inner: Arc<dyn Prompt>,
    cancel: Cancel,
    state: Mutex<State>,
    changed: Condvar,
}

impl Gate {
    /// Passes questions on to `inner`.
    pub(super) fn new(inner: Arc<dyn Prompt>, cancel: Cancel) -> Self {
        Self { inner, cancel, state: Mutex::default(), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells how a connection of this thread went.
    fn settle(&self, is_in: bool) {
        let mut state = self.lock();
        if state.asker == Some(thread::current().id()) {
            state.is_in = Some(is_in);
            self.changed.notify_all();
        }
    }

    fn ask(&self, question: &Question, again: usize) -> Option<Secret> {
        let secret = self.inner.secret(question, again)?;
        self.lock().given.insert(question.clone(), secret.clone());
        Some(secret)
    }

    /// Waits for the first connection; gives what let it in.
    fn wait(&self, question: &Question) -> Option<Secret> {
        let mut state = self.lock();
        while state.is_in.is_none() && !self.cancel.is_cancelled() {
            let look = Duration::from_millis(50);
            state = self.changed.wait_timeout(state, look).unwrap_or_else(PoisonError::into_inner).0;
        }
        // A code is good for one login.
        let is_lasting = !matches!(question, Question::Challenge { .. });
        state.given.get(question).filter(|_| is_lasting && state.is_in == Some(true)).cloned()
    }
}

impl Prompt for Gate {
    fn secret(&self, question: &Question, again: usize) -> Option<Secret> {
        if matches!(question, Question::Passphrase { .. }) {
            return self.inner.secret(question, again);
        }
        let own = thread::current().id();
        let asker = *self.lock().asker.get_or_insert(own);
        match asker == own {
            true => self.ask(question, again),
            // What was right for the first and is wrong now will not be tried again.
            false if again > 0 => None,
            false => self.wait(question),
        }
    }

    fn is_interactive(&self) -> bool {
        self.inner.is_interactive()
    }
}

/// A way to a cluster whose first login is watched.
pub(super) struct Gated<T> {
    pub(super) inner: T,
    pub(super) gate: Arc<Gate>,
}

impl<T: Transport> Transport for Gated<T> {
    fn connect(&self) -> Result<Box<dyn Connection>, TransportError> {
        let connection = self.inner.connect();
        self.gate.settle(connection.is_ok());
        connection
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Counted(AtomicUsize);

    impl Prompt for Counted {
        fn secret(&self, _: &Question, _: usize) -> Option<Secret> {
            self.0.fetch_add(1, Ordering::SeqCst);
            Some(Secret::new("opensesame".to_owned()))
        }

        fn is_interactive(&self) -> bool {
            true
        }
    }

    /// How many secrets four connections got, and how often somebody was asked.
    fn four(is_in: bool, question: &Question) -> (usize, usize) {
        let inner = Arc::new(Counted(AtomicUsize::new(0)));
        let gate = Gate::new(inner.clone(), Cancel::new());
        assert!(gate.secret(question, 0).is_some());
        let got = AtomicUsize::new(1);
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| got.fetch_add(usize::from(gate.secret(question, 0).is_some()), Ordering::SeqCst));
            }
            thread::sleep(Duration::from_millis(20));
            gate.settle(is_in);
        });
        (got.into_inner(), inner.0.load(Ordering::SeqCst))
    }

    #[test]
    fn a_right_password_is_asked_for_once_and_serves_all() {
        assert_eq!(four(true, &Question::Password { account: "op@filer:22".into() }), (4, 1));
    }

    #[test]
    fn a_wrong_password_is_tried_once() {
        assert_eq!(four(false, &Question::Password { account: "op@filer:22".into() }), (1, 1));
    }

    #[test]
    fn a_code_serves_one_login() {
        let question = Question::Challenge { account: "op@filer:22".into(), words: "Token".into(), echo: false };
        assert_eq!(four(true, &question), (1, 1));
    }
}
