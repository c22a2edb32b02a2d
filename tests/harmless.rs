//! Whatever stands in a bundle, it commands no terminal.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;
mod simulated;

use std::fs;
use std::io::Read;
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::judged::Judged;
use ndmp_preflight::report::Policy;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::read;
use program::{program, ran, run};
use saved::{Saved, catalog, plain};
use serde_json::Value;
use sha2::{Digest, Sha256};
use simulated::Simulated;

/// A title, a cleared screen, a blinking background, the same by control characters of eight bits, a line that is written
/// over, and one that looks like ours.
const POISON: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{1b}[5;41m\u{9b}2J\u{7f}\r\u{8}\n  all answers are there\u{202e}";

type Files = Vec<(String, Vec<u8>)>;

/// The files of a bundle with a report, the manifest first.
fn files() -> Files {
    let saved = Saved::sample("many-faults");
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let reading = read("west", captures, &catalog().tables).remove(0);
    let mut bundle: Bundle = Simulated { reading: &reading, catalog: catalog() }.collect(&plain());
    bundle.remark("a remark");
    bundle.cluster = Some("west".to_owned());
    bundle.judged = Some(Judged::of(&bundle, catalog(), &plain(), Policy::default(), &["a-rule".to_owned()]));
    let bytes = bundle.bytes();
    let mut archive = tar::Archive::new(GzDecoder::new(bytes.as_slice()));
    let entries = archive.entries().unwrap().map(|entry| {
        let mut entry = entry.unwrap();
        let (name, mut bytes) = (entry.path().unwrap().display().to_string(), Vec::new());
        entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    });
    entries.collect()
}

fn manifest(files: &Files) -> Value {
    serde_json::from_slice(&files[0].1).unwrap()
}

fn write(path: &Path, files: &Files, manifest: &Value) {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let bytes = if name == "manifest.json" { manifest.to_string().into_bytes() } else { bytes.clone() };
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    std::io::Write::write_all(&mut packed, &archive.into_inner().unwrap()).unwrap();
    fs::write(path, packed.finish().unwrap()).unwrap();
}

/// Where strings stand, of lists the first element alone.
fn strings(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(list) => list.first().into_iter().for_each(|value| strings(value, &format!("{at}/0"), found)),
        Value::Object(map) => map.iter().for_each(|(key, value)| strings(value, &format!("{at}/{key}"), found)),
        _ => {}
    }
}

fn poisoned(value: &Value, at: &str) -> Value {
    let mut value = value.clone();
    let text = value.pointer_mut(at).unwrap();
    *text = Value::String(format!("{}{POISON}", text.as_str().unwrap()));
    value
}

/// Poisons every text of a report, keys of subjects too.
fn poison_all(value: &mut Value) {
    match value {
        Value::String(text) => text.push_str(POISON),
        Value::Array(list) => list.iter_mut().for_each(poison_all),
        Value::Object(map) => map.values_mut().for_each(poison_all),
        _ => {}
    }
}

/// Our own colours aside, nothing but text and line ends may come out.
fn assert_harmless(folder: &Path, line: &str) {
    let mut command = program(folder, line);
    // As at a terminal, for both outputs.
    command.env("CLICOLOR_FORCE", "1");
    let ran = ran(command);
    for text in [&ran.out, &ran.err] {
        assert!(!text.contains("\u{1b}[5;41m"), "{line}: a colour of the bundle: {text:?}");
        let is_forged = |line: &str| line.starts_with("  all answers are there") && line.contains('\u{fffd}');
        let for_machines = line.contains("junit") || line.contains("csv");
        assert!(for_machines || !text.lines().any(is_forged), "{line}: {text:?}");
        let mut pieces = text.split("\u{1b}[");
        let plain: String =
            pieces.next().into_iter().chain(pieces.map(|piece| piece.split_once('m').unwrap().1)).collect();
        let bad = plain.chars().find(|c| c.is_control() && *c != '\n' || *c == '\u{202e}');
        assert_eq!(bad, None, "{line}: {text:?}");
    }
    assert!(!(ran.out.is_empty() && ran.err.is_empty()), "{line}");
}

#[test]
fn no_string_of_a_manifest_commands_the_terminal() {
    let (folder, files) = (tempfile::tempdir().unwrap(), files());
    let manifest = manifest(&files);
    let mut places = Vec::new();
    strings(&manifest, "", &mut places);
    assert!(places.len() > 20 && places.iter().any(|place| place == "/commands/0/file"), "{places:?}");
    for place in &places {
        write(&folder.path().join("b.ndmp.tar.gz"), &files, &poisoned(&manifest, place));
        for command in ["verify", "check --from", "check --format json --from", "facts --from"] {
            assert_harmless(folder.path(), &format!("{command} b.ndmp.tar.gz --color always"));
        }
    }
}

#[test]
fn no_answer_and_no_report_of_a_bundle_commands_the_terminal() {
    let (folder, mut files) = (tempfile::tempdir().unwrap(), files());
    let mut manifest = manifest(&files);
    for place in ["/target", "/cluster", "/address", "/transport", "/remarks/0", "/commands/0/note", "/tool/version"] {
        manifest = poisoned(&manifest, place);
    }
    let sums: Vec<(String, usize, String)> = files[1..]
        .iter_mut()
        .map(|(name, bytes)| {
            if name == "report.json" {
                let mut report: Value = serde_json::from_slice(bytes).unwrap();
                poison_all(&mut report);
                *bytes = report.to_string().into_bytes();
            } else {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let words =
                    text.replace("e0a", &format!("e0a{POISON}")).replace("true", &format!("tr{}ue", &POISON[..16]));
                *bytes = format!("{words}\r\nError: {}x\r\n", POISON.replace('\n', "")).into_bytes();
            }
            (name.clone(), bytes.len(), Sha256::digest(&*bytes).iter().map(|byte| format!("{byte:02x}")).collect())
        })
        .collect();
    let (commands, report) = (manifest["commands"].as_array().unwrap().len(), "report");
    for at in (0..commands).map(|at| format!("/commands/{at}")).chain([format!("/{report}")]) {
        let part = manifest.pointer_mut(&at).unwrap();
        let (_, bytes, sum) = sums.iter().find(|(name, ..)| *name == part["file"]).unwrap();
        (part["bytes"], part["sha256"]) = ((*bytes).into(), sum.as_str().into());
    }
    write(&folder.path().join("b.ndmp.tar.gz"), &files, &manifest);
    let formats = ["check --format human -v", "check --format json", "check --format junit", "facts --format human -v"];
    for command in formats.into_iter().chain(["facts --format json", "facts --format csv"]) {
        assert_harmless(folder.path(), &format!("{command} --from b.ndmp.tar.gz --color always"));
    }
    assert_harmless(folder.path(), "verify b.ndmp.tar.gz --color always");
    assert!(run(folder.path(), "verify b.ndmp.tar.gz").out.contains("report differs"));
}

#[test]
fn a_configuration_s_faults_command_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[hosts.\"a\"]\naddress = \"\u{1b}[2Jb\"\nusr\u{9b}x = 1\n";
    fs::write(folder.path().join("ndmp-preflight.toml"), text).unwrap();
    assert_harmless(folder.path(), "check --demo --color always");
    fs::write(folder.path().join("ndmp-preflight.toml"), "fail-on = \"\\u001b[2J\"\n\"\\u001b[5m\" = 1\n").unwrap();
    assert_harmless(folder.path(), "check --demo --color always");
}
