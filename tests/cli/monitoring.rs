//! `--format nagios` and `--exit-codes nagios`: what a plug-in of a monitoring system prints, and how it ends.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::tempdir;

use super::program::{Ran, program, ran, run};

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs")
}

fn check(options: &str) -> Ran {
    run(&samples(), &format!("check --now 2026-11-22 {options}"))
}

/// The state of the first line, with both kinds of exit codes.
fn states(options: &str) -> (String, i32, i32) {
    let (plugin, own) = (check(&format!("{options} --format nagios --exit-codes nagios")), check(options));
    let own_line = check(&format!("{options} --format nagios"));
    assert_eq!(plugin.out, own_line.out, "the codes change nothing of the text");
    assert_eq!(own_line.code, own.code, "nor does the format of the codes");
    let state = plugin.out.strip_prefix("NDMP ").unwrap().split(':').next().unwrap().to_owned();
    (state, plugin.code, own.code)
}

#[test]
fn the_state_and_the_exit_code_are_one() {
    let open = "--from ready-svm-9.9.1/version.txt";
    let cases = [
        ("--from ready-svm-9.12.1".to_owned(), "OK", 0, 0),
        ("--from many-faults".to_owned(), "CRITICAL", 2, 1),
        ("--from nowhere".to_owned(), "CRITICAL", 2, 4),
        // One that cannot be read hides no failure, nor the other way round.
        ("--from nowhere many-faults ready-svm-9.12.1".to_owned(), "CRITICAL", 2, 4),
        (open.to_owned(), "UNKNOWN", 3, 3),
        (format!("{open} --allow-unknown"), "WARNING", 1, 0),
        (format!("{open} many-faults"), "CRITICAL", 2, 1),
        ("--from ready-svm-9.12.1 --select no-such-*".to_owned(), "UNKNOWN", 3, 2),
        // A `should` rule that failed warns, and decides where it is to decide.
        ("--from many-faults --select lif-home".to_owned(), "WARNING", 1, 0),
        ("--from many-faults --select lif-home --fail-on should".to_owned(), "CRITICAL", 2, 1),
    ];
    for (options, state, code, own) in cases {
        if own == 2 {
            let plugin = check(&format!("{options} --format nagios --exit-codes nagios"));
            assert_eq!((plugin.code, plugin.out.starts_with("NDMP UNKNOWN: ")), (code, true), "{}", plugin.out);
            continue;
        }
        assert_eq!(states(&options), (state.to_owned(), code, own), "{options}");
    }
}

#[test]
fn one_line_says_which_cluster_and_why() {
    let told = check("--from many-faults --format nagios").out;
    let first = told.lines().next().unwrap();
    assert!(
        first.starts_with("NDMP CRITICAL: many-faults not ready, ") && first.contains(" must rules failed: "),
        "{first}"
    );
    assert!(first.contains(" | ready=0;;;0;1 not_ready=1;;0;0;1 undecided=0;;;0;1 unreadable=0;;0;0;1 "), "{first}");
    let told = check("--from many-faults --select lif-home --format nagios").out;
    let wanted = "NDMP WARNING: many-faults ready, every applicable must rule passed; 1 failure of should rules | ";
    assert!(told.starts_with(wanted), "{told}");
    let told = check("--from many-faults ready-svm-9.12.1 nowhere --format nagios").out;
    assert!(
        told.starts_with("NDMP CRITICAL: 3 clusters: 1 unreadable, 1 not ready, 1 ready; nowhere could not be read"),
        "{told}"
    );
    assert!(
        told.contains("\nready-svm-9.12.1: ready\n")
            && told.contains("\nnowhere: unreadable\n  unreadable: `nowhere`: no such"),
        "{told}"
    );
}

/// Who calls a plug-in wrongly is told so on the plug-in's page, and by a state that pages nobody for a backup.
#[test]
fn a_wrong_call_is_unknown_and_says_why_in_one_line() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("bad.toml"), "[[waiver]]\nrule = \"lif-home\"\n").unwrap();
    fs::write(folder.path().join("good.toml"), "exit-codes = \"nagios\"\nscope = \"node\"\n").unwrap();
    for line in [
        "check --exit-codes nagios --no-such-option",
        "check --exit-codes=nagios --from x --scope smv",
        "check --exit-codes nagios --from x --dma no-such-product",
        "check --exit-codes nagios --from x --config bad.toml",
        "check --config good.toml --from x --dma no-such-product",
        "merge --exit-codes nagios nowhere.json",
    ] {
        let told = run(folder.path(), line);
        assert_eq!(told.code, 3, "{line}: {}", told.err);
        assert!(told.out.starts_with("NDMP UNKNOWN: ") && told.out.lines().count() == 1, "{line}: {}", told.out);
        assert!(!told.out.contains('|') && told.out.len() > 20, "{line}: {}", told.out);
        assert!(told.err.contains("error"), "{line}: people are told all the same: {}", told.err);
    }
    let mut command = program(folder.path(), "check --from x --scope smv");
    command.env("NDMP_PREFLIGHT_EXIT_CODES", "nagios");
    assert_eq!(ran(command).code, 3);
    // Without the option nothing is said twice, and help is no error.
    let own = run(folder.path(), "check --from x --scope smv");
    assert_eq!((own.code, own.out.as_str()), (2, ""));
    assert_eq!(run(folder.path(), "check --exit-codes nagios --help").code, 0);
    let wrong = run(folder.path(), "check --exit-codes icinga --from x");
    assert!(wrong.code == 2 && wrong.err.contains("[possible values: own, nagios]"), "{}", wrong.err);
}

/// Reports of several machines end as one of a single machine does.
#[test]
fn a_merged_report_ends_as_a_plugin_too() {
    let folder = tempdir().unwrap();
    for (name, sample) in [("a", "many-faults"), ("b", "ready-svm-9.12.1")] {
        fs::write(folder.path().join(name), check(&format!("--from {sample} --format json")).out).unwrap();
    }
    let merged = run(folder.path(), "merge a b --format nagios --exit-codes nagios");
    assert!(
        merged.code == 2 && merged.out.starts_with("NDMP CRITICAL: 2 clusters: 1 not ready, 1 ready; "),
        "{}",
        merged.out
    );
    let one = run(folder.path(), "merge b --exit-codes nagios");
    assert_eq!(one.code, 0, "{}", one.err);
    let json = run(folder.path(), "merge a --exit-codes nagios");
    assert!(json.code == 2 && json.out.contains("\"exit_code\": 1"), "the report keeps the program's own code");
}
