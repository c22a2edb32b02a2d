//! Mistakes that people make: each is told with its cause and its cure.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::program::{Ran, program, ran, run};
use tempfile::tempdir;

/// A run with one variable in its environment.
fn with(folder: &Path, line: &str, (name, value): (&str, &str)) -> Ran {
    let mut command = program(folder, line);
    command.env(name, value);
    ran(command)
}

/// The text on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_file_that_is_taken_for_a_host_is_told() {
    let folder = tempdir().unwrap();
    fs::create_dir_all(folder.path().join("saved/c1")).unwrap();
    fs::write(folder.path().join("session.invalid"), "hello").unwrap();
    for (line, code, told) in [
        ("check session.invalid", 4, "a file of that name exists: did you mean `--from session.invalid`?"),
        ("check saved/c1", 2, "a folder of that name exists: did you mean `--from saved/c1`?"),
        ("collect saved/c1 -o kept", 2, "did you mean `--from saved/c1`?"),
    ] {
        let done = run(folder.path(), line);
        assert!(done.code == code && flat(&(done.out + &done.err)).contains(told), "{line}");
    }
    let done = run(folder.path(), "check elsewhere.invalid");
    assert!(done.code == 4 && !done.out.contains("did you mean"), "{}", done.out);
}

#[test]
fn a_name_of_the_inventory_that_was_mistyped_is_told() {
    let folder = tempdir().unwrap();
    let text = "[hosts.prod-east]\naddress = \"192.0.2.1\"\n[hosts.lab]\naddress = \"192.0.2.2\"\n";
    fs::write(folder.path().join("ndmp-preflight.toml"), text).unwrap();
    let done = run(folder.path(), "check prod-esat.");
    assert!(flat(&done.out).contains("did you mean `prod-east` of the inventory?"), "{}", done.out);
}

#[test]
fn what_is_named_twice_is_read_once() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    fs::write(folder.path().join("a/version.txt"), "NetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n").unwrap();
    let once = run(folder.path(), "check --from a --format json");
    for again in ["check --from a a --format json", "check --from a ./a --format json"] {
        let done = run(folder.path(), again);
        assert_eq!((done.code, done.out == once.out), (once.code, true), "{again}");
        assert!(done.err.contains("is named twice, and is read once"), "{}", done.err);
    }
}

#[test]
fn a_text_without_quotes_is_told_as_that() {
    let folder = tempdir().unwrap();
    for (text, line, word, help) in [
        ("dma = netbackup\n", "1:7", "netbackup", "dma = \"netbackup\""),
        ("fail-on = \"must\"\nselect = lif-*  # these\n", "2:10", "lif-*", "select = \"lif-*\""),
        ("[hosts.a]\naddress = 192.0.2.9\n", "2:11", "192.0.2.9", "address = \"192.0.2.9\""),
        (
            "[[waiver]]\nreason = being re-homed, change 4711\n",
            "2:10",
            "being re-homed, change 4711",
            "reason = \"being",
        ),
    ] {
        fs::write(folder.path().join("own.toml"), text).unwrap();
        let done = run(folder.path(), "check --demo --config own.toml");
        let told = format!("error: not TOML: `{word}` is a text without quotes\n --> own.toml:{line}\n");
        assert!(done.code == 2 && done.err.starts_with(&told), "{}", done.err);
        assert!(done.err.contains(&format!("= help: write `{help}")), "{}", done.err);
    }
    for text in ["until = 2026-13-45\n", "jobs = 4x\n", "dma = \"a\" b\n", "= x\n"] {
        fs::write(folder.path().join("own.toml"), text).unwrap();
        let done = run(folder.path(), "check --demo --config own.toml");
        assert!(done.code == 2 && !done.err.contains("without quotes"), "{}", done.err);
    }
}

#[test]
fn a_variable_that_nothing_reads_is_told_and_changes_nothing() {
    let folder = tempdir().unwrap();
    let plain = run(folder.path(), "check --demo");
    for (name, help) in [
        ("NDMP_PREFLIGHT_DMAA", "; did you mean NDMP_PREFLIGHT_DMA?"),
        ("NDMP_PREFLIGHT_FAILON", "; did you mean NDMP_PREFLIGHT_FAIL_ON?"),
        ("NDMP_PREFLIGHT_QQQQ", ""),
    ] {
        let done = with(folder.path(), "check --demo", (name, "x"));
        assert_eq!(done.err, format!("warning: nothing reads {name} of the environment{help}\n"));
        assert_eq!((done.code, done.out == plain.out), (plain.code, true));
    }
    for known in ["NDMP_PREFLIGHT_PASSWORD", "NDMP_PREFLIGHT_LOGIN", "NDMP_PREFLIGHT_SIGNER"] {
        assert_eq!(with(folder.path(), "check --demo", (known, "x")).err, "", "{known}");
    }
}

