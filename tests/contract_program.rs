//! The contract as the program keeps it: exit codes and their order, options, configuration, waivers, secrets.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first thing that is not as it must be")]

#[path = "cli/program.rs"]
mod program;
mod saved;

use std::fs;
use std::path::Path;

use program::{Ran, run, run_on};
use saved::Saved;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

/// A folder that holds the saved files as `cluster`.
fn folder(saved: &Saved) -> TempDir {
    let folder = tempdir().unwrap();
    write(folder.path(), "cluster", saved);
    folder
}

fn write(folder: &Path, name: &str, saved: &Saved) {
    fs::create_dir_all(folder.join(name)).unwrap();
    for (file, text) in &saved.files {
        fs::write(folder.join(name).join(file), text).unwrap();
    }
}

fn wrapped() -> Saved {
    Saved::sample("ready-svm-9.9.1")
}

fn overflow() -> Saved {
    Saved::sample("ready-svm-9.12.1")
}

/// The rules with this verdict, as `rule` or `rule:reason`, each once.
fn rules(report: &Ran, verdict: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(&report.out).unwrap_or_else(|error| panic!("{error}: {}", report.err));
    let mut names: Vec<String> = Vec::new();
    for outcome in report["targets"][0]["outcomes"].as_array().unwrap() {
        if outcome["verdict"] == verdict {
            let reason = outcome["reason"].as_str().map_or_else(String::new, |reason| format!(":{reason}"));
            names.push(format!("{}{reason}", outcome["rule"].as_str().unwrap()));
        }
    }
    names.dedup();
    names
}

fn check(folder: &TempDir, options: &str) -> Ran {
    run(folder.path(), &format!("check --from cluster --format json --now 2026-11-22 {options}"))
}

fn down() -> Saved {
    let mut saved = overflow();
    saved.edit("network_interface_show", "strathspey-03_mgmt1", "up/up", "up/down");
    saved
}

fn away() -> Saved {
    let mut saved = overflow();
    saved.edit("network_interface_show", "strathspey-03_mgmt1", "true", "false");
    saved
}

fn open() -> Saved {
    let mut saved = overflow();
    saved.without("security_login_show");
    saved
}

#[test]
fn exit_codes() {
    for (what, saved, options, code) in [
        ("ready", overflow(), "", 0),
        ("ready, judged strictly", overflow(), "--fail-on should", 0),
        ("a must rule failed", down(), "", 1),
        ("a must rule failed, unknowns are allowed", down(), "--allow-unknown", 1),
        ("a should rule failed", away(), "", 0),
        ("a should rule failed, and it decides", away(), "--fail-on should", 1),
        ("a must rule is unknown", open(), "", 3),
        ("a must rule is unknown, and that is allowed", open(), "--allow-unknown", 0),
        (
            "a must rule failed, another is unknown",
            {
                let mut both = down();
                both.without("security_login_show");
                both
            },
            "",
            1,
        ),
        ("only the other rules are asked for", down(), "--ignore lif-up --ignore intercluster*", 0),
        ("only the failing rule is asked for", down(), "--select lif-up", 1),
    ] {
        let folder = folder(&saved);
        let ran = check(&folder, options);
        assert_eq!(ran.code, code, "{what}: {}", ran.err);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["exit_code"], code, "{what}");
    }
}

#[test]
fn of_several_exit_codes_the_gravest_counts() {
    let folder = tempdir().unwrap();
    write(folder.path(), "ready", &overflow());
    write(folder.path(), "down", &down());
    write(folder.path(), "open", &open());
    fs::write(folder.path().join("junk.txt"), "nothing of ONTAP\n").unwrap();
    for (paths, code) in [
        ("ready", 0),
        ("ready open", 3),
        ("ready junk.txt", 3),
        ("open down ready", 1),
        ("ready down nowhere open", 4),
        ("nowhere --scope both", 2),
    ] {
        let ran = run(folder.path(), &format!("check --format json --from {paths}"));
        assert_eq!(ran.code, code, "{paths}: {}", ran.err);
    }
    assert_eq!(run(folder.path(), "check --allow-unknown --from ready open").code, 0);
    assert_eq!(
        run(folder.path(), "check --allow-unknown --from ready junk.txt").code,
        3,
        "nothing was judged of the junk"
    );
}

