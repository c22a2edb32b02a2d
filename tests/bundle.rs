//! Bundles: the same bytes for the same answers, no secret in them, and nothing taken from one that is not as written.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

mod saved;
mod simulated;

use std::io::{Read, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use ndmp_preflight::collect::answers::Piece;
use ndmp_preflight::collect::bundle::{Bundle, BundleError, Entry, How};
use ndmp_preflight::collect::judged::Judged;
use ndmp_preflight::collect::plan::{Plan, Planned};
use ndmp_preflight::collect::verify::Verified;
use ndmp_preflight::judge::{Attestation, Attested, ScopeWish, Waiver, judge};
use ndmp_preflight::report::{Format, Policy, Report, Style, Target, Verbosity};
use ndmp_preflight::source::Capture;
use ndmp_preflight::table::{Status, read};
use saved::{Saved, catalog, plain};
use serde_json::Value;
use simulated::Simulated;

fn collected(sample: &str) -> Bundle {
    let saved = Saved::sample(sample);
    let captures = saved.files.iter().map(|(name, text)| Capture::of_text(name, text)).collect();
    let reading = read("kirkwall", captures, &catalog().tables).remove(0);
    let mut bundle = Simulated { reading: &reading, catalog: catalog() }.collect(&plain());
    bundle.address = "192.0.2.10:22".to_owned();
    bundle.transport = "ssh2".to_owned();
    bundle.cluster = Some("kirkwall".to_owned());
    bundle.started = "2026-11-22T08:00:00Z".parse().unwrap();
    bundle.ended = "2026-11-22T08:00:03.25Z".parse().unwrap();
    bundle.tool = "0.1.0".to_owned();
    bundle
}

fn step(table: &str) -> Planned {
    Plan::of(catalog(), &plain()).steps.into_iter().find(|step| step.table == table).unwrap()
}

fn entry(table: &str, text: &str, whole: bool) -> Entry {
    let piece = Piece { text: text.as_bytes().to_vec(), whole };
    Entry::new("set -rows 0; x", &step(table), How::default(), piece)
}

fn json(bundle: &Bundle) -> String {
    let readings = bundle.readings(&catalog().tables);
    let target = |reading| Target::of(reading, judge(reading, catalog(), &plain()), &plain());
    let report = Report::of(readings.iter().map(target).collect(), Policy::default());
    let formats = [Format::Json, Format::Human, Format::Junit];
    let mut out = Vec::new();
    formats.iter().for_each(|format| format.write(&report, &Style::plain(Verbosity::Verbose), &mut out).unwrap());
    String::from_utf8(out).unwrap()
}

#[test]
fn a_bundle_that_was_written_and_read_gives_the_same_report() {
    for sample in ["ready-svm-9.9.1", "ready-svm-9.12.1", "ready-node-scope", "many-faults"] {
        let mut bundle = collected(sample);
        bundle.remark("the first answer came late");
        bundle.entries[0].exit_status = Some(0);
        bundle.entries[0].duration = Duration::from_millis(105);
        let bytes = bundle.bytes();
        assert_eq!(bytes, bundle.bytes());
        let again = Bundle::of("x", &bytes).unwrap();
        assert_eq!(again, bundle, "{sample}");
        assert_eq!(again.bytes(), bytes);
        let report = json(&bundle);
        assert_eq!(json(&again), report);
        assert!(report.contains("kirkwall/version.txt") && report.contains("the first answer came late"));
    }
}

#[test]
fn the_manifest_says_what_was_sent() {
    let bundle = collected("ready-svm-9.9.1");
    let files = unpacked(&bundle.bytes());
    assert_eq!(files[0].0, "manifest.json");
    let manifest: Value = serde_json::from_slice(&files[0].1).unwrap();
    assert_eq!(manifest["schema"], "ndmp-preflight/bundle/v1");
    assert_eq!(manifest["target"], "kirkwall");
    assert_eq!(manifest["started"], "2026-11-22T08:00:00Z");
    assert_eq!(manifest["tool"], serde_json::json!({"name": "ndmp-preflight", "version": "0.1.0"}));
    let commands = manifest["commands"].as_array().unwrap();
    assert_eq!(commands.len(), bundle.entries.len());
    let version = commands.iter().find(|command| command["command"] == "version").unwrap();
    assert_eq!(
        (&version["asked"], &version["form"], &version["whole"]),
        (&"joined".into(), &"machine".into(), &true.into())
    );
    assert!(version["sent"].as_str().unwrap().starts_with("set -confirmations off; set -rows 0; "));
    let text = &files.iter().find(|(name, _)| name == "version.txt").unwrap().1;
    assert_eq!(version["bytes"], text.len());
    assert_eq!(version["sha256"].as_str().unwrap().len(), 64);
}

#[test]
fn a_secret_is_masked_before_it_is_kept() {
    let secret = "Qx7pTq2Lw9Zr4Kd1";
    let text = format!("Vserver: kirkwall\nUser: backup\nPassword: {secret}\n");
    let mut bundle = Bundle::default();
    bundle.push(entry("cluster show", &text, true).noted(&format!("typed -password {secret} in vain")));
    bundle.push(entry("cluster show", &format!("\u{e9}\n\nNDMP Password: {secret}\r\n"), true));
    bundle.remark(&format!("security login password -password {secret}"));
    let plain: Vec<u8> = unpacked(&bundle.bytes()).into_iter().flat_map(|(_, bytes)| bytes).collect();
    let plain = String::from_utf8(plain).unwrap();
    assert!(!plain.contains(secret) && plain.contains("****************"), "{plain}");
    assert!(!format!("{bundle:?}").contains(secret));
    assert_eq!(
        bundle.entries.iter().map(|entry| entry.file.as_str()).collect::<Vec<_>>(),
        ["cluster_show.txt", "cluster_show_2.txt"]
    );
}

#[test]
fn an_answer_whose_end_was_not_seen_is_not_complete() {
    let rows = "node|~01~|health|~01~|\nNode|~01~|Health|~01~|\nn1|~01~|true|~01~|\n";
    let status = |text: &str, whole| {
        let mut bundle = Bundle::default();
        bundle.push(entry("cluster show", text, whole));
        let reading = bundle.readings(&catalog().tables).remove(0);
        (reading.answers[0].status, reading.answers[0].records.len())
    };
    assert_eq!(status(rows, true), (Status::Complete, 1));
    assert_eq!(status(rows, false), (Status::CutOff, 1));
    let two = format!("{rows}n2|~01~|true|~01~|\n");
    // ONTAP counts two and more rows, separators or not: who prints no count broke off.
    assert_eq!(status(&two, true), (Status::CutOff, 2));
    let failed = "Error: show failed: RPC: Timed out [from mgwd on node \"n2\"]\n";
    assert_eq!(status(&format!("{rows}{failed}"), true), (Status::CutOff, 1));
    assert_eq!(status(&format!("{two}2 entries were displayed.\n{failed}"), true), (Status::CutOff, 2));
    assert_eq!(status(&format!("{two}2 entries were displayed.\nError: RPC: Timed out\n"), true), (Status::CutOff, 2));
    assert_eq!(status(&format!("{two}2 entries were displayed.\n"), true), (Status::Complete, 2));
    assert_eq!(status(&format!("{two}2 entries were displayed.\n"), false), (Status::Complete, 2));
    assert_eq!(status("Error: not authorized for that command\n", false), (Status::Refused, 0));
    assert_eq!(status("This table is currently empty.\n", false), (Status::Empty, 0));
}

#[test]
fn an_answer_is_that_of_its_command_whatever_stands_in_it() {
    let mut bundle = Bundle { target: "c1".to_owned(), ..Bundle::default() };
    let rows = "vserver|~03~|type|~03~|\nVserver|~03~|Type|~03~|\nc1::> version|~03~|admin|~03~|\n";
    bundle.push(entry("vserver show", rows, true));
    let reading = bundle.readings(&catalog().tables).remove(0);
    assert_eq!(reading.cluster, None);
    assert_eq!(reading.answers.len(), 1);
    assert_eq!(reading.answers[0].command, "vserver show");
}

type Files = Vec<(String, Vec<u8>)>;

fn unpacked(bytes: &[u8]) -> Files {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    let mut archive = tar::Archive::new(plain.as_slice());
    let read = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        (entry.path().unwrap().display().to_string(), bytes)
    };
    archive.entries().unwrap().map(read).collect()
}

