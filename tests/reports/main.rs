//! Reports as files: held against their schemas, merged, compared, and waived from.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod differences;
mod merged;
#[path = "../cli/program.rs"]
mod program;
mod resumed;
mod schemas;
mod shards;
mod trends;
mod waivers;

use std::path::PathBuf;

use serde_json::Value;

const SAMPLES: [&str; 7] = [
    "document-two-nodes",
    "mail-damaged.txt",
    "many-faults",
    "ready-node-scope",
    "ready-svm-9.12.1",
    "ready-svm-9.9.1",
    "terminal-transcript.txt",
];

fn samples() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("sample-outputs")
}

/// What `check` writes of a sample.
fn report(sample: &str, options: &str) -> String {
    program::run(&samples(), &format!("check --from {sample} --now 2026-11-22 {options}")).out
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
