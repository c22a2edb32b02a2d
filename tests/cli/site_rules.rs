//! `rules new`, `rules check` and `rules test`: a site begins its own rules and tables, looks at them, and tries them.

use std::fs;
use std::path::Path;

use super::program::{Ran, program, ran, run};
use ndmp_preflight::rule::Catalog;
use serde_json::Value;
use tempfile::tempdir;

const CAPTURE: &str = "tay::> cluster show\nNode                  Health  Eligibility\n--------------------- ------- ------------\n\
    tay-1                 true    true\ntay-2                 true    false\n2 entries were displayed.\n\ntay::>\n";

fn json(done: &Ran) -> Value {
    serde_json::from_str(&done.out).unwrap()
}

/// Changes the first `from` of a file.
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// A folder with a rule and a table as `rules new` makes them.
fn begun() -> tempfile::TempDir {
    let folder = tempdir().unwrap();
    assert_eq!(run(folder.path(), "rules new node-eligible -o site").code, 0);
    let mut table = program(folder.path(), "rules new tape-position -o site --table");
    table.arg("storage tape position show");
    assert_eq!(ran(table).code, 0);
    folder
}

#[test]
fn a_rule_that_is_begun_loads_does_what_its_examples_say_and_judges_a_cluster() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "rules new node-eligible -o site");
    let told = "written: site/node-eligible.toml; `ndmp-preflight rules test site` runs its examples\n";
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, "", told));
    assert_eq!(run(folder.path(), "rules check site").code, 0);
    let tried = json(&run(folder.path(), "rules test site --format json"));
    assert_eq!((&tried["exit_code"], &tried["examples"], &tried["failed"]), (&0.into(), &3.into(), &0.into()));
    assert_eq!(tried["tested"][0]["unseen"], Value::Array(Vec::new()), "it passes, fails and is unknown");
    fs::write(folder.path().join("c.txt"), CAPTURE).unwrap();
    let report = json(&run(folder.path(), "check --from c.txt --rules site --format json --select node-eligible"));
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    let found: Vec<_> =
        outcomes.iter().filter(|one| one["verdict"] == "fail").map(|one| &one["subject"]["node"]).collect();
    assert_eq!(found, ["tay-2"]);
    let printed = run(folder.path(), "rules new node-eligible");
    assert_eq!(printed.out, fs::read_to_string(folder.path().join("site/node-eligible.toml")).unwrap());
}

