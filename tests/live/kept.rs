//! What a run keeps of its clusters: each bundle under its own name, nothing lost with one that cannot be written, and the
//! time of its collection wherever it is reported.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::ontap::Manner;
use crate::rig::{Cluster, Place};
use crate::server::Faults;

const SAMPLE: &str = "ready-svm-9.12.1";

fn targets(report: &Value) -> Vec<(&str, &str)> {
    let targets = report["targets"].as_array().unwrap();
    targets.iter().map(|target| (target["target"].as_str().unwrap(), target["verdict"].as_str().unwrap())).collect()
}

/// `2026-11-22 08:00 UTC`, as the manifest of the bundle tells it.
fn minute(place: &Place, folder: &str) -> String {
    let text = place.unpacked(folder);
    let time = text.split("\"started\": \"").nth(1).unwrap();
    format!("{} {} UTC", &time[..10], &time[11..16])
}

#[test]
fn where_a_bundle_went_is_told_to_people() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let told = format!("note: {SAMPLE}: its answers are kept in `kept/{SAMPLE}.ndmp.tar.gz`\n");
    assert_eq!(place.run(&["check", SAMPLE, "-o", "kept"]).err, told);
    assert_eq!(place.run(&["facts", SAMPLE, "-o", "kept"]).err, told);
    for quiet in [&["check", SAMPLE, "-o", "kept", "-q"][..], &["check", SAMPLE]] {
        assert_eq!(place.run(quiet).err, "", "{quiet:?}");
    }
    assert!(!place.run(&["check", SAMPLE, "-o", "kept", "--format", "json"]).err.contains("are kept in"));
}

#[test]
fn a_bundle_that_cannot_be_written_takes_no_report_away() {
    let (one, other) = (Cluster::plain(SAMPLE), Cluster::plain("ready-svm-9.9.1"));
    let place = Place::of(&[&one, &other]);
    let taken = format!("kept/{SAMPLE}.ndmp.tar.gz");
    fs::create_dir_all(place.folder.path().join(&taken).join("x")).unwrap();
    let done = place.run(&[
        "check",
        "--all",
        "-o",
        "kept",
        "--format",
        "json",
        "--report",
        "json=report.json",
        "--now",
        "2026-11-22",
    ]);
    assert_eq!(done.code, 4, "{done:?}");
    let report = done.json();
    assert_eq!(targets(&report), [(SAMPLE, "ready"), ("ready-svm-9.9.1", "ready")]);
    assert_eq!(report["exit_code"], 4);
    assert_eq!(fs::read_to_string(place.folder.path().join("report.json")).unwrap(), done.out);
    let told = format!("the bundle could not be kept: bundle `{taken}`: ");
    assert!(report["targets"][0]["remarks"].to_string().contains(&told), "{}", report["targets"][0]["remarks"]);
    assert!(!report["targets"][1]["remarks"].to_string().contains("kept"), "{}", report["targets"][1]["remarks"]);
    assert_eq!(done.err.matches(&format!("error: {SAMPLE}: {told}")).count(), 1, "{}", done.err);
    assert_eq!(done.err.matches("could not be kept").count(), 1, "{}", done.err);
    assert_eq!(place.files("kept").len(), 2);
    let human = place.run(&["check", "--all", "-o", "kept"]);
    let because = format!("exit code  4, because the bundle of `{SAMPLE}` could not be kept");
    assert!(human.code == 4 && human.out.contains(&because), "{human:?}");

    let facts = place.run(&["facts", "--all", "-o", "kept", "--format", "json"]);
    assert_eq!((facts.code, facts.json()["targets"].as_array().unwrap().len()), (4, 2), "{}", facts.err);
}

#[test]
fn collect_keeps_the_others_when_one_bundle_cannot_be_written() {
    let (one, other) = (Cluster::plain(SAMPLE), Cluster::plain("ready-svm-9.9.1"));
    let place = Place::of(&[&one, &other]);
    fs::create_dir_all(place.folder.path().join(format!("kept/{SAMPLE}.ndmp.tar.gz/x"))).unwrap();
    let done = place.run(&["collect", "--all", "-o", "kept"]);
    assert_eq!(done.code, 4, "{done:?}");
    assert!(done.out.contains("answers in kept/ready-svm-9.9.1.ndmp.tar.gz") && !done.out.contains(SAMPLE), "{done:?}");
    assert!(done.err.contains(&format!("error: {SAMPLE}: the bundle could not be kept: ")), "{}", done.err);
}

#[test]
fn two_clusters_never_share_a_file() {
    let (one, other) = (Cluster::plain(SAMPLE).named("one"), Cluster::plain(SAMPLE).named("other"));
    let typed = [&one, &other].map(|cluster| format!("op@127.0.0.1:{}", cluster.port()));
    let name = format!("op_127.0.0.1_{}", one.port());
    let third = Cluster::plain(SAMPLE).named(&name);
    let place = Place::of(&[&third, &one, &other]);
    let hosts = [typed[0].as_str(), typed[1].as_str(), name.as_str()];
    let refused = place.run(&[&["collect", "-o", "kept"], &hosts[..]].concat());
    assert_eq!(refused.code, 2, "{refused:?}");
    let told = format!("`{}` and `{name}` would be kept in one file, `{name}.ndmp.tar.gz`", typed[0]);
    assert!(refused.err.contains(&told), "{}", refused.err);
    assert_eq!((one.connections().0, other.connections().0, third.connections().0), (0, 0, 0));
    assert!(place.files("kept").is_empty());
    let checked = place.run(&[&["check", "--format", "json"], &hosts[..]].concat());
    assert_eq!((checked.code, targets(&checked.json()).len()), (0, 3), "nothing is kept, nothing clashes");
}

