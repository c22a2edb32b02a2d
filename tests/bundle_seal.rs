//! What `verify` proves of a bundle and what not: changes to its manifest, bytes behind its end, commands that nobody sends,
//! and rules that are not at hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
#[allow(dead_code, clippy::allow_attributes, reason = "each test file uses its own part")]
mod program;
mod saved;
mod simulated;

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ndmp_preflight::collect::bundle::Bundle;
use ndmp_preflight::collect::judged::Judged;
use ndmp_preflight::report::Policy;
use ndmp_preflight::rule::Catalog;
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::read;
use program::{Ran, run};
use saved::{Saved, plain, whole};
use serde_json::Value;
use simulated::Simulated;
use tempfile::TempDir;

fn bundle(catalog: &Catalog) -> Bundle {
    let saved = Saved::sample("ready-svm-9.9.1");
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let reading = read("west", captures, &catalog.tables).remove(0);
    let mut bundle = Simulated { reading: &reading, catalog }.collect(&plain());
    bundle.tool = env!("CARGO_PKG_VERSION").to_owned();
    bundle.address = "192.0.2.10:22".to_owned();
    bundle.cluster = Some("west".to_owned());
    bundle.started = "2026-11-22T08:00:00Z".parse().unwrap();
    bundle.remark("the first answer came late");
    bundle.judged = Some(Judged::of(&bundle, catalog, &plain(), Policy::default(), &[]));
    bundle
}

/// A folder with the bundle `b`.
fn place() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    bundle(whole()).write(&folder.path().join("b")).unwrap();
    folder
}

fn unpacked(path: &Path) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(fs::File::open(path).unwrap()).read_to_end(&mut plain).unwrap();
    plain
}

fn gzipped(path: &Path, plain: &[u8]) {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(plain).unwrap();
    fs::write(path, packer.finish().unwrap()).unwrap();
}

/// Changes the manifest of the bundle `b` as somebody would who packs it again.
fn edited(folder: &Path, change: impl Fn(String) -> String) {
    let path = folder.join("b");
    let plain = unpacked(&path);
    let mut archive = tar::Builder::new(Vec::new());
    for entry in tar::Archive::new(plain.as_slice()).entries().unwrap() {
        let mut entry = entry.unwrap();
        let (mut header, name) = (entry.header().clone(), entry.path().unwrap().into_owned());
        let mut text = String::new();
        entry.read_to_string(&mut text).unwrap();
        if name == Path::new("manifest.json") {
            let before = text.clone();
            text = change(text);
            assert_ne!(text, before, "nothing was changed");
        }
        header.set_size(text.len() as u64);
        archive.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    gzipped(&path, &archive.into_inner().unwrap());
}

fn verify(folder: &Path) -> Ran {
    run(folder, "verify b")
}

/// The manifest as an older program wrote it, which knew of no checksum of its own.
fn without_seal(text: &str) -> Value {
    let mut manifest: Value = serde_json::from_str(text).unwrap();
    assert!(manifest.as_object_mut().unwrap().remove("manifest_sha256").is_some(), "{text}");
    manifest
}

#[test]
fn a_change_of_the_manifest_is_seen_wherever_it_is() {
    for (before, after) in [
        ("\"address\": \"192.0.2.10:22\"", "\"address\": \"192.0.2.11:22\""),
        ("\"cluster\": \"west\"", "\"cluster\": \"east\""),
        ("\"target\": \"west\"", "\"target\": \"east\""),
        ("came late", "came"),
        ("\"note\": \"\"", "\"note\": \"all is well\""),
        ("\"command\": \"version\"", "\"command\": \"version \""),
        ("\"sent\": \"set -", "\"sent\": \"volume delete *; set -"),
        ("2026-11-22T08:00:00Z", "2026-11-23T08:00:00Z"),
        ("\"schema\"", "\"extra\": 1,\n  \"schema\""),
    ] {
        let folder = place();
        edited(folder.path(), |text| text.replacen(before, after, 1));
        let done = verify(folder.path());
        assert_eq!(done.code, 4, "{after}: {}", done.out);
        assert!(done.out.contains("`manifest.json` is not what was written: its checksum differs"), "{}", done.out);
        assert_eq!(run(folder.path(), "check --from b").code, 4);
    }
}

#[test]
fn verify_says_what_it_proves() {
    let folder = place();
    let done = verify(folder.path());
    assert_eq!(done.code, 0, "{}", done.out);
    assert!(done.out.starts_with("b: 20 answers of west, collected 2026-11-22 08:00 UTC\n"), "{}", done.out);
    for line in [
        "  checksums as written, those of the manifest too",
        "  what was sent are commands that only read, and settings of the own session",
        "  all answers are there",
        "  the report comes out again",
        "  not signed: whoever changes a bundle on purpose can write its checksums anew",
    ] {
        assert!(done.out.lines().any(|other| other == line), "{line} in\n{}", done.out);
    }
}

#[test]
fn a_bundle_of_an_older_program_is_read_and_what_is_not_covered_is_told() {
    let folder = place();
    edited(folder.path(), |text| without_seal(&text).to_string());
    let done = verify(folder.path());
    assert_eq!(done.code, 0, "{}", done.out);
    assert!(
        done.out.contains("  checksums of the answers as written; the manifest has none of its own"),
        "{}",
        done.out
    );
    assert_eq!(run(folder.path(), "check --from b --now 2026-11-22").code, 0);
}

#[test]
fn commands_that_nobody_sends_are_no_part_of_a_bundle() {
    let changes: [(&str, &str, &str); 4] = [
        ("sent", "volume delete *", "`volume delete *`"),
        ("sent", "set -rows 0; volume offline -volume x; version", "`volume offline -volume x`"),
        ("sent", "set -rows 0; cluster show", "does not hold it"),
        ("command", "volume delete", "`volume delete`"),
    ];
    for (key, value, told) in changes {
        let folder = place();
        edited(folder.path(), |text| {
            let mut manifest = without_seal(&text);
            let commands = manifest["commands"].as_array_mut().unwrap();
            let version = commands.iter_mut().find(|command| command["command"] == "version").unwrap();
            version[key] = value.into();
            manifest.to_string()
        });
        let done = verify(folder.path());
        assert_eq!(done.code, 4, "{value}: {}", done.out);
        assert!(done.out.contains("  not as collected: ") && done.out.contains(told), "{value}: {}", done.out);
    }
}

#[test]
fn values_that_nobody_writes_are_refused_and_not_guessed_at() {
    let changes: [(&str, &str); 4] = [
        ("\"asked\": \"joined\"", "\"asked\": \"both\""),
        ("\"form\": \"machine\"", "\"form\": \"other\""),
        ("\"started\": \"2026-11-22T08:00:00Z\"", "\"started\": \"last week\""),
        ("\"ended\": \"1970-01-01T00:00:00Z\"", "\"ended\": \"\""),
    ];
    for (before, after) in changes {
        let folder = place();
        edited(folder.path(), |text| {
            let text = serde_json::to_string_pretty(&without_seal(&text)).unwrap();
            assert!(text.contains(before), "{before} in {text}");
            text.replacen(before, after, 1)
        });
        let done = verify(folder.path());
        assert!(done.code == 4 && done.out.contains("`manifest.json`"), "{after}: {}", done.out);
        assert_eq!(run(folder.path(), "check --from b").code, 4, "{after}");
    }
}

#[test]
fn bytes_that_belong_to_nothing_are_seen() {
    let folder = place();
    let path = folder.path().join("b");
    let plain = unpacked(&path);
    gzipped(&path, &[plain.as_slice(), &[0; 4096]].concat());
    assert_eq!(verify(folder.path()).code, 0, "other programs write more zeros at the end");
    gzipped(&path, &[plain.as_slice(), &[0; 600], b"hidden", &[0; 600]].concat());
    let done = verify(folder.path());
    assert!(done.code == 4 && done.out.contains("holds something behind its end"), "{}", done.out);
    let mut padded = plain.clone();
    let end = 512 + entry_size(&plain);
    assert!(!end.is_multiple_of(512) && padded[end] == 0);
    padded[end] = b'h';
    gzipped(&path, &padded);
    let done = verify(folder.path());
    assert!(done.code == 4 && done.out.contains("holds something behind the end of `manifest.json`"), "{}", done.out);
}

fn entry_size(plain: &[u8]) -> usize {
    let mut archive = tar::Archive::new(plain);
    let first = archive.entries().unwrap().next().unwrap().unwrap();
    usize::try_from(first.size()).unwrap()
}

/// A rule of a site, the copy of one of ours under another name; `words` make it another one.
fn site(folder: &Path, words: &str) -> Vec<(String, String)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/network/lif-up.toml");
    let text = fs::read_to_string(own).unwrap().replacen("\"lif-up\"", "\"site-lif-up\"", 1);
    let text = text.replacen("pass = \"{lif} is", &format!("pass = \"{words} {{lif}} is"), 1);
    fs::create_dir_all(folder.join("site")).unwrap();
    fs::write(folder.join("site/site-lif-up.toml"), &text).unwrap();
    vec![("site/site-lif-up.toml".to_owned(), text)]
}