#[test]
fn the_same_verdicts_from_a_folder_a_file_and_standard_input() {
    let transcript = Saved::sample("terminal-transcript.txt");
    let folder = folder(&transcript);
    let file = "cluster/terminal-transcript.txt";
    let from_file = run(folder.path(), &format!("check --format json --from {file}"));
    let from_folder = check(&folder, "");
    let from_stdin = run_on(folder.path(), "check --format json --from -", &transcript.files[0].1);
    for ran in [&from_file, &from_folder, &from_stdin] {
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(rules(ran, "pass"), rules(&from_file, "pass"));
    }
    // Files that hold the answers one after another, without a command: the headings tell them apart.
    let whole: String =
        overflow().files.iter().filter(|(name, _)| !name.contains("_-")).map(|(_, text)| format!("{text}\n")).collect();
    let ran = run_on(folder.path(), "check --format json --from -", &whole);
    assert_eq!(rules(&ran, "fail"), Vec::<String>::new());
    assert!(rules(&ran, "pass").contains(&"tape-device-status".to_owned()), "{}", ran.out);
}

#[test]
fn the_wanted_scope_decides_what_is_asked() {
    let ready = folder(&wrapped());
    let svm = check(&ready, "--scope svm");
    assert_eq!((svm.code, rules(&svm, "fail")), (0, vec![]));
    let node = check(&ready, "--scope node");
    assert_eq!(
        (node.code, rules(&node, "fail")),
        (1, vec!["ndmp-scope".to_owned(), "node-ndmp-default-user".to_owned()])
    );
    assert_eq!(rules(&node, "unknown"), Vec::<String>::new());
    let report: Value = serde_json::from_str(&node.out).unwrap();
    assert_eq!(report["targets"][0]["scope"], "node");
    let nodes = folder(&Saved::sample("ready-node-scope"));
    let found = check(&nodes, "");
    assert_eq!((found.code, rules(&found, "fail")), (0, vec!["ndmp-scope-deprecated".to_owned()]));
    let wanted = check(&nodes, "--scope svm");
    assert_eq!(rules(&wanted, "fail"), ["ndmp-scope", "ndmp-scope-deprecated"]);
    assert_eq!(wanted.code, 1);
    // What ONTAP refuses in the found scope is unknown.
    let mut refused = Saved::sample("ready-node-scope");
    let text = "\nError: show failed: The operation is not supported because NDMP SVM-aware mode is disabled.\n";
    refused.replace(
        "session",
        "sannox::> exit",
        &format!("sannox::> vserver services ndmp show\n{text}\nsannox::> exit"),
    );
    let refused = check(&folder(&refused), "--scope svm");
    for rule in ["svm-ndmp-authentication", "svm-ndmp-enabled", "svm-ndmp-preferred-role"] {
        assert!(
            rules(&refused, "unknown").contains(&format!("{rule}:refused")),
            "{rule}: {:?}",
            rules(&refused, "unknown")
        );
    }
}

#[test]
fn without_tape_at_the_cluster_nothing_is_asked_of_tape() {
    let mut saved = overflow();
    for file in [
        "storage_tape_show",
        "storage_tape_show-media-changer",
        "storage_tape_show-supported-status",
        "storage_tape_show_-alias",
        "options_tape.reservations",
    ] {
        saved.without(file);
    }
    let folder = folder(&saved);
    assert_eq!(check(&folder, "").code, 3);
    let none = check(&folder, "--tape none");
    assert_eq!((none.code, rules(&none, "unknown")), (0, vec![]));
    let tape = [
        "media-changer-status",
        "media-changer-visible",
        "tape-alias-uniform",
        "tape-attachment",
        "tape-device-count",
        "tape-device-status",
        "tape-drive-qualified",
        "tape-drive-visible",
        "tape-lun-zero",
        "tape-path-count",
        "tape-reservations",
        "tape-reservations-uniform",
        "tape-target-lun-zero",
    ];
    let seen: Vec<String> =
        rules(&none, "not-applicable").into_iter().filter(|rule| rule.ends_with(":no-tape")).collect();
    assert_eq!(seen, tape.map(|rule| format!("{rule}:no-tape")));
    fs::write(folder.path().join("ndmp-preflight.toml"), "[expect]\ndrives = 2\n").unwrap();
    let expected = check(&folder, "--tape none");
    assert!(rules(&expected, "unknown").contains(&"tape-drive-visible:not-captured".to_owned()), "{}", expected.out);
}