#[test]
fn names_that_differ_in_case_share_a_file_on_some_disks() {
    let (one, other) = (Cluster::plain(SAMPLE).named("prod"), Cluster::plain(SAMPLE).named("Prod"));
    let place = Place::of(&[&one, &other]);
    let done = place.run(&["collect", "--all", "-o", "kept"]);
    assert_eq!(done.code, 2, "{done:?}");
    assert!(done.err.contains("`prod` and `Prod` would be kept in one file, `Prod.ndmp.tar.gz`"), "{}", done.err);
    assert_eq!((one.connections().0, other.connections().0), (0, 0));
}

fn slow() -> Cluster {
    let manner = Manner { cost: Duration::from_millis(40), ..Manner::default() };
    Cluster::new(SAMPLE, manner, Faults::default()).named("c1")
}

#[test]
fn a_cluster_that_is_named_twice_is_asked_once() {
    let cluster = slow();
    let place = Place::of(&[&cluster]);
    let address = format!("op@127.0.0.1:{}", cluster.port());
    for hosts in [["c1", "op@c1"], ["op@c1", "c1"], ["c1", &address]] {
        let before = cluster.log().commands.iter().filter(|command| *command == "version").count();
        let done = place.run(&[&["check", "--format", "json"], &hosts[..]].concat());
        let report = done.json();
        assert_eq!((done.code, targets(&report).len()), (0, 1), "{hosts:?}: {done:?}");
        assert!(
            done.err.contains(&format!("note: `{}` is `{}` once more, and is asked once", hosts[1], hosts[0])),
            "{}",
            done.err
        );
        let asked = cluster.log().commands.iter().filter(|command| *command == "version").count() - before;
        assert_eq!(asked, 1, "{hosts:?}");
    }
    assert_eq!(targets(&place.run(&["check", "op@c1", "c1", "--format", "json"]).json()), [("c1", "ready")]);
}

#[test]
fn two_accounts_of_one_cluster_share_its_connections() {
    let cluster = slow();
    let place = Place::of(&[&cluster]);
    let done = place.run(&["check", "c1", "boss@c1", "me@c1", "--format", "json"]);
    assert_eq!((done.code, targets(&done.json()).len()), (0, 3), "{done:?}");
    let (came, most) = cluster.connections();
    assert!((3..=12).contains(&came) && most <= 4, "{came} connections, {most} at once");
}

#[test]
fn a_report_says_when_its_bundle_was_collected() {
    let cluster = Cluster::plain(SAMPLE);
    let place = Place::of(&[&cluster]);
    let live = place.run(&["check", SAMPLE, "-o", "kept", "--format", "json"]);
    let when = minute(&place, "kept");
    let told = live.json()["targets"][0]["collected"].as_str().unwrap().to_owned();
    assert_eq!((told.len(), format!("{} {} UTC", &told[..10], &told[11..16])), (20, when.clone()));
    let kept = format!("kept/{SAMPLE}.ndmp.tar.gz");
    for (words, expected) in [
        (&["check"][..], format!("collected {when}")),
        (&["check", "--format", "junit"], format!("<property name=\"collected\" value=\"{told}\"/>")),
        (&["facts"], format!("collected {when}")),
        (&["facts", "--format", "json"], format!("\"collected\": \"{told}\"")),
    ] {
        let done = place.run(&[words, &["--from", &kept]].concat());
        let flat = done.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&expected), "{words:?}: {expected} in {}", done.out);
    }
    assert!(!place.run(&["check", "--demo"]).out.contains("collected "));
}

#[test]
fn a_collection_that_fails_speaks_of_the_older_bundle() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let place = Place::of(&[&cluster]);
    assert_eq!(place.run(&["collect", "c1", "-o", "kept"]).code, 0);
    let older = format!("the bundle of {} in `kept/c1.ndmp.tar.gz` was left as it is", minute(&place, "kept"));
    let bytes = fs::read(place.folder.path().join("kept/c1.ndmp.tar.gz")).unwrap();
    for words in [&["collect", "c1"][..], &["check", "c1", "--format", "json"]] {
        let mut command = place.command(&[words, &["-o", "kept"]].concat());
        let done = crate::rig::Done::of(command.env("NDMP_PREFLIGHT_PASSWORD", "wrong").output().unwrap());
        assert_eq!(done.code, 4, "{done:?}");
        assert!(format!("{}{}", done.out, done.err).contains(&older), "{older} in {done:?}");
    }
    assert_eq!(fs::read(place.folder.path().join("kept/c1.ndmp.tar.gz")).unwrap(), bytes);
    let fresh = place.run(&["check", "c1", "-o", "other", "--port", "1", "--format", "json"]);
    assert!(fresh.code == 4 && !fresh.out.contains("was left as it is"), "{fresh:?}");
}

#[test]
fn advice_on_a_name_with_dots_can_be_pasted() {
    let cluster = Cluster::plain(SAMPLE).named("prod.example.com");
    let place = Place::of(&[&cluster]);
    let out = place.run(&["check", "prod.example.com", "--format", "json"]).json()["targets"][0]["remarks"].to_string();
    assert!(out.contains(r#"below [hosts.\"prod.example.com\"]"#), "{out}");
}

#[cfg(unix)]
#[test]
fn a_pipe_where_a_file_was_kept_holds_nobody_up() {
    let cluster = Cluster::plain(SAMPLE).named("c1");
    let place = Place::of(&[&cluster]);
    place.write("kept/x", "");
    let pipe = place.folder.path().join("kept/c1.ndmp.tar.gz");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let mut child =
        place.command(&["collect", "c1", "-o", "kept"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    let ended = (0..200).find_map(|_| {
        std::thread::sleep(Duration::from_millis(50));
        child.try_wait().unwrap()
    });
    child.kill().unwrap_or_default();
    assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
}