#[test]
fn a_report_by_other_rules_is_not_compared_and_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    let mut own = whole().clone();
    own.add_site(site(folder.path(), "here")).unwrap();
    bundle(&own).write(&folder.path().join("b")).unwrap();
    let with = run(folder.path(), "verify b --rules site");
    assert!(with.code == 0 && with.out.contains("  the report comes out again\n"), "{}{}", with.out, with.err);
    let without = verify(folder.path());
    assert_eq!(without.code, 3, "{}", without.out);
    assert!(!without.out.contains("report differs"), "{}", without.out);
    let told = "  the report cannot be compared, which is no damage: it was made with a site's rules that are not here \
        (`site-lif-up.toml`); pass the folder that they are in, `--rules DIR`\n";
    assert!(without.out.contains(told), "{}", without.out);
    site(folder.path(), "indeed");
    let changed = run(folder.path(), "verify b --rules site");
    assert!(changed.code == 3 && changed.out.contains("(`site-lif-up.toml`)"), "{}", changed.out);
    let help = run(folder.path(), "verify --help");
    assert!(help.out.contains("made by other rules"), "{}", help.out);
}

#[test]
fn rules_that_were_not_used_are_named_too() {
    let folder = place();
    site(folder.path(), "here");
    let done = run(folder.path(), "verify b --rules site");
    assert_eq!(done.code, 3, "{}", done.out);
    assert!(
        done.out.contains("it was made without a site's rules that are here (`site-lif-up.toml`); leave out `--rules`"),
        "{}",
        done.out
    );
}

#[test]
fn a_report_of_another_version_is_not_compared() {
    let folder = place();
    edited(folder.path(), |text| {
        let mut manifest = without_seal(&text);
        manifest["report"]["rules"]["own"] = "0".repeat(64).into();
        manifest["tool"]["version"] = "0.0.9".into();
        manifest["report"]["terms"]["scope"] = "node".into();
        manifest.to_string()
    });
    let done = verify(folder.path());
    assert_eq!(done.code, 3, "{}", done.out);
    assert!(done.out.contains("it was made by the rules of version 0.0.9, and this is "), "{}", done.out);
}
