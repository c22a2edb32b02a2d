//! Ready clusters with one broken prerequisite each: exactly its rule turns, and the exit code with it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "seeded/addressed.rs"]
mod addressed;
#[path = "seeded/application.rs"]
mod application;
#[path = "seeded/broken.rs"]
mod broken;
#[path = "seeded/causes.rs"]
mod causes;
#[path = "browser/chromium.rs"]
mod chromium;
#[path = "seeded/node_scope.rs"]
mod node_scope;
#[path = "seeded/overflow.rs"]
mod overflow;
#[path = "seeded/paged.rs"]
mod paged;
#[path = "seeded/planned.rs"]
mod planned;
#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;
#[path = "seeded/session.rs"]
mod session;
#[path = "seeded/tape.rs"]
mod tape;
#[path = "seeded/trust.rs"]
mod trust;
#[path = "seeded/typed.rs"]
mod typed;
#[path = "seeded/wrapped.rs"]
mod wrapped;

use std::collections::BTreeMap;
use std::sync::Mutex;

use ndmp_preflight::judge::{Outcome, Question};
use saved::{Saved, changes, owed};

/// One sample, and what is short for the beginning of its names.
struct Sample {
    name: &'static str,
    tilde: &'static str,
}

const WRAPPED: Sample = Sample { name: "ready-svm-9.9.1", tilde: "drumnadrochit-prd" };
const OVERFLOW: Sample = Sample { name: "ready-svm-9.12.1", tilde: "strathspey" };
const NODE: Sample = Sample { name: "ready-node-scope", tilde: "sannox" };
const SESSION: Sample = Sample { name: "terminal-transcript.txt", tilde: "dunkeld" };

impl Sample {
    fn saved(&self) -> Saved {
        Saved::sample(self.name)
    }

    fn long(&self, text: &str) -> String {
        text.replace('~', self.tilde)
    }

    /// The verdicts of the undamaged files.
    fn before(&self, question: &Question) -> Vec<Outcome> {
        static KNOWN: Mutex<BTreeMap<String, Vec<Outcome>>> = Mutex::new(BTreeMap::new());
        let name = format!("{} {question:?}", self.name);
        let known = KNOWN.lock().unwrap().get(&name).cloned();
        known.unwrap_or_else(|| {
            let outcomes = self.saved().outcomes(question);
            KNOWN.lock().unwrap().insert(name, outcomes.clone());
            outcomes
        })
    }

    /// The damage turns exactly these verdicts (`rule subject verdict`), and the exit code to `code`.
    fn turns(&self, question: &Question, what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
        let mut saved = self.saved();
        let before = self.before(question);
        damage(&mut saved);
        let report = saved.report(question);
        let after = &report.targets[0].outcomes;
        let mut wanted: Vec<String> = wanted.iter().map(|text| self.long(text)).collect();
        wanted.sort();
        let seen = changes(&before, after);
        trust::count(&wanted, &seen);
        assert_eq!(seen, wanted, "{}: {what}\n{}", self.name, explain(&report));
        assert_eq!(report.exit_code, code, "{}: {what}: {}", self.name, report.because);
        assert_eq!(owed(after), Vec::<String>::new(), "{}: {what}", self.name);
    }

    /// As `turns`, where subjects get other names: only what is no pass counts.
    fn reddens(&self, question: &Question, what: &str, damage: impl Fn(&mut Saved), wanted: &[&str], code: u8) {
        let mut saved = self.saved();
        let before = self.before(question);
        damage(&mut saved);
        let report = saved.report(question);
        let after = &report.targets[0].outcomes;
        let mut wanted: Vec<String> = wanted.iter().map(|text| self.long(text)).collect();
        wanted.sort();
        let is_bad = |change: &String| !change.ends_with(" pass") && !change.ends_with(" gone");
        let seen: Vec<String> = changes(&before, after).into_iter().filter(is_bad).collect();
        trust::count(&wanted, &seen);
        assert_eq!(seen, wanted, "{}: {what}\n{}", self.name, explain(&report));
        assert_eq!(report.exit_code, code, "{}: {what}: {}", self.name, report.because);
        assert_eq!(owed(after), Vec::<String>::new(), "{}: {what}", self.name);
    }
}

/// What an assertion shows besides: answers that are not whole, and what did not pass.
fn explain(report: &ndmp_preflight::report::Report) -> String {
    let target = &report.targets[0];
    let answers = target.answers.iter().filter(|answer| answer.status != "complete");
    let mut lines: Vec<String> = answers
        .map(|answer| format!("  {} ({}): {} {}", answer.command, answer.source, answer.status, answer.why))
        .collect();
    let bad = target.outcomes.iter().filter(|outcome| matches!(outcome.verdict.word(), "fail" | "unknown"));
    lines.extend(bad.map(|outcome| format!("  {} {}: {}", saved::key(outcome), saved::word(outcome), outcome.message)));
    lines.join("\n")
}

#[test]
fn the_samples_that_are_called_ready_are_ready() {
    for sample in [WRAPPED, OVERFLOW, NODE, SESSION] {
        let report = sample.saved().report(&saved::plain());
        assert_eq!(report.exit_code, 0, "{}: {}", sample.name, report.because);
        let outcomes = &report.targets[0].outcomes;
        let bad: Vec<String> = outcomes
            .iter()
            .filter(|outcome| matches!(outcome.verdict.word(), "fail" | "unknown"))
            .map(saved::key)
            .collect();
        let wanted = if sample.name == NODE.name { vec!["ndmp-scope-deprecated {}"] } else { Vec::new() };
        assert_eq!(bad, wanted, "{}", sample.name);
    }
}

/// All of them, one after another.
fn every_fault() {
    let all = [&node_scope::EACH[..], &overflow::EACH, &planned::EACH, &session::EACH, &tape::EACH, &wrapped::EACH];
    let more = application::EACH.iter().chain(&addressed::EACH).chain(&causes::EACH);
    for fault in all.concat().iter().chain(more) {
        fault();
    }
}

#[test]
fn the_figures_are_those_of_the_document() {
    every_fault();
    trust::check();
    paged::check();
}
