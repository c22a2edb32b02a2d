//! `verify` does not say that all answers are there where one of them answers nothing, answers another command, or is told to be
//! lost: each answer of each bundle is spoilt in each way, and the checksums are those of what was written.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;
mod simulated;

use std::path::Path;

use ndmp_preflight::collect::answers::Piece;
use ndmp_preflight::collect::bundle::{Bundle, Entry};
use ndmp_preflight::collect::judged::Judged;
use ndmp_preflight::collect::plan::{Plan, Planned};
use ndmp_preflight::report::Policy;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::read;
use program::run;
use saved::{Saved, plain, whole};
use simulated::Simulated;

const SAMPLES: [&str; 3] = ["ready-svm-9.9.1", "ready-svm-9.12.1", "ready-node-scope"];

/// Texts that answer no command.
const GARBAGE: [&str; 9] = [
    "",
    "\r\n",
    "xyzzy\n",
    "The quick brown fox jumps over the lazy dog.\nAnd the dog says nothing.\n",
    "true\n",
    "{\"records\": [], \"num_records\": 0}\n",
    "\u{1}\u{2}\u{fffd}|~01~|\u{fffd}\n",
    "kirkwall::> \n",
    "sh: command not found\n",
];

fn collected(sample: &str) -> Bundle {
    let saved = Saved::sample(sample);
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let reading = read("kirkwall", captures, &whole().tables).remove(0);
    let mut bundle = Simulated { reading: &reading, catalog: whole() }.collect(&plain());
    bundle.tool = env!("CARGO_PKG_VERSION").to_owned();
    bundle
}

/// The entry with another text, kept as it was otherwise.
fn with_text(entry: &Entry, text: &str) -> Entry {
    let steps = Plan::of(whole(), &plain()).steps;
    let is_its = |step: &&Planned| step.show.text() == entry.command || step.plain.text() == entry.command;
    let step = steps.iter().find(is_its).unwrap_or_else(|| panic!("{}", entry.command));
    let piece = Piece { text: text.as_bytes().to_vec(), whole: entry.whole };
    let mut own = Entry::new(&entry.sent, step, entry.how, piece);
    own.file.clone_from(&entry.file);
    own
}

/// Bundles of one sample, each spoilt in one way, and what was spoilt.
fn spoilt(bundle: &Bundle) -> Vec<(String, Bundle)> {
    let mut all = Vec::new();
    let mut add = |what: String, entries: Vec<Entry>| all.push((what, Bundle { entries, ..bundle.clone() }));
    for (at, entry) in bundle.entries.iter().enumerate() {
        let with = |own: Entry| {
            let mut entries = bundle.entries.clone();
            entries[at] = own;
            entries
        };
        for text in GARBAGE {
            add(format!("{} is {text:?}", entry.command), with(with_text(entry, text)));
        }
        // Near and far ones: all pairs take minutes.
        let is_other = |(other_at, _): &(usize, &Entry)| [1, 2, 5, 11].contains(&other_at.saturating_sub(at));
        for (other_at, other) in bundle.entries.iter().enumerate().filter(is_other) {
            let mut entries = with(with_text(entry, other.text()));
            entries[other_at] = with_text(other, entry.text());
            add(format!("{} and {} are swapped", entry.command, other.command), entries);
        }
        let torn = entry.clone().lost("the connection broke");
        add(format!("{} is whole and lost", entry.command), with(torn));
        let mut misnamed = bundle.entries.clone();
        let next = (at + 1) % misnamed.len();
        (misnamed[at].file, misnamed[next].file) = (misnamed[next].file.clone(), misnamed[at].file.clone());
        add(format!("the file of {} is called after another", entry.command), misnamed);
        let mut again = entry.clone();
        "again.txt".clone_into(&mut again.file);
        let twice = [&bundle.entries[..], &[again]].concat();
        add(format!("{} stands there twice", entry.command), twice);
    }
    all
}

/// What `verify` says of these bundles, all in one run: the exit code, and a part for each.
fn verified(folder: &Path, bundles: &[(String, Bundle)]) -> (i32, Vec<String>) {
    let names: Vec<String> = (0..bundles.len()).map(|at| format!("b{at:05}")).collect();
    for (name, (_, bundle)) in names.iter().zip(bundles) {
        bundle.write(&folder.join(name)).unwrap();
    }
    let done = run(folder, &format!("verify {}", names.join(" ")));
    let mut parts: Vec<String> = Vec::new();
    for line in done.out.lines() {
        if line.starts_with(' ') {
            parts.last_mut().unwrap().push_str(&format!("{line}\n"));
        } else {
            parts.push(format!("{line}\n"));
        }
    }
    assert_eq!(parts.len(), bundles.len(), "{}{}", done.out, done.err);
    (done.code, parts)
}

fn is_good(part: &str) -> bool {
    !part.contains("  missing: ") && !part.contains("  not as collected: ")
}

#[test]
fn verify_finds_each_answer_that_is_none() {
    for sample in SAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let good = collected(sample);
        let (code, parts) = verified(folder.path(), &[(sample.to_owned(), good.clone())]);
        assert!(code == 0 && is_good(&parts[0]), "{sample}: {}", parts[0]);
        let bundles = spoilt(&good);
        let (code, parts) = verified(folder.path(), &bundles);
        let passed: Vec<String> =
            bundles.iter().zip(&parts).filter(|(_, part)| is_good(part)).map(|((what, _), _)| what.clone()).collect();
        assert!(passed.is_empty() && code != 0, "{sample}, {code}:\n{}", passed.join("\n"));
    }
}

#[test]
fn a_report_that_comes_out_again_does_not_hide_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let bundles = spoilt(&collected(SAMPLES[0]));
    let judged = |(what, bundle): (String, Bundle)| {
        let judged = Some(Judged::of(&bundle, whole(), &plain(), Policy::default(), &[]));
        (what, Bundle { judged, ..bundle })
    };
    // The report of the spoilt bundle is its own: it comes out again.
    let bundles: Vec<(String, Bundle)> = bundles.into_iter().step_by(13).map(judged).collect();
    for (what, bundle) in bundles {
        bundle.write(&folder.path().join("b")).unwrap();
        let done = run(folder.path(), "verify b");
        assert!(done.code != 0 && !is_good(&done.out), "{what}: {}", done.out);
        assert!(done.out.contains("  the report comes out again\n"), "{what}: {}", done.out);
    }
}
