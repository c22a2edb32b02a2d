//! Several clusters at once, the inventory, and how a run ends.

use std::time::{Duration, Instant};

use crate::ontap::Manner;
use crate::rig::{Cluster, Place};
use crate::server::Faults;

#[test]
fn one_bad_cluster_never_stops_the_others() {
    let (first, last) = (Cluster::plain("ready-svm-9.12.1"), Cluster::plain("ready-svm-9.9.1"));
    let bad = Cluster::new(
        "many-faults",
        Manner { cost: Duration::from_millis(100), ..Manner::default() },
        Faults { close_after_authentication: true, ..Faults::default() },
    );
    let place = Place::of(&[&first, &bad, &last]);
    let done = place.run(&["check", &first.name, &bad.name, &last.name, "--format", "json", "-o", "kept"]);
    assert_eq!(done.code, 4, "{done:?}");
    let report = done.json();
    let targets = report["targets"].as_array().unwrap();
    let seen: Vec<(&str, &str)> = targets
        .iter()
        .map(|target| (target["target"].as_str().unwrap(), target["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(
        seen,
        [("ready-svm-9.12.1", "ready"), ("many-faults", "unreadable"), ("ready-svm-9.9.1", "ready")],
        "in the order in which they were named"
    );
    assert!(targets[1]["error"].as_str().is_some_and(|error| !error.is_empty()));
    assert_eq!(place.files("kept"), ["ready-svm-9.12.1.ndmp.tar.gz", "ready-svm-9.9.1.ndmp.tar.gz"]);
}

#[test]
fn a_cluster_of_another_name_than_the_inventory_s_is_reported() {
    let other = Cluster::plain("ready-svm-9.12.1").named("prod");
    let place = Place::of(&[&other]);
    let done = place.run(&["check", "prod", "--format", "json", "-o", "kept"]);
    let report = done.json();
    let remarks = report["targets"][0]["remarks"].to_string();
    assert_eq!(report["targets"][0]["cluster"], "strathspey");
    assert!(remarks.contains("calls itself `strathspey`, the inventory calls it `prod`"), "{remarks}");
    assert!(place.run(&["check", "prod"]).out.contains("calls itself `strathspey`"));
    let later = place.run(&["check", "--from", "kept/prod.ndmp.tar.gz", "--format", "json"]);
    assert_eq!(done.out, later.out);
    let known = std::fs::read_to_string(place.folder.path().join("ndmp-preflight.toml")).unwrap();
    place.write("ndmp-preflight.toml", &(known + "cluster = \"strathspey\"\n"));
    assert!(!place.run(&["check", "prod"]).out.contains("calls itself"));
}

#[test]
fn all_asks_the_whole_inventory() {
    let (one, other) = (Cluster::plain("ready-svm-9.12.1"), Cluster::plain("ready-node-scope"));
    let place = Place::of(&[&one, &other]);
    let done = place.run(&["collect", "--all", "-o", "kept", "--jobs", "1"]);
    assert_eq!((done.code, place.files("kept").len()), (0, 2), "{done:?}");
    assert!(done.out.contains("ready-node-scope: ") && done.out.contains("kept/ready-node-scope.ndmp.tar.gz"));
    // The fleet judged offline is the fleet judged live.
    let later = place.run(&["check", "--from", "kept", "--format", "json"]).json();
    assert_eq!(later["targets"].as_array().unwrap().len(), 2);
}

#[test]
fn a_typed_host_needs_no_inventory() {
    let cluster = Cluster::plain("ready-svm-9.12.1");
    let place = Place::of(&[&cluster]);
    let typed = format!("op@127.0.0.1:{}", cluster.port());
    let report = place.run(&["check", &typed, "--format", "json"]).json();
    assert_eq!(report["targets"][0]["target"], "127.0.0.1");
    assert!(report["targets"][0].get("remarks").is_none(), "{}", report["targets"][0]["remarks"]);
}

#[test]
fn nothing_but_the_report_is_printed_where_nobody_looks() {
    let cluster = Cluster::plain("ready-svm-9.12.1").named("strathspey");
    let done = Place::of(&[&cluster]).run(&["check", "strathspey"]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
}

#[test]
fn clusters_are_asked_at_the_same_time() {
    let slow = || Manner { cost: Duration::from_millis(100), ..Manner::default() };
    let clusters: Vec<Cluster> = ["a", "b", "c", "d"]
        .into_iter()
        .map(|name| Cluster::new("ready-svm-9.12.1", slow(), Faults::default()).named(name))
        .collect();
    let place = Place::of(&clusters.iter().collect::<Vec<_>>());
    let time = |jobs: &str| {
        let start = Instant::now();
        assert_eq!(place.run(&["collect", "--all", "-o", "kept", "--jobs", jobs]).code, 0);
        start.elapsed()
    };
    let (one, four) = (time("1"), time("4"));
    assert!(four * 10 < one * 8, "{four:?} against {one:?}");
}

#[cfg(unix)]
#[test]
fn ctrl_c_and_other_signals_end_at_once_and_leave_nothing_behind() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143), ("-HUP", 129)] {
        let silent = Cluster::new("ready-svm-9.12.1", Manner::default(), Faults { silent: true, ..Faults::default() });
        let place = Place::of(&[&silent]);
        let mut command = place.command(&["check", &silent.name, "-o", "kept", "--report", "json=report.json"]);
        let child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(800));
        let start = Instant::now();
        assert!(std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success());
        let done = crate::rig::Done::of(child.wait_with_output().unwrap());
        assert!(start.elapsed() < Duration::from_millis(1500), "{signal}: {:?}", start.elapsed());
        assert_eq!((done.code, done.out.as_str()), (code, ""), "{signal}: {done:?}");
        assert!(place.files("kept").is_empty());
        assert!(!place.folder.path().join("report.json").exists());
    }
}
