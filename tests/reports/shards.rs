//! A run that several machines share: each judges its part, and the reports of all parts make that of the whole.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use ndmp_preflight::report::Format;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use super::program::{Ran, run};
use super::{SAMPLES, json, samples};

const CONFIGURATION: &str = r#"
dma = "netbackup"
dma-address = "192.0.2.9"
[[waiver]]
rule = "lif-home"
reason = "moved back on Sunday"
until = 2026-12-31
[[waiver]]
rule = "no-such-rule"
reason = "never was"
until = 2026-12-31
[[attest]]
what = "data-ports-open"
by = "network team"
on = 2026-11-01
[rule.lif-failover-local]
severity = "should"
[hosts.many-faults]
address = "192.0.2.50"
[hosts.many-faults.backup]
svms = ["vs1"]
"#;

const TWO_CLUSTERS: &str = "alpha::> version\nNetApp Release 9.9.1P5: Tue Jun 21 02:55:18 UTC 2022\n\n\
    beta::> version\nNetApp Release 9.12.1P4: Tue Jun 20 02:55:18 UTC 2023\n\nbeta::> network interfaze show\n\
    Error: \"interfaze\" is not a recognized command\n\nbeta::> vserver services ndmp off -vserver beta\n";

/// Samples, a text of two clusters, two of one name, one that cannot be read, and a configuration.
fn fleet() -> (TempDir, String) {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("ndmp-preflight.toml"), CONFIGURATION).unwrap();
    fs::write(folder.path().join("two.txt"), TWO_CLUSTERS).unwrap();
    fs::write(folder.path().join("nothing.txt"), "Good morning,\nnothing was captured.\n").unwrap();
    for place in ["north", "south"] {
        let twin = folder.path().join(place).join("prod");
        fs::create_dir_all(&twin).unwrap();
        fs::copy(samples().join("many-faults/session.txt"), twin.join("session.txt")).unwrap();
    }
    let all = SAMPLES.map(|sample| samples().join(sample).display().to_string());
    let paths = format!("{} two.txt north/prod no-such-file south/prod nothing.txt", all.join(" "));
    (folder, format!("check --now 2026-11-22 --from {paths}"))
}

/// Writes the report of each part; gives the names of the files.
fn parts(folder: &Path, check: &str, of: usize) -> Vec<String> {
    let write = |part: usize| {
        let format = ["json", "jsonl"][part % 2];
        let name = format!("{part}-of-{of}.{format}");
        let ran = run(folder, &format!("{check} --shard {part}/{of} --format {format}"));
        fs::write(folder.join(&name), ran.out).unwrap();
        name
    };
    (1..=of).map(write).collect()
}

fn same(merged: &Ran, whole: &Ran, what: &str) {
    assert_eq!(merged.out, whole.out, "{what}");
    assert_eq!(merged.code, whole.code, "{what}: {}", merged.err);
    assert!(!whole.out.is_empty(), "{what}");
}

#[test]
fn the_reports_of_all_parts_are_that_of_the_whole_in_every_format() {
    let (folder, check) = fleet();
    let all = Format::ALL.map(Format::word);
    let cases: [(usize, &str, &[&str]); 3] = [
        (3, " --fail-on should", &all),
        (1, "", &["human -v", "html"]),
        (8, " --allow-unknown --ignore lif-* --svm vs2", &["human -q", "human --color always", "json"]),
    ];
    for (of, options, formats) in cases {
        let check = check.clone() + options;
        let mut files = parts(folder.path(), &check, of);
        files.rotate_left(of / 2);
        let merge = format!("merge {}", files.join(" "));
        for format in formats.iter().map(|format| format!("--format {format}")) {
            let merged = run(folder.path(), &format!("{merge} {format}"));
            same(&merged, &run(folder.path(), &format!("{check} {format}")), &format!("{of} parts, {format}"));
        }
    }
}

