//! How fast clusters are judged, whole processes: `cargo bench --bench checking [-- works|lifs|nodes|targets|rules|resume|all]`.
//!
//! `works`: a small cluster, a large one and a fleet of small ones, in turn with a process that does nothing (`--version`) and
//! with reading the same files in this process, by as many threads. `reading`: times as long as reading the files alone.
//!
//! The others let one thing grow, and show the time for one of it against that of the first line: it does not grow where
//! judging is linear. `resume`: fleets of which nothing has changed, judged and taken over, by the time on processors and against
//! reading them. `peak`: the most memory that the process had (Linux only).

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench shows its figures, and ends at what goes wrong")]

#[path = "../../tests/printed/answers.rs"]
mod answers;
#[path = "../../tests/printed/cluster.rs"]
#[expect(dead_code, reason = "nothing is broken here")]
mod cluster;
mod generator;
#[path = "../process/mod.rs"]
mod process;
mod saved;
#[path = "../../tests/printed/table.rs"]
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generator::{Measures, fleet, site_rules};
use rayon::prelude::*;

/// Each figure is the median of so many runs.
const RUNS: usize = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let is_asked =
        |name: &str| words.is_empty() && name == "works" || words.iter().any(|word| word == name || word == "all");
    let folder = tempfile::tempdir().unwrap();
    if is_asked("works") {
        works(folder.path());
    }
    let small = Measures { targets: 1, nodes: 2, lifs: 1_000, drives: 4 };
    if is_asked("lifs") {
        let sizes = [1_000, 10_000, 100_000].map(|lifs| (lifs, Measures { lifs, ..small }));
        growth(folder.path(), "LIFs", &sizes);
    }
    if is_asked("nodes") {
        let sizes = [2, 6, 12, 24].map(|nodes| (nodes, Measures { nodes, lifs: 5_000, ..small }));
        growth(folder.path(), "nodes", &sizes);
    }
    if is_asked("targets") {
        let sizes = [10, 100, 1_000, 10_000].map(|targets| (targets, Measures { targets, lifs: 8, ..small }));
        growth(folder.path(), "targets", &sizes);
    }
    if is_asked("rules") {
        rules(folder.path());
    }
    if is_asked("resume") {
        resume(folder.path());
    }
}

/// Fleets of which nothing has changed.
fn resume(folder: &Path) {
    println!(
        "{:<9} {:>9} {:>10} {:>9} {:>12} {:>9} {:>9}",
        "targets", "KiB", "judged ms", "peak MiB", "taken over ms", "peak MiB", "of judged"
    );
    for (targets, lifs) in [(200, 20), (1_000, 20), (50, 2_000)] {
        let clusters = folder.join(format!("resumed-{targets}"));
        fleet(&clusters, Measures { targets, nodes: 2, lifs, drives: 4 });
        let run = |options: &[&str]| {
            let mut command = Command::new(PROGRAM);
            command.args(["check", "--format", "junit", "--from"]).arg(&clusters).args(options).current_dir(folder);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let costs: Vec<_> = (0..RUNS).map(|_| process::cost(&mut command).unwrap()).collect();
            assert!(costs.iter().all(|cost| matches!(cost.code, 0 | 1 | 3)), "{costs:?}");
            let peak = costs.iter().map(|cost| cost.peak).max().unwrap_or_default();
            (median(costs.into_iter().map(|cost| cost.processor).collect()), peak as f64 / 1024.0)
        };
        let (judged, most) = run(&[]);
        run(&["--resume", "last", "--report", "json=last"]);
        let (taken, most_taken) = run(&["--resume", "last"]);
        let bytes = read_all(&clusters);
        let of = taken.as_secs_f64() / judged.as_secs_f64();
        println!(
            "{targets:<9} {:>9} {:>10} {most:>9.1} {:>12} {most_taken:>9.1} {of:>9.2}",
            bytes >> 10,
            judged.as_millis(),
            taken.as_millis()
        );
        fs::remove_file(folder.join("last")).unwrap();
    }
}

