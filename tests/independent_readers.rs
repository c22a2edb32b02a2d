//! Every format read back by a library that somebody else wrote: `tests/readers/read.py` holds SARIF against the schema of OASIS, and
//! reads JUnit, OpenMetrics, TAP, CSV and Markdown with packages of their own. All must count what the JSON report counts.
//!
//! `.ci/run` installs them below its cache. Where they are not, the tests are passed over; a CI run without them fails, for a gate
//! that is not there is no gate. By hand: `python3 -m venv DIR && DIR/bin/pip install -r tests/readers/requirements.txt`, and
//! `NDMP_PREFLIGHT_READERS=DIR`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use program::run;
use serde_json::Value;
use tempfile::tempdir;

const FORMATS: [&str; 8] = ["sarif", "junit", "openmetrics", "tap", "csv", "markdown", "gitlab", "github"];

/// The Python that has them; `None` where there is none and none is needed.
fn python() -> Option<PathBuf> {
    let named = std::env::var_os("NDMP_PREFLIGHT_READERS").map(PathBuf::from);
    let usual = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache/ndmp-preflight/readers"));
    let python = named.or_else(usual)?.join("bin/python");
    if python.exists() {
        return Some(python);
    }
    let is_needed = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(!is_needed, "no readers at {}: see the head of this file", python.display());
    None
}

/// What the readers say of all reports of a folder.
fn read(python: &Path, folder: &Path) -> BTreeMap<String, Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers/read.py");
    let done = Command::new(python).arg("-I").arg(script).arg(folder).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

/// Each sample, all of them, the demonstration, and what is unreadable, blank, waived and set by the site.
fn inputs(folder: &Path) -> Vec<(String, String)> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs");
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().replace('.', "-");
        (name, format!("--from {}", path.display()))
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(&samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.file_name().is_some_and(|name| name != "README.md"));
    paths.sort();
    assert!(paths.len() > 6);
    let all: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    fs::write(folder.join("blank.txt"), "nothing of ONTAP\n").unwrap();
    let waiver = "[[waiver]]\nrule = \"lif-firewall-ndmp\"\nreason = \"a, \\\"b\\\" | #c <d> %0A\"\nuntil = 2026-12-31\n\
        [rule.lif-home]\nseverity = \"must\"\n";
    fs::write(folder.join("site.toml"), waiver).unwrap();
    let many = samples.join("many-faults").display().to_string();
    let mut inputs: Vec<(String, String)> = paths.into_iter().map(named).collect();
    let more = [
        ("demo", "--demo".to_owned()),
        ("demo-planned", "--demo --dma netbackup --dma-address 192.0.2.9 --register cluster_mgmt".to_owned()),
        ("fleet", format!("--from {} {}/blank.txt nowhere", all.join(" "), folder.display())),
        ("unreadable", "--from nowhere".to_owned()),
        ("blank", format!("--from {}/blank.txt", folder.display())),
        ("waived", format!("--from {many} --config {}/site.toml", folder.display())),
        ("few", format!("--from {many} --select lif-up")),
    ];
    inputs.extend(more.map(|(name, line)| (name.to_owned(), line)));
    inputs
}

/// Writes each input in each format, and gives what the JSON report counts.
fn written(folder: &Path, reports: &Path) -> BTreeMap<String, Value> {
    let mut wanted = BTreeMap::new();
    for (name, line) in inputs(folder) {
        let place = |format: &str| format!("--report {format}={}", reports.join(format!("{name}.{format}")).display());
        let options: Vec<String> = FORMATS.iter().map(|format| place(format)).collect();
        let done = run(folder, &format!("check {line} --now 2026-11-22 --format json {}", options.join(" ")));
        let report: Value = serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}: {}", done.err));
        let mut counts =
            BTreeMap::from(["pass", "fail", "unknown", "not-applicable", "waived", "unjudged"].map(|word| (word, 0)));
        for target in report["targets"].as_array().unwrap() {
            let outcomes = target["outcomes"].as_array().unwrap();
            *counts.get_mut("unjudged").unwrap() += usize::from(outcomes.is_empty());
            for outcome in outcomes {
                *counts.get_mut(outcome["verdict"].as_str().unwrap()).unwrap() += 1;
            }
        }
        wanted.insert(name, serde_json::to_value(counts).unwrap());
    }
    wanted
}