/// Each target is in one part, whatever others are beside it.
#[test]
fn a_target_stays_in_its_part_when_others_come() {
    let names = |text: &str| -> BTreeSet<String> {
        json(text)["targets"].as_array().unwrap().iter().map(|target| target["target"].to_string()).collect()
    };
    let (folder, check) = fleet();
    let whole = names(&run(folder.path(), &format!("{check} --format json")).out);
    let part = |check: &str, part| names(&run(folder.path(), &format!("{check} --shard {part}/3 --format json")).out);
    let parts: Vec<_> = (1..=3).map(|number| part(&check, number)).collect();
    assert_eq!(parts.iter().map(BTreeSet::len).sum::<usize>(), whole.len());
    assert_eq!(parts.iter().flatten().cloned().collect::<BTreeSet<_>>(), whole);
    assert!(parts.iter().all(|part| part.len() < whole.len()));
    fs::write(folder.path().join("more.txt"), TWO_CLUSTERS.replace("alpha", "gamma").replace("beta", "delta")).unwrap();
    for (at, before) in parts.iter().enumerate() {
        assert!(part(&format!("{check} more.txt"), at + 1).is_superset(before));
    }
}

#[test]
fn parts_that_do_not_make_a_whole_are_an_error_that_names_them() {
    let (folder, check) = fleet();
    let files = parts(folder.path(), &check, 3);
    let save = |name: &str, options: &str| {
        let ran = run(folder.path(), &format!("{check} {options} --format json"));
        fs::write(folder.path().join(name), ran.out).unwrap();
    };
    save("options", "--shard 2/3 --scope svm");
    save("policy", "--shard 2/3 --fail-on should");
    save("four", "--shard 2/4");
    save("targets", "nothing-more.txt --shard 2/3");
    save("whole", "");
    let edit = |name: &str, edit: &dyn Fn(&mut Value)| {
        let mut report = json(&fs::read_to_string(folder.path().join("2-of-3.json")).unwrap());
        edit(&mut report);
        fs::write(folder.path().join(name), report.to_string()).unwrap();
    };
    edit("rules", &|report| report["shard"]["rules"] = "0".repeat(64).into());
    edit("kept", &|report| report["targets"][0]["kept"]["why"] = Value::Array(Vec::new()));
    edit("shard", &|report| report["shard"]["part"] = "two".into());
    let (first, last) = (&files[0], &files[2]);
    let cases = [
        (format!("{first} {last}"), "the part 2/3 is missing"),
        (first.clone(), "the parts 2/3, 3/3 are missing"),
        (format!("{} {first}", files.join(" ")), "part 1 of 3 is there twice: `1-of-3.jsonl` and `1-of-3.jsonl`"),
        (
            format!("{first} options {last}"),
            "`options` was judged with other options or another configuration than `1-of-3.jsonl`",
        ),
        (format!("{first} policy {last}"), "`policy` was judged with other options"),
        (format!("{first} four {last}"), "`four` is a part of 4, not of 3"),
        (format!("{first} targets {last}"), "`targets` was given other targets"),
        (format!("{first} whole {last}"), "`whole` is no part of a run that was shared"),
        (format!("{first} rules {last}"), "`rules` was judged by other rules"),
        (format!("{first} kept {last}"), "fits its answers and outcomes no longer"),
        (format!("{first} shard {last}"), "its `shard`: "),
    ];
    for (reports, wanted) in cases {
        let ran = run(folder.path(), &format!("merge {reports}"));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{reports}: {}", ran.err);
        assert!(ran.err.contains(wanted), "{reports}: {}", ran.err);
    }
}

#[test]
fn a_part_without_a_target_is_not_ready_and_says_why() {
    let (folder, _) = fleet();
    fs::remove_file(folder.path().join("ndmp-preflight.toml")).unwrap();
    let ready = samples().join("ready-svm-9.12.1").display().to_string();
    let check = format!("check --now 2026-11-22 --from {ready}");
    let codes: Vec<i32> = (1..=4).map(|part| run(folder.path(), &format!("{check} --shard {part}/4")).code).collect();
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == 3).count(), 3, "{codes:?}");
    let void = codes.iter().position(|code| *code == 3).unwrap() + 1;
    let ran = run(folder.path(), &format!("{check} --shard {void}/4"));
    assert!(ran.out.contains(&format!("none of 1 target falls to part {void}/4")), "{}", ran.out);
    let files = parts(folder.path(), &check, 4);
    assert_eq!(run(folder.path(), &format!("merge {}", files.join(" "))).code, 0);
    let wrong = run(folder.path(), &format!("{check} --shard 5/4"));
    assert!(wrong.code == 2 && wrong.err.contains("there is no part 5 of 4"), "{}", wrong.err);
}