#[test]
fn the_release_that_the_user_names() {
    let mut silent = overflow();
    silent.without("version");
    let folder_silent = folder(&silent);
    // A service policy that holds backup-ndmp-control is new; the release itself is not known.
    let unknown = rules(&check(&folder_silent, ""), "unknown");
    assert_eq!(unknown, ["ontap-version:not-captured", "nfs-security-label:version-unknown"]);
    let told = check(&folder_silent, "--ontap 9.12.1");
    assert_eq!((told.code, rules(&told, "unknown")), (0, vec![]));
    let report: Value = serde_json::from_str(&told.out).unwrap();
    let outcomes = report["targets"][0]["outcomes"].as_array().unwrap();
    let version = outcomes.iter().find(|outcome| outcome["rule"] == "ontap-version").unwrap();
    assert!(version["message"].as_str().unwrap().contains("as the user says"), "{version}");
    let folder = folder(&overflow());
    assert_eq!(check(&folder, "--ontap 9.12.1P4").code, 0);
    assert_eq!(check(&folder, "--ontap 9.12.1").code, 0, "the patch may be left out");
    let otherwise = check(&folder, "--ontap 9.9.1");
    assert_eq!(otherwise.code, 3);
    assert!(rules(&otherwise, "unknown").contains(&"ontap-version:contradiction".to_owned()));
}

#[test]
fn the_profile_of_the_backup_application() {
    let ready = folder(&overflow());
    let netbackup = check(&ready, "--dma netbackup");
    assert_eq!((netbackup.code, rules(&netbackup, "fail")), (1, vec!["tape-reservations".to_owned()]));
    let mut saved = overflow();
    saved.replace("options_tape.reservations", "persistent", "scsi      ");
    let scsi = folder(&saved);
    assert_eq!(check(&scsi, "--dma netbackup").code, 0);
    assert_eq!(rules(&check(&scsi, ""), "fail"), ["tape-reservations"]);
    assert_eq!(check(&ready, "--dma nobody").code, 2);
}

#[test]
fn the_expected_inventory_and_the_user() {
    let folder = folder(&overflow());
    let with = |text: &str| {
        fs::write(folder.path().join("ndmp-preflight.toml"), text).unwrap();
        let ran = check(&folder, "");
        (ran.code, rules(&ran, "fail"), rules(&ran, "unknown"))
    };
    let none = Vec::<String>::new;
    assert_eq!(with("[expect]\ndrives = 2\nchangers = 1\n"), (0, none(), none()));
    assert_eq!(with("[expect]\ndrives = 3\n"), (1, vec!["tape-drive-visible".to_owned()], none()));
    assert_eq!(with("[expect]\ndrives = 1\n"), (1, vec!["tape-drive-visible".to_owned()], none()));
    assert_eq!(with("[expect]\nchangers = 2\n"), (1, vec!["media-changer-visible".to_owned()], none()));
    let user = vec!["ndmp-user".to_owned()];
    assert_eq!(with("[user]\nname = \"svc_ndmp_kingussie\"\n"), (0, none(), none()));
    assert_eq!(with("[user]\nname = \"nobody\"\n"), (1, user.clone(), none()));
    let own = "[user]\nvserver = \"svm-aviemore-fs1\"\n";
    assert_eq!(with(&format!("tape = \"none\"\n{own}")), (1, user.clone(), none()), "vsadmin is locked");
    let tapes = vec!["registered-lif".to_owned(), "ndmp-user".to_owned()];
    assert_eq!(with(own), (1, tapes, none()), "and reaches no tape");
    assert_eq!(with("[user]\nname = \"GRAMPIAN\\\\storage-admins\"\n"), (1, user.clone(), none()));
    assert_eq!(with("[user]\nname = \"svc_ndmp_kingussie\"\nroles = [\"site-ndmp\"]\n"), (0, none(), none()));
    let mut saved = overflow();
    saved.edit("security_login_show", "svc_ndmp_kingussie", "backup   ", "site-ndmp");
    write(folder.path(), "cluster", &saved);
    assert_eq!(with("[user]\nname = \"svc_ndmp_kingussie\"\nroles = [\"site-ndmp\"]\n"), (0, none(), none()));
    let both = vec!["ndmp-user".to_owned(), "ndmp-user-dedicated".to_owned()];
    assert_eq!(with("[user]\nname = \"svc_ndmp_kingussie\"\n"), (1, both, none()));
}
