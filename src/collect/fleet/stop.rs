//! `--fail-fast`: the first cluster that is not ready, or could not be asked, ends the run.

use std::sync::{Mutex, PoisonError};

use super::Visited;
use crate::report::Readiness;

/// The cluster that ends the run, once there is one.
#[derive(Default)]
pub(super) struct Stop(Mutex<Option<String>>);

impl Stop {
    /// Its name.
    pub(super) fn met(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks at what came of a visit.
    pub(super) fn note(&self, name: &str, visited: &Visited) {
        if visited.bundle.is_err() || visited.verdict == Some(Readiness::NotReady) {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| name.to_owned());
        }
    }
}
