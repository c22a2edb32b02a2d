//! Tries each change by the tests that come to its place, until one fails.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::reach::Test;
use crate::run::{End, failed, run};

/// A change as `plant` wrote of it.
#[derive(Deserialize, Clone)]
pub struct Row {
    pub number: u32,
    pub name: String,
    pub file: String,
    pub function: Option<String>,
    pub state: String,
}

/// What became of a change.
#[derive(Serialize, Deserialize)]
pub struct Tried {
    pub number: u32,
    pub name: String,
    /// `caught`, `timeout`, `survived`, `unreached`, or `given up` for lack of time.
    pub end: String,
    by: String,
    ms: u64,
}

/// Most time that tests of one run are expected to take.
const BATCH: u64 = 1000;

struct Trial<'t> {
    folder: &'t Path,
    tests: Vec<Test>,
    /// The tests that come to each change, the quickest first.
    of: HashMap<u32, Vec<usize>>,
    /// Tests that failed for a change, by its function and by its file: the next is tried by them first.
    killers: Mutex<BTreeMap<String, Vec<usize>>>,
    /// How many changes each test found so far.
    found: Vec<AtomicUsize>,
    scratch: &'t Path,
    /// By the beginning of a path the targets of tests that are about it.
    hints: Vec<(String, Vec<String>)>,
    /// How long the tests of one change may take together.
    budget: Duration,
}

/// Tries what was planted and not tried yet, and writes a line of JSON for each change.
pub fn trial(
    folder: &Path,
    planted: &Path,
    reached: &Path,
    out: &Path,
    (budget, scratch): (u64, &Path),
) -> io::Result<()> {
    let rows: Vec<Row> = serde_json::from_str(&fs::read_to_string(planted)?)?;
    let old = tried(out);
    let done: BTreeSet<u32> = old.iter().map(|tried| tried.number).collect();
    let is_open = |row: &Row| row.state == "planted" && !done.contains(&row.number);
    let mut queue: Vec<Row> = rows.into_iter().filter(is_open).collect();
    queue.reverse();
    let trial = Trial::of(folder, reached, budget, scratch)?;
    eprintln!("{} changes, {} tests", queue.len(), trial.tests.len());
    old.iter().for_each(|tried| trial.relearn(tried));
    let file = Mutex::new(File::options().create(true).append(true).open(out)?);
    let queue = Mutex::new(queue);
    thread::scope(|scope| {
        let start = |at: usize| {
            let (trial, queue, file) = (&trial, &queue, &file);
            scope.spawn(move || trial.worker(queue, file, &trial.scratch.join(format!("printed{at}"))))
        };
        let workers: Vec<_> = (0..2).map(start).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| io::Error::other("a worker ended"))?)
    })
}