#[test]
fn a_wrong_value_of_the_environment_is_not_blamed_on_an_option() {
    let folder = tempdir().unwrap();
    for (name, value) in
        [("SCOPE", "smv"), ("JOBS", "many"), ("NOW", "today"), ("GENTLE", "perhaps"), ("DMA_ADDRESS", "x")]
    {
        let name = format!("NDMP_PREFLIGHT_{name}");
        let done = with(folder.path(), "check --demo", (&name, value));
        let told = format!("error: invalid value '{value}' for '{name} in the environment'");
        assert!(done.code == 2 && done.err.starts_with(&told), "{}", done.err);
    }
    let done = with(folder.path(), "check --demo --scope svn", ("NDMP_PREFLIGHT_SCOPE", "svm"));
    assert!(done.err.starts_with("error: invalid value 'svn' for '--scope <SCOPE>'"), "{}", done.err);
    let done = with(folder.path(), "check --demo -v", ("NDMP_PREFLIGHT_QUIET", "true"));
    assert!(done.err.contains("'NDMP_PREFLIGHT_QUIET in the environment'"), "{}", done.err);
    let done = with(folder.path(), "check --demo", ("NDMP_PREFLIGHT_SELECT", "lif-q*"));
    assert!(done.err.contains("(it stands in the environment: NDMP_PREFLIGHT_SELECT)"), "{}", done.err);
    fs::write(folder.path().join("ndmp-preflight.toml"), "select = \"lif-q*\"\n").unwrap();
    assert!(run(folder.path(), "check --demo").err.contains("(it stands in the configuration)"));
    assert!(!run(folder.path(), "check --demo --select lif-q*").err.contains("it stands"));
}

#[test]
fn a_key_of_a_waiver_that_no_subject_has_is_told() {
    let folder = tempdir().unwrap();
    let waiver = |only: &str| {
        format!("[[waiver]]\nrule = \"lif-home\"\nonly = {{ {only} }}\nreason = \"r\"\nuntil = 2026-12-31\n")
    };
    let told = |only: &str| {
        fs::write(folder.path().join("ndmp-preflight.toml"), waiver(only)).unwrap();
        flat(&run(folder.path(), "check --demo --now 2026-11-22").out)
    };
    let wrong = told("liff = \"tweed-01_ic2\"");
    assert!(wrong.contains("matches no failure; its subjects have no `liff`: did you mean `lif`?"), "{wrong}");
    let other = told("lif = \"elsewhere\"");
    assert!(
        other.contains("matches no failure (ndmp-preflight.toml:2)") || other.contains("matches no failure ("),
        "{other}"
    );
    assert!(!other.contains("its subjects have no"), "{other}");
}

#[test]
fn dates_and_folders_that_are_none_are_told() {
    let folder = tempdir().unwrap();
    fs::create_dir(folder.path().join("site")).unwrap();
    fs::write(folder.path().join("site/own.toml"), "").unwrap();
    for (options, told) in [
        ("--now today", "invalid value 'today' for '--now <DATE>': expected a date such as 2026-12-31"),
        ("--now 2026-13-45", "expected a date such as 2026-12-31"),
        ("--rules site/own.toml", "rules `site/own.toml`: is a file; name the folder that holds it: `--rules site`"),
    ] {
        let done = run(folder.path(), &format!("check --demo {options}"));
        assert!(done.code == 2 && done.err.contains(told), "{}", done.err);
    }
}

#[test]
fn a_configuration_above_that_is_not_read_is_told() {
    let folder = tempdir().unwrap();
    let inner = folder.path().join("in/ner");
    fs::create_dir_all(&inner).unwrap();
    fs::write(folder.path().join("ndmp-preflight.toml"), "format = \"json\"\n").unwrap();
    let done = run(&inner, "check --demo");
    assert!(done.out.starts_with("=="), "it is not read");
    assert!(done.err.starts_with("note: `") && done.err.contains("is not read"), "{}", done.err);
    assert!(done.err.contains("name it with `--config`"), "{}", done.err);
    assert_eq!(run(&inner, "check --demo -q").err, "");
    fs::create_dir(inner.join(".git")).unwrap();
    assert_eq!(run(&inner, "check --demo").err, "", "a repository has its own");
}

/// An archive of files as people pack them.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap()
}

fn packed(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(plain).unwrap();
    encoder.finish().unwrap()
}

const VERSION: &str = "NetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n";
const SCOPE: &str = "NDMP node-scope-mode is disabled.\n";

