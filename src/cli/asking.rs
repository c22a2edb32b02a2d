//! What people see on standard error while clusters are asked; nothing where it is no terminal, or with `-q`.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use ndmp_preflight::collect::fleet::Watch;
use ndmp_preflight::report::{Verbosity, clean};

/// A line for each cluster that is being asked.
pub(crate) struct Progress {
    all: MultiProgress,
    lines: Vec<ProgressBar>,
    /// The most commands that a cluster is asked.
    most: usize,
}

impl Progress {
    /// Lines for these clusters; they are seen from their first answer on.
    pub(crate) fn new(names: &[String], most: usize, verbosity: Verbosity) -> Self {
        let all = MultiProgress::new();
        if verbosity == Verbosity::Quiet {
            all.set_draw_target(ProgressDrawTarget::hidden());
        }
        let shape = ProgressStyle::with_template("{spinner} {prefix}: {msg}");
        let shape = shape.unwrap_or_else(|_| ProgressStyle::default_spinner());
        let line = |name: &String| ProgressBar::hidden().with_style(shape.clone()).with_prefix(clean(name));
        Self { lines: names.iter().map(line).collect(), all, most }
    }

    /// Takes all lines away.
    pub(crate) fn clear(&self) {
        // A terminal that is gone needs no clearing.
        let _ = self.all.clear();
    }
}

impl Watch for Progress {
    fn answered(&self, visit: usize, answers: usize) {
        let Some(line) = self.lines.get(visit) else { return };
        if line.is_hidden() && !line.is_finished() {
            self.all.add(line.clone());
        }
        line.set_message(format!("{answers} answers of at most {}", self.most.max(answers)));
        line.set_position(answers as u64);
    }

    fn done(&self, visit: usize, _: bool) {
        if let Some(line) = self.lines.get(visit) {
            line.finish_and_clear();
        }
    }
}
