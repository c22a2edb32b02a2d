//! What people see on standard error while clusters are asked: of one its answers, of a fleet a line with counts.

use std::sync::{Arc, Mutex, PoisonError};

use ndmp_preflight::collect::collector::CollectError;
use ndmp_preflight::collect::credential::{Prompt, Question, Secret};
use ndmp_preflight::collect::fleet::{Visited, Watch};
use ndmp_preflight::report::{Readiness, Verbosity, clean};

use super::progress::{Counts, Line, sentence};

/// The line, which whoever asks for a password takes away for so long.
pub(crate) fn line(verbosity: Verbosity) -> Arc<Line> {
    Arc::new(Line::new(1, 0, verbosity))
}

/// How far it is.
#[derive(Default)]
struct State {
    counts: Counts,
    done: usize,
    /// Clusters that are being asked.
    now: usize,
    /// Whether any has answered: before that people are asked for passwords.
    has_answered: bool,
}

/// What is told of clusters that are being asked.
pub(crate) struct Progress {
    line: Arc<Line>,
    names: Vec<String>,
    /// The most commands that a cluster is asked.
    most: usize,
    state: Mutex<State>,
}

impl Progress {
    /// Of these clusters; seen from the first answer on.
    pub(crate) fn new(line: Arc<Line>, names: &[String], most: usize) -> Self {
        let names = names.iter().map(|name| clean(name)).collect();
        Self { line, names, most, state: Mutex::default() }
    }

    /// Notes something, and tells it.
    fn note(&self, note: impl FnOnce(&mut State)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        note(&mut state);
        if self.names.len() > 1 && state.has_answered {
            let now = if state.now == 0 { String::new() } else { format!("{} asked now", state.now) };
            self.line.tell(sentence(state.done, (self.names.len(), "clusters"), &state.counts, &now));
        }
    }
}

impl Watch for Progress {
    fn began(&self, _: usize) {
        self.note(|state| state.now += 1);
    }

    fn answered(&self, visit: usize, answers: usize) {
        if let [name] = self.names.as_slice()
            && visit == 0
        {
            self.line.tell(format!("{name}: {answers} answers of at most {}", self.most.max(answers)));
        }
        self.note(|state| state.has_answered = true);
    }

    fn done(&self, _: usize, visited: &Visited) {
        self.note(|state| {
            state.done += 1;
            let counts = &mut state.counts;
            let count = match (&visited.bundle, visited.verdict) {
                (Err(CollectError::NotAsked { .. }), _) => &mut counts.not_asked,
                (Err(_), _) | (_, Some(Readiness::Unreadable)) => &mut counts.unreadable,
                (_, Some(Readiness::Ready)) => &mut counts.ready,
                (_, Some(Readiness::NotReady)) => &mut counts.not_ready,
                (_, Some(Readiness::Undecided)) => &mut counts.undecided,
                (_, None) => &mut counts.collected,
            };
            *count += 1;
            if !matches!(visited.bundle, Err(CollectError::NotAsked { .. })) {
                state.now = state.now.saturating_sub(1);
            }
        });
    }
}

/// Asks a person while no line is in the way.
pub(crate) struct Aside<P> {
    pub(crate) prompt: P,
    pub(crate) line: Arc<Line>,
}

impl<P: Prompt> Prompt for Aside<P> {
    fn secret(&self, question: &Question, again: usize) -> Option<Secret> {
        if !self.prompt.is_interactive() {
            return self.prompt.secret(question, again);
        }
        self.line.aside(|| self.prompt.secret(question, again))
    }

    fn is_interactive(&self) -> bool {
        self.prompt.is_interactive()
    }
}
