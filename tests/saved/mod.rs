//! Saved output of the made-up clusters, damaged on purpose, and what becomes of the verdicts.
#![allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use ndmp_preflight::judge::{Outcome, Question, Verdict, judge};
use ndmp_preflight::report::{Policy, Report, Target};
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table;

/// The rules of the document: those beyond it have tests of their own, and shall not change these.
pub(crate) fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let mut catalog = whole().clone();
        catalog.rules.retain(|rule| rule.beyond.is_empty());
        catalog
    })
}

/// All rules that come with the program.
pub(crate) fn whole() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(|| Catalog::embedded().unwrap_or_else(|faults| panic!("{}", faults[0])))
}

/// A question without options, asked on a fixed day.
pub(crate) fn plain() -> Question {
    Question::plain(jiff::civil::date(2026, 11, 22))
}

thread_local! {
    /// All that was judged by the test that runs in this thread.
    static SEEN: RefCell<Vec<(Saved, Question)>> = const { RefCell::new(Vec::new()) };
}

/// Notes what is judged, and by which question.
pub(crate) fn note(saved: &Saved, question: &Question) {
    SEEN.with_borrow_mut(|seen| seen.push((saved.clone(), question.clone())));
}

/// All that was noted so far.
pub(crate) fn seen() -> Vec<(Saved, Question)> {
    SEEN.take()
}

/// The saved files of one cluster.
#[derive(Clone, Debug, Default)]
pub(crate) struct Saved {
    /// Name and text of each file.
    pub(crate) files: Vec<(String, String)>,
}