#[test]
fn an_archive_of_captures_is_read_as_its_folder() {
    let folder = tempdir().unwrap();
    let one = [
        ("c1/version.txt", VERSION),
        ("c1/README", "notes"),
        ("c1/system_services_ndmp_node-scope-mode_status.txt", SCOPE),
    ];
    fs::create_dir(folder.path().join("c1")).unwrap();
    for (name, text) in &one {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let plain = archive(&one);
    fs::write(folder.path().join("x.tar.gz"), packed(&plain)).unwrap();
    fs::write(folder.path().join("x.tgz"), packed(&plain)).unwrap();
    fs::write(folder.path().join("x.tar"), &plain).unwrap();
    let of = |path: &str| {
        let done = run(folder.path(), &format!("check --format json --from {path}"));
        let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let target = &json["targets"][0];
        (
            done.code,
            target["summary"].clone(),
            target["ontap"].clone(),
            target["scope"].clone(),
            target["target"].clone(),
        )
    };
    let unpacked = of("c1");
    for path in ["x.tar.gz", "x.tgz", "x.tar"] {
        let read = of(path);
        assert_eq!((read.0, &read.1, &read.2, &read.3), (unpacked.0, &unpacked.1, &unpacked.2, &unpacked.3), "{path}");
        assert_eq!((&read.2, &read.3, &read.4), (&"9.9.1P3".into(), &"svm".into(), &"x".into()), "{path}");
    }
}

#[test]
fn a_text_that_was_compressed_alone_is_read_as_it_is() {
    let folder = tempdir().unwrap();
    let text =
        format!("c1::> version\n{VERSION}\nc1::> system services ndmp node-scope-mode status\n{SCOPE}\nc1::> \n");
    fs::write(folder.path().join("session.txt"), &text).unwrap();
    fs::write(folder.path().join("session.txt.gz"), packed(text.as_bytes())).unwrap();
    let of = |path: &str| {
        let done = run(folder.path(), &format!("check --format json --from {path}"));
        let mut json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
        let target = json["targets"][0].take();
        (done.code, ["target", "ontap", "scope", "summary"].map(|key| target[key].clone()))
    };
    assert_eq!(of("session.txt.gz"), of("session.txt"));
    assert_eq!(of("session.txt.gz").1[..2], ["session", "9.9.1P3"].map(serde_json::Value::from));
}

#[test]
fn an_archive_of_clusters_is_a_fleet_and_what_cannot_be_told_is_refused() {
    let folder = tempdir().unwrap();
    let write = |name: &str, bytes: Vec<u8>| fs::write(folder.path().join(name), bytes).unwrap();
    write("two.tar.gz", packed(&archive(&[("f/a/version.txt", VERSION), ("f/b/version.txt", VERSION)])));
    let done = run(folder.path(), "check --format json --from two.tar.gz");
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let names: Vec<&str> =
        json["targets"].as_array().unwrap().iter().map(|one| one["target"].as_str().unwrap()).collect();
    assert_eq!(names, ["a", "b"]);
    write("both.tar.gz", packed(&archive(&[("version.txt", VERSION), ("b/version.txt", VERSION)])));
    let done = run(folder.path(), "check --from both.tar.gz");
    assert!(
        done.code == 2 && done.err.contains("it cannot be told whether they are of one cluster or of two"),
        "{}",
        done.err
    );
    // What says that it is a bundle, and is none, is no folder.
    write("x.ndmp.tar.gz", packed(&archive(&[("version.txt", VERSION)])));
    assert_eq!(run(folder.path(), "check --from x.ndmp.tar.gz").code, 4);
    write("m.tar.gz", packed(&archive(&[("version.txt", VERSION), ("manifest.json", "{}")])));
    assert_eq!(run(folder.path(), "check --from m.tar.gz").code, 4);
    let cut = packed(&archive(&[("version.txt", VERSION)]));
    write("cut.tar.gz", cut[..cut.len() / 2].to_vec());
    assert_eq!(run(folder.path(), "check --from cut.tar.gz").code, 4);
    write("z.zip", b"PK\x03\x04 and so on".to_vec());
    let done = run(folder.path(), "check -q --from z.zip");
    assert!(
        done.code == 4 && flat(&done.out).contains("is a ZIP archive: unpack it, and name the folder"),
        "{}",
        done.out
    );
}

#[test]
fn a_report_whose_format_is_left_out_or_mistyped_is_told() {
    let folder = tempdir().unwrap();
    for (word, told) in [
        ("report.html", "did you mean `--report html=report.html`?"),
        ("out/report.xml", "did you mean `--report junit=out/report.xml`?"),
        ("summary.md", "did you mean `--report markdown=summary.md`?"),
        ("hmtl=r.html", "no format is called `hmtl`; did you mean `html`?"),
        ("xyz=r.html", "no format is called `xyz`; the formats are human, json"),
    ] {
        let done = run(folder.path(), &format!("check --demo --report {word}"));
        assert!(done.code == 2 && done.err.contains(told), "{word}: {}", done.err);
    }
    for word in ["report", "html=", "report.zip"] {
        let done = run(folder.path(), &format!("check --demo --report {word}"));
        assert!(done.code == 2 && !done.err.contains("did you mean"), "{word}: {}", done.err);
    }
}

/// What is handed to `waive` is a report, and its day is a day.
#[test]
fn what_waive_cannot_read_is_told_with_what_it_reads() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("session.txt"), "cluster1::> version\n").unwrap();
    fs::create_dir(folder.path().join("saved")).unwrap();
    for name in ["session.txt", "saved"] {
        let done = run(folder.path(), &format!("waive lif-up --in {name} --reason r --until 2030-12-31"));
        let told = "`ndmp-preflight check ... --report json=FILE` writes one";
        assert!(done.code == 2 && done.err.contains(told), "{name}: {}", done.err);
    }
    let done = run(folder.path(), "waive lif-up --in session.txt --reason r --until 31.12.2030");
    assert!(done.code == 2 && done.err.contains("expected a date such as 2026-12-31"), "{}", done.err);
}