/// What was tried before.
pub fn tried(out: &Path) -> Vec<Tried> {
    let text = fs::read_to_string(out).unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

impl<'t> Trial<'t> {
    fn of(folder: &'t Path, reached: &Path, budget: u64, scratch: &'t Path) -> io::Result<Self> {
        let text = fs::read_to_string(reached)?;
        let mut tests: Vec<Test> = text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
        tests.retain(|test| test.passed);
        tests.sort_by_key(|test| test.ms);
        let mut of: HashMap<u32, Vec<usize>> = HashMap::new();
        for (at, test) in tests.iter().enumerate() {
            for &number in &test.reached {
                of.entry(number).or_default().push(at);
            }
        }
        let found = tests.iter().map(|_| AtomicUsize::new(0)).collect();
        let hint = |line: &str| {
            let mut words = line.split(' ').map(str::to_owned);
            Some((words.next()?, words.collect()))
        };
        let hints = include_str!("../hints.txt").lines().filter_map(hint).collect();
        let budget = Duration::from_secs(budget);
        Ok(Self { folder, tests, of, killers: Mutex::default(), found, scratch, hints, budget })
    }
}

impl Trial<'_> {
    fn worker(&self, queue: &Mutex<Vec<Row>>, file: &Mutex<File>, printed: &Path) -> io::Result<()> {
        loop {
            let next = queue.lock().map_err(|_| io::Error::other("queue"))?.pop();
            let Some(row) = next else { return Ok(()) };
            let start = Instant::now();
            let (end, by) = self.tried(&row, printed)?;
            let ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
            let tried = Tried { number: row.number, name: row.name, end: end.to_owned(), by, ms };
            let line = serde_json::to_string(&tried)?;
            writeln!(file.lock().map_err(|_| io::Error::other("file"))?, "{line}")?;
        }
    }

    fn tried(&self, row: &Row, printed: &Path) -> io::Result<(&'static str, String)> {
        let Some(own) = self.of.get(&row.number) else { return Ok(("unreached", String::new())) };
        let function = format!("{} {}", row.file, row.function.as_deref().unwrap_or_default());
        let keys = [function, row.file.clone()];
        let start = Instant::now();
        for batch in self.batches(own, &keys) {
            if start.elapsed() > self.budget {
                return Ok(("given up", String::new()));
            }
            let names: Vec<&str> = batch.iter().map(|&at| self.tests[at].name.as_str()).collect();
            let expected: u64 = batch.iter().map(|&at| self.tests[at].ms).sum();
            let limit = Duration::from_millis(20_000.max(4 * expected));
            let number = row.number.to_string();
            let (end, _) =
                run(self.folder, &self.tests[batch[0]].binary, &names, ("NDMP_MUTANT", &number), limit, printed)?;
            if end != End::Passed {
                let failed = failed(&fs::read_to_string(printed).unwrap_or_default());
                let is_it = |at: &&usize| failed.is_empty() || failed.contains(&self.tests[**at].name);
                let own: Vec<usize> = batch.iter().filter(is_it).copied().collect();
                self.learn(&keys, &own);
                let names: Vec<&str> = own.iter().map(|&at| self.tests[at].name.as_str()).collect();
                let by = format!("{} {}", self.tests[batch[0]].target, names.join(","));
                return Ok((if end == End::Failed { "caught" } else { "timeout" }, by));
            }
        }
        Ok(("survived", own.len().to_string()))
    }

    /// The tests that come to a change, in runs: first those that found its neighbours.
    fn batches(&self, own: &[usize], keys: &[String]) -> Vec<Vec<usize>> {
        let mut batches: Vec<Vec<usize>> = Vec::new();
        let mut used = BTreeSet::new();
        let known: Vec<usize> = self.killers.lock().map_or_else(
            |_| Vec::new(),
            |killers| {
                keys.iter().flat_map(|key| killers.get(key).into_iter().flatten().rev().take(6).copied()).collect()
            },
        );
        for at in known.into_iter().filter(|at| own.contains(at)) {
            if used.insert(at) {
                match batches.iter_mut().find(|batch| self.fits(batch, at)) {
                    Some(batch) => batch.push(at),
                    None => batches.push(vec![at]),
                }
            }
        }
        // Then all of the tests that are about its file.
        let hint = self.hints.iter().find(|(begin, _)| keys[1].starts_with(begin.as_str()));
        for target in hint.into_iter().flat_map(|(_, targets)| targets) {
            let begin = batches.len();
            for &at in own.iter().filter(|at| self.tests[**at].target == *target) {
                if used.insert(at) {
                    match batches[begin..].iter_mut().find(|batch| self.fits(batch, at)) {
                        Some(batch) => batch.push(at),
                        None => batches.push(vec![at]),
                    }
                }
            }
        }
        let first = batches.len();
        let mut rest = own.to_vec();
        // What finds much in little time comes first.
        rest.sort_by_cached_key(|&at| {
            let found = 1 + 20 * self.found[at].load(Ordering::Relaxed) as u64;
            (self.tests[at].ms + 20) * 1000 / found
        });
        for &at in &rest {
            if used.insert(at) {
                let from = first.max(batches.len().saturating_sub(40));
                match batches[from..].iter_mut().find(|batch| self.fits(batch, at)) {
                    Some(batch) => batch.push(at),
                    None => batches.push(vec![at]),
                }
            }
        }
        batches
    }

    fn fits(&self, batch: &[usize], at: usize) -> bool {
        let expected: u64 = batch.iter().map(|&one| self.tests[one].ms).sum();
        self.tests[batch[0]].binary == self.tests[at].binary
            && expected + self.tests[at].ms <= BATCH
            && batch.len() < 40
    }

    /// Learns from what was tried before.
    fn relearn(&self, tried: &Tried) {
        let (target, names) = tried.by.split_once(' ').unwrap_or_default();
        let names: BTreeSet<&str> = names.split(',').collect();
        let is_it = |test: &Test| test.target == target && names.contains(test.name.as_str());
        for (at, _) in self.tests.iter().enumerate().filter(|(_, test)| names.len() < 4 && is_it(test)) {
            self.found[at].fetch_add(1, Ordering::Relaxed);
        }
    }

    fn learn(&self, keys: &[String], batch: &[usize]) {
        if batch.len() < 4 {
            for &at in batch {
                self.found[at].fetch_add(1, Ordering::Relaxed);
            }
        }
        if let Ok(mut killers) = self.killers.lock() {
            for key in keys {
                let own = killers.entry(key.clone()).or_default();
                for &at in batch.iter().take(3) {
                    own.retain(|&old| old != at);
                    own.push(at);
                }
            }
        }
    }
}