impl Saved {
    /// A cluster of `sample-outputs`: a folder, or one file; with plain line ends.
    pub(crate) fn sample(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs").join(name);
        let mut paths = vec![path.clone()];
        if path.is_dir() {
            paths = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
        }
        paths.sort();
        let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
        let files = paths.iter().map(|path| (name(path), std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")));
        Self { files: files.collect() }
    }

    /// One file with this text.
    pub(crate) fn text(text: &str) -> Self {
        Self { files: vec![("text".to_owned(), text.to_owned())] }
    }

    /// The text of the file.
    pub(crate) fn file(&mut self, name: &str) -> &mut String {
        let found = self.files.iter_mut().find(|(file, _)| file.trim_end_matches(".txt") == name);
        &mut found.unwrap_or_else(|| panic!("no file {name}")).1
    }

    /// Replaces `from` by `to` behind the first `anchor` of the file, and keeps the later cells of the line in their columns
    /// as far as there is room, as ONTAP does.
    pub(crate) fn edit(&mut self, file: &str, anchor: &str, from: &str, to: &str) -> &mut Self {
        let text = self.file(file);
        let start = text.find(anchor).unwrap_or_else(|| panic!("{file}: no `{anchor}`"));
        let at = start + text[start..].find(from).unwrap_or_else(|| panic!("{file}: no `{from}` behind `{anchor}`"));
        let behind = at + from.len();
        let end = text[behind..].find('\n').map_or(text.len(), |end| behind + end);
        let rest = text[behind..end].to_owned();
        let last = |text: &str| text.rsplit('\n').next().unwrap_or(text).len() as isize;
        let rest = refit(&rest, last(to) - last(from));
        text.replace_range(at..end, &format!("{to}{rest}"));
        self
    }

    /// Replaces `from` by `to` behind the first `anchor` of the file, and leaves the rest alone.
    pub(crate) fn snip(&mut self, file: &str, anchor: &str, from: &str, to: &str) -> &mut Self {
        let text = self.file(file);
        let start = text.find(anchor).unwrap_or_else(|| panic!("{file}: no `{anchor}`"));
        let at = start + text[start..].find(from).unwrap_or_else(|| panic!("{file}: no `{from}` behind `{anchor}`"));
        text.replace_range(at..at + from.len(), to);
        self
    }

    /// Replaces every `from` of the file.
    pub(crate) fn replace(&mut self, file: &str, from: &str, to: &str) -> &mut Self {
        let text = self.file(file);
        assert!(text.contains(from), "{file}: no `{from}`");
        *text = text.replace(from, to);
        self
    }

    /// Takes out the lines from the first that holds `from`, as many as `count`.
    pub(crate) fn cut_lines(&mut self, file: &str, from: &str, count: usize) -> &mut Self {
        let text = self.file(file);
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.contains(from)).unwrap_or_else(|| panic!("{file}: no `{from}`"));
        let kept: Vec<&str> = lines[..at].iter().chain(&lines[at + count..]).copied().collect();
        *text = kept.join("\n") + "\n";
        self
    }

    /// Sets the count below the last table of the file, or below the first table behind the anchor.
    pub(crate) fn count(&mut self, file: &str, from: usize, to: usize) -> &mut Self {
        self.replace(file, &format!("\n{from} entries were displayed."), &format!("\n{to} entries were displayed."))
    }

    /// Takes the file away.
    pub(crate) fn without(&mut self, name: &str) -> &mut Self {
        let before = self.files.len();
        self.files.retain(|(file, _)| file.trim_end_matches(".txt") != name);
        assert_eq!(self.files.len() + 1, before, "no file {name}");
        self
    }

    /// Adds a file.
    pub(crate) fn with(&mut self, name: &str, text: &str) -> &mut Self {
        self.files.push((name.to_owned(), text.to_owned()));
        self
    }

    /// The judged targets.
    pub(crate) fn report(&self, question: &Question) -> Report {
        note(self, question);
        let catalog = catalog();
        let captures = self.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
        let readings = table::read("saved", captures, &catalog.tables);
        let target = |reading| Target::of(reading, judge(reading, catalog, question), question);
        Report::of(readings.iter().map(target).collect(), Policy::default())
    }

    /// The outcomes of the only target.
    pub(crate) fn outcomes(&self, question: &Question) -> Vec<Outcome> {
        let mut report = self.report(question);
        assert_eq!(report.targets.len(), 1);
        report.targets.remove(0).outcomes
    }
}

/// Blanks are taken from, or given to, the first gap that has them.
fn refit(rest: &str, surplus: isize) -> String {
    if rest.trim().is_empty() {
        return rest.trim_end().to_owned();
    }
    if surplus <= 0 {
        return " ".repeat(surplus.unsigned_abs()) + rest;
    }
    let (mut fitted, mut left, mut blanks) = (String::new(), surplus, 0);
    for c in rest.chars() {
        let is_blank = c == ' ';
        blanks = if is_blank { blanks + 1 } else { 0 };
        if is_blank && blanks > 1 && left > 0 {
            left -= 1;
        } else {
            fitted.push(c);
        }
    }
    fitted
}

/// `rule subject`, the subject as the values of its keys without the SVM, `{}` without a subject.
pub(crate) fn key(outcome: &Outcome) -> String {
    let values: Vec<&str> = outcome
        .subject
        .iter()
        .filter(|(key, _)| outcome.subject.len() == 1 || *key != "vserver")
        .map(|(_, value)| value.as_str())
        .collect();
    let subject = if values.is_empty() { "{}".to_owned() } else { values.join("/") };
    format!("{} {subject}", outcome.rule)
}

/// `verdict` or `verdict:reason`.
pub(crate) fn word(outcome: &Outcome) -> String {
    match &outcome.reason {
        Some(reason) => format!("{}:{reason}", outcome.verdict.word()),
        None => outcome.verdict.word().to_owned(),
    }
}

/// The verdicts by rule and subject.
pub(crate) fn verdicts(outcomes: &[Outcome]) -> BTreeMap<String, String> {
    outcomes.iter().map(|outcome| (key(outcome), word(outcome))).collect()
}

/// What differs: `rule subject verdict`, or `rule subject gone`.
pub(crate) fn changes(before: &[Outcome], after: &[Outcome]) -> Vec<String> {
    let (before, after) = (verdicts(before), verdicts(after));
    let changed = after.iter().filter(|(key, word)| before.get(*key) != Some(word));
    let mut all: Vec<String> = changed.map(|(key, word)| format!("{key} {word}")).collect();
    all.extend(before.keys().filter(|key| !after.contains_key(*key)).map(|key| format!("{key} gone")));
    all.sort();
    all
}

/// The verdicts of one rule: `subject verdict`.
pub(crate) fn of_rule(outcomes: &[Outcome], rule: &str) -> Vec<String> {
    let mine = outcomes.iter().filter(|outcome| outcome.rule == rule);
    let mut all: Vec<String> =
        mine.map(|outcome| format!("{} {}", &key(outcome)[rule.len() + 1..], word(outcome))).collect();
    all.sort();
    all
}

/// What every outcome owes its reader: a reason, evidence where there is text, and a fix or a note.
pub(crate) fn owed(outcomes: &[Outcome]) -> Vec<String> {
    let mut owed = Vec::new();
    let mut seen = BTreeMap::new();
    for outcome in outcomes {
        let name = format!("{} {}", key(outcome), word(outcome));
        let is_told = matches!(outcome.verdict, Verdict::Pass | Verdict::Fail);
        if is_told == outcome.reason.is_some() {
            owed.push(format!("{name}: a reason belongs to what is not told, and only to that"));
        }
        if outcome.message.is_empty() || outcome.message.contains(['{', '<']) {
            owed.push(format!("{name}: message `{}`", outcome.message));
        }
        let is_absent =
            outcome.reason.as_deref().is_some_and(|reason| matches!(reason, "not-captured" | "version-unknown"));
        // Of what could not be read nothing can be shown.
        let is_waiver = outcome.rule.starts_with("waiver-") || outcome.rule == "capture-unread";
        if matches!(outcome.verdict, Verdict::Fail | Verdict::Unknown)
            && outcome.evidence.is_empty()
            && !is_absent
            && !is_waiver
        {
            owed.push(format!("{name}: no evidence"));
        }
        for evidence in &outcome.evidence {
            let shown: String = evidence.row.chars().skip(evidence.column - 1).take(evidence.length).collect();
            if evidence.line == 0 || evidence.text.is_empty() || shown != evidence.text {
                owed.push(format!(
                    "{name}: evidence {}:{}:{} `{}`",
                    evidence.source, evidence.line, evidence.column, evidence.text
                ));
            }
        }
        if outcome.verdict == Verdict::Fail && outcome.fix.is_empty() && outcome.note.is_empty() {
            owed.push(format!("{name}: neither fix nor note"));
        }
        if seen.insert((outcome.rule.clone(), outcome.subject.clone()), ()).is_some() {
            owed.push(format!("{name}: twice"));
        }
    }
    owed
}