#[test]
fn others_read_in_every_format_what_the_json_report_counts() {
    let Some(python) = python() else { return };
    let (folder, reports) = (tempdir().unwrap(), tempdir().unwrap());
    let wanted = written(folder.path(), reports.path());
    let told = read(&python, reports.path());
    assert_eq!(told.len(), wanted.len() * FORMATS.len());
    for (file, found) in told {
        let (name, _) = file.rsplit_once('.').unwrap();
        assert!(found.get("error").is_none(), "{file}: {found}");
        let told = found.as_object().unwrap().iter().filter(|(_, count)| !count.is_null());
        let mut compared = 0;
        for (word, count) in told {
            // What was not judged is one more `fail` of nobody: each format that counts it has it apart.
            assert_eq!(*count, wanted[name][word], "{file}: {word} of {}", wanted[name]);
            compared += 1;
        }
        assert!(compared >= 3, "{file}: {found}");
    }
    let all = &wanted["fleet"];
    assert!(["pass", "fail", "unknown", "not-applicable", "unjudged"].iter().all(|word| all[*word] != 0), "{all}");
    assert_ne!(wanted["waived"]["waived"], 0);
}

/// Readers that take everything would prove nothing: half a report, and one with a finding less, are told.
#[test]
fn they_tell_a_report_that_is_cut_and_one_that_lacks_a_finding() {
    let Some(python) = python() else { return };
    let (folder, reports, damaged) = (tempdir().unwrap(), tempdir().unwrap(), tempdir().unwrap());
    let wanted = written(folder.path(), reports.path());
    for format in FORMATS {
        let text = fs::read_to_string(reports.path().join(format!("demo.{format}"))).unwrap();
        let half = text.char_indices().nth(text.chars().count() / 2).unwrap().0;
        fs::write(damaged.path().join(format!("half.{format}")), &text[..half]).unwrap();
    }
    for (format, from, to) in [
        ("sarif", "\"kind\":\"fail\"", "\"kind\":\"failed\""),
        ("junit", "</testcase>", "</testkase>"),
        ("openmetrics", "# EOF\n", ""),
        ("openmetrics", " gauge\n", " gouge\n"),
        ("tap", "\nnot ok ", "\nok "),
        ("csv", ",fail,", ",pass,"),
        ("markdown", "### fail: ", "### fell: "),
        ("gitlab", "\"severity\":\"blocker\"", "\"severity\":\"bad\""),
        ("github", "\nfail must ", "\nfall must "),
    ] {
        let text = fs::read_to_string(reports.path().join(format!("demo.{format}"))).unwrap();
        assert!(text.contains(from), "{format}: {from}");
        let name = format!("{}.{format}", from.chars().filter(char::is_ascii_alphanumeric).collect::<String>());
        fs::write(damaged.path().join(name), text.replacen(from, to, 1)).unwrap();
    }
    let told = read(&python, damaged.path());
    assert_eq!(told.len(), FORMATS.len() + 9);
    for (file, found) in told {
        let is_other = |(word, count): (&String, &Value)| !count.is_null() && *count != wanted["demo"][word];
        assert!(found.get("error").is_some() || found.as_object().unwrap().iter().any(is_other), "{file}: {found}");
    }
}

/// Prometheus' own tool; `None` where it is not and is not needed. It reads the text format, of which the textfile collector takes its
/// files too; there the `# EOF` of OpenMetrics is a comment.
fn promtool() -> Option<PathBuf> {
    let usual = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/ndmp-preflight/bin/promtool"));
    let runs = |path: &PathBuf| Command::new(path).arg("--version").output().is_ok_and(|done| done.status.success());
    let found = [Some(PathBuf::from("promtool")), usual].into_iter().flatten().find(runs);
    let is_needed = std::env::var_os("CI").is_some_and(|ci| ci == "true");
    assert!(found.is_some() || !is_needed, "no promtool: see `.ci/run`");
    found
}

/// Whether it has anything to say against a text, of its form or its names.
fn refused(promtool: &Path, metrics: &str) -> Option<String> {
    let file = tempdir().unwrap();
    let path = file.path().join("metrics.prom");
    fs::write(&path, metrics).unwrap();
    let done = Command::new(promtool).args(["check", "metrics"]).stdin(fs::File::open(path).unwrap()).output().unwrap();
    let told = [done.stdout, done.stderr].concat();
    (!done.status.success() || !told.is_empty()).then(|| String::from_utf8_lossy(&told).into_owned())
}

#[test]
fn prometheus_has_nothing_to_say_against_the_metrics() {
    let Some(promtool) = promtool() else { return };
    let (folder, reports) = (tempdir().unwrap(), tempdir().unwrap());
    for (name, _) in written(folder.path(), reports.path()) {
        let metrics = fs::read_to_string(reports.path().join(format!("{name}.openmetrics"))).unwrap();
        assert_eq!(refused(&promtool, &metrics), None, "{name}");
        // One that takes everything would prove nothing.
        for (from, to) in
            [(" gauge\n", " gouge\n"), ("\"} ", "\"} x"), ("# HELP ", "# HALP "), ("_ready ", "_ready_total ")]
        {
            let told = refused(&promtool, &metrics.replacen(from, to, 1));
            assert!(told.is_some(), "{name}: {from:?} for {to:?} is taken");
        }
    }
}
