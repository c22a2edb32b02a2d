//! Which changes each test comes to, and how long it takes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::run::{End, run};

/// A test, how long it took, and the changes whose places it came to.
#[derive(Serialize, Deserialize, Clone)]
pub struct Test {
    pub target: String,
    pub binary: String,
    pub name: String,
    pub passed: bool,
    pub ms: u64,
    pub reached: Vec<u32>,
}

/// Target and path of each binary of tests in what `cargo test --no-run --message-format=json` printed.
fn binaries(path: &Path) -> io::Result<Vec<(String, String)>> {
    let text = fs::read_to_string(path)?;
    let messages = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let of_tests = messages.filter(|message| message["profile"]["test"] == true);
    let pair = |message: Value| {
        let path = message["executable"].as_str()?.to_owned();
        let is_own = message["target"]["kind"][0] == "test";
        let name = if is_own { message["target"]["name"].as_str()? } else { "lib" };
        Some((name.to_owned(), path))
    };
    Ok(of_tests.filter_map(pair).collect())
}

fn names(folder: &Path, binary: &str) -> io::Result<Vec<String>> {
    let listed = |more: &[&str]| -> io::Result<BTreeSet<String>> {
        let output =
            Command::new(binary).args(["--list", "--format", "terse"]).args(more).current_dir(folder).output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok(text.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
    };
    let ignored = listed(&["--ignored"])?;
    Ok(listed(&[])?.into_iter().filter(|name| !ignored.contains(name)).collect())
}

/// Runs each test of the binaries by itself, and writes a line of JSON for each.
pub fn reach(folder: &Path, list: &Path, out: &Path, scratch: &Path) -> io::Result<()> {
    let mut queue = Vec::new();
    for (target, binary) in binaries(list)? {
        queue.extend(names(folder, &binary)?.into_iter().map(|name| (target.clone(), binary.clone(), name)));
    }
    eprintln!("{} tests", queue.len());
    queue.reverse();
    let queue = Mutex::new(queue);
    let file = Mutex::new(File::options().create(true).append(true).open(out)?);
    thread::scope(|scope| {
        let start = |at: usize| {
            let (queue, file) = (&queue, &file);
            scope.spawn(move || worker(folder, queue, file, &scratch.join(format!("reached{at}"))))
        };
        let workers: Vec<_> = (0..2).map(start).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| io::Error::other("a worker ended"))?)
    })
}

type Queue = Mutex<Vec<(String, String, String)>>;

fn worker(folder: &Path, queue: &Queue, file: &Mutex<File>, scratch: &Path) -> io::Result<()> {
    loop {
        let next = queue.lock().map_err(|_| io::Error::other("queue"))?.pop();
        let Some((target, binary, name)) = next else { return Ok(()) };
        let _ = fs::remove_file(scratch);
        let setting = ("NDMP_REACHED", scratch.to_str().unwrap_or_default());
        let (end, time) = run(folder, &binary, &[&name], setting, Duration::from_secs(300), Path::new("/dev/null"))?;
        let told = fs::read_to_string(scratch).unwrap_or_default();
        let reached: BTreeSet<u32> = told.lines().filter_map(|line| line.parse().ok()).collect();
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let passed = end == End::Passed;
        let test = Test { target, binary, name, passed, ms, reached: reached.into_iter().collect() };
        let line = serde_json::to_string(&test)?;
        writeln!(file.lock().map_err(|_| io::Error::other("file"))?, "{line}")?;
    }
}
