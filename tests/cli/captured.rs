//! The loop that captures what is needed: for the release, the scope and the plan that are told, in three shells.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use super::program::{program, ran, run};
use tempfile::tempdir;

/// The commands in a loop.
fn commands(text: &str) -> Vec<&str> {
    let lines = text.lines().skip_while(|line| !line.starts_with("done <<") && *line != "@'").skip(1);
    lines.take_while(|line| *line != "END" && !line.starts_with("'@")).collect()
}

/// An `ssh` that answers with what it was asked.
fn false_ssh(folder: &Path) {
    let path = folder.join("bin/ssh");
    fs::create_dir(folder.join("bin")).unwrap();
    fs::write(&path, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn the_loop_saves_each_answer_under_the_name_of_its_command() {
    let folder = tempdir().unwrap();
    false_ssh(folder.path());
    let text = run(folder.path(), "plan op@cluster1:2222 --format sh").out;
    fs::write(folder.path().join("capture.sh"), &text).unwrap();
    let path = format!("{}:{}", folder.path().join("bin").display(), std::env::var("PATH").unwrap());
    let done = Command::new("sh").arg("capture.sh").current_dir(folder.path()).env("PATH", path).output().unwrap();
    assert!(done.status.success() && done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    let saved: BTreeSet<String> = fs::read_dir(folder.path().join("cluster1"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let wanted = commands(&text);
    assert!(wanted.len() >= 19, "{text}");
    assert_eq!(saved, wanted.iter().map(|command| format!("{}.txt", command.replace([' ', '/'], "_"))).collect());
    for command in wanted {
        let file = folder.path().join("cluster1").join(format!("{}.txt", command.replace([' ', '/'], "_")));
        assert_eq!(fs::read_to_string(file).unwrap(), format!("-n\n-p\n2222\nop@cluster1\nset -rows 0; {command}\n"));
    }
}

#[test]
fn all_shells_capture_the_same_and_only_what_applies() {
    let folder = tempdir().unwrap();
    let of = |options: &str| {
        let shells = ["sh", "powershell", "plink"].map(|shell| {
            let text = run(folder.path(), &format!("plan --format {shell} {options}")).out;
            commands(&text).into_iter().map(str::to_owned).collect::<Vec<_>>()
        });
        assert!(shells[0] == shells[1] && shells[1] == shells[2], "{options}: {shells:?}");
        shells[0].clone()
    };
    let has = |list: &[String], word: &str| list.iter().any(|command| command.contains(word));
    let old = of("--ontap 9.9.1 --scope svm");
    assert!(has(&old, "firewall policy") && !has(&old, "service-policy") && has(&old, "vserver services ndmp show"));
    let new = of("--ontap 9.12.1 --scope node --tape none");
    assert!(
        !has(&new, "firewall") && has(&new, "service-policy") && !has(&new, "tape") && !has(&new, "vserver services")
    );
    assert_eq!(of("--select ontap-version"), ["cluster identity show", "version"]);
    let plink = run(folder.path(), "plan --format plink op@c1:2222").out;
    assert!(
        plink.contains("  plink -ssh -batch -P 2222 op@c1 \"set -rows 0; $_\" | Set-Content -Encoding utf8 \"c1/"),
        "{plink}"
    );
    let power = run(folder.path(), "plan --format powershell op@c1").out;
    assert!(power.contains("  ssh -n op@c1 \"set -rows 0; $_\" | "), "{power}");
    let pasted = run(folder.path(), "plan --format ontap --ontap 9.9.1 --scope svm").out;
    let listed: Vec<&str> = pasted.lines().collect();
    assert_eq!(listed[0], "set -rows 0");
    assert_eq!(listed[1..], old.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn all_that_the_rules_need_is_captured() {
    let folder = tempdir().unwrap();
    let text = run(folder.path(), "plan --format sh").out;
    // Empty answers are named by their files: what is missing then is what nobody asks for.
    let saved = folder.path().join("c1");
    fs::create_dir(&saved).unwrap();
    for command in commands(&text) {
        fs::write(
            saved.join(format!("{}.txt", command.replace(' ', "_"))),
            "There are no entries matching your query.\n",
        )
        .unwrap();
    }
    fs::write(saved.join("version.txt"), "NetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n").unwrap();
    let mode = saved.join("system_services_ndmp_node-scope-mode_status.txt");
    fs::write(mode, "NDMP node-scope-mode is disabled.\n").unwrap();
    let done = run(folder.path(), "check --from c1 --format json");
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    let next = json["targets"][0]["capture_next"].as_array().cloned().unwrap_or_default();
    let asked: Vec<String> = next.iter().map(|one| one["command"].as_str().unwrap().to_owned()).collect();
    let all = commands(&text).join("\n");
    let path = |command: &str| command.split(" -").next().unwrap().to_owned();
    // The name of the cluster is that of its admin SVM, which is in no empty answer.
    let is_missed = |command: &&String| !all.contains(&path(command)) && *command != "cluster identity show";
    let missed: Vec<&String> = asked.iter().filter(is_missed).collect();
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn an_undecided_report_ends_with_the_loop_for_what_is_missing() {
    let folder = tempdir().unwrap();
    fs::write(
        folder.path().join("c7.txt"),
        "c7::> version\nNetApp Release 9.9.1P3: Thu Jun 15 12:03:10 UTC 2023\n\nc7::>\n",
    )
    .unwrap();
    let done = run(folder.path(), "check --from c7.txt");
    let json: serde_json::Value =
        serde_json::from_str(&run(folder.path(), "check --from c7.txt --format json").out).unwrap();
    let next = json["targets"][0]["capture_next"].as_array().unwrap();
    let wanted: Vec<&str> = next.iter().map(|one| one["command"].as_str().unwrap()).collect();
    assert_eq!((done.code, commands(&done.out)), (3, wanted));
    assert!(done.out.contains("\n  ssh -n admin@c7 \"set -rows 0; $command\" > \"c7/"), "{}", done.out);
    for other in ["check --demo", "check --from c7.txt --select ontap-version", "check --from c7.txt -q"] {
        assert!(!run(folder.path(), other).out.contains("while read"), "{other}");
    }
}

/// How many commands a cluster of this release and scope is sent, by the plan for programs.
fn sent(plan: &serde_json::Value, release: &str, scope: &str) -> usize {
    let is_for = |told: &serde_json::Value, own: &str| told.as_str().is_none_or(|told| told == own);
    let commands = plan["commands"].as_array().unwrap().iter();
    commands.filter(|command| is_for(&command["ontap"], release) && is_for(&command["scope"], scope)).count()
}

#[test]
fn the_plan_counts_what_is_sent() {
    let folder = tempdir().unwrap();
    let head = |options: &str| {
        let mut command = program(folder.path(), &format!("plan {options}"));
        command.env("COLUMNS", "140");
        ran(command).out.lines().next().unwrap().to_owned()
    };
    let of = |count: &str| format!("`check` would send {count}, and nothing else. Nothing is sent now.");
    let plan = |options: &str| -> serde_json::Value {
        serde_json::from_str(&run(folder.path(), &format!("plan --format json {options}")).out).unwrap()
    };
    let all = plan("");
    let count = all["commands"].as_array().unwrap().len();
    let kinds = ["<9.10.1", ">=9.10.1"].map(|release| ["svm", "node"].map(|scope| sent(&all, release, scope)));
    let (least, most) = (*kinds.as_flattened().iter().min().unwrap(), *kinds.as_flattened().iter().max().unwrap());
    assert!(least < most && most < count);
    assert_eq!(head(""), of(&format!("{least} to {most} of these {count} commands, by its release and NDMP scope")));
    let told = plan("--ontap 9.12.1 --scope svm");
    let own = told["commands"].as_array().unwrap().len();
    assert_eq!(own, sent(&all, ">=9.10.1", "svm"));
    assert_eq!(head("--ontap 9.12.1 --scope svm"), of(&format!("{own} commands")));
    assert_eq!(head("--select ontap-version"), of("2 commands"));
}
