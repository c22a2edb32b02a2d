//! `rules test DIR`: the examples of a site's own rules and tables, each judged and read by its own file alone.

use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ndmp_preflight::report::{Exit, hang};
use ndmp_preflight::rule::{Rule, Verdict};
use ndmp_preflight::trial::{self, Miss};
use serde::Serialize;

use super::loaded::{FolderOptions, Head, Loaded, counted};
use crate::cli::complaint::Complaint;

/// Run the examples of a site's own rules and tables: what each that fails expects, and what there was
///
/// Exit codes: 0 every rule and table does what its examples say, 1 one does not, 2 a file does not load, 3 nothing was tested, or a
/// table has no example.
#[derive(Args, Debug)]
pub(crate) struct Test {
    #[command(flatten)]
    folder: FolderOptions,
}

/// `ndmp-preflight/rules-test/v1`.
#[derive(Serialize)]
struct Sheet {
    #[serde(flatten)]
    head: Head,
    /// Number of all examples.
    examples: usize,
    /// Number of those that fail.
    failed: usize,
    tested: Vec<Tested>,
}

/// A rule or a table that was tried.
#[derive(Serialize)]
struct Tested {
    /// `rule` or `table`.
    kind: &'static str,
    /// Name of the rule, or command of the table.
    name: String,
    file: String,
    examples: usize,
    /// Verdicts of which a rule has no example: nobody has seen it give them.
    unseen: Vec<&'static str>,
    failures: Vec<Failure>,
}

/// An example that does not give what its file says.
#[derive(Serialize)]
struct Failure {
    /// Which of the file, from 1.
    example: usize,
    line: usize,
    expected: String,
    found: String,
}

impl From<Miss> for Failure {
    fn from(miss: Miss) -> Self {
        let Miss { line, number, expected, found, .. } = miss;
        Self { example: number, line, expected, found }
    }
}

impl Test {
    /// Tries the folder and tells what came of it.
    pub(crate) fn run(self) -> Result<Exit, Complaint> {
        let loaded = Loaded::of(&self.folder.folder)?;
        let tested = tested(&loaded);
        let exit = exit(&loaded, &tested);
        let head = Head::of("ndmp-preflight/rules-test/v1", &self.folder, &loaded, exit);
        let examples = tested.iter().map(|one| one.examples).sum();
        let failed = tested.iter().map(|one| one.failures.len()).sum();
        let sheet = Sheet { head, examples, failed, tested };
        self.folder
            .tell(&sheet, |wide| if exit == Exit::Usage { loaded.faults_told() } else { told(&sheet, exit, wide) })?;
        Ok(exit)
    }
}

fn exit(loaded: &Loaded, tested: &[Tested]) -> Exit {
    if !loaded.faults.is_empty() {
        Exit::Usage
    } else if tested.iter().any(|one| !one.failures.is_empty()) {
        Exit::NotReady
    } else if tested.is_empty() || tested.iter().any(|one| one.examples == 0) {
        Exit::Undecided
    } else {
        Exit::Ready
    }
}

fn tested(loaded: &Loaded) -> Vec<Tested> {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    let failures =
        |tried: Result<(), Vec<Miss>>| tried.err().unwrap_or_default().into_iter().map(Failure::from).collect();
    let tables = loaded.tables().iter().map(|table| Tested {
        kind: "table",
        name: table.command.clone(),
        file: table.file.clone(),
        examples: table.examples.len(),
        unseen: Vec::new(),
        failures: failures(trial::table_examples(&loaded.catalog.tables, table)),
    });
    let rules = loaded.rules().iter().map(|rule| Tested {
        kind: "rule",
        name: rule.id.clone(),
        file: rule.file.clone(),
        examples: rule.examples.len(),
        unseen: unseen(rule),
        failures: failures(trial::examples(&loaded.catalog, rule, today)),
    });
    tables.chain(rules).collect()
}

fn unseen(rule: &Rule) -> Vec<&'static str> {
    let has = |verdict: &Verdict| rule.examples.iter().any(|example| example.verdict == *verdict);
    let all = [Verdict::Pass, Verdict::Fail, Verdict::Unknown];
    all.into_iter().filter(|verdict| !has(verdict)).map(Verdict::word).collect()
}

fn told(sheet: &Sheet, exit: Exit, wide: usize) -> String {
    let column = sheet.tested.iter().map(|one| one.name.chars().count()).max().unwrap_or(0);
    let lines: String = sheet.tested.iter().map(|one| line(one, column, wide)).collect();
    let because = match exit {
        Exit::NotReady => format!("{} of {} fail", sheet.failed, counted(sheet.examples, "example")),
        Exit::Undecided if sheet.tested.is_empty() => "there is no rule and no table: nothing was tested".to_owned(),
        Exit::Undecided => "nothing fails, and what has no example was not tested".to_owned(),
        _ => format!("each of {} gives what its file says", counted(sheet.examples, "example")),
    };
    let gap = if lines.is_empty() { "" } else { "\n" };
    format!("{lines}{gap}{}\n", hang("exit code  ", 11, &format!("{}, because {because}", exit.code()), wide))
}

fn line(one: &Tested, column: usize, wide: usize) -> String {
    let Tested { kind, name, file, examples, unseen, failures } = one;
    let state = match (examples, failures.len()) {
        (0, _) => "no example: nothing shows that it does what it should".to_owned(),
        (_, 0) => counted(*examples, "example"),
        (_, failed) => format!("{}, {failed} failed", counted(*examples, "example")),
    };
    let unseen = if unseen.is_empty() || *examples == 0 {
        String::new()
    } else {
        format!("; none of {}: nobody has seen it give that", unseen.join(", none of "))
    };
    let head = hang(&format!("{kind:<5}  {name:<column$}  "), column + 9, &format!("{state}{unseen}"), wide);
    let failure = |failure: &Failure| {
        let part = |label: &str, text: &str| hang(&format!("    {label:<8}  "), 14, text, wide) + "\n";
        let Failure { example, line, expected, found } = failure;
        format!("  {file}:{line}: example {example}\n{}{}", part("expected", expected), part("found", found))
    };
    format!("{head}\n{}", failures.iter().map(failure).collect::<String>())
}