/// An archive of members with names that a careful writer would refuse.
fn packed(files: &[(&str, tar::EntryType, &[u8])]) -> Vec<u8> {
    let mut plain = Vec::new();
    for (name, kind, bytes) in files {
        let mut header = tar::Header::new_old();
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        plain.extend_from_slice(header.as_bytes());
        plain.extend_from_slice(bytes);
        plain.resize(plain.len().next_multiple_of(512), 0);
    }
    plain.resize(plain.len() + 1024, 0);
    gzipped(&plain)
}

fn gzipped(plain: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(plain).unwrap();
    packer.finish().unwrap()
}

fn refused(bytes: &[u8]) -> String {
    match Bundle::of("b", bytes) {
        Err(BundleError::Damaged { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_bundle_is_refused_with_its_reason() {
    let file = tar::EntryType::Regular;
    assert!(refused(b"plain text").starts_with("is no gzip archive, or a damaged one: "));
    assert!(refused(&gzipped(&[7; 2000])).starts_with("is no tar archive, or a damaged one: "));
    assert_eq!(refused(&packed(&[("a.txt", file, b"x")])), "holds no `manifest.json`: it is no bundle of this program");
    for name in ["../a", "/etc/passwd", "a/b", "./../a", ".hidden", "a\\b", "C:a"] {
        assert!(refused(&packed(&[(name, file, b"x")])).contains("expected plain files without folders"), "{name}");
    }
    for kind in [tar::EntryType::Symlink, tar::EntryType::Link, tar::EntryType::Directory, tar::EntryType::Fifo] {
        assert!(refused(&packed(&[("a.txt", kind, b"")])).contains("expected plain files without folders"), "{kind:?}");
    }
    assert!(refused(&packed(&[("a.txt", file, b""), ("a.txt", file, b"")])).starts_with("holds `a.txt` twice"));
    assert_eq!(
        refused(&packed(&[("manifest.json", file, b"{\"schema\": \"ndmp-preflight/bundle/v9\"}")])),
        "its schema is `ndmp-preflight/bundle/v9`, expected `ndmp-preflight/bundle/v1`: a newer program may read it"
    );
    assert!(refused(&packed(&[("manifest.json", file, b"{")])).starts_with("`manifest.json` cannot be read: "));
    let bomb = gzipped(&vec![0; 300 << 20]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(&bomb), "unpacks to more than 32 MB; no bundle does");
}

#[test]
fn a_changed_bundle_is_refused_wherever_it_was_changed() {
    let bytes = collected("ready-svm-9.9.1").bytes();
    let files = unpacked(&bytes);
    let pack = |files: &Files| {
        let members: Vec<(&str, tar::EntryType, &[u8])> =
            files.iter().map(|(name, bytes)| (name.as_str(), tar::EntryType::Regular, bytes.as_slice())).collect();
        packed(&members)
    };
    assert!(Bundle::of("b", &pack(&files)).is_ok());
    let mut changed = files.clone();
    let at = changed.iter().position(|(name, _)| name == "cluster_show.txt").unwrap();
    changed[at].1[0] ^= 1;
    assert_eq!(refused(&pack(&changed)), "`cluster_show.txt` is not what was written: its checksum differs");
    changed.remove(at);
    assert_eq!(refused(&pack(&changed)), "`cluster_show.txt` is missing");
    changed.push(("more.txt".to_owned(), Vec::new()));
    assert_eq!(refused(&pack(&changed)), "`cluster_show.txt` is missing; `more.txt` is not in the manifest");
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(refused(&longer), "holds something behind its end");
    for end in (0..bytes.len()).step_by(97) {
        assert!(Bundle::of("b", &bytes[..end]).is_err(), "cut at {end}");
    }
}

#[test]
fn a_bundle_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kirkwall.ndmp.tar.gz");
    let bundle = collected("ready-node-scope");
    bundle.write(&path).unwrap();
    bundle.write(&path).unwrap();
    assert_eq!(Bundle::read(&path).unwrap(), bundle);
    let names =
        || std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect::<Vec<_>>();
    assert_eq!(names(), ["kirkwall.ndmp.tar.gz"]);
    let taken = folder.path().join("taken.ndmp.tar.gz");
    std::fs::create_dir_all(taken.join("x")).unwrap();
    let error = bundle.write(&taken).unwrap_err().to_string();
    assert!(error.starts_with("bundle `") && error.contains("taken.ndmp.tar.gz`: "), "{error}");
    assert_eq!(names().len(), 2);
    let error = Bundle::read(&folder.path().join("none")).unwrap_err().to_string();
    assert!(error.ends_with("none`: no such file or directory"), "{error}");
}

#[test]
fn the_report_of_a_bundle_comes_out_again_or_tells_what_changed() {
    let mut bundle = collected("many-faults");
    let mut question = plain();
    question.scope = ScopeWish::Svm;
    question.dma_addresses = vec!["192.0.2.9".parse().unwrap()];
    question.user.roles = vec!["backup2".to_owned()];
    let only = vec![("lif".to_owned(), "x".to_owned())];
    let until = jiff::civil::date(2026, 12, 31);
    question.waivers = vec![Waiver {
        rule: "lif-home".to_owned(),
        only,
        observed: Vec::new(),
        reason: "r".to_owned(),
        until,
        place: "p:1".to_owned(),
    }];
    let attested = |what, value: Option<&str>, until| Attestation {
        what,
        value: value.map(str::to_owned),
        by: "b".to_owned(),
        on: jiff::civil::date(2025, 11, 20),
        until,
        place: "p:7".to_owned(),
    };
    let long = Some(jiff::civil::date(2027, 1, 1));
    question.attestations =
        vec![attested(Attested::DataPortsOpen, None, None), attested(Attested::DmaAddressFamily, Some("both"), long)];
    let left_out = ["lif-up".to_owned()];
    bundle.judged = Some(Judged::of(&bundle, catalog(), &question, Policy::default(), &left_out));
    let bundle = Bundle::of("b", &bundle.bytes()).unwrap();
    let judged = bundle.judged.as_ref().unwrap();
    assert!(judged.report.contains("waiver-unmatched") && judged.report.contains("attestation-lapsed"));
    assert!(judged.report.contains("\"left_out\""));
    assert!(!judged.report.contains("\"rule\": \"lif-up\""));
    assert_eq!(Verified::of(&bundle, catalog()).different, Vec::<String>::new());
    let mut other = bundle.clone();
    other.entries.retain(|entry| entry.command != "version");
    let found = Verified::of(&other, catalog());
    assert!(found.different.iter().any(|line| line.starts_with("ontap-version {} was ")), "{:?}", found.different);
    assert!(found.missing.contains(&"`version`: no answer that can be read".to_owned()), "{:?}", found.missing);
}
