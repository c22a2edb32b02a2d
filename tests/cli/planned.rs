//! The backup that is planned, as options, environment and configuration tell it, and as reports repeat it.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};

use super::program::{program, run};

/// A folder with a ready cluster in each of these folders, and a configuration.
fn fleet(names: &[&str], config: &str) -> TempDir {
    let folder = tempdir().unwrap();
    for name in names {
        let cluster = folder.path().join("fleet").join(name);
        fs::create_dir_all(&cluster).unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-outputs/ready-svm-9.12.1");
        for file in fs::read_dir(sample).unwrap() {
            let file = file.unwrap();
            fs::copy(file.path(), cluster.join(file.file_name())).unwrap();
        }
    }
    fs::write(folder.path().join("ndmp-preflight.toml"), config).unwrap();
    folder
}

fn planned(folder: &Path, options: &str) -> Vec<Value> {
    let ran = run(folder, &format!("check --from fleet --format json {options}"));
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    report["targets"].as_array().unwrap().iter().map(|target| target["planned"].clone()).collect()
}

/// The part of a plan that is told.
fn told(planned: &Value) -> Value {
    let mut told = planned.clone();
    told.as_object_mut().unwrap().remove("untold");
    told
}

#[test]
fn a_report_repeats_what_is_planned_and_what_is_not_told() {
    let folder = fleet(&["prod"], "");
    let options = "--dma netbackup --dma-address 192.0.2.9 --register cluster_mgmt --user bkp --svm vs1 --svm vs2";
    let ran = run(folder.path(), &format!("check --from fleet {options}"));
    let lines: Vec<&str> = ran.out.lines().collect();
    let text = lines[2..4].iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    assert!(
        text.starts_with("planned   netbackup from 192.0.2.9, registered at cluster_mgmt, user bkp, SVMs vs1, vs2, "),
        "{}",
        ran.out
    );
    assert_eq!(planned(folder.path(), options)[0]["dma_addresses"], json!(["192.0.2.9"]));
    let untold = planned(folder.path(), "--dma netbackup")[0]["untold"].clone();
    let option = |name: &str| untold.as_array().unwrap().iter().find(|untold| untold["option"] == name).cloned();
    let rules = option("--dma-address").unwrap()["rules"].clone();
    assert!(rules.as_array().unwrap().contains(&json!("lif-allowed-dma")), "{untold}");
    assert_eq!(option("--dma"), None);
    let nothing = run(folder.path(), "check --from fleet").out;
    assert!(nothing.contains("planned   nothing is told of the backup; --dma, --dma-address"), "{nothing}");
}

#[test]
fn the_command_line_goes_before_the_plan_of_a_cluster_and_that_before_the_plan_of_all() {
    let config = "[backup]\nuser = \"all\"\nstreams = 4\nregister = \"icl9\"\n[hosts.prod]\naddress = \"192.0.2.7\"\n\
                  [hosts.prod.backup]\nuser = \"own\"\nsvms = [\"vs1\"]\nregister = [\"192.0.2.60\"]\n";
    let folder = fleet(&["other", "prod"], config);
    let of = |options: &str| planned(folder.path(), options).iter().map(told).collect::<Vec<_>>();
    assert_eq!(
        of(""),
        [
            json!({"user": "all", "streams": 4, "register": ["icl9"]}),
            json!({"user": "own", "streams": 4, "register": ["192.0.2.60"], "svms": ["vs1"]}),
        ]
    );
    assert_eq!(
        of("--user typed --register a --register b --cab false --authentication plaintext --tape none"),
        [
            json!({"user": "typed", "streams": 4, "register": ["a", "b"], "cab": false, "authentication": "plaintext", "tape": "none"}),
            json!({"user": "typed", "streams": 4, "register": ["a", "b"], "svms": ["vs1"], "cab": false,
            "authentication": "plaintext", "tape": "none"}),
        ]
    );
}