/// The three works against a process that does nothing, and against reading the files.
fn works(folder: &Path) {
    let works = [
        ("small", Measures { targets: 1, nodes: 2, lifs: 30, drives: 6 }),
        ("large", Measures { targets: 1, nodes: 24, lifs: 5_000, drives: 500 }),
        ("fleet", Measures { targets: 1_000, nodes: 2, lifs: 20, drives: 4 }),
    ];
    println!("{:<6} {:>9} {:>10} {:>9} {:>9} {:>9}", "work", "KiB", "check ms", "nothing", "reading", "peak MiB");
    for (name, measures) in works {
        let clusters = folder.join(name);
        fleet(&clusters, measures);
        let (mut checks, mut nothing, mut reading) = (Vec::new(), Vec::new(), Vec::new());
        let bytes = read_all(&clusters);
        let mut peak = 0;
        for _ in 0..RUNS {
            let (took, most) = checked(&clusters, &[]);
            checks.push(took);
            peak = peak.max(most);
            nothing.push(timed(Command::new(PROGRAM).arg("--version")));
            let start = Instant::now();
            read_all(&clusters);
            reading.push(start.elapsed());
        }
        let [check, nothing, reading] = [checks, nothing, reading].map(median);
        let times = |other: Duration| format!("{:.1}", check.as_secs_f64() / other.as_secs_f64());
        println!(
            "{name:<6} {:>9} {:>10.1} {:>9} {:>9} {:>9.1}",
            bytes >> 10,
            check.as_secs_f64() * 1e3,
            times(nothing),
            times(reading),
            peak as f64 / 1024.0
        );
    }
}

/// Lets one thing grow.
fn growth(folder: &Path, what: &str, sizes: &[(usize, Measures)]) {
    println!("{what:<9} {:>10} {:>13} {:>9}", "check ms", "of the first", "peak MiB");
    let mut first = None;
    for (count, measures) in sizes {
        let clusters = folder.join(format!("{what}-{count}"));
        fleet(&clusters, *measures);
        show(*count, &clusters, &[], &mut first);
        fs::remove_dir_all(&clusters).unwrap();
    }
}

/// Lets the rules of a site grow.
fn rules(folder: &Path) {
    println!("{:<9} {:>10} {:>13} {:>9}", "rules", "check ms", "of the first", "peak MiB");
    let clusters = folder.join("ruled");
    fleet(&clusters, Measures { targets: 1, nodes: 4, lifs: 1_000, drives: 8 });
    let mut first = None;
    for count in [30, 100, 300] {
        let site = folder.join(format!("rules-{count}"));
        site_rules(&site, count);
        let site = site.display().to_string();
        show(count, &clusters, &["--rules", &site], &mut first);
    }
}

fn show(count: usize, clusters: &Path, options: &[&str], first: &mut Option<f64>) {
    let runs: Vec<(Duration, u64)> = (0..RUNS).map(|_| checked(clusters, options)).collect();
    let peak = runs.iter().map(|(_, peak)| *peak).max().unwrap_or_default();
    let took = median(runs.into_iter().map(|(took, _)| took).collect());
    let each = took.as_secs_f64() / count as f64;
    let of_first = each / *first.get_or_insert(each);
    println!("{count:<9} {:>10.1} {of_first:>13.2} {:>9.1}", took.as_secs_f64() * 1e3, peak as f64 / 1024.0);
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_ndmp-preflight");

/// Time of a check, and the most memory that it had, in KiB.
fn checked(clusters: &Path, options: &[&str]) -> (Duration, u64) {
    let mut command = Command::new(PROGRAM);
    command.args(["check", "--format", "junit", "--from"]).arg(clusters).args(options);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().unwrap();
    let mut peak = 0;
    loop {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        if let Some(done) = child.try_wait().unwrap() {
            assert!(matches!(done.code(), Some(0 | 1 | 3)), "{command:?} ended with {done}");
            return (start.elapsed(), peak);
        }
        std::thread::sleep(Duration::from_micros(200));
    }
}

fn timed(command: &mut Command) -> Duration {
    let start = Instant::now();
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success());
    start.elapsed()
}

/// Reads all files below a folder, and tells their bytes.
fn read_all(folder: &Path) -> usize {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.par_iter().map(|file| fs::read(file).unwrap().len()).sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
