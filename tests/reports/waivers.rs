//! Entries of the configuration out of a report.

use std::fs;

use tempfile::tempdir;

use super::{json, program, report, samples};

/// Each failing rule of a sample is waived by what `waive` prints of it: then nothing of it fails.
#[test]
fn what_is_printed_waives_what_it_is_for() {
    let folder = tempdir().unwrap();
    let path = folder.path();
    let text = report("many-faults", "--format json");
    fs::write(path.join("report.json"), &text).unwrap();
    let before = json(&text);
    let outcomes = before["targets"][0]["outcomes"].as_array().unwrap();
    let mut rules: Vec<&str> =
        outcomes.iter().filter(|one| one["verdict"] == "fail").filter_map(|one| one["rule"].as_str()).collect();
    rules.dedup();
    assert!(rules.len() > 10);
    let sample = samples().join("many-faults").display().to_string();
    for rule in &rules {
        let line = format!("waive {rule} --in report.json --until 2026-12-31 --now 2026-11-22 --reason");
        let mut command = program::program(path, &line);
        command.arg("change \"4711\", \\ agreed");
        let ran = program::ran(command);
        assert_eq!(ran.code, 0, "{rule}: {}", ran.err);
        fs::write(path.join("waivers.toml"), ran.out).unwrap();
        let after =
            program::run(path, &format!("check --from {sample} --now 2026-11-22 --format json --config waivers.toml"))
                .out;
        let after = json(&after);
        let own: Vec<_> =
            after["targets"][0]["outcomes"].as_array().unwrap().iter().filter(|one| one["rule"] == *rule).collect();
        assert!(own.iter().all(|one| one["verdict"] != "fail"), "{rule}: {own:#?}");
        assert!(
            own.iter()
                .any(|one| one["message"].as_str().unwrap().ends_with("until 2026-12-31: change \"4711\", \\ agreed")),
            "{rule}"
        );
        let findings = after["targets"][0]["outcomes"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["rule"].as_str().unwrap().starts_with("waiver-"))
            .count();
        assert_eq!(findings, 0, "{rule}");
    }
}

#[test]
fn a_waiver_that_would_cover_nothing_is_refused() {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("report.json"), report("many-faults", "--format json")).unwrap();
    let cases = [
        ("lif-hom --until 2026-12-31 --reason x", "the report has no failure of `lif-hom`"),
        ("ontap-version --until 2026-12-31 --reason x", "the report has no failure of `ontap-version`"),
        (
            "lif-home --until 2026-12-31 --reason x --only lif=none",
            "there are those of `vserver tweed, lif tweed-01_ic2`",
        ),
        ("lif-home --until 2026-12-31 --reason x --only none", "expected NAME=VALUE"),
        ("lif-home --until 2026-11-21 --reason x", "is over; today is 2026-11-22"),
        ("lif-home --until soon --reason x", "soon"),
    ];
    for (line, wanted) in cases {
        let ran = program::run(folder.path(), &format!("waive {line} --in report.json --now 2026-11-22"));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{line}");
        assert!(ran.err.contains(wanted), "{line}: {}", ran.err);
    }
    let one = program::run(
        folder.path(),
        "waive lif-home --in report.json --until 2026-12-31 --now 2026-11-22 --reason x --only lif=tweed-01_ic2",
    );
    assert_eq!(
        one.out,
        "[[waiver]]\nrule   = \"lif-home\"\nonly   = { \"lif\" = \"tweed-01_ic2\", \"vserver\" = \"tweed\" }\nobserved = \"is-home: false\"\nreason = \"x\"\nuntil  = 2026-12-31\n"
    );
}