/// An empty list is told: nothing of that kind, whatever stands elsewhere.
#[test]
fn an_empty_list_takes_back_what_stands_elsewhere() {
    let of_all = "dma-address = \"192.0.2.9\"\n[backup]\nregister = \"icl9\"\nsvms = [\"vs1\"]\n";
    let host = "[hosts.prod]\naddress = \"192.0.2.7\"\n[hosts.prod.backup]\n";
    let all = json!({"dma_addresses": ["192.0.2.9"], "register": ["icl9"], "svms": ["vs1"]});
    for (own, gone) in [
        ("register = []", vec!["register"]),
        ("svms = []", vec!["svms"]),
        ("dma-address = []", vec!["dma_addresses"]),
        ("register = []\nsvms = []\ndma-address = []", vec!["dma_addresses", "register", "svms"]),
        ("streams = 4", vec![]),
    ] {
        let folder = fleet(&["other", "prod"], &format!("{of_all}{host}{own}\n"));
        let mut left = all.clone();
        gone.iter().for_each(|key| _ = left.as_object_mut().unwrap().remove(*key));
        if own.starts_with("streams") {
            left["streams"] = json!(4);
        }
        let of = |options: &str| planned(folder.path(), options).iter().map(told).collect::<Vec<_>>();
        assert_eq!(of(""), [all.clone(), left.clone()], "{own}");
        // Who types one means it.
        left["register"] = json!(["typed"]);
        assert_eq!(of("--register typed")[1], left, "{own}");
    }
    let at_top = fleet(&["prod"], "register = \"icl9\"\nsvm = \"vs1\"\n[backup]\nregister = []\n");
    assert_eq!(told(&planned(at_top.path(), "")[0]), json!({"svms": ["vs1"]}));
}

/// A cluster that calls itself otherwise than the inventory says may be another one, saved or not.
#[test]
fn a_cluster_of_another_name_than_the_inventory_tells_is_told() {
    let host = |cluster: &str| format!("[hosts.prod]\naddress = \"192.0.2.7\"\ncluster = \"{cluster}\"\n");
    let plan = "[hosts.prod.backup]\nuser = \"own\"\n";
    let told = |names: &[&str], config: &str, command: &str| {
        run(fleet(names, config).path(), &format!("{command} --from fleet --format json")).err
    };
    for command in ["check", "fix", "handoff"] {
        let other = told(&["prod"], &host("zzz"), command);
        let wanted = "note: prod: the cluster calls itself `strathspey`, and [hosts.prod] says `cluster = \"zzz\"`";
        assert!(other.contains(wanted), "{command}: {other}");
        assert_eq!(told(&["prod"], &host("Strathspey"), command), "", "{command}");
    }
    let unmet = told(&["paste"], &(host("strathspey") + plan), "check");
    assert!(
        unmet.contains("note: paste: the cluster calls itself `strathspey`, which is that of [hosts.prod]: "),
        "{unmet}"
    );
    let unknown = told(&["paste"], &(host("zzz") + plan), "check");
    assert!(unknown.contains("the configuration has a plan of its own for prod, and none for `paste`"), "{unknown}");
    assert_eq!(told(&["paste"], &host("zzz"), "check"), "", "an inventory without plans says nothing of others");
}

#[test]
fn a_target_without_the_plan_that_others_have_is_told() {
    let config = "[hosts.prod]\naddress = \"192.0.2.7\"\n[hosts.prod.backup]\nuser = \"own\"\n";
    let folder = fleet(&["other", "prod"], config);
    let note = "the configuration has a plan of its own for prod, and none for `other`; a folder";
    for command in ["check", "fix", "handoff"] {
        let ran = run(folder.path(), &format!("{command} --from fleet --format json"));
        let of_other = format!("note: other: {note}");
        assert!(ran.err.contains(&of_other) && !ran.err.contains("note: prod"), "{command}: {}", ran.err);
    }
    let human = run(folder.path(), "check --from fleet -v").out;
    let flat = human.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains(&format!("note: {note}")), "{human}");
    let none = run(fleet(&["other"], "").path(), "check --from fleet --format json");
    assert_eq!(none.err, "");
}

#[test]
fn a_plan_may_stand_in_the_environment() {
    let folder = fleet(&["prod"], "");
    let mut command = program(folder.path(), "check --from fleet --format json");
    command.env("NDMP_PREFLIGHT_USER", "bkp").env("NDMP_PREFLIGHT_SVM", "vs1,vs2").env("NDMP_PREFLIGHT_STREAMS", "3");
    let report: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    let plan = told(&report["targets"][0]["planned"]);
    assert_eq!(plan, json!({"user": "bkp", "svms": ["vs1", "vs2"], "streams": 3}));
}

#[test]
fn words_that_a_plan_does_not_know_are_refused() {
    let folder = fleet(&["prod"], "");
    for (option, word) in [("--authentication", "md5"), ("--streams", "0"), ("--cab", "maybe"), ("--tape", "some")] {
        let ran = run(folder.path(), &format!("check --from fleet {option} {word}"));
        assert_eq!(ran.code, 2, "{option} {word}");
        assert!(ran.err.contains(option) && ran.err.contains(word), "{}", ran.err);
    }
}