#[test]
fn a_table_that_is_begun_loads_and_reads_what_a_cluster_prints() {
    let folder = begun();
    let tables = folder.path().join("site/tables");
    assert!(tables.join("tape-position.toml").is_file());
    let tried = json(&run(folder.path(), "rules test site --format json"));
    let names: Vec<_> = tried["tested"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!((&tried["exit_code"], names), (&0.into(), vec!["storage tape position show", "node-eligible"]));
    let text = "tay::> storage tape position show\nNode          Name         State\n------------- ------------ ---------\n\
        tay-3\n              third        ok\n\ntay::>\n";
    fs::write(folder.path().join("c.txt"), text).unwrap();
    let facts = json(&run(folder.path(), "facts --from c.txt --rules site --format json"));
    let records = &facts["targets"][0]["answers"][0]["records"];
    assert_eq!(*records, serde_json::json!([{ "node": "tay-3", "name": "third", "state": "ok" }]));
}

#[test]
fn what_is_there_stays_as_it_is() {
    let folder = begun();
    let path = folder.path().join("site/node-eligible.toml");
    fs::write(&path, "mine").unwrap();
    for line in ["rules new node-eligible -o site", "rules new node-eligible -o site/node-eligible.toml"] {
        let done = run(folder.path(), line);
        let told = "error: `site/node-eligible.toml` is there already, and stays as it is\n";
        assert_eq!((done.code, done.err.as_str(), fs::read_to_string(&path).unwrap().as_str()), (2, told, "mine"));
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere.toml", folder.path().join("site/other.toml")).unwrap();
        assert_eq!(run(folder.path(), "rules new other -o site").code, 2, "a link that leads nowhere is there too");
        assert!(!folder.path().join("site/nowhere.toml").exists());
    }
    let left: Vec<_> =
        fs::read_dir(folder.path().join("site")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "no draft is left: {left:?}");
}

#[test]
fn names_that_no_rule_can_have_are_refused_with_the_nearest_that_it_can() {
    let folder = tempdir().unwrap();
    for (line, told) in [
        (
            "rules new Node_Eligible",
            "`Node_Eligible` is no name; expected lowercase words with hyphens between them, such as `node-eligible`",
        ),
        ("rules new node--x", "such as `node-x`"),
        ("rules new ../x", "such as `x`"),
        ("rules new lif-up", "there is a rule `lif-up` already, in rules/network/lif-up.toml; give yours another name"),
        ("rules new x --table version", "only what a `show` prints is a table"),
        ("rules new x -o site/y.toml", "the file of this rule is called x.toml"),
        ("rules new x -o tables/x.toml", "a table stands in a folder called `tables`"),
        ("rules --format json new x", "rules"),
    ] {
        let done = run(folder.path(), line);
        assert!(done.code == 2 && done.err.contains(told), "{line}: {}", done.err);
        assert!(done.out.is_empty() && fs::read_dir(folder.path()).unwrap().count() == 0, "{line}");
    }
    let mut table = program(folder.path(), "rules new lif2 --table");
    table.arg("network interface show");
    assert!(ran(table).err.contains("there is a table of it already, rules/tables/lif.toml"));
}

/// Each damage to one of two files, where it is, and what is told of it.
const DAMAGES: [(&str, &str, &str, &str); 6] = [
    ("node-eligible.toml", "severity =", "severty =", "did you mean `severity`?"),
    ("node-eligible.toml", "each   = \"node\"", "each   = \"nod\"", "did you mean `node`?"),
    ("node-eligible.toml", "{ eligibility =", "{ eligibilty =", "did you mean `eligibility`?"),
    ("node-eligible.toml", "id       = \"node-eligible\"", "id       = \"nodes\"", "expected `node-eligible`"),
    (
        "tables/tape-position.toml",
        "[\"node\", \"name\", \"state\"]",
        "[\"node\", \"nane\", \"state\"]",
        "did you mean `name`?",
    ),
    ("tables/tape-position.toml", "counted   = true", "counted   = \"yes\"", "expected `true` or `false`"),
];

#[test]
fn every_fault_is_told_with_its_place_and_its_cure() {
    let is_table = |file: &str| file.starts_with("tables");
    for (at, first) in DAMAGES.iter().enumerate() {
        for second in &DAMAGES[at + 1..] {
            let folder = begun();
            for (file, from, to, _) in [first, second] {
                edit(&folder.path().join("site").join(file), from, to);
            }
            let done = run(folder.path(), "rules check site");
            // A rule is held against the tables when these are right, and its columns against an entity that is known.
            let is_open = |one: &&&(&str, &str, &str, &str)| {
                let (is_rule, of_entity) = (!is_table(one.0), one.3.contains("`eligibility`"));
                is_rule && is_table(second.0) || of_entity && first.3.contains("`node`")
            };
            let told = [first, second].into_iter().filter(|one| !is_open(&one));
            for (file, _, _, help) in told {
                assert!(done.out.contains(&format!("--> site/{file}:")), "{file}: {}", done.out);
                assert!(done.out.contains(help), "{help}: {}", done.out);
            }
            assert_eq!((done.code, done.err.as_str()), (2, ""), "{}", done.out);
            assert_eq!(done.out.contains("when the tables are right"), is_table(second.0), "{}", done.out);
            let shape = json(&run(folder.path(), "rules check site --format json"));
            let faults = shape["faults"].as_array().unwrap();
            assert_eq!(done.out.matches("error: ").count(), faults.len());
            assert!(faults.iter().all(|fault| fault["line"].as_u64() > Some(1) && fault["column"].as_u64() > Some(0)));
            assert!(shape["exit_code"] == 2 && shape["loaded"].is_null(), "{shape}");
            assert_eq!(run(folder.path(), "rules test site").code, 2);
        }
    }
}

#[test]
fn what_is_no_toml_is_told_in_rules_and_tables_at_once() {
    let folder = begun();
    edit(&folder.path().join("site/node-eligible.toml"), "severity = \"should\"", "severity = should");
    edit(&folder.path().join("site/tables/tape-position.toml"), "counted   = true", "counted   =");
    let done = run(folder.path(), "rules check site");
    assert!(done.out.contains("--> site/node-eligible.toml:9:12\n"), "{}", done.out);
    assert!(done.out.contains("--> site/tables/tape-position.toml:12:"), "{}", done.out);
    fs::rename(folder.path().join("site/tables/tape-position.toml"), folder.path().join("site/moved.toml")).unwrap();
    edit(&folder.path().join("site/moved.toml"), "counted   =", "counted = true");
    let done = run(folder.path(), "rules check site");
    let told = "error: a table stands among the rules\n --> site/moved.toml:7:1\n";
    assert!(
        done.out.contains(told) && done.out.contains("= help: move the file into a folder called `tables`"),
        "{}",
        done.out
    );
}

#[test]
fn what_was_loaded_is_counted_and_named() {
    let folder = begun();
    let profile = "name = \"acme-backup\"\ntitle = \"Acme\"\nabout = \"An application.\"\n";
    fs::create_dir(folder.path().join("site/profiles")).unwrap();
    fs::write(folder.path().join("site/profiles/acme-backup.toml"), profile).unwrap();
    // What stands in the environment and in the configuration is for other commands.
    fs::write(folder.path().join("ndmp-preflight.toml"), "rules = \"site\"\n").unwrap();
    let mut check = program(folder.path(), "rules check site");
    check.env("NDMP_PREFLIGHT_RULES", "site").env("NDMP_PREFLIGHT_COLOR", "");
    let done = ran(check);
    let told = "1 rule      node-eligible\n1 table     storage tape position show\n1 profile   acme-backup\n\n\
        no fault in 3 files; `ndmp-preflight rules test site` runs their examples\n";
    assert_eq!((done.code, done.out.as_str(), done.err.as_str()), (0, told, ""));
    let shape = json(&run(folder.path(), "rules check site --format json"));
    let loaded = serde_json::json!({ "rules": ["node-eligible"], "tables": ["storage tape position show"],
        "profiles": ["acme-backup"], "forms": [] });
    assert_eq!((&shape["loaded"], &shape["files"]), (&loaded, &3.into()));
}

#[test]
fn an_example_that_fails_is_told_with_what_it_expects_and_what_there_was() {
    let folder = begun();
    edit(&folder.path().join("site/node-eligible.toml"), "verdict = \"fail\"", "verdict = \"pass\"");
    edit(&folder.path().join("site/tables/tape-position.toml"), "state = \"failed\"", "state = \"lost\"");
    let done = run(folder.path(), "rules test site");
    let flat = done.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in [
        "rule node-eligible 3 examples, 1 failed; none of fail: nobody has seen it give that",
        "site/node-eligible.toml:60: example 2 expected pass for { node = \"tay-2\" } found pass for { node = \"tay-1\" }: \
         tay-1 is eligible; fail for { node = \"tay-2\" }: tay-2 is not eligible",
        "site/tables/tape-position.toml:37: example 1 expected `lost` as `state` of record 2 found `failed` as `state` of record 2",
        "exit code 1, because 2 of 5 examples fail",
    ] {
        assert!(flat.contains(part), "{part}\n{flat}");
    }
    assert_eq!((done.code, done.err.as_str()), (1, ""));
    let shape = json(&run(folder.path(), "rules test site --format json"));
    assert_eq!((&shape["exit_code"], &shape["failed"]), (&1.into(), &2.into()));
    let failure = &shape["tested"][1]["failures"][0];
    assert_eq!((&failure["example"], &failure["line"]), (&2.into(), &60.into()));
    assert_eq!(failure["expected"], "pass for { node = \"tay-2\" }");
}

#[test]
fn what_has_no_example_is_not_taken_for_tested() {
    let folder = begun();
    let path = folder.path().join("site/tables/tape-position.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.split("[[example]]").next().unwrap()).unwrap();
    let done = run(folder.path(), "rules test site");
    assert!(done.out.contains("table  storage tape position show  no example: nothing shows"), "{}", done.out);
    assert!(
        done.code == 3
            && done.out.ends_with("exit code  3, because nothing fails, and what has no example was not tested\n")
    );
    edit(&folder.path().join("site/node-eligible.toml"), "verdict = \"fail\"", "verdict = \"pass\"");
    assert_eq!(run(folder.path(), "rules test site").code, 1, "what fails goes before");
    fs::remove_dir_all(folder.path().join("site")).unwrap();
    fs::create_dir_all(folder.path().join("site/profiles")).unwrap();
    let profile = "name = \"acme-backup\"\ntitle = \"Acme\"\nabout = \"An application.\"\n";
    fs::write(folder.path().join("site/profiles/acme-backup.toml"), profile).unwrap();
    let done = run(folder.path(), "rules test site");
    assert!(done.code == 3 && done.out.contains("there is no rule and no table: nothing was tested"), "{}", done.out);
    fs::remove_dir_all(folder.path().join("site/profiles")).unwrap();
    assert_eq!(run(folder.path(), "rules test site").err, "error: rules folder `site` holds no TOML file\n");
}

#[test]
fn without_a_word_behind_it_the_rules_are_listed_as_before() {
    let folder = tempdir().unwrap();
    let done = run(folder.path(), "rules");
    let count = Catalog::embedded().unwrap().rules.len();
    assert!(done.code == 0 && done.out.contains(&format!("{count} rules; ")), "{}", done.out);
}
