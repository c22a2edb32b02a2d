//! What people see on standard error while a fleet is read or asked: one line with counts. Nothing where it is no terminal, or with
//! `-q`.

use std::sync::Mutex;
#[cfg(feature = "ssh")]
use std::sync::{MutexGuard, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};
use ndmp_preflight::report::Verbosity;

/// How many targets came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) ready: usize,
    pub(crate) not_ready: usize,
    pub(crate) undecided: usize,
    pub(crate) unreadable: usize,
    /// Those that are only kept, and not judged.
    pub(crate) collected: usize,
    pub(crate) not_asked: usize,
}

impl Counts {
    /// `90 ready, 30 not ready`: what any came to.
    fn words(&self) -> String {
        let all = [
            (self.ready, "ready"),
            (self.not_ready, "not ready"),
            (self.undecided, "undecided"),
            (self.unreadable, "unreadable"),
            (self.collected, "collected"),
            (self.not_asked, "not asked"),
        ];
        let told = all.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// `132 of 500 clusters: 90 ready, 30 not ready, 8 undecided, 4 unreadable; 8 asked now`
pub(crate) fn sentence(done: usize, (of, noun): (usize, &str), counts: &Counts, now: &str) -> String {
    let parts = [(": ", counts.words()), ("; ", now.to_owned())];
    let told = parts.iter().filter(|(_, text)| !text.is_empty()).map(|(before, text)| format!("{before}{text}"));
    format!("{done} of {of} {noun}{}", told.collect::<String>())
}

/// The line, from its first text on.
pub(crate) struct Line {
    bar: ProgressBar,
    /// How many want the terminal for themselves.
    #[cfg_attr(not(feature = "ssh"), expect(dead_code, reason = "only who logs in is asked for something"))]
    asides: Mutex<usize>,
}

impl Line {
    /// A line where there is more than `few` to wait for.
    pub(crate) fn new(targets: usize, few: usize, verbosity: Verbosity) -> Self {
        let is_hidden = targets <= few || verbosity == Verbosity::Quiet;
        let bar = if is_hidden { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
        let style = ProgressStyle::with_template("{wide_msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
        Self { bar: bar.with_style(style), asides: Mutex::default() }
    }

    /// Shows another text.
    pub(crate) fn tell(&self, text: String) {
        self.bar.set_message(text);
    }

    /// Takes the line away while something else is written.
    pub(crate) fn beside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    /// Takes the line away for good.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

#[cfg(feature = "ssh")]
impl Line {
    /// Takes the line away while somebody is asked, which takes as long as a person wants, and others go on meanwhile.
    pub(crate) fn aside<T>(&self, ask: impl FnOnce() -> T) -> T {
        self.step_aside();
        let answer = ask();
        let mut asides = self.asides();
        *asides -= 1;
        if *asides == 0 {
            self.bar.reset();
        }
        answer
    }

    fn step_aside(&self) {
        let mut asides = self.asides();
        *asides += 1;
        self.bar.finish_and_clear();
    }

    fn asides(&self) -> MutexGuard<'_, usize> {
        self.asides.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_any_came_to_is_told() {
        let counts = Counts { ready: 90, not_ready: 30, unreadable: 4, ..Counts::default() };
        let told = sentence(124, (500, "clusters"), &counts, "8 asked now");
        assert_eq!(told, "124 of 500 clusters: 90 ready, 30 not ready, 4 unreadable; 8 asked now");
        assert_eq!(sentence(0, (70, "targets"), &Counts::default(), ""), "0 of 70 targets");
    }
}
